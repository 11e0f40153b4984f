package sheet

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dragoman/trade"
	"dragoman/trade/expected"
	"dragoman/trade/gravity"
)

// variableWords says what the variables of the gravity equation are.
var variableWords = map[string]string{
	"log(dist)": "distance, km",
	"contig":    "common land border",
	"lang":      "common official language",
	"colony":    "ever in a colonial relationship",
	"fta":       "customs union or free trade agreement",
}

// estimate opens the gravity equation behind the column of ratios.
func (out *paper) estimate(e *expected.Estimate) {
	if e == nil {
		return
	}
	out.head("Gravity equation: %s", e.Equation)
	g := &grid{columns: []string{"<variable", "estimate", "std. error", "effect", "<what"}}
	for _, c := range e.Coefficients {
		g.add(c.Name, fmt.Sprintf("%.3f", c.Estimate), fmt.Sprintf("%.3f", c.SE), effect(&c), variableWords[c.Name])
	}
	out.grid(g)
	fit := ""
	if e.PseudoR2 != nil {
		fit += fmt.Sprintf("; pseudo-R2 %.3f", *e.PseudoR2)
	}
	if e.SquaredCorrel != nil {
		fit += fmt.Sprintf("; squared correlation of trade and expected trade %.3f", *e.SquaredCorrel)
	}
	out.wrap(fmt.Sprintf("%d directed pairs of %d countries, %d of them without trade; %s a year; standard errors %s%s.", e.N, e.Countries, e.Zeros, e.Unit, e.Errors, fit))
	for _, o := range e.Omitted {
		out.wrap("omitted: " + o.Name + " " + o.Reason)
	}
	for _, d := range e.Dropped {
		out.wrap(fmt.Sprintf("left out: %d pairs, %s", d.Rows, d.Reason))
	}
}

// effect words a coefficient: an elasticity of distance, else what 1 instead of 0 does to trade.
func effect(c *gravity.Coefficient) string {
	if strings.HasPrefix(c.Name, "log(") {
		return fmt.Sprintf("%+.2f%% per 1%%", c.Estimate)
	}
	return fmt.Sprintf("%+.0f%%", 100*math.Expm1(c.Estimate))
}

// expectation opens what the equation expects of the pair of a line.
func (out *paper) expectation(p *trade.Potential, partner string) {
	i := slices.IndexFunc(p.Partners, func(pp trade.PartnerPotential) bool { return pp.Partner.Code == partner })
	if i < 0 || p.Gravity == nil {
		return
	}
	pp := &p.Partners[i]
	out.head("Gravity: what the two trade in all goods, and what is expected")
	x := pp.Expectation
	if x == nil {
		out.line("n/a (%s)", pp.Gravity.Because)
		return
	}
	g := &grid{columns: []string{"<component", "value", "<how"}}
	g.add("effects", fmt.Sprintf("%.3f", x.Effects), "of exporter and importer: their size, and how far off all others are")
	for _, t := range x.Terms {
		product := t.Coefficient*t.Value + 0 // no minus before zero
		g.add(t.Variable, fmt.Sprintf("%.3f", product), fmt.Sprintf("%.3f x %.4g: %s", t.Coefficient, t.Value, told(x, t.Variable)))
	}
	g.add("expected", trade.Amount(x.Expected)+" "+p.Unit, "exp(sum of these), "+p.Gravity.Unit)
	g.add("actual", trade.Amount(x.Actual)+" "+p.Unit, "mean of a year")
	g.add("gravity", trade.Ratio(pp.Gravity), "actual / expected")
	out.grid(g)
}

// told words a variable of a pair.
func told(x *expected.Pair, variable string) string {
	switch {
	case variable == "log(dist)":
		return fmt.Sprintf("%.0f km, %s", x.Distance, x.Measured)
	case variable == "fta" && x.Treaty != "":
		return x.Treaty
	}
	return variableWords[variable]
}
