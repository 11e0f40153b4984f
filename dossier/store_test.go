package dossier

import (
	"context"
	"fmt"
	"slices"

	"dragoman"
)

// shelf is a store in memory: readings as given, filtered by countries alone.
type shelf struct {
	dragoman.Store // what a brief does not ask for
	readings       []*dragoman.Reading
}

func holding(readings ...*dragoman.Reading) shelf { return shelf{readings: readings} }

func (s shelf) Reading(_ context.Context, id string) (*dragoman.Reading, error) {
	for _, r := range s.readings {
		if r.Document.ID == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", id, dragoman.ErrNotFound)
}

func (s shelf) Documents(_ context.Context, f dragoman.Filter) ([]dragoman.DocumentRef, error) {
	var out []dragoman.DocumentRef
	for _, r := range s.readings {
		out = append(out, r.Document.Ref())
	}
	return out, nil
}

// stored lists the records of all readings in which all countries of the filter stand.
func stored[T any](s shelf, f dragoman.Filter, of func(*dragoman.Reading) []T, parts func(*T) ([]dragoman.Actor, []dragoman.Evidence)) []dragoman.Stored[T] {
	var out []dragoman.Stored[T]
	for _, r := range s.readings {
		for _, rec := range of(r) {
			actors, evidence := parts(&rec)
			if !slices.ContainsFunc(f.Countries, func(c string) bool { return !hasCountry(actors, c) }) {
				for i := range evidence {
					evidence[i].Document, evidence[i].Quote = r.Document.ID, evidence[i].Span.Of(r.Document.Text)
				}
				out = append(out, dragoman.Stored[T]{Record: rec, Document: r.Document.Ref()})
			}
		}
	}
	return out
}

func (s shelf) Events(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Event], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Event { return r.Events }, func(e *dragoman.Event) ([]dragoman.Actor, []dragoman.Evidence) {
		return slices.Concat(e.Actors, e.Recipients), e.Evidence
	}), nil
}

func (s shelf) Statements(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Statement], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Statement { return r.Statements }, func(e *dragoman.Statement) ([]dragoman.Actor, []dragoman.Evidence) {
		return append([]dragoman.Actor{e.Speaker}, e.About...), e.Evidence
	}), nil
}

func (s shelf) Figures(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Figure], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Figure { return r.Figures }, func(e *dragoman.Figure) ([]dragoman.Actor, []dragoman.Evidence) {
		return e.Parties, e.Evidence
	}), nil
}

func (s shelf) Agreements(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Agreement], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Agreement { return r.Agreements }, func(e *dragoman.Agreement) ([]dragoman.Actor, []dragoman.Evidence) {
		return e.Parties, e.Evidence
	}), nil
}

func (s shelf) Missions(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Mission], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Mission { return r.Missions }, func(e *dragoman.Mission) ([]dragoman.Actor, []dragoman.Evidence) {
		return []dragoman.Actor{e.Of, e.In}, e.Evidence
	}), nil
}

func (s shelf) Gatherings(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Gathering], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Gathering { return r.Gatherings }, func(e *dragoman.Gathering) ([]dragoman.Actor, []dragoman.Evidence) {
		return append([]dragoman.Actor{e.Host}, e.Participants...), e.Evidence
	}), nil
}

func (s shelf) Offices(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Office], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Office { return r.Offices }, func(e *dragoman.Office) ([]dragoman.Actor, []dragoman.Evidence) {
		return []dragoman.Actor{{Country: e.Of}, {Country: e.To}}, e.Evidence
	}), nil
}

func (s shelf) Commitments(_ context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Commitment], error) {
	return stored(s, f, func(r *dragoman.Reading) []dragoman.Commitment { return r.Commitments }, func(e *dragoman.Commitment) ([]dragoman.Actor, []dragoman.Evidence) {
		return slices.Concat(e.By, e.To), e.Evidence
	}), nil
}
