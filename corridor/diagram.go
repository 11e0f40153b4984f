package corridor

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Diagram draws a way as a line of stations for a terminal, each leg with the sign of its mode, its length, days and capacity:
//
//	Tengiz ══185 km═► Atyrau ══
//
// Width is in cells; the stations go on in the next line where it is full.
func (v *View) Diagram(w *Way, width int) string {
	width = min(max(width, 40), 200)
	var lines []string
	line := ""
	put := func(piece string) {
		if line != "" && utf8.RuneCountInString(line)+utf8.RuneCountInString(piece) > width {
			lines = append(lines, line)
			line = "   "
		}
		line += piece
	}
	for i, l := range w.Merged() {
		if i == 0 {
			put("● " + v.station(l.From))
		}
		s := signOf(l.Mode)
		label := fmt.Sprintf("%.0f km", l.Km.Value)
		if l.Km.Value < 15 {
			label = ""
		}
		put(fmt.Sprintf(" %s%s%s▶ ", s, label, s) + "○ " + v.station(l.To))
	}
	lines = append(lines, line)
	return strings.Join(lines, "\n")
}

// station is a node's name with its country.
func (v *View) station(id string) string {
	p := v.Net.Node(id)
	if p.Country == "" {
		return v.Net.ShortName(id)
	}
	return v.Net.ShortName(id) + " (" + p.Country + ")"
}

// signOf is the sign of a mode: double for pipes, rails with ties, waves for the sea.
func signOf(mode string) string {
	switch mode {
	case "pipeline":
		return "══"
	case "rail":
		return "╫╫"
	case "sea", "river":
		return "≈≈"
	case "ferry":
		return "≋≋"
	case "strait":
		return "≍≍"
	case "road":
		return "··"
	}
	return "──"
}

// Legend explains the signs of Diagram.
const Legend = "══ pipeline  ╫╫ rail  ≈≈ sea or river  ≍≍ strait or canal  ≋≋ ferry  ·· road  ── transfer"

// Merged gives the legs of a way with neighbouring ones of one element and mode put together, as people speak of them.
func (w *Way) Merged() []Leg {
	var out []Leg
	for _, l := range w.Legs {
		if n := len(out); n > 0 && out[n-1].Element == l.Element && out[n-1].Mode == l.Mode {
			o := &out[n-1]
			o.To = l.To
			o.Km.Value += l.Km.Value
			o.Days.Value += l.Days.Value
			o.Cost.Value += l.Cost.Value
			o.Km.Estimate = o.Km.Estimate || l.Km.Estimate
			o.Days.Estimate = o.Days.Estimate || l.Days.Estimate
			o.Cost.Estimate = o.Cost.Estimate || l.Cost.Estimate
			if l.Capacity.Known && (!o.Capacity.Known || l.Capacity.Value < o.Capacity.Value) {
				o.Capacity = l.Capacity
			}
			for _, c := range l.Countries {
				if len(o.Countries) == 0 || o.Countries[len(o.Countries)-1] != c {
					o.Countries = append(o.Countries[:len(o.Countries):len(o.Countries)], c)
				}
			}
			continue
		}
		out = append(out, l)
	}
	return out
}
