package heap

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHeapGivesEntriesBackByLabelThenNode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var h Heap[int64]
	var want []Entry[int64]
	for range 500 {
		e := Entry[int64]{r.Int64N(50), r.Int32N(10)}
		h.Push(e.Label, e.Node)
		want = append(want, e)
		if r.IntN(3) == 0 {
			slices.SortFunc(want, func(a, b Entry[int64]) int {
				if a.before(b) {
					return -1
				}
				return 1
			})
			if got := h.Pop(); got != want[0] {
				t.Fatalf("got %v, want %v", got, want[0])
			}
			want = want[1:]
		}
	}
	if h.Len() != len(want) {
		t.Fatalf("%d wait, want %d", h.Len(), len(want))
	}
}
