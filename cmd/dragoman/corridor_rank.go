package main

import (
	"encoding/csv"
	"fmt"
	"strings"

	"dragoman/corridor"
)

// corridorRankCmd ranks elements by the harm of their loss.
type corridorRankCmd struct {
	corridorOptions
	Pairs  bool   `help:"Two losses at once, of the worst elements."`
	Worst  int    `default:"12" placeholder:"N" help:"Of how many of the worst elements pairs are made."`
	For    string `placeholder:"A" help:"Only the harm to this country counts."`
	Top    int    `default:"20" placeholder:"N" help:"At most so many rows."`
	Format string `enum:"table,json,csv" default:"table" help:"table, json or csv."`
}

func (c *corridorRankCmd) Run(a *app) error {
	importer := ""
	if c.For != "" {
		codes, err := countryCodes("--for", c.For)
		if err != nil {
			return err
		}
		importer = codes[0]
	}
	if c.Worst < 2 || c.Worst > 60 {
		return misuse("--worst", "write a number from 2 to 60", "%d elements make no pairs that can be looked at", c.Worst)
	}
	if err := positive("--top", c.Top); err != nil {
		return err
	}
	_, s, err := c.solver(a)
	if err != nil {
		return err
	}
	harms, err := s.Rank(a.ctx, importer, workers())
	if err != nil {
		return err
	}
	if c.Pairs {
		if harms, err = s.RankPairs(a.ctx, harms, c.Worst, importer, workers()); err != nil {
			return err
		}
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, harms)
	case "csv":
		return rankCSV(a, harms)
	}
	return c.print(a, s, harms)
}

func (c *corridorRankCmd) print(a *app, s *corridor.Solver, harms []corridor.Harm) error {
	u := corridor.UnitOf(c.Commodity)
	header := []string{"~loss of", "#carries", "#unmet", "#stuck", "#ways", "#trade", "~hurt most"}
	if c.Pairs {
		header[1] = "#beyond both"
	}
	t := grid(header...)
	for _, h := range harms {
		second := num(h.Carried, 1)
		if c.Pairs {
			second = signed(h.Excess, 2)
		}
		var hurt []string
		for _, x := range h.Hurt {
			switch {
			case x.Unmet > 0.005:
				hurt = append(hurt, fmt.Sprintf("%s misses %s", x.Name, num(x.Unmet, 2)))
			case x.Lost <= 0.005:
				hurt = append(hurt, fmt.Sprintf("%s pays %s %s", x.Name, signed(x.CostTotal, 1), u.Value))
			default:
				hurt = append(hurt, fmt.Sprintf("%s replaces %s at %s %s", x.Name, num(x.Lost, 2), signed(x.CostMore, 1), u.Cost))
			}
		}
		t.add(h.Name, second, num(h.Unmet, 2), num(h.Stuck, 2), signed(h.Transport, 0), signed(h.Switching, 0), strings.Join(hurt, "; "))
	}
	a.say("", "What the loss of each would do in a year: %s, %s, in %s and %s%s", c.Commodity, s.View.At, u.Short, u.Value, t.first(c.Top))
	if err := t.print(a); err != nil {
		return err
	}
	a.say("", "\nunmet: demand that nobody can meet; stuck: what fields cannot send off; ways: change of the cost of transport; "+
		"trade: change of the cost of buying and selling other than usual")
	return nil
}

func rankCSV(a *app, harms []corridor.Harm) error {
	out := csv.NewWriter(a.out)
	_ = out.Write([]string{"elements", "name", "carried", "unmet", "stuck", "transport", "switching", "excess", "hurt"})
	for _, h := range harms {
		var hurt []string
		for _, x := range h.Hurt {
			hurt = append(hurt, fmt.Sprintf("%s %s/%s", x.Who, num(x.Unmet, 3), num(x.Lost, 3)))
		}
		_ = out.Write([]string{strings.Join(h.Elements, "|"), h.Name, num(h.Carried, 3), num(h.Unmet, 3), num(h.Stuck, 3), num(h.Transport, 1),
			num(h.Switching, 1), num(h.Excess, 3), strings.Join(hurt, "|")})
	}
	out.Flush()
	return out.Error()
}
