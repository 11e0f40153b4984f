package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"dragoman"
)

var (
	countries = []string{"KAZ", "HRV", "ALB", "MKD", "SRB", "TUR", "AZE"}
	words     = strings.Fields("oil pipeline embassy visit président agreement gas summit railway Vučić Skopje minister tanker port trade")
	days      = []string{"", "2024-02-01", "2024-02-29", "2024-11-19", "2025-01-01", "2025-05-12", "2025-07-14"}
	issued    = []string{"", "2024", "2024-02", "2024-11-20", "2025-05", "2025-07-14"}
	topics    = []string{"MoU", "treaty", "embassy", "forum", "trade turnover", "exports"}
	papers    = []string{"Example Wire", "Sample Dispatch", "Model Gazette"}
)

// generator makes readings that look like real ones and are the same for the same seed.
type generator struct{ *rand.Rand }

func pick[T any](g generator, from []T) T { return from[g.IntN(len(from))] }

// Generate makes the reading with the number n: a document with up to size records of every kind.
func Generate(n uint64, size int) *dragoman.Reading {
	g := generator{rand.New(rand.NewPCG(n, 20250512))}
	r := &dragoman.Reading{Document: g.document(n), Version: dragoman.Version{Reader: "1", Syntax: "s", Lexicon: "l"},
		Uncoded: []dragoman.Uncoded{{Sentence: 0, Frame: "meet.v", Because: "one party only"}}}
	start := 0
	for s := range strings.SplitAfterSeq(r.Document.Text, ". ") {
		r.Sentences = append(r.Sentences, dragoman.Span{start, start + len(strings.TrimSpace(s))})
		start += len(s)
	}
	g.records(r, size)
	return r
}

func (g generator) document(n uint64) dragoman.Document {
	var b strings.Builder
	for range 3 + g.IntN(5) {
		for range 6 {
			b.WriteString(pick(g, words) + " ")
		}
		fmt.Fprintf(&b, "%d. ", g.IntN(100))
	}
	d := dragoman.Document{URL: fmt.Sprintf("https://example.org/%d", n), Title: pick(g, words) + " " + pick(g, words),
		Publisher: pick(g, papers), Published: pick(g, issued), Language: "en", Kind: pick(g, dragoman.DocumentKinds),
		State: g.IntN(4) == 0, File: "corpus.jsonl", Text: strings.TrimSpace(b.String())}
	d.ID = dragoman.DocumentID(d.URL, d.Published, d.Text)
	return d
}

func (g generator) date() dragoman.DateRange {
	a, b := pick(g, days), pick(g, days)
	if a != "" && b != "" && a > b {
		a, b = b, a
	}
	if a == "" && b != "" && g.IntN(2) == 0 {
		return dragoman.DateRange{End: b, Precision: dragoman.PrecisionBefore, Derived: dragoman.BeforePublication}
	}
	return dragoman.DateRange{Start: a, End: b, Text: "then", Precision: dragoman.PrecisionRange}
}

func (g generator) actor() dragoman.Actor {
	c := ""
	if g.IntN(8) > 0 {
		c = pick(g, countries)
	}
	return dragoman.Actor{ID: c, Name: "Actor of " + c, Kind: dragoman.ActorCountry, Country: c, Text: c, Span: dragoman.Span{0, 3}}
}

func (g generator) actors() []dragoman.Actor {
	out := make([]dragoman.Actor, g.IntN(3))
	for i := range out {
		out[i] = g.actor()
	}
	return out
}

// source is where a record stands and what made it, and the record's id.
func (g generator) source(r *dragoman.Reading, kind string, i int) (string, []dragoman.Evidence, dragoman.Why) {
	s := g.IntN(len(r.Sentences))
	return kind[:1] + dragoman.ContentID(r.Document.ID, kind, fmt.Sprint(i)),
		[]dragoman.Evidence{{Sentence: s, Span: r.Sentences[s]}},
		dragoman.Why{Frame: kind + ".v", File: kind + ".frames:12", Trigger: "said \x00 so", Notes: []string{"from the sentence before"}}
}

func (g generator) records(r *dragoman.Reading, size int) {
	amount := func() int { return g.IntN(size + 1) }
	r.Events, r.Statements, r.Figures, r.Agreements = []dragoman.Event{}, []dragoman.Statement{}, []dragoman.Figure{}, []dragoman.Agreement{}
	r.Missions, r.Gatherings, r.Offices, r.Commitments = []dragoman.Mission{}, []dragoman.Gathering{}, []dragoman.Office{}, []dragoman.Commitment{}
	for i := range amount() {
		x := dragoman.Event{Type: pick(g, dragoman.EventTypes), Status: pick(g, dragoman.Statuses), Actors: g.actors(), Recipients: g.actors(),
			Date: g.date(), Place: dragoman.Place{Name: "Astana", Country: "KAZ"}, Score: 2.5, Confidence: g.Float64(), Contexts: []string{"trade"}}
		x.ID, x.Evidence, x.Why = g.source(r, "event", i)
		r.Events = append(r.Events, x)
	}
	for i := range amount() {
		x := dragoman.Statement{Speaker: g.actor(), About: g.actors(), Stance: 1, Quote: "“an important partner”", Date: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "statement", i)
		r.Statements = append(r.Statements, x)
	}
	for i := range amount() {
		x := dragoman.Figure{Metric: pick(g, topics), Value: 282e6, Unit: "USD", Period: g.date(), Parties: g.actors(), Status: pick(g, dragoman.Statuses)}
		x.ID, x.Evidence, x.Why = g.source(r, "figure", i)
		r.Figures = append(r.Figures, x)
	}
	for i := range amount() {
		x := dragoman.Agreement{Kind: pick(g, topics), State: pick(g, dragoman.AgreementStates), Status: pick(g, dragoman.Statuses), Count: 1,
			Parties: g.actors(), Date: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "agreement", i)
		r.Agreements = append(r.Agreements, x)
	}
	for i := range amount() {
		x := dragoman.Mission{Kind: pick(g, topics), Change: "opened", Status: pick(g, dragoman.Statuses), Of: g.actor(), In: g.actor(), Date: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "mission", i)
		r.Missions = append(r.Missions, x)
	}
	for i := range amount() {
		x := dragoman.Gathering{Name: "Forum", Kind: pick(g, topics), Status: pick(g, dragoman.Statuses), Host: g.actor(), Participants: g.actors(), Date: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "gathering", i)
		r.Gatherings = append(r.Gatherings, x)
	}
	for i := range amount() {
		x := dragoman.Office{Person: g.actor(), Post: "Ambassador", Of: g.actor().Country, To: g.actor().Country, At: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "office", i)
		r.Offices = append(r.Offices, x)
	}
	for i := range amount() {
		x := dragoman.Commitment{By: g.actors(), To: g.actors(), What: "deepen ties", Date: g.date()}
		x.ID, x.Evidence, x.Why = g.source(r, "commitment", i)
		r.Commitments = append(r.Commitments, x)
	}
}
