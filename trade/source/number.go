package source

import (
	"bytes"
	"math"
	"strconv"
)

// pow10 are the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// parseNumber reads a decimal and moves its point by so many digits to the right, so that "12.345" thousands are exactly 12345.
// Nothing, and the marks that statistics put for nothing, are NaN; ok is false for what is no number.
func parseNumber(b []byte, move int) (v float64, ok bool) {
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
		return parseOdd(b, move)
	}
	exponent := move
	if point >= 0 {
		exponent -= len(b) - 1 - point
	}
	if mantissa > 1<<53 || exponent >= len(pow10) || -exponent >= len(pow10) {
		return parseOdd(b, move)
	}
	if exponent < 0 {
		return float64(mantissa) / pow10[-exponent], true
	}
	return float64(mantissa) * pow10[exponent], true
}

// parseOdd reads what is written otherwise: signs, exponents, blanks, a decimal comma, marks for nothing.
func parseOdd(b []byte, move int) (float64, bool) {
	s := string(bytes.TrimSpace(b))
	switch s {
	case "", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", ".", "..", "...", "-", ":", ": c", ":c", "c":
		return math.NaN(), true
	}
	if n := len(s); n > 2 && s[n-2] == ' ' { // Eurostat's flags: "123.4 p"
		s = s[:n-2]
	}
	if comma := bytes.IndexByte(b, ','); comma >= 0 && bytes.IndexByte(b, '.') < 0 {
		s = string(bytes.Replace([]byte(s), []byte{','}, []byte{'.'}, 1))
	}
	if len(s) > 0 && (s[0] >= '0' && s[0] <= '9' || s[0] == '.' || (s[0] == '-' || s[0] == '+') && len(s) > 1 && (s[1] >= '0' && s[1] <= '9' || s[1] == '.')) {
		// The exponent is written into the number, so that it is rounded once.
		if v, err := strconv.ParseFloat(withExponent(s, move), 64); err == nil {
			return v, true
		}
	}
	return 0, false
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
