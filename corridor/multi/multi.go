// Package multi finds least-cost flows of several commodities that share the arcs of one network, such as crude oils by origin through
// the same pipelines: how much of each source goes which way to which sink, what stays unserved, and what one more unit of
// capacity would save. It solves the path formulation by column generation (Ford and Fulkerson 1958; Dantzig and Wolfe 1960) over
// a revised simplex method of its own, restarts from an optimum when capacities change, and proves every answer by duality.
package multi

import (
	"errors"
	"fmt"
	"math"
)

// Set is a set of commodities by their numbers, 0 to 63.
type Set uint64

// MaxCommodities is how many commodities a network may have.
const MaxCommodities = 64

// SetOf makes the set of the commodities given.
func SetOf(commodities ...int) Set {
	var s Set
	for _, k := range commodities {
		s |= 1 << k
	}
	return s
}

// Has says whether a commodity belongs to the set.
func (s Set) Has(commodity int) bool { return s>>commodity&1 != 0 }

// Network is a problem: where what is given, taken and carried. Amounts may be in any one unit (say Mt in a year), costs in any one
// unit for a unit of amount (say USD/t); the answer's cost is in their product. It must not be changed while a Plan of it is in use.
type Network struct {
	Nodes       int // numbered from 0
	Commodities int // numbered from 0, at most MaxCommodities
	Arcs        []Arc
	Sources     []Source
	Sinks       []Sink
}

// Arc carries all commodities that are not barred from it, together at most its capacity. An arc of no capacity is closed.
type Arc struct {
	From, To int
	Capacity float64 // math.Inf(1) where there is no bound
	Cost     float64 // for a unit, at least 0
	Barred   Set     // commodities that may not pass
}

// Source gives up to Amount of one commodity; each unit that stays costs the penalty.
type Source struct {
	Node, Commodity int
	Amount          float64
	Penalty         float64 // for a stuck unit, at least 0
}

// Sink takes up to Amount of all commodities that are not barred; each unit that is missing costs the penalty. A unit is only sent when its
// way costs no more than the penalties of its source and its sink together.
type Sink struct {
	Node    int
	Amount  float64
	Penalty float64 // for an unmet unit, at least 0
	Barred  Set
	Limits  []Limit
}

// Limit holds the share of some commodities at a sink down: "at most 30 % of Russian origin".
type Limit struct {
	Of       Set     // the commodities counted together
	Most     float64 // share, 0 to 1
	Received bool    // of what the sink receives; otherwise of the Amount that it asks for
}

// Path is a way that is used, with what goes along it.
type Path struct {
	Source, Sink int // positions in the network's lists
	Commodity    int
	Arcs         []int // in the order of travel; empty where source and sink share a node
	Amount       float64
	Cost         float64 // of the arcs, for a unit
}

// Answer is an optimal flow that has passed Check. Values are derivatives of the least cost; where several dual solutions are optimal
// (a capacity that exactly suffices) a value is one of the possible ones.
type Answer struct {
	Cost      float64   // of transport and penalties
	Transport float64   // of transport alone
	Paths     []Path    // by source, sink, then arcs
	Flow      []float64 // by arc, all commodities together
	Stuck     []float64 // by source: what stays
	Unmet     []float64 // by sink: what is missing

	ArcValue    []float64   // by arc: what one more unit of capacity saves, at least 0; for a closed arc, what the first unit would save at most
	SourceValue []float64   // by source: what one more unit of supply adds to the cost; negative when it saves
	SinkValue   []float64   // by sink: what one more unit of demand adds to the cost, its limits staying where they are
	LimitValue  [][]float64 // by sink and limit: what one more unit above the limit saves, at least 0

	Rounds  int // searches for new paths
	Columns int // paths looked at
	Pivots  int // simplex steps
}

// Change is a scenario: new capacities of arcs and new amounts of sources and sinks, by their positions. 0 closes.
type Change struct {
	Arcs    map[int]float64
	Sources map[int]float64
	Sinks   map[int]float64
}

// ErrInvalid is what errors about a malformed network or change wrap.
var ErrInvalid = errors.New("invalid network")

// ErrUnproven is wrapped when an answer fails its own check, which points to numbers too far apart for float64 or to an error of the program.
var ErrUnproven = errors.New("the answer fails its check")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// finite says whether x is a number from 0 on.
func finite(x float64) bool { return x >= 0 && !math.IsInf(x, 1) }

// Validate names the first thing in the network that cannot be.
func (n *Network) Validate() error {
	if n.Commodities < 1 || n.Commodities > MaxCommodities {
		return invalid("%d commodities; 1 to %d are possible", n.Commodities, MaxCommodities)
	}
	node := func(v int) bool { return v >= 0 && v < n.Nodes }
	for i, a := range n.Arcs {
		switch {
		case !node(a.From) || !node(a.To):
			return invalid("arc %d leads from %d to %d in a network of %d nodes", i, a.From, a.To, n.Nodes)
		case math.IsNaN(a.Capacity) || a.Capacity < 0:
			return invalid("arc %d has a capacity of %v", i, a.Capacity)
		case !finite(a.Cost):
			return invalid("arc %d has a cost of %v", i, a.Cost)
		}
	}
	for i, s := range n.Sources {
		switch {
		case !node(s.Node) || s.Commodity < 0 || s.Commodity >= n.Commodities:
			return invalid("source %d gives commodity %d at node %d", i, s.Commodity, s.Node)
		case !finite(s.Amount) || !finite(s.Penalty):
			return invalid("source %d has an amount of %v and a penalty of %v", i, s.Amount, s.Penalty)
		}
	}
	for i, s := range n.Sinks {
		if !node(s.Node) || !finite(s.Amount) || !finite(s.Penalty) {
			return invalid("sink %d at node %d has an amount of %v and a penalty of %v", i, s.Node, s.Amount, s.Penalty)
		}
		for _, l := range s.Limits {
			if !(l.Most >= 0 && l.Most <= 1) {
				return invalid("sink %d has a limit of share of %v; 0 to 1 is possible", i, l.Most)
			}
		}
	}
	return nil
}

// validate names the first thing in the change that cannot be.
func (c *Change) validate(n *Network) error {
	for i, x := range c.Arcs {
		if i < 0 || i >= len(n.Arcs) || math.IsNaN(x) || x < 0 {
			return invalid("change of arc %d to a capacity of %v", i, x)
		}
	}
	for i, x := range c.Sources {
		if i < 0 || i >= len(n.Sources) || !finite(x) {
			return invalid("change of source %d to an amount of %v", i, x)
		}
	}
	for i, x := range c.Sinks {
		if i < 0 || i >= len(n.Sinks) || !finite(x) {
			return invalid("change of sink %d to an amount of %v", i, x)
		}
	}
	return nil
}

// changed is the network after a change; the lists that the change leaves alone are shared.
func (n *Network) changed(c *Change) *Network {
	out := *n
	if len(c.Arcs) > 0 {
		out.Arcs = append([]Arc(nil), n.Arcs...)
		for i, x := range c.Arcs {
			out.Arcs[i].Capacity = x
		}
	}
	if len(c.Sources) > 0 {
		out.Sources = append([]Source(nil), n.Sources...)
		for i, x := range c.Sources {
			out.Sources[i].Amount = x
		}
	}
	if len(c.Sinks) > 0 {
		out.Sinks = append([]Sink(nil), n.Sinks...)
		for i, x := range c.Sinks {
			out.Sinks[i].Amount = x
		}
	}
	return &out
}
