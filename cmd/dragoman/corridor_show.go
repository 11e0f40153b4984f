package main

import (
	"fmt"
	"strings"

	"dragoman/corridor"
)

// corridorShowCmd prints the page of an element.
type corridorShowCmd struct {
	Element string `arg:"" help:"An element, by id or name: CPC, janaf, Bosporus."`
	corridorOptions
	Format string `enum:"table,json" default:"table" help:"table or json."`
}

func (c *corridorShowCmd) Run(a *app) error {
	n, v, err := c.view(a)
	if err != nil {
		return err
	}
	id, _, err := n.Find(c.Element, "element")
	if err != nil {
		return err
	}
	mentions, err := a.mentions(a.ctx, n)
	if err != nil {
		return err
	}
	var flow *corridor.Flow
	if s, err := corridor.NewSolver(v, corridor.Assume(c.Commodity)); err == nil {
		flow = s.Base()
	}
	p, err := n.Page(id, v.At, flow, mentions[id])
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(a.out, p)
	}
	return printPage(a, n, p, c.Commodity)
}

func printPage(a *app, n *corridor.Network, p *corridor.Page, commodity string) error {
	e := &p.Element
	a.say("  ", "%s (%s)", e.Name, strings.Join(append([]string{e.Kind}, e.Countries...), ", "))
	for _, line := range []struct{ label, text string }{{"", e.About}, {"also called: ", strings.Join(e.Names, ", ")}, {"owner: ", e.Owner}, {"source: ", e.Source}, {"as of: ", e.AsOf}} {
		if line.text != "" {
			a.say("  ", "%s%s", line.label, line.text)
		}
	}
	if p.Whole != "" {
		fmt.Fprintf(a.out, "part of: %s\n", n.NameOf(p.Whole))
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"parts", p.Parts}, {"neighbours", p.Neighbours}} {
		var names []string
		for _, id := range list.ids {
			names = append(names, n.NameOf(id))
		}
		if len(names) > 0 {
			a.say("  ", "%s: %s", list.name, strings.Join(names, "; "))
		}
	}
	if m := p.Model; m != nil && m.Volume > 0 {
		a.say("  ", "in the model, %d: %s %s, from %s; to %s; one more of capacity is worth %s %s", m.Year, num(m.Volume, 1), m.Unit,
			parts(m.Origins, 5, false), parts(m.Buyers, 6, false), num(m.Worth, 1), corridor.UnitOf(commodity).Cost)
	}
	t := grid("~link", "mode", "~countries", "in "+p.When, "~history")
	for _, l := range p.Links {
		var history []string
		for _, s := range l.States {
			history = append(history, stateText(s))
		}
		t.add(n.NameOf(l.ID), l.Mode, strings.Join(l.Countries, " "), string(l.Now.Status), strings.Join(history, ", "))
	}
	if err := a.section("Links", t); err != nil {
		return err
	}
	t = grid("~of", "what", "#value", "unit", "year", "?confidence", "~source", "~?note")
	for _, f := range p.Figures {
		year := ""
		if f.Year != 0 {
			year = fmt.Sprint(f.Year)
		}
		t.add(n.NameOf(f.Item), f.Quantity, fmt.Sprint(f.Value), f.Unit, year, f.Confidence, f.Source, f.Note)
	}
	if err := a.section("Figures", t); err != nil {
		return err
	}
	t = grid("date", "effect", "status", "?kind", "~sentence", "~source")
	for _, m := range p.Mentions {
		t.add(m.Date, string(m.Effect), string(m.Status), m.Kind, m.Sentence, m.Document.Publisher)
	}
	return a.section("Reports in the store", t)
}
