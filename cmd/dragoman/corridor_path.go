package main

import (
	"encoding/csv"
	"fmt"
	"strings"

	"dragoman/corridor"
)

// corridorPathCmd prints ways.
type corridorPathCmd struct {
	A string `arg:"" optional:"" name:"from" help:"A country, or a place of the network."`
	B string `arg:"" optional:"" name:"to" help:"The other country or place."`
	corridorOptions
	K      int      `default:"5" placeholder:"N" help:"How many ways."`
	By     string   `enum:"cost,distance,time" default:"cost" help:"What makes a way good: cost, distance or time."`
	From   string   `placeholder:"PLACE" help:"Begin at this place of the country."`
	To     string   `placeholder:"PLACE" help:"End at this place of the country."`
	Avoid  []string `placeholder:"WHAT" help:"Ways around this country, strait, pipeline or place."`
	Via    []string `placeholder:"WHAT" help:"Ways by this country, strait, pipeline or place."`
	Format string   `enum:"table,json,csv" default:"table" help:"table, json or csv."`
}

func (c *corridorPathCmd) Run(a *app) error {
	from, to := c.A, c.B
	if c.From != "" {
		from = c.From
	}
	if c.To != "" {
		to = c.To
	}
	if from == "" || to == "" {
		return misuse("corridor path", "write dragoman corridor path KAZ HRV, or --from tengiz --to sisak", "two places are needed")
	}
	if err := positive("--k", c.K); err != nil {
		return err
	}
	n, v, err := c.view(a)
	if err != nil {
		return err
	}
	ways, err := v.Ways(corridor.WayQuery{From: from, To: to, K: c.K, By: corridor.By(c.By), Avoid: c.Avoid, Via: c.Via})
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, ways)
	case "csv":
		return wayCSV(a, ways)
	}
	if len(ways) == 0 {
		return noWay(a, n, v, corridor.WayQuery{From: from, To: to, By: corridor.By(c.By), Avoid: c.Avoid, Via: c.Via})
	}
	for i := range ways {
		if err := printWay(a, n, v, i+1, &ways[i]); err != nil {
			return err
		}
	}
	u := corridor.UnitOf(c.Commodity)
	a.say("", "\n%s\n~ before a number: an estimate, or of low confidence; n/a: not known. Costs in %s, capacities in %s.",
		corridor.Legend, u.Cost, u.Volume)
	return nil
}

func printWay(a *app, n *corridor.Network, v *corridor.View, number int, w *corridor.Way) error {
	u := corridor.UnitOf(v.Commodity)
	width := a.width()
	if width == 0 {
		width = 100
	}
	if number > 1 {
		fmt.Fprintln(a.out)
	}
	narrowest := ""
	if w.Bottleneck != nil {
		narrowest = fmt.Sprintf(" %s (%s)", u.Volume, n.NameOf(w.Narrowest))
	}
	a.say("   ", "%d. %s km, %s days, %s %s; at most %s%s", number, num(w.Km, 0), num(w.Days, 1), num(w.Cost, 2), u.Cost,
		maybe(w.Bottleneck, 1), narrowest)
	crosses := "   crosses " + strings.Join(w.Countries, ", ")
	if len(w.Straits) > 0 {
		var names []string
		for _, s := range w.Straits {
			names = append(names, n.NameOf(s))
		}
		crosses += "; passes " + strings.Join(names, ", ")
	}
	a.say("   ", "%s", crosses)
	unknown := ""
	if w.Unknown > 0 {
		unknown = fmt.Sprintf("; %s by land without a known capacity", plural(w.Unknown, "leg"))
	}
	fmt.Fprintf(a.out, "   %s estimated%s\n\n%s\n\n", plural(w.Estimates, "figure"), unknown, v.Diagram(w, width))
	t := grid("~leg", "?mode", "~by", "#km", "#days", "#cost", "#capacity", "?since", "countries")
	for _, l := range w.Merged() {
		by := ""
		if l.Element != "" {
			by = n.NameOf(l.Element)
		}
		t.add(n.ShortName(l.From)+" - "+n.ShortName(l.To), l.Mode, by, known(l.Km, 0), known(l.Days, 1), known(l.Cost, 2), known(l.Capacity, 1),
			since(l.Status), strings.Join(l.Countries, " "))
	}
	return t.print(a)
}

// since is when a leg began to operate, or what it is instead.
func since(s corridor.State) string {
	if s.Status == corridor.Operating {
		return s.From
	}
	return strings.TrimSpace(string(s.Status) + " " + s.From)
}

// noWay says that there is none, and what would have to operate for one.
func noWay(a *app, n *corridor.Network, v *corridor.View, q corridor.WayQuery) error {
	fmt.Fprintf(a.out, "No way leads %s from %s to %s, %s.\n", v.Commodity, q.From, q.To, v.At)
	missing, err := v.Missing(q)
	if err != nil {
		return err
	}
	for _, l := range missing {
		fmt.Fprintf(a.out, "One would need %s, which is %s.\n", n.NameOf(l.Link), stateText(l.Status))
	}
	return nil
}

func stateText(s corridor.State) string {
	switch {
	case s.From == "":
		return string(s.Status)
	case s.Status == corridor.Planned:
		return "planned for " + s.From
	}
	return string(s.Status) + " since " + s.From
}

func wayCSV(a *app, ways []corridor.Way) error {
	out := csv.NewWriter(a.out)
	_ = out.Write([]string{"way", "leg", "link", "element", "from", "to", "mode", "km", "days", "cost", "capacity", "status", "countries"})
	for i, w := range ways {
		for j, l := range w.Legs {
			capacity := ""
			if l.Capacity.Known {
				capacity = num(l.Capacity.Value, 3)
			}
			_ = out.Write([]string{fmt.Sprint(i + 1), fmt.Sprint(j + 1), l.Link, l.Element, l.From, l.To, l.Mode, num(l.Km.Value, 1), num(l.Days.Value, 2),
				num(l.Cost.Value, 2), capacity, string(l.Status.Status), strings.Join(l.Countries, "|")})
		}
	}
	out.Flush()
	return out.Error()
}
