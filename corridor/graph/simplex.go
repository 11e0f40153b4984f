package graph

import "math"

// bySimplex is the primal network simplex method (Dantzig 1951) with strongly feasible bases, which make it end (Cunningham 1976), and
// block search for the entering arc (Grigoriadis 1986). Where prices fit into 32 bits, they and the costs are kept so: the method
// waits for memory most of the time.
func bySimplex(g *Graph, largest int64) (*Flow, error) {
	hop, order := towardsSinks(g)
	if depth(g, hop, order) > shallow {
		return runSimplex(g, largest, hop, order)
	}
	mixed, origin := mix(g)
	hop, order = towardsSinks(mixed)
	f, err := runSimplex(mixed, largest, hop, order)
	if err != nil {
		return nil, err
	}
	amount := make([]int64, len(f.Amount))
	for i, x := range f.Amount {
		amount[origin[i]] = x
	}
	f.Amount = amount
	return f, nil
}

// shallow graphs have their nodes this many arcs from a sink at most, on average. In them a block of arcs that comes from all over the graph offers
// better arcs to enter; in deep ones, steps that stay in a neighbourhood for a while do less harm elsewhere. Measured on the families of the
// tests: random graphs take a third of the steps when mixed, grids three times as many.
const shallow = 16

// mix is the graph with its arcs in another order, in strides, and where they come from.
func mix(g *Graph) (mixed *Graph, origin []int32) {
	const stride = 100
	mixed = New(0, g.Arcs())
	mixed.supply = g.supply
	origin = make([]int32, 0, g.Arcs())
	for first := range stride {
		for a := first; a < g.Arcs(); a += stride {
			mixed.from, mixed.to = append(mixed.from, g.from[a]), append(mixed.to, g.to[a])
			mixed.capacity, mixed.cost = append(mixed.capacity, g.capacity[a]), append(mixed.cost, g.cost[a])
			origin = append(origin, int32(a))
		}
	}
	return mixed, origin
}

func runSimplex(g *Graph, largest int64, hop, order []int32) (*Flow, error) {
	if prohibitive(g, largest) < math.MaxInt32/8 {
		return newSimplex[int32](g, largest, hop, order).run(g)
	}
	return newSimplex[int64](g, largest, hop, order).run(g)
}

// prohibitive is a cost of artificial arcs that no path through the graph outweighs.
func prohibitive(g *Graph, largest int64) int64 { return (largest + 1) * int64(g.Nodes()+1) }

// whole is what costs and prices are kept in.
type whole interface{ int32 | int64 }

// arc is what the search for an entering arc reads, side by side in memory.
type arc[T whole] struct {
	cost     T
	from, to int32
	state    T // atLower, atUpper, or inTree
}

const (
	atLower = 1
	atUpper = -1
	inTree  = 0
)

// node is a node of the spanning tree with the arc to its parent.
type node struct {
	parent     int32
	link       int32 // the arc to the parent
	size       int32 // of the subtree, itself included
	up         bool  // the link leads to the parent
	rise, fall int64 // how much more the link takes towards the parent and away from it
}

// place is where a node stands in preorder, and its potential: what changes of potentials visit.
type place[T whole] struct {
	price T
	next  int32
}

const none = int32(-1)

// boundless is the capacity of arcs that have none.
const boundless = int64(1) << 61

// simplex is the state of the method: the arcs of the graph, then one artificial arc for each node to or from a root, and a spanning
// tree over all nodes and the root. The tree is kept as parents and as a preorder, in which every subtree is a run of nodes
// (the threaded index of Glover, Klingman and Stutz 1974).
type simplex[T whole] struct {
	arcs     []arc[T]
	capacity []int64
	nodes    []node
	line     []place[T] // by node
	prev     []int32    // in preorder, a ring that begins at the root
	last     []int32    // of the node's subtree in preorder
	name     []int32    // what the node is called in the graph
	far      T          // how far the root's price may go from 0
	real     int        // arcs of the graph
	from     int        // where the search goes on
	block    int
	pivots   int
}

// renumber gives the nodes the numbers of their places in preorder, so that what is visited together lies together.
func (s *simplex[T]) renumber() {
	root := int32(len(s.nodes) - 1)
	to := make([]int32, root+1)
	to[root] = root
	nodes, line, last, name := make([]node, root+1), make([]place[T], root+1), make([]int32, root+1), make([]int32, root+1)
	for u, at := s.line[root].next, int32(0); u != root; u = s.line[u].next {
		to[u] = at
		at++
	}
	for u := range root + 1 {
		v := to[u]
		nodes[v], line[v], last[v], name[v] = s.nodes[u], place[T]{s.line[u].price, v + 1}, to[s.last[u]], s.name[u]
		s.prev[u] = u - 1
		if u != root {
			nodes[v].parent = to[s.nodes[u].parent]
		}
	}
	s.prev[0], line[root].next = root, 0
	s.nodes, s.line, s.last, s.name = nodes, line, last, name
	for i := range s.arcs {
		a := &s.arcs[i]
		a.from, a.to = to[a.from], to[a.to]
	}
}

// run pivots until no arc wants to enter, and numbers the nodes anew from time to time.
func (s *simplex[T]) run(g *Graph) (*Flow, error) {
	for turn := max(1000, len(s.nodes)/16); ; {
		if s.pivots%turn == 0 {
			s.renumber()
		}
		enter := s.entering()
		if enter < 0 {
			return s.answer(g)
		}
		if err := s.pivot(int32(enter)); err != nil {
			return nil, err
		}
	}
}

// entering finds an arc along which flow is cheaper than through the tree: the best one of the first block that has any; -1 when
// the flow is optimal. Artificial arcs never come back.
func (s *simplex[T]) entering() int {
	for i, left := s.from, s.real; left > 0; {
		end := min(i+s.block, i+left, s.real)
		at := s.best(i, end)
		left -= end - i
		if i = end; i == s.real {
			i = 0
		}
		if at >= 0 {
			s.from = i
			return at
		}
	}
	return -1
}

// best is the arc with the most negative reduced cost among those given; -1 when none is negative.
func (s *simplex[T]) best(begin, end int) int {
	line := s.line
	least, at := T(0), -1
	for i, a := range s.arcs[begin:end] {
		if c := a.state * (a.cost + line[a.from].price - line[a.to].price); c < least {
			least, at = c, begin+i
		}
	}
	return at
}

// pivot sends as much flow as possible around the cycle that the entering arc closes with the tree, and exchanges it for the arc
// that blocks.
func (s *simplex[T]) pivot(enter int32) error {
	s.pivots++
	e := &s.arcs[enter]
	first, second := e.from, e.to
	if e.state == atUpper {
		first, second = second, first
	}
	join := s.join(first, second)
	delta, leave, onFirst := s.blocking(s.capacity[enter], first, second, join)
	if delta >= limit {
		return ErrUnbounded
	}
	if delta > 0 {
		s.push(first, second, join, delta)
	}
	if leave == none { // the entering arc itself blocks: it goes to its other bound
		e.state = -e.state
		return nil
	}
	inside, outside := first, second
	if !onFirst {
		inside, outside = second, first
	}
	ahead := s.capacity[enter] - delta // what the entering arc still takes from first to second
	t := node{parent: outside, link: enter, up: e.from == inside, rise: ahead, fall: delta}
	if !onFirst {
		t.rise, t.fall = t.fall, t.rise
	}
	reduced := e.cost + s.line[e.from].price - s.line[e.to].price
	if t.up {
		reduced = -reduced
	}
	s.retire(leave)
	e.state = inTree
	moved := s.nodes[leave].size
	s.resize(leave, outside, join, moved)
	s.rehang(inside, leave, t)
	s.reprice(inside, reduced, moved)
	return nil
}

// join is the nearest common ancestor: of two nodes the one with the smaller subtree is no ancestor of the other.
func (s *simplex[T]) join(u, v int32) int32 {
	for u != v {
		if s.nodes[u].size <= s.nodes[v].size {
			u = s.nodes[u].parent
		} else {
			v = s.nodes[v].parent
		}
	}
	return u
}

// blocking finds how much flow the cycle takes, at most delta for the entering arc, and the node whose link stops it; none for the entering arc itself.
// Among several it is the last one met on the way around the cycle from the join along the flow, which keeps the basis strongly
// feasible.
func (s *simplex[T]) blocking(most int64, first, second, join int32) (delta int64, leave int32, onFirst bool) {
	delta, leave = most, none
	for u := first; u != join; u = s.nodes[u].parent { // flow comes down to first
		if room := s.nodes[u].fall; room < delta {
			delta, leave, onFirst = room, u, true
		}
	}
	for u := second; u != join; u = s.nodes[u].parent { // flow goes up from second
		if room := s.nodes[u].rise; room <= delta {
			delta, leave, onFirst = room, u, false
		}
	}
	return delta, leave, onFirst
}

// push sends delta around the cycle.
func (s *simplex[T]) push(first, second, join int32, delta int64) {
	for u := first; u != join; u = s.nodes[u].parent {
		s.nodes[u].fall -= delta
		s.nodes[u].rise += delta
	}
	for u := second; u != join; u = s.nodes[u].parent {
		s.nodes[u].rise -= delta
		s.nodes[u].fall += delta
	}
}

// retire takes the link of a node out of the tree, to the bound at which it is.
func (s *simplex[T]) retire(leave int32) {
	n := &s.nodes[leave]
	flow := n.rise
	if n.up {
		flow = n.fall
	}
	s.arcs[n.link].state = atLower
	if flow > 0 {
		s.arcs[n.link].state = atUpper
	}
}

// resize changes the sizes of the subtrees between the join and the places where the moved nodes are now and will be.
func (s *simplex[T]) resize(leave, outside, join, moved int32) {
	for u := s.nodes[leave].parent; u != join; u = s.nodes[u].parent {
		s.nodes[u].size -= moved
	}
	for u := outside; u != join; u = s.nodes[u].parent {
		s.nodes[u].size += moved
	}
}

// rehang takes the subtree of leave out of the tree, turns it so that inside is its top, and hangs it as a first child below the parent in t, which
// becomes the new state of inside.
func (s *simplex[T]) rehang(inside, leave int32, t node) {
	s.takeOut(leave)
	outside, moved, below := t.parent, s.nodes[leave].size, int32(0)
	// The preorder of the turned subtree is the subtree of inside, then what else its parent has, then what else the parent of
	// that has, and so on up to leave. What else a node has lies on both sides of the part before.
	end := s.last[inside]
	tail, before, behind := end, s.prev[inside], s.line[end].next
	for u := inside; ; {
		old := s.nodes[u]
		s.nodes[u] = t
		s.nodes[u].size = moved - below
		if u == leave {
			break
		}
		t = node{parent: u, link: old.link, up: !old.up, rise: old.fall, fall: old.rise}
		u, below = old.parent, old.size
		s.line[tail].next = u
		beforeU, endU, behindU := s.prev[u], s.last[u], behind
		s.prev[u] = tail
		if endU == end {
			tail = before
		} else {
			behindU = s.line[endU].next
			s.line[before].next, s.prev[behind] = behind, before
			tail = endU
		}
		before, end, behind = beforeU, endU, behindU
	}
	for u := leave; u != outside; u = s.nodes[u].parent {
		s.last[u] = tail
	}
	s.putIn(inside, tail, outside)
}

// takeOut parts a subtree from the preorder.
func (s *simplex[T]) takeOut(top int32) {
	before, end := s.prev[top], s.last[top]
	after := s.line[end].next
	s.line[before].next, s.prev[after] = after, before
	for u := s.nodes[top].parent; u != none && s.last[u] == end; u = s.nodes[u].parent {
		s.last[u] = before
	}
}

// putIn lets a subtree follow its new parent in the preorder.
func (s *simplex[T]) putIn(top, end, parent int32) {
	after := s.line[parent].next
	s.line[parent].next, s.prev[top] = top, parent
	s.line[end].next, s.prev[after] = after, end
	for u := parent; u != none && s.last[u] == parent; u = s.nodes[u].parent {
		s.last[u] = end
	}
}

// reprice makes the entering arc's reduced cost zero: the moved part's potentials change, or those of all the rest where that is the smaller
// part; only differences count.
func (s *simplex[T]) reprice(top int32, by T, moved int32) {
	root := int32(len(s.nodes) - 1)
	if 2*moved <= root {
		s.shift(top, s.line[s.last[top]].next, by)
		return
	}
	s.shift(root, top, -by)
	if after := s.line[s.last[top]].next; after != root {
		s.shift(after, root, -by)
	}
	if p := s.line[root].price; p > s.far || p < -s.far { // bring all prices back
		s.shift(root, root, -p)
	}
}

// shift adds to the potentials of the nodes from one to before another in preorder.
func (s *simplex[T]) shift(from, end int32, by T) {
	for line, u := s.line, from; ; {
		p := &line[u]
		p.price += by
		if u = p.next; u == end {
			return
		}
	}
}

// answer puts flow and potentials into the order of the graph.
func (s *simplex[T]) answer(g *Graph) (*Flow, error) {
	f := &Flow{Amount: make([]int64, s.real), Potential: make([]int64, g.Nodes()), Pivots: s.pivots}
	for a := range s.real {
		if s.arcs[a].state == atUpper {
			f.Amount[a] = s.capacity[a]
		}
	}
	for v := range g.Nodes() {
		f.Potential[s.name[v]] = int64(s.line[v].price)
		n := &s.nodes[v]
		flow := n.rise
		if n.up {
			flow = n.fall
		}
		if int(n.link) < s.real {
			f.Amount[n.link] = flow
		} else if flow != 0 {
			return nil, ErrInfeasible
		}
	}
	return f, nil
}
