package event

import (
	"math"
	"strings"
	"unicode"

	"dragoman"
	"dragoman/lexicon"
)

// quantity is a number with its unit as written in a sentence.
type quantity struct {
	value, upper  float64 // upper is 0 unless a range was given
	unit          string  // ISO 4217 for money, a unit of lexicon units.tsv, "x" for a multiple, "" for a bare count
	dimension     string  // "money", "price", "mass", "share", "count", "multiple", "frequency", ...
	per           string  // what it is counted per: "year", "day", "t"; "" for nothing
	approximation string
	first, end    int  // tokens, end exclusive
	perEnd        int  // behind the words that say what it is counted per
	head          int  // token by which it hangs in the tree
	noun          int  // the noun that a bare count counts, -1 for none
	from          bool // where a change began: "from 61 percent"
	borrowed      bool // took its unit from the quantity before
}

// quantities reads the numbers of the sentence that carry a unit, or count something. last is the quantity before, whose unit
// a number without one takes.
func (c *clause) quantities(last *quantity) []quantity {
	if !c.counts() {
		return nil
	}
	var out []quantity
	for i := 0; i < len(c.t.sent.Tokens); {
		q, ok := c.quantityAt(i, last)
		if !ok {
			i++
			continue
		}
		c.approximate(&q)
		out = append(out, q)
		last = &out[len(out)-1]
		i = max(q.end, i+1)
	}
	return out
}

// counts is a quick look whether the sentence can hold a quantity at all.
func (c *clause) counts() bool {
	for i := range c.t.sent.Tokens {
		tok := c.t.tok(i)
		if tok.UPOS == "NUM" || tok.Form != "" && tok.Form[0] >= '0' && tok.Form[0] <= '9' {
			return true
		}
		if c.lex.Numbers.Counts(c.t.lower[i]) {
			return true
		}
		if strings.HasSuffix(tok.Form, "fold") || len(tok.Form) >= longScale && c.lex.Scale(c.t.lower[i]) > 0 {
			return true
		}
	}
	return false
}

// quantityAt reads a quantity that begins at token i: currency sign, number, scale, unit.
func (c *clause) quantityAt(i int, last *quantity) (quantity, bool) {
	q := quantity{first: i, noun: -1}
	if i >= len(c.t.sent.Tokens) || c.dated(i) {
		return q, false
	}
	j := i
	if code := c.sign(j); code != "" {
		q.unit, q.dimension = code, "money"
		j++
	}
	value, j, ok := c.number(j)
	if !ok {
		return c.relation(i)
	}
	if c.numbered(i) {
		return q, false
	}
	q.value, q.end = value, j
	q.from = c.origin(i)
	switch {
	case c.word(j) == "times":
		return c.times(&q)
	case c.form(j) == "-" && c.word(j+1) == "fold":
		return c.multiple(&q, j+2)
	case q.from && c.word(j) == "to":
		c.likeTarget(&q, j+1)
	default:
		c.upTo(&q)
	}
	c.unitAfter(&q)
	q.value, q.upper = tidy(q.value), tidy(q.upper)
	q.head = c.headOf(q.first, q.end)
	if q.dimension == "" {
		c.counted(&q, last)
	}
	if q.dimension == "" && last != nil {
		c.borrow(&q, last)
	}
	c.perAfter(&q)
	return q, q.dimension != ""
}

// tidy takes away what multiplying by a scale did to a decimal: 8.13 million is 8130000.
func tidy(v float64) float64 {
	const places = 1e6
	if v > 1e9 {
		return math.Round(v)
	}
	return math.Round(v*places) / places
}

// sign is the currency that a sign or code before a number stands for; words ("won") stand behind it.
func (c *clause) sign(i int) string {
	f := c.form(i)
	if f == "" || c.t.words[i] == f && f[0] >= 'a' && f[0] <= 'z' || f[0] >= '0' && f[0] <= '9' {
		return ""
	}
	if startsUpper(f) && strings.ContainsFunc(f, func(r rune) bool { return unicode.ToUpper(r) != r }) {
		return ""
	}
	return c.lex.Currency(f)
}

// numbered says whether the number only tells things apart: "Article 5", "flight 402", "No. 7", "+44 20".
func (c *clause) numbered(i int) bool {
	w := c.word(i - 1)
	return w == "+" || c.lex.Classes.Has("numbered", strings.TrimSuffix(w, "."))
}

// origin says whether the number stands behind "from", words of approximation between.
func (c *clause) origin(i int) bool {
	return c.word(c.opening(i)) == "from"
}

// upTo reads the upper end of a range: "10-15", "between 10 and 15".
func (c *clause) upTo(q *quantity) {
	sep := c.form(q.end)
	if sep != "-" && sep != "–" && sep != "to" && (sep != "and" || !c.between(q.first)) {
		return
	}
	k := q.end + 1
	if c.sign(k) != "" {
		k++
	}
	upper, k, ok := c.number(k)
	if !ok || upper <= q.value && upper < 1000 {
		return
	}
	if q.value < 1000 && upper >= 1000 { // "1-2 billion": the scale holds for both
		q.value *= scaleOf(upper)
	}
	if upper > q.value {
		q.upper, q.end = upper, k
	}
}

func (c *clause) between(i int) bool { return c.word(i-1) == "between" || c.word(i-2) == "between" }

// likeTarget gives the start of a change the scale and unit of its end: "from 5 to 7 million tonnes".
func (c *clause) likeTarget(q *quantity, at int) {
	if q.dimension != "" {
		return
	}
	to, ok := c.quantityAt(at, nil)
	if !ok || to.dimension == "count" {
		return
	}
	q.unit, q.dimension, q.per = to.unit, to.dimension, to.per
	if q.value < 1000 && to.value >= 1000 {
		q.value *= scaleOf(to.value)
	}
}

// scaleOf is the power of a thousand in a number.
func scaleOf(v float64) float64 {
	s := 1.0
	for v >= 1000 {
		v, s = v/1000, s*1000
	}
	return s
}

// relation reads what tells of a quantity by another one: "tripled", "threefold", "twice a week", "by a third".
func (c *clause) relation(i int) (quantity, bool) {
	q := quantity{first: i, end: i + 1, head: i, noun: -1}
	numbers, w := c.lex.Numbers, c.word(i)
	if v, ok := numbers.Value(lexicon.Times, w); ok {
		q.value = v
		return c.timesAt(&q)
	}
	if times, ok := strings.CutSuffix(w, "fold"); ok {
		if v, ok := numbers.Value(lexicon.Cardinal, times); ok {
			q.value = v
			return c.multiple(&q, i+1)
		}
	}
	if v, ok := numbers.Value(lexicon.Multiple, c.t.lower[i]); ok && c.t.tok(i).UPOS == "VERB" && (c.finite(i) || c.t.hasFeat(i, "Tense=Past")) {
		q.value = v
		return c.multiple(&q, i+1)
	}
	if v, ok := numbers.Value(lexicon.Fraction, w); ok {
		q.value, q.unit, q.dimension = 100*v, "%", "share"
		if d := c.word(i - 1); d == "a" || d == "one" {
			q.first--
		}
		return q, c.changeOf(&q) != "" && (c.word(i+1) != "of" || c.t.marker(i, "case") == "by")
	}
	return q, false
}

// times reads "four times a week" and "four times as much".
func (c *clause) times(q *quantity) (quantity, bool) {
	switch c.word(q.end + 1) {
	case "as", "more", "higher", "larger", "greater", "bigger", "the":
		q.end++
		return c.multiple(q, q.end)
	}
	q.end++
	return c.timesAt(q)
}

// timesAt takes how often something takes place, which needs to be per something.
func (c *clause) timesAt(q *quantity) (quantity, bool) {
	q.head = c.headOf(q.first, q.end)
	c.perAfter(q)
	q.dimension = "frequency"
	return *q, q.per != ""
}

func (c *clause) multiple(q *quantity, end int) (quantity, bool) {
	q.unit, q.dimension, q.end = "x", "multiple", end
	q.head = c.headOf(q.first, q.end)
	return *q, true
}

func (c *clause) form(i int) string {
	if i < 0 || i >= len(c.t.sent.Tokens) {
		return ""
	}
	return c.t.tok(i).Form
}

// word is the lower-case form of a token.
func (c *clause) word(i int) string {
	if i < 0 || i >= len(c.t.words) {
		return ""
	}
	return c.t.words[i]
}

// dated says whether the token belongs to a date.
func (c *clause) dated(i int) bool {
	for k := range c.dates {
		if c.dates[k].First <= i && i < c.dates[k].End {
			return true
		}
	}
	return false
}

// unitAfter reads the unit that follows a number.
func (c *clause) unitAfter(q *quantity) {
	if q.dimension == "money" {
		if c.lex.Currency(c.form(q.end)) == q.unit {
			q.end++
		}
		return
	}
	j := q.end
	if c.form(j) == "-" { // "a 77-kilometre pipeline"
		j++
	}
	for n := min(c.lex.Measures(c.word(j)), len(c.t.sent.Tokens)-j); n > 0; n-- {
		phrase := c.forms(j, j+n)
		if code := c.lex.Currency(phrase, c.lands()...); code != "" {
			q.unit, q.dimension, q.end = code, "money", j+n
			return
		}
		if u, ok := c.lex.Unit(phrase); ok {
			q.unit, q.dimension, q.per, q.end = u.Unit, u.Dimension, u.Per, j+n
			q.value *= u.Factor
			q.upper *= u.Factor
			return
		}
	}
}

// forms joins the tokens of [first,end) by spaces.
func (c *clause) forms(first, end int) string {
	if end == first+1 {
		return c.form(first)
	}
	var b strings.Builder
	for i := first; i < end; i++ {
		if i > first {
			b.WriteByte(' ')
		}
		b.WriteString(c.form(i))
	}
	return b.String()
}

// lands lists the countries that the sentence names, in order; they tell whose dinars are meant.
func (c *clause) lands() []string {
	var out []string
	if c.sentence < len(c.cast.Mentions) {
		for i := range c.cast.Mentions[c.sentence] {
			for _, a := range c.cast.Mentions[c.sentence][i].Actors {
				out = append(out, a.Country)
			}
		}
	}
	return out
}

// counted finds the noun that a number without unit counts.
func (c *clause) counted(q *quantity, last *quantity) {
	h := q.head
	if h < 0 || q.value == 1 && c.word(q.first) == "one" {
		return
	}
	if c.word(q.end) == "of" && last != nil && last.dimension == "count" && c.lex.Classes.Has("told-whole", c.word(q.end+1)) {
		q.dimension, q.borrowed = "count", true // "480 of their compatriots"
		return
	}
	if n := c.t.tok(h).Head; (c.t.rel(h) == "nummod" || c.t.rel(h) == "amod") && n >= q.end && n < q.end+5 && (c.t.tok(n).UPOS == "NOUN" || c.t.tok(n).UPOS == "PROPN") {
		if !c.model(q, n) && c.lex.Numbers.Per(lexicon.Period, c.t.lower[n]) == "" && !c.lex.Classes.Has("uncounted", c.t.lower[n]) {
			q.noun, q.dimension = n, "count"
		}
		return
	}
	if v := c.opening(q.first); v >= 0 && c.t.verbal(v) { // "wounded at least 30"
		if _, ok := c.lex.Metrics.Verb(c.t.lower[v], "count", false); ok {
			q.dimension = "count"
		}
	}
}

// model says whether a number belongs to a name: "Boeing 737 aircraft".
func (c *clause) model(q *quantity, noun int) bool {
	k := q.first - 1
	if k < 0 || c.sentence >= len(c.cast.Mentions) {
		return false
	}
	for i := range c.cast.Mentions[c.sentence] {
		if m := &c.cast.Mentions[c.sentence][i]; m.End == q.first && len(m.Actors) > 0 && m.Actors[0].Kind == dragoman.ActorCompany {
			return true
		}
	}
	return c.t.tok(k).UPOS == "PROPN" && (c.t.tok(k).Head == noun || c.t.tok(k).Head == q.head)
}

// opening is the token before a quantity and the words that say how exact it is.
func (c *clause) opening(first int) int {
	k := first - 1
	for ; k >= 0; k-- {
		switch tok := c.t.tok(k); tok.UPOS {
		case "ADV", "DET", "ADJ":
		default:
			if w := c.word(k); w != "than" && !(w == "at" && c.word(k+1) == "least") {
				return k
			}
		}
	}
	return k
}

// borrow gives a large number without unit that of the quantity before: "three billion cubic metres, and may rise to five billion".
func (c *clause) borrow(q *quantity, last *quantity) {
	if q.value < 1000 || last.dimension == "share" || last.dimension == "multiple" || last.dimension == "frequency" {
		return
	}
	if q.end < len(c.t.sent.Tokens) {
		if tag := c.t.tok(q.end).UPOS; tag == "NOUN" || tag == "PROPN" || tag == "ADJ" {
			return
		}
	}
	q.unit, q.dimension, q.noun, q.borrowed = last.unit, last.dimension, -1, true
	if q.per == "" {
		q.per = last.per
	}
}

const perReach = 8 // words behind a quantity in which "a year" is looked for

// perAfter reads what the quantity is counted per: "400 million cubic metres of gas a year", "$40 per tonne", "annually".
func (c *clause) perAfter(q *quantity) {
	if q.per != "" || q.dimension == "share" {
		return
	}
	for k := q.end; k < q.end+perReach && k < len(c.t.sent.Tokens); k++ {
		w := c.word(k)
		if per := c.lex.Numbers.Per(lexicon.Rate, w); per != "" && !c.describes(k) {
			q.per = per
			return
		}
		switch w {
		case "a", "an", "per", "each", "every", "/":
			if q.per, q.perEnd = c.denominator(q, k+1, w == "per"); q.per != "" {
				return
			}
		}
		if tok := c.t.tok(k); c.t.verbal(k) || tok.UPOS == "PUNCT" || tok.UPOS == "NUM" || tok.UPOS == "CCONJ" {
			return
		}
	}
}

// describes says whether a word stands before a noun: the "daily" of "a daily capacity".
func (c *clause) describes(k int) bool {
	return c.t.tok(k).UPOS == "ADJ" && k+1 < len(c.t.sent.Tokens) && c.t.tok(k+1).UPOS == "NOUN"
}

// denominator is the period or, of money, the unit named at token k, and the token behind it; "a year earlier" is none.
func (c *clause) denominator(q *quantity, k int, per bool) (string, int) {
	if c.comparison(k + 1) {
		return "", 0
	}
	if p := c.lex.Numbers.Per(lexicon.Period, c.word(k)); p != "" {
		return p, k + 1
	}
	if q.dimension != "money" || !per && k != q.end+1 {
		return "", 0
	}
	for n := min(c.lex.Measures(c.word(k)), len(c.t.sent.Tokens)-k); n > 0; n-- {
		name := c.forms(k, k+n)
		if u, ok := c.lex.Unit(name); ok {
			q.dimension = "price"
			if u.Factor == 1 {
				name = u.Unit
			}
			return name, k + n
		}
	}
	return "", 0
}

// comparison says whether the token sets a year against another: "a year earlier".
func (c *clause) comparison(k int) bool {
	switch c.word(k) {
	case "earlier", "ago", "before", "later", "previously":
		return true
	}
	return false
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
		if n == 1 && words[0] == "over" && q.first > 1 && c.lex.Classes.Has("takes-over", c.t.lower[q.first-2]) { // "handed over two fugitives"
			return
		}
		if v := c.lex.Classes.Value("approximation", strings.Join(words, " ")); v != "" {
			q.approximation = v
			return
		}
	}
}

// text is the quantity as written.
func (q *quantity) text(c *clause) dragoman.Span { return c.t.span(q.first, q.end-1) }
