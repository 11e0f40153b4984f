package source

import (
	"dragoman"
	"dragoman/trade/codes"
)

var aboutComext = dragoman.Dataset{Source: "comext", Title: "Eurostat Comext", Classification: "CN", Currency: "EUR", Rank: 20,
	URL: "https://ec.europa.eu/eurostat/comext", Licence: "CC BY 4.0 (European Commission reuse policy)",
	Note: "reported by members of the European Union; imports CIF, exports FOB"}

// comext recognises the content of Comext's bulk files (full*.7z, unpacked): a row for each product, partner, statistical procedure
// and so on, which have to be summed.
func comext(_ string, header []string) (*layout, error) {
	if find(header, "reporter", "declarant", "reporteriso", "declarantiso") < 0 || !hasAll(header, "partner", "flow", "period") && !hasAll(header, "partneriso", "flow", "period") ||
		find(header, "productnc", "productcn") < 0 {
		return nil, nil
	}
	l := newLayout("Comext", header)
	l.take(period, "period")
	l.take(reporter, "reporter", "declarantiso", "reporteriso", "declarant")
	l.take(partner, "partner", "partneriso")
	l.take(flow, "flow")
	l.take(product, "productnc", "productcn")
	l.take(unit, "suppunit")
	l.area, l.sum = codes.ByEurostat, true
	l.numbers(map[role][]string{value: {"valueineuros", "valueeur"}, weight: {"quantityinkg", "quantitykg"}, quantity: {"quantityinsupplunit", "quantitysupplunit", "supquantity"}})
	l.about = aboutComext
	return l, nil
}

// numbers takes the columns with the figures of a row.
func (l *layout) numbers(names map[role][]string) {
	for _, r := range []role{value, weight, quantity} {
		if at := find(l.header, names[r]...); at >= 0 {
			l.measures = append(l.measures, measure{column: at, flow: -1, role: r})
		}
	}
}

// comextIndicators are the figures of Comext's downloads, one a row.
var comextIndicators = map[string]measure{
	"VALUE_IN_EUROS": {role: value}, "VALUE_EUR": {role: value},
	"QUANTITY_IN_100KG": {role: weight, move: 2}, "QUANTITY_IN_KG": {role: weight}, "QUANTITY_KG": {role: weight},
	"SUP_QUANTITY": {role: quantity}, "SUPPLEMENTARY_QUANTITY": {role: quantity}, "QUANTITY_SUPPL_UNIT": {role: quantity},
}

// comextSDMX recognises downloads of DS-045409, DS-059341 and their kin: as SDMX-CSV, a figure a row, or as TSV with periods as
// columns.
func comextSDMX(_ string, header []string) (*layout, error) {
	if !hasAll(header, "reporter", "partner", "product", "flow") || find(header, "indicators", "indicatorstimeperiod") < 0 {
		return nil, nil
	}
	l := newLayout("Comext", header)
	l.take(period, "timeperiod")
	l.take(reporter, "reporter")
	l.take(partner, "partner")
	l.take(flow, "flow")
	l.take(product, "product")
	l.take(indicator, "indicators", "indicatorstimeperiod")
	l.take(value, "obsvalue")
	l.area, l.indicators = codes.ByEurostat, comextIndicators
	if l.columns[value] < 0 {
		l.periodColumns(measure{flow: -1, role: value})
	}
	l.about = aboutComext
	return l, nil
}
