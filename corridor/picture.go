package corridor

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"dragoman/chart"
)

// Pictures are drawings of a flow, or of a comparison, ready for [chart.Figure].
type Pictures struct {
	Map    *chart.Map
	Sankey *chart.Sankey
}

// Picture draws a flow: a map whose lines are as wide as what they carry, in the colour of the main origin, and a Sankey diagram from origin by
// the main way to the buyer. With the flow before a change, what no longer carries anything is struck through.
func (f *Flow) Picture(before *Flow) *Pictures {
	return &Pictures{Map: f.drawMap(before), Sankey: f.drawSankey(before)}
}

func (f *Flow) about(id, title string) chart.About {
	note := fmt.Sprintf("%s in %s a year, %s", titled(f.Commodity), f.Unit.Short, f.At)
	for i, c := range f.Changes {
		note += map[bool]string{true: "; ", false: ", "}[i == 0] + c.String()
	}
	return chart.About{ID: id, Title: title, Note: note, Source: "Own model of least cost (docs/corridors.md) on the figures of the corridor tables"}
}

func titled(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

const (
	widest   = 16.0 // px, of the line that carries most
	thinnest = 0.8
	ways     = 5 // colours of origins; the others share one
)

func (f *Flow) drawMap(before *Flow) *chart.Map {
	n := f.view.Net
	m := &chart.Map{About: f.about("corridor-map", "Through which pipe, port and strait"), Box: f.box(), Names: true}
	main := f.mainOrigins(before)
	for _, o := range main {
		m.Kinds = append(m.Kinds, CountryName(o))
	}
	m.Kinds = append(m.Kinds, otherOrigins)
	most := 0.0
	for _, g := range []*Flow{before, f} {
		if g != nil {
			for _, l := range g.Links {
				most = max(most, l.Volume)
			}
		}
	}
	way := func(l *LinkFlow, closed bool) chart.Way {
		points := n.points(n.Link(l.Link))
		if l.From != n.Link(l.Link).From {
			slices.Reverse(points)
		}
		return chart.Way{Points: points, Width: max(thinnest, widest*math.Sqrt(l.Volume/most)), Class: class(l.Origins, main), Closed: closed,
			Title: fmt.Sprintf("%s: %.1f %s", n.NameOf(l.Link), l.Volume, f.Unit.Short)}
	}
	for i := range f.Links {
		if l := &f.Links[i]; l.Volume >= noticed {
			m.Lines = append(m.Lines, way(l, false))
		}
	}
	if before != nil {
		for i := range before.Links {
			l := &before.Links[i]
			if l.Volume >= noticed && f.passing(l.Link, l.From != n.Link(l.Link).From) < noticed && f.closes(l.Link) {
				m.Lines = append(m.Lines, way(l, true))
			}
		}
	}
	slices.SortStableFunc(m.Lines, func(a, b chart.Way) int { return -cmp.Compare(a.Width, b.Width) })
	m.Points = f.points()
	return m
}

// closes says whether one of the changes closes a link.
func (f *Flow) closes(link string) bool {
	return slices.ContainsFunc(f.Changes, func(c Change) bool {
		return c.Do == "close" && slices.ContainsFunc(c.links, func(i int) bool { return f.view.Net.Links[i].ID == link })
	})
}

// box frames the places that the network is about: not the far basins.
func (f *Flow) box() chart.Box {
	if f.Commodity == "container" {
		return chart.Box{West: 8, South: 30, East: 112, North: 58}
	}
	return chart.Box{West: -6, South: 28, East: 76, North: 61}
}

// points marks the ports and hubs that pass most.
func (f *Flow) points() []chart.Point {
	through := map[string]float64{}
	for _, l := range f.Links {
		through[l.To] += l.Volume
	}
	var ids []string
	for _, id := range Largest(through) {
		if slices.Contains([]string{"port", "terminal", "field"}, f.view.Net.Node(id).Kind) {
			ids = append(ids, id)
		}
	}
	var out []chart.Point
	for _, id := range ids[:min(12, len(ids))] {
		p := f.view.Net.Node(id)
		out = append(out, chart.Point{Lon: p.Lon, Lat: p.Lat, Label: f.view.Net.ShortName(id)})
	}
	return out
}

// mainOrigins are the origins that send most, before a change where there is one, so that colours stay the same beside it.
func (f *Flow) mainOrigins(before *Flow) []string {
	if before != nil {
		f = before
	}
	sum := map[string]float64{}
	for _, r := range f.Routes {
		sum[r.Origin] += r.Volume
	}
	list := Largest(sum)
	return list[:min(ways, len(list))]
}

const otherOrigins = "other origins"

// class is the origin that a link carries most of.
func class(origins map[string]float64, main []string) string {
	best, most, other := "", 0.0, 0.0
	for _, o := range slices.Sorted(maps.Keys(origins)) {
		switch {
		case !slices.Contains(main, o):
			other += origins[o]
		case origins[o] > most:
			best, most = o, origins[o]
		}
	}
	if best == "" || other > most {
		return otherOrigins
	}
	return CountryName(best)
}

const rest = 0.015 // of all that flows; smaller origins and buyers are put together in a Sankey

func (f *Flow) drawSankey(before *Flow) *chart.Sankey {
	s := &chart.Sankey{About: f.about("corridor-sankey", "From whom, by which way, to whom"), Unit: chart.Unit{After: " " + f.Unit.Short, Plain: true},
		Heads: []string{"Origin", "Main way", "Buyer"}}
	type key struct{ from, to string }
	volume, closed := map[key]float64{}, map[key]float64{}
	small := f.small(before)
	hue := map[string]int{}
	for i, o := range f.mainOrigins(before) {
		hue[o] = i
	}
	add := func(set map[key]float64, r *Route) {
		o, w, b := "o "+small(r.Origin, otherOrigins), "w "+small(f.view.mainWay(r), "other ways"), "b "+small(r.Importer, "other buyers")
		set[key{o, w}] += r.Volume
		set[key{w, b}] += r.Volume
	}
	for i := range f.Routes {
		add(volume, &f.Routes[i])
	}
	if before != nil {
		was := map[key]float64{}
		for i := range before.Routes {
			add(was, &before.Routes[i])
		}
		for k, x := range was {
			if volume[k] < noticed && x >= rest/3*before.Carried {
				closed[k] = x // thinner ones would only be strokes
			}
		}
	}
	for _, set := range []map[key]float64{volume, closed} {
		var keys []key
		for k := range set {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
		for _, k := range keys {
			if set[k] >= noticed {
				s.Links = append(s.Links, chart.Link{From: k.from, To: k.to, Value: set[k], Closed: volume[k] < noticed})
			}
		}
	}
	s.Nodes = f.sankeyNodes(s.Links, hue)
	return s
}

func (f *Flow) sankeyNodes(links []chart.Link, hue map[string]int) []chart.Node {
	var out []chart.Node
	seen := map[string]bool{}
	for _, l := range links {
		for _, id := range []string{l.From, l.To} {
			if seen[id] {
				continue
			}
			seen[id] = true
			node := chart.Node{ID: id, Label: id[2:], Stage: map[byte]int{'o': 1, 'w': 2, 'b': 3}[id[0]], Hue: 6}
			if id[0] != 'w' {
				if node.Label = f.view.Net.importerName(id[2:]); node.Label == "" {
					node.Label = id[2:]
				}
			}
			if h, ok := hue[id[2:]]; ok && id[0] == 'o' {
				node.Hue = h
			}
			out = append(out, node)
		}
	}
	return out
}

// small puts those together that send or take little.
func (f *Flow) small(before *Flow) func(id, other string) string {
	sum, total := map[string]float64{}, 0.0
	for _, g := range []*Flow{before, f} {
		if g == nil {
			continue
		}
		total = max(total, g.Carried)
		here := map[string]float64{}
		for _, r := range g.Routes {
			here["origin "+r.Origin] += r.Volume
			here["buyer "+r.Importer] += r.Volume
			here["way "+f.view.mainWay(&r)] += r.Volume
		}
		for k, x := range here {
			sum[k] = max(sum[k], x)
		}
	}
	return func(id, other string) string {
		side := map[string]string{otherOrigins: "origin ", "other buyers": "buyer ", "other ways": "way "}[other]
		if sum[side+id] < rest*total {
			return other
		}
		return id
	}
}

// mainWay is what a route is best known by: the first strait or canal it passes, else the element that it follows longest, as part of its whole.
func (v *View) mainWay(r *Route) string {
	km := map[string]float64{}
	for _, id := range r.Links {
		l := v.Net.Link(id)
		e := v.Net.Element(l.Element)
		if e == nil {
			continue
		}
		if e.Kind == "strait" || e.Kind == "canal" {
			return v.Net.NameOf(v.Net.top(e.ID))
		}
		km[v.Net.top(e.ID)] += v.Value(id, "length", "km").Value
	}
	best := ""
	for _, id := range slices.Sorted(maps.Keys(km)) {
		if best == "" || km[id] > km[best] {
			best = id
		}
	}
	if best == "" {
		return "open sea"
	}
	return v.Net.NameOf(best)
}

// top is the whole that an element is part of, at the end of the chain.
func (n *Network) top(id string) string {
	for range 10 {
		e := n.Element(id)
		if e == nil || e.PartOf == "" {
			break
		}
		id = e.PartOf
	}
	return id
}
