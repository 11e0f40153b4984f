package event

import (
	"strings"

	"dragoman"
)

// visit keeps an official, state or working visit as a gathering of visitor and host.
func (g *coding) visit(c *clause, k int) {
	rank := ""
	for d := range c.t.kids(k) {
		if d < k && c.lex.Classes.Has("visit-rank", c.t.lower[d]) {
			rank = c.t.lower[d]
		}
	}
	status := c.occurrence(k)
	if rank == "" || status == dragoman.Negated || status == dragoman.Hypothetical || c.invited(k) {
		return
	}
	visitor, host := c.visitors(k)
	if host == nil && visitor != nil && g.scene.Country != "" && g.scene.Country != visitor.Country {
		a := c.hostAt(g.scene, "place told before")
		host = &a
	}
	if visitor == nil || host == nil {
		return
	}
	span := c.t.span(k, k)
	ga := dragoman.Gathering{
		Name: rank + " visit of " + visitor.Name + " to " + c.lex.CountryName(host.Country), Kind: "visit", Status: status, Participants: []dragoman.Actor{*visitor},
		Host: *host, Confidence: 0.75, Evidence: c.evidence(), Why: dragoman.Why{Frame: "visit", Trigger: c.words(span), Span: span},
	}
	c.fillGathering(&ga, k)
	if ga.Place.Country != "" && ga.Place.Country != host.Country {
		ga.Place = dragoman.Place{}
	}
	g.addGathering(c, &ga, true)
}

// invited says whether the visit is one that somebody is invited to or asked for.
func (c *clause) invited(k int) bool {
	for at, level := c.t.tok(k).Head, 0; at >= 0 && level < maxEmbedding; at, level = c.t.tok(at).Head, level+1 {
		if w := c.t.lower[at]; w == "invite" || w == "invitation" {
			return true
		}
	}
	return false
}

// visitors finds who visits, a person where the sentence names one of the visiting country, and the host country.
func (c *clause) visitors(k int) (visitor, host *dragoman.Actor) {
	s, around := c.slotsOf(k), k
	for around >= 0 && !c.t.verbal(around) {
		around = c.t.tok(around).Head
	}
	var vs *slots
	if around >= 0 {
		vs = c.slotsOf(around)
	} else {
		vs = &slots{}
	}
	visitor = firstCountry(c.side([]string{"agent", "poss", "by", "of"}, s), "")
	if visitor == nil {
		visitor = firstCountry(c.side([]string{"subj"}, vs), "")
	}
	if visitor == nil {
		if visitor = c.personBefore(k); visitor == nil {
			return nil, nil
		}
	}
	for _, from := range []*slots{s, vs} {
		for _, slot := range []string{"to", "in", "at"} {
			for _, h := range from.get(slot) {
				if host = firstCountry(c.parties(h, true), visitor.Country); host != nil {
					return c.personOf(visitor), host
				}
			}
		}
	}
	return c.personOf(visitor), nil
}

// personBefore is the first person with a country that the sentence names before a token.
func (c *clause) personBefore(k int) *dragoman.Actor {
	return c.person(func(m *dragoman.Mention, a *dragoman.Actor) bool { return m.Head < k && a.Country != "" })
}

// personOf is the first person of the actor's country that the sentence names, else the actor.
func (c *clause) personOf(a *dragoman.Actor) *dragoman.Actor {
	if strings.HasPrefix(a.ID, "person:") {
		return a
	}
	if b := c.person(func(_ *dragoman.Mention, b *dragoman.Actor) bool { return b.Country == a.Country }); b != nil {
		return b
	}
	return a
}

// person is the first named person of the sentence that meets the condition, nil for none.
func (c *clause) person(fits func(*dragoman.Mention, *dragoman.Actor) bool) *dragoman.Actor {
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		for j := range m.Actors {
			if b := &m.Actors[j]; strings.HasPrefix(b.ID, "person:") && fits(m, b) {
				return b
			}
		}
	}
	return nil
}
