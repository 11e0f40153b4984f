package gravity

import (
	"fmt"
	"math"
	"slices"

	"dragoman"
)

// poisson maximises the Poisson pseudo-likelihood by iteratively reweighted least squares (Nelder and Wedderburn 1972): each step is a
// least squares of what is left of the working variable, (y-mu)/mu, on the regressors with weights mu, both without fixed effects (Correia,
// Guimarães and Zylkin 2020).
//
// Taking the effects out is what costs time, and two things spare most of it. It need only be as exact as the step is worth: the error of
// a Newton step is of the order of the square of the last. And as the step starts from an index that regressors and effects span already,
// it ends at the maximum whatever is left of effects in the regressors: that changes the path alone. So theirs are taken out anew only
// when the weights have changed much, and once more at the end, for the standard errors.
func (m *model) poisson() error {
	n := len(m.y)
	m.eta, m.mu, m.weight, m.residual = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	unit := m.scale()
	p := &poisson{model: m, unit: unit, z: make([]float64, n), next: make([]float64, n), w: m.weights(), sizes: make([]float64, len(m.x))}
	for j, c := range m.columns {
		p.sizes[j] = c.norm / math.Sqrt(float64(n)) // as it was prepared
	}
	m.beta = make([]float64, len(m.x))
	m.response = m.a.column(p.z)
	p.start()
	reached, err := p.iterate()
	if err != nil {
		return err
	}
	if !reached {
		return p.failed()
	}
	m.deviance = p.deviance * unit
	overRows(n, func(from, to int) {
		for i := from; i < to; i++ {
			m.eta[i] += math.Log(unit)
			m.mu[i] *= unit
			m.residual[i] = m.y[i] - m.mu[i]
			m.weight[i] *= unit
		}
	})
	if len(m.effects) == 0 { // the constant comes first
		m.beta[0] += math.Log(unit)
	}
	return nil
}

// scale is the mean of y: working in units of it makes the iterations the same for any unit.
func (m *model) scale() float64 {
	w := m.weights()
	s := sums(len(m.y), 2, func(from, to int, into []float64) {
		for i := from; i < to; i++ {
			into[0] += w[i]
			into[1] += w[i] * m.y[i]
		}
	})
	return s[1] / s[0]
}

// poisson is the state of the iterations.
type poisson struct {
	*model
	unit     float64 // of y
	w        []float64
	z        []float64 // working variable
	next     []float64 // linear index of the next step
	entropy  float64   // what the deviance has of y alone
	deviance float64
	total    float64   // of the weights
	sizes    []float64 // standard deviation of each regressor
}

// faintest is the smallest fitted value that is worked with, relative to the mean of y.
const faintest = 1e-200

func (p *poisson) start() {
	p.entropy = sum(len(p.y), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			if y := p.y[i] / p.unit; y > 0 {
				t += p.w[i] * (y*math.Log(y) - y)
			}
		}
		return t
	})
	p.proportions()
	p.deviance = p.measure(p.eta)
}

// sweeps of proportional fitting before the first step.
const sweeps = 4

// proportions sets the linear index of fixed effects alone, about as they will be: the effects of Poisson have a closed form given each
// other, the proportion of the totals (iterative proportional fitting). It costs a few additions a row and spares half of the steps, since
// from far above a fitted value that must be small falls by no more than e a step.
func (p *poisson) proportions() {
	if p.offset != nil { // about its top, which constant and effects take up
		copy(p.eta, p.offset)
		top := slices.Max(p.offset)
		for i := range p.eta {
			p.eta[i] -= top
		}
		if len(p.effects) == 0 {
			p.beta[0] = -top
		}
	}
	for i, e := range p.eta {
		p.mu[i] = math.Exp(e)
	}
	if len(p.effects) == 0 {
		s := sums(len(p.y), 2, func(from, to int, into []float64) {
			for i := from; i < to; i++ {
				into[0] += p.w[i] * p.y[i] / p.unit
				into[1] += p.w[i] * p.mu[i]
			}
		})
		level := math.Log(s[0] / s[1])
		p.beta[0] += level
		for i := range p.eta {
			p.eta[i] += level
		}
		return
	}
	levels := make([][]float64, len(p.effects)) // in logarithms, so that the index is of effects and offset alone, whatever mu is rounded to
	for k, e := range p.effects {
		levels[k] = make([]float64, e.levels)
	}
	for range sweeps {
		for k, e := range p.effects {
			have, want := make([]float64, e.levels), make([]float64, e.levels)
			for i, code := range e.codes {
				have[code] += p.w[i] * p.mu[i]
				want[code] += p.w[i] * p.y[i]
			}
			for code := range have {
				have[code] = want[code] / p.unit / have[code]
				levels[k][code] += math.Log(have[code])
			}
			for i, code := range e.codes {
				p.mu[i] = max(p.mu[i]*have[code], faintest)
			}
		}
	}
	for k, e := range p.effects {
		for i, code := range e.codes {
			p.eta[i] += levels[k][code]
		}
	}
}

// measure is the deviance at a linear index; it leaves the fitted values in mu.
func (p *poisson) measure(eta []float64) float64 {
	return 2 * (p.entropy + sum(len(eta), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			mu := math.Exp(eta[i])
			p.mu[i] = max(mu, faintest)
			t += p.w[i] * (mu - p.y[i]/p.unit*eta[i])
		}
		return t
	}))
}

const (
	// rough is how exactly effects are taken out in the first steps, of the size of the working variable or regressor.
	rough = 1e-2
	// stale is how far the index may move, as the root of its mean square, before the regressors' effects are taken out anew.
	stale = 0.1
)

// iterate steps until the deviance stands still and makes one exact step more, which is worth as much as all before it.
func (p *poisson) iterate() (reached bool, err error) {
	tolerance, drift, last := rough, math.Inf(1), false
	enough := max(p.spec.Tolerance, 1e-12) // rounding moves the deviance by less
	for number := 1; number <= p.spec.MaxIterations; number++ {
		if last {
			tolerance = tight
		}
		if err := p.ctx.Err(); err != nil {
			return false, err
		}
		p.reweigh()
		inner, err := p.reproject(tolerance, last || drift > stale)
		if err != nil {
			return false, err
		}
		if drift > stale {
			drift = 0
		}
		before := p.deviance
		halvings, ok := p.advance()
		if !ok {
			p.stopped = "no step lowers the deviance"
			return false, nil
		}
		change := math.Abs(p.deviance-before) / (math.Abs(p.deviance) + 0.1)
		p.log(Iteration{Number: number, Deviance: p.deviance * p.unit, Change: change, Inner: inner, Tolerance: tolerance, Halvings: halvings})
		if last && change < enough {
			p.stopped = fmt.Sprintf("converged: deviance changes by less than %g of itself", enough)
			return true, nil
		}
		last = change < enough
		moved := math.Abs(p.deviance-before) / p.total // mean square of the step, in the index
		drift += math.Sqrt(moved)
		tolerance = min(rough, max(tight, 0.1*moved))
	}
	p.stopped = fmt.Sprintf("%d iterations were not enough", p.spec.MaxIterations)
	return false, nil
}

// reweigh sets the weights and what is left of the working variable.
func (p *poisson) reweigh() {
	p.total = sum(len(p.y), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			p.weight[i] = p.w[i] * p.mu[i]
			t += p.weight[i]
			p.z[i] = p.y[i]/p.unit/p.mu[i] - 1
		}
		return t
	})
	p.a.weigh(p.weight)
}

// reproject takes the fixed effects out of the working variable and, where that is wanted, of the regressors.
func (p *poisson) reproject(tolerance float64, regressors bool) (inner int, err error) {
	p.response.norm = math.Sqrt(p.total)
	clear(p.response.coef)
	inner, converged := p.a.absorb([]*column{p.response}, tolerance, most)
	if converged && regressors {
		for j, c := range p.columns {
			c.norm = p.sizes[j] * math.Sqrt(p.total)
		}
		more := 0
		more, converged = p.a.absorb(p.columns, min(1e-3, tolerance), most)
		inner += more
	}
	if !converged {
		return inner, p.entangled()
	}
	return inner, nil
}

// advance takes the step, halved as often as the deviance rises.
func (p *poisson) advance() (halvings int, ok bool) {
	step, ok := p.regress()
	if !ok {
		return 0, false
	}
	overRows(len(p.y), func(from, to int) {
		for i := from; i < to; i++ {
			t := p.eta[i] + p.z[i] - p.response.rest[i]
			for j, c := range p.columns {
				t += c.rest[i] * step[j]
			}
			p.next[i] = t
		}
	})
	before, share := p.deviance, 1.0
	for ; halvings < 30; halvings++ {
		p.deviance = p.measure(p.next)
		if p.deviance <= before*(1+1e-9)+1e-9*p.total {
			p.eta, p.next = p.next, p.eta
			for j, b := range step {
				p.beta[j] += share * b
			}
			return halvings, true
		}
		share /= 2
		overRows(len(p.y), func(from, to int) {
			for i := from; i < to; i++ {
				p.next[i] = (p.next[i] + p.eta[i]) / 2
			}
		})
	}
	p.deviance = before
	return halvings, false
}

func (p *poisson) log(i Iteration) {
	p.iterations = append(p.iterations, i)
	if p.spec.Each != nil {
		p.spec.Each(i)
	}
}

// failed tells why there is no maximum.
func (p *poisson) failed() error {
	low, high := math.Inf(1), math.Inf(-1)
	for _, e := range p.eta {
		low, high = min(low, e), max(high, e)
	}
	mend := "allow more with --max-iterations, or a looser --tolerance"
	cause := fmt.Sprintf("no convergence: %s", p.stopped)
	if n := len(p.iterations); n > 0 {
		cause += fmt.Sprintf("; the deviance last changed by %.2g of itself", p.iterations[n-1].Change)
	}
	if high-low > 100 {
		mend = "look for regressors of a very different scale, or for observations that nothing but zeros are like"
		cause += fmt.Sprintf("; fitted values span %.0f powers of e", high-low)
	}
	return dragoman.Problemf(p.frame.Name(), "", mend, "%s", cause)
}
