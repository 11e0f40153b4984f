package gravity

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// WriteTable writes the equation for people.
func (r *Result) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s, %d observations", strings.ToUpper(string(r.Method)), r.Y, r.N)
	if r.Method == PPML {
		fmt.Fprintf(&b, ", %d of them zero", r.Zeros)
	}
	b.WriteByte('\n')
	if len(r.Coefficients) > 0 {
		fmt.Fprintf(&b, "Standard errors %s\n", r.errorsInWords())
	}
	b.WriteByte('\n')
	stat := "z"
	if strings.HasPrefix(r.Distribution, "t") {
		stat = "t"
	}
	rows := [][]string{{"", "estimate", "std. error", stat, "p", fmt.Sprintf("%g %% from", 100*r.Level), "to"}}
	for _, c := range r.Coefficients {
		rows = append(rows, []string{c.Name, figure(c.Estimate), figure(c.SE), decimals(c.Stat, 2), chance(c.P), figure(c.Low), figure(c.High)})
	}
	if len(r.Coefficients) > 0 {
		align(&b, rows)
		b.WriteByte('\n')
	}
	for _, e := range r.FixedEffects {
		fmt.Fprintf(&b, "Fixed effect %s: %d levels", e.Name, e.Levels)
		if e.Redundant > 0 {
			fmt.Fprintf(&b, ", %d redundant", e.Redundant)
		}
		if e.Nested {
			b.WriteString(", nested in a clustering")
		}
		b.WriteByte('\n')
	}
	r.fitInWords(&b)
	for _, o := range r.Omitted {
		fmt.Fprintf(&b, "Omitted: %s %s\n", o.Name, o.Reason)
	}
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "Left out: %d %s, %s\n", d.Rows, are(d.Rows, "row", "rows"), d.Reason)
	}
	if n := len(r.Iterations); n > 0 {
		fmt.Fprintf(&b, "Stopped after %d iterations: %s\n", n, r.Stopped)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Result) errorsInWords() string {
	s := r.Errors
	for i, n := range r.Clusters {
		if i == 0 {
			s += " ("
		} else {
			s += ", "
		}
		s += strconv.Itoa(n)
	}
	if len(r.Clusters) > 0 {
		s += " clusters)"
	}
	switch {
	case r.NoErrors != "":
		s += " n/a: " + r.NoErrors
	case r.Errors == string(IID) && r.Method == OLS:
		s += fmt.Sprintf(", residual variance %.6g", *r.Factor)
	case *r.Factor != 1:
		s += fmt.Sprintf(", variance times %.6g", *r.Factor)
	}
	if r.Repaired {
		s += "; the covariance was not positive, its negative eigenvalues were set to zero"
	}
	return s
}

func (r *Result) fitInWords(b *strings.Builder) {
	var parts []string
	for _, f := range r.measures() {
		if f.value != nil {
			parts = append(parts, f.words+" "+number(*f.value))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "Fit: %s\n", strings.Join(parts, ", "))
	}
	switch {
	case r.Fit.ResetP != nil:
		fmt.Fprintf(b, "RESET: statistic %s, p %s\n", decimals(r.Fit.ResetStat, 3), chance(r.Fit.ResetP))
	case r.Fit.ResetUnavailable != "":
		fmt.Fprintf(b, "RESET: n/a, %s\n", r.Fit.ResetUnavailable)
	}
}

// measure is a measure of fit with its name.
type measure struct {
	words, name string
	value       *float64
}

func (r *Result) measures() []measure {
	f := &r.Fit
	return []measure{{"deviance", "deviance", f.Deviance}, {"log pseudo-likelihood", "log_likelihood", f.LogLikelihood}, {"pseudo-R2", "pseudo_r2", f.PseudoR2},
		{"squared correlation", "squared_correlation", f.SquaredCorrel}, {"R2", "r2", f.R2}, {"adjusted R2", "adjusted_r2", f.AdjustedR2},
		{"within R2", "within_r2", f.WithinR2}, {"RMSE", "rmse", f.RMSE}}
}

// figure prints a coefficient, or what belongs to one.
func figure(v float64) string {
	if math.IsNaN(v) {
		return "n/a"
	}
	if size := math.Abs(v); v != 0 && (size < 1e-4 || size >= 1e7) {
		return strconv.FormatFloat(v, 'e', 5, 64)
	}
	return strconv.FormatFloat(v, 'f', 6, 64)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }

func decimals(v *float64, n int) string {
	if v == nil {
		return "n/a"
	}
	return strconv.FormatFloat(*v, 'f', n, 64)
}

// chance prints a probability.
func chance(p *float64) string {
	if p != nil && *p < 0.00005 {
		return "<0.0001"
	}
	return decimals(p, 4)
}

// align writes rows of cells, the first column to the left, the others to the right.
func align(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			if i == 0 {
				fmt.Fprintf(b, "%-*s", widths[0], cell)
			} else {
				fmt.Fprintf(b, "  %*s", widths[i], cell)
			}
		}
		b.WriteByte('\n')
	}
}

// WriteCSV writes the coefficients as CSV.
func (r *Result) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"name", "estimate", "se", "stat", "p", "low", "high"}); err != nil {
		return err
	}
	exact := func(v float64) string {
		if math.IsNaN(v) {
			return ""
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	optional := func(v *float64) string {
		if v == nil {
			return ""
		}
		return exact(*v)
	}
	for _, c := range r.Coefficients {
		if err := out.Write([]string{c.Name, exact(c.Estimate), exact(c.SE), optional(c.Stat), optional(c.P), exact(c.Low), exact(c.High)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

var latexSpecial = strings.NewReplacer(`\`, `\textbackslash{}`, `_`, `\_`, `^`, `\^{}`, `&`, `\&`, `%`, `\%`, `#`, `\#`, `$`, `\$`, `{`, `\{`, `}`, `\}`, `~`, `\~{}`)

// WriteLaTeX writes the equation as a tabular: standard errors in brackets below the coefficients, stars at 10, 5 and 1 per cent.
func (r *Result) WriteLaTeX(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\\begin{tabular}{lc}\n\\hline\n & %s \\\\\n & %s \\\\\n\\hline\n", latexSpecial.Replace(r.Y), strings.ToUpper(string(r.Method)))
	for _, c := range r.Coefficients {
		fmt.Fprintf(&b, "%s & $%s%s$ \\\\\n & (%s) \\\\\n", latexSpecial.Replace(c.Name), figure(c.Estimate), stars(c.P), figure(c.SE))
	}
	b.WriteString("\\hline\n")
	for _, e := range r.FixedEffects {
		fmt.Fprintf(&b, "%s & yes \\\\\n", latexSpecial.Replace(e.Name))
	}
	fmt.Fprintf(&b, "Observations & %d \\\\\n", r.N)
	for _, f := range r.measures() {
		if f.value != nil && (strings.HasSuffix(f.name, "r2") || f.name == "log_likelihood") {
			fmt.Fprintf(&b, "%s & %s \\\\\n", strings.ReplaceAll(f.words, "R2", "$R^2$"), number(*f.value))
		}
	}
	if r.Fit.ResetP != nil {
		fmt.Fprintf(&b, "RESET $p$ & %s \\\\\n", strings.Replace(chance(r.Fit.ResetP), "<", "$<$", 1))
	}
	fmt.Fprintf(&b, "\\hline\n\\multicolumn{2}{l}{Standard errors %s. $^{*}p<0.1$, $^{**}p<0.05$, $^{***}p<0.01$} \\\\\n\\end{tabular}\n", latexSpecial.Replace(r.Errors))
	_, err := io.WriteString(w, b.String())
	return err
}

func stars(p *float64) string {
	switch {
	case p == nil || *p >= 0.1:
		return ""
	case *p >= 0.05:
		return "^{*}"
	case *p >= 0.01:
		return "^{**}"
	}
	return "^{***}"
}
