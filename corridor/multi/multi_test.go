package multi

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// network is a random one: a ring with chords, so that everything is connected, with sources of all commodities.
func network(nodes, arcs, commodities, sources, sinks int, seed uint64) *Network {
	r := rand.New(rand.NewPCG(seed, 2))
	n := &Network{Nodes: nodes, Commodities: commodities}
	for i := range arcs {
		from, to := i%nodes, (i+1)%nodes
		if i >= nodes {
			from, to = r.IntN(nodes), r.IntN(nodes)
		}
		a := Arc{From: from, To: to, Capacity: float64(5 + r.IntN(60)), Cost: float64(1 + r.IntN(30))}
		if r.IntN(10) == 0 {
			a.Capacity = math.Inf(1)
		}
		if r.IntN(6) == 0 {
			a.Capacity = 0
		}
		if r.IntN(8) == 0 {
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
		n.Sinks = append(n.Sinks, s)
	}
	return n
}

func TestPlanOfANetworkAsLargeAsTheShippedOne(t *testing.T) {
	n := network(200, 300, 10, 40, 70, 1)
	start := time.Now()
	p, err := Solve(n)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("base %v: cost %v, %d paths, %d rounds, %d columns, %d pivots", time.Since(start), p.Answer().Cost, len(p.Answer().Paths), p.Answer().Rounds, p.Answer().Columns, p.Answer().Pivots)
	var changes []Change
	for i := range n.Arcs {
		changes = append(changes, Change{Arcs: map[int]float64{i: 0}})
	}
	start = time.Now()
	answers, err := p.Scenarios(context.Background(), changes, 2)
	if err != nil {
		t.Fatal(err)
	}
	same := 0
	pivots, rounds := 0, 0
	for _, a := range answers {
		if a == p.Answer() {
			same++
			continue
		}
		pivots += a.Pivots
		rounds += a.Rounds
	}
	t.Logf("%d scenarios %v: %d untouched, %d pivots %d rounds", len(changes), time.Since(start), same, pivots, rounds)
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
