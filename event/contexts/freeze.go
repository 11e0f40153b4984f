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
		w, bias := t.learn(l, all)
		largest := 0.0
		for r := range w {
			w[r] *= t.factor[r]
			largest = max(largest, math.Abs(w[r]))
		}
		scale := max(largest, math.SmallestNonzeroFloat32) / math.MaxInt8
		for r := range w {
			m.weights[r*len(t.labels)+l] = int8(math.Round(w[r] / scale))
		}
		t.labels[l].Scale, t.labels[l].Bias = float32(scale), float32(bias-thresholds[l])
	}
	m.info = Info{Format: format, Language: t.cfg.Language, Seed: t.cfg.Seed, Settings: t.cfg.settings.String(), Syntax: t.cfg.Syntax,
		Source: t.cfg.Source, Paragraphs: len(t.samples), Unmarked: t.bare, Words: t.words, Labels: t.labels}
	return m, nil
}
