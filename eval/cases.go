package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman"
	"dragoman/syntax/conllu"
)

// maxLine bounds a line of a gold file.
const maxLine = 16 << 20

// readLines reads JSON objects, one a line. A line that is none is returned as a problem beside the good ones.
func readLines[T any](r io.Reader, name string, check func(*T, int) error) ([]T, []error, error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 1<<16), maxLine)
	var out []T
	var bad []error
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimSpace(scan.Text())
		if line == "" {
			continue
		}
		var v T
		err := errors.New("is not UTF-8")
		if utf8.ValidString(line) {
			err = json.Unmarshal([]byte(line), &v)
		}
		if err == nil {
			err = check(&v, n)
		}
		if err != nil {
			bad = append(bad, dragoman.Problemf(name, "line "+strconv.Itoa(n), "mend the line", "%v", err))
			continue
		}
		out = append(out, v)
	}
	if err := scan.Err(); err != nil {
		return nil, nil, dragoman.Problemf(name, "", "give one JSON object a line", "cannot be read: %v", err)
	}
	return out, bad, nil
}

// ReadTriples reads the cases of `dragoman eval triples`: JSONL with id, date, text and events.
func ReadTriples(r io.Reader, name string) ([]TripleCase, []error, error) {
	return readLines(r, name, func(c *TripleCase, line int) error {
		if c.ID == "" {
			c.ID = strconv.Itoa(line)
		}
		if strings.TrimSpace(c.Text) == "" {
			return errors.New("has no text")
		}
		return nil
	})
}

// Documents keeps the sentences of the documents of a treebank whose id ("# newdoc id = ...") match accepts.
func Documents(sentences []conllu.Sentence, match func(id string) bool) []conllu.Sentence {
	var out []conllu.Sentence
	keep := false
	for i := range sentences {
		if id := sentences[i].Comment("newdoc id"); id != "" {
			keep = match(id)
		}
		if keep {
			out = append(out, sentences[i])
		}
	}
	return out
}

// RawText rebuilds the running text of a treebank: a space between sentences, an empty line before a new paragraph or
// document.
func RawText(sentences []conllu.Sentence) string {
	var b strings.Builder
	for i := range sentences {
		s := &sentences[i]
		if b.Len() > 0 {
			b.WriteString(before(s, &sentences[i-1]))
		}
		b.WriteString(s.Text())
	}
	return b.String()
}

// before is what stands between two sentences.
func before(s, last *conllu.Sentence) string {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, "newpar") || strings.HasPrefix(c, "newdoc") {
			return "\n\n"
		}
	}
	if n := len(last.Words); n > 0 && strings.Contains(last.Words[n-1].Misc, "SpaceAfter=No") {
		return ""
	}
	return " "
}
