package event

import (
	"slices"
	"strings"

	"dragoman"
)

// scope is what the figures of a sentence share: which finite clause each token stands in, and who is named where.
type scope struct {
	*clause
	quantities []quantity
	of         []int // by token: the head of its finite clause
	present    []presence
	starts     []int // by quantity: the token where the words that belong to it alone begin
}

// presence is one naming of parties.
type presence struct {
	first, end, head int
	who              []dragoman.Actor
	source           bool // named as the source of figures only
}

func (c *clause) newScope(qs []quantity) *scope {
	s := &scope{clause: c, quantities: qs, of: make([]int, len(c.t.sent.Tokens)), starts: make([]int, len(qs))}
	for k := range s.of {
		s.of[k] = c.clauseHead(k)
	}
	for i := 1; i < len(qs); i++ {
		s.starts[i] = c.barrier(qs[i-1].end, qs[i].first)
	}
	s.name()
	return s
}

// clauseHead is the head of the finite clause that a token stands in.
func (c *clause) clauseHead(k int) int {
	for steps := 0; steps < len(c.t.sent.Tokens); steps++ {
		h := c.t.tok(k).Head
		if h < 0 || c.opensClause(k) {
			return k
		}
		k = h
	}
	return k
}

// opensClause says whether a token heads a finite clause of its own.
func (c *clause) opensClause(k int) bool {
	switch c.t.rel(k) {
	case "ccomp", "parataxis", "advcl", "csubj":
		return c.finite(k) || c.t.child(k, "nsubj") >= 0
	case "acl":
		return c.finite(k) && c.t.verbal(k) || strings.HasSuffix(c.t.tok(k).Deprel, "relcl")
	case "conj":
		return c.t.child(k, "nsubj") >= 0 && (c.t.verbal(k) || c.t.child(k, "cop") >= 0)
	}
	return false
}

// outer is the head of the clause around a quantity's own, -1 for none.
func (s *scope) outer(q *quantity) int {
	if h := s.t.tok(s.of[q.head]).Head; h >= 0 {
		return s.of[h]
	}
	return -1
}

// barrier is where, between two quantities, the words of the second begin: behind the last comma or conjunction, else with its
// preposition.
func (c *clause) barrier(from, to int) int {
	for k := to - 1; k >= from; k-- {
		switch w := c.word(k); w {
		case ",", ";", "and", "while", "whereas", "but", "against":
			return k + 1
		}
	}
	return max(from, c.opening(to))
}

// name gathers who is named in the sentence, outside of the quantities themselves.
func (s *scope) name() {
	if s.sentence >= len(s.cast.Mentions) {
		return
	}
	for i := range s.cast.Mentions[s.sentence] {
		m := &s.cast.Mentions[s.sentence][i]
		if s.insideQuantity(m) || s.product(m) {
			continue
		}
		if who := s.direct(m.Head); len(perCountry(who)) > 0 && who[0].Via != guessed {
			s.present = append(s.present, presence{m.First, m.End, m.Head, who, s.attributed(m.Head)})
		}
	}
	for k := range s.t.sent.Tokens { // "we" of a quotation
		if s.quoted[k] && s.t.tok(k).UPOS == "PRON" && s.t.hasFeat(k, "Person=1") && s.cast.At(s.sentence, k) == nil {
			if who := s.direct(k); len(perCountry(who)) > 0 {
				s.present = append(s.present, presence{k, k + 1, k, who, false})
			}
		}
	}
}

// product recognises a company that only makes what the sentence speaks of: "Boeing 737 aircraft".
func (s *scope) product(m *dragoman.Mention) bool {
	return len(m.Actors) == 1 && m.Actors[0].Kind == dragoman.ActorCompany && m.End < len(s.t.sent.Tokens) && s.t.tok(m.End).UPOS == "NUM" &&
		s.t.is(m.End, "nummod")
}

// guessed is what the actor room says of a party whose country is nowhere in the sentence.
const guessed = "country of the text around"

// insideQuantity recognises the "US" of "US dollars".
func (s *scope) insideQuantity(m *dragoman.Mention) bool {
	for i := range s.quantities {
		if q := &s.quantities[i]; q.noun < 0 && m.First < max(q.end, q.perEnd) && q.first <= m.First || q.noun >= 0 && m.First < q.end && m.End <= q.end && m.First >= q.first {
			return true
		}
	}
	return false
}

// attributed says whether a token only tells whose figure it is: under "according to", or with "statistics", "data" that show it.
func (s *scope) attributed(k int) bool {
	for at := k; at > 0 && !s.t.verbal(at) && s.form(at) != ","; at-- {
		if s.word(at) == "to" && s.word(at-1) == "according" {
			return true
		}
	}
	for at, level := k, 0; at >= 0 && level < 4; at, level = s.t.tok(at).Head, level+1 {
		if s.lex.Classes.Has("source-noun", s.t.lower[at]) && (s.t.is(at, "nsubj") || s.t.is(at, "obl")) {
			return true
		}
	}
	return false
}

// Weights order who is named: the less, the likelier the figure is theirs.
const (
	ofMetric    = 0 // inside the phrase of what is measured or counted
	ownWords    = 1 // among the words that belong to the quantity alone
	sharedWords = 2 // before, or around, the first quantity of the clause
	trailing    = 3 // behind the last of quantities that are joined by "and"
	replaced    = 4 // shared, but the quantity has words of its own in the same place
	outerClause = 5 // in the clause around
	innerClause = 6 // in a clause below, where nobody else is named
	never       = 9
)

// weigh orders one naming for the i-th quantity.
func (s *scope) weigh(p *presence, i int, m *measured) int {
	q := &s.quantities[i]
	switch {
	case p.source:
		return never
	case s.of[p.head] == s.of[q.head]:
		return s.weighInside(p, i, m)
	case s.of[m.head] == s.of[p.head] && s.t.within(p.head, m.head) && !m.again:
		if s.pointed(q) {
			return outerClause
		}
		return ofMetric
	case s.antecedes(p, q):
		return ownWords
	case s.of[p.head] == s.outer(q) && !s.saying(s.of[p.head]) && !(p.first < s.of[p.head] && s.contrasted(q)):
		return outerClause
	case s.outerOf(p.head) == s.of[q.head] && !s.saying(s.of[p.head]) && !s.elsewhere(p):
		return innerClause
	}
	return never
}

// pointed says whether the clause has "those" or "that" for what is measured: "those to India rose to $45m".
func (s *scope) pointed(q *quantity) bool {
	k := s.t.child(s.of[q.head], "nsubj")
	return k >= 0 && s.t.hasFeat(k, "PronType=Dem")
}

// antecedes says whether a naming is what the relative clause of a quantity is about.
func (s *scope) antecedes(p *presence, q *quantity) bool {
	head := s.of[q.head]
	if !s.t.is(head, "acl") {
		return false
	}
	if s.t.tok(head).Head == p.head {
		return true
	}
	first, _ := s.t.subtree(head)
	for first > 0 && s.t.tok(first-1).UPOS == "PUNCT" {
		first--
	}
	return p.end == first
}

// contrasted says whether the quantity's clause is set against the one around it and names somebody before the quantity, who takes the
// place of the outer subject: "..., while the Serbian government owns 29.9 percent".
func (s *scope) contrasted(q *quantity) bool {
	if !s.lex.Classes.Has("contrast", s.t.marker(s.of[q.head], "mark")) && !s.t.is(s.of[q.head], "conj") {
		return false
	}
	for k := range s.present {
		if p := &s.present[k]; s.of[p.head] == s.of[q.head] && p.first < q.first && !p.source {
			return true
		}
	}
	return false
}

// elsewhere says whether a naming stands in a clause that another quantity owns.
func (s *scope) elsewhere(p *presence) bool {
	return slices.ContainsFunc(s.quantities, func(q quantity) bool { return s.of[q.head] == s.of[p.head] })
}

func (s *scope) outerOf(k int) int {
	if h := s.t.tok(s.of[k]).Head; h >= 0 {
		return s.of[h]
	}
	return -1
}

// saying says whether a clause only tells who said something.
func (s *scope) saying(head int) bool { return s.lex.Classes.Has("say", s.t.lower[head]) }

// weighInside orders a naming in the quantity's own clause.
func (s *scope) weighInside(p *presence, i int, m *measured) int {
	q := &s.quantities[i]
	owner := s.ownerOf(p, i)
	if owner != i && s.insideOther(p, &s.quantities[owner]) {
		return never
	}
	if owner <= i && s.inPhrase(p, q) {
		return ofMetric
	}
	if !m.verb && !m.again && s.t.within(p.head, m.head) && !s.t.within(q.head, m.head) {
		if owner == i || p.first < s.quantities[0].first && !s.ownBefore(q, i) {
			return ofMetric
		}
		return sharedWords
	}
	if s.stage(p) {
		return replaced
	}
	switch {
	case owner == i:
		return ownWords
	case owner > i && s.listed(i, owner) && p.first > s.quantities[owner].end:
		return trailing
	case owner > i:
		return never
	}
	if before := p.first < s.quantities[owner].first; before && s.ownBefore(q, i) || !before && s.ownBehind(q, i) {
		return replaced
	}
	return sharedWords
}

// ownBefore says whether somebody is named before a quantity among the words that are its own.
func (s *scope) ownBefore(q *quantity, i int) bool {
	return slices.ContainsFunc(s.present, func(o presence) bool {
		return o.first < q.first && !o.source && s.of[o.head] == s.of[q.head] && s.ownerOf(&o, i) == i
	})
}

// ownBehind says the same of the words behind it.
func (s *scope) ownBehind(q *quantity, i int) bool {
	return slices.ContainsFunc(s.present, func(o presence) bool {
		return o.first >= q.first && !o.source && s.of[o.head] == s.of[q.head] && s.ownerOf(&o, i) == i
	})
}

// stage says whether a naming only tells where something was said or done: "In Addis Ababa ...".
func (s *scope) stage(p *presence) bool {
	if !s.t.is(p.head, "obl") || p.who[0].Via != "capital" {
		return false
	}
	w := s.t.marker(p.head, "case")
	return w == "in" || w == "at"
}

// insideOther says whether a naming only tells what another quantity counts: "2.1 million British visitors"; the subject of the clause
// is there for all.
func (s *scope) insideOther(p *presence, o *quantity) bool {
	return p.first < max(o.end, o.noun+1) && s.inPhrase(p, o) && !(o.noun >= 0 && s.t.is(o.noun, "nsubj"))
}

// listed says whether two quantities are joined: "300 soldiers and six helicopters".
func (s *scope) listed(i, k int) bool {
	return s.t.within(s.top(&s.quantities[k]), s.top(&s.quantities[i]))
}

// top is the token at which the phrase of a quantity hangs.
func (s *scope) top(q *quantity) int {
	if q.noun >= 0 {
		return q.noun
	}
	return q.head
}

// ownerOf is the quantity of the same clause, at most the last, whose words the naming stands among.
func (s *scope) ownerOf(p *presence, i int) int {
	owner := -1
	for k := range s.quantities {
		if s.of[s.quantities[k].head] != s.of[s.quantities[i].head] {
			continue
		}
		if owner < 0 || p.first >= s.starts[k] {
			owner = k
		}
	}
	return owner
}

// inPhrase says whether a naming stands in the phrase of a quantity: "60 Bulgarian companies", "80,000 tonnes of Kazakh crude".
func (s *scope) inPhrase(p *presence, q *quantity) bool {
	top := s.top(q)
	for at := p.head; at >= 0; at = s.t.tok(at).Head {
		if at == top {
			return true
		}
		if s.t.is(at, "conj") || s.opensClause(at) {
			return false
		}
	}
	return false
}

// figureParties finds whose figure it is, at most two: by weight, then in the order of the text; from what was told before when
// the sentence names nobody but refers to it.
func (g *coding) figureParties(s *scope, i int, m *measured) []dragoman.Actor {
	q := &s.quantities[i]
	if m.again && g.told.sentence == s.sentence && s.takenUp(q, &g.told) {
		return g.told.parties
	}
	who := perCountry(s.weighed(i, m, ofMetric, innerClause))
	if len(who) == 0 {
		inner := perCountry(s.weighed(i, m, innerClause, never))
		if len(inner) < 2 {
			who = g.toldParties(s, i, m)
		}
		if len(who) == 0 {
			who = inner
		}
	}
	if len(who) == 0 {
		who = s.sayers(q, 2)
	}
	return s.directed(perCountry(g.completed(who, s, q, m)), m)
}

// completed adds the second party where the sentence names one of two that were told before.
func (g *coding) completed(who []dragoman.Actor, s *scope, q *quantity, m *measured) []dragoman.Actor {
	if len(who) != 1 {
		return who
	}
	if q.borrowed && m.again {
		return append(who, g.told.parties...)
	}
	if m.receives || m.metric.Mutual && s.under(who[0], "with") {
		if said := s.sayers(q, 1); len(said) > 0 {
			return append(who, said...)
		}
	}
	if m.metric.Mutual || !m.verb && s.isDefinite(m.head) && s.bare(m.head) {
		if pair := g.pairTold(s.sentence); slices.Contains(lands(pair), who[0].Country) {
			return append(who, pair...)
		}
	}
	return who
}

// bare says whether the phrase of a metric names nobody: "the deal".
func (s *scope) bare(head int) bool {
	return !slices.ContainsFunc(s.present, func(p presence) bool { return s.t.within(p.head, head) })
}

// sayers are the n countries that say it of themselves: "The two sides aim ..., Egyptian and Turkish ministers said"; none when there
// are more or fewer.
func (s *scope) sayers(q *quantity, n int) []dragoman.Actor {
	var who []dragoman.Actor
	for k := range s.present {
		if p := &s.present[k]; s.of[p.head] == s.outer(q) && !p.source && !s.stage(p) {
			who = append(who, p.who...)
		}
	}
	if who = perCountry(who); len(who) == n {
		return who
	}
	return nil
}

// under says whether a party stands under a preposition: "trade with North Korea".
func (s *scope) under(a dragoman.Actor, preposition string) bool {
	return slices.ContainsFunc(s.present, func(p presence) bool {
		return p.who[0].Span == a.Span && s.t.marker(p.head, "case") == preposition
	})
}

// weighed gathers who is named, from the likeliest on, until there are two; weights from least up to, but without, most.
func (s *scope) weighed(i int, m *measured, least, most int) []dragoman.Actor {
	var who []dragoman.Actor
	for weight := least; weight < most && len(perCountry(who)) < 2; weight++ {
		for k := range s.present {
			if p := &s.present[k]; s.weigh(p, i, m) == weight {
				who = append(who, p.who...)
			}
		}
	}
	return who
}

// toldParties are the parties of what the sentence refers back to.
func (g *coding) toldParties(s *scope, i int, m *measured) []dragoman.Actor {
	q := &s.quantities[i]
	if m.again || g.told.sentence == s.sentence && g.told.metric == m.metric {
		return referred(g.told.parties)
	}
	if m.metric.Name == "trade turnover" || s.refersBack(q, m) {
		return g.pairTold(s.sentence)
	}
	return nil
}

// refersBack says whether the clause speaks of something told before: its subject, or the metric, is "it" or "the ...".
func (s *scope) refersBack(q *quantity, m *measured) bool {
	for k := max(0, m.first-2); k < m.end && !m.verb; k++ {
		if s.lex.Classes.Has("reciprocal", s.t.lower[k]) {
			return true
		}
	}
	for k := range s.t.kids(s.of[q.head]) {
		if s.t.is(k, "nsubj") && (s.t.tok(k).UPOS == "PRON" && s.t.hasFeat(k, "Person=3") || s.isDefinite(k)) {
			return true
		}
	}
	if !m.verb && !m.assumed && s.t.is(m.head, "nsubj") && s.t.first[m.head] < 0 { // "Imports reached ..."
		return true
	}
	return s.isDefinite(q.head)
}

func (s *scope) isDefinite(k int) bool {
	det := s.t.child(k, "det")
	return det >= 0 && s.lex.Classes.Has("definite", s.t.lower[det])
}

const maxBack = 3 // sentences that "the two countries" are looked for

// pairTold is the pair of countries that the last sentence to name just two names, else the last that an event joined.
func (g *coding) pairTold(sentence int) []dragoman.Actor {
	for i := sentence - 1; i >= 0 && i >= sentence-maxBack; i-- {
		var all []dragoman.Actor
		for k := range g.cast.Mentions[i] {
			m := &g.cast.Mentions[i][k]
			all = append(all, m.Actors...)
			if len(m.Actors) == 0 && m.Place != nil && m.Place.Country != "" {
				all = append(all, dragoman.Actor{Country: m.Place.Country, Text: m.Place.Name, Span: m.Span})
			}
		}
		if len(lands(all)) == 2 {
			return referred(g.asCountries(perCountry(all)))
		}
	}
	for i := len(g.out.Events) - 1; i >= 0; i-- {
		if all := perCountry(parties(&g.out.Events[i])); len(all) == 2 {
			return referred(g.asCountries(all))
		}
	}
	return nil
}

// lands lists the distinct countries of actors.
func lands(list []dragoman.Actor) []string {
	var out []string
	for i := range list {
		if land := list[i].Country; land != "" && !slices.Contains(out, land) {
			out = append(out, land)
		}
	}
	return out
}

// asCountries lets actors stand for their countries.
func (g *coding) asCountries(list []dragoman.Actor) []dragoman.Actor {
	for i := range list {
		a := &list[i]
		*a = dragoman.Actor{ID: a.Country, Name: g.lex.CountryName(a.Country), Kind: dragoman.ActorCountry, Country: a.Country, Text: a.Text, Span: a.Span}
	}
	return list
}

// referred marks parties as taken from what was told before.
func referred(list []dragoman.Actor) []dragoman.Actor {
	out := slices.Clone(list)
	for i := range out {
		if !strings.HasPrefix(out[i].Via, "co-reference") {
			out[i].Via = "co-reference: told before"
		}
	}
	return out
}

// directed puts the exporter, investor or giver first.
func (s *scope) directed(who []dragoman.Actor, m *measured) []dragoman.Actor {
	if !m.metric.Directed || len(who) != 2 {
		return who
	}
	var from, to []dragoman.Actor
	if m.verb {
		slots := s.slotsOf(m.head)
		from, to = s.side([]string{"subj", "agent"}, slots), s.side([]string{"to", "into", "in", "iobj", "for"}, slots)
		if m.receives {
			from, to = s.side([]string{"from"}, slots), from
		}
	} else if !m.again && !m.assumed {
		if from, to = s.metricSides(m); len(from)+len(to) == 0 || m.metric.Takes("count") {
			from, to = s.verbSides(s.of[m.head], from, m.metric.Takes("count"))
		}
	}
	first := who[0].Country
	if slices.Contains(lands(to), first) && !slices.Contains(lands(from), first) || slices.Contains(lands(from), who[1].Country) && !slices.Contains(lands(from), first) {
		who[0], who[1] = who[1], who[0]
	}
	return who
}

// verbSides reads the giving and the receiving side off the verb of the clause, for what is handed over: "Iran launched 300 drones at
// Israel", "ordered twenty locomotives from China". Things come from whom the verb says; of anything else that only tells of its kind.
func (s *scope) verbSides(verb int, from []dragoman.Actor, things bool) (giver, receiver []dragoman.Actor) {
	if !s.t.verbal(verb) {
		return from, nil
	}
	slots := s.slotsOf(verb)
	receiver = s.side([]string{"to", "at", "into", "in", "iobj", "for"}, slots)
	if source := s.side([]string{"from"}, slots); len(source) > 0 && things {
		return source, receiver
	}
	if len(from) > 0 {
		return from, receiver
	}
	return s.side([]string{"subj"}, slots), receiver
}

// metricSides reads the giving and the receiving side off a metric's own modifiers.
func (c *clause) metricSides(m *measured) (from, to []dragoman.Actor) {
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

// perCountry keeps one actor a country or organisation of countries, the first, and no more than two.
func perCountry(list []dragoman.Actor) []dragoman.Actor {
	var out []dragoman.Actor
	seen := map[string]bool{}
	for _, a := range list {
		key := a.Country
		if key == "" && a.Kind == dragoman.ActorOrganisation { // of several countries: the European Union
			key = a.ID
		}
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, a)
	}
	return out[:min(len(out), 2)]
}
