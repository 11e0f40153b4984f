package corridor

import (
	"context"
	"testing"
)

// BenchmarkRankOfEveryElement is the shipped oil network with each element lost by itself, from the solved baseline, on one core.
func BenchmarkRankOfEveryElement(b *testing.B) {
	s, err := crude2024()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Rank(context.Background(), "", 1); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBaseline is the flow of a year from the tables.
func BenchmarkBaseline(b *testing.B) {
	n, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v, err := n.View("2024", "crude", false)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewSolver(v, Assume("crude")); err != nil {
			b.Fatal(err)
		}
	}
}
