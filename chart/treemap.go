package chart

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
)

// Treemap shows parts of a whole as areas, grouped: products by sector. Groups and parts are laid out by size, squarified
// (Bruls, Huizing and van Wijk 2000, "Squarified treemaps"). Names that do not fit are left out; the table has them all.
type Treemap struct {
	About
	Unit  Unit
	Items []Item
}

// Item is a part of a [Treemap].
type Item struct {
	Name  string
	Group string
	Value float64 // not negative, reported
	Note  string  // shown when a pointer rests on the part
}

type group struct {
	name  string
	items []Item
	total float64
}

// groups gathers the items that have an area, the largest first.
func (c *Treemap) groups() ([]group, float64, error) {
	var out []group
	total := 0.0
	for _, it := range c.Items {
		if err := sound(it.Value, false, false); err != nil {
			return nil, 0, fmt.Errorf("chart: %s: %w", it.Name, err)
		}
		if it.Value == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(g group) bool { return g.name == it.Group })
		if i < 0 {
			i, out = len(out), append(out, group{name: it.Group})
		}
		out[i].items = append(out[i].items, it)
		out[i].total += it.Value
		total += it.Value
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(b.total, a.total) })
	for _, g := range out {
		slices.SortStableFunc(g.items, func(a, b Item) int { return cmp.Compare(b.Value, a.Value) })
	}
	return out, total, nil
}

// squarify divides a rectangle among values, which are positive and fall: rows are filled along the shorter side as long as that makes the
// worst part squarer.
func squarify(values []float64, in box) []box {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	out := make([]box, 0, len(values))
	for len(values) > 0 {
		scale := in.w * in.h / sum
		side := min(in.w, in.h)
		n, row := 1, values[0]
		for n < len(values) && worst(values[:n+1], (row+values[n])*scale, side, scale) <= worst(values[:n], row*scale, side, scale) {
			row += values[n]
			n++
		}
		thick := row * scale / side
		if n == len(values) {
			thick = max(in.w, in.h) // the last row takes what rounding left
		}
		at := 0.0
		for _, v := range values[:n] {
			length := v / row * side
			if in.w >= in.h {
				out = append(out, box{in.x, in.y + at, thick, length})
			} else {
				out = append(out, box{in.x + at, in.y, length, thick})
			}
			at += length
		}
		if in.w >= in.h {
			in.x, in.w = in.x+thick, max(0, in.w-thick)
		} else {
			in.y, in.h = in.y+thick, max(0, in.h-thick)
		}
		sum -= row
		values = values[n:]
		if in.w*in.h <= 0 || sum <= 0 {
			for range values {
				out = append(out, box{in.x, in.y, 0, 0})
			}
			return out
		}
	}
	return out
}

// worst is the greatest ratio of sides in a row of the area given, laid along side.
func worst(row []float64, area, side, scale float64) float64 {
	most, least := row[0]*scale, row[len(row)-1]*scale
	return max(side*side*most/(area*area), area*area/(side*side*least))
}

// layout places all parts in a rectangle, by group.
func layout(groups []group, in box) (frames []box, cells [][]box) {
	totals := make([]float64, len(groups))
	for i, g := range groups {
		totals[i] = g.total
	}
	frames = squarify(totals, in)
	for i, g := range groups {
		values := make([]float64, len(g.items))
		for k, it := range g.items {
			values[k] = it.Value
		}
		if frames[i].w*frames[i].h <= 0 {
			cells = append(cells, make([]box, len(values)))
			continue
		}
		cells = append(cells, squarify(values, frames[i]))
	}
	return frames, cells
}

// leastCell is the area below which a part is not drawn alone, in pixels.
const leastCell = 14.0

// gathered puts the parts of each group that are smaller than least together as one, so that thousands of products make a
// drawing of hundreds of cells. Areas stay true.
func gathered(groups []group, least float64) []group {
	out := slices.Clone(groups)
	for i, g := range out {
		n, rest := 0, 0.0
		for n < len(g.items) && g.items[len(g.items)-1-n].Value < least {
			rest += g.items[len(g.items)-1-n].Value
			n++
		}
		if n < 2 {
			continue
		}
		items := append(slices.Clone(g.items[:len(g.items)-n]), Item{Name: fmt.Sprintf("%d smaller", n), Group: g.name, Value: rest})
		slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(b.Value, a.Value) })
		out[i].items = items
	}
	return out
}

// SVG draws the chart.
func (c *Treemap) SVG(w io.Writer, o Options) error {
	groups, total, err := c.groups()
	if err != nil {
		return err
	}
	s, err := newSheet("treemap", c.About, o)
	if err != nil {
		return err
	}
	if len(groups) == 0 {
		return s.nothing(w)
	}
	var keys []key
	for i, g := range groups[:min(len(groups), hues)] {
		keys = append(keys, key{fmt.Sprintf("%s %s", g.name, formatShare(g.total, total)), hue(i), 'b'})
	}
	if n := len(groups) - hues; n > 0 {
		rest := 0.0
		for _, g := range groups[hues:] {
			rest += g.total
		}
		keys = append(keys, key{fmt.Sprintf("%d further %s", n, formatShare(rest, total)), "c0", 'b'})
	}
	s.legend(margin, keys)
	in := box{margin, s.y, s.w - 2*margin, max(200, min(520, 0.52*s.w))}
	first := groups[0]
	groups = gathered(groups, leastCell*total/(in.w*in.h))
	frames, cells := layout(groups, in)
	for i, g := range groups {
		s.open(hue(i))
		for k, it := range g.items {
			c.cell(s, it, total, cells[i][k])
		}
		s.close()
	}
	for _, f := range frames {
		s.rect(f.x, f.y, f.w, f.h, "frame", "")
	}
	s.y += in.h
	return s.write(w, fmt.Sprintf("%s in all, %d parts in %d groups; the largest group is %s (%s), its largest part %s (%s).", c.Unit.Format(total),
		len(c.Items), len(groups), first.name, formatShare(first.total, total), first.items[0].Name, formatShare(first.items[0].Value, total)))
}

// cell draws a part with as large a name as fits, with its share where there is room, or without.
func (c *Treemap) cell(s *sheet, it Item, total float64, b box) {
	title := fmt.Sprintf("%s: %s, %s", it.Name, c.Unit.Format(it.Value), formatShare(it.Value, total))
	if it.Group != "" {
		title = it.Group + " – " + title
	}
	if it.Note != "" {
		title += ". " + it.Note
	}
	s.rect(b.x, b.y, b.w, b.h, "cell", title)
	const pad = 7.0
	most := math.Sqrt(b.w*b.h) / 7 // the larger the part, the larger its name
	for _, size := range []float64{17, 14, 12, 10.5} {
		lines, whole := wrap(printable(it.Name), size, true, b.w-2*pad)
		if !whole || len(lines) == 0 || size > max(most, 10.5) {
			continue
		}
		share := c.Unit.Format(it.Value) + " · " + formatShare(it.Value, total)
		if textWidth(share, size-1, false) > b.w-2*pad {
			share = formatShare(it.Value, total)
		}
		row := size * 1.2
		room := b.h - 2*pad + 2
		if float64(len(lines))*row > room || len(lines) > 4 {
			continue
		}
		y := b.y + pad - 2
		for _, l := range lines {
			y += row
			s.put(`<text class="on b" font-size="%s" x="%s" y="%s">%s</text>`+"\n", s.num(size), s.num(b.x+pad), s.num(y-size*0.15), escape(l))
		}
		if float64(len(lines)+1)*row <= room && textWidth(share, size-1, false) <= b.w-2*pad {
			s.put(`<text class="on" font-size="%s" x="%s" y="%s">%s</text>`+"\n", s.num(size-1), s.num(b.x+pad), s.num(y+row-size*0.15), escape(share))
		}
		return
	}
}

// Table is all parts by group, the largest first; parts of no value stand last.
func (c *Treemap) Table() Table {
	t := Table{Columns: []Column{{Name: "What"}, {Name: "Group"}, {"Value", true}, {"Share", true}}}
	groups, total, err := c.groups()
	if err != nil {
		return Table{}
	}
	for _, g := range groups {
		for _, it := range g.items {
			t.Rows = append(t.Rows, []string{it.Name, g.name, c.Unit.Format(it.Value), formatShare(it.Value, total)})
		}
	}
	for _, it := range c.Items {
		if it.Value == 0 {
			t.Rows = append(t.Rows, []string{it.Name, it.Group, c.Unit.Format(0), formatShare(0, total)})
		}
	}
	return t
}

// Text lists groups with bars, and their parts indented.
func (c *Treemap) Text(w io.Writer, width int, colour bool) error {
	groups, total, err := c.groups()
	if err != nil {
		return err
	}
	b := Bars{About: c.About, Unit: c.Unit, Total: total}
	for i, g := range groups {
		b.Rows = append(b.Rows, Bar{Label: g.name, Value: g.total, Hue: i})
		for _, it := range g.items {
			b.Rows = append(b.Rows, Bar{Label: it.Name, Value: it.Value, Hue: i, Part: true})
		}
	}
	return b.Text(w, width, colour)
}
