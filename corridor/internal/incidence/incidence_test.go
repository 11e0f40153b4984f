package incidence

import (
	"slices"
	"testing"
)

func TestArcsStandByTheirNodeInTheOrderOfTheirNumbers(t *testing.T) {
	l := New(4, []int32{2, 0, 2, 3, 2})
	for v, want := range [][]int32{{1}, {}, {0, 2, 4}, {3}} {
		if got := l.Of(int32(v)); !slices.Equal(got, want) {
			t.Errorf("node %d: %v, want %v", v, got, want)
		}
	}
}
