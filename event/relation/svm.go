package relation

import "math/rand/v2"

// row is an example's features by their index in training; dense ones are among them.
type row struct {
	index []int32
	value []float32
	norm  float64 // squared length, the bias's 1 included
}

// fitBinary trains a linear support vector machine with squared hinge loss by dual co-ordinate descent (Hsieh et al., "A Dual
// Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1). y is +1, -1, or 0 for rows to leave out, cost the
// price of an error by row. The result has a weight for each of n features and the bias at the end.
func fitBinary(rows []row, y []int8, cost []float64, n int) []float32 {
	w := make([]float64, n+1)
	alpha := make([]float64, len(rows))
	var order []int
	for i := range rows {
		if y[i] != 0 && cost[i] > 0 {
			order = append(order, i)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range maxPasses {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		worst := 0.0
		for _, i := range order {
			worst = max(worst, step(&rows[i], float64(y[i]), 1/(2*cost[i]), &alpha[i], w))
		}
		if worst < tolerance {
			break
		}
	}
	out := make([]float32, len(w))
	for i, f := range w {
		out[i] = float32(f)
	}
	return out
}

const (
	maxPasses = 60
	tolerance = 0.01
)

// step brings one example's multiplier to its best value, and says how far it was from it.
func step(r *row, y, diag float64, alpha *float64, w []float64) float64 {
	dot := w[len(w)-1]
	for k, at := range r.index {
		dot += w[at] * float64(r.value[k])
	}
	gradient := y*dot - 1 + diag**alpha
	projected := gradient
	if *alpha == 0 {
		projected = min(gradient, 0)
	}
	if projected == 0 {
		return 0
	}
	before := *alpha
	*alpha = max(before-gradient/(r.norm+diag), 0)
	change := (*alpha - before) * y
	for k, at := range r.index {
		w[at] += change * float64(r.value[k])
	}
	w[len(w)-1] += change
	return max(projected, -projected)
}
