package graph

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)/1e6
}

func TestProf(t *testing.T) {
	if os.Getenv("M") == "" {
		t.Skip()
	}
	n := 300
	if os.Getenv("N") != "" {
		fmt.Sscan(os.Getenv("N"), &n)
	}
	if os.Getenv("B") != "" {
		fmt.Sscan(os.Getenv("B"), &blockFactor)
	}
	g := Grid(n, n, 1)
	t0 := cpu()
	f, err := MinCostFlowBy(Method(os.Getenv("M")), g)
	fmt.Printf("%.2f cpu %v %d %d\n", cpu()-t0, err, f.Pivots, f.Cost)
}
