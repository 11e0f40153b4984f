package event

import (
	"slices"
	"strings"

	"dragoman"
)

// settleParties finds who concluded an agreement: the parties of the act that a frame found, those that the noun names
// ("between X and Y", "the Turkish-Hungarian agreement"), those of the governing word, and last the pair whose meeting the
// text tells of ("A memorandum was signed during the visit").
func (g *coding) settleParties(c *clause, p *paper, b *born, ag *dragoman.Agreement) {
	var list []dragoman.Actor
	if b != nil && b.match.pred == p.pred {
		list = parties(&b.event)
	}
	list = appendActors(list, c.nounParties(p.noun))
	if p.top != p.noun {
		list = appendActors(list, c.nounParties(p.top))
	}
	if p.pred != p.noun {
		list = appendActors(list, c.verbParties(p))
	}
	list = c.distinct(list)
	if len(countries(list)) < 2 && !internal(list) {
		if pair := g.pairAround(c, list); pair != nil {
			list = pair
			ag.Confidence = float64(int(ag.Confidence*80+0.5)) / 100
			ag.Why.Notes = append(slices.Clone(ag.Why.Notes), "parties: those whose meeting is told")
		}
	}
	ag.Parties = list
}

// nounParties are the parties that an agreement's own phrase names.
func (c *clause) nounParties(noun int) []dragoman.Actor {
	s := c.slotsOf(noun)
	out := c.side([]string{"between"}, s)
	if len(countries(out)) >= 2 {
		return out
	}
	for _, slot := range []string{"mod", "poss", "by", "with", "of"} {
		out = appendActors(out, c.side([]string{slot}, s))
	}
	for d := range c.t.kids(noun) { // "the Turkish-Hungarian agreement", however the parser hung its parts
		if d < noun && (c.t.is(d, "amod") || c.t.is(d, "compound") || c.t.is(d, "nmod")) {
			for _, j := range c.t.conjuncts(d) {
				if j < noun {
					out = appendActors(out, c.direct(j))
				}
			}
		}
	}
	return out
}

// verbParties are the parties of the word that governs an agreement.
func (c *clause) verbParties(p *paper) []dragoman.Actor {
	s := c.slotsOf(p.pred)
	var out []dragoman.Actor
	slots := []string{"between", "subj", "agent", "with", "by", "to", "iobj", "obj"}
	for _, slot := range slots {
		if slot == "to" && p.state != dragoman.AgreementProposed {
			continue
		}
		for _, h := range s.get(slot) {
			if h == p.top || h == p.noun || c.t.within(p.noun, h) || c.t.within(h, p.noun) && slot != "with" && slot != "between" {
				continue
			}
			who := c.parties(h, false)
			if len(who) == 0 && (slot == "subj" || slot == "agent" || slot == "with") {
				who = c.owner(h)
			}
			out = appendActors(out, who)
		}
	}
	return out
}

// distinct drops a bare country beside somebody who acts for it, and descriptions beside names.
func (c *clause) distinct(list []dragoman.Actor) []dragoman.Actor {
	list = c.named(slices.Clone(list))
	return slices.DeleteFunc(list, func(a dragoman.Actor) bool {
		return a.Kind == dragoman.ActorCountry && slices.ContainsFunc(list, func(b dragoman.Actor) bool {
			return b.Country == a.Country && b.Kind != dragoman.ActorCountry
		})
	})
}

// pairAround is the pair whose meeting or agreement the text tells of, in this sentence or before, when nothing known of the
// parties speaks against it. The parties known keep their places in it.
func (g *coding) pairAround(c *clause, known []dragoman.Actor) []dragoman.Actor {
	own := countries(known)
	for i := len(g.out.Events) - 1; i >= 0; i-- {
		ev := &g.out.Events[i]
		if ev.Type != dragoman.Consult && ev.Record == "" || ev.Status == dragoman.Negated || ev.Status == dragoman.Hypothetical {
			continue
		}
		pair := perCountry(parties(ev))
		if len(pair) != 2 || !subset(own, countries(pair)) {
			if len(own) == 0 {
				return nil
			}
			continue
		}
		return c.completed(known, pair)
	}
	return nil
}

// completed adds the countries of a pair that no known party stands for.
func (c *clause) completed(known, pair []dragoman.Actor) []dragoman.Actor {
	out := slices.DeleteFunc(slices.Clone(known), func(a dragoman.Actor) bool { return a.Country == "" })
	for _, a := range pair {
		if !slices.ContainsFunc(out, func(b dragoman.Actor) bool { return b.Country == a.Country }) {
			out = append(out, dragoman.Actor{ID: a.Country, Name: c.lex.CountryName(a.Country), Kind: dragoman.ActorCountry, Country: a.Country,
				Text: a.Text, Span: a.Span, Via: "co-reference: the pair told before"})
		}
	}
	return out
}

// subject is what an agreement is about, in the text's words: its "on", "for", "of", "in" phrase, or the words before
// the noun ("visa waiver agreement").
func (c *clause) subject(noun int, s *slots) string {
	if topic := c.topic(noun); topic != "" {
		return topic
	}
	for k := range c.t.kids(noun) { // "memorandum of understanding on trade"
		if c.nameTail(k) {
			if topic := c.topic(k); topic != "" {
				return topic
			}
		}
	}
	first := noun
	for k := range c.t.kids(noun) {
		if k < noun && (c.t.is(k, "compound") || c.t.is(k, "amod")) && !c.isModifier(k) {
			first = min(first, k)
		}
	}
	if first < noun {
		return c.words(c.t.span(first, noun-1))
	}
	for _, want := range []string{"on", "for", "about", "regarding", "concerning"} {
		for _, h := range s.get(want) {
			if h > noun && c.t.nominal(h) && len(c.direct(h)) == 0 && !c.dated(h) {
				return c.words(c.t.phrase(h))
			}
		}
	}
	return c.following(noun)
}

// nameTail recognises the second half of an agreement's name: "of understanding", "of intent", "of cooperation".
func (c *clause) nameTail(k int) bool {
	h := c.t.tok(k).Head
	return h >= 0 && k == h+2 && c.word(h+1) == "of" && c.lex.Classes.Has("agreement", c.joined(h, k))
}

// topic is the phrase behind the noun that says what it is about, "" when there is none.
func (c *clause) topic(noun int) string {
	for _, want := range []string{"on", "for", "about", "regarding", "concerning", "covering", "in", "of", "to"} {
		for k := range c.t.kids(noun) {
			if !c.t.is(k, "nmod") && !c.t.is(k, "acl") {
				continue
			}
			if w := c.t.marker(k, "case"); w != want && c.t.marker(k, "mark") != want {
				continue
			}
			if len(c.direct(k)) > 0 || c.dated(k) || c.nameTail(k) {
				continue
			}
			return c.words(c.t.phrase(k))
		}
	}
	return ""
}

// following looks for the subject in the sentence after: "This agreement seeks to expand the volume of oil ...".
func (c *clause) following(noun int) string {
	next := c.sentence + 1
	if next >= len(c.article.Sentences) {
		return ""
	}
	s := &c.article.Sentences[next]
	if s.Block != c.t.sent.Block || len(s.Tokens) < 4 {
		return ""
	}
	det := strings.ToLower(s.Tokens[0].Form)
	if det != "this" && det != "the" || !c.lex.Classes.Has("agreement", strings.ToLower(s.Tokens[1].Lemma)) {
		return ""
	}
	return strings.TrimRight(dragoman.Span{s.Tokens[2].Span[0], s.Span[1]}.Of(c.text()), ". ")
}
