package syntax

import (
	"math/rand/v2"
	"testing"
)

// bestLoss is the least number of gold arcs missed by any way on from here: the definition that costs must agree with.
func bestLoss(s *state, g *gold) int {
	if s.done() {
		missed := 0
		for i := range s.n {
			if s.heads[i] != g.heads[i] {
				missed++
			}
		}
		return missed
	}
	best := -1
	for v, ok := range s.legal() {
		if ok {
			if l := bestLoss(after(s, move(v)), g); best < 0 || l < best {
				best = l
			}
		}
	}
	return best
}

func after(s *state, v move) *state {
	c := &state{}
	c.reset(s.n)
	c.front = s.front
	c.stack = append(c.stack, s.stack...)
	copy(c.heads, s.heads)
	c.apply(v, 0)
	return c
}

// randomTree gives a projective tree over n words.
func randomTree(n int, rng *rand.Rand) *gold {
	s := &state{}
	s.reset(n)
	for !s.done() {
		can := s.legal()
		v := move(rng.IntN(3))
		if can[v] {
			s.apply(v, 0)
		}
	}
	heads := make([]int, n)
	for i := range heads {
		heads[i] = int(s.heads[i])
		if heads[i] == n {
			heads[i] = -1
		}
	}
	return newGold(heads, make([]int32, n))
}

func TestCostsAreTheArcsLost(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + rng.IntN(6)
		g := randomTree(n, rng)
		s := &state{}
		s.reset(n)
		for !s.done() {
			now := bestLoss(s, g)
			cost := s.costs(g)
			var can []move
			for v, ok := range s.legal() {
				if !ok {
					if cost[v] != -1 {
						t.Fatalf("illegal move %d has cost %d", v, cost[v])
					}
					continue
				}
				can = append(can, move(v))
				if want := bestLoss(after(s, move(v)), g) - now; cost[v] != want {
					t.Fatalf("move %d: cost %d, want %d (tree %v, stack %v, front %d)", v, cost[v], want, g.heads, s.stack, s.front)
				}
			}
			s.apply(can[rng.IntN(len(can))], 0)
		}
	}
}

func TestEveryRunEndsInATreeWithOneRoot(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		g := randomTree(1+rng.IntN(12), rng)
		if len(g.children[len(g.heads)]) != 1 {
			t.Fatalf("roots: %v", g.children[len(g.heads)])
		}
	}
}
