package graph

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// allPaths walks every loopless path.
func allPaths(g *Graph, from, to int) []Path {
	var out []Path
	seen := make([]bool, g.Nodes())
	arcs := []int{}
	var walk func(u int, cost int64)
	walk = func(u int, cost int64) {
		if u == to {
			out = append(out, Path{slices.Clone(arcs), cost})
			return
		}
		seen[u] = true
		for a := range g.Arcs() {
			if f, v, _, c := g.Arc(a); f == u && !seen[v] {
				arcs = append(arcs, a)
				walk(v, cost+c)
				arcs = arcs[:len(arcs)-1]
			}
		}
		seen[u] = false
	}
	walk(from, 0)
	return out
}

func TestShortestPathsAreTheFirstOfAllPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for i := range 1500 {
		g := New(2+r.IntN(5), 14)
		for range r.IntN(14) {
			g.AddArc(r.IntN(g.Nodes()), r.IntN(g.Nodes()), 1, r.Int64N(5))
		}
		want := allPaths(g, 0, 1)
		k := 1 + r.IntN(12)
		got, err := ShortestPaths(g, 0, 1, k)
		if err != nil || len(got) != min(k, len(want)) {
			t.Fatalf("problem %d: %d paths of %d, asked for %d: %v", i, len(got), len(want), k, err)
		}
		costs := make([]int64, len(want))
		for j, p := range want {
			costs[j] = p.Cost
		}
		slices.Sort(costs)
		for j, p := range got {
			if p.Cost != costs[j] {
				t.Fatalf("problem %d: path %d costs %d, want %d", i, j, p.Cost, costs[j])
			}
			if !slices.ContainsFunc(want, func(q Path) bool { return slices.Equal(p.Arcs, q.Arcs) }) {
				t.Fatalf("problem %d: %v is no loopless path", i, p)
			}
			if j > 0 && slices.Equal(p.Arcs, got[j-1].Arcs) {
				t.Fatalf("problem %d: %v twice", i, p)
			}
		}
		if again, _ := ShortestPaths(g, 0, 1, k); !reflect.DeepEqual(got, again) {
			t.Fatalf("problem %d: two runs differ", i)
		}
	}
}

func TestShortestPathsAtTheEdges(t *testing.T) {
	g := New(3, 1)
	g.AddArc(0, 1, 1, 4)
	if p, err := ShortestPaths(g, 0, 2, 3); err != nil || len(p) != 0 {
		t.Errorf("no way: %v, %v", p, err)
	}
	if p, err := ShortestPaths(g, 1, 1, 3); err != nil || len(p) != 1 || len(p[0].Arcs) != 0 {
		t.Errorf("from a node to itself: %v, %v", p, err)
	}
	if p, err := ShortestPaths(g, 0, 1, 0); err != nil || len(p) != 0 {
		t.Errorf("none asked for: %v, %v", p, err)
	}
	if _, err := ShortestPaths(g, 0, 7, 1); err == nil {
		t.Error("a node that is not there")
	}
	g.cost[0] = -1
	if _, err := ShortestPaths(g, 0, 1, 1); !errors.Is(err, ErrNegative) {
		t.Errorf("negative cost: %v", err)
	}
}
