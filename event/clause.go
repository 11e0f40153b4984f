package event

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/event/when"
	"dragoman/lexicon"
)

// clause is the working state for one sentence.
type clause struct {
	lex      *lexicon.Lexicon
	article  *dragoman.Article
	cast     *dragoman.Cast
	sentence int
	t        *tree
	depth    int
	quotes   []quotation      // those that the sentence has a part in
	quoted   []bool           // by token: stands between quotation marks
	speaker  []dragoman.Actor // who "we" and "I" are inside the quotation
	author   []dragoman.Actor // whose "the letter" or "the statement" is
	other    []dragoman.Actor // whom the speaker last had to do with: "his guest", "her counterpart"
	ended    *quotation       // the sentence before ended with it, and nobody there said who speaks
	acts     []act            // acts of speech

	dates          []when.Expression
	inheritedDate  dragoman.DateRange // from the sentence before, when this one points back to it
	inheritedPlace dragoman.Place
	agreement      []dragoman.Actor // parties of the last agreement told
	story          *story           // what the article has been telling of
}

// text is the document's text.
func (c *clause) text() string { return c.article.Document.Text }

// words cuts a span out of the document.
func (c *clause) words(s dragoman.Span) string { return s.Of(c.text()) }

// parties resolves the phrase headed by h, and what is co-ordinated with it, to actors. Soft looks into the phrase when
// its head is no actor: "the exports of Kazakhstan", "a factory in Croatia", "deepening ties with Zagreb".
func (c *clause) parties(h int, soft bool) []dragoman.Actor {
	var out []dragoman.Actor
	for _, k := range c.t.conjuncts(h) {
		out = appendActors(out, c.direct(k))
	}
	out = appendActors(out, c.coordinated(h))
	if len(out) == 0 && soft {
		out = c.inside(h, 0)
	}
	return out
}

// coordinated is a country joined by "and" right behind the country that h names, wherever the parser hung it, unless it
// begins a clause of its own.
func (c *clause) coordinated(h int) []dragoman.Actor {
	m := c.cast.At(c.sentence, h)
	if m == nil || len(m.Actors) != 1 || m.Actors[0].Kind != dragoman.ActorCountry || c.word(m.End) != "and" {
		return nil
	}
	for i := range c.cast.Mentions[c.sentence] {
		n := &c.cast.Mentions[c.sentence][i]
		if n.First != m.End+1 || len(n.Actors) != 1 || n.Actors[0].Kind != dragoman.ActorCountry {
			continue
		}
		if next := c.word(n.End); c.t.is(n.Head, "nsubj") || strings.HasPrefix(next, "'") || strings.HasPrefix(next, "’") {
			return nil
		}
		if n.Modifier && n.End < len(c.t.sent.Tokens) && !c.t.verbal(n.End) { // an adjective of the noun behind it
			return nil
		}
		return n.Actors
	}
	return nil
}

// direct is what the token itself stands for.
func (c *clause) direct(k int) []dragoman.Actor {
	if m := c.cast.At(c.sentence, k); m != nil && len(m.Actors) > 0 {
		return m.Actors
	}
	if c.quoted[k] && c.t.hasFeat(k, "Person=1") && c.t.tok(k).UPOS == "PRON" {
		return c.standIn(k, c.speaker, ownVoice)
	}
	if who := c.sayer(k); len(who) > 0 {
		return who
	}
	if len(c.agreement) > 0 && c.lex.Classes.Has("agreement", c.t.lower[k]) {
		if det := c.t.child(k, "det"); det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det]) {
			return c.standIn(k, c.agreement, "co-reference: parties of the agreement")
		}
	}
	for d := range c.t.kids(k) { // "the operator, JANAF"
		if c.t.is(d, "appos") {
			if m := c.cast.At(c.sentence, d); m != nil && len(m.Actors) > 0 {
				return m.Actors
			}
		}
	}
	if c.lex.Classes.Has("container", c.t.lower[k]) { // "thousands of Chinese students"
		for d := range c.t.kids(k) {
			if c.t.is(d, "nmod") && c.t.marker(d, "case") == "of" {
				return c.people(c.direct(d))
			}
		}
	}
	if who := c.landOf(k); len(who) > 0 {
		return who
	}
	if who := c.ownersOfWords(k); len(who) > 0 {
		return who
	}
	return c.referred(k)
}

// people makes inhabitants of countries: "hundreds of Lebanese".
func (c *clause) people(list []dragoman.Actor) []dragoman.Actor {
	out := slices.Clone(list)
	for i := range out {
		if a := &out[i]; a.Kind == dragoman.ActorCountry {
			a.ID, a.Name, a.Kind, a.Sector = a.Country+".CVL", "people of "+a.Name, dragoman.ActorGroup, dragoman.SectorCVL
		}
	}
	return out
}

// landOf lets a city or region stand for its country: "opened a consulate in Alexandria", "missiles struck Kharkiv".
func (c *clause) landOf(k int) []dragoman.Actor {
	m := c.cast.At(c.sentence, k)
	if m == nil || m.Place == nil || m.Place.Country == "" || len(m.Actors) > 0 {
		return nil
	}
	return []dragoman.Actor{{ID: m.Place.Country, Name: c.lex.CountryName(m.Place.Country), Kind: dragoman.ActorCountry,
		Country: m.Place.Country, Text: c.words(m.Span), Span: m.Span, Via: "place " + m.Place.Name}}
}

// standIn lets a word act for parties told elsewhere: "we" for the speaker, "this agreement" for those who concluded it.
func (c *clause) standIn(k int, who []dragoman.Actor, via string) []dragoman.Actor {
	out := make([]dragoman.Actor, 0, len(who))
	for _, a := range who {
		a.Text, a.Span, a.Via = c.t.tok(k).Form, c.t.tok(k).Span, via
		out = append(out, a)
	}
	return out
}

// sayer resolves a pronoun that is the subject of what its own sentence reports to whoever says it: "Ireland says it is
// willing". The actor room has had its say before.
func (c *clause) sayer(k int) []dragoman.Actor {
	if c.t.tok(k).UPOS != "PRON" || !c.t.is(k, "nsubj") || !c.t.hasFeat(k, "Person=3") {
		return nil
	}
	verb := c.t.tok(k).Head
	if verb < 0 || !c.t.is(verb, "ccomp") {
		return nil
	}
	head := c.t.tok(verb).Head
	if head < 0 || !c.lex.Classes.Has("say", c.t.lower[head]) {
		return nil
	}
	for s := range c.t.kids(head) {
		if c.t.is(s, "nsubj") {
			if m := c.cast.At(c.sentence, s); m != nil {
				return m.Actors
			}
		}
	}
	return nil
}

const maxInside = 4 // how deep a phrase is searched for a party

// insideOrder says in which order the parts of a phrase are tried.
var insideOrder = []string{"nmod:poss", "amod", "compound", "nmod", "obl", "obj", "appos", "nsubj", "xcomp", "ccomp", "acl", "advcl", "conj"}

// inside looks for the nearest actor within a phrase that is no actor itself.
func (c *clause) inside(h, depth int) []dragoman.Actor {
	if depth >= maxInside {
		return nil
	}
	for _, rel := range insideOrder {
		for k := range c.t.kids(h) {
			if !c.t.is(k, rel) || (rel == "acl" && c.finite(k)) || c.suffers(k, h) {
				continue
			}
			var found []dragoman.Actor
			for _, j := range c.t.conjuncts(k) {
				found = appendActors(found, c.direct(j))
			}
			if len(found) == 0 {
				found = c.inside(k, depth+1)
			}
			if len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// suffers says whether the phrase under a noun of conflict names who is at the receiving end of it, who is never whom the noun is
// held against: in "condemned the invasion of A", "sanctions against A" it is A. What something is near suffers as little.
func (c *clause) suffers(k, noun int) bool {
	if !c.t.is(k, "nmod") {
		return false
	}
	marker := c.t.marker(k, "case")
	if marker == "near" || !c.lex.Classes.Has("conflict-noun", c.t.lower[noun]) {
		return marker == "near"
	}
	switch marker {
	case "of", "on", "against", "in", "at", "upon", "into":
		return true
	}
	return false
}

// appendActors adds actors that are not in the list yet.
func appendActors(list, more []dragoman.Actor) []dragoman.Actor {
	if list == nil && len(more) > 0 {
		list = make([]dragoman.Actor, 0, len(more))
	}
	for i := range more {
		if !contains(list, &more[i]) {
			list = append(list, more[i])
		}
	}
	return list
}

// contains says whether the actor is one of the list.
func contains(list []dragoman.Actor, a *dragoman.Actor) bool {
	for i := range list {
		if sameActor(a, &list[i]) {
			return true
		}
	}
	return false
}

// sameActor compares by identifier; unresolved actors by their words.
func sameActor(a, b *dragoman.Actor) bool {
	if a.ID == "" && b.ID == "" {
		return strings.EqualFold(a.Text, b.Text)
	}
	return a.ID == b.ID
}

// without removes actors that stand in other.
func without(list, other []dragoman.Actor) []dragoman.Actor {
	return slices.DeleteFunc(slices.Clone(list), func(a dragoman.Actor) bool {
		return contains(other, &a)
	})
}

// countries lists the distinct countries of actors, in order; actors above countries count by their identifier.
func countries(list []dragoman.Actor) []string {
	var out []string
	for _, a := range list {
		key := a.Country
		if key == "" {
			key = a.ID
		}
		if key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}
