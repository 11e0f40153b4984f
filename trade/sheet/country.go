package sheet

import (
	"fmt"
	"io"

	"dragoman/trade"
)

// Country writes what a country trades. Of is the part asked for: "" the overview, "year", "month", "product" or "partner".
func Country(w io.Writer, c *trade.Country, of string, l Layout) error {
	out := &paper{w: w, l: l}
	switch of {
	case "year":
		out.years(c.Years, c.Unit)
	case "month":
		out.months(c.Months, c.Answers.ID, c.Unit)
	case "product":
		out.line("%s by product, %s, %s", c.A.Name, c.DetailYear, c.Unit)
		out.tradingProducts("Exports", &c.Exports, c)
		out.tradingProducts("Imports", &c.Imports, c)
	case "partner":
		out.line("%s by partner, %s, %s", c.A.Name, c.Year, c.Unit)
		out.partners("Exports", &c.Exports)
		out.partners("Imports", &c.Imports)
	default:
		out.countryOverview(c)
	}
	out.notes(c.Notes)
	return out.err
}

func (out *paper) countryOverview(c *trade.Country) {
	out.line("%s: trade in goods%s, %s, %s", c.A.Name, ofOnly(c.Only), c.Head.Label(), c.Unit)
	out.line("")
	out.headline(&c.Head, &c.Since, c.Unit)
	out.head("By year, %s", c.Unit)
	out.yearTable(c.Years)
	if len(c.Years) > 1 {
		out.line("")
		m := CountryFlows(c)
		m.Title, m.Note, m.Source = "", "", ""
		out.chart(m)
	}
	out.partners("Exports", &c.Exports)
	out.partners("Imports", &c.Imports)
	out.tradingProducts("Exports", &c.Exports, c)
	out.tradingProducts("Imports", &c.Imports, c)
}

func (out *paper) partners(title string, t *trade.Trading) {
	out.head("%s by partner", title)
	if len(t.Partners) == 0 {
		out.line("n/a: %s", t.ByPartner.Because)
		return
	}
	g := &grid{columns: []string{"<code", "<partner", "value", "share", "growth", "contrib."}}
	for _, p := range t.Partners {
		g.add(p.Code, p.Name, trade.Figure(p.Value), trade.Percent(p.Share), trade.Change(p.Growth), trade.Change(p.Contribution))
	}
	out.grid(g)
	if t.Others > 0 {
		out.line("and %d more partners", t.Others)
	}
	out.wrap("Concentration by partner (Herfindahl-Hirschman, normalised): " + why(t.ByPartner))
}

func (out *paper) tradingProducts(title string, t *trade.Trading, c *trade.Country) {
	from := c.Detail.ID
	if c.DetailOnly != "" {
		from += " (" + c.DetailOnly + " only)"
	}
	out.head("%s by product, %s, %s", title, c.DetailYear, from)
	if len(t.Products) == 0 {
		out.line("n/a: %s", t.Missing)
		return
	}
	var ranks []trade.Rank
	if len(t.Ranks) > 0 && t.Products[0].OfWorld.OK() {
		ranks = t.Ranks
	}
	out.products(t.Products, ranks, c.Unit)
	if t.OtherProducts > 0 {
		out.line("and %d more products", t.OtherProducts)
	}
	out.wrap(fmt.Sprintf("Concentration by product (Herfindahl-Hirschman, normalised): %s", why(t.ByProduct)))
}
