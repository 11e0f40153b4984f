package event

import (
	"strings"

	"dragoman"
	"dragoman/event/when"
	"dragoman/lexicon"
)

// dateOf is when the act of a predicate took place: the date nearest above it in its own clause, else one that the whole
// sentence is set in, else what the sentence inherits, else only that it lies before publication.
func (c *clause) dateOf(p int) dragoman.DateRange {
	best, bestCost := -1, 1<<30
	for i := range c.dates {
		if c.deadline(p, &c.dates[i]) {
			continue
		}
		if cost := c.dateCost(p, &c.dates[i]); cost < bestCost {
			best, bestCost = i, cost
		}
	}
	if best >= 0 {
		return c.dates[best].Range
	}
	if c.inheritedDate.Known() {
		return c.inheritedDate
	}
	return c.undated()
}

// deadline says that a date to come cannot be when a predicate in the past tense took place ("agreed to open ... by 2026").
func (c *clause) deadline(p int, d *when.Expression) bool {
	return c.t.hasFeat(p, "Tense=Past") && c.ahead(&d.Range)
}

// ahead says whether a date lies, or runs, from publication on.
func (c *clause) ahead(d *dragoman.DateRange) bool {
	today := c.today()
	return d.Start >= today && d.End > today || d.Start == "" && d.End > today || d.Start > today
}

// undated is the date of what a report tells without saying when: before it was published.
func (c *clause) undated() dragoman.DateRange {
	published := c.article.Document.Published
	if r, err := dragoman.ParseDate(published); err == nil {
		return dragoman.DateRange{End: r.End, Precision: dragoman.PrecisionBefore, Derived: dragoman.BeforePublication}
	}
	return dragoman.DateRange{Precision: dragoman.PrecisionUnknown}
}

// noFrame stands in where a place is looked up for something that no frame fired on.
var noFrame = &lexicon.Frame{}

// dateCost measures how far a date stands from a predicate: 0 for a dependent of it, more for one in the clause around
// it; a date inside another finite clause or inside another event's noun phrase does not count.
func (c *clause) dateCost(p int, d *when.Expression) int {
	cost := 0
	for at, level := p, 0; at >= 0 && level < maxEmbedding; level++ {
		if c.t.within(d.Head, at) && !c.barred(d.Head, at) {
			return cost + c.depthBelow(d.Head, at)
		}
		if c.t.rel(at) == "ccomp" || (c.t.is(at, "acl") && c.finite(at)) {
			cost += 8
		}
		at = c.t.tok(at).Head
		cost += 3
	}
	return 1 << 30
}

// barred says that a finite clause other than p's own stands between a date and p.
func (c *clause) barred(k, p int) bool {
	for k >= 0 && k != p {
		if c.t.verbal(k) && c.finite(k) && !c.t.is(k, "conj") || c.t.is(k, "ccomp") || c.t.is(k, "acl") || c.t.is(k, "xcomp") && c.infinitive(k) {
			return true
		}
		k = c.t.tok(k).Head
	}
	return false
}

// sentenceDate is the first date stated in the sentence that has both ends.
func (c *clause) sentenceDate() dragoman.DateRange {
	for i := range c.dates {
		if r := c.dates[i].Range; r.Start != "" && r.End != "" && r.Start <= c.today() && !c.ahead(&r) {
			return r
		}
	}
	return c.inheritedDate
}

// today is the last day that publication can mean; the far future when it is unknown.
func (c *clause) today() string {
	if d, err := dragoman.ParseDate(c.article.Document.Published); err == nil {
		return d.End
	}
	return "9999-12-31"
}

// placeOf is where the act took place: a place under "in", "at", "to" of the predicate, else of the clause around it.
func (c *clause) placeOf(m *match) dragoman.Place {
	at := m.pred
	for level := 0; at >= 0 && level < 4; level++ {
		if pl := c.placeUnder(at); pl.Name != "" {
			return pl
		}
		if c.t.verbal(at) && c.finite(at) {
			if pl := c.cityBehind(m.pred, at); pl != nil {
				return *pl
			}
			break
		}
		at = c.t.tok(at).Head
	}
	if m.frame.Mode == "visit" {
		for _, slot := range m.frame.Recipients {
			for _, h := range m.slots.get(strings.TrimSuffix(slot, "~")) {
				if pl := c.placeAt(h); pl != nil {
					return *pl
				}
			}
		}
	}
	if m.frame.Mode == "visit" && len(m.recipients) > 0 && m.recipients[0].Kind == dragoman.ActorCountry {
		r := m.recipients[0]
		return dragoman.Place{Name: r.Name, Country: r.Country, Level: "country", Span: r.Span}
	}
	return c.inheritedPlace
}

// cityBehind is the first city under "in" or "at" behind a predicate and within its clause, wherever the parser hung it.
func (c *clause) cityBehind(p, clauseHead int) *dragoman.Place {
	for k := p + 1; k < len(c.t.sent.Tokens); k++ {
		if !c.t.within(k, clauseHead) || c.t.verbal(k) && c.finite(k) {
			return nil
		}
		if w := c.t.marker(k, "case"); w == "in" || w == "at" {
			if pl := c.placeAt(k); pl != nil && pl.Level != "country" {
				return pl
			}
		}
	}
	return nil
}

func (c *clause) placeUnder(p int) dragoman.Place {
	s := c.slotsOf(p)
	for _, slot := range []string{"in", "at", "near", "where"} {
		for _, h := range s.get(slot) {
			if pl := c.placeAt(h); pl != nil {
				return *pl
			}
		}
	}
	return dragoman.Place{}
}

// placeAt is the place that the token names: itself, or what it is qualified by ("in the capital Astana", "at the UN
// headquarters in Geneva").
func (c *clause) placeAt(h int) *dragoman.Place {
	if m := c.cast.At(c.sentence, h); m != nil && m.Place != nil {
		return m.Place
	}
	for k := range c.t.kids(h) {
		if c.t.is(k, "appos") || c.t.is(k, "flat") || c.t.is(k, "compound") || c.t.is(k, "nmod") && c.t.marker(k, "case") != "of" {
			if m := c.cast.At(c.sentence, k); m != nil && m.Place != nil {
				return m.Place
			}
		}
	}
	return nil
}

// sentencePlace is the first place under "in" anywhere in the sentence, for sentences that point back to it.
func (c *clause) sentencePlace() dragoman.Place {
	for k := range c.t.sent.Tokens {
		if w := c.t.marker(k, "case"); w == "in" || w == "at" {
			if pl := c.placeAt(k); pl != nil && pl.Level != "country" {
				return *pl
			}
		}
	}
	return c.inheritedPlace
}

// goesOn says whether the sentence goes on about the same people: its subject is a pronoun or refers back.
func (c *clause) goesOn() bool {
	root := c.t.sent.Root()
	if root < 0 || len(c.dates) > 0 || !c.t.hasFeat(root, "Tense=Past") {
		return false
	}
	s := c.t.child(root, "nsubj")
	if s < 0 {
		return false
	}
	if c.t.tok(s).UPOS == "PRON" && c.t.hasFeat(s, "Person=3") {
		return true
	}
	m := c.cast.At(c.sentence, s)
	return m != nil && len(m.Actors) > 0 && strings.HasPrefix(m.Actors[0].Via, "co-reference")
}

// pointsBack says whether the sentence takes up the occasion told before: "During this visit", "at the meeting", "the
// two also discussed".
func (c *clause) pointsBack() bool {
	if c.goesOn() {
		return true
	}
	for k := range c.t.sent.Tokens {
		if !c.lex.Classes.Has("occasion", c.t.lower[k]) {
			continue
		}
		det := c.t.child(k, "det")
		if det < 0 || c.t.lower[det] == "a" || c.t.lower[det] == "an" {
			continue
		}
		if w := c.t.marker(k, "case"); w == "during" || w == "at" || w == "in" || w == "after" || w == "following" || w == "on" || w == "as_part" {
			return true
		}
		if c.t.is(k, "nsubj") && k < 6 {
			return true
		}
	}
	return false
}
