package event

import (
	"dragoman"
)

// rank orders statuses by how much they take away; the strongest on the way up the tree wins.
var rank = map[dragoman.Status]int{
	dragoman.Happened: 0, dragoman.Ongoing: 1, dragoman.Planned: 2, dragoman.Hypothetical: 3, dragoman.Negated: 4,
}

const maxEmbedding = 5 // how many governing clauses are looked at

// status says whether what the predicate names came about, from its own form and from everything it hangs on; the note
// names the word that decided.
func (c *clause) status(p int) (dragoman.Status, string) {
	st, note := c.ownStatus(p)
	for level, at := 0, p; level < maxEmbedding; level++ {
		head := c.t.tok(at).Head
		if head < 0 {
			break
		}
		eff, why, factive := c.embedding(at, head)
		if rank[eff] > rank[st] {
			st, note = eff, why
		}
		if factive {
			break
		}
		at = head
	}
	if st == dragoman.Happened && c.question() {
		st, note = dragoman.Hypothetical, "a question"
	}
	if st == dragoman.Happened && c.fragment() {
		st, note = dragoman.Hypothetical, "no verb says that it came about"
	}
	return st, note
}

// ownStatus reads the predicate's own auxiliaries, negation and tense.
func (c *clause) ownStatus(p int) (dragoman.Status, string) {
	st, note := dragoman.Happened, ""
	set := func(s dragoman.Status, k int) {
		if rank[s] > rank[st] {
			st, note = s, "“"+c.t.tok(k).Form+"”"
		}
	}
	progressive := false
	for k := range c.t.kids(p) {
		word := c.t.lower[k]
		switch {
		case c.t.is(k, "advmod") && c.lex.Classes.Has("negation", word), c.t.is(k, "det") && word == "no":
			set(dragoman.Negated, k)
		case c.t.is(k, "aux") && c.lex.Classes.Has("modal-planned", word):
			set(dragoman.Planned, k)
		case c.t.is(k, "aux") && word == "would" && c.reported(p):
			set(dragoman.Planned, k) // the future of a report in the past: "announced that it would"
		case c.t.is(k, "aux") && c.lex.Classes.Has("modal-hypothetical", word):
			set(dragoman.Hypothetical, k)
		case c.t.is(k, "aux") && word == "be" && c.t.hasFeat(k, "Tense=Pres"):
			progressive = c.t.hasFeat(p, "VerbForm=Ger") || c.t.hasFeat(p, "VerbForm=Part") && c.t.hasFeat(p, "Tense=Pres")
		case (c.t.is(k, "amod") || c.t.is(k, "advmod")) && c.lex.Classes.Has("adjective-planned", word):
			set(dragoman.Planned, k)
		case (c.t.is(k, "amod") || c.t.is(k, "advmod")) && c.lex.Classes.Has("adjective-hypothetical", word):
			set(dragoman.Hypothetical, k)
		case c.t.is(k, "mark") && word == "to" && c.isTo(p, "Tense=Pres"):
			set(dragoman.Planned, k)
		case c.t.is(k, "mark") && word == "to" && c.isTo(p, "Tense=Past"):
			set(dragoman.Hypothetical, k) // "was to be finished": whether it was is not told
		case c.t.is(k, "mark") && c.lex.Classes.Has("mark-hypothetical", word):
			set(dragoman.Hypothetical, k)
		case c.t.is(k, "mark") && word == "without", c.t.is(k, "case") && word == "without":
			set(dragoman.Negated, k)
		case (c.t.is(k, "mark") || c.t.is(k, "case")) && c.gerund(p) && c.lex.Classes.Has("mark-aim", word) && !c.credited(p):
			set(dragoman.Hypothetical, k)
		}
	}
	if c.t.verbal(p) && st != dragoman.Negated {
		for k := range c.t.kids(p) { // "no agreement was signed"
			if c.t.is(k, "nsubj") || c.t.is(k, "obj") {
				if det := c.t.child(k, "det"); det >= 0 && c.t.lower[det] == "no" {
					set(dragoman.Negated, det)
				}
				if cc := c.t.child(k, "cc"); cc >= 0 && c.t.lower[cc] == "neither" {
					set(dragoman.Negated, cc)
				}
			}
		}
	}
	if progressive && st == dragoman.Happened {
		st = dragoman.Ongoing
	}
	return st, note
}

// credited says whether the gerund is what somebody is thanked or praised for, which has been done.
func (c *clause) credited(p int) bool {
	head := c.t.tok(p).Head
	return head >= 0 && c.t.is(p, "advcl") && c.t.marker(p, "mark") == "for" && c.lex.Classes.Has("credit-verb", c.t.lower[head])
}

// chargedWith says whether the gerund is what somebody is accused of, or praised or blamed for: its subject is whom it is held
// against.
func (c *clause) chargedWith(p int) bool {
	head := c.t.tok(p).Head
	if head < 0 || !c.t.is(p, "advcl") || !c.gerund(p) {
		return false
	}
	w := c.t.marker(p, "mark")
	return (w == "of" || w == "for") && (c.lex.Classes.Has("credit-verb", c.t.lower[head]) || c.lex.Classes.Has("blame-verb", c.t.lower[head]))
}

// isTo recognises "is to join" and "was to be finished": an infinitive with a form of be and no other verb above it.
func (c *clause) isTo(p int, tense string) bool {
	for k := range c.t.kids(p) {
		if (c.t.is(k, "cop") || c.t.is(k, "aux")) && c.t.lower[k] == "be" && c.t.hasFeat(k, tense) && k < p {
			return true
		}
	}
	return false
}

// firstTo recognises "the first leader to visit X": who is the first to do a thing has done it.
func (c *clause) firstTo(noun int) bool {
	if c.lex.Classes.Has("ordinal", c.t.lower[noun]) {
		return true
	}
	for k := range c.t.kids(noun) {
		if c.t.is(k, "amod") && c.lex.Classes.Has("ordinal", c.t.lower[k]) {
			return true
		}
	}
	return false
}

// reported says whether the clause is what somebody says.
func (c *clause) reported(p int) bool {
	head := c.t.tok(p).Head
	return head >= 0 && c.t.is(p, "ccomp") && (c.lex.Classes.Has("say", c.t.lower[head]) || c.lex.Classes.Has("embed-planned", c.t.lower[head]))
}

// gerund says whether the token is an -ing form.
func (c *clause) gerund(p int) bool {
	return c.t.verbal(p) && (c.t.hasFeat(p, "VerbForm=Ger") || c.t.tok(p).XPOS == "VBG")
}

// embedding says what the governor makes of the dependent; factive ends the climb, since what stands above a factual
// clause does not touch it.
func (c *clause) embedding(at, head int) (st dragoman.Status, note string, factive bool) {
	if c.reduced(at) >= 0 {
		return dragoman.Happened, "", true
	}
	note = "under “" + c.t.tok(head).Form + "”"
	st = c.embedClass(head)
	switch c.t.rel(at) {
	case "conj":
		if c.finite(at) && c.t.verbal(at) || c.t.nominal(at) != c.t.nominal(head) {
			return dragoman.Happened, "", true
		}
		own, why := c.ownStatus(head)
		return own, why, false
	case "ccomp", "parataxis":
		if c.t.rel(at) == "parataxis" {
			return dragoman.Happened, "", true
		}
		if c.finite(at) {
			if st == dragoman.Planned || st == dragoman.Ongoing {
				st = dragoman.Happened // "announced that X had visited": only doubt and denial reach into a that-clause
			}
			return st, note, true
		}
	case "xcomp":
		return c.withOwn(c.commanded(st, at, head), note, head)
	case "acl":
		if c.finite(at) {
			if verb := c.t.tok(head).Head; verb >= 0 && c.t.is(head, "obj") && c.t.child(at, "mark") >= 0 && c.embedClass(verb) == dragoman.Negated {
				return dragoman.Negated, "under “" + c.t.tok(verb).Form + "”", true // "denied reports that X had visited"
			}
			return dragoman.Happened, "", true
		}
		if c.infinitive(at) {
			if c.firstTo(head) {
				return dragoman.Happened, "", false
			}
			if st == dragoman.Happened {
				st = dragoman.Planned
			}
			return c.withOwn(st, note, head)
		}
		return dragoman.Happened, "", true
	case "advcl":
		if c.infinitive(at) && c.lex.Classes.Has("purpose-happened", c.t.lower[head]) {
			return dragoman.Happened, "", false // "marched to protest against"
		}
		if c.ordered(at) {
			return c.withOwn(c.commanded(st, at, head), note, head)
		}
		if c.infinitive(at) {
			return dragoman.Hypothetical, "a purpose of “" + c.t.tok(head).Form + "”", true
		}
		if !c.finite(at) && !c.t.nominal(at) {
			own, why := c.ownStatus(head)
			return own, why, false
		}
		return dragoman.Happened, "", true
	case "nsubj":
		if st == dragoman.Negated && c.lex.Classes.Has("occur", c.t.lower[head]) {
			st = dragoman.Happened // "the visit ended on Friday"
		}
		if own, _ := c.ownStatus(head); own == dragoman.Negated && c.t.verbal(head) && !c.denied(head) {
			return st, note, false // "the expulsion drew no reply"
		}
		return c.withOwn(st, note, head)
	case "obj":
		if c.lex.Classes.Has("denounce-verb", c.t.lower[head]) {
			own, why := c.ownStatus(head) // what is condemned has been done
			return own, why, false
		}
		if st == dragoman.Negated && c.lex.Classes.Has("occur", c.t.lower[head]) && c.lex.Classes.Has("occasion", c.t.lower[at]) {
			st = dragoman.Happened // "ended a visit"
		}
		return c.withOwn(st, note, head)
	case "obl", "nmod", "iobj", "compound":
		return c.withOwn(st, note, head)
	case "amod", "appos":
		return dragoman.Happened, "", true
	}
	return dragoman.Happened, "", true
}

// denied says whether the verb itself is negated, rather than what it governs.
func (c *clause) denied(verb int) bool {
	for k := range c.t.kids(verb) {
		if c.t.is(k, "advmod") && c.lex.Classes.Has("negation", c.t.lower[k]) {
			return true
		}
	}
	return false
}

// ordered says whether a purpose clause is really what the object of its verb is made or asked to do ("persuaded X to release Y").
func (c *clause) ordered(p int) bool {
	head := c.t.tok(p).Head
	return head >= 0 && c.t.is(p, "advcl") && c.infinitive(p) && c.lex.Classes.Has("object-control", c.t.lower[head]) && c.t.child(head, "obj") >= 0
}

// commanded is what an infinitive comes to under a verb of effect st: only some verbs say that it was done.
func (c *clause) commanded(st dragoman.Status, at, head int) dragoman.Status {
	if st == dragoman.Happened && !c.lex.Classes.Has("embed-happened", c.t.lower[head]) && c.infinitive(at) {
		return dragoman.Hypothetical
	}
	return st
}

// withOwn adds the governor's own modality to its effect: "did not agree to".
func (c *clause) withOwn(st dragoman.Status, note string, head int) (dragoman.Status, string, bool) {
	own, why := c.ownStatus(head)
	if rank[own] > rank[st] {
		return own, why, false
	}
	return st, note, false
}

// embedClass is the effect of a governing word on what it governs, from the lexical classes embed-*.
func (c *clause) embedClass(head int) dragoman.Status {
	word := c.t.lower[head]
	cl := c.lex.Classes
	if prt := c.t.child(head, "compound"); prt > head && cl.Has("embed-negated", word+" "+c.t.lower[prt]) {
		return dragoman.Negated
	}
	switch {
	case word == "way" && c.t.marker(head, "case") == "under":
		return dragoman.Ongoing
	case cl.Has("embed-negated", word):
		return dragoman.Negated
	case cl.Has("embed-hypothetical", word):
		return dragoman.Hypothetical
	case cl.Has("embed-planned", word):
		return dragoman.Planned
	case cl.Has("embed-ongoing", word):
		return dragoman.Ongoing
	}
	return dragoman.Happened
}

// infinitive says whether the clause is a to-infinitive.
func (c *clause) infinitive(p int) bool {
	for k := range c.t.kids(p) {
		if c.t.is(k, "mark") && c.t.lower[k] == "to" {
			return true
		}
	}
	return false
}

// fragment says whether running text names an act without any verb: an answer to a question, an item of a list. Headlines
// do without verbs and mean it.
func (c *clause) fragment() bool {
	if kind := c.article.Blocks[c.t.sent.Block].Kind; kind != dragoman.Prose && kind != dragoman.ListItem {
		return false
	}
	for k := range c.t.sent.Tokens {
		if c.t.verbal(k) {
			return false
		}
	}
	return true
}

// question says whether the sentence is one.
func (c *clause) question() bool {
	n := len(c.t.sent.Tokens)
	return n > 0 && c.t.tok(n-1).Form == "?"
}
