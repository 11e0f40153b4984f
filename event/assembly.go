package event

import (
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// assembly is a phrase that names a gathering.
type assembly struct {
	first, head, last int // tokens of the name, inclusive
	kind, edition     string
	capital           bool // a name of its own, written in capitals
}

// assemblyAt reads the gathering that the noun at k heads; going says that one was told before, which "the next round" continues.
func (c *clause) assemblyAt(k int, going bool) (a assembly, ok bool) {
	word := c.t.lower[k]
	if kind := c.lex.Classes.Value("gathering", word); kind != "" {
		if first := c.gatheringName(k); first < k && !c.organisation(k) {
			return c.ownName(k, first, kind), true
		}
		if a := c.common(k, kind); a.first < a.last && word != "session" && c.qualified(&a) {
			return a, true
		}
	}
	if conferenceOfParties(c.form(k)) {
		return assembly{first: k, head: k, last: k, kind: "conference", capital: true}, true
	}
	if kind := c.lex.Classes.Value("session", word); kind != "" && !c.t.is(k, "compound") {
		a := c.common(k, kind)
		return a, c.ofBody(&a, going)
	}
	if c.lex.Classes.Has("standing-body", word) && c.convenes(k) {
		a := c.common(k, "session")
		return a, a.first < k && c.joint(&a)
	}
	return a, false
}

// conferenceOfParties recognises "COP29".
func conferenceOfParties(form string) bool {
	digits, ok := strings.CutPrefix(form, "COP")
	if !ok {
		return false
	}
	_, err := strconv.Atoi(digits)
	return err == nil
}

// ownName is a gathering under a name of its own; a year behind it tells the edition.
func (c *clause) ownName(k, first int, kind string) assembly {
	a := assembly{first: first, head: k, last: k, kind: kind, capital: true}
	if k+1 < len(c.t.lower) && c.t.tok(k+1).UPOS == "NUM" && len(c.form(k+1)) == 4 {
		a.edition = c.form(k + 1)
	}
	if ordinal(c.t.tok(first)) && first < k {
		a.edition, a.first = c.form(first), first+1
	}
	return a
}

func ordinal(t *dragoman.Token) bool {
	return (t.UPOS == "ADJ" || t.UPOS == "NUM") && strings.Contains(t.Feats, "Ord")
}

// common reads a gathering written small, by the words around its noun: its modifiers, "of" and what it is of, "on" and its topic.
func (c *clause) common(k int, kind string) assembly {
	a := assembly{first: k, head: k, last: k, kind: kind}
	for i := k - 1; i >= 0 && c.nameWord(i); i-- {
		a.first = i
	}
	for a.first < k && (c.form(a.first) == "-" || c.form(a.first) == "–") {
		a.first++
	}
	if ordinal(c.t.tok(a.first)) && a.first < k {
		a.edition = c.form(a.first)
	}
	a.last = c.extended(c.extended(a.last, "of"), "of") // "of the Organization of Turkic States"
	if on := c.extended(a.last, "on"); on > a.last {
		a.last = on
	}
	return a
}

// nameWord says whether the token can be part of a gathering's name.
func (c *clause) nameWord(i int) bool {
	switch t := c.t.tok(i); t.UPOS {
	case "ADJ", "NOUN", "PROPN":
		return !c.dated(i) || ordinal(t)
	case "NUM":
		return ordinal(t)
	case "PUNCT":
		return t.Form == "-" || t.Form == "–"
	}
	return false
}

// extended is the last token of a phrase that goes on with the preposition behind a token; the token itself where none does.
func (c *clause) extended(last int, prep string) int {
	if c.word(last+1) != prep {
		return last
	}
	end := last
	for i := last + 2; i < len(c.t.lower); i++ {
		switch {
		case c.t.tok(i).UPOS == "DET" && i == last+2:
		case c.t.tok(i).UPOS == "CCONJ" && end == i-1 && i+1 < len(c.t.lower) && c.nameWord(i+1) && end > last:
		case c.nameWord(i):
			end = i
		default:
			return end
		}
	}
	return end
}

// qualified says whether a small-written noun has a modifier that makes it a gathering between countries: "business forum",
// "Croatian-Kazakh forum", "summit of heads of state".
func (c *clause) qualified(a *assembly) bool {
	for i := a.first; i < a.head; i++ {
		if c.lex.Classes.Has("gathering-kind", c.t.lower[i]) || c.isModifier(i) {
			return true
		}
	}
	return a.last > a.head && c.lex.Classes.Value("gathering", c.t.lower[a.head]) == "summit"
}

// ofBody says whether a session or meeting is one of a standing body, or a round one of political consultations.
func (c *clause) ofBody(a *assembly, going bool) bool {
	if a.kind == "consultations" {
		for i := a.first; i <= a.last; i++ {
			if c.lex.Classes.Has("round-topic", c.t.lower[i]) {
				return c.t.lower[a.head] == "round" || i < a.head
			}
		}
		return going && c.t.lower[a.head] == "round" && a.first < a.head && c.definite(a.head)
	}
	for i := a.first; i <= a.last; i++ {
		if i > a.head && c.lex.Classes.Has("standing-body", c.t.lower[i]) {
			return going || c.joint(a) || c.t.tok(i-1).UPOS == "DET" // "the commission" is one that readers know
		}
	}
	for _, slot := range []string{"agent", "poss"} { // "the joint committee held its third session"
		for _, h := range c.slotsOf(a.head).get(slot) {
			if c.lex.Classes.Has("standing-body", c.t.lower[h]) {
				body := c.common(h, "session")
				return c.joint(&body)
			}
		}
	}
	return false
}

// joint says whether the words of a body's name make it one of several countries.
func (c *clause) joint(a *assembly) bool {
	for i := a.first; i <= a.last; i++ {
		if c.lex.Classes.Has("joint-body", c.t.lower[i]) {
			return true
		}
		if m := c.cast.At(c.sentence, i); m != nil && len(m.Actors) > 0 && m.Actors[0].Kind == dragoman.ActorCountry {
			return true
		}
	}
	return false
}

// convenes says whether a standing body is the subject of meeting ("the commission met for the first time in Zagreb").
func (c *clause) convenes(k int) bool {
	for i := range c.t.sent.Tokens {
		if c.t.verbal(i) && c.lex.Classes.Has("convene", c.t.lower[i]) && slices.Contains(c.slotsOf(i).get("subj"), k) {
			return true
		}
	}
	return false
}

// organisation says whether the token names a standing body, which is no gathering ("European Commission").
func (c *clause) organisation(k int) bool {
	m := c.cast.At(c.sentence, k)
	return m != nil && len(m.Actors) > 0 && (m.Actors[0].Kind == dragoman.ActorOrganisation || m.Actors[0].Kind == dragoman.ActorBody)
}

// gatheringName is the first token of a capitalised name that ends in the gathering noun at k; k when there is none.
func (c *clause) gatheringName(k int) int {
	if !startsUpper(c.t.tok(k).Form) {
		return k
	}
	first := k
	for i := k - 1; i >= 0; i-- {
		tok := c.t.tok(i)
		joiner := tok.UPOS == "ADP" || tok.UPOS == "CCONJ" || tok.Form == "-" || tok.Form == "–" || tok.Form == "'s" || tok.Form == "’s"
		if joiner && i > 0 && startsUpper(c.t.tok(i-1).Form) && first == i+1 {
			continue
		}
		if ordinal(tok) && first == i+1 {
			return i
		}
		if !startsUpper(tok.Form) || tok.UPOS == "DET" || tok.UPOS == "PUNCT" || tok.UPOS == "PRON" || tok.UPOS == "VERB" || tok.UPOS == "ADP" || tok.UPOS == "SCONJ" {
			break
		}
		first = i
	}
	if c.t.tok(first).UPOS == "ADP" {
		return k
	}
	return first
}
