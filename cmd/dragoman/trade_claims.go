package main

import (
	"dragoman"
	"dragoman/trade"
	"dragoman/trade/sheet"
)

// tradeClaimsCmd sets figures claimed in stored documents beside the statistics.
type tradeClaimsCmd struct {
	A      string `arg:"" name:"country" help:"A country: ISO code or name."`
	B      string `arg:"" optional:"" name:"other" help:"The other country; left out: every partner."`
	From   string `placeholder:"DATE" help:"From this day, month or year on (2024, 2024-05, 2024-05-12)."`
	To     string `placeholder:"DATE" help:"Up to this day, month or year."`
	Format string `enum:"table,csv,json" default:"table" help:"table, csv or json."`
}

func (c *tradeClaimsCmd) Run(a *app) error {
	from, to, err := period(c.From, c.To)
	if err != nil {
		return err
	}
	typed := []string{c.A}
	if c.B != "" {
		typed = append(typed, c.B)
	}
	codes, err := countryCodes("trade claims", typed...)
	if err != nil {
		return err
	}
	t, err := a.flows()
	if err != nil {
		return err
	}
	figures, err := a.st.Figures(a.ctx, dragoman.Filter{Countries: codes, From: from, To: to})
	if err != nil {
		return err
	}
	list, err := trade.Compare(a.ctx, t, figures...)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, list)
	case "csv":
		return sheet.ClaimsCSV(a.out, list)
	}
	if len(list) == 0 {
		a.hint("none of %d figures is about trade in goods between countries", len(figures))
	}
	return sheet.Claims(a.out, list, a.layout())
}
