package event_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
	"dragoman/text"
)

// expectedEvent is an event, or a "none" line, of the first real input's list of what a reader must find in it.
type expectedEvent struct {
	Kind, Type, Mode, Status, Actor, Recipient, Place, Anchor string
	Pair, Persons, Date                                       []string
}

// TestSeedArticle reads the project's first real input, where it lies beside the checkout, and holds the reading against
// the list of what must be found in it: every event with all its fields, nothing happened where nothing did, and hardly
// anything besides.
func TestSeedArticle(t *testing.T) {
	dir := os.Getenv("DRAGOMAN_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	body, err := os.ReadFile(filepath.Join(dir, "seed", "kazakhstan-balkans.txt"))
	if err != nil {
		t.Logf("not run: the article is not beside the checkout (%v)", err)
		return
	}
	want, err := os.ReadFile(filepath.Join(dir, "seed", "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := text.FromPlain(dragoman.Document{Text: string(body), Published: "2025-05-12"})
	if err != nil {
		t.Fatal(err)
	}
	r := reader(t).Read(doc)
	var records bytes.Buffer
	matched := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(want))
	for lines.Scan() {
		var e expectedEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		switch e.Kind {
		case "event":
			if id := e.find(r); id == "" {
				t.Errorf("no event %s", lines.Text())
			} else {
				matched[id] = true
			}
		case "none", "figure", "agreement", "mission", "statement", "office":
			records.WriteString(strings.Replace(lines.Text(), "{", `{"doc":"seed",`, 1) + "\n")
		}
	}
	cases, bad, err := eval.ReadRecords(&records, "expected.jsonl")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	scores, _, broken := eval.Records(cases, map[string]*dragoman.Reading{"seed": r})
	for _, s := range scores {
		if s.Right < s.Gold {
			t.Errorf("%s: %d of %d found with all fields", s.Kind, s.Right, s.Gold)
		}
	}
	if broken > 0 {
		t.Errorf("%d sentences that tell of nothing are recorded as having happened", broken)
	}
	if n := further(r, matched); n > 8 {
		t.Errorf("%d further happened events, at most 8 allowed", n)
	}
}

// find gives the id of an event with every field that is asked for.
func (e *expectedEvent) find(r *dragoman.Reading) string {
	for i := range r.Events {
		ev := &r.Events[i]
		if string(ev.Type) != e.Type || e.Mode != "" && ev.Mode != e.Mode || string(ev.Status) != e.Status || e.Place != "" && ev.Place.Name != e.Place {
			continue
		}
		if !strings.Contains(ev.Evidence[0].Span.Of(r.Document.Text), e.Anchor) || len(e.Date) == 2 && (ev.Date.Start != e.Date[0] || ev.Date.End != e.Date[1]) {
			continue
		}
		actors, recipients := lands(ev.Actors), lands(ev.Recipients)
		both := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(actors), recipients...))))
		pair := slices.Sorted(slices.Values(e.Pair))
		if len(pair) > 0 && !slices.Equal(both, pair) || e.Actor != "" && (!slices.Equal(actors, []string{e.Actor}) || !slices.Equal(recipients, []string{e.Recipient})) {
			continue
		}
		if all := names(append(slices.Clone(ev.Actors), ev.Recipients...)); slices.ContainsFunc(e.Persons, func(p string) bool { return !strings.Contains(all, p) }) {
			continue
		}
		return ev.ID
	}
	return ""
}

// lands lists the distinct countries of actors, sorted.
func lands(list []dragoman.Actor) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Country)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// further counts the happened events that were not asked for.
func further(r *dragoman.Reading, matched map[string]bool) int {
	n := 0
	for i := range r.Events {
		if r.Events[i].Status == dragoman.Happened && !matched[r.Events[i].ID] {
			n++
		}
	}
	return n
}
