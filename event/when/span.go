package when

import (
	"strings"
	"time"

	"dragoman"
)

// backAYear moves an interval one year back.
func backAYear(d dragoman.DateRange) dragoman.DateRange {
	for _, day := range []*string{&d.Start, &d.End} {
		if t, err := time.Parse(time.DateOnly, *day); err == nil {
			*day = t.AddDate(-1, 0, 0).Format(time.DateOnly)
		}
	}
	return d
}

// monthSpan reads "January-October 2024", "January to October", "January through October of 2024".
func (p *phrase) monthSpan(i int) (d dragoman.DateRange, end int) {
	from := p.month(i)
	switch p.form(i + 1) {
	case "-", "–", "to", "through":
	default:
		return d, i
	}
	to := p.month(i + 2)
	if from == 0 || to <= from {
		return d, i
	}
	end = i + 3
	if p.form(end) == "of" && p.year(end+1) > 0 {
		end++
	}
	if y := p.year(end); y > 0 {
		return monthsFrom(y, int(from), int(to-from)+1), end + 1
	}
	last, ok := p.nearest(to, 0, -1)
	if !ok {
		return d, i
	}
	first, _ := time.Parse(time.DateOnly, last.End)
	d = monthsFrom(first.Year(), int(from), int(to-from)+1)
	d.Derived = "year from publication"
	return d, i + 3
}

// yearTo reads "the year to June 2024", "the 12 months ending in March 2024": the twelve months up to the end of that month.
func (p *phrase) yearTo(i int) (d dragoman.DateRange, end int) {
	j := i
	switch {
	case strings.EqualFold(p.form(i), "year"):
		j = i + 1
	case p.number(i) == 12 && p.word(i+1).value == 30:
		j = i + 2
	default:
		return d, i
	}
	switch p.form(j) {
	case "to", "ended", "ending":
		j++
	default:
		return d, i
	}
	if p.form(j) == "in" {
		j++
	}
	m, end := p.monthFirst(j)
	if end == j || m.Precision != dragoman.PrecisionMonth {
		return d, i
	}
	last, err := time.Parse(time.DateOnly, m.End)
	if err != nil {
		return d, i
	}
	first := time.Date(last.Year(), last.Month()-11, 1, 0, 0, 0, 0, time.UTC)
	return dragoman.DateRange{Start: first.Format(time.DateOnly), End: m.End, Precision: dragoman.PrecisionRange, Derived: m.Derived}, end
}
