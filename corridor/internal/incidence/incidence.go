// Package incidence tells which arcs of a network begin, or end, at a node.
package incidence

import "slices"

// Lists holds the arcs by one of their ends.
type Lists struct {
	first, arcs []int32
}

// New makes the lists of n nodes from the end that counts of each arc; a node's arcs stand in the order of their numbers.
func New(n int, end []int32) Lists {
	l := Lists{first: make([]int32, n+1), arcs: make([]int32, len(end))}
	for _, v := range end {
		l.first[v+1]++
	}
	for v := range n {
		l.first[v+1] += l.first[v]
	}
	at := slices.Clone(l.first)
	for a, v := range end {
		l.arcs[at[v]] = int32(a)
		at[v]++
	}
	return l
}

// Of gives the arcs of a node.
func (l Lists) Of(v int32) []int32 { return l.arcs[l.first[v]:l.first[v+1]] }
