package trade

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"dragoman"
)

// Memory is a Table of rows held in memory.
type Memory struct {
	datasets []dragoman.Dataset
	rows     map[string][]Row // by dataset
}

// NewMemory makes an empty table.
func NewMemory() *Memory { return &Memory{rows: map[string][]Row{}} }

// Add puts a dataset with its rows into the table.
func (m *Memory) Add(d dragoman.Dataset, rows []Row) {
	m.datasets = append(m.datasets, d)
	m.rows[d.ID] = rows
	slices.SortStableFunc(m.datasets, func(a, b dragoman.Dataset) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(a.ID, b.ID))
	})
}

// Datasets implements Table.
func (m *Memory) Datasets(context.Context) ([]dragoman.Dataset, error) { return m.datasets, nil }

// Rows implements Table.
func (m *Memory) Rows(_ context.Context, q RowQuery) ([]Row, error) {
	var out []Row
	for _, r := range m.rows[q.Dataset] {
		if r.Flow == q.Flow && r.Reporter == q.Reporter && within(r.Period, q.From, q.To) && listed(q.Partners, r.Partner) && prefixed(q.Products, r.Product) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Product, b.Product))
	})
	return out, nil
}

// Margins implements Table.
func (m *Memory) Margins(_ context.Context, q MarginQuery) ([]Margin, error) {
	type key struct{ period, area string }
	margins := map[key]*summing{}
	add := func(r *Row, area, other string) {
		s := margins[key{r.Period, area}]
		if s == nil {
			s = &summing{partners: map[string]Cell{}, products: map[string]Cell{}}
			margins[key{r.Period, area}] = s
		}
		s.value += r.Value
		if q.Partners && other != World {
			sum(s.partners, other, r)
		}
		if q.Products && r.Product != Total {
			sum(s.products, r.Product, r)
		}
	}
	for i := range m.rows[q.Dataset] {
		r := &m.rows[q.Dataset][i]
		if r.Flow != q.Flow || !within(r.Period, q.From, q.To) {
			continue
		}
		switch {
		case q.Side == ByReporter && listed(q.Areas, r.Reporter):
			add(r, r.Reporter, r.Partner)
		case q.Side == ByPartner && r.Partner != World && listed(q.Areas, r.Partner):
			add(r, r.Partner, r.Reporter)
		}
		if q.Side == ByPartner && slices.Contains(q.Areas, World) {
			add(r, World, r.Reporter)
		}
	}
	var out []Margin
	for k, s := range margins {
		out = append(out, Margin{Period: k.period, Area: k.area, Flow: q.Flow, Side: q.Side, Value: s.value, Partners: cells(s.partners), Products: cells(s.products)})
	}
	slices.SortFunc(out, func(a, b Margin) int { return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Area, b.Area)) })
	return out, nil
}

// summing is a margin in the making.
type summing struct {
	value              float64
	partners, products map[string]Cell
}

func sum(into map[string]Cell, code string, r *Row) {
	c, known := into[code]
	if !known {
		into[code] = Cell{Code: code, Value: r.Value, Weight: r.Weight}
		return
	}
	into[code] = Cell{Code: code, Value: c.Value + r.Value, Weight: AddKnown(c.Weight, r.Weight)}
}

func cells(sums map[string]Cell) []Cell {
	return slices.SortedFunc(maps.Values(sums), func(a, b Cell) int { return cmp.Compare(a.Code, b.Code) })
}

// within says whether a period lies between two bounds. A year as upper bound holds its months.
func within(period, from, to string) bool {
	return (from == "" || period >= from) && (to == "" || period <= to || strings.HasPrefix(period, to+"-"))
}

func listed(list []string, code string) bool { return len(list) == 0 || slices.Contains(list, code) }

func prefixed(prefixes []string, code string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(code, p) })
}
