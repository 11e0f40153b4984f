package block

import (
	"cmp"
	"context"
	"iter"
	"math"
	"runtime"
	"slices"

	"dragoman"
	"dragoman/trade"
)

// detailRows is about how many rows one FlowDetail holds: enough to pack well, few enough to read one partner quickly.
const detailRows = 16_384

// Blocks settles the rows and gives them as blocks: those of every reporter, and after the reporters of a period and flow the mirror
// blocks of their partners. Blocks are packed on several goroutines; the order is always the same.
func (b *Builder) Blocks(ctx context.Context) iter.Seq2[dragoman.FlowBlock, error] {
	return func(yield func(dragoman.FlowBlock, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		c := b.codes()
		groups := b.sorted(c)
		packed := b.packAll(ctx, c, groups)
		for len(groups) > 0 {
			n := 1
			for n < len(groups) && groups[n].period == groups[0].period && groups[n].flow == groups[0].flow {
				n++
			}
			if !b.flow(c, groups[:n], packed, yield) {
				return
			}
			groups = groups[n:]
		}
	}
}

// sorted gives the groups by period, flow and reporter.
func (b *Builder) sorted(c *codes) []*group {
	groups := make([]*group, 0, len(b.groups))
	for _, g := range b.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(x, y *group) int {
		return cmp.Or(cmp.Compare(c.periodRank[x.period], c.periodRank[y.period]), cmp.Compare(x.flow, y.flow), cmp.Compare(c.areaRank[x.reporter], c.areaRank[y.reporter]))
	})
	return groups
}

// result is a packed block with its rows.
type result struct {
	block  dragoman.FlowBlock
	rows   []Record
	report Report
	err    error
}

// packAll packs groups beside each other and hands them out one by one in their order; few are held at a time.
func (b *Builder) packAll(ctx context.Context, c *codes, groups []*group) <-chan chan result {
	queue := make(chan chan result, runtime.GOMAXPROCS(0))
	go func() {
		defer close(queue)
		for _, g := range groups {
			done := make(chan result, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			go func() { done <- b.pack(c, g) }()
		}
	}()
	return queue
}

// flow gives the blocks of one period and flow.
func (b *Builder) flow(c *codes, groups []*group, packed <-chan chan result, yield func(dragoman.FlowBlock, error) bool) bool {
	m := newMirror(c)
	for _, g := range groups {
		done, open := <-packed
		if !open {
			yield(dragoman.FlowBlock{}, context.Canceled)
			return false
		}
		r := <-done
		if r.err != nil {
			yield(dragoman.FlowBlock{}, r.err)
			return false
		}
		b.report.add(&r.report)
		if r.block.Rows == 0 {
			continue
		}
		m.add(c.areaRank[g.reporter], r.rows)
		if !yield(r.block, nil) {
			return false
		}
	}
	return m.blocks(c.periods[c.periodRank[groups[0].period]], Flows[groups[0].flow], func(x dragoman.FlowBlock) bool { return yield(x, nil) })
}

// pack makes a block of a group.
func (b *Builder) pack(c *codes, g *group) (x result) {
	records := g.records
	if b.spill != nil {
		if records, x.err = b.spill.read(g); x.err != nil {
			return x
		}
	}
	s := &settling{codes: c, group: g, sum: b.options.Sum, place: b.options.Place}
	if x.rows, x.err = s.settle(records); x.err != nil {
		return x
	}
	g.records = nil
	x.report = s.report
	x.block = dragoman.FlowBlock{Period: c.periods[c.periodRank[g.period]], Area: c.areas[c.areaRank[g.reporter]], Flow: string(Flows[g.flow]),
		Side: string(trade.ByReporter), Rows: len(x.rows), Value: s.report.Value}
	x.block.Details = c.details(x.rows)
	x.block.Partners, x.block.Products = c.margins(x.rows)
	return x
}

// details packs rows, whole partners together.
func (c *codes) details(records []Record) []dragoman.FlowDetail {
	var out []dragoman.FlowDetail
	rows := make([]trade.Row, 0, min(len(records), 2*detailRows))
	for i := range records {
		r := &records[i]
		if len(rows) >= detailRows && r.Partner != records[i-1].Partner {
			out = append(out, dragoman.FlowDetail{From: rows[0].Partner, To: rows[len(rows)-1].Partner, Packed: packRows(rows)})
			rows = rows[:0]
		}
		rows = append(rows, trade.Row{Partner: c.areas[r.Partner], Product: c.products[r.Product], Value: r.Value, Weight: r.Weight, Quantity: r.Quantity,
			Unit: c.units[r.Unit], Estimated: r.Flags&Estimated != 0})
	}
	if len(rows) > 0 {
		out = append(out, dragoman.FlowDetail{From: rows[0].Partner, To: rows[len(rows)-1].Partner, Packed: packRows(rows)})
	}
	return out
}

// margins packs the sums of a reporter by partner and by product.
func (c *codes) margins(records []Record) (partners, products []byte) {
	byPartner, byProduct := newSums(c.areas), newSums(c.products)
	for i := range records {
		r := &records[i]
		if int(r.Partner) != c.world {
			byPartner.add(r.Partner, r)
		}
		if int(r.Product) != c.total {
			byProduct.add(r.Product, r)
		}
	}
	return packCells(byPartner.cells()), packCells(byProduct.cells())
}

// sums are sums by code; a code that has not occurred has the value NaN.
type sums struct {
	codes []string
	sum   []valueWeight
}

type valueWeight struct{ Value, Weight float64 }

func newSums(list []string) *sums {
	s := &sums{codes: list, sum: make([]valueWeight, len(list))}
	for i := range s.sum {
		s.sum[i].Value, s.sum[i].Weight = math.NaN(), math.NaN()
	}
	return s
}

func (s *sums) add(code uint16, r *Record) {
	x := &s.sum[code]
	x.Value, x.Weight = trade.AddKnown(x.Value, r.Value), trade.AddKnown(x.Weight, r.Weight)
}

func (s *sums) cells() []trade.Cell {
	var out []trade.Cell
	for i, x := range s.sum {
		if !math.IsNaN(x.Value) {
			out = append(out, trade.Cell{Code: s.codes[i], Value: x.Value, Weight: x.Weight})
		}
	}
	return out
}

// mirror gathers what the reporters of one period and flow say about their partners.
type mirror struct {
	codes *codes
	areas []*mirrored // by place of the partner
	world *mirrored
}

type mirrored struct {
	value     float64
	reporters []trade.Cell
	products  *sums
}

func newMirror(c *codes) *mirror {
	return &mirror{codes: c, areas: make([]*mirrored, len(c.areas)), world: &mirrored{products: newSums(c.products)}}
}

// add takes the rows of one reporter, by partner; reporters come in ascending order.
func (m *mirror) add(reporter uint16, rows []Record) {
	for i := range rows {
		r := &rows[i]
		m.world.add(m.codes, reporter, r)
		if int(r.Partner) == m.codes.world {
			continue
		}
		if m.areas[r.Partner] == nil {
			m.areas[r.Partner] = &mirrored{products: newSums(m.codes.products)}
		}
		m.areas[r.Partner].add(m.codes, reporter, r)
	}
}

func (x *mirrored) add(c *codes, reporter uint16, r *Record) {
	x.value += r.Value
	if n := len(x.reporters); n == 0 || x.reporters[n-1].Code != c.areas[reporter] {
		x.reporters = append(x.reporters, trade.Cell{Code: c.areas[reporter], Value: 0, Weight: math.NaN()})
	}
	sum := &x.reporters[len(x.reporters)-1]
	sum.Value += r.Value
	sum.Weight = trade.AddKnown(sum.Weight, r.Weight)
	if int(r.Product) != c.total {
		x.products.add(r.Product, r)
	}
}

// blocks gives the mirror blocks, that of the whole world among them.
func (m *mirror) blocks(period string, flow trade.Flow, yield func(dragoman.FlowBlock) bool) bool {
	give := func(area string, x *mirrored) bool {
		return yield(dragoman.FlowBlock{Period: period, Area: area, Flow: string(flow), Side: string(trade.ByPartner), Value: x.value,
			Partners: packCells(x.reporters), Products: packCells(x.products.cells())})
	}
	if len(m.world.reporters) == 0 {
		return true
	}
	for i, x := range m.areas {
		if x != nil && !give(m.codes.areas[i], x) {
			return false
		}
	}
	return give(trade.World, m.world)
}
