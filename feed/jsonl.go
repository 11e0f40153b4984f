package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// readLines reads JSON lines. A bad line is a problem of its own; the lines behind it are read.
func readLines(in *bufio.Reader, name string, yield yielder) bool {
	documents := 0
	for n := 1; ; n++ {
		line, tooLong, err := readLine(in)
		if err != nil && err != io.EOF {
			return yield(Item{}, fileProblem(name, err))
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		place := fmt.Sprintf("line %d", n)
		switch {
		case tooLong:
			documents++
			if !yield(Item{}, dragoman.Problemf(name, place, "cut the document into its articles", "is longer than %d MB", MaxLine>>20)) {
				return false
			}
		case len(bytes.TrimSpace(line)) > 0:
			documents++
			if !yield(readObject(line, name, place)) {
				return false
			}
		}
		if err == io.EOF {
			break
		}
	}
	if documents == 0 {
		return yield(Item{}, dragoman.Problemf(name, "", "write one JSON object a line", "holds no documents"))
	}
	return true
}

// readLine reads up to the next line feed. A line over MaxLine is read past and reported, its bytes dropped.
func readLine(in *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
		}
		if len(line) > MaxLine {
			line, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// readObject reads one line's object. Unknown fields are left alone, of fields given twice the last counts, null is the
// same as absent.
func readObject(line []byte, file, place string) (Item, error) {
	fail := func(mend, format string, args ...any) (Item, error) {
		return Item{}, dragoman.Problemf(file, place, mend, format, args...)
	}
	if !utf8.Valid(line) {
		return fail("save the file as UTF-8", "is not valid UTF-8")
	}
	if at := bytes.IndexByte(line, 0); at >= 0 {
		return fail("give one JSON object a line", "is not text: it holds the control byte 0x00")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return fail("write one JSON object a line", "is not a JSON object: %s", jsonCause(err, line))
	}
	if object == nil {
		return fail("write one JSON object a line", "is null, not an object")
	}
	d := dragoman.Document{File: file + ":" + strings.TrimPrefix(place, "line ")}
	for _, name := range []string{"id", "url", "title", "author", "publisher", "published", "date", "language", "kind", "state_media", "text"} {
		raw, ok := object[name]
		if !ok || string(raw) == "null" {
			continue
		}
		value, err := scalar(name, raw)
		if err != nil {
			return Item{}, at(err, file, place)
		}
		if name == "text" {
			d.Text = value
			continue
		}
		if _, err := (field{name, value}).set(&d); err != nil {
			return Item{}, at(err, file, place)
		}
	}
	switch {
	case strings.TrimSpace(d.Text) == "":
		return fail("give the article under \"text\"", "has no text")
	case strings.IndexByte(d.Text, 0) >= 0:
		return fail("take the control characters out", "has a text with NUL characters")
	case len(d.Text) > MaxText:
		return fail("cut it into its articles", "has a text of %d bytes, the limit is %d", len(d.Text), MaxText)
	}
	return Item{Document: d}, nil
}

// scalar reads a string, and for state_media a boolean.
func scalar(name string, raw json.RawMessage) (string, error) {
	if name == "state_media" && (string(raw) == "true" || string(raw) == "false") {
		return string(raw), nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", dragoman.Problemf("", "", "write it as a string", "%q is %s, not a string", name, jsonKind(raw))
	}
	return s, nil
}

func jsonKind(raw json.RawMessage) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	}
	return "a number"
}

// jsonCause tells a decoding error with its place in the line.
func jsonCause(err error, line []byte) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("%v at byte %d", err, min(int(syntax.Offset), len(line)))
	case errors.As(err, &kind):
		return "it is " + jsonKind(bytes.TrimSpace(line))
	}
	return err.Error()
}
