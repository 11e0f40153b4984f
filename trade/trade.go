// Package trade answers what flows between countries: it reads statistics, keeps both sides of every flow, and computes shares,
// ranks, growth, concentration and comparative advantage from them.
package trade

import (
	"context"
	"math"

	"dragoman"
)

// Flow is the direction of a row, seen from its reporter.
type Flow string

// The flows of the UN's International Merchandise Trade Statistics (IMTS 2010).
const (
	Export   Flow = "X"
	Import   Flow = "M"
	ReExport Flow = "RX" // part of exports
	ReImport Flow = "RM" // part of imports
)

// Codes that stand for everything. In a row they stand for the part that the source does not break down: where a source gives a
// total and less than that by partner or by product (confidential trade), the rest is a row of its own, so that rows add up to what
// was given. A code above others ("2709" beside "270900") is the rest of its level in the same way.
const (
	World = "WLD"   // all partners together
	Total = "TOTAL" // all products together
)

// Row is one line of statistics as it was reported.
type Row struct {
	Period    string  // "2023" a year, "2023-04" a month
	Reporter  string  // ISO 3166-1 alpha-3, or an area of trade/codes
	Partner   string  // the same; World: not given by partner
	Flow      Flow    // seen from the reporter
	Product   string  // code as reported, in the dataset's classification ("270900"); Total: not given by product
	Value     float64 // in units of the dataset's currency, not in thousands
	Weight    float64 // net weight, kg; NaN when not given
	Quantity  float64 // in Unit; NaN when not given
	Unit      string  // supplementary unit; "" when not given
	Estimated bool    // the source says that the value or weight is estimated
}

// Side says whose word a margin is.
type Side string

const (
	ByReporter Side = "r" // what the area itself reports
	ByPartner  Side = "p" // what all others report about the area: its mirror
)

// Cell is a sum over rows.
type Cell struct {
	Code   string  // partner or product
	Value  float64 // in units of the dataset's currency
	Weight float64 // kg; the sum of the weights given, NaN when none is
}

// Margin is what an area traded in one period under one flow, summed. Flow is seen from the reporters: the margin of area HRV,
// flow Export, side ByPartner holds what others say that they exported to Croatia. Area World, side ByPartner holds what all
// reporters together report.
type Margin struct {
	Period   string
	Area     string
	Flow     Flow
	Side     Side
	Value    float64 // total, all partners and products
	Partners []Cell  // by partner code, ascending, without World; on side ByPartner by reporter
	Products []Cell  // by product code as reported, ascending, without Total; empty when the dataset has totals only
}

// MarginQuery asks for margins; empty lists and bounds let everything through, except that area World comes only by name.
type MarginQuery struct {
	Dataset  string
	From, To string
	Areas    []string
	Flow     Flow
	Side     Side

	Partners, Products bool // which sums to load; Value is always there
}

// RowQuery asks for rows in detail.
type RowQuery struct {
	Dataset  string
	From, To string
	Reporter string
	Flow     Flow
	Partners []string // empty: all
	Products []string // prefixes of codes ("27" is the whole chapter); empty: all
}

// Table answers questions about flows. Two hold one: a store with packed blocks (package trade/block) and memory.
type Table interface {
	// Datasets lists what there is, best rank first.
	Datasets(ctx context.Context) ([]dragoman.Dataset, error)
	// Margins gives sums ordered by period and area.
	Margins(ctx context.Context, q MarginQuery) ([]Margin, error)
	// Rows gives rows in detail ordered by period, partner and product.
	Rows(ctx context.Context, q RowQuery) ([]Row, error)
}

// AddKnown sums two numbers of which either may be missing (NaN).
func AddKnown(a, b float64) float64 {
	switch {
	case math.IsNaN(a):
		return b
	case math.IsNaN(b):
		return a
	}
	return a + b
}
