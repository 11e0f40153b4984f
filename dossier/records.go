package dossier

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
)

// agreements lists the agreements of the pair with their life as reported.
func (a *assembly) agreements() error {
	list, err := a.store.Agreements(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, g := range mergedAgreements(list) {
		a.out.Agreements = append(a.out.Agreements, a.agreement(g))
	}
	newestFirst(a.out.Agreements, func(x *Agreement) *Item { return &x.Item })
	return nil
}

// agreement words the reports of one agreement; the furthest station reached gives its state.
func (a *assembly) agreement(g []dragoman.Stored[dragoman.Agreement]) Agreement {
	best := &g[0].Record
	out := Agreement{Item: a.item(best.ID, best.Kind, best.Date, best.Place, best.Status, best.Confidence), Kind: best.Kind,
		Name: best.Name, State: best.State, Subject: tidy(best.Subject), Count: max(1, best.Count)}
	out.Title = capital(cmp.Or(best.Name, best.Kind))
	out.Parties = a.parties(best.Parties)
	seen := map[string]bool{}
	for i := range g {
		r := &g[i].Record
		a.report(&out.Item, g[i].Document, r.Evidence, false)
		out.Subject = cmp.Or(out.Subject, tidy(r.Subject))
		station := joined(", ", stationOf(r), When(r.Date))
		if !seen[station] {
			seen[station] = true
			out.Stations = append(out.Stations, station)
		}
	}
	a.close(&out.Item)
	return out
}

// stationOf words the state of an agreement with what keeps it from being a fact.
func stationOf(r *dragoman.Agreement) string {
	switch r.Status {
	case dragoman.Planned:
		return "to be " + string(r.State)
	case dragoman.Negated:
		return "not " + string(r.State)
	case dragoman.Hypothetical:
		return "possibly " + string(r.State)
	}
	return string(r.State)
}

func (a *assembly) missions() error {
	list, err := a.store.Missions(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, g := range mergedMissions(list) {
		best := &g[0].Record
		m := Mission{Item: a.item(best.ID, best.Kind, best.Date, best.Place, best.Status, best.Confidence), Kind: best.Kind,
			Change: best.Change, Of: best.Of.Country, In: best.In.Country}
		m.Parties = a.country(m.Of) + " in " + a.country(m.In)
		for i := range g {
			a.report(&m.Item, g[i].Document, g[i].Record.Evidence, false)
			if other := &g[i].Record; other.Change != best.Change || other.Date.Start != best.Date.Start {
				m.Notes = append(m.Notes, joined(", ", "also reported: "+other.Change, When(other.Date)))
			}
		}
		m.Notes = slices.Compact(m.Notes)
		a.close(&m.Item)
		a.out.Missions = append(a.out.Missions, m)
	}
	newestFirst(a.out.Missions, func(x *Mission) *Item { return &x.Item })
	return nil
}

func (a *assembly) gatherings() error {
	list, err := a.store.Gatherings(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, g := range mergedGatherings(list) {
		best := &g[0].Record
		x := Gathering{Item: a.item(best.ID, cmp.Or(best.Name, best.Kind), best.Date, best.Place, best.Status, best.Confidence),
			Kind: best.Kind, Edition: best.Edition, Host: a.party(best.Host)}
		x.Parties = a.parties(best.Participants)
		for i := range g {
			a.report(&x.Item, g[i].Document, g[i].Record.Evidence, false)
		}
		a.close(&x.Item)
		a.out.Gatherings = append(a.out.Gatherings, x)
	}
	newestFirst(a.out.Gatherings, func(x *Gathering) *Item { return &x.Item })
	return nil
}

func (a *assembly) statements() error {
	list, err := a.store.Statements(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for i := range list {
		r := &list[i].Record
		s := Statement{Item: a.item(r.ID, "Statement", r.Date, dragoman.Place{}, dragoman.Happened, r.Confidence),
			Speaker: a.party(r.Speaker), Said: tidy(r.Quote), Direct: r.Direct, Stance: r.Stance}
		s.Parties = joined(" ", s.Speaker, prefixed("on ", a.parties(r.About)))
		a.report(&s.Item, list[i].Document, r.Evidence, false)
		a.close(&s.Item)
		a.out.Statements = append(a.out.Statements, s)
	}
	newestFirst(a.out.Statements, func(x *Statement) *Item { return &x.Item })
	return nil
}

func (a *assembly) promises() error {
	list, err := a.store.Commitments(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for i := range list {
		r := &list[i].Record
		p := Promise{Item: a.item(r.ID, "Promise", r.Date, dragoman.Place{}, dragoman.Planned, r.Confidence), What: tidy(r.What),
			Due: When(r.Due), Overdue: r.Due.End != "" && r.Due.End < a.out.AsOf}
		p.Parties = a.between(r.By, r.To, false)
		a.report(&p.Item, list[i].Document, r.Evidence, false)
		a.close(&p.Item)
		a.out.Promises = append(a.out.Promises, p)
	}
	newestFirst(a.out.Promises, func(x *Promise) *Item { return &x.Item })
	return nil
}

// figures puts the values that sources give for one quantity side by side.
func (a *assembly) figures() error {
	list, err := a.store.Figures(a.ctx, a.pair)
	if err != nil {
		return err
	}
	groups := map[string]*Comparison{}
	var order []*Comparison
	for i := range list {
		r := &list[i].Record
		c := Comparison{Metric: r.Metric, Parties: a.figureParties(r), Period: When(r.Period), Unit: r.Unit,
			Target: r.Status == dragoman.Planned || r.Status == dragoman.Hypothetical}
		key := joined("|", c.Metric, c.Parties, c.Period, c.Unit, r.Change, string(r.Status))
		if groups[key] == nil {
			groups[key] = &c
			order = append(order, &c)
		}
		a.addFigure(groups[key], r, list[i].Document)
	}
	for _, c := range order {
		a.compare(c)
		a.out.Figures = append(a.out.Figures, *c)
	}
	slices.SortStableFunc(a.out.Figures, func(x, y Comparison) int {
		kx, ky := orderKey(x.Values[0].Date, x.Values[0].published), orderKey(y.Values[0].Date, y.Values[0].published)
		return cmp.Or(strings.Compare(x.Metric, y.Metric), strings.Compare(ky, kx))
	})
	return nil
}

// figureParties names a directed figure's two sides in order, an undirected one's by code, so that it does not matter who
// is named first.
func (a *assembly) figureParties(r *dragoman.Figure) string {
	if r.Directed && len(r.Parties) == 2 {
		return a.party(r.Parties[0]) + " → " + a.party(r.Parties[1])
	}
	list := slices.Clone(r.Parties)
	slices.SortFunc(list, func(x, y dragoman.Actor) int {
		return cmp.Or(cmp.Compare(x.Country, y.Country), cmp.Compare(x.Name, y.Name))
	})
	return a.parties(list)
}

// addFigure adds a value to a comparison, or a report to a value that stands there already.
func (a *assembly) addFigure(c *Comparison, r *dragoman.Figure, doc dragoman.DocumentRef) {
	for i := range c.Values {
		if v := &c.Values[i]; v.Value == r.Value && v.ValueMax == r.ValueMax && v.Amount == Amount(r) {
			a.report(&v.Item, doc, r.Evidence, false)
			return
		}
	}
	v := Figure{Item: a.item(r.ID, r.Metric, r.Period, dragoman.Place{}, r.Status, r.Confidence), Value: r.Value, ValueMax: r.ValueMax, Amount: Amount(r)}
	v.Parties = c.Parties
	if r.Source != nil {
		v.Notes = append(v.Notes, "according to "+a.party(*r.Source))
	}
	a.report(&v.Item, doc, r.Evidence, false)
	c.Values = append(c.Values, v)
}

// compare sorts the values, marks them and tells by how much they differ.
func (a *assembly) compare(c *Comparison) {
	slices.SortStableFunc(c.Values, func(x, y Figure) int { return cmp.Compare(x.Value, y.Value) })
	for i := range c.Values {
		a.close(&c.Values[i].Item)
	}
	if low, high := c.Values[0].Value, c.Values[len(c.Values)-1].Value; low > 0 {
		c.Ratio = high / low
	}
	if len(c.Values) > 1 && c.Ratio > tolerance {
		d := Dispute{About: joined(", ", c.Metric, c.Parties, c.Period)}
		for i := range c.Values {
			v := &c.Values[i]
			d.What = append(d.What, v.Amount+" ("+bySources(v.Reports)+")")
			d.Reports = append(d.Reports, v.Reports...)
		}
		d.What = append(d.What, "the largest is "+Number(round2(c.Ratio))+" times the smallest")
		a.out.Disputed = append(a.out.Disputed, d)
	}
}

// tolerance is how far values may lie apart and still count as the same number rounded differently.
const tolerance = 1.02

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
