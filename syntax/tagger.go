package syntax

// noWord stands for the places before the first and after the last word.
var noWord = word{form: 3, low: 5, shape: 7, tagH: 9, uposH: 11, ambiguity: 13, identity: 15}

func (k *scratch) at(i int) *word {
	if i < 0 || i >= len(k.words) {
		return &noWord
	}
	return &k.words[i]
}

// tag chooses tag and features of every word, left to right.
func (m *Model) tag(k *scratch) {
	for i := range k.words {
		w := &k.words[i]
		k.tagFeatures(i)
		m.tagWeights.Score(k.features.list(), k.scores[:len(m.tags)])
		tag := bestOf(k.scores[:len(m.tags)], w.allowed)
		m.setTag(w, tag, 0)
	}
	for i := range k.words {
		w := &k.words[i]
		m.setTag(w, w.tag, m.chooseFeats(k, i))
	}
}

// chooseFeats picks the morphological features among those seen with the word's tag.
func (m *Model) chooseFeats(k *scratch, i int) int {
	options := m.featsOf[k.words[i].tag]
	if len(options) == 1 {
		return int(options[0])
	}
	k.featsFeatures(i)
	scores := k.scores[:len(m.feats)]
	m.featsWeights.Score(k.features.list(), scores)
	return bestOf(scores, options)
}

// bestOf gives the class with the highest score, among allowed when that is not empty; ties go to the first.
func bestOf(scores []int32, allowed []uint16) int {
	best := 0
	if len(allowed) > 0 {
		best = int(allowed[0])
		for _, c := range allowed[1:] {
			if scores[c] > scores[best] {
				best = int(c)
			}
		}
		return best
	}
	for c, s := range scores {
		if s > scores[best] {
			best = c
		}
	}
	return best
}

// tagFeatures gathers what the tagger looks at: the word and its spelling, its neighbours, the two tags before it, and which
// tags the words around it may have.
func (k *scratch) tagFeatures(i int) {
	f := &k.features
	f.reset()
	w, p, q, n, o := k.at(i), k.at(i-1), k.at(i-2), k.at(i+1), k.at(i+2)
	f.one(1)
	f.one(w.form)
	f.one(w.low)
	for _, s := range w.suffix {
		f.one(s)
	}
	for _, s := range w.prefix {
		f.one(s)
	}
	f.one(w.shape)
	f.two(w.shape, b2u(i == 0))
	f.two(w.shape, n.shape)
	f.all(p.shape, w.shape, n.shape)
	f.two(w.shape, w.suffix[2])
	f.one(w.ambiguity)
	f.one(w.coarse)
	f.one(w.fine)

	f.one(p.tagH)
	f.two(p.tagH, q.tagH)
	f.two(p.tagH, w.low)
	f.all(p.tagH, q.tagH, w.low)
	f.two(p.tagH, w.suffix[2])
	f.two(p.tagH, w.ambiguity)
	f.two(p.tagH, n.ambiguity)
	f.all(p.tagH, w.ambiguity, n.ambiguity)
	f.all(p.tagH, q.tagH, n.ambiguity)
	f.two(p.tagH, n.low)
	f.two(p.tagH, w.fine)
	f.two(p.tagH, n.fine)
	f.two(q.tagH, w.low)

	f.one(p.low)
	f.one(q.low)
	f.one(n.low)
	f.one(o.low)
	f.two(p.low, w.low)
	f.two(w.low, n.low)
	f.two(p.low, n.low)
	f.two(n.low, o.low)
	f.two(p.low, q.low)
	f.all(p.low, w.low, n.low)
	f.one(p.suffix[2])
	f.one(n.suffix[2])
	f.one(n.suffix[1])
	f.two(w.suffix[2], n.suffix[2])
	f.one(n.shape)
	f.one(p.shape)
	f.one(n.ambiguity)
	f.one(o.ambiguity)
	f.two(n.ambiguity, o.ambiguity)
	f.two(w.ambiguity, n.ambiguity)
	f.two(p.low, n.ambiguity)
	f.two(w.low, n.ambiguity)
	f.one(p.fine)
	f.one(n.fine)
	f.one(o.fine)
	f.one(q.fine)
	f.two(w.fine, n.fine)
	f.two(p.fine, w.fine)
	f.two(p.coarse, n.coarse)
	f.all(p.coarse, w.coarse, n.coarse)
}

func (k *scratch) featsFeatures(i int) {
	f := &k.features
	f.reset()
	w, p, q, n, o := k.at(i), k.at(i-1), k.at(i-2), k.at(i+1), k.at(i+2)
	t := w.tagH
	f.one(t)
	f.two(t, w.low)
	f.two(t, w.form)
	f.two(t, w.shape)
	for _, s := range w.suffix[1:] {
		f.two(t, s)
	}
	f.two(t, w.prefix[2])
	f.two(t, w.fine)
	f.two(t, p.tagH)
	f.two(t, n.tagH)
	f.all(t, p.tagH, q.tagH)
	f.all(t, p.tagH, n.tagH)
	f.all(t, n.tagH, o.tagH)
	f.two(t, p.low)
	f.two(t, n.low)
	f.two(t, q.low)
	f.all(t, p.low, w.low)
	f.all(t, w.low, n.low)
	f.all(t, w.suffix[2], p.tagH)
	f.all(t, w.suffix[2], n.tagH)
	f.all(t, p.suffix[1], w.suffix[1])
	f.all(t, n.suffix[1], w.suffix[1])
	f.all(t, p.featsH, w.suffix[1])
	f.two(t, b2u(i == 0))
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
