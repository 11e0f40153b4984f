// Package heap holds the priority queue of searches for shortest paths.
package heap

import "cmp"

// Entry is a node with the label it came in with.
type Entry[L cmp.Ordered] struct {
	Label L
	Node  int32
}

func (e Entry[L]) before(f Entry[L]) bool {
	return e.Label < f.Label || e.Label == f.Label && e.Node < f.Node
}

// Heap gives entries back by label, then by node, so that ties fall the same way in every run. A node may be in it more than once: whoever
// lowers a label pushes again, and passes over what comes out stale. The zero value is empty.
type Heap[L cmp.Ordered] struct {
	entries []Entry[L]
}

// Len is how many entries wait.
func (h *Heap[L]) Len() int { return len(h.entries) }

// Clear takes everything out.
func (h *Heap[L]) Clear() { h.entries = h.entries[:0] }

// Push puts an entry in.
func (h *Heap[L]) Push(label L, node int32) {
	e := Entry[L]{label, node}
	h.entries = append(h.entries, e)
	i := len(h.entries) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !e.before(h.entries[up]) {
			break
		}
		h.entries[i] = h.entries[up]
		i = up
	}
	h.entries[i] = e
}

// Pop takes the first entry out; there must be one.
func (h *Heap[L]) Pop() Entry[L] {
	top, last := h.entries[0], len(h.entries)-1
	e := h.entries[last]
	h.entries = h.entries[:last]
	i := 0
	for child := 1; child < last; child = 2*i + 1 {
		if child+1 < last && h.entries[child+1].before(h.entries[child]) {
			child++
		}
		if !h.entries[child].before(e) {
			break
		}
		h.entries[i] = h.entries[child]
		i = child
	}
	if last > 0 {
		h.entries[i] = e
	}
	return top
}
