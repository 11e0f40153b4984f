package main

import (
	"encoding/csv"
	"fmt"
	"strings"

	"dragoman/chart"
	"dragoman/corridor"
)

// corridorFlowCmd solves flows.
type corridorFlowCmd struct {
	corridorOptions
	Year       string   `placeholder:"YEAR" help:"The average of a year; as --at YEAR."`
	Close      []string `placeholder:"WHAT" help:"Close this element, place, link or country."`
	Cut        []string `placeholder:"WHAT=N" help:"Take away from its capacity: Druzhba=50% or CPC=10Mt."`
	Open       []string `placeholder:"WHAT=N" help:"Let it operate, for at least so much a year: Aktau-Baku=20Mt."`
	Sanction   []string `placeholder:"A" help:"Nobody buys of this origin; RUS=HRV|SRB: these do not."`
	AsReported bool     `help:"Close what the latest reports in the store say is closed."`
	Top        int      `default:"25" placeholder:"N" help:"At most so many rows a table."`
	Format     string   `enum:"table,json,csv,svg,sankey" default:"table" help:"table, json, csv (links), svg (map) or sankey (SVG)."`
}

func (c *corridorFlowCmd) Run(a *app) error {
	if err := positive("--top", c.Top); err != nil {
		return err
	}
	if c.Year != "" {
		if c.At != "" && c.At != c.Year {
			return misuse("--year", "give one of them", "%s stands beside --at %s", c.Year, c.At)
		}
		c.At = c.Year
	}
	n, s, err := c.solver(a)
	if err != nil {
		return err
	}
	changes, err := c.changes(a, n, s.View.At)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return c.print(a, n, s.Base(), nil)
	}
	for _, x := range changes {
		if (x.Do == "close" || x.Do == "cut") && s.Base().Through(x) == 0 {
			a.hint("dragoman: %s carries no %s at %s, so nothing changes by it", x.Name, c.Commodity, s.View.At)
		}
	}
	f, err := s.Solve(changes...)
	if err != nil {
		return err
	}
	return c.print(a, n, f, corridor.Compare(s.Base(), f))
}

// changes reads the scenario off the flags.
func (c *corridorFlowCmd) changes(a *app, n *corridor.Network, at string) ([]corridor.Change, error) {
	var out []corridor.Change
	for _, kind := range []struct {
		typed []string
		read  func(string) (corridor.Change, error)
	}{
		{c.Close, n.Close}, {c.Sanction, n.Sanction},
		{c.Cut, func(s string) (corridor.Change, error) { return n.Cut(s, c.Commodity) }},
		{c.Open, func(s string) (corridor.Change, error) { return n.Open(s, c.Commodity) }},
	} {
		for _, s := range kind.typed {
			x, err := kind.read(s)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	if c.AsReported {
		mentions, err := a.mentions(a.ctx, n)
		if err != nil {
			return nil, err
		}
		reported := n.AsReported(mentions, at)
		if len(reported) == 0 {
			a.hint("dragoman: no report in the store says that an element is closed")
		}
		for _, x := range reported {
			a.hint("closed as reported: %s (%s)", x.Name, x.Why)
		}
		out = append(out, reported...)
	}
	return out, nil
}

func (c *corridorFlowCmd) print(a *app, n *corridor.Network, f *corridor.Flow, d *corridor.Comparison) error {
	var before *corridor.Flow
	if d != nil {
		before = d.Before
	}
	switch c.Format {
	case "json":
		if d != nil {
			return printJSON(a.out, d)
		}
		return printJSON(a.out, f)
	case "csv":
		return flowCSV(a, n, f, before)
	case "svg":
		return f.Picture(before).Map.SVG(a.out, chart.Options{})
	case "sankey":
		return f.Picture(before).Sankey.SVG(a.out, chart.Options{})
	}
	if d != nil {
		return c.compare(a, n, d)
	}
	return c.flow(a, n, f)
}

// flow prints a flow without changes.
func (c *corridorFlowCmd) flow(a *app, n *corridor.Network, f *corridor.Flow) error {
	u := f.Unit
	a.say("", "Flow of %s, %s: %s of %s %s delivered, %s unmet, %s stuck in the fields; ways cost %s %s a year, %s days on average",
		f.Commodity, f.At, num(f.Carried, 1), num(f.Asked, 1), u.Volume, num(f.Unmet, 2), num(f.Stuck, 2), num(f.Transport, 0), u.Value, num(f.Days, 1))
	t := grid("~buyer", "#asked", "#unmet", "#cost", "#days", "~from")
	for _, b := range f.Buyers() {
		t.add(b.Name, num(b.Asked, 2), num(b.Unmet, 2), num(b.Cost, 1), num(b.Days, 1), parts(b.Origins, 6, false))
	}
	if err := a.section("Buyers, "+u.Volume+" and "+u.Cost+t.first(c.Top), t); err != nil {
		return err
	}
	t = grid("~link", "~of", "#carries", "#capacity", "#worth", "~origins")
	for _, l := range f.Busiest() {
		t.add(n.ShortName(l.From)+" - "+n.ShortName(l.To), n.NameOf(l.Element), num(l.Volume, 1), maybe(l.Capacity, 1), num(l.Value, 1),
			parts(l.Origins, 4, false))
	}
	if err := a.section("Busiest pipes, straits and rails, "+u.Volume+t.first(c.Top), t); err != nil {
		return err
	}
	t = grid("~full", "#carries", "#capacity", "#worth")
	for _, x := range f.Scarce() {
		t.add(n.NameOf(x.Item), num(x.Volume, 1), num(x.Capacity, 1), num(x.Value, 1))
	}
	if err := a.section("What one more "+u.Volume+" of capacity would be worth, "+u.Cost+t.first(c.Top), t); err != nil {
		return err
	}
	printNotes(a, f)
	return nil
}

func printNotes(a *app, f *corridor.Flow) {
	fmt.Fprintln(a.out)
	for _, note := range f.Notes {
		a.say("  ", "- %s", note)
	}
	as := f.Assumptions
	a.say("  ", "- assumed: %g %s for an origin beyond its usual share, %g for one not bought before, %g on a link beyond its usual volume "+
		"(within it %g less), %g for more out of a basin", as.Switch, f.Unit.Cost, 2*as.Switch, as.Beyond, as.Keep, as.Swing)
}

// compare prints before and after.
func (c *corridorFlowCmd) compare(a *app, n *corridor.Network, d *corridor.Comparison) error {
	u := d.After.Unit
	var what []string
	for _, x := range d.After.Changes {
		what = append(what, x.String())
	}
	a.say("", "%s, %s: %s\n\n", d.After.Commodity, d.After.At, strings.Join(what, "; "))
	t := grid("~in a year", "#before", "#after", "#change")
	row := func(name string, before, after float64, decimals int) {
		t.add(name, num(before, decimals), num(after, decimals), signed(after-before, decimals))
	}
	row("delivered, "+u.Short, d.Before.Carried, d.After.Carried, 2)
	row("unmet, "+u.Short, d.Before.Unmet, d.After.Unmet, 2)
	row("stuck in the fields, "+u.Short, d.Before.Stuck, d.After.Stuck, 2)
	row("cost of the ways, "+u.Value, d.Before.Transport, d.After.Transport, 0)
	row("cost of trading other than usual, "+u.Value, d.Before.Switching, d.After.Switching, 0)
	row("days on the way", d.Before.Days, d.After.Days, 1)
	if err := t.print(a); err != nil {
		return err
	}
	t = grid("~buyer", "#asked", "#lost", "#replaced", "#unmet", "#cost", "#days", "~change by origin")
	for _, h := range d.Consumers {
		t.add(h.Name, num(h.Asked, 2), num(h.Lost, 2), num(h.Replaced, 2), num(h.Unmet, 2), signed(h.CostMore, 1), signed(h.DaysMore, 1),
			parts(h.Origins, 6, true))
	}
	if err := a.section("Who loses what, "+u.Volume+"; cost ("+u.Cost+") and days of all it takes"+t.first(c.Top), t); err != nil {
		return err
	}
	t = grid("~refinery or market", "#asked", "#lost", "#unmet", "#cost", "~change by origin")
	for _, h := range d.Places {
		t.add(n.ShortName(h.Who), num(h.Asked, 2), num(h.Lost, 2), num(h.Unmet, 2), signed(h.CostMore, 1), parts(h.Origins, 5, true))
	}
	if err := a.section("By place, "+u.Volume+" and "+u.Cost+t.first(c.Top), t); err != nil {
		return err
	}
	t = grid("~origin", "#before", "#after", "#stuck", "~change by buyer")
	for _, p := range d.Producers {
		t.add(p.Name, num(p.Before, 2), num(p.After, 2), num(p.Stuck, 2), parts(p.To, 6, true))
	}
	if err := a.section("Who sells what, "+u.Volume+t.first(c.Top), t); err != nil {
		return err
	}
	t = grid("~link", "~of", "#before", "#after", "#change")
	for _, s := range d.Links {
		t.add(n.ShortName(s.From)+" - "+n.ShortName(s.To), n.NameOf(s.Element), num(s.Before, 2), num(s.After, 2), signed(s.After-s.Before, 2))
	}
	if err := a.section("What goes another way, "+u.Volume+t.first(c.Top), t); err != nil {
		return err
	}
	printNotes(a, d.After)
	return nil
}

func flowCSV(a *app, n *corridor.Network, f, before *corridor.Flow) error {
	out := csv.NewWriter(a.out)
	_ = out.Write([]string{"link", "from", "to", "element", "before", "volume", "capacity", "value", "cost", "origins"})
	was := map[string]float64{}
	if before != nil {
		for _, l := range before.Links {
			was[l.Link+" "+l.From] = l.Volume
		}
	}
	write := func(l *corridor.LinkFlow, before, now float64) {
		capacity, was := "", ""
		if l.Capacity != nil {
			capacity = num(*l.Capacity, 3)
		}
		if before >= 0 {
			was = num(before, 3)
		}
		_ = out.Write([]string{l.Link, l.From, l.To, l.Element, was, num(now, 3), capacity, num(l.Value, 2), num(l.Cost, 2), parts(l.Origins, 99, false)})
	}
	for i := range f.Links {
		l := &f.Links[i]
		x := -1.0
		if before != nil {
			x = was[l.Link+" "+l.From]
			delete(was, l.Link+" "+l.From)
		}
		write(l, x, l.Volume)
	}
	if before != nil {
		for i := range before.Links {
			if l := before.Links[i]; was[l.Link+" "+l.From] > 0 {
				l.Origins, l.Value = nil, 0
				write(&l, l.Volume, 0)
			}
		}
	}
	out.Flush()
	return out.Error()
}
