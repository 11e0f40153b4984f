package corridor

import (
	"context"
	"fmt"
	"testing"
	"time"
)

func TestProbe3(t *testing.T) {
	n, _ := Default()
	v, _ := n.View("2024", "crude", false)
	s, err := NewSolver(v, Assume("crude"))
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	hs, err := s.Rank(context.Background(), "", 1)
	fmt.Println(len(s.closures()), len(hs), err, time.Since(t0))
	for _, h := range hs[:15] {
		fmt.Printf("%-40s %6.1f unmet %6.2f stuck %6.2f transport %8.1f sw %8.1f", h.Name, h.Carried, h.Unmet, h.Stuck, h.Transport, h.Switching)
		for _, x := range h.Hurt {
			fmt.Printf(" %s %.2f %.2f", x.Name, x.Unmet, x.Lost)
		}
		fmt.Println()
	}
	c, err := n.Close("CPC")
	f, err := s.Solve(c)
	if err != nil {
		t.Fatal(err)
	}
	d := Compare(s.Base(), f)
	fmt.Println(c, d.Unmet, d.Stuck, d.Transport, d.Switching)
	for _, h := range d.Consumers {
		fmt.Printf("%+v\n", h)
	}
	for _, h := range d.Producers {
		fmt.Printf("%+v\n", h)
	}
	for _, h := range d.Links[:25] {
		fmt.Printf("%+v\n", h)
	}
	fmt.Println(f.Notes)
	t0 = time.Now()
	hs, _ = s.RankPairs(context.Background(), hs, 12, "", 1)
	fmt.Println(len(hs), time.Since(t0))
	for _, h := range hs[:6] {
		fmt.Printf("%-40s unmet %6.2f stuck %6.2f excess %.2f\n", h.Name, h.Unmet, h.Stuck, h.Excess)
	}
	e, err := s.Base().Exposure("KAZ", "HRV")
	fmt.Printf("%+v %v\n", e, err)
	hs, err = s.Rank(context.Background(), "HRV", 1)
	for _, h := range hs[:min(8, len(hs))] {
		fmt.Printf("%-40s %v %+v\n", h.Name, h.Asked, h.Hurt)
	}
	t0 = time.Now()
	rs, err := n.Resilience(context.Background(), "HRV", "crude", 2015, 2030, true, Assume("crude"), 1)
	fmt.Println(err, time.Since(t0))
	for _, r := range rs {
		fmt.Printf("%+v\n", r)
	}
}
