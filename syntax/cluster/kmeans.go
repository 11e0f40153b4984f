package cluster

import (
	"math"
	"math/rand/v2"
)

// kmeans groups unit vectors by cosine. It gives each row's group and the groups' unit centres.
func kmeans(rows [][]entry, dims, k, passes int, rng *rand.Rand) (group []int, centres [][]float32) {
	group = make([]int, len(rows))
	centres = make([][]float32, k)
	for i, r := range rng.Perm(len(rows))[:k] {
		centres[i] = make([]float32, dims)
		for _, e := range rows[r] {
			centres[i][e.dim] = e.value
		}
	}
	for range passes {
		byDim := transpose(centres, dims)
		scores := make([]float32, k)
		for i, row := range rows {
			group[i] = nearest(row, byDim, scores)
		}
		recentre(rows, group, centres)
	}
	return group, centres
}

// transpose puts the centres' values of one dimension side by side, which is how nearest runs through them.
func transpose(centres [][]float32, dims int) [][]float32 {
	out := make([][]float32, dims)
	for d := range out {
		out[d] = make([]float32, len(centres))
		for c := range centres {
			out[d][c] = centres[c][d]
		}
	}
	return out
}

func nearest(row []entry, byDim [][]float32, scores []float32) int {
	clear(scores)
	for _, e := range row {
		for c, v := range byDim[e.dim] {
			scores[c] += e.value * v
		}
	}
	best := 0
	for c, s := range scores {
		if s > scores[best] {
			best = c
		}
	}
	return best
}

// recentre moves each centre to the mean direction of its rows; one that lost all its rows stays.
func recentre(rows [][]entry, group []int, centres [][]float32) {
	size := make([]int, len(centres))
	for _, g := range group {
		size[g]++
	}
	for c, n := range size {
		if n > 0 {
			clear(centres[c])
		}
	}
	for i, row := range rows {
		for _, e := range row {
			centres[group[i]][e.dim] += e.value
		}
	}
	for _, c := range centres {
		var sq float64
		for _, v := range c {
			sq += float64(v) * float64(v)
		}
		if sq == 0 {
			continue
		}
		f := float32(1 / math.Sqrt(sq))
		for d := range c {
			c[d] *= f
		}
	}
}

func sparse(centres [][]float32) [][]entry {
	out := make([][]entry, len(centres))
	for i, c := range centres {
		for d, v := range c {
			if v != 0 {
				out[i] = append(out[i], entry{int32(d), v})
			}
		}
	}
	return out
}
