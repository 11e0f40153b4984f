package graph

import (
	"fmt"
	"slices"
)

// Cut is the answer to a maximum-flow problem: the flow and a set of arcs that holds it to its value.
type Cut struct {
	Value  int64
	Amount []int64 // by arc
	Arcs   []int   // saturated arcs out of Inside: removing them parts source from sink, their capacities add up to Value
	Inside []bool  // by node: on the source's side
}

// MaxFlow finds the largest flow from source to sink and a minimum cut (Ford and Fulkerson 1956), by push-relabel with a first-in
// first-out queue and exact labels computed anew from time to time (Goldberg and Tarjan 1988; Cherkassky and Goldberg 1997).
// Supplies and costs play no part. The cut is the one nearest to the sink; a value of Unlimited or more means that there is no
// bound. ErrTooLarge where the capacities at the source add up to more than 64 bits hold.
func MaxFlow(g *Graph, source, sink int) (*Cut, error) {
	var out float64
	for a, c := range g.capacity {
		if int(g.from[a]) == source {
			out += float64(min(c, Unlimited))
		}
	}
	if out > float64(limit) {
		return nil, ErrTooLarge
	}
	r := newResidual(g, 0)
	p := newPreflow(r, int32(source), int32(sink))
	p.run()
	c := &Cut{Value: p.excess[sink], Amount: r.amounts(), Inside: make([]bool, g.Nodes())}
	for v := range c.Inside {
		c.Inside[v] = p.height[v] >= p.far
	}
	for a := range g.from {
		if c.Inside[g.from[a]] && !c.Inside[g.to[a]] {
			c.Arcs = append(c.Arcs, a)
		}
	}
	return c, nil
}

// Check proves a maximum flow: within capacities, balanced at every node but the two, and as large as the cut, over which no more can pass.
func (c *Cut) Check(g *Graph, source, sink int) error {
	if len(c.Amount) != g.Arcs() || len(c.Inside) != g.Nodes() || !c.Inside[source] || c.Inside[sink] {
		return fmt.Errorf("the cut does not part source %d from sink %d", source, sink)
	}
	balance := make([]int64, g.Nodes())
	var across int64
	for a, x := range c.Amount {
		u, v := g.from[a], g.to[a]
		if x < 0 || x > g.capacity[a] {
			return fmt.Errorf("arc %d carries %d with a capacity of %d", a, x, g.capacity[a])
		}
		balance[u] -= x
		balance[v] += x
		switch {
		case c.Inside[u] && !c.Inside[v]:
			across += g.capacity[a]
		case !c.Inside[u] && c.Inside[v] && x > 0:
			return fmt.Errorf("arc %d carries %d back over the cut", a, x)
		}
	}
	for v, b := range balance {
		if v != source && v != sink && b != 0 {
			return fmt.Errorf("node %d keeps %d", v, b)
		}
	}
	if across != c.Value || balance[sink] != c.Value {
		return fmt.Errorf("%d arrives, the cut lets %d through, the value is given as %d", balance[sink], across, c.Value)
	}
	return nil
}

// preflow is the state of push-relabel. Heights below far count arcs to the sink; from far on they count arcs back to the source.
type preflow struct {
	r            *residual
	source, sink int32
	far          int32
	height       []int32
	current      []int32
	excess       []int64
	queue        ring
	work, budget int // relabellings since the labels were last exact, and how many may pass
}

func newPreflow(r *residual, source, sink int32) *preflow {
	n := len(r.first) - 1
	p := &preflow{r: r, source: source, sink: sink, far: int32(n), height: make([]int32, n), current: make([]int32, n), excess: make([]int64, n),
		queue: newRing(n), budget: n}
	for a := r.first[source]; a < r.first[source+1]; a++ {
		if h := &r.arcs[a]; h.room > 0 {
			p.push(source, a, h.room)
		}
	}
	p.relabelAll()
	return p
}

func (p *preflow) run() {
	for {
		v, ok := p.queue.pop()
		if !ok {
			break
		}
		p.discharge(v)
		if p.work > p.budget {
			p.relabelAll()
		}
	}
	p.relabelAll()
}

// push sends an amount along an arc and puts the node at its end into the queue where it is new there.
func (p *preflow) push(u, a int32, amount int64) {
	v := p.r.arcs[a].to
	if v != p.source && v != p.sink {
		p.queue.push(v)
	}
	p.r.send(a, amount)
	p.excess[u] -= amount
	p.excess[v] += amount
}

func (p *preflow) discharge(u int32) {
	r := p.r
	for p.excess[u] > 0 {
		if p.current[u] == r.first[u+1] {
			p.relabel(u)
			continue
		}
		a := p.current[u]
		if h := &r.arcs[a]; h.room > 0 && p.height[u] == p.height[h.to]+1 {
			p.push(u, a, min(p.excess[u], h.room))
			continue
		}
		p.current[u]++
	}
}

func (p *preflow) relabel(u int32) {
	lowest := int32(2 * len(p.height))
	for a := p.r.first[u]; a < p.r.first[u+1]; a++ {
		if h := &p.r.arcs[a]; h.room > 0 {
			lowest = min(lowest, p.height[h.to]+1)
		}
	}
	p.height[u], p.current[u] = lowest, p.r.first[u]
	p.work++
}

// relabelAll sets every height to its exact distance: to the sink, or beyond far to the source.
func (p *preflow) relabelAll() {
	p.work = 0
	for v := range p.height {
		p.height[v] = 2 * p.far
		p.current[v] = p.r.first[v]
	}
	order := make([]int32, 0, len(p.height))
	p.height[p.sink] = 0
	order = p.spread(append(order, p.sink))
	p.height[p.source] = p.far
	p.spread(append(order[:0], p.source))
}

// spread gives heights to all that reach the nodes in the list.
func (p *preflow) spread(list []int32) []int32 {
	for i := 0; i < len(list); i++ {
		v := list[i]
		for a := p.r.first[v]; a < p.r.first[v+1]; a++ {
			h := &p.r.arcs[a]
			if h.full > 0 && p.height[h.to] == 2*p.far {
				p.height[h.to] = p.height[v] + 1
				list = append(list, h.to)
			}
		}
	}
	return list
}

// ring is a queue of nodes of which each is in it at most once.
type ring struct {
	at         []int32
	in         []bool
	head, size int
}

func newRing(n int) ring { return ring{at: make([]int32, max(1, n)), in: make([]bool, n)} }

func (q *ring) push(v int32) {
	if q.in[v] {
		return
	}
	q.in[v] = true
	i := q.head + q.size
	if i >= len(q.at) {
		i -= len(q.at)
	}
	q.at[i] = v
	q.size++
}

func (q *ring) pop() (int32, bool) {
	if q.size == 0 {
		return 0, false
	}
	v := q.at[q.head]
	if q.head++; q.head == len(q.at) {
		q.head = 0
	}
	q.size--
	q.in[v] = false
	return v, true
}

// feasible finds any flow that takes all supplies to all demands, and leaves it in the residual network; false when there is none. It
// works in a graph with a source before all supplies and a sink behind all demands.
func feasible(g *Graph) ([]int64, error) {
	n := g.Nodes()
	h := &Graph{from: slices.Clip(g.from), to: slices.Clip(g.to), capacity: slices.Clip(g.capacity), cost: make([]int64, g.Arcs()), supply: make([]int64, n+2)}
	var wanted int64
	for v, s := range g.supply {
		switch {
		case s > 0:
			h.AddArc(n, v, s, 0)
			wanted += s
		case s < 0:
			h.AddArc(v, n+1, -s, 0)
		}
	}
	c, err := MaxFlow(h, n, n+1)
	if err == nil && c.Value < wanted {
		err = ErrInfeasible
	}
	if err != nil {
		return nil, err
	}
	return c.Amount[:g.Arcs()], nil
}
