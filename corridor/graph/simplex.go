package graph

import "math"

// bySimplex is the primal network simplex method (Dantzig 1951) with strongly feasible bases, which make it end (Cunningham 1976), and
// block search for the entering arc (Grigoriadis 1986).
func bySimplex(g *Graph, largest int64) (*Flow, error) {
	s := newSimplex(g, largest)
	for {
		enter := s.entering()
		if enter < 0 {
			return s.answer(g)
		}
		if err := s.pivot(enter); err != nil {
			return nil, err
		}
	}
}

// arc is what the search for an entering arc reads, side by side in memory.
type arc struct {
	cost     int64
	from, to int32
	state    int64 // 1 at its lower bound, -1 at its upper bound, 0 in the tree
}

// node is a node of the spanning tree.
type node struct {
	parent      int32
	link        int32 // arc to the parent
	size        int32 // of the subtree, itself included
	up          bool  // the link leads to the parent
	child       int32
	left, right int32 // siblings
}

const none = int32(-1)

// simplex is the state of the method: the arcs of the graph, then one artificial arc for each node to or from a root, and a spanning
// tree over all nodes and the root.
type simplex struct {
	arcs     []arc
	flow     []int64
	capacity []int64
	nodes    []node
	price    []int64 // potentials of the nodes
	real     int     // arcs of the graph
	next     int     // where the search goes on
	block    int
	pivots   int
}

// newSimplex starts from the tree of artificial arcs, which carry all supplies over the root at a prohibitive cost.
func newSimplex(g *Graph, largest int64) *simplex {
	n, m := g.Nodes(), g.Arcs()
	s := &simplex{arcs: make([]arc, m, m+n), flow: make([]int64, m+n), capacity: make([]int64, m, m+n), nodes: make([]node, n+1), price: make([]int64, n+1), real: m, block: max(10, 4*int(math.Sqrt(float64(m))))}
	for a := range m {
		s.arcs[a] = arc{cost: g.cost[a], from: g.from[a], to: g.to[a], state: 1}
	}
	copy(s.capacity, g.capacity)
	root := int32(n)
	s.nodes[root] = node{parent: none, link: none, size: root + 1, child: none, left: none, right: none}
	prohibitive := (largest + 1) * int64(n+1)
	for v := range int32(n) {
		link := arc{from: v, to: root, cost: prohibitive}
		t := node{parent: root, link: int32(len(s.arcs)), size: 1, up: true, child: none, left: none, right: none}
		if g.supply[v] < 0 {
			link.from, link.to = root, v
			t.up = false
			s.price[v] = prohibitive
		} else {
			s.price[v] = -prohibitive
		}
		s.flow[len(s.arcs)] = max(g.supply[v], -g.supply[v])
		s.arcs = append(s.arcs, link)
		s.capacity = append(s.capacity, math.MaxInt64)
		s.nodes[v] = t
		s.hang(v, root)
	}
	return s
}

// entering finds an arc along which flow is cheaper than through the tree: the best one of the first block that has any; -1 when
// the flow is optimal. Artificial arcs never come back.
func (s *simplex) entering() int {
	best, at := int64(0), -1
	count := s.block
	price := s.price
	scan := func(from, to int) bool {
		for i := from; i < to; i++ {
			a := &s.arcs[i]
			if a.state != 0 {
				if c := a.state * (a.cost + price[a.from] - price[a.to]); c < best {
					best, at = c, i
				}
			}
			if count--; count == 0 {
				if at >= 0 {
					s.next = i + 1
					return true
				}
				count = s.block
			}
		}
		return false
	}
	if !scan(s.next, s.real) && !scan(0, s.next) {
		s.next = 0
	}
	return at
}

// pivot sends as much flow as possible around the cycle that the entering arc closes with the tree, and exchanges it for the arc
// that blocks.
func (s *simplex) pivot(enter int) error {
	s.pivots++
	e := &s.arcs[enter]
	first, second := e.from, e.to
	if e.state < 0 {
		first, second = second, first
	}
	join := s.join(first, second)
	delta, leave, onFirst := s.blocking(enter, first, second, join)
	if delta >= limit {
		return ErrUnbounded
	}
	if delta > 0 {
		s.push(enter, first, second, join, delta)
	}
	if leave == none { // the entering arc itself blocks: it goes to its other bound
		e.state = -e.state
		return nil
	}
	e.state = 0
	old := &s.arcs[s.nodes[leave].link]
	if s.flow[s.nodes[leave].link] == 0 {
		old.state = 1
	} else {
		old.state = -1
	}
	inside, outside := first, second
	if !onFirst {
		inside, outside = second, first
	}
	s.exchange(int32(enter), inside, outside, leave, join)
	return nil
}

// join is the nearest common ancestor: of two nodes the one with the smaller subtree is no ancestor of the other.
func (s *simplex) join(u, v int32) int32 {
	for u != v {
		if s.nodes[u].size <= s.nodes[v].size {
			u = s.nodes[u].parent
		} else {
			v = s.nodes[v].parent
		}
	}
	return u
}

// blocking finds how much flow the cycle takes and the node whose link to its parent stops it; none for the entering arc itself. Among
// several it is the last one met on the way around the cycle from the join along the flow, which keeps the basis strongly feasible.
func (s *simplex) blocking(enter int, first, second, join int32) (delta int64, leave int32, onFirst bool) {
	delta, leave = s.capacity[enter], none
	for u := first; u != join; u = s.nodes[u].parent { // flow comes down to first
		n := &s.nodes[u]
		room := s.flow[n.link]
		if !n.up {
			room = s.capacity[n.link] - room
		}
		if room < delta {
			delta, leave, onFirst = room, u, true
		}
	}
	for u := second; u != join; u = s.nodes[u].parent { // flow goes up from second
		n := &s.nodes[u]
		room := s.flow[n.link]
		if n.up {
			room = s.capacity[n.link] - room
		}
		if room <= delta {
			delta, leave, onFirst = room, u, false
		}
	}
	return delta, leave, onFirst
}

// push sends delta around the cycle.
func (s *simplex) push(enter int, first, second, join int32, delta int64) {
	s.flow[enter] += s.arcs[enter].state * delta
	for u := first; u != join; u = s.nodes[u].parent {
		if n := &s.nodes[u]; n.up {
			s.flow[n.link] -= delta
		} else {
			s.flow[n.link] += delta
		}
	}
	for u := second; u != join; u = s.nodes[u].parent {
		if n := &s.nodes[u]; n.up {
			s.flow[n.link] += delta
		} else {
			s.flow[n.link] -= delta
		}
	}
}

// exchange cuts the link of leave to its parent and hangs the part below, turned so that inside is its top, on outside by the
// entering arc; sizes and potentials follow.
func (s *simplex) exchange(enter, inside, outside, leave, join int32) {
	e := &s.arcs[enter]
	reduced := e.cost + s.price[e.from] - s.price[e.to]
	if e.from == inside {
		reduced = -reduced
	}
	moved := s.nodes[leave].size
	for u := s.nodes[leave].parent; u != join; u = s.nodes[u].parent {
		s.nodes[u].size -= moved
	}
	for u := outside; u != join; u = s.nodes[u].parent {
		s.nodes[u].size += moved
	}
	u, parent, link, up := inside, outside, enter, e.from == inside
	for below := int32(0); ; {
		n := &s.nodes[u]
		oldParent, oldLink, oldUp, oldSize := n.parent, n.link, n.up, n.size
		s.cut(u)
		n.parent, n.link, n.up, n.size = parent, link, up, moved-below
		s.hang(u, parent)
		if u == leave {
			break
		}
		u, parent, link, up, below = oldParent, u, oldLink, !oldUp, oldSize
	}
	s.reprice(inside, reduced, moved)
}

// reprice makes the entering arc's reduced cost zero: the moved part's potentials change, or those of all the rest where that is the smaller
// part; only differences count.
func (s *simplex) reprice(top int32, by int64, moved int32) {
	root := int32(len(s.nodes) - 1)
	if 2*moved <= root {
		s.shift(top, none, by)
		return
	}
	s.shift(root, top, -by)
	if p := s.price[root]; p > limit || p < -limit {
		s.shift(root, none, -p)
	}
}

// cut takes a node out of its parent's children.
func (s *simplex) cut(u int32) {
	n := &s.nodes[u]
	if n.left == none {
		s.nodes[n.parent].child = n.right
	} else {
		s.nodes[n.left].right = n.right
	}
	if n.right != none {
		s.nodes[n.right].left = n.left
	}
}

// hang makes a node the first child of a parent.
func (s *simplex) hang(u, parent int32) {
	n, p := &s.nodes[u], &s.nodes[parent]
	n.left, n.right = none, p.child
	if p.child != none {
		s.nodes[p.child].left = u
	}
	p.child = u
}

// shift adds to the potentials of a subtree, leaving out the one under except.
func (s *simplex) shift(top, except int32, by int64) {
	nodes, price := s.nodes, s.price
	u := top
	for {
		if u != except {
			price[u] += by
			if child := nodes[u].child; child != none {
				u = child
				continue
			}
		}
		for u != top && nodes[u].right == none {
			u = nodes[u].parent
		}
		if u == top {
			return
		}
		u = nodes[u].right
	}
}

// answer puts flow and potentials into the order of the graph.
func (s *simplex) answer(g *Graph) (*Flow, error) {
	for a := s.real; a < len(s.arcs); a++ {
		if s.flow[a] != 0 {
			return nil, ErrInfeasible
		}
	}
	return &Flow{Amount: s.flow[:s.real], Potential: s.price[:g.Nodes()], Pivots: s.pivots}, nil
}
