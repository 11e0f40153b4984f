package block

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade"
)

// Why rows are left out or noted.
const (
	repeated    = "repeated row (same key, same figures): counted once"
	noValue     = "weight or quantity without a value"
	productSum  = "total above more detailed products"
	partnerSum  = "total of all partners (World), beside the partners"
	ownPartner  = "reporter is its own partner (returned goods, free zones)"
	unallocated = "part of a given total that its rows do not break down, kept as a row of its own"
)

// settling makes the final rows of one block out of its records, whose codes are ranks here.
type settling struct {
	codes  *codes
	group  *group
	sum    bool
	place  func(uint32) string
	report Report
}

// codes are the lists of codes, ascending; a record's numbers are places in them once it is ranked.
type codes struct {
	periods, areas, products, units             []string
	periodRank, areaRank, productRank, unitRank []uint16

	world, total int  // places of World and Total, -1 when they do not occur
	nested       bool // some product is above another
}

func (b *Builder) codes() *codes {
	c := &codes{}
	c.periods, c.periodRank = b.periods.ranks()
	c.areas, c.areaRank = b.areas.ranks()
	c.products, c.productRank = b.products.ranks()
	c.units, c.unitRank = b.units.ranks()
	place := func(list []string, code string) int {
		if i, found := slices.BinarySearch(list, code); found {
			return i
		}
		return -1
	}
	c.world, c.total = place(c.areas, trade.World), place(c.products, trade.Total)
	c.nested = c.total >= 0 && len(c.products) > 1
	for i := 1; i < len(c.products) && !c.nested; i++ {
		c.nested = above(c.products[i-1], c.products[i])
	}
	return c
}

// above says whether a product code stands above another in a classification by digits: HS, SITC, BEC, CN.
func above(code, other string) bool {
	return len(code) < len(other) && strings.HasPrefix(other, code) && isNumber(code)
}

func (s *settling) where(r *Record) string {
	return fmt.Sprintf("%s %s %s %s %s", s.codes.areas[s.codes.areaRank[s.group.reporter]], Flows[s.group.flow], s.codes.periods[s.codes.periodRank[s.group.period]],
		s.codes.areas[r.Partner], s.codes.products[r.Product])
}

// settle sorts records by partner and product, makes one of each key, and takes out totals of others.
func (s *settling) settle(records []Record) ([]Record, error) {
	for i := range records {
		r := &records[i]
		r.Partner, r.Product, r.Unit = s.codes.areaRank[r.Partner], s.codes.productRank[r.Product], s.codes.unitRank[r.Unit]
	}
	if !slices.IsSortedFunc(records, byKey) {
		slices.SortFunc(records, byKey)
	}
	records, err := s.unite(records)
	if err != nil {
		return nil, err
	}
	records = s.allocate(records)
	reporter := s.codes.areaRank[s.group.reporter]
	for i := range records {
		s.report.Value += records[i].Value
		if records[i].Partner == reporter && records[i].Line > 0 {
			s.report.Noted.Note(ownPartner, 1, records[i].Line)
		}
	}
	s.report.Rows = len(records)
	return records, nil
}

func (r *Record) key() uint64 { return uint64(r.Partner)<<48 | uint64(r.Product)<<32 | uint64(r.Line) }

func byKey(a, b Record) int {
	x, y := a.key(), b.key()
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// unite makes one record of those with the same partner and product.
func (s *settling) unite(records []Record) ([]Record, error) {
	out := records[:0]
	for _, r := range records {
		if n := len(out); n > 0 && out[n-1].Partner == r.Partner && out[n-1].Product == r.Product {
			if err := s.join(&out[n-1], &r); err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, r)
	}
	return slices.DeleteFunc(out, func(r Record) bool {
		if math.IsNaN(r.Value) {
			s.report.Left.Note(noValue, 1, r.Line)
		}
		return math.IsNaN(r.Value)
	}), nil
}

// join adds a record to one of the same key.
func (s *settling) join(to, r *Record) error {
	switch {
	case r.Flags&to.Flags&Partial != 0 && s.complete(to, r):
	case s.sum:
		to.Value += r.Value
		to.Weight = trade.AddKnown(to.Weight, r.Weight)
		if to.Unit != r.Unit {
			to.Quantity, to.Unit = math.NaN(), 0
		}
		to.Quantity = trade.AddKnown(to.Quantity, r.Quantity)
		to.Flags |= r.Flags & Estimated
	case same(to.Value, r.Value) && same(to.Weight, r.Weight) && same(to.Quantity, r.Quantity):
		s.report.Left.Note(repeated, 1, r.Line)
	default:
		return dragoman.Problemf(s.place(r.Line), "", "take one of the two out, or import them as two datasets with --name",
			"gives another figure for %s than %s: %v and %v", s.where(r), s.place(to.Line), r.Value, to.Value)
	}
	return nil
}

// complete fills in the measure that a partial record brings; false when it is there already.
func (s *settling) complete(to, r *Record) bool {
	fits := func(a, b float64) bool { return math.IsNaN(a) || math.IsNaN(b) }
	if !fits(to.Value, r.Value) || !fits(to.Weight, r.Weight) || !fits(to.Quantity, r.Quantity) {
		return false
	}
	to.Value, to.Weight, to.Quantity = trade.AddKnown(to.Value, r.Value), trade.AddKnown(to.Weight, r.Weight), trade.AddKnown(to.Quantity, r.Quantity)
	to.Unit = max(to.Unit, r.Unit)
	to.Flags |= r.Flags & Estimated
	return true
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// tolerance is how far a total of n rounded parts may be off without meaning anything.
func tolerance(total float64, n int) float64 { return max(0.5*float64(n), 1e-9*math.Abs(total), 1) }

// leaves takes out the totals above other products, partner by partner. What a total gives more than the products below it stays as
// a row with its code.
func (s *settling) leaves(records []Record) []Record {
	if !s.codes.nested {
		return records
	}
	out := records[:0]
	for len(records) > 0 {
		n := 1
		for n < len(records) && records[n].Partner == records[0].Partner {
			n++
		}
		out = append(out, s.leavesOf(records[:n])...)
		records = records[n:]
	}
	return out
}

// node is a product that may be above others.
type node struct {
	at       int // in the records
	children int
	below    float64 // sum of the children
	weight   float64 // sum of their weights
}

func (s *settling) leavesOf(records []Record) []Record {
	root := node{at: -1, weight: math.NaN()}
	var open []node
	drop := make([]bool, len(records))
	closeTo := func(code string) {
		for len(open) > 0 && (code == "" || !above(s.codes.products[records[open[len(open)-1].at].Product], code)) {
			x := open[len(open)-1]
			open = open[:len(open)-1]
			parent := &root
			if len(open) > 0 {
				parent = &open[len(open)-1]
			}
			given := records[x.at]
			drop[x.at] = s.total(&records[x.at], &x)
			parent.children++
			parent.below += max(given.Value, x.below)
			parent.weight = trade.AddKnown(parent.weight, given.Weight)
		}
	}
	for i := range records {
		r := &records[i]
		switch {
		case int(r.Product) == s.codes.total && r.Flags&Final == 0:
			root.at = i
			continue
		case int(r.Product) == s.codes.total:
			continue
		}
		closeTo(s.codes.products[r.Product])
		if r.Flags&Final != 0 {
			root.children++
			root.below += r.Value
			continue
		}
		open = append(open, node{at: i, weight: math.NaN()})
	}
	closeTo("")
	if root.at >= 0 {
		drop[root.at] = s.total(&records[root.at], &root)
	}
	out := records[:0]
	for i := range records {
		if !drop[i] {
			out = append(out, records[i])
		}
	}
	return out
}

// total compares a total with what is below it. It says whether the total goes; else it becomes the rest that is not broken down.
func (s *settling) total(r *Record, x *node) (gone bool) {
	if x.children == 0 {
		return false
	}
	s.report.Checked++
	gap, allowed := r.Value-x.below, tolerance(r.Value, x.children)
	if gap > allowed {
		s.report.Unallocated.note(gap, func() string { return s.where(r) })
		s.report.Noted.Note(unallocated, 1, r.Line)
		s.rest(r, gap, x.weight)
		return false
	}
	if gap < -allowed {
		s.report.Exceeded.note(-gap, func() string { return s.where(r) })
	}
	s.report.Left.Note(productSum, 1, r.Line)
	return true
}

// rest makes a total the part that its rows do not break down. The difference of two decimals is no decimal of as few digits;
// no source gives more than three.
func (s *settling) rest(r *Record, gap, weight float64) {
	r.Value = math.Round(gap*1000) / 1000
	r.Quantity, r.Unit = math.NaN(), 0
	if r.Weight -= weight; !(r.Weight > 0) {
		r.Weight = math.NaN()
	}
}

// allocate compares what is given for all partners together with the partners, and takes it out beside them; what it gives more
// stays as a row of partner World. A reporter of which nothing else is given keeps its products.
func (s *settling) allocate(records []Record) []Record {
	if s.codes.world < 0 {
		return s.leaves(records)
	}
	isWorld := func(r Record) bool { return int(r.Partner) == s.codes.world && r.Flags&Final == 0 }
	var world, partners []Record
	for _, r := range records {
		if isWorld(r) {
			world = append(world, r)
		} else {
			partners = append(partners, r)
		}
	}
	if len(world) == 0 || len(partners) == 0 {
		return s.leaves(records)
	}
	partners = s.leaves(partners)
	kept := map[uint32]bool{}
	for _, top := range s.tops(world) {
		if rest, more := s.unallocated(top, partners); more {
			partners = append(partners, rest)
			kept[rest.Line] = true
		}
	}
	for i := range world {
		if !kept[world[i].Line] {
			s.report.Left.Note(partnerSum, 1, world[i].Line)
		}
	}
	slices.SortFunc(partners, byKey)
	return partners
}

// tops are the records that stand below no other: the total of everything when it is given.
func (s *settling) tops(records []Record) []Record {
	var out []Record
	for _, r := range records {
		if int(r.Product) == s.codes.total {
			return []Record{r}
		}
		if len(out) == 0 || !above(s.codes.products[out[len(out)-1].Product], s.codes.products[r.Product]) {
			out = append(out, r)
		}
	}
	return out
}

// unallocated is what a total over partners gives more than the partners do. It cannot be told where partners are given by coarser
// products only.
func (s *settling) unallocated(top Record, partners []Record) (rest Record, more bool) {
	everything, code := int(top.Product) == s.codes.total, s.codes.products[top.Product]
	below, n := 0.0, 0
	for i := range partners {
		r := &partners[i]
		other := s.codes.products[r.Product]
		switch {
		case everything || r.Product == top.Product || above(code, other):
			below += r.Value
			n++
		case int(r.Product) == s.codes.total || above(other, code):
			return top, false
		}
	}
	s.report.Checked++
	gap, allowed := top.Value-below, tolerance(top.Value, n)
	if gap < -allowed {
		s.report.Exceeded.note(-gap, func() string { return s.where(&top) })
	}
	if gap <= allowed {
		return top, false
	}
	s.report.Unallocated.note(gap, func() string { return s.where(&top) })
	s.report.Noted.Note(unallocated, 1, top.Line)
	s.rest(&top, gap, math.NaN())
	top.Weight = math.NaN()
	return top, true
}
