package dossier

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/chart"
	"dragoman/corridor"
)

// Corridor is by which pipes, ports and straits one country's oil or gas reaches the other, and what the loss of one of them would do.
type Corridor struct {
	*corridor.Section
	Name   string        `json:"name"`   // "Crude oil from Kazakhstan to Croatia"
	Inland *corridor.Way `json:"inland"` // the cheapest way to the receiver's hub on land, where there is one
	Named  []Named       `json:"named"`  // elements of the ways that the pair's sources name

	solver *corridor.Solver
}

// Named is an element of the ways as a source of the brief names it.
type Named struct {
	Element string           `json:"element"`
	Name    string           `json:"name"`
	Effect  corridor.Effect  `json:"effect"`
	Mention corridor.Mention `json:"mention"`
	Reports []Report         `json:"reports"`
}

// CorridorScenario is a flow through the network, drawn.
type CorridorScenario struct {
	ID       string
	Name     string
	Pictures template.HTML
}

// commodities are looked at in this order.
var commodities = []struct{ id, name string }{{"crude", "Crude oil"}, {"gas", "Natural gas"}}

const (
	closuresShown  = 6 // in the table
	scenariosShown = 3 // drawn beside the flow as it is
	namedShown     = 8
)

// corridors adds a section for each commodity that one of the two sends the other.
func (a *assembly) corridors() error {
	n := a.query.Network
	if n == nil {
		return nil
	}
	at := cmp.Or(yearOnly(a.query.To), a.out.AsOf)
	for _, c := range commodities {
		s, err := a.corridor(n, at, c.id, c.name)
		if err != nil {
			return err
		}
		if s != nil {
			a.out.Corridors = append(a.out.Corridors, *s)
		}
	}
	return nil
}

func (a *assembly) corridor(n *corridor.Network, at, commodity, name string) (*Corridor, error) {
	v, err := n.View(at, commodity, false)
	if err != nil {
		return nil, err
	}
	sender, receiver, ok := v.Pair(a.a.Code, a.b.Code)
	if !ok {
		return nil, nil // most pairs: nothing to solve for them
	}
	solver, err := corridor.NewSolver(v, corridor.Assume(commodity))
	if err != nil {
		return nil, err
	}
	section, err := solver.Section(a.ctx, sender, receiver)
	if err != nil || section == nil || len(section.Traded) == 0 && section.Volume == 0 {
		return nil, err
	}
	from, to := a.a.Name, a.b.Name
	if section.From == a.b.Code {
		from, to = to, from
	}
	out := &Corridor{Section: section, Name: fmt.Sprintf("%s from %s to %s", name, from, to), solver: solver}
	if out.Inland, err = inland(v, section); err != nil {
		return nil, err
	}
	if err := a.mentions(n, out); err != nil {
		return nil, err
	}
	return out, nil
}

// inland finds the cheapest way from where the cheapest way of all begins to a hub of the receiver, from which its pipes go on.
func inland(v *corridor.View, s *corridor.Section) (*corridor.Way, error) {
	var best *corridor.Way
	for _, n := range v.Net.Nodes {
		if n.Kind != "hub" || n.Country != s.To || !v.Knows(n.ID) {
			continue
		}
		ways, err := v.Ways(corridor.WayQuery{From: s.Ways[0].Legs[0].From, To: n.ID, K: 1})
		if err != nil {
			return nil, err
		}
		if len(ways) > 0 && (best == nil || ways[0].Cost < best.Cost) {
			best = &ways[0]
		}
	}
	return best, nil
}

// Scenarios draws the flow as it is, then with each of the worst closures: the map of flows, then who gets what from where.
func (c *Corridor) Scenarios() ([]CorridorScenario, error) {
	base := c.solver.Base()
	out := []CorridorScenario{{ID: "base", Name: "As it is"}}
	flows := []*corridor.Flow{base}
	for _, p := range c.Closures[:min(scenariosShown, len(c.Closures))] {
		change, err := c.solver.View.Net.Close(p.Element)
		if err != nil {
			return nil, err
		}
		flow, err := c.solver.Solve(change)
		if err != nil {
			return nil, err
		}
		out, flows = append(out, CorridorScenario{ID: p.Element, Name: "Without " + p.Name}), append(flows, flow)
	}
	for i, f := range flows {
		before := base
		if i == 0 {
			before = nil
		}
		p := f.Picture(before)
		for _, d := range []struct {
			chart chart.Chart
			id    *string
		}{{p.Map, &p.Map.ID}, {p.Sankey, &p.Sankey.ID}} {
			*d.id += "-" + c.Commodity + "-" + out[i].ID
			html, err := drawn(d.chart)
			if err != nil {
				return nil, err
			}
			out[i].Pictures += html
		}
	}
	return out, nil
}

// mentions lists what the pair's sources say happened to elements on the ways, or to what these are part of, the latest first.
func (a *assembly) mentions(n *corridor.Network, c *Corridor) error {
	on := map[string]bool{}
	for _, w := range c.Ways {
		for _, id := range w.Elements {
			for e := n.Element(id); e != nil && !on[e.ID]; e = n.Element(e.PartOf) {
				on[e.ID] = true
			}
		}
	}
	if a.spoken == nil { // oil and gas ask the same documents
		var err error
		if a.spoken, err = n.MentionsByElement(a.ctx, a.store, a.pair); err != nil {
			return err
		}
	}
	c.Named = []Named{}
	for id, list := range a.spoken {
		if !on[id] {
			continue
		}
		for _, m := range list {
			if m.Effect != corridor.NoEffect && (m.Status == dragoman.Happened || m.Status == dragoman.Ongoing) {
				c.Named = append(c.Named, Named{Element: id, Name: n.NameOf(id), Effect: m.Effect, Mention: m})
			}
		}
	}
	slices.SortFunc(c.Named, func(x, y Named) int {
		return cmp.Or(-cmp.Compare(x.Mention.Date, y.Mention.Date), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Mention.Sentence, y.Mention.Sentence), cmp.Compare(x.Mention.Record, y.Mention.Record))
	})
	c.Named = slices.CompactFunc(c.Named, func(x, y Named) bool { return x.Element == y.Element && x.Mention.Sentence == y.Mention.Sentence })
	c.Named = c.Named[:min(namedShown, len(c.Named))]
	for i := range c.Named {
		r := a.sources.cite(c.Named[i].Mention.Document, nil)
		c.Named[i].Reports = []Report{r}
	}
	return nil
}

// Lead says what the section is made of.
func (c *Corridor) Lead() string {
	return fmt.Sprintf("A model of least cost on the network of %s, in %s; not a report. ~ marks estimates. See docs/corridors.md.", inWords(c.At), c.Unit.Volume)
}

// Sent says how much goes the way, by statistics and by the model.
func (c *Corridor) Sent() string {
	s := fmt.Sprintf("The model sends %s %s a year, %s of all that the receiver takes", amountOf(c.Volume), c.Unit.Short, shareOf(c.ShareTo))
	if len(c.Traded) > 0 {
		t := c.Traded[len(c.Traded)-1]
		s += fmt.Sprintf("; reported for %d: %s %s (%s)", t.Year, amountOf(t.Value), c.Unit.Short, t.Source)
	}
	return s + "."
}

// Diagram draws the way to the receiver's hub, else the cheapest one, as a line of stations.
func (c *Corridor) Diagram() string {
	w := &c.Ways[0]
	if c.Inland != nil {
		w = c.Inland
	}
	return c.solver.View.Diagram(w, diagramWidth)
}

const diagramWidth = 76 // cells, so that it stands on any terminal

// WayLine sums a way up.
func (c *Corridor) WayLine(w corridor.Way) string {
	s := fmt.Sprintf("%.0f km, %.0f days, ~%.0f %s", w.Km, w.Days, w.Cost, c.Unit.Cost)
	if w.Bottleneck != nil {
		s += fmt.Sprintf("; at most %s %s (%s)", amountOf(*w.Bottleneck), c.Unit.Volume, c.NameOf(w.Narrowest))
	}
	var straits []string
	for _, id := range w.Straits {
		straits = append(straits, c.solver.View.Net.NameOf(id))
	}
	s += "; crosses " + strings.Join(w.Countries, ", ")
	if len(straits) > 0 {
		s += "; passes " + strings.Join(straits, ", ")
	}
	return s
}

// Route names the stations of a way on land.
func (c *Corridor) Route(w corridor.Way) string {
	n := c.solver.View.Net
	out := []string{n.ShortName(w.Legs[0].From)}
	for _, l := range w.Merged() {
		if n.Node(l.To).Country != "" { // what lies at sea says little
			out = append(out, n.ShortName(l.To))
		}
	}
	return strings.Join(out, " → ")
}

// Lines words the loss of an element: for the sender, for the receiver, for others.
func (c *Corridor) Lines(p corridor.PairClosure) []string {
	u := c.Unit
	var out []string
	if p.Stuck > smallest {
		out = append(out, fmt.Sprintf("%s %s of %s find no way", amountOf(p.Stuck), u.Short, corridor.CountryName(c.From)))
	}
	who := corridor.CountryName(c.To)
	switch {
	case p.Lost <= smallest:
		out = append(out, who+" loses nothing")
	case p.Unmet > smallest:
		out = append(out, fmt.Sprintf("%s loses %s and misses %s", who, amountOf(p.Lost), amountOf(p.Unmet)))
	default:
		out = append(out, fmt.Sprintf("%s loses %s and replaces it", who, amountOf(p.Lost)))
	}
	if len(p.Replaced) > 0 {
		var from []string
		for _, o := range corridor.Largest(p.Replaced) {
			if p.Replaced[o] > smallest {
				from = append(from, fmt.Sprintf("%s %s", corridor.CountryName(o), amountOf(p.Replaced[o])))
			}
		}
		if len(from) > 0 {
			out = append(out, "from "+strings.Join(from, ", "))
		}
	}
	if p.Unmet <= smallest && (p.CostMore > 0.05 || p.CostMore < -0.05) {
		out = append(out, fmt.Sprintf("its ways cost %s %s", signed(round(p.CostMore)), u.Cost))
	}
	return out
}

// NameOf is what an item of the network is called.
func (c *Corridor) NameOf(id string) string { return c.solver.View.Net.NameOf(id) }

// smallest is the volume below which nothing is told.
const smallest = 0.005

// Worst are the closures told of.
func (c *Corridor) Worst() []corridor.PairClosure {
	return c.Closures[:min(closuresShown, len(c.Closures))]
}

// amountOf writes a volume with three digits.
func amountOf(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

func shareOf(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }

// corridors writes the sections in Markdown.
func (m *markdown) corridors(list []Corridor) {
	for i := range list {
		m.corridor(&list[i])
	}
}

func (m *markdown) corridor(c *Corridor) {
	m.section(c.Name+": the way", 0)
	m.line("\n%s\n", escape(c.Lead()))
	for line := range strings.Lines(c.Diagram()) {
		m.line("    %s", strings.TrimRight(line, "\n"))
	}
	m.line("")
	m.line("- %s", escape(c.Sent()))
	for i, w := range c.Ways {
		m.line("- %s way: %s. %s.", [...]string{"Cheapest", "Second", "Third"}[i], escape(c.Route(w)), escape(c.WayLine(w)))
	}
	if c.Inland != nil {
		m.line("- To the hub on land: %s. %s.", escape(c.Route(*c.Inland)), escape(c.WayLine(*c.Inland)))
	}
	if e := c.Exposure; len(e.Straits)+len(e.Countries) > 0 {
		m.line("- Depends on: %s.", escape(c.Depends()))
	}
	if len(c.Closures) > 0 {
		m.line("\n**What a closure would do in a year**\n")
		rows := [][]string{{"Without", "What happens", "Others"}}
		for _, p := range c.Worst() {
			rows = append(rows, []string{escape(p.Name), escape(strings.Join(c.Lines(p), "; ")), escape(c.Others(p))})
		}
		m.table(rows, -1)
	}
	m.named(c)
	m.line("")
	for _, n := range c.Notes {
		m.line("*%s*  ", escape(n))
	}
}

// Depends words the shares of the flow that pass countries and straits.
func (c *Corridor) Depends() string {
	var out []string
	for _, s := range append(slices.Clone(c.Exposure.Countries), c.Exposure.Straits...) {
		out = append(out, s.Name+" "+shareOf(s.Share))
	}
	text := strings.Join(out, ", ")
	if !c.Exposure.Modelled {
		text += " (of the cheapest ways; the model sends nothing)"
	}
	return text
}

// Others says who else is hit worst by a closure.
func (c *Corridor) Others(p corridor.PairClosure) string {
	h := p.Other
	if h == nil || h.Lost <= smallest {
		return ""
	}
	if h.Unmet > smallest {
		return fmt.Sprintf("%s: misses %s", h.Name, amountOf(h.Unmet))
	}
	return fmt.Sprintf("%s: replaces %s", h.Name, amountOf(h.Lost))
}

func (m *markdown) named(c *Corridor) {
	if len(c.Named) == 0 {
		return
	}
	m.line("\n**What the sources say of these ways**\n")
	for i := range c.Named {
		x := &c.Named[i]
		m.line("- %s, %s: %s %s", escape(x.Name), string(x.Effect), escape(tidy(x.Mention.Sentence)), numbers(x.Reports))
	}
}
