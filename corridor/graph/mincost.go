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

// MinCostFlow finds the cheapest flow that takes all supplies to all demands within the bounds of the arcs, by the method that suits the
// problem's size and shape. Errors: ErrUnbalanced, ErrInfeasible, ErrUnbounded, ErrTooLarge.
func MinCostFlow(g *Graph) (*Flow, error) { return MinCostFlowBy(Auto, g) }

// MinCostFlowBy is MinCostFlow by a method of the caller's choice. Cost scaling leaves problems whose prices could overflow to
// the simplex method; the answer names the method that found it. It has not been checked; Check does that.
func MinCostFlowBy(method Method, g *Graph) (*Flow, error) {
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
		method = suitable(g)
	}
	if method == Scaling && !scalable(g, largest) {
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

// scalable says whether the prices of cost scaling stay within 64 bits.
func scalable(g *Graph, largest int64) bool {
	n := float64(g.Nodes())
	return float64(largest)*(n+1)*(3*n+3) <= float64(limit)
}

// suitable chooses the method.
func suitable(g *Graph) Method {
	return Simplex
}
