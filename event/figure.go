package event

import (
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// measured is what a quantity measures and the words that say so.
type measured struct {
	metric     *lexicon.Metric
	first, end int  // tokens of the words; a verb's where it tells the metric
	head       int  //
	receives   bool // told by a verb whose subject is the receiving side
	verb       bool // told by a verb
	assumed    bool // named by nothing in the sentence
	again      bool // taken over from the figure before
}

// toldFigure is the last figure told, for "it", "the figure" and numbers without a unit.
type toldFigure struct {
	sentence int
	quantity quantity
	metric   *lexicon.Metric
	parties  []dragoman.Actor
	period   dragoman.DateRange
}

// figures keeps the quantities that the sentence claims of countries: trade turnover, exports, investment, loans ...
func (g *coding) figures(c *clause) {
	var last *quantity
	if g.told.metric != nil && c.sentence-g.told.sentence <= 1 {
		last = &g.told.quantity
	}
	qs := c.quantities(last)
	if len(qs) == 0 {
		return
	}
	s := c.newScope(qs)
	named := c.metrics()
	for i := range qs {
		m := g.measure(s, i, named)
		if m == nil {
			continue
		}
		who := g.figureParties(s, i, m)
		if len(countries(who)) == 0 {
			continue
		}
		f := g.figure(s, i, m, who)
		g.told = toldFigure{c.sentence, qs[i], m.metric, who, f.Period}
		g.out.Figures = append(g.out.Figures, f)
	}
}

// measure decides what the i-th quantity measures: a metric named in its clause, what its verb tells of, what the sentence
// before measured when this one goes on about it, what such units mostly measure.
func (g *coding) measure(s *scope, i int, named []measured) *measured {
	q := &s.quantities[i]
	if q.dimension == "count" && q.noun >= 0 {
		return s.countedMetric(q, named)
	}
	told := &g.told
	if told.metric != nil && s.takenUp(q, told) {
		return &measured{metric: told.metric, first: q.head, end: q.head + 1, head: q.head, again: true}
	}
	near, verb := s.nearest(q, named, closeBy), s.byVerb(q)
	if near != nil && (verb == nil || near.metric.Specific() || s.t.within(q.head, near.head)) && !(q.dimension == "count" && !q.borrowed) {
		return near
	}
	if verb != nil {
		return verb
	}
	if m := s.nearest(q, named, farOff); m != nil {
		return m
	}
	if told.metric != nil && told.metric.Takes(q.dimension) && s.goesOn(q, told, i) {
		return &measured{metric: told.metric, first: q.head, end: q.head + 1, head: q.head, again: true}
	}
	if d := s.lex.Metrics.Default(q.dimension); d != nil && !q.borrowed {
		return &measured{metric: d, first: q.head, end: q.head + 1, head: q.head, assumed: true}
	}
	return near
}

// metrics finds every metric phrase of the sentence, longest match first.
func (c *clause) metrics() []measured {
	var out []measured
	for i := 0; i < len(c.t.lower); {
		m, n := c.lex.Metrics.At(c.t.lower, i)
		if n == 0 || !c.t.nominal(i+n-1) && c.t.tok(i).UPOS != "ADJ" && !c.t.nominal(i) && !c.t.is(i, "nsubj") {
			i++
			continue
		}
		head := c.headOf(i, i+n)
		if h := c.t.tok(head).Head; !c.t.is(head, "compound") || h < i+n || h > i+n+1 || strings.HasSuffix(c.form(h), "ing") { // "trade minister" is no trade
			out = append(out, measured{metric: m, first: i, end: i + n, head: head})
		}
		i += n
	}
	return out
}

// countedMetric is the metric that the counted noun names; a people ("10,000 Greeks") counts as people.
func (s *scope) countedMetric(q *quantity, named []measured) *measured {
	people, _ := s.lex.Metrics.At([]string{"people"}, 0)
	for i := range named {
		m := &named[i]
		if m.first > q.noun || q.noun >= m.end || !m.metric.Takes("count") || s.known(q.noun) {
			continue
		}
		if v := s.byVerb(q); v != nil && (m.metric == people || m.metric.Name == "troops") { // "employing 6,000 people"
			return v
		}
		return m
	}
	if q.noun > q.end && s.group(q.end) { // "300,000 Nepalis work", with "work" taken for a noun
		q.noun = q.end
	}
	if people == nil || !s.group(q.noun) {
		return nil
	}
	if v := s.byVerb(q); v != nil {
		return v
	}
	return &measured{metric: people, first: q.noun, end: q.noun + 1, head: q.noun}
}

// group says whether a token names people of one country: "Greeks", "Cuban doctors".
func (s *scope) group(k int) bool {
	m := s.cast.At(s.sentence, k)
	return m != nil && len(m.Actors) == 1 && m.Actors[0].Via == "" &&
		(m.Actors[0].Kind == dragoman.ActorGroup || m.Actors[0].Kind == dragoman.ActorCountry && s.t.hasFeat(k, "Number=Plur"))
}

// known says whether a counted noun stands for parties told of before ("the three companies"), which is no figure.
func (c *clause) known(noun int) bool {
	if det := c.t.child(noun, "det"); det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det]) {
		return true
	}
	for _, a := range c.direct(noun) {
		if strings.HasPrefix(a.Via, "co-reference") {
			return true
		}
	}
	return false
}

// Costs up to which a metric phrase is what a quantity measures: two for each step in the tree, a bit for the words between.
const (
	closeBy = 8
	farOff  = 16
)

// nearest is the metric phrase of the quantity's clause that costs least, nil when all cost more than the limit.
func (s *scope) nearest(q *quantity, named []measured, limit int) *measured {
	var best *measured
	for i := range named {
		m := &named[i]
		takes := m.metric.Takes(q.dimension) || q.dimension == "multiple" && m.metric.Takes("share")
		if !takes || s.of[m.head] != s.of[q.head] && !s.t.within(q.head, m.head) && s.of[m.head] != s.outer(q) {
			continue
		}
		cost := 2*s.distance(q.head, m.head) + abs(q.first-m.first)/3
		if m.first > q.end && q.first < m.first && !s.t.within(q.head, m.head) {
			cost += 3 // what is measured mostly comes first
		}
		if s.of[m.head] != s.of[q.head] {
			cost += 2
		}
		if cost <= limit {
			best, limit = m, cost-1
		}
	}
	return best
}

// byVerb is what the verb over a quantity tells of: "sold oil worth $5 million", "can carry 10 million tonnes".
func (s *scope) byVerb(q *quantity) *measured {
	for at, level := q.head, 0; at >= 0 && level < 5; at, level = s.t.tok(at).Head, level+1 {
		if !s.t.verbal(at) {
			continue
		}
		can := false
		for k := range s.t.kids(at) {
			can = can || s.t.is(k, "aux") && (s.t.lower[k] == "can" || s.t.lower[k] == "could")
		}
		v, ok := s.lex.Metrics.Verb(s.t.lower[at], q.dimension, can)
		if !ok && s.t.first[at] >= 0 {
			v, ok = s.withInto(at, q.dimension)
		}
		if ok {
			return &measured{metric: v.Metric, first: at, end: at + 1, head: at, verb: true, receives: v.Receives}
		}
		if at == s.of[q.head] {
			return nil
		}
	}
	return nil
}

// withInto is what a verb tells of together with "into": "put a billion into mines".
func (s *scope) withInto(verb int, dimension string) (lexicon.MetricVerb, bool) {
	for k := range s.t.kids(verb) {
		if s.t.marker(k, "case") == "into" {
			return s.lex.Metrics.Verb(s.t.lower[verb]+" into", dimension, false)
		}
	}
	return lexicon.MetricVerb{}, false
}

// takenUp says whether a quantity is set against the one before it ("up from", "against", "from A to B"), or whoever counts gives
// another value ("Kazakh statistics give ...").
func (s *scope) takenUp(q *quantity, told *toldFigure) bool {
	if s.sentence-told.sentence > 1 || told.quantity.unit != q.unit {
		return false
	}
	if told.sentence == s.sentence && (q.from || s.lex.Classes.Has("set-against", s.word(s.opening(q.first)))) {
		return true
	}
	for k := range s.t.kids(s.of[q.head]) {
		if s.t.is(k, "nsubj") && s.lex.Classes.Has("source-noun", s.t.lower[k]) && s.t.tok(q.head).Head == s.of[q.head] {
			return true
		}
	}
	return false
}

// goesOn says whether a quantity is about what the figure before was about: the unit was left out, or the subject is "it" or "the
// figure".
func (s *scope) goesOn(q *quantity, told *toldFigure, i int) bool {
	if s.sentence-told.sentence > 1 || told.quantity.unit != q.unit {
		return false
	}
	if q.borrowed || i > 0 && told.sentence == s.sentence {
		return true
	}
	for k := range s.t.kids(s.of[q.head]) {
		switch {
		case s.t.is(k, "nsubj") && s.t.tok(k).UPOS == "PRON" && s.t.hasFeat(k, "Person=3"):
			return true
		case (s.t.is(k, "nsubj") || s.t.is(k, "obj")) && s.lex.Classes.Has("figure-noun", s.t.lower[k]):
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
	n := 0
	for at := a; at >= 0; at = c.t.tok(at).Head {
		m := 0
		for up := b; up >= 0; up = c.t.tok(up).Head {
			if up == at {
				return n + m
			}
			m++
		}
		n++
	}
	return 1 << 20
}

// figure builds the record.
func (g *coding) figure(s *scope, i int, m *measured, who []dragoman.Actor) dragoman.Figure {
	q, c := &s.quantities[i], s.clause
	span := q.text(c)
	f := dragoman.Figure{
		ID: localID("figure", len(g.out.Figures)), Metric: m.metric.Name, Value: q.value, Unit: q.unit, Per: q.per, Approximation: q.approximation,
		Parties: who, Directed: m.metric.Directed && len(who) > 1, Text: c.words(span), Span: span, Status: dragoman.Happened,
		Confidence: 0.9, Evidence: c.evidence(),
		Why: dragoman.Why{Frame: "figure." + strings.ReplaceAll(m.metric.Name, " ", "-"), Trigger: c.words(c.t.span(m.first, m.end-1)), Span: c.t.span(m.first, m.end-1)},
	}
	if q.upper > q.value {
		f.ValueMax = q.upper
	}
	if f.Per == "" {
		f.Per = s.rate(q, m)
	}
	f.Period, f.Change = s.periodOf(i, m), s.change(q)
	if m.again && !f.Period.Known() && !q.from && g.told.sentence < c.sentence {
		f.Period = g.told.period
	}
	if c.target(q) || f.Period.Start != "" && f.Period.Start > c.article.Document.Published && c.article.Document.Published != "" {
		f.Status = dragoman.Planned
	}
	if m.again && s.takenUp(q, &g.told) { // what a plan is measured against
		f.Status = dragoman.Happened
	}
	f.Source = s.source(q)
	f.Confidence = confidence(&f, m)
	return f
}

// confidence is lower for what was inferred rather than read.
func confidence(f *dragoman.Figure, m *measured) float64 {
	sure := 0.9
	if m.assumed {
		sure = 0.8
	}
	for i := range f.Parties {
		if strings.HasPrefix(f.Parties[i].Via, "co-reference") {
			sure = min(sure, 0.82)
		}
	}
	return sure
}

// rate is the period that an adjective at the counted noun or the metric names: "four weekly flights", "a daily capacity of".
func (s *scope) rate(q *quantity, m *measured) string {
	for k := max(0, q.end-1); k <= q.noun; k++ {
		if per := s.lex.Numbers.Per(lexicon.Rate, s.word(k)); per != "" {
			return per
		}
	}
	for k := range s.t.kids(m.head) {
		if per := s.lex.Numbers.Per(lexicon.Rate, s.word(k)); per != "" && s.t.is(k, "amod") && q.dimension != "share" {
			return per
		}
	}
	return ""
}

// change says whether the quantity is a change; a multiple is one by itself.
func (s *scope) change(q *quantity) string {
	if q.dimension == "multiple" {
		if q.value < 1 {
			return "decrease"
		}
		return "increase"
	}
	return s.changeOf(q)
}

// changeOf says whether the quantity is a change: "grew by 20%", "a fall of a quarter", "20 percent more".
func (c *clause) changeOf(q *quantity) string {
	before := c.word(c.opening(q.first))
	if v := c.lex.Classes.Value("change", before); v != "" && q.dimension == "share" { // "down a quarter"
		return v
	}
	switch before {
	case "to", "from", "at", "in":
		return ""
	}
	if v := c.lex.Classes.Value("comparative", c.word(q.end)); v != "" && q.dimension != "count" {
		return v
	}
	up := c.t.tok(q.head).Head
	for level := 0; up >= 0 && level < 3; level++ {
		if v := c.lex.Classes.Value("change", c.t.lower[up]); v != "" {
			if q.dimension == "share" || before == "by" || before == "of" && !c.t.verbal(up) {
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

// source is whose figure it is: an "according to", the statistics that give it, whoever says it.
func (s *scope) source(q *quantity) *dragoman.Actor {
	if src := s.according(); src != nil {
		return src
	}
	for k := range s.t.kids(s.of[q.head]) {
		if s.t.is(k, "nsubj") && s.lex.Classes.Has("source-noun", s.t.lower[k]) {
			if who := s.owner(k); len(who) > 0 {
				return &who[0]
			}
		}
	}
	return s.sourceOf(q.head)
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
