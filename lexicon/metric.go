package lexicon

import (
	"io/fs"
	"slices"
	"strings"

	"dragoman/internal/tsv"
)

// Metric is something that figures measure.
type Metric struct {
	Name       string
	Directed   bool     // runs from the first party to the second: exports, investment, aid
	Mutual     bool     // holds between two sides: trade turnover, flights
	verbs      bool     // verbs tell of it too
	Dimensions []string // of unit: "money", "mass", "volume", "energy", "power", "flow", "share", "count", ...
}

// Specific says whether the metric tells of two sides or by verbs of its own; one that does not ("value", "fund") gives way to what the
// verb tells.
func (m *Metric) Specific() bool { return m.Directed || m.Mutual || m.verbs }

// Takes says whether the metric can have a unit of the dimension.
func (m *Metric) Takes(dimension string) bool { return slices.Contains(m.Dimensions, dimension) }

// MetricVerb is a verb that tells of a metric without its noun: "sold", "invested", "can carry".
type MetricVerb struct {
	*Metric
	Receives bool // the subject is the receiving side: the buyer of exports
}

// Metrics finds metrics by the words that name them.
type Metrics struct {
	all       []Metric
	byWords   map[string]int // phrase of lemmas, lower case -> index into all
	begin     *sieved[int]   // first words of phrases -> words in the longest such phrase
	byVerb    map[string][]MetricVerb
	byDefault map[string]int // dimension -> index into all
}

// Default is what a quantity of the dimension measures where nothing names it, nil for none.
func (m *Metrics) Default(dimension string) *Metric {
	if i, ok := m.byDefault[dimension]; ok {
		return &m.all[i]
	}
	return nil
}

// Verb is what the verb (its lemma, or the lemma and a preposition) tells of with a quantity of the dimension; can says that it
// stands behind "can".
func (m *Metrics) Verb(lemma, dimension string, can bool) (MetricVerb, bool) {
	if can {
		if v, ok := m.Verb("can "+lemma, dimension, false); ok {
			return v, true
		}
	}
	for _, v := range m.byVerb[lemma] {
		if v.Takes(dimension) {
			return v, true
		}
	}
	return MetricVerb{}, false
}

// At finds the longest metric phrase among the lemmas (lower case) that begins at i; n is its length in words, 0 for none.
func (m *Metrics) At(lemmas []string, i int) (metric *Metric, n int) {
	longest, _ := m.begin.get(lemmas[i])
	for n = min(longest, len(lemmas)-i); n > 0; n-- {
		if at, ok := m.byWords[strings.Join(lemmas[i:i+n], " ")]; ok {
			return &m.all[at], n
		}
	}
	return nil, 0
}

func loadMetrics(fsys fs.FS, name string) (*Metrics, error) {
	m := &Metrics{byWords: map[string]int{}, begin: newSieved[int](), byVerb: map[string][]MetricVerb{}, byDefault: map[string]int{}}
	type telling struct {
		verb string
		at   int // in all, which moves while it grows
	}
	var verbs []telling
	err := tsv.Read(fsys, name, []string{"metric", "words", "verbs", "directed", "dimensions", "default"}, func(r *tsv.Row) error {
		directed := r.Get("directed")
		if directed != "yes" && directed != "no" && directed != "mutual" {
			return r.Problem("write yes, no or mutual", "directed is %q", directed)
		}
		m.all = append(m.all, Metric{Name: r.Get("metric"), Directed: directed == "yes", Mutual: directed == "mutual", Dimensions: strings.Split(r.Get("dimensions"), ","), verbs: r.Get("verbs") != ""})
		for _, w := range r.List("words") {
			if _, ok := m.byWords[w]; ok {
				return r.Problem("remove one of the two", "%q names two metrics", w)
			}
			m.byWords[w] = len(m.all) - 1
			first, _, _ := strings.Cut(w, " ")
			longest, _ := m.begin.get(first)
			m.begin.set(first, max(longest, strings.Count(w, " ")+1))
		}
		for _, v := range r.List("verbs") {
			for _, o := range verbs {
				if o.verb == v && slices.ContainsFunc(m.all[o.at].Dimensions, m.all[len(m.all)-1].Takes) {
					return r.Problem("remove one of the two", "the verb %q tells of %s too, in the same dimension", v, m.all[o.at].Name)
				}
			}
			verbs = append(verbs, telling{v, len(m.all) - 1})
		}
		return m.setDefaults(r)
	})
	for _, v := range verbs {
		lemma, receives := strings.CutPrefix(v.verb, "<")
		m.byVerb[lemma] = append(m.byVerb[lemma], MetricVerb{Metric: &m.all[v.at], Receives: receives})
	}
	return m, err
}

// setDefaults takes the row's metric for the dimensions of its last cell, which must be among those it takes.
func (m *Metrics) setDefaults(r *tsv.Row) error {
	at := len(m.all) - 1
	for _, d := range strings.FieldsFunc(r.Get("default"), func(c rune) bool { return c == ',' }) {
		if !m.all[at].Takes(d) {
			return r.Problem("add it to dimensions", "%q is no dimension of the metric", d)
		}
		if _, taken := m.byDefault[d]; taken {
			return r.Problem("remove one of the two", "%q has two default metrics", d)
		}
		m.byDefault[d] = at
	}
	return nil
}
