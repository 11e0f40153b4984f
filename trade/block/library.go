package block

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade"
)

// Library is a trade.Table over the blocks of a store. It keeps nothing in memory between two questions.
type Library struct{ store dragoman.Statistics }

// NewLibrary makes a table of what a store holds.
func NewLibrary(s dragoman.Statistics) *Library { return &Library{s} }

var _ trade.Table = (*Library)(nil)

// Datasets implements trade.Table.
func (l *Library) Datasets(ctx context.Context) ([]dragoman.Dataset, error) {
	all, err := l.store.Datasets(ctx)
	slices.SortStableFunc(all, func(a, b dragoman.Dataset) int { return cmp.Compare(b.Rank, a.Rank) }) // by ID already
	return all, err
}

// Margins implements trade.Table.
func (l *Library) Margins(ctx context.Context, q trade.MarginQuery) ([]trade.Margin, error) {
	blocks, err := l.store.FlowBlocks(ctx, dragoman.BlockQuery{Dataset: q.Dataset, From: q.From, To: q.To, Areas: q.Areas, Flows: []string{string(q.Flow)},
		Side: string(q.Side), Partners: q.Partners, Products: q.Products})
	if err != nil {
		return nil, err
	}
	var out []trade.Margin
	for i := range blocks {
		b := &blocks[i]
		if b.Area == trade.World && len(q.Areas) == 0 {
			continue
		}
		m := trade.Margin{Period: b.Period, Area: b.Area, Flow: q.Flow, Side: q.Side, Value: b.Value}
		if m.Partners, err = unpackCells(b.Partners); err == nil {
			m.Products, err = unpackCells(b.Products)
		}
		if err != nil {
			return nil, spoiled(b, err)
		}
		out = append(out, m)
	}
	return out, nil
}

// Rows implements trade.Table.
func (l *Library) Rows(ctx context.Context, q trade.RowQuery) ([]trade.Row, error) {
	blocks, err := l.store.FlowBlocks(ctx, dragoman.BlockQuery{Dataset: q.Dataset, From: q.From, To: q.To, Areas: []string{q.Reporter},
		Flows: []string{string(q.Flow)}, Side: string(trade.ByReporter), With: q.Partners, Details: true})
	if err != nil {
		return nil, err
	}
	want := wanted{
		partner: func(code string) bool { return len(q.Partners) == 0 || slices.Contains(q.Partners, code) },
		product: func(code string) bool {
			return len(q.Products) == 0 || slices.ContainsFunc(q.Products, func(p string) bool { return strings.HasPrefix(code, p) })
		},
	}
	var rows []trade.Row
	for i := range blocks {
		if rows, err = appendBlock(rows, &blocks[i], want); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// appendBlock appends the rows of a block.
func appendBlock(rows []trade.Row, b *dragoman.FlowBlock, want wanted) ([]trade.Row, error) {
	var err error
	like := trade.Row{Period: b.Period, Reporter: b.Area, Flow: trade.Flow(b.Flow)}
	for _, d := range b.Details {
		if rows, err = unpackRows(rows, like, d.Packed, want); err != nil {
			return nil, spoiled(b, err)
		}
	}
	return rows, nil
}

// Unpack gives all rows of a block, by partner and product.
func Unpack(b *dragoman.FlowBlock) ([]trade.Row, error) {
	all := func(string) bool { return true }
	return appendBlock(make([]trade.Row, 0, b.Rows), b, wanted{all, all})
}

// RowsOf reads the rows of a block that was read without them, by partner and product: so a dataset larger than memory is gone through
// block by block. There are none when the block has gone meanwhile.
func RowsOf(ctx context.Context, st dragoman.Statistics, b *dragoman.FlowBlock) ([]trade.Row, error) {
	found, err := st.FlowBlocks(ctx, dragoman.BlockQuery{Dataset: b.Dataset, From: b.Period, To: b.Period, Areas: []string{b.Area}, Flows: []string{b.Flow},
		Side: b.Side, Details: true})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found, func(x dragoman.FlowBlock) bool { return x.Period == b.Period }) // a year as bound lets its months through
	if i < 0 {
		return nil, nil
	}
	return Unpack(&found[i])
}

func spoiled(b *dragoman.FlowBlock, err error) error {
	p := dragoman.Problemf("dataset "+b.Dataset, fmt.Sprintf("%s %s %s", b.Period, b.Area, b.Flow), "import the dataset again", "is stored in a form that cannot be read: %v", err)
	p.Err = err
	return p
}
