package relation

// table finds the position of a key in a list of distinct keys, by open addressing. Keys are hashes already and need no other.
type table struct {
	slots []int32  // position + 1, 0 for an empty slot; a power of two of them
	sieve []uint64 // bits of the keys that there are, to turn most others away from a small memory; nil for none
}

const sieveWords = 1 << 14 // 128 kB

// sieved gives the position of a key, or -1.
func (t *table) sieved(keys []uint64, key uint64) int {
	if bit := key >> 40; t.sieve[bit>>6%sieveWords]&(1<<(bit&63)) == 0 {
		return -1
	}
	at, _ := t.find(keys, key)
	return at
}

// newTable has room for n keys.
func newTable(n int) table {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return table{slots: make([]int32, size)}
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

// index makes the table of a list of keys, with a sieve.
func index(keys []uint64) table {
	t := newTable(len(keys))
	t.sieve = make([]uint64, sieveWords)
	for i, k := range keys {
		_, slot := t.find(keys, k)
		t.slots[slot] = int32(i) + 1
		t.sieve[k>>46%sieveWords] |= 1 << (k >> 40 & 63)
	}
	return t
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
