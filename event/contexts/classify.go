package contexts

import (
	"cmp"
	"slices"
	"sync"

	"dragoman"
)

// Classifier is a model together with a lexicon's cues. It is safe for concurrent use.
type Classifier struct {
	model *Model
	cues  *cueTable
	pool  sync.Pool
}

// With makes the model read with the cues of a lexicon: a word added there speaks at once, without training.
func (m *Model) With(cues Cues) *Classifier {
	c := &Classifier{model: m, cues: newCueTable(cues, m.Labels())}
	c.pool.New = func() any {
		return &scratch{extractor: extractor{cues: c.cues}, seen: make([]uint32, len(m.table.keys))}
	}
	return c
}

// scratch is what reading a paragraph needs.
type scratch struct {
	extractor
	seen   []uint32 // by row: the paragraph that last had it
	now    uint32
	sums   [maxLabels]int32
	scores []scored
}

type scored struct {
	label int
	score float32
}

// Of lists the contexts of a paragraph, given as its parsed sentences, in alphabetical order; at most four.
func (c *Classifier) Of(paragraph []dragoman.Sentence) []string {
	s := c.pool.Get().(*scratch)
	defer c.pool.Put(s)
	n := c.sum(s, paragraph)
	if n == 0 {
		return nil // not a word that the model knows
	}
	s.scores = s.scores[:0]
	for l := range c.model.info.Labels {
		if v := c.model.score(l, s.sums[l], n); v > 0 {
			s.scores = append(s.scores, scored{l, v})
		}
	}
	if len(s.scores) > most {
		slices.SortStableFunc(s.scores, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
		s.scores = s.scores[:most]
	}
	var out []string
	for _, v := range s.scores {
		out = append(out, c.model.info.Labels[v.label].Name)
	}
	slices.Sort(out)
	return out
}

// sum adds up the weights of the paragraph's features and counts them.
func (c *Classifier) sum(s *scratch, paragraph []dragoman.Sentence) int {
	s.read(paragraph)
	if s.now++; s.now == 0 {
		clear(s.seen)
		s.now = 1
	}
	sums := s.sums[:len(c.model.info.Labels)]
	clear(sums)
	n := 0
	for _, k := range s.keys {
		row := c.model.table.row(k)
		if row < 0 || s.seen[row] == s.now {
			continue
		}
		s.seen[row] = s.now
		c.model.add(row, sums)
		n++
	}
	return n
}
