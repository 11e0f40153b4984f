package contexts

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// Example is a paragraph whose contexts a reader has marked: a line of examples/contexts.
type Example struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Contexts []string `json:"contexts"`
}

const maxLine = 1 << 20 // bytes of a line of examples

// ReadExamples reads marked paragraphs, one JSON object a line. A line that is none, or that names a context that known does
// not know, is returned as a problem beside the good ones; name stands for the file in problems.
func ReadExamples(r io.Reader, name string, known func(context string) bool) (list []Example, problems []error, err error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 1<<16), maxLine)
	for n := 1; scan.Scan(); n++ {
		if len(strings.TrimSpace(scan.Text())) == 0 {
			continue
		}
		e, err := readExample(scan.Bytes(), known)
		if err != nil {
			problems = append(problems, dragoman.Problemf(name, "line "+strconv.Itoa(n), "mend the line", "%v", err))
			continue
		}
		if e.ID == "" {
			e.ID = strconv.Itoa(n)
		}
		list = append(list, e)
	}
	if err := scan.Err(); err != nil {
		return nil, nil, dragoman.Problemf(name, "", "give one JSON object a line", "cannot be read: %v", err)
	}
	return list, problems, nil
}

func readExample(line []byte, known func(string) bool) (e Example, err error) {
	if !utf8.Valid(line) {
		return e, errors.New("is not UTF-8")
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return e, err
	}
	if strings.TrimSpace(e.Text) == "" {
		return e, errors.New("has no text")
	}
	seen := map[string]bool{}
	for _, c := range e.Contexts {
		if !known(c) {
			return e, fmt.Errorf("%q is no context of lexicon contexts.tsv", c)
		}
		if seen[c] {
			return e, fmt.Errorf("names context %q twice", c)
		}
		seen[c] = true
	}
	return e, nil
}
