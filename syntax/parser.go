package syntax

// A class of the parser is shift (0), left with relation r (1+r) or right with relation r (1+R+r), R being the number of
// relations.

func (m *Model) classes() int { return 1 + 2*len(m.relations) }

func (m *Model) class(v move, label int) int {
	switch v {
	case left:
		return 1 + label
	case right:
		return 1 + len(m.relations) + label
	}
	return 0
}

func (m *Model) moveOf(class int) (move, int) {
	switch r := len(m.relations); {
	case class == 0:
		return shift, 0
	case class <= r:
		return left, class - 1
	default:
		return right, class - 1 - r
	}
}

// parse builds the tree of the tagged words greedily.
func (m *Model) parse(k *scratch) {
	s := &k.state
	s.reset(len(k.words))
	for !s.done() {
		class, ok := m.forced(s)
		if !ok {
			m.scoreMoves(k)
			class = m.bestClass(k, s.legal())
		}
		m.step(s, class)
	}
}

// forced gives the class when there is only one.
func (m *Model) forced(s *state) (int, bool) {
	switch {
	case len(s.stack) == 0:
		return 0, true
	case s.front == s.n && len(s.stack) == 1:
		return m.class(left, m.root), true
	}
	return 0, false
}

func (m *Model) scoreMoves(k *scratch) {
	k.parseFeatures()
	m.parseWeights.Score(k.features.list(), k.scores[:m.classes()])
}

// bestClass is the best scored class whose move is legal. The relation root is the artificial root's alone.
func (m *Model) bestClass(k *scratch, can [3]bool) int {
	r := len(m.relations)
	best, found := 0, can[shift]
	if can[left] {
		best, found = bestLabel(k.scores, 1, r, m.root, best, found)
	}
	if can[right] {
		best, _ = bestLabel(k.scores, 1+r, r, m.root, best, found)
	}
	return best
}

func bestLabel(scores []int32, from, n, root, best int, found bool) (int, bool) {
	for c := from; c < from+n; c++ {
		if c != from+root && (!found || scores[c] > scores[best]) {
			best, found = c, true
		}
	}
	return best, found
}

func (m *Model) step(s *state, class int) {
	v, label := m.moveOf(class)
	s.apply(v, label)
	s.history[1], s.history[0] = s.history[0], int32(class)
}
