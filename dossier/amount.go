package dossier

import (
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

var scales = []struct {
	from float64
	name string
}{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}}

// Number writes a number as a reader would: "282 million", "1.48 billion", "12,500".
func Number(v float64) string {
	if v < 0 {
		return "−" + Number(-v)
	}
	for _, s := range scales {
		if v >= s.from {
			return strconv.FormatFloat(round(v/s.from), 'f', -1, 64) + " " + s.name
		}
	}
	whole := strconv.FormatFloat(v, 'f', -1, 64)
	frac := ""
	if i := strings.IndexByte(whole, '.'); i >= 0 {
		whole, frac = whole[:i], whole[i:]
	}
	for i := len(whole) - 3; i > 0 && len(whole) > 4; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + frac
}

// periods are the times that something is counted per; anything else is a unit.
var periods = []string{"year", "month", "week", "day"}

// round keeps what the text can have said: three decimals.
func round(v float64) float64 {
	f, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 3, 64), 64)
	return f
}

// Amount words a figure's value: "about 282 million USD", "increase of 12%".
func Amount(f *dragoman.Figure) string {
	s := Number(f.Value)
	if f.ValueMax > f.Value {
		s += " to " + Number(f.ValueMax)
	}
	switch f.Unit {
	case "":
	case "x":
		s += "-fold"
	case "%":
		s += "%"
	default:
		s += " " + f.Unit
	}
	switch {
	case slices.Contains(periods, f.Per):
		s += " a " + f.Per
	case f.Per != "":
		s += " per " + f.Per
	}
	if f.Approximation != "" {
		s = f.Approximation + " " + s
	}
	if f.Unit == "x" && f.Change != "" {
		return s + " " + f.Change
	}
	if f.Change != "" {
		s = f.Change + " of " + s
	}
	return s
}
