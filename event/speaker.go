package event

import (
	"strings"

	"dragoman"
)

// speakerHead is the head of the nearest subject: parsers give a verb of saying the subject of what is said besides its own.
func (c *clause) speakerHead(p int) int {
	best := -1
	for _, h := range c.slotsOf(p).get("subj") {
		if best < 0 || abs(h-p) < abs(best-p) {
			best = h
		}
	}
	if best < 0 && c.t.child(p, "aux:pass") < 0 && (c.t.child(p, "iobj") >= 0 || c.t.child(p, "obj") >= 0) {
		best = c.t.child(p, "nsubj") // taken for a passive's
	}
	if best >= 0 && c.quoted[best] && !c.quoted[p] {
		return -1
	}
	if m := c.mentionTo(c.auxiliary(p)); m > best && best >= 0 && best < p { // "Georgia, President X said, had no future"
		if first := c.cast.At(c.sentence, m).First; first > 0 && first > best && c.t.lower[first-1] == "," {
			return m
		}
	}
	if best >= 0 && c.cast.At(c.sentence, best) == nil {
		if m := c.mentionOver(best); m != nil {
			return m.Head
		}
	}
	return best
}

// auxiliary is the first of the adverbs and auxiliaries right before a verb, or the verb.
func (c *clause) auxiliary(p int) int {
	for p > 0 && (c.t.tok(p-1).UPOS == "ADV" || c.t.tok(p-1).UPOS == "AUX") {
		p--
	}
	return p
}

// mentionOver is the mention, no modifier, that the token belongs to; nil for none.
func (c *clause) mentionOver(k int) *dragoman.Mention {
	if c.sentence >= len(c.cast.Mentions) {
		return nil
	}
	for i := range c.cast.Mentions[c.sentence] {
		if m := &c.cast.Mentions[c.sentence][i]; m.First <= k && k < m.End && !m.Modifier && len(m.Actors) > 0 {
			return m
		}
	}
	return nil
}

// speakersOf resolves who speaks. The press is told apart: it reports what others do.
func (c *clause) speakersOf(p, head int) (who []dragoman.Actor, press bool) {
	if head >= 0 {
		who, press = c.voices(head)
	}
	if len(who) == 0 && !press && (head < 0 || c.t.tok(head).UPOS != "PRON") {
		if m := c.neighbour(p); m >= 0 && !(head >= 0 && c.lex.Classes.Has("press", c.t.lower[head])) {
			who = c.direct(m)
		}
	}
	if m := c.lead(p); len(who) == 0 && m >= 0 {
		who = c.direct(m)
	}
	if len(who) == 0 && head >= 0 && c.t.tok(head).UPOS == "PRON" && c.t.hasFeat(head, "Person=3") && !c.quoted[p] {
		who = c.standIn(head, c.speaker, "co-reference: who spoke before")
	}
	if len(who) > 0 && who[0].Sector == dragoman.SectorJRN && who[0].Kind != dragoman.ActorPerson {
		press = true
	}
	return c.heard(who, head), press
}

// outside takes who spoke last for a pronoun or "the company" that was resolved to somebody named only in the very words said.
func (c *clause) outside(a *act, head int) {
	if head < 0 || len(c.speaker) == 0 || !strings.HasPrefix(a.who[0].Via, "co-reference") || sameActor(&a.who[0], &c.speaker[0]) || len(a.who) > 1 {
		return
	}
	if kind := a.who[0].Kind; c.t.tok(head).UPOS != "PRON" && kind != c.speaker[0].Kind {
		return
	}
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		if a.holds(m.Head) && contains(m.Actors, &a.who[0]) {
			a.who = c.standIn(head, c.speaker, "co-reference: who spoke before")
			return
		}
	}
}

// lead is the head of a mention that begins the sentence and is cut off from a verb without a subject by a relative clause: "X, whose
// visit ends today, said that"; -1 for none.
func (c *clause) lead(p int) int {
	m := c.mentionFrom(c.start())
	if m < 0 || c.quoted[m] {
		return -1
	}
	commas := 0
	for k := c.cast.At(c.sentence, m).End; k < p; k++ {
		switch w := c.t.lower[k]; {
		case w == ",":
			commas++
		case commas == 1 && c.t.lower[k-1] == "," && w != "who" && w != "whose" && w != "which":
			return -1
		}
	}
	if commas != 2 || c.t.lower[c.cast.At(c.sentence, m).End] != "," {
		return -1
	}
	return m
}

const ownVoice = "speaker of the quotation"

// heard leaves out who is nobody in particular ("negotiators"), and gives bodies and persons without a country that of their
// owner: "its government", "the press service of the president".
func (c *clause) heard(who []dragoman.Actor, head int) []dragoman.Actor {
	var out []dragoman.Actor
	for _, a := range who {
		if a.Via == ownVoice {
			continue // "we have said that ..." within what is quoted
		}
		if a.Country == "" && a.ID == "" && head >= 0 {
			if owners := c.authorsOf(head); len(owners) > 0 {
				a.Country = owners[0].Country
			}
		}
		if somebody(&a) {
			out = append(out, a)
		}
	}
	return out
}

// somebody says whether an actor is known or has a name, so that a reader can tell who is meant.
func somebody(a *dragoman.Actor) bool {
	return a.Country != "" || a.ID != "" || strings.ToLower(a.Name) != a.Name
}

// voices are those whom the noun phrase headed by h lets speak: parties; the country of "Kazakh officials"; the ministry of
// "a source in the ministry"; whoever wrote "the letter".
func (c *clause) voices(h int) (who []dragoman.Actor, press bool) {
	if who = c.parties(h, false); len(who) > 0 {
		return who, false
	}
	word := c.t.lower[h]
	switch {
	case c.lex.Classes.Has("press", word):
		return c.owner(h), true
	case c.lex.Classes.Has("speech-document", word):
		return c.authors(h), false
	case c.lex.Classes.Has("spokesman", word):
		if who = c.authorsOf(h); len(who) == 0 {
			who = c.owner(h)
		}
		if len(who) == 0 {
			who = c.inside(h, 0)
		}
		return who, false
	case c.t.tok(h).UPOS == "NOUN" && c.lex.Classes.Has("unheard", word):
		return nil, false
	}
	return c.owner(h), false
}

// neighbour is the head of a mention right before the verb or, where the verb comes first ("said the minister"), right behind it.
func (c *clause) neighbour(p int) int {
	before := c.auxiliary(p)
	if m := c.mentionTo(before); m >= 0 && !c.quoted[m] {
		return m
	}
	if before > 0 && (c.t.tok(before-1).UPOS == "PUNCT") {
		if m := c.mentionFrom(p + 1); m >= 0 && !c.quoted[m] && c.t.child(m, "case") < 0 {
			return m
		}
	}
	return -1
}

// authors are whose statement, letter or message a noun names: its owner, else whoever spoke through such a thing before.
func (c *clause) authors(h int) []dragoman.Actor {
	if who := c.authorsOf(h); len(who) > 0 {
		return who
	}
	if who := c.owner(h); len(who) > 0 {
		return who
	}
	return c.standIn(h, c.author, "co-reference: whose "+c.t.lower[h]+" it is")
}

// authorsOf are the parties that a noun says it belongs to or comes from.
func (c *clause) authorsOf(h int) []dragoman.Actor {
	for k := range c.t.kids(h) {
		switch word := c.t.marker(k, "case"); {
		case c.t.tok(k).Deprel == "nmod:poss", c.t.is(k, "nmod") && (word == "of" || word == "by" || word == "from"):
			if who := c.parties(k, false); len(who) > 0 {
				return who
			}
		case c.t.is(k, "acl"):
			if who := c.side([]string{"subj", "by"}, c.slotsOf(k)); len(who) > 0 {
				return who
			}
		}
	}
	return nil
}
