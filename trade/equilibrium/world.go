// Package equilibrium asks what a change of trade costs would do: to every flow, to prices, to real income. It solves the one-sector
// model that Armington (1969), Anderson and van Wincoop (2003) and Eaton and Kortum (2002) share, in changes ("hat algebra", Dekle,
// Eaton and Kortum 2008), so that only flows and one elasticity are needed:
//
//	sales of i to j   X'ij = X_ij B_ij w_i^-θ P_j^θ E'_j/E_j
//	price index       P_j^-θ = Σ_i (X_ij/E_j) B_ij w_i^-θ
//	markets clear     w_i Y_i = Σ_j X'ij
//
// Y is output (row sums), E expenditure (column sums), w the change of the factory-gate price, P that of the price index, B = τ^-θ
// what a change τ of trade costs does to sales at given prices, θ the trade elasticity (σ-1 in the Armington model).
//
// Conditional answers hold Y and E and let only the multilateral resistances move; full answers let output and expenditure follow
// (Anderson, Larch and Yotov 2018; Yotov, Piermartini, Monteiro and Larch 2016, chapter 2; Baier, Yotov and Zylkin 2019).
package equilibrium

import (
	"fmt"
	"math"
	"slices"

	"dragoman"
)

// World is who sells how much to whom in one period.
type World struct {
	Codes []string    // areas, each once; ISO 3166-1 alpha-3 where the data has them
	Flow  [][]float64 // Flow[i][j]: sales of Codes[i] to Codes[j] in one currency; Flow[i][i] domestic sales
}

// NewWorld checks that the codes differ and that the flows are a square table of finite numbers, none below zero, not all zero.
// The world keeps the slices given.
func NewWorld(codes []string, flow [][]float64) (*World, error) {
	if len(codes) == 0 {
		return nil, dragoman.Problemf("", "", "give at least one country with its sales", "the world has no country")
	}
	if len(flow) != len(codes) {
		return nil, dragoman.Problemf("", "", "give a row of sales for every country", "%d countries, %d rows of flows", len(codes), len(flow))
	}
	sorted := slices.Sorted(slices.Values(codes))
	for i, c := range sorted {
		if c == "" || i > 0 && c == sorted[i-1] {
			return nil, dragoman.Problemf("", "", "give every country one code of its own", "the code %q is empty or stands there twice", c)
		}
	}
	total := 0.0
	for i, row := range flow {
		if len(row) != len(codes) {
			return nil, dragoman.Problemf("", codes[i], "give a flow for every pair", "%d flows for %d countries", len(row), len(codes))
		}
		for j, v := range row {
			if v < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, dragoman.Problemf("", codes[i]+" to "+codes[j], "mend the value or leave it out", "a flow of %g", v)
			}
			total += v
		}
	}
	if total <= 0 || math.IsInf(total, 0) {
		return nil, dragoman.Problemf("", "", "give flows above zero", "the flows sum to %g", total)
	}
	return &World{Codes: codes, Flow: flow}, nil
}

// Size is the number of countries.
func (w *World) Size() int { return len(w.Codes) }

// Index finds a country by code; -1 when it is not there.
func (w *World) Index(code string) int { return slices.Index(w.Codes, code) }

// Output is what every country sells, at home and abroad: the row sums.
func (w *World) Output() []float64 { return rowSums(w.Flow) }

// Expenditure is what every country buys, at home and abroad: the column sums.
func (w *World) Expenditure() []float64 { return columnSums(w.Flow) }

// Refit gives a world with the same output and expenditure whose flows follow the trade costs exactly: Flow[i][j] = a_i b_j cost[i][j],
// where cost is t^-θ up to a factor. This is the fitted baseline of a PPML regression with exporter and importer effects, whose first
// order conditions are these sums (Fally 2015; Arvis and Shepherd 2013). A cost of zero forbids the flow.
func (w *World) Refit(cost [][]float64) (*World, error) {
	n := len(w.Codes)
	if err := square(cost, n); err != nil {
		return nil, err
	}
	for i, row := range cost {
		for j, v := range row {
			if !(v >= 0) || math.IsInf(v, 0) {
				return nil, dragoman.Problemf("", w.Codes[i]+" to "+w.Codes[j], "mend the variables of this pair", "its trade cost factor is %g", v)
			}
		}
	}
	fit, err := balance(cost, w.Output(), w.Expenditure(), w.Codes)
	if err != nil {
		return nil, err
	}
	return NewWorld(w.Codes, fit.flow)
}

// NoChange is the table of ones: no trade cost changes.
func NoChange(n int) [][]float64 { return filled(n, 1) }

func square(b [][]float64, n int) error {
	if len(b) != n {
		return fmt.Errorf("a table of %d rows for %d countries", len(b), n)
	}
	for _, row := range b {
		if len(row) != n {
			return fmt.Errorf("a row of %d cells for %d countries", len(row), n)
		}
	}
	return nil
}

func table(n int) [][]float64 {
	cells := make([]float64, n*n)
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n : (i+1)*n]
	}
	return rows
}

// filled is a table with one value everywhere.
func filled(n int, v float64) [][]float64 {
	t := table(n)
	for _, row := range t {
		for j := range row {
			row[j] = v
		}
	}
	return t
}

// marks is a table of pairs, none of them marked.
func marks(n int) [][]bool {
	t := make([][]bool, n)
	for i := range t {
		t[i] = make([]bool, n)
	}
	return t
}

// times multiplies the flows cell by cell: X_ij B_ij, sales at old prices after a change.
func (w *World) times(b [][]float64) [][]float64 {
	t := table(w.Size())
	for i, row := range w.Flow {
		for j, v := range row {
			t[i][j] = v * b[i][j]
		}
	}
	return t
}

func rowSums(t [][]float64) []float64 {
	s := make([]float64, len(t))
	for i, row := range t {
		for _, v := range row {
			s[i] += v
		}
	}
	return s
}

func columnSums(t [][]float64) []float64 {
	s := make([]float64, len(t))
	for _, row := range t {
		for j, v := range row {
			s[j] += v
		}
	}
	return s
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}
