package chart

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Lines draws values over years or months. Lines break where nothing is reported; what a partial period reports is a hollow mark at
// the end of dots. Names stand at the ends of the lines.
type Lines struct {
	About
	Unit    Unit
	Periods []string // "2023" or "2023-04", ascending; periods left out are gaps
	Series  []Series
	Partial []Partial
	Zero    bool // the axis begins at zero
	Log     bool // the axis is logarithmic: negative values are an error, zeros are left out and named
}

func (c *Lines) check() (calendar, error) {
	return checkRows(c.Periods, !c.Log, c.Series...)
}

// shown gives the values that can be drawn, and says what cannot: zeros have no place on a logarithmic axis.
func (c *Lines) shown() (rows [][]float64, zeros []string) {
	for _, s := range c.Series {
		row := s.Values
		if c.Log {
			row = append([]float64(nil), row...)
			for i, v := range row {
				if v == 0 {
					row[i] = missing
					zeros = append(zeros, s.Name+" "+c.Periods[i])
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, zeros
}

// SVG draws the chart.
func (c *Lines) SVG(w io.Writer, o Options) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	s, err := newSheet("lines", c.About, o)
	if err != nil {
		return err
	}
	rows, zeros := c.shown()
	lo, hi, ok := span(rows...)
	if !ok {
		return s.nothing(w)
	}
	s.offLog(zeros)
	c.draw(s, cal, rows, lo, hi)
	return s.write(w, c.describe())
}

func (c *Lines) draw(s *sheet, cal calendar, rows [][]float64, lo, hi float64) {
	side := s.w >= 420
	if !side {
		var keys []key
		for i, row := range c.Series {
			keys = append(keys, key{row.Name, hue(i), 'l'})
		}
		s.legend(margin, keys)
	}
	labels := endLabels(c.Unit, cal, c.Series, rows)
	f := s.field(cal, labels, side, func(n int) axis { return c.axis(lo, hi, n) })
	for i, row := range rows {
		s.open(hue(i))
		c.strokes(s, cal, c.Series[i].Name, row, f.x, f.axis)
		s.close()
	}
	if side {
		labels.draw(s, rows, func(i, k int) (float64, float64) { return f.x(cal.at[k]), f.at(rows[i][k]) }, f.x1, f.y1, f.y0)
	}
	s.timeAxis(cal, f.y0, f.x, c.Partial)
}

// field is where lines and areas are drawn: the axis of values, and where a period stands on the other.
type field struct {
	axis
	x1 float64 // right end
	x  func(at int) float64
}

// field lays out the field under what stands above, with room for labels at the ends of lines, and draws the axis of values. axis makes
// that axis with about n marks.
func (s *sheet) field(cal calendar, labels ends, side bool, axis func(n int) axis) field {
	height := max(160, min(340, 0.38*s.w), labels.height()+10)
	f := field{axis: axis(int(height / 48))}
	f.y0, f.y1 = s.y+height, s.y+8
	x0 := margin + tickRoom(f.axis)
	f.x1 = s.w - margin - 10
	if side {
		f.x1 -= labels.width(0.32*s.w) + 14
	}
	f.x = func(at int) float64 {
		if cal.slots() == 1 {
			return (x0 + f.x1) / 2
		}
		return x0 + 6 + float64(at-cal.first())/float64(cal.slots()-1)*(f.x1-x0-6)
	}
	s.yAxis(f.axis, x0, f.x1)
	return f
}

func (c *Lines) axis(lo, hi float64, n int) axis {
	if c.Log {
		return newLogAxis(c.Unit, lo, hi)
	}
	return newAxis(c.Unit, lo, hi, n, c.Zero)
}

// strokes draws one line in its runs without gaps.
func (c *Lines) strokes(s *sheet, cal calendar, name string, row []float64, x func(int) float64, a axis) {
	dots := cal.slots() <= 40
	for _, run := range runs(cal, row) {
		var whole [][2]float64
		for k := run[0]; k < run[1]; k++ {
			p := [2]float64{x(cal.at[k]), a.at(row[k])}
			if k > run[0] && (noteOf(c.Partial, c.Periods[k]) != "" || noteOf(c.Partial, c.Periods[k-1]) != "") {
				if len(whole) > 1 {
					s.path(s.poly(whole, false), "l", "")
				}
				s.path(s.poly([][2]float64{{x(cal.at[k-1]), a.at(row[k-1])}, p}, false), "l p", "")
				whole = nil
			}
			whole = append(whole, p)
		}
		if len(whole) > 1 {
			s.path(s.poly(whole, false), "l", "")
		}
		for k := run[0]; k < run[1]; k++ {
			note := noteOf(c.Partial, c.Periods[k])
			title := fmt.Sprintf("%s, %s: %s", name, cal.name(cal.at[k]), c.Unit.Format(row[k]))
			switch {
			case note != "":
				s.circle(x(cal.at[k]), a.at(row[k]), 3.6, "o", title+" ("+note+")")
			case run[1]-run[0] == 1:
				s.circle(x(cal.at[k]), a.at(row[k]), 3.2, "q", title)
			case dots:
				s.circle(x(cal.at[k]), a.at(row[k]), 2.8, "q", title)
			}
		}
	}
}

// runs cuts a row into stretches [from, to) of periods that follow on each other and are reported.
func runs(cal calendar, row []float64) [][2]int {
	var out [][2]int
	for k, v := range row {
		switch {
		case math.IsNaN(v):
		case len(out) > 0 && out[len(out)-1][1] == k && cal.at[k] == cal.at[k-1]+1:
			out[len(out)-1][1]++
		default:
			out = append(out, [2]int{k, k + 1})
		}
	}
	return out
}

func lastOf(row []float64) int {
	for k := len(row) - 1; k >= 0; k-- {
		if !math.IsNaN(row[k]) {
			return k
		}
	}
	return -1
}

func (c *Lines) describe() string {
	var parts []string
	for _, s := range c.Series {
		parts = append(parts, c.Unit.summary(s, c.Periods))
	}
	return strings.Join(parts, " ")
}

// summary says in a sentence what a row of periods shows.
func (u Unit) summary(s Series, periods []string) string {
	last := lastOf(s.Values)
	if last < 0 {
		return s.Name + ": no data."
	}
	first, top, n := -1, last, 0
	for k, v := range s.Values {
		if math.IsNaN(v) {
			continue
		}
		if n++; first < 0 {
			first = k
		}
		if v > s.Values[top] {
			top = k
		}
	}
	if n == 1 {
		return fmt.Sprintf("%s: %s in %s only.", s.Name, u.Format(s.Values[last]), periods[last])
	}
	return fmt.Sprintf("%s: %s in %s, %s in %s, highest %s in %s.", s.Name, u.Format(s.Values[first]), periods[first],
		u.Format(s.Values[last]), periods[last], u.Format(s.Values[top]), periods[top])
}

// Table is the data by period.
func (c *Lines) Table() Table { return periodTable(c.Unit, c.Periods, c.Partial, c.Series...) }

// Text draws one plot of all lines in colour, else one strip for each.
func (c *Lines) Text(w io.Writer, width int, colour bool) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	rows, zeros := c.shown()
	lo, hi, ok := span(rows...)
	if !ok {
		return t.nothing(w)
	}
	together, marks := colour || len(rows) == 1, 2
	if together {
		marks = 4
	}
	a := c.axis(lo, hi, marks)
	t.offLog(zeros)
	t.gutters(a, c.Series, c.Unit, rows)
	if together {
		t.plot(c.Unit, cal, c.Series, rows, 0, a, 10)
	} else {
		for i := range rows {
			t.plot(c.Unit, cal, c.Series[i:i+1], rows[i:i+1], i, a, 4)
		}
	}
	t.timeAxis(cal, c.Periods, c.Partial)
	return t.write(w)
}
