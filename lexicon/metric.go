package lexicon

import (
	"io/fs"
	"slices"
	"strings"
)

// Metric is something that figures measure.
type Metric struct {
	Name       string
	Directed   bool     // runs from the first party to the second: exports, investment, aid
	Dimensions []string // of unit: "money", "mass", "volume", "energy", "power", "flow", "share", "count", ...
}

// Takes says whether the metric can have a unit of the dimension.
func (m *Metric) Takes(dimension string) bool { return slices.Contains(m.Dimensions, dimension) }

// Metrics finds metrics by the words that name them.
type Metrics struct {
	all     []Metric
	byWords map[string]int // phrase of lemmas, lower case -> index into all
	longest int            // words in the longest phrase
}

// At finds the longest metric phrase among the lemmas (lower case) that begins at i; n is its length in words, 0 for none.
func (m *Metrics) At(lemmas []string, i int) (metric *Metric, n int) {
	for n = min(m.longest, len(lemmas)-i); n > 0; n-- {
		if at, ok := m.byWords[strings.Join(lemmas[i:i+n], " ")]; ok {
			return &m.all[at], n
		}
	}
	return nil, 0
}

func loadMetrics(fsys fs.FS, name string) (*Metrics, error) {
	m := &Metrics{byWords: map[string]int{}}
	err := readTable(fsys, name, []string{"metric", "words", "directed", "dimensions"}, func(r *row) error {
		directed := r.get("directed")
		if directed != "yes" && directed != "no" {
			return r.problem("write yes or no", "directed is %q", directed)
		}
		m.all = append(m.all, Metric{Name: r.get("metric"), Directed: directed == "yes", Dimensions: strings.Split(r.get("dimensions"), ",")})
		for _, w := range r.list("words") {
			if _, ok := m.byWords[w]; ok {
				return r.problem("remove one of the two", "%q names two metrics", w)
			}
			m.byWords[w] = len(m.all) - 1
			m.longest = max(m.longest, strings.Count(w, " ")+1)
		}
		return nil
	})
	return m, err
}
