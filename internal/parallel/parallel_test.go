package parallel

import (
	"runtime"
	"testing"
)

func TestEachDoesEverythingOnce(t *testing.T) {
	for _, cores := range []int{1, 3} {
		before := runtime.GOMAXPROCS(cores)
		for _, n := range []int{0, 1, 2, 1000} {
			done := make([]int, n)
			Each(n, func(i int) { done[i]++ })
			for i, times := range done {
				if times != 1 {
					t.Errorf("%d of %d on %d cores: done %d times", i, n, cores, times)
				}
			}
		}
		runtime.GOMAXPROCS(before)
	}
}
