package source

import (
	"maps"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade/codes"
)

// synonyms are the names under which plain tables have their columns.
var synonyms = [roles][]string{
	period:         {"period", "year", "refyear", "timeperiod", "time", "t", "yr"}, // beside a year, a period is the finer of the two
	month:          {"month", "refmonth"},
	reporter:       {"reporter", "reporteriso3", "reporteriso", "reportercode", "reporteriso2", "declarant"},
	partner:        {"partner", "partneriso3", "partneriso", "partnercode", "partneriso2", "counterpart"},
	flow:           {"flow", "flowcode", "flowdesc", "tradeflow", "direction"},
	product:        {"product", "productcode", "hscode", "hs6", "hs4", "hs2", "hs", "cmdcode", "commoditycode", "cn8", "k"},
	value:          {"value", "valueusd", "tradevalue", "tradevalueusd", "tradevalueus", "primaryvalue", "valueeur", "trade", "v", "export", "exports", "amount"},
	weight:         {"weight", "netweight", "netweightkg", "netwgt", "weightkg", "kg"},
	quantity:       {"quantity", "qty", "q"},
	unit:           {"unit", "qtyunit", "quantityunit"},
	estimated:      {"estimated", "isestimated"},
	final:          {"leaf", "isleaf"},
	classification: {"classification", "classificationcode"},
}

// exporters and importers are the sides of a table that has one value for each pair.
var (
	exporters = []string{"exporter", "exporteriso3", "exporteriso", "isoo", "iso3o", "origin", "exp", "i"}
	importers = []string{"importer", "importeriso3", "importeriso", "isod", "iso3d", "destination", "imp", "j"}
)

// plainTable reads a table of anyone's by the names of its columns, those given by the user first.
func plainTable(name string, header []string, s *Settings) (*layout, error) {
	l := newLayout("table", header)
	l.about = dragoman.Dataset{Source: "table", Title: baseName(name), Currency: "USD"}
	dyadic, err := l.chosen(name, s)
	if err != nil {
		return nil, err
	}
	for _, r := range []role{period, month, product, unit, estimated, final, classification} {
		l.guess(r)
	}
	at, to := find(header, exporters...), find(header, importers...)
	if !dyadic && l.columns[reporter] < 0 && l.constants[reporter] == nil && at >= 0 && to >= 0 {
		l.columns[reporter], l.columns[partner], dyadic = at, to, true
	}
	if !dyadic {
		l.guess(reporter)
		l.guess(partner)
		l.guess(flow)
	}
	if dyadic {
		l.flow, l.about.Reconciled, l.dyadic = 0, true, true
	}
	l.figures()
	l.ofProducts(header)
	if err := l.complete(name); err != nil {
		return nil, err
	}
	return l, l.once(name)
}

// once refuses a table in which two columns have the name of one that is read.
func (l *layout) once(name string) error {
	read := slices.Clone(l.columns[:])
	for _, m := range l.measures {
		read = append(read, m.column)
	}
	for i, h := range l.header {
		if at := slices.Index(l.header, h); at < i && slices.Contains(read, at) {
			return dragoman.Problemf(name, "line 1", "give every column a name of its own", "has two columns %q", h)
		}
	}
	return nil
}

// guess takes the column with a usual name, unless the user set one.
func (l *layout) guess(r role) {
	if l.constants[r] == nil {
		l.take(r, synonyms[r]...)
	}
}

// chosen takes the columns that the user names; it says whether they are exporter and importer.
func (l *layout) chosen(name string, s *Settings) (dyadic bool, err error) {
	for _, what := range slices.Sorted(maps.Keys(s.Columns)) {
		column, constant := strings.CutPrefix(s.Columns[what], "=")
		at := slices.IndexFunc(l.header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), column) })
		if at < 0 && !constant {
			return false, dragoman.Problemf(name, "line 1", "correct --columns; the columns are "+listed(l.header), "has no column %q", column)
		}
		r := role(slices.Index(roleNames[:], what))
		switch what {
		case "period":
			r = period
		case "exporter":
			r, dyadic = reporter, true
		case "importer":
			r, dyadic = partner, true
		}
		if r < 0 {
			p := dragoman.Problemf("--columns", "", "write one of exporter, importer, period, "+strings.Join(roleNames[:indicator], ", "), "%q is nothing that a column can be", what)
			p.Usage = true
			return false, p
		}
		if l.columns[r] = at; constant {
			l.columns[r], l.constants[r] = -1, []byte(column)
		}
	}
	return dyadic, nil
}

// figures finds the columns with numbers, and what their names say of currency and scale. A table may have a column for each flow.
func (l *layout) figures() {
	exports, imports := l.named("export"), l.named("import")
	if l.columns[value] < 0 && l.columns[flow] < 0 && l.flow < 0 && exports >= 0 && imports >= 0 {
		l.measures = []measure{{column: exports, flow: 0, role: value, move: l.scaleOf(exports)}, {column: imports, flow: 1, role: value, move: l.scaleOf(imports)}}
		return
	}
	for _, r := range []role{value, weight, quantity} {
		l.take(r, synonyms[r]...)
		if r == value && l.columns[r] < 0 {
			l.columns[r] = l.named("value")
		}
		if l.columns[r] >= 0 {
			m := measure{column: l.columns[r], flow: -1, role: r}
			if r == value {
				m.move = l.scaleOf(m.column)
			}
			l.measures = append(l.measures, m)
		}
	}
}

// named is a column whose name is a word with unit and currency after it: "export_kusd", "value_eur".
func (l *layout) named(word string) int {
	return slices.IndexFunc(l.header, func(h string) bool {
		rest, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(h)), word+"_")
		return found && moneyUnit(rest) != nil
	})
}

// money is a currency and the scale of its figures.
type money struct {
	currency string
	move     int
}

func moneyUnit(s string) *money {
	for prefix, move := range map[string]int{"": 0, "k": 3, "1000": 3, "thousand_": 3, "mn": 6, "m": 6, "million_": 6} {
		if currency, found := strings.CutPrefix(s, prefix); found && (currency == "usd" || currency == "eur") {
			return &money{strings.ToUpper(currency), move}
		}
	}
	return nil
}

func (l *layout) scaleOf(column int) int {
	name := strings.ToLower(strings.TrimSpace(l.header[column]))
	_, rest, _ := strings.Cut(name, "_")
	m := moneyUnit(rest)
	if m == nil {
		return 0
	}
	l.about.Currency = m.currency
	return m.move
}

// ofProducts guesses the classification of a column named after the Harmonized System; its revision is not told.
func (l *layout) ofProducts(header []string) {
	if l.columns[product] < 0 {
		return
	}
	if name := plainName(header[l.columns[product]]); strings.HasPrefix(name, "hs") || name == "cmdcode" || name == "commoditycode" {
		l.about.Classification = "HS"
	}
	if c, known := codes.Classification("CN"); known && plainName(header[l.columns[product]]) == "cn8" {
		l.about.Classification = c.Name
	}
}
