package event

import (
	"strings"

	"slices"

	"dragoman"
)

// An act of speech is one verb (or "according to") with who speaks, to whom, and where in the sentence the words said stand.
type act struct {
	verb        int
	who         []dragoman.Actor
	first, last int // tokens of what is said, inclusive; where the act stands within, they surround it
	from, to    int // tokens of the clause that tells who speaks, inclusive
	said, upto  *quotation
	frame       string
	press       bool // a newspaper or agency reports: a source, no party that speaks
}

// holds says whether the token belongs to what is said, not to the telling of it.
func (a *act) holds(k int) bool {
	return k >= a.first && k <= a.last && (k < a.from || k > a.to)
}

// speech finds the acts of speech of the sentence.
func (c *clause) speech() []act {
	c.acts = nil
	add := func(a act, ok bool) {
		if ok {
			c.acts = append(c.acts, a)
		}
	}
	for p := range c.t.sent.Tokens {
		switch word := c.t.lower[p]; {
		case strings.EqualFold(c.t.tok(p).Form, "according"):
			add(c.accordingTo(p))
		case word == ":":
			add(c.labelled(p))
		case !c.t.verbal(p):
		case c.lex.Classes.Has("judgement", word):
			a, ok := c.judging(p)
			if !ok && c.lex.Classes.Has("speech", word) {
				a, ok = c.telling(p)
			}
			add(a, ok)
		case c.lex.Classes.Has("speech", word):
			add(c.telling(p))
		}
	}
	return c.apart(c.acts)
}

// apart drops a labelled act ("X welcomed the deal: ...") whose words another act tells.
func (c *clause) apart(acts []act) []act {
	return slices.DeleteFunc(acts, func(a act) bool {
		return a.frame == ":.say" && slices.ContainsFunc(acts, func(b act) bool { return b.verb != a.verb && b.first == a.first })
	})
}

// telling reads a verb of saying: "X said that ...", "..., X said", "... , said X, ..."
func (c *clause) telling(p int) (act, bool) {
	a := act{verb: p, from: p, to: p, frame: c.t.lower[p] + ".say"}
	if !c.spoken(p) {
		return a, false
	}
	head := c.speakerHead(p)
	if before := c.trailing(p); before != nil {
		a.who, a.press = before.who, before.press
		before.last = min(before.last, c.trimmed(before.first, p-1))
	} else if a.who, a.press = c.speakersOf(p, head); len(a.who) > 0 {
		c.telltale(&a, head)
	} else {
		return a, false
	}
	switch {
	case c.content(&a):
		c.quotesOf(&a)
	case !c.followed(&a):
		c.speaker = a.who
		return a, false
	}
	if a.from < p || a.to > p {
		c.outside(&a, head)
	}
	if c.lex.Classes.Value("speech", c.t.lower[p]) == "quote" && a.said == nil || c.question() && a.said == nil {
		return a, false
	}
	if c.lex.Classes.Value("speech", c.t.lower[p]) == "deny" && a.said == nil && a.first > p {
		a.first = p // without its verb a denial would say the opposite
	}
	return a, true
}

// trailing is the telling that a participle goes on with: "X said ..., stressing that ...". It has its speaker, and what it tells ends
// there.
func (c *clause) trailing(p int) *act {
	if len(c.acts) == 0 || p == 0 || c.t.lower[p-1] != "," || !c.gerund(p) {
		return nil
	}
	if a := &c.acts[len(c.acts)-1]; a.verb < p && c.t.verbal(a.verb) && c.quoted[a.verb] == c.quoted[p] {
		return a
	}
	return nil
}

// followed takes the quotation that the sentence before ended with: “Who gave them the right?” X asked.
func (c *clause) followed(a *act) bool {
	if c.ended == nil || a.from != c.start() || c.gerund(a.verb) {
		return false
	}
	a.said, a.upto, a.first, a.last = c.ended, c.ended, a.to+1, a.to
	return true
}

// spoken says whether the verb tells of speech that took place.
func (c *clause) spoken(p int) bool {
	if st, _ := c.ownStatus(p); st != dragoman.Happened && st != dragoman.Ongoing {
		return false
	}
	for k := range c.t.kids(p) {
		switch w := c.t.lower[k]; {
		case w == "nor" || w == "neither" || w == "nobody" || w == "nothing":
			return false
		case c.t.is(k, "aux") && k == c.start() && !c.question():
			return false // "Had X said that"
		case c.t.is(k, "nsubj"):
			if det := c.t.child(k, "det"); det >= 0 && (c.t.lower[det] == "neither" || c.t.lower[det] == "no") {
				return false
			}
		}
	}
	if !c.infinitive(p) {
		return true
	}
	head := c.t.tok(p).Head
	return head >= 0 && c.lex.Classes.Has("speech-habit", c.t.lower[head])
}

// telltale finds the extent of the clause that tells who speaks: from the subject to the verb.
func (c *clause) telltale(a *act, head int) {
	if head < 0 || c.quoted[head] != c.quoted[a.verb] {
		if head = c.neighbour(a.verb); head < 0 {
			return
		}
	}
	first, last := c.nounPhrase(head)
	switch {
	case head < a.verb && c.connected(last, a.verb):
		a.from = first
	case head > a.verb && head-a.verb < 8:
		a.to = last
	}
	if head < a.verb {
		for k := a.from - 1; k > 0 && !c.t.verbal(k); k-- { // what else the subject's phrase holds, up to the comma before it
			if c.breaks(k) {
				a.from = k + 1
				break
			}
		}
	}
	for head > a.verb && a.from > 0 && c.t.tok(a.from-1).UPOS == "AUX" {
		a.from--
	}
}

// connected says whether nothing but the subject's own additions stands between it and its verb: no verb outside a pair of commas.
func (c *clause) connected(last, verb int) bool {
	depth := false
	for k := last + 1; k < verb; k++ {
		switch {
		case c.t.lower[k] == ",":
			depth = !depth
		case c.t.tok(k).UPOS == "VERB" && !depth && c.finite(k) && c.t.tok(verb).Head != k:
			return false
		}
	}
	return true
}

// nounPhrase is the extent of the phrase headed by h as far as no comma, colon or quotation mark cuts it.
func (c *clause) nounPhrase(h int) (first, last int) {
	first, last = h, h
	for first > 0 && !c.breaks(first-1) && c.t.within(first-1, h) {
		first--
	}
	for last+1 < len(c.t.sent.Tokens) && !c.breaks(last+1) && c.t.within(last+1, h) && c.t.tok(last+1).UPOS != "VERB" {
		last++
	}
	if c.sentence < len(c.cast.Mentions) {
		for i := range c.cast.Mentions[c.sentence] {
			if m := &c.cast.Mentions[c.sentence][i]; m.Head == h {
				first, last = min(first, m.First), max(last, m.End-1)
			}
		}
	}
	return first, last
}

func (c *clause) breaks(k int) bool {
	w := c.t.tok(k).Form
	return w == "," || w == ";" || w == ":" || w == "–" || w == "—" || isQuoteMark(w)
}

// accordingTo reads "according to X".
func (c *clause) accordingTo(p int) (act, bool) {
	a := act{verb: p, from: p, to: p, frame: "according.say"}
	h := c.t.tok(p).Head
	if h <= p || !c.t.nominal(h) {
		if h = c.mentionFrom(p + 2); h < 0 {
			return a, false
		}
	}
	a.who, a.press = c.voices(h)
	if a.who = c.heard(a.who, h); len(a.who) == 0 {
		return a, false
	}
	a.press = a.press || a.who[0].Sector == dragoman.SectorJRN && a.who[0].Kind != dragoman.ActorPerson
	n, start := len(c.t.sent.Tokens), c.start()
	a.to = h
	for a.to+1 < n && c.t.lower[a.to+1] != "," && !c.end(a.to+1) {
		a.to++
	}
	if p == start || p == start+1 && c.t.tok(start).UPOS == "CCONJ" {
		a.to = c.apposition(a.to, h)
		a.first, a.last = a.to+2, c.trimmed(a.to+2, n-1)
	} else {
		a.first, a.last = start, c.trimmed(start, p-1)
		if !c.asserts(start, p) {
			a.last = c.trimmed(start, n-1)
		}
	}
	c.quotesOf(&a)
	return a, a.first <= a.last && a.first < n
}

// apposition extends "its spokesperson" to "its spokesperson, Ebba Kalondo", given the last token before a comma.
func (c *clause) apposition(last, head int) int {
	for k := last + 2; k < len(c.t.sent.Tokens) && k < last+8; k++ {
		switch {
		case c.t.lower[k] == "," && k > last+2:
			return k - 1
		case c.t.tok(k).UPOS != "PROPN" && c.t.tok(k).UPOS != "ADP" && c.t.tok(k).UPOS != "DET" && c.t.tok(k).UPOS != "NOUN" && c.t.tok(k).UPOS != "PART":
			return last
		}
	}
	return last
}

// labelled reads "X: ..." and "X welcomed it: “...”", given the colon.
func (c *clause) labelled(colon int) (act, bool) {
	a := act{verb: colon, from: c.start(), to: colon, first: colon + 1, last: c.trimmed(colon+1, len(c.t.sent.Tokens)-1), frame: ":.say"}
	if colon+2 >= len(c.t.sent.Tokens) || c.quoted[colon] {
		return a, false
	}
	c.quotesOf(&a)
	name := c.mentionTo(colon)
	if name >= 0 && !c.title(a.from, c.cast.At(c.sentence, name).First) {
		name = -1
	}
	switch {
	case name >= 0 && (a.said != nil || c.cast.At(c.sentence, name).Actors[0].Kind == dragoman.ActorPerson && c.asserts(a.first, a.last+1)):
		a.who = c.direct(name)
		a.press = a.who[0].Sector == dragoman.SectorJRN && a.who[0].Kind != dragoman.ActorPerson
	case a.said != nil && c.quoteAt(colon+2) == a.said: // the mark stands right behind the colon
		root := c.t.sent.Root()
		if root >= 0 && root < colon && c.t.verbal(root) && c.spoken(root) {
			a.who, a.press = c.speakersOf(root, c.speakerHead(root))
		}
	}
	return a, len(a.who) > 0
}

// title says whether the tokens before a name are none but a title.
func (c *clause) title(from, to int) bool {
	for k := from; k < to; k++ {
		if u := c.t.tok(k).UPOS; u != "NOUN" && u != "PROPN" && u != "ADJ" && u != "PART" {
			return false
		}
	}
	return true
}
