package contexts

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/syntax/modelfile"
)

// words makes a parsed paragraph of nouns.
func words(list string) []dragoman.Sentence {
	var s dragoman.Sentence
	for _, w := range strings.Fields(list) {
		s.Tokens = append(s.Tokens, dragoman.Token{Form: w, Lemma: w, UPOS: "NOUN"})
	}
	return []dragoman.Sentence{s}
}

// small is a training set on which two contexts are easily told apart.
func small() []Paragraph {
	var out []Paragraph
	for _, w := range []string{"wheat farmer field", "farmer cow milk", "milk field cow", "wheat harvest farmer", "cow harvest field"} {
		out = append(out, Paragraph{words(w), []string{"agriculture"}})
	}
	for _, w := range []string{"rocket moon orbit", "orbit satellite rocket", "moon lander rocket", "satellite moon orbit", "lander orbit satellite"} {
		out = append(out, Paragraph{words(w), []string{"space"}})
	}
	return append(out, Paragraph{words("wheat moon farmer rocket"), []string{"agriculture", "space"}}, Paragraph{words("chair table"), nil})
}

func trained(t *testing.T, seed uint64) *Model {
	t.Helper()
	m, err := Train(small(), Config{Language: "en", Seed: seed, Source: "small", Labels: []string{"agriculture", "space"},
		Cues: Cues{"farmer": {"agriculture"}, "launch pad": {"space"}}}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainReadsWhatItLearned(t *testing.T) {
	data := written(t, trained(t, 1))
	m, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	c := m.With(Cues{"farmer": {"agriculture"}})
	for text, want := range map[string][]string{
		"farmer milk wheat":             {"agriculture"},
		"satellite rocket moon":         {"space"},
		"wheat farmer cow rocket orbit": {"agriculture", "space"},
		"door window":                   nil,
		"":                              nil,
	} {
		if got := c.Of(words(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if !strings.Contains(m.Card(), m.Version()) || !strings.Contains(m.Card(), "| space | 6 |") {
		t.Errorf("card:\n%s", m.Card())
	}
}

func TestTrainIsReproducible(t *testing.T) {
	if !bytes.Equal(written(t, trained(t, 3)), written(t, trained(t, 3))) {
		t.Error("the same seed gave two models")
	}
}

func TestTrainRefuses(t *testing.T) {
	for want, cfg := range map[string]Config{
		"0 contexts":           {},
		"marked in 0":          {Labels: []string{"energy"}},
		"too few paragraphs":   {Labels: []string{"space"}, settings: settings{folds: 50}},
		"70 contexts to learn": {Labels: make([]string, 70)},
	} {
		if _, err := Train(small(), cfg, func(string) {}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// A word added to the lexicon counts at once, and phrases are found across hyphens.
func TestCues(t *testing.T) {
	table := newCueTable(Cues{"visa-free": {"tourism"}, "rule of law": {"legal"}, "law": {"legal"}, "one two three four": {"legal"}}, []string{"legal", "tourism"})
	x := extractor{cues: table}
	s := words("visa - free")
	s[0].Tokens[1].UPOS = "PUNCT"
	x.read(append(s, words("rule of law")...))
	if x.hits[0] != 2 || x.hits[1] != 1 {
		t.Errorf("legal %d, tourism %d cues; want 2 and 1", x.hits[0], x.hits[1])
	}
}

func TestVectorsReachWordsNeverSeen(t *testing.T) {
	given := func(yield func(string, []float32) bool) {
		for _, v := range []struct {
			word string
			row  []float32
		}{{"wheat", []float32{1, 0}}, {"farmer", []float32{0.9, 0.1}}, {"cow", []float32{1, 0.1}}, {"barley", []float32{1, 0.05}}, {"rocket", []float32{0, 1}},
			{"moon", []float32{0.1, 1}}, {"orbit", []float32{0, 0.9}}, {"star", []float32{0.05, 1}}, {"stars", []float32{0, 1}}, {"u.s.", []float32{1, 1}}} {
			if !yield(v.word, v.row) {
				return
			}
		}
	}
	if v := lemmaVectors(given); len(v.words) != 8 {
		t.Errorf("%v were kept, want all but stars and u.s.", v.words)
	}
	m, err := Train(small(), Config{Language: "en", Labels: []string{"agriculture", "space"}, Vectors: given}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.With(nil).Of(words("barley")); !slices.Equal(got, []string{"agriculture"}) {
		t.Errorf("barley: %v", got)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	good := written(t, trained(t, 1))
	for n := range len(good) {
		if _, err := Load(good[:n]); err == nil {
			t.Fatalf("a file cut to %d of %d bytes was read", n, len(good))
		}
	}
	for at := range good {
		bad := bytes.Clone(good)
		bad[at] ^= 0x20
		if _, err := Load(bad); err == nil {
			t.Fatalf("a file with byte %d changed was read", at)
		}
	}
	for name, change := range map[string]func(f *modelfile.File){
		"no section":     func(f *modelfile.File) { f.Set(sectionWeights, nil) },
		"another format": func(f *modelfile.File) { f.Set(sectionInfo, []byte(`{"format":99,"labels":[{"name":"x"}]}`)) },
		"no labels":      func(f *modelfile.File) { f.Set(sectionInfo, []byte(`{"format":1}`)) },
		"a label twice": func(f *modelfile.File) {
			f.Set(sectionInfo, []byte(`{"format":1,"labels":[{"name":"x"},{"name":"x"}]}`))
		},
		"no JSON":         func(f *modelfile.File) { f.Set(sectionInfo, []byte(`{`)) },
		"odd keys":        func(f *modelfile.File) { f.Set(sectionKeys, []byte{1, 2, 3}) },
		"keys disordered": func(f *modelfile.File) { k, _ := f.Section(sectionKeys); f.Set(sectionKeys, make([]byte, len(k))) },
	} {
		f, err := trained(t, 1).file()
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		var b bytes.Buffer
		if _, err := f.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(b.Bytes()); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

func TestReadExamples(t *testing.T) {
	lines := `{"id":"a","text":"Rain.","contexts":[]}

{"text":"Wheat.","contexts":["agriculture"]}
{"id":"c","text":" "}
{"id":"d","text":"x","contexts":["weather"]}
{"id":"e","text":"x","contexts":["space","space"]}
no json
` + "{\"text\":\"\xff\"}\n"
	list, bad, err := ReadExamples(strings.NewReader(lines), "f", func(c string) bool { return c == "agriculture" || c == "space" })
	if err != nil || len(list) != 2 || list[1].ID != "3" || len(bad) != 5 {
		t.Errorf("%d read, %v, %v", len(list), bad, err)
	}
}

func TestEnglish(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	if len(englishData) > 1_500_000 {
		t.Errorf("the model has %d bytes, at most 1.5 MB are wanted", len(englishData))
	}
	card, err := os.ReadFile("models/en.bin.md")
	if err != nil || string(card) != m.Card() {
		t.Error("models/en.bin.md is not the card of models/en.bin: train writes both")
	}
}

func FuzzLoad(f *testing.F) {
	m, err := Train(small(), Config{Labels: []string{"agriculture", "space"}}, func(string) {})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written(f, m))
	f.Add([]byte("DRAGSYN\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Load(data); err == nil {
			m.With(Cues{"wheat": {"agriculture"}}).Of(words("wheat moon"))
		}
	})
}

func FuzzReadExamples(f *testing.F) {
	f.Add(`{"id":"a","text":"Rain.","contexts":["space"]}`)
	f.Fuzz(func(t *testing.T, line string) {
		list, _, err := ReadExamples(strings.NewReader(line), "f", func(string) bool { return true })
		for _, e := range list {
			if err == nil && strings.TrimSpace(e.Text) == "" {
				t.Error("an example without text")
			}
		}
	})
}
