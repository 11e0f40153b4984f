package corridor

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Comparison sets a flow under changes beside the one without.
type Comparison struct {
	Before *Flow `json:"before"`
	After  *Flow `json:"after"`

	Unmet     float64 `json:"unmet"`     // more is missing
	Stuck     float64 `json:"stuck"`     // more stays in the fields
	Transport float64 `json:"transport"` // more is paid for the ways, in Unit.Value a year
	Switching float64 `json:"switching"` // more is lost by selling and buying other than usual

	Consumers []Hurt  `json:"consumers"` // by importer, the worst hit first; those that nothing changes for are left out
	Places    []Hurt  `json:"places"`    // the same by place that asks
	Producers []Loss  `json:"producers"` // by origin
	Links     []Shift `json:"links"`     // where more or less passes, the largest change first
}

// Hurt is what a change does to a buyer.
type Hurt struct {
	Who       string             `json:"who"` // code of a country, or a node
	Name      string             `json:"name"`
	Asked     float64            `json:"asked"`
	Lost      float64            `json:"lost"`       // of what came before, what an origin no longer sends
	Replaced  float64            `json:"replaced"`   // what others send instead
	Unmet     float64            `json:"unmet"`      // more is missing
	Origins   map[string]float64 `json:"origins"`    // change by origin
	CostMore  float64            `json:"cost"`       // of what it gets, change for a part: transport and buying other than usual
	Transport float64            `json:"transport"`  // of it, transport
	DaysMore  float64            `json:"days"`       // on the way, change of the average
	CostTotal float64            `json:"cost_total"` // change of all costs of what it gets, in Unit.Value a year
}

// Loss is what a change does to an origin.
type Loss struct {
	Origin string             `json:"origin"`
	Name   string             `json:"name"`
	Before float64            `json:"before"` // sent off
	After  float64            `json:"after"`
	Stuck  float64            `json:"stuck"`
	To     map[string]float64 `json:"to"` // change by importer
}

// Shift is what a change does to a link.
type Shift struct {
	Link    string  `json:"link"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	Element string  `json:"element,omitempty"`
	Before  float64 `json:"before"`
	After   float64 `json:"after"`
}

const noticed = 0.005 // changes below, in the commodity's unit a year, are left out

// Compare sets two flows of a view side by side.
func Compare(before, after *Flow) *Comparison {
	c := &Comparison{Before: before, After: after, Unmet: clean(after.Unmet - before.Unmet), Stuck: clean(after.Stuck - before.Stuck),
		Transport: clean(after.Transport - before.Transport), Switching: clean(after.Switching - before.Switching)}
	n := before.view.Net
	c.Places = hurts(before.Demands, after.Demands, n, func(d *Intake) string { return d.Node })
	c.Consumers = hurts(before.Demands, after.Demands, n, func(d *Intake) string { return d.Importer })
	c.producers(n)
	c.links()
	return c
}

func clean(x float64) float64 {
	if math.Abs(x) < 10*dust {
		return 0
	}
	return x
}

func hurts(before, after []Intake, n *Network, who func(*Intake) string) []Hurt {
	at := map[string]int{}
	var out []Hurt
	type sums struct{ got, cost, transport, days float64 }
	var was, is []sums
	add := func(list []Intake, sign float64, s *[]sums) {
		for i := range list {
			d := &list[i]
			k, ok := at[who(d)]
			if !ok {
				k = len(out)
				at[who(d)] = k
				out = append(out, Hurt{Who: who(d), Name: n.importerName(who(d)), Origins: map[string]float64{}})
				was, is = append(was, sums{}), append(is, sums{})
			}
			if sign < 0 {
				out[k].Asked += d.Asked
			}
			out[k].Unmet += sign * d.Unmet
			for o, x := range d.Origins {
				out[k].Origins[o] += sign * x
			}
			(*s)[k].got += d.Got
			(*s)[k].cost += d.Got * (d.Cost + d.Extra)
			(*s)[k].transport += d.Got * d.Cost
			(*s)[k].days += d.Got * d.Days
		}
	}
	add(before, -1, &was)
	add(after, 1, &is)
	for k := range out {
		h := &out[k]
		h.Unmet = clean(h.Unmet)
		for _, o := range slices.Sorted(maps.Keys(h.Origins)) { // sums that do not depend on the order of a map
			x := h.Origins[o]
			if math.Abs(x) < noticed {
				delete(h.Origins, o)
				continue
			}
			h.Lost += max(0, -x)
			h.Replaced += max(0, x)
		}
		if was[k].got > dust && is[k].got > dust {
			h.CostMore = clean(is[k].cost/is[k].got - was[k].cost/was[k].got)
			h.Transport = clean(is[k].transport/is[k].got - was[k].transport/was[k].got)
			h.DaysMore = clean(is[k].days/is[k].got - was[k].days/was[k].got)
		}
		h.CostTotal = clean(is[k].cost - was[k].cost)
	}
	out = slices.DeleteFunc(out, func(h Hurt) bool {
		return h.Lost < noticed && math.Abs(h.Unmet) < noticed && math.Abs(h.CostTotal) < 0.05
	})
	slices.SortFunc(out, func(a, b Hurt) int {
		return cmp.Or(-cmp.Compare(a.Unmet, b.Unmet), -cmp.Compare(a.Lost, b.Lost), -cmp.Compare(a.CostTotal, b.CostTotal), cmp.Compare(a.Who, b.Who))
	})
	return out
}

// importerName is the name of a country, or of the node that stands for several.
func (n *Network) importerName(who string) string {
	if p := n.Node(who); p != nil {
		return n.ShortName(who)
	}
	return CountryName(who)
}

func (c *Comparison) producers(n *Network) {
	at := map[string]int{}
	get := func(origin string) *Loss {
		k, ok := at[origin]
		if !ok {
			k = len(c.Producers)
			at[origin] = k
			c.Producers = append(c.Producers, Loss{Origin: origin, Name: CountryName(origin), To: map[string]float64{}})
		}
		return &c.Producers[k]
	}
	for _, side := range []struct {
		f    *Flow
		sign float64
	}{{c.Before, -1}, {c.After, 1}} {
		for _, s := range side.f.Sources {
			l := get(s.Origin)
			l.Stuck += side.sign * s.Stuck
			if side.sign < 0 {
				l.Before += s.Taken
			} else {
				l.After += s.Taken
			}
		}
		for _, r := range side.f.Routes {
			get(r.Origin).To[r.Importer] += side.sign * r.Volume
		}
	}
	for k := range c.Producers {
		p := &c.Producers[k]
		p.Stuck = clean(p.Stuck)
		for who, x := range p.To {
			if math.Abs(x) < noticed {
				delete(p.To, who)
			}
		}
	}
	c.Producers = slices.DeleteFunc(c.Producers, func(l Loss) bool {
		return len(l.To) == 0 && math.Abs(l.Stuck) < noticed && math.Abs(l.After-l.Before) < noticed
	})
	slices.SortFunc(c.Producers, func(a, b Loss) int {
		return cmp.Or(-cmp.Compare(a.Stuck, b.Stuck), cmp.Compare(a.After-a.Before, b.After-b.Before), cmp.Compare(a.Origin, b.Origin))
	})
}

func (c *Comparison) links() {
	type key struct{ link, from string }
	at := map[key]int{}
	for _, side := range []*Flow{c.Before, c.After} {
		for _, l := range side.Links {
			k, ok := at[key{l.Link, l.From}]
			if !ok {
				k = len(c.Links)
				at[key{l.Link, l.From}] = k
				c.Links = append(c.Links, Shift{Link: l.Link, From: l.From, To: l.To, Element: l.Element})
			}
			if side == c.Before {
				c.Links[k].Before = l.Volume
			} else {
				c.Links[k].After = l.Volume
			}
		}
	}
	c.Links = slices.DeleteFunc(c.Links, func(s Shift) bool { return math.Abs(s.After-s.Before) < noticed })
	slices.SortFunc(c.Links, func(a, b Shift) int {
		return cmp.Or(-cmp.Compare(math.Abs(a.After-a.Before), math.Abs(b.After-b.Before)), cmp.Compare(a.Link, b.Link))
	})
}

// Of finds a buyer in the comparison; nil where nothing changes for it.
func (c *Comparison) Of(who string) *Hurt {
	for _, list := range [][]Hurt{c.Consumers, c.Places} {
		for i := range list {
			if list[i].Who == who {
				return &list[i]
			}
		}
	}
	return nil
}
