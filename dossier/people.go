package dossier

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/register"
)

// people lists who speaks and acts for one side to the other: those accredited to the other country, and those who
// stand in the records of the pair and of whom a source says which post they hold.
func (a *assembly) people() error {
	a.telling = len(a.sources.list) // the documents cited from here on need not tell of both countries
	involved, err := a.involved()
	if err != nil {
		return err
	}
	var list []dragoman.Stored[dragoman.Office]
	seen := map[string]bool{}
	for _, side := range []Country{a.a, a.b} {
		found, err := a.store.Offices(a.ctx, dragoman.Filter{Countries: []string{side.Code}, From: a.query.From, To: a.query.To})
		if err != nil {
			return err
		}
		for _, s := range found {
			if !seen[s.Record.ID] {
				seen[s.Record.ID] = true
				list = append(list, s)
			}
		}
	}
	at := map[string]int{}
	for _, o := range register.MergeOffices(list) {
		r := &o.Record
		accredited := r.Of == a.a.Code && r.To == a.b.Code || r.Of == a.b.Code && r.To == a.a.Code
		own := (r.Of == a.a.Code || r.Of == a.b.Code) && r.To == ""
		if accredited || own && a.named(involved, &o) {
			a.person(at, &o)
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

// named says whether the person of any report of the office stands in the records of the pair.
func (a *assembly) named(involved map[string]bool, o *register.Told[dragoman.Office]) bool {
	return slices.ContainsFunc(o.Reports, func(r register.Report[dragoman.Office]) bool { return involved[r.Record.Person.ID] })
}

// person adds a post to the person who holds it.
func (a *assembly) person(at map[string]int, o *register.Told[dragoman.Office]) {
	r := &o.Record
	key := cmp.Or(r.Person.ID, r.Person.Name)
	i, ok := at[key]
	if !ok {
		i = len(a.out.People)
		at[key] = i
		a.out.People = append(a.out.People, Person{ID: r.Person.ID, Name: cmp.Or(r.Person.Name, r.Person.Text)})
	}
	post := Post{Item: a.item(o.Reports[0].Record.ID, postOf(r), r.At, dragoman.Place{}, dragoman.Happened, r.Confidence), Of: r.Of, To: r.To, Former: r.Former}
	post.Parties = a.country(r.Of)
	if r.To != "" {
		post.Parties += " to " + a.country(r.To)
	}
	told(a, &post.Item, o, func(x *dragoman.Office) []dragoman.Evidence { return x.Evidence })
	a.out.People[i].Posts = append(a.out.People[i].Posts, post)
}

func postOf(r *dragoman.Office) string {
	if r.Body != "" && !strings.Contains(strings.ToLower(r.Post), strings.ToLower(r.Body)) {
		return r.Post + ", " + r.Body
	}
	return r.Post
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
