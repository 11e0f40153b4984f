package corridor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"dragoman"
)

// Exposure is how much of a flow depends on what it passes.
type Exposure struct {
	From      string  `json:"from"` // origin, "" is every one
	To        string  `json:"to"`   // importer, "" is every one
	At        string  `json:"at"`
	Commodity string  `json:"commodity"`
	Unit      Unit    `json:"unit"`
	Volume    float64 `json:"volume"`
	Modelled  bool    `json:"modelled"` // false: the model sends nothing; the shares are those of the cheapest ways, each counted alike
	Ways      int     `json:"ways"`

	Countries []Share `json:"countries"` // crossed by land or through a strait; ends are left out
	Straits   []Share `json:"straits"`
	Elements  []Share `json:"elements"`
}

// Share is a part of a flow.
type Share struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Volume float64 `json:"volume"` // 0 where the model sends nothing
	Share  float64 `json:"share"`  // 0 to 1
}

// Exposure says what share of the oil (gas, boxes) of a pair crosses each country, strait and element. Either end may be "": all that one
// country sends, or all that one takes, its own not counted.
func (f *Flow) Exposure(from, to string) (*Exposure, error) {
	if from == "" && to == "" {
		return nil, dragoman.Problemf("", "exposure", "name one country or two", "no country is named")
	}
	e := &Exposure{From: from, To: to, At: f.At, Commodity: f.Commodity, Unit: f.Unit, Modelled: true}
	type way struct {
		w      Way
		volume float64
	}
	var ways []way
	for _, r := range f.Routes {
		if (from == "" || r.Origin == from) && (to == "" || r.Importer == to) && r.Origin != r.Importer {
			ways = append(ways, way{f.view.wayOf(&r), r.Volume})
		}
	}
	if len(ways) == 0 {
		switch {
		case from == "":
			return nil, dragoman.Problemf("", CountryName(to), "name another country or commodity, or ask for what it sends", "takes no %s from abroad in the model", f.Commodity)
		case to == "":
			return nil, dragoman.Problemf("", CountryName(from), "name another country or commodity, or ask for what it takes", "sends no %s abroad in the model", f.Commodity)
		}
		e.Modelled = false
		found, err := f.view.Ways(WayQuery{From: from, To: to, K: 3})
		if err != nil {
			return nil, err
		}
		for _, w := range found {
			ways = append(ways, way{w, 1})
		}
	}
	countries, straits, elements := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, w := range ways {
		e.Volume += w.volume
		for _, c := range unique(w.w.Countries) {
			if c != from && c != to && c != w.w.Countries[0] && c != w.w.Countries[len(w.w.Countries)-1] {
				countries[c] += w.volume
			}
		}
		for _, s := range unique(w.w.Straits) {
			straits[s] += w.volume
		}
		for _, x := range unique(f.view.Net.withWholes(w.w.Elements)) {
			elements[x] += w.volume
		}
	}
	e.Ways = len(ways)
	n := f.view.Net
	e.Countries = shares(countries, e.Volume, CountryName)
	e.Straits = shares(straits, e.Volume, n.NameOf)
	e.Elements = shares(elements, e.Volume, n.NameOf)
	if !e.Modelled { // what was counted are ways
		e.Volume = 0
		for _, list := range [][]Share{e.Countries, e.Straits, e.Elements} {
			for i := range list {
				list[i].Volume = 0
			}
		}
	}
	return e, nil
}

func unique(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// withWholes adds to elements the wholes that they are part of.
func (n *Network) withWholes(ids []string) []string {
	out := slices.Clone(ids)
	for i := 0; i < len(out) && len(out) < 1000; i++ {
		if e := n.Element(out[i]); e != nil && e.PartOf != "" && !slices.Contains(out, e.PartOf) {
			out = append(out, e.PartOf)
		}
	}
	return out
}

func shares(volume map[string]float64, total float64, name func(string) string) []Share {
	out := []Share{}
	for id, x := range volume {
		out = append(out, Share{id, name(id), x, x / total})
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(-cmp.Compare(a.Volume, b.Volume), cmp.Compare(a.ID, b.ID)) })
	return out
}

// wayOf turns a route of a flow into a way with its legs.
func (v *View) wayOf(r *Route) Way {
	var w Way
	for i, id := range r.Links {
		w.Legs = append(w.Legs, v.lineOf(id).leg(r.Against[i]))
	}
	if len(w.Legs) == 0 {
		w.Countries = []string{v.Net.Node(r.From).Country}
		return w
	}
	v.sum(&w)
	return w
}

// Resilience is how an importer stands in a year.
type Resilience struct {
	Year     int     `json:"year"`
	Asked    float64 `json:"asked"`
	Unmet    float64 `json:"unmet"`
	Ways     []Entry `json:"ways"`     // links that bring something in, or could
	Capacity float64 `json:"capacity"` // of those whose capacity is known
	Open     int     `json:"open"`     // ways in that operate
	Unknown  int     `json:"unknown"`  // of them, without known capacity
	Origins  int     `json:"origins"`  // that it buys of, one per cent or more
	HHI      float64 `json:"hhi"`      // concentration of origins, 0 to 1 (Herfindahl 1950)

	Worst     string  `json:"worst"` // the element whose loss hurts it most
	WorstName string  `json:"worst_name"`
	WorstMiss float64 `json:"worst_unmet"` // what it misses then
	WorstCost float64 `json:"worst_cost"`  // what its supply costs more then, in Unit.Value a year
}

// Entry is a link into a country.
type Entry struct {
	Link     string   `json:"link"`
	Status   Status   `json:"status"`
	Capacity *float64 `json:"capacity"`
	Volume   float64  `json:"volume"`
}

// Resilience follows an importer from year to year, as links come and go; planned ones count only where the view is told so.
func (n *Network) Resilience(ctx context.Context, importer, commodity string, from, to int, planned bool, a Assumptions,
	workers int) ([]Resilience, error) {
	if to < from || to-from > 100 {
		return nil, dragoman.Problemf("", "years", "name the earlier year first, at most a hundred years", "%d to %d is no span", from, to)
	}
	var out []Resilience
	for y := from; y <= to; y++ {
		v, err := n.View(fmt.Sprint(y), commodity, planned)
		if err != nil {
			return nil, err
		}
		s, err := NewSolver(v, a)
		if err != nil {
			return nil, err
		}
		r, err := s.resilience(ctx, importer, workers)
		if err != nil {
			return nil, err
		}
		out = append(out, *r)
	}
	return out, nil
}

func (s *Solver) resilience(ctx context.Context, importer string, workers int) (*Resilience, error) {
	r := &Resilience{Year: s.View.Year}
	origins := map[string]float64{}
	got := 0.0
	known := false
	for _, d := range s.base.Demands {
		if d.Importer == importer {
			known = true
			r.Asked += d.Asked
			r.Unmet += d.Unmet
			got += d.Got
			for o, x := range d.Origins {
				origins[o] += x
			}
		}
	}
	if !known {
		return nil, dragoman.Problemf("", CountryName(importer), "name a country with a refinery or market in the network",
			"no demand for %s is known", s.View.Commodity)
	}
	for _, o := range slices.Sorted(maps.Keys(origins)) { // sums that do not depend on the order of a map
		x := origins[o]
		r.HHI += x / got * x / got
		if x >= 0.01*got {
			r.Origins++
		}
	}
	s.entries(r, importer)
	worst, err := s.harms(ctx, s.on(importer), importer, workers)
	if err != nil {
		return nil, err
	}
	if len(worst) > 0 && len(worst[0].Hurt) > 0 {
		r.Worst, r.WorstName = worst[0].Elements[0], worst[0].Name
		r.WorstMiss, r.WorstCost = worst[0].Hurt[0].Unmet, worst[0].Hurt[0].CostTotal
	}
	return r, nil
}

// on lists the closures of elements that the supply of an importer passes; its own refineries are no way to it.
func (s *Solver) on(importer string) [][]Change {
	used := map[string]bool{}
	for _, r := range s.base.Routes {
		if r.Importer == importer {
			for _, l := range r.Links {
				used[l] = true
			}
		}
	}
	var out [][]Change
	for _, c := range s.closures() {
		touches := slices.ContainsFunc(c.links, func(i int) bool { return used[s.View.Net.Links[i].ID] })
		if touches && s.View.Net.Element(c.Target).Kind != "refinery" {
			out = append(out, []Change{c})
		}
	}
	return out
}

// entries lists the links that lead into a country from outside. Links to one place share what it can take.
func (s *Solver) entries(r *Resilience, importer string) {
	n := s.View.Net
	inside := func(id string) bool {
		p := n.Node(id)
		return p != nil && (p.Country == importer || p.ID == importer)
	}
	room := map[string]float64{} // by place inside: capacity of the links to it
	for i := range s.View.lines {
		l := &s.View.lines[i]
		in := inside(l.To) && !inside(l.From)
		back := l.Both && inside(l.From) && !inside(l.To)
		if !in && !back {
			continue
		}
		e := Entry{Link: l.ID, Status: l.state.Status, Volume: s.base.passing(l.ID, !in)}
		if l.usable() {
			place := l.To
			if back {
				place = l.From
			}
			r.Open++
			if l.cap.Known {
				c := l.limit()
				e.Capacity = &c
			} else if math.IsInf(s.room(place), 1) {
				r.Unknown++
			}
			room[place] += l.limit()
		}
		r.Ways = append(r.Ways, e)
	}
	for _, place := range slices.Sorted(maps.Keys(room)) {
		if c := min(room[place], s.room(place)); !math.IsInf(c, 1) {
			r.Capacity += c
		}
	}
}

// room is what a place can take: its throughput, else what can leave it by pipe or rail, as from a terminal; infinite where nobody says.
func (s *Solver) room(place string) float64 {
	if a, ok := s.model.through[place]; ok {
		return s.model.net.Arcs[a].Capacity
	}
	sum := 0.0
	for i := range s.View.lines {
		if l := &s.View.lines[i]; l.From == place && l.Mode != "sea" && l.usable() {
			sum += l.limit()
		}
	}
	if k := s.View.Net.Node(place).Kind; sum == 0 || k != "terminal" && k != "port" {
		return math.Inf(1)
	}
	return sum
}
