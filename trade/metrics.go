package trade

import (
	"fmt"
	"math"
)

// Share is part / whole, 0 to 1.
func Share(part, whole float64) Measure {
	if whole <= 0 {
		return Unavailable("the whole is zero")
	}
	return Known(part / whole)
}

// Growth is (after - before) / before: 0.1 is an increase of 10 %.
func Growth(before, after float64) Measure {
	if before <= 0 {
		return Unavailable("there was none before")
	}
	return Known(after/before - 1)
}

// CompoundGrowth is the yearly rate that leads from first to last over a number of years: (last/first)^(1/years) - 1.
func CompoundGrowth(first, last float64, years int) Measure {
	switch {
	case years <= 0:
		return Unavailable("it takes two years")
	case first <= 0:
		return Unavailable("there was none in the first year")
	}
	return Known(math.Pow(last/first, 1/float64(years)) - 1)
}

// Contribution is what a part added to the growth of the whole, (part after - part before) / whole before; over all parts it sums to
// the growth of the whole.
func Contribution(before, after, wholeBefore float64) Measure {
	if wholeBefore <= 0 {
		return Unavailable("there was none before")
	}
	return Known((after - before) / wholeBefore)
}

// Concentration is the normalised Herfindahl-Hirschman index, (H - 1/n) / (1 - 1/n) with H the sum of squared shares and n the number
// of positive parts: 0 when all are equal, 1 when there is one (Hirschman, National Power and the Structure of Foreign Trade, 1945;
// Herfindahl, 1950; in the normalised form of UNCTADstat, without its square root).
func Concentration(cells []Cell) Measure {
	sum, n := total(cells)
	if sum <= 0 {
		return Unavailable("there is no trade")
	}
	if n == 1 {
		return Known(1)
	}
	var h float64
	for _, c := range cells {
		s := c.Value / sum
		h += s * s
	}
	least := 1 / float64(n)
	return Known(max(0, (h-least)/(1-least)))
}

// RCA is Balassa's index of revealed comparative advantage, (x_ik/x_i) / (x_wk/x_w): the share of product k in the exports of i over
// its share in the exports of the world; above 1 the country is specialised in it (Balassa, Trade Liberalisation and "Revealed"
// Comparative Advantage, The Manchester School 33, 1965).
func RCA(productOfCountry, country, productOfWorld, world float64) Measure {
	switch {
	case country <= 0:
		return Unavailable("the country has no exports")
	case world <= 0 || productOfWorld <= 0:
		return Unavailable("the world's exports of the product are not known")
	}
	return Known(productOfCountry / country / (productOfWorld / world))
}

// SymmetricRCA brings an RCA to -1 to 1: (RCA - 1) / (RCA + 1) (Dalum, Laursen and Villumsen, Structural Change in OECD Export
// Specialisation Patterns, 1998).
func SymmetricRCA(rca Measure) Measure {
	return rca.then(func(v float64) float64 { return (v - 1) / (v + 1) })
}

// Similarity is the Finger-Kreinin index of two export structures, the sum over products of the smaller of the two shares: 0 nothing in
// common, 1 the same structure (Finger and Kreinin, A Measure of "Export Similarity" and Its Possible Uses, Economic Journal 89,
// 1979). Cells stand in ascending order of codes.
func Similarity(a, b []Cell) Measure {
	sumA, _ := total(a)
	sumB, _ := total(b)
	if sumA <= 0 || sumB <= 0 {
		return Unavailable("one of the two has no exports by product")
	}
	var s float64
	each(a, b, func(_ string, x, y float64) { s += min(x/sumA, y/sumB) })
	return Known(min(s, 1))
}

// Complementarity is Michaely's index of how the exports of one country fit the imports of another, 1 - sum_k |m_k - x_k| / 2 over
// shares: 0 no fit, 1 a perfect one (Michaely, Trade Preferential Agreements in Latin America, World Bank WPS 1583, 1996).
func Complementarity(exports, imports []Cell) Measure {
	x, _ := total(exports)
	m, _ := total(imports)
	if x <= 0 || m <= 0 {
		return Unavailable("exports or imports by product are not known")
	}
	var off float64
	each(exports, imports, func(_ string, e, i float64) { off += math.Abs(i/m - e/x) })
	return Known(max(0, 1-off/2))
}

// Intensity is the trade intensity of exports from i to j, (x_ij/x_i) / (m_j/(m_w - m_i)): the share of j in the exports of i over
// its share in the imports of the world without i; above 1 they trade more than their sizes tell (Brown, 1949; Kojima, 1964).
func Intensity(flow, exports, importsOfPartner, importsOfWorld, ownImports float64) Measure {
	rest := importsOfWorld - ownImports
	switch {
	case exports <= 0:
		return Unavailable("the exporter has no exports")
	case rest <= 0 || importsOfPartner <= 0:
		return Unavailable("the partner's part of world imports is not known")
	}
	return Known(flow / exports / (importsOfPartner / rest))
}

// GrubelLloyd is the share of intra-industry trade, 1 - sum_k |x_k - m_k| / sum_k (x_k + m_k): 0 the countries trade different products, 1 as
// much of each goes either way (Grubel and Lloyd, Intra-industry Trade, 1975). It grows with the coarseness of products.
func GrubelLloyd(exports, imports []Cell) Measure {
	var off, sum float64
	each(exports, imports, func(_ string, x, m float64) {
		off += math.Abs(x - m)
		sum += x + m
	})
	if sum <= 0 {
		return Unavailable("there is no trade by product")
	}
	return Known(1 - off/sum)
}

// UnitValue is value per kg of net weight, in the currency of the value.
func UnitValue(value, weight float64) Measure {
	if math.IsNaN(weight) || weight <= 0 {
		return Unavailable("no weight is given")
	}
	return Known(value / weight)
}

// BarrelsPerTonne of crude oil, world average (BP Statistical Review of World Energy, approximate conversion factors).
const BarrelsPerTonne = 7.33

// PerBarrel is the price of crude oil in value per barrel, at the world average of barrels in a tonne.
func PerBarrel(value, weight float64) Measure {
	return UnitValue(value, weight).then(func(v float64) float64 { return v * 1000 / BarrelsPerTonne })
}

// Rank is the place of a code among others by value.
type Rank struct {
	Place int `json:"place"` // 1 is the largest; equals share a place; 0 when it has no value
	Of    int `json:"of"`    // how many have a value above zero
}

// RankOf ranks a code by value.
func RankOf(cells []Cell, code string) Rank {
	var own float64
	for _, c := range cells {
		if c.Code == code {
			own = c.Value
		}
	}
	r := Rank{}
	for _, c := range cells {
		if c.Value <= 0 {
			continue
		}
		r.Of++
		if c.Value > own {
			r.Place++
		}
	}
	if own <= 0 {
		return Rank{Of: r.Of}
	}
	r.Place++
	return r
}

// String words the rank: "3 of 180", "none of 180".
func (r Rank) String() string {
	if r.Place == 0 {
		return fmt.Sprintf("none of %d", r.Of)
	}
	return fmt.Sprintf("%d of %d", r.Place, r.Of)
}

// total sums cells; n counts those above zero.
func total(cells []Cell) (sum float64, n int) {
	for _, c := range cells {
		sum += c.Value
		if c.Value > 0 {
			n++
		}
	}
	return sum, n
}

// each walks two lists of cells in ascending order of codes together; a code that one lacks has 0 there.
func each(a, b []Cell, f func(code string, x, y float64)) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].Code < b[j].Code:
			f(a[i].Code, a[i].Value, 0)
			i++
		case i == len(a) || b[j].Code < a[i].Code:
			f(b[j].Code, 0, b[j].Value)
			j++
		default:
			f(a[i].Code, a[i].Value, b[j].Value)
			i, j = i+1, j+1
		}
	}
}

// coarser sums cells in ascending order by the first digits of their codes; 0 leaves them as they are.
func coarser(cells []Cell, digits int) []Cell {
	if digits == 0 {
		return cells
	}
	var out []Cell
	for _, c := range cells {
		c.Code = prefix(c.Code, digits)
		if n := len(out); n > 0 && out[n-1].Code == c.Code {
			out[n-1].Value += c.Value
			out[n-1].Weight = AddKnown(out[n-1].Weight, c.Weight)
			continue
		}
		out = append(out, c)
	}
	return out
}

func prefix(code string, digits int) string {
	if digits == 0 || len(code) <= digits {
		return code
	}
	return code[:digits]
}

// valueAt finds a code among cells in ascending order.
func valueAt(cells []Cell, code string) (Cell, bool) {
	lo, hi := 0, len(cells)
	for lo < hi {
		mid := (lo + hi) / 2
		if cells[mid].Code < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(cells) && cells[lo].Code == code {
		return cells[lo], true
	}
	return Cell{Code: code}, false
}
