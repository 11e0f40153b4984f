package eval

import (
	"strings"
	"testing"

	"dragoman"
	"dragoman/syntax/conllu"
)

func TestReadTriplesKeepsGoodLines(t *testing.T) {
	in := `{"id":"a","date":"2024-01-01","text":"X met Y.","events":[{"source":"KAZ","root":"CONSULT","target":"HRV"}]}

{"id":"b","text":
{"text":" "}
{"text":"Z."}
`
	cases, bad, err := ReadTriples(strings.NewReader(in), "gold.jsonl")
	if err != nil || len(cases) != 2 || cases[0].Events[0].Target != "HRV" || cases[1].ID != "5" {
		t.Errorf("cases %+v, %v", cases, err)
	}
	if len(bad) != 2 || !strings.HasPrefix(bad[0].Error(), "gold.jsonl: line 3: ") || !strings.HasPrefix(bad[1].Error(), "gold.jsonl: line 4: ") {
		t.Errorf("bad %v", bad)
	}
}

type table map[string]dragoman.Actor

func (t table) Actor(text, _ string) (dragoman.Actor, bool) {
	a, ok := t[text]
	return a, ok
}

func TestActorsCountsCountryAndSector(t *testing.T) {
	in := `{"text":"Kazakhstan","country":"KAZ"}
{"text":"the Sabor","country":"HRV","sector":"LEG","id":"7"}
{"text":"KMG","country":"KAZ","sector":"BUS","id":"org:kmg"}
{"text":"nobody","country":"ALB","sector":"GOV"}
`
	cases, bad, err := ReadActors(strings.NewReader(in), "gold.jsonl")
	if err != nil || len(bad) != 0 {
		t.Fatal(bad, err)
	}
	s := Actors(cases, table{"Kazakhstan": {Country: "KAZ"}, "the Sabor": {Country: "HRV", Sector: "GOV"},
		"KMG": {Country: "KAZ", Sector: "BUS", ID: "org:kmg"}})
	if s.N != 4 || s.Answered != 3 || s.Country != 0.75 || s.Both != 0.5 || s.SectorN != 3 || s.Sector != 1.0/3 || s.Identity != 1 {
		t.Errorf("%+v", s)
	}
	if s.Predicted[1].UID != "7" || s.Predicted[1].Predicted != "HRV.GOV" || s.Predicted[3].UID != "4" || s.Predicted[3].Predicted != "" {
		t.Errorf("%+v", s.Predicted)
	}
}

func TestRawTextOfATreebank(t *testing.T) {
	got := RawText([]conllu.Sentence{
		{Words: []conllu.Word{{Form: "One"}, {Form: ".", Misc: "SpaceAfter=No"}}},
		{Words: []conllu.Word{{Form: "Two"}}},
		{Comments: []string{"newpar"}, Words: []conllu.Word{{Form: "Three"}}},
	})
	if got != "One .Two\n\nThree" {
		t.Errorf("%q", got)
	}
}

func FuzzReadTriples(f *testing.F) {
	f.Add(`{"text":"a","events":[{}]}`)
	f.Add("{\n\x00")
	f.Fuzz(func(_ *testing.T, in string) {
		_, _, _ = ReadTriples(strings.NewReader(in), "f")
		_, _, _ = ReadActors(strings.NewReader(in), "f")
	})
}

func TestDocumentsOfATreebank(t *testing.T) {
	all := []conllu.Sentence{
		{Comments: []string{"sent_id = 0"}}, {Comments: []string{"newdoc id = news_a", "sent_id = 1"}}, {Comments: []string{"sent_id = 2"}},
		{Comments: []string{"newdoc id = vlog_b", "sent_id = 3"}}, {Comments: []string{"newdoc id = news_c", "sent_id = 4"}},
	}
	var ids []string
	for _, s := range Documents(all, func(id string) bool { return strings.HasPrefix(id, "news") }) {
		ids = append(ids, s.Comment("sent_id"))
	}
	if got := strings.Join(ids, " "); got != "1 2 4" {
		t.Errorf("kept %s", got)
	}
}
