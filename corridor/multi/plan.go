package multi

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Plan is a solved network from which scenarios start. It may be used from several goroutines at once.
type Plan struct {
	n      *Network
	base   *solver
	answer *Answer
}

// Solve finds the optimal flow. Errors wrap ErrInvalid or ErrUnproven.
func Solve(n *Network) (*Plan, error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	s := newSolver(n)
	answer, err := s.solve()
	if err != nil {
		return nil, err
	}
	s.closedValues(answer)
	s.m.refresh() // once for all scenarios
	return &Plan{n: n, base: s, answer: answer}, nil
}

// Answer is the optimal flow of the network as it is.
func (p *Plan) Answer() *Answer { return p.answer }

// Change solves a scenario from the optimum of the plan. Where the change provably leaves that optimal (see Untouched) it is the
// plan's own answer that comes back. Errors wrap ErrInvalid or ErrUnproven.
func (p *Plan) Change(c Change) (*Answer, error) {
	s := new(solver)
	a, err := p.change(c, s)
	if err == nil && a != p.answer {
		s.closedValues(a)
	}
	return a, err
}

// Scenarios solves many changes, each from the optimum of the plan, workers at a time. Answers stand in the order of the changes and do not depend
// on the number of workers; in them closed arcs have no value.
func (p *Plan) Scenarios(ctx context.Context, changes []Change, workers int) ([]*Answer, error) {
	answers, errs := make([]*Answer, len(changes)), make([]error, len(changes))
	next := make(chan int)
	var wg sync.WaitGroup
	for range max(1, min(workers, len(changes))) {
		wg.Go(func() {
			var scratch solver
			for i := range next {
				answers[i], errs[i] = p.change(changes[i], &scratch)
			}
		})
	}
	for i := 0; i < len(changes) && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("scenario %d: %w", i, err)
		}
	}
	return answers, nil
}

// Untouched says that the plan's answer stays optimal under a change: capacity is only taken where none of it was used, and only given where more
// is worth nothing. Taking what is not used keeps the flow possible and cannot make any other one cheaper; the dual values still
// prove the cost when what is added has the value 0. Of closed arcs the values hold for each by itself; several may make a way together.
func (p *Plan) Untouched(c Change) bool {
	if c.validate(p.n) != nil || len(c.Sources) > 0 || len(c.Sinks) > 0 {
		return false
	}
	reopened := 0
	for i, x := range c.Arcs {
		old := p.n.Arcs[i].Capacity
		if old == 0 && x > 0 {
			reopened++
		}
		if reopened > 1 || x < old && p.answer.Flow[i] > x || x > old && p.answer.ArcValue[i] > 0 {
			return false
		}
	}
	return true
}

func (p *Plan) change(c Change, scratch *solver) (*Answer, error) {
	if err := c.validate(p.n); err != nil {
		return nil, err
	}
	if p.Untouched(c) {
		return p.answer, nil
	}
	scratch.restart(p.base, p.n.changed(&c))
	return scratch.solve()
}

// solver holds a master problem and the network that it stands for, both in numbers that are scaled to be near 1.
type solver struct {
	original *Network
	n        *Network // scaled
	t        *topology
	rows     layout
	amount   float64 // unit of scaled amounts
	cost     float64 // unit of scaled costs
	m        *master
	p        prices
	s        *search
	rounds   int
}

// layout says which row of the master belongs to what: sources, then sinks, then arcs, then limits.
type layout struct {
	sink, arc, count int
	limit            []int // by sink: the first of its limits
}

func newLayout(n *Network) layout {
	l := layout{sink: len(n.Sources), arc: len(n.Sources) + len(n.Sinks), limit: make([]int, len(n.Sinks))}
	l.count = l.arc + len(n.Arcs)
	for i := range n.Sinks {
		l.limit[i] = l.count
		l.count += len(n.Sinks[i].Limits)
	}
	return l
}

func newSolver(n *Network) *solver {
	s := &solver{original: n, t: newTopology(n), rows: newLayout(n)}
	s.amount, s.cost = amountUnit(n), costUnit(n)
	s.n = s.scaled(n)
	logical := make([]float64, s.rows.count)
	for i := range s.n.Sources {
		logical[i] = s.n.Sources[i].Penalty
	}
	for i := range s.n.Sinks {
		logical[s.rows.sink+i] = s.n.Sinks[i].Penalty
	}
	s.m = newMaster(logical, s.rightHandSides(), tolerances{primal: 1e-10, dual: 1e-10 * max(1, s.n.dearest()/1e4), pivot: 1e-9})
	s.attach()
	return s
}

// attach makes prices and search for the solver's network.
func (s *solver) attach() {
	s.p = prices{source: make([]float64, len(s.n.Sources)), sink: make([]float64, len(s.n.Sinks)), rent: make([]float64, len(s.n.Arcs)),
		limit: make([][]float64, len(s.n.Sinks))}
	for i := range s.n.Sinks {
		s.p.limit[i] = make([]float64, len(s.n.Sinks[i].Limits))
	}
	s.s = newSearch(s.n, s.t, &s.p)
}

// restart takes over the optimal basis of another solver for a network of the same shape.
func (s *solver) restart(base *solver, n *Network) {
	if s.m == nil {
		*s = solver{t: base.t, rows: base.rows, amount: base.amount, cost: base.cost, m: &master{}}
	}
	s.original, s.rounds = n, 0
	s.n = s.scaled(n)
	s.m.become(base.m)
	for row, x := range s.rightHandSides() {
		s.m.setRHS(row, x)
	}
	if s.s == nil {
		s.attach()
	}
	s.s.n = s.n
}

// amountUnit is the largest amount given or taken.
func amountUnit(n *Network) float64 {
	var x float64
	for _, s := range n.Sources {
		x = max(x, s.Amount)
	}
	for _, s := range n.Sinks {
		x = max(x, s.Amount)
	}
	return cmp.Or(x, 1)
}

// costUnit is the mean cost of the arcs that cost anything; the largest penalty where none does.
func costUnit(n *Network) float64 {
	var sum, count float64
	for _, a := range n.Arcs {
		if a.Cost > 0 {
			sum += a.Cost
			count++
		}
	}
	if count > 0 {
		return sum / count
	}
	return cmp.Or(n.dearest(), 1)
}

// dearest is the largest penalty.
func (n *Network) dearest() float64 {
	var x float64
	for _, s := range n.Sources {
		x = max(x, s.Penalty)
	}
	for _, s := range n.Sinks {
		x = max(x, s.Penalty)
	}
	return x
}

// scaled is a copy of a network in the solver's units.
func (s *solver) scaled(n *Network) *Network {
	out := *n
	out.Arcs, out.Sources, out.Sinks = slices.Clone(n.Arcs), slices.Clone(n.Sources), slices.Clone(n.Sinks)
	for i := range out.Arcs {
		out.Arcs[i].Capacity /= s.amount
		out.Arcs[i].Cost /= s.cost
	}
	for i := range out.Sources {
		out.Sources[i].Amount /= s.amount
		out.Sources[i].Penalty /= s.cost
	}
	for i := range out.Sinks {
		out.Sinks[i].Amount /= s.amount
		out.Sinks[i].Penalty /= s.cost
	}
	return &out
}

// rightHandSides are amounts, capacities and limits by row. A capacity without a bound becomes one that nothing reaches.
func (s *solver) rightHandSides() []float64 {
	out := make([]float64, s.rows.count)
	plenty := 1.0
	for i := range s.n.Sources {
		out[i] = s.n.Sources[i].Amount
		plenty += 2 * out[i]
	}
	for i := range s.n.Sinks {
		t := &s.n.Sinks[i]
		out[s.rows.sink+i] = t.Amount
		for j := range t.Limits {
			out[s.rows.limit[i]+j] = t.bound(j)
		}
	}
	for i := range s.n.Arcs {
		out[s.rows.arc+i] = min(s.n.Arcs[i].Capacity, plenty)
	}
	return out
}

// solve makes the basis feasible, then adds paths as long as one has a negative reduced cost, and checks what comes out.
func (s *solver) solve() (*Answer, error) {
	if err := s.m.dual(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnproven, err)
	}
	for {
		if err := s.m.primal(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnproven, err)
		}
		s.readPrices()
		if !s.price() {
			break
		}
	}
	a := s.report()
	if err := a.Check(s.original); err != nil {
		return nil, err
	}
	return a, nil
}

// readPrices takes the duals of the master over.
func (s *solver) readPrices() {
	y := s.m.y
	copy(s.p.source, y)
	copy(s.p.sink, y[s.rows.sink:])
	for i := range s.n.Arcs {
		s.p.rent[i] = max(0, -y[s.rows.arc+i])
	}
	for i, first := range s.rows.limit {
		for j := range s.p.limit[i] {
			s.p.limit[i][j] = max(0, -y[first+j])
		}
	}
}

// price adds, for each commodity and sink, the path with the most negative reduced cost; false when there is none.
func (s *solver) price() bool {
	s.rounds++
	before := len(s.m.columns)
	for k := range s.n.Commodities {
		if len(s.t.sources[k]) == 0 {
			continue
		}
		s.s.forward(k)
		for i := range s.n.Sinks {
			t := &s.n.Sinks[i]
			if !t.Barred.Has(k) && s.s.label[t.Node]+s.s.delivery(i, k) < -2*s.m.tol.dual {
				s.m.add(s.column(s.s.path(i, k)))
			}
		}
	}
	return len(s.m.columns) > before
}

// column is a path in the master.
func (s *solver) column(p Path) column {
	limits := s.n.Sinks[p.Sink].Limits
	c := column{path: p, cost: p.Cost, rows: make([]int32, 0, 2+len(p.Arcs)+len(limits))}
	c.rows = append(c.rows, int32(p.Source), int32(s.rows.sink+p.Sink))
	for _, a := range p.Arcs {
		c.rows = append(c.rows, int32(s.rows.arc+a))
	}
	c.coef = slices.Repeat([]float64{1}, len(c.rows))
	for i := range limits {
		if w := limits[i].weight(p.Commodity); w != 0 {
			c.rows, c.coef = append(c.rows, int32(s.rows.limit[p.Sink]+i)), append(c.coef, w)
		}
	}
	return c
}

// report puts the optimum of the master into the units of the network.
func (s *solver) report() *Answer {
	n := s.original
	a := &Answer{Flow: make([]float64, len(n.Arcs)), Stuck: make([]float64, len(n.Sources)), Unmet: make([]float64, len(n.Sinks)),
		Rounds: s.rounds, Columns: len(s.m.columns), Pivots: s.m.pivots}
	for i, j := range s.m.basis {
		if int(j) < s.m.m || s.m.x[i] <= s.m.tol.primal {
			continue
		}
		p := s.m.columns[int(j)-s.m.m].path
		p.Amount, p.Cost = s.m.x[i]*s.amount, 0
		for _, arc := range p.Arcs {
			p.Cost += n.Arcs[arc].Cost
		}
		a.Paths = append(a.Paths, p)
	}
	slices.SortFunc(a.Paths, func(p, q Path) int {
		return cmp.Or(cmp.Compare(p.Source, q.Source), cmp.Compare(p.Sink, q.Sink), slices.Compare(p.Arcs, q.Arcs))
	})
	for i, x := range n.Sources {
		a.Stuck[i] = x.Amount
	}
	for i, x := range n.Sinks {
		a.Unmet[i] = x.Amount
	}
	for _, p := range a.Paths {
		for _, arc := range p.Arcs {
			a.Flow[arc] += p.Amount
		}
		a.Stuck[p.Source] -= p.Amount
		a.Unmet[p.Sink] -= p.Amount
		a.Transport += p.Amount * p.Cost
	}
	s.settle(a)
	s.values(a)
	return a
}

// settle takes rounding out of what is left at sources and sinks and of full arcs, and adds the cost up.
func (s *solver) settle(a *Answer) {
	const grain = 1e-9
	snap := func(x *float64, to, size float64) {
		if math.Abs(*x-to) <= grain*size {
			*x = to
		}
	}
	a.Cost = a.Transport
	for i, x := range s.original.Sources {
		snap(&a.Stuck[i], 0, s.amount)
		a.Cost += a.Stuck[i] * x.Penalty
	}
	for i, x := range s.original.Sinks {
		snap(&a.Unmet[i], 0, s.amount)
		a.Cost += a.Unmet[i] * x.Penalty
	}
	for i, x := range s.original.Arcs {
		snap(&a.Flow[i], x.Capacity, s.amount)
	}
}

// values reports the dual solution.
func (s *solver) values(a *Answer) {
	a.ArcValue, a.SourceValue, a.SinkValue = make([]float64, len(s.p.rent)), make([]float64, len(s.p.source)), make([]float64, len(s.p.sink))
	for i, x := range s.p.source {
		a.SourceValue[i] = x * s.cost
	}
	for i, x := range s.p.sink {
		a.SinkValue[i] = x * s.cost
	}
	a.LimitValue = make([][]float64, len(s.p.limit))
	for i, list := range s.p.limit {
		a.LimitValue[i] = make([]float64, len(list))
		for j, x := range list {
			a.LimitValue[i][j] = x * s.cost
		}
	}
	for i, x := range s.p.rent {
		if s.n.Arcs[i].Capacity > 0 && x > s.m.tol.dual {
			a.ArcValue[i] = x * s.cost
		}
	}
}

// closedValues says for each closed arc what the first unit over it would save, by the cheapest way over it at the prices of the answer.
func (s *solver) closedValues(a *Answer) {
	var closed []int
	for i := range s.n.Arcs {
		if s.n.Arcs[i].Capacity == 0 {
			closed = append(closed, i)
		}
	}
	if len(closed) == 0 {
		return
	}
	arrival := make([]float64, s.n.Nodes)
	for k := range s.n.Commodities {
		if len(s.t.sources[k]) == 0 {
			continue
		}
		s.s.forward(k)
		copy(arrival, s.s.label)
		s.s.backward(k)
		for _, i := range closed {
			arc := &s.n.Arcs[i]
			if saving := -(arrival[arc.From] + arc.Cost + s.s.label[arc.To]); !arc.Barred.Has(k) && saving > s.m.tol.dual {
				a.ArcValue[i] = max(a.ArcValue[i], saving*s.cost)
			}
		}
	}
}
