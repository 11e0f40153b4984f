package chart

import (
	"math"
	"strconv"
	"strings"
)

// Unit says how values are written: what stands before and after the number, and whether thousands are shortened.
type Unit struct {
	Before string // "$"
	After  string // "%", " t", " USD"
	Plain  bool   // never shortened: percentages, indices
	SI     bool   // shortened by SI prefixes set before After, as in "12 kt"; otherwise by K, M, B, T: "$12 K"
}

// Units in common use.
var (
	USD     = Unit{Before: "$"}
	EUR     = Unit{Before: "€"}
	Percent = Unit{After: "%", Plain: true}
	Tonnes  = Unit{After: " t", SI: true}
)

// NotReported is written in tables for a value that is not there.
const NotReported = "n/a"

var scales = []struct {
	by     float64
	name   string
	prefix string
}{{1e12, " T", "T"}, {1e9, " B", "G"}, {1e6, " M", "M"}, {1e3, " K", "k"}, {1, "", ""}}

// scaleOf is the index of the scale that writes v in one to three digits before the point.
func (u Unit) scaleOf(v float64) int {
	if u.Plain {
		return len(scales) - 1
	}
	for i, s := range scales {
		if math.Abs(v) >= s.by {
			return i
		}
	}
	return len(scales) - 1
}

// Format writes a value in three significant digits: "$282 M", "1.48 Mt", "−0.35%"; NaN as [NotReported].
func (u Unit) Format(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return NotReported
	}
	i := u.scaleOf(v)
	s := significant(v/scales[i].by, 3)
	if i > 0 && strings.TrimLeft(s, "-") == "1000" && !u.Plain {
		i--
		s = significant(v/scales[i].by, 3)
	}
	return u.dress(s, i)
}

// dress puts sign, unit and scale around a number's digits.
func (u Unit) dress(digits string, scale int) string {
	sign := ""
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "−", rest
	}
	if strings.Trim(digits, "0.") == "" {
		return printable(u.Before + "0" + u.After)
	}
	if !strings.Contains(digits, "e") {
		digits = grouped(digits)
	}
	if u.SI {
		name := strings.TrimLeft(u.After, " ")
		return printable(sign + u.Before + digits + u.After[:len(u.After)-len(name)] + scales[scale].prefix + name)
	}
	return printable(sign + u.Before + digits + scales[scale].name + u.After)
}

// grouped sets commas between thousands.
func grouped(digits string) string {
	whole, frac, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		return whole + "." + frac
	}
	return whole
}

// significant rounds to n significant digits, whole numbers excepted, without trailing zeros; what is too large or too small
// for that is written with an exponent.
func significant(v float64, n int) string {
	a := math.Abs(v)
	if a != 0 && (a >= 1e6 || a < 1e-4) {
		return strconv.FormatFloat(v, 'g', n, 64)
	}
	decimals := 0
	if a > 0 {
		decimals = max(0, n-1-int(math.Floor(math.Log10(a))))
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// formatTicks writes the marks of an axis in one scale and with as many decimals as tell neighbours apart.
func (u Unit) formatTicks(ticks []float64) []string {
	largest, step := 0.0, math.Inf(1)
	for i, t := range ticks {
		largest = max(largest, math.Abs(t))
		if i > 0 {
			step = min(step, t-ticks[i-1])
		}
	}
	which := u.scaleOf(largest)
	scale := scales[which]
	decimals := 0
	if d := step / scale.by; d > 0 && d < 1 {
		decimals = min(6, int(math.Ceil(-math.Log10(d)-1e-9)))
		if scaled := d * math.Pow10(decimals); math.Abs(scaled-math.Round(scaled)) > 1e-6 {
			decimals++ // steps of 2.5
		}
	} else if d > 1 && d < 10 && d != math.Round(d) {
		decimals = 1
	}
	out := make([]string, len(ticks))
	for i, t := range ticks {
		digits := strconv.FormatFloat(t/scale.by, 'f', decimals, 64)
		if math.Abs(t/scale.by) >= 1e6 {
			digits = significant(t/scale.by, 3)
		}
		out[i] = u.dress(digits, which)
	}
	return out
}

// formatShare writes a part of a whole: "34%", "0.4%", "<0.1%".
func formatShare(part, whole float64) string {
	if whole <= 0 {
		return NotReported
	}
	p := 100 * part / whole
	switch {
	case p == 0:
		return "0%"
	case p < 0.1:
		return "<0.1%"
	case p < 9.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + "%"
}
