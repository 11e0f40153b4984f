package dossier

import (
	"cmp"
	"slices"

	"dragoman"
)

// people lists who speaks and acts for one side to the other: those accredited to the other country, and those who
// stand in the records of the pair and of whom a source says which post they hold.
func (a *assembly) people() error {
	involved, err := a.involved()
	if err != nil {
		return err
	}
	at := map[string]int{}
	for _, side := range []Country{a.a, a.b} {
		list, err := a.store.Offices(a.ctx, dragoman.Filter{Countries: []string{side.Code}, From: a.query.From, To: a.query.To})
		if err != nil {
			return err
		}
		other := a.b.Code
		if side == a.b {
			other = a.a.Code
		}
		for i := range list {
			if r := &list[i].Record; r.Of == side.Code && (r.To == other || r.To == "" && involved[r.Person.ID]) {
				a.person(at, &list[i])
			}
		}
	}
	for i := range a.out.People {
		newestFirst(a.out.People[i].Posts, func(p *Post) *Item { return &p.Item })
	}
	slices.SortStableFunc(a.out.People, func(x, y Person) int {
		return cmp.Or(cmp.Compare(x.Posts[0].Of, y.Posts[0].Of), cmp.Compare(x.Name, y.Name))
	})
	return nil
}

// person adds a post, or a report of a post that is listed already.
func (a *assembly) person(at map[string]int, s *dragoman.Stored[dragoman.Office]) {
	r := &s.Record
	key := cmp.Or(r.Person.ID, r.Person.Name)
	i, ok := at[key]
	if !ok {
		i = len(a.out.People)
		at[key] = i
		a.out.People = append(a.out.People, Person{ID: r.Person.ID, Name: cmp.Or(r.Person.Name, r.Person.Text)})
	}
	p := &a.out.People[i]
	for j := range p.Posts {
		if old := &p.Posts[j]; old.Title == postOf(r) && old.Of == r.Of && old.To == r.To && old.Former == r.Former {
			a.report(&old.Item, s.Document, r.Evidence, false)
			old.Date = widen(old.Date, r.At)
			a.remark(old)
			return
		}
	}
	post := Post{Item: a.item(r.ID, postOf(r), r.At, dragoman.Place{}, dragoman.Happened, r.Confidence), Of: r.Of, To: r.To, Former: r.Former}
	post.Parties = a.country(r.Of)
	if r.To != "" {
		post.Parties += " to " + a.country(r.To)
	}
	a.report(&post.Item, s.Document, r.Evidence, false)
	a.remark(&post)
	p.Posts = append(p.Posts, post)
}

// remark words the date and the marks of a post anew.
func (a *assembly) remark(p *Post) {
	p.Marks = nil
	a.close(&p.Item)
}

func postOf(r *dragoman.Office) string {
	if r.Body != "" {
		return r.Post + ", " + r.Body
	}
	return r.Post
}

// widen is the interval from the first to the last day on which a post is shown to be held.
func widen(d, o dragoman.DateRange) dragoman.DateRange {
	if !o.Known() {
		return d
	}
	if !d.Known() {
		return o
	}
	if o.Start != "" && o.Start < d.Start || d.Start == "" {
		d.Start = o.Start
	}
	if o.End > d.End {
		d.End = o.End
	}
	if d.Start != d.End {
		d.Precision = dragoman.PrecisionRange
	}
	return d
}

// involved collects the persons that stand in the records of the pair.
func (a *assembly) involved() (map[string]bool, error) {
	out := map[string]bool{}
	note := func(lists ...[]dragoman.Actor) {
		for _, l := range lists {
			for _, x := range l {
				if x.Kind == dragoman.ActorPerson && x.ID != "" {
					out[x.ID] = true
				}
			}
		}
	}
	events, err := a.store.Events(a.ctx, a.pair)
	if err != nil {
		return nil, err
	}
	for i := range events {
		note(events[i].Record.Actors, events[i].Record.Recipients)
		if s := events[i].Record.Source; s != nil {
			note([]dragoman.Actor{*s})
		}
	}
	statements, err := a.store.Statements(a.ctx, a.pair)
	if err != nil {
		return nil, err
	}
	for i := range statements {
		note([]dragoman.Actor{statements[i].Record.Speaker}, statements[i].Record.Audience, statements[i].Record.About)
	}
	agreements, err := a.store.Agreements(a.ctx, a.pair)
	if err != nil {
		return nil, err
	}
	for i := range agreements {
		note(agreements[i].Record.Parties)
	}
	return out, nil
}
