package equilibrium

import (
	"fmt"
	"math"
)

// deflate expresses all values in a numéraire that has become f times as dear. Real quantities stay.
func (o *Outcome) deflate(f float64) {
	for i := range o.Flow {
		scale(o.Flow[i], 1/f)
	}
	for _, v := range [][]float64{o.Output, o.Expenditure, o.Price, o.Index} {
		scale(v, 1/f)
	}
	// Π̂ P̂ belongs to the flows, whatever the numéraire.
	scale(o.Outward, f)
}

// verify refuses an answer that breaks the model: sums of flows against output and expenditure, and every flow against the resistances
// that are said to explain it, X'ij = X_ij B_ij Ŷ_i Ê_j (Π̂_i P̂_j)^θ / Ŷ_world.
func (o *Outcome) verify(b [][]float64, opts Options) error {
	const slack = 1e-8
	w := o.World
	rows, cols := rowSums(o.Flow), columnSums(o.Flow)
	output, spending := w.Output(), w.Expenditure()
	for i, code := range w.Codes {
		if gap := relative(rows[i], o.Output[i]); !(gap <= slack) {
			return fmt.Errorf("the answer fails its check: sales of %s differ from its output by %.2g of it", code, gap)
		}
		if gap := relative(cols[i], o.Expenditure[i]); !(gap <= slack) {
			return fmt.Errorf("the answer fails its check: purchases of %s differ from its expenditure by %.2g of it", code, gap)
		}
		if o.Expenditure[i] < 0 {
			return fmt.Errorf("the answer fails its check: %s spends less than nothing", code)
		}
		o.Residual = max(o.Residual, relative(rows[i], o.Output[i]), relative(cols[i], o.Expenditure[i]))
	}
	of, count := blocs(w.Flow)
	before, after := make([]float64, count), make([]float64, count)
	for i := range w.Codes {
		before[of[i]] += output[i]
		after[of[i]] += o.Output[i]
	}
	for i, row := range w.Flow {
		for j, x := range row {
			if x == 0 {
				if o.Flow[i][j] != 0 {
					return fmt.Errorf("the answer fails its check: it invents a flow from %s to %s", w.Codes[i], w.Codes[j])
				}
				continue
			}
			model := x * b[i][j] * (o.Output[i] / output[i]) * (o.Expenditure[j] / spending[j]) / (after[of[i]] / before[of[i]]) *
				math.Pow(o.Outward[i]*o.Index[j], opts.Theta)
			if gap := relative(o.Flow[i][j], model); !(gap <= slack) {
				return fmt.Errorf("the answer fails its check: the flow from %s to %s is %g, its resistances say %g", w.Codes[i], w.Codes[j], o.Flow[i][j], model)
			}
		}
	}
	return nil
}

func relative(a, b float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b))
}

// Exports is what a country sells abroad: in the world before, and in the answer.
func (o *Outcome) Exports(i int) (before, after float64) {
	return abroad(o.World.Flow[i], i), abroad(o.Flow[i], i)
}

// Imports is what a country buys abroad: in the world before, and in the answer.
func (o *Outcome) Imports(j int) (before, after float64) {
	for i := range o.Flow {
		if i != j {
			before += o.World.Flow[i][j]
			after += o.Flow[i][j]
		}
	}
	return before, after
}

func abroad(row []float64, i int) float64 {
	s := 0.0
	for j, v := range row {
		if j != i {
			s += v
		}
	}
	return s
}
