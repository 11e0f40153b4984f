package chart

import (
	"cmp"
	"slices"
)

// spread finds places for things of the given sizes along a line from lo to hi so that none overlap and each lies as near to where
// it wants its centre as the others let it (least squares, pooling neighbours that press on each other). It keeps their
// order. What does not fit in all runs over at hi.
func spread(want, sizes []float64, lo, hi float64) []float64 {
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(want[a], want[b]) })
	return spreadOrdered(want, sizes, order, lo, hi)
}

// spreadOrdered is spread in the order given instead of that of the wishes.
func spreadOrdered(want, sizes []float64, order []int, lo, hi float64) []float64 {
	type block struct {
		start, sum, size float64 // sum of the wishes for start
		members          []int
	}
	place := func(b *block) { b.start = max(lo, min(b.sum/float64(len(b.members)), hi-b.size)) }
	var blocks []block
	for _, i := range order {
		b := block{sum: want[i] - sizes[i]/2, size: sizes[i], members: []int{i}}
		place(&b)
		for len(blocks) > 0 && blocks[len(blocks)-1].start+blocks[len(blocks)-1].size > b.start {
			before := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			b.sum = before.sum + b.sum - before.size*float64(len(b.members))
			b.size += before.size
			b.members = append(slices.Clone(before.members), b.members...)
			place(&b)
		}
		blocks = append(blocks, b)
	}
	out := make([]float64, len(want))
	for _, b := range blocks {
		at := b.start
		for _, i := range b.members {
			out[i] = at + sizes[i]/2
			at += sizes[i]
		}
	}
	return out
}

// box is a rectangle.
type box struct{ x, y, w, h float64 }

func (b box) meets(o box) bool {
	return b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h
}
func (b box) inside(o box) bool {
	return b.x >= o.x && b.y >= o.y && b.x+b.w <= o.x+o.w && b.y+b.h <= o.y+o.h
}

// clutter is what lies on a drawing already.
type clutter []box

func (c clutter) free(b box) bool { return !slices.ContainsFunc(c, b.meets) }
