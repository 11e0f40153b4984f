// Package sheet writes answers about trade for people: text for a terminal, CSV, and the charts that pages draw.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman/trade"
)

// Layout is how text is set.
type Layout struct {
	Width  int  // cells in a line; 0 is 100
	Colour bool // bold headings, colours in charts
}

const defaultWidth = 100

func (l Layout) width() int {
	if l.Width <= 0 {
		return defaultWidth
	}
	return l.Width
}

// paper collects text; what goes wrong in writing is told once, at the end.
type paper struct {
	w   io.Writer
	l   Layout
	err error
}

func (p *paper) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// head begins a section.
func (p *paper) head(format string, args ...any) {
	p.line("")
	for _, text := range p.fold(fmt.Sprintf(format, args...)) {
		if p.l.Colour {
			text = "\x1b[1m" + text + "\x1b[0m"
		}
		p.line("%s", text)
	}
}

// wrap writes a paragraph.
func (p *paper) wrap(text string) {
	for _, line := range p.fold(text) {
		p.line("%s", line)
	}
}

// fold breaks a paragraph into lines; those after the first are set in.
func (p *paper) fold(text string) []string {
	const indent = "  "
	line := ""
	var lines []string
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.l.width() {
			lines = append(lines, line)
			line = indent
		}
		if strings.TrimSpace(line) != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// grid is a table of text; columns of which nothing is known are not printed. A column whose name begins with "<" is set flush left and may be cut, others are numbers.
type grid struct {
	columns []string
	rows    [][]string
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

// notAvailable stands for what is not known.
const notAvailable = "n/a"

// narrowest is what a text column is cut to at the least.
const narrowest = 12

func (p *paper) grid(g *grid) {
	g.dropUnknown()
	left := make([]bool, len(g.columns))
	head := make([]string, len(g.columns))
	for i, c := range g.columns {
		head[i], left[i] = strings.CutPrefix(c, "<")
		head[i] = strings.ToUpper(head[i])
	}
	widths := g.widths(head)
	if !g.squeeze(widths, left, p.l.width()) {
		g.shorten(left)
		widths = g.widths(head)
		g.squeeze(widths, left, p.l.width())
	}
	for _, r := range append([][]string{head}, g.rows...) {
		var b strings.Builder
		for i, c := range r {
			if i > 0 {
				b.WriteString("  ")
			}
			c = cut(c, widths[i])
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if !left[i] {
				c, pad = pad+c, ""
			}
			b.WriteString(c + pad)
		}
		p.line("%s", strings.TrimRight(b.String(), " "))
	}
}

// dropUnknown takes out columns in which no row has anything.
func (g *grid) dropUnknown() {
	for i := len(g.columns) - 1; i > 0 && len(g.rows) > 0; i-- {
		if slices.ContainsFunc(g.rows, func(r []string) bool { return r[i] != "" && r[i] != notAvailable }) {
			continue
		}
		g.columns = slices.Delete(g.columns, i, i+1)
		for j := range g.rows {
			g.rows[j] = slices.Delete(g.rows[j], i, i+1)
		}
	}
}

func (g *grid) widths(head []string) []int {
	widths := make([]int, len(head))
	for i, h := range head {
		widths[i] = utf8.RuneCountInString(h)
		for _, r := range g.rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(r[i]))
		}
	}
	return widths
}

var short = strings.NewReplacer(" million", " M", " billion", " bn", " trillion", " tn")

// shorten abbreviates words in numbers.
func (g *grid) shorten(left []bool) {
	for _, r := range g.rows {
		for i := range r {
			if !left[i] {
				r[i] = short.Replace(r[i])
			}
		}
	}
}

// squeeze narrows the widest text column until a row fits; it says whether one does.
func (g *grid) squeeze(widths []int, left []bool, total int) bool {
	for {
		sum, widest := -2, -1
		for i, w := range widths {
			sum += w + 2
			if left[i] && w > narrowest && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if sum <= total || widest < 0 {
			return sum <= total
		}
		widths[widest]--
	}
}

func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}

// table writes CSV.
func table(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}

// number writes a measure for CSV, "" where there is none.
func number(m trade.Measure) string {
	if !m.OK() {
		return ""
	}
	return float(m.Value)
}

// float writes a number to twelve digits: more is noise of summing.
func float(v float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		short = v
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// nan is a measure for a chart, where NaN is a gap.
func nan(m trade.Measure) float64 {
	if !m.OK() {
		return math.NaN()
	}
	return m.Value
}
