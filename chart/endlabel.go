package chart

import "math"

// ends are the names of series at the ends of their lines.
type ends struct {
	names, values []string
	last          []int // index of the last value, -1 for none
	two           bool  // the value stands below the name
}

const (
	nameRow  = 15.0
	valueRow = 29.0
)

func endLabels(u Unit, cal calendar, series []Series, rows [][]float64) ends {
	e := ends{two: len(series) <= 8}
	for i, s := range series {
		k := lastOf(rows[i])
		e.last = append(e.last, k)
		e.names = append(e.names, printable(s.Name))
		value := ""
		if k >= 0 {
			value = u.Format(rows[i][k])
			if cal.at[k] != cal.last() {
				value += " in " + cal.name(cal.at[k])
			}
		}
		e.values = append(e.values, value)
	}
	return e
}

func (e ends) row() float64 {
	if e.two {
		return valueRow
	}
	return nameRow
}

func (e ends) height() float64 { return e.row() * float64(len(e.names)) }

func (e ends) width(most float64) float64 {
	w := 0.0
	for i := range e.names {
		w = max(w, textWidth(e.names[i], labelSize, true), textWidth(e.values[i], labelSize, false))
	}
	return min(w+4, most)
}

// draw sets the names right of x, between the heights top and bottom. point is where value k of series i lies; a name that
// had to give way, or whose line ends early, is led to its line.
func (e ends) draw(s *sheet, rows [][]float64, point func(i, k int) (x, y float64), x, top, bottom float64) {
	var want, sizes []float64
	var shown []int
	for i, k := range e.last {
		if k < 0 {
			continue
		}
		_, y := point(i, k)
		want, sizes, shown = append(want, y), append(sizes, e.row()), append(shown, i)
	}
	room := s.w - margin - x - 14
	for j, y := range spread(want, sizes, top-8, bottom+2) {
		i := shown[j]
		px, py := point(i, e.last[i])
		s.open(hue(i))
		if math.Abs(py-y) > 5 || x-px > 8 {
			s.path(s.poly([][2]float64{{px + 5, py}, {max(px+5, x+2), py}, {x + 11, y}}, false), "d", "")
		}
		name := y + 4
		if e.two {
			name = y - 2
			s.text(x+14, y+12, "", e.values[i])
		}
		s.text(x+14, name, "x b", fit(e.names[i], labelSize, true, room))
		s.close()
	}
}
