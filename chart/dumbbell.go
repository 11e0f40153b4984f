package chart

import (
	"fmt"
	"io"
	"math"
)

// Dumbbell sets two values of each row against each other on one scale: what two sources say about the same things.
type Dumbbell struct {
	About
	Unit Unit
	A, B string // what the two values are
	Rows []Pair
}

// Pair is a row of a [Dumbbell].
type Pair struct {
	Label string
	A, B  float64 // not negative; NaN is not reported
}

func (c *Dumbbell) check() error {
	for _, r := range c.Rows {
		for _, v := range []float64{r.A, r.B} {
			if err := sound(v, true, false); err != nil {
				return fmt.Errorf("chart: %s: %w", r.Label, err)
			}
		}
	}
	return nil
}

func (c *Dumbbell) most() (float64, bool) {
	var all []float64
	for _, r := range c.Rows {
		all = append(all, r.A, r.B)
	}
	_, hi, ok := span(all)
	return hi, ok
}

// SVG draws the chart.
func (c *Dumbbell) SVG(w io.Writer, o Options) error {
	if err := c.check(); err != nil {
		return err
	}
	s, err := newSheet("dumbbell", c.About, o)
	if err != nil {
		return err
	}
	most, ok := c.most()
	if !ok {
		return s.nothing(w)
	}
	s.legend(margin, []key{{c.A, "c1", 'o'}, {c.B, "c2", 'r'}})
	labels, values := 0.0, 0.0
	for _, r := range c.Rows {
		labels = max(labels, textWidth(printable(r.Label), labelSize, false))
		values = max(values, textWidth(c.Unit.Format(max(r.A, r.B)), labelSize, false)+6+textWidth(ratio(r.A, r.B), labelSize, true))
	}
	x0 := margin + min(labels, 0.34*s.w) + 14
	x1 := s.w - margin - values - 12
	a := newAxis(c.Unit, 0, most, int(max(2, (x1-x0)/110)), true)
	a.y0, a.y1 = x0, x1
	top := s.y
	bottom := top + barRow*float64(len(c.Rows)) + 4
	free := 0.0 // where the next mark may begin
	for i, t := range a.ticks {
		class := "g"
		if t == 0 {
			class = "z"
		}
		s.line(a.at(t), top, a.at(t), bottom, class)
		if half := textWidth(a.labels[i], labelSize, false) / 2; a.at(t)-half >= free {
			s.text(a.at(t), bottom+16, "m", a.labels[i])
			free = a.at(t) + half + 6
		}
	}
	for i, r := range c.Rows {
		c.row(s, r, a, top+barRow*(float64(i)+0.5)+2, x0)
	}
	s.y = bottom + 22
	return s.write(w, c.describe())
}

func (c *Dumbbell) row(s *sheet, r Pair, a axis, y, x0 float64) {
	s.text(x0-12, y+4, "k e", fit(printable(r.Label), labelSize, false, x0-16))
	title := r.title(c.Unit, c.A, c.B)
	if !math.IsNaN(r.A + r.B) {
		s.rect(min(a.at(r.A), a.at(r.B)), y-3, math.Abs(a.at(r.A)-a.at(r.B)), 6, "ci v", title)
	}
	s.pair(a.at(r.A), y, a.at(r.B), y, 5, title)
	_, hi, ok := span([]float64{r.A, r.B})
	if !ok {
		s.text(x0+6, y+4, "", NotReported)
		return
	}
	value := c.Unit.Format(hi)
	s.text(a.at(hi)+10, y+4, "h", value)
	s.text(a.at(hi)+16+textWidth(value, labelSize, false), y+4, "k b h", ratio(r.A, r.B))
}

// title is what a pointer resting on a row shows; a and b say what the two values are.
func (r Pair) title(u Unit, a, b string) string {
	title := fmt.Sprintf("%s: %s %s, %s %s", r.Label, a, u.Format(r.A), b, u.Format(r.B))
	if note := ratio(r.A, r.B); note != "" {
		title += " (" + note + ")"
	}
	return title
}

func (c *Dumbbell) describe() string {
	apart := 0
	for _, r := range c.Rows {
		if ratio(r.A, r.B) != "" {
			apart++
		}
	}
	return fmt.Sprintf("%s against %s in %d rows; in %d they differ by half or more.", c.A, c.B, len(c.Rows), apart)
}

// Table is the rows with both values and their ratio.
func (c *Dumbbell) Table() Table {
	t := Table{Columns: []Column{{Name: "What"}, {c.A, true}, {c.B, true}, {"Ratio", true}}}
	for _, r := range c.Rows {
		t.Rows = append(t.Rows, []string{r.Label, c.Unit.Format(r.A), c.Unit.Format(r.B), ratio(r.A, r.B)})
	}
	return t
}

// Text draws two bars for each row.
func (c *Dumbbell) Text(w io.Writer, width int, colour bool) error {
	if err := c.check(); err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	most, ok := c.most()
	if !ok {
		return t.nothing(w)
	}
	c.bars(t, most)
	return t.write(w)
}

// bars draws the rows: A as a full bar, B as one of half height below it.
func (c *Dumbbell) bars(t *terminal, most float64) {
	var labels, values, ratios []string
	for _, r := range c.Rows {
		labels = append(labels, printable(r.Label))
		values = append(values, c.Unit.Format(r.A), c.Unit.Format(r.B))
		ratios = append(ratios, ratio(r.A, r.B))
	}
	lw, vw, rw := min(widest(labels), max(10, t.width/3)), widest(values), widest(ratios)
	n := max(4, t.width-lw-vw-rw-6)
	t.fold("1", "A "+printable(c.A)+"; B "+printable(c.B))
	for i, r := range c.Rows {
		for j, v := range []float64{r.A, r.B} {
			label, note := labels[i], ratios[i]
			if j == 1 {
				label, note = "", ""
			}
			t.put(padRight(cellFit(label, lw), lw) + " " + "AB"[j:j+1] + " " + styled(t.colour, terminalHue(j), padRight(bar(v, most, n), n)) + " " +
				padLeft(values[2*i+j], vw) + "  " + note)
		}
	}
}
