package graph

import (
	"math"
	"math/rand/v2"
	"testing"
)

// families are problems of different shapes, about size arcs large.
var families = []struct {
	name string
	make func(size int) *Graph
}{
	{"grid", func(size int) *Graph { n := int(math.Sqrt(float64(size) / 4)); return Grid(n, n, 1) }},
	{"long-grid", func(size int) *Graph { return Grid(16, max(2, size/64), 1) }},
	{"random", func(size int) *Graph { return sparse(size/8, 8, 2) }},
	{"random-dense", func(size int) *Graph { n := int(math.Sqrt(float64(size) * 2)); return sparse(n, size/n, 3) }},
	{"torus", func(size int) *Graph { return torus(size/6, 4) }},
	{"transport", func(size int) *Graph { return transport(int(math.Sqrt(float64(size))), 5) }},
}

// sparse is a random graph in which about the square root of its nodes give and as many take, with a dear direct arc for each pair so that
// there is always an answer.
func sparse(nodes, degree int, seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 3))
	g := New(nodes, nodes*degree)
	for v := range nodes {
		for range degree {
			if u := r.IntN(nodes); u != v {
				g.AddArc(v, u, 1+r.Int64N(1000), 1+r.Int64N(10000))
			}
		}
	}
	for i := range max(1, min(nodes/2, int(math.Sqrt(float64(nodes))))) {
		amount := 1 + r.Int64N(1000)
		g.SetSupply(2*i, amount)
		g.SetSupply(2*i+1, -amount)
		g.AddArc(2*i, 2*i+1, amount, 1_000_000)
	}
	return g
}

// torus is a grid that closes on itself, with long arcs across, and one source that sends much to the far side.
func torus(nodes int, seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 4))
	side := max(2, int(math.Sqrt(float64(nodes))))
	n := side * side
	g := New(n, 6*n)
	for v := range n {
		for _, step := range []int{1, side, side + 1, 2 * side, 7, side*(side/3) + 1} {
			if u := (v + step) % n; u != v {
				g.AddArc(v, u, 1+r.Int64N(16000), 1+r.Int64N(1000)+int64(step))
			}
		}
	}
	g.SetSupply(0, 20000)
	g.SetSupply(n/2, -20000)
	g.AddArc(0, n/2, 20000, 1_000_000)
	return g
}

// transport is a full transportation problem between as many givers as takers.
func transport(side int, seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 5))
	g := New(2*side, side*side)
	for i := range side {
		amount := 1 + r.Int64N(1000)
		g.SetSupply(i, amount)
		g.SetSupply(2*side-1-i, -amount)
		for j := range side {
			g.AddArc(i, side+j, Unlimited, 1+r.Int64N(10000))
		}
	}
	return g
}

func TestMethodsAgreeOnAllFamilies(t *testing.T) {
	for _, f := range families {
		for _, size := range []int{40, 300, 4000} {
			g := f.make(size)
			a, errA := MinCostFlow(Simplex, g)
			b, errB := MinCostFlow(Scaling, g)
			if errA != nil || errB != nil {
				t.Fatalf("%s %d: %v, %v", f.name, size, errA, errB)
			}
			if a.Check(g) != nil || b.Check(g) != nil || a.Cost != b.Cost || b.Method != Scaling {
				t.Errorf("%s %d: %d (%v) and %d (%v, %s)", f.name, size, a.Cost, a.Check(g), b.Cost, b.Check(g), b.Method)
			}
		}
	}
}

func BenchmarkMinCostFlow(b *testing.B) {
	for _, f := range families {
		g := f.make(100_000)
		for _, method := range []Method{Simplex, Scaling} {
			b.Run(f.name+"/"+string(method), func(b *testing.B) {
				for b.Loop() {
					if _, err := MinCostFlow(method, g); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
