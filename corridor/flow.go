package corridor

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dragoman/corridor/multi"
)

// Flow is a least-cost flow of a commodity in a year: what goes which way from whom to whom, and what stays.
type Flow struct {
	At          string      `json:"at"`
	Commodity   string      `json:"commodity"`
	Unit        Unit        `json:"unit"`
	Changes     []Change    `json:"changes"`
	Assumptions Assumptions `json:"assumptions"`

	Carried   float64 `json:"carried"`   // delivered in a year
	Asked     float64 `json:"asked"`     // all demands
	Unmet     float64 `json:"unmet"`     // of them, what is missing
	Stuck     float64 `json:"stuck"`     // what fields give and no way takes
	Transport float64 `json:"transport"` // cost of the ways, in Unit.Value a year
	Switching float64 `json:"switching"` // of selling and buying other than usual, in Unit.Value a year
	Days      float64 `json:"days"`      // on the way, average of what is carried

	Routes  []Route     `json:"routes"`
	Links   []LinkFlow  `json:"links"`   // those that carry something or whose capacity is worth something
	Places  []PlaceFlow `json:"places"`  // ports and stations whose throughput is limited
	Sources []Offer     `json:"sources"` // by node
	Demands []Intake    `json:"demands"` // by node
	Notes   []string    `json:"notes"`   // what the answer rests on

	view *View
}

// Route is one way that goods take, with what goes along it.
type Route struct {
	Origin   string   `json:"origin"`   // country of the source, as in trade statistics
	From     string   `json:"from"`     // source node
	To       string   `json:"to"`       // node that asks
	Importer string   `json:"importer"` // its country, or the node where it stands for several
	Links    []string `json:"links"`
	Against  []bool   `json:"-"` // by link: travelled against its direction
	Volume   float64  `json:"volume"`
	Cost     float64  `json:"cost"`  // transport of one part
	Extra    float64  `json:"extra"` // of one part, what selling and buying other than usual costs
	Days     float64  `json:"days"`
}

// LinkFlow is what passes a link in one direction.
type LinkFlow struct {
	Link     string             `json:"link"`
	From     string             `json:"from"`
	To       string             `json:"to"`
	Element  string             `json:"element,omitempty"`
	Volume   float64            `json:"volume"`
	Origins  map[string]float64 `json:"origins"`
	Capacity *float64           `json:"capacity"` // null where nobody says
	Value    float64            `json:"value"`    // what one more part of capacity a year would save
	Cost     float64            `json:"cost"`
}

// PlaceFlow is the throughput of a place with a limit.
type PlaceFlow struct {
	Node     string  `json:"node"`
	Volume   float64 `json:"volume"`
	Capacity float64 `json:"capacity"`
	Value    float64 `json:"value"`
}

// Offer is what a source gives.
type Offer struct {
	Node    string  `json:"node"`
	Origin  string  `json:"origin"`
	Offered float64 `json:"offered"` // must flow at a field; sold here at a basin
	Taken   float64 `json:"taken"`
	Stuck   float64 `json:"stuck"` // of a field
	Swing   float64 `json:"swing"` // taken beyond what it used to give
}

// Intake is what a demand gets.
type Intake struct {
	Node     string             `json:"node"`
	Importer string             `json:"importer"`
	Asked    float64            `json:"asked"`
	Got      float64            `json:"got"`
	Unmet    float64            `json:"unmet"`
	Origins  map[string]float64 `json:"origins"`
	Cost     float64            `json:"cost"`  // transport of one part, average
	Extra    float64            `json:"extra"` // what buying other than usual costs for one part, average
	Days     float64            `json:"days"`  // average
}

// Solver solves flows of a view: the baseline once, scenarios from it.
type Solver struct {
	View   *View
	Assume Assumptions
	model  *model
	plan   *multi.Plan
	base   *Flow
}

// NewSolver solves the baseline of a view.
func NewSolver(v *View, a Assumptions) (*Solver, error) {
	s := &Solver{View: v, Assume: a, model: newModel(v, a, nil)}
	if len(s.model.sources) == 0 || len(s.model.sinks) == 0 {
		return nil, fmt.Errorf("no supply or no demand of %s is known in %d", v.Commodity, v.Year)
	}
	var err error
	if s.plan, err = multi.Solve(s.model.net); err != nil {
		return nil, fmt.Errorf("flow of %s: %w", v.Commodity, err)
	}
	s.base = s.model.read(s.plan.Answer(), nil)
	s.base.Notes = s.model.notes(s.base)
	return s, s.base.check()
}

// Base is the flow without changes.
func (s *Solver) Base() *Flow { return s.base }

// Solve gives the flow under changes. Every answer has passed the checks of the solver (bounds, duality) and of conservation.
func (s *Solver) Solve(changes ...Change) (*Flow, error) {
	m, plan := s.model, s.plan
	if sanctions := only(changes, "sanction"); len(sanctions) > 0 {
		m = newModel(s.View, s.Assume, sanctions)
		var err error
		if plan, err = multi.Solve(m.net); err != nil {
			return nil, err
		}
	}
	answer, err := plan.Change(m.change(changes, s.base))
	if err != nil {
		return nil, err
	}
	f := m.read(answer, changes)
	f.Notes = m.notes(f)
	return f, f.check()
}

func only(changes []Change, do string) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Do != do })
}

// change turns changes into new capacities. Openings come first, so that what is closed stays closed.
func (m *model) change(changes []Change, base *Flow) multi.Change {
	out := multi.Change{Arcs: map[int]float64{}}
	capacity := func(a int) float64 {
		if c, ok := out.Arcs[a]; ok {
			return c
		}
		return m.net.Arcs[a].Capacity
	}
	for _, do := range []string{"open", "cut", "close"} {
		for _, c := range only(changes, do) {
			m.apply(c, base, capacity, out.Arcs)
		}
	}
	return out
}

func (m *model) apply(c Change, base *Flow, capacity func(int) float64, set map[int]float64) {
	for i := range m.v.lines {
		l := &m.v.lines[i]
		if !slices.ContainsFunc(c.links, func(j int) bool { return &m.v.Net.Links[j] == l.Link }) {
			continue
		}
		usual, _ := m.v.usual(l)
		for _, p := range []pair{m.forward[i], m.reverse[i]} {
			if p.usual < 0 {
				continue
			}
			now := capacity(p.usual)
			if p.beyond >= 0 {
				now += capacity(p.beyond)
			}
			if c.Do == "cut" && math.IsInf(now, 1) {
				now = base.passing(l.ID, m.arcs[p.usual].against)
			}
			if c.Do == "open" {
				usual = max(usual, c.Volume) // what is opened is meant to be used
			}
			m.split(p, c.after(now), usual, func(a int, capacity float64) { set[a] = capacity })
		}
		if c.Do == "open" {
			m.widen(l, c.Volume, base, capacity, set)
		}
	}
}

// after is what a change leaves of a capacity.
func (c *Change) after(now float64) float64 {
	switch c.Do {
	case "close":
		return 0
	case "cut":
		return max(0, now*(1-c.Share)-c.Volume)
	}
	return max(now, c.Volume)
}

// widen gives the places at the ends of an opened link room for what it may bring beside what passes them.
func (m *model) widen(l *line, volume float64, base *Flow, capacity func(int) float64, set map[int]float64) {
	for _, end := range []string{l.From, l.To} {
		if a, ok := m.through[end]; ok {
			more := max(0, volume-base.passing(l.ID, false))
			set[a] = max(capacity(a), m.net.Arcs[a].Capacity+more)
		}
	}
}

// passing is what passes a link in a direction.
func (f *Flow) passing(link string, against bool) float64 {
	for _, l := range f.Links {
		if l.Link == link && (l.From != f.view.Net.Link(link).From) == against {
			return l.Volume
		}
	}
	return 0
}

const dust = 1e-6 // volumes below are none

// read turns an answer into what it means.
func (m *model) read(a *multi.Answer, changes []Change) *Flow {
	f := &Flow{At: m.v.At, Commodity: m.v.Commodity, Unit: UnitOf(m.v.Commodity), Changes: changes, Assumptions: m.assume, view: m.v}
	if f.Changes == nil {
		f.Changes = []Change{}
	}
	origins := make([]map[string]float64, len(m.arcs))
	for _, p := range a.Paths {
		if p.Amount > dust {
			f.Routes = append(f.Routes, m.route(p, f, origins))
		}
	}
	f.Routes = merged(f.Routes)
	m.readArcs(a, f, origins)
	m.readEnds(f)
	f.total()
	return f
}

// route follows a path through the model's arcs, and adds what it carries to each.
func (m *model) route(p multi.Path, f *Flow, origins []map[string]float64) Route {
	s := m.sources[p.Source]
	r := Route{Origin: s.origin, From: s.node, Importer: m.sinks[p.Sink], Volume: p.Amount}
	for _, i := range p.Arcs {
		if origins[i] == nil {
			origins[i] = map[string]float64{}
		}
		origins[i][s.origin] += p.Amount
		a := m.arcs[i]
		switch a.sort {
		case onLine:
			l := &m.v.lines[a.line]
			r.Links, r.Against = append(r.Links, l.ID), append(r.Against, a.against)
			r.Cost += l.cost.Value
			r.Days += l.days.Value
		case onDemand:
			r.To = a.node
		}
		r.Extra += a.extra
	}
	return r
}

// merged adds up routes along the same links.
func merged(routes []Route) []Route {
	slices.SortFunc(routes, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Importer, b.Importer), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			slices.Compare(a.Links, b.Links))
	})
	var out []Route
	for _, r := range routes {
		if k := len(out) - 1; k >= 0 && out[k].From == r.From && out[k].To == r.To && slices.Equal(out[k].Links, r.Links) {
			sum := out[k].Volume + r.Volume
			out[k].Extra = (out[k].Extra*out[k].Volume + r.Extra*r.Volume) / sum
			out[k].Volume = sum
			continue
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Importer, b.Importer), -cmp.Compare(a.Volume, b.Volume))
	})
	return out
}

func (m *model) readArcs(a *multi.Answer, f *Flow, origins []map[string]float64) {
	for i := range m.v.lines {
		for _, p := range []pair{m.forward[i], m.reverse[i]} {
			if p.usual >= 0 {
				m.readLine(&m.v.lines[i], p, a, f, origins)
			}
		}
	}
	for i, x := range m.arcs {
		if x.sort == onNode && (a.Flow[i] > dust || a.ArcValue[i] > worthless) {
			f.Places = append(f.Places, PlaceFlow{x.node, a.Flow[i], m.net.Arcs[i].Capacity, a.ArcValue[i]})
		}
	}
}

const worthless = 0.005 // dual values below are rounding

func (m *model) readLine(l *line, p pair, a *multi.Answer, f *Flow, origins []map[string]float64) {
	lf := LinkFlow{Link: l.ID, From: l.From, To: l.To, Element: l.Element, Volume: a.Flow[p.usual], Origins: orEmpty(origins[p.usual]),
		Value: a.ArcValue[p.usual], Cost: l.cost.Value}
	if m.arcs[p.usual].against {
		lf.From, lf.To = l.To, l.From
	}
	if p.beyond >= 0 {
		lf.Volume += a.Flow[p.beyond]
		lf.Value = a.ArcValue[p.beyond]
		for o, x := range origins[p.beyond] {
			lf.Origins[o] += x
		}
	}
	if l.cap.Known {
		c := l.limit()
		lf.Capacity = &c
	}
	if lf.Volume > dust || lf.Value > worthless && l.usable() {
		f.Links = append(f.Links, lf)
	}
}

func orEmpty(m map[string]float64) map[string]float64 {
	if m == nil {
		return map[string]float64{}
	}
	return m
}

// readEnds sums the routes up by source and by demand.
func (m *model) readEnds(f *Flow) {
	offers, intakes := map[string]*Offer{}, map[string]*Intake{}
	var order []string
	seen := map[source]bool{}
	for _, s := range m.sources {
		if offers[s.node] == nil {
			offers[s.node] = &Offer{Node: s.node, Origin: s.origin}
			order = append(order, s.node)
		}
		if !s.swing && !seen[s] {
			offers[s.node].Offered += s.amount
		}
		seen[s] = true
	}
	for id, d := range m.demand {
		intakes[id] = &Intake{Node: id, Importer: m.v.Net.importerOf(m.v.Net.Node(id)), Asked: d.Value, Origins: map[string]float64{}}
	}
	for _, r := range f.Routes {
		offers[r.From].Taken += r.Volume
		in := intakes[r.To]
		in.Got += r.Volume
		in.Origins[r.Origin] += r.Volume
		in.Cost += r.Volume * r.Cost
		in.Extra += r.Volume * r.Extra
		in.Days += r.Volume * r.Days
	}
	for _, id := range order {
		o := offers[id]
		o.Swing = max(0, o.Taken-o.Offered)
		if m.must(id) {
			o.Stuck = tidy(o.Offered - o.Taken)
		}
		f.Sources = append(f.Sources, *o)
	}
	for i := range m.v.Net.Nodes {
		if in := intakes[m.v.Net.Nodes[i].ID]; in != nil && m.v.Net.node[in.Node] == i {
			in.Unmet = tidy(in.Asked - in.Got)
			if in.Got > 0 {
				in.Cost, in.Extra, in.Days = in.Cost/in.Got, in.Extra/in.Got, in.Days/in.Got
			}
			f.Demands = append(f.Demands, *in)
		}
	}
}

func (m *model) must(node string) bool {
	return slices.ContainsFunc(m.sources, func(s source) bool { return s.node == node && s.must })
}

// tidy takes what rounding leaves for nothing.
func tidy(x float64) float64 {
	if x < 10*dust {
		return 0
	}
	return x
}

func (f *Flow) total() {
	for _, r := range f.Routes {
		f.Carried += r.Volume
		f.Transport += r.Volume * r.Cost
		f.Switching += r.Volume * r.Extra
		f.Days += r.Volume * r.Days
	}
	if f.Carried > 0 {
		f.Days /= f.Carried
	}
	for _, d := range f.Demands {
		f.Asked += d.Asked
		f.Unmet += d.Unmet
	}
	for _, s := range f.Sources {
		f.Stuck += s.Stuck
	}
}

// check proves that nothing is lost: at every node what comes in leaves, nothing exceeds what is offered, asked or may pass.
func (f *Flow) check() error {
	balance := map[string]float64{}
	size := 1e-6 * max(1, f.Asked)
	for _, r := range f.Routes {
		balance[r.From] += r.Volume
		balance[r.To] -= r.Volume
	}
	for _, l := range f.Links {
		balance[l.From] -= l.Volume
		balance[l.To] += l.Volume
		if sum := sumOf(l.Origins); math.Abs(sum-l.Volume) > size {
			return fmt.Errorf("flow fails its check: %s carries %g, its origins add up to %g", l.Link, l.Volume, sum)
		}
		if len(f.Changes) == 0 && l.Capacity != nil && l.Volume > *l.Capacity+size {
			return fmt.Errorf("flow fails its check: %s carries %g of %g", l.Link, l.Volume, *l.Capacity)
		}
	}
	for id, b := range balance {
		if math.Abs(b) > size {
			return fmt.Errorf("flow fails its check: %g is lost at %s", b, id)
		}
	}
	for _, d := range f.Demands {
		if d.Got > d.Asked+size {
			return fmt.Errorf("flow fails its check: %s gets %g of %g", d.Node, d.Got, d.Asked)
		}
	}
	return nil
}

func sumOf(m map[string]float64) float64 {
	sum := 0.0
	for _, v := range m {
		sum += v
	}
	return sum
}

// notes says what the answer rests on.
func (m *model) notes(f *Flow) []string {
	var unlimited, estimated int
	for _, l := range f.Links {
		if l.Volume <= dust {
			continue
		}
		x := m.v.lineOf(l.Link)
		if !x.cap.Known && x.Mode != "sea" && x.Mode != "strait" {
			unlimited++
		}
		if x.cost.Estimate {
			estimated++
		}
	}
	out := []string{fmt.Sprintf("%d links in use have no known capacity and are taken as unlimited, sea legs not counted", unlimited),
		fmt.Sprintf("the cost of %d of %d links in use is an estimate", estimated, len(f.Links))}
	if late := m.borrowed(); late != "" {
		out = append(out, late)
	}
	if none := m.silent(); none != "" {
		out = append(out, none)
	}
	return out
}

// borrowed names the demands and supplies whose value is of a later year.
func (m *model) borrowed() string {
	var names []string
	for i := range m.v.Net.Nodes {
		p := &m.v.Net.Nodes[i]
		for _, q := range []string{"demand", "supply"} {
			if x := m.v.Value(p.ID, q, UnitOf(m.v.Commodity).Volume); x.Known && x.Figure.Year > m.v.Year {
				names = append(names, fmt.Sprintf("%s (%d)", m.v.Net.ShortName(p.ID), x.Figure.Year))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "of a later year, for want of an earlier one: " + some(names)
}

// silent names the refineries of which no run is known.
func (m *model) silent() string {
	var names []string
	for i := range m.v.Net.Nodes {
		p := &m.v.Net.Nodes[i]
		touched := slices.ContainsFunc(m.v.lines, func(l line) bool { return l.To == p.ID && l.usable() })
		if _, known := m.demand[p.ID]; (p.Kind == "refinery" || p.Kind == "market") && !known && touched {
			names = append(names, m.v.Net.ShortName(p.ID))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "left out, because no demand is known: " + some(names)
}

// some joins names; of many, the first ones and how many more there are.
func some(names []string) string {
	const most = 12
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
