package multi

import (
	"cmp"
	"fmt"
	"math"
)

// tolerance of Check, relative to the largest amount, to the largest penalty or cost, and to the cost.
const tolerance = 1e-7

func unproven(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnproven, fmt.Sprintf(format, args...))
}

// Check proves an answer from the network alone: every path leads from its source to its sink over arcs that let its commodity pass; no
// amount, capacity or limit is exceeded; no path at all, used or not, has a negative reduced cost; each path used has none; and the cost
// of the flow equals the value of the dual solution, so that no other flow is cheaper. Errors wrap ErrUnproven.
func (a *Answer) Check(n *Network) error {
	if len(a.Flow) != len(n.Arcs) || len(a.Stuck) != len(n.Sources) || len(a.Unmet) != len(n.Sinks) || len(a.ArcValue) != len(n.Arcs) {
		return unproven("it belongs to another network")
	}
	c := &checker{n: n, a: a, amount: amountUnit(n), price: priceUnit(n)}
	for _, step := range []func() error{c.paths, c.bounds, c.limits, c.signs, c.reduced, c.gap} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type checker struct {
	n             *Network
	a             *Answer
	amount, price float64 // sizes that tolerances are relative to
}

// priceUnit is the largest cost or penalty.
func priceUnit(n *Network) float64 {
	x := n.dearest()
	for _, a := range n.Arcs {
		x = max(x, a.Cost)
	}
	return cmp.Or(x, 1)
}

func (c *checker) paths() error {
	for i, p := range c.a.Paths {
		source, sink := c.n.Sources[p.Source], c.n.Sinks[p.Sink]
		if source.Commodity != p.Commodity || sink.Barred.Has(p.Commodity) || !(p.Amount >= 0) {
			return unproven("path %d carries %v of commodity %d", i, p.Amount, p.Commodity)
		}
		v := source.Node
		for _, a := range p.Arcs {
			if arc := c.n.Arcs[a]; arc.From != v || arc.Barred.Has(p.Commodity) {
				return unproven("path %d may not take arc %d", i, a)
			}
			v = c.n.Arcs[a].To
		}
		if v != sink.Node {
			return unproven("path %d ends at node %d", i, v)
		}
	}
	return nil
}

// bounds adds the paths up.
func (c *checker) bounds() error {
	eps := tolerance * c.amount
	flow, given, taken := make([]float64, len(c.n.Arcs)), make([]float64, len(c.n.Sources)), make([]float64, len(c.n.Sinks))
	for _, p := range c.a.Paths {
		for _, a := range p.Arcs {
			flow[a] += p.Amount
		}
		given[p.Source] += p.Amount
		taken[p.Sink] += p.Amount
	}
	for i, x := range flow {
		if math.Abs(x-c.a.Flow[i]) > eps || x > c.n.Arcs[i].Capacity+eps {
			return unproven("arc %d carries %v with a capacity of %v", i, x, c.n.Arcs[i].Capacity)
		}
	}
	for i, s := range c.n.Sources {
		if x := c.a.Stuck[i]; x < 0 || math.Abs(given[i]+x-s.Amount) > eps {
			return unproven("source %d gives %v and keeps %v of %v", i, given[i], x, s.Amount)
		}
	}
	for i, s := range c.n.Sinks {
		if x := c.a.Unmet[i]; x < 0 || math.Abs(taken[i]+x-s.Amount) > eps {
			return unproven("sink %d gets %v and lacks %v of %v", i, taken[i], x, s.Amount)
		}
	}
	return nil
}

func (c *checker) limits() error {
	rows := make([][]float64, len(c.n.Sinks))
	for i, s := range c.n.Sinks {
		rows[i] = make([]float64, len(s.Limits))
	}
	for _, p := range c.a.Paths {
		for j := range c.n.Sinks[p.Sink].Limits {
			rows[p.Sink][j] += p.Amount * c.n.Sinks[p.Sink].Limits[j].weight(p.Commodity)
		}
	}
	for i, list := range rows {
		for j, x := range list {
			if x > c.n.Sinks[i].bound(j)+tolerance*c.amount {
				return unproven("sink %d exceeds its limit %d by %v", i, j, x-c.n.Sinks[i].bound(j))
			}
		}
	}
	return nil
}

// bound is the right-hand side of a limit's row.
func (s *Sink) bound(limit int) float64 {
	if l := s.Limits[limit]; !l.Received {
		return l.Most * s.Amount
	}
	return 0
}

// signs checks the dual values one by one.
func (c *checker) signs() error {
	eps := tolerance * c.price
	for i, x := range c.a.ArcValue {
		if !(x >= 0) {
			return unproven("arc %d has a value of %v", i, x)
		}
	}
	for i, x := range c.a.SourceValue {
		if !(x <= c.n.Sources[i].Penalty+eps) {
			return unproven("source %d has a value of %v with a penalty of %v", i, x, c.n.Sources[i].Penalty)
		}
	}
	for i, x := range c.a.SinkValue {
		if !(x <= c.n.Sinks[i].Penalty+eps) {
			return unproven("sink %d has a value of %v with a penalty of %v", i, x, c.n.Sinks[i].Penalty)
		}
		for j, z := range c.a.LimitValue[i] {
			if !(z >= 0) {
				return unproven("limit %d of sink %d has a value of %v", j, i, z)
			}
		}
	}
	return nil
}

// reduced prices all paths, by a search from all sources of each commodity, and those that are used one by one.
func (c *checker) reduced() error {
	eps := tolerance * c.price
	s := newSearch(c.n, newTopology(c.n), &prices{source: c.a.SourceValue, sink: c.a.SinkValue, rent: c.a.ArcValue, limit: c.a.LimitValue})
	for k := range c.n.Commodities {
		s.forward(k)
		for i := range c.n.Sinks {
			if d := s.label[c.n.Sinks[i].Node] + s.delivery(i, k); d < -eps && !c.n.Sinks[i].Barred.Has(k) {
				return unproven("commodity %d has a way to sink %d that would save %v", k, i, -d)
			}
		}
	}
	for i, p := range c.a.Paths {
		d := s.delivery(p.Sink, p.Commodity) - c.a.SourceValue[p.Source]
		for _, a := range p.Arcs {
			d += c.n.Arcs[a].Cost + c.a.ArcValue[a]
		}
		if d > eps {
			return unproven("path %d is used though it costs %v too much", i, d)
		}
	}
	return nil
}

// gap compares the cost with the value of the dual solution.
func (c *checker) gap() error {
	var cost, dual float64
	for _, p := range c.a.Paths {
		for _, a := range p.Arcs {
			cost += p.Amount * c.n.Arcs[a].Cost
		}
	}
	for i, s := range c.n.Sources {
		cost += s.Penalty * c.a.Stuck[i]
		dual += s.Amount * c.a.SourceValue[i]
	}
	for i := range c.n.Sinks {
		s := &c.n.Sinks[i]
		cost += s.Penalty * c.a.Unmet[i]
		dual += s.Amount * c.a.SinkValue[i]
		for j, z := range c.a.LimitValue[i] {
			dual -= z * s.bound(j)
		}
	}
	for i, a := range c.n.Arcs {
		if a.Capacity > 0 && c.a.ArcValue[i] > 0 {
			dual -= a.Capacity * c.a.ArcValue[i]
		}
	}
	if eps := tolerance * max(cost, c.amount*c.price*1e-3); math.Abs(cost-dual) > eps || math.Abs(cost-c.a.Cost) > eps {
		return unproven("the cost is given as %v, adds up to %v, and the dual solution proves %v", c.a.Cost, cost, dual)
	}
	return nil
}
