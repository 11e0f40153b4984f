package event

import (
	"strings"
)

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
	c.balance(&a)
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
		if k > object && (c.t.is(k, "amod") && c.t.tok(k).UPOS == "ADJ" || c.t.is(k, "appos") && c.introducesVerdict(k)) {
			return k
		}
	}
	if _, last := c.t.subtree(object); last > object && c.t.tok(last).UPOS == "ADJ" {
		return last
	}
	return -1
}

// introducesVerdict says whether an apposition begins like a verdict, by an article or in quotation marks, and behind no comma.
func (c *clause) introducesVerdict(k int) bool {
	first, _ := c.t.subtree(k)
	return c.t.lower[first] != "," && (c.t.child(k, "det") >= 0 || isQuoteMark(c.t.tok(first).Form))
}
