package syntax

import (
	"unicode"

	"dragoman"
)

// word is a token as tagger and parser see it: hashes of everything their features are made of.
type word struct {
	form, low        uint64 // as written; folded
	suffix           [5]uint64
	prefix           [3]uint64
	shape            uint64
	coarse, fine     uint64 // clusters
	ambiguity        uint64
	allowed          []uint16 // tag classes, nil when any may be
	tag              int      // tag class, once tagged
	feats            int      // feature class, once tagged
	tagH, uposH      uint64
	featsH, identity uint64 // identity is low, or the shape for words not worth telling apart
}

// scratch is the working memory for one sentence at a time.
type scratch struct {
	words    []word
	runes    []rune
	shape    []rune
	folded   []byte
	features featureList
	scores   []int32
	state    state
}

// encode looks up the sentence's tokens.
func (m *Model) encode(k *scratch, tokens []dragoman.Token) {
	k.words = resize(k.words, len(tokens))
	for i := range tokens {
		m.encodeWord(k, &k.words[i], tokens[i].Form)
	}
}

func (m *Model) encodeWord(k *scratch, w *word, form string) {
	*w = word{form: hashString(form)}
	k.runes = k.runes[:0]
	for _, r := range form {
		k.runes = append(k.runes, r)
	}
	w.shape = hashRunes(shapeOf(k.runes, k.shape))
	for i, r := range k.runes {
		if unicode.IsDigit(r) {
			k.runes[i] = '0'
		} else {
			k.runes[i] = unicode.ToLower(r)
		}
	}
	low := k.runes
	w.low = hashRunes(low)
	for n := range w.suffix {
		w.suffix[n] = hashRunes(low[max(0, len(low)-n-1):])
	}
	for n := range w.prefix {
		w.prefix[n] = hashRunes(low[:min(len(low), n+1)])
	}
	k.folded = fold(k.folded[:0], form)
	if c, ok := m.lexicon.clusters[string(k.folded)]; ok {
		w.coarse, w.fine = mix(uint64(c.coarse)+mixC), mix(uint64(c.fine)+mixD)
	}
	if e, ok := m.lexicon.forms[form]; ok {
		w.ambiguity = e.ambiguity
		if e.closed {
			w.allowed = e.tags
		}
	}
	w.identity = w.low
}

// setTag records a tagging decision.
func (m *Model) setTag(w *word, tag, feats int) {
	w.tag, w.feats = tag, feats
	w.tagH, w.uposH, w.featsH = m.tagHash[tag], m.uposHash[tag], m.featsHash[feats]
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
