package conllu

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// longestLine bounds a line, so that a file that is no text cannot fill the memory.
const longestLine = 1 << 20

const columns = 10

// ReadFile reads a CoNLL-U file; a name ending in ".gz" is unpacked.
func ReadFile(path string) ([]Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "give the path of a CoNLL-U file", "cannot be opened: %v", errors.Unwrap(err))
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".gz") {
		return Read(f, path)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "unpack it and give the plain file", "is not a gzip file: %v", err)
	}
	defer z.Close()
	return Read(z, path)
}

// Read reads all sentences of r. file names the input in errors. A line that is not CoNLL-U, a sentence whose words are not
// numbered 1..n, and heads that do not make a tree with one root end the reading with an error that names the line; the
// sentences before it are returned with it.
func Read(r io.Reader, file string) ([]Sentence, error) {
	p := reader{file: file}
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 0, 1<<16), longestLine)
	for scan.Scan() {
		p.line++
		line := strings.TrimSuffix(scan.Text(), "\r")
		if p.line == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if err := p.take(line); err != nil {
			return p.done, err
		}
	}
	if err := scan.Err(); err != nil {
		return p.done, dragoman.Problemf(file, fmt.Sprintf("line %d", p.line+1), "give a CoNLL-U file", "cannot be read: %v", err)
	}
	return p.done, p.finish()
}

// reader is the state between two lines.
type reader struct {
	file  string
	line  int
	start int // line of the sentence's first word
	cur   Sentence
	done  []Sentence
}

func (p *reader) problem(mend, format string, args ...any) error {
	return dragoman.Problemf(p.file, fmt.Sprintf("line %d", p.line), mend, format, args...)
}

func (p *reader) take(line string) error {
	switch {
	case !utf8.ValidString(line):
		return p.problem("save the file as UTF-8", "is not UTF-8 text")
	case line == "":
		return p.finish()
	case line[0] == '#':
		if len(p.cur.Words) > 0 {
			return p.problem("put an empty line before it", "a comment stands within a sentence")
		}
		p.cur.Comments = append(p.cur.Comments, strings.TrimPrefix(line[1:], " "))
		return nil
	}
	cols := strings.Split(line, "\t")
	if len(cols) != columns {
		return p.problem("separate ten columns by tabs", "%d columns instead of %d", len(cols), columns)
	}
	for i, c := range cols {
		if c == "" {
			return p.problem("write _ for nothing", "column %d is empty", i+1)
		}
		if strings.Contains(c, "\r") {
			return p.problem("end lines by a line feed", "column %d holds a carriage return", i+1)
		}
	}
	id := cols[0]
	switch {
	case strings.Contains(id, "."):
		return p.emptyNode(id)
	case strings.Contains(id, "-"):
		return p.addRange(id, cols)
	}
	return p.addWord(id, cols)
}

func (p *reader) emptyNode(id string) error {
	major, minor, _ := strings.Cut(id, ".")
	a, err1 := strconv.Atoi(major)
	_, err2 := strconv.Atoi(minor)
	if err1 != nil || err2 != nil || a != len(p.cur.Words) {
		return p.problem("number it after the word before it", "%q is not the number of an empty node here", id)
	}
	return nil
}

func (p *reader) addRange(id string, cols []string) error {
	from, to, _ := strings.Cut(id, "-")
	a, err1 := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || a != len(p.cur.Words)+1 || b <= a {
		return p.problem("write the range of the words that follow", "%q is not a range that begins here", id)
	}
	if n := len(p.cur.Ranges); n > 0 && p.cur.Ranges[n-1].Last >= a-1 {
		return p.problem("let each word belong to one multiword token", "range %s overlaps the one before", id)
	}
	p.cur.Ranges = append(p.cur.Ranges, Range{First: a - 1, Last: b - 1, Form: cols[1], Misc: unblank(cols[9])})
	return nil
}

func (p *reader) addWord(id string, cols []string) error {
	if len(p.cur.Words) == 0 {
		p.start = p.line
	}
	n, err := strconv.Atoi(id)
	if err != nil || n != len(p.cur.Words)+1 {
		return p.problem("number the words of a sentence 1, 2, 3, ...", "word number %q instead of %d", id, len(p.cur.Words)+1)
	}
	w := Word{Form: cols[1], Lemma: cols[2], UPOS: unblank(cols[3]), XPOS: unblank(cols[4]), Feats: unblank(cols[5]),
		Head: Missing, Deprel: unblank(cols[7]), Deps: unblank(cols[8]), Misc: unblank(cols[9])}
	if cols[6] != "_" {
		h, err := strconv.Atoi(cols[6])
		if err != nil || h < 0 {
			return p.problem("write the number of the head, 0 for the root", "%q is no head", cols[6])
		}
		w.Head = h - 1
	}
	p.cur.Words = append(p.cur.Words, w)
	return nil
}

func unblank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

// finish closes the sentence at an empty line or the end of the file.
func (p *reader) finish() error {
	s := p.cur
	if len(s.Words) == 0 {
		if len(s.Ranges) > 0 {
			return p.problem("add its words", "a multiword token without words")
		}
		return nil // comments before an empty line are carried on to the next sentence
	}
	if n := len(s.Ranges); n > 0 && s.Ranges[n-1].Last >= len(s.Words) {
		return p.problem("add the missing words", "the last multiword token reaches beyond the sentence's end")
	}
	if err := p.checkTree(s.Words); err != nil {
		return err
	}
	p.done = append(p.done, s)
	p.cur = Sentence{}
	return nil
}

func (p *reader) checkTree(words []Word) error {
	p.line, p.start = p.start, p.line // errors below name the sentence's first word
	defer func() { p.line, p.start = p.start, p.line }()
	roots, missing := 0, 0
	for i, w := range words {
		switch {
		case w.Head == Missing:
			missing++
		case w.Head == Root:
			roots++
		case w.Head >= len(words):
			return p.problem("write the number of a word of this sentence", "word %d has head %d, but the sentence has %d words",
				i+1, w.Head+1, len(words))
		}
	}
	switch {
	case missing == len(words):
		return nil
	case missing > 0:
		return p.problem("write all heads or none", "%d of the sentence's %d words have no head", missing, len(words))
	case roots != 1:
		return p.problem("give exactly one word the head 0", "the sentence has %d roots", roots)
	}
	if at := cycle(words); at >= 0 {
		return p.problem("correct the heads", "the heads of word %d run in a circle", at+1)
	}
	return nil
}

// cycle gives a word from which the root cannot be reached, -1 when there is none.
func cycle(words []Word) int {
	const unseen, open, good = 0, 1, 2
	state := make([]uint8, len(words))
	for i := range words {
		j := i
		for j >= 0 && state[j] == unseen {
			state[j] = open
			j = words[j].Head
		}
		if j >= 0 && state[j] == open {
			return j
		}
		for j = i; j >= 0 && state[j] == open; j = words[j].Head {
			state[j] = good
		}
	}
	return -1
}
