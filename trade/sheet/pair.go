package sheet

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"dragoman/chart"
	"dragoman/trade"
)

// Pair writes what flows between two countries. Of is the part asked for: "" the overview, "year", "month", "product" or "side".
func Pair(w io.Writer, p *trade.Pair, of string, l Layout) error {
	out := &paper{w: w, l: l}
	switch of {
	case "year":
		out.years(p.Years, p.Unit)
	case "month":
		out.months(p.Months, p.Answers.ID, p.Unit)
	case "product":
		out.line("%s and %s by product, %s, %s", p.A.Name, p.B.Name, p.DetailYear, p.Unit)
		out.flow(&p.Exports, p)
		out.flow(&p.Imports, p)
	case "side":
		out.sides(&p.Sides[0], p.Unit)
		out.sides(&p.Sides[1], p.Unit)
	default:
		out.overview(p)
	}
	out.notes(p.Notes)
	return out.err
}

func (out *paper) overview(p *trade.Pair) {
	out.line("%s and %s: trade in goods%s, %s, %s", p.A.Name, p.B.Name, ofOnly(p.Only), p.Head.Label(), p.Unit)
	out.line("")
	out.headline(&p.Head, &p.Since, p.Unit)
	for i, f := range []*trade.Flows{&p.Exports, &p.Imports} {
		out.head("%s to %s", trade.AreaName(f.From), trade.AreaName(f.To))
		for _, line := range append(Place(f, p.Only), Accounts(&p.Sides[i], p.Unit)...) {
			out.wrap(line)
		}
	}
	out.head("By year, %s", p.Unit)
	out.yearTable(p.Years)
	if len(p.Years) > 1 {
		out.line("")
		whole := *p
		whole.Years = slices.DeleteFunc(slices.Clone(p.Years), func(y trade.Year) bool { return empty(&y) }) // gaps stand in the table
		c := Flows(&whole)
		c.Title, c.Note, c.Source = "", "", ""
		out.chart(c)
	}
	out.flow(&p.Exports, p)
	out.flow(&p.Imports, p)
	out.head("Indices, %s", p.DetailYear)
	out.indices(p)
	if len(p.Claims) > 0 {
		out.head("Claimed figures")
		out.claims(p.Claims)
	}
}

// ofOnly says behind "trade in goods" that they are selected ones.
func ofOnly(only string) string {
	if only == "" {
		return ""
	}
	return " of " + only + " only"
}

func (out *paper) chart(c chart.Chart) {
	if out.err == nil {
		out.err = c.Text(out.w, out.l.width(), out.l.Colour)
	}
}

func (out *paper) headline(y *trade.Year, since *trade.Since, unit string) {
	compared := "on the year before"
	if y.Months != "" {
		compared = "on the same months of the year before"
	}
	g := &grid{columns: []string{"<", "<" + y.Period, "<" + compared, "<a year since " + cmp.Or(since.Year, "…")}}
	row := func(name string, v, growth, rate trade.Measure) {
		g.add(name, trade.Money(v, unit), trade.Change(growth), trade.Change(rate))
	}
	row("Turnover", y.Turnover, y.Growth.Turnover, since.Turnover)
	row("Exports", y.Exports, y.Growth.Exports, since.Exports)
	row("Imports", y.Imports, y.Growth.Imports, since.Imports)
	none := trade.Unavailable("a balance has no growth")
	row("Balance", y.Balance, none, none)
	last := g.rows[len(g.rows)-1]
	last[2], last[3] = "", ""
	out.grid(g)
	for _, m := range []trade.Measure{y.Exports, y.Imports} {
		if !m.OK() {
			out.wrap("n/a: " + m.Because + ".")
		}
	}
}

func (out *paper) years(years []trade.Year, unit string) {
	out.line("By year, %s", unit)
	out.yearTable(years)
}

func (out *paper) months(list []trade.Year, dataset, unit string) {
	if len(list) == 0 {
		out.line("%s has no months", dataset)
		return
	}
	out.line("By month, %s; growth is on the same month a year before", unit)
	out.yearTable(list)
}

// yearTable writes years or months; a year that is not whole is marked and compared with the same months.
func (out *paper) yearTable(years []trade.Year) {
	g := &grid{columns: []string{"<period", "exports", "growth", "imports", "growth", "turnover", "growth", "balance"}}
	for i, y := range years {
		name := y.Period
		if empty(&y) && i > 0 && empty(&years[i-1]) {
			last := g.rows[len(g.rows)-1]
			first, _, _ := strings.Cut(last[0], " to ")
			last[0] = first + " to " + y.Period
			continue
		}
		if y.Months != "" {
			name += " " + y.Months
		}
		g.add(name, trade.Figure(y.Exports), trade.Change(y.Growth.Exports), trade.Figure(y.Imports), trade.Change(y.Growth.Imports), trade.Figure(y.Turnover),
			trade.Change(y.Growth.Turnover), trade.Figure(y.Balance))
	}
	out.grid(g)
	never := func(what string, of func(*trade.Year) *trade.Measure) {
		if len(years) > 0 && !slices.ContainsFunc(years, func(y trade.Year) bool { return of(&y).OK() }) {
			out.line("%s: n/a (%s)", what, of(&years[len(years)-1]).Because)
		}
	}
	never("exports", func(y *trade.Year) *trade.Measure { return &y.Exports })
	never("imports", func(y *trade.Year) *trade.Measure { return &y.Imports })
}

// empty says that a year is a gap; several in a row are written as one.
func empty(y *trade.Year) bool { return !y.Exports.OK() && !y.Imports.OK() }

// flow writes the products of one direction.
func (out *paper) flow(f *trade.Flows, p *trade.Pair) {
	from := p.Detail.ID
	if p.DetailOnly != "" {
		from += " (" + p.DetailOnly + " only)"
	}
	out.head("%s to %s by product, %s, %s, %s", trade.AreaName(f.From), trade.AreaName(f.To), p.DetailYear, p.Unit, from)
	if f.Missing != "" {
		out.line("n/a: %s", f.Missing)
		return
	}
	switch {
	case len(f.Products) == 0 && p.DetailOnly != "":
		out.line("none of these goods")
		return
	case len(f.Products) == 0:
		out.line("no products are told")
		return
	}
	out.products(f.Products, nil, p.Unit)
	if f.Others > 0 {
		out.line("and %d more products with %s", f.Others, trade.Money(f.Rest, p.Unit))
	}
	out.wrap(fmt.Sprintf("Concentration by product (Herfindahl-Hirschman, normalised): %s", why(f.Concentration)))
}

func (out *paper) products(list []trade.Product, ranks []trade.Rank, unit string) {
	g := &grid{columns: []string{"<code", "<product", "value", "share", "growth", "contrib.", "rca", "of world", unit + "/kg"}}
	if ranks != nil {
		g.columns = append(g.columns, "world rank")
	}
	for i, p := range list {
		row := []string{p.Code, p.Name, trade.Figure(p.Value), trade.Percent(p.Share), trade.Change(p.Growth), trade.Change(p.Contribution), trade.Ratio(p.RCA),
			trade.Percent(p.OfWorld), trade.Ratio(p.UnitValue)}
		if ranks != nil {
			row = append(row, ranks[i].String())
		}
		g.rows = append(g.rows, row)
	}
	out.grid(g)
	for _, p := range list {
		if p.PerBarrel.OK() {
			out.line("%s: %s %s a barrel (7.33 barrels in a tonne)", cmp.Or(p.Name, p.Code), trade.Ratio(p.PerBarrel), unit)
		}
	}
	if len(list) == 0 {
		return
	}
	switch first := list[0]; {
	case !first.OfWorld.OK():
		out.wrap("RCA and share of the world: n/a (" + first.OfWorld.Because + ").")
	case !first.RCA.OK():
		out.wrap("RCA: n/a (" + first.RCA.Because + ").")
	}
}

// why writes an index, or why there is none.
func why(m trade.Measure) string {
	if !m.OK() {
		return "n/a (" + m.Because + ")"
	}
	return trade.Ratio(m)
}

// indices lists the indices; why some are missing is told once for each reason.
func (out *paper) indices(p *trade.Pair) {
	list := slices.Clone(p.Indices)
	for _, f := range []*trade.Flows{&p.Exports, &p.Imports} {
		names := trade.AreaName(f.From) + " to " + trade.AreaName(f.To)
		list = append(list, trade.Index{Name: "Trade intensity, " + names, Value: f.Intensity, Means: "above 1: more than their sizes tell"},
			trade.Index{Name: "Complementarity, " + names, Value: f.Fit, Means: "Michaely: 1 exports fit imports"})
	}
	g := &grid{columns: []string{"<index", "value", "<meaning"}}
	var reasons []string
	for _, i := range list {
		if i.Value.OK() {
			g.add(i.Name, trade.Ratio(i.Value), i.Means)
		} else if !slices.Contains(reasons, i.Value.Because) {
			reasons = append(reasons, i.Value.Because)
		}
	}
	if len(g.rows) > 0 {
		out.grid(g)
	}
	switch {
	case len(reasons) == 0:
	case len(g.rows) > 0:
		out.wrap("others: n/a (" + strings.Join(reasons, "; ") + ").")
	default:
		out.wrap("n/a: " + strings.Join(reasons, "; ") + ".")
	}
}

// sides writes every account of a flow by year, the products of the gap and the reasons.
func (out *paper) sides(s *trade.Sides, unit string) {
	out.head("%s to %s: every account, %s", trade.AreaName(s.From), trade.AreaName(s.To), unit)
	if len(s.Accounts) == 0 {
		out.line("%s", s.Without)
		return
	}
	g := &grid{columns: []string{"<year"}}
	names := tellers(s)
	for i, name := range names {
		g.columns = append(g.columns, fmt.Sprintf("(%d)", i+1))
		if s.Accounts[i].Word != trade.Reconciled {
			name += ": " + s.Accounts[i].Title
		}
		out.wrap(fmt.Sprintf("(%d) %s", i+1, name))
	}
	g.columns = append(g.columns, "gap", "ratio")
	for _, y := range s.Years {
		row := []string{strings.TrimSpace(y.Period + " " + y.Months)}
		for _, v := range y.Values {
			row = append(row, trade.Figure(v))
		}
		g.rows = append(g.rows, append(row, trade.Figure(y.Gap), trade.Ratio(y.Ratio)))
	}
	out.grid(g)
	if s.Left >= 0 && s.Right >= 0 {
		out.line("gap = (%d) less (%d), ratio = (%d) / (%d)", s.Right+1, s.Left+1, s.Right+1, s.Left+1)
	}
	out.gapProducts(s, unit)
	for _, r := range s.Reasons {
		out.wrap(fmt.Sprintf("likely because %s [%s]", r.Text, cmp.Or(r.Source, r.Rule)))
	}
}

func (out *paper) gapProducts(s *trade.Sides, unit string) {
	if len(s.Products) == 0 {
		if s.Without != "" {
			out.line("%s", s.Without)
		}
		return
	}
	out.line("Products of the gap, %s, %s", s.Year, unit)
	if s.Compared != "" {
		out.wrap(s.Compared)
	}
	g := &grid{columns: []string{"<code", "<product", fmt.Sprintf("(%d)", s.Left+1), fmt.Sprintf("(%d)", s.Right+1), "gap", "of the gap"}}
	for _, p := range s.Products {
		g.add(p.Code, p.Name, trade.Figure(p.Left), trade.Figure(p.Right), trade.Figure(p.Gap), trade.Percent(p.Share))
	}
	out.grid(g)
	for _, m := range []trade.Measure{s.Products[0].Left, s.Products[0].Right} {
		if !m.OK() {
			out.wrap("n/a: " + m.Because + ".")
		}
	}
}

// claims writes claims beside the statistic.
func (out *paper) claims(list []trade.Comparison) {
	for i := range list {
		out.wrap(claim(&list[i].Claim) + ": " + list[i].String())
	}
}

// Claims writes claimed figures beside the statistics, one a line.
func Claims(w io.Writer, list []trade.Comparison, l Layout) error {
	out := &paper{w: w, l: l}
	out.claims(list)
	return out.err
}

// claim words a claim: "trade turnover KAZ and HRV 2021, 681.0 million USD".
func claim(c *trade.Claim) string {
	join := " and "
	if c.Directed {
		join = " to "
	}
	s := c.Metric
	if c.Good != nil {
		s += " of " + c.Good.Name
	}
	s += " " + trade.AreaName(c.A) + join + trade.AreaName(c.B)
	switch from, to := c.Period.Start, c.Period.End; {
	case len(from) < 7 || len(to) < 7:
	case from[5:] == "01-01" && to[5:] == "12-31" && from[:4] == to[:4]:
		s += " " + from[:4]
	default:
		s += " " + from[:7] + " to " + to[:7]
	}
	return s + ", claimed: " + strings.TrimSpace(c.Approximation+" "+trade.Amount(c.Value)+" "+c.Unit)
}

func (out *paper) notes(list []string) {
	if len(list) == 0 {
		return
	}
	out.head("Notes")
	for _, n := range list {
		out.wrap("- " + n)
	}
}
