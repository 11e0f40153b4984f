package graph

import (
	"math"
	"slices"
)

// byScaling is cost scaling (Goldberg 1997) with partial augmentations (Kovács 2015).
func byScaling(g *Graph, largest int64) (*Flow, error) {
	n := int64(g.Nodes())
	if unbounded(g) {
		return nil, ErrUnbounded
	}
	g = g.bounded()
	start, err := feasible(g)
	if err != nil {
		return nil, err
	}
	s := newScaling(g, start, n+1)
	for eps := max(1, largest*(n+1)); ; {
		eps = max(1, eps/divisor)
		s.refine(eps)
		if eps > s.scale {
			continue // hardly optimal yet
		}
		tries := settled * g.Nodes()
		if eps == 1 {
			tries = math.MaxInt
		}
		if potential, ok := s.potentials(tries); ok {
			return &Flow{Amount: s.r.amounts(), Potential: potential, Pivots: s.work}, nil
		}
	}
}

const (
	divisor = 32 // of the tolerance from one phase to the next
	reach   = 4  // arcs of a partial augmentation
	settled = 8  // looks at each node, on average, after which a flow counts as not optimal yet
)

// enough is a capacity that no arc of some optimal flow exceeds when no cycle of negative cost is without a limit: all supplies on one
// arc, and with them circulations, each of which fills an arc that has a limit.
func (g *Graph) enough() float64 {
	var sum float64
	for _, c := range g.capacity {
		if c < Unlimited {
			sum += float64(c)
		}
	}
	for _, s := range g.supply {
		sum += float64(max(s, 0))
	}
	return sum
}

// bounded is the graph with that capacity in place of none.
func (g *Graph) bounded() *Graph {
	out := *g
	out.capacity = slices.Clone(g.capacity)
	enough := int64(g.enough()*(1+1e-9)) + 1 // a little more than rounding may have lost
	for a, c := range out.capacity {
		if c >= Unlimited {
			out.capacity[a] = enough
		}
	}
	return &out
}

// scaling is the state of the method. A flow is eps-optimal when no residual arc has a reduced cost below -eps; with costs multiplied by more
// than the number of nodes, a 1-optimal flow is optimal.
type scaling struct {
	r       *residual
	scale   int64
	nodes   []spot
	queue   ring
	buckets [][]int32
	work    int // relabellings
}

// spot is a node of the residual network.
type spot struct {
	price   int64
	excess  int64
	level   int32 // tolerances to the nearest node that lacks flow
	current int32 // arc at which the search goes on
}

func newScaling(g *Graph, start []int64, scale int64) *scaling {
	n := g.Nodes()
	s := &scaling{r: newResidual(g, scale), scale: scale, nodes: make([]spot, n), queue: newRing(n)}
	for a, x := range start {
		s.r.send(s.r.place[a], x)
	}
	return s
}

// refine makes the flow eps-optimal: arcs that are too cheap are filled, and what then lies at nodes is sent on.
func (s *scaling) refine(eps int64) {
	s.saturate()
	for v := range s.nodes {
		s.nodes[v].current = s.r.first[v]
		if s.nodes[v].excess > 0 {
			s.queue.push(int32(v))
		}
	}
	budget, since := len(s.nodes)/2, 0
	s.reprice(eps)
	for {
		if since > budget {
			s.reprice(eps)
			since = 0
		}
		v, ok := s.queue.pop()
		if !ok {
			return
		}
		if s.nodes[v].excess > 0 {
			since += s.augment(v, eps)
			if s.nodes[v].excess > 0 {
				s.queue.push(v)
			}
		}
	}
}

// saturate fills every arc with a negative reduced cost.
func (s *scaling) saturate() {
	r := s.r
	for u := range int32(len(s.nodes)) {
		for a := r.first[u]; a < r.first[u+1]; a++ {
			h := &r.arcs[a]
			if h.room > 0 && h.cost+s.nodes[u].price-s.nodes[h.to].price < 0 {
				s.nodes[u].excess -= h.room
				s.nodes[h.to].excess += h.room
				r.send(a, h.room)
			}
		}
	}
}

// augment sends what lies at a node along a path of at most reach arcs with negative reduced costs, and gives the number of
// relabellings that it took to find one.
func (s *scaling) augment(start int32, eps int64) int {
	var path [reach]int32
	length, relabels, tip := 0, 0, start
	for length < reach && s.nodes[tip].excess >= 0 {
		if a := s.admissible(tip); a != none {
			path[length] = a
			length++
			tip = s.r.arcs[a].to
			continue
		}
		s.relabel(tip, eps)
		relabels++
		if length > 0 {
			length--
			tip = s.r.arcs[s.r.arcs[path[length]].back].to
		}
	}
	u := start
	for _, a := range path[:length] {
		h := &s.r.arcs[a]
		amount := min(h.room, s.nodes[u].excess)
		s.r.send(a, amount)
		s.nodes[u].excess -= amount
		s.nodes[h.to].excess += amount
		if s.nodes[h.to].excess > 0 {
			s.queue.push(h.to)
		}
		u = h.to
	}
	s.work += relabels
	return relabels
}

// admissible is the next arc of a node with a negative reduced cost.
func (s *scaling) admissible(u int32) int32 {
	r := s.r
	p := s.nodes[u].price
	for a := s.nodes[u].current; a < r.first[u+1]; a++ {
		if h := &r.arcs[a]; h.room > 0 && h.cost+p < s.nodes[h.to].price {
			s.nodes[u].current = a
			return a
		}
	}
	return none
}

// relabel lowers a price as far as the tolerance lets it.
func (s *scaling) relabel(u int32, eps int64) {
	best := int64(math.MinInt64)
	r := s.r
	for a := r.first[u]; a < r.first[u+1]; a++ {
		if h := &r.arcs[a]; h.room > 0 {
			best = max(best, s.nodes[h.to].price-h.cost)
		}
	}
	s.nodes[u].current = r.first[u]
	if best == math.MinInt64 {
		s.abandon(u, eps)
		return
	}
	s.nodes[u].price = best - eps
}

// abandon lowers the price of a node without a way on (the arc by which a path came in has not been used yet) until no way in looks cheap.
func (s *scaling) abandon(u int32, eps int64) {
	r := s.r
	price := s.nodes[u].price - eps
	for a := r.first[u]; a < r.first[u+1]; a++ {
		if h := &r.arcs[a]; h.full > 0 {
			price = min(price, s.nodes[h.to].price-h.cost)
		}
	}
	s.nodes[u].price = price
}

// reprice lowers all prices at once by as many tolerances as lie, in reduced costs, between a node and the nearest one that lacks flow:
// a shortest-path search backwards from these, in buckets (Dial 1969), until all nodes with flow to send are reached.
func (s *scaling) reprice(eps int64) {
	r := s.r
	farthest := int32(len(s.nodes))
	waiting := 0
	for v := range s.nodes {
		n := &s.nodes[v]
		n.level, n.current = farthest, r.first[v]
		if n.excess > 0 {
			waiting++
		}
		if n.excess < 0 {
			n.level = 0
			s.put(0, int32(v))
		}
	}
	last := int32(0)
	for ; waiting > 0 && int(last) < len(s.buckets); last++ {
		for i := 0; i < len(s.buckets[last]); i++ { // the bucket grows while it is read
			v := s.buckets[last][i]
			if s.nodes[v].level != last {
				continue
			}
			if s.nodes[v].excess > 0 {
				waiting--
			}
			s.reach(v, last, eps)
		}
		s.buckets[last] = s.buckets[last][:0]
	}
	for i := range s.buckets {
		s.buckets[i] = s.buckets[i][:0]
	}
	for v := range s.nodes {
		s.nodes[v].price -= eps * int64(min(s.nodes[v].level, last))
	}
}

// reach puts the nodes with an arc to v into the buckets of their levels.
func (s *scaling) reach(v, level int32, eps int64) {
	r := s.r
	farthest := int64(len(s.nodes))
	price := s.nodes[v].price
	for a := r.first[v]; a < r.first[v+1]; a++ {
		h := &r.arcs[a]
		if h.full == 0 {
			continue
		}
		w := &s.nodes[h.to]
		if w.level <= level {
			continue
		}
		next := int64(level)
		if reduced := w.price - price - h.cost; reduced >= 0 {
			next++
			if reduced >= eps { // a division is worth avoiding
				next += reduced / eps
			}
		}
		if next < farthest && int32(next) < w.level {
			w.level = int32(next)
			s.put(int32(next), h.to)
		}
	}
}

func (s *scaling) put(level, v int32) {
	for int(level) >= len(s.buckets) {
		s.buckets = append(s.buckets, nil)
	}
	s.buckets[level] = append(s.buckets[level], v)
}

// potentials gives exact dual values: the prices rounded to whole units of cost, then lowered where an arc with room still asks for it (label
// correcting). That ends when the flow is optimal, which it often is before the tolerance says so; false after so many tries.
func (s *scaling) potentials(tries int) ([]int64, bool) {
	out := make([]int64, len(s.nodes))
	queue := newRing(len(s.nodes))
	for v := range s.nodes {
		p := s.nodes[v].price
		out[v] = p / s.scale
		if p%s.scale < 0 {
			out[v]--
		}
		queue.push(int32(v))
	}
	r := s.r
	for u, ok := queue.pop(); ok; u, ok = queue.pop() {
		if tries--; tries < 0 {
			return nil, false
		}
		for a := r.first[u]; a < r.first[u+1]; a++ {
			h := &r.arcs[a]
			if h.room > 0 && out[u]+h.cost/s.scale < out[h.to] {
				out[h.to] = out[u] + h.cost/s.scale
				queue.push(h.to)
			}
		}
	}
	return out, true
}

// unbounded says whether arcs without a capacity limit close a cycle of negative cost.
func unbounded(g *Graph) bool {
	var free []int32
	negative := false
	for a, c := range g.capacity {
		if c >= Unlimited {
			free = append(free, int32(a))
			negative = negative || g.cost[a] < 0
		}
	}
	if !negative {
		return false
	}
	distance := make([]int64, g.Nodes())
	for range g.Nodes() {
		changed := false
		for _, a := range free {
			if d := distance[g.from[a]] + g.cost[a]; d < distance[g.to[a]] {
				distance[g.to[a]], changed = d, true
			}
		}
		if !changed {
			return false
		}
	}
	return true
}
