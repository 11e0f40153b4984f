package main

import (
	"strings"

	"dragoman/chart"
	"dragoman/trade"
	"dragoman/trade/codes"
	"dragoman/trade/expected"
	"dragoman/trade/sheet"
)

// tradePotentialCmd ranks partners and products by untapped export potential.
type tradePotentialCmd struct {
	Exporter string   `arg:"" name:"country" help:"The exporting country: ISO code or name."`
	Region   string   `placeholder:"NAME" help:"Only partners in this group: Balkans, EU, EAEU, Europe, ..."`
	Partner  []string `placeholder:"A,B" help:"Only these partners."`
	Product  []string `placeholder:"CODE" help:"Only products that begin with these codes: 27, 2709."`
	HS       int      `name:"hs" enum:"2,4,6" default:"6" help:"Digits of product codes in the answer; it is reckoned as detailed as the dataset is."`
	Year     string   `placeholder:"YEAR" help:"Last year; default: the last there is."`
	Years    int      `placeholder:"N" default:"5" help:"Average the last so many years."`
	Dataset  string   `placeholder:"ID" help:"Only this dataset; default: the first by rank that holds the world by product."`
	Top      int      `placeholder:"N" default:"15" help:"List so many partners, products and lines; 0: all."`
	Explain  string   `placeholder:"PARTNER:CODE" help:"Open one line into its components: HRV:270900."`
	Format   string   `enum:"table,csv,json,svg" default:"table" help:"table, csv (the lines), json, or svg (a drawing of what is untapped by partner)."`
}

func (c *tradePotentialCmd) Run(a *app) error {
	exporter, err := areaCode("trade potential", c.Exporter)
	if err != nil {
		return err
	}
	o, err := c.options()
	if err != nil {
		return err
	}
	t, err := a.flows()
	if err != nil {
		return err
	}
	p, err := trade.Assess(a.ctx, t, exporter, o)
	if err != nil {
		return err
	}
	if c.Explain != "" {
		return c.explain(a, p, o)
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, p)
	case "csv":
		return sheet.PotentialCSV(a.out, p)
	case "svg":
		return sheet.Untapped(p).SVG(a.out, chart.Options{})
	}
	return sheet.Potential(a.out, p, a.layout())
}

func (c *tradePotentialCmd) options() (trade.PotentialOptions, error) {
	o := trade.PotentialOptions{Dataset: c.Dataset, Last: c.Year, Years: c.Years, Products: c.Product, Digits: c.HS, Top: c.Top, Gravity: true}
	if err := year("--year", c.Year); err != nil {
		return o, err
	}
	switch {
	case c.Top < 0:
		return o, misuse("--top", "write a positive number, or 0 for all", "%d is negative", c.Top)
	case c.Years < 1:
		return o, misuse("--years", "write 1 or more", "%d years cannot be averaged", c.Years)
	case c.Region != "" && len(c.Partner) > 0:
		return o, misuse("--region, --partner", "leave one out", "both name the partners")
	}
	for _, p := range c.Product {
		if p == "" || strings.Trim(p, "0123456789") != "" {
			return o, misuse("--product", "write the first digits of a code, such as 2709", "%q is no product code", p)
		}
	}
	if c.Region != "" {
		g, ok := codes.GroupOf(c.Region)
		if !ok {
			return o, misuse("--region", "write one of "+groupNames(), "%q is no group of countries", c.Region)
		}
		o.Region, o.Partners = g.Name, g.On("")
	}
	for _, typed := range c.Partner {
		code, err := areaCode("--partner", typed)
		if err != nil {
			return o, err
		}
		o.Partners = append(o.Partners, code)
	}
	return o, c.narrow(&o)
}

// narrow asks for the one line that is to be opened.
func (c *tradePotentialCmd) narrow(o *trade.PotentialOptions) error {
	if c.Explain == "" {
		return nil
	}
	partner, product, ok := strings.Cut(c.Explain, ":")
	if !ok || product == "" || strings.Trim(product, "0123456789") != "" {
		return misuse("--explain", "write PARTNER:CODE as in HRV:270900", "%q does not name a line", c.Explain)
	}
	code, err := areaCode("--explain", partner)
	if err != nil {
		return err
	}
	o.Partners, o.Region, o.Products, o.Digits, o.Top = []string{code}, "", []string{product}, len(product), 0
	return nil
}

func (c *tradePotentialCmd) explain(a *app, p *trade.Potential, o trade.PotentialOptions) error {
	l, ok := p.Line(o.Partners[0], o.Products[0])
	if !ok {
		because := "neither is it exported there nor imported"
		if len(p.Without) > 0 {
			because = p.Without[0].Because
		}
		return misuse("--explain", "list the lines without --explain", "there is no potential of %s: %s", c.Explain, because)
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, explained{l, p.Partners[0].Gravity, p.Partners[0].Expectation, p.Gravity})
	case "csv":
		return sheet.PotentialCSV(a.out, p)
	case "svg":
		return misuse("--format", "leave --explain out", "there is no drawing of one line")
	}
	return sheet.Line(a.out, p, l, a.layout())
}

// explained is one line with what gravity expects of its pair.
type explained struct {
	*trade.PotentialLine
	Gravity     trade.Measure      `json:"gravity"`
	Expectation *expected.Pair     `json:"expectation"`
	Estimate    *expected.Estimate `json:"gravity_estimate"`
}

func groupNames() string {
	var names []string
	for _, g := range codes.Groups() {
		names = append(names, g.Code)
	}
	return strings.Join(names, ", ")
}
