package dossier

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dragoman"
	"dragoman/corridor"
)

// assembly is the state of making one brief.
type assembly struct {
	naming
	ctx     context.Context
	store   dragoman.Store
	query   Query
	pair    dragoman.Filter
	sources *sources
	telling int // sources that tell of both countries, the first ones
	claims  []claim
	spoken  map[string][]corridor.Mention // elements of corridors that the pair's documents name; nil until asked for
	out     *Brief
}

// Assemble makes the brief of a pair of countries from what the store holds.
func Assemble(ctx context.Context, store dragoman.Store, q Query) (*Brief, error) {
	a := &assembly{naming: naming{q.A, q.B}, ctx: ctx, store: store, query: q, sources: newSources(),
		pair: dragoman.Filter{Countries: []string{q.A.Code, q.B.Code}, From: q.From, To: q.To},
		out:  &Brief{A: q.A, B: q.B, From: q.From, To: q.To, AsOf: q.Now.Format(time.DateOnly)}}
	for _, section := range []func() error{a.events, a.agreements, a.missions, a.figures, a.trade, a.corridors, a.gatherings, a.statements, a.promises,
		a.people, a.finish} {
		if err := section(); err != nil {
			return nil, err
		}
	}
	return a.out, nil
}

// finish adds what needs all sections: the sources with their sentences, the coverage, the counts and the gaps.
func (a *assembly) finish() error {
	var err error
	if a.out.Sources, err = a.sources.finish(a.ctx, a.store); err != nil {
		return err
	}
	if err := a.coverage(); err != nil {
		return err
	}
	a.out.Glance = a.glance()
	a.out.Gaps, a.out.Next = a.gaps(), a.next()
	a.out.fillEmpty()
	return nil
}

// item makes the common part of a line from a record's parts; more reports are added by report.
func (a *assembly) item(id, title string, date dragoman.DateRange, where dragoman.Place, status dragoman.Status, confidence float64) Item {
	return Item{ID: id, Title: capital(title), Date: date, Place: place(where), Status: status, Confidence: confidence}
}

// report adds who tells the item; the first report's sentence is the item's quote.
func (a *assembly) report(it *Item, doc dragoman.DocumentRef, evidence []dragoman.Evidence, repeats bool) {
	r := a.sources.cite(doc, evidence)
	r.Repeats = repeats
	if slices.ContainsFunc(it.Reports, func(o Report) bool { return o.Source == r.Source && o.Sentence == r.Sentence }) {
		return
	}
	if it.Quote == "" && len(evidence) > 0 {
		it.Quote = tidy(evidence[0].Quote)
	}
	it.Reports = append(it.Reports, r)
	if doc.Published != "" && (it.published == "" || doc.Published < it.published) {
		it.published = doc.Published
	}
}

// close words the date and marks the item, once all its reports are known.
func (a *assembly) close(it *Item, publishers int, opinion, state bool) {
	it.When = whenOr(it.Date, it.published)
	if publishers < 2 {
		it.Marks = append(it.Marks, "single source")
	}
	switch {
	case a.sources.all(it.Reports, dragoman.KindOpinion):
		it.Marks = append(it.Marks, "opinion only")
	case opinion:
		it.Marks = append(it.Marks, "no news report")
	case a.sources.all(it.Reports, dragoman.KindPressRelease):
		it.Marks = append(it.Marks, "press release only")
	}
	if state {
		it.Marks = append(it.Marks, "state media only")
	}
}

// newestFirst sorts a section; what has the same date keeps a fixed order by id.
func newestFirst[T any](list []T, item func(*T) *Item) {
	slices.SortStableFunc(list, func(x, y T) int {
		a, b := item(&x), item(&y)
		return cmp.Or(cmp.Compare(orderKey(b.Date, b.published), orderKey(a.Date, a.published)),
			cmp.Compare(b.Date.End, a.Date.End), cmp.Compare(a.ID, b.ID))
	})
}

// capital makes the first letter one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// tidy puts a sentence on one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// fillEmpty makes JSON lists of nothing lists, not null.
func (b *Brief) fillEmpty() {
	fill(&b.Timeline)
	fill(&b.Agreements)
	fill(&b.Missions)
	fill(&b.People)
	fill(&b.Figures)
	fill(&b.Corridors)
	fill(&b.Gatherings)
	fill(&b.Statements)
	fill(&b.Planned)
	fill(&b.Promises)
	fill(&b.Denied)
	fill(&b.Disputed)
	fill(&b.Sources)
	fill(&b.Gaps)
	fill(&b.Next)
}

func fill[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}
