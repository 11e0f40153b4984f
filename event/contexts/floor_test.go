package contexts_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
	"dragoman/event/contexts"
	"dragoman/internal/golden"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

var update = flag.Bool("update", false, "rewrite the golden files with what is found now")

// floor is the macro-F1 on examples/contexts/gold.jsonl below which the build fails; docs/contexts.md has what is reached.
const floor = 0.70

func TestGoldFloor(t *testing.T) {
	of := classifier(t)
	s := eval.NewScores()
	for _, e := range examples(t, "gold.jsonl") {
		found := of(e.Text)
		for _, c := range e.Contexts {
			if slices.Contains(found, c) {
				s.Hit(c)
			} else {
				s.Miss(c)
			}
		}
		for _, c := range found {
			if !slices.Contains(e.Contexts, c) {
				s.Extra(c)
			}
		}
	}
	total := s.Total()
	t.Logf("macro-F1 %.3f, micro: precision %.3f, recall %.3f, F1 %.3f", s.MacroF1(), total.Precision(), total.Recall(), total.F1())
	if s.MacroF1() < floor {
		t.Errorf("macro-F1 %.3f, floor %.2f", s.MacroF1(), floor)
	}
}

// TestExamples holds the files to what their README promises.
func TestExamples(t *testing.T) {
	gold, train := examples(t, "gold.jsonl"), examples(t, "train.jsonl")
	if len(gold) < 550 || len(train) < 2500 {
		t.Errorf("%d paragraphs of gold, %d of training text", len(gold), len(train))
	}
	marked, bare := map[string]int{}, 0
	for _, e := range gold {
		if len(e.Contexts) == 0 {
			bare++
		}
		for _, c := range e.Contexts {
			marked[c]++
		}
	}
	for _, c := range lexiconOf(t).Ontology.Contexts() {
		if marked[c] < 14 {
			t.Errorf("%s is marked in %d paragraphs of gold, 14 are the least", c, marked[c])
		}
	}
	if bare < 60 {
		t.Errorf("%d paragraphs of gold have no context, 60 are the least", bare)
	}
}

// TestGoldIsNotTrainedOn looks for paragraphs of gold whose words return in one training paragraph.
func TestGoldIsNotTrainedOn(t *testing.T) {
	train := examples(t, "train.jsonl")
	sets := make([]map[string]bool, len(train))
	for i := range train {
		sets[i] = longWords(train[i].Text)
	}
	for _, g := range examples(t, "gold.jsonl") {
		own := longWords(g.Text)
		for i, other := range sets {
			shared := 0
			for w := range own {
				if other[w] {
					shared++
				}
			}
			if shared >= 5 && 2*shared > min(len(own), len(other)) {
				t.Errorf("%s is too like %s:\n  %s\n  %s", g.ID, train[i].ID, g.Text, train[i].Text)
			}
		}
	}
}

// longWords are the words of five letters and more.
func longWords(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' && r != '\'' || r > 'z' && r < 0x80 }) {
		if len(w) >= 5 {
			out[w] = true
		}
	}
	return out
}

// TestGolden holds testdata/*.txt against what is found now.
func TestGolden(t *testing.T) {
	of := classifier(t)
	golden.Run(t, *update, func(_ string, lines []string) []string {
		if found := of(strings.Join(lines, "\n")); len(found) > 0 {
			return []string{strings.Join(found, " ")}
		}
		return nil
	})
}

func lexiconOf(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func examples(t testing.TB, name string) []contexts.Example {
	t.Helper()
	f, err := os.Open("../../examples/contexts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, problems, err := contexts.ReadExamples(f, name, lexiconOf(t).Ontology.HasContext)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return list
}

// parse gives the sentences of a text.
func parse(t testing.TB, body string) []dragoman.Sentence {
	t.Helper()
	model, err := syntax.English()
	if err != nil {
		t.Fatal(err)
	}
	art := text.English().Segment(dragoman.Document{Language: "en", Text: body})
	model.Parse(art)
	return art.Sentences
}

// classifier reads raw paragraphs.
func classifier(t testing.TB) func(body string) []string {
	t.Helper()
	m, err := contexts.English()
	if err != nil {
		t.Fatal(err)
	}
	c := m.With(lexiconOf(t).Ontology.Cues())
	return func(body string) []string { return c.Of(parse(t, body)) }
}

// BenchmarkOf reads a paragraph of three sentences.
func BenchmarkOf(b *testing.B) {
	m, err := contexts.English()
	if err != nil {
		b.Fatal(err)
	}
	c := m.With(lexiconOf(b).Ontology.Cues())
	p := parse(b, "Kazakhstan's national oil company and the operator of the Croatian pipeline signed a memorandum on Thursday. The two sides want "+
		"to ship more crude through the port of Omišalj and to study storage. The document was signed on the sidelines of a session of the joint "+
		"commission, at which trade in grain, medicines and machines was discussed as well, together with visas for drivers and a direct flight.")
	b.ReportAllocs()
	for b.Loop() {
		c.Of(p)
	}
}
