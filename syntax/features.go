package syntax

// view is what the parser sees of a state: the words in the places that matter.
type view struct {
	s0, s1, s2, b0, b1, b2    *word
	s0l, s0l2, s0r, s0r2      *word
	s1l, s1r, s1r2, b0l, b0l2 *word
	s0ll, s0rl, s1ll, s1rl    uint64 // relations of the children
	b0ll, s0l2l, s0r2l        uint64
	before, after             *word // the words next to s0 in the text
	dSB, dSS                  uint64
}

var artificialRoot = word{form: 21, low: 23, shape: 25, tagH: 27, uposH: 29, identity: 31}

func (k *scratch) node(i int) *word {
	if i == len(k.words) {
		return &artificialRoot
	}
	return k.at(i)
}

// relation hashes the relation a child has got, 0 for no child.
func (k *scratch) relation(child int32) uint64 {
	if child < 0 {
		return 0
	}
	return mix(uint64(k.state.labels[child]) + mixA)
}

var noChildren = children{outer: -1, inner: -1}

func (s *state) side(of []children, i int) *children {
	if i < 0 {
		return &noChildren
	}
	return &of[i]
}

// parseFeatures gathers the features of the current state, after Zhang and Nivre 2011 with what arc-hybrid needs: the second
// word of the stack is as near as the first of the buffer.
func (k *scratch) parseFeatures() {
	s := &k.state
	f := &k.features
	f.reset()
	i0, i1 := s.top(0), s.top(1)
	l0, r0 := s.side(s.lefts, i0), s.side(s.rights, i0)
	l1, r1 := s.side(s.lefts, i1), s.side(s.rights, i1)
	lb := s.side(s.lefts, s.front)
	v := view{
		s0: k.at(i0), s1: k.at(i1), s2: k.at(s.top(2)),
		b0: k.node(s.front), b1: k.node(s.front + 1), b2: k.node(s.front + 2),
		s0l: k.at(int(l0.outer)), s0l2: k.at(int(l0.inner)), s0r: k.at(int(r0.outer)), s0r2: k.at(int(r0.inner)),
		s1l: k.at(int(l1.outer)), s1r: k.at(int(r1.outer)), s1r2: k.at(int(r1.inner)),
		b0l: k.at(int(lb.outer)), b0l2: k.at(int(lb.inner)),
		s0ll: k.relation(l0.outer), s0rl: k.relation(r0.outer), s1ll: k.relation(l1.outer), s1rl: k.relation(r1.outer),
		b0ll: k.relation(lb.outer), s0l2l: k.relation(l0.inner), s0r2l: k.relation(r0.inner),
		before: k.at(i0 - 1), after: k.at(i0 + 1),
		dSB: distance(s.front - i0), dSS: distance(i0 - i1),
	}
	f.one(1)
	f.two(uint64(s.history[0]+2), 0)
	f.two(uint64(s.history[0]+2), uint64(s.history[1]+2))
	v.single(f)
	v.pairs(f)
	v.triples(f)
	v.family(f)
	v.counts(f, l0, r0, l1, r1, lb)
	v.clusters(f)
}

// distance is put into a few classes.
func distance(d int) uint64 {
	switch {
	case d < 5:
		return uint64(max(d, 0))
	case d < 8:
		return 5
	case d < 13:
		return 6
	}
	return 7
}

func (v *view) single(f *featureList) {
	for _, w := range [...]*word{v.s0, v.s1, v.b0, v.b1} {
		f.one(w.low)
		f.one(w.tagH)
		f.one(w.uposH)
		f.two(w.low, w.tagH)
		f.two(w.uposH, w.featsH)
	}
	for _, w := range [...]*word{v.s2, v.b2, v.before, v.after} {
		f.one(w.low)
		f.one(w.tagH)
		f.two(w.low, w.tagH)
	}
	f.two(v.s0.tagH, v.s0.shape)
	f.two(v.s0.tagH, v.s0.suffix[2])
	f.two(v.b0.tagH, v.b0.suffix[2])
	f.two(v.s1.tagH, v.s1.suffix[2])
}

func (v *view) pairs(f *featureList) {
	for _, p := range [...][2]*word{{v.s0, v.b0}, {v.s1, v.s0}} {
		a, b := p[0], p[1]
		f.all(a.low, b.low, b.tagH)
		f.all(a.low, a.tagH, b.low)
		f.all(a.low, a.tagH, b.tagH)
		f.all(a.tagH, b.low, b.tagH)
		f.two(a.low, b.low)
		f.two(a.tagH, b.tagH)
		f.two(a.uposH, b.uposH)
		f.two(a.low, b.tagH)
		f.two(a.tagH, b.low)
		f.two(a.uposH^mix(a.featsH), b.uposH^mix(b.featsH))
	}
	f.two(v.b0.tagH, v.b1.tagH)
	f.two(v.b0.low, v.b1.tagH)
	f.two(v.b0.tagH, v.b1.low)
	f.two(v.s1.tagH, v.b0.tagH)
	f.two(v.s1.low, v.b0.tagH)
	f.two(v.s1.tagH, v.b0.low)
	f.two(v.s1.low, v.b0.low)
	f.two(v.s0.tagH, v.b1.tagH)
	f.two(v.s0.low, v.b1.low)
}

func (v *view) triples(f *featureList) {
	f.all(v.b0.tagH, v.b1.tagH, v.b2.tagH)
	f.all(v.s0.tagH, v.b0.tagH, v.b1.tagH)
	f.all(v.s1.tagH, v.s0.tagH, v.b0.tagH)
	f.all(v.s1.uposH, v.s0.uposH, v.b0.uposH)
	f.all(v.s2.tagH, v.s1.tagH, v.s0.tagH)
	f.all(v.s1.low, v.s0.tagH, v.b0.tagH)
	f.all(v.s1.tagH, v.s0.low, v.b0.tagH)
	f.all(v.s1.tagH, v.s0.tagH, v.b0.low)
	f.all(v.s0.low, v.b0.tagH, v.b1.tagH)
	f.all(v.s0.tagH, v.b0.low, v.b1.tagH)
	f.all(v.s0.tagH, v.b0.tagH, v.b1.low)
	f.all(v.s1.low, v.s0.low, v.b0.tagH)
	f.all(v.s1.tagH, v.s0.low, v.b0.low)
	f.all(v.s1.low, v.s0.tagH, v.b0.low)
	f.all(v.s1.tagH^mix(v.s0.tagH), v.b0.tagH, v.b1.tagH)
	f.all(v.s1.uposH^mix(v.s2.uposH), v.s0.uposH, v.b0.uposH)
	f.all(v.s0.tagH, v.before.tagH, v.b0.tagH)
	f.all(v.s0.tagH, v.after.tagH, v.b0.tagH)
	f.all(v.s1.tagH, v.before.tagH, v.s0.tagH)
}

// family: children with their relations.
func (v *view) family(f *featureList) {
	for _, c := range [...]struct {
		w   *word
		rel uint64
	}{{v.s0l, v.s0ll}, {v.s0r, v.s0rl}, {v.s1l, v.s1ll}, {v.s1r, v.s1rl}, {v.b0l, v.b0ll}, {v.s0l2, v.s0l2l}, {v.s0r2, v.s0r2l}} {
		f.one(c.w.low)
		f.one(c.w.tagH)
		f.one(c.rel)
		f.two(c.w.low, c.rel)
	}
	f.all(v.s0.tagH, v.s0l.tagH, v.b0.tagH)
	f.all(v.s0.tagH, v.s0r.tagH, v.b0.tagH)
	f.all(v.s0.tagH, v.b0l.tagH, v.b0.tagH)
	f.all(v.s1.tagH, v.s1r.tagH, v.s0.tagH)
	f.all(v.s1.tagH, v.s1l.tagH, v.s0.tagH)
	f.all(v.s1.tagH, v.s0l.tagH, v.s0.tagH)
	f.all(v.s1.tagH, v.s0r.tagH, v.s0.tagH)
	f.all(v.s1.tagH, v.s1r.low, v.s0.tagH)
	f.all(v.s1.tagH, v.s0l.low, v.s0.tagH)
	f.all(v.s1.low, v.s0l.low, v.s0.tagH)
	f.all(v.s0.tagH, v.s0ll, v.s0l2l)
	f.all(v.s0.tagH, v.s0rl, v.s0r2l)
	f.all(v.s0.tagH, v.s0l.tagH, v.s0l2.tagH)
	f.all(v.s0.tagH, v.s0r.tagH, v.s0r2.tagH)
	f.all(v.s1.tagH, v.s1r.tagH, v.s1r2.tagH)
	f.all(v.b0.tagH, v.b0l.tagH, v.b0l2.tagH)
	f.all(v.s1.tagH^mix(v.s0ll), v.s0.tagH, v.b0.tagH)
	f.all(v.s1.tagH^mix(v.s0rl), v.s0.tagH, v.b0.tagH)
	f.all(v.s0.low, v.s0ll, v.s0rl)
	f.all(v.s0.tagH, v.s0ll, v.s0rl)
}

// counts: how many children there are, which relations they have, how far the words are apart.
func (v *view) counts(f *featureList, l0, r0, l1, r1, lb *children) {
	f.all(v.s0.low, uint64(l0.n), 1)
	f.all(v.s0.tagH, uint64(l0.n), uint64(r0.n))
	f.all(v.s0.low, uint64(r0.n), 2)
	f.all(v.s1.low, uint64(r1.n), 3)
	f.all(v.s1.tagH, uint64(l1.n), uint64(r1.n))
	f.all(v.b0.low, uint64(lb.n), 4)
	f.all(v.b0.tagH, uint64(lb.n), 5)
	f.all(v.s0.low, l0.labels, 1)
	f.all(v.s0.tagH, l0.labels, 2)
	f.all(v.s0.low, r0.labels, 3)
	f.all(v.s0.tagH, r0.labels, 4)
	f.all(v.s1.low, r1.labels, 5)
	f.all(v.s1.tagH, r1.labels, v.s0.tagH)
	f.all(v.s1.tagH, l1.labels, v.s0.tagH)
	f.all(v.b0.low, lb.labels, 6)
	f.all(v.b0.tagH, lb.labels, v.s0.tagH)
	f.all(v.s0.low, v.dSB, 1)
	f.all(v.s0.tagH, v.dSB, 2)
	f.all(v.b0.low, v.dSB, 3)
	f.all(v.b0.tagH, v.dSB, v.s0.tagH)
	f.all(v.s1.low, v.dSS, 4)
	f.all(v.s1.tagH, v.dSS, v.s0.tagH)
	f.all(v.s0.low, v.dSS, 5)
	f.all(v.s1.low, v.s0.low, v.dSS)
	f.all(v.s0.low, v.b0.low, v.dSB)
}

func (v *view) clusters(f *featureList) {
	f.one(v.s0.fine)
	f.one(v.s1.fine)
	f.one(v.b0.fine)
	f.two(v.s0.fine, v.b0.fine)
	f.two(v.s1.fine, v.s0.fine)
	f.two(v.s0.coarse, v.b0.coarse)
	f.two(v.s1.coarse, v.s0.coarse)
	f.two(v.s0.fine, v.b0.tagH)
	f.two(v.s0.tagH, v.b0.fine)
	f.two(v.s1.fine, v.s0.tagH)
	f.two(v.s1.tagH, v.s0.fine)
	f.all(v.s1.coarse, v.s0.coarse, v.b0.coarse)
	f.all(v.s1.fine, v.s0.low, 1)
	f.all(v.s1.low, v.s0.fine, 2)
	f.all(v.s1.tagH, v.s0.low, v.b0.fine)
}
