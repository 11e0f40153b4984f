package chart

import (
	"fmt"
	"io"
	"math"
)

// Sides sets both reports of one flow against each other, period by period: what the reporter says and what the partner
// says (its mirror). A bar joins the two; where one is half as much again as the other or more, the ratio stands above.
type Sides struct {
	About
	Unit    Unit
	Periods []string
	A, B    Series // "Kazakhstan: exports", "Serbia: imports"; not negative
	Log     bool   // logarithmic axis: equal ratios are equal lengths; zeros are left out and named
}

func (c *Sides) check() (calendar, error) {
	return checkRows(c.Periods, false, c.A, c.B)
}

// ratioShown is the least ratio that is written out.
const ratioShown = 1.5

// ratio is the greater value over the lesser: "×2.5"; "" below ratioShown.
func ratio(a, b float64) string {
	lo, hi := min(a, b), max(a, b)
	switch {
	case math.IsNaN(lo + hi):
		return ""
	case lo == 0 && hi > 0:
		return "one side only"
	case lo == 0 || hi/lo < ratioShown:
		return ""
	}
	return "×" + significant(hi/lo, 2)
}

// SVG draws the chart.
func (c *Sides) SVG(w io.Writer, o Options) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	s, err := newSheet("sides", c.About, o)
	if err != nil {
		return err
	}
	lines := Lines{Unit: c.Unit, Periods: c.Periods, Series: []Series{c.A, c.B}, Log: c.Log}
	rows, zeros := lines.shown()
	lo, hi, ok := span(rows...)
	if !ok {
		return s.nothing(w)
	}
	s.offLog(zeros)
	c.draw(s, cal, rows, lo, hi)
	return s.write(w, c.describe())
}

func (c *Sides) draw(s *sheet, cal calendar, rows [][]float64, lo, hi float64) {
	s.legend(margin, []key{{c.A.Name, "c1", 'o'}, {c.B.Name, "c2", 'r'}})
	height := max(170, min(320, 0.36*s.w))
	a := newAxis(c.Unit, 0, hi, int(height/48), true)
	if c.Log {
		a = newLogAxis(c.Unit, lo, hi)
	}
	a.y0, a.y1 = s.y+height, s.y+22
	x0, x1 := margin+tickRoom(a), s.w-margin
	x, slot := cal.columns(x0, x1)
	s.yAxis(a, x0, x1)
	r := max(1.2, min(5, slot/3))
	for k := range c.Periods {
		va, vb, px := rows[0][k], rows[1][k], x(cal.at[k])
		pair := Pair{cal.name(cal.at[k]), c.A.Values[k], c.B.Values[k]}
		title, note := pair.title(c.Unit, c.A.Name, c.B.Name), ratio(pair.A, pair.B)
		if !math.IsNaN(va + vb) {
			y := min(a.at(va), a.at(vb))
			s.rect(px-r*0.7, y, r*1.4, math.Abs(a.at(va)-a.at(vb)), "ci v", title)
			if note != "" && textWidth(note, footSize, true) < slot-4 {
				s.text(px, y-r-5, "f k b m", note)
			}
		}
		s.pair(px, a.at(va), px, a.at(vb), r, title)
	}
	s.timeAxis(cal, a.y0, x, nil)
}

// pair draws a ring and, above it and smaller, a dot, so that both are seen where they meet. A place that is not a number is
// left out.
func (s *sheet) pair(dotX, dotY, ringX, ringY, r float64, title string) {
	if !math.IsNaN(ringX + ringY) {
		s.open("c2")
		s.circle(ringX, ringY, r, "o", title)
		s.close()
	}
	if !math.IsNaN(dotX + dotY) {
		s.open("c1")
		s.circle(dotX, dotY, 0.76*r, "a", title)
		s.close()
	}
}

func (c *Sides) describe() string {
	widestRatio, at := 1.0, -1
	for k := range c.Periods {
		lo, hi := min(c.A.Values[k], c.B.Values[k]), max(c.A.Values[k], c.B.Values[k])
		if lo > 0 && hi/lo > widestRatio {
			widestRatio, at = hi/lo, k
		}
	}
	d := c.Unit.summary(c.A, c.Periods) + " " + c.Unit.summary(c.B, c.Periods)
	if at >= 0 {
		d += fmt.Sprintf(" Farthest apart in %s, by a factor of %s.", c.Periods[at], significant(widestRatio, 2))
	}
	return d
}

// Table is both reports by period, with the difference (B less A) and the ratio of the greater to the lesser.
func (c *Sides) Table() Table {
	gap := Series{Name: "Difference", Values: make([]float64, len(c.Periods))}
	for k := range gap.Values {
		gap.Values[k] = c.B.Values[k] - c.A.Values[k]
	}
	t := periodTable(c.Unit, c.Periods, nil, c.A, c.B, gap)
	t.Columns = append(t.Columns, Column{"Ratio", true})
	for k := range t.Rows {
		t.Rows[k] = append(t.Rows[k], ratio(c.A.Values[k], c.B.Values[k]))
	}
	return t
}

// Text draws two bars for each period.
func (c *Sides) Text(w io.Writer, width int, colour bool) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	_, most, ok := span(c.A.Values, c.B.Values)
	if !ok {
		return t.nothing(w)
	}
	d := Dumbbell{Unit: c.Unit, A: c.A.Name, B: c.B.Name}
	for k := range c.Periods {
		d.Rows = append(d.Rows, Pair{Label: cal.name(cal.at[k]), A: c.A.Values[k], B: c.B.Values[k]})
	}
	d.bars(t, most)
	return t.write(w)
}
