package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman/trade/equilibrium"
)

// whatifText prints an answer for people: pairs, countries, then every number that was used.
type whatifText struct {
	*app
	answer *equilibrium.Answer
	full   bool
	spans  bool
}

func printWhatif(a *app, answer *equilibrium.Answer) error {
	t := &whatifText{app: a, answer: answer, full: answer.Parameters.Model != equilibrium.ConditionalOnly}
	for _, p := range answer.Pairs {
		t.spans = t.spans || p.Span != nil
	}
	t.head()
	if err := t.pairs(); err != nil {
		return err
	}
	if err := t.countries(); err != nil {
		return err
	}
	t.numbers()
	return nil
}

func (t *whatifText) head() {
	b := t.answer.Base
	var texts []string
	for _, c := range t.answer.Changes {
		texts = append(texts, c.Text)
	}
	fmt.Fprintf(t.out, "What if %s?\n", strings.Join(texts, " and "))
	in := b.Title
	if b.Period != "" && !strings.Contains(in, b.Period) {
		in += ", " + b.Period
	}
	fmt.Fprintf(t.out, "Flows: %s, %d countries, %s\n", in, b.Countries, unitOf(b.Unit))
	for _, c := range t.answer.Changes {
		if c.Changed < c.Pairs {
			fmt.Fprintf(t.out, "%s: %d of %d directed pairs change, the others are already so\n", c.Text, c.Changed, c.Pairs)
		}
		if c.NoTrade > 0 {
			fmt.Fprintf(t.out, "%s: %d of %d pairs changed do not trade in these data; the model leaves them at zero\n", c.Text, c.NoTrade, c.Changed)
		}
		for _, note := range c.Notes {
			fmt.Fprintf(t.out, "%s: %s\n", c.Text, note)
		}
	}
}

func unitOf(unit string) string {
	if unit == "" {
		return "in the unit of the table"
	}
	return unit
}

// pairsShown is how many changed pairs a table lists.
const pairsShown = 12

func (t *whatifText) pairs() error {
	list := t.answer.Pairs
	if len(list) == 0 {
		return nil
	}
	out := grid("seller", "buyer", "#before", "#at given prices", "#conditional")
	if t.full {
		out.columns("#full")
	}
	if t.spans {
		out.columns("#95 in 100")
	}
	out.columns("#after")
	for _, p := range list[:min(pairsShown, len(list))] {
		row := []string{p.Exporter, p.Importer, money(p.Before), points(p.Direct), points(p.Conditional)}
		if t.full {
			row = append(row, points(p.Full))
		}
		if t.spans {
			row = append(row, between(p.Span))
		}
		out.add(append(row, money(p.After))...)
	}
	fmt.Fprintln(t.out, "\nPairs changed")
	if err := out.print(t.app); err != nil {
		return err
	}
	if left := len(list) - pairsShown + t.answer.PairsLeft; left > 0 {
		fmt.Fprintf(t.out, "and %d more\n", left)
	}
	return nil
}

func (t *whatifText) countries() error {
	if len(t.answer.Countries) == 0 {
		return nil
	}
	fmt.Fprintln(t.out, "\nCountries")
	out := grid("country", "#exports", "#conditional")
	if t.full {
		out.columns("#full", "#imports", "#?own prices", "#consumer prices", "#real income") // a narrow terminal does without own prices
		if t.spans {
			out.columns("#95 in 100")
		}
		out.columns("#gain")
	} else {
		out.columns("#imports", "#consumer prices")
		if t.spans {
			out.columns("#exports, 95 in 100")
		}
	}
	for i := range t.answer.Countries {
		out.add(t.country(&t.answer.Countries[i])...)
	}
	out.add(t.world(len(out.header))...)
	return out.print(t.app)
}

func (t *whatifText) country(c *equilibrium.CountryEffect) []string {
	row := []string{c.Code, money(c.Exports), points(c.Conditional.Exports)}
	if !t.full {
		row = append(row, points(c.Conditional.Imports), points(c.Conditional.Index))
		if t.spans {
			row = append(row, between(c.ExportSpan))
		}
		return row
	}
	row = append(row, points(c.Full.Exports), points(c.Full.Imports), points(c.Full.Price), points(c.Full.Index), points(c.Full.RealIncome))
	if t.spans {
		row = append(row, between(c.IncomeSpan))
	}
	gain := "n/a"
	if c.Gain != nil {
		gain = threeDigits(*c.Gain)
	}
	return append(row, gain)
}

// world is the row of the sums.
func (t *whatifText) world(cells int) []string {
	w := t.answer.Totals
	row := make([]string, cells)
	row[0], row[1], row[2] = "world", money(w.Trade), points(w.Conditional)
	if t.full {
		row[3], row[7], row[cells-1] = points(*w.Full), points(*w.RealIncome), threeDigits(*w.Gain)
	}
	return row
}

// numbers prints every parameter with its source.
func (t *whatifText) numbers() {
	p := t.answer.Parameters
	fmt.Fprintln(t.out, "\nNumbers used")
	fmt.Fprintf(t.out, "  trade elasticity %g (elasticity of substitution %g): %s\n", p.Theta, p.Sigma, p.ThetaSource)
	for _, c := range p.Coefficients {
		t.coefficient(c)
	}
	for _, c := range p.Costs {
		if !slices.ContainsFunc(p.Coefficients, func(k equilibrium.UsedCoefficient) bool { return k.Variable == c.Variable }) {
			t.coefficient(c)
		}
	}
	fmt.Fprintf(t.out, "  flows: %s\n", t.answer.Base.Source)
	switch {
	case !t.full:
		fmt.Fprintf(t.out, "  output and spending of every country held; numéraire: %s\n", p.Numeraire)
	default:
		fmt.Fprintf(t.out, "  trade deficits %s; numéraire: %s\n", p.Deficits, p.Numeraire)
	}
	fmt.Fprintf(t.out, "  solved in %d steps, markets clear to within %s\n", t.answer.Solver.Iterations, residual(t.answer.Solver.Residual))
	for _, note := range t.answer.Notes {
		fmt.Fprintf(t.out, "  %s\n", note)
	}
	if t.full {
		fmt.Fprintln(t.out, "  Gain is real income in the unit of the flows at old prices. One sector, no dynamics: see docs/equilibrium.md.")
	}
}

// residual words a relative gap; what rounding alone makes is not told apart.
func residual(gap float64) string {
	if gap < 1e-12 {
		return "1e-12"
	}
	return fmt.Sprintf("%.0e", gap)
}

func (t *whatifText) coefficient(c equilibrium.UsedCoefficient) {
	var in []string
	if c.SE != nil {
		in = append(in, fmt.Sprintf("standard error %.4g", *c.SE))
	}
	if c.Observations > 0 {
		in = append(in, fmt.Sprintf("%d observations", c.Observations))
	}
	in = append(in, "one unit is "+points(c.Direct)+" trade at given prices")
	fmt.Fprintf(t.out, "  %s %.6g (%s): %s\n", c.Variable, c.Value, strings.Join(in, ", "), c.Source)
	if c.Note != "" {
		fmt.Fprintf(t.out, "    %s\n", c.Note)
	}
}

// points words a change in percent with three digits; "n/a" where there is none.
func points(p equilibrium.Percent) string {
	v := float64(p)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "n/a"
	}
	return threeDigits(v) + "%"
}

func between(s *equilibrium.Span) string {
	if s == nil {
		return "n/a"
	}
	return points(s.Low) + " to " + points(s.High)
}

// threeDigits words a number with its sign and three digits, without exponents; what is too small to matter is 0.
func threeDigits(v float64) string {
	switch size := math.Abs(v); {
	case size < 0.000005:
		return "0"
	case size >= 100:
		return sign(v) + money(size)
	case size >= 1:
		return fmt.Sprintf("%+.*f", max(0, 2-int(math.Log10(size))), v)
	default:
		return fmt.Sprintf("%+.*f", min(5, 2-int(math.Floor(math.Log10(size)))), v)
	}
}

func sign(v float64) string {
	if v < 0 {
		return "-"
	}
	return "+"
}

// money words an amount with about four digits and commas between thousands.
func money(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v < 0.001:
		return "<0.001"
	case v < 1:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case v < 100:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	digits := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
