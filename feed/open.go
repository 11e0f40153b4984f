package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"dragoman"
)

// standardInput is how the path "-" is called in messages.
const standardInput = "standard input"

// Open reads the documents under the paths one after the other: files, directories (with all below them, in the order of
// their names; hidden ones left out) and "-" for standard input. The second value is a *dragoman.Problem where an item
// could not be read; the items behind it still come.
func Open(paths []string, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for _, path := range paths {
			if !openPath(path, o, yield) {
				return
			}
		}
	}
}

type yielder = func(Item, error) bool

func openPath(path string, o Options, yield yielder) bool {
	if path == "-" {
		if o.Stdin == nil {
			return yield(Item{}, dragoman.Problemf(standardInput, "", "name a file", "is not connected"))
		}
		return openStream(o.Stdin, standardInput, "", -1, o, yield)
	}
	info, err := os.Stat(path)
	if err != nil {
		return yield(Item{}, fileProblem(path, err))
	}
	if info.IsDir() {
		return openDirectory(path, o, yield)
	}
	return openFile(path, o, yield)
}

// fileProblem tells in the user's words why a file cannot be opened.
func fileProblem(path string, err error) error {
	p := &dragoman.Problem{File: path, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Cause, p.Mend = "does not exist", "check the path"
	case errors.Is(err, fs.ErrPermission):
		p.Cause, p.Mend = "may not be read", "change its permissions"
	default:
		p.Cause, p.Mend = fmt.Sprintf("cannot be read: %v", err), "check the file"
	}
	return p
}

// openDirectory reads the documents in a directory and below.
func openDirectory(dir string, o Options, yield yielder) bool {
	var files, left []string
	var problems []error
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		hidden := path != dir && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case err != nil:
			problems = append(problems, fileProblem(path, err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden:
		case formatOf(path) != "":
			files = append(files, path)
		default:
			left = append(left, path)
		}
		return nil
	})
	if err != nil {
		problems = append(problems, fileProblem(dir, err))
	}
	sort.Strings(files)
	for _, p := range problems {
		if !yield(Item{}, p) {
			return false
		}
	}
	for _, path := range files {
		if !openFile(path, o, yield) {
			return false
		}
	}
	if len(left) > 0 && o.Note != nil {
		o.Note(fmt.Sprintf("%s: left out %d files that are not .txt, .md, .html or .jsonl: %s", dir, len(left), shortList(left, 5)))
	}
	if len(files) == 0 && len(problems) == 0 {
		return yield(Item{}, dragoman.Problemf(dir, "", "put .txt, .md, .html or .jsonl files there", "holds no documents"))
	}
	return true
}

// shortList names the first few and counts the rest.
func shortList(list []string, most int) string {
	sort.Strings(list)
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

func openFile(path string, o Options, yield yielder) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(Item{}, fileProblem(path, err))
	}
	defer f.Close()
	size := int64(-1)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		size = info.Size()
	}
	return openStream(f, path, formatOf(path), size, o, yield)
}

// formatOf tells the format by a file's name; "" when the name does not say.
func formatOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt", ".md", ".markdown", ".text":
		return "text"
	case ".html", ".htm", ".xhtml":
		return "html"
	case ".jsonl", ".ndjson":
		return "jsonl"
	}
	return ""
}

// openStream reads one file, whose format is looked up in its first bytes where its name does not tell it. size is -1
// when unknown.
func openStream(r io.Reader, name, format string, size int64, o Options, yield yielder) bool {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(4 << 10)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return yield(Item{}, fileProblem(name, err))
	}
	if len(bytes.TrimSpace(head)) == 0 && err == io.EOF {
		return yield(Item{}, dragoman.Problemf(name, "", "give it a text", "is empty"))
	}
	if o.Lines {
		format = "jsonl"
	} else if format == "" {
		format = sniff(head)
	}
	switch format {
	case "jsonl":
		return readLines(in, name, yield)
	case "html":
		return yield(readPage(in, name, size))
	}
	return yield(readText(in, name, size))
}

// sniff tells the format by the first bytes.
func sniff(head []byte) string {
	s := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	low := bytes.ToLower(s[:min(len(s), 1024)])
	switch {
	case len(s) > 0 && s[0] == '{':
		return "jsonl"
	case bytes.HasPrefix(low, []byte("<!doctype html")), bytes.Contains(low, []byte("<html")), bytes.Contains(low, []byte("<head")), bytes.Contains(low, []byte("<body")):
		return "html"
	}
	return "text"
}

// readAll reads at most limit bytes; more is a problem that names the size, without reading on.
func readAll(r io.Reader, name string, size int64, limit int, what string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, fileProblem(name, err)
	}
	if len(raw) > limit {
		how := fmt.Sprintf("more than %d MB", limit>>20)
		if size > 0 {
			how = fmt.Sprintf("%.1f MB", float64(size)/(1<<20))
		}
		return nil, dragoman.Problemf(name, "", "cut it into its articles, or give them as JSON lines, one a line",
			"is too large for one %s: %s, the limit is %d MB", what, how, limit>>20)
	}
	return raw, nil
}

func readPage(r io.Reader, name string, size int64) (Item, error) {
	raw, err := readAll(r, name, size, MaxPage, "page")
	if err != nil {
		return Item{}, err
	}
	return Item{Document: dragoman.Document{File: name}, Page: raw}, nil
}

func readText(r io.Reader, name string, size int64) (Item, error) {
	raw, err := readAll(r, name, size, MaxText, "text")
	if err != nil {
		return Item{}, err
	}
	text, err := Decode(raw, "")
	if err != nil {
		return Item{}, inFile(err, name)
	}
	d, body, err := frontMatter(text, name)
	if err != nil {
		return Item{}, err
	}
	if len(body) > MaxText {
		return Item{}, dragoman.Problemf(name, "", "cut it into its articles", "is too large for one text: %d bytes once decoded, the limit is %d", len(body), MaxText)
	}
	if strings.TrimSpace(body) == "" {
		return Item{}, dragoman.Problemf(name, "", "give it a text", "holds no text")
	}
	d.File, d.Text = name, body
	return Item{Document: d}, nil
}

// inFile names the file in a problem that was found without knowing it.
func inFile(err error, name string) error {
	var p *dragoman.Problem
	if errors.As(err, &p) {
		c := *p
		c.File = name
		return &c
	}
	return fileProblem(name, err)
}
