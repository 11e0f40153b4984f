package dossier

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTypeset(t *testing.T) {
	var md bytes.Buffer
	if err := assembled(t, sample()).Markdown(&md); err != nil {
		t.Fatal(err)
	}
	golden(t, "sample.80.txt", func(w io.Writer) error { return Typeset(w, md.String(), 80, false) })
	golden(t, "sample.colour.txt", func(w io.Writer) error { return Typeset(w, md.String(), 100, true) })
	for _, width := range []int{40, 60, 80, 120} {
		var out strings.Builder
		if err := Typeset(&out, md.String(), width, false); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width && !strings.Contains(line, "dragoman ") && width > 40 {
				t.Errorf("width %d: %d cells in %q", width, n, line)
			}
		}
	}
}

func FuzzTypeset(f *testing.F) {
	f.Add("# T\n\n| a | b |\n| - | -: |\n| x | **y** [1] |\n> *q* \\* [x]\n- i", 50)
	f.Add("|\n|", 0)
	f.Add("| a |\n| - |\n| b | c |", 10)
	f.Fuzz(func(t *testing.T, md string, width int) {
		if err := Typeset(io.Discard, md, width, true); err != nil {
			t.Fatal(err)
		}
	})
}
