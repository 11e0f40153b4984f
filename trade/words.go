package trade

import (
	"math"
	"strconv"
	"strings"
)

// Amount writes a value as a reader would, to four significant digits: "398.0 million", "11.35 million", "12,500".
func Amount(v float64) string {
	if v < 0 {
		return "−" + Amount(-v)
	}
	for _, s := range []struct {
		from float64
		name string
	}{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}} {
		if v >= s.from*0.99995 {
			return significant(v/s.from, 4) + " " + s.name
		}
	}
	if v > 0 && v < 10 {
		return significant(v, 3)
	}
	return grouped(v, 0)
}

// significant writes a number with n significant digits, never in powers of ten, and no digit before the point lost.
func significant(v float64, n int) string {
	if v == 0 {
		return "0"
	}
	_, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', n-1, 64), "e") // after rounding: 9.9996 is 10.00
	e, _ := strconv.Atoi(exponent)
	return grouped(v, max(0, n-1-e))
}

// grouped writes a number with decimals and commas between thousands.
func grouped(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	if v < 0 && strings.Trim(s, "0.") != "" {
		return "−" + whole
	}
	return whole
}

const notAvailable = "n/a"

// Percent writes a share: "12.3%", "0.04%"; "n/a" where there is none.
func Percent(m Measure) string {
	switch p := m.Value * 100; {
	case !m.OK():
		return notAvailable
	case p != 0 && math.Abs(p) < 0.1:
		return significant(p, 1) + "%"
	case math.Abs(p) >= 1000:
		return grouped(p, 0) + "%"
	default:
		return grouped(p, 1) + "%"
	}
}

// Change writes a growth with its sign: "+12.3%", "−4.0%".
func Change(m Measure) string {
	if m.OK() && m.Value > 0 {
		return "+" + Percent(m)
	}
	return Percent(m)
}

// Ratio writes a ratio or index to three significant digits.
func Ratio(m Measure) string {
	switch {
	case !m.OK():
		return notAvailable
	case math.Abs(m.Value) < 0.0005:
		return "0"
	}
	if math.Abs(m.Value) < 1 {
		return grouped(m.Value, 3)
	}
	return significant(m.Value, 3)
}

// Money writes a value with its unit: "398.0 million USD".
func Money(m Measure, unit string) string {
	if !m.OK() {
		return notAvailable
	}
	return Amount(m.Value) + " " + unit
}

// Figure writes an amount without its unit; "n/a" where there is none.
func Figure(m Measure) string {
	if !m.OK() {
		return notAvailable
	}
	return Amount(m.Value)
}
