// Package chart draws figures for pages (SVG) and for the terminal: lines, mirrored bars, both sides of a flow, bars, dumbbells,
// treemaps, stacked areas, flows between stages (Sankey) and flow maps.
//
// A chart is a plain struct. Its drawing is one SVG element without scripts or outside references, the same bytes for the same
// data, with a title and a description for readers who do not see it; colours and type come from the page's CSS variables.
// Every chart also gives its data as a [Table], which belongs beside it.
//
// NaN stands for "not reported" wherever values stand in a row of periods: it is drawn as a gap, never as zero. Infinite values,
// values beyond ±1e100 and negative values of what cannot be negative are errors.
package chart

import (
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"strings"
)

// About is what a chart says about itself.
type About struct {
	ID     string // prefix of the ids within the drawing, unique on a page; "" makes one of the title
	Title  string
	Note   string // below the title: what is measured, in which prices
	Desc   string // for readers who do not see the picture; "" makes one of the data
	Source string // below the drawing
}

// Options say how a drawing is set into its page.
type Options struct {
	Width    int  // of the viewBox, in CSS pixels, 240 to 4000; 0 is 860
	Untitled bool // leave Title and Note to the page; they stay in the description
	Bare     bool // leave the style sheet out: the page has [Style] once for all its charts
}

// Chart is what every kind of chart can do.
type Chart interface {
	// SVG draws the chart as one <svg> element. Data that cannot be drawn truthfully are an error, and then nothing is written.
	SVG(w io.Writer, o Options) error
	// Text draws the chart for a terminal that is so many cells wide (40 to 200), in colour (SGR sequences) or without.
	Text(w io.Writer, width int, colour bool) error
	// Table is the data as text, ready to print.
	Table() Table
}

var (
	_ Chart = (*Lines)(nil)
	_ Chart = (*Area)(nil)
	_ Chart = (*Mirror)(nil)
	_ Chart = (*Sides)(nil)
	_ Chart = (*Bars)(nil)
	_ Chart = (*Dumbbell)(nil)
	_ Chart = (*Treemap)(nil)
	_ Chart = (*Sankey)(nil)
	_ Chart = (*Map)(nil)
)

// Table is a chart's data as text.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Column heads a column of a table.
type Column struct {
	Name   string
	Number bool // set flush right
}

// WriteHTML writes the table as HTML: the first cell of a row heads it, cells of numbers have the class "n".
func (t Table) WriteHTML(w io.Writer) error {
	var b strings.Builder
	b.WriteString("<table><thead><tr>")
	for _, c := range t.Columns {
		fmt.Fprintf(&b, `<th scope="col"%s>%s</th>`, numeric(c), html.EscapeString(c.Name))
	}
	b.WriteString("</tr></thead><tbody>\n")
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for i, cell := range row {
			if i == 0 {
				fmt.Fprintf(&b, `<th scope="row">%s</th>`, html.EscapeString(cell))
				continue
			}
			fmt.Fprintf(&b, "<td%s>%s</td>", numeric(t.Columns[i]), html.EscapeString(cell))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func numeric(c Column) string {
	if c.Number {
		return ` class="n"`
	}
	return ""
}

// Figure writes the drawing and, folded below it, its table as one HTML <figure class="chart">. The drawing scrolls sideways
// in an element of class "scroll" where the page is narrower than it can be read.
func Figure(w io.Writer, c Chart, o Options) error {
	var b strings.Builder
	b.WriteString(`<figure class="chart"><div class="scroll">`)
	if err := c.SVG(&b, o); err != nil {
		return err
	}
	b.WriteString("</div>\n")
	if t := c.Table(); len(t.Rows) > 0 {
		b.WriteString(`<details><summary>The figures as a table</summary><div class="scroll">`)
		if err := t.WriteHTML(&b); err != nil {
			return err
		}
		b.WriteString("</div></details>")
	}
	b.WriteString("</figure>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Series is a row of values, one for each period of its chart; NaN is not reported.
type Series struct {
	Name   string
	Values []float64
}

// Partial is a period whose values do not cover all of it.
type Partial struct {
	Period string // as in the chart's periods
	Note   string // "January to August"
}

var missing = math.NaN()

// limit keeps sums and differences of values finite.
const limit = 1e100

var errInfinite = errors.New("value is infinite or beyond ±1e100")

// sound says what is wrong with a value; NaN passes where gaps may be, a negative value where signed says so.
func sound(v float64, gaps, signed bool) error {
	switch {
	case math.IsNaN(v) && !gaps:
		return errors.New("value is not a number")
	case math.Abs(v) > limit:
		return errInfinite
	case v < 0 && !signed:
		return fmt.Errorf("value %g is negative", v)
	}
	return nil
}

// checkSeries looks at every value of a row.
func checkSeries(name string, periods []string, values []float64, signed bool) error {
	if len(values) != len(periods) {
		return fmt.Errorf("%s: %d values for %d periods", name, len(values), len(periods))
	}
	for i, v := range values {
		if err := sound(v, true, signed); err != nil {
			return fmt.Errorf("%s, %s: %w", name, periods[i], err)
		}
	}
	return nil
}

// checkRows reads the periods of a chart and looks at every value of its rows; signed ones may be negative.
func checkRows(periods []string, signed bool, series ...Series) (calendar, error) {
	cal, err := newCalendar(periods)
	if err != nil {
		return cal, fmt.Errorf("chart: %w", err)
	}
	for _, s := range series {
		if err := checkSeries(s.Name, periods, s.Values, signed); err != nil {
			return cal, fmt.Errorf("chart: %w", err)
		}
	}
	return cal, nil
}

// span is the least and the greatest of the values that are there; ok is false when none is.
func span(rows ...[]float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, row := range rows {
		for _, v := range row {
			if !math.IsNaN(v) {
				lo, hi, ok = min(lo, v), max(hi, v), true
			}
		}
	}
	return lo, hi, ok
}

// periodTable is the table of values in a row of periods; partial periods bear their note.
func periodTable(u Unit, periods []string, partial []Partial, series ...Series) Table {
	t := Table{Columns: []Column{{Name: "Period"}}}
	for _, s := range series {
		t.Columns = append(t.Columns, Column{Name: s.Name, Number: true})
	}
	for i, p := range periods {
		row := []string{p}
		if note := noteOf(partial, p); note != "" {
			row[0] += " (" + note + ")"
		}
		for _, s := range series {
			row = append(row, u.Format(s.Values[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// feet are lines below a drawing.
type feet []string

func (f *feet) foot(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// partial says of which periods the values do not cover all.
func (f *feet) partial(list []Partial) {
	for _, p := range list {
		f.foot("* %s is partial: %s", p.Period, noteOf(list, p.Period))
	}
}

// offLog names what has no place on a logarithmic axis.
func (f *feet) offLog(zeros []string) {
	if len(zeros) > 0 {
		f.foot("Zero, so not on a logarithmic axis: %s", strings.Join(zeros, ", "))
	}
}

func noteOf(partial []Partial, period string) string {
	for _, p := range partial {
		if p.Period == period {
			if p.Note == "" {
				return "partial"
			}
			return p.Note
		}
	}
	return ""
}
