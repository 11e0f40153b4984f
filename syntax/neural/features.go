package neural

import (
	"unicode"
	"unicode/utf8"
)

// Word ids that every vocabulary has.
const (
	unknownWord = 0
	maskedWord  = 1 // stands for the words to guess in pretraining
	firstWord   = 2
)

// Lengths in characters of the parts of a word that are features.
const (
	maxPrefix = 4
	maxSuffix = 5
	gram      = 3
	maxRunes  = 48 // of longer words only the beginning and the end are read
)

// speller turns word forms into features. It owns buffers, so that a form costs no allocation.
type speller struct {
	lower []byte
	ends  []int // ends[i] is where the i-th character of lower ends
	rows  []int32
	shape []byte
}

// key is the form as the vocabulary spells it: in lower case, every digit a zero. It is valid until the next call.
func (s *speller) key(form string) []byte {
	s.lower, s.ends = s.lower[:0], s.ends[:0]
	n := utf8.RuneCountInString(form)
	i := 0
	for _, r := range form {
		if i++; n > maxRunes && i > maxRunes/2 && i <= n-maxRunes/2 {
			continue
		}
		if unicode.IsDigit(r) {
			r = '0'
		} else {
			r = unicode.ToLower(r)
		}
		s.lower = utf8.AppendRune(s.lower, r)
		s.ends = append(s.ends, len(s.lower))
	}
	return s.lower
}

// subwords hashes what a form is made of to rows of a table with size rows: its prefixes, suffixes and runs of three
// characters, its shape and itself. key must have been called for the form. Valid until the next call.
func (s *speller) subwords(form string, size int) []int32 {
	s.rows = s.rows[:0]
	add := func(kind byte, part []byte) {
		s.rows = append(s.rows, int32(hash(kind, part)%uint32(size)))
	}
	n := len(s.ends)
	start := func(i int) int {
		if i <= 0 {
			return 0
		}
		return s.ends[i-1]
	}
	for k := 1; k <= min(maxPrefix, n); k++ {
		add('p', s.lower[:s.ends[k-1]])
	}
	for k := 1; k <= min(maxSuffix, n); k++ {
		add('s', s.lower[start(n-k):])
	}
	for i := 0; i+gram <= n; i++ {
		add('g', s.lower[start(i):s.ends[i+gram-1]])
	}
	add('w', s.lower)
	s.shape = append(s.shape[:0], form...)
	add('f', s.shape)
	add('x', s.shapeOf(form))
	return s.rows
}

// shapeOf writes the form with X, x and 0 for upper case, lower case and digits, runs longer than three cut to three.
func (s *speller) shapeOf(form string) []byte {
	s.shape = s.shape[:0]
	var last rune
	run := 0
	for _, r := range form {
		switch {
		case unicode.IsDigit(r):
			r = '0'
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 3 && len(s.shape) < maxRunes {
			s.shape = utf8.AppendRune(s.shape, r)
		}
	}
	return s.shape
}

// hash is 32-bit FNV-1a over the kind and the part, with a final mix so that the low bits are good.
func hash(kind byte, part []byte) uint32 {
	h := (uint32(2166136261) ^ uint32(kind)) * 16777619
	for _, b := range part {
		h = (h ^ uint32(b)) * 16777619
	}
	h ^= h >> 16
	h *= 0x85ebca6b
	return h ^ h>>13
}
