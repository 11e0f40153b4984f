package gravity

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
)

// Left is a row of the table that was not used.
type Left struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Separated lists the separated observations by line.
func (r *Result) Separated() []Left {
	var out []Left
	for row, reason := range r.m.lost {
		if reason > 0 {
			if why := r.m.dropped[reason-1].Reason; why == separatedFE || why == separatedCut {
				out = append(out, Left{r.m.frame.Line(row), why})
			}
		}
	}
	return out
}

// Prediction is what the equation says of an observation.
type Prediction struct {
	Row      int     // of the table, from 0
	Y        float64 // as observed
	Fitted   float64 // in units of y
	Residual float64 // observed less fitted
	Index    float64 // linear index: the logarithm of the fitted value (PPML), or the fitted value (OLS), with effects and offset
	Effects  float64 // the sum of the fixed effects in the index
}

// Predictions gives the observations used, in the order of the table.
func (r *Result) Predictions() []Prediction {
	m := r.m
	effects := m.effectSums()
	out := make([]Prediction, len(m.y))
	overRows(len(out), func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = Prediction{Row: int(m.rows[i]), Y: m.y[i], Fitted: m.mu[i], Residual: m.residual[i], Index: m.eta[i]}
			if len(m.effects) > 0 {
				out[i].Effects = effects[i]
			}
		}
	})
	slices.SortFunc(out, func(a, b Prediction) int { return cmp.Compare(a.Row, b.Row) })
	return out
}

// effectSums is what the index holds beyond regressors and offset.
func (m *model) effectSums() []float64 {
	out := make([]float64, len(m.y))
	overRows(len(out), func(from, to int) {
		for i := from; i < to; i++ {
			t := m.eta[i]
			if m.offset != nil {
				t -= m.offset[i]
			}
			for j, x := range m.x {
				t -= m.beta[j] * x[i]
			}
			out[i] = t
		}
	})
	return out
}

// WritePredictions writes a CSV file with a row for each row of the table: its line, y, fitted value, residual, linear index, sum of fixed
// effects, and, where it was not used, why.
func (r *Result) WritePredictions(w io.Writer) error {
	m := r.m
	lines := m.frame.Lines()
	predictions := r.Predictions()
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.WriteString("line,y,fitted,residual,index,effects,left_out\n"); err != nil {
		return err
	}
	buf := make([]byte, 0, 256)
	for row, line := range lines {
		buf = strconv.AppendInt(buf[:0], int64(line), 10)
		if reason := m.lost[row]; reason > 0 {
			buf = append(buf, ",,,,,,\""...)
			buf = append(buf, m.dropped[reason-1].Reason...)
			buf = append(buf, "\"\n"...)
		} else {
			p := predictions[0]
			predictions = predictions[1:]
			for _, v := range [...]float64{p.Y, p.Fitted, p.Residual, p.Index, p.Effects} {
				buf = append(buf, ',')
				buf = strconv.AppendFloat(buf, v, 'g', -1, 64)
			}
			buf = append(buf, ",\n"...)
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Effect is the estimated effect of one level.
type Effect struct {
	Name     string
	Level    string
	Rows     int
	Estimate float64
}

// Effects gives the fixed effects, those of one name together, by level. Effects are known up to constants: each but the first named is
// made to have the mean zero over the observations, and the first holds the rest. Where several sets of levels are not connected, such as
// exporter-year and importer-year of different years, only differences within a set mean something.
func (r *Result) Effects() ([]Effect, error) {
	m := r.m
	if len(m.effects) == 0 {
		return nil, nil
	}
	c := m.a.column(m.effectSums())
	m.a.weigh(m.weight)
	c.norm = norm(c.v, m.weight)
	if err := m.absorb([]*column{c}, tight); err != nil {
		return nil, err
	}
	estimates, counts := make([][]float64, len(m.effects)), make([][]int, len(m.effects))
	base := 0
	for k, g := range m.effects {
		estimates[k], counts[k] = make([]float64, g.levels), make([]int, g.levels)
		for _, code := range g.codes {
			counts[k][code]++
		}
		if k > 0 {
			copy(estimates[k], c.coef[base:])
			base += g.levels
		}
	}
	for i, code := range m.effects[0].codes { // of the lead: what the others leave
		rest := c.v[i]
		for k, g := range m.effects[1:] {
			rest -= estimates[k+1][g.codes[i]]
		}
		estimates[0][code] += rest / float64(counts[0][code])
	}
	var out []Effect
	level := 0.0
	for k, name := range slices.Backward(m.spec.FixedEffects) {
		at := slices.IndexFunc(m.effects, func(g grouping) bool { return g.name == name })
		mean := 0.0
		for code, n := range counts[at] {
			mean += estimates[at][code] * float64(n) / float64(len(m.y))
		}
		if level += mean; k == 0 {
			mean -= level
		}
		var own []Effect
		for code, v := range estimates[at] {
			own = append(own, Effect{Name: name, Level: m.effects[at].level(code), Rows: counts[at][code], Estimate: v - mean})
		}
		slices.SortFunc(own, func(a, b Effect) int { return cmp.Compare(a.Level, b.Level) })
		out = append(own, out...)
	}
	return out, nil
}

// WriteEffects writes the fixed effects as CSV: effect, level, observations, estimate.
func (r *Result) WriteEffects(w io.Writer) error {
	effects, err := r.Effects()
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"effect", "level", "n", "estimate"}); err != nil {
		return err
	}
	for _, e := range effects {
		if err := out.Write([]string{e.Name, e.Level, strconv.Itoa(e.Rows), strconv.FormatFloat(e.Estimate, 'g', -1, 64)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
