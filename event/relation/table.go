package relation

// table finds the position of a key in a list of distinct keys, by open addressing. Keys are hashes already and need no other.
type table struct {
	slots []int32 // position + 1, 0 for an empty slot; a power of two of them
}

// newTable has room for n keys.
func newTable(n int) table {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return table{make([]int32, size)}
}

// find gives the position of the key, or -1 and the empty slot where it belongs.
func (t *table) find(keys []uint64, key uint64) (at, slot int) {
	mask := len(t.slots) - 1
	slot = int(key^key>>32) & mask
	for {
		at = int(t.slots[slot]) - 1
		if at < 0 || keys[at] == key {
			return at, slot
		}
		slot = (slot + 1) & mask
	}
}

// grow makes room for as many keys again.
func (t *table) grow(keys []uint64) {
	bigger := newTable(2 * len(keys))
	for i, k := range keys {
		_, slot := bigger.find(keys, k)
		bigger.slots[slot] = int32(i) + 1
	}
	*t = bigger
}
