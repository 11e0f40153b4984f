package contexts

import "math/rand/v2"

// sample is a paragraph as the learner sees it: its features' rows, each with the same value.
type sample struct {
	rows  []int32
	value float64 // 1/√(number of rows), so that long paragraphs weigh no more than short ones
}

// learner finds one linear classifier: a support vector machine with squared hinge loss and L2 penalty, by dual coordinate
// descent (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008).
type learner struct {
	cost     float64 // of a mistake, against the penalty on the weights
	positive float64 // how much dearer a missed paragraph is than one found wrongly
	passes   int
	factor   []float64 // by row: a feature's value is its factor times the sample's
}

// learn gives the weights by row and the bias.
func (l *learner) learn(samples []sample, has []bool, seed uint64) (weights []float64, bias float64) {
	w := make([]float64, len(l.factor))
	alpha := make([]float64, len(samples))
	order := make([]int, len(samples))
	norm := make([]float64, len(samples))
	for i := range order {
		order[i] = i
		norm[i] = 1 // the bias is a feature of value 1
		for _, r := range samples[i].rows {
			v := l.factor[r] * samples[i].value
			norm[i] += v * v
		}
	}
	rng := rand.New(rand.NewPCG(seed, 0x636f6e7465787473))
	for range l.passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			bias += l.step(&samples[i], has[i], norm[i], &alpha[i], w, bias)
		}
	}
	return w, bias
}

// step moves one dual variable to its optimum and the weights with it; it gives the change of the bias.
func (l *learner) step(s *sample, has bool, norm float64, alpha *float64, w []float64, bias float64) float64 {
	y, diagonal := -1.0, 1/(2*l.cost)
	if has {
		y, diagonal = 1, 1/(2*l.cost*l.positive)
	}
	gradient := y*(s.dot(w, l.factor)+bias) - 1 + diagonal**alpha
	next := max(*alpha-gradient/(norm+diagonal), 0)
	change := (next - *alpha) * y
	*alpha = next
	if change != 0 {
		for _, r := range s.rows {
			w[r] += change * l.factor[r] * s.value
		}
	}
	return change
}

// dot is the sample's score without bias.
func (s *sample) dot(w, factor []float64) float64 {
	sum := 0.0
	for _, r := range s.rows {
		sum += w[r] * factor[r]
	}
	return sum * s.value
}
