package event

import (
	"slices"
	"strings"

	"dragoman"
)

// settleParties finds who concluded an agreement: the parties of the act that a frame found, those that the noun names
// ("between X and Y", "the Turkish-Hungarian agreement"), those of the governing word, and last the two countries of the
// sentence or the pair whose meeting the text tells of ("A memorandum was signed during the visit").
func (g *coding) settleParties(c *clause, p *paper, b *born, ag *dragoman.Agreement) {
	var list []dragoman.Actor
	if b != nil && b.match.pred == p.pred {
		list = parties(&b.event)
	}
	if p.pred != p.noun {
		list = appendActors(list, c.verbParties(p))
	}
	list = appendActors(list, c.nounParties(p.noun))
	if p.top != p.noun {
		list = appendActors(list, c.nounParties(p.top))
	}
	list = c.distinct(list)
	if ag.Parties = list; len(placed(list)) < 2 && !internal(list) && !above(list) && ag.Status != dragoman.Negated {
		pair := c.pairHere(list)
		if pair == nil {
			pair = g.pairBefore(c, list)
		}
		if pair != nil {
			ag.Parties = pair
			ag.Confidence = float64(int(ag.Confidence*80+0.5)) / 100
			ag.Why.Notes = append(slices.Clone(ag.Why.Notes), "parties: the pair that the text tells of")
		}
	}
}

// placed lists the countries of actors.
func placed(list []dragoman.Actor) []string {
	var out []string
	for i := range list {
		if x := list[i].Country; x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// above says whether one of the actors is an organisation of states, which has no country to be found.
func above(list []dragoman.Actor) bool {
	return slices.ContainsFunc(list, func(a dragoman.Actor) bool { return a.Country == "" && a.Sector == dragoman.SectorIGO })
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
	first, _ := c.t.subtree(noun)
	for d := first; d < noun; d++ { // "the Turkish-Hungarian agreement", however the parser hung its parts
		if (c.t.is(d, "amod") || c.t.is(d, "compound") || c.t.is(d, "nmod") || c.t.is(d, "conj")) && c.t.within(d, noun) {
			out = appendActors(out, c.direct(d))
		}
	}
	return out
}

// verbParties are the parties of the word that governs an agreement.
func (c *clause) verbParties(p *paper) []dragoman.Actor {
	s := c.slotsOf(p.pred)
	out := c.actingBefore(p)
	for _, slot := range []string{"between", "subj", "agent", "with", "by", "from", "iobj", "obj", "to"} {
		if slot == "to" && p.state != dragoman.AgreementProposed && p.state != dragoman.AgreementInForce && len(placed(out)) > 1 {
			continue
		}
		for _, h := range s.get(slot) {
			if h == p.top || h == p.noun || c.t.within(p.noun, h) && !c.t.within(p.pred, h) || c.t.within(h, p.noun) && !c.t.within(p.pred, p.noun) && (slot == "obj" || slot == "subj") {
				continue
			}
			out = appendActors(out, c.parties(h, false))
			if slot == "subj" || slot == "agent" || slot == "with" {
				out = appendActors(out, c.owners(h))
			}
		}
	}
	return out
}

// owners are the countries that co-ordinated phrases without a name act for, each by its own adjective: "Ghana's ministry and
// the Norwegian company".
func (c *clause) owners(h int) []dragoman.Actor {
	var out []dragoman.Actor
	for _, j := range c.t.conjuncts(h) {
		if len(c.direct(j)) > 0 {
			continue
		}
		for d := range c.t.kids(j) {
			if d == j-1 && c.t.is(d, "compound") {
				out = appendActors(out, c.owner(d))
			}
		}
		out = appendActors(out, c.owner(j))
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

// actingBefore are the parties named right before an active verb, "X and Y (...) have signed", whatever the parser made of them.
func (c *clause) actingBefore(p *paper) []dragoman.Actor {
	if !c.t.verbal(p.pred) || p.noun < p.pred || c.t.child(p.pred, "aux:pass") >= 0 || holds(c.slotsOf(p.pred).get("subj"), p.top, p.noun) {
		return nil
	}
	k := p.pred
	for k > 0 && (c.t.tok(k-1).UPOS == "ADV" || c.t.tok(k-1).UPOS == "AUX") {
		k--
	}
	var out []dragoman.Actor
	for step := 0; step < 6; step++ {
		m := c.mentionEnding(k)
		if m == nil || c.preposed(m) {
			return out
		}
		out = appendActors(out, m.Actors)
		if k = m.First; k > 0 && (c.word(k-1) == "and" || c.form(k-1) == ",") {
			k--
			if k > 0 && c.form(k-1) == "," {
				k--
			}
			continue
		}
		return out
	}
	return out
}

// preposed says whether a preposition stands before a mention, which is then no subject ("After a meeting in Croatia, X signed").
func (c *clause) preposed(m *dragoman.Mention) bool {
	k := m.First - 1
	for k >= 0 && (c.t.tok(k).UPOS == "DET" || c.t.tok(k).UPOS == "ADJ") {
		k--
	}
	return k >= 0 && c.t.tok(k).UPOS == "ADP"
}

// mentionEnding is the longest mention of actors that ends right before the token, nil for none.
func (c *clause) mentionEnding(k int) *dragoman.Mention {
	var best *dragoman.Mention
	if c.sentence >= len(c.cast.Mentions) {
		return nil
	}
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		if m.End == k && len(m.Actors) > 0 && (best == nil || m.First < best.First) {
			best = m
		}
	}
	return best
}

// pairHere is the pair of the sentence: the only two countries that it names, where nothing says who concluded the agreement or
// only one of them does under the agreement.
func (c *clause) pairHere(known []dragoman.Actor) []dragoman.Actor {
	if len(placed(known)) > 0 || c.sentence >= len(c.cast.Mentions) {
		return nil
	}
	var pair []dragoman.Actor
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		who := m.Actors
		if len(who) == 0 {
			who = c.landOf(m.Head)
		}
		pair = append(pair, who...)
	}
	if pair = perLand(pair); len(pair) != 2 {
		return nil
	}
	return c.completed(known, pair)
}

// perLand keeps the first actor of each country.
func perLand(list []dragoman.Actor) []dragoman.Actor {
	var out []dragoman.Actor
	for _, a := range list {
		if a.Country != "" && !slices.ContainsFunc(out, func(b dragoman.Actor) bool { return a.Country == b.Country }) {
			out = append(out, a)
		}
	}
	return out
}

// pairBefore is the pair whose meeting, understanding or agreement the text tells of, last before this, when nothing known of
// the parties speaks against it.
func (g *coding) pairBefore(c *clause, known []dragoman.Actor) []dragoman.Actor {
	own := placed(known)
	for i := len(g.out.Events) - 1; i >= 0; i-- {
		ev := &g.out.Events[i]
		together := ev.Type == dragoman.Consult || len(ev.Recipients) == 0 || ev.Record != ""
		if !together || ev.Status == dragoman.Hypothetical {
			continue
		}
		pair := perLand(parties(ev))
		if len(pair) == 2 && subset(own, placed(pair)) {
			return c.completed(known, pair)
		}
		if len(own) == 0 && len(pair) == 2 {
			return nil
		}
	}
	return nil
}

// completed adds the countries of a pair that no known party stands for.
func (c *clause) completed(known, pair []dragoman.Actor) []dragoman.Actor {
	out := slices.Clone(known)
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
			from, _ := c.t.subtree(k)
			first = min(first, from)
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
