package gravity

import (
	"fmt"
	"math"
	"slices"

	"dragoman"
)

// result tells what was estimated.
func (m *model) result() (*Result, error) {
	s := &m.spec
	r := &Result{Method: s.Method, Y: s.Y, N: len(m.y), Errors: s.errors(), Correction: s.Correction, Level: s.Level,
		FixedEffects: m.absorbed(), Dropped: m.dropped, Omitted: m.omitted, Iterations: m.iterations, Stopped: m.stopped, m: m}
	for _, y := range m.y {
		if y == 0 {
			r.Zeros++
		}
	}
	r.Parameters = m.parameters(false)
	if s.Method == OLS && r.Parameters >= r.N {
		return nil, dragoman.Problemf(m.frame.Name(), "", "use fewer fixed effects", "%d observations cannot tell %d coefficients and effects apart", r.N, r.Parameters)
	}
	c, ok := m.covariance()
	if !ok {
		return nil, m.singular()
	}
	for i, n := range c.clusters {
		if n < 2 {
			return nil, dragoman.Problemf(m.frame.Name(), "", "cluster by something that varies", "all observations are in one cluster of %s", s.Clusters[i])
		}
	}
	if len(m.names) == 0 { // effects alone: no variance, no factor
		c.factor = 1
	}
	r.Clusters, r.Repaired, r.Covariance, r.Factor = c.clusters, c.repaired, c.v, &c.factor
	if math.IsInf(c.factor, 0) || c.factor < 0 {
		r.Covariance, r.Factor = nil, nil
		r.NoErrors = fmt.Sprintf("%d observations for %d coefficients and effects leave no degrees of freedom; the corrections likelihood and none need none", r.N, c.k)
	}
	r.Distribution = "normal"
	if c.df > 0 {
		r.Distribution = fmt.Sprintf("t(%.0f)", c.df)
	}
	far := quantile(c.upper, (1-s.Level)/2)
	for j, name := range m.names {
		b := m.beta[j]
		se := math.NaN()
		if r.NoErrors == "" {
			se = math.Sqrt(max(c.v[j][j], 0))
		}
		coefficient := Coefficient{Name: name, Estimate: b, SE: se, Low: b - far*se, High: b + far*se}
		if se > 0 {
			coefficient.Stat, coefficient.P = known(b/se), known(2*c.upper(math.Abs(b/se)))
		}
		r.Coefficients = append(r.Coefficients, coefficient)
	}
	m.measureFit(r)
	if s.Reset {
		m.reset(r)
	}
	return r, nil
}

func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func (m *model) measureFit(r *Result) {
	if m.spec.Method == PPML {
		m.measurePoisson(r)
		return
	}
	w := m.weights()
	squares := m.squares()
	total := m.total(m.y, w)
	within := m.response.rest
	k := float64(r.Parameters)
	n := float64(r.N)
	r.Fit.RMSE = known(math.Sqrt(squares / (n - k)))
	if total > 0 {
		r2 := 1 - squares/total
		r.Fit.R2 = known(r2)
		r.Fit.AdjustedR2 = known(1 - (1-r2)*(n-m.intercept())/(n-k))
	}
	if inner := norm(within, w); len(m.effects) > 0 && inner > 0 {
		r.Fit.WithinR2 = known(1 - squares/(inner*inner))
	}
}

// intercept is 1 when the equation has a constant, by itself or in the fixed effects.
func (m *model) intercept() float64 {
	if len(m.effects) > 0 || slices.Contains(m.names, constant) {
		return 1
	}
	return 0
}

// total is the sum of squares that R2 is a share of.
func (m *model) total(y, w []float64) float64 {
	size := norm(y, w)
	if m.intercept() == 1 {
		size = spread(y, w)
	}
	return size * size
}

// measurePoisson gives the pseudo-likelihood (Gourieroux, Monfort and Trognon 1984) with the terms of y alone, the gamma function in place
// of the factorial, and what derives from it.
func (m *model) measurePoisson(r *Result) {
	w := m.weights()
	top := 0.0
	if m.offset != nil {
		top = slices.Max(m.offset)
	}
	s := sums(len(m.y), 4, func(from, to int, into []float64) {
		for i := from; i < to; i++ {
			gamma, _ := math.Lgamma(m.y[i] + 1)
			into[0] += w[i] * (m.y[i]*m.eta[i] - m.mu[i] - gamma)
			off := 0.0
			if m.offset != nil {
				off = m.offset[i]
			}
			into[1] += w[i] * m.y[i]
			into[2] += w[i] * math.Exp(off-top)
			into[3] += w[i] * (m.y[i]*off - gamma)
		}
	})
	null := s[3] + s[1]*(math.Log(s[1]/s[2])-top) - s[1]
	r.Fit.Deviance, r.Fit.LogLikelihood, r.Fit.NullLikelihood = known(m.deviance), known(s[0]), known(null)
	if null != 0 {
		r.Fit.PseudoR2 = known(1 - s[0]/null)
	}
	r.Fit.SquaredCorrel = known(m.squaredCorrelation(w))
}

func (m *model) squaredCorrelation(w []float64) float64 {
	s := sums(len(m.y), 3, func(from, to int, into []float64) {
		for i := from; i < to; i++ {
			into[0] += w[i]
			into[1] += w[i] * m.y[i]
			into[2] += w[i] * m.mu[i]
		}
	})
	meanY, meanMu := s[1]/s[0], s[2]/s[0]
	s = sums(len(m.y), 3, func(from, to int, into []float64) {
		for i := from; i < to; i++ {
			dy, dm := m.y[i]-meanY, m.mu[i]-meanMu
			into[0] += w[i] * dy * dy
			into[1] += w[i] * dm * dm
			into[2] += w[i] * dy * dm
		}
	})
	return s[2] * s[2] / (s[0] * s[1])
}

// reset tests the equation's form: the square of the fitted linear index, added as a regressor, should say nothing (Ramsey 1969; for PPML
// Santos Silva and Tenreyro 2006). The standard errors are those of the equation.
func (m *model) reset(r *Result) {
	n := len(m.y)
	index := make([]float64, n)
	for i, e := range m.eta {
		if m.offset != nil {
			e -= m.offset[i]
		}
		index[i] = e
	}
	w := m.weights()
	middle := sum(n, func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			t += w[i] * index[i]
		}
		return t
	}) / sum(n, func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			t += w[i]
		}
		return t
	})
	for i, v := range index { // about its middle the square says the same beside constant and index, and is computed more exactly
		index[i] = (v - middle) * (v - middle)
	}
	s := *m.sample
	s.x = append(append([][]float64(nil), m.x...), index)
	s.names = append(append([]string(nil), m.names...), "index squared")
	test := &model{sample: &s, ctx: m.ctx, spec: m.spec}
	test.spec.Each = nil
	test.a = newAbsorber(m.ctx, s.effects, n)
	err := test.omit()
	switch {
	case err != nil:
	case len(test.omitted) > 0:
		r.Fit.ResetUnavailable = "the square of the index " + test.omitted[0].Reason
		return
	default:
		err = test.estimate()
	}
	if err != nil {
		r.Fit.ResetUnavailable = err.Error()
		return
	}
	c, ok := test.covariance()
	j := len(test.names) - 1
	if !ok || !(c.v[j][j] > 0) || math.IsInf(c.v[j][j], 0) {
		r.Fit.ResetUnavailable = "the square of the index has no standard error"
		return
	}
	stat := test.beta[j] / math.Sqrt(c.v[j][j])
	r.Fit.ResetStat, r.Fit.ResetP = known(stat), known(2*c.upper(math.Abs(stat)))
}
