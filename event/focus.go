package event

import (
	"dragoman"
)

// focus is what the article has been telling of: the two countries of the last dealings between a pair, so that "the
// leaders", "his host" and "the document" can be understood.
type focus struct {
	pair     []dragoman.Actor // two countries, guest first where one side visited; empty for none
	visit    bool             // the first of the pair is the guest of the second
	sentence int              // where it was told
}

const focusReach = 6 // sentences after which a pair is no longer what "the sides" means

// look turns the focus to an event between two countries; dealings between friends outlast a quarrel.
func (g *coding) look(ev *dragoman.Event, sentence int) {
	if ev.Status != dragoman.Happened && ev.Status != dragoman.Ongoing && ev.Status != dragoman.Planned {
		return
	}
	lands := countries(parties(ev))
	if len(lands) != 2 || len(lands[0]) != 3 || len(lands[1]) != 3 {
		return
	}
	visit := ev.Type == dragoman.Consult && ev.Mode == "visit" && len(ev.Recipients) > 0
	same := g.focus.has(lands[0]) && g.focus.has(lands[1])
	if g.lex.Ontology.Quad(ev.Type) >= dragoman.VerbalConflict && len(g.focus.pair) > 0 && !same {
		return
	}
	if same && g.focus.visit && !visit {
		g.focus.sentence = sentence
		return
	}
	g.focus = focus{visit: visit, sentence: sentence}
	for _, code := range lands {
		g.focus.pair = append(g.focus.pair, dragoman.Actor{ID: code, Name: g.lex.CountryName(code), Kind: dragoman.ActorCountry, Country: code})
	}
}

func (f *focus) has(country string) bool {
	for _, a := range f.pair {
		if a.Country == country {
			return true
		}
	}
	return false
}

// other is the party of the pair that is not the one given.
func (f *focus) other(country string) (dragoman.Actor, bool) {
	for i, a := range f.pair {
		if a.Country == country {
			return f.pair[1-i], true
		}
	}
	return dragoman.Actor{}, false
}

// fresh says whether the pair was told of recently enough to be meant here.
func (c *clause) fresh() bool {
	return len(c.focus.pair) == 2 && c.sentence-c.focus.sentence <= focusReach
}

// referred resolves a noun that stands for parties of the pair that the article tells of: "the leaders" and "both sides" for
// the two, "his host" and "the guest" for one, "your country" for whom the speaker addresses.
func (c *clause) referred(k int) []dragoman.Actor {
	if !c.fresh() {
		return nil
	}
	word := c.t.lower[k]
	poss := c.t.child(k, "nmod:poss")
	switch {
	case c.quoted[k] && (c.t.hasFeat(k, "Person=2") || poss >= 0 && c.t.hasFeat(poss, "Person=2") && c.lex.Classes.Has("nation", word)):
		return c.otherThan(k, c.speaker)
	case poss >= 0 && c.lex.Classes.Has("counterpart", word):
		return c.otherThan(k, c.direct(poss))
	case c.focus.visit && c.toldBefore(k) && c.lex.Classes.Has("host", word):
		return c.standIn(k, c.focus.pair[1:], "co-reference: the host")
	case c.focus.visit && c.toldBefore(k) && c.lex.Classes.Has("guest", word):
		return c.standIn(k, c.focus.pair[:1], "co-reference: the guest")
	case c.lex.Classes.Has("side", word) && c.t.hasFeat(k, "Number=Plur") && c.bothMeant(k):
		return c.standIn(k, c.focus.pair, "co-reference: the two sides")
	}
	return nil
}

// otherThan is the party of the pair that deals with those given.
func (c *clause) otherThan(k int, who []dragoman.Actor) []dragoman.Actor {
	if lands := countries(who); len(lands) == 1 {
		if a, ok := c.focus.other(lands[0]); ok {
			return c.standIn(k, []dragoman.Actor{a}, "co-reference: the other side")
		}
	}
	return nil
}

// toldBefore says whether the noun is one that the text has told of before.
func (c *clause) toldBefore(k int) bool {
	if c.t.child(k, "nmod:poss") >= 0 {
		return true
	}
	det := c.t.child(k, "det")
	return det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det])
}

// bothMeant says whether a plural is "the sides", "both ministers" or "the two leaders" and nothing narrower.
func (c *clause) bothMeant(k int) bool {
	meant := false
	for d := range c.t.kids(k) {
		switch {
		case c.t.is(d, "det"):
			w := c.t.lower[d]
			meant = meant || w == "the" || w == "both" || w == "these"
		case c.t.is(d, "nummod"):
			if c.t.lower[d] != "two" && c.t.lower[d] != "2" {
				return false
			}
			meant = true
		case c.t.is(d, "amod") || c.t.is(d, "compound") || c.t.is(d, "acl") || c.t.is(d, "conj"):
			if c.isModifier(d) || !c.lex.Classes.Has("side-modifier", c.t.lower[d]) {
				return false
			}
		case c.t.is(d, "nmod"):
			return false
		}
	}
	return meant
}

// occasion gives a signing that names no party ("three memorandums were signed during the visit") those of the visit or talks
// that the sentence points back to, or that the sentence before told of.
func (c *clause) occasion(m *match) []dragoman.Actor {
	f := m.frame
	if f.POS != 'v' || f.Record != "agreement" || f.Type != dragoman.Support || !c.fresh() || m.slots.has("subj") {
		return nil
	}
	if !c.takesUp() && c.sentence-c.focus.sentence > 1 {
		return nil
	}
	return c.standIn(m.pred, c.focus.pair, "co-reference: the occasion")
}

// takesUp says whether the sentence names the occasion that the article tells of: "during the visit", "following the talks".
func (c *clause) takesUp() bool {
	for k := range c.t.sent.Tokens {
		if c.lex.Classes.Has("occasion", c.t.lower[k]) && c.toldBefore(k) {
			return true
		}
	}
	return false
}

// partner gives what one party of the pair promises, proposes or asks without saying whom ("He proposed a joint commission") to
// the other party.
func (c *clause) partner(m *match) []dragoman.Actor {
	if !c.fresh() || m.frame.Type != dragoman.Agree && m.frame.Type != dragoman.Request {
		return nil
	}
	if !c.joint(m.pred) {
		return nil
	}
	return c.otherThan(m.pred, m.actors)
}

// joint says whether what the predicate governs has to do with two parties: a joint commission, closer ties, the visit.
func (c *clause) joint(p int) bool {
	first, last := c.t.subtree(p)
	for k := first; k <= last; k++ {
		if k != p && (c.lex.Classes.Has("joint", c.t.lower[k]) || c.lex.Classes.Has("ties", c.t.lower[k])) {
			return true
		}
	}
	return false
}

// place fills in the country of an official who is told of without one, where the other side is one of the pair: "Deputy Foreign
// Minister X received the ambassador of Croatia".
func (c *clause) place(m *match) {
	if !c.fresh() {
		return
	}
	c.settleUnplaced(m.actors, append(m.recipients[:len(m.recipients):len(m.recipients)], m.actors...))
	c.settleUnplaced(m.recipients, m.actors)
}

func (c *clause) settleUnplaced(list, others []dragoman.Actor) {
	lands := countries(placed(others))
	if len(lands) != 1 {
		return
	}
	a, ok := c.focus.other(lands[0])
	if !ok {
		return
	}
	for i := range list {
		if list[i].Country == "" && list[i].Kind == dragoman.ActorPerson {
			list[i].Country, list[i].Via = a.Country, "co-reference: the other of the two countries told of"
		}
	}
}

// placed keeps the actors with a country.
func placed(list []dragoman.Actor) []dragoman.Actor {
	var out []dragoman.Actor
	for _, a := range list {
		if a.Country != "" {
			out = append(out, a)
		}
	}
	return out
}

// utter remembers whose words a later "the accusation", "that demand" or "the offer" can mean.
func (g *coding) utter(c *clause, ev *dragoman.Event) {
	switch ev.Type {
	case dragoman.Accuse, dragoman.Request, dragoman.Threaten, dragoman.Agree:
		if ev.Status == dragoman.Happened || ev.Status == dragoman.Ongoing {
			g.uttered = ev.Actors
			c.uttered = ev.Actors
		}
	}
}

// authors lets words of the last who spoke stand for them: "rejected the accusation", "welcomed the offer".
func (c *clause) authors(k int) []dragoman.Actor {
	if len(c.uttered) == 0 || !c.lex.Classes.Has("utterance", c.t.lower[k]) {
		return nil
	}
	det := c.t.child(k, "det")
	if det < 0 || c.t.child(k, "nmod") >= 0 || c.t.child(k, "acl") >= 0 {
		return nil
	}
	return c.standIn(k, c.uttered, "co-reference: whose "+c.t.lower[k]+" it is")
}
