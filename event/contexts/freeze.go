package contexts

import "math"

// freeze trains on all samples and rounds the weights to eight bits.
func (t *training) freeze(thresholds []float64) (*Model, error) {
	m := &Model{weights: make([]int8, len(t.keys)*len(t.labels))}
	if err := m.table.fill(t.keys); err != nil {
		return nil, err
	}
	all := make([]int, len(t.samples))
	for i := range all {
		all[i] = i
	}
	for l := range t.labels {
		w := t.learn(l, all)
		flat := t.flat(w)
		largest := 0.0
		for _, v := range flat {
			largest = max(largest, math.Abs(v))
		}
		scale := max(largest, math.SmallestNonzeroFloat32) / math.MaxInt8
		for r, v := range flat {
			m.weights[r*len(t.labels)+l] = int8(math.Round(v / scale))
		}
		t.labels[l].Scale, t.labels[l].Bias = float32(scale), float32(w.bias-thresholds[l])
	}
	m.info = Info{Format: format, Language: t.cfg.Language, Seed: t.cfg.Seed, Settings: t.cfg.settings.String(), Syntax: t.cfg.Syntax,
		Source: t.cfg.Source, Vectors: t.cfg.Alike, Paragraphs: len(t.samples), Unmarked: t.bare, Words: t.words, Labels: t.labels}
	return m, nil
}

// flat gives one weight for each feature, in which its factor and its vector have gone up.
func (t *training) flat(w *weights) []float64 {
	out := make([]float64, len(t.keys))
	for r := range out {
		out[r] = w.rows[r] * t.factor[r]
		for i, x := range t.vectors[r] {
			out[r] += w.dense[i] * x * t.cfg.settings.vector
		}
	}
	return out
}
