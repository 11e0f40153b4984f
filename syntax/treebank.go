package syntax

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/syntax/conllu"
	"dragoman/syntax/neural"
	"dragoman/text"
)

// Treebanks is training data read from disk.
type Treebanks struct {
	Train, Dev []conllu.Sentence
	Sources    []Source
}

// ReadTreebanks reads CoNLL-U files (".gz" too) and directories of them. The first word of train, dev and test that a file's
// name holds says what it is for; files for test are not opened, files with none of the words are for training. Without any
// dev file every tenth sentence is held out.
func ReadTreebanks(paths []string) (*Treebanks, error) {
	out := &Treebanks{}
	for _, path := range paths {
		files, err := treebankFiles(path)
		if err != nil {
			return nil, err
		}
		src := Source{Name: filepath.Base(path), Licence: licenceOf(path)}
		for _, f := range files {
			sentences, err := conllu.ReadFile(f)
			if err != nil {
				return nil, err
			}
			if splitOf(f) == "dev" {
				out.Dev = append(out.Dev, sentences...)
				continue
			}
			out.Train = append(out.Train, sentences...)
			src.Sentences += len(sentences)
			for i := range sentences {
				src.Words += len(sentences[i].Words)
			}
		}
		if src.Sentences > 0 {
			out.Sources = append(out.Sources, src)
		}
	}
	if len(out.Dev) == 0 {
		out.holdOut(10)
	}
	return out, nil
}

func (b *Treebanks) holdOut(every int) {
	var keep []conllu.Sentence
	for i, s := range b.Train {
		if i%every == every-1 {
			b.Dev = append(b.Dev, s)
		} else {
			keep = append(keep, s)
		}
	}
	b.Train = keep
}

var splitName = regexp.MustCompile(`train|dev|test`)

func splitOf(file string) string { return splitName.FindString(strings.ToLower(filepath.Base(file))) }

func treebankFiles(path string) ([]string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "give a CoNLL-U file or a directory of them", "cannot be opened")
	}
	if !st.IsDir() {
		if splitOf(path) == "test" {
			return nil, dragoman.Problemf(path, "", "train on other data, or rename it", "is test data by its name")
		}
		return []string{path}, nil
	}
	var out []string
	for _, pattern := range []string{"*.conllu", "*.conllu.gz"} {
		found, _ := filepath.Glob(filepath.Join(path, pattern))
		for _, f := range found {
			if splitOf(f) != "test" {
				out = append(out, f)
			}
		}
	}
	if len(out) == 0 {
		return nil, dragoman.Problemf(path, "", "put the treebank's .conllu files there", "holds no CoNLL-U file to train on")
	}
	slices.Sort(out)
	return out, nil
}

// licenceLine is how UD treebanks state their licence in README.md, or a note about a copy quotes it.
var licenceLine = regexp.MustCompile(`(?m)License:(?:" line\):)?[ \t]*(\S.*)$`)

func licenceOf(path string) string {
	for _, name := range []string{"README.md", "README.txt", "SOURCE.txt"} {
		for _, dir := range []string{path, filepath.Dir(path)} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			if found := licenceLine.FindSubmatch(data); found != nil {
				return strings.TrimSpace(string(found[1]))
			}
		}
	}
	return "not stated"
}

// TextFiles iterates over the texts of plain files and of JSONL files with a "text" member (".gz" of either too). The
// first error ends the iteration and is kept in *failed.
func TextFiles(paths []string, failed *error) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, p := range paths {
			more, err := textsOf(p, yield)
			if err != nil {
				*failed = err
			}
			if !more || err != nil {
				return
			}
		}
	}
}

func textsOf(path string, yield func(string) bool) (more bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, dragoman.Problemf(path, "", "give a text or JSONL file", "cannot be opened")
	}
	defer f.Close()
	var r io.Reader = f
	name := strings.TrimSuffix(path, ".gz")
	if name != path {
		z, err := gzip.NewReader(f)
		if err != nil {
			return false, dragoman.Problemf(path, "", "unpack it", "is not a gzip file: %v", err)
		}
		defer z.Close()
		r = z
	}
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 0, 1<<16), 1<<26)
	for scan.Scan() {
		text := scan.Text()
		if strings.HasSuffix(name, ".jsonl") {
			var rec struct{ Text string }
			if err := json.Unmarshal(scan.Bytes(), &rec); err != nil {
				return false, dragoman.Problemf(path, "", "give one JSON object a line", "is not JSONL: %v", err)
			}
			text = rec.Text
		}
		if !yield(text) {
			return false, nil
		}
	}
	return true, scan.Err()
}

// TrainFiles is Train with everything read from files: treebanks as ReadTreebanks takes them, and raw texts (none is fine) as
// TextFiles takes them, to pretrain on.
func TrainFiles(ctx context.Context, c Config, treebanks, texts []string, progress func(string)) (*Model, Report, error) {
	bank, err := ReadTreebanks(treebanks)
	if err != nil {
		return nil, Report{}, err
	}
	c.Sources = bank.Sources
	for i, src := range c.Sources {
		c.Sources[i].Name, c.Sources[i].Licence = cmp.Or(c.Names[src.Name], src.Name), cmp.Or(c.Licences[src.Name], src.Licence)
	}
	if len(texts) > 0 {
		var failed error
		c.Text = &neural.Text{}
		segmenter := SegmenterFor(c.Language)
		for _, path := range texts {
			before := c.Text.Words()
			for t := range TextFiles([]string{path}, &failed) {
				addText(c.Text, segmenter, t)
			}
			if failed != nil {
				return nil, Report{}, failed
			}
			name := filepath.Base(path)
			c.Sources = append(c.Sources, Source{Name: cmp.Or(c.Names[name], name) + " (running text)", Words: c.Text.Words() - before,
				Licence: cmp.Or(c.Licences[name], licenceOf(path))})
		}
	}
	return Train(ctx, c, bank.Train, bank.Dev, progress)
}

// SegmenterFor gives the segmenter that cuts texts of a language (ISO 639-1) for training, printing and scoring: everything is
// prose.
func SegmenterFor(language string) *text.Segmenter {
	if language == "en" {
		return text.English().Whole()
	}
	return text.Generic().Whole()
}

// addText takes in a text as it will be cut when it is parsed.
func addText(to *neural.Text, cut *text.Segmenter, raw string) {
	var forms []string
	for _, s := range cut.Segment(dragoman.Document{Text: raw}).Sentences {
		forms = forms[:0]
		for i := range s.Tokens {
			forms = append(forms, s.Tokens[i].Form)
		}
		to.Add(forms)
	}
}
