package graph

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// leastCut tries every set of nodes around the source.
func leastCut(g *Graph, source, sink int) int64 {
	best := int64(-1)
	for set := range 1 << g.Nodes() {
		if set>>source&1 == 0 || set>>sink&1 == 1 {
			continue
		}
		var sum int64
		for a := range g.Arcs() {
			from, to, capacity, _ := g.Arc(a)
			if set>>from&1 == 1 && set>>to&1 == 0 {
				sum += capacity
			}
		}
		if best < 0 || sum < best {
			best = sum
		}
	}
	return best
}

func TestMaxFlowEqualsTheLeastOfAllCuts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for i := range 2000 {
		g := New(2+r.IntN(6), 12)
		for range r.IntN(16) {
			g.AddArc(r.IntN(g.Nodes()), r.IntN(g.Nodes()), r.Int64N(9), 0)
		}
		c, err := MaxFlow(g, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if want := leastCut(g, 0, 1); c.Value != want || c.Check(g, 0, 1) != nil {
			t.Fatalf("problem %d: %d, want %d; check: %v", i, c.Value, want, c.Check(g, 0, 1))
		}
	}
}

// The example in the description of the DIMACS maximum-flow format (First DIMACS Challenge, 1991); its optimum is 15.
func TestMaxFlowOfTheDIMACSExample(t *testing.T) {
	g := New(6, 8)
	for _, a := range [][3]int{{1, 2, 5}, {1, 3, 15}, {2, 4, 5}, {2, 5, 5}, {3, 4, 5}, {3, 5, 5}, {4, 6, 15}, {5, 6, 5}} {
		g.AddArc(a[0]-1, a[1]-1, int64(a[2]), 0)
	}
	c, err := MaxFlow(g, 0, 5)
	if err != nil || c.Value != 15 || c.Check(g, 0, 5) != nil {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestMaxFlowRefusesCapacitiesThatDoNotAddUp(t *testing.T) {
	g := New(2, 2048)
	for range 2048 {
		g.AddArc(0, 1, Unlimited, 0)
	}
	if _, err := MaxFlow(g, 0, 1); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func TestMaxFlowOnALargerGrid(t *testing.T) {
	g := Grid(40, 50, 3)
	c, err := MaxFlow(g, 0, g.Nodes()-1)
	if err != nil || c.Check(g, 0, g.Nodes()-1) != nil || c.Value == 0 {
		t.Fatalf("%v, %v", err, c.Check(g, 0, g.Nodes()-1))
	}
}
