package block

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/trade"
)

// Library is a trade.Table over the blocks of a store. Between two questions it keeps codes in memory, but no figures.
type Library struct {
	store dragoman.Statistics
	names sync.Pool // of interner: growing one anew is a third of the cost of a small question
}

// NewLibrary makes a table of what a store holds.
func NewLibrary(s dragoman.Statistics) *Library { return &Library{store: s} }

var _ trade.Table = (*Library)(nil)

// mostNames bounds the codes that are kept between two questions.
const mostNames = 1 << 16

// interner lends one until it is given back.
func (l *Library) interner() (names interner, giveBack func()) {
	names, _ = l.names.Get().(interner)
	if names == nil || len(names) > mostNames {
		names = interner{}
	}
	return names, func() { l.names.Put(names) }
}

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
	names, giveBack := l.interner()
	defer giveBack()
	var out []trade.Margin
	for i := range blocks {
		b := &blocks[i]
		if b.Area == trade.World && len(q.Areas) == 0 {
			continue
		}
		m := trade.Margin{Period: b.Period, Area: b.Area, Flow: q.Flow, Side: q.Side, Value: b.Value}
		if m.Partners, err = unpackCells(b.Partners, names); err == nil {
			m.Products, err = unpackCells(b.Products, names)
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
	names, giveBack := l.interner()
	defer giveBack()
	var rows []trade.Row
	for i := range blocks {
		if rows, err = appendBlock(rows, &blocks[i], want, names); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// appendBlock appends the rows of a block.
func appendBlock(rows []trade.Row, b *dragoman.FlowBlock, want wanted, names interner) ([]trade.Row, error) {
	var err error
	like := trade.Row{Period: b.Period, Reporter: b.Area, Flow: trade.Flow(b.Flow)}
	for _, d := range b.Details {
		if rows, err = unpackRows(rows, like, d.Packed, want, names); err != nil {
			return nil, spoiled(b, err)
		}
	}
	return rows, nil
}

// Unpack gives all rows of a block, by partner and product.
func Unpack(b *dragoman.FlowBlock) ([]trade.Row, error) {
	all := func(string) bool { return true }
	return appendBlock(make([]trade.Row, 0, b.Rows), b, wanted{all, all}, interner{})
}

func spoiled(b *dragoman.FlowBlock, err error) error {
	p := dragoman.Problemf("dataset "+b.Dataset, fmt.Sprintf("%s %s %s", b.Period, b.Area, b.Flow), "import the dataset again", "is stored in a form that cannot be read: %v", err)
	p.Err = err
	return p
}
