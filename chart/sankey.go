package chart

import (
	"fmt"
	"io"
	"slices"
)

// Sankey draws volumes that flow through stages: suppliers, hubs, consumers. The width of a ribbon is its volume. Stages are the
// layers of Sugiyama, Tagawa and Toda (1981, "Methods for visual understanding of hierarchical system structures"); within
// one, nodes are ordered by the barycentre of their neighbours. A link that skips a stage passes between its nodes.
type Sankey struct {
	About
	Unit  Unit
	Nodes []Node // those that links name; a node without a link is left out
	Links []Link
	Heads []string // names of the stages from left to right; may be empty
}

// Node is a place that volumes come from, pass or reach.
type Node struct {
	ID    string
	Label string // "" is the ID
	Stage int    // column, counted from 1; 0 puts it one right of its farthest supplier
	Hue   int    // colour of its ribbons, 0 to 7
}

// Link is a volume that flows from one node to another.
type Link struct {
	From, To string  // IDs
	Value    float64 // positive
	Closed   bool    // no longer flows: drawn struck through, with the volume it had, and counted in no sum
	Note     string  // shown when a pointer rests on the ribbon, and in the table
}

func (c *Sankey) check() (map[string]int, error) {
	index := map[string]int{}
	for i, n := range c.Nodes {
		if _, twice := index[n.ID]; twice {
			return nil, fmt.Errorf("chart: node %q stands twice", n.ID)
		}
		if n.Stage < 0 || n.Stage > mostStages {
			return nil, fmt.Errorf("chart: node %q: stage %d is not in 0 to %d", n.ID, n.Stage, mostStages)
		}
		index[n.ID] = i
	}
	for _, l := range c.Links {
		for _, id := range []string{l.From, l.To} {
			if _, ok := index[id]; !ok {
				return nil, fmt.Errorf("chart: link %s to %s: there is no node %q", l.From, l.To, id)
			}
		}
		if err := sound(l.Value, false, false); err != nil {
			return nil, fmt.Errorf("chart: link %s to %s: %w", l.From, l.To, err)
		}
	}
	return index, nil
}

// open is what passes a node now: the greater of what comes in and what goes out over links that are not closed.
func (c *Sankey) open(id string) float64 {
	in, out := 0.0, 0.0
	for _, l := range c.Links {
		switch {
		case l.Closed:
		case l.To == id:
			in += l.Value
		case l.From == id:
			out += l.Value
		}
	}
	return max(in, out)
}

func label(n Node) string {
	if n.Label != "" {
		return printable(n.Label)
	}
	return printable(n.ID)
}

// SVG draws the chart.
func (c *Sankey) SVG(w io.Writer, o Options) error {
	l, err := c.layout()
	if err != nil {
		return err
	}
	s, err := newSheet("sankey", c.About, o)
	if err != nil {
		return err
	}
	if len(l.segments) == 0 {
		return s.nothing(w)
	}
	c.draw(s, l)
	return s.write(w, c.describe())
}

func (c *Sankey) draw(s *sheet, l *flowLayout) {
	left, right := c.gutters(l, s.w)
	last := len(l.stages)
	x := func(stage int) float64 {
		return left + float64(stage-1)/float64(max(1, last-1))*(s.w-left-right-nodeWidth)
	}
	pitch := s.w - left - right
	if last > 1 {
		pitch = x(2) - x(1)
	}
	for i, head := range c.Heads[:min(len(c.Heads), last)] {
		class, at := "b m", x(i+1)+nodeWidth/2
		switch i {
		case 0:
			class, at = "b", margin
		case last - 1:
			class, at = "b e", s.w-margin
		}
		s.text(at, s.y+12, class, fit(printable(head), labelSize, true, pitch-8))
	}
	if len(c.Heads) > 0 {
		s.y += 24
	}
	top := s.y
	for _, closed := range []bool{false, true} {
		for _, sg := range l.segments {
			if c.Links[sg.link].Closed == closed {
				c.ribbon(s, l, sg, top, x)
			}
		}
	}
	for _, st := range l.stations {
		if st.node >= 0 {
			c.node(s, l.nodes[st.node], st, x(st.stage), top, pitch, last)
		}
	}
	s.y += l.height + 4
	if slices.ContainsFunc(c.Links, func(l Link) bool { return l.Closed && l.Value > 0 }) {
		s.foot("Struck through: closed; as wide as the volume it had, in no sum.")
	}
}

// gutters are left and right of the first and the last stage, for the names of their nodes.
func (c *Sankey) gutters(l *flowLayout, w float64) (left, right float64) {
	for _, st := range l.stations {
		if st.node < 0 {
			continue
		}
		n := max(textWidth(label(l.nodes[st.node]), labelSize, true), textWidth(c.Unit.Format(c.open(l.nodes[st.node].ID)), labelSize, false)) + 10
		switch st.stage {
		case 1:
			left = max(left, n)
		case len(l.stages):
			right = max(right, n)
		}
	}
	return margin + min(left, 0.26*w), margin + min(right, 0.26*w)
}

func (c *Sankey) ribbon(s *sheet, l *flowLayout, sg segment, top float64, x func(int) float64) {
	link := c.Links[sg.link]
	from, to := l.stations[sg.from], l.stations[sg.to]
	x0, x1 := x(from.stage), x(to.stage)
	if from.node >= 0 {
		x0 += nodeWidth
	}
	half, y0, y1, mid := link.Value*l.perUnit/2, top+sg.y0, top+sg.y1, (x0+x1)/2
	d := "M" + s.num(x0) + " " + s.num(y0-half) + "C" + s.num(mid) + " " + s.num(y0-half) + " " + s.num(mid) + " " + s.num(y1-half) + " " + s.num(x1) + " " + s.num(y1-half) +
		"L" + s.num(x1) + " " + s.num(y1+half) + "C" + s.num(mid) + " " + s.num(y1+half) + " " + s.num(mid) + " " + s.num(y0+half) + " " + s.num(x0) + " " + s.num(y0+half) + "Z"
	title := fmt.Sprintf("%s → %s: %s", c.name(link.From), c.name(link.To), c.Unit.Format(link.Value))
	if link.Note != "" {
		title += ", " + link.Note
	}
	if !link.Closed {
		s.open(hue(c.nodeOf(link.From).Hue))
		s.path(d, "w", title)
		s.close()
		return
	}
	s.open("c0")
	s.path(d, "u", title+" (closed)")
	if to.node >= 0 { // once for each link: on its last stretch
		y := (y0 + y1) / 2
		r := max(5, min(half+3, 12))
		s.cross(mid, y, r)
	}
	s.close()
}

func (c *Sankey) nodeOf(id string) Node {
	i := slices.IndexFunc(c.Nodes, func(n Node) bool { return n.ID == id })
	return c.Nodes[i]
}

func (c *Sankey) name(id string) string { return label(c.nodeOf(id)) }

func (c *Sankey) node(s *sheet, n Node, st station, x, top, pitch float64, last int) {
	y := top + st.centre
	value := c.Unit.Format(c.open(n.ID))
	s.open(hue(n.Hue))
	s.rect(x, y-st.size/2, nodeWidth, max(1, st.size), "a", label(n)+": "+value)
	s.close()
	at, class, room := x+nodeWidth+5, " h", pitch-nodeWidth-10
	switch st.stage {
	case 1:
		at, class, room = x-6, " e", x-6-margin
	case last:
		at, class, room = x+nodeWidth+6, "", s.w-margin-x-nodeWidth-6
	}
	s.text(at, y-2, "k b"+class, fit(label(n), labelSize, true, room))
	if textWidth(value, labelSize, false) <= room { // half a number is a wrong one
		s.text(at, y+12, class, value)
	}
}

func (c *Sankey) describe() string {
	total, closed := 0.0, 0
	fed := map[string]bool{}
	for _, l := range c.Links {
		fed[l.To] = true
		if l.Closed {
			closed++
		}
	}
	for _, n := range c.Nodes {
		if !fed[n.ID] {
			total += c.open(n.ID)
		}
	}
	d := fmt.Sprintf("%s flow from their sources over %d links between %d places.", c.Unit.Format(total), len(c.Links)-closed, len(c.Nodes))
	if closed > 0 {
		d += fmt.Sprintf(" %d links are closed.", closed)
	}
	return d
}

// Table is the links.
func (c *Sankey) Table() Table {
	t := Table{Columns: []Column{{Name: "From"}, {Name: "To"}, {"Volume", true}, {Name: "State"}, {Name: "Note"}}}
	if _, err := c.check(); err != nil {
		return Table{}
	}
	for _, l := range c.Links {
		state := "open"
		if l.Closed {
			state = "closed"
		}
		t.Rows = append(t.Rows, []string{c.name(l.From), c.name(l.To), c.Unit.Format(l.Value), state, l.Note})
	}
	return t
}

// Text lists every node that sends, with where its volume goes and in what shares.
func (c *Sankey) Text(w io.Writer, width int, colour bool) error {
	l, err := c.layout()
	if err != nil {
		return err
	}
	t := newTerminal(c.About, width, colour)
	if len(l.segments) == 0 {
		return t.nothing(w)
	}
	most, lw, vw := 0.0, 0, 0
	for _, link := range c.Links {
		most = max(most, link.Value)
		lw, vw = max(lw, cellWidth(c.name(link.To))+4), max(vw, cellWidth(c.Unit.Format(link.Value)))
	}
	lw = min(lw, t.width*2/5)
	n := max(4, t.width-lw-vw-12)
	for _, stage := range l.stages {
		for _, i := range stage {
			if s := l.stations[i]; s.node >= 0 && len(s.out) > 0 {
				c.sends(t, l.nodes[s.node], most, lw, vw, n)
			}
		}
	}
	return t.write(w)
}

// sends writes a node and a line for each of its links; lw, vw and n are the cells of names, values and bars.
func (c *Sankey) sends(t *terminal, n Node, most float64, lw, vw, cells int) {
	sent := 0.0
	for _, link := range c.Links {
		if link.From == n.ID && !link.Closed {
			sent += link.Value
		}
	}
	t.put(styled(t.colour, "1", cellFit(label(n), t.width-vw-2)) + "  " + c.Unit.Format(sent))
	for _, link := range c.Links {
		if link.From != n.ID || link.Value == 0 {
			continue
		}
		arrow, share, hue := "  → ", formatShare(link.Value, sent), terminalHue(n.Hue)
		if link.Closed {
			arrow, share, hue = "  ✗ ", "closed", faint
		}
		name := padRight(cellFit(arrow+c.name(link.To), lw), lw)
		t.put(name + "  " + styled(t.colour, hue, padRight(bar(link.Value, most, cells), cells)) + "  " + padLeft(c.Unit.Format(link.Value), vw) + "  " + padLeft(share, 6))
	}
}
