package contexts

import (
	"cmp"
	"slices"
)

// verdict is a score and whether the paragraph has the label.
type verdict struct {
	score float64
	has   bool
}

// thresholds chooses for each label the score above which F1 is best, drawn towards the common threshold, since a label's few
// paragraphs alone would choose by chance.
func (t *training) thresholds(scores [][]float64, samples []int) []float64 {
	var pooled []verdict
	own := make([]float64, len(t.labels))
	for l := range t.labels {
		list := make([]verdict, len(samples))
		for k, i := range samples {
			list[k] = verdict{scores[l][i], t.has[l][i]}
		}
		pooled = append(pooled, list...)
		own[l] = bestThreshold(list)
	}
	common := bestThreshold(pooled)
	for l := range own {
		own[l] += t.cfg.settings.shrink * (common - own[l])
	}
	return own
}

// bestThreshold is the threshold with the best F1, midway between two scores.
func bestThreshold(list []verdict) float64 {
	slices.SortFunc(list, func(a, b verdict) int { return cmp.Compare(b.score, a.score) })
	marked := 0
	for _, v := range list {
		if v.has {
			marked++
		}
	}
	best, at, right := -1.0, 0.0, 0
	for i, v := range list {
		if v.has {
			right++
		}
		if f1 := 2 * float64(right) / float64(i+1+marked); f1 > best {
			best, at = f1, v.score-1
			if i+1 < len(list) {
				at = (v.score + list[i+1].score) / 2
			}
		}
	}
	return at
}
