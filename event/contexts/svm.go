package contexts

import "math/rand/v2"

// sample is a paragraph as the learner sees it: its features' rows, each with the same value, and the sum of its words' vectors
// times that value.
type sample struct {
	rows  []int32
	value float64 // 1/√(number of rows), so that long paragraphs weigh no more than short ones
	dense []float64
}

// weights are what is learned for one label.
type weights struct {
	rows  []float64 // by row, for a feature's factor times the sample's value
	dense []float64
	bias  float64
}

// learner finds one linear classifier: a support vector machine with squared hinge loss and L2 penalty, by dual coordinate
// descent (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008).
type learner struct {
	cost     float64 // of a mistake, against the penalty on the weights
	positive float64 // how much dearer a missed paragraph is than one found wrongly
	passes   int
	factor   []float64 // by row: a feature's value is its factor times the sample's
	dim      int       // of dense
}

// learn gives the weights.
func (l *learner) learn(samples []sample, has []bool, seed uint64) *weights {
	w := &weights{rows: make([]float64, len(l.factor)), dense: make([]float64, l.dim)}
	alpha := make([]float64, len(samples))
	order := make([]int, len(samples))
	norm := make([]float64, len(samples))
	for i := range order {
		order[i], norm[i] = i, samples[i].norm(l.factor)
	}
	rng := rand.New(rand.NewPCG(seed, 0x636f6e7465787473))
	for range l.passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l.step(&samples[i], has[i], norm[i], &alpha[i], w)
		}
	}
	return w
}

// step moves one dual variable to its optimum and the weights with it.
func (l *learner) step(s *sample, has bool, norm float64, alpha *float64, w *weights) {
	y, diagonal := -1.0, 1/(2*l.cost)
	if has {
		y, diagonal = 1, 1/(2*l.cost*l.positive)
	}
	gradient := y*s.score(w, l.factor) - 1 + diagonal**alpha
	next := max(*alpha-gradient/(norm+diagonal), 0)
	change := (next - *alpha) * y
	*alpha = next
	if change == 0 {
		return
	}
	w.bias += change
	for _, r := range s.rows {
		w.rows[r] += change * l.factor[r] * s.value
	}
	for i, x := range s.dense {
		w.dense[i] += change * x
	}
}

// norm is the squared length of a sample; the bias is a feature of value 1.
func (s *sample) norm(factor []float64) float64 {
	sum := 1.0
	for _, r := range s.rows {
		v := factor[r] * s.value
		sum += v * v
	}
	for _, x := range s.dense {
		sum += x * x
	}
	return sum
}

// score is what the weights make of a sample.
func (s *sample) score(w *weights, factor []float64) float64 {
	sum := 0.0
	for _, r := range s.rows {
		sum += w.rows[r] * factor[r]
	}
	sum *= s.value
	for i, x := range s.dense {
		sum += w.dense[i] * x
	}
	return sum + w.bias
}
