package corridor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// Finding is something in the data that cannot be or should be looked at.
type Finding struct {
	dragoman.Problem
	Grave bool // an error: answers built on it are wrong; otherwise a notice
}

// Check names what is wrong with the network: ids that stand twice or lead nowhere, impossible lengths, capacities and dates, missing sources, flows
// above capacity, parts of themselves, pieces without connection. Errors stand before notices, each in the order of files and lines.
func (n *Network) Check() []Finding {
	c := &checker{n: n}
	c.ids()
	for i := range n.Elements {
		c.element(&n.Elements[i])
	}
	for i := range n.Nodes {
		c.node(&n.Nodes[i])
	}
	for i := range n.Links {
		c.link(&n.Links[i])
	}
	for i := range n.Figures {
		c.figure(&n.Figures[i])
	}
	c.bans()
	c.pieces()
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if a.Grave != b.Grave {
			return map[bool]int{true: -1, false: 1}[a.Grave]
		}
		return cmp.Compare(a.File, b.File)
	})
	return c.found
}

type checker struct {
	n     *Network
	found []Finding
}

func (c *checker) say(grave bool, w Where, mend, format string, args ...any) {
	place := ""
	if w.Line > 0 {
		place = fmt.Sprintf("line %d", w.Line)
		if strings.HasSuffix(w.File, "json") {
			place = fmt.Sprintf("feature %d", w.Line)
		}
	}
	c.found = append(c.found, Finding{*dragoman.Problemf(w.File, place, mend, format, args...), grave})
}

// ids finds ids that stand twice, in one table or in two.
func (c *checker) ids() {
	type use struct {
		sort string
		w    Where
	}
	seen := map[string]use{}
	look := func(id, sort string, w Where) {
		old, twice := seen[id]
		switch {
		case twice && old.sort == sort:
			c.say(true, w, "give it another id", "%s %s stands already in %s, line %d", sort, id, old.w.File, old.w.Line)
		case twice && sort == "link":
			c.say(true, w, "give the link another id", "link %s has the id of a %s", id, old.sort)
		case !twice:
			seen[id] = use{sort, w}
		}
	}
	for _, e := range c.n.Elements {
		look(e.ID, "element", e.Where)
	}
	for _, p := range c.n.Nodes {
		look("node "+p.ID, "node", p.Where) // a port's node may have its element's id
	}
	for _, l := range c.n.Links {
		look(l.ID, "link", l.Where)
	}
}

func (c *checker) element(e *Element) {
	if e.Source == "" {
		c.say(true, e.Where, "name publisher, title and date", "element %s has no source", e.ID)
	}
	c.countries(e.Countries, e.Where, e.ID)
	if e.PartOf != "" && c.n.Element(e.PartOf) == nil {
		c.say(true, e.Where, "name an element of elements.tsv", "%s is part of %s, which is not there", e.ID, e.PartOf)
	}
	for up, steps := e, 0; up != nil && up.PartOf != ""; up, steps = c.n.Element(up.PartOf), steps+1 {
		if up.PartOf == e.ID {
			c.say(true, e.Where, "break the circle", "%s is part of itself", e.ID)
			return
		}
		if steps > len(c.n.Elements) {
			return // another element's circle
		}
	}
}

func (c *checker) countries(codes []string, w Where, id string) {
	lex, err := lexicon.Default()
	if err != nil {
		return
	}
	for _, code := range codes {
		if lex.FindCountry(code) != code {
			c.say(true, w, "write ISO 3166-1 alpha-3", "%s names country %q, which is none", id, code)
		}
	}
}

func (c *checker) node(p *Node) {
	if p.Source == "" {
		c.say(true, p.Where, "name publisher, title and date", "node %s has no source", p.ID)
	}
	if p.Country != "" {
		c.countries([]string{p.Country}, p.Where, p.ID)
	}
	if p.Element != "" && c.n.Element(p.Element) == nil {
		c.say(true, p.Where, "add the element or leave the cell empty", "node %s belongs to %s, which is no element", p.ID, p.Element)
	}
}

func (c *checker) link(l *Link) {
	n := c.n
	if l.Source == "" {
		c.say(true, l.Where, "name publisher, title and date", "link %s has no source", l.ID)
	}
	if l.Element != "" && n.Element(l.Element) == nil {
		c.say(true, l.Where, "add the element or leave the cell empty", "link %s belongs to %s, which is no element", l.ID, l.Element)
	}
	c.countries(l.Countries, l.Where, l.ID)
	for _, end := range []string{l.From, l.To} {
		if n.Node(end) == nil {
			c.say(true, l.Where, "add the node, or mend the id", "link %s ends at %s, which is no node", l.ID, end)
			return
		}
	}
	if l.From == l.To {
		c.say(true, l.Where, "name two nodes", "link %s leads from %s to itself", l.ID, l.From)
	}
	for i := 1; i < len(l.States); i++ {
		if a, b := l.States[i-1].From, l.States[i].From; b == "" || a != "" && firstDay(a) > firstDay(b) {
			c.say(true, l.Where, "order the states by date", "link %s is %s from %q after being %s from %q", l.ID, l.States[i].Status, b, l.States[i-1].Status, a)
		}
	}
	c.length(l)
}

// length compares a stated length with the great circle between the ends, and with the drawn route.
func (c *checker) length(l *Link) {
	a, b := c.n.Node(l.From), c.n.Node(l.To)
	direct := greatCircle([2]float64{a.Lon, a.Lat}, [2]float64{b.Lon, b.Lat})
	for _, f := range c.n.FiguresOf(l.ID, "length") {
		switch {
		case f.Unit != "km" || l.Mode == "strait": // its nodes lie at sea before and behind it
		case f.Value < 0.95*direct-5: // positions are good to about 0.1 degree
			c.say(true, f.Where, "mend the length or the positions", "%s is %.0f km long, its ends are %.0f km apart", l.ID, f.Value, direct)
		case direct > 50 && f.Value > 8*direct:
			c.say(false, f.Where, "look at length and positions", "%s is %.0f km long, its ends are only %.0f km apart", l.ID, f.Value, direct)
		}
	}
}

// most is more than anything of its kind carries: Hormuz passes about 1,050 Mt of oil, the largest gas systems 200 bcm a year.
func most(unit string) float64 {
	return map[string]float64{"Mt/y": 1500, "bcm/y": 500, "kTEU/y": 50000}[unit]
}

func (c *checker) figure(f *Figure) {
	n := c.n
	if n.Node(f.Item) == nil && n.Link(f.Item) == nil && n.Element(f.Item) == nil {
		c.say(true, f.Where, "mend the id", "%s of %s, which is no node, link or element", f.Quantity, f.Item)
	}
	if f.Source == "" {
		c.say(true, f.Where, "name publisher, title and date", "%s of %s has no source", f.Quantity, f.Item)
	}
	if l := n.Link(f.Item); l != nil && f.Commodity != "" && !l.carries(f.Commodity) {
		c.say(true, f.Where, "mend the commodity", "%s of %s is of %s, which it does not carry", f.Quantity, f.Item, f.Commodity)
	}
	u := UnitOf(f.Commodity)
	switch f.Quantity {
	case "capacity", "flow", "supply", "demand":
		v, fits := convert(f.Value, f.Unit, u.Volume)
		switch {
		case !fits:
			c.say(true, f.Where, "write it in "+u.Volume, "%s of %s is in %s, which is no unit of %s", f.Quantity, f.Item, f.Unit, cmp.Or(f.Commodity, "crude"))
		case v > most(u.Volume):
			c.say(true, f.Where, "mend value or unit", "%s of %s is %g %s, more than anything carries", f.Quantity, f.Item, f.Value, f.Unit)
		case f.Quantity == "capacity" && f.Value == 0:
			c.say(false, f.Where, "write a state (idle, cancelled) instead", "capacity of %s is 0", f.Item)
		case f.Quantity == "flow":
			c.flow(f, v, u.Volume)
		}
	case "cost":
		if _, fits := convert(f.Value, f.Unit, u.Cost); !fits {
			c.say(true, f.Where, "write it in "+u.Cost, "cost of %s is in %s, which is no unit of %s", f.Item, f.Unit, cmp.Or(f.Commodity, "crude"))
		}
	}
}

// flow compares an observed flow with the largest capacity ever stated.
func (c *checker) flow(f *Figure, v float64, unit string) {
	limit := 0.0
	for _, g := range c.n.FiguresOf(f.Item, "capacity") {
		if x, ok := convert(g.Value, g.Unit, unit); ok {
			limit = max(limit, x)
		}
	}
	if limit > 0 && v > 1.02*limit {
		c.say(false, f.Where, "look at both", "flow of %s in %d is %.4g %s, above every stated capacity (%.4g)", f.Item, f.Year, v, unit, limit)
	}
}

func (c *checker) bans() {
	for _, e := range c.n.Embargoes {
		c.countries(append(slices.Clone(e.Origins), e.Importers...), e.Where, e.ID)
		if e.Source == "" {
			c.say(true, e.Where, "name publisher, title and date", "embargo %s has no source", e.ID)
		}
		if e.To != "" && firstDay(e.From) > firstDay(e.To) {
			c.say(true, e.Where, "exchange the dates", "embargo %s ends before it begins", e.ID)
		}
	}
	for _, g := range c.n.Grades {
		for _, id := range g.Nodes {
			if c.n.Node(id) == nil {
				c.say(true, g.Where, "mend the id", "grade %s names %s, which is no node", g.ID, id)
			}
		}
	}
}

// pieces finds nodes that no link touches and, for each commodity, pieces of the network without connection to the largest one.
func (c *checker) pieces() {
	touched := map[string]bool{}
	for _, commodity := range c.n.Commodities() {
		parent := map[string]string{}
		var root func(string) string
		root = func(id string) string {
			if p, ok := parent[id]; ok && p != id {
				parent[id] = root(p)
				return parent[id]
			}
			parent[id] = id
			return id
		}
		for i := range c.n.Links {
			if l := &c.n.Links[i]; l.carries(commodity) {
				touched[l.From], touched[l.To] = true, true
				parent[root(l.From)] = root(l.To)
			}
		}
		c.alone(commodity, parent, root)
	}
	for i := range c.n.Nodes {
		if p := &c.n.Nodes[i]; !touched[p.ID] {
			c.say(true, p.Where, "add a link, or take the node out", "no link touches node %s", p.ID)
		}
	}
}

func (c *checker) alone(commodity string, parent map[string]string, root func(string) string) {
	size := map[string]int{}
	for id := range parent {
		size[root(id)]++
	}
	largest := ""
	for r, k := range size {
		if largest == "" || k > size[largest] || k == size[largest] && r < largest {
			largest = r
		}
	}
	named := map[string]bool{}
	for i := range c.n.Nodes {
		p := &c.n.Nodes[i]
		if _, in := parent[p.ID]; !in || root(p.ID) == largest || named[root(p.ID)] {
			continue
		}
		named[root(p.ID)] = true
		c.say(false, p.Where, "add the link that is missing, if there is one", "%s of %s is one of %d nodes without connection to the rest",
			p.ID, commodity, size[root(p.ID)])
	}
}
