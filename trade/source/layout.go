// Package source reads the tables in which trade statistics are published, typed by their headers, and imports them into a store.
package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dragoman"
	"dragoman/trade/codes"
)

// role is what a column is for.
type role int

const (
	period role = iota
	month
	reporter
	partner
	flow
	product
	value
	weight
	quantity
	unit
	estimated
	final
	classification
	indicator
	scale
	roles // how many there are
)

var roleNames = [roles]string{"year", "month", "reporter", "partner", "flow", "product", "value", "weight", "quantity", "unit", "estimated", "final",
	"classification", "indicator", "scale"}

// pin demands a value of a dimension that has a total beside its parts; other rows would count the same trade again.
type pin struct {
	column int
	values []string
	reason string
}

// measure is what a number of a row means.
type measure struct {
	column int    // -1: the column of the role value
	period string // "": the column of the role period
	flow   int    // place in block.Flows; -1: the column of the role flow
	role   role   // value, weight or quantity
	move   int    // digits by which the point moves: 3 for thousands
}

// layout says how a table is read.
type layout struct {
	format    string // as messages call it
	delimiter byte
	compound  bool // the first cell holds several, parted by commas (Eurostat's TSV)
	header    []string
	columns   [roles]int    // -1: there is none
	constants [roles][]byte // what the user set for all rows where there is no column

	area       func(code string) (*codes.Area, bool)
	flow       int // fixed flow, -1 when there is a column
	measures   []measure
	indicators map[string]measure // by the code in the column of the role indicator; one measure a row
	pins       []pin
	sum        bool // rows of one key are parts of a sum
	width      int  // digits of product codes that have lost a zero in front; 0: as they are
	zeroIsNone bool // a weight or quantity of 0 is one that is not given
	quarters   int  // columns of quarters that are not read
	dyadic     bool // reporter and partner are exporter and importer

	about dragoman.Dataset // source, title, vintage, classification, currency, ...
}

// sideName is what the table calls the reporter or partner.
func (l *layout) sideName(r role) string {
	switch {
	case !l.dyadic:
		return roleNames[r]
	case r == reporter:
		return "exporter"
	}
	return "importer"
}

// plainName writes a column's name in small letters and digits only: "Reporter Code", "reporterCode" and "reporter_code" are one.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// newLayout starts a layout without columns.
func newLayout(format string, header []string) *layout {
	l := &layout{format: format, header: header, flow: -1, area: anyArea}
	for i := range l.columns {
		l.columns[i] = -1
	}
	return l
}

// find is the first column with one of the names, the earlier name first; -1 for none.
func find(header []string, names ...string) int {
	for _, n := range names {
		if i := slices.IndexFunc(header, func(h string) bool { return plainName(h) == n }); i >= 0 {
			return i
		}
	}
	return -1
}

func hasAll(header []string, names ...string) bool {
	for _, n := range names {
		if find(header, n) < 0 {
			return false
		}
	}
	return true
}

func (l *layout) take(r role, names ...string) {
	if l.columns[r] < 0 {
		l.columns[r] = find(l.header, names...)
	}
}

// recognise finds out what a table is from its header and the file's name.
func recognise(name string, header []string, s *Settings) (*layout, error) {
	if len(s.Columns) > 0 {
		return plainTable(name, header, s)
	}
	for _, known := range []func(string, []string) (*layout, error){codeList, baci, comtrade, comext, comextSDMX, imf} {
		if l, err := known(name, header); l != nil || err != nil {
			return l, err
		}
	}
	return plainTable(name, header, s)
}

// codeList refuses lists of codes that come with the statistics.
func codeList(name string, header []string) (*layout, error) {
	what := ""
	switch {
	case hasAll(header, "countrycode") && (find(header, "countrynameabbreviation", "countryname", "countryiso3", "iso3digitalpha") >= 0) && find(header, "v", "value") < 0 && len(header) <= 6:
		what = "BACI's list of country codes"
	case len(header) == 2 && hasAll(header, "code", "description"):
		what = "BACI's list of product codes"
	case hasAll(header, "id", "country", "entryyear") || hasAll(header, "qtycode", "qtyabbr") || hasAll(header, "dataitem") ||
		len(header) > 1 && plainName(header[0]) == "id" && plainName(header[1]) == "text":
		what = "a list of UN Comtrade's codes"
	default:
		return nil, nil
	}
	return nil, &listOfCodes{dragoman.Problemf(name, "line 1", "leave it out; these codes are built in (dragoman knows areas, products and units)", "is %s, not trade statistics", what)}
}

// listOfCodes is a table that belongs to statistics and holds none.
type listOfCodes struct{ *dragoman.Problem }

// periodColumns are the columns of a wide table that stand for a year or a month.
func (l *layout) periodColumns(like measure) {
	for i, h := range l.header {
		name := strings.TrimSpace(h)
		if p := parsePeriod([]byte(name)); p != "" && len(name) <= 8 {
			m := like
			m.column, m.period = i, p
			l.measures = append(l.measures, m)
		} else if len(name) >= 6 && strings.ContainsAny(name[4:], "Qq") && allDigits([]byte(name[:4])) {
			l.quarters++
		}
	}
}

// complete checks that what must be there is there.
func (l *layout) complete(name string) error {
	var missing []string
	for _, r := range []role{period, reporter, partner} {
		if l.columns[r] < 0 && l.constants[r] == nil && !(r == period && len(l.measures) > 0 && l.measures[0].period != "") {
			missing = append(missing, roleNames[r])
		}
	}
	if l.indicators == nil && !slices.ContainsFunc(l.measures, func(m measure) bool { return m.role == value }) {
		missing = append(missing, "value")
	}
	if l.columns[flow] < 0 && l.constants[flow] == nil && l.flow < 0 && l.indicators == nil && (len(l.measures) == 0 || l.measures[0].flow < 0) {
		missing = append(missing, "flow (or exporter and importer)")
	}
	if len(missing) == 0 {
		return nil
	}
	mend := "name the columns with --columns year=...,exporter=...,importer=...,value=..."
	if len(l.header) == 1 {
		mend = "check that cells are parted by comma, semicolon or tab; else " + mend
	}
	return dragoman.Problemf(name, "line 1", mend, "has no column for %s; its columns are %s", strings.Join(missing, ", "), listed(l.header))
}

func listed(header []string) string {
	const most = 12
	if len(header) > most {
		return strings.Join(header[:most], ", ") + fmt.Sprintf(" and %d more", len(header)-most)
	}
	return strings.Join(header, ", ")
}

// numbered looks up an area by its number in one scheme; codes of letters are looked up as well.
func numbered(by func(int) (*codes.Area, bool)) func(string) (*codes.Area, bool) {
	return func(code string) (*codes.Area, bool) {
		if n, err := strconv.Atoi(strings.TrimSpace(code)); err == nil {
			return by(n)
		}
		return anyArea(code)
	}
}
