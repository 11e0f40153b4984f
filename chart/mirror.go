package chart

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Mirror draws two flows as bars away from a common line, one up, one down, and on demand the balance of both as a line:
// exports and imports of a pair by year.
type Mirror struct {
	About
	Unit     Unit
	Periods  []string
	Up, Down Series // values are not negative
	Balance  bool   // draw Up less Down
	Partial  []Partial
}

func (c *Mirror) check() (calendar, error) {
	return checkRows(c.Periods, false, c.Up, c.Down)
}

func (c *Mirror) balance() Series {
	b := Series{Name: "Balance", Values: make([]float64, len(c.Periods))}
	for k := range b.Values {
		b.Values[k] = c.Up.Values[k] - c.Down.Values[k]
	}
	return b
}

// SVG draws the chart.
func (c *Mirror) SVG(w io.Writer, o Options) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	s, err := newSheet("mirror", c.About, o)
	if err != nil {
		return err
	}
	if _, _, ok := span(c.Up.Values, c.Down.Values); !ok {
		return s.nothing(w)
	}
	c.draw(s, cal)
	return s.write(w, c.Unit.summary(c.Up, c.Periods)+" "+c.Unit.summary(c.Down, c.Periods))
}

func (c *Mirror) draw(s *sheet, cal calendar) {
	keys := []key{{c.Up.Name, "c1", 'u'}, {c.Down.Name, "c2", 'v'}}
	if c.Balance {
		keys = append(keys, key{"Balance", "ci", 'l'})
	}
	s.legend(margin, keys)
	_, up, _ := span(c.Up.Values)
	_, down, _ := span(c.Down.Values)
	up, down = max(up, 0), max(down, 0)
	height := max(180, min(360, 0.4*s.w))
	a := newAxis(c.Unit, -down, up, int(height/46), true)
	for i, l := range a.labels { // amounts both ways: what goes down is imports, not less than nothing
		a.labels[i] = strings.TrimPrefix(l, "−")
	}
	a.y0, a.y1 = s.y+height, s.y+8
	x0, x1 := margin+tickRoom(a), s.w-margin
	x, slot := cal.columns(x0, x1)
	bar := max(0.8, min(40, 0.7*slot))
	s.yAxis(a, x0, x1)
	for _, side := range []struct {
		s    Series
		hue  string
		sign float64
	}{{c.Up, "c1", 1}, {c.Down, "c2", -1}} {
		s.open(side.hue)
		for k, v := range side.s.Values {
			if math.IsNaN(v) {
				continue
			}
			y := a.at(side.sign * v)
			note := noteOf(c.Partial, c.Periods[k])
			class, title := "a", fmt.Sprintf("%s, %s: %s", side.s.Name, cal.name(cal.at[k]), c.Unit.Format(v))
			if note != "" {
				class, title = "y", title+" ("+note+")"
			}
			s.rect(x(cal.at[k])-bar/2, min(y, a.at(0)), bar, math.Abs(y-a.at(0)), class, title)
		}
		s.close()
	}
	s.line(x0, a.at(0), x1, a.at(0), "z")
	if c.Balance {
		s.open("ci")
		c.drawBalance(s, cal, x, a)
		s.close()
	}
	s.timeAxis(cal, a.y0, x, c.Partial)
}

func (c *Mirror) drawBalance(s *sheet, cal calendar, x func(int) float64, a axis) {
	b := c.balance()
	for _, run := range runs(cal, b.Values) {
		var points [][2]float64
		for k := run[0]; k < run[1]; k++ {
			points = append(points, [2]float64{x(cal.at[k]), a.at(b.Values[k])})
		}
		if len(points) > 1 {
			s.path(s.poly(points, false), "l", "")
		}
		for k := run[0]; k < run[1]; k++ {
			if cal.slots() <= 40 || len(points) == 1 {
				p := points[k-run[0]]
				s.circle(p[0], p[1], 3.2, "q", fmt.Sprintf("Balance, %s: %s", cal.name(cal.at[k]), c.Unit.Format(b.Values[k])))
			}
		}
	}
}

// Table is both flows and their balance by period.
func (c *Mirror) Table() Table {
	return periodTable(c.Unit, c.Periods, c.Partial, c.Up, c.Down, c.balance())
}

// Text draws a line for each period: what goes down to the left, what goes up to the right.
func (c *Mirror) Text(w io.Writer, width int, colour bool) error {
	cal, err := c.check()
	if err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	_, most, ok := span(c.Up.Values, c.Down.Values)
	if !ok {
		return t.nothing(w)
	}
	var names, ups, downs, balances []string
	b := c.balance()
	for k, p := range c.Periods {
		names = append(names, starred(cal.name(cal.at[k]), noteOf(c.Partial, p)))
		ups, downs = append(ups, c.Unit.Format(c.Up.Values[k])), append(downs, c.Unit.Format(c.Down.Values[k]))
		balances = append(balances, c.Unit.Format(b.Values[k]))
	}
	nw, uw, dw, bw := widest(names), widest(append(ups, "")), widest(downs), max(7, widest(balances))
	n := max(3, (t.width-nw-uw-dw-bw-9)/2)
	t.put(styled(colour, "1", padRight("", nw)+"  "+padLeft(cellFit(printable(c.Down.Name), dw+1+n), dw+1+n)+" │ "+
		padRight(cellFit(printable(c.Up.Name), n+1+uw), n+1+uw)+"  "+padLeft("Balance", bw)))
	for k := range names {
		left := leftBar(c.Down.Values[k], most, n)
		right := bar(c.Up.Values[k], most, n)
		t.put(padRight(names[k], nw) + "  " + padLeft(downs[k], dw) + " " + styled(colour, terminalHue(1), padLeft(left, n)) + " │ " +
			styled(colour, terminalHue(0), right) + " " + padRight(ups[k], n+uw-cellWidth(right)) + "  " + padLeft(balances[k], bw))
	}
	t.partial(c.Partial)
	return t.write(w)
}

// leftBar is a bar that grows to the left. Terminals have blocks for its tip in halves of a cell only.
func leftBar(part, whole float64, n int) string {
	if whole <= 0 || part <= 0 || math.IsNaN(part) {
		return ""
	}
	halves := max(1, int(math.Round(min(1, part/whole)*float64(n)*2)))
	return strings.Repeat("▐", halves%2) + strings.Repeat("█", halves/2)
}
