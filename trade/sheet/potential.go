package sheet

import (
	"fmt"
	"io"
	"slices"

	"dragoman/trade"
)

// Potential writes an assessment of export potential.
func Potential(w io.Writer, p *trade.Potential, l Layout) error {
	out := &paper{w: w, l: l}
	in := ""
	if p.Region != "" {
		in = ", " + p.Region
	}
	out.line("Export potential of %s%s, %s a year, %s", p.Exporter.Name, in, p.Unit, span(p.Years))
	out.head("Partners by untapped potential")
	g := &grid{columns: []string{"<code", "<partner", "actual", "of these", "potential", "untapped", "products", "ease", "gravity"}}
	for _, pp := range p.Partners {
		g.add(pp.Partner.Code, pp.Partner.Name, trade.Amount(pp.Actual), trade.Percent(pp.OfRegion), trade.Amount(pp.Potential), trade.Amount(pp.Untapped),
			fmt.Sprint(pp.Products), trade.Ratio(pp.Ease)+mark(pp.EaseOf), trade.Ratio(pp.Gravity))
	}
	out.grid(g)
	out.marks(p)
	out.head("Products by untapped potential, over these partners")
	g = &grid{columns: []string{"<code", "<product", "supply", "actual", "potential", "untapped", "partners"}}
	for _, pr := range p.Products {
		g.add(pr.Code, pr.Name, trade.Percent(pr.Supply), trade.Amount(pr.Actual), trade.Amount(pr.Potential), trade.Amount(pr.Untapped), fmt.Sprint(pr.Partners))
	}
	out.grid(g)
	out.head("Lines by untapped potential = max(0, supply x demand x ease less actual)")
	g = &grid{columns: []string{"<to", "<code", "<product", "supply", "demand", "ease", "potential", "actual", "untapped"}}
	for _, l := range p.Lines {
		g.add(l.Partner.Code, l.Code, l.Name, trade.Percent(trade.Known(l.Supply)), trade.Amount(l.Demand), trade.Ratio(trade.Known(l.Ease))+mark(l.EaseOf),
			trade.Amount(l.Potential), trade.Amount(l.Actual), trade.Amount(l.Untapped))
	}
	out.grid(g)
	out.without(p)
	out.estimate(p.Gravity)
	out.notes(p.Notes)
	out.check(&p.Check)
	return out.err
}

// mark stars an ease that is not of the two themselves.
func mark(easeOf string) string {
	if easeOf == trade.OwnEase {
		return ""
	}
	return "*"
}

func (out *paper) marks(p *trade.Potential) {
	var told []string
	for _, pp := range p.Partners {
		if pp.EaseOf != trade.OwnEase && !slices.Contains(told, pp.EaseOf) {
			told = append(told, pp.EaseOf)
			out.line("* no trade of the two yet: ease is the %s", pp.EaseOf)
		}
	}
	told = told[:0]
	for _, pp := range p.Partners {
		if because := pp.Gravity.Because; because != "" && !slices.Contains(told, because) {
			told = append(told, because)
			out.line("gravity: n/a (%s)", because)
		}
	}
}

func (out *paper) without(p *trade.Potential) {
	if len(p.Without) == 0 {
		return
	}
	out.head("No potential can be told for")
	for i, n := range p.Without {
		if i == withoutShown {
			out.line("and %d more (--format json lists them)", len(p.Without)-i)
			break
		}
		out.wrap(fmt.Sprintf("%s %s: %s", n.Partner.Code, n.Partner.Name, n.Because))
	}
}

const withoutShown = 8

// noise is what sums in another order can differ by.
const noise = 1e-9

func (out *paper) check(c *trade.PotentialCheck) {
	off := func(v float64) string {
		if v < noise {
			return "nothing"
		}
		return trade.Percent(trade.Known(v))
	}
	margins := "n/a (" + c.Margins.Because + ")"
	if c.Margins.OK() {
		margins = off(c.Margins.Value)
	}
	out.wrap(fmt.Sprintf("Self-check: over all products the potential of %d partners differs from what the two trade by %s; exports by product differ from exports "+
		"by partner by %s.", c.Partners, off(c.Worst), margins))
}

func span(years []string) string {
	if len(years) == 1 {
		return years[0]
	}
	return fmt.Sprintf("mean of %s to %s", years[0], years[len(years)-1])
}

// Line opens one line of an assessment into its components.
func Line(w io.Writer, p *trade.Potential, l *trade.PotentialLine, lay Layout) error {
	out := &paper{w: w, l: lay}
	money := func(v float64) string { return trade.Amount(v) + " " + p.Unit }
	out.line("%s to %s: %s %s, %s", p.Exporter.Name, l.Partner.Name, l.Code, l.Name, span(p.Years))
	out.line("")
	g := &grid{columns: []string{"<component", "value", "<how"}}
	g.add("exports to all", money(l.Exports), "v_ik: "+p.Exporter.Name+"'s exports of the product")
	g.add("world exports", money(l.World), "v_k: what all export of it")
	g.add("supply", trade.Percent(trade.Known(l.Supply)), "v_ik / v_k")
	g.add("demand", money(l.Demand), "v_jk: "+l.Partner.Name+"'s imports of it from all")
	g.add("ease", trade.Ratio(trade.Known(l.Ease)), "v_ij / sum over products of supply x demand: "+l.EaseOf)
	g.add("potential", money(l.Potential), "supply x demand x ease, product by product")
	g.add("actual", money(l.Actual), "v_ijk: what is exported there now")
	g.add("untapped", money(l.Untapped), "what potential exceeds actual by")
	g.add("used", trade.Percent(l.Used), "actual / potential")
	out.grid(g)
	out.expectation(p, l.Partner.Code)
	out.estimate(p.Gravity)
	out.notes(p.Notes)
	out.check(&p.Check)
	return out.err
}
