package equilibrium

import (
	"fmt"
	"math"

	"dragoman"
)

const (
	maxSteps = 200
	aim      = 1e-13 // relative gap at which a solver stops
	accept   = 1e-10 // relative gap that is good enough when rounding allows no better
)

// Deficits says what happens to the gap between what a country buys and what it sells.
type Deficits string

const (
	// Additive deficits stay the same in value, measured in world output: E' = wY + (E - Y). (Baier, Yotov and Zylkin 2019, the
	// default of ge_gravity.)
	Additive Deficits = "additive"
	// Multiplicative deficits stay the same share: E' = κ w E, where κ, near 1, lets world expenditure equal world output.
	Multiplicative Deficits = "multiplicative"
)

// Options are the parameters of a solution. There are no others.
type Options struct {
	Theta    float64  // trade elasticity θ = σ-1 > 0
	Deficits Deficits // "" is Additive
	// Reference is the country whose price index stays 1. Empty: full answers keep world output as the numéraire, conditional ones
	// the price index of the largest buyer of each bloc.
	Reference string
}

// Outcome is the world after a change. Changes are factors (1.02 is +2%); prices are in the numéraire of the options. A country that
// sells nothing has no factory-gate price, one that buys nothing no price index; these are NaN.
type Outcome struct {
	World       *World
	Flow        [][]float64 // [seller][buyer], in the currency of the world
	Output      []float64   // row sums
	Expenditure []float64   // column sums
	Price       []float64   // ŵ: change of the factory-gate price; all 1 in a conditional answer
	Index       []float64   // P̂: change of the consumer price index (inward multilateral resistance)
	Outward     []float64   // Π̂: change of the outward multilateral resistance
	Welfare     []float64   // change of real income: Ê/P̂ with additive deficits and in conditional answers, ŵ/P̂ with multiplicative ones
	Scale       float64     // κ of multiplicative deficits (of the largest bloc), else 1
	Iterations  int
	Residual    float64 // largest relative gap between sales and output
}

// NoConvergence is the error of a solver that found no equilibrium.
type NoConvergence struct {
	Stage    string  // "markets" or "balancing of flows"
	Residual float64 // largest relative gap that was left
	Country  string  // where
}

func (e *NoConvergence) Error() string {
	return fmt.Sprintf("no equilibrium found (%s): the gap of %s is still %.2g of its size; try a smaller change or multiplicative deficits",
		e.Stage, e.Country, e.Residual)
}

// Conditional answers with output and expenditure held: the new flows are X_ij B_ij scaled to the old sums, and the factors are the
// changes of the multilateral resistances, X'ij = X_ij B_ij (Π̂_i P̂_j)^θ (Anderson and van Wincoop 2003; the conditional effects of
// Yotov et al. 2016). A balanced table exists since X itself has these sums and the same zeros.
func Conditional(w *World, b [][]float64, o Options) (*Outcome, error) {
	if err := o.check(w, b); err != nil {
		return nil, err
	}
	n, output, spending := w.Size(), w.Output(), w.Expenditure()
	fit, err := balance(w.times(b), output, spending, w.Codes)
	if err != nil {
		return nil, err
	}
	out := &Outcome{World: w, Flow: fit.flow, Output: output, Expenditure: spending, Price: make([]float64, n), Index: make([]float64, n),
		Outward: make([]float64, n), Welfare: make([]float64, n), Scale: 1, Iterations: fit.steps}
	of, count := blocs(w.Flow)
	reference := largest(of, count, spending)
	if k := w.Index(o.Reference); k >= 0 {
		reference[of[k]] = k
	}
	for i := range n {
		base := math.Pow(fit.b[reference[of[i]]], 1/o.Theta)
		out.Price[i] = orUndefined(1, output[i] > 0)
		out.Outward[i] = orUndefined(math.Pow(fit.a[i], 1/o.Theta)*base, output[i] > 0)
		out.Index[i] = orUndefined(math.Pow(fit.b[i], 1/o.Theta)/base, spending[i] > 0)
		out.Welfare[i] = 1 / out.Index[i]
	}
	return out, out.verify(b, o)
}

// Full answers with factory-gate prices, output and expenditure free: it finds the ŵ at which every market clears.
func Full(w *World, b [][]float64, o Options) (*Outcome, error) {
	if err := o.check(w, b); err != nil {
		return nil, err
	}
	if err := o.checkSurpluses(w); err != nil {
		return nil, err
	}
	m := newMarket(w, b, o)
	steps, err := m.clear()
	if err != nil {
		return nil, err
	}
	out := m.outcome()
	out.Iterations = steps
	if k := w.Index(o.Reference); k >= 0 {
		out.deflate(out.Index[k])
	}
	return out, out.verify(b, o)
}

func (o *Options) check(w *World, b [][]float64) error {
	if !(o.Theta > 0) || o.Theta > 100 {
		return dragoman.Problemf("", "theta", "give a number above 0 and up to 100, usually 3 to 10", "the trade elasticity is %g", o.Theta)
	}
	if o.Deficits == "" {
		o.Deficits = Additive
	}
	if o.Deficits != Additive && o.Deficits != Multiplicative {
		return dragoman.Problemf("", "deficits", "write additive or multiplicative", "%q is no rule for deficits", o.Deficits)
	}
	if o.Reference != "" {
		k := w.Index(o.Reference)
		if k < 0 {
			return dragoman.Problemf("", "reference", "name a country of the data", "%q is not in the data", o.Reference)
		}
		if w.Expenditure()[k] == 0 {
			return dragoman.Problemf("", "reference", "name a country that buys", "%s buys nothing and has no price index", o.Reference)
		}
	}
	if err := square(b, w.Size()); err != nil {
		return err
	}
	for i, row := range b {
		for j, v := range row {
			if !(v > 0) || math.IsInf(v, 0) {
				return dragoman.Problemf("", w.Codes[i]+" to "+w.Codes[j], "give an effect of a size that occurs",
					"the change multiplies trade by %g at given prices", v)
			}
		}
	}
	return nil
}

// checkSurpluses refuses additive deficits where a country buys nothing: its surplus is all that it makes, whatever that is worth.
func (o *Options) checkSurpluses(w *World) error {
	if o.Deficits != Additive {
		return nil
	}
	output, spending := w.Output(), w.Expenditure()
	for i, code := range w.Codes {
		if output[i] > 0 && spending[i] == 0 {
			return dragoman.Problemf("", code, "use multiplicative deficits, add its purchases, or leave it out",
				"sells %g and buys nothing, so that its surplus cannot stay the same in value", output[i])
		}
	}
	return nil
}

func orUndefined(v float64, defined bool) float64 {
	if !defined {
		return math.NaN()
	}
	return v
}
