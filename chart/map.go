package chart

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"dragoman/chart/outline"
)

// Map draws lines and places over outlines of countries: corridors, pipelines, flows. The projection is Miller's cylindrical one
// (Snyder 1987, "Map projections: a working manual", p. 88), like Mercator's with less excess in the north.
type Map struct {
	About
	Box    Box               // what is shown
	Land   []outline.Country // nil is [outline.Countries]
	Mark   []string          // codes of countries that stand out
	Names  bool              // write the names of countries where there is room
	Kinds  []string          // classes in the order of their colours, used or not; others come behind
	Lines  []Way
	Points []Point
}

// Box is a stretch of the globe in degrees.
type Box struct{ West, South, East, North float64 }

// Eurasia is the box of Europe and the mainland of Asia without its far east.
var Eurasia = Box{-10, 20, 125, 62}

// Way is a line on a [Map]. Two points are joined by an arc, more by straight stretches.
type Way struct {
	Points  [][2]float64 // longitude, latitude in degrees
	Width   float64      // in pixels, above 0 to 40
	Class   string       // what kind it is, as the legend says: "oil", "rail"; kinds are coloured in the order they come
	Title   string
	Closed  bool // struck through
	Planned bool // dashed
}

// Point is a place on a [Map].
type Point struct {
	Lon, Lat float64
	Label    string
	Class    string // as of ways; "" is the colour of the text
}

func (b Box) check() error {
	if !(b.West >= -180 && b.West < b.East && b.East <= 180 && b.South >= -85 && b.South < b.North && b.North <= 85) {
		return fmt.Errorf("chart: box %g to %g east, %g to %g north is not a stretch of the globe between 85° south and north", b.West, b.East, b.South, b.North)
	}
	return nil
}

func (b Box) has(p [2]float64) bool {
	return p[0] >= b.West && p[0] <= b.East && p[1] >= b.South && p[1] <= b.North
}

func onGlobe(p [2]float64) bool { return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 }

func (c *Map) check() error {
	if err := c.Box.check(); err != nil {
		return err
	}
	for _, country := range c.Land {
		for _, r := range country.Rings {
			if len(r) < 3 || slices.ContainsFunc(r, func(p [2]float64) bool { return !onGlobe(p) }) {
				return fmt.Errorf("chart: outline of %s: a ring of %d points, or one that leaves the globe", country.Name, len(r))
			}
		}
	}
	for _, l := range c.Lines {
		if len(l.Points) < 2 {
			return fmt.Errorf("chart: line %q has %d points", l.Title, len(l.Points))
		}
		if !(l.Width > 0 && l.Width <= 40) {
			return fmt.Errorf("chart: line %q: width %g is not in 0 to 40 pixels", l.Title, l.Width)
		}
		for _, p := range l.Points {
			if !onGlobe(p) {
				return fmt.Errorf("chart: line %q: %g, %g is not a place on the globe", l.Title, p[0], p[1])
			}
		}
	}
	for _, p := range c.Points {
		if !onGlobe([2]float64{p.Lon, p.Lat}) {
			return fmt.Errorf("chart: point %q: %g, %g is not a place on the globe", p.Label, p.Lon, p.Lat)
		}
	}
	return nil
}

// projection maps longitude and latitude to the drawing.
type projection struct {
	box   Box
	frame box
	scale float64 // pixels per radian
}

func miller(lat float64) float64 { return 1.25 * math.Log(math.Tan(math.Pi/4+0.4*lat*math.Pi/180)) }

func project(b Box, x, y, w float64) projection {
	p := projection{box: b, scale: w / ((b.East - b.West) * math.Pi / 180)}
	p.frame = box{x, y, w, (miller(b.North) - miller(b.South)) * p.scale}
	return p
}

func (p projection) at(q [2]float64) [2]float64 {
	lat := max(-89, min(89, q[1]))
	return [2]float64{p.frame.x + (q[0]-p.box.West)*math.Pi/180*p.scale, p.frame.y + (miller(p.box.North)-miller(lat))*p.scale}
}

// kinds are the classes in the order of their colours: those given, then the others as they come.
func (c *Map) kinds() []string {
	out := slices.Clone(c.Kinds)
	add := func(k string) {
		if k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	for _, l := range c.Lines {
		add(l.Class)
	}
	for _, p := range c.Points {
		add(p.Class)
	}
	return out
}

func (c *Map) hue(class string) string {
	if class == "" {
		return "ci"
	}
	return hue(slices.Index(c.kinds(), class))
}

// SVG draws the map.
func (c *Map) SVG(w io.Writer, o Options) error {
	if err := c.check(); err != nil {
		return err
	}
	s, err := newSheet("map", c.About, o)
	if err != nil {
		return err
	}
	land := c.Land
	if land == nil {
		if land, err = outline.Countries(); err != nil {
			return fmt.Errorf("chart: %w", err)
		}
	}
	c.legend(s)
	p := project(c.Box, margin, s.y, s.w-2*margin)
	s.put(`<clipPath id="%s-c"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath>`+"\n", s.id, s.num(p.frame.x), s.num(p.frame.y), s.num(p.frame.w), s.num(p.frame.h))
	s.put(`<g clip-path="url(#%s-c)">`+"\n", s.id)
	for _, marked := range []bool{false, true} { // the borders of those that stand out lie above
		for _, country := range land {
			if c.marked(country) == marked {
				c.country(s, country, p)
			}
		}
	}
	for _, l := range c.Lines {
		c.way(s, l, p)
	}
	for _, pt := range c.Points {
		at := p.at([2]float64{pt.Lon, pt.Lat})
		s.open(c.hue(pt.Class))
		s.circle(at[0], at[1], 3.6, "q", pt.Label)
		s.close()
	}
	c.labels(s, land, p)
	s.close()
	s.y += p.frame.h
	if c.Land == nil {
		s.foot("Boundaries: Natural Earth, who holds the ground; they state no position.")
	}
	return s.write(w, fmt.Sprintf("Map of %g° to %g° east and %g° to %g° north with %d lines and %d places.", c.Box.West, c.Box.East, c.Box.South, c.Box.North, len(c.Lines), len(c.Points)))
}

func (c *Map) legend(s *sheet) {
	var keys []key
	for i, k := range c.kinds() {
		mark := byte('o')
		if slices.ContainsFunc(c.Lines, func(l Way) bool { return l.Class == k }) {
			mark = 'l'
		} else if !slices.ContainsFunc(c.Points, func(p Point) bool { return p.Class == k }) {
			continue
		}
		keys = append(keys, key{k, hue(i), mark})
	}
	if slices.ContainsFunc(c.Lines, func(l Way) bool { return l.Planned }) {
		keys = append(keys, key{"planned", "ci", 'd'})
	}
	if slices.ContainsFunc(c.Lines, func(l Way) bool { return l.Closed }) {
		keys = append(keys, key{"closed", "c0", 'x'})
	}
	s.legend(margin, keys)
}

func (c *Map) country(s *sheet, country outline.Country, p projection) {
	var d strings.Builder
	for _, ring := range country.Rings {
		if c.Box.misses(ring) {
			continue
		}
		points := make([][2]float64, 0, len(ring))
		for _, q := range ring {
			at := p.at(q)
			if len(points) == 0 || math.Hypot(at[0]-points[len(points)-1][0], at[1]-points[len(points)-1][1]) > 1 {
				points = append(points, at)
			}
		}
		if len(points) > 2 {
			d.WriteString(s.poly(points, true))
		}
	}
	if d.Len() == 0 {
		return
	}
	class := "land"
	if c.marked(country) {
		class = "land on"
	}
	s.path(d.String(), class, country.Name)
}

func (c *Map) marked(country outline.Country) bool {
	return country.Code != "" && slices.Contains(c.Mark, country.Code)
}

// misses says that a ring lies outside the box.
func (b Box) misses(r outline.Ring) bool {
	lo, hi := extent(r)
	return hi[0] < b.West || lo[0] > b.East || hi[1] < b.South || lo[1] > b.North
}

func extent(r outline.Ring) (lo, hi [2]float64) {
	lo, hi = r[0], r[0]
	for _, p := range r {
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	return lo, hi
}

// way draws a line; one that is closed has a cross at its middle.
func (c *Map) way(s *sheet, l Way, p projection) {
	points := l.course(p)
	class, hue, title := "way", c.hue(l.Class), l.Title
	if l.Planned {
		class, title = class+" plan", title+" (planned)"
	}
	if l.Closed {
		class, hue, title = class+" shut", "c0", title+" (closed)"
	}
	s.open(hue)
	s.put(`<path class="%s" stroke-width="%s" d="%s"`, class, s.num(l.Width), s.poly(points, false))
	s.end("path", title)
	if l.Closed {
		mid := halfway(points)
		s.cross(mid[0], mid[1], max(4, l.Width/2+2))
	}
	s.close()
}

// course is a way on the drawing as a fine line: an arc between two points, else a smooth line through all of them (Catmull and Rom
// 1974).
func (l Way) course(p projection) [][2]float64 {
	at := make([][2]float64, len(l.Points))
	for i, q := range l.Points {
		at[i] = p.at(q)
	}
	const steps = 12
	if len(at) == 2 {
		a, b := at[0], at[1]
		bend := [2]float64{(a[0]+b[0])/2 + (b[1]-a[1])*0.18, (a[1]+b[1])/2 - math.Abs(b[0]-a[0])*0.18}
		out := [][2]float64{a}
		for n := 1; n <= 2*steps; n++ {
			t := float64(n) / (2 * steps)
			out = append(out, [2]float64{(1-t)*(1-t)*a[0] + 2*t*(1-t)*bend[0] + t*t*b[0], (1-t)*(1-t)*a[1] + 2*t*(1-t)*bend[1] + t*t*b[1]})
		}
		return out
	}
	out := at[:1:1]
	for i := 0; i+1 < len(at); i++ {
		before, a, b, after := at[max(0, i-1)], at[i], at[i+1], at[min(len(at)-1, i+2)]
		for n := 1; n <= steps; n++ {
			t := float64(n) / steps
			var q [2]float64
			for k := range 2 {
				q[k] = (2*a[k] + (b[k]-before[k])*t + (2*before[k]-5*a[k]+4*b[k]-after[k])*t*t + (3*a[k]-before[k]-3*b[k]+after[k])*t*t*t) / 2
			}
			out = append(out, q)
		}
	}
	return out
}

// halfway is the point at half the length of a line.
func halfway(points [][2]float64) [2]float64 {
	total := 0.0
	for i := 1; i < len(points); i++ {
		total += math.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1])
	}
	walked := 0.0
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b[0]-a[0], b[1]-a[1])
		if length > 0 && walked+length >= total/2 {
			f := (total/2 - walked) / length
			return [2]float64{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
		}
		walked += length
	}
	return points[0]
}

// labels names places beside their dots, off the lines where that can be, and then countries within them, where nothing else stands.
func (c *Map) labels(s *sheet, land []outline.Country, p projection) {
	var dots, lines clutter
	for _, pt := range c.Points {
		at := p.at([2]float64{pt.Lon, pt.Lat})
		dots = append(dots, box{at[0] - 5, at[1] - 5, 10, 10})
	}
	for _, l := range c.Lines {
		course := l.course(p)
		for i := 1; i < len(course); i++ {
			lines = append(lines, strip(course[i-1], course[i], l.Width)...)
		}
	}
	taken := dots
	for _, pt := range c.Points {
		at := [2]float64{pt.Lon, pt.Lat}
		if !c.Box.has(at) {
			continue
		}
		b, ok := beside(printable(pt.Label), p.at(at), p.frame, append(taken[:len(taken):len(taken)], lines...))
		if !ok {
			b, ok = beside(printable(pt.Label), p.at(at), p.frame, taken)
		}
		if ok {
			taken = append(taken, b)
			s.text(b.x+2, b.y+11.5, "k b h", pt.Label)
		}
	}
	if c.Names {
		c.countryNames(s, land, p, append(taken, lines...))
	}
}

// strip covers a stretch of a line with small boxes.
func strip(a, b [2]float64, width float64) []box {
	n := int(math.Hypot(b[0]-a[0], b[1]-a[1])/6) + 1
	var out []box
	for i := range n {
		f := (float64(i) + 0.5) / float64(n)
		out = append(out, box{a[0] + f*(b[0]-a[0]) - width/2 - 2, a[1] + f*(b[1]-a[1]) - width/2 - 2, width + 4, width + 4})
	}
	return out
}

// beside finds a free place for a name next to a dot: right, left, above, below, then askew.
func beside(name string, at [2]float64, frame box, taken clutter) (box, bool) {
	if name == "" {
		return box{}, false
	}
	w, h := textWidth(name, labelSize, true)+4, 15.0
	x, y := at[0], at[1]
	for _, b := range []box{{x + 5, y - h/2, w, h}, {x - 5 - w, y - h/2, w, h}, {x - w/2, y - 5 - h, w, h}, {x - w/2, y + 5, w, h}, {x + 4, y - 3 - h, w, h},
		{x + 4, y + 3, w, h}, {x - 4 - w, y - 3 - h, w, h}, {x - 4 - w, y + 3, w, h}} {
		if b.inside(frame) && taken.free(b) {
			return b, true
		}
	}
	return box{}, false
}

// countryNames writes names over the widest row within the largest part of each country, the largest countries first.
func (c *Map) countryNames(s *sheet, land []outline.Country, p projection, taken clutter) {
	order := slices.Clone(land)
	slices.SortStableFunc(order, func(a, b outline.Country) int { return cmp.Compare(bulk(b), bulk(a)) })
	for _, country := range order {
		name := strings.ToUpper(printable(country.Name))
		w := textWidth(name, 10.5, false)*1.06 + 6
		for _, at := range seats(country, p) {
			b := box{at.x - w/2, at.y - 7, w, 14}
			if at.w >= w && b.inside(p.frame) && taken.free(b) {
				taken = append(taken, b)
				s.text(at.x, at.y+4, "place m h", name)
				break
			}
		}
	}
}

func bulk(c outline.Country) float64 {
	if len(c.Rings) == 0 {
		return 0
	}
	lo, hi := extent(c.Rings[0])
	return (hi[0] - lo[0]) * (hi[1] - lo[1])
}

// seats are rows through the largest part of a country that is in view, with their middles and widths, the widest first.
func seats(country outline.Country, p projection) []box {
	var out []box
	for _, ring := range country.Rings[:min(1, len(country.Rings))] {
		points := make([][2]float64, len(ring))
		for i, q := range ring {
			points[i] = p.at(q)
		}
		lo, hi := extent(points)
		for n := 1; n < 10; n++ {
			y := lo[1] + (hi[1]-lo[1])*float64(n)/10
			var xs []float64
			for i, a := range points {
				b := points[(i+1)%len(points)]
				if (a[1] < y) != (b[1] < y) {
					xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
				}
			}
			slices.Sort(xs)
			for i := 0; i+1 < len(xs); i += 2 {
				left, right := max(xs[i], p.frame.x), min(xs[i+1], p.frame.x+p.frame.w)
				if right > left {
					out = append(out, box{(left + right) / 2, y, right - left, 0})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b box) int { return cmp.Compare(b.w, a.w) })
	return out
}

// state says what a way is, for the table.
func (l Way) state() string {
	switch {
	case l.Closed:
		return "closed"
	case l.Planned:
		return "planned"
	}
	return "open"
}

// Table is the lines, then the places.
func (c *Map) Table() Table {
	t := Table{Columns: []Column{{Name: "What"}, {Name: "Kind"}, {Name: "State"}}}
	for _, l := range c.Lines {
		t.Rows = append(t.Rows, []string{l.Title, l.Class, l.state()})
	}
	for _, p := range c.Points {
		t.Rows = append(t.Rows, []string{p.Label, p.Class, ""})
	}
	return t
}

// Text lists the lines by kind: a terminal has no map.
func (c *Map) Text(w io.Writer, width int, colour bool) error {
	if err := c.check(); err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	if len(c.Lines)+len(c.Points) == 0 {
		return t.nothing(w)
	}
	for i, k := range append([]string{""}, c.kinds()...) {
		var rows []string
		for _, l := range c.Lines {
			if l.Class == k {
				rows = append(rows, "  "+map[string]string{"open": "─", "planned": "╌", "closed": "✗"}[l.state()]+" "+printable(l.Title))
			}
		}
		for _, p := range c.Points {
			if p.Class == k && p.Label != "" {
				rows = append(rows, "  ● "+printable(p.Label))
			}
		}
		if len(rows) > 0 && k != "" {
			t.put(styled(colour, terminalHue(i-1), cellFit(printable(k), t.width)))
		}
		for _, r := range rows {
			t.put(cellFit(r, t.width))
		}
	}
	return t.write(w)
}
