package actor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/lexicon"
	"dragoman/text"
)

// TestCastIsSound holds what is found in the golden texts against the rules of dragoman.Mention.
func TestCastIsSound(t *testing.T) {
	l := newLine(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for row := range strings.Lines(string(data)) {
			if strings.HasPrefix(row, "> ") {
				rows = append(rows, strings.TrimSpace(row[2:]))
			}
		}
		a, c := l.cast(dragoman.Document{ID: "d", Published: "2025-05-12", Language: "en", Text: strings.Join(rows, "\n\n")})
		sound(t, a, c)
	}
}

func sound(t *testing.T, a *dragoman.Article, c *dragoman.Cast) {
	t.Helper()
	if len(c.Mentions) != len(a.Sentences) {
		t.Fatalf("%d sentences, mentions for %d", len(a.Sentences), len(c.Mentions))
	}
	for i, list := range c.Mentions {
		last := -1
		for k := range list {
			m := &list[k]
			if m.Sentence != i || m.Head <= last || m.First > m.Head || m.Head >= m.End || m.First < 0 || m.End > len(a.Sentences[i].Tokens) {
				t.Fatalf("sentence %d: mention %+v does not fit", i, *m)
			}
			last = m.Head
			if len(m.Actors) == 0 && m.Place == nil {
				t.Errorf("mention %q stands for nothing", m.Span.Of(a.Document.Text))
			}
			for _, x := range m.Actors {
				if x.Span != m.Span || x.Text != m.Span.Of(a.Document.Text) {
					t.Errorf("actor %+v has not the words of its mention %v", x, m.Span)
				}
			}
		}
	}
	for _, o := range c.Offices {
		if o.ID == "" || o.Post == "" || o.Person.ID == "" || len(o.Evidence) != 1 {
			t.Errorf("office is not whole: %+v", o)
		}
	}
}

// TestUnparsedSentencesAreReadByTheirWords leaves out the parser.
func TestUnparsedSentencesAreReadByTheirWords(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a := text.English().Segment(dragoman.Document{Text: "Kazakhstan and the European Union signed a memorandum in Astana."})
	c := actor.New(lex).Resolve(a)
	sound(t, a, c)
	if got := len(c.Mentions[0]); got != 3 {
		t.Errorf("%d mentions, want 3: %+v", got, describe(c))
	}
}

// FuzzResolve gives the resolver trees and tags that make no sense.
func FuzzResolve(f *testing.F) {
	lex, err := lexicon.Default()
	if err != nil {
		f.Fatal(err)
	}
	r, segmenter := actor.New(lex), text.English()
	upos := []string{"PROPN", "NOUN", "ADJ", "VERB", "ADP", "DET", "PRON", "PUNCT", "NUM", "CCONJ", "PART", "AUX", ""}
	rels := []string{"nsubj", "nmod:poss", "compound", "amod", "conj", "appos", "flat", "nmod:desc", "obl", "obj", "root", "case", "cop", ""}
	f.Add("Kazakhstan's President Kassym-Jomart Tokayev met his Serbian counterpart, Aleksandar Vučić, in Belgrade. The two leaders spoke.", []byte{1, 2, 3})
	f.Add("The operator, Jadranski naftovod (JANAF), and the Minister of Trade and Integration of Croatia X. Y. (JANAF)", []byte{0, 0, 7})
	f.Add("its the two of both countries' Sino-US-led -", []byte("abcdefgh"))
	f.Fuzz(func(t *testing.T, words string, shape []byte) {
		if len(words) > 2000 || len(shape) == 0 {
			return
		}
		a := segmenter.Segment(dragoman.Document{Text: words})
		n := 0
		for i := range a.Sentences {
			tokens := a.Sentences[i].Tokens
			for k := range tokens {
				b := int(shape[n%len(shape)]) + n
				n++
				tokens[k].UPOS, tokens[k].Deprel = upos[b%len(upos)], rels[b%len(rels)]
				tokens[k].Head = b%(len(tokens)+2) - 1
			}
		}
		sound(t, a, r.Resolve(a))
	})
}

// BenchmarkResolve resolves the golden texts, parsed beforehand.
func BenchmarkResolve(b *testing.B) {
	l := newLine(b)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	var articles []*dragoman.Article
	sentences := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		a, _ := l.cast(dragoman.Document{Published: "2025-05-12", Language: "en", Text: string(data)})
		articles = append(articles, a)
		sentences += len(a.Sentences)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			l.resolver.Resolve(a)
		}
	}
	b.ReportMetric(float64(sentences*b.N)/b.Elapsed().Seconds(), "sentences/s")
}
