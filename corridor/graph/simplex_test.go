package graph

import (
	"errors"
	"testing"
)

func TestMinCostFlowProvesItsAnswerOnGrids(t *testing.T) {
	for seed := range uint64(20) {
		g := Grid(3+int(seed), 4+2*int(seed), seed)
		f, err := MinCostFlowBy(Simplex, g)
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
	g := Grid(158, 158, 1)
	for b.Loop() {
		f, err := MinCostFlowBy(Simplex, g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
	b.ReportMetric(float64(g.Arcs()), "arcs")
}

func BenchmarkMinCostFlowGrid1M(b *testing.B) {
	g := Grid(500, 500, 1)
	for b.Loop() {
		f, err := MinCostFlowBy(Simplex, g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
	b.ReportMetric(float64(g.Arcs()), "arcs")
}

func TestScalingAgreesWithSimplex(t *testing.T) {
	for seed := range uint64(40) {
		g := Grid(3+int(seed)%7, 4+2*int(seed)%11, seed)
		a, err := MinCostFlowBy(Simplex, g)
		b, err2 := MinCostFlowBy(Scaling, g)
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
	g := Grid(158, 158, 1)
	for b.Loop() {
		f, err := MinCostFlowBy(Scaling, g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
		b.ReportMetric(float64(f.Cost), "cost")
	}
}

func BenchmarkScalingGrid1M(b *testing.B) {
	g := Grid(500, 500, 1)
	for b.Loop() {
		f, err := MinCostFlowBy(Scaling, g)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(f.Pivots), "pivots")
	}
}
