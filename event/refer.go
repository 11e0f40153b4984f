package event

import (
	"strings"

	"dragoman"
)

// fresh says whether the pair was told of recently enough to be meant here.
func (c *clause) fresh() bool {
	return len(c.story.pair) == 2 && c.sentence-c.story.told <= pairReach
}

// referred resolves a noun that stands for parties of the pair that the article tells of: "the leaders" and "both sides" for
// the two, "his host" and "the guest" for one, "your country" for whom the speaker addresses.
func (c *clause) referred(k int) []dragoman.Actor {
	word := c.t.lower[k]
	poss := c.t.child(k, "nmod:poss")
	if poss >= 0 && c.t.tok(poss).UPOS == "PRON" && c.lex.Classes.Has("nation", word) {
		if own := c.direct(poss); len(countries(located(own))) == 1 {
			return c.standIn(k, c.statesOf(own), "co-reference: whose "+word+" it is")
		}
	}
	if !c.fresh() {
		return nil
	}
	switch {
	case c.quoted[k] && (c.t.hasFeat(k, "Person=2") || poss >= 0 && c.t.hasFeat(poss, "Person=2") && c.lex.Classes.Has("nation", word)):
		return c.otherThan(k, c.speaker)
	case poss >= 0 && c.lex.Classes.Has("counterpart", word):
		return c.otherThan(k, c.direct(poss))
	case c.story.visit && c.toldBefore(k) && c.lex.Classes.Has("host", word):
		return c.standIn(k, c.story.pair[1:], "co-reference: the host")
	case c.story.visit && c.toldBefore(k) && c.lex.Classes.Has("guest", word):
		return c.standIn(k, c.story.pair[:1], "co-reference: the guest")
	case c.lex.Classes.Has("side", word) && c.t.hasFeat(k, "Number=Plur") && c.bothMeant(k):
		return c.standIn(k, c.story.pair, "co-reference: the two sides")
	}
	return nil
}

// otherThan is the party of the pair that deals with those given.
func (c *clause) otherThan(k int, who []dragoman.Actor) []dragoman.Actor {
	if lands := countries(who); len(lands) == 1 {
		if a, ok := c.story.other(lands[0]); ok {
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
	if !c.takesUp() && c.sentence-c.story.told > 1 {
		return nil
	}
	return c.standIn(m.pred, c.story.pair, "co-reference: the occasion")
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

// addressee finds whom an act is addressed to that names nobody: whom the definite noun means ("the country", "the president"), the
// other of the pair for what one of them promises, proposes or asks, both for a mediator's offer, who acted before for an answer.
func (c *clause) addressee(m *match) []dragoman.Actor {
	lands := countries(located(m.actors))
	if len(lands) != 1 {
		return nil
	}
	f := m.frame
	if c.fresh() {
		for _, slot := range hardSlots(f.Recipients) {
			for _, h := range m.slots.get(slot) {
				if c.cast.At(c.sentence, h) == nil && c.toldBefore(h) && c.lex.Classes.Has("nation", c.t.lower[h]) {
					return c.otherThan(h, m.actors)
				}
			}
		}
		switch {
		case f.Type == dragoman.Agree && !c.story.has(lands[0]) && c.mediates(m.pred):
			return c.standIn(m.pred, c.story.pair, "co-reference: the two sides")
		case (f.Type == dragoman.Agree || f.Type == dragoman.Request) && c.shareable(m.pred):
			return c.otherThan(m.pred, m.actors)
		}
	}
	switch {
	case f.Type == dragoman.Threaten, f.Type == dragoman.Reject, f.Type == dragoman.Sanction && f.Mode == "withdraw", f.Type == dragoman.Accuse && f.Mode == "disapprove":
		return c.standIn(m.pred, c.countryActors(c.story.offenders(lands[0], c.sentence)), "co-reference: whose act this answers")
	}
	return nil
}

// mediates says whether the predicate is about standing between others.
func (c *clause) mediates(p int) bool {
	first, last := c.t.subtree(p)
	for k := first; k <= last; k++ {
		if c.lex.Classes.Has("mediation", c.t.lower[k]) {
			return true
		}
	}
	return false
}

// hardSlots are slots without the mark of depth.
func hardSlots(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, strings.TrimSuffix(s, "~"))
	}
	return out
}

// shareable says whether what the predicate governs has to do with two parties: a joint commission, closer ties, the visit.
func (c *clause) shareable(p int) bool {
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
	lands := countries(located(others))
	if len(lands) != 1 {
		return
	}
	a, ok := c.story.other(lands[0])
	if !ok {
		return
	}
	for i := range list {
		if list[i].Country == "" && list[i].Kind == dragoman.ActorPerson {
			list[i].Country, list[i].Via = a.Country, "co-reference: the other of the two countries told of"
		}
	}
}

// located keeps the actors with a country.
func located(list []dragoman.Actor) []dragoman.Actor {
	var out []dragoman.Actor
	for _, a := range list {
		if a.Country != "" {
			out = append(out, a)
		}
	}
	return out
}

// ownersOfWords lets words of the last who spoke stand for them: "rejected the accusation", "welcomed the offer".
func (c *clause) ownersOfWords(k int) []dragoman.Actor {
	who := c.story.uttered
	switch word := c.t.lower[k]; {
	case c.lex.Classes.Has("utterance", word):
	case c.lex.Classes.Has("deed", word):
		who = c.story.acted
	default:
		return nil
	}
	det := c.t.child(k, "det")
	if det < 0 || !c.lex.Classes.Has("definite", c.t.lower[det]) || c.t.child(k, "nmod") >= 0 || c.t.child(k, "acl") >= 0 {
		return nil
	}
	return c.standIn(k, who, "co-reference: whose "+c.t.lower[k]+" it is")
}

// statesOf are the countries of actors as actors.
func (c *clause) statesOf(list []dragoman.Actor) []dragoman.Actor {
	return c.countryActors(countries(located(list)))
}

func (c *clause) countryActors(codes []string) []dragoman.Actor {
	out := make([]dragoman.Actor, 0, len(codes))
	for _, code := range codes {
		out = append(out, dragoman.Actor{ID: code, Name: c.lex.CountryName(code), Kind: dragoman.ActorCountry, Country: code})
	}
	return out
}
