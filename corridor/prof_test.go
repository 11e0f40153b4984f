package corridor

import (
	"context"
	"fmt"
	"testing"
	"time"
)

func TestProf(t *testing.T) {
	n, _ := Default()
	v, _ := n.View("2024", "crude", false)
	s, err := NewSolver(v, Assume("crude"))
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	ch := s.closures()
	fmt.Println("closures", time.Since(t0), len(s.model.net.Arcs), len(s.model.net.Sources), len(s.model.net.Sinks))
	t0 = time.Now()
	for _, c := range ch {
		s.model.change([]Change{c}, s.base)
	}
	fmt.Println("change", time.Since(t0))
	t0 = time.Now()
	hs, err := s.Rank(context.Background(), "", 1)
	fmt.Println("rank", len(hs), time.Since(t0))
}
