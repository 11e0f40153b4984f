// Package when reads the date phrases of a tokenised sentence into intervals that keep their precision: a year stays a
// year. Phrases that need a base ("last week", "May 29") are read against the publication date; without one they stay open.
package when

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dragoman"
)

//go:embed en.tsv
var english string

// Expression is one date phrase of a sentence.
type Expression struct {
	Range      dragoman.DateRange
	First, End int // token range, end exclusive
	Head       int // the token by which the phrase hangs in the tree
}

// Reader reads English date phrases. It is safe for concurrent use.
type Reader struct {
	words   map[string]word
	longest int // bytes in the longest word
}

type word struct {
	kind  kind
	value int
}

// kind is what a word does in a date phrase.
type kind uint8

const (
	otherWord kind = iota
	dayWord
	halfWord
	monthWord
	numberWord
	ordinalWord
	partWord
	quarterWord
	seasonWord
	stretchWord
	towardsWord
	unitWord
	vagueWord
	weekdayWord
)

// kinds are the names of kinds in the table of words.
var kinds = map[string]kind{"day": dayWord, "half": halfWord, "month": monthWord, "number": numberWord, "ordinal": ordinalWord,
	"part": partWord, "quarter": quarterWord, "season": seasonWord, "stretch": stretchWord, "towards": towardsWord, "unit": unitWord,
	"vague": vagueWord, "weekday": weekdayWord}

// New makes a reader.
func New() *Reader {
	r := &Reader{words: make(map[string]word, 256)}
	for line := range strings.Lines(english) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 3 || cells[0] == "word" {
			continue
		}
		value, _ := strconv.Atoi(cells[2])
		for _, w := range strings.Split(cells[0], "|") {
			r.longest = max(r.longest, len(w))
			r.words[w] = word{kinds[cells[1]], value}
		}
	}
	return r
}

// Sentence finds the date phrases of a sentence, left to right and not overlapping. lower holds the forms of its tokens in lower
// case; base is what relative phrases are read against, see Base.
func (r *Reader) Sentence(text string, s *dragoman.Sentence, lower []string, base time.Time) []Expression {
	p := phrase{r: r, s: s, lower: lower, base: base, words: make([]word, len(s.Tokens))}
	for i, w := range lower {
		if len(w) <= r.longest {
			p.words[i] = r.words[w]
		}
	}
	var out []Expression
	for i := 0; i < len(s.Tokens); {
		if !p.opens(i) {
			i++
			continue
		}
		d, end := p.at(i)
		if end == i {
			i++
			continue
		}
		d.Span = dragoman.Span{s.Tokens[i].Span[0], s.Tokens[end-1].Span[1]}
		d.Text = d.Span.Of(text)
		if d.Derived == "" {
			d.Derived = "stated"
		}
		out = append(out, Expression{Range: d, First: i, End: end, Head: head(s, i, end)})
		i = end
	}
	return out
}

// head is the token of [first,end) whose own head lies outside.
func head(s *dragoman.Sentence, first, end int) int {
	for i := first; i < end; i++ {
		if h := s.Tokens[i].Head; h < first || h >= end {
			if s.Tokens[i].Deprel == "case" || s.Tokens[i].Deprel == "punct" || s.Tokens[i].Deprel == "det" {
				continue
			}
			return i
		}
	}
	return first
}

// Base is the last day of a publication date, an ISO date as precise as known; zero when it is none.
func Base(published string) time.Time {
	d, err := dragoman.ParseDate(published)
	if err != nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.DateOnly, d.End)
	return t
}

// phrase is the reading of one sentence.
type phrase struct {
	r     *Reader
	s     *dragoman.Sentence
	lower []string  // forms in lower case
	words []word    // by token
	base  time.Time // zero when the publication date is unknown
}

func (p *phrase) form(i int) string {
	if i < 0 || i >= len(p.s.Tokens) {
		return ""
	}
	return p.s.Tokens[i].Form
}

func (p *phrase) word(i int) word {
	if i < 0 || i >= len(p.s.Tokens) {
		return word{}
	}
	return p.words[i]
}

// month reads a month name; "may" and "march" count only when written with a capital.
func (p *phrase) month(i int) time.Month {
	w := p.word(i)
	if w.kind != monthWord || p.form(i)[0] < 'A' || p.form(i)[0] > 'Z' {
		return 0
	}
	return time.Month(w.value)
}

// day reads a day of the month: "29", "29th".
func (p *phrase) day(i int) int {
	f := p.form(i)
	if len(f) > 2 && (strings.HasSuffix(f, "th") || strings.HasSuffix(f, "st") || strings.HasSuffix(f, "nd") || strings.HasSuffix(f, "rd")) {
		f = f[:len(f)-2]
	}
	if len(f) == 0 || len(f) > 2 {
		return 0
	}
	if n := figures(f); n <= 31 {
		return n
	}
	return 0
}

// year reads a year of four digits between 1800 and 2100.
func (p *phrase) year(i int) int {
	f := p.form(i)
	if len(f) != 4 {
		return 0
	}
	if n := figures(f); n >= 1800 && n <= 2100 {
		return n
	}
	return 0
}

// figures reads up to four digits as a number; 0 for anything else.
func figures(f string) int {
	if len(f) > 4 {
		return 0
	}
	n := 0
	for i := range len(f) {
		if f[i] < '0' || f[i] > '9' {
			return 0
		}
		n = 10*n + int(f[i]-'0')
	}
	return n
}

// dayRange reads "29", "29-30", "29 to 30", "29 and 30" from token i; end == i when there is none.
func (p *phrase) dayRange(i int) (from, to, end int) {
	if from = p.day(i); from == 0 {
		if a, b, ok := strings.Cut(strings.ReplaceAll(p.form(i), "–", "-"), "-"); ok { // written as one token
			if x, y := figures(a), figures(b); x >= 1 && y <= 31 && x < y {
				return x, y, i + 1
			}
		}
		return 0, 0, i
	}
	switch p.form(i + 1) {
	case "-", "–", "—", "to", "and":
		if to = p.day(i + 2); to > from && p.form(i+3) != "%" {
			return from, to, i + 3
		}
	}
	return from, from, i + 1
}

// opens is a quick look whether a date phrase can begin at token i: with a word of dates, a figure or a preposition of time.
func (p *phrase) opens(i int) bool {
	f := p.lower[i]
	if p.words[i].kind != otherWord || f != "" && '0' <= f[0] && f[0] <= '9' {
		return true
	}
	switch f {
	case "from", "between", "since", "after", "by", "until", "till", "before":
		return true
	}
	return strings.HasPrefix(f, "mid-")
}

// at reads the date phrase that begins at token i; end == i when there is none.
func (p *phrase) at(i int) (d dragoman.DateRange, end int) {
	for _, read := range []func(int) (dragoman.DateRange, int){
		p.iso, p.between, p.yearTo, p.monthSpan, p.monthFirst, p.dayFirst, p.partOfYear, p.stretch, p.yearRange, p.openEnded, p.relative, p.ago, p.weekday, p.plainYear, p.vague,
	} {
		if d, end = read(i); end > i {
			return d, end
		}
	}
	return d, i
}

// iso reads 2025-05-12, 12.05.2025 and 12/05/2025 written as one token or, where the tokeniser cut them, as several.
func (p *phrase) iso(i int) (d dragoman.DateRange, end int) {
	f := p.form(i)
	if len(f) < 4 || f[0] < '0' || f[0] > '9' {
		return d, i
	}
	if len(f) >= len("2.1.2006") && strings.ContainsAny(f, "-./") {
		for _, layout := range []string{time.DateOnly, "02.01.2006", "2.1.2006", "02/01/2006", "2/1/2006"} {
			if t, err := time.Parse(layout, f); err == nil && t.Year() >= 1800 && t.Year() <= 2100 {
				return dragoman.Day(t), i + 1
			}
		}
	}
	if p.year(i) > 0 && p.form(i+1) == "-" && p.form(i+3) == "-" {
		if t, err := time.Parse(time.DateOnly, f+"-"+p.form(i+2)+"-"+p.form(i+4)); err == nil {
			return dragoman.Day(t), i + 5
		}
	}
	return d, i
}

// monthFirst reads "May 29, 2025", "May 29-30", "May 2025", "May", "May 30 to June 2, 2025".
func (p *phrase) monthFirst(i int) (d dragoman.DateRange, end int) {
	m := p.month(i)
	if m == 0 {
		return d, i
	}
	if y := p.year(i + 1); y > 0 {
		return dragoman.Month(y, m), i + 2
	}
	if (p.form(i+1) == "," || p.form(i+1) == "of") && p.year(i+2) > 0 {
		return dragoman.Month(p.year(i+2), m), i + 3
	}
	from, to, end := p.dayRange(i + 1)
	if from == 0 {
		if d, ok := p.nearest(m, 0, 0); ok {
			return d, i + 1
		}
		return d, i
	}
	lastMonth := m
	if w := p.form(end); (w == "-" || w == "–" || w == "to") && p.month(end+1) > 0 && p.day(end+2) > 0 {
		lastMonth, to, end = p.month(end+1), p.day(end+2), end+3
	}
	return p.withYear(m, from, lastMonth, to, end, i)
}

// dayFirst reads "29 May 2025", "29-30 May", "29 May to 2 June 2025", "the 3rd of May".
func (p *phrase) dayFirst(i int) (d dragoman.DateRange, end int) {
	from, to, end := p.dayRange(i)
	if from == 0 {
		return d, i
	}
	if p.form(end) == "of" {
		end++
	}
	m := p.month(end)
	if m == 0 {
		return d, i
	}
	end++
	lastMonth := m
	if w := p.form(end); (w == "-" || w == "–" || w == "to") && p.day(end+1) > 0 && p.month(end+2) > 0 {
		to, lastMonth, end = p.day(end+1), p.month(end+2), end+3
	}
	return p.withYear(m, from, lastMonth, to, end, i)
}

// withYear completes days and months with the year that follows them, else with the year nearest to publication.
func (p *phrase) withYear(m time.Month, from int, lastMonth time.Month, to, end, start int) (dragoman.DateRange, int) {
	y := p.year(end)
	switch {
	case y > 0:
		end++
	case p.form(end) == "," && p.year(end+1) > 0:
		y = p.year(end + 1)
		end += 2
	}
	if y == 0 {
		if from == to && m == lastMonth {
			if d, ok := p.nearest(m, from, 0); ok {
				return d, end
			}
			return dragoman.DateRange{}, start
		}
		d, ok := p.nearest(m, from, 0)
		if !ok {
			return dragoman.DateRange{}, start
		}
		y, _ = strconv.Atoi(d.Start[:4])
	}
	d, ok := days(y, m, from, lastMonth, to)
	if !ok {
		return dragoman.DateRange{}, start
	}
	if end > 0 && p.year(end-1) == 0 {
		d.Derived = "year from publication"
	}
	return d, end
}

// days makes the interval of two days; false when one of them does not exist.
func days(y int, m time.Month, from int, lastMonth time.Month, to int) (dragoman.DateRange, bool) {
	a := time.Date(y, m, from, 0, 0, 0, 0, time.UTC)
	b := time.Date(y, lastMonth, to, 0, 0, 0, 0, time.UTC)
	if a.Month() != m || b.Month() != lastMonth || b.Before(a) {
		return dragoman.DateRange{}, false
	}
	if a.Equal(b) {
		return dragoman.Day(a), true
	}
	return dragoman.DateRange{Start: a.Format(time.DateOnly), End: b.Format(time.DateOnly), Precision: dragoman.PrecisionRange}, true
}

// nearest gives a month, or a day of it, the year that brings it nearest to publication: a May text that says "June" means
// this year's, one that says "November" last year's, unless the phrase looks ahead (towards > 0) or back (< 0).
func (p *phrase) nearest(m time.Month, day, towards int) (dragoman.DateRange, bool) {
	if p.base.IsZero() {
		return dragoman.DateRange{}, false
	}
	best, bestGap := 0, 1<<30
	for y := p.base.Year() - 1; y <= p.base.Year()+1; y++ {
		t := time.Date(y, m, max(day, 15), 0, 0, 0, 0, time.UTC)
		gap := int(t.Sub(p.base).Hours() / 24)
		if towards < 0 && gap > 31 || towards > 0 && gap < -31 {
			continue
		}
		if gap > 0 {
			gap += 60 // news looks back more than ahead
		}
		if abs(gap) < bestGap {
			best, bestGap = y, abs(gap)
		}
	}
	if day == 0 {
		d := dragoman.Month(best, m)
		d.Derived = "year from publication"
		return d, true
	}
	d, ok := days(best, m, day, m, day)
	d.Derived = "year from publication"
	return d, ok
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// partOfYear reads "first quarter of 2024", "Q1 2024", "the first half of 2024", "summer of 2024", "first nine months of 2024".
func (p *phrase) partOfYear(i int) (d dragoman.DateRange, end int) {
	w := p.word(i)
	n, size, end := 0, 0, i
	switch {
	case w.kind == quarterWord:
		n, size, end = w.value, 3, i+1
	case w.kind == halfWord:
		n, size, end = w.value, 6, i+1
	case w.kind == ordinalWord && p.word(i+1).kind == partWord:
		n, size, end = w.value, 12/p.word(i+1).value, i+2
	case strings.EqualFold(p.form(i), "last") && p.word(i+1).kind == partWord && p.form(i+2) == "of" && p.year(i+3) > 0:
		n, size, end = p.word(i+1).value, 12/p.word(i+1).value, i+2
	case w.kind == ordinalWord && w.value == 1 && p.number(i+1) > 0 && p.word(i+2).kind == unitWord && p.word(i+2).value == 30:
		n, size, end = 1, p.number(i+1), i+3
	case w.kind == seasonWord && (p.year(i+1) > 0 || p.form(i+1) == "of" && p.year(i+2) > 0):
		y, end := p.yearAfter(i + 1)
		return monthsFrom(y, w.value, 3), end
	default:
		return d, i
	}
	y, end := p.yearAfter(end)
	if y == 0 || n*size > 12 {
		return d, i
	}
	return monthsFrom(y, (n-1)*size+1, size), end
}

// yearAfter reads "2024", "of 2024", "of this year", "last year" from token i; 0 when there is none.
func (p *phrase) yearAfter(i int) (year, end int) {
	if p.form(i) == "of" || p.form(i) == "in" || p.form(i) == "," {
		i++
	}
	if strings.EqualFold(p.form(i), "the") {
		i++
	}
	if y := p.year(i); y > 0 {
		return y, i + 1
	}
	if w := p.word(i); w.kind == towardsWord && p.word(i+1).value == 365 && !p.base.IsZero() {
		return p.base.Year() + w.value, i + 2
	}
	if !p.base.IsZero() && p.word(i).kind == otherWord {
		return p.base.Year(), i
	}
	return 0, i
}

func monthsFrom(year, first, n int) dragoman.DateRange {
	a := time.Date(year, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	b := a.AddDate(0, n, -1)
	return dragoman.DateRange{Start: a.Format(time.DateOnly), End: b.Format(time.DateOnly), Precision: dragoman.PrecisionRange}
}

// stretch reads "early 2024", "mid-2024", "late May", "the end of 2024", "the beginning of March 2025".
func (p *phrase) stretch(i int) (d dragoman.DateRange, end int) {
	if d, ok := p.middle(i); ok {
		return d, i + 1
	}
	w := p.word(i)
	if w.kind != stretchWord {
		return d, i
	}
	j := i + 1
	if p.form(j) == "-" {
		j++
	}
	if p.form(j) == "of" || p.form(j) == "in" {
		j++
	}
	if y := p.year(j); y > 0 {
		return monthsFrom(y, (w.value-1)*4+1, 4), j + 1
	}
	if p.month(j) > 0 {
		if d, end := p.monthFirst(j); end > j && d.Precision == dragoman.PrecisionMonth {
			return third(d, w.value), end
		}
	}
	if t := p.word(j); t.kind == towardsWord && p.word(j+1).value == 365 && !p.base.IsZero() {
		return monthsFrom(p.base.Year()+t.value, (w.value-1)*4+1, 4), j + 2
	}
	return d, i
}

// middle reads "mid-June" written as one token.
func (p *phrase) middle(i int) (d dragoman.DateRange, ok bool) {
	name, ok := strings.CutPrefix(p.form(i), "mid-")
	if !ok {
		return d, false
	}
	if w := p.r.words[strings.ToLower(name)]; w.kind == monthWord {
		if d, ok = p.nearest(time.Month(w.value), 0, 0); ok {
			return third(d, 2), true
		}
	}
	return d, false
}

// third cuts a month into early (1-10), middle (11-20) and late (21-).
func third(d dragoman.DateRange, n int) dragoman.DateRange {
	starts := [...]string{"01", "11", "21"}
	d.Precision = dragoman.PrecisionRange
	end := d.End
	d.Start = d.Start[:8] + starts[n-1]
	switch n {
	case 1:
		end = d.Start[:8] + "10"
	case 2:
		end = d.Start[:8] + "20"
	}
	d.End = end
	return d
}

// between reads "from 2021 to 2024", "between 2021 and 2024", "between May 3 and May 5, 2024".
func (p *phrase) between(i int) (d dragoman.DateRange, end int) {
	f := p.lower[i]
	if f != "from" && f != "between" {
		return d, i
	}
	a, j := p.simple(i + 1)
	if j == i+1 {
		return d, i
	}
	if w := p.form(j); w != "to" && w != "and" && w != "until" && w != "till" && w != "through" && w != "-" && w != "–" {
		return d, i
	}
	b, end := p.simple(j + 1)
	if end == j+1 {
		return d, i
	}
	if a.Start > b.End && a.Derived == "year from publication" { // "between January and September": of one year
		a = backAYear(a)
	}
	if a.Start > b.End {
		return d, i
	}
	return dragoman.DateRange{Start: a.Start, End: b.End, Precision: dragoman.PrecisionRange}, end
}

// simple reads a date without relative words.
func (p *phrase) simple(i int) (dragoman.DateRange, int) {
	for _, read := range []func(int) (dragoman.DateRange, int){p.iso, p.monthFirst, p.dayFirst, p.bareYear} {
		if d, end := read(i); end > i {
			return d, end
		}
	}
	return dragoman.DateRange{}, i
}

func (p *phrase) bareYear(i int) (dragoman.DateRange, int) {
	if y := p.year(i); y > 0 {
		return dragoman.Year(y), i + 1
	}
	return dragoman.DateRange{}, i
}

// yearRange reads "2021-2024", "2021–24" and "the 1990s".
func (p *phrase) yearRange(i int) (d dragoman.DateRange, end int) {
	if f := p.form(i); len(f) == 5 && strings.HasSuffix(f, "0s") {
		if y := figures(f[:4]); y >= 1800 && y <= 2100 {
			return dragoman.DateRange{Start: fmt.Sprintf("%d-01-01", y), End: fmt.Sprintf("%d-12-31", y+9), Precision: dragoman.PrecisionRange}, i + 1
		}
	}
	if p.year(i) == 0 || p.form(i+1) != "-" && p.form(i+1) != "–" || p.year(i+2) <= p.year(i) {
		return d, i
	}
	d = dragoman.Year(p.year(i))
	d.End, d.Precision = dragoman.Year(p.year(i+2)).End, dragoman.PrecisionRange
	return d, i + 3
}

// openEnded reads "since 1992", "since last year", "by 2030", "until May 2025", "before 2020", "after 2030".
func (p *phrase) openEnded(i int) (d dragoman.DateRange, end int) {
	f := p.lower[i]
	j := i + 1
	switch f {
	case "since", "after", "by", "until", "till", "before":
	default:
		return d, i
	}
	if strings.EqualFold(p.form(j), "the") {
		j++
	}
	at, end := p.simple(j)
	if end == j {
		if at, end = p.stretch(j); end == j {
			if at, end = p.relative(j); end == j || !at.Known() {
				return d, i
			}
		}
	}
	switch f {
	case "since":
		d = dragoman.DateRange{Start: at.Start, Precision: dragoman.PrecisionAfter, Derived: "since"}
		if !p.base.IsZero() {
			d.End = p.base.Format(time.DateOnly)
		}
	case "after":
		d = dragoman.DateRange{Start: at.End, Precision: dragoman.PrecisionAfter, Derived: "after"}
	default:
		d = dragoman.DateRange{End: at.End, Precision: dragoman.PrecisionBefore, Derived: f}
		if f == "by" || f == "until" || f == "till" {
			if s := p.base.Format(time.DateOnly); !p.base.IsZero() && s < at.End {
				d.Start = s
			}
		}
	}
	return d, end
}

// number reads a small number in digits or words; 0 for none.
func (p *phrase) number(i int) int {
	if w := p.word(i); w.kind == numberWord {
		return w.value
	}
	if n := figures(p.form(i)); n <= 500 {
		return n
	}
	return 0
}

// relative reads "today", "last week", "this year", "next month", "last May", "in the last three years", "the same day".
func (p *phrase) relative(i int) (d dragoman.DateRange, end int) {
	w := p.word(i)
	if p.base.IsZero() {
		return d, i
	}
	if w.kind == dayWord {
		d = dragoman.Day(p.base.AddDate(0, 0, w.value))
		d.Derived = "relative to publication"
		return d, i + 1
	}
	if w.kind != towardsWord {
		return d, i
	}
	if m := p.month(i + 1); m > 0 {
		d, ok := p.nearest(m, 0, w.value)
		if !ok {
			return d, i
		}
		return d, i + 2
	}
	if u := p.word(i + 1); u.kind == weekdayWord {
		return p.onWeekday(time.Weekday(u.value), w.value), i + 2
	}
	if u := p.word(i + 1); u.kind == unitWord {
		return p.unitAway(u.value, w.value), i + 2
	}
	if n := p.number(i + 1); n > 0 && p.word(i+2).kind == unitWord {
		return p.stretchAway(n*p.word(i+2).value, w.value), i + 3
	}
	if p.word(i+1).kind == numberWord && p.word(i+2).kind == unitWord { // "the last few years"
		return p.stretchAway(3*p.word(i+2).value, w.value), i + 3
	}
	return d, i
}

// unitAway is the calendar week, month or year that lies towards units from publication.
func (p *phrase) unitAway(unit, towards int) (d dragoman.DateRange) {
	switch unit {
	case 365:
		d = dragoman.Year(p.base.Year() + towards)
	case 30:
		t := time.Date(p.base.Year(), p.base.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, towards, 0)
		d = dragoman.Month(t.Year(), t.Month())
	case 7:
		monday := p.base.AddDate(0, 0, -(int(p.base.Weekday())+6)%7+7*towards)
		d = dragoman.DateRange{Start: monday.Format(time.DateOnly), End: monday.AddDate(0, 0, 6).Format(time.DateOnly), Precision: dragoman.PrecisionRange}
	default:
		d = p.stretchAway(unit, towards)
	}
	d.Derived = "relative to publication"
	return d
}

// stretchAway is the stretch of days before or after publication.
func (p *phrase) stretchAway(n, towards int) dragoman.DateRange {
	a, b := p.base.AddDate(0, 0, -n), p.base
	if towards > 0 {
		a, b = p.base, p.base.AddDate(0, 0, n)
	}
	return dragoman.DateRange{Start: a.Format(time.DateOnly), End: b.Format(time.DateOnly), Precision: dragoman.PrecisionRange, Derived: "relative to publication"}
}

// ago reads "two weeks ago", "three years earlier".
func (p *phrase) ago(i int) (d dragoman.DateRange, end int) {
	n, u := p.number(i), p.word(i+1)
	if n == 0 || u.kind != unitWord || !strings.EqualFold(p.form(i+2), "ago") || p.base.IsZero() {
		return d, i
	}
	switch u.value {
	case 365:
		d = dragoman.Year(p.base.Year() - n)
	case 30:
		t := time.Date(p.base.Year(), p.base.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -n, 0)
		d = dragoman.Month(t.Year(), t.Month())
	default:
		t := p.base.AddDate(0, 0, -n*u.value)
		d = dragoman.Day(t)
		if u.value > 1 {
			d = dragoman.DateRange{Start: t.AddDate(0, 0, -3).Format(time.DateOnly), End: t.AddDate(0, 0, 3).Format(time.DateOnly), Precision: dragoman.PrecisionRange}
		}
	}
	d.Derived = "relative to publication"
	return d, i + 3
}

// weekday reads a bare weekday as the last one before publication, that day included.
func (p *phrase) weekday(i int) (d dragoman.DateRange, end int) {
	if w := p.word(i); w.kind == weekdayWord && !p.base.IsZero() {
		return p.onWeekday(time.Weekday(w.value), 0), i + 1
	}
	return d, i
}

// onWeekday is the weekday on or before publication; towards > 0 the first one after it.
func (p *phrase) onWeekday(w time.Weekday, towards int) dragoman.DateRange {
	back := (int(p.base.Weekday()) - int(w) + 7) % 7
	t := p.base.AddDate(0, 0, -back)
	if towards > 0 {
		t = t.AddDate(0, 0, 7)
	}
	d := dragoman.Day(t)
	d.Derived = "relative to publication"
	return d
}

// plainYear reads a year that stands where a date can: after a preposition or unattached, not counting things.
func (p *phrase) plainYear(i int) (d dragoman.DateRange, end int) {
	y := p.year(i)
	if y == 0 {
		return d, i
	}
	if p.form(i+1) == "-" && p.form(i+3) == "-" { // a date that does not exist
		return d, i
	}
	tok := &p.s.Tokens[i]
	if next := p.form(i + 1); next == "%" || next == "km" || tok.Deprel == "nummod" && tok.Head > i && p.s.Tokens[tok.Head].UPOS == "NOUN" && strings.Contains(p.s.Tokens[tok.Head].Feats, "Plur") {
		return d, i
	}
	switch strings.ToLower(p.form(i - 1)) {
	case "$", "€", "£", "about", "some", "nearly", "than", "-":
		return d, i
	}
	return dragoman.Year(y), i + 1
}

// vague reads "recently", "in recent months", "soon": only the direction is known.
func (p *phrase) vague(i int) (d dragoman.DateRange, end int) {
	w := p.word(i)
	if w.kind != vagueWord || p.base.IsZero() {
		return d, i
	}
	end = i + 1
	if p.word(end).kind == unitWord {
		end++
	} else if strings.EqualFold(p.form(i), "recent") { // "recent" alone says nothing of when
		return d, i
	}
	if w.value < 0 {
		if strings.EqualFold(p.form(i), "earlier") && p.word(i+1).kind == towardsWord { // "earlier this month"
			return d, i
		}
		return dragoman.DateRange{End: p.base.Format(time.DateOnly), Precision: dragoman.PrecisionBefore, Derived: dragoman.BeforePublication}, end
	}
	return dragoman.DateRange{Start: p.base.Format(time.DateOnly), Precision: dragoman.PrecisionAfter, Derived: "after publication"}, end
}
