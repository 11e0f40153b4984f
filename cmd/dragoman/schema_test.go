package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"dragoman"
)

// The schema is a contract: docs/reading.schema.json must be what the Go types say. go generate writes it.
func TestSchemaIsCurrent(t *testing.T) {
	want, err := os.ReadFile("../../docs/reading.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := printJSON(&got, readingSchema()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("docs/reading.schema.json is not what the types say; run go generate ./cmd/dragoman")
	}
}

// Lists in the output are never null, whatever was found.
func TestListsAreLists(t *testing.T) {
	r := &dragoman.Reading{Events: []dragoman.Event{{Type: dragoman.Consult}}}
	var out bytes.Buffer
	if err := printLine(&out, r); err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"events", "statements", "figures", "agreements", "missions", "gatherings", "offices", "commitments", "uncoded", "sentences"} {
		if _, ok := back[key].([]any); !ok {
			t.Errorf("%s is %v", key, back[key])
		}
	}
	event := back["events"].([]any)[0].(map[string]any)
	for _, key := range []string{"actors", "recipients", "contexts", "evidence"} {
		if _, ok := event[key].([]any); !ok {
			t.Errorf("events[0].%s is %v", key, event[key])
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"kazakstan", "kazakhstan", 1}, {"kroatia", "croatia", 1}, {"ab", "ba", 2}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestCutKeepsWidth(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{{"Zagreb", 6, "Zagreb"}, {"Zagreb", 4, "Zag…"}, {"日本語", 4, "日…"}, {"Šabanović", 5, "Šaba…"}} {
		if got := cut(c.in, c.n); got != c.want || cells(got) > c.n {
			t.Errorf("cut(%q, %d) = %q", c.in, c.n, got)
		}
	}
}

func TestTreeDrawsEveryWordOnce(t *testing.T) {
	s := &dragoman.Sentence{Tokens: []dragoman.Token{
		{Form: "They", Head: 1, Deprel: "nsubj", UPOS: "PRON"}, {Form: "met", Lemma: "meet", Head: -1, Deprel: "root", UPOS: "VERB", Span: dragoman.Span{5, 8}},
		{Form: "in", Head: 3, Deprel: "case", UPOS: "ADP"}, {Form: "Astana", Head: 1, Deprel: "obl", UPOS: "PROPN"}}}
	var got []string
	for _, r := range drawTree(s, dragoman.Span{5, 8}) {
		got = append(got, r.rails+r.word+"|"+r.gloss)
	}
	want := []string{"met|root VERB meet", "├─ They|nsubj PRON", "└─ Astana|obl PROPN", "   └─ in|case ADP"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
