package source

import "bytes"

// memo remembers what codes mean, so that each is looked up once. A code of up to seven bytes is found without hashing a string, one
// like that of the row before without any search.
type memo[T any] struct {
	last  []byte
	known T
	any   bool
	short map[uint64]T
	long  map[string]T
}

func newMemo[T any]() *memo[T] { return &memo[T]{short: map[uint64]T{}, long: map[string]T{}} }

func (m *memo[T]) get(code []byte, look func(code string) T) T {
	if m.any && bytes.Equal(code, m.last) {
		return m.known
	}
	var x T
	var found bool
	if len(code) < 8 {
		key := uint64(len(code)) << 56
		for i, c := range code {
			key |= uint64(c) << (8 * i)
		}
		if x, found = m.short[key]; !found {
			x = look(string(code))
			m.short[key] = x
		}
	} else if x, found = m.long[string(code)]; !found {
		x = look(string(code))
		m.long[string(code)] = x
	}
	m.last, m.known, m.any = append(m.last[:0], code...), x, true
	return x
}
