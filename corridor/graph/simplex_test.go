package graph

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// grid is a rows x columns grid with arcs in all four directions, random costs and capacities, and one source in each
// row of the first column with a sink in the last.
func grid(rows, columns int, seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	g := New(rows*columns, 4*rows*columns)
	at := func(i, j int) int { return i*columns + j }
	for i := range rows {
		for j := range columns {
			if j+1 < columns {
				g.AddArc(at(i, j), at(i, j+1), 1+r.Int64N(1000), 1+r.Int64N(1000))
				g.AddArc(at(i, j+1), at(i, j), 1+r.Int64N(1000), 1+r.Int64N(1000))
			}
			if i+1 < rows {
				g.AddArc(at(i, j), at(i+1, j), 1+r.Int64N(1000), 1+r.Int64N(1000))
				g.AddArc(at(i+1, j), at(i, j), 1+r.Int64N(1000), 1+r.Int64N(1000))
			}
		}
	}
	for i := range rows {
		amount := 1 + r.Int64N(100)
		g.SetSupply(at(i, 0), amount)
		g.SetSupply(at(rows-1-i, columns-1), -amount)
	}
	return g
}

func TestMinCostFlowProvesItsAnswerOnGrids(t *testing.T) {
	for seed := range uint64(20) {
		g := grid(3+int(seed), 4+2*int(seed), seed)
		f, err := MinCostFlow(g)
		if errors.Is(err, ErrInfeasible) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(g); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func BenchmarkMinCostFlowGrid100k(b *testing.B) {
	g := grid(158, 158, 1)
	for b.Loop() {
		f, err := MinCostFlow(g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
	b.ReportMetric(float64(g.Arcs()), "arcs")
}

func BenchmarkMinCostFlowGrid1M(b *testing.B) {
	g := grid(500, 500, 1)
	for b.Loop() {
		f, err := MinCostFlow(g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
	b.ReportMetric(float64(g.Arcs()), "arcs")
}

func TestScalingAgreesWithSimplex(t *testing.T) {
	for seed := range uint64(40) {
		g := grid(3+int(seed)%7, 4+2*int(seed)%11, seed)
		a, err := MinCostFlow(g)
		b, err2 := MinCostFlowByScaling(g)
		if !errors.Is(err2, err) {
			t.Fatalf("seed %d: %v and %v", seed, err, err2)
		}
		if err != nil {
			continue
		}
		if err := b.Check(g); err != nil || a.Cost != b.Cost {
			t.Fatalf("seed %d: %v, %d and %d", seed, err, a.Cost, b.Cost)
		}
	}
}

func BenchmarkScalingGrid100k(b *testing.B) {
	g := grid(158, 158, 1)
	for b.Loop() {
		f, err := MinCostFlowByScaling(g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
		b.ReportMetric(float64(f.Cost), "cost")
	}
}

func BenchmarkScalingGrid1M(b *testing.B) {
	g := grid(500, 500, 1)
	for b.Loop() {
		f, err := MinCostFlowByScaling(g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
}
