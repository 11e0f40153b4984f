package event

import (
	"strconv"
	"strings"

	"dragoman/lexicon"
)

// largest is more than any figure can be; beyond it stand typing errors and nonsense.
const largest = 1e18

// number reads a number in digits or words with the scale words after it: "282 million", "3.5bn", "two dozen", "twenty-five
// thousand", "one and a half million", "half a million".
func (c *clause) number(i int) (value float64, end int, ok bool) {
	form := c.form(i)
	if form == "" || c.dated(i) {
		return 0, i, false
	}
	end = i + 1
	if value, ok = parseNumber(form); !ok {
		if value, ok = c.glued(form); !ok {
			if value, end, ok = c.spelled(i); !ok {
				return 0, i, false
			}
		}
	}
	for {
		at := end
		if c.form(at) == "-" && len(c.word(at+1)) > 2 { // "a 500-million-dollar loan"
			at++
		}
		scale := c.lex.Scale(c.word(at))
		if scale == 0 {
			return value, end, true
		}
		value *= scale
		end = at + 1
		if value > largest {
			return 0, i, false
		}
	}
}

// parseNumber reads digits with English separators: "1,200,000", "3.5".
func parseNumber(s string) (float64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil && v < largest
}

// glued reads a number written together with its scale: "3.5bn", "200m".
func (c *clause) glued(s string) (float64, bool) {
	cut := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	if cut <= 0 {
		return 0, false
	}
	v, ok := parseNumber(s[:cut])
	scale := c.lex.Scale(strings.ToLower(s[cut:]))
	return v * scale, ok && scale > 0
}

const longScale = 4 // letters from which on a scale word can follow "a": "a million", not "a m"

// spelled reads a number in words up to, but without, its scale.
func (c *clause) spelled(i int) (value float64, end int, ok bool) {
	switch w := c.word(i); w {
	case "a", "an":
		next := c.word(i + 1)
		return 1, i + 1, len(next) >= longScale && c.lex.Scale(next) > 0
	case "half":
		if c.word(i+1) == "a" && c.lex.Scale(c.word(i+2)) > 0 {
			return 0.5, i + 2, true
		}
		return 0, i, false
	}
	value, end, ok = c.cardinal(i)
	if ok && c.word(end) == "hundred" {
		value, end = value*100, end+1
		at := end
		if c.word(at) == "and" {
			at++
		}
		if more, last, ok := c.cardinal(at); ok && more < 100 {
			value, end = value+more, last
		}
	}
	if ok && c.word(end) == "and" && c.word(end+1) == "a" && c.word(end+2) == "half" {
		value, end = value+0.5, end+3
	}
	return value, end, ok
}

// cardinal reads one to ninety-nine in words.
func (c *clause) cardinal(i int) (value float64, end int, ok bool) {
	value, ok = c.lex.Numbers.Value(lexicon.Cardinal, c.word(i))
	if !ok {
		return 0, i, false
	}
	end = i + 1
	if value < 20 {
		return value, end, true
	}
	at := end
	if c.form(at) == "-" {
		at++
	}
	if ones, ok := c.lex.Numbers.Value(lexicon.Cardinal, c.word(at)); ok && ones < 10 {
		return value + ones, at + 1, true
	}
	return value, end, true
}
