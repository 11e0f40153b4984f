package training

import (
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

func lessons(t *testing.T) *Events {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := syntax.English()
	if err != nil {
		t.Fatal(err)
	}
	v, err := relation.EnglishVectors()
	if err != nil {
		t.Fatal(err)
	}
	return &Events{Lexicon: lex, Segmenter: text.English(), Parser: parser, Vectors: v, Say: t.Logf}
}

// few keeps a quarter of the examples, by sentence, so that the test stays short.
func few(list []relation.Example) []relation.Example {
	var out []relation.Example
	for _, e := range list {
		h := fnv.New32a()
		h.Write([]byte(e.Group))
		if h.Sum32()>>8%4 == 0 {
			out = append(out, e)
		}
	}
	return out
}

// TestExamplesTeach holds a floor under what a quarter of our examples teach about each other: a change of features, frames or examples
// that falls below it fails the build.
func TestExamplesTeach(t *testing.T) {
	e := lessons(t)
	own, err := e.load([]string{"../examples/relations"}, event.New(e.Lexicon, nil), false)
	if err != nil {
		t.Fatal(err)
	}
	if len(own) < 7000 {
		t.Fatalf("%d examples", len(own))
	}
	own = few(own)
	m := e.measure(own, relation.CrossValidate(own, relation.Labels, e.Vectors, relation.DefaultSettings), false)
	t.Logf("%d examples: accuracy %.3f, macro-F1 %.3f", len(own), m.Accuracy, m.MacroF1)
	if m.Accuracy < 0.76 || m.MacroF1 < 0.62 {
		t.Errorf("accuracy %.3f (floor 0.76), macro-F1 %.3f (floor 0.62)", m.Accuracy, m.MacroF1)
	}
}

// TestOlderGoldFloor needs the older gold, which is not part of the project; docs/accuracy.md has what was reached.
func TestOlderGoldFloor(t *testing.T) {
	file := filepath.Join("..", "..", "shared", "data", "events", "plv_train.tsv")
	if _, err := os.Stat(file); err != nil {
		t.Skip("the older gold is not at hand")
	}
	e := lessons(t)
	frames := event.New(e.Lexicon, nil)
	own, err := e.load([]string{"../examples/relations"}, frames, false)
	if err != nil {
		t.Fatal(err)
	}
	marked, err := e.load([]string{file}, frames, true)
	if err != nil {
		t.Fatal(err)
	}
	m := e.olderGold(marked, relation.CrossValidate(mixed(own, marked), relation.Labels, e.Vectors, relation.DefaultSettings))
	if m.Accuracy < 0.835 || m.MacroF1 < 0.80 || m.QuadF1 < 0.89 {
		t.Errorf("accuracy %.3f (floor 0.835), macro-F1 %.3f (floor 0.80), quad macro-F1 %.3f (floor 0.89)", m.Accuracy, m.MacroF1, m.QuadF1)
	}
}

func TestExampleIsRefusedWithItsPlace(t *testing.T) {
	e := lessons(t)
	for content, want := range map[string]string{
		"gold_root\tmarked_sentence\nWAVE\t<s>Ghana</s> waved to <t>Togo</t>.\n": "line 2",
		"gold_root\tmarked_sentence\nAID\tGhana helped Togo.\n":                  "line 2",
		"gold_root\tsentence\nAID\tGhana helped Togo.\n":                         "marked_sentence",
	} {
		file := filepath.Join(t.TempDir(), "e.tsv")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := e.load([]string{file}, event.New(e.Lexicon, nil), false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", content, err, want)
		}
	}
	if _, err := filesOf([]string{"nowhere"}); err == nil {
		t.Error("a missing folder is no problem")
	}
}

func TestCalibrationOfHonestConfidence(t *testing.T) {
	j := &judged{}
	for i := range 500 {
		j.evidence = append(j.evidence, relation.Evidence{Frame: 1, ByFrame: true})
		j.right, j.fold = append(j.right, i%4 != 0), append(j.fold, i%relation.Folds)
	}
	if e := j.calibration(); e > 0.02 {
		t.Errorf("calibration error %.3f of a constant", e)
	}
}

func TestReversedExamplesTeachDirection(t *testing.T) {
	for label, want := range map[string]bool{"ASSAULT": true, "CONSULT": false, "NONE": false, "1": false} {
		if directed(label) != want {
			t.Errorf("%s: %v", label, !want)
		}
	}
	if got := weighted([]relation.Example{{Weight: 2}}, 0.5); got[0].Weight != 1 {
		t.Errorf("weight %v", got[0].Weight)
	}
}
