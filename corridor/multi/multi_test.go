package multi

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"dragoman/corridor/graph"
)

// network is a random one: a ring with chords, so that everything is connected, some arcs closed, without bound or barred to a commodity.
func network(nodes, arcs, commodities, sources, sinks int, seed uint64) *Network {
	r := rand.New(rand.NewPCG(seed, 2))
	n := &Network{Nodes: nodes, Commodities: commodities}
	for i := range arcs {
		from, to := i%nodes, (i+1)%nodes
		if i >= nodes {
			from, to = r.IntN(nodes), r.IntN(nodes)
		}
		a := Arc{From: from, To: to, Capacity: float64(5 + r.IntN(60)), Cost: float64(r.IntN(30))}
		switch r.IntN(12) {
		case 0:
			a.Capacity = math.Inf(1)
		case 1:
			a.Capacity = 0
		case 2:
			a.Barred = SetOf(r.IntN(commodities))
		}
		n.Arcs = append(n.Arcs, a)
	}
	for range sources {
		n.Sources = append(n.Sources, Source{Node: r.IntN(nodes), Commodity: r.IntN(commodities), Amount: float64(r.IntN(40)), Penalty: float64(r.IntN(3) * 10)})
	}
	for range sinks {
		s := Sink{Node: r.IntN(nodes), Amount: float64(r.IntN(20)), Penalty: 500}
		if r.IntN(3) == 0 {
			s.Limits = []Limit{{Of: SetOf(r.IntN(commodities)), Most: 0.3, Received: r.IntN(2) == 0}}
		}
		if r.IntN(6) == 0 {
			s.Barred = SetOf(r.IntN(commodities))
		}
		n.Sinks = append(n.Sinks, s)
	}
	return n
}

// like compares costs to one part in ten million.
func like(a, b float64) bool { return math.Abs(a-b) <= 1e-7*max(1, math.Abs(a), math.Abs(b)) }

func TestSolveAgreesWithALinearProgramOverArcs(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 9))
		n := network(2+r.IntN(6), 3+r.IntN(10), 1+r.IntN(3), 1+r.IntN(4), 1+r.IntN(4), seed)
		p, err := Solve(n)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if want := byArcs(n); !like(p.Answer().Cost, want) {
			t.Errorf("seed %d: cost %v, want %v", seed, p.Answer().Cost, want)
		}
	}
}

func TestSolveAgreesWithMinimumCostFlowForOneCommodity(t *testing.T) {
	for seed := range uint64(20) {
		n := network(30, 60, 1, 8, 9, seed)
		for i := range n.Sinks {
			n.Sinks[i].Limits, n.Sinks[i].Barred = nil, 0
		}
		g := graph.New(n.Nodes+2+len(n.Sources)+len(n.Sinks), len(n.Arcs))
		for _, a := range n.Arcs {
			if a.Barred == 0 {
				g.AddArc(a.From, a.To, int64(min(a.Capacity, 1e9)), int64(a.Cost))
			}
		}
		// Everything supplied goes to a sink or, at its penalty, past the network; everything demanded comes from a source or, at its penalty, from outside.
		outside, past := n.Nodes, n.Nodes+1
		firstSource, firstSink := past+1, past+1+len(n.Sources)
		var given, asked int64
		for i, s := range n.Sources {
			v := firstSource + i
			g.SetSupply(v, int64(s.Amount))
			g.AddArc(v, s.Node, int64(s.Amount), 0)
			g.AddArc(v, past, int64(s.Amount), int64(s.Penalty))
			given += int64(s.Amount)
		}
		for i, s := range n.Sinks {
			v := firstSink + i
			g.SetSupply(v, -int64(s.Amount))
			g.AddArc(s.Node, v, int64(s.Amount), 0)
			g.AddArc(outside, v, int64(s.Amount), int64(s.Penalty))
			asked += int64(s.Amount)
		}
		g.SetSupply(outside, asked)
		g.SetSupply(past, -given)
		g.AddArc(outside, past, graph.Unlimited, 0)
		f, err := graph.MinCostFlow(graph.Auto, g)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Solve(n)
		if err != nil || !like(p.Answer().Cost, float64(f.Cost)) {
			t.Errorf("seed %d: %v, want %d: %v", seed, p.Answer().Cost, f.Cost, err)
		}
	}
}

// Two origins share a pipeline of 10; the sea way costs more. The refinery may take at most 40 % of origin 0.
func sharedPipeline() *Network {
	return &Network{Nodes: 4, Commodities: 2,
		Arcs: []Arc{
			{From: 0, To: 2, Capacity: math.Inf(1), Cost: 1}, {From: 1, To: 2, Capacity: math.Inf(1), Cost: 2},
			{From: 2, To: 3, Capacity: 10, Cost: 3}, {From: 1, To: 3, Capacity: math.Inf(1), Cost: 20}, {From: 0, To: 3, Capacity: 0, Cost: 1},
		},
		Sources: []Source{{Node: 0, Commodity: 0, Amount: 30}, {Node: 1, Commodity: 1, Amount: 30}},
		Sinks:   []Sink{{Node: 3, Amount: 15, Penalty: 100, Limits: []Limit{{Of: SetOf(0), Most: 0.4}}}}}
}

func TestAnswerTellsWhatCapacityAndLimitsAreWorth(t *testing.T) {
	p, err := Solve(sharedPipeline())
	if err != nil {
		t.Fatal(err)
	}
	a := p.Answer()
	// 6 of origin 0 (40 % of 15) at 4, 4 of origin 1 through the pipe at 5, 5 by sea at 20.
	if !like(a.Cost, 6*4+4*5+5*20) || !slices.EqualFunc(a.Flow, []float64{6, 4, 10, 5, 0}, like) || a.Unmet[0] != 0 || !like(a.Stuck[0], 24) {
		t.Errorf("cost %v, flow %v, unmet %v, stuck %v", a.Cost, a.Flow, a.Unmet, a.Stuck)
	}
	// One more unit of pipeline moves a unit of origin 1 from 20 to 5. One more of origin 0 above its limit takes a place in the pipe for 4
	// instead of 5. One more asked for comes by sea. A unit over the closed arc, at 1, frees a place in the pipe, worth 15, and saves
	// the 3 of the way that it leaves.
	if !like(a.ArcValue[2], 15) || !like(a.LimitValue[0][0], 1) || !like(a.SinkValue[0], 20) {
		t.Errorf("values: pipe %v, limit %v, sink %v", a.ArcValue[2], a.LimitValue[0][0], a.SinkValue[0])
	}
	if !like(a.ArcValue[4], 18) {
		t.Errorf("the closed arc is worth %v", a.ArcValue[4])
	}
	if flow := commodityFlow(a, 0); !slices.EqualFunc(flow, []float64{6, 0, 6, 0, 0}, like) {
		t.Errorf("origin 0: %v", flow)
	}
}

func TestLimitOfWhatIsReceivedFallsWithTheSupply(t *testing.T) {
	n := sharedPipeline()
	n.Sinks[0].Limits[0].Received = true
	n.Sources[1].Amount = 3
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	// 3 of origin 1 allow 2 of origin 0: 40 % of 5.
	if a := p.Answer(); !like(a.Unmet[0], 10) || !like(a.Flow[2], 5) {
		t.Errorf("unmet %v, flow %v", a.Unmet, a.Flow)
	}
}

// outages is a network as large as a shipped one, with the loss of each arc, a source and a sink, and an opening.
func outages() (*Network, []Change) {
	n := network(200, 300, 10, 40, 70, 1)
	var changes []Change
	for i := range n.Arcs {
		changes = append(changes, Change{Arcs: map[int]float64{i: 0}})
	}
	changes = append(changes, Change{Sources: map[int]float64{3: 0}}, Change{Sinks: map[int]float64{5: 60}}, Change{Arcs: map[int]float64{7: 500, 9: 0}, Sources: map[int]float64{1: 400}},
		Change{})
	for i, a := range n.Arcs {
		if a.Capacity == 0 {
			changes = append(changes, Change{Arcs: map[int]float64{i: 25}})
		}
	}
	return n, changes
}

func TestScenariosCostAsMuchAsSolvedFromTheBeginning(t *testing.T) {
	n, changes := outages()
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := p.Scenarios(context.Background(), changes, runtime.NumCPU())
	if err != nil {
		t.Fatal(err)
	}
	untouched := 0
	for i, c := range changes {
		fresh, err := Solve(n.changed(&c))
		if err != nil {
			t.Fatal(err)
		}
		if !like(answers[i].Cost, fresh.Answer().Cost) {
			t.Errorf("scenario %d: %v, from the beginning %v", i, answers[i].Cost, fresh.Answer().Cost)
		}
		if answers[i] == p.Answer() {
			untouched++
		}
	}
	if untouched < 50 || untouched > len(changes)-50 {
		t.Errorf("%d of %d scenarios pass untouched", untouched, len(changes))
	}
}

func TestScenariosDoNotDependOnTheNumberOfWorkers(t *testing.T) {
	n, changes := outages()
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	one, err1 := p.Scenarios(context.Background(), changes[:60], 1)
	four, err4 := p.Scenarios(context.Background(), changes[:60], 4)
	if err1 != nil || err4 != nil || !reflect.DeepEqual(one, four) {
		t.Errorf("they differ: %v, %v", err1, err4)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Scenarios(cancelled, changes, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestValuesAreTheSlopesOfTheCost(t *testing.T) {
	n, _ := outages()
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	const step = 1e-3
	for i, value := range p.Answer().ArcValue {
		c := n.Arcs[i].Capacity
		if math.IsInf(c, 1) {
			continue
		}
		more, err := p.Change(Change{Arcs: map[int]float64{i: c + step}})
		if err != nil {
			t.Fatal(err)
		}
		less := more
		if c > 0 {
			if less, err = p.Change(Change{Arcs: map[int]float64{i: c - step}}); err != nil {
				t.Fatal(err)
			}
		}
		gain, loss := (p.Answer().Cost-more.Cost)/step, (less.Cost-p.Answer().Cost)/step
		if value < gain-1e-4 || c > 0 && value > loss+1e-4 {
			t.Errorf("arc %d of capacity %v: value %v, slopes %v and %v", i, c, value, gain, loss)
		}
	}
}

func TestSolveOfAlmostNothing(t *testing.T) {
	for _, n := range []*Network{
		{Commodities: 1},
		{Nodes: 2, Commodities: 1, Sources: []Source{{Amount: 3, Penalty: 2}}},
		{Nodes: 2, Commodities: 1, Sinks: []Sink{{Node: 1, Amount: 3, Penalty: 2}}},
		{Nodes: 1, Commodities: 2, Sources: []Source{{Amount: 3, Commodity: 1}}, Sinks: []Sink{{Amount: 3, Penalty: 2}}},
	} {
		if p, err := Solve(n); err != nil {
			t.Errorf("%+v: %v", n, err)
		} else if want := byArcs(n); !like(p.Answer().Cost, want) {
			t.Errorf("%+v: %v, want %v", n, p.Answer().Cost, want)
		}
	}
}

func TestSolveStandsNumbersFarApart(t *testing.T) {
	n := network(40, 80, 4, 10, 12, 5)
	for i := range n.Arcs {
		n.Arcs[i].Capacity *= 1e6
		n.Arcs[i].Cost *= 1e-3
	}
	for i := range n.Sources {
		n.Sources[i].Amount *= 1e6
	}
	for i := range n.Sinks {
		n.Sinks[i].Amount *= 1e6
		n.Sinks[i].Penalty = 1e5
	}
	if _, err := Solve(n); err != nil {
		t.Error(err)
	}
}

func TestMalformedNetworksAreNamed(t *testing.T) {
	spoil := map[string]func(n *Network){
		"commodities":       func(n *Network) { n.Commodities = 65 },
		"arc to nowhere":    func(n *Network) { n.Arcs[0].To = 9 },
		"capacity":          func(n *Network) { n.Arcs[0].Capacity = math.NaN() },
		"cost":              func(n *Network) { n.Arcs[0].Cost = -1 },
		"source's node":     func(n *Network) { n.Sources[0].Node = -1 },
		"source's amount":   func(n *Network) { n.Sources[0].Amount = math.Inf(1) },
		"sink's penalty":    func(n *Network) { n.Sinks[0].Penalty = math.NaN() },
		"limit above one":   func(n *Network) { n.Sinks[0].Limits[0].Most = 1.5 },
		"source's material": func(n *Network) { n.Sources[0].Commodity = 2 },
	}
	for name, change := range spoil {
		n := sharedPipeline()
		change(n)
		if _, err := Solve(n); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := Solve(sharedPipeline())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Change{{Arcs: map[int]float64{9: 1}}, {Sources: map[int]float64{0: -1}}, {Sinks: map[int]float64{0: math.Inf(1)}}} {
		if _, err := p.Change(c); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestCheckRefusesWrongAnswers(t *testing.T) {
	spoil := map[string]func(a *Answer){
		"more on a path":   func(a *Answer) { a.Paths[0].Amount++ },
		"another sink":     func(a *Answer) { a.Paths[0].Arcs = a.Paths[0].Arcs[:1] },
		"flow":             func(a *Answer) { a.Flow[0] += 1 },
		"value of an arc":  func(a *Answer) { a.ArcValue[2] = 0 },
		"negative value":   func(a *Answer) { a.ArcValue[0] = -1 },
		"value of a sink":  func(a *Answer) { a.SinkValue[0]++ },
		"value of a limit": func(a *Answer) { a.LimitValue[0][0] = 0 },
		"stuck":            func(a *Answer) { a.Stuck[0] = 0 },
		"unmet":            func(a *Answer) { a.Unmet[0] = 2 },
		"cost":             func(a *Answer) { a.Cost-- },
		"arcs":             func(a *Answer) { a.Flow = a.Flow[1:] },
	}
	for name, change := range spoil {
		n := sharedPipeline()
		p, err := Solve(n)
		if err != nil {
			t.Fatal(err)
		}
		change(p.answer)
		if err := p.answer.Check(n); !errors.Is(err, ErrUnproven) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkScenarios(b *testing.B) {
	n, changes := outages()
	for b.Loop() {
		p, err := Solve(n)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Scenarios(context.Background(), changes, runtime.NumCPU()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(changes)), "scenarios")
}

// scenarios are closures, cuts and openings of a network of seed-made size, of one arc or several.
func scenarios(n *Network, r *rand.Rand) []Change {
	var out []Change
	for range 12 {
		c := Change{Arcs: map[int]float64{}, Sources: map[int]float64{}, Sinks: map[int]float64{}}
		for range 1 + r.IntN(6) {
			a := r.IntN(len(n.Arcs))
			c.Arcs[a] = []float64{0, 0, n.Arcs[a].Capacity / 2, n.Arcs[a].Capacity * 2, math.Inf(1)}[r.IntN(5)]
		}
		if r.IntN(3) == 0 {
			c.Sources[r.IntN(len(n.Sources))] = float64(r.IntN(60))
			c.Sinks[r.IntN(len(n.Sinks))] = float64(r.IntN(60))
		}
		out = append(out, c)
	}
	return out
}

func TestScenariosFromTheOptimumCostWhatTheyCostFromNothing(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := network(5+r.IntN(40), 10+r.IntN(120), 1+r.IntN(6), 1+r.IntN(12), 1+r.IntN(12), seed)
		p, err := Solve(n)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		changes := scenarios(n, r)
		answers, err := p.Scenarios(context.Background(), changes, 2)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i, c := range changes {
			cold, err := Solve(n.changed(&c))
			if err != nil {
				t.Fatalf("seed %d, scenario %d: %v", seed, i, err)
			}
			if got, want := answers[i].Cost, cold.Answer().Cost; math.Abs(got-want) > 1e-6*max(1, want) {
				t.Errorf("seed %d, scenario %d: cost %v from the optimum, %v from nothing", seed, i, got, want)
			}
			again, err := p.Change(c)
			if err != nil || math.Abs(again.Cost-answers[i].Cost) > 1e-9*max(1, again.Cost) {
				t.Errorf("seed %d, scenario %d: %v by itself, %v among others (%v)", seed, i, again.Cost, answers[i].Cost, err)
			}
		}
	}
}

func TestClosedArcsThatMakeAWayTogetherAreUsedWhenOpened(t *testing.T) {
	inf := math.Inf(1)
	n := &Network{Nodes: 4, Commodities: 1, Sources: []Source{{Node: 0, Amount: 5}}, Sinks: []Sink{{Node: 3, Amount: 5, Penalty: 100}},
		Arcs: []Arc{{From: 0, To: 1, Cost: 1}, {From: 1, To: 3, Cost: 1}, {From: 0, To: 2, Capacity: inf, Cost: 10}, {From: 2, To: 3, Capacity: inf, Cost: 10}}}
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	a, err := p.Change(Change{Arcs: map[int]float64{0: 5, 1: 5}})
	if err != nil || math.Abs(a.Cost-10) > 1e-9 {
		t.Errorf("cost %v with both open, want 10 (%v)", a.Cost, err)
	}
	if p.Answer().Cost != 100 {
		t.Errorf("cost %v with both closed, want 100", p.Answer().Cost)
	}
}

func TestCheckRefusesWhatIsNotProved(t *testing.T) {
	n := network(200, 300, 10, 40, 70, 1)
	for name, spoil := range map[string]func(*Answer){
		"cost":   func(a *Answer) { a.Cost *= 0.99 },
		"flow":   func(a *Answer) { a.Flow[a.Paths[0].Arcs[0]] += 1 },
		"amount": func(a *Answer) { a.Paths[0].Amount += 1 },
		"stuck":  func(a *Answer) { a.Stuck[0] += 1 },
		"unmet":  func(a *Answer) { a.Unmet[0] += 1 },
		"price":  func(a *Answer) { a.SinkValue[a.Paths[0].Sink] += 5 },
		"rent":   func(a *Answer) { a.ArcValue[a.Paths[0].Arcs[0]] += 5 },
		"path":   func(a *Answer) { a.Paths[0].Arcs = a.Paths[0].Arcs[1:] },
	} {
		p, err := Solve(n)
		if err != nil {
			t.Fatal(err)
		}
		a := p.Answer()
		a.Paths = slices.DeleteFunc(a.Paths, func(p Path) bool { return len(p.Arcs) == 0 }) // which costs nothing
		if err := a.Check(n); err != nil && len(a.Paths) == 0 {
			t.Fatal(err)
		}
		spoil(a)
		if a.Check(n) == nil {
			t.Errorf("an answer with another %s passes", name)
		}
	}
}

// commodityFlow is the flow of one commodity by arc.
func commodityFlow(a *Answer, commodity int) []float64 {
	out := make([]float64, len(a.Flow))
	for _, p := range a.Paths {
		if p.Commodity == commodity {
			for _, arc := range p.Arcs {
				out[arc] += p.Amount
			}
		}
	}
	return out
}
