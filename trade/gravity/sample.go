package gravity

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/internal/parallel"
	"dragoman/trade/frame"
)

// grouping is a categorical variable on the rows of the sample.
type grouping struct {
	name   string
	codes  []int32 // level of each row
	levels int
	labels []string // names of the levels as they were before rows were dropped
	label  []int32  // which of labels each level has
}

// sample is the observations that are estimated from, and what became of the others.
type sample struct {
	frame    *frame.Frame
	rows     []int32 // row of the frame of each observation
	y        []float64
	x        [][]float64
	names    []string  // of x
	w        []float64 // weights; nil for 1
	offset   []float64 // nil for 0
	effects  []grouping
	clusters []grouping
	dropped  []Dropped
	lost     []int16 // for each row of the frame 0 when it is used, else one more than the index of its reason in dropped
}

// newSample reads what a specification names and drops the rows that a condition excludes or where something is missing.
func newSample(f *frame.Frame, s *Spec) (*sample, error) {
	fulfilled, err := f.Where(s.Where...)
	if err != nil {
		return nil, err
	}
	m := &sample{frame: f, lost: make([]int16, f.Rows())}
	keep := make([]bool, f.Rows())
	for i := range keep {
		keep[i] = true
	}
	m.lose("excluded by where", keep, func(i int) bool { return !fulfilled[i] })
	numbers := func(expression string) ([]float64, string, error) {
		v, err := f.Variable(expression)
		if err != nil {
			return nil, "", err
		}
		reason := v.Name + " has no value"
		if f.Has(v.Name) {
			reason = v.Name + " is missing"
		}
		m.lose(reason, keep, func(i int) bool { return math.IsNaN(v.Values[i]) })
		return v.Values, v.Name, nil
	}
	if m.y, _, err = numbers(s.Y); err != nil {
		return nil, err
	}
	for _, x := range s.X {
		v, name, err := numbers(x)
		if err == nil {
			err = m.checkName(name, s)
		}
		if err != nil {
			return nil, err
		}
		m.x, m.names = append(m.x, v), append(m.names, name)
	}
	if s.Weights != "" {
		if m.w, _, err = numbers(s.Weights); err != nil {
			return nil, err
		}
	}
	if s.Offset != "" {
		if m.offset, _, err = numbers(s.Offset); err != nil {
			return nil, err
		}
	}
	factors := map[string]*frame.Factor{}
	groups := func(what string, expressions []string) (out []grouping, err error) {
		for _, e := range expressions {
			factor, known := factors[e]
			if !known {
				if factor, err = f.Factor(e); err != nil {
					return nil, err
				}
				factors[e] = factor
				m.lose(e+" is missing", keep, func(i int) bool { return factor.Codes[i] < 0 })
			}
			if slices.ContainsFunc(out, func(g grouping) bool { return g.name == e }) {
				return nil, dragoman.Problemf("", what, "name it once", "%q is there twice", e)
			}
			out = append(out, grouping{name: e, codes: factor.Codes, levels: len(factor.Labels), labels: factor.Labels})
		}
		return out, nil
	}
	if m.effects, err = groups("fixed effects", s.FixedEffects); err != nil {
		return nil, err
	}
	if m.clusters, err = groups("clusters", s.Clusters); err != nil {
		return nil, err
	}
	if err := m.check(s, keep); err != nil {
		return nil, err
	}
	if err := m.checkSizes(s, keep); err != nil {
		return nil, err
	}
	m.rows = make([]int32, f.Rows())
	for i := range m.rows {
		m.rows[i] = int32(i)
	}
	m.retain(keep)
	return m, nil
}

// checkName refuses a regressor that cannot be told from another.
func (m *sample) checkName(name string, s *Spec) error {
	switch {
	case slices.Contains(m.names, name):
		return dragoman.Problemf("", "regressors", "name it once", "%q is there twice", name)
	case name == constant && len(s.FixedEffects) == 0:
		return dragoman.Problemf("", "regressors", "call it otherwise, as in c := constant", "an equation without fixed effects has a %q of its own", name)
	}
	return nil
}

// check looks for values that the method cannot take, and drops rows of no weight.
func (m *sample) check(s *Spec, keep []bool) error {
	first, count := -1, 0
	for i, y := range m.y {
		if keep[i] && s.Method == PPML && y < 0 {
			if count++; first < 0 {
				first = i
			}
		}
	}
	if count > 0 {
		return dragoman.Problemf(m.frame.Name(), "line "+strconv.Itoa(m.frame.Line(first)), "mend them, leave them out with --where, or use OLS",
			"%s is %v: PPML needs values of zero or more, and %d %s negative", s.Y, m.y[first], count, are(count, "row is", "rows are"))
	}
	if m.w == nil {
		return nil
	}
	weightless := make([]bool, len(keep))
	for i, w := range m.w {
		if keep[i] && w < 0 {
			return dragoman.Problemf(m.frame.Name(), "line "+strconv.Itoa(m.frame.Line(i)), "weights are zero or more", "the weight is %v", w)
		}
		weightless[i] = w == 0
	}
	m.lose("weight is zero", keep, func(i int) bool { return weightless[i] })
	return nil
}

const (
	// huge bounds values: a product of y, a weight and a regressor, squared and summed, must still be a number. Its inverse bounds a
	// variable's largest value from below.
	huge = 1e50
	// wide is how far offsets may lie apart, as powers of e.
	wide = 400
)

// checkSizes refuses variables too large or small to compute with, and offsets that are no logarithms.
func (m *sample) checkSizes(s *Spec, keep []bool) error {
	variables := append([][]float64{m.y, m.w}, m.x...)
	for k, name := range append([]string{s.Y, s.Weights}, m.names...) {
		at, top := extreme(variables[k], keep, math.Abs)
		if at >= 0 && (top > huge || top > 0 && top < 1/huge) {
			size := "large"
			if top < 1 {
				size = "small"
			}
			return dragoman.Problemf(m.frame.Name(), "line "+strconv.Itoa(m.frame.Line(at)), "give it in another unit",
				"%s reaches %g here: that is too %s to compute with", name, variables[k][at], size)
		}
	}
	if high, top := extreme(m.offset, keep, func(v float64) float64 { return v }); high >= 0 && s.Method == PPML {
		low, bottom := extreme(m.offset, keep, func(v float64) float64 { return -v })
		if top+bottom > wide {
			return dragoman.Problemf(m.frame.Name(), "", "an offset is the logarithm of what y is proportional to, such as log(gdp)",
				"the offset runs from %g (line %d) to %g (line %d), and its exponential beyond all numbers", -bottom, m.frame.Line(low), top, m.frame.Line(high))
		}
	}
	return nil
}

// extreme finds the row kept with the largest value of a measure; -1 when there is none.
func extreme(v []float64, keep []bool, measure func(float64) float64) (at int, top float64) {
	at = -1
	for i, t := range v {
		if t = measure(t); keep[i] && (at < 0 || t > top) {
			at, top = i, t
		}
	}
	return at, top
}

func are(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// lose drops rows of the frame for a reason.
func (m *sample) lose(reason string, keep []bool, is func(i int) bool) {
	n := 0
	for i, k := range keep {
		if k && is(i) {
			keep[i] = false
			m.lost[i] = int16(len(m.dropped) + 1)
			n++
		}
	}
	if n > 0 {
		m.dropped = append(m.dropped, Dropped{Reason: reason, Rows: n})
	}
}

// drop takes observations out of the sample for a reason.
func (m *sample) drop(reason string, keep []bool) int {
	at := slices.IndexFunc(m.dropped, func(d Dropped) bool { return d.Reason == reason })
	if at < 0 {
		at = len(m.dropped)
		m.dropped = append(m.dropped, Dropped{Reason: reason})
	}
	n := 0
	for i, k := range keep {
		if !k {
			m.lost[m.rows[i]] = int16(at + 1)
			n++
		}
	}
	m.dropped[at].Rows += n
	if m.dropped[at].Rows == 0 {
		m.dropped = m.dropped[:at]
	}
	if n > 0 {
		m.retain(keep)
	}
	return n
}

// retain keeps some observations and numbers levels anew.
func (m *sample) retain(keep []bool) {
	m.rows, m.y, m.w, m.offset = filter(m.rows, keep), filter(m.y, keep), filter(m.w, keep), filter(m.offset, keep)
	parallel.Each(len(m.x), func(i int) { m.x[i] = filter(m.x[i], keep) })
	parallel.Each(len(m.effects), func(i int) { m.effects[i].retain(keep) })
	parallel.Each(len(m.clusters), func(i int) { m.clusters[i].retain(keep) })
}

func filter[T any](v []T, keep []bool) []T {
	if v == nil {
		return nil
	}
	n := 0
	for _, k := range keep {
		if k {
			n++
		}
	}
	out := make([]T, 0, n)
	for i, k := range keep {
		if k {
			out = append(out, v[i])
		}
	}
	return out
}

func (g *grouping) retain(keep []bool) {
	codes := filter(g.codes, keep)
	renamed := make([]int32, g.levels)
	for i := range renamed {
		renamed[i] = -1
	}
	var label []int32
	for i, code := range codes {
		if renamed[code] < 0 {
			renamed[code] = int32(len(label))
			if g.label != nil {
				label = append(label, g.label[code])
			} else {
				label = append(label, code)
			}
		}
		codes[i] = renamed[code]
	}
	g.codes, g.levels, g.label = codes, len(label), label
}

// level is the name of a level.
func (g *grouping) level(code int) string {
	if g.label == nil {
		return g.labels[code]
	}
	return g.labels[g.label[code]]
}

const (
	singletons   = "singleton of a fixed effect"
	separatedFE  = "separated: fixed effect with zeros only"
	separatedCut = "separated: by regressors and fixed effects"
)

// prune drops what fixed effects fit perfectly, again and again, since each drop may make another: for PPML, groups whose y is zero
// throughout, whose effect would be minus infinity (Correia, Guimarães and Zylkin 2019), and observations alone in their group. Groups of
// zeros come first in every round, so that a zero that is alone is told as what it is, separated.
func (m *sample) prune(zeros, alone bool) {
	keep := make([]bool, len(m.y))
	for again := len(m.effects) > 0; again; {
		again = false
		for _, step := range []struct {
			wanted bool
			reason string
			mark   func(g *grouping, keep []bool) bool
		}{{zeros, separatedFE, m.markZeros}, {alone, singletons, markSingletons}} {
			if !step.wanted {
				continue
			}
			keep = keep[:len(m.y)]
			for i := range keep {
				keep[i] = true
			}
			found := false
			for i := range m.effects {
				found = step.mark(&m.effects[i], keep) || found
			}
			if found {
				m.drop(step.reason, keep)
				again = true
			}
		}
	}
}

func markSingletons(g *grouping, keep []bool) (found bool) {
	counts := make([]int32, g.levels)
	for _, code := range g.codes {
		counts[code]++
	}
	for i, code := range g.codes {
		if counts[code] == 1 {
			keep[i], found = false, true
		}
	}
	return found
}

func (m *sample) markZeros(g *grouping, keep []bool) (found bool) {
	positive := make([]bool, g.levels)
	for i, code := range g.codes {
		if m.y[i] > 0 {
			positive[code] = true
		}
	}
	for i, code := range g.codes {
		if !positive[code] {
			keep[i], found = false, true
		}
	}
	return found
}

// arrange sorts the observations by the fixed effect with the most levels and puts it first.
func (m *sample) arrange() {
	if len(m.effects) == 0 {
		return
	}
	slices.SortStableFunc(m.effects, func(a, b grouping) int { return b.levels - a.levels })
	lead := m.effects[0]
	next := begins(lead.levels, lead.codes)
	order := make([]int32, len(lead.codes))
	for i, code := range lead.codes {
		order[next[code]] = int32(i)
		next[code]++
	}
	m.rows, m.y, m.w, m.offset = reorder(m.rows, order), reorder(m.y, order), reorder(m.w, order), reorder(m.offset, order)
	parallel.Each(len(m.x), func(i int) { m.x[i] = reorder(m.x[i], order) })
	parallel.Each(len(m.effects), func(i int) { m.effects[i].codes = reorder(m.effects[i].codes, order) })
	parallel.Each(len(m.clusters), func(i int) { m.clusters[i].codes = reorder(m.clusters[i].codes, order) })
}

// begins is where each of the codes from 0 to levels-1 begins when the lists are sorted by code together, and, last, how many codes there are.
func begins(levels int, lists ...[]int32) []int32 {
	out := make([]int32, levels+1)
	for _, codes := range lists {
		for _, code := range codes {
			out[code+1]++
		}
	}
	for i := range levels {
		out[i+1] += out[i]
	}
	return out
}

func reorder[T any](v []T, order []int32) []T {
	if v == nil {
		return nil
	}
	out := make([]T, len(v))
	for i, j := range order {
		out[i] = v[j]
	}
	return out
}

// empty explains a sample with nothing left in it.
func (m *sample) empty() error {
	return dragoman.Problemf(m.frame.Name(), "", "look at the conditions and at what is missing", "no rows are left%s", m.losses(": "))
}

// losses counts the rows left out by reason, after an introduction; "" when there are none.
func (m *sample) losses(introduction string) string {
	var parts []string
	for _, d := range m.dropped {
		parts = append(parts, fmt.Sprintf("%d %s", d.Rows, d.Reason))
	}
	if len(parts) == 0 {
		return ""
	}
	return introduction + strings.Join(parts, ", ")
}
