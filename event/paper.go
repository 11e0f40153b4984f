package event

import (
	"strings"

	"dragoman"
)

// A born is an act that a frame says a record is born of, kept until the sentence's records are read.
type born struct {
	match *match
	event dragoman.Event
	at    int // its index among the reading's events, -1 when the frame yields no event
}

// paper is an agreement noun with what governs it.
type paper struct {
	noun  int
	top   int // the noun, or the container it stands in ("a package of documents")
	pred  int // the word that brings it to its station; the noun itself without one
	state dragoman.AgreementState
	frame string // why, where no frame of the lexicon fired
}

// phrases looks up what a class of phrases says of the words around a token: the longest that ends with it or goes on behind
// it ("free trade agreement", "memorandum of understanding"), else a modifier and the word ("framework ... agreement").
func (c *clause) phraseValue(class string, k int) string {
	first := k
	for i := k - 1; i >= 0 && k-i < 6; i-- {
		if u := c.t.tok(i).UPOS; u != "NOUN" && u != "PROPN" && u != "ADJ" && u != "ADV" && u != "VERB" && u != "ADP" && c.form(i) != "-" {
			break
		}
		first = i
	}
	for _, last := range []int{k + 2, k} {
		if last > k && (c.word(k+1) != "of" || last >= len(c.t.lower)) {
			continue
		}
		for i := first; i <= k; i++ {
			if v := c.lex.Classes.Value(class, c.joined(i, last)); v != "" && last-i > 0 {
				return v
			}
		}
	}
	for d := range c.t.kids(k) {
		if d < k {
			if v := c.lex.Classes.Value(class, c.t.lower[d]+" "+c.t.lower[k]); v != "" {
				return v
			}
		}
	}
	return ""
}

// joined are the lemmas from first to last, hyphens left out.
func (c *clause) joined(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		if w := c.t.lower[i]; w != "-" && w != "–" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strings.ReplaceAll(w, "-", " "))
		}
	}
	return b.String()
}

// agreementKind is what the agreement noun is called, "" when it names none.
func (c *clause) agreementKind(noun int) string {
	if v := c.phraseValue("agreement", noun); v != "" {
		return v
	}
	word := c.t.lower[noun]
	if c.lex.Classes.Has("agreement-part", word) && !c.lex.Classes.Has("agreement-weak", word) {
		return ""
	}
	return c.lex.Classes.Value("agreement", word)
}

// paperNoun says whether the token heads a phrase that may name an agreement.
func (c *clause) paperNoun(k int) bool {
	word := c.t.lower[k]
	if !c.lex.Classes.Has("agreement", word) && !c.lex.Classes.Has("agreement-part", word) {
		return false
	}
	if h := c.t.tok(k).Head; h > k && c.t.is(k, "compound") && c.t.nominal(h) { // "the treaty text", "a memorandum signing"
		return c.lex.Classes.Has("station-noun", c.t.lower[h])
	}
	return c.agreementKind(k) != ""
}

// paperAt reads an agreement noun and its station; ok is false where nothing says what became of it.
func (c *clause) paperAt(k int) (p paper, ok bool) {
	p = paper{noun: k, top: c.contained(k), pred: k}
	for _, read := range []func(*paper) bool{c.participial, c.governed, c.nominalised, c.actedOn, c.owned} {
		if read(&p) {
			return p, true
		}
	}
	return p, false
}

// contained climbs from a noun to the container and to the first of the co-ordinated nouns that it stands in.
func (c *clause) contained(k int) int {
	for step := 0; step < 4; step++ {
		h := c.t.tok(k).Head
		switch {
		case h < 0 || !c.t.nominal(h) && !(c.t.is(k, "conj") && c.t.tok(h).UPOS == "NUM"):
			return k
		case c.t.is(k, "conj"), c.nameTail(k), c.t.is(k, "nmod") && c.t.marker(k, "case") == "of" && c.holdsSeveral(h):
			k = h
		default:
			return k
		}
	}
	return k
}

func (c *clause) holdsSeveral(k int) bool {
	w := c.t.lower[k]
	return c.t.tok(k).UPOS == "NUM" || c.lex.Classes.Has("container", w) || c.lex.Classes.Has("bundle", w)
}

// brings looks up the station that a verb brings a noun to: by the verb alone, with its particle, or with the preposition and
// noun behind it.
func (c *clause) brings(class string, verb int, prep string) string {
	word := c.t.lower[verb]
	if prep != "" {
		return c.lex.Classes.Value(class, word+" "+prep)
	}
	for d := range c.t.kids(verb) {
		if d > verb && (c.t.is(d, "compound") || c.t.is(d, "advmod") || c.t.is(d, "obl") || c.t.is(d, "obj")) {
			phrase := word + " " + c.t.lower[d]
			if w := c.t.marker(d, "case"); w != "" {
				phrase = word + " " + w + " " + c.t.lower[d]
			}
			if v := c.lex.Classes.Value(class, phrase); v != "" {
				return v
			}
		}
	}
	return c.lex.Classes.Value(class, word)
}

// participial reads a clause on the noun: "an agreement signed by X and Y", "the treaty that X ratified".
func (c *clause) participial(p *paper) bool {
	for d := range c.t.kids(p.noun) {
		if c.t.is(d, "acl") && c.t.verbal(d) && !c.infinitive(d) && c.settles(p, d) {
			return true
		}
	}
	return false
}

// settles says whether the verb brings the noun to a station as its deep object or subject, and keeps the station.
func (c *clause) settles(p *paper, verb int) bool {
	s := c.slotsOf(verb)
	state := ""
	switch {
	case holds(s.get("obj"), p.top, p.noun):
		state = c.brings("station", verb, "")
	case holds(s.get("subj"), p.top, p.noun):
		state = c.brings("station-of", verb, "")
	}
	return c.keep(p, verb, state)
}

func holds(list []int, a, b int) bool {
	for _, h := range list {
		if h == a || h == b {
			return true
		}
	}
	return false
}

// keep notes a station unless the noun is none that the station makes an agreement of.
func (c *clause) keep(p *paper, pred int, state string) bool {
	if state == "" || state != "signed" && c.lex.Classes.Has("agreement-weak", c.t.lower[p.noun]) && c.phraseValue("agreement", p.noun) == "" {
		return false
	}
	p.pred, p.state, p.frame = pred, dragoman.AgreementState(state), c.t.lower[pred]+"+agreement"
	return true
}

// governed reads the verb that the noun depends on.
func (c *clause) governed(p *paper) bool {
	if c.adjectival(p) {
		return true
	}
	word := ""
	if c.t.is(p.top, "obl") || c.t.is(p.top, "nmod") {
		word = c.t.marker(p.top, "case")
	}
	verb := c.t.tok(p.top).Head
	for step := 0; word != "" && verb >= 0 && c.t.nominal(verb) && step < 2; step++ { // "agreed by telephone with X on a contract"
		if c.t.is(verb, "nmod") && c.t.marker(verb, "case") == "of" {
			break
		}
		verb = c.t.tok(verb).Head
	}
	if verb < 0 || !c.t.verbal(verb) {
		return false
	}
	if word != "" {
		for d := range c.t.kids(verb) { // "concluded talks on a treaty", with the treaty hung on the verb
			if d < p.top && c.t.is(d, "obj") && word != "with" && c.keep(p, d, c.lex.Classes.Value("station-noun", c.t.lower[d])) {
				return true
			}
		}
		return c.keep(p, verb, c.brings("station", verb, word)) || c.keep(p, verb, c.brings("outcome", verb, word))
	}
	if c.settles(p, verb) {
		return true
	}
	return c.t.is(p.top, "obj") && c.keep(p, verb, c.brings("outcome", verb, ""))
}

// adjectival reads a past tense that the parser took for an adjective of its object: "Their ministers signed documents".
func (c *clause) adjectival(p *paper) bool {
	for d := range c.t.kids(p.top) {
		if d < p.top && d > 0 && c.t.is(d, "amod") && c.t.verbal(d) && c.t.nominal(d-1) {
			return c.keep(p, d, c.brings("station", d, ""))
		}
	}
	return false
}

// nominalised reads "the signing of an agreement", "talks on a treaty", "treaty ratification".
func (c *clause) nominalised(p *paper) bool {
	h := c.t.tok(p.top).Head
	if h < 0 || !c.t.nominal(h) {
		return false
	}
	return c.keep(p, h, c.lex.Classes.Value("station-noun", c.t.lower[h]))
}

// actedOn reads agreements in force: "under its contract with X", "X has a treaty with Y".
func (c *clause) actedOn(p *paper) bool {
	state := c.lex.Classes.Value("acted-on", c.t.marker(p.top, "case"))
	if verb := c.t.tok(p.top).Head; verb >= 0 && c.t.is(p.top, "obj") && c.t.lower[verb] == "have" && c.t.verbal(verb) && len(c.slotsOf(verb).get("with")) > 0 {
		return c.keep(p, verb, "in force")
	}
	if state == "" {
		return false
	}
	pred := p.noun
	if verb := c.t.tok(p.top).Head; verb >= 0 && c.t.verbal(verb) {
		pred = verb
	}
	return c.keep(p, pred, state)
}

// owned reads an agreement that is simply there: "the agreement between X and Y", "last week's agreements".
func (c *clause) owned(p *paper) bool {
	if c.lex.Classes.Has("agreement-weak", c.t.lower[p.noun]) {
		return false
	}
	for d := range c.t.kids(p.noun) {
		if w := c.t.marker(d, "case"); w == "between" || (w == "'s" || w == "’s") && c.dated(d) {
			return c.keep(p, p.noun, "signed")
		}
	}
	return false
}
