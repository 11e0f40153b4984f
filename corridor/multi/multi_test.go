package multi

import (
	"context"
	"math"
	"math/rand/v2"
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
