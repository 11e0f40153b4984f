package draw

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tree makes a sentence of "form UPOS head deprel", heads counted from 1, 0 for the root.
func tree(rows ...string) dragoman.Sentence {
	var s dragoman.Sentence
	for _, r := range rows {
		f := strings.Fields(r)
		head := int(f[2][0]-'0') - 1
		s.Tokens = append(s.Tokens, dragoman.Token{Form: f[0], UPOS: f[1], Head: head, Deprel: f[3], Lemma: strings.ToLower(f[0])})
	}
	return s
}

var (
	plain = tree("Croatian ADJ 2 amod", "envoys NOUN 3 nsubj", "visited VERB 0 root", "Astana PROPN 3 obj", "on ADP 7 case", "a DET 7 det", "Tuesday NOUN 3 obl", ". PUNCT 3 punct")
	// Two arcs cross.
	crossing = tree("A DET 2 det", "hearing NOUN 4 nsubj:pass", "is AUX 4 aux:pass", "scheduled VERB 0 root", "on ADP 7 case", "the DET 7 det", "issue NOUN 2 nmod", "today NOUN 4 obl")
	single   = tree("Peace NOUN 0 root")
	odd      = tree("<a&b> X 2 dep", "\x1b[31m SYM 0 root")
)

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
	}
}

func TestText(t *testing.T) {
	var b strings.Builder
	for _, s := range []dragoman.Sentence{plain, crossing, single, odd, {}} {
		if err := Text(&b, &s); err != nil {
			t.Fatal(err)
		}
		b.WriteByte('\n')
	}
	golden(t, "trees.txt", b.String())
}

func TestSVG(t *testing.T) {
	var b strings.Builder
	if err := SVG(&b, []dragoman.Sentence{plain, crossing, single, odd, {}}); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
	golden(t, "trees.svg", b.String())
}

// TestBrokenTreesAreDrawn: a circle, or heads beyond the sentence, must not hang or panic.
func TestBrokenTreesAreDrawn(t *testing.T) {
	circle := tree("a X 2 dep", "b X 1 dep", "c X 9 dep")
	var b strings.Builder
	if err := Text(&b, &circle); err != nil {
		t.Error(err)
	}
	if err := SVG(&b, []dragoman.Sentence{circle}); err != nil {
		t.Error(err)
	}
}
