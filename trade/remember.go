package trade

import (
	"context"
	"fmt"

	"dragoman"
)

// Remember makes a table for the length of one answer: it asks for the list of datasets, and for the margins of areas named, once. The parts
// of an answer (a pair, the claims about it, its potential) ask much the same. Margins of all areas pass through, as they are large.
// It is not for concurrent use, and what it gives must not be changed.
func Remember(t Table) Table { return &remembering{Table: t, margins: map[string][]Margin{}} }

type remembering struct {
	Table
	asked    bool
	datasets []dragoman.Dataset
	margins  map[string][]Margin // by question
}

// Datasets implements Table.
func (r *remembering) Datasets(ctx context.Context) ([]dragoman.Dataset, error) {
	if r.asked {
		return r.datasets, nil
	}
	var err error
	r.datasets, err = r.Table.Datasets(ctx)
	r.asked = err == nil
	return r.datasets, err
}

// Margins implements Table.
func (r *remembering) Margins(ctx context.Context, q MarginQuery) ([]Margin, error) {
	if len(q.Areas) == 0 {
		return r.Table.Margins(ctx, q)
	}
	key := fmt.Sprintf("%#v", q)
	if known, ok := r.margins[key]; ok {
		return known, nil
	}
	out, err := r.Table.Margins(ctx, q)
	if err == nil {
		r.margins[key] = out
	}
	return out, err
}
