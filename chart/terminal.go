package chart

import (
	"io"
	"math"
	"slices"
	"strings"
)

// terminal is a drawing for a terminal in the making.
type terminal struct {
	width  int
	colour bool
	source string
	lines  []string
	feet

	left, right, across int // cells of a plot: marks, names, the plot itself
}

// newTerminal clamps the width to 40 to 200 cells: less shows nothing, more is no longer read in one look.
func newTerminal(a About, width int, colour bool) *terminal {
	t := &terminal{width: max(40, min(width, 200)), colour: colour, source: printable(a.Source)}
	t.fold("1", printable(a.Title))
	t.fold(faint, printable(a.Note))
	return t
}

// fold sets text in lines of the terminal's width.
func (t *terminal) fold(sgr, text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && cellWidth(line)+1+cellWidth(word) > t.width {
			t.put(styled(t.colour, sgr, line))
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += cellFit(word, t.width)
	}
	if line != "" {
		t.put(styled(t.colour, sgr, line))
	}
}

func (t *terminal) put(line string) { t.lines = append(t.lines, line) }

// nothing closes a drawing without data.
func (t *terminal) nothing(w io.Writer) error {
	t.put("No data")
	return t.write(w)
}

func (t *terminal) write(w io.Writer) error {
	for _, f := range append(t.feet, t.source) {
		t.fold(faint, printable(f))
	}
	var b strings.Builder
	for _, l := range t.lines {
		b.WriteString(strings.TrimRight(l, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// bar is a bar of n cells at most for a part of a whole, in eighths of a cell. What is not zero is seen.
func bar(part, whole float64, n int) string {
	if math.IsNaN(part) || whole <= 0 || part <= 0 || n <= 0 {
		return ""
	}
	eighths := max(1, int(math.Round(min(1, part/whole)*float64(n)*8)))
	s := strings.Repeat("█", eighths/8)
	if r := eighths % 8; r > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[r-1])
	}
	return s
}

// Spark draws values as a line of bars of eight heights, from the least (or zero) to the greatest; a gap is a dot. Where the
// values are all the same, the bars are of middle height.
func Spark(values []float64) string {
	lo, hi, ok := span(values)
	if ok && lo > 0 {
		lo = 0
	}
	var b strings.Builder
	for _, v := range values {
		switch {
		case math.IsNaN(v) || math.Abs(v) > limit:
			b.WriteRune('·')
		case hi == lo:
			b.WriteRune('▄')
		default:
			b.WriteRune([]rune("▁▂▃▄▅▆▇█")[min(7, max(0, int((v-lo)/(hi-lo)*8)))])
		}
	}
	return b.String()
}

// dots is a canvas of Braille characters: two dots wide and four high in each cell.
type dots struct {
	w, h  int // in cells
	bits  []byte
	owner []int // last series on a cell, -1 for none
}

func newDots(w, h int) *dots {
	return &dots{w: w, h: h, bits: make([]byte, w*h), owner: slices.Repeat([]int{-1}, w*h)}
}

// Weights of the dots of a Braille character (U+2800), by column and row.
var braille = [2][4]byte{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

func (d *dots) set(x, y, series int) {
	if x < 0 || y < 0 || x >= 2*d.w || y >= 4*d.h {
		return
	}
	i := y/4*d.w + x/2
	d.bits[i] |= braille[x%2][y%4]
	d.owner[i] = series
}

// line joins two dots (Bresenham 1965).
func (d *dots) line(x0, y0, x1, y1, series int) {
	dx, dy := abs(x1-x0), -abs(y1-y0)
	sx, sy := sign(x1-x0), sign(y1-y0)
	for e := dx + dy; ; {
		d.set(x0, y0, series)
		if x0 == x1 && y0 == y1 {
			return
		}
		e2 := 2 * e
		if e2 >= dy {
			e += dy
			x0 += sx
		}
		if e2 <= dx {
			e += dx
			y0 += sy
		}
	}
}

func abs(n int) int { return max(n, -n) }

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func (d *dots) row(y int, colour bool) string {
	var b, run strings.Builder // run is of one series, so that it is one escape sequence
	owner := -1
	for x := range d.w {
		i := y*d.w + x
		if d.owner[i] != owner {
			b.WriteString(styled(colour && owner >= 0, terminalHue(owner), run.String()))
			run.Reset()
			owner = d.owner[i]
		}
		if d.bits[i] == 0 {
			run.WriteByte(' ')
			continue
		}
		run.WriteRune(rune(0x2800 + int(d.bits[i])))
	}
	b.WriteString(styled(colour && owner >= 0, terminalHue(owner), run.String()))
	return b.String()
}

// gutters sets how many cells a plot has, beside marks on its left and names on its right.
func (t *terminal) gutters(a axis, series []Series, u Unit, rows [][]float64) {
	for _, l := range a.labels {
		t.left = max(t.left, cellWidth(l))
	}
	for i := range series {
		t.right = max(t.right, cellWidth(endName(u, series[i], rows[i])))
	}
	t.right = min(t.right, t.width/3)
	t.across = max(8, t.width-t.left-t.right-3)
}

// endName is a series' name with its last value.
func endName(u Unit, s Series, row []float64) string {
	name := printable(s.Name)
	if k := lastOf(row); k >= 0 {
		name += " " + u.Format(row[k])
	}
	return name
}

// plot draws series on one canvas of so many rows; first is the number of the first for its colour.
func (t *terminal) plot(u Unit, cal calendar, series []Series, rows [][]float64, first int, a axis, height int) {
	height = max(height, len(series))
	d := newDots(t.across, height)
	a.y0, a.y1 = float64(4*height-1), 0
	x := func(k int) int {
		if cal.slots() == 1 {
			return d.w
		}
		return int(math.Round(float64(cal.at[k]-cal.first()) / float64(cal.slots()-1) * float64(2*d.w-1)))
	}
	y := func(v float64) int { return int(math.Round(a.at(v))) }
	var want, sizes []float64
	var named []int
	for i, row := range rows {
		for _, run := range runs(cal, row) {
			for k := run[0]; k < run[1]; k++ {
				from := max(run[0], k-1)
				d.line(x(from), y(row[from]), x(k), y(row[k]), first+i)
			}
		}
		if k := lastOf(row); k >= 0 {
			want, sizes, named = append(want, a.at(row[k])/4), append(sizes, 1), append(named, i)
		}
	}
	names := make([]string, height)
	for j, at := range spread(want, sizes, 0, float64(height)) {
		i := named[j]
		name := cellFit(endName(u, series[i], rows[i]), t.right)
		names[max(0, min(height-1, int(at)))] = styled(t.colour, terminalHue(first+i), name)
	}
	marks := t.marks(a, height)
	for r := range height {
		t.put(padLeft(marks[r], t.left) + " ┤" + d.row(r, t.colour) + " " + names[r])
	}
}

// marks puts the marks of an axis on rows, leaving out those that would share one.
func (t *terminal) marks(a axis, height int) []string {
	out := make([]string, height)
	for i, tick := range a.ticks {
		if r := int(math.Round(a.at(tick))) / 4; r >= 0 && r < height && out[r] == "" {
			out[r] = a.labels[i]
		}
	}
	return out
}

func starred(name, note string) string {
	if note != "" {
		return name + "*"
	}
	return name
}

// timeAxis names the first and the last period below a plot.
func (t *terminal) timeAxis(cal calendar, periods []string, partial []Partial) {
	first, last := starred(cal.name(cal.first()), noteOf(partial, periods[0])), starred(cal.name(cal.last()), noteOf(partial, periods[len(periods)-1]))
	t.partial(partial)
	line := strings.Repeat(" ", t.left+2) + first
	if first != last {
		line += padLeft(last, t.across-cellWidth(first))
	}
	t.put(line)
}
