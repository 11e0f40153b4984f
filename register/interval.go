package register

import (
	"math"
	"strconv"
	"time"

	"dragoman"
)

// level says how narrowly a date is known.
type level int

// The levels of rule.need.
const (
	exact level = iota // to a few days
	near               // to a month or so, or by the date of publication
	far                // less
)

// interval is the time in which something lies, in days since 1970, both ends included.
type interval struct {
	lo, hi int
	level  level
	stated bool // by the text, not by the date of publication
}

const (
	exactDays = 4
	nearDays  = 35
	beforeMax = 45      // days back that "recently" reaches
	afterMax  = 365     // days ahead that "in the coming months" reaches
	pastMax   = 5 * 365 // days back that an undated "had been signed" reaches
	essayMax  = 400     // days back that an undated event in an essay or interview reaches
	never     = math.MaxInt32
)

// when is the interval of something told in a document. Without a date of its own it lies shortly before publication (the
// given number of days), before it without narrow bounds when told as past, in an essay or in an interview, or after it when planned.
func when(d dragoman.DateRange, doc *dragoman.DocumentRef, status dragoman.Status, undated int) interval {
	lo, okLo := dayNumber(d.Start)
	hi, okHi := dayNumber(d.End)
	switch {
	case okLo && okHi:
		return interval{lo: lo, hi: max(lo, hi), stated: true}.leveled()
	case okHi && (d.Stated() || d.Text != ""):
		return interval{lo: hi - beforeMax, hi: hi, level: near, stated: true}
	case okLo && !okHi:
		return interval{lo: lo, hi: lo + afterMax, level: far, stated: true}
	}
	p, err := dragoman.ParseDate(doc.Published)
	if err != nil {
		return interval{lo: -never, hi: never, level: far}
	}
	lo, _ = dayNumber(p.Start)
	hi, _ = dayNumber(p.End)
	switch {
	case status == dragoman.Historical:
		lo -= pastMax
	case status == dragoman.Planned || status == dragoman.Hypothetical:
		return interval{lo: lo, hi: hi + afterMax, level: near}
	case doc.Kind == dragoman.KindOpinion || doc.Kind == dragoman.KindAnalysis || doc.Kind == dragoman.KindInterview:
		lo -= essayMax
	default:
		lo, hi = lo-undated, hi+1
	}
	i := interval{lo: lo, hi: hi}.leveled()
	i.level = max(i.level, near)
	return i
}

func (i interval) leveled() interval {
	switch span := i.hi - i.lo + 1; {
	case span <= exactDays:
		i.level = exact
	case span <= nearDays:
		i.level = near
	default:
		i.level = far
	}
	return i
}

// gap is the number of days between two intervals, 0 when they overlap.
func (i interval) gap(o interval) int { return max(0, i.lo-o.hi, o.lo-i.hi) }

func dayNumber(iso string) (int, bool) {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return 0, false
	}
	return int(t.Unix() / 86400), true
}

// inWords is a date as it is printed: "12 May 2025", "May 2025", "2025", "29 to 30 May 2025", "before 1 March 2025".
func inWords(d dragoman.DateRange) string {
	start, errStart := time.Parse(time.DateOnly, d.Start)
	end, errEnd := time.Parse(time.DateOnly, d.End)
	const day = "2 January 2006"
	switch {
	case errStart != nil && errEnd != nil:
		return "no date"
	case errStart != nil:
		return "before " + end.Format(day)
	case errEnd != nil:
		return "after " + start.Format(day)
	case d.Start == d.End:
		return start.Format(day)
	case start.Day() == 1 && end.Equal(start.AddDate(0, 1, -1)):
		return start.Format("January 2006")
	case start.YearDay() == 1 && end.Equal(start.AddDate(1, 0, -1)):
		return strconv.Itoa(start.Year())
	case start.Year() == end.Year() && start.Month() == end.Month():
		return strconv.Itoa(start.Day()) + " to " + end.Format(day)
	}
	return start.Format(day) + " to " + end.Format(day)
}
