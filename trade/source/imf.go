package source

import (
	"strings"

	"dragoman"
	"dragoman/trade/codes"
)

// imfIndicators are the series that are flows. Imports free on board are computed from those with freight and insurance and would
// count them again; balances are differences.
var imfIndicators = map[string]measure{
	"TXG_FOB_USD": {role: value, flow: 0}, "TMG_CIF_USD": {role: value, flow: 1},
	"XG_FOB_USD": {role: value, flow: 0}, "MG_CIF_USD": {role: value, flow: 1},
}

// imf recognises the Direction of Trade Statistics and their successor, the International Trade in Goods by partner country (IMTS): a
// figure a row, a row a series with periods as columns, or a column for each series.
func imf(_ string, header []string) (*layout, error) {
	l := newLayout("IMF", header)
	l.take(reporter, "countrycode", "countryid", "refarea", "country")
	l.take(partner, "counterpartcountrycode", "counterpartcountryid", "counterpartarea", "counterpartcountry")
	l.take(indicator, "indicatorcode", "indicatorid", "indicator")
	l.take(period, "timeperiod")
	l.take(value, "value", "obsvalue")
	l.take(scale, "scale", "unitmult")
	if l.columns[reporter] < 0 || l.columns[partner] < 0 {
		return nil, nil
	}
	l.area = codes.ByIMF
	l.about = dragoman.Dataset{Source: "imf", Title: "IMF Direction of Trade Statistics", Currency: "USD", Rank: 10, URL: "https://data.imf.org",
		Licence: "IMF terms of use (free with attribution)", Note: "totals only; exports FOB, imports CIF; some figures are estimated by the IMF"}
	if l.columns[indicator] < 0 {
		for i, h := range header {
			for code, m := range imfIndicators {
				if strings.HasSuffix(strings.TrimSpace(h), "("+code+")") {
					m.column = i
					l.measures = append(l.measures, m)
				}
			}
		}
		if len(l.measures) == 0 {
			return nil, nil
		}
		return l, nil
	}
	l.indicators = imfIndicators
	if at := find(header, "attribute"); at >= 0 {
		l.pins = []pin{{at, []string{"Value", ""}, "marks (Attribute Status), no figures"}}
	}
	if l.columns[value] < 0 {
		l.periodColumns(measure{flow: -1, role: value})
	}
	return l, nil
}
