package event

import (
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// named is a metric phrase in a sentence.
type named struct {
	metric     *lexicon.Metric
	first, end int
	head       int
}

// figures keeps the quantities that the sentence claims of countries: trade turnover, exports, investment, loans ...
func (g *coding) figures(c *clause) {
	qs := c.quantities()
	if len(qs) == 0 {
		return
	}
	metrics := c.metrics()
	for i := range qs {
		q := &qs[i]
		m := c.metricOf(q, metrics)
		if m == nil {
			continue
		}
		who := c.figureParties(q, m)
		if len(countries(who)) == 0 && c.reciprocal(m) {
			who = g.pairTold()
		}
		if len(countries(who)) == 0 {
			continue
		}
		g.out.Figures = append(g.out.Figures, c.figure(q, m, who, len(g.out.Figures)))
	}
}

// reciprocal says whether a metric speaks of two sides without naming them: "bilateral trade".
func (c *clause) reciprocal(m *named) bool {
	for k := max(0, m.first-2); k < m.end; k++ {
		if c.lex.Classes.Has("reciprocal", c.t.lower[k]) {
			return true
		}
	}
	return false
}

// pairTold is the last pair of countries that an event joined.
func (g *coding) pairTold() []dragoman.Actor {
	for i := len(g.out.Events) - 1; i >= 0; i-- {
		all := perCountry(parties(&g.out.Events[i]))
		if len(all) != 2 {
			continue
		}
		for j := range all {
			a := &all[j]
			*a = dragoman.Actor{ID: a.Country, Name: g.lex.CountryName(a.Country), Kind: dragoman.ActorCountry, Country: a.Country,
				Text: a.Text, Span: a.Span, Via: "co-reference: the pair told before"}
		}
		return all
	}
	return nil
}

// metrics finds every metric phrase of the sentence, longest match first.
func (c *clause) metrics() []named {
	var out []named
	for i := 0; i < len(c.t.lower); {
		m, n := c.lex.Metrics.At(c.t.lower, i)
		if n == 0 || !c.t.nominal(i+n-1) && c.t.tok(i).UPOS != "ADJ" && !c.t.nominal(i) && !c.t.is(i, "nsubj") {
			i++
			continue
		}
		out = append(out, named{m, i, i + n, c.headOf(i, i+n)})
		i += n
	}
	return out
}

const maxMetricDistance = 7 // steps in the tree between a quantity and what it measures

// metricOf finds what a quantity measures: the nearest metric in the tree that can have its unit.
func (c *clause) metricOf(q *quantity, metrics []named) *named {
	var best *named
	bestCost := 1 << 30
	for i := range metrics {
		m := &metrics[i]
		if !m.metric.Takes(q.dimension) {
			continue
		}
		if q.dimension == "count" && (!(m.first <= q.noun && q.noun < m.end) || c.known(q.noun)) {
			continue
		}
		cost := 2*c.distance(q.head, m.head) + abs(q.first-m.first)/3
		if m.first > q.end && q.first < m.first && !c.t.within(q.head, m.head) {
			cost += 3 // what is measured mostly comes first
		}
		if cost < bestCost {
			best, bestCost = m, cost
		}
	}
	if bestCost > 2*maxMetricDistance {
		return nil
	}
	return best
}

// known says whether a counted noun stands for parties told of before ("the three companies"), which is no figure.
func (c *clause) known(noun int) bool {
	if det := c.t.child(noun, "det"); det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det]) {
		return true
	}
	for _, a := range c.direct(noun) {
		if a.Via != "" {
			return true
		}
	}
	return false
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// distance is the number of steps between two tokens in the tree.
func (c *clause) distance(a, b int) int {
	up := map[int]int{}
	for at, n := a, 0; at >= 0; at, n = c.t.tok(at).Head, n+1 {
		up[at] = n
	}
	for at, n := b, 0; at >= 0; at, n = c.t.tok(at).Head, n+1 {
		if m, ok := up[at]; ok {
			return m + n
		}
	}
	return 1 << 20
}

// figure builds the record.
func (c *clause) figure(q *quantity, m *named, who []dragoman.Actor, n int) dragoman.Figure {
	span := q.text(c)
	f := dragoman.Figure{
		ID: localID("figure", n), Metric: m.metric.Name, Value: q.value, Unit: q.unit, Approximation: q.approximation,
		Parties: who, Directed: m.metric.Directed && len(who) > 1, Text: c.words(span), Span: span, Status: dragoman.Happened,
		Confidence: 0.9, Evidence: c.evidence(),
		Why: dragoman.Why{Frame: "figure." + strings.ReplaceAll(m.metric.Name, " ", "-"), Trigger: c.words(c.t.span(m.first, m.end-1)), Span: c.t.span(m.first, m.end-1)},
	}
	if q.upper > q.value {
		f.ValueMax = q.upper
	}
	f.Period = c.periodOf(q, m)
	f.Change = c.changeOf(q)
	if c.target(q) || f.Period.Start != "" && f.Period.Start > c.article.Document.Published && c.article.Document.Published != "" {
		f.Status = dragoman.Planned
	}
	if src := c.according(); src != nil {
		f.Source = src
	} else {
		f.Source = c.sourceOf(q.head)
	}
	for _, a := range who {
		if strings.HasPrefix(a.Via, "co-reference") {
			f.Confidence = 0.82
		}
	}
	return f
}

// periodOf is the time a figure holds for: a date near the quantity, else one near the metric, else the sentence's.
func (c *clause) periodOf(q *quantity, m *named) dragoman.DateRange {
	best, bestCost := -1, 1<<30
	for i := range c.dates {
		d := &c.dates[i]
		cost := min(c.distance(d.Head, q.head), c.distance(d.Head, m.head)) + abs(d.First-q.first)/8
		if gap := d.First - q.end; gap >= 0 && gap <= 1 { // "$361 million in 2022 and $432 million in 2023": each has its own
			cost = 0
		}
		if w := c.word(d.First - 1); w == "by" || w == "until" || w == "since" {
			cost += 2
		}
		if cost < bestCost {
			best, bestCost = i, cost
		}
	}
	if best >= 0 && bestCost < 12 {
		return c.dates[best].Range
	}
	if c.inheritedDate.Known() {
		return c.inheritedDate
	}
	return dragoman.DateRange{Precision: dragoman.PrecisionUnknown}
}

// changeOf says whether the quantity is a change: "grew by 20%".
func (c *clause) changeOf(q *quantity) string {
	up := c.t.tok(q.head).Head
	for level := 0; up >= 0 && level < 3; level++ {
		if v := c.lex.Classes.Value("change", c.t.lower[up]); v != "" {
			if q.dimension == "share" || c.t.marker(q.head, "case") == "by" {
				return v
			}
			return ""
		}
		up = c.t.tok(up).Head
	}
	return ""
}

// target says whether the quantity is an aim rather than a result: under a planned or hypothetical verb.
func (c *clause) target(q *quantity) bool {
	at := q.head
	for level := 0; level < 4; level++ {
		h := c.t.tok(at).Head
		if h < 0 {
			return false
		}
		if c.t.verbal(h) {
			st, _ := c.status(h)
			return st == dragoman.Planned || st == dragoman.Hypothetical
		}
		if st := c.embedClass(h); st == dragoman.Planned || st == dragoman.Hypothetical { // "a target of $1 billion"
			return true
		}
		at = h
	}
	return false
}

// according is the source that an "according to" names.
func (c *clause) according() *dragoman.Actor {
	for k := range c.t.lower {
		if c.word(k) == "according" && c.word(k+1) == "to" {
			for h := k + 2; h < min(k+12, len(c.t.lower)); h++ {
				if who := c.direct(h); len(who) > 0 {
					return &who[0]
				}
			}
		}
	}
	return nil
}

// figureParties finds between whom the figure holds: parties inside the metric's phrase, then its possessor or adjective,
// then those of the clause around it.
func (c *clause) figureParties(q *quantity, m *named) []dragoman.Actor {
	from, to := c.metricSides(m)
	who := appendActors(append([]dragoman.Actor(nil), from...), to)
	if len(countries(who)) >= 2 {
		return perCountry(who)
	}
	var around []dragoman.Actor
	for at, level := q.head, 0; at >= 0 && level < 5 && len(countries(who))+len(countries(around)) < 2; level++ {
		if c.t.verbal(at) {
			around = appendActors(around, abroad(c.clauseParties(at), countries(who)))
		}
		at = c.t.tok(at).Head
	}
	if len(from) == 0 && len(to) > 0 { // "exports to X": whoever else is told of gives
		return perCountry(append(around, who...))
	}
	return perCountry(append(who, around...))
}

// metricSides reads the giving and the receiving side off a metric's own modifiers.
func (c *clause) metricSides(m *named) (from, to []dragoman.Actor) {
	s := c.slotsOf(m.head)
	from = c.side([]string{"between", "poss", "by", "mod", "of"}, s)
	if len(countries(from)) >= 2 {
		return from, nil
	}
	if more := c.side([]string{"from"}, s); len(more) > 0 {
		if m.metric.Name == "imports" {
			return more, from
		}
		from = appendActors(more, from)
	}
	to = without(c.side([]string{"to", "with", "in", "into", "for"}, s), from)
	if m.metric.Name == "imports" && len(to) == 0 && len(from) > 0 {
		return nil, from
	}
	return from, to
}

// clauseParties are the parties of a verb around a figure: its subject and its "with", "between", "to", "from" phrases.
func (c *clause) clauseParties(p int) []dragoman.Actor {
	s := c.slotsOf(p)
	var out []dragoman.Actor
	for _, slot := range []string{"between", "subj~", "with", "to", "from", "in", "iobj", "obj~"} {
		out = appendActors(out, c.side([]string{slot}, s))
	}
	return out
}

// perCountry keeps one actor a country, the first, and no more than two.
func perCountry(list []dragoman.Actor) []dragoman.Actor {
	var out []dragoman.Actor
	seen := map[string]bool{}
	for _, a := range list {
		if a.Country == "" || seen[a.Country] {
			continue
		}
		seen[a.Country] = true
		out = append(out, a)
	}
	return out[:min(len(out), 2)]
}
