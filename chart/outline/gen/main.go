// Command gen makes chart/outline/data/countries.tsv of a TopoJSON file of countries, such as countries-50m.json of the npm package
// world-atlas:
//
//	go run ./chart/outline/gen countries-50m.json > chart/outline/data/countries.tsv
//
// Borders are simplified arc by arc, so that neighbours keep sharing them, and cut to the box.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"dragoman/chart/outline"
)

const (
	west, south, east, north = -12.0, 18.0, 127.0, 64.0
	tolerance                = 0.025 // degrees
	leastArea                = 0.02  // square degrees; smaller islands are left out, unless a country has nothing else
)

const note = `# Outlines of countries, simplified. Source: Natural Earth 4.1.0, admin 0 countries 1:50m (public domain), by way of the npm
# package world-atlas 2.0.2 (ISC licence). Box 12 W to 127 E, 18 N to 64 N; made by chart/outline/gen.
# BOUNDARIES ARE POLITICAL. They are drawn as in Natural Earth, by who holds the ground, and state no position on any claim.
# This file is replaceable: code (ISO 3166-1 alpha-3, or empty), name, rings (see outline.Encode), separated by tabs.
code	name	rings
`

// topology is what is read of a TopoJSON file.
type topology struct {
	Transform struct {
		Scale, Translate [2]float64
	}
	Arcs    [][][2]float64
	Objects map[string]struct {
		Geometries []struct {
			Type       string
			ID         string
			Arcs       json.RawMessage
			Properties struct{ Name string }
		}
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen countries-50m.json > countries.tsv")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(path string, w io.Writer) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(raw, &t); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i, arc := range t.Arcs {
		t.Arcs[i] = simplified(t.absolute(arc))
	}
	var countries []outline.Country
	for _, g := range t.Objects["countries"].Geometries {
		c := outline.Country{Code: alpha3(g.ID), Name: g.Properties.Name}
		rings, err := t.rings(g.Type, g.Arcs)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, c.Name, err)
		}
		if c.Rings = kept(rings); len(c.Rings) > 0 {
			countries = append(countries, c)
		}
	}
	slices.SortFunc(countries, func(a, b outline.Country) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name))
	})
	return write(w, countries)
}

func write(w io.Writer, countries []outline.Country) error {
	var b strings.Builder
	b.WriteString(note)
	for _, c := range countries {
		var rings []string
		for _, r := range c.Rings {
			rings = append(rings, outline.Encode(r))
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\n", c.Code, c.Name, strings.Join(rings, " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// alpha3 is the code of letters for a numeric one (ISO 3166-1).
func alpha3(numeric string) string {
	r, err := language.ParseRegion(numeric)
	if err != nil || r.ISO3() == "ZZZ" {
		return ""
	}
	return r.ISO3()
}

// absolute undoes the differences that TopoJSON codes arcs in.
func (t *topology) absolute(arc [][2]float64) [][2]float64 {
	var x, y float64
	out := make([][2]float64, len(arc))
	for i, p := range arc {
		x, y = x+p[0], y+p[1]
		out[i] = [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
	}
	return out
}

// rings gives the outer rings of a geometry.
func (t *topology) rings(kind string, raw json.RawMessage) ([]outline.Ring, error) {
	var polygons [][][]int
	switch kind {
	case "Polygon":
		polygons = make([][][]int, 1)
		if err := json.Unmarshal(raw, &polygons[0]); err != nil {
			return nil, err
		}
	case "MultiPolygon":
		if err := json.Unmarshal(raw, &polygons); err != nil {
			return nil, err
		}
	}
	var out []outline.Ring
	for _, p := range polygons {
		if len(p) > 0 {
			out = append(out, t.ring(p[0]))
		}
	}
	return out, nil
}

// ring strings arcs together; a negative index is an arc taken backwards.
func (t *topology) ring(arcs []int) outline.Ring {
	var out outline.Ring
	for _, i := range arcs {
		var arc [][2]float64
		if i < 0 {
			arc = slices.Clone(t.Arcs[^i])
			slices.Reverse(arc)
		} else {
			arc = t.Arcs[i]
		}
		out = append(out, arc[:len(arc)-1]...)
	}
	return out
}

// simplified drops points that lie near the line between those kept (Douglas and Peucker 1973). Ends stay, so that arcs still
// meet; a closed arc is cut at the point farthest from its end.
func simplified(arc [][2]float64) [][2]float64 {
	keep := make([]bool, len(arc))
	keep[0], keep[len(arc)-1] = true, true
	var walk func(a, b int)
	walk = func(a, b int) {
		far, at := 0.0, -1
		for i := a + 1; i < b; i++ {
			if d := distance(arc[i], arc[a], arc[b]); d > far {
				far, at = d, i
			}
		}
		if at < 0 || far < tolerance && arc[a] != arc[b] {
			return
		}
		keep[at] = true
		walk(a, at)
		walk(at, b)
	}
	walk(0, len(arc)-1)
	var out [][2]float64
	for i, p := range arc {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// distance is that of p from the stretch a to b.
func distance(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	if l := dx*dx + dy*dy; l > 0 {
		t := max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
		a = [2]float64{a[0] + t*dx, a[1] + t*dy}
	}
	return math.Hypot(p[0]-a[0], p[1]-a[1])
}

// kept cuts rings to the box and leaves out small ones.
func kept(rings []outline.Ring) []outline.Ring {
	var all []outline.Ring
	for _, r := range rings {
		if r = grid(cut(r)); len(r) >= 3 {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b outline.Ring) int { return cmp.Compare(area(b), area(a)) })
	for i, r := range all {
		if i > 0 && area(r) < leastArea {
			return all[:i]
		}
	}
	return all
}

// grid drops points that the coding would put on the same spot.
func grid(r outline.Ring) outline.Ring {
	var out outline.Ring
	for _, p := range r {
		p = [2]float64{math.Round(p[0]*100) / 100, math.Round(p[1]*100) / 100}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// cut clips a ring to the box (Sutherland and Hodgman 1974).
func cut(r outline.Ring) outline.Ring {
	for _, edge := range []struct {
		axis  int
		at    float64
		below bool // inside is below at
	}{{0, west, false}, {0, east, true}, {1, south, false}, {1, north, true}} {
		inside := func(p [2]float64) bool { return (p[edge.axis] < edge.at) == edge.below }
		var out outline.Ring
		for i, p := range r {
			q := r[(i+len(r)-1)%len(r)]
			if inside(p) != inside(q) {
				f := (edge.at - q[edge.axis]) / (p[edge.axis] - q[edge.axis])
				c := [2]float64{q[0] + f*(p[0]-q[0]), q[1] + f*(p[1]-q[1])}
				c[edge.axis] = edge.at
				out = append(out, c)
			}
			if inside(p) {
				out = append(out, p)
			}
		}
		r = out
	}
	return r
}

func area(r outline.Ring) float64 {
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(sum) / 2
}
