package relation

import (
	"math"
	"strings"

	"dragoman"
)

// Features of a case: hashed names with values, scaled to length 1 together, and the dense blocks of word vectors.
type Features struct {
	Keys   []uint64
	Values []float32
	Dense  []float32 // blocks * dim; a foreign case has copies of the blocks behind them

}

// Weights of the kinds of features before scaling; found on folds of the training data.
const (
	weightWord    = 0.5
	weightParty   = 0.3
	weightBetween = 0.7
	weightPath    = 1.0
	weightFrame   = 1.0
	weightFrameID = 0.7
	weightForeign = 0.5 // of the copies that a foreign case has of all its features
	weightDense   = 0.35
	denseForeign  = 0.2
)

// extractor reads the features of one case.
type extractor struct {
	*Case
	up    []int // tokens from the source's head to the common ancestor, both included
	down  []int // tokens from the target's head up to, not including, the common ancestor
	top   int   // common ancestor, -1 when there is none
	out   Features
	seen  table             // of out.Keys
	names map[uint64]string // filled when the names are asked for
	onWay []bool            // by token: a content word on the path
}

// Workspace is memory that cases are read with one after the other.
type Workspace struct{ x extractor }

// Extract reads a case's features; vectors may be nil. They are good until the next case is read with the same workspace.
func (w *Workspace) Extract(c *Case, v *Vectors) *Features {
	w.x.begin(c)
	w.x.read(v)
	return &w.x.out
}

// Extract reads a case's features; vectors may be nil.
func Extract(c *Case, v *Vectors) Features {
	var w Workspace
	return *w.Extract(c, v)
}

// begin takes up a case and forgets the one before.
func (x *extractor) begin(c *Case) {
	x.Case = c
	if x.seen.slots == nil {
		x.seen = newTable(usualFeatures)
	} else {
		clear(x.seen.slots)
	}
	x.out.Keys, x.out.Values = x.out.Keys[:0], x.out.Values[:0]
	x.path()
}

func (x *extractor) read(v *Vectors) {
	x.words()
	x.partyWords()
	x.between()
	x.predicates()
	x.paths()
	x.governors()
	x.frames()
	x.scale()
	if v != nil {
		x.dense(v)
	}
}

// path finds the way between the two heads.
func (x *extractor) path() {
	a, b := x.ancestors(x.up[:0], x.Source.Head), x.ancestors(x.down[:0], x.Target.Head)
	x.up, x.down = nil, nil
	x.top = -1
	switch {
	case len(a) == 0 || len(b) == 0: // one party only: up to the root
		x.up = append(a, b...)
		if len(x.up) > 0 {
			x.top = x.up[len(x.up)-1]
		}
		return
	}
	for i, t := range a {
		for j, u := range b {
			if t == u {
				x.up, x.down, x.top = a[:i+1], b[:j], t
				return
			}
		}
	}
	x.up, x.down = a, b
}

// ancestors appends a token and what governs it, up to the root.
func (x *extractor) ancestors(out []int, i int) []int {
	for i >= 0 && i < len(x.Tokens) && len(out) < len(x.Tokens) {
		out = append(out, i)
		i = x.Tokens[i].Head
	}
	return out
}

func (x *extractor) kids(i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for k := x.first[i]; k >= 0; k = x.next[k] {
			if !yield(int(k)) {
				return
			}
		}
	}
}

func (x *extractor) inParty(i int) bool { return x.Source.has(i) || x.Target.has(i) }

// skipped says whether the token tells nothing by itself.
func (x *extractor) skipped(i int) bool {
	u := x.Tokens[i].UPOS
	return u == "PUNCT" || u == "DET"
}

// rel is a relation without its subtype.
func (x *extractor) rel(i int) string {
	r, _, _ := strings.Cut(x.Tokens[i].Deprel, ":")
	return r
}

// preposition is the case marker of a phrase, "" for none.
func (x *extractor) preposition(i int) string {
	for k := range x.kids(i) {
		if x.rel(k) == "case" {
			return x.lemmas[k]
		}
	}
	return ""
}

// words adds the words of the sentence and pairs of neighbours, those of the parties apart.
func (x *extractor) words() {
	for i := range x.Tokens {
		if x.skipped(i) {
			continue
		}
		if x.inParty(i) {
			x.add(weightParty, "party", x.lemmas[i])
			continue
		}
		x.add(weightWord, "word", x.lemmas[i])
		if i+1 < len(x.Tokens) && !x.inParty(i+1) {
			x.add(weightWord, "pair", x.lemmas[i], x.lemmas[i+1])
		}
	}
}

// partyWords adds what the two parties are and how they stand in the sentence.
func (x *extractor) partyWords() {
	for _, p := range [...]struct {
		name string
		Party
	}{{"source", x.Source}, {"target", x.Target}} {
		if p.Head < 0 {
			x.add(weightPath, p.name, "unnamed")
			continue
		}
		x.add(weightWord, p.name, "is", x.lemmas[p.Head])
		x.add(weightPath, p.name, "pos", x.Tokens[p.Head].UPOS)
		x.add(weightPath, p.name, "after", x.preposition(p.Head))
		x.add(weightPath, p.name, "as", x.rel(p.Head))
	}
	if x.Source.Head >= 0 && x.Target.Head >= 0 {
		order := "source first"
		if x.Target.First < x.Source.First {
			order = "target first"
		}
		x.add(weightPath, order)
	}
}

// between adds the words between the two parties, in ones, twos and threes.
func (x *extractor) between() {
	a, b := x.Source, x.Target
	if a.Head < 0 || b.Head < 0 {
		return
	}
	if b.First < a.First {
		a, b = b, a
	}
	for i := a.End; i < b.First; i++ {
		if x.skipped(i) {
			continue
		}
		x.add(weightBetween, "between", x.lemmas[i])
		if i+1 < b.First {
			x.add(weightBetween, "between", x.lemmas[i], x.lemmas[i+1])
		}
		if i+2 < b.First {
			x.add(weightBetween, "between", x.lemmas[i], x.lemmas[i+1], x.lemmas[i+2])
		}
	}
}

// telling are the relations whose words say more about a predicate.
func telling(rel string) bool {
	switch rel {
	case "obj", "xcomp", "ccomp", "advcl", "compound", "obl", "nmod", "amod", "acl", "conj", "advmod", "aux", "mark":
		return true
	}
	return false
}

// predicates adds the words on the path and what hangs on them.
func (x *extractor) predicates() {
	before := ""
	x.onPath(func(i int) {
		lemma := x.lemmas[i]
		x.add(weightPath, "path", lemma)
		x.add(weightPath, "path", lemma, x.Tokens[i].UPOS)
		if before != "" {
			x.add(weightPath, "path pair", before, lemma)
		}
		before = lemma
		for k := range x.kids(i) {
			if x.inParty(k) || x.skipped(k) {
				continue
			}
			rel := x.rel(k)
			if negates(x.lemmas[k]) {
				x.add(weightPath, "not")
				x.add(weightPath, "not", lemma)
			}
			if telling(rel) {
				x.add(weightPath, "with", rel, x.lemmas[k])
				x.add(weightPath, lemma, rel, x.lemmas[k])
			}
		}
	})
}

func negates(lemma string) bool {
	return lemma == "not" || lemma == "n't" || lemma == "never" || lemma == "no"
}

// onPath visits the tokens on the path that are no part of a party, from source to top and from target to below it.
func (x *extractor) onPath(visit func(i int)) {
	for _, list := range [...][]int{x.up, x.down} {
		for _, i := range list {
			if !x.inParty(i) {
				visit(i)
			}
		}
	}
}

// paths adds the path as a whole, by its relations and by its words, and how the two sides enter the word where they meet.
func (x *extractor) paths() {
	var rels, words [12]string
	n, m := 0, 0
	push := func(list *[12]string, at *int, s string) {
		if *at < len(list) {
			list[*at] = s
			*at++
		}
	}
	for _, i := range x.up {
		push(&rels, &n, x.rel(i))
		if !x.inParty(i) {
			push(&words, &m, x.lemmas[i])
		}
	}
	push(&rels, &n, "<")
	push(&words, &m, "<")
	for _, i := range x.down {
		push(&rels, &n, x.rel(i))
		if !x.inParty(i) {
			push(&words, &m, x.lemmas[i])
		}
	}
	x.add(weightPath, rels[:n]...)
	x.add(weightPath, words[:m]...)
	if x.top >= 0 && len(x.up) > 1 && len(x.down) > 0 {
		s, t := x.up[len(x.up)-2], x.down[len(x.down)-1]
		x.add(weightPath, "meet", x.lemmas[x.top], x.Tokens[s].Deprel, x.Tokens[t].Deprel, x.preposition(t))
		x.add(weightPath, "meet", x.Tokens[s].Deprel, x.Tokens[t].Deprel, x.preposition(t))
	}
}

// governors adds the words that govern the two parties.
func (x *extractor) governors() {
	if h := x.governor(x.Source); h >= 0 {
		x.add(weightPath, "source of", x.rel(x.Source.Head), x.lemmas[h])
		for k := range x.kids(h) {
			switch rel := x.rel(k); rel {
			case "obj", "xcomp", "ccomp", "conj", "advcl":
				if !x.inParty(k) {
					x.add(weightPath, "source's", rel, x.lemmas[k])
				}
			}
		}
	}
	if h := x.governor(x.Target); h >= 0 {
		x.add(weightPath, "target of", x.rel(x.Target.Head), x.preposition(x.Target.Head), x.lemmas[h])
		x.add(weightPath, "target of", x.lemmas[h])
	}
}

func (x *extractor) governor(p Party) int {
	if p.Head < 0 {
		return -1
	}
	return x.Tokens[p.Head].Head
}

// frames adds what the frames say.
func (x *extractor) frames() {
	x.add(weightFrame, "frame", x.Frame.Type)
	x.add(weightFrameID, "frame is", x.Frame.ID)
	x.add(weightFrame, "frame", x.Frame.Type, string(x.Frame.Status))
	if len(x.Near) == 0 {
		x.add(weightFrame, "no frame near")
	}
	for i, v := range x.Near {
		switch i {
		case 0:
			x.add(weightFrame, "near frame", v.Type)
			x.add(weightFrame, "near frame", v.Type, string(v.Status))
			x.add(weightFrameID, "near frame is", v.ID)
		case 1:
			x.add(weightFrameID, "second frame", v.Type)
			x.add(weightFrameID, "frames", x.Near[0].Type, v.Type)
		}
		x.add(weightWord, "any frame", v.Type, string(v.Status))
	}
	if x.Foreign {
		x.add(weightFrame, "foreign")
	}
}

// FNV-1a, 64 bits; parts are kept apart by a byte that no word holds.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// hashOf goes on from a hash with the bytes of a word.
func hashOf(h uint64, word string) uint64 {
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * hashPrime
	}
	return h
}

// add puts in a feature, and its copy for foreign cases.
func (x *extractor) add(value float32, parts ...string) {
	h := uint64(hashStart)
	for _, p := range parts {
		h = (hashOf(h, p) ^ 0xff) * hashPrime
	}
	if !x.put(h, value) {
		return
	}
	if x.names != nil {
		x.names[h] = strings.Join(parts, " ")
	}
	if x.Foreign { // "frustratingly easy domain adaptation" (Daumé, ACL 2007): what holds for both code books, and what for one
		x.put(h^foreignMark, value*weightForeign)
	}
}

const foreignMark = 0x9e3779b97f4a7c15

// put adds a feature and says whether it is new; an old one keeps its greater value.
func (x *extractor) put(key uint64, value float32) bool {
	at, slot := x.seen.find(x.out.Keys, key)
	if at >= 0 {
		x.out.Values[at] = max(x.out.Values[at], value)
		return false
	}
	x.out.Keys = append(x.out.Keys, key)
	x.out.Values = append(x.out.Values, value)
	x.seen.slots[slot] = int32(len(x.out.Keys))
	if 2*len(x.out.Keys) > len(x.seen.slots) {
		x.seen.grow(x.out.Keys)
	}
	return true
}

const usualFeatures = 512 // of a case

// scale brings the sparse features to length 1.
func (x *extractor) scale() {
	sum := 0.0
	for _, v := range x.out.Values {
		sum += float64(v * v)
	}
	f := float32(1 / math.Sqrt(max(sum, 1e-12)))
	for i := range x.out.Values {
		x.out.Values[i] *= f
	}
}

// Merge lays parsed sentences end to end as one, for parties that stand in different sentences: the later roots hang on the first.
func Merge(sentences []dragoman.Sentence) []dragoman.Token {
	if len(sentences) == 1 {
		return sentences[0].Tokens
	}
	var out []dragoman.Token
	root := -1
	for i := range sentences {
		base := len(out)
		for _, t := range sentences[i].Tokens {
			switch {
			case t.Head >= 0:
				t.Head += base
			case root < 0:
				root = len(out)
			default:
				t.Head, t.Deprel = root, "parataxis"
			}
			out = append(out, t)
		}
	}
	return out
}
