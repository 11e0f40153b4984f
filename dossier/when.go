package dossier

import (
	"time"

	"dragoman"
)

// When puts a date interval into words without making it more precise than it is: "February 2025", "before 12 May 2025".
func When(d dragoman.DateRange) string {
	if !d.Known() {
		return ""
	}
	start, end := inWords(d.Start), inWords(d.End)
	switch {
	case d.Precision == dragoman.PrecisionBefore || start == "":
		return "before " + end
	case d.Precision == dragoman.PrecisionAfter || end == "":
		return "after " + start
	case d.Start == d.End:
		return start
	case d.Precision == dragoman.PrecisionYear && d.Start[:4] == d.End[:4]:
		return d.Start[:4]
	case d.Precision == dragoman.PrecisionMonth && d.Start[:7] == d.End[:7]:
		return monthInWords(d.Start)
	}
	return span(d.Start, d.End, start, end)
}

// span words an interval with stated bounds as shortly as it can be read.
func span(start, end, startWords, endWords string) string {
	a, errA := time.Parse(time.DateOnly, start)
	b, errB := time.Parse(time.DateOnly, end)
	if errA != nil || errB != nil {
		return startWords + " – " + endWords
	}
	wholeMonths := a.Day() == 1 && b.AddDate(0, 0, 1).Day() == 1
	switch {
	case wholeMonths && a.Month() == time.January && b.Month() == time.December && a.Year() == b.Year():
		return a.Format("2006")
	case wholeMonths && a.Month() == time.January && b.Month() == time.December:
		return a.Format("2006") + "–" + b.Format("2006")
	case wholeMonths && a.Year() == b.Year() && a.Month() == b.Month():
		return a.Format("January 2006")
	case wholeMonths && a.Year() == b.Year():
		return a.Format("January") + " – " + b.Format("January 2006")
	case wholeMonths:
		return a.Format("January 2006") + " – " + b.Format("January 2006")
	case a.Year() == b.Year() && a.Month() == b.Month():
		return a.Format("2") + "–" + b.Format("2 January 2006")
	case a.Year() == b.Year():
		return a.Format("2 January") + " – " + b.Format("2 January 2006")
	}
	return startWords + " – " + endWords
}

// inWords words an ISO date, which may be coarse; what is no date is given back as it is.
func inWords(s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Format("2 January 2006")
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format("January 2006")
	}
	return s
}

func monthInWords(s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Format("January 2006")
	}
	return s
}

// whenOr is When, or for a thing without a date the day on which it was reported.
func whenOr(d dragoman.DateRange, published string) string {
	if w := When(d); w != "" {
		return w
	}
	if published != "" {
		return "not dated; reported " + inWords(published)
	}
	return "not dated"
}

// orderKey sorts by the first day a thing can have been, else by the last, else by when it was reported.
func orderKey(d dragoman.DateRange, published string) string {
	switch {
	case d.Precision == dragoman.PrecisionBefore && d.End != "":
		return d.End
	case d.Start != "":
		return d.Start
	case d.End != "":
		return d.End
	}
	return published
}
