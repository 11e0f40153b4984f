package corridor

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dragoman"
)

// View is the network at a date: what operates then, and for every quantity the value that is known for that time.
type View struct {
	Net       *Network
	At        string // as asked: "2024" is the average of the year, "2024-06" of the month
	Commodity string
	Planned   bool // what is planned counts as operating from the date it is expected
	Year      int

	span  dragoman.DateRange
	days  float64
	lines []line // links that carry the commodity, in the order of the file
}

// line is a link with what holds of it at the view's date.
type line struct {
	*Link
	open  float64 // share of the time in which it can be used, 0 to 1
	state State
	cap   Value // in the commodity's unit a year, for each way by itself; not Known where nobody says
	cost  Value
	km    Value
	days  Value
}

// Value is a number with what it rests on.
type Value struct {
	Value    float64 `json:"value"`
	Known    bool    `json:"known"`
	Estimate bool    `json:"estimate,omitempty"` // of low confidence, or computed here
	Figure   *Figure `json:"figure,omitempty"`   // nil where computed
	How      string  `json:"how,omitempty"`      // why it is an estimate, or of which year
}

// View gives the network at a date (YYYY, YYYY-MM or YYYY-MM-DD) for one commodity.
func (n *Network) View(at, commodity string, planned bool) (*View, error) {
	span, err := dragoman.ParseDate(at)
	if err != nil {
		return nil, dragoman.Problemf("", "date", "", "%v", err)
	}
	if !slices.Contains(n.Commodities(), commodity) {
		return nil, dragoman.Problemf("", "commodity", "write one of "+strings.Join(n.Commodities(), ", "), "nothing in the network carries %q", commodity)
	}
	v := &View{Net: n, At: at, Commodity: commodity, Planned: planned, span: span}
	start, end := parseDay(span.Start), parseDay(span.End)
	v.Year = end.Year()
	v.days = end.Sub(start).Hours()/24 + 1
	for i := range n.Links {
		if l := &n.Links[i]; l.carries(commodity) {
			v.lines = append(v.lines, v.line(l))
		}
	}
	return v, nil
}

// lineOf gives the line of a link that carries the view's commodity.
func (v *View) lineOf(link string) *line {
	return &v.lines[slices.IndexFunc(v.lines, func(l line) bool { return l.ID == link })]
}

func parseDay(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

func (v *View) line(l *Link) line {
	out := line{Link: l, state: l.On(v.span.End), open: v.openShare(l)}
	if out.state.Status != Operating && out.open > 0.5 {
		out.state = l.On(v.span.Start)
	}
	u := UnitOf(v.Commodity)
	out.cap = v.Value(l.ID, "capacity", u.Volume)
	out.cost = v.Value(l.ID, "cost", u.Cost)
	out.km = v.length(l)
	if !out.cost.Known {
		out.cost = Value{Value: ratePerKm(v.Commodity, l.Mode) * out.km.Value, Known: true, Estimate: true, How: "by distance: no figure"}
	}
	out.days = v.Value(l.ID, "days", "days")
	if !out.days.Known {
		out.days = Value{Value: out.km.Value / speed(v.Commodity, l.Mode), Known: true, Estimate: true, How: "by distance"}
	}
	return out
}

// openShare is the share of the view's days on which a link operates.
func (v *View) openShare(l *Link) float64 {
	start, end := v.span.Start, v.span.End
	if len(l.States) == 0 {
		return 1
	}
	open := 0.0
	for i, s := range l.States {
		from, to := firstDay(s.From), parseDay(end).AddDate(0, 0, 1)
		if i+1 < len(l.States) {
			if next := firstDay(l.States[i+1].From); next != "" && next <= end {
				to = parseDay(next)
			}
		}
		usable := s.Status == Operating || v.Planned && s.Status == Planned && s.From != "" && i == len(l.States)-1
		if !usable || from > end {
			continue
		}
		open += max(0, to.Sub(parseDay(max(from, start))).Hours()/24)
	}
	return min(1, open/v.days)
}

// Value chooses the figure of an item for the view's year: of the rows of the latest year that is not after it, the most confident;
// else a standing one; else the nearest later year, which is then an estimate. What a row of another commodity says is not used.
func (v *View) Value(item, quantity, unit string) Value {
	var best *Figure
	for _, f := range v.Net.FiguresOf(item, quantity) {
		if quantity != "flow" && f.Value == 0 && f.Year > v.Year {
			continue // closed later: no guide to what was before
		}
		if _, fits := convert(f.Value, f.Unit, unit); !fits || f.Commodity != "" && f.Commodity != v.Commodity {
			continue
		}
		if best == nil || v.prefer(f, best) {
			best = f
		}
	}
	if best == nil {
		return Value{}
	}
	x, _ := convert(best.Value, best.Unit, unit)
	out := Value{Value: x, Known: true, Figure: best, Estimate: best.Confidence == "low"}
	if best.Year != 0 && best.Year != v.Year {
		out.How = fmt.Sprintf("of %d", best.Year)
		out.Estimate = out.Estimate || best.Year > v.Year
	}
	return out
}

// prefer says whether figure a suits the view's year better than b.
func (v *View) prefer(a, b *Figure) bool {
	rank := func(f *Figure) (class, year int) {
		switch {
		case f.Year == 0:
			return 1, 0
		case f.Year <= v.Year:
			return 2, f.Year
		}
		return 0, -f.Year
	}
	ca, ya := rank(a)
	cb, yb := rank(b)
	return cmp.Or(cmp.Compare(ca, cb), cmp.Compare(ya, yb),
		cmp.Compare(slices.Index(Confidences, a.Confidence), slices.Index(Confidences, b.Confidence))) > 0
}

// length is the stated length of a link, else that of its drawn route with a twentieth for bends.
func (v *View) length(l *Link) Value {
	if f := v.Value(l.ID, "length", "km"); f.Known {
		return f
	}
	km := v.Net.drawnLength(l)
	if l.Mode != "sea" && l.Mode != "strait" && l.Mode != "ferry" {
		km *= 1.05
	}
	return Value{Value: km, Known: true, Estimate: true, How: "length of the drawn route"}
}

// drawnLength is the length of a link's route in km, along great circles.
func (n *Network) drawnLength(l *Link) float64 {
	km := 0.0
	points := n.points(l)
	for i := 1; i < len(points); i++ {
		km += greatCircle(points[i-1], points[i])
	}
	return km
}

// points are the ends of a link and what lies between, as longitude and latitude.
func (n *Network) points(l *Link) [][2]float64 {
	var out [][2]float64
	if p := n.Node(l.From); p != nil {
		out = append(out, [2]float64{p.Lon, p.Lat})
	}
	out = append(out, l.Route...)
	if p := n.Node(l.To); p != nil {
		out = append(out, [2]float64{p.Lon, p.Lat})
	}
	return out
}

const earthRadius = 6371.0088 // km, mean radius of the WGS 84 ellipsoid

// greatCircle is the distance of two points (longitude, latitude) in km, by the haversine formula.
func greatCircle(a, b [2]float64) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b[1]-a[1])*rad, (b[0]-a[0])*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h)))
}

// speed is how many km a day goods make, where no days are given: crude and gas in trunk lines at about 1.5 and 8 m/s, freight trains
// at 400 km a day with stops at borders, lorries 500, barges 150, ships at 13 knots.
func speed(commodity, mode string) float64 {
	switch mode {
	case "pipeline", "transfer":
		if commodity == "gas" {
			return 690
		}
		return 130
	case "rail":
		return 400
	case "road":
		return 500
	case "river":
		return 150
	}
	return 578
}

// ratePerKm is the cost of a km where the data have none, in the commodity's unit of cost: oil 2.5 USD a tonne and 100 km by pipe,
// 6 by rail, 0.6 by sea; gas 2.5 USD for 1000 m3; containers 0.5 USD a km by rail, 1.5 by road, 0.15 by sea.
func ratePerKm(commodity, mode string) float64 {
	type key struct {
		container bool
		mode      string
	}
	rates := map[key]float64{{false, "pipeline"}: 0.025, {false, "transfer"}: 0.025, {false, "rail"}: 0.06, {false, "road"}: 0.1,
		{false, "river"}: 0.02, {true, "rail"}: 0.5, {true, "road"}: 1.5, {true, "river"}: 0.3}
	if r, ok := rates[key{commodity == "container", mode}]; ok {
		return r
	}
	if commodity == "container" {
		return 0.15
	}
	return 0.006
}

// usable says whether a link can be used at all in the view.
func (l *line) usable() bool { return l.limit() > 0 && l.open > 0 }

// limit is what can pass in the view's time, for each way by itself, as a yearly rate; unlimited where no capacity is known, but then only
// where the link operates for at least half of the time.
func (l *line) limit() float64 {
	if l.cap.Known {
		return l.cap.Value * l.open
	}
	if l.open >= 0.5 {
		return math.Inf(1)
	}
	return 0
}
