package event

import (
	"strconv"
	"strings"

	"dragoman"
)

// quantity is a number with its unit as written in a sentence.
type quantity struct {
	value, upper  float64 // upper is 0 unless a range was given
	unit          string  // ISO 4217 for money, a unit of lexicon units.tsv, "" for a bare count
	dimension     string  // "money", "mass", "share", "count", ...
	approximation string
	first, end    int // tokens, end exclusive
	head          int // token by which it hangs in the tree
	noun          int // the noun that a bare count counts, -1 for none
}

// quantities reads the numbers of the sentence that carry a unit, or count something.
func (c *clause) quantities() []quantity {
	var out []quantity
	for i := 0; i < len(c.t.sent.Tokens); {
		q, ok := c.quantityAt(i)
		if !ok {
			i++
			continue
		}
		c.approximate(&q)
		out = append(out, q)
		i = max(q.end, i+1)
	}
	return out
}

// quantityAt reads a quantity that begins at token i: currency sign, number, scale, unit.
func (c *clause) quantityAt(i int) (quantity, bool) {
	if c.dated(i) {
		return quantity{}, false
	}
	q := quantity{first: i, noun: -1}
	j := i
	if code := c.lex.Currency(c.form(j)); code != "" {
		q.unit, q.dimension = code, "money"
		j++
	}
	value, j, ok := c.number(j)
	if !ok {
		return q, false
	}
	q.value = value
	if sep := c.form(j); sep == "-" || sep == "–" || sep == "to" || sep == "and" && c.word(i-1) == "between" {
		k := j + 1
		if c.lex.Currency(c.form(k)) != "" {
			k++
		}
		if upper, k, ok := c.number(k); ok && upper > 0 {
			q.upper, j = upper, k
			if q.value < upper && q.value < 1000 && upper >= 1000 { // "1-2 billion": the scale holds for both
				q.value *= scaleOf(upper)
			}
		}
	}
	q.end = j
	c.unitAfter(&q)
	q.head = c.headOf(q.first, q.end)
	return q, q.dimension != ""
}

// scaleOf is the power of a thousand in a number.
func scaleOf(v float64) float64 {
	s := 1.0
	for v >= 1000 {
		v, s = v/1000, s*1000
	}
	return s
}

func (c *clause) form(i int) string {
	if i < 0 || i >= len(c.t.sent.Tokens) {
		return ""
	}
	return c.t.tok(i).Form
}

// word is the lower-case form of a token.
func (c *clause) word(i int) string { return strings.ToLower(c.form(i)) }

// dated says whether the token belongs to a date.
func (c *clause) dated(i int) bool {
	for k := range c.dates {
		if c.dates[k].First <= i && i < c.dates[k].End {
			return true
		}
	}
	return false
}

// number reads a number in digits or words with the scale words after it: "282 million", "3.5bn", "two dozen".
func (c *clause) number(i int) (value float64, end int, ok bool) {
	form := c.form(i)
	if form == "" || c.dated(i) {
		return 0, i, false
	}
	value, ok = parseNumber(form)
	if !ok {
		value, ok = c.glued(form)
	}
	if !ok {
		w := c.lex.Classes.Value("number-word", c.word(i))
		if w == "" || c.word(i) == "several" {
			return 0, i, false
		}
		value, _ = strconv.ParseFloat(w, 64)
	}
	end = i + 1
	for {
		scale := c.lex.Scale(c.word(end))
		if scale == 0 {
			return value, end, true
		}
		value *= scale
		end++
	}
}

// parseNumber reads digits with English separators: "1,200,000", "3.5".
func parseNumber(s string) (float64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil && v < 1e18
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

// unitAfter reads the unit that follows a number; without one, the noun that is counted.
func (c *clause) unitAfter(q *quantity) {
	j := q.end
	if q.dimension == "money" {
		if c.lex.Currency(c.form(j)) == q.unit {
			q.end++
		}
		return
	}
	for n := 3; n > 0; n-- {
		words := make([]string, 0, n)
		for k := j; k < j+n; k++ {
			words = append(words, c.word(k))
		}
		phrase := strings.Join(words, " ")
		if code := c.lex.Currency(phrase); code != "" {
			q.unit, q.dimension, q.end = code, "money", j+n
			return
		}
		if u, ok := c.lex.Unit(phrase); ok {
			q.unit, q.dimension, q.end = u.Unit, u.Dimension, j+n
			q.value *= u.Factor
			q.upper *= u.Factor
			return
		}
	}
	if h := c.headOf(q.first, q.end); h >= 0 && c.t.rel(h) == "nummod" {
		if n := c.t.tok(h).Head; n >= q.end && n < q.end+4 && c.t.tok(n).UPOS == "NOUN" {
			q.noun, q.dimension = n, "count"
		}
	}
}

// headOf is the token of [first,end) that hangs outside of it.
func (c *clause) headOf(first, end int) int {
	for i := first; i < end; i++ {
		if h := c.t.tok(i).Head; h < first || h >= end {
			return i
		}
	}
	return first
}

// approximate reads the words before a quantity that say how exact it is.
func (c *clause) approximate(q *quantity) {
	for n := min(3, q.first); n > 0; n-- {
		words := make([]string, 0, n)
		for k := q.first - n; k < q.first; k++ {
			words = append(words, c.word(k))
		}
		if v := c.lex.Classes.Value("approximation", strings.Join(words, " ")); v != "" {
			q.approximation = v
			return
		}
	}
}

// text is the quantity as written.
func (q *quantity) text(c *clause) dragoman.Span { return c.t.span(q.first, q.end-1) }
