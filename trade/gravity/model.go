// Package gravity estimates gravity equations of trade: Poisson pseudo maximum likelihood (Santos Silva and Tenreyro 2006) and ordinary
// least squares, with any number of high-dimensional fixed effects, in the manner of Correia, Guimarães and Zylkin (2020).
package gravity

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade/frame"
)

// Method is how an equation is estimated.
type Method string

// The methods.
const (
	PPML Method = "ppml" // Poisson pseudo maximum likelihood: E(y|x) = exp(xb + effects)
	OLS  Method = "ols"  // ordinary least squares: E(y|x) = xb + effects
)

// Errors is how standard errors are computed when nothing is clustered.
type Errors string

// The standard errors.
const (
	IID Errors = "iid" // the model's own: equal variance (OLS), variance equal to the mean (PPML)
	HC0 Errors = "hc0" // robust to heteroskedasticity, without a correction (White 1980)
	HC1 Errors = "hc1" // the same with the small-sample correction
)

// Correction is the small-sample correction of robust and clustered standard errors, a factor of the variance. n is the number of
// observations, G of clusters (the fewest, of several clusterings) and K of coefficients with fixed effects; effects nested within a
// clustering are not counted.
type Correction string

// The corrections.
const (
	Default    Correction = "default"    // the custom of the field: HC1 as regression; clustered PPML as likelihood, clustered OLS as regression
	Regression Correction = "regression" // n/(n-K); clustered G/(G-1) (n-1)/(n-K); as Stata's regress and reghdfe
	Fixest     Correction = "fixest"     // the same factors, with K counted as R's fixest does: one redundant level for each effect after the first
	Likelihood Correction = "likelihood" // n/(n-1); clustered G/(G-1); as Stata's maximum likelihood commands, ppml and ppmlhdfe
	None       Correction = "none"       // 1
)

// Spec is an equation and how to estimate it. Variables are expressions of frame.Variable, effects and clusters of frame.Factor.
type Spec struct {
	Method         Method
	Y              string
	X              []string
	FixedEffects   []string
	Clusters       []string // several: multi-way (Cameron, Gelbach and Miller 2011)
	Errors         Errors   // without clusters
	Correction     Correction
	Weights        string
	Offset         string   // enters with the coefficient 1
	Where          []string // conditions of frame.Where
	KeepSingletons bool     // do not drop observations alone in a group: they tell nothing of the coefficients, but count
	Reset          bool     // Ramsey's RESET test
	Level          float64  // of the confidence intervals, such as 0.95
	Tolerance      float64  // PPML has converged when the deviance changes by less, relative to itself
	MaxIterations  int      // of PPML
	Each           func(Iteration)
}

// WithDefaults fills in what is not said.
func (s Spec) WithDefaults() Spec {
	if s.Method == "" {
		s.Method = PPML
	}
	if s.Errors == "" {
		s.Errors = HC1
	}
	if s.Correction == "" {
		s.Correction = Default
	}
	if s.Level == 0 {
		s.Level = 0.95
	}
	if s.Tolerance == 0 {
		s.Tolerance = 1e-8
	}
	if s.MaxIterations == 0 {
		s.MaxIterations = 100
	}
	return s
}

// Iteration is one step of the estimation.
type Iteration struct {
	Number    int     `json:"number"`
	Deviance  float64 `json:"deviance"`
	Change    float64 `json:"change"`    // of the deviance, relative to it; 0 in the first step
	Inner     int     `json:"inner"`     // steps of the conjugate gradients that took the fixed effects out
	Tolerance float64 `json:"tolerance"` // to which they were taken out
	Halvings  int     `json:"halvings"`  // how often the step was halved because the deviance rose
}

// Dropped counts rows left out for one reason.
type Dropped struct {
	Reason string `json:"reason"`
	Rows   int    `json:"rows"`
}

// Omitted is a regressor that could not be estimated.
type Omitted struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// Coefficient is what was estimated of a regressor.
type Coefficient struct {
	Name     string
	Estimate float64
	SE       float64  // NaN, and null in JSON, where Result.NoErrors says why; so are Low and High
	Stat     *float64 // estimate/se: z, or t for OLS; nil where the standard error is 0 or not defined
	P        *float64 // two-sided; nil as Stat
	Low      float64  // bounds of the confidence interval
	High     float64
}

// MarshalJSON implements json.Marshaler: what is not defined is null.
func (c Coefficient) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name     string   `json:"name"`
		Estimate float64  `json:"estimate"`
		SE       *float64 `json:"se"`
		Stat     *float64 `json:"stat"`
		P        *float64 `json:"p"`
		Low      *float64 `json:"low"`
		High     *float64 `json:"high"`
	}{c.Name, c.Estimate, known(c.SE), c.Stat, c.P, known(c.Low), known(c.High)})
}

// Absorbed is a fixed effect that was taken out.
type Absorbed struct {
	Name      string `json:"name"`
	Levels    int    `json:"levels"`
	Redundant int    `json:"redundant"` // levels that say nothing beyond the effects before it
	Nested    bool   `json:"nested"`    // within a clustering
}

// Quality is how well the equation fits. What a method does not have is absent.
type Quality struct {
	Deviance         *float64 `json:"deviance,omitempty"`
	LogLikelihood    *float64 `json:"log_likelihood,omitempty"`
	NullLikelihood   *float64 `json:"null_log_likelihood,omitempty"` // with a constant alone
	PseudoR2         *float64 `json:"pseudo_r2,omitempty"`           // McFadden: 1 - log-likelihood/null log-likelihood
	SquaredCorrel    *float64 `json:"squared_correlation,omitempty"` // of y and fitted values
	R2               *float64 `json:"r2,omitempty"`
	AdjustedR2       *float64 `json:"adjusted_r2,omitempty"`
	WithinR2         *float64 `json:"within_r2,omitempty"`
	RMSE             *float64 `json:"rmse,omitempty"`
	ResetStat        *float64 `json:"reset_stat,omitempty"`
	ResetP           *float64 `json:"reset_p,omitempty"`
	ResetUnavailable string   `json:"reset_unavailable,omitempty"`
}

// Result is an estimated equation.
type Result struct {
	Method       Method        `json:"method"`
	Y            string        `json:"y"`
	N            int           `json:"n"`
	Zeros        int           `json:"zeros"` // observations whose y is 0
	Coefficients []Coefficient `json:"coefficients"`
	Covariance   [][]float64   `json:"covariance"` // of the coefficients, in their order; nil when it is not defined
	Errors       string        `json:"errors"`     // "hc1", "clustered by pair"
	Correction   Correction    `json:"correction"`
	Factor       *float64      `json:"factor"` // by which the variance was multiplied; nil when it is not defined
	NoErrors     string        `json:"errors_unavailable,omitempty"`
	Clusters     []int         `json:"clusters"` // number of each clustering
	Repaired     bool          `json:"repaired"` // the multi-way covariance was not positive; negative eigenvalues were set to 0
	Distribution string        `json:"distribution"`
	Level        float64       `json:"level"`
	Parameters   int           `json:"parameters"` // K, coefficients and fixed effects
	Fit          Quality       `json:"fit"`
	FixedEffects []Absorbed    `json:"fixed_effects"`
	Dropped      []Dropped     `json:"dropped"`
	Omitted      []Omitted     `json:"omitted"`
	Iterations   []Iteration   `json:"iterations"`
	Stopped      string        `json:"stopped"` // why the iterations ended

	m *model
}

// Fit estimates an equation on a table. Bad input, an equation of which nothing can be estimated, and no convergence are problems; in the
// last case the result holds the iterations all the same. When the context is done it stops with the context's error.
func Fit(ctx context.Context, f *frame.Frame, s Spec) (*Result, error) {
	s = s.WithDefaults()
	if err := s.check(); err != nil {
		return nil, err
	}
	m := &model{ctx: ctx, spec: s}
	var err error
	if m.sample, err = newSample(f, &s); err != nil {
		return nil, err
	}
	if err := m.prepare(); err != nil {
		return nil, err
	}
	if err := m.estimate(); err != nil {
		return &Result{Method: s.Method, Y: s.Y, N: len(m.y), Dropped: m.dropped, Omitted: m.omitted, Iterations: m.iterations, Stopped: m.stopped, m: m}, err
	}
	return m.result()
}

// check looks for a specification that says nothing.
func (s *Spec) check() error {
	wrong := func(mend, format string, args ...any) error {
		p := dragoman.Problemf("", "", mend, format, args...)
		p.Usage = true
		return p
	}
	switch {
	case s.Method != PPML && s.Method != OLS:
		return wrong("use ppml or ols", "there is no method %q", s.Method)
	case s.Errors != IID && s.Errors != HC0 && s.Errors != HC1:
		return wrong("use iid, hc0 or hc1", "there are no standard errors %q", s.Errors)
	case s.Correction != Default && s.Correction != Regression && s.Correction != Fixest && s.Correction != Likelihood && s.Correction != None:
		return wrong("use default, regression, fixest, likelihood or none", "there is no correction %q", s.Correction)
	case s.Y == "":
		return wrong("name it with --y", "there is no variable to explain")
	case len(s.X) == 0 && len(s.FixedEffects) == 0:
		return wrong("name regressors with --x or fixed effects with --fe", "there is nothing to explain %s by", s.Y)
	case !(s.Level > 0 && s.Level < 1):
		return wrong("use a number such as 0.95", "the level %v of confidence is not between 0 and 1", s.Level)
	case !(s.Tolerance > 0 && s.Tolerance < 1):
		return wrong("use a number such as 1e-8", "the tolerance %v is not between 0 and 1", s.Tolerance)
	case s.MaxIterations < 1:
		return wrong("allow at least one", "%d iterations are too few", s.MaxIterations)
	}
	return nil
}

// model is an equation in the making.
type model struct {
	*sample
	ctx        context.Context
	spec       Spec
	a          *absorber
	columns    []*column // the regressors without fixed effects
	omitted    []Omitted
	described  []Absorbed
	exact      bool // separated observations were found by certificates
	iterations []Iteration
	stopped    string

	beta     []float64
	eta      []float64 // linear index with effects and offset
	mu       []float64 // fitted values
	weight   []float64 // of the last least squares: mu w (PPML) or w (OLS)
	residual []float64 // of the last least squares
	response *column   // of the last least squares: the working variable (PPML) or y (OLS)
	deviance float64
}

// constant names the regressor of ones in an equation without fixed effects.
const constant = "constant"

// prepare brings the sample to what can be estimated from: without what fixed effects fit perfectly, without separated observations, and
// without regressors that others already hold.
func (m *model) prepare() error {
	if len(m.y) == 0 {
		return m.empty()
	}
	ppml := m.spec.Method == PPML
	if ppml && m.allZero() {
		return dragoman.Problemf(m.frame.Name(), "", "look at the conditions", "%s is zero in all %d rows", m.spec.Y, len(m.y))
	}
	if len(m.effects) == 0 {
		ones := make([]float64, len(m.y))
		for i := range ones {
			ones[i] = 1
		}
		m.x, m.names = slices.Insert(m.x, 0, ones), slices.Insert(m.names, 0, constant)
	}
	m.arrange()
	named := len(m.spec.X)
	for checked := false; ; {
		before := len(m.y)
		m.prune(ppml, !m.spec.KeepSingletons)
		checked = checked && len(m.y) == before
		if len(m.y) == 0 {
			return m.empty()
		}
		m.a = newAbsorber(m.ctx, m.effects, len(m.y))
		if err := m.omit(); err != nil {
			return err
		}
		if checked || !ppml { // what certificates dropped makes no others
			break
		}
		found, err := m.separate()
		if err != nil {
			return err
		}
		if !found {
			break
		}
		checked = m.exact
	}
	if named > 0 && len(m.omitted) == named {
		reasons := make([]string, len(m.omitted))
		for i, o := range m.omitted {
			reasons[i] = o.Name + " " + o.Reason
		}
		return dragoman.Problemf(m.frame.Name(), "", "use fewer fixed effects or other regressors", "nothing is left to estimate: %s%s",
			strings.Join(reasons, "; "), m.losses("; left out before: "))
	}
	return nil
}

func (m *model) allZero() bool {
	for _, y := range m.y {
		if y > 0 {
			return false
		}
	}
	return true
}

// weights are the weights of the observations, ones where there are none.
func (m *sample) weights() []float64 {
	if m.w != nil {
		return m.w
	}
	ones := make([]float64, len(m.y))
	for i := range ones {
		ones[i] = 1
	}
	return ones
}

const (
	// collinear is the share of a regressor's variance that must be left when fixed effects and the regressors before it are taken out.
	collinear = 1e-9
	// least is what a regressor's variation about its mean is taken for, as a share of its size about zero, where it is less: below that
	// rounding blurs what is left of it.
	least = 3e-3
	// steady is the share of a regressor's size about zero below which it is taken not to vary.
	steady = 1e-7
	// tight is the tolerance of the conjugate gradients where it matters. Errors of the coefficients are of the order of its square.
	tight = 1e-9
	// most conjugate gradients may take.
	most = 20_000
)

// omit finds regressors that the fixed effects or the regressors before them explain, and takes them out of the equation.
func (m *model) omit() error {
	w := m.weights()
	m.a.weigh(w)
	m.columns = make([]*column, len(m.x))
	norms := make([]float64, len(m.x))
	for j, x := range m.x {
		m.columns[j] = m.a.column(x)
		m.columns[j].norm = max(spread(x, w), least*norm(x, w))
		if m.names[j] == constant {
			m.columns[j].norm = norm(x, w)
		}
		norms[j] = m.columns[j].norm * m.columns[j].norm
	}
	tolerance := tight
	if m.spec.Method == PPML { // its weights are others, so that what is left here serves for the comparison alone
		tolerance = math.Sqrt(collinear) / 100
	}
	if err := m.absorb(m.columns, tolerance); err != nil {
		return err
	}
	products := cross(rests(m.columns), w)
	l, kept := cholesky(products, norms, collinear)
	if len(kept) == len(m.x) {
		return nil
	}
	var x [][]float64
	var names []string
	var columns []*column
	for j := range m.x {
		if len(kept) > len(x) && kept[len(x)] == j {
			x, names, columns = append(x, m.x[j]), append(names, m.names[j]), append(columns, m.columns[j])
			continue
		}
		m.omitted = append(m.omitted, Omitted{m.names[j], m.why(j, products, norms, l, kept)})
	}
	m.x, m.names, m.columns = x, names, columns
	return nil
}

// why tells what explains the regressor j.
func (m *model) why(j int, products matrix, norms []float64, l matrix, kept []int) string {
	effects, w := m.spec.FixedEffects, m.weights()
	switch {
	case spread(m.x[j], w) <= steady*norm(m.x[j], w):
		return "does not vary"
	case products[j][j] <= collinear*norms[j]:
		return "is absorbed by the fixed effects " + strings.Join(effects, ", ")
	}
	target := make([]float64, len(products))
	for _, k := range kept {
		if k < j {
			target[k] = products[j][k]
		}
	}
	before := kept[:0:0]
	for _, k := range kept {
		if k < j {
			before = append(before, k)
		}
	}
	var parts []string
	for k, share := range solveFactored(l, before, target) {
		if share*share*products[k][k] > 1e-8*products[j][j] {
			parts = append(parts, m.names[k])
		}
	}
	reason := "is a combination of " + strings.Join(parts, ", ")
	if len(effects) > 0 {
		reason += " and the fixed effects"
	}
	return reason
}

func norm(v, w []float64) float64 {
	return math.Sqrt(sum(len(v), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			t += w[i] * v[i] * v[i]
		}
		return t
	}))
}

// rests are the columns without their fixed effects.
func rests(columns []*column) [][]float64 {
	out := make([][]float64, len(columns))
	for i, c := range columns {
		out[i] = c.rest
	}
	return out
}

// absorb takes the effects out and makes a problem of it when that does not come to an end.
func (m *model) absorb(columns []*column, tolerance float64) error {
	if _, converged := m.a.absorb(columns, tolerance, most); !converged {
		return m.entangled()
	}
	return nil
}

// entangled tells why effects were not taken out: the user's word, or the data.
func (m *model) entangled() error {
	if err := m.ctx.Err(); err != nil {
		return err
	}
	return dragoman.Problemf(m.frame.Name(), "", "look for fixed effects that are almost the same",
		"the fixed effects cannot be told apart: not taken out after %d iterations", most)
}

// estimate fits the equation.
func (m *model) estimate() error {
	if m.spec.Method == OLS {
		return m.leastSquares()
	}
	return m.poisson()
}

// leastSquares is one weighted least squares of y.
func (m *model) leastSquares() error {
	n := len(m.y)
	m.weight = m.weights()
	y := m.y
	if m.offset != nil {
		y = make([]float64, n)
		for i := range y {
			y[i] = m.y[i] - m.offset[i]
		}
	}
	m.response = m.a.column(y)
	m.response.norm = spread(y, m.weight)
	if err := m.absorb([]*column{m.response}, tight); err != nil { // the regressors are prepared with the same weights
		return err
	}
	beta, ok := m.regress()
	if !ok {
		return m.singular()
	}
	m.beta = beta
	m.eta, m.residual = make([]float64, n), make([]float64, n)
	m.mu = m.eta
	overRows(n, func(from, to int) {
		for i := from; i < to; i++ {
			m.residual[i] = m.response.rest[i] - m.index(i)
			m.eta[i] = m.y[i] - m.residual[i]
		}
	})
	m.stopped = "solved directly"
	return nil
}

// regress is the least squares of the response on the regressors, both without fixed effects.
func (m *model) regress() ([]float64, bool) {
	x := rests(m.columns)
	return solve(cross(x, m.weight), crossVector(x, m.weight, m.response.rest))
}

// index is the regressors without fixed effects times their coefficients.
func (m *model) index(i int) float64 {
	t := 0.0
	for j, c := range m.columns {
		t += c.rest[i] * m.beta[j]
	}
	return t
}

func (m *model) singular() error {
	return dragoman.Problemf(m.frame.Name(), "", "leave one of them out", "the regressors %s cannot be told apart", strings.Join(m.names, ", "))
}
