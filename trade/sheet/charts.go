package sheet

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"dragoman/chart"
	"dragoman/trade"
)

// Flows draws exports and imports of a pair by year, with the balance.
func Flows(p *trade.Pair) *chart.Mirror {
	c := &chart.Mirror{Unit: unit(p.Unit), Balance: true, Up: chart.Series{Name: "Exports to " + p.B.Name}, Down: chart.Series{Name: "Imports from " + p.B.Name}}
	c.ID, c.Title, c.Note, c.Source = "flows", fmt.Sprintf("%s and %s: goods traded", p.A.Name, p.B.Name), p.Unit, p.Answers.Title
	c.Periods, c.Up.Values, c.Down.Values, c.Partial = periods(p.Years)
	return c
}

// OtherSide draws what Flows does by the other side's word, and says whose word that is; nil where the other side tells neither
// direction's whole trade.
func OtherSide(p *trade.Pair) (c *chart.Mirror, words string) {
	c = Flows(p)
	c.ID += "-other"
	var told []string
	for i, f := range p.Flows() {
		series := [2]*chart.Series{&c.Up, &c.Down}[i]
		s := &p.Sides[i]
		other := s.Other(f)
		for y := range series.Values {
			series.Values[y] = math.NaN()
			if other >= 0 && y < len(s.Years) {
				series.Values[y] = nan(s.Years[y].Values[other])
			}
		}
		name := trade.AreaName(f.From) + " to " + trade.AreaName(f.To) + " by "
		if other < 0 {
			told = append(told, name+"nobody else")
			continue
		}
		told = append(told, name+teller(&s.Accounts[other])+", "+s.Accounts[other].Title)
	}
	if p.Sides[0].Other(&p.Exports) < 0 && p.Sides[1].Other(&p.Imports) < 0 {
		return nil, ""
	}
	c.Source = ""
	return c, strings.Join(told, "; ")
}

func periods(years []trade.Year) (names []string, exports, imports []float64, partial []chart.Partial) {
	for _, y := range years {
		names = append(names, y.Period)
		exports, imports = append(exports, nan(y.Exports)), append(imports, nan(y.Imports))
		if y.Months != "" {
			partial = append(partial, chart.Partial{Period: y.Period, Note: y.Months})
		}
	}
	return names, exports, imports, partial
}

// CountryFlows draws all exports and imports of a country by year, with the balance.
func CountryFlows(c *trade.Country) *chart.Mirror {
	m := &chart.Mirror{Unit: unit(c.Unit), Balance: true, Up: chart.Series{Name: "Exports"}, Down: chart.Series{Name: "Imports"}}
	m.ID, m.Title, m.Note, m.Source = "flows", c.A.Name+": goods traded", c.Unit, c.Answers.Title
	m.Periods, m.Up.Values, m.Down.Values, m.Partial = periods(c.Years)
	return m
}

// Monthly draws exports and imports of a pair by month.
func Monthly(p *trade.Pair) *chart.Lines {
	c := &chart.Lines{Unit: unit(p.Unit), Zero: true}
	c.ID, c.Title, c.Note, c.Source = "months", fmt.Sprintf("%s and %s: goods traded by month", p.A.Name, p.B.Name), p.Unit, p.Answers.Title
	var x, m []float64
	c.Periods, x, m, _ = periods(p.Months)
	c.Series = []chart.Series{{Name: "Exports to " + p.B.Name, Values: x}, {Name: "Imports from " + p.B.Name, Values: m}}
	return c
}

// BothSides draws both reports of a flow by year; nil where there are no two to set against each other.
func BothSides(s *trade.Sides, in string) *chart.Sides {
	if s.Left < 0 || s.Right < 0 {
		return nil
	}
	c := &chart.Sides{Unit: unit(in), A: chart.Series{Name: teller(&s.Accounts[s.Left])}, B: chart.Series{Name: teller(&s.Accounts[s.Right])}}
	c.ID = "sides-" + s.From + "-" + s.To
	c.Title, c.Note = fmt.Sprintf("%s to %s: what each side says", trade.AreaName(s.From), trade.AreaName(s.To)), in
	for _, y := range s.Years {
		c.Periods = append(c.Periods, y.Period)
		c.A.Values = append(c.A.Values, nan(y.Values[s.Left]))
		c.B.Values = append(c.B.Values, nan(y.Values[s.Right]))
	}
	return c
}

// teller names an account: "Kazakhstan, exports FOB", "BACI (product 2709 only)".
func teller(a *trade.Account) string {
	s := a.Title
	if a.Word != trade.Reconciled {
		what := "exports"
		if a.Word == trade.Importer {
			what = "imports"
		}
		s = fmt.Sprintf("%s, %s %s", trade.AreaName(a.Reporter), what, a.Valuation)
	}
	if a.Only != "" {
		s += " (" + a.Only + " only)"
	}
	return s
}

// tellers names the accounts of a flow; two of one name are told apart by their datasets.
func tellers(s *trade.Sides) []string {
	names := make([]string, len(s.Accounts))
	count := map[string]int{}
	for i := range s.Accounts {
		names[i] = teller(&s.Accounts[i])
		count[names[i]]++
	}
	for i := range names {
		if count[names[i]] > 1 {
			names[i] += " [" + s.Accounts[i].Dataset + "]"
		}
	}
	return names
}

// Composition draws the products of a flow by chapter; nil where products are not known.
func Composition(f *trade.Flows, p *trade.Pair) *chart.Treemap {
	if len(f.Products) == 0 {
		return nil
	}
	c := &chart.Treemap{Unit: unit(p.Unit)}
	c.ID = "products-" + f.From + "-" + f.To
	c.Title = fmt.Sprintf("%s to %s by product, %s", trade.AreaName(f.From), trade.AreaName(f.To), p.DetailYear)
	c.Note, c.Source = p.Unit, p.Detail.Title
	for _, pr := range f.Products {
		if !pr.Value.OK() {
			continue
		}
		chapter := pr.Code[:min(2, len(pr.Code))]
		note := pr.Code
		if pr.Share.OK() {
			note += ", " + trade.Percent(pr.Share)
		}
		c.Items = append(c.Items, chart.Item{Name: cmp.Or(pr.Name, pr.Code), Group: cmp.Or(trade.ProductName(p.Detail.Classification, chapter), chapter),
			Value: pr.Value.Value, Note: note})
	}
	if f.Others > 0 && f.Rest.OK() && f.Rest.Value > 0 {
		c.Items = append(c.Items, chart.Item{Name: fmt.Sprintf("%d other products", f.Others), Group: "Other", Value: f.Rest.Value})
	}
	return c
}

// Untapped draws what is untapped by partner.
func Untapped(p *trade.Potential) *chart.Bars {
	c := &chart.Bars{Unit: unit(p.Unit)}
	c.ID, c.Title = "potential-"+p.Exporter.Code, "Untapped export potential of "+p.Exporter.Name
	c.Note, c.Source = p.Unit+" a year", p.Source.Title
	for _, pp := range p.Partners {
		c.Rows = append(c.Rows, chart.Bar{Label: pp.Partner.Name, Value: pp.Untapped, Note: fmt.Sprintf("%d products", pp.Products)})
	}
	return c
}

// unit is how a chart writes a currency.
func unit(name string) chart.Unit {
	switch name {
	case "USD":
		return chart.USD
	case "EUR":
		return chart.EUR
	}
	return chart.Unit{After: " " + name}
}
