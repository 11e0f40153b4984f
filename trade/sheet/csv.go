package sheet

import (
	"fmt"
	"io"

	"dragoman/trade"
)

// PairCSV writes one part of a pair's trade as CSV: "year" (also for ""), "month", "product" or "side".
func PairCSV(w io.Writer, p *trade.Pair, of string) error {
	switch of {
	case "product":
		rows := [][]string{append([]string{"from", "to", "year"}, productHead...)}
		for _, f := range []*trade.Flows{&p.Exports, &p.Imports} {
			for i := range f.Products {
				rows = append(rows, append([]string{f.From, f.To, p.DetailYear}, product(&f.Products[i], p.Unit, p.Detail.ID)...))
			}
		}
		return table(w, rows)
	case "side":
		return table(w, sides(p))
	case "month":
		return table(w, years(p.Months, p.Unit, p.Answers.ID))
	}
	return table(w, years(p.Years, p.Unit, p.Answers.ID))
}

// CountryCSV writes one part of a country's trade as CSV: "year" (also for ""), "month", "product" or "partner".
func CountryCSV(w io.Writer, c *trade.Country, of string) error {
	flows := []struct {
		name string
		t    *trade.Trading
	}{{"exports", &c.Exports}, {"imports", &c.Imports}}
	switch of {
	case "product":
		rows := [][]string{append([]string{"flow", "year"}, productHead...)}
		for _, f := range flows {
			for i := range f.t.Products {
				rows = append(rows, append([]string{f.name, c.DetailYear}, product(&f.t.Products[i], c.Unit, c.Detail.ID)...))
			}
		}
		return table(w, rows)
	case "partner":
		rows := [][]string{{"flow", "year", "partner", "name", "value", "share", "growth", "contribution", "unit", "dataset"}}
		for _, f := range flows {
			for _, p := range f.t.Partners {
				rows = append(rows, []string{f.name, c.Year, p.Code, p.Name, number(p.Value), number(p.Share), number(p.Growth), number(p.Contribution), c.Unit, c.Answers.ID})
			}
		}
		return table(w, rows)
	case "month":
		return table(w, years(c.Months, c.Unit, c.Answers.ID))
	}
	return table(w, years(c.Years, c.Unit, c.Answers.ID))
}

func years(list []trade.Year, unit, dataset string) [][]string {
	rows := [][]string{{"period", "months", "exports", "imports", "turnover", "balance", "exports_growth", "imports_growth", "turnover_growth", "unit", "dataset"}}
	for _, y := range list {
		rows = append(rows, []string{y.Period, y.Months, number(y.Exports), number(y.Imports), number(y.Turnover), number(y.Balance), number(y.Growth.Exports),
			number(y.Growth.Imports), number(y.Growth.Turnover), unit, dataset})
	}
	return rows
}

var productHead = []string{"code", "name", "value", "share", "growth", "contribution", "rca", "symmetric_rca", "of_world", "unit_value", "per_barrel", "unit", "dataset"}

func product(p *trade.Product, unit, dataset string) []string {
	return []string{p.Code, p.Name, number(p.Value), number(p.Share), number(p.Growth), number(p.Contribution), number(p.RCA), number(p.SymmetricRCA),
		number(p.OfWorld), number(p.UnitValue), number(p.PerBarrel), unit, dataset}
}

// sides lists every account of both directions, a row for each year.
func sides(p *trade.Pair) [][]string {
	rows := [][]string{{"from", "to", "period", "months", "dataset", "reporter", "told_by", "valuation", "only", "value", "unit"}}
	for i := range p.Sides {
		s := &p.Sides[i]
		for _, y := range s.Years {
			for j, a := range s.Accounts {
				rows = append(rows, []string{s.From, s.To, y.Period, y.Months, a.Dataset, a.Reporter, string(a.Word), a.Valuation, a.Only, number(y.Values[j]), p.Unit})
			}
		}
	}
	return rows
}

// PotentialCSV writes the lines of an assessment as CSV.
func PotentialCSV(w io.Writer, p *trade.Potential) error {
	rows := [][]string{{"exporter", "partner", "code", "name", "exports", "world", "supply", "demand", "ease", "ease_of", "potential", "actual", "untapped", "used",
		"years", "unit", "dataset"}}
	for i := range p.Lines {
		l := &p.Lines[i]
		rows = append(rows, []string{p.Exporter.Code, l.Partner.Code, l.Code, l.Name, float(l.Exports), float(l.World), float(l.Supply), float(l.Demand), float(l.Ease),
			l.EaseOf, float(l.Potential), float(l.Actual), float(l.Untapped), number(l.Used), fmt.Sprintf("%s-%s", p.Years[0], p.Years[len(p.Years)-1]), p.Unit,
			p.Source.ID})
	}
	return table(w, rows)
}

// ClaimsCSV writes claims with their verdicts as CSV.
func ClaimsCSV(w io.Writer, list []trade.Comparison) error {
	rows := [][]string{{"figure", "metric", "good", "a", "b", "directed", "start", "end", "claimed", "unit", "verdict", "statistic", "reporter", "dataset", "ratio", "because"}}
	for i := range list {
		c := &list[i]
		row := []string{c.Claim.ID, c.Claim.Metric, "", c.Claim.A, c.Claim.B, fmt.Sprint(c.Claim.Directed), c.Claim.Period.Start, c.Claim.Period.End, float(c.Claim.Value),
			c.Claim.Unit, string(c.Verdict), "", "", "", number(c.Ratio), c.Because}
		if c.Claim.Good != nil {
			row[2] = c.Claim.Good.Name
		}
		if c.Chosen >= 0 {
			s := c.Statistics[c.Chosen]
			row[11], row[12], row[13] = number(s.Value), s.Reporter, s.Dataset
		}
		rows = append(rows, row)
	}
	return table(w, rows)
}
