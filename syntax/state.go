package syntax

// The transition system is arc-hybrid (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the artificial root at the end of the
// buffer, where it can take its one dependent only when nothing else is left: every run of 2n steps ends in a tree with
// exactly one root.
//
// A step is shift (the first word of the buffer goes onto the stack), left (the top of the stack becomes a dependent of the
// first word of the buffer) or right (it becomes a dependent of the word below it). Left and right carry a relation.

type move uint8

const (
	shift move = iota
	left
	right
)

// children are the dependents a word has got so far on one side.
type children struct {
	n            int32
	outer, inner int32  // the outermost child and the one before it (in order of attachment), -1 for none
	labels       uint64 // set of their relations, as a hashed bit mask
}

// state is a partial parse of n words; word n is the artificial root.
type state struct {
	n       int
	stack   []int32
	front   int // first word of the buffer
	heads   []int32
	labels  []int32 // relation index
	lefts   []children
	rights  []children
	history [2]int32 // the last steps' classes, latest first
}

func (s *state) reset(n int) {
	s.n, s.front = n, 0
	s.stack = s.stack[:0]
	s.heads, s.labels = resize(s.heads, n+1), resize(s.labels, n+1)
	s.lefts, s.rights = resize(s.lefts, n+1), resize(s.rights, n+1)
	for i := range n + 1 {
		s.heads[i], s.labels[i] = -1, -1
		s.lefts[i], s.rights[i] = children{outer: -1, inner: -1}, children{outer: -1, inner: -1}
	}
	s.history = [2]int32{-1, -1}
}

func (s *state) done() bool { return s.front == s.n && len(s.stack) == 0 }

// top is the i-th word of the stack from above, -1 when there are not as many.
func (s *state) top(i int) int {
	if i >= len(s.stack) {
		return -1
	}
	return int(s.stack[len(s.stack)-1-i])
}

// legal says which moves are possible.
func (s *state) legal() (can [3]bool) {
	can[shift] = s.front < s.n
	can[left] = len(s.stack) > 1 && s.front < s.n || len(s.stack) == 1
	can[right] = len(s.stack) > 1
	return can
}

func (s *state) apply(m move, label int) {
	if m == shift {
		s.stack = append(s.stack, int32(s.front))
		s.front++
		return
	}
	child := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.labels[child] = int32(label)
	var side *children
	if m == left {
		s.heads[child] = int32(s.front)
		side = &s.lefts[s.front]
	} else {
		head := s.stack[len(s.stack)-1]
		s.heads[child] = head
		side = &s.rights[head]
	}
	side.n++
	side.outer, side.inner = child, side.outer
	side.labels |= 1 << (uint(label) & 63)
}
