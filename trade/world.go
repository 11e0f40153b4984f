package trade

import (
	"context"
	"fmt"
	"strings"
)

// leastReporters is how many countries must report before their sum is taken for the world: what fifty do not export, hardly shows.
const leastReporters = 50

// world is what all who report in a dataset exported in a year.
type world struct {
	products  []Cell // by product
	markets   []Cell // by partner: what they say each country imports
	reporters []Cell // by reporter

	digits int    // of coarse
	coarse []Cell // products at these digits
}

// at gives the products at some digits, summed once.
func (w *world) at(digits int) []Cell {
	if w.digits != digits {
		w.coarse, w.digits = coarser(w.products, digits), digits
	}
	return w.coarse
}

// loadWorld reads what all reporters of a dataset exported in a year.
func loadWorld(ctx context.Context, t Table, dataset, year string) (*world, error) {
	q := MarginQuery{Dataset: dataset, From: year, To: year, Areas: []string{World}, Flow: Export, Side: ByPartner, Partners: true, Products: true}
	sums, err := t.Margins(ctx, q)
	if err != nil {
		return nil, err
	}
	sums = inYear(sums, year)
	q.Areas, q.Partners, q.Products = nil, false, false
	markets, err := t.Margins(ctx, q)
	if err != nil {
		return nil, err
	}
	byArea := map[string]Cell{}
	for _, m := range inYear(markets, year) {
		byArea[m.Area] = Cell{Code: m.Area, Value: byArea[m.Area].Value + m.Value}
	}
	return &world{products: sumCells(sums, products), markets: cells(byArea), reporters: sumCells(sums, partners)}, nil
}

// whole says whether the reporters stand for the world; else why not.
func (w *world) whole() (because string) {
	switch n := len(w.reporters); {
	case n == 1:
		return "the dataset has one reporter, which is not the world"
	case n < leastReporters:
		return fmt.Sprintf("the dataset has %d reporters, which are not the world", n)
	}
	return ""
}

// inYear lists the margins of the year, or of its months where there is none.
func inYear(margins []Margin, year string) []Margin {
	yearly := map[string]bool{}
	for _, m := range margins {
		if m.Period == year {
			yearly[m.Area] = true
		}
	}
	var out []Margin
	for _, m := range margins {
		if m.Period == year || !yearly[m.Area] && strings.HasPrefix(m.Period, year+"-") {
			out = append(out, m)
		}
	}
	return out
}

func products(m *Margin) []Cell { return m.Products }
func partners(m *Margin) []Cell { return m.Partners }

// sumCells adds up cells of margins, in ascending order of codes.
func sumCells(margins []Margin, of func(*Margin) []Cell) []Cell {
	if len(margins) == 1 {
		return of(&margins[0])
	}
	sums := map[string]Cell{}
	for i := range margins {
		for _, c := range of(&margins[i]) {
			s, ok := sums[c.Code]
			if !ok {
				sums[c.Code] = c
				continue
			}
			sums[c.Code] = Cell{Code: c.Code, Value: s.Value + c.Value, Weight: AddKnown(s.Weight, c.Weight)}
		}
	}
	return cells(sums)
}

// productsOf is what one area traded in a year, by product.
func productsOf(ctx context.Context, t Table, q MarginQuery, year string) ([]Cell, error) {
	q.From, q.To, q.Products = year, year, true
	margins, err := t.Margins(ctx, q)
	if err != nil {
		return nil, err
	}
	return sumCells(inYear(margins, year), products), nil
}
