package chart

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	defaultWidth = 860
	margin       = 4.0
	titleSize    = 18.0
	noteSize     = 13.0
	labelSize    = 12.0
	footSize     = 11.0
)

// sheet is a drawing in the making. Its height follows from what is drawn; y is where the next part begins.
type sheet struct {
	about About
	o     Options
	id    string
	w, y  float64
	body  bytes.Buffer
	feet
	broken bool // a coordinate was not a number
}

func newSheet(kind string, a About, o Options) (*sheet, error) {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	if o.Width < 240 || o.Width > 4000 {
		return nil, fmt.Errorf("chart: width %d is not in 240 to 4000", o.Width)
	}
	s := &sheet{about: a, o: o, w: float64(o.Width), y: margin}
	s.id = identifier(a.ID)
	if s.id == "" {
		h := fnv.New32a()
		_, _ = io.WriteString(h, kind+"\x00"+a.Title+"\x00"+a.Note)
		s.id = fmt.Sprintf("%s%x", kind, h.Sum32())
	}
	if o.Untitled {
		return s, nil
	}
	title, _ := wrap(printable(a.Title), titleSize, true, (s.w-2*margin)/1.12) // serif faces run wider
	for _, line := range title {
		s.y += 20
		s.text(margin, s.y, "t", line)
	}
	note, _ := wrap(printable(a.Note), noteSize, false, s.w-2*margin)
	for _, line := range note {
		s.y += 18
		s.text(margin, s.y, "n", line)
	}
	if s.y > margin {
		s.y += 12
	}
	return s, nil
}

// identifier keeps of s what an id may have, beginning with a letter.
func identifier(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, s)
	if s != "" && (s[0] < 'A' || s[0] > 'z' || s[0] == '_') {
		s = "c" + s
	}
	return s
}

// num writes a coordinate, rounded to a tenth of a pixel.
func (s *sheet) num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		s.broken = true
		return "0"
	}
	r := math.Round(v*10) / 10
	if r == 0 {
		return "0"
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}

func (s *sheet) put(format string, args ...any) { fmt.Fprintf(&s.body, format, args...) }

func escape(text string) string { return html.EscapeString(printable(text)) }

func (s *sheet) text(x, y float64, class, text string) {
	if text = printable(text); text != "" {
		s.put(`<text class="%s" x="%s" y="%s">%s</text>`+"\n", class, s.num(x), s.num(y), html.EscapeString(text))
	}
}

func (s *sheet) line(x1, y1, x2, y2 float64, class string) {
	s.put(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`+"\n", class, s.num(x1), s.num(y1), s.num(x2), s.num(y2))
}

func (s *sheet) rect(x, y, w, h float64, class, title string) {
	s.put(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, s.num(x), s.num(y), s.num(w), s.num(h))
	s.end("rect", title)
}

func (s *sheet) circle(x, y, r float64, class, title string) {
	s.put(`<circle class="%s" cx="%s" cy="%s" r="%s"`, class, s.num(x), s.num(y), s.num(r))
	s.end("circle", title)
}

func (s *sheet) path(d, class, title string) {
	s.put(`<path class="%s" d="%s"`, class, d)
	s.end("path", title)
}

// end closes an element; its title is what a pointer resting on it shows.
func (s *sheet) end(name, title string) {
	if title == "" {
		s.put("/>\n")
		return
	}
	s.put("><title>%s</title></%s>\n", escape(title), name)
}

func (s *sheet) open(class string) { s.put(`<g class="%s">`+"\n", class) }
func (s *sheet) close()            { s.put("</g>\n") }

// poly is the path through points, in steps from one to the next: shorter than places, and exact, because steps are taken between
// places already rounded.
func (s *sheet) poly(points [][2]float64, closed bool) string {
	var b strings.Builder
	var last [2]float64
	for i, p := range points {
		switch i {
		case 0:
			b.WriteByte('M')
		case 1:
			b.WriteByte('l')
		}
		p = [2]float64{math.Round(p[0] * 10), math.Round(p[1] * 10)}
		x, y := s.num((p[0]-last[0])/10), s.num((p[1]-last[1])/10)
		last = p
		if i > 1 && x[0] != '-' {
			b.WriteByte(' ')
		}
		b.WriteString(x)
		if y[0] != '-' {
			b.WriteByte(' ')
		}
		b.WriteString(y)
	}
	if closed {
		b.WriteByte('z')
	}
	return b.String()
}

// cross is the mark of what is closed.
func (s *sheet) cross(x, y, r float64) {
	s.path(s.poly([][2]float64{{x - r, y - r}, {x + r, y + r}}, false)+s.poly([][2]float64{{x + r, y - r}, {x - r, y + r}}, false), "x1", "")
}

// key is an entry of a legend.
type key struct {
	name, class string
	mark        byte // 'b' box, 'u' up, 'v' down, 'l' line, 'o' dot, 'r' ring, 'd' dashes, 'x' line struck through
}

// legend draws entries in rows and moves down.
func (s *sheet) legend(x float64, keys []key) {
	const row = 18.0
	left := x
	for i, k := range keys {
		name := fit(printable(k.name), labelSize, true, s.w-left-margin-22)
		width := 20 + textWidth(name, labelSize, true) + 16
		if i > 0 && x+width-16 > s.w-margin {
			x = left
			s.y += row
		}
		s.open(k.class)
		y := s.y + 9
		switch k.mark {
		case 'b':
			s.rect(x, y-6, 12, 12, "a", "")
		case 'u':
			s.path(s.poly([][2]float64{{x, y + 5}, {x + 12, y + 5}, {x + 6, y - 6}}, true), "a", "")
		case 'v':
			s.path(s.poly([][2]float64{{x, y - 5}, {x + 12, y - 5}, {x + 6, y + 6}}, true), "a", "")
		case 'o':
			s.circle(x+6, y, 4.5, "a", "")
		case 'r':
			s.circle(x+6, y, 4.2, "o", "")
		case 'd':
			s.line(x, y, x+14, y, "l p")
		case 'x':
			s.line(x, y, x+14, y, "l")
			s.cross(x+7, y, 3)
		default:
			s.line(x, y, x+14, y, "l")
		}
		s.text(x+18, y+4, "x b", name)
		s.close()
		x += width
	}
	if len(keys) > 0 {
		s.y += row + 6
	}
}

// nothing closes a drawing without data.
func (s *sheet) nothing(w io.Writer) error {
	const height = 90.0
	s.rect(margin, s.y, s.w-2*margin, height, "c0 u", "")
	s.text(s.w/2, s.y+height/2+4, "n m", "No data")
	s.y += height + 4
	return s.write(w, "No data.")
}

// write closes the drawing. desc says in words what it shows.
func (s *sheet) write(w io.Writer, desc string) error {
	for _, f := range append(s.feet, s.about.Source) {
		lines, _ := wrap(printable(f), footSize, false, s.w-2*margin)
		for _, line := range lines {
			s.y += 15
			s.text(margin, s.y, "f", line)
		}
	}
	if s.about.Desc != "" {
		desc = s.about.Desc
	}
	if s.o.Untitled && s.about.Note != "" {
		desc = s.about.Note + ". " + desc
	}
	if s.broken {
		return errors.New("chart: a coordinate is not a number")
	}
	title := s.about.Title
	if printable(title) == "" {
		title = "Chart"
	}
	h := s.num(s.y + 6)
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" class="dgc" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" role="img" aria-labelledby="%[3]s-t %[3]s-d">`+"\n",
		s.num(s.w), h, s.id)
	fmt.Fprintf(&out, "<title id=\"%s-t\">%s</title>\n<desc id=\"%[1]s-d\">%[3]s</desc>\n", s.id, escape(title), escape(desc))
	if !s.o.Bare {
		out.WriteString("<style>" + strings.TrimSpace(Style) + "</style>\n")
	}
	out.Write(s.body.Bytes())
	out.WriteString("</svg>\n")
	_, err := w.Write(out.Bytes())
	return err
}

// yAxis draws the grid of a vertical axis between x0 and x1, with marks left of it.
func (s *sheet) yAxis(a axis, x0, x1 float64) {
	for i, t := range a.ticks {
		class := "g"
		if t == 0 && !a.log {
			class = "z"
		}
		y := a.at(t)
		s.line(x0, y, x1, y, class)
		s.text(x0-8, y+4, "e", a.labels[i])
	}
}

// tickRoom is how much the marks of a vertical axis take left of the plot.
func tickRoom(a axis) float64 {
	room := 0.0
	for _, l := range a.labels {
		room = max(room, textWidth(l, labelSize, false))
	}
	return room + 10
}

// timeAxis draws marks of time below y; x gives the place of a period.
func (s *sheet) timeAxis(c calendar, y float64, x func(at int) float64, partial []Partial) {
	per := 46.0
	if c.monthly {
		per = 66
	}
	room := x(c.last()) - x(c.first())
	starred := map[int]bool{}
	for _, p := range partial {
		if at, monthly, err := parsePeriod(p.Period); err == nil && monthly == c.monthly {
			starred[at] = true
		}
	}
	free := 0.0 // where the next mark may begin
	for _, t := range c.ticks(int(room/per) + 1) {
		s.line(x(t.at), y, x(t.at), y+5, "d")
		label := t.label
		if starred[t.at] {
			label += "*"
			delete(starred, t.at)
		}
		half := textWidth(label, labelSize, false) / 2
		if at := min(x(t.at), s.w-half); at-half >= free {
			s.text(at, y+18, "m", label)
			free = at + half + 4
		}
	}
	s.y = y + 24
	s.partial(partial)
}
