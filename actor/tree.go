package actor

import (
	"iter"
	"strings"
)

// link builds the lists of children. Heads that make no sense (an unparsed sentence, a head outside) count as roots.
func (s *sentence) link() {
	for k := range s.Tokens {
		s.child[k], s.next[k] = -1, -1
	}
	for k := len(s.Tokens) - 1; k >= 0; k-- {
		if h := s.head(k); h >= 0 {
			s.next[k], s.child[h] = s.child[h], int32(k)
		}
		s.parsed = s.parsed || s.Tokens[k].Deprel != ""
	}
}

// head is the token's head, -1 for a root.
func (s *sentence) head(k int) int {
	h := s.Tokens[k].Head
	if h < 0 || h >= len(s.Tokens) || h == k {
		return -1
	}
	return h
}

// kids yields the children of a token in order.
func (s *sentence) kids(k int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for c := s.child[k]; c >= 0; c = s.next[c] {
			if !yield(int(c)) {
				return
			}
		}
	}
}

// rel is the token's relation without subtype.
func (s *sentence) rel(k int) string {
	r := s.Tokens[k].Deprel
	if i := strings.IndexByte(r, ':'); i > 0 {
		return r[:i]
	}
	return r
}

// topOf is the token of [first, end) whose head lies outside; of several the first nominal one.
func (s *sentence) topOf(first, end int) int {
	top := -1
	for k := first; k < end; k++ {
		h := s.head(k)
		if h >= first && h < end || s.Tokens[k].UPOS == "PUNCT" {
			continue
		}
		if top < 0 || !nominal(s.Tokens[top].UPOS) && nominal(s.Tokens[k].UPOS) {
			top = k
		}
	}
	if top < 0 || !s.parsed {
		return end - 1
	}
	return top
}

func nominal(upos string) bool { return upos == "NOUN" || upos == "PROPN" || upos == "PRON" }

// conjuncts lists the token and what is co-ordinated with it, from whichever of them is given.
func (s *sentence) conjuncts(k int, buf []int) []int {
	for n := 0; s.rel(k) == "conj" && s.head(k) >= 0 && n < len(s.Tokens); n++ {
		k = s.head(k)
	}
	buf = append(buf, k)
	for c := range s.kids(k) {
		if s.rel(c) == "conj" {
			buf = append(buf, c)
		}
	}
	return buf
}

// maxClimb bounds the way up a tree, which is short in any sentence that people wrote.
const maxClimb = 60

// within says whether token k lies in the subtree of top.
func (s *sentence) within(k, top int) bool {
	for n := 0; k >= 0 && n < maxClimb; n++ {
		if k == top {
			return true
		}
		k = s.head(k)
	}
	return false
}

// subjectOf is the subject of the clause that the token stands in, looking outward from it: the first governor that has a
// subject which does not hold the token itself. skip asks for that many clauses further out.
func (s *sentence) subjectOf(k, skip int) int {
	for n, at := 0, k; n < maxClimb; n++ {
		h := s.head(at)
		if h < 0 {
			return -1
		}
		if c := s.subject(h); c >= 0 && c != at && !s.within(k, c) {
			if skip == 0 {
				return c
			}
			skip--
		}
		at = h
	}
	return -1
}

// besideClause says whether the token's verb stands beside another clause with a subject of its own: "X issued a warrant; Y called it void".
func (s *sentence) besideClause(k int) bool {
	p := s.head(k)
	if p < 0 || s.subject(p) < 0 {
		return false
	}
	r := s.rel(p)
	return r == "parataxis" || r == "conj" || r == "root"
}

// sameClause says whether two tokens are arguments of one verb, or of two that share the first one's subject.
func (s *sentence) sameClause(a, b int) bool {
	pa, pb := s.head(a), s.head(b)
	for n := 0; pb >= 0 && n < maxClimb; n++ {
		if pa == pb {
			return true
		}
		if r := s.rel(pb); r != "conj" && r != "advcl" && r != "xcomp" || s.subject(pb) >= 0 {
			return false
		}
		pb = s.head(pb)
	}
	return false
}

// subject is the subject child of a predicate, -1 when it has none.
func (s *sentence) subject(p int) int {
	for c := range s.kids(p) {
		if s.rel(c) == "nsubj" {
			return c
		}
	}
	return -1
}

// root is the sentence's root, -1 when it is not parsed.
func (s *sentence) root() int {
	for k := range s.Tokens {
		if s.Tokens[k].Deprel == "root" {
			return k
		}
	}
	return -1
}

// isSubject says whether the token, or the phrase it is co-ordinated with, is a subject.
func (s *sentence) isSubject(k int) bool {
	for n := 0; s.rel(k) == "conj" && s.head(k) >= 0 && n < len(s.Tokens); n++ {
		k = s.head(k)
	}
	return s.rel(k) == "nsubj"
}

// marker is the lower-case preposition of a token, "" when it has none.
func (s *sentence) marker(k int) string {
	for c := range s.kids(k) {
		if s.rel(c) == "case" && s.Tokens[c].UPOS != "PART" {
			return strings.ToLower(s.Tokens[c].Form)
		}
	}
	return ""
}

// adjectival says whether the token qualifies a noun as an adjective does, by its tag, by the tree or by the noun behind it.
func (s *sentence) adjectival(k int) bool {
	if s.Tokens[k].UPOS == "ADJ" || s.attributive(k) {
		return true
	}
	if u := s.upos(k + 1); u == "NOUN" || u == "ADJ" && s.upos(k+2) == "NOUN" {
		return true
	}
	h := s.head(k)
	return s.rel(k) == "conj" && h >= 0 && s.attributive(h)
}

// ofVerb says whether the tree hangs the token on a verb that is none before a noun ("Saudi-led").
func (s *sentence) ofVerb(k int) bool {
	h := s.head(k)
	return h >= 0 && s.Tokens[h].UPOS == "VERB" && s.rel(h) != "amod"
}

// attributive says whether the token modifies a noun by standing before it. What stands before a verb does not.
func (s *sentence) attributive(k int) bool {
	d := s.Tokens[k].Deprel
	if d != "nmod:poss" && s.Tokens[k].UPOS != "ADJ" && s.ofVerb(k) {
		return false
	}
	return d == "nmod:poss" || d == "amod" || d == "compound" || d == "nmod:desc" && s.head(k) > k
}
