package gravity

import (
	"math"
	"math/bits"
	"slices"
	"strings"

	"dragoman/internal/parallel"
	"dragoman/trade/frame"
)

// covariance is what is known of the errors of the coefficients.
type covariance struct {
	v        matrix
	factor   float64
	clusters []int
	repaired bool
	df       float64 // of Student's t; 0 for the normal distribution
	k        int     // coefficients and effects that are not nested in clusters
}

// upper is the upper tail of the distribution that statistics are compared with.
func (c *covariance) upper(t float64) float64 {
	if c.df > 0 {
		return upperT(t, c.df)
	}
	return upperNormal(t)
}

// covariance computes the covariance of the coefficients. With A = X'WX of the regressors without fixed effects, it is A^-1 (s^2 A^-1 for
// OLS) or the sandwich A^-1 M A^-1, M being the sum of the products of the scores x(y-mu)w, or of their sums over clusters. That the
// effects were taken out first changes nothing of it (Frisch and Waugh; for the sandwich Cameron and Miller 2015).
func (m *model) covariance() (*covariance, bool) {
	x := rests(m.columns)
	bread, ok := inverted(cross(x, m.weight))
	if !ok {
		return nil, false
	}
	n := float64(len(m.y))
	out := &covariance{k: m.parameters(true), factor: 1}
	residuals := float64(len(m.y) - m.parameters(false))
	if m.spec.Method == OLS {
		out.df = residuals
	}
	k := float64(out.k)
	switch {
	case len(m.clusters) > 0:
		var meat matrix
		meat, out.clusters = m.clusteredMeat(x)
		out.v = bread.times(meat).times(bread)
		fewest := float64(slices.Min(out.clusters))
		switch c := m.spec.Correction; {
		case c == None:
		case c == Likelihood, c == Default && m.spec.Method == PPML:
			out.factor = fewest / (fewest - 1)
		default:
			out.factor = fewest / (fewest - 1) * (n - 1) / (n - k)
		}
		if m.spec.Method == OLS {
			out.df = fewest - 1
		}
	case m.spec.Errors == IID:
		out.v = bread
		if m.spec.Method == OLS {
			out.factor = m.squares() / residuals
		}
	default:
		out.v = bread.times(m.robustMeat(x)).times(bread)
		switch {
		case m.spec.Errors == HC0:
		case m.spec.Correction == Likelihood:
			out.factor = n / (n - 1)
		case m.spec.Correction != None:
			out.factor = n / (n - k)
		}
	}
	out.v = out.v.scaled(out.factor)
	if len(m.clusters) > 1 {
		out.v, out.repaired = repair(out.v)
	}
	return out, true
}

// squares is the weighted sum of squared residuals.
func (m *model) squares() float64 {
	w := m.weights()
	return sum(len(m.y), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			t += w[i] * m.residual[i] * m.residual[i]
		}
		return t
	})
}

// score is the derivative of an observation's likelihood by the linear index.
func (m *model) score(i int) float64 {
	if m.w != nil {
		return m.w[i] * m.residual[i]
	}
	return m.residual[i]
}

func (m *model) robustMeat(x [][]float64) matrix {
	squared := make([]float64, len(m.y))
	for i := range squared {
		squared[i] = m.score(i) * m.score(i)
	}
	return cross(x, squared)
}

// clusteredMeat sums the products of the scores' sums over clusters. Several clusterings count each once, less what they share
// (Cameron, Gelbach and Miller 2011, equation 2.13).
func (m *model) clusteredMeat(x [][]float64) (meat matrix, counts []int) {
	meat = newMatrix(len(x), len(x))
	for _, g := range m.clusters {
		counts = append(counts, g.levels)
	}
	for chosen := 1; chosen < 1<<len(m.clusters); chosen++ {
		var shared *grouping
		for i := range m.clusters {
			if chosen&(1<<i) != 0 {
				shared = intersect(shared, &m.clusters[i])
			}
		}
		sign := -1.0
		if bits.OnesCount(uint(chosen))%2 == 1 {
			sign = 1
		}
		meat.add(sign, m.clusterProducts(x, shared))
	}
	return meat, counts
}

func (m *model) clusterProducts(x [][]float64, g *grouping) matrix {
	totals := newMatrix(len(x), g.levels)
	parallel.Each(len(x), func(j int) {
		for i, code := range g.codes {
			totals[j][code] += x[j][i] * m.score(i)
		}
	})
	return cross(totals, nil)
}

// intersect gives the groups of observations that are together in both.
func intersect(a, b *grouping) *grouping {
	if a == nil {
		return b
	}
	out := &grouping{codes: make([]int32, len(a.codes))}
	number := frame.Combinations(a.levels, b.levels)
	for i, code := range a.codes {
		at, fresh := number(code, b.codes[i], int32(out.levels))
		if fresh {
			out.levels++
		}
		out.codes[i] = at
	}
	return out
}

// repair sets negative eigenvalues of a multi-way covariance to zero (Cameron, Gelbach and Miller 2011, section 2.3).
func repair(v matrix) (matrix, bool) {
	scale := make([]float64, len(v)) // so that the regressors' units do not matter to what counts as zero
	scaled := v.scaled(1)
	for i := range v {
		scale[i] = math.Sqrt(math.Abs(v[i][i]))
		if scale[i] == 0 {
			scale[i] = 1
		}
	}
	for i := range v {
		for j := range v {
			scaled[i][j] /= scale[i] * scale[j]
		}
	}
	values, _ := eigen(scaled)
	if slices.Min(values) >= -1e-12 {
		return v, false
	}
	values, vectors := eigen(v)
	out := newMatrix(len(v), len(v))
	for k, value := range values {
		if value <= 0 {
			continue
		}
		for i := range v {
			for j := range v {
				out[i][j] += value * vectors[i][k] * vectors[j][k]
			}
		}
	}
	return out, true
}

// parameters counts coefficients and levels of fixed effects, less redundant ones and, where that is wanted, those nested in clusters.
func (m *model) parameters(leaveNested bool) int {
	k := len(m.x)
	free, nested := 0, 0
	for _, e := range m.absorbed() {
		if leaveNested && e.Nested {
			nested++
			continue
		}
		free += e.Levels - e.Redundant
	}
	if m.spec.Correction == Fixest && len(m.effects) > 0 {
		free = 1 - len(m.effects)
		for _, e := range m.absorbed() {
			if leaveNested && e.Nested {
				free++
			} else {
				free += e.Levels
			}
		}
		return k + free
	}
	if nested > 0 && free == 0 { // the constant they hold
		free = 1
	}
	return k + free
}

// absorbed describes the fixed effects in the order in which they were named. The levels of the second that are redundant are the sets of
// levels that no observation connects, in the graph of the first two (Abowd, Creecy and Kramarz 2002); of a later one the most with any
// before it, which is a lower bound.
func (m *model) absorbed() []Absorbed {
	if m.described != nil {
		return m.described
	}
	var before []*grouping
	for _, name := range m.spec.FixedEffects {
		i := slices.IndexFunc(m.effects, func(g grouping) bool { return g.name == name })
		g := &m.effects[i]
		a := Absorbed{Name: name, Levels: g.levels}
		for _, b := range before {
			a.Redundant = max(a.Redundant, components(b, g))
		}
		for c := range m.clusters {
			a.Nested = a.Nested || within(g, &m.clusters[c])
		}
		before = append(before, g)
		m.described = append(m.described, a)
	}
	return m.described
}

// components counts the connected sets of the graph whose nodes are the levels of two effects and whose edges are the observations.
func components(a, b *grouping) int {
	levels := newSets(a.levels + b.levels)
	count := len(levels)
	for i, code := range a.codes {
		if levels.join(code, b.codes[i]+int32(a.levels)) {
			count--
		}
	}
	return count
}

// within says whether every level of g lies in one level of c.
func within(g, c *grouping) bool {
	in := make([]int32, g.levels)
	for i := range in {
		in[i] = -1
	}
	for i, code := range g.codes {
		if in[code] < 0 {
			in[code] = c.codes[i]
		} else if in[code] != c.codes[i] {
			return false
		}
	}
	return true
}

// errors names the standard errors.
func (s *Spec) errors() string {
	if len(s.Clusters) > 0 {
		return "clustered by " + strings.Join(s.Clusters, " and ")
	}
	return string(s.Errors)
}
