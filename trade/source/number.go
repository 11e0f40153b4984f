package source

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// pow10 are the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// parseNumber reads a decimal and moves its point by so many digits to the right, so that "12.345" thousands are exactly 12345.
// Nothing, and the marks that statistics put for nothing, are NaN; ok is false for what is no number. What parts the cells of the
// table tells what "1,234" is.
func parseNumber(b []byte, move int, delimiter byte) (v float64, ok bool) {
	var mantissa uint64
	i, digits, point := 0, 0, -1
	for ; i < len(b); i++ {
		c := b[i]
		if c >= '0' && c <= '9' {
			mantissa = mantissa*10 + uint64(c-'0')
			digits++
			continue
		}
		if c != '.' || point >= 0 {
			break
		}
		point = i
	}
	if i < len(b) || digits == 0 || digits > 18 {
		return parseOdd(b, move, delimiter)
	}
	exponent := move
	if point >= 0 {
		exponent -= len(b) - 1 - point
	}
	if mantissa > 1<<53 || exponent >= len(pow10) || -exponent >= len(pow10) {
		return parseOdd(b, move, delimiter)
	}
	if exponent < 0 {
		return float64(mantissa) / pow10[-exponent], true
	}
	return float64(mantissa) * pow10[exponent], true
}

// parseOdd reads what is written otherwise: signs, exponents, blanks, a decimal comma, marks for nothing.
func parseOdd(b []byte, move int, delimiter byte) (float64, bool) {
	s := string(bytes.TrimSpace(b))
	switch s {
	case "", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", ".", "..", "...", "-", ":", ": c", ":c", "c":
		return math.NaN(), true
	}
	if n := len(s); n > 2 && s[n-2] == ' ' && s[n-1] >= 'a' && s[n-1] <= 'z' { // Eurostat's flags: "123.4 p"
		s = s[:n-2]
	}
	s = plainDecimal(s, delimiter)
	if len(s) > 0 && (s[0] >= '0' && s[0] <= '9' || s[0] == '.' || (s[0] == '-' || s[0] == '+') && len(s) > 1 && (s[1] >= '0' && s[1] <= '9' || s[1] == '.')) {
		// The exponent is written into the number, so that it is rounded once.
		if v, err := strconv.ParseFloat(withExponent(s, move), 64); err == nil {
			return v, true
		}
	}
	return 0, false
}

// plainDecimal writes a number with one point and no marks between thousands: "1.234,5", "1,234.5", "1 234,5" are 1234.5. One comma is a
// decimal comma, unless commas part the cells and it stands where one between thousands would.
func plainDecimal(s string, delimiter byte) string {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
	if whole, fraction, _ := cutAny(s, ",."); strings.Contains(whole, " ") && grouped(whole, " ") {
		s = strings.ReplaceAll(whole, " ", "") + fraction
	}
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch at := strings.LastIndexAny(s, ".,"); {
	case commas == 0 && dots < 2:
	case commas == 1 && dots == 0:
		if delimiter == ',' && grouped(s, ",") {
			return strings.Replace(s, ",", "", 1)
		}
		return strings.Replace(s, ",", ".", 1)
	case dots == 0 && grouped(s, ","):
		return strings.ReplaceAll(s, ",", "")
	case commas == 0 && grouped(s, "."):
		return strings.ReplaceAll(s, ".", "")
	case s[at] == ',' && commas == 1 && grouped(s[:at], "."):
		return strings.ReplaceAll(s[:at], ".", "") + "." + s[at+1:]
	case s[at] == '.' && dots == 1 && grouped(s[:at], ","):
		return strings.ReplaceAll(s[:at], ",", "") + s[at:]
	}
	return s
}

// cutAny cuts a text before the first of some characters.
func cutAny(s, chars string) (before, rest string, found bool) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i:], true
	}
	return s, "", false
}

// grouped says whether a mark stands between thousands: "1,234,567", but not "0,123" or "12,34".
func grouped(s, mark string) bool {
	groups := strings.Split(strings.TrimLeft(s, "+-"), mark)
	for i, g := range groups {
		if !allDigits([]byte(g)) || i > 0 && len(g) != 3 || i == 0 && (len(g) > 3 || g[0] == '0') {
			return false
		}
	}
	return len(groups) > 1
}

func withExponent(s string, move int) string {
	if e := bytes.IndexAny([]byte(s), "eE"); e >= 0 {
		n, err := strconv.Atoi(s[e+1:])
		if err != nil {
			return ""
		}
		return s[:e] + "e" + strconv.Itoa(n+move)
	}
	return s + "e" + strconv.Itoa(move)
}

// parsePeriod reads a year or a month in the forms of statistics: 2023, 202304, 2023-04, 2023M04, 2023-M04. Comext writes 202352 for
// a year as a whole. It gives "" for anything else, quarters among them.
func parsePeriod(b []byte) string {
	b = bytes.TrimSpace(b)
	if len(b) < 4 || !allDigits(b[:4]) || b[0] == '0' {
		return ""
	}
	year, rest := string(b[:4]), b[4:]
	if len(rest) > 0 && rest[0] == '-' {
		rest = rest[1:]
	}
	if len(rest) > 0 && (rest[0] == 'M' || rest[0] == 'm') {
		rest = rest[1:]
	}
	switch {
	case len(b) == 4:
		return year
	case len(rest) == 1 && rest[0] >= '1' && rest[0] <= '9':
		return year + "-0" + string(rest)
	case len(rest) != 2 || !allDigits(rest):
		return ""
	case string(rest) == "52":
		return year
	case string(rest) >= "01" && string(rest) <= "12":
		return year + "-" + string(rest)
	}
	return ""
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}
