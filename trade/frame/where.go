package frame

import (
	"math"
	"strconv"
	"strings"

	"dragoman"
)

// Where says which rows fulfil all conditions, each a comparison of an expression with values or with a column: "year=1986,1990" (one of
// them), "exporter!=importer", "trade>0". A row where something compared is missing fulfils nothing.
func (f *Frame) Where(conditions ...string) ([]bool, error) {
	keep := make([]bool, f.rows)
	for i := range keep {
		keep[i] = true
	}
	for _, condition := range conditions {
		c := comparisonIn(condition)
		if c == nil {
			return nil, dragoman.Problemf("", "condition "+strconv.Quote(condition), "write it as year=1986,1990 or exporter!=importer or trade>0", "compares nothing")
		}
		holds, err := f.compare(c)
		if err != nil {
			return nil, err
		}
		for i, h := range holds {
			keep[i] = keep[i] && h == 1
		}
	}
	return keep, nil
}

// comparison is a condition taken apart.
type comparison struct {
	text, left, operator, right string
}

// comparisonIn finds the operator of a comparison outside of brackets and quotes; nil when there is none.
func comparisonIn(text string) *comparison {
	var at nesting
	for i := range len(text) {
		if !at.outside(text[i]) {
			continue
		}
		equals := i+1 < len(text) && text[i+1] == '='
		if c := text[i]; c == '=' || c == '<' || c == '>' || c == '!' && equals {
			width := 1
			if equals {
				width = 2
			}
			return &comparison{text, strings.TrimSpace(text[:i]), text[i : i+width], strings.TrimSpace(text[i+width:])}
		}
	}
	return nil
}

func (c *comparison) wrong(format string, args ...any) error {
	return dragoman.Problemf("", "condition "+strconv.Quote(c.text), "write it as year=1986,1990 or exporter!=importer or trade>0", format, args...)
}

// compare is 1 for rows where a comparison holds, 0 where not, NaN where something compared is missing.
func (f *Frame) compare(c *comparison) ([]float64, error) {
	values := Split(c.right)
	if c.left == "" || len(values) == 0 {
		return nil, c.wrong("lacks a side")
	}
	column := strings.Trim(c.left, "`")
	equality := c.operator == "=" || c.operator == "==" || c.operator == "!="
	if equality && f.Has(column) {
		return f.compareLevels(column, values, c.operator == "!=")
	}
	if !equality && len(values) > 1 {
		return nil, c.wrong("%s takes one value", c.operator)
	}
	left, err := f.Variable(c.left)
	if err != nil {
		return nil, err
	}
	out := make([]float64, f.rows)
	for _, value := range values {
		right, err := f.Variable(value)
		if err != nil {
			return nil, err
		}
		for i, a := range left.Values {
			if b := right.Values[i]; math.IsNaN(a) || math.IsNaN(b) {
				out[i] = math.NaN()
			} else if holds(c.operator, a, b) {
				out[i] = 1
			}
		}
	}
	if c.operator == "!=" { // none of them: told as not one of them
		for i, v := range out {
			out[i] = 1 - v
		}
	}
	return out, nil
}

// holds compares numbers; != is asked as = and turned round by the caller.
func holds(operator string, a, b float64) bool {
	switch operator {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	}
	return a == b
}

// compareLevels tells the rows whose cell is one of some values, or the same as in another column. Cells that are numbers are compared as
// numbers: 1 is 1.0.
func (f *Frame) compareLevels(column string, values []string, not bool) ([]float64, error) {
	left, err := f.Levels(column)
	if err != nil {
		return nil, err
	}
	out := make([]float64, f.rows)
	set := func(i int, same bool) {
		if same != not {
			out[i] = 1
		}
	}
	if other := strings.Trim(values[0], "`"); len(values) == 1 && f.Has(other) {
		right, err := f.Levels(other)
		if err != nil {
			return nil, err
		}
		ids := map[string]int{}
		a, b := canonicals(left.Labels, ids), canonicals(right.Labels, ids)
		for i, l := range left.Codes {
			if r := right.Codes[i]; l < 0 || r < 0 {
				out[i] = math.NaN()
			} else {
				set(i, a[l] == b[r])
			}
		}
		return out, nil
	}
	wanted := map[string]bool{}
	for _, v := range values {
		wanted[canonical(strings.Trim(v, `'"`))] = true
	}
	matches := make([]bool, len(left.Labels))
	for i, label := range left.Labels {
		matches[i] = wanted[canonical(label)]
	}
	for i, l := range left.Codes {
		if l < 0 {
			out[i] = math.NaN()
		} else {
			set(i, matches[l])
		}
	}
	return out, nil
}

func canonicals(labels []string, ids map[string]int) []int {
	out := make([]int, len(labels))
	for i, label := range labels {
		key := canonical(label)
		id, known := ids[key]
		if !known {
			id = len(ids)
			ids[key] = id
		}
		out[i] = id
	}
	return out
}

// canonical writes numbers in one way and leaves other text as it is.
func canonical(text string) string {
	if value, ok := number([]byte(text), false); ok && !math.IsNaN(value) {
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	return text
}
