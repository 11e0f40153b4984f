package equilibrium

import (
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"
)

// Keep leaves only the countries of the codes given, in that order.
func (a *Answer) Keep(codes []string) {
	var kept []CountryEffect
	for _, code := range codes {
		if i := slices.IndexFunc(a.Countries, func(c CountryEffect) bool { return c.Code == code }); i >= 0 &&
			!slices.ContainsFunc(kept, func(c CountryEffect) bool { return c.Code == code }) {
			kept = append(kept, a.Countries[i])
		}
	}
	a.Countries = kept
}

// KeepTop leaves n countries that no change names beside at most n that one does: of the latter those with the largest effect.
func (a *Answer) KeepTop(n int) {
	parties := slices.IndexFunc(a.Countries, func(c CountryEffect) bool { return !c.Party })
	if parties < 0 {
		parties = len(a.Countries)
	}
	named := slices.Clone(a.Countries[:parties])
	if limit := max(n, 12); len(named) > limit {
		slices.SortStableFunc(named, func(x, y CountryEffect) int { return byEffect(&x, &y) })
		named = named[:limit]
	}
	a.Countries = append(named, a.Countries[parties:min(parties+n, len(a.Countries))]...)
}

// WriteCSV writes a row for each country; cells are empty where something is not defined or was not asked for;
// numbers have ten digits.
func (a *Answer) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	header := []string{"code", "name", "party", "exports_before", "imports_before", "output_before", "expenditure_before"}
	for _, kind := range []string{"conditional_", "full_"} {
		for _, c := range effectColumns {
			header = append(header, kind+c.name)
		}
	}
	header = append(header, "gain", "gain_of_gdp_pct", "exports_low_pct", "exports_high_pct", "real_income_low_pct", "real_income_high_pct")
	if err := out.Write(header); err != nil {
		return err
	}
	for i := range a.Countries {
		if err := out.Write(a.Countries[i].cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

var effectColumns = []struct {
	name string
	of   func(e *Effect) Percent
}{
	{"exports_pct", func(e *Effect) Percent { return e.Exports }},
	{"imports_pct", func(e *Effect) Percent { return e.Imports }},
	{"price_pct", func(e *Effect) Percent { return e.Price }},
	{"index_pct", func(e *Effect) Percent { return e.Index }},
	{"outward_pct", func(e *Effect) Percent { return e.Outward }},
	{"real_output_pct", func(e *Effect) Percent { return e.RealOutput }},
	{"real_income_pct", func(e *Effect) Percent { return e.RealIncome }},
}

func (c *CountryEffect) cells() []string {
	row := []string{c.Code, c.Name, strconv.FormatBool(c.Party), plain(c.Exports), plain(c.Imports), plain(c.Output), plain(c.Expenditure)}
	for _, e := range []*Effect{c.Conditional, c.Full} {
		for _, column := range effectColumns {
			v := math.NaN()
			if e != nil {
				v = float64(column.of(e))
			}
			row = append(row, plain(v))
		}
	}
	gain, ofGDP := math.NaN(), math.NaN()
	if c.Gain != nil {
		gain = *c.Gain
	}
	if c.GainOfGDP != nil {
		ofGDP = float64(*c.GainOfGDP)
	}
	row = append(row, plain(gain), plain(ofGDP))
	for _, s := range []*Span{c.ExportSpan, c.IncomeSpan} {
		if s == nil {
			row = append(row, "", "")
			continue
		}
		row = append(row, plain(float64(s.Low)), plain(float64(s.High)))
	}
	return row
}

func plain(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 10, 64)
}
