package graph

import (
	"math"

	"dragoman/corridor/internal/heap"
	"dragoman/corridor/internal/incidence"
)

// newSimplex starts from a tree in which all supplies go over artificial arcs and the root at a prohibitive cost, and nodes without supply hang on
// cheapest paths to the sinks, so that their potentials are sensible from the beginning. Their arcs carry nothing and lead
// towards the root, as a strongly feasible basis needs.
func newSimplex[T whole](g *Graph, largest int64, hop, order []int32) *simplex[T] {
	n, m := g.Nodes(), g.Arcs()
	s := &simplex[T]{arcs: make([]arc[T], m, m+n), capacity: make([]int64, m, m+n), line: make([]place[T], n+1), nodes: make([]node, n+1),
		prev: make([]int32, n+1), last: make([]int32, n+1), name: make([]int32, n+1), real: m, block: max(10, int(math.Sqrt(float64(m))))}
	for a := range m {
		s.arcs[a] = arc[T]{cost: T(g.cost[a]), from: g.from[a], to: g.to[a], state: atLower}
		s.capacity[a] = g.capacity[a]
		if g.capacity[a] >= Unlimited {
			s.capacity[a] = boundless
		}
	}
	for v := range s.name {
		s.name[v] = int32(v)
	}
	s.far = 2 * T(prohibitive(g, largest))
	s.plant(g, hop, order)
	s.thread()
	return s
}

// plant makes parents, artificial arcs and prices of the first tree.
func (s *simplex[T]) plant(g *Graph, hop, order []int32) {
	root := int32(g.Nodes())
	s.nodes[root] = node{parent: none, link: none}
	for v := range root {
		amount, link := g.supply[v], arc[T]{from: v, to: root, cost: s.far / 2}
		t := node{parent: root, link: int32(len(s.arcs)), up: true, rise: boundless - amount, fall: amount}
		s.line[v].price = -link.cost
		if amount < 0 {
			link.from, link.to = root, v
			t.up, t.rise, t.fall = false, -amount, boundless+amount
			s.line[v].price = link.cost
		}
		if a := hop[v]; a != none {
			t = node{parent: g.to[a], link: a, up: true, rise: s.capacity[a]}
			s.arcs[a].state = inTree
		}
		s.arcs, s.capacity, s.nodes[v] = append(s.arcs, link), append(s.capacity, boundless), t
	}
	for _, v := range order {
		if a := hop[v]; a != none {
			s.line[v].price = s.line[g.to[a]].price - s.arcs[a].cost
		}
	}
}

// thread makes preorder and sizes from the parents.
func (s *simplex[T]) thread() {
	root := int32(len(s.nodes) - 1)
	child, sibling := make([]int32, root+1), make([]int32, root+1)
	for v := range child {
		child[v] = none
	}
	for v := root - 1; v >= 0; v-- {
		p := s.nodes[v].parent
		sibling[v], child[p] = child[p], v
	}
	sibling[root] = none
	before := root
	u := child[root]
	for u != none && u != root {
		s.line[before].next, s.prev[u] = u, before
		before = u
		if child[u] != none {
			u = child[u]
			continue
		}
		for u != root {
			s.last[u] = before
			s.nodes[u].size++
			s.nodes[s.nodes[u].parent].size += s.nodes[u].size
			if sibling[u] != none {
				u = sibling[u]
				break
			}
			u = s.nodes[u].parent
		}
	}
	s.nodes[root].size++
	s.line[before].next, s.prev[root], s.last[root] = root, before, before
}

// towardsSinks finds for each node without supply the first arc of a cheapest path to some sink, none where there is no path, and the order in which
// the nodes are reached from the sinks. Negative costs count as 0: the paths need not be exact.
func towardsSinks(g *Graph) (hop, order []int32) {
	n := g.Nodes()
	hop = make([]int32, n)
	distance := make([]int64, n)
	var h heap.Heap[int64]
	for v := range hop {
		hop[v], distance[v] = none, unreachable
		if g.supply[v] < 0 {
			distance[v] = 0
			h.Push(0, int32(v))
		}
	}
	in := incidence.New(n, g.to)
	for h.Len() > 0 {
		e := h.Pop()
		if e.Label > distance[e.Node] {
			continue
		}
		order = append(order, e.Node)
		for _, a := range in.Of(e.Node) {
			u := g.from[a]
			if d := e.Label + max(0, g.cost[a]); d < distance[u] && g.capacity[a] > 0 {
				distance[u] = d
				h.Push(d, u)
				if g.supply[u] == 0 {
					hop[u] = a
				}
			}
		}
	}
	return hop, order
}
