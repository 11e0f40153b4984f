package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bruteTree tries every assignment of heads.
func bruteTree(f *treeFinder, scores []float32, n int) float64 {
	best, heads := math.Inf(-1), make([]int32, n)
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i == n {
			if sum > best && f.isTree(heads, n) {
				best = sum
			}
			return
		}
		for h := range n + 1 {
			if h != i {
				heads[i] = int32(h)
				try(i+1, sum+float64(scores[i*(n+1)+h]))
			}
		}
	}
	try(0, 0)
	return best
}

func TestTreeFinderFindsTheBestTree(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var f, brute treeFinder
	for trial := range 400 {
		n := 1 + trial%6
		scores, heads := randoms(r, n*(n+1), 5), make([]int32, n)
		f.find(scores, n, n+1, heads)
		var sum float64
		for i, h := range heads {
			if h < 0 {
				heads[i], h = int32(n), int32(n)
			}
			sum += float64(scores[i*(n+1)+int(h)])
		}
		if !f.isTree(heads, n) {
			t.Fatalf("trial %d: %v is no tree", trial, heads)
		}
		if want := bruteTree(&brute, scores, n); math.Abs(sum-want) > 1e-4 {
			t.Fatalf("trial %d: score %g, the best tree has %g", trial, sum, want)
		}
	}
}

func TestTreeFinderOnLongSentences(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 8))
	var f treeFinder
	for _, n := range []int{50, 200} {
		scores, heads := randoms(r, n*(n+1), 5), make([]int32, n)
		f.find(scores, n, n+1, heads)
		for i, h := range heads {
			if h < 0 {
				heads[i] = int32(n)
			}
		}
		if !f.isTree(heads, n) {
			t.Fatalf("%d words: no tree", n)
		}
	}
}
