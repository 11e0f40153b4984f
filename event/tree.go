// Package event codes what happened: it matches frames (lexicon/data/frames) over Universal Dependencies trees, decides
// status, date and place, and finds the records beside PLOVER: statements, agreements, missions, gatherings, commitments.
package event

import (
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// tree gives quick access to the children of each token of a parsed sentence. Its slices are reused between sentences.
type tree struct {
	sent  *dragoman.Sentence
	first []int32  // first child in text order, -1 for none
	next  []int32  // next sibling, -1 for none
	lower []string // lemmas in lower case
	words []string // forms in lower case
	place []int    // 0, 1, 2, ...: a token alone is a part of it
	slots []slots  // of predicates, for clause.slotsOf
}

// set points the tree at a sentence. Where a verb's lemma has no frame but its form leads to one that has ("shelled" lemmatised
// as "shel"), the frame's verb is taken.
func (t *tree) set(s *dragoman.Sentence, lex *lexicon.Lexicon) {
	n := len(s.Tokens)
	t.sent = s
	t.first = resize(t.first, n)
	t.next = resize(t.next, n)
	t.lower, t.words = t.lower[:0], t.words[:0]
	for len(t.place) < n {
		t.place = append(t.place, len(t.place))
	}
	t.clearSlots(n)
	for i := range s.Tokens {
		t.first[i], t.next[i] = -1, -1
		word := strings.ToLower(s.Tokens[i].Form)
		lemma := word
		if s.Tokens[i].Lemma != word {
			lemma = strings.ToLower(s.Tokens[i].Lemma)
		}
		if s.Tokens[i].UPOS == "VERB" && !lex.Frames.Has(lemma, 'v') {
			lemma = framed(word, lemma, lex)
		}
		t.lower, t.words = append(t.lower, lemma), append(t.words, word)
	}
	for i := n - 1; i >= 0; i-- {
		if h := s.Tokens[i].Head; h >= 0 && h < n && h != i {
			t.next[i] = t.first[h]
			t.first[h] = int32(i)
		}
	}
}

// clearSlots empties the slots of the sentence before, and makes room for those of n tokens.
func (t *tree) clearSlots(n int) {
	if cap(t.slots) < n {
		t.slots = make([]slots, n, 2*n)
	}
	t.slots = t.slots[:n]
	for i := range t.slots {
		t.slots[i].list, t.slots[i].read = t.slots[i].list[:0], false
	}
}

// framed undoes the regular endings of an English verb form, and gives the first result that a frame knows, else the lemma.
// Irregular forms stand in the lexicon.
func framed(form, lemma string, lex *lexicon.Lexicon) string {
	if verb := lex.Classes.Value("irregular", form); verb != "" {
		return verb
	}
	for _, ending := range [...]struct{ cut, add string }{{"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}, {"s", ""}, {"es", ""}, {"ied", "y"}, {"ies", "y"}} {
		if stem, ok := strings.CutSuffix(form, ending.cut); ok && len(stem) > 2 && lex.Frames.Has(stem+ending.add, 'v') {
			return stem + ending.add
		}
	}
	return lemma
}

func resize(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n, 2*n)
	}
	return s[:n]
}

func (t *tree) tok(i int) *dragoman.Token { return &t.sent.Tokens[i] }

// kids yields the children of a token in text order.
func (t *tree) kids(i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for c := t.first[i]; c >= 0; c = t.next[c] {
			if !yield(int(c)) {
				return
			}
		}
	}
}

// rel is the universal part of a token's relation: "nsubj" for "nsubj:pass".
func (t *tree) rel(i int) string {
	rel, _, _ := strings.Cut(t.sent.Tokens[i].Deprel, ":")
	return rel
}

// is says whether the token's relation is rel or a subtype of it.
func (t *tree) is(i int, rel string) bool {
	d := t.sent.Tokens[i].Deprel
	return strings.HasPrefix(d, rel) && (len(d) == len(rel) || d[len(rel)] == ':')
}

// child is the first child with the relation, -1 for none.
func (t *tree) child(i int, rel string) int {
	for c := range t.kids(i) {
		if t.is(c, rel) {
			return c
		}
	}
	return -1
}

// marker is the preposition or subordinator of a token, multiword ones joined by "_"; "" for none.
func (t *tree) marker(i int, rel string) string {
	c := t.child(i, rel)
	for f := t.first[i]; c < 0 && f >= 0 && rel == "case"; f = t.next[f] { // hung on the last part of a name
		if k := t.child(int(f), rel); t.is(int(f), "flat") && k >= 0 && k < i {
			c = k
		}
	}
	if c < 0 {
		return ""
	}
	word := t.words[c]
	for f := range t.kids(c) {
		if t.is(f, "fixed") {
			word += "_" + t.words[f]
		}
	}
	// "up to", "out of", "along with" where the parser gave two markers instead of one fixed expression.
	for d := t.next[c]; d >= 0; d = t.next[d] {
		if t.is(int(d), rel) && int(d) == c+1 {
			word += "_" + t.words[d]
		}
	}
	return word
}

// conjuncts lists the token itself and everything co-ordinated with it. The list is not to be changed.
func (t *tree) conjuncts(i int) []int {
	out := t.place[i : i+1 : i+1]
	for c := range t.kids(i) {
		if t.is(c, "conj") && !t.negatedConjunct(c) {
			out = append(out, t.conjuncts(c)...)
		}
	}
	if k := t.strayConjunct(i); k >= 0 {
		out = append(out, t.conjuncts(k)...)
	}
	return out
}

// strayConjunct finds a noun co-ordinated with noun i that the parser hung on the verb instead ("signed by A and B"), -1 for none:
// the verb's next child behind i, with a conjunction of its own and nothing that would make a clause of it.
func (t *tree) strayConjunct(i int) int {
	verb := t.tok(i).Head
	if verb < 0 || verb > i || !t.nominal(i) || !t.verbal(verb) || t.is(i, "conj") {
		return -1
	}
	k := t.next[i]
	if k < 0 || !t.is(int(k), "conj") || !t.nominal(int(k)) || t.negatedConjunct(int(k)) {
		return -1
	}
	joined := false
	for j := i + 1; j < int(k); j++ {
		joined = joined || t.tok(j).UPOS == "CCONJ" && t.within(j, int(k))
	}
	if !joined {
		return -1
	}
	for _, rel := range []string{"nsubj", "cop", "aux", "obj"} {
		if t.child(int(k), rel) >= 0 {
			return -1
		}
	}
	return int(k)
}

// negatedConjunct recognises "A, not B" and "A but not B".
func (t *tree) negatedConjunct(i int) bool {
	for c := range t.kids(i) {
		if w := t.lower[c]; w == "not" || w == "n't" {
			return t.is(c, "advmod") || t.is(c, "cc")
		}
	}
	return false
}

// subtree gives first and last token (inclusive) of the phrase headed by i.
func (t *tree) subtree(i int) (first, last int) {
	first, last = i, i
	for c := range t.kids(i) {
		f, l := t.subtree(c)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// within says whether token i lies in the subtree of ancestor.
func (t *tree) within(i, ancestor int) bool {
	for steps := 0; i >= 0 && steps <= len(t.sent.Tokens); steps++ {
		if i == ancestor {
			return true
		}
		i = t.tok(i).Head
	}
	return false
}

// span is the byte range of tokens first to last, inclusive.
func (t *tree) span(first, last int) dragoman.Span {
	return dragoman.Span{t.tok(first).Span[0], t.tok(last).Span[1]}
}

// phrase is the byte range of the phrase headed by i.
func (t *tree) phrase(i int) dragoman.Span {
	first, last := t.subtree(i)
	return t.span(first, last)
}

// hasFeat says whether the token's UD features hold "Name=Value".
func (t *tree) hasFeat(i int, feature string) bool {
	feats := t.tok(i).Feats
	for feats != "" {
		var f string
		f, feats, _ = strings.Cut(feats, "|")
		if f == feature {
			return true
		}
	}
	return false
}

func (t *tree) verbal(i int) bool { return t.tok(i).UPOS == "VERB" || t.tok(i).UPOS == "AUX" }

func (t *tree) nominal(i int) bool {
	switch t.tok(i).UPOS {
	case "NOUN", "PROPN", "PRON", "NUM", "SYM", "X":
		return true
	}
	return false
}
