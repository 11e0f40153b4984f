package graph

// residual is the residual network: each arc of the graph as two arcs that undo each other, kept by the node they leave.
type residual struct {
	first []int32 // arcs of node v are first[v] to first[v+1]
	arcs  []half
	place []int32 // by arc of the graph: where its forward half lies
}

// half is one direction of an arc.
type half struct {
	room int64 // what may still be sent
	full int64 // what may still be sent the other way
	cost int64 // for a unit, negative on the way back
	to   int32
	back int32 // the other direction
}

// newResidual makes the residual network of no flow at all, with costs times scale.
func newResidual(g *Graph, scale int64) *residual {
	n, m := g.Nodes(), g.Arcs()
	r := &residual{first: make([]int32, n+2), arcs: make([]half, 2*m), place: make([]int32, m)}
	count := r.first[1:] // shifted by one, so that it ends as the beginnings
	for a := range m {
		count[g.from[a]+1]++
		count[g.to[a]+1]++
	}
	for v := range n {
		count[v+1] += count[v]
	}
	for a := range m {
		u, v := g.from[a], g.to[a]
		i := count[u]
		count[u]++
		j := count[v]
		count[v]++
		r.arcs[i] = half{room: g.capacity[a], cost: scale * g.cost[a], to: v, back: j}
		r.arcs[j] = half{full: g.capacity[a], cost: -scale * g.cost[a], to: u, back: i}
		r.place[a] = i
	}
	r.first = r.first[:n+1]
	return r
}

// send moves flow along an arc.
func (r *residual) send(a int32, amount int64) {
	h := &r.arcs[a]
	h.room -= amount
	h.full += amount
	b := &r.arcs[h.back]
	b.room += amount
	b.full -= amount
}

// amounts reads the flow off.
func (r *residual) amounts() []int64 {
	out := make([]int64, len(r.place))
	for a, i := range r.place {
		out[a] = r.arcs[i].full
	}
	return out
}
