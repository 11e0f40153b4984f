package corridor

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dragoman"
	"dragoman/corridor/graph"
)

// By is what makes one way better than another.
type By string

// The measures of ways.
const (
	ByCost     By = "cost"
	ByDistance By = "distance"
	ByTime     By = "time"
)

// WayQuery asks for ways between two places.
type WayQuery struct {
	From, To string   // countries (their fields and ports; their refineries and ports), nodes or elements, by id or name
	K        int      // how many, 1 to 50
	By       By       // "" is cost
	Avoid    []string // countries, elements, nodes, links
	Via      []string // each way crosses all of these
}

// Way is one way through the network.
type Way struct {
	Legs       []Leg    `json:"legs"`
	Km         float64  `json:"km"`
	Days       float64  `json:"days"`
	Cost       float64  `json:"cost"`       // of one part, in the commodity's unit
	Bottleneck *float64 `json:"bottleneck"` // least known capacity a year; null where none is known
	Narrowest  string   `json:"narrowest,omitempty"`
	Countries  []string `json:"countries"` // crossed, from first to last
	Straits    []string `json:"straits"`   // elements: straits and canals passed
	Elements   []string `json:"elements"`  // all elements used, in order
	Estimates  int      `json:"estimates"` // figures that are estimates or of low confidence
	Unknown    int      `json:"unknown"`   // legs by land without a known capacity
}

// Leg is a link travelled in one direction.
type Leg struct {
	Link      string   `json:"link"`
	Element   string   `json:"element,omitempty"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Mode      string   `json:"mode"`
	Countries []string `json:"countries"`
	Status    State    `json:"status"`
	Km        Value    `json:"km"`
	Days      Value    `json:"days"`
	Cost      Value    `json:"cost"`
	Capacity  Value    `json:"capacity"`
}

// ends are the nodes that an end of a query means.
type ends struct {
	nodes []string
	name  string
}

// Ways finds the k best ways. From country to country, ways that differ only in how oil is gathered in the first country or handed out
// in the last one count as one.
func (v *View) Ways(q WayQuery) ([]Way, error) {
	from, err := v.end(q.From, true)
	if err != nil {
		return nil, err
	}
	to, err := v.end(q.To, false)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(from.nodes, func(id string) bool { return slices.Contains(to.nodes, id) }) {
		return nil, dragoman.Problemf("", q.To, "name two places", "is where the way begins")
	}
	avoid, err := v.links(q.Avoid)
	if err != nil {
		return nil, err
	}
	var via [][]int
	for _, name := range q.Via {
		c, err := v.Net.target(name)
		if err != nil {
			return nil, err
		}
		via = append(via, c.links)
	}
	return v.search(from, to, cmp.Or(q.By, ByCost), min(max(1, q.K), 50), avoid, via)
}

// Missing answers a query that has no way: the fewest links that would have to operate for one; none where the network has no such way at all.
func (v *View) Missing(q WayQuery) ([]Leg, error) {
	all := *v
	all.lines = slices.Clone(v.lines)
	shut := map[string]bool{}
	for i := range all.lines {
		l := &all.lines[i]
		if !l.usable() {
			shut[l.ID] = true
			l.open, l.cap = 1, Value{}
			for _, x := range []*Value{&l.cost, &l.km, &l.days} {
				x.Value += 1e6 // so that as few of them as can be are needed
			}
		}
	}
	q.K = 1
	ways, err := all.Ways(q)
	if err != nil || len(ways) == 0 {
		return nil, err
	}
	return slices.DeleteFunc(ways[0].Legs, func(l Leg) bool { return !shut[l.Link] }), nil
}

func (v *View) links(names []string) (map[*Link]bool, error) {
	out := map[*Link]bool{}
	for _, name := range names {
		c, err := v.Net.target(name)
		if err != nil {
			return nil, err
		}
		for _, i := range c.links {
			out[&v.Net.Links[i]] = true
		}
	}
	return out, nil
}

// end finds the nodes that a country, element or node stands for: of a country, where goods start (fields, basins; else ports and hubs) or
// where they are used (refineries that run, markets; else ports and hubs), without those that are less than half as large as the largest.
func (v *View) end(typed string, start bool) (ends, error) {
	if code := Country(typed); code != "" && len(typed) <= 3 && strings.ToUpper(typed) == typed && v.Net.Node(strings.ToLower(typed)) == nil {
		return v.countryEnd(code, start)
	}
	id, sort, err := v.Net.Find(typed, "node", "element")
	if code := Country(typed); err != nil && code != "" {
		return v.countryEnd(code, start)
	}
	if err != nil {
		return ends{}, err
	}
	out, err := v.endOf(typed, id, sort, start)
	if err == nil && !slices.ContainsFunc(out.nodes, v.Knows) {
		return v.namesake(typed, out.name)
	}
	return out, err
}

// Knows says whether a link of the commodity begins or ends at a node, usable or not.
func (v *View) Knows(id string) bool {
	return slices.ContainsFunc(v.lines, func(l line) bool { return l.From == id || l.To == id })
}

// namesake finds the place of the commodity whose name begins with what was typed, where that names a place of other goods: the refinery of
// Rijeka for its container port.
func (v *View) namesake(typed, name string) (ends, error) {
	var ids []string
	for _, sp := range v.Net.spell.names {
		if sp.sort == "node" && strings.HasPrefix(sp.folded, foldName(typed)) && !slices.Contains(ids, sp.id) && v.Knows(sp.id) {
			ids = append(ids, sp.id)
		}
	}
	switch len(ids) {
	case 0:
		return ends{}, dragoman.Problemf("", typed, "name another place, or the commodity with --commodity", "no %s passes %s", v.Commodity, name)
	case 1:
		return ends{ids, v.Net.NameOf(ids[0])}, nil
	}
	return ends{}, dragoman.Problemf("", typed, "write one of "+v.Net.list(ids), "no %s passes %s", v.Commodity, name)
}

func (v *View) endOf(typed, id, sort string, start bool) (ends, error) {
	if sort == "node" {
		return ends{[]string{id}, v.Net.NameOf(id)}, nil
	}
	if code := Country(typed); code != "" {
		return v.countryEnd(code, start)
	}
	parts := v.Net.Whole(id)
	out := ends{name: v.Net.NameOf(id)}
	for i := range v.Net.Nodes {
		if p := &v.Net.Nodes[i]; slices.Contains(parts, p.Element) {
			out.nodes = append(out.nodes, p.ID)
		}
	}
	if len(out.nodes) == 0 { // a line: its ends
		for i := range v.lines {
			if l := &v.lines[i]; slices.Contains(parts, l.Element) {
				out.nodes = append(out.nodes, map[bool]string{true: l.From, false: l.To}[start])
			}
		}
	}
	if len(out.nodes) == 0 {
		return out, dragoman.Problemf("", typed, "name a place or a country", "%s has no place in the network of %s", out.name, v.Commodity)
	}
	return out, nil
}

func (v *View) countryEnd(code string, start bool) (ends, error) {
	classes := [][]string{{"refinery", "market"}, {"basin"}, {"port", "terminal", "hub"}}
	quantity := "demand"
	if start {
		classes, quantity = [][]string{{"field", "basin"}, {"port", "terminal"}, {"hub", "storage"}}, "supply"
	}
	out := ends{name: CountryName(code)}
	for _, kinds := range classes {
		var all, active []string
		largest := 0.0
		volume := func(id string) float64 { return v.Value(id, quantity, UnitOf(v.Commodity).Volume).Value }
		for i := range v.Net.Nodes {
			p := &v.Net.Nodes[i]
			if p.Country != code || !slices.Contains(kinds, p.Kind) || !v.touches(p.ID) {
				continue
			}
			all = append(all, p.ID)
			if x := volume(p.ID); x > 0 {
				active = append(active, p.ID)
				largest = max(largest, x)
			}
		}
		active = slices.DeleteFunc(active, func(id string) bool { return volume(id) < largest/2 })
		if len(active) > 0 {
			all = active
		}
		if len(all) > 0 {
			out.nodes = all
			return out, nil
		}
	}
	return out, dragoman.Problemf("", CountryName(code), "name a place of the network", "has no place in the network of %s", v.Commodity)
}

// touches says whether a usable link begins or ends at a node.
func (v *View) touches(id string) bool {
	return slices.ContainsFunc(v.lines, func(l line) bool { return l.usable() && (l.From == id || l.To == id) })
}

// search runs Yen's algorithm on the usable links, with one node before all starts and one behind all ends.
func (v *View) search(from, to ends, by By, k int, avoid map[*Link]bool, via [][]int) ([]Way, error) {
	at := map[string]int{}
	for i := range v.Net.Nodes {
		if _, twice := at[v.Net.Nodes[i].ID]; !twice {
			at[v.Net.Nodes[i].ID] = len(at)
		}
	}
	source, sink := len(at), len(at)+1
	g := graph.New(len(at)+2, 2*len(v.lines))
	type step struct {
		line    int
		against bool
	}
	var steps []step
	for i := range v.lines {
		l := &v.lines[i]
		a, ok := at[l.From]
		b, ok2 := at[l.To]
		if !ok || !ok2 || a == b || !l.usable() || avoid[l.Link] {
			continue
		}
		g.AddArc(a, b, 1, l.weight(by))
		steps = append(steps, step{i, false})
		if l.Both {
			g.AddArc(b, a, 1, l.weight(by))
			steps = append(steps, step{i, true})
		}
	}
	for _, id := range from.nodes {
		g.AddArc(source, at[id], 1, 0)
		steps = append(steps, step{-1, false})
	}
	for _, id := range to.nodes {
		g.AddArc(at[id], sink, 1, 0)
		steps = append(steps, step{-1, false})
	}
	var out []Way
	for n := 4 * k; ; n *= 4 {
		paths, err := graph.ShortestPaths(g, source, sink, n)
		if err != nil {
			return nil, err
		}
		out = out[:0]
		seen := map[string]bool{}
		for _, p := range paths {
			w := Way{}
			for _, a := range p.Arcs {
				if s := steps[a]; s.line >= 0 {
					w.Legs = append(w.Legs, v.lines[s.line].leg(s.against))
				}
			}
			v.sum(&w)
			sig := v.signature(&w, from, to)
			if !seen[sig] && v.crosses(&w, via) && !v.calls(&w) {
				seen[sig] = true
				out = append(out, w)
			}
		}
		if len(out) >= k || len(paths) < n || n > 4000 {
			return out[:min(k, len(out))], nil
		}
	}
}

// weight is what a link counts for, in whole numbers: cents, metres or thousandths of a day; one more, so that of ways of equal weight the one with
// fewer legs is better.
func (l *line) weight(by By) int64 {
	switch by {
	case ByDistance:
		return int64(math.Round(l.km.Value*1000)) + 1
	case ByTime:
		return int64(math.Round(l.days.Value*1000)) + 1
	}
	return int64(math.Round(l.cost.Value*100)) + 1
}

func (l *line) leg(against bool) Leg {
	out := Leg{Link: l.ID, Element: l.Element, From: l.From, To: l.To, Mode: l.Mode, Countries: l.Countries, Status: l.state,
		Km: l.km, Days: l.days, Cost: l.cost, Capacity: l.cap}
	if against {
		out.From, out.To = l.To, l.From
		out.Countries = slices.Clone(l.Countries)
		slices.Reverse(out.Countries)
	}
	if out.Countries == nil {
		out.Countries = []string{}
	}
	return out
}

// sum fills in what follows from the legs.
func (v *View) sum(w *Way) {
	w.Countries, w.Straits, w.Elements = []string{}, []string{}, []string{}
	cross := func(c string) {
		if c != "" && (len(w.Countries) == 0 || w.Countries[len(w.Countries)-1] != c) {
			w.Countries = append(w.Countries, c)
		}
	}
	for i, l := range w.Legs {
		if i == 0 {
			cross(v.Net.Node(l.From).Country)
		}
		for _, c := range l.Countries {
			cross(c)
		}
		cross(v.Net.Node(l.To).Country)
		w.Km += l.Km.Value
		w.Days += l.Days.Value
		w.Cost += l.Cost.Value
		for _, x := range []Value{l.Km, l.Days, l.Cost} {
			if x.Estimate {
				w.Estimates++
			}
		}
		w.narrow(l.Capacity, l.Link)
		if !l.Capacity.Known && l.Mode != "sea" && l.Mode != "strait" {
			w.Unknown++
		}
		if c := v.Value(l.To, "capacity", UnitOf(v.Commodity).Volume); slices.Contains([]string{"port", "terminal", "hub", "station"}, v.Net.Node(l.To).Kind) {
			w.narrow(c, l.To)
		}
		if l.Element != "" && !slices.Contains(w.Elements, l.Element) {
			w.Elements = append(w.Elements, l.Element)
		}
		if e := v.Net.Element(l.Element); e != nil && (e.Kind == "strait" || e.Kind == "canal") && !slices.Contains(w.Straits, e.ID) {
			w.Straits = append(w.Straits, e.ID)
		}
	}
}

func (w *Way) narrow(c Value, item string) {
	if c.Known && (w.Bottleneck == nil || c.Value < *w.Bottleneck) {
		x := c.Value
		w.Bottleneck, w.Narrowest = &x, item
	}
}

// signature tells ways apart: by their legs, but of a voyage only where it begins and ends and which straits it passes; and without what stays
// in the first or the last country where that is all a query says.
func (v *View) signature(w *Way, from, to ends) string {
	legs := w.Legs
	home := func(l Leg) bool {
		a, b := v.Net.Node(l.From).Country, v.Net.Node(l.To).Country
		return a == b && a != "" && l.Mode != "rail"
	}
	for len(from.nodes) > 1 && len(legs) > 1 && home(legs[0]) {
		legs = legs[1:]
	}
	for len(to.nodes) > 1 && len(legs) > 1 && home(legs[len(legs)-1]) {
		legs = legs[:len(legs)-1]
	}
	var b strings.Builder
	for _, l := range legs {
		if l.Element != "" || l.Mode != "sea" {
			fmt.Fprint(&b, l.Link, "|")
			continue
		}
		for _, end := range []string{l.From, l.To} {
			if v.Net.Node(end).Country != "" {
				fmt.Fprint(&b, end, "|")
			}
		}
	}
	return b.String()
}

// calls says whether a way lets a ship call at a port only to go on by sea.
func (v *View) calls(w *Way) bool {
	for i := 1; i < len(w.Legs); i++ {
		if w.Legs[i-1].Mode == "sea" && w.Legs[i].Mode == "sea" && v.Net.Node(w.Legs[i].From).Country != "" {
			return true
		}
	}
	return false
}

func (v *View) crosses(w *Way, via [][]int) bool {
	for _, links := range via {
		if !slices.ContainsFunc(w.Legs, func(l Leg) bool {
			return slices.ContainsFunc(links, func(i int) bool { return v.Net.Links[i].ID == l.Link })
		}) {
			return false
		}
	}
	return true
}
