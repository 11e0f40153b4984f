package graph

import "fmt"

// Method is a way to find a minimum-cost flow.
type Method string

// The methods. Both are exact; they agree in cost, not always arc by arc.
const (
	Auto    Method = "auto"    // whichever promises to be faster
	Simplex Method = "simplex" // network simplex
	Scaling Method = "scaling" // cost scaling
)

// MinCostFlow finds the cheapest flow that takes all supplies to all demands within the bounds of the arcs, by a method of the caller's
// choice; Auto takes the one that suits the problem's size and shape. Cost scaling leaves problems whose prices could overflow to the
// simplex method; the answer names the method that found it. It has not been checked; Check does that. Errors: ErrUnbalanced,
// ErrInfeasible, ErrUnbounded, ErrTooLarge.
func MinCostFlow(method Method, g *Graph) (*Flow, error) {
	shifted := g
	if g.lower != nil {
		var err error
		if shifted, err = g.shifted(); err != nil {
			return nil, err
		}
	}
	if err := shifted.balanced(); err != nil {
		return nil, err
	}
	largest, err := shifted.largest()
	if err != nil {
		return nil, err
	}
	if method == Auto {
		method = suitable(shifted)
	}
	if method == Scaling && !scalable(shifted, largest) {
		method = Simplex
	}
	var f *Flow
	switch method {
	case Simplex:
		f, err = bySimplex(shifted, largest)
	case Scaling:
		f, err = byScaling(shifted, largest)
	default:
		err = fmt.Errorf("there is no method %q", method)
	}
	if err != nil {
		return nil, err
	}
	for a, x := range g.lower {
		f.Amount[a] += x
	}
	f.Method = method
	f.Cost, err = g.total(f.Amount)
	return f, err
}

// scalable says whether prices and excesses of cost scaling stay within 64 bits.
func scalable(g *Graph, largest int64) bool {
	n, enough := float64(g.Nodes()), g.enough()
	sum := enough
	for _, c := range g.capacity {
		if c >= Unlimited {
			sum += enough + 1
		}
	}
	return float64(largest)*(n+1)*(3*n+3) <= float64(limit) && sum <= float64(limit)
}

// Above manyNodes, graphs whose nodes lie deepNodes arcs and more from a sink are left to cost scaling: each step of the simplex method climbs
// that far. Measured on grids from 16 x 1,562 to 16 x 15,625 nodes; see docs/corridor-algorithms.md.
const (
	manyNodes = 50_000
	deepNodes = 3_000
)

// suitable chooses the method.
func suitable(g *Graph) Method {
	if g.Nodes() > manyNodes {
		if hop, order := towardsSinks(g); depth(g, hop, order) > deepNodes {
			return Scaling
		}
	}
	return Simplex
}

// depth is the mean number of arcs on the paths that towardsSinks has found.
func depth(g *Graph, hop, order []int32) int {
	arcs := make([]int32, g.Nodes())
	sum := 0
	for _, v := range order {
		if a := hop[v]; a != none {
			arcs[v] = arcs[g.to[a]] + 1
			sum += int(arcs[v])
		}
	}
	return sum / max(1, len(order))
}
