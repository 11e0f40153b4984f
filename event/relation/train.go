package relation

import (
	"hash/fnv"
	"math"
	"slices"
	"sync"
)

// Settings of training.
type Settings struct {
	Cost     float64 // price of an error, the C of the support vector machine
	MinCount int     // features seen in fewer examples are dropped
}

// DefaultSettings were found on folds of the training data.
var DefaultSettings = Settings{Cost: 1, MinCount: 2}

// trainer holds the examples as rows of numbered features.
type trainer struct {
	labels   []string
	examples []Example
	rows     []row
	keys     []uint64 // of the sparse features, by number
	dense    int      // number of dense features; they follow the sparse ones
	vectors  *Vectors
	settings Settings
}

func newTrainer(examples []Example, labels []string, v *Vectors, s Settings) *trainer {
	t := &trainer{labels: labels, examples: examples, vectors: v, settings: s, dense: 2 * blocks * v.Dim}
	features := make([]Features, len(examples))
	inParallel(len(examples), func(i int) { features[i] = Extract(&examples[i].Case, v) })
	count := map[uint64]int{}
	for i := range features {
		for _, k := range features[i].Keys {
			count[k]++
		}
	}
	for k, n := range count {
		if n >= s.MinCount {
			t.keys = append(t.keys, k)
		}
	}
	slices.Sort(t.keys)
	number := make(map[uint64]int32, len(t.keys))
	for i, k := range t.keys {
		number[k] = int32(i)
	}
	for i := range features {
		t.rows = append(t.rows, t.row(&features[i], number))
	}
	return t
}

func (t *trainer) row(f *Features, number map[uint64]int32) row {
	r := row{norm: 1}
	put := func(at int32, v float32) {
		r.index, r.value = append(r.index, at), append(r.value, v)
		r.norm += float64(v) * float64(v)
	}
	for i, k := range f.Keys {
		if at, ok := number[k]; ok {
			put(at, f.Values[i])
		}
	}
	for i, v := range f.Dense {
		if v != 0 {
			put(int32(len(t.keys)+i), v)
		}
	}
	return r
}

// inParallel does work for 0 to n-1 on two workers.
func inParallel(n int, work func(i int)) {
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				work(i)
			}
		})
	}
	wait.Wait()
}

const workers = 2

// fit trains a weight vector for each label on the examples chosen.
func (t *trainer) fit(chosen []bool) [][]float32 {
	label := make([]string, len(t.examples))
	for i := range t.examples {
		label[i] = t.examples[i].Label
	}
	w := t.fitLabels(chosen, label)
	if changed := t.decide(chosen, label, w); changed {
		w = t.fitLabels(chosen, label)
	}
	return w
}

// decide settles the examples with two right labels for the one that the weights prefer.
func (t *trainer) decide(chosen []bool, label []string, w [][]float32) bool {
	changed := false
	for i := range t.examples {
		e := &t.examples[i]
		if !chosen[i] || e.Either == "" {
			continue
		}
		a, b := slices.Index(t.labels, e.Label), slices.Index(t.labels, e.Either)
		if dot(&t.rows[i], w[b]) > dot(&t.rows[i], w[a]) {
			label[i], changed = e.Either, true
		}
	}
	return changed
}

func (t *trainer) fitLabels(chosen []bool, label []string) [][]float32 {
	w := make([][]float32, len(t.labels))
	inParallel(len(t.labels), func(k int) {
		y := make([]int8, len(t.examples))
		cost := make([]float64, len(t.examples))
		for i := range t.examples {
			e := &t.examples[i]
			switch {
			case !chosen[i]:
			case label[i] == t.labels[k]:
				y[i] = 1
			case e.Either != "" && (e.Label == t.labels[k] || e.Either == t.labels[k]):
			default:
				y[i] = -1
			}
			cost[i] = t.settings.Cost * e.Weight
		}
		w[k] = fitBinary(t.rows, y, cost, len(t.keys)+t.dense)
	})
	return w
}

func dot(r *row, w []float32) float64 {
	sum := float64(w[len(w)-1])
	for k, at := range r.index {
		sum += float64(w[at]) * float64(r.value[k])
	}
	return sum
}

// Train makes a head of all examples, whose labels are among the given ones, and answers every example as CrossValidate does; the
// head's temperature is found on those answers.
func Train(examples []Example, labels []string, v *Vectors, s Settings) (*Head, []Answer) {
	t := newTrainer(examples, labels, v, s)
	all := make([]bool, len(examples))
	for i := range all {
		all[i] = true
	}
	h := t.head(t.fit(all))
	var held []Answer
	held, h.Temperature = t.held()
	return h, held
}

// head packs weights into bytes.
func (t *trainer) head(w [][]float32) *Head {
	n := len(t.labels)
	h := &Head{Labels: t.labels, Temperature: 1, bias: make([]float32, n)}
	for k := range w {
		h.bias[k] = w[k][len(w[k])-1]
		h.dense = append(h.dense, w[k][len(t.keys):len(t.keys)+t.dense]...)
	}
	for i, key := range t.keys {
		top := float32(0)
		for k := range w {
			top = max(top, float32(math.Abs(float64(w[k][i]))))
		}
		if top < negligible {
			continue
		}
		h.keys, h.scale = append(h.keys, key), append(h.scale, top/127)
		for k := range w {
			h.bytes = append(h.bytes, int8(math.Round(float64(w[k][i]/top*127))))
		}
	}
	h.lazily()
	return h
}

// negligible is the weight below which a feature is left out of a model.
const negligible = 0.01

// Folds is the number of parts in which training data is cut for validation.
const Folds = 5

// CrossValidate answers every example by a head that has not seen its group.
func CrossValidate(examples []Example, labels []string, v *Vectors, s Settings) []Answer {
	answers, _ := newTrainer(examples, labels, v, s).held()
	return answers
}

// held answers every example by a head that has not seen its group, with the temperature that fits these answers.
func (t *trainer) held() ([]Answer, float64) {
	scores := t.crossValidate(Folds)
	temp := t.temperature(scores)
	out := make([]Answer, len(scores))
	for i := range scores {
		out[i] = Answer{Labels: t.labels, Scores: scores[i], Probs: softmax(scores[i], temp)}
	}
	return out, temp
}

func (t *trainer) crossValidate(folds int) [][]float64 {
	out := make([][]float64, len(t.examples))
	for f := range folds {
		chosen := make([]bool, len(t.examples))
		for i := range chosen {
			chosen[i] = Fold(t.examples[i].Group, folds) != f
		}
		w := t.fit(chosen)
		for i := range chosen {
			if !chosen[i] {
				for k := range w {
					out[i] = append(out[i], dot(&t.rows[i], w[k]))
				}
			}
		}
	}
	return out
}

// Fold spreads groups over folds by their hash.
func Fold(group string, folds int) int {
	h := fnv.New32a()
	h.Write([]byte(group))
	return int(h.Sum32() % uint32(folds))
}

// temperature finds the divisor of the scores under which the probabilities fit the labels best (least negative log-likelihood).
func (t *trainer) temperature(scores [][]float64) float64 {
	best, bestLoss := 1.0, math.Inf(1)
	for temp := 0.1; temp < 2; temp *= 1.05 {
		loss := 0.0
		for i := range t.examples {
			e := &t.examples[i]
			p := softmax(scores[i], temp)
			right := p[slices.Index(t.labels, e.Label)]
			if e.Either != "" {
				right += p[slices.Index(t.labels, e.Either)]
			}
			loss -= e.Weight * math.Log(max(right, 1e-9))
		}
		if loss < bestLoss {
			best, bestLoss = temp, loss
		}
	}
	return best
}
