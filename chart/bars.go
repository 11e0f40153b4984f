package chart

import (
	"fmt"
	"io"
	"math"
)

// Bars draws values as horizontal bars in the order given, with their shares of a total where there is one.
type Bars struct {
	About
	Unit  Unit
	Rows  []Bar
	Total float64 // what shares are of; 0 leaves shares out. With shares, negative values are an error
}

// Bar is a row of [Bars].
type Bar struct {
	Label string
	Value float64 // NaN is not reported
	Note  string  // shown when a pointer rests on the bar, and in the table
	Hue   int     // colour, 0 to 7; rows of one kind share one
	Part  bool    // a part of the row before that is not one: set in below it
}

func (c *Bars) check() error {
	if err := sound(c.Total, false, false); err != nil {
		return fmt.Errorf("chart: total: %w", err)
	}
	for _, r := range c.Rows {
		if err := sound(r.Value, true, c.Total == 0); err != nil {
			return fmt.Errorf("chart: %s: %w", r.Label, err)
		}
	}
	return nil
}

func (c *Bars) values() []float64 {
	var out []float64
	for _, r := range c.Rows {
		out = append(out, r.Value)
	}
	return out
}

// written is the value of a row as it stands beside its bar, with its share.
func (c *Bars) written(r Bar) (value, share string) {
	if c.Total > 0 && !math.IsNaN(r.Value) {
		share = formatShare(r.Value, c.Total)
	}
	return c.Unit.Format(r.Value), share
}

const barRow = 24.0

// SVG draws the chart.
func (c *Bars) SVG(w io.Writer, o Options) error {
	if err := c.check(); err != nil {
		return err
	}
	s, err := newSheet("bars", c.About, o)
	if err != nil {
		return err
	}
	if len(c.Rows) == 0 {
		return s.nothing(w)
	}
	lo, hi, ok := span(c.values(), []float64{0})
	if !ok || lo == hi {
		hi = 1
	}
	labels, values, shares := 0.0, 0.0, 0.0
	for _, r := range c.Rows {
		value, share := c.written(r)
		labels = max(labels, textWidth(printable(r.Label), labelSize, false))
		values, shares = max(values, textWidth(value, labelSize, true)), max(shares, textWidth(share, labelSize, false))
	}
	labels = min(labels, 0.4*s.w)
	x0 := margin + labels + 10
	x1 := s.w - margin - values - shares - 24
	if x1-x0 < 40 { // a narrow page: names keep less
		x0 = max(60, x1-40)
	}
	x := func(v float64) float64 { return x0 + (v-lo)/(hi-lo)*max(10, x1-x0) }
	for _, r := range c.Rows {
		value, share := c.written(r)
		mid := s.y + barRow/2
		s.open(hue(r.Hue))
		s.text(x0-10, mid+4, "k e", fit(printable(r.Label), labelSize, false, x0-14))
		end := x(0)
		if !math.IsNaN(r.Value) {
			title := r.Label + ": " + value
			if r.Note != "" {
				title += ", " + r.Note
			}
			length := max(1, math.Abs(x(r.Value)-x(0)))
			s.rect(x(min(r.Value, 0)), mid-8, length, 16, "a", title)
			end = max(x(0), x(r.Value))
		}
		s.text(end+6, mid+4, "k b", value)
		s.text(end+6+textWidth(value, labelSize, true)+8, mid+4, "", share)
		s.close()
		s.y += barRow
	}
	s.line(x(0), s.y-barRow*float64(len(c.Rows)), x(0), s.y, "z")
	return s.write(w, c.describe())
}

func (c *Bars) describe() string {
	top := -1
	for i, r := range c.Rows {
		if !math.IsNaN(r.Value) && (top < 0 || r.Value > c.Rows[top].Value) {
			top = i
		}
	}
	if top < 0 {
		return fmt.Sprintf("%d rows, none with a value.", len(c.Rows))
	}
	value, share := c.written(c.Rows[top])
	if share != "" {
		value += " (" + share + ")"
	}
	return fmt.Sprintf("%d bars; the longest is %s with %s.", len(c.Rows), c.Rows[top].Label, value)
}

// Table is the rows with their shares.
func (c *Bars) Table() Table {
	t := Table{Columns: []Column{{Name: "What"}, {"Value", true}}}
	noted := false
	for _, r := range c.Rows {
		noted = noted || r.Note != ""
	}
	if c.Total > 0 {
		t.Columns = append(t.Columns, Column{"Share", true})
	}
	if noted {
		t.Columns = append(t.Columns, Column{Name: "Note"})
	}
	for _, r := range c.Rows {
		value, share := c.written(r)
		row := []string{indent(r) + r.Label, value}
		if c.Total > 0 {
			row = append(row, share)
		}
		if noted {
			row = append(row, r.Note)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func indent(r Bar) string {
	if r.Part {
		return "  "
	}
	return ""
}

// Text draws the chart with bars of block characters. Negative values grow to the left.
func (c *Bars) Text(w io.Writer, width int, colour bool) error {
	if err := c.check(); err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	if len(c.Rows) == 0 {
		return t.nothing(w)
	}
	lo, hi, _ := span(c.values(), []float64{0})
	var labels, values, shares []string
	for _, r := range c.Rows {
		value, share := c.written(r)
		labels, values, shares = append(labels, indent(r)+printable(r.Label)), append(values, value), append(shares, share)
	}
	vw, sw := widest(values), widest(shares)
	lw := min(widest(labels), max(10, t.width*2/5))
	if sw > 0 {
		sw += 2
	}
	n := max(4, t.width-lw-vw-sw-4)
	left := 0
	if lo < 0 {
		left = max(1, int(math.Round(float64(n)*-lo/(hi-lo))))
	}
	right := n - left
	for i, r := range c.Rows {
		bars := padRight(bar(max(0, r.Value), hi, right), right)
		if left > 0 {
			bars = padLeft(leftBar(-r.Value, -lo, left), left) + bars
		}
		t.put(padRight(cellFit(labels[i], lw), lw) + "  " + styled(colour, terminalHue(r.Hue), bars) + "  " + padLeft(values[i], vw) + padLeft(shares[i], sw))
	}
	return t.write(w)
}
