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
	if c.K < 1 || c.K > 50 {
		return misuse("--k", "write a number from 1 to 50", "%d ways cannot be looked for", c.K)
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
	fmt.Fprintf(a.out, "\n%s\n~ before a number: an estimate, or of low confidence. Costs are in %s.\n", corridor.Legend, corridor.UnitOf(c.Commodity).Cost)
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
	most := "no capacity known"
	if w.Bottleneck != nil {
		most = fmt.Sprintf("at most %s %s (%s)", num(*w.Bottleneck, 1), u.Volume, n.NameOf(w.Narrowest))
	}
	a.prose("   ", "%d. %s km, %s days, %s %s; %s", number, num(w.Km, 0), num(w.Days, 1), num(w.Cost, 2), u.Cost, most)
	crosses := "   crosses " + strings.Join(w.Countries, ", ")
	if len(w.Straits) > 0 {
		var names []string
		for _, s := range w.Straits {
			names = append(names, n.NameOf(s))
		}
		crosses += "; passes " + strings.Join(names, ", ")
	}
	a.prose("   ", "%s", crosses)
	a.prose("   ", "   %s estimated; %s by land without a known capacity", plural(w.Estimates, "figure"), plural(w.Unknown, "leg"))
	fmt.Fprintf(a.out, "\n%s\n\n", v.Diagram(w, width))
	t := grid("~leg", "mode", "-by", "#km", "#days", "#cost", "#capacity", "-status", "-countries")
	for _, l := range w.Merged() {
		by := ""
		if l.Element != "" {
			by = n.NameOf(l.Element)
		}
		t.add(n.ShortName(l.From)+" - "+n.ShortName(l.To), l.Mode, by, known(l.Km, 0), known(l.Days, 1), known(l.Cost, 2), known(l.Capacity, 1),
			stateText(l.Status), strings.Join(l.Countries, " "))
	}
	return t.print(a)
}

// noWay says that there is none, and what would have to operate for one.
func noWay(a *app, n *corridor.Network, v *corridor.View, q corridor.WayQuery) error {
	fmt.Fprintf(a.out, "No way leads %s from %s to %s at %s.\n", v.Commodity, q.From, q.To, v.At)
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
