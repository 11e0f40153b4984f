package main

import (
	"fmt"

	"dragoman/corridor"
)

// corridorResilienceCmd follows a country through the years.
type corridorResilienceCmd struct {
	A string `arg:"" name:"country" help:"Who takes."`
	corridorData
	corridorPlanned
	From   int    `default:"2015" placeholder:"YEAR" help:"First year."`
	To     int    `default:"2030" placeholder:"YEAR" help:"Last year."`
	Format string `enum:"table,json" default:"table" help:"table or json."`
}

func (c *corridorResilienceCmd) Run(a *app) error {
	codes, err := countryCodes("corridor resilience", c.A)
	if err != nil {
		return err
	}
	n, err := c.network()
	if err != nil {
		return err
	}
	years, err := n.Resilience(a.ctx, codes[0], c.Commodity, c.From, c.To, c.Planned, corridor.Assume(c.Commodity), workers())
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(a.out, years)
	}
	u := corridor.UnitOf(c.Commodity)
	a.say("", "%s, %s: links that lead in, origins, and what the worst single loss would do (%s, %s)", corridor.CountryName(codes[0]), c.Commodity,
		u.Volume, u.Value)
	t := grid("year", "#asked", "#?unmet", "#links", "#capacity", "#origins", "#HHI", "~worst loss", "#missing", "#cost")
	for _, y := range years {
		capacity := num(y.Capacity, 1)
		switch {
		case y.Unknown > 0 && y.Unknown == y.Open:
			capacity = "n/a"
		case y.Unknown > 0:
			capacity = fmt.Sprintf("%s + %d n/a", capacity, y.Unknown)
		}
		t.add(fmt.Sprint(y.Year), num(y.Asked, 2), num(y.Unmet, 2), fmt.Sprint(y.Open), capacity, fmt.Sprint(y.Origins), num(y.HHI, 2), y.WorstName,
			num(y.WorstMiss, 2), signed(y.WorstCost, 0))
	}
	if err := t.print(a); err != nil {
		return err
	}
	a.say("", "\nlinks: that lead in; capacity: of those whose capacity is known; HHI: how concentrated the origins are (Herfindahl-Hirschman), "+
		"1 is one alone; missing and cost: what the worst loss leaves unmet, and how the cost of the ways changes")
	return nil
}
