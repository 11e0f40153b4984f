package main

import (
	"context"
	"slices"
	"strings"

	"dragoman"
)

// listing is what all listings of records understand.
type listing struct {
	Pair     string `placeholder:"A,B" help:"Only what involves both countries: two ISO codes or names, as in KAZ,HRV."`
	Country  string `placeholder:"A" help:"Only what involves this country."`
	From     string `placeholder:"DATE" help:"From this day, month or year on (2024, 2024-05, 2024-05-12)."`
	To       string `placeholder:"DATE" help:"Up to this day, month or year."`
	Document string `placeholder:"ID" help:"Only records of this document."`
	Limit    int    `placeholder:"N" help:"At most so many."`
	Format   string `enum:"table,json,jsonl,csv" default:"table" help:"table, json, jsonl or csv."`
}

// filter checks the options and makes the store's filter of them.
func (l *listing) filter(statuses, kinds []string) (dragoman.Filter, error) {
	f := dragoman.Filter{Document: l.Document, Limit: l.Limit, Kinds: kinds}
	var err error
	if f.From, f.To, err = period(l.From, l.To); err != nil {
		return f, err
	}
	if l.Limit < 0 {
		return f, misuse("--limit", "write a positive number", "%d is negative", l.Limit)
	}
	for _, s := range statuses {
		if !slices.Contains(dragoman.Statuses, dragoman.Status(s)) {
			return f, misuse("--status", "write one of "+listOf(dragoman.Statuses), "%q is no status", s)
		}
		f.Statuses = append(f.Statuses, dragoman.Status(s))
	}
	f.Countries, err = l.countries()
	return f, err
}

func (l *listing) countries() ([]string, error) {
	if l.Pair != "" {
		parts := strings.Split(l.Pair, ",")
		if len(parts) != 2 {
			return nil, misuse("--pair", "write two countries as in --pair KAZ,HRV, or --country for one", "%q does not name two countries", l.Pair)
		}
		return countryCodes("--pair", parts...)
	}
	if l.Country != "" {
		return countryCodes("--country", l.Country)
	}
	return nil, nil
}

func listOf[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

// misuse is a problem of the command line: exit status 2.
func misuse(place, mend, format string, args ...any) error {
	p := dragoman.Problemf("", place, mend, format, args...)
	p.Usage = true
	return p
}

// period checks two dates and widens coarse ones to the days they mean.
func period(from, to string) (string, string, error) {
	if from != "" {
		d, err := dragoman.ParseDate(from)
		if err != nil {
			return "", "", misuse("--from", "", "%v", err)
		}
		from = d.Start
	}
	if to != "" {
		d, err := dragoman.ParseDate(to)
		if err != nil {
			return "", "", misuse("--to", "", "%v", err)
		}
		to = d.End
	}
	if from != "" && to != "" && from > to {
		return "", "", misuse("--from", "exchange the two dates", "%s lies after --to %s", from, to)
	}
	return from, to, nil
}

// show runs a query and prints its records.
func show[T any](a *app, l *listing, f dragoman.Filter, columns []column[T],
	query func(dragoman.Store, context.Context, dragoman.Filter) ([]dragoman.Stored[T], error)) error {
	st, err := a.store()
	if err != nil {
		return err
	}
	records, err := query(st, a.ctx, f)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		a.nothing()
	}
	return list(a, l.Format, columns, records)
}

// nothing says that a listing is empty, and why that may be.
func (a *app) nothing() {
	counts, err := a.st.Counts(a.ctx)
	if err == nil && counts["documents"] == 0 {
		a.hint("dragoman: the store holds no documents yet; add some with dragoman add FILE...")
		return
	}
	a.hint("dragoman: nothing found; loosen the filters, or see dragoman documents for what has been read")
}

type eventsCmd struct {
	listing
	Type   []string `placeholder:"TYPE" help:"Only these PLOVER types, as in CONSULT,SUPPORT."`
	Status []string `placeholder:"STATUS" help:"Only these: happened, ongoing, planned, hypothetical, negated, historical."`
}

func (c *eventsCmd) Run(a *app) error {
	f, err := c.filter(c.Status, nil)
	if err != nil {
		return err
	}
	for _, t := range c.Type {
		typ := dragoman.EventType(strings.ToUpper(t))
		if !slices.Contains(dragoman.EventTypes, typ) {
			return misuse("--type", "write one of "+listOf(dragoman.EventTypes), "%q is no event type", t)
		}
		f.Types = append(f.Types, typ)
	}
	return show(a, &c.listing, f, eventColumns, dragoman.Store.Events)
}

type statementsCmd struct{ listing }

func (c *statementsCmd) Run(a *app) error {
	f, err := c.filter(nil, nil)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, statementColumns, dragoman.Store.Statements)
}

type figuresCmd struct {
	listing
	Type   []string `placeholder:"METRIC" help:"Only these metrics, as in 'trade turnover'."`
	Status []string `placeholder:"STATUS" help:"Only these statuses; targets are planned."`
}

func (c *figuresCmd) Run(a *app) error {
	f, err := c.filter(c.Status, c.Type)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, figureColumns, dragoman.Store.Figures)
}

type agreementsCmd struct {
	listing
	Type   []string `placeholder:"KIND" help:"Only these kinds: MoU, treaty, contract, declaration, ..."`
	Status []string `placeholder:"STATUS" help:"Only these statuses."`
}

func (c *agreementsCmd) Run(a *app) error {
	f, err := c.filter(c.Status, c.Type)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, agreementColumns, dragoman.Store.Agreements)
}

type missionsCmd struct {
	listing
	Type   []string `placeholder:"KIND" help:"Only these kinds: embassy, consulate, ..."`
	Status []string `placeholder:"STATUS" help:"Only these statuses."`
}

func (c *missionsCmd) Run(a *app) error {
	f, err := c.filter(c.Status, c.Type)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, missionColumns, dragoman.Store.Missions)
}

type gatheringsCmd struct {
	listing
	Type   []string `placeholder:"KIND" help:"Only these kinds: forum, summit, session, ..."`
	Status []string `placeholder:"STATUS" help:"Only these statuses."`
}

func (c *gatheringsCmd) Run(a *app) error {
	f, err := c.filter(c.Status, c.Type)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, gatheringColumns, dragoman.Store.Gatherings)
}

type officesCmd struct{ listing }

func (c *officesCmd) Run(a *app) error {
	f, err := c.filter(nil, nil)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, officeColumns, dragoman.Store.Offices)
}

type commitmentsCmd struct{ listing }

func (c *commitmentsCmd) Run(a *app) error {
	f, err := c.filter(nil, nil)
	if err != nil {
		return err
	}
	return show(a, &c.listing, f, commitmentColumns, dragoman.Store.Commitments)
}

type documentsCmd struct{ listing }

func (c *documentsCmd) Run(a *app) error {
	f, err := c.filter(nil, nil)
	if err != nil {
		return err
	}
	st, err := a.store()
	if err != nil {
		return err
	}
	docs, err := st.Documents(a.ctx, f)
	if err != nil {
		return err
	}
	return a.listDocuments(docs, c.Format)
}

type searchCmd struct {
	Words  []string `arg:"" help:"Words to look for."`
	Limit  int      `default:"20" placeholder:"N" help:"At most so many."`
	Format string   `enum:"table,json,jsonl,csv" default:"table" help:"table, json, jsonl or csv."`
}

func (c *searchCmd) Run(a *app) error {
	st, err := a.store()
	if err != nil {
		return err
	}
	docs, err := st.Search(a.ctx, strings.Join(c.Words, " "), c.Limit)
	if err != nil {
		return err
	}
	return a.listDocuments(docs, c.Format)
}

// listDocuments prints documents; unlike records they have no document beside them.
func (a *app) listDocuments(docs []docRef, format string) error {
	if len(docs) == 0 {
		a.nothing()
	}
	switch format {
	case "json":
		return printJSON(a.out, docs)
	case "jsonl":
		for _, d := range docs {
			if err := printLine(a.out, d); err != nil {
				return err
			}
		}
		return nil
	}
	records := make([]dragoman.Stored[docRef], len(docs))
	for i := range docs {
		records[i].Record = docs[i]
	}
	return list(a, format, documentColumns, records)
}
