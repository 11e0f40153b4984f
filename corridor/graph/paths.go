package graph

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"dragoman/corridor/internal/heap"
	"dragoman/corridor/internal/incidence"
)

// Path is a way through the graph.
type Path struct {
	Arcs []int // in the order of travel
	Cost int64 // the sum of the arcs' costs
}

// ErrNegative is returned where a search for shortest paths meets an arc with a negative cost.
var ErrNegative = errors.New("an arc has a negative cost")

// ShortestPaths finds the k cheapest loopless paths from one node to another (Yen 1971, deviations not repeated after Lawler 1972), cheapest
// first; fewer when there are fewer. Paths of equal cost stand in the order of their arcs' numbers; where not all of
// them are wanted, the search decides, the same in every run. Capacities and supplies play no part. Each search for a deviation is
// led by the exact distances to the end (Hart, Nilsson and Raphael 1968), so that it looks at little more than the path that it
// finds. Errors: ErrNegative, ErrTooLarge.
func ShortestPaths(g *Graph, from, to, k int) ([]Path, error) {
	if from < 0 || from >= g.Nodes() || to < 0 || to >= g.Nodes() {
		return nil, fmt.Errorf("there is no way from node %d to node %d in a graph of %d nodes", from, to, g.Nodes())
	}
	if _, err := g.largest(); err != nil {
		return nil, err
	}
	for a, c := range g.cost {
		if c < 0 {
			return nil, fmt.Errorf("%w: arc %d costs %d", ErrNegative, a, c)
		}
	}
	y := newYen(g, int32(to))
	y.distances()
	if first, ok := y.search(int32(from)); ok && k > 0 {
		y.offer(candidate{Path: Path{Arcs: first, Cost: y.cost(first)}})
	}
	var found []Path
	for len(found) < k && len(y.candidates) > 0 {
		c := y.candidates[0]
		y.candidates = y.candidates[1:]
		y.deviate(int32(from), c, found, k-len(found)-1)
		found = append(found, c.Path)
	}
	slices.SortFunc(found, comparePaths)
	return found, nil
}

// yen is the state of the search for several paths.
type yen struct {
	g          *Graph
	to         int32
	out, in    incidence.Lists
	distance   []int64 // to the end
	label      []int64
	via        []int32
	seen       []int32 // in which search a label was set
	turn       int32
	closed     []bool // nodes of the path up to the deviation
	barred     map[int]bool
	heap       heap.Heap[int64]
	candidates []candidate // cheapest first
}

// candidate is a path with the place from which it differs from the one it was derived of.
type candidate struct {
	Path
	from int
}

const unreachable = int64(math.MaxInt64)

func newYen(g *Graph, to int32) *yen {
	n := g.Nodes()
	return &yen{g: g, to: to, out: incidence.New(n, g.from), in: incidence.New(n, g.to), distance: make([]int64, n),
		label: make([]int64, n), via: make([]int32, n), seen: make([]int32, n), closed: make([]bool, n), barred: map[int]bool{}}
}

// distances finds how far every node is from the end (Dijkstra 1959).
func (y *yen) distances() {
	for v := range y.distance {
		y.distance[v] = unreachable
	}
	y.distance[y.to] = 0
	y.heap.Push(0, y.to)
	for y.heap.Len() > 0 {
		e := y.heap.Pop()
		if e.Label > y.distance[e.Node] {
			continue
		}
		for _, a := range y.in.Of(e.Node) {
			u := y.g.from[a]
			if d := e.Label + y.g.cost[a]; d < y.distance[u] {
				y.distance[u] = d
				y.heap.Push(d, u)
			}
		}
	}
}

// search finds a cheapest path from a node to the end that avoids closed nodes and barred arcs.
func (y *yen) search(start int32) ([]int, bool) {
	if y.distance[start] == unreachable {
		return nil, false
	}
	y.turn++
	y.heap.Clear()
	y.label[start], y.via[start], y.seen[start] = 0, none, y.turn
	y.heap.Push(y.distance[start], start)
	for y.heap.Len() > 0 {
		e := y.heap.Pop()
		u := e.Node
		if e.Label > y.label[u]+y.distance[u] {
			continue
		}
		if u == y.to {
			return y.trace(), true
		}
		for _, a := range y.out.Of(u) {
			v := y.g.to[a]
			if y.closed[v] || y.distance[v] == unreachable || y.barred[int(a)] {
				continue
			}
			if d := y.label[u] + y.g.cost[a]; y.seen[v] != y.turn || d < y.label[v] {
				y.label[v], y.via[v], y.seen[v] = d, a, y.turn
				y.heap.Push(d+y.distance[v], v)
			}
		}
	}
	return nil, false
}

// trace follows the labels back from the end.
func (y *yen) trace() []int {
	arcs := []int{}
	for v := y.to; y.via[v] != none; v = y.g.from[y.via[v]] {
		arcs = append(arcs, int(y.via[v]))
	}
	slices.Reverse(arcs)
	return arcs
}

func (y *yen) cost(arcs []int) int64 {
	var sum int64
	for _, a := range arcs {
		sum += y.g.cost[a]
	}
	return sum
}

// deviate finds, for each node of a path from where it left its parent on, the cheapest path that leaves it there.
func (y *yen) deviate(from int32, c candidate, found []Path, wanted int) {
	if wanted == 0 {
		return
	}
	u := from
	for i, a := range c.Arcs {
		if i >= c.from {
			clear(y.barred)
			y.barred[a] = true
			for _, p := range found {
				if len(p.Arcs) > i && slices.Equal(p.Arcs[:i], c.Arcs[:i]) {
					y.barred[p.Arcs[i]] = true
				}
			}
			if rest, ok := y.search(u); ok {
				arcs := slices.Concat(c.Arcs[:i], rest)
				y.offer(candidate{Path{arcs, y.cost(arcs)}, i})
				y.candidates = y.candidates[:min(len(y.candidates), wanted)]
			}
		}
		y.closed[u] = true
		u = y.g.to[a]
	}
	clear(y.closed)
}

func comparePaths(p, q Path) int {
	return cmp.Or(cmp.Compare(p.Cost, q.Cost), slices.Compare(p.Arcs, q.Arcs))
}

// offer puts a candidate into its place.
func (y *yen) offer(c candidate) {
	i, _ := slices.BinarySearchFunc(y.candidates, c, func(a, b candidate) int { return comparePaths(a.Path, b.Path) })
	y.candidates = slices.Insert(y.candidates, i, c)
}
