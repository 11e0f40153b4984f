package contexts

import (
	"strings"

	"dragoman"
)

// Cues are the words and phrases that speak for contexts: lemmas in lower case, a phrase's words parted by spaces or hyphens.
type Cues map[string][]string

// maxLabels bounds the contexts, which are counted in an array on the stack.
const maxLabels = 64

// longestCue is how many words a phrase of Cues has at most.
const longestCue = 3

// strongest is the number of cues of one context from which on more say nothing new.
const strongest = 3

// The kinds of feature: the last two bits of a key.
const (
	kindWord uint32 = iota
	kindStem
	kindPair
	kindCue

	kindBits = 2
	kinds    = 1 << kindBits
)

const stemLen = 5 // bytes of a word that stand for its kin: "corru-pt", "corru-ption"

// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923).
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// hash is that of a word in lower case; letters outside ASCII stay as they are.
func hash(w string) uint64 {
	h := uint64(offset64)
	for i := range len(w) {
		c := w[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * prime64
	}
	return h
}

// mix joins two hashes in order.
func mix(a, b uint64) uint64 {
	h := (a ^ b>>32 ^ b<<32) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// keyOf is the key of a feature.
func keyOf(kind uint32, h uint64) uint32 { return uint32(h^h>>32)<<kindBits | kind }

func kindOf(key uint32) uint32 { return key & (kinds - 1) }

// cueKey is the key of "the paragraph has n cues of the context".
func cueKey(context string, n int) uint32 { return keyOf(kindCue, mix(hash(context), uint64(n))) }

// cueTable is Cues made ready for reading: the labels by the hash of a phrase.
type cueTable struct {
	labels map[uint64][]uint8
	keys   [][strongest]uint32 // by label: of one, two and three cues or more
}

func newCueTable(cues Cues, names []string) *cueTable {
	t := &cueTable{labels: make(map[uint64][]uint8, len(cues)), keys: make([][strongest]uint32, len(names))}
	at := make(map[string]uint8, len(names))
	for i, name := range names {
		at[name] = uint8(i)
		for n := range strongest {
			t.keys[i][n] = cueKey(name, n+1)
		}
	}
	for phrase, of := range cues {
		words := strings.FieldsFunc(phrase, func(r rune) bool { return r == ' ' || r == '-' })
		if len(words) == 0 || len(words) > longestCue {
			continue
		}
		h := hash(words[0])
		for _, w := range words[1:] {
			h = mix(h, hash(w))
		}
		for _, name := range of {
			if l, ok := at[name]; ok {
				t.labels[h] = append(t.labels[h], l)
			}
		}
	}
	return t
}

// extractor finds the features of a paragraph. It is used anew for the next.
type extractor struct {
	cues *cueTable
	keys []uint32 // found, with repetitions
	hits [maxLabels]uint8
}

// read replaces what was found by the features of the sentences.
func (x *extractor) read(sentences []dragoman.Sentence) {
	x.keys = x.keys[:0]
	clear(x.hits[:])
	for i := range sentences {
		x.sentence(sentences[i].Tokens)
	}
	for l, n := range x.hits[:len(x.cues.keys)] {
		for i := range min(n, strongest) {
			x.keys = append(x.keys, x.cues.keys[l][i])
		}
	}
}

func (x *extractor) sentence(tokens []dragoman.Token) {
	var content uint64   // the content word before
	var before [2]uint64 // hash of the word before, and of the two words before
	for i := range tokens {
		t := &tokens[i]
		if t.UPOS == "PUNCT" {
			continue
		}
		w := lemma(t)
		h := hash(w)
		x.cue(h)
		if before[0] != 0 {
			x.cue(mix(before[0], h))
			if before[1] != 0 {
				x.cue(mix(before[1], h))
			}
			before[1] = mix(before[0], h)
		}
		before[0] = h
		if contentWord(t.UPOS) {
			x.word(w, h, content)
			content = h
		}
	}
}

// word adds what a content word gives, and the pair it makes with the one before.
func (x *extractor) word(w string, h, before uint64) {
	x.keys = append(x.keys, keyOf(kindWord, h))
	if len(w) > stemLen {
		x.keys = append(x.keys, keyOf(kindStem, hash(w[:stemLen])))
	}
	if before != 0 {
		x.keys = append(x.keys, keyOf(kindPair, mix(before, h)))
	}
}

func (x *extractor) cue(h uint64) {
	for _, l := range x.cues.labels[h] {
		x.hits[l] = min(x.hits[l]+1, strongest)
	}
}

// contentWord says whether words of this part of speech say what a text is about. Names do not: they tell where.
func contentWord(upos string) bool {
	switch upos {
	case "NOUN", "VERB", "ADJ", "ADV":
		return true
	}
	return false
}

func lemma(t *dragoman.Token) string {
	if t.Lemma == "" {
		return t.Form
	}
	return t.Lemma
}
