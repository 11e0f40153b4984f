package actor

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// theCountry resolves "the country" and descriptions ("the former Yugoslav republic"; among gives those it can mean): the last
// country told that fits and is not the subject of the same clause where a description would name it a second time.
func (sc *scene) theCountry(s *sentence, p *plan, among []string) []dragoman.Actor {
	subject := -1
	if s.parsed {
		if subject = s.subjectOf(p.head, 0); among == nil && subject >= 0 && !s.sameClause(subject, p.head) {
			subject = -1
		}
	}
	for back := 0; back <= 6 && s.index-back >= 0; back++ {
		code, several := sc.countryIn(&sc.sents[s.index-back], s, p.head, subject, among)
		if several {
			return nil
		}
		if code != "" {
			return sc.one(sc.country(sc.lex.CountryIndex(code)))
		}
		if among == nil && back > 0 && sc.sents[s.index-back].Block != s.Block {
			break
		}
	}
	if among == nil && subject < 0 {
		if code := sc.main(); code != "" {
			return sc.one(sc.country(sc.lex.CountryIndex(code)))
		}
	}
	return nil
}

// countryIn is the country that a sentence tells before token k of sentence s; several says that more than one fits and none
// stands out. Subjects stand out, then what is no modifier.
func (sc *scene) countryIn(in, s *sentence, k, subject int, among []string) (code string, several bool) {
	best := -1
	list := sc.toldIn(in)
	for i := range list {
		f := &list[i]
		if in == s && (f.token >= k || f.token == subject) || f.leaving {
			continue
		}
		for j := range f.actors {
			c := f.actors[j].Country
			if c == "" || among != nil && !slices.Contains(among, c) || subject >= 0 && (in == s || among == nil) && c == sc.codeAt(s, subject) {
				continue
			}
			weight := 1
			if !f.modifier {
				weight = 2
			}
			if f.subject && f.actors[j].Kind != dragoman.ActorPerson {
				weight = 3
			}
			switch {
			case c == code:
				best = max(best, weight)
			case weight > best:
				several = code != "" && best == weight
				code, best = c, weight
			case weight == best:
				several = true
			}
		}
	}
	if several {
		return "", true
	}
	return code, false
}

// codeAt is the country of the first actor at a token.
func (sc *scene) codeAt(s *sentence, k int) string {
	if a := sc.actorsAt(s, k); len(a) > 0 {
		return a[0].Country
	}
	return ""
}

// main is the country that the article is mostly about, "" when there is none: named at least three times and twice as often as
// any other.
func (sc *scene) main() string {
	first, second, at := int16(0), int16(0), -1
	for i, n := range sc.countries {
		switch {
		case n > first:
			first, second, at = n, first, i
		case n > second:
			second = n
		}
	}
	if first < 3 || first < 2*second {
		return ""
	}
	return sc.lex.Countries[at].ISO3
}

// homeland is the country that an article is told from: that of its dateline, where the text names it as well, else the one it is mostly
// about.
func (sc *scene) homeland() string {
	line := sc.a.Document.Dateline
	if i := strings.IndexAny(line, ",(/"); i >= 0 {
		line = line[:i]
	}
	if line = strings.TrimSpace(line); line != "" {
		for _, sense := range sc.lex.Index.Lookup(line) {
			if c := sc.countryOf(&hit{sense: sense}); c >= 0 && sc.countries[c] > 0 {
				return sc.lex.Countries[c].ISO3
			}
		}
	}
	return sc.main()
}

// around is the country that a phrase without one belongs to, where that is clear: the only country that the sentence tells as the
// place (or, where near is set, before the phrase), else the only one of the sentence before, else the one the article is about.
func (sc *scene) around(s *sentence, k int, near bool) string {
	code, n := "", 0
	for i := s.firstHit; i < s.lastHit; i++ {
		h := &sc.hits[i]
		c := sc.countryOf(h)
		if c < 0 || (h.first > k || !near) && (h.sense.Kind == lexicon.CountryAdjective || !sc.locative(s, h)) {
			continue
		}
		if iso := sc.lex.Countries[c].ISO3; iso != code {
			code = iso
			n++
		}
	}
	if n == 1 {
		return code
	}
	if n > 1 {
		return ""
	}
	if code, n := sc.tellsOf(s); n > 0 && (n > 1 || code != "") && !near {
		return sc.homeland()
	}
	for back := 1; back <= 3 && s.index-back >= 0; back++ {
		prev := &sc.sents[s.index-back]
		if prev.kind == dragoman.Boilerplate {
			break
		}
		if code, n := sc.tellsOf(prev); n == 1 {
			return code
		} else if n > 1 {
			break
		}
	}
	return sc.homeland()
}

// tellsOf counts the distinct countries of a sentence.
func (sc *scene) tellsOf(s *sentence) (code string, n int) {
	list := sc.toldIn(s)
	for i := range list {
		f := &list[i]
		for j := range f.actors {
			if c := f.actors[j].Country; c != "" && c != code {
				code = c
				n++
			}
		}
	}
	return code, n
}

// locative says whether a name tells where something is.
func (sc *scene) locative(s *sentence, h *hit) bool {
	k := h.first - 1
	for k >= 0 && (s.Tokens[k].UPOS == "ADJ" || s.Tokens[k].UPOS == "DET") {
		k--
	}
	switch s.form(k) {
	case "in", "In", "at", "near", "across", "Across", "throughout", "around", "outside":
		return true
	}
	return false
}
