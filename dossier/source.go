package dossier

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dragoman"
	"dragoman/register"
)

// register of sources: a document gets its number when it is first cited.
type sources struct {
	list []Source
	at   map[string]int // document id -> index into list
}

func newSources() *sources { return &sources{at: map[string]int{}} }

// cite gives the report for a record of a document and keeps its evidence sentences for the source list.
func (s *sources) cite(doc dragoman.DocumentRef, evidence []dragoman.Evidence) Report {
	i, ok := s.at[doc.ID]
	if !ok {
		i = len(s.list)
		s.at[doc.ID] = i
		s.list = append(s.list, Source{N: i + 1, Document: doc, By: register.PublisherName(&doc), Date: inWords(doc.Published), Marks: marks(doc)})
	}
	src := &s.list[i]
	r := Report{Source: src.N, Sentence: -1, By: src.By, Mark: markOf(doc)}
	if doc.Kind == dragoman.KindOpinion && doc.Author != "" && doc.Author != r.By {
		r.By = doc.Author + " in " + r.By // an opinion is its author's
	}
	for _, e := range evidence {
		if r.Sentence < 0 {
			r.Sentence = e.Sentence
		}
		if !slices.ContainsFunc(src.Quotes, func(q Quote) bool { return q.Sentence == e.Sentence }) {
			src.Quotes = append(src.Quotes, Quote{Sentence: e.Sentence, Text: tidy(e.Quote)})
		}
	}
	return r
}

// finish sorts the quotes and gives them their neighbours from the documents themselves.
func (s *sources) finish(ctx context.Context, st dragoman.Store) ([]Source, error) {
	for i := range s.list {
		src := &s.list[i]
		slices.SortFunc(src.Quotes, func(a, b Quote) int { return cmp.Compare(a.Sentence, b.Sentence) })
		r, err := st.Reading(ctx, src.Document.ID)
		if errors.Is(err, dragoman.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for j := range src.Quotes {
			src.Quotes[j].surround(r)
		}
	}
	return s.list, nil
}

func (q *Quote) surround(r *dragoman.Reading) {
	at := func(i int) string {
		if i < 0 || i >= len(r.Sentences) {
			return ""
		}
		return tidy(r.Sentences[i].Of(r.Document.Text))
	}
	q.Before, q.After = at(q.Sentence-1), at(q.Sentence+1)
	if t := at(q.Sentence); t != "" {
		q.Text = t
	}
}

// markOf is the one mark shown beside a citation.
func markOf(d dragoman.DocumentRef) string {
	if m := marks(d); len(m) > 0 {
		return m[0]
	}
	return ""
}

// marks lists what a reader must know of a source; plain reports have none.
func marks(d dragoman.DocumentRef) []string {
	var out []string
	if d.Kind != "" && d.Kind != dragoman.KindReport {
		out = append(out, string(d.Kind))
	}
	if d.State {
		out = append(out, "state media")
	}
	return out
}

// all says whether all who report are documents of one kind.
func (s *sources) all(reports []Report, kind dragoman.DocumentKind) bool {
	return !slices.ContainsFunc(reports, func(r Report) bool { return s.list[r.Source-1].Document.Kind != kind })
}
