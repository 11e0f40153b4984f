package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
	"dragoman/register"
)

// told adds who tells a thing, best first, and what must be known of it.
func told[T any](a *assembly, it *Item, t *register.Told[T], evidence func(*T) []dragoman.Evidence) {
	for i := range t.Reports {
		r := &t.Reports[i]
		a.report(it, r.Document, evidence(&r.Record), r.Duplicate)
	}
	a.close(it, t.Publishers, t.OpinionOnly, t.StateMediaOnly)
	for _, c := range t.Contradictions {
		it.Notes = append(it.Notes, "reports disagree: "+c)
	}
	if len(t.Contradictions) > 0 {
		a.out.Disputed = append(a.out.Disputed, Dispute{About: joined(", ", it.Title, it.Parties, it.When), What: t.Contradictions, Reports: it.Reports})
	}
}

// single is one report as a thing of its own, for kinds of records that are not merged.
func single[T any](s dragoman.Stored[T]) *register.Told[T] {
	return &register.Told[T]{Record: s.Record, Reports: []register.Report[T]{{Document: s.Document, Record: s.Record}}, Publishers: 1,
		OpinionOnly: s.Document.Kind == dragoman.KindOpinion, StateMediaOnly: s.Document.State}
}

// stations words the life of a thing: "signed, 26 January 2024 [1]".
func stations(list []register.Station, reports []Report) []string {
	var out []string
	for _, s := range list {
		var by []Report
		for _, i := range s.Reports {
			if i < len(reports) {
				by = append(by, reports[i])
			}
		}
		out = append(out, joined(" ", joined(", ", stationOf(s.State, s.Status), When(s.Date)), numbers(by)))
	}
	return out
}

// stationOf words a state with what keeps it from being a fact.
func stationOf(state string, status dragoman.Status) string {
	switch status {
	case dragoman.Planned:
		return "to be " + state
	case dragoman.Negated:
		return "not " + state
	case dragoman.Hypothetical:
		return "possibly " + state
	}
	return state
}

// agreements lists the agreements of the pair with their life as reported.
func (a *assembly) agreements() error {
	list, err := a.store.Agreements(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, g := range register.MergeAgreements(list) {
		r := &g.Record
		out := Agreement{Item: a.item(g.Reports[0].Record.ID, cmp.Or(r.Name, r.Kind), r.Date, r.Place, r.Status, r.Confidence), Kind: r.Kind,
			Name: r.Name, State: r.State, Subject: tidy(r.Subject), Count: max(1, r.Count)}
		out.Parties = a.parties(r.Parties)
		told(a, &out.Item, &g.Told, func(x *dragoman.Agreement) []dragoman.Evidence { return x.Evidence })
		out.Stations = stations(g.Stations, out.Reports)
		a.out.Agreements = append(a.out.Agreements, out)
	}
	newestFirst(a.out.Agreements, func(x *Agreement) *Item { return &x.Item })
	return nil
}

func (a *assembly) missions() error {
	list, err := a.store.Missions(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, g := range register.MergeMissions(list) {
		r := &g.Record
		m := Mission{Item: a.item(g.Reports[0].Record.ID, r.Kind, r.Date, r.Place, r.Status, r.Confidence), Kind: r.Kind,
			Change: r.Change, Of: r.Of.Country, In: r.In.Country}
		m.Parties = a.country(m.Of) + " in " + a.country(m.In)
		told(a, &m.Item, &g.Told, func(x *dragoman.Mission) []dragoman.Evidence { return x.Evidence })
		m.Stations = stations(g.Stations, m.Reports)
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
	for _, g := range register.MergeGatherings(list) {
		r := &g.Record
		x := Gathering{Item: a.item(g.Reports[0].Record.ID, cmp.Or(r.Name, r.Kind), r.Date, r.Place, r.Status, r.Confidence),
			Kind: r.Kind, Edition: r.Edition, Host: a.party(r.Host)}
		x.Parties = a.parties(r.Participants)
		told(a, &x.Item, &g, func(x *dragoman.Gathering) []dragoman.Evidence { return x.Evidence })
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
			Speaker: a.party(r.Speaker), Said: strings.TrimPrefix(tidy(r.Quote), "that "), Direct: r.Direct, Stance: r.Stance}
		s.Parties = joined(" ", s.Speaker, prefixed("on ", a.parties(r.About)))
		told(a, &s.Item, single(list[i]), func(x *dragoman.Statement) []dragoman.Evidence { return x.Evidence })
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
		told(a, &p.Item, single(list[i]), func(x *dragoman.Commitment) []dragoman.Evidence { return x.Evidence })
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
	for _, g := range register.MergeFigures(list) {
		c := Comparison{Metric: g.Metric, Parties: a.figureParties(g), Period: When(g.Period), Unit: g.Unit, Target: g.Target, Agree: g.Agree, Ratio: g.Ratio}
		for i := range g.Values {
			v := &g.Values[i]
			r := &v.Record
			f := Figure{Item: a.item(v.Reports[0].Record.ID, r.Metric, r.Period, dragoman.Place{}, r.Status, r.Confidence), Value: v.Value,
				ValueMax: r.ValueMax, Amount: Amount(r)}
			f.Parties = c.Parties
			if r.Source != nil {
				f.Notes = append(f.Notes, "according to "+a.party(*r.Source))
			}
			told(a, &f.Item, &v.Told, func(x *dragoman.Figure) []dragoman.Evidence { return x.Evidence })
			c.Values = append(c.Values, f)
			a.claims = append(a.claims, claim{record: *r, what: joined(", ", c.What(), c.Parties, c.Period), figure: f})
		}
		a.dispute(&c)
		a.out.Figures = append(a.out.Figures, c)
	}
	slices.SortStableFunc(a.out.Figures, func(x, y Comparison) int {
		kx, ky := orderKey(x.Values[0].Date, x.Values[0].published), orderKey(y.Values[0].Date, y.Values[0].published)
		return cmp.Or(strings.Compare(x.Metric, y.Metric), strings.Compare(ky, kx))
	})
	return nil
}

// figureParties names a directed figure's two sides with an arrow.
func (a *assembly) figureParties(g register.Figures) string {
	if g.Values[0].Record.Directed && len(g.Parties) == 2 {
		return a.party(g.Parties[0]) + " → " + a.party(g.Parties[1])
	}
	return a.parties(g.Parties)
}

// dispute notes values that differ by more than rounding.
func (a *assembly) dispute(c *Comparison) {
	if c.Agree || len(c.Values) < 2 {
		return
	}
	d := Dispute{About: joined(", ", capital(c.Metric), c.Parties, c.Period)}
	for i := range c.Values {
		v := &c.Values[i]
		d.What = append(d.What, v.Amount+" ("+bySources(v.Reports)+")")
		d.Reports = append(d.Reports, v.Reports...)
	}
	if c.Ratio > 0 {
		d.What = append(d.What, fmt.Sprintf("the largest is %.2f times the smallest", c.Ratio))
	}
	a.out.Disputed = append(a.out.Disputed, d)
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
