package dossier

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"dragoman"
)

// Lanes is the timeline as a drawing: one lane a kind of thing, one mark an event, as wide as its date is uncertain.
type Lanes struct {
	Width, Height int
	Years         []Tick
	Lanes         []Lane
	Today         float64 // x of the day of the answer, negative when it lies outside
}

// Tick is a year on the axis.
type Tick struct {
	X     float64
	Label string
}

// Lane is one row group of the drawing.
type Lane struct {
	Name      string
	Class     string
	Y, Height int
	Marks     []Mark
}

// Mark is one event.
type Mark struct {
	X, W, Y float64
	Open    bool // the date has an open end: drawn dashed
	ID      string
	Title   string
}

const (
	lanesWidth = 960
	labelWidth = 130
	rowHeight  = 16
	leastWidth = 9 // of a mark: a day
)

var laneOf = map[dragoman.Quad]int{dragoman.VerbalCooperation: 1, dragoman.MaterialCooperation: 2, dragoman.VerbalConflict: 3, dragoman.MaterialConflict: 3}

// Lanes draws timeline, plans and denials; nil when fewer than two events have a date.
func (b *Brief) Lanes() *Lanes {
	groups := []struct {
		name, class string
		events      []*Event
	}{{"Contacts", "contact", nil}, {"Words", "words", nil}, {"Deeds", "deeds", nil}, {"Demands, conflict", "conflict", nil},
		{"Planned", "planned", nil}, {"Not done", "denied", nil}}
	put := func(list []Event, lane func(*Event) int) {
		for i := range list {
			if list[i].Date.Known() && list[i].Status != dragoman.Historical { // what is long past would squeeze the rest
				g := &groups[lane(&list[i])]
				g.events = append(g.events, &list[i])
			}
		}
	}
	put(b.Timeline, func(e *Event) int {
		if e.Type == dragoman.Consult {
			return 0
		}
		return laneOf[quad(e.Type)]
	})
	put(b.Planned, func(*Event) int { return 4 })
	put(b.Denied, func(*Event) int { return 5 })
	var all []*Event
	for _, g := range groups {
		all = append(all, g.events...)
	}
	ax, ok := axisOf(all)
	if !ok || len(all) < 2 {
		return nil
	}
	out := &Lanes{Width: lanesWidth, Height: 22, Years: ax.ticks(), Today: ax.today(b.AsOf)}
	for _, g := range groups {
		if len(g.events) == 0 {
			continue
		}
		l := ax.lane(g.events)
		l.Name, l.Class, l.Y = g.name, g.class, out.Height
		out.Height += l.Height + 6
		out.Lanes = append(out.Lanes, l)
	}
	return out
}

// axis maps days to x.
type axis struct{ from, to time.Time }

// axisOf spans whole years around the dated events.
func axisOf(events []*Event) (axis, bool) {
	var ax axis
	for _, e := range events {
		for _, s := range []string{e.Date.Start, e.Date.End} {
			t, err := time.Parse(time.DateOnly, s)
			if err != nil {
				continue
			}
			if ax.from.IsZero() || t.Before(ax.from) {
				ax.from = t
			}
			if t.After(ax.to) {
				ax.to = t
			}
		}
	}
	if ax.from.IsZero() {
		return ax, false
	}
	ax.from = time.Date(ax.from.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	ax.to = time.Date(ax.to.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
	return ax, true
}

func (ax axis) x(t time.Time) float64 {
	share := t.Sub(ax.from).Hours() / ax.to.Sub(ax.from).Hours()
	return labelWidth + share*(lanesWidth-labelWidth-8)
}

// today is the x of the day, -1 outside the axis.
func (ax axis) today(day string) float64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || t.Before(ax.from) || t.After(ax.to) {
		return -1
	}
	return ax.x(t)
}

// ticks are the years, thinned out so that their labels do not touch.
func (ax axis) ticks() []Tick {
	years := ax.to.Year() - ax.from.Year()
	step := 1 + years/16
	var out []Tick
	for y := ax.from.Year(); y < ax.to.Year(); y += step {
		out = append(out, Tick{ax.x(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)), strconv.Itoa(y)})
	}
	return out
}

// lane places the marks in as few rows as keep them apart.
func (ax axis) lane(events []*Event) Lane {
	var l Lane
	marks := make([]Mark, 0, len(events))
	for _, e := range events {
		marks = append(marks, ax.mark(e))
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.X, b.X) })
	var ends []float64
	for i := range marks {
		m := &marks[i]
		row := slices.IndexFunc(ends, func(end float64) bool { return end+2 <= m.X })
		if row < 0 {
			row = len(ends)
			ends = append(ends, 0)
		}
		ends[row] = m.X + m.W
		m.Y = float64(row*rowHeight) + 3
	}
	l.Marks, l.Height = marks, len(ends)*rowHeight+2
	return l
}

func (ax axis) mark(e *Event) Mark {
	m := Mark{ID: e.ID, Title: e.When + ": " + e.Title + ", " + e.Parties,
		Open: e.Date.Start == "" || e.Date.End == "" || e.Date.Precision == dragoman.PrecisionBefore || e.Date.Precision == dragoman.PrecisionAfter}
	start, errStart := time.Parse(time.DateOnly, e.Date.Start)
	end, errEnd := time.Parse(time.DateOnly, e.Date.End)
	if errStart != nil { // "before": a stub that ends there
		start = end.AddDate(0, -2, 0)
	}
	if errEnd != nil {
		end = start.AddDate(0, 2, 0)
	}
	m.X = max(labelWidth, ax.x(start))
	m.W = max(leastWidth, min(ax.x(end.AddDate(0, 0, 1)), lanesWidth-8)-m.X)
	return m
}
