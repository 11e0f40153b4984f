// Package graph solves flow problems on directed graphs exactly, in integers: minimum-cost flow, maximum flow with its cut, and the k
// shortest paths. Every answer can check itself: conservation at each node, bounds on each arc, and optimality by duality.
package graph

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Unlimited is the capacity of an arc that has no bound; larger ones mean the same.
const Unlimited = int64(1) << 50

// limit bounds every amount, cost and sum of costs along a path, so that no sum overflows.
const limit = int64(1) << 60

// Graph is a directed graph whose arcs have a capacity, a lower bound and a cost for each unit of flow. Nodes are numbered from 0, arcs
// in the order they were added. Parallel arcs, loops and negative costs are allowed.
type Graph struct {
	from, to       []int32
	capacity, cost []int64
	lower          []int64 // those not in it are 0
	supply         []int64 // what a node gives (positive) or takes (negative)
}

// New makes a graph with n nodes and room for arcs.
func New(n, arcs int) *Graph {
	return &Graph{from: make([]int32, 0, arcs), to: make([]int32, 0, arcs), capacity: make([]int64, 0, arcs), cost: make([]int64, 0, arcs),
		supply: make([]int64, n)}
}

// Nodes is how many nodes there are.
func (g *Graph) Nodes() int { return len(g.supply) }

// Arcs is how many arcs there are.
func (g *Graph) Arcs() int { return len(g.from) }

// AddArc adds an arc and gives its number. It panics where a node does not exist and on a negative capacity: those are errors
// of the program, data are checked before.
func (g *Graph) AddArc(from, to int, capacity, cost int64) int {
	if from < 0 || from >= g.Nodes() || to < 0 || to >= g.Nodes() || capacity < 0 {
		panic(fmt.Sprintf("graph: arc %d to %d with capacity %d in a graph of %d nodes", from, to, capacity, g.Nodes()))
	}
	g.from, g.to = append(g.from, int32(from)), append(g.to, int32(to))
	g.capacity, g.cost = append(g.capacity, capacity), append(g.cost, cost)
	return len(g.from) - 1
}

// SetSupply says what a node gives (positive) or takes (negative).
func (g *Graph) SetSupply(node int, amount int64) { g.supply[node] = amount }

// SetLower says how much flow an arc carries at least (a minimum contract volume, say); 0 unless set. Maximum flows and shortest paths
// do not heed it.
func (g *Graph) SetLower(arc int, amount int64) {
	for len(g.lower) < g.Arcs() {
		g.lower = append(g.lower, 0)
	}
	g.lower[arc] = amount
}

// Lower is how much flow an arc carries at least.
func (g *Graph) Lower(arc int) int64 {
	if arc >= len(g.lower) {
		return 0
	}
	return g.lower[arc]
}

// Arc gives the ends, the capacity and the cost of an arc.
func (g *Graph) Arc(a int) (from, to int, capacity, cost int64) {
	return int(g.from[a]), int(g.to[a]), g.capacity[a], g.cost[a]
}

// Supply is what a node gives or takes.
func (g *Graph) Supply(node int) int64 { return g.supply[node] }

// Flow is the answer to a minimum-cost flow problem.
type Flow struct {
	Amount    []int64 // by arc
	Potential []int64 // by node: the dual values; the price of a unit at a node, up to a constant for each component
	Cost      int64   // sum of amount times cost
	Pivots    int     // steps taken: exchanges of the simplex method, relabellings of cost scaling
	Method    Method  // that found it
}

// The reasons why a minimum-cost flow problem has no answer.
var (
	ErrUnbalanced = errors.New("supplies and demands do not add up to zero")
	ErrInfeasible = errors.New("the capacities cannot carry the supplies to the demands")
	ErrUnbounded  = errors.New("a cycle of negative cost has no capacity limit")
	ErrTooLarge   = errors.New("amounts or costs are too large to add up exactly")
)

// balanced checks that supplies sum to zero and that no sum along the way overflows.
func (g *Graph) balanced() error {
	var sum, total int64
	for _, s := range g.supply {
		if s > limit || s < -limit {
			return ErrTooLarge
		}
		sum += s
		total += max(s, 0)
		if total > limit || sum > limit || sum < -limit {
			return ErrTooLarge
		}
	}
	if sum != 0 {
		return fmt.Errorf("%w: they leave %d", ErrUnbalanced, sum)
	}
	return nil
}

// largest is the largest absolute cost; ErrTooLarge where a path over all nodes would overflow.
func (g *Graph) largest() (int64, error) {
	var c int64
	for _, x := range g.cost {
		if x == math.MinInt64 {
			return 0, ErrTooLarge
		}
		c = max(c, x, -x)
	}
	if c > 0 && int64(g.Nodes()+2) > limit/(c+1) {
		return 0, ErrTooLarge
	}
	return c, nil
}

// total is the cost of a flow; ErrTooLarge where it leaves 64 bits.
func (g *Graph) total(amount []int64) (int64, error) {
	var sum int64
	for a, x := range amount {
		if x == 0 || g.cost[a] == 0 {
			continue
		}
		part := x * g.cost[a]
		if part/x != g.cost[a] {
			return 0, ErrTooLarge
		}
		next := sum + part
		if (next > sum) != (part > 0) {
			return 0, ErrTooLarge
		}
		sum = next
	}
	return sum, nil
}

// shifted is the problem that is left when every arc carries its lower bound already.
func (g *Graph) shifted() (*Graph, error) {
	s := &Graph{from: g.from, to: g.to, cost: g.cost, capacity: slices.Clone(g.capacity), supply: slices.Clone(g.supply)}
	for a, x := range g.lower {
		if x < 0 || x > limit {
			return nil, ErrTooLarge
		}
		if g.capacity[a] < Unlimited {
			s.capacity[a] -= x
		}
		if s.capacity[a] < 0 {
			return nil, ErrInfeasible
		}
		s.supply[g.from[a]] -= x
		s.supply[g.to[a]] += x
		if y := max(s.supply[g.to[a]], -s.supply[g.from[a]]); y > limit {
			return nil, ErrTooLarge
		}
	}
	return s, nil
}

// Check proves an answer: flow within its bounds, every node's balance, and, by the potentials, that no other flow is cheaper (each
// arc with a negative reduced cost is full, each with a positive one carries its lower bound).
func (f *Flow) Check(g *Graph) error {
	if len(f.Amount) != g.Arcs() || len(f.Potential) != g.Nodes() {
		return fmt.Errorf("answer of %d arcs and %d nodes for a graph of %d and %d", len(f.Amount), len(f.Potential), g.Arcs(), g.Nodes())
	}
	balance := make([]int64, g.Nodes())
	copy(balance, g.supply)
	for a, x := range f.Amount {
		lower := g.Lower(a)
		if x < lower || x > g.capacity[a] && g.capacity[a] < Unlimited {
			return fmt.Errorf("arc %d carries %d with bounds of %d and %d", a, x, lower, g.capacity[a])
		}
		balance[g.from[a]] -= x
		balance[g.to[a]] += x
		reduced := g.cost[a] + f.Potential[g.from[a]] - f.Potential[g.to[a]]
		if reduced > 0 && x > lower || reduced < 0 && x < g.capacity[a] {
			return fmt.Errorf("arc %d carries %d of %d at a reduced cost of %d: not optimal", a, x, g.capacity[a], reduced)
		}
	}
	for n, b := range balance {
		if b != 0 {
			return fmt.Errorf("node %d keeps %d", n, b)
		}
	}
	if cost, err := g.total(f.Amount); err != nil || cost != f.Cost {
		return fmt.Errorf("cost is given as %d, its parts sum to %d (%v)", f.Cost, cost, err)
	}
	return nil
}
