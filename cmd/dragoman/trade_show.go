package main

import (
	"fmt"

	"dragoman"
	"dragoman/chart"
	"dragoman/trade"
	"dragoman/trade/sheet"
)

// tradeShowCmd shows what flows between two countries, or what one trades.
type tradeShowCmd struct {
	A        string `arg:"" name:"country" help:"A country: ISO code or name."`
	B        string `arg:"" optional:"" name:"other" help:"The other country; left out: partners and products of the one."`
	By       string `enum:",year,month,product,side,partner" default:"" help:"Only this part, in full: year, month, product, side (both sides of each flow), partner (of one country)."`
	HS       int    `name:"hs" enum:"2,4,6" default:"4" help:"Digits of product codes: 2, 4 or 6."`
	From     string `placeholder:"YEAR" help:"From this year on."`
	To       string `placeholder:"YEAR" help:"Up to this year."`
	Year     string `placeholder:"YEAR" help:"Year of headline, shares and products; default: the last whole one."`
	Dataset  string `placeholder:"ID" help:"Only this dataset; default: the first by rank that can answer."`
	Mirror   bool   `help:"Take the other side's word for each flow first."`
	Currency string `placeholder:"CODE" help:"Convert to this currency at average rates of each year: EUR, KZT, ..."`
	Real     string `placeholder:"YEAR" help:"In prices of this year."`
	Top      int    `placeholder:"N" default:"10" help:"List so many products and partners; 0: all."`
	Format   string `enum:"table,csv,json,svg" default:"table" help:"table, csv, json, or svg (a drawing of years, products or sides)."`
}

func (c *tradeShowCmd) Run(a *app) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	from, err := areaCode("trade show", c.A)
	if err != nil {
		return err
	}
	t, err := a.flows()
	if err != nil {
		return err
	}
	if c.B == "" {
		return c.country(a, t, from, o)
	}
	to, err := areaCode("trade show", c.B)
	if err != nil {
		return err
	}
	if from == to {
		return misuse("trade show", "name two countries", "%s stands there twice", from)
	}
	return c.pair(a, t, from, to, o)
}

func (c *tradeShowCmd) options() (trade.Options, error) {
	for _, y := range []struct{ option, typed string }{{"--from", c.From}, {"--to", c.To}, {"--year", c.Year}, {"--real", c.Real}} {
		if err := year(y.option, y.typed); err != nil {
			return trade.Options{}, err
		}
	}
	switch {
	case c.Top < 0:
		return trade.Options{}, misuse("--top", "write a positive number, or 0 for all", "%d is negative", c.Top)
	case c.From != "" && c.To != "" && c.From > c.To:
		return trade.Options{}, misuse("--from, --to", "write the earlier year first", "%s is after %s", c.From, c.To)
	case c.By == "partner" && c.B != "":
		return trade.Options{}, misuse("--by", "leave the other country out", "a pair has no partners")
	case c.Mirror && c.B == "":
		return trade.Options{}, misuse("--mirror", "name the other country", "the other side is told of a pair")
	case c.By == "side" && c.B == "":
		return trade.Options{}, misuse("--by", "name the other country", "both sides are told of a pair")
	}
	o := trade.Options{From: c.From, To: c.To, Year: c.Year, Dataset: c.Dataset, Digits: c.HS, Top: c.Top, Mirror: c.Mirror, Currency: c.Currency, Real: c.Real}
	if c.Top == 0 {
		o.Top = -1
	}
	return o, nil
}

func (c *tradeShowCmd) country(a *app, t trade.Table, code string, o trade.Options) error {
	answer, err := trade.ShowCountry(a.ctx, t, code, o)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, answer)
	case "csv":
		return sheet.CountryCSV(a.out, answer, c.By)
	case "svg":
		if c.By != "" && c.By != "year" {
			return misuse("--format", "draw --by year, or a pair", "there is no drawing of a country by %s", c.By)
		}
		return sheet.CountryFlows(answer).SVG(a.out, chart.Options{})
	}
	return sheet.Country(a.out, answer, c.By, a.layout())
}

func (c *tradeShowCmd) pair(a *app, t trade.Table, from, to string, o trade.Options) error {
	p, err := trade.Show(a.ctx, t, from, to, o)
	if err != nil {
		return err
	}
	if c.By == "" && (c.Format == "table" || c.Format == "json") {
		if p.Claims, err = a.claims(t, from, to); err != nil {
			return err
		}
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, p)
	case "csv":
		return sheet.PairCSV(a.out, p, c.By)
	case "svg":
		drawing, because := c.drawing(p)
		if drawing == nil {
			return misuse("--format", "draw --by year", "there is no drawing: %s", because)
		}
		return drawing.SVG(a.out, chart.Options{})
	}
	return sheet.Pair(a.out, p, c.By, a.layout())
}

// claims sets what stored documents claim of the trade of two countries beside the statistics.
func (a *app) claims(t trade.Table, from, to string) ([]trade.Comparison, error) {
	figures, err := a.st.Figures(a.ctx, dragoman.Filter{Countries: []string{from, to}})
	if err != nil {
		return nil, err
	}
	return trade.Compare(a.ctx, t, figures...)
}

// drawing picks the chart of the part asked for; products and sides are those of the exports of the first country.
func (c *tradeShowCmd) drawing(p *trade.Pair) (chart.Chart, string) {
	switch c.By {
	case "month":
		if len(p.Months) > 0 {
			return sheet.Monthly(p), ""
		}
		return nil, p.Answers.ID + " has no months"
	case "product":
		if m := sheet.Composition(&p.Exports, p); m != nil {
			return m, ""
		}
		return nil, fmt.Sprintf("products of exports are not known (%s)", p.Exports.Missing)
	case "side":
		if s := sheet.BothSides(&p.Sides[0], p.Unit); s != nil {
			return s, ""
		}
		return nil, p.Sides[0].Without
	}
	return sheet.Flows(p), ""
}
