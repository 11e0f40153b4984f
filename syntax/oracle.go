package syntax

// gold is the tree a sentence should get.
type gold struct {
	heads    []int32 // the root's head is n
	labels   []int32
	children [][]int32
}

func newGold(heads []int, labels []int32) *gold {
	n := len(heads)
	g := &gold{heads: make([]int32, n), labels: labels, children: make([][]int32, n+1)}
	for i, h := range heads {
		if h < 0 {
			h = n
		}
		g.heads[i] = int32(h)
		g.children[h] = append(g.children[h], int32(i))
	}
	return g
}

// costs says, for each move, how many gold arcs that can still be had the move gives up (Goldberg and Nivre 2013, "Training
// deterministic parsers with non-deterministic oracles", the arc-hybrid case). It is exact for projective trees; in others
// it overlooks that two arcs may exclude each other. Illegal moves get -1.
func (s *state) costs(g *gold) (cost [3]int) {
	can := s.legal()
	for m := range cost {
		if !can[m] {
			cost[m] = -1
		}
	}
	if can[shift] {
		cost[shift] = s.shiftCost(g)
	}
	top := s.top(0)
	if top < 0 {
		return cost
	}
	h := int(g.heads[top])
	lost := 0
	for _, c := range g.children[top] {
		if int(c) >= s.front {
			lost++
		}
	}
	if can[left] {
		cost[left] = lost
		if h > s.front && (h < s.n || len(s.stack) == 1) || h == s.top(1) {
			cost[left]++
		}
	}
	if can[right] {
		cost[right] = lost
		if h >= s.front && h < s.n {
			cost[right]++
		}
	}
	return cost
}

// shiftCost: the first word of the buffer loses its head when that is on the stack below the top, or when it is the artificial
// root and a word stands below; and it loses its dependents on the stack.
func (s *state) shiftCost(g *gold) int {
	b, lost := s.front, 0
	h := g.heads[b]
	for i, w := range s.stack {
		if w == h && i < len(s.stack)-1 {
			lost++
		}
	}
	if int(h) == s.n && len(s.stack) > 0 {
		lost++
	}
	for _, c := range g.children[b] {
		if int(c) < b && s.heads[c] < 0 {
			lost++
		}
	}
	return lost
}

// isGold says whether left or right would make an arc of the gold tree, and with which relation.
func (s *state) isGold(g *gold, m move) (label int, ok bool) {
	top := s.top(0)
	if m == left {
		return int(g.labels[top]), int(g.heads[top]) == s.front
	}
	return int(g.labels[top]), int(g.heads[top]) == s.top(1)
}
