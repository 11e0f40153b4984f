package event

import (
	"slices"
	"strings"

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
		case word == "accord" || word == "according":
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
	if head < 0 || len(c.speaker) == 0 || !strings.HasPrefix(a.who[0].Via, "co-reference") || sameActor(a.who[0], c.speaker[0]) || len(a.who) > 1 {
		return
	}
	if kind := a.who[0].Kind; c.t.tok(head).UPOS != "PRON" && kind != c.speaker[0].Kind {
		return
	}
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		if a.holds(m.Head) && slices.ContainsFunc(m.Actors, func(b dragoman.Actor) bool { return sameActor(a.who[0], b) }) {
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

// heard leaves out who is nobody in particular ("negotiators"), and gives bodies and persons without a country that of their
// owner: "its government", "the press service of the president".
func (c *clause) heard(who []dragoman.Actor, head int) []dragoman.Actor {
	var out []dragoman.Actor
	for _, a := range who {
		if a.Country == "" && a.ID == "" && head >= 0 {
			if owners := c.authorsOf(head); len(owners) > 0 {
				a.Country = owners[0].Country
			}
		}
		if a.Country != "" || a.ID != "" || strings.ToLower(a.Name) != a.Name {
			out = append(out, a)
		}
	}
	return out
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

// telltale finds the extent of the clause that tells who speaks: from the subject to the verb.
func (c *clause) telltale(a *act, head int) {
	if head < 0 || c.quoted[head] != c.quoted[a.verb] {
		if head = c.neighbour(a.verb); head < 0 {
			return
		}
	}
	first, last := c.nounPhrase(head)
	switch {
	case head < a.verb && c.joined(last, a.verb):
		a.from = first
	case head > a.verb && head-a.verb < 8:
		a.to = last
	}
	for head > a.verb && a.from > 0 && c.t.tok(a.from-1).UPOS == "AUX" {
		a.from--
	}
}

// joined says whether nothing but the subject's own additions stands between it and its verb: no verb outside a pair of commas.
func (c *clause) joined(last, verb int) bool {
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

// judging reads "X called Y a Z" and "X described Y as Z".
func (c *clause) judging(p int) (act, bool) {
	a := act{verb: p, from: p, to: p, frame: c.t.lower[p] + ".judge"}
	if !c.spoken(p) || c.passive(p) {
		return a, false
	}
	a.first, a.last = c.judged(p)
	if a.last < a.first {
		return a, false
	}
	head := c.speakerHead(p)
	a.who, a.press = c.speakersOf(p, head)
	if len(a.who) == 0 {
		return a, false
	}
	c.telltale(&a, head)
	return a, true
}

// judged is the extent of what is judged and of the judgement; last < first when the verb passes none.
func (c *clause) judged(p int) (first, last int) {
	as := c.lex.Classes.Value("judgement", c.t.lower[p]) == "as"
	object, verdict := -1, -1
	for k := range c.t.kids(p) {
		switch {
		case as && (c.t.is(k, "obl") || c.t.is(k, "advcl") || c.t.is(k, "xcomp") || c.t.is(k, "nmod")) && k > p && c.hasAs(k):
			verdict = k
		case as && c.t.is(k, "obj"):
			object = k
		case c.t.is(k, "obj") && object < 0 && k > p:
			object = k
		case !as && k > p && c.verdict(k):
			verdict = k
		}
	}
	if as && verdict < 0 {
		verdict = c.asWithin(object)
	}
	if !as && verdict < 0 {
		verdict = c.afterNoun(object)
	}
	if verdict >= 0 && object < 0 { // "called the visit historic", taken for one phrase
		if object = c.t.child(verdict, "compound"); object < p {
			object = -1
		}
	}
	if object < 0 || verdict < 0 {
		return 0, -1
	}
	_, last = c.t.subtree(verdict)
	first = p + 1
	if object < p { // "which he described as impressive"
		first, _ = c.t.subtree(verdict)
		first++
	}
	return first, c.trimmed(first, last)
}

// verdict says whether a dependent behind the object can be what the object is called.
func (c *clause) verdict(k int) bool {
	switch c.t.rel(k) {
	case "xcomp":
		return !c.infinitive(k) && (!c.t.verbal(k) || c.participle(k))
	case "obj", "parataxis", "ccomp", "obl":
		return c.t.child(k, "case") < 0 && c.t.tok(k).UPOS != "VERB" && c.t.tok(k).UPOS != "ADV" && !strings.HasSuffix(c.t.tok(k).Deprel, "unmarked")
	}
	return false
}

func (c *clause) hasAs(k int) bool {
	return c.t.marker(k, "case") == "as" || c.t.marker(k, "mark") == "as"
}

// asWithin finds "as ..." that the parser hung on the object.
func (c *clause) asWithin(object int) int {
	if object >= 0 {
		for k := range c.t.kids(object) {
			if k > object && c.hasAs(k) {
				return k
			}
		}
	}
	return -1
}

// afterNoun finds an adjective or noun phrase that the parser hung on the object it judges ("called the decision unthinkable").
func (c *clause) afterNoun(object int) int {
	if object < 0 {
		return -1
	}
	for k := range c.t.kids(object) {
		if k > object && (c.t.is(k, "amod") && c.t.tok(k).UPOS == "ADJ" || c.t.is(k, "appos") && c.t.lower[k-1] != "," && c.t.child(k, "det") >= 0) {
			return k
		}
	}
	if _, last := c.t.subtree(object); last > object && c.t.tok(last).UPOS == "ADJ" {
		return last
	}
	return -1
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
	case name >= 0 && (a.said != nil || c.asserts(a.first, a.last+1)):
		a.who = c.direct(name)
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
