package frame

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// Variable is a numeric variable with the name it is told by.
type Variable struct {
	Name   string
	Values []float64 // one for each row; NaN where it is missing or has no finite value
}

// Variable computes an expression for every row: columns, numbers, + - * / ^, brackets, log, log1p, exp, sqrt and abs, comparisons in
// brackets that are 1 or 0, such as (exporter!=importer)*(year=1994), and total(x, exporter^year), the sum of x over the rows of a group,
// whatever rows are filtered out later. A column whose name is not a word stands in backticks. "name := expression" gives it a name.
func (f *Frame) Variable(expression string) (*Variable, error) {
	name, text := strings.TrimSpace(expression), expression
	if before, after, named := strings.Cut(expression, ":="); named {
		name, text = strings.TrimSpace(before), after
	}
	if f.Has(name) && name == strings.TrimSpace(text) {
		values, err := f.Numbers(name)
		return &Variable{name, values}, err
	}
	p := &parser{f: f, text: text}
	values, err := p.whole()
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		if math.IsInf(v, 0) {
			values[i] = math.NaN()
		}
	}
	return &Variable{name, values}, nil
}

// Split cuts a list at its commas, but not within brackets or quotes.
func Split(list string) []string {
	var out []string
	var at nesting
	start := 0
	for i := range len(list) {
		if at.outside(list[i]) && list[i] == ',' {
			out = append(out, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	if last := strings.TrimSpace(list[start:]); last != "" || len(out) > 0 {
		out = append(out, last)
	}
	return out
}

// nesting is how deep in brackets and quotes a text is, read from its beginning.
type nesting struct {
	depth int
	quote byte // that is open; 0 when none is
}

// outside reads the next byte and says whether the text is in no brackets and quotes after it.
func (n *nesting) outside(c byte) bool {
	switch {
	case n.quote != 0:
		if c == n.quote {
			n.quote = 0
		}
		return false
	case c == '`' || c == '"' || c == '\'':
		n.quote = c
		return false
	case c == '(':
		n.depth++
	case c == ')':
		n.depth--
	}
	return n.depth == 0
}

// parser evaluates an expression while it reads it, by recursive descent.
type parser struct {
	f     *Frame
	text  string
	at    int
	depth int
}

// deepest is how far brackets may nest.
const deepest = 200

func (p *parser) whole() ([]float64, error) {
	v, err := p.sum()
	if err != nil {
		return nil, err
	}
	if p.skip(); p.at < len(p.text) {
		return nil, p.wrong("%q is not expected there", p.text[p.at:])
	}
	return v, nil
}

func (p *parser) wrong(format string, args ...any) error {
	mend := "write it with columns, numbers, + - * / ^, brackets, log, log1p, exp, sqrt, abs and total(x, group)"
	return dragoman.Problemf("", "expression "+strconv.Quote(strings.TrimSpace(p.text)), mend, format, args...)
}

func (p *parser) skip() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

// take moves over c if it comes next.
func (p *parser) take(c byte) bool {
	p.skip()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) sum() ([]float64, error) {
	return p.chain(p.product, map[byte]func(a, b float64) float64{
		'+': func(a, b float64) float64 { return a + b },
		'-': func(a, b float64) float64 { return a - b },
	})
}

func (p *parser) product() ([]float64, error) {
	return p.chain(p.signed, map[byte]func(a, b float64) float64{
		'*': func(a, b float64) float64 { return a * b },
		'/': func(a, b float64) float64 { return a / b },
	})
}

// chain reads operands joined by operators of the same rank.
func (p *parser) chain(operand func() ([]float64, error), operators map[byte]func(a, b float64) float64) ([]float64, error) {
	left, err := operand()
	for err == nil {
		p.skip()
		if p.at >= len(p.text) {
			break
		}
		op, is := operators[p.text[p.at]]
		if !is {
			break
		}
		p.at++
		var right []float64
		if right, err = operand(); err == nil {
			for i := range left {
				left[i] = op(left[i], right[i])
			}
		}
	}
	return left, err
}

func (p *parser) signed() ([]float64, error) {
	if p.depth++; p.depth > deepest {
		return nil, p.wrong("is nested too deeply")
	}
	defer func() { p.depth-- }()
	if p.take('-') {
		v, err := p.signed()
		for i := range v {
			v[i] = -v[i]
		}
		return v, err
	}
	base, err := p.primary()
	if err != nil || !p.take('^') {
		return base, err
	}
	power, err := p.signed()
	for i := range power {
		power[i] = math.Pow(base[i], power[i])
	}
	return power, err
}

func (p *parser) primary() ([]float64, error) {
	p.skip()
	if p.at >= len(p.text) {
		return nil, p.wrong("ends where a column or a number is expected")
	}
	switch c := p.text[p.at]; {
	case c == '(':
		return p.bracket()
	case c == '`':
		end := strings.IndexByte(p.text[p.at+1:], '`')
		if end < 0 {
			return nil, p.wrong("a backtick is not closed")
		}
		name := p.text[p.at+1 : p.at+1+end]
		p.at += end + 2
		return p.f.Numbers(name)
	case c-'0' < 10 || c == '.':
		return p.constant()
	}
	name := p.word()
	if name == "" {
		return nil, p.wrong("%q is not expected there", p.text[p.at:])
	}
	if p.skip(); p.at < len(p.text) && p.text[p.at] == '(' {
		return p.call(name)
	}
	return p.f.Numbers(name)
}

// word reads a name of letters, digits, underscores and points.
func (p *parser) word() string {
	start := p.at
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' {
			break
		}
		p.at += size
	}
	return p.text[start:p.at]
}

func (p *parser) constant() ([]float64, error) {
	start := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		exponent := p.at > start && (p.text[p.at-1] == 'e' || p.text[p.at-1] == 'E')
		if c-'0' >= 10 && c != '.' && c != 'e' && c != 'E' && (!exponent || c != '-' && c != '+') {
			break
		}
		p.at++
	}
	value, err := strconv.ParseFloat(p.text[start:p.at], 64)
	if err != nil {
		return nil, p.wrong("%q is not a number", p.text[start:p.at])
	}
	out := make([]float64, p.f.rows)
	for i := range out {
		out[i] = value
	}
	return out, nil
}

// inside gives the text between the bracket that comes next and the one that closes it, and moves past it.
func (p *parser) inside() (string, error) {
	var at nesting
	for start := p.at + 1; p.at < len(p.text); {
		p.at++
		if at.outside(p.text[p.at-1]) {
			return p.text[start : p.at-1], nil
		}
	}
	return "", p.wrong("a bracket is not closed")
}

// bracket evaluates what stands in brackets: an expression, or a comparison.
func (p *parser) bracket() ([]float64, error) {
	text, err := p.inside()
	if err != nil {
		return nil, err
	}
	return p.part(text)
}

// part evaluates a text within the expression.
func (p *parser) part(text string) ([]float64, error) {
	if c := comparisonIn(text); c != nil {
		return p.f.compare(c)
	}
	return (&parser{f: p.f, text: text, depth: p.depth}).whole()
}

var functions = map[string]func(float64) float64{"log": math.Log, "ln": math.Log, "log1p": math.Log1p, "exp": math.Exp, "sqrt": math.Sqrt, "abs": math.Abs}

func (p *parser) call(name string) ([]float64, error) {
	text, err := p.inside()
	if err != nil {
		return nil, err
	}
	if name == "total" {
		return p.total(Split(text))
	}
	function, known := functions[name]
	if !known {
		return nil, p.wrong("there is no function %q", name)
	}
	v, err := p.part(text)
	for i := range v {
		v[i] = function(v[i])
	}
	return v, err
}

// total sums over the rows of a group; what is missing adds nothing.
func (p *parser) total(args []string) ([]float64, error) {
	if len(args) != 2 {
		return nil, p.wrong("total needs a variable and a group")
	}
	v, err := p.part(args[0])
	if err != nil {
		return nil, err
	}
	group, err := p.f.Factor(args[1])
	if err != nil {
		return nil, err
	}
	sums := make([]float64, len(group.Labels))
	for i, code := range group.Codes {
		if code >= 0 && !math.IsNaN(v[i]) {
			sums[code] += v[i]
		}
	}
	for i, code := range group.Codes {
		if v[i] = math.NaN(); code >= 0 {
			v[i] = sums[code]
		}
	}
	return v, nil
}
