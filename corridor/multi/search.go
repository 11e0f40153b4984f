package multi

import (
	"math"
	"slices"

	"dragoman/corridor/internal/heap"
	"dragoman/corridor/internal/incidence"
)

// topology is what does not change between scenarios.
type topology struct {
	from, to []int32 // by arc
	out, in  incidence.Lists
	sources  [][]int // by commodity
}

func newTopology(n *Network) *topology {
	t := &topology{from: make([]int32, len(n.Arcs)), to: make([]int32, len(n.Arcs)), sources: make([][]int, n.Commodities)}
	for i, a := range n.Arcs {
		t.from[i], t.to[i] = int32(a.From), int32(a.To)
	}
	t.out, t.in = incidence.New(n.Nodes, t.from), incidence.New(n.Nodes, t.to)
	for i, s := range n.Sources {
		t.sources[s.Commodity] = append(t.sources[s.Commodity], i)
	}
	return t
}

// prices are the dual values that a search for paths needs.
type prices struct {
	source []float64   // by source: what a unit of supply is worth, negative of what it costs
	sink   []float64   // by sink: what a unit delivered saves
	rent   []float64   // by arc, at least 0
	limit  [][]float64 // by sink and limit, at least 0
}

// search looks for cheapest paths (Dijkstra 1959) over arcs that cost their cost and their rent; closed arcs are left out.
type search struct {
	n     *Network
	t     *topology
	p     *prices
	label []float64 // by node
	via   []int32   // by node: the arc of the cheapest path; -1-source where it begins
	heap  heap.Heap[float64]
}

func newSearch(n *Network, t *topology, p *prices) *search {
	return &search{n: n, t: t, p: p, label: make([]float64, n.Nodes), via: make([]int32, n.Nodes)}
}

// forward labels every node with the least reduced cost at which a unit of a commodity gets there, from whichever source.
func (s *search) forward(commodity int) {
	s.reset()
	for _, i := range s.t.sources[commodity] {
		s.offer(int32(s.n.Sources[i].Node), -s.p.source[i], int32(-1-i))
	}
	s.spread(commodity, s.t.out, s.t.to)
}

// backward labels every node with the least reduced cost at which a unit gets from there to some sink.
func (s *search) backward(commodity int) {
	s.reset()
	for i := range s.n.Sinks {
		if !s.n.Sinks[i].Barred.Has(commodity) {
			s.offer(int32(s.n.Sinks[i].Node), s.delivery(i, commodity), 0)
		}
	}
	s.spread(commodity, s.t.in, s.t.from)
}

// spread carries labels on, over the arcs of each node to their other ends.
func (s *search) spread(commodity int, arcs incidence.Lists, far []int32) {
	for s.heap.Len() > 0 {
		e := s.heap.Pop()
		if e.Label > s.label[e.Node] {
			continue
		}
		for _, a := range arcs.Of(e.Node) {
			if arc := &s.n.Arcs[a]; arc.Capacity > 0 && !arc.Barred.Has(commodity) {
				s.offer(far[a], e.Label+arc.Cost+s.p.rent[a], a)
			}
		}
	}
}

// delivery is the reduced cost of a unit of a commodity that has come to a sink's node and is taken.
func (s *search) delivery(sink, commodity int) float64 {
	d := -s.p.sink[sink]
	for i := range s.n.Sinks[sink].Limits {
		d += s.p.limit[sink][i] * s.n.Sinks[sink].Limits[i].weight(commodity)
	}
	return d
}

// weight is how a unit of a commodity counts in the row of the limit.
func (l *Limit) weight(commodity int) float64 {
	var w float64
	if l.Of.Has(commodity) {
		w = 1
	}
	if l.Received {
		w -= l.Most
	}
	return w
}

// path follows the labels of a forward search back to a source.
func (s *search) path(sink, commodity int) Path {
	p := Path{Sink: sink, Commodity: commodity}
	v := s.n.Sinks[sink].Node
	for s.via[v] >= 0 {
		a := int(s.via[v])
		p.Arcs = append(p.Arcs, a)
		p.Cost += s.n.Arcs[a].Cost
		v = s.n.Arcs[a].From
	}
	p.Source = int(-1 - s.via[v])
	slices.Reverse(p.Arcs)
	return p
}

func (s *search) reset() {
	for v := range s.label {
		s.label[v] = math.Inf(1)
	}
	s.heap.Clear()
}

// offer lowers a label and lets the node into the heap. Equal labels do not replace each other, which keeps paths simple and
// the outcome the same in every run.
func (s *search) offer(node int32, label float64, via int32) {
	if label >= s.label[node] {
		return
	}
	s.label[node], s.via[node] = label, via
	s.heap.Push(label, node)
}
