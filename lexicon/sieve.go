package lexicon

// sieved is a map from words that most words looked up are not in: a few bits of a word say so without hashing all of it.
type sieved[V any] struct {
	values map[string]V
	bits   [16]uint64
}

func newSieved[V any]() *sieved[V] { return &sieved[V]{values: map[string]V{}} }

// place is the bit that stands for a word.
func place(word string) uint {
	n := len(word)
	if n == 0 {
		return 0
	}
	return (uint(n)*131 + uint(word[0])*31 + uint(word[n/2])*17 + uint(word[n-1])*7) % (16 * 64)
}

func (s *sieved[V]) set(word string, v V) {
	at := place(word)
	s.bits[at/64] |= 1 << (at % 64)
	s.values[word] = v
}

// get looks a word up; a nil map has none.
func (s *sieved[V]) get(word string) (v V, ok bool) {
	if s == nil {
		return v, false
	}
	if at := place(word); s.bits[at/64]&(1<<(at%64)) == 0 {
		return v, false
	}
	v, ok = s.values[word]
	return v, ok
}
