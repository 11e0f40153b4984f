package event_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
)

// Floors on the project's own gold (examples/gold): a change that falls below them fails the build. docs/accuracy.md has the
// figures reached.
var floors = []struct {
	file      string
	f1        float64 // of country triples, micro-averaged
	extraRate float64 // wrong events for each right one, at most
}{
	{"../examples/gold/sentences.jsonl", 0.89, 0.09},
	{"../examples/gold/articles.jsonl", 0.76, 0.12},
	{"../examples/gold/more-articles.jsonl", 0.70, 0.20},
	{"../examples/gold/leads.jsonl", 0.73, 0.18},
}

func TestTripleFloors(t *testing.T) {
	r := reader(t)
	for _, f := range floors {
		cases := goldCases(t, f.file)
		var gold, found [][]eval.Triple
		for _, c := range cases {
			got := eval.Triples(r.Read(dragoman.Document{ID: c.ID, Published: c.Date, Language: "en", Text: c.Text}))
			gold, found = append(gold, c.Events), append(found, got)
			if testing.Verbose() {
				report(t, c, got)
			}
		}
		total := eval.ScoreTriples(gold, found).Total()
		rate := float64(total.Extra) / float64(max(total.Right, 1))
		t.Logf("%s: %d cases, %d triples: P %.3f R %.3f F1 %.3f, %.2f wrong for each right", f.file, len(cases), total.Gold(), total.Precision(), total.Recall(), total.F1(), rate)
		if total.F1() < f.f1 || rate > f.extraRate {
			t.Errorf("%s: F1 %.3f (floor %.2f), %.2f wrong for each right (at most %.2f)", f.file, total.F1(), f.f1, rate, f.extraRate)
		}
	}
}

func goldCases(t *testing.T, file string) []eval.TripleCase {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []eval.TripleCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c eval.TripleCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, c)
	}
	return out
}

// report logs what was missed and what was made up, for go test -v.
func report(t *testing.T, c eval.TripleCase, got []eval.Triple) {
	_, extra, missed := eval.MatchTriples(c.Events, got)
	if len(extra)+len(missed) == 0 {
		return
	}
	text := c.Text
	if len(text) > 300 {
		text = text[:300] + "…"
	}
	t.Logf("%s %s\n  extra %v missed %v", c.ID, strings.ReplaceAll(text, "\n", " "), extra, missed)
}
