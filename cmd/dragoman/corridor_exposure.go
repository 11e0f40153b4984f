package main

import (
	"dragoman/corridor"
)

// corridorExposureCmd says what a flow depends on.
type corridorExposureCmd struct {
	A string `arg:"" name:"country" help:"Who sends; or, without another country, who takes."`
	B string `arg:"" optional:"" name:"other" help:"Who takes."`
	corridorOptions
	Exports bool   `help:"With one country: all that it sends, instead of all that it takes."`
	Format  string `enum:"table,json" default:"table" help:"table or json."`
}

func (c *corridorExposureCmd) Run(a *app) error {
	from, to := "", ""
	if c.B != "" {
		codes, err := countryCodes("corridor exposure", c.A, c.B)
		if err != nil {
			return err
		}
		from, to = codes[0], codes[1]
	} else {
		codes, err := countryCodes("corridor exposure", c.A)
		if err != nil {
			return err
		}
		if to = codes[0]; c.Exports {
			from, to = to, ""
		}
	}
	_, s, err := c.solver(a)
	if err != nil {
		return err
	}
	e, err := s.Base().Exposure(from, to)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(a.out, e)
	}
	what := "what " + corridor.CountryName(from) + " sends to " + corridor.CountryName(to)
	switch {
	case from == "":
		what = "what " + corridor.CountryName(to) + " takes from abroad"
	case to == "":
		what = "what " + corridor.CountryName(from) + " sends abroad"
	}
	if e.Ways == 0 {
		a.say("", "No way leads %s from %s to %s at %s.", e.Commodity, corridor.CountryName(from), corridor.CountryName(to), e.At)
		return nil
	}
	if e.Modelled {
		a.say("", "Of %s (%s, %s: %s %s by %s) so much crosses", what, e.Commodity, e.At, num(e.Volume, 2), e.Unit.Volume, plural(e.Ways, "way"))
	} else {
		a.say("", "The model sends nothing of %s (%s, %s); of the %d cheapest ways so many cross", what, e.Commodity, e.At, e.Ways)
	}
	for _, list := range []struct {
		name   string
		shares []corridor.Share
	}{{"Countries", e.Countries}, {"Straits and canals", e.Straits}, {"Elements", e.Elements}} {
		t := grid("~what", "#share", "#"+e.Unit.Volume)
		if !e.Modelled {
			t = grid("~what", "#share")
		}
		for _, x := range list.shares {
			t.add([]string{x.Name, num(100*x.Share, 0) + " %", num(x.Volume, 2)}[:len(t.header)]...)
		}
		if err := a.section(list.name, t); err != nil {
			return err
		}
	}
	return nil
}
