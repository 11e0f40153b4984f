package event_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
)

// recordFloors hold the F1 on key fields (eval.MatchRecords) that each kind of record must not fall below: on the pieces of
// articles.jsonl with the records of examples/gold/records, and on the texts of examples/gold/fresh.
var recordFloors = map[string]struct{ articles, fresh float64 }{
	"agreement":  {0.88, 0.85},
	"commitment": {0.58, 0},
	"figure":     {0.91, 0.85},
	"gathering":  {0.80, 0.92},
	"mission":    {0.84, 0.92},
	"office":     {0.79, 0},
	"statement":  {0.90, 0.90},
}

// TestRecordFloors fails under the floors; with -v it lists what was missed and what was made up.
func TestRecordFloors(t *testing.T) {
	r := reader(t)
	readings, cases := articleRecords(t, r)
	for _, kind := range eval.RecordKinds {
		t.Run(kind, func(t *testing.T) {
			holdRecords(t, "articles", kind, readings, cases, recordFloors[kind].articles)
			if readings, cases := freshRecords(t, r, kind); len(cases) > 0 {
				holdRecords(t, "fresh", kind, readings, cases, recordFloors[kind].fresh)
			}
		})
	}
}

// lineReader is the line from a document to its reading.
type lineReader interface {
	Read(dragoman.Document) *dragoman.Reading
}

// articleRecords reads the gold articles and their gold records, by the name of the file in examples/corpus or the id in more.jsonl.
func articleRecords(t *testing.T, r lineReader) (map[string]*dragoman.Reading, []eval.RecordCase) {
	t.Helper()
	readings := map[string]*dragoman.Reading{}
	for _, c := range goldCases(t, "../examples/gold/articles.jsonl") {
		readings[c.ID] = r.Read(dragoman.Document{ID: c.ID, Published: c.Date, Language: "en", Text: c.Text})
	}
	files, err := filepath.Glob("../examples/gold/records/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no gold records: ", err)
	}
	var cases []eval.RecordCase
	for _, name := range files {
		list, bad, err := eval.ReadRecords(open(t, name), name)
		if err != nil || len(bad) > 0 {
			t.Fatal(bad, err)
		}
		for i := range list {
			c := &list[i]
			c.Doc = strings.TrimSuffix(c.Doc, ".txt")
			if r := readings[c.Doc]; r == nil || !strings.Contains(r.Document.Text, c.Anchor) {
				t.Errorf("%s: %s does not hold the anchor %q", name, c.Doc, c.Anchor)
			}
		}
		cases = append(cases, list...)
	}
	return readings, cases
}

// freshRecords reads the texts written for one kind; none where there is no file.
func freshRecords(t *testing.T, r lineReader, kind string) (map[string]*dragoman.Reading, []eval.RecordCase) {
	t.Helper()
	name := "../examples/gold/fresh/" + kind + ".jsonl"
	if _, err := os.Stat(name); err != nil {
		return nil, nil
	}
	texts, bad, err := eval.ReadRecordTexts(open(t, name), name, kind)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	readings := map[string]*dragoman.Reading{}
	var cases []eval.RecordCase
	for _, x := range texts {
		readings[x.ID] = r.Read(dragoman.Document{ID: x.ID, Published: x.Date, Language: "en", Text: x.Text})
		cases = append(cases, x.Records...)
	}
	return readings, cases
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func holdRecords(t *testing.T, set, kind string, readings map[string]*dragoman.Reading, cases []eval.RecordCase, floor float64) {
	t.Helper()
	scores, _, _ := eval.Records(cases, readings)
	for _, s := range scores {
		if s.Kind != kind {
			continue
		}
		t.Logf("%s %s: gold %d, found %d, right %d: P %.3f R %.3f F1 %.3f (%s)", set, kind, s.Gold, s.Found, s.KeyRight, s.KeyPrecision, s.KeyRecall, s.KeyF1, s.Fields)
		if s.KeyF1 < floor {
			t.Errorf("%s %s: F1 %.3f, floor %.2f", set, kind, s.KeyF1, floor)
		}
	}
	if testing.Verbose() {
		listRecords(t, kind, readings, cases)
	}
}

// listRecords logs missed and extra records, document by document.
func listRecords(t *testing.T, kind string, readings map[string]*dragoman.Reading, cases []eval.RecordCase) {
	t.Helper()
	byDoc := map[string][]eval.RecordCase{}
	for _, c := range cases {
		byDoc[c.Doc] = append(byDoc[c.Doc], c)
	}
	for _, doc := range sortedKeys(readings) {
		m := eval.MatchRecords(byDoc[doc], readings[doc], kind)
		for _, c := range m.Missed {
			t.Logf("%s missed %s", doc, c.Words())
		}
		for _, words := range m.Extra {
			t.Logf("%s extra  %s", doc, words)
		}
	}
}

func sortedKeys(m map[string]*dragoman.Reading) []string {
	return slices.Sorted(maps.Keys(m))
}
