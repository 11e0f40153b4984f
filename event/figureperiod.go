package event

import (
	"time"

	"dragoman"
	"dragoman/event/when"
)

// Costs that order the dates of a sentence for a quantity.
const (
	dateBehind  = 0 // right behind it: "$361 million in 2022"
	dateBeside  = 1 // in its metric's phrase, or right before it
	dateInside  = 2 // elsewhere in its clause
	dateOutside = 4 // in the clause around
	dateEarlier = 6 // right behind an earlier quantity
	dateNever   = 9
)

// periodOf is the time the i-th quantity holds for.
func (s *scope) periodOf(i int, m *measured) dragoman.DateRange {
	q := &s.quantities[i]
	best, bestCost := -1, dateNever
	for k := range s.dates {
		if cost := s.periodCost(&s.dates[k], i, m); cost < bestCost {
			best, bestCost = k, cost
		}
	}
	if years := s.yearsAway(i); years != 0 {
		if q.dimension == "multiple" || s.change(q) != "" {
			years = 0
		}
		return shifted(s.anchor(best), years)
	}
	if best >= 0 {
		return s.dates[best].Range
	}
	if s.inheritedDate.Known() && !q.from {
		return s.inheritedDate
	}
	return dragoman.DateRange{Precision: dragoman.PrecisionUnknown}
}

// periodCost orders one date for the i-th quantity.
func (s *scope) periodCost(d *when.Expression, i int, m *measured) int {
	q := &s.quantities[i]
	if d.Range.Derived == dragoman.BeforePublication || d.Range.Derived == "after publication" || s.compared(d) {
		return dateNever
	}
	if q.per != "" && d.Range.Precision == dragoman.PrecisionDay { // nothing is so much a year on one day
		return dateNever
	}
	gap := d.First - q.end
	switch {
	case gap >= 0 && gap <= 2 && s.free(q.end, d.First):
		return dateBehind
	case q.from:
		return dateNever // the start of a change has its own date or none
	case s.of[d.Head] == s.outer(q) && !s.saying(s.of[d.Head]) && (!s.t.is(s.of[q.head], "acl") || i > 0 && s.quantities[i-1].unit == q.unit):
		return dateOutside
	case s.behind(d, i):
		if d.First < q.first && s.of[d.Head] == s.of[q.head] {
			return dateEarlier
		}
		return dateNever // another quantity's own
	case s.of[d.Head] == s.of[q.head]:
		if d.First > q.end && i+1 < len(s.quantities) && s.starts[i+1] <= d.First && s.of[s.quantities[i+1].head] == s.of[q.head] && !s.trails(d) {
			return dateNever // among the words of the next quantity
		}
		if d.End <= q.first && q.first-d.End <= 3 || s.t.within(d.Head, m.head) && !m.verb {
			return dateBeside
		}
		return dateInside
	case s.of[m.head] == s.of[d.Head] && !m.again && s.t.within(d.Head, m.head):
		return dateBeside
	}
	return dateNever
}

// trails says whether a date is the last word on all the quantities before it: "rose by 5% to $7 million in 2024".
func (s *scope) trails(d *when.Expression) bool {
	last := &s.quantities[len(s.quantities)-1]
	for k := range s.dates {
		if o := &s.dates[k]; o != d && o.First > s.quantities[0].first {
			return false
		}
	}
	return d.First >= last.end
}

// free says whether only prepositions, brackets and the like stand between two tokens.
func (s *scope) free(from, to int) bool {
	for k := from; k < to; k++ {
		switch s.t.tok(k).UPOS {
		case "ADP", "DET", "PUNCT":
		default:
			return false
		}
	}
	return true
}

// behind says whether a date stands right behind another quantity of the sentence than the i-th, unless it trails them all.
func (s *scope) behind(d *when.Expression, i int) bool {
	for k := range s.quantities {
		o := &s.quantities[k]
		if gap := d.First - o.end; k != i && gap >= 0 && gap <= 2 && s.free(o.end, d.First) {
			return !(k > i && s.trails(d) && s.joined(i, k))
		}
	}
	return false
}

// joined says whether two quantities tell of one thing in the same clause: a change and what it came to.
func (s *scope) joined(i, k int) bool {
	a, b := &s.quantities[i], &s.quantities[k]
	return s.of[a.head] == s.of[b.head] && (s.change(a) != "" || s.change(b) != "" || a.unit != b.unit)
}

// compared says whether a date is one that something is compared with: "more than in 2023", "up from 2022".
func (s *scope) compared(d *when.Expression) bool {
	for k := d.First - 1; k >= 0 && k >= d.First-3; k-- {
		switch s.word(k) {
		case "than", "compared", "against":
			return true
		case "in", "the", "with", "to":
		default:
			return false
		}
	}
	return false
}

// yearsAway reads "a year earlier", "the year before", "in the previous year", "the following year" behind the i-th quantity: how many
// years from what was told before it; 0 where nothing is said.
func (s *scope) yearsAway(i int) int {
	end := len(s.t.sent.Tokens)
	if i+1 < len(s.quantities) {
		end = s.quantities[i+1].first
	}
	for k := s.quantities[i].end; k < end && k < s.quantities[i].end+7; k++ {
		switch w := s.word(k); {
		case w == "year" && (s.comparison(k+1) && s.word(k+1) != "ago" && s.word(k+1) != "later"):
			return -1
		case (w == "previous" || w == "preceding") && s.word(k+1) == "year":
			return -1
		case w == "following" && s.word(k+1) == "year":
			return 1
		case s.t.tok(k).UPOS == "PUNCT" && w != ",":
			return 0
		}
	}
	return 0
}

// anchor is the period that "the year before" counts from: the sentence's first year, month or stretch, else the date found.
func (s *scope) anchor(date int) dragoman.DateRange {
	for k := range s.dates {
		switch d := &s.dates[k].Range; d.Precision {
		case dragoman.PrecisionYear, dragoman.PrecisionRange, dragoman.PrecisionMonth:
			if !s.counting(&s.dates[k]) {
				return *d
			}
		}
	}
	if date >= 0 && !s.counting(&s.dates[date]) {
		return s.dates[date].Range
	}
	return dragoman.DateRange{Precision: dragoman.PrecisionUnknown}
}

// counting says whether a date is itself told from another: "the previous year".
func (s *scope) counting(d *when.Expression) bool {
	switch s.word(d.First) {
	case "previous", "preceding", "following":
		return true
	}
	return false
}

// shifted moves a period by whole years.
func shifted(d dragoman.DateRange, years int) dragoman.DateRange {
	move := func(day string) string {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return day
		}
		if to := t.AddDate(years, 0, 0); to.Day() == t.Day() {
			return to.Format(time.DateOnly)
		}
		return t.AddDate(years, 0, -1).Format(time.DateOnly) // 29 February
	}
	d.Start, d.End, d.Derived = move(d.Start), move(d.End), "counted from the period before"
	return d
}
