// Package parallel spreads independent work over the cores there are.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do(0) to do(n-1), on as many cores as there are; on one, in order. What each call does must not depend on the others.
func Each(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wait sync.WaitGroup
	var next atomic.Int64
	for range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}
