package chart

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Area stacks parts of a whole over years or months, the first series at the bottom. Where no part is reported the stack has a
// gap; where some are not, they are drawn as nothing and named below.
type Area struct {
	About
	Unit    Unit
	Periods []string
	Series  []Series // values are not negative
	Partial []Partial
}

func (c *Area) check() (calendar, error) {
	return checkRows(c.Periods, false, c.Series...)
}

// stack gives the upper edge of each part, and the total of each period; NaN where nothing is reported.
func (c *Area) stack() (edges [][]float64, total []float64, unreported []string) {
	total = make([]float64, len(c.Periods))
	for k := range total {
		total[k] = missing
	}
	for _, s := range c.Series {
		for k, v := range s.Values {
			if !math.IsNaN(v) && math.IsNaN(total[k]) {
				total[k] = 0
			}
		}
	}
	below := append([]float64(nil), total...)
	for k := range below {
		if !math.IsNaN(below[k]) {
			below[k] = 0
		}
	}
	for _, s := range c.Series {
		edge := make([]float64, len(below))
		for k, v := range s.Values {
			edge[k] = below[k]
			if math.IsNaN(v) && !math.IsNaN(total[k]) {
				unreported = append(unreported, s.Name+" "+c.Periods[k])
			} else if !math.IsNaN(v) {
				edge[k] += v
			}
		}
		edges, below = append(edges, edge), edge
	}
	return edges, below, unreported
}

// SVG draws the chart.
func (c *Area) SVG(w io.Writer, o Options) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	s, err := newSheet("area", c.About, o)
	if err != nil {
		return err
	}
	edges, total, unreported := c.stack()
	_, hi, ok := span(total)
	if !ok {
		return s.nothing(w)
	}
	if len(unreported) > 0 {
		s.foot("Not reported, drawn as nothing: %s", strings.Join(unreported, ", "))
	}
	c.draw(s, cal, edges, hi)
	return s.write(w, "Stacked parts of a whole. "+c.Unit.summary(Series{"All", total}, c.Periods))
}

func (c *Area) draw(s *sheet, cal calendar, edges [][]float64, hi float64) {
	side := s.w >= 420
	if !side {
		var keys []key
		for i := range c.Series {
			keys = append(keys, key{c.Series[i].Name, hue(i), 'b'})
		}
		s.legend(margin, keys)
	}
	values := make([][]float64, len(c.Series))
	for i := range c.Series {
		values[i] = c.Series[i].Values
	}
	labels := endLabels(c.Unit, cal, c.Series, values)
	f := s.field(cal, labels, side, func(n int) axis { return newAxis(c.Unit, 0, hi, n, true) })
	for i := range edges {
		s.open(hue(i))
		c.band(s, cal, i, edges, f.x, f.axis)
		s.close()
	}
	if side {
		middle := func(i, k int) (float64, float64) {
			lower := 0.0
			if i > 0 {
				lower = edges[i-1][k]
			}
			return f.x(cal.at[k]), f.at((lower + edges[i][k]) / 2)
		}
		labels.draw(s, values, middle, f.x1, f.y1, f.y0)
	}
	s.timeAxis(cal, f.y0, f.x, c.Partial)
}

// band draws one part between its lower and its upper edge; a period alone between gaps is a narrow column.
func (c *Area) band(s *sheet, cal calendar, i int, edges [][]float64, x func(int) float64, a axis) {
	lower := func(k int) float64 {
		if i == 0 {
			return a.at(0)
		}
		return a.at(edges[i-1][k])
	}
	for _, run := range runs(cal, edges[i]) {
		var points [][2]float64
		for k := run[0]; k < run[1]; k++ {
			points = append(points, [2]float64{x(cal.at[k]), a.at(edges[i][k])})
		}
		for k := run[1] - 1; k >= run[0]; k-- {
			points = append(points, [2]float64{x(cal.at[k]), lower(k)})
		}
		title := c.Unit.summary(c.Series[i], c.Periods)
		if run[1]-run[0] == 1 {
			k := run[0]
			s.rect(x(cal.at[k])-4, points[0][1], 8, lower(k)-points[0][1], "band", title)
			continue
		}
		s.path(s.poly(points, true), "band", title)
	}
}

// Table is the data by period, with the total.
func (c *Area) Table() Table {
	_, total, _ := c.stack()
	return periodTable(c.Unit, c.Periods, c.Partial, append(c.Series[:len(c.Series):len(c.Series)], Series{"Total", total})...)
}

// Text gives each part a line: a sparkline, its last value and its share then.
func (c *Area) Text(w io.Writer, width int, colour bool) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	_, total, unreported := c.stack()
	last := lastOf(total)
	if last < 0 {
		return t.nothing(w)
	}
	t.put(fmt.Sprintf("%s to %s; value and share in %s", cal.name(cal.first()), cal.name(cal.last()), cal.name(cal.at[last])))
	var names, values, shares, sparks []string
	for _, s := range append(c.Series[:len(c.Series):len(c.Series)], Series{"Total", total}) {
		names, values = append(names, printable(s.Name)), append(values, c.Unit.Format(s.Values[last]))
		share := NotReported
		if !math.IsNaN(s.Values[last]) {
			share = formatShare(s.Values[last], total[last])
		}
		shares, sparks = append(shares, share), append(sparks, Spark(fill(cal, s.Values)))
	}
	nw, vw, sw := widest(names), widest(values), widest(shares)
	room := max(8, t.width-vw-sw-6-min(nw, t.width/3))
	nw = min(nw, t.width/3)
	for i := range names {
		line := padRight(cellFit(names[i], nw), nw) + "  " + styled(colour, terminalHue(i), padRight(tail(sparks[i], room), min(room, cal.slots())))
		t.put(line + "  " + padLeft(values[i], vw) + "  " + padLeft(shares[i], sw))
	}
	if len(unreported) > 0 {
		t.foot("Not reported, counted as nothing: %s", strings.Join(unreported, ", "))
	}
	return t.write(w)
}

// fill gives each period from the first to the last its value, NaN where it is left out.
func fill(cal calendar, values []float64) []float64 {
	out := make([]float64, cal.slots())
	for i := range out {
		out[i] = missing
	}
	for k, v := range values {
		out[cal.at[k]-cal.first()] = v
	}
	return out
}

func tail(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

func widest(list []string) int {
	n := 0
	for _, s := range list {
		n = max(n, cellWidth(s))
	}
	return n
}
