package dragoman

import (
	"fmt"
	"time"
)

// Precision says how exactly a date is known.
type Precision string

// The precisions of a date interval.
const (
	PrecisionDay     Precision = "day"
	PrecisionMonth   Precision = "month"
	PrecisionYear    Precision = "year"
	PrecisionRange   Precision = "range"   // stated bounds, "29-30 May 2025"
	PrecisionBefore  Precision = "before"  // only known to lie before End ("recently")
	PrecisionAfter   Precision = "after"   // only known to lie after Start ("in the coming months")
	PrecisionUnknown Precision = "unknown" // not stated
)

// DateRange is a date interval with both ends included, in ISO 8601 (YYYY-MM-DD). A year stays a year: 2024 is
// 2024-01-01 to 2024-12-31 with PrecisionYear. Either end may be "" where it is open.
type DateRange struct {
	Start     string    `json:"start"`
	End       string    `json:"end"`
	Text      string    `json:"text"`                // the words it was read from
	Precision Precision `json:"precision,omitempty"` //
	Derived   string    `json:"derived,omitempty"`   // how: "stated", "relative to publication", "from the sentence before", ...
	Span      Span      `json:"span"`                // where the words stand
}

// Known says whether at least one end is known.
func (d DateRange) Known() bool { return d.Start != "" || d.End != "" }

// BeforePublication is what Derived says of a date that stands for no more than "told before it was published".
const BeforePublication = "before publication"

// Stated says whether the date tells more than that it lies before publication.
func (d DateRange) Stated() bool {
	return d.Known() && (d.Precision != PrecisionBefore || d.Derived != BeforePublication)
}

// Day makes the interval of one day.
func Day(t time.Time) DateRange {
	s := t.Format(time.DateOnly)
	return DateRange{Start: s, End: s, Precision: PrecisionDay}
}

// Month makes the interval of one month.
func Month(year int, m time.Month) DateRange {
	first := time.Date(year, m, 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	return DateRange{Start: first.Format(time.DateOnly), End: last.Format(time.DateOnly), Precision: PrecisionMonth}
}

// Year makes the interval of one year.
func Year(year int) DateRange {
	return DateRange{Start: fmt.Sprintf("%04d-01-01", year), End: fmt.Sprintf("%04d-12-31", year), Precision: PrecisionYear}
}

// ParseDate reads an ISO 8601 date that may be coarse ("2025", "2025-05", "2025-05-12") into the interval it means.
func ParseDate(s string) (DateRange, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Day(t), nil
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return Month(t.Year(), t.Month()), nil
	}
	if t, err := time.Parse("2006", s); err == nil {
		return Year(t.Year()), nil
	}
	return DateRange{}, fmt.Errorf("%q is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", s)
}

// Overlaps says whether the two intervals can share a day; an open end reaches without bound.
func (d DateRange) Overlaps(o DateRange) bool {
	return (d.End == "" || o.Start == "" || o.Start <= d.End) && (o.End == "" || d.Start == "" || d.Start <= o.End)
}
