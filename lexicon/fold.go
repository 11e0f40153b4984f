package lexicon

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// An Atom is a piece of a written word as names are compared: without diacritics, full stops and apostrophes, in lower
// case. "U.S." is one atom, "Nur-Sultan" two, "John's" two ("john", "s"), a comma one of its own, a hyphen none, so that names match
// however the text was cut into tokens.
type Atom struct {
	Word  uint32 // identifier in the index, 0 for a word that no name has
	Upper bool   // begins with a capital
	Caps  bool   // has no small letter
}

const maxAtom = 48 // bytes of a folded atom; no name has longer ones

// atomizer cuts a word into folded atoms without allocating.
type atomizer struct {
	buf         [maxAtom]byte
	n           int
	upper, caps bool
	any         bool // a letter or digit was seen
	long        bool // the atom did not fit
}

// atomizers are kept, since what each is called with would be allocated for every word.
var atomizers = sync.Pool{New: func() any { return new(atomizer) }}

func (a *atomizer) reset() { a.n, a.upper, a.caps, a.any, a.long = 0, false, true, false, false }

// putASCII adds an ASCII letter or digit.
func (a *atomizer) putASCII(c byte) {
	upper := 'A' <= c && c <= 'Z'
	if !a.any {
		a.any, a.upper = true, upper
	}
	if upper {
		c += 'a' - 'A'
	} else if c >= 'a' {
		a.caps = false
	}
	if a.n == maxAtom {
		a.long = true
		return
	}
	a.buf[a.n] = c
	a.n++
}

// put adds any other letter or digit.
func (a *atomizer) put(r rune) {
	if !a.any {
		a.any, a.upper = true, unicode.IsUpper(r)
	}
	if unicode.IsLower(r) {
		a.caps = false
	}
	for _, b := range folding(r) {
		if a.n == maxAtom {
			a.long = true
			return
		}
		a.buf[a.n] = b
		a.n++
	}
}

// mark says what a character does to the atom before it.
type mark uint8

const (
	partOf    mark = iota // letter or digit
	nothing               // left out: "U.S."
	quote                 // left out, but "'s" is an atom of its own
	gap                   // ends the atom
	and                   // the word "and"
	itself                // an atom of its own: a comma
	composing             // a combining mark, left out
)

var asciiMarks = func() (t [utf8.RuneSelf]mark) {
	for c := range t {
		t[c] = markOf(rune(c))
	}
	return t
}()

func markOf(r rune) mark {
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return partOf
	case unicode.Is(unicode.Mn, r):
		return composing
	case r == '.':
		return nothing
	case r == '\'' || r == '’' || r == '`' || r == 'ʻ' || r == 'ʼ':
		return quote
	case r == utf8.RuneError || r == '-' || r == '–' || r == '‑' || r == '/' || unicode.IsSpace(r):
		return gap
	case r == '&':
		return and
	}
	return itself
}

// split calls each for every atom of the word; the bytes are valid during the call only.
func split(word string, each func(folded []byte, upper, caps bool)) {
	a := atomizers.Get().(*atomizer)
	defer atomizers.Put(a)
	a.reset()
	flush := func() {
		if a.long {
			each(nil, a.upper, a.caps)
		} else if a.any {
			each(a.buf[:a.n], a.upper, a.caps)
		}
		a.reset()
	}
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf && asciiMarks[c] == partOf {
			a.putASCII(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		switch markOf(r) {
		case partOf:
			a.put(r)
		case quote:
			if rest := word[i:]; rest == "s" || len(rest) > 1 && rest[0] == 's' && rest[1] == ' ' {
				flush()
			}
		case gap:
			flush()
		case and:
			flush()
			each(ampersand, false, false)
		case itself:
			flush()
			each([]byte(word[i-n:i]), false, false)
		}
	}
	flush()
}

// folding is a letter as names are compared.
func folding(r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return ascii[r : r+1]
	}
	t := foldTable()
	if int(r) < len(t) && t[r] != nil {
		return t[r]
	}
	if low := unicode.ToLower(r); low != r { // the Kelvin and Angstrom signs among others
		return folding(low)
	}
	return []byte(string(r))
}

var ampersand = []byte("and")

var ascii = func() (b [utf8.RuneSelf]byte) {
	for i := range b {
		b[i] = byte(i)
	}
	return b
}()

// foldTable holds the Latin letters beyond ASCII with their diacritics taken off; letters that Unicode does not decompose
// are written as news agencies write them.
var foldTable = sync.OnceValue(func() [][]byte {
	t := make([][]byte, 0x1F00)
	for r := rune(0xC0); r < 0x1F00; r++ {
		if r == 0x250 {
			r = 0x1E00
		}
		if !unicode.IsLetter(r) {
			continue
		}
		d := norm.NFD.String(string(unicode.ToLower(r)))
		if d[0] < utf8.RuneSelf {
			t[r] = []byte(d[:1])
		}
	}
	for r, s := range map[rune]string{'ß': "ss", 'æ': "ae", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'œ': "oe", 'ə': "a",
		'ŋ': "n", 'ħ': "h"} {
		t[r] = []byte(s)
		if u := unicode.ToUpper(r); int(u) < len(t) && u >= utf8.RuneSelf {
			t[u] = []byte(s)
		}
	}
	for r := rune(0x300); r < 0x370; r++ {
		t[r] = []byte{} // combining marks
	}
	return t
})

// Fold is a name as names are compared: folded atoms joined by single spaces.
func Fold(s string) string {
	b := make([]byte, 0, len(s))
	split(s, func(folded []byte, _, _ bool) {
		if len(b) > 0 && len(folded) > 0 {
			b = append(b, ' ')
		}
		b = append(b, folded...)
	})
	return string(b)
}

// Slug is a name as identifiers are made of it: "Satybaldy Burshakov" is "satybaldy-burshakov".
func Slug(s string) string {
	b := make([]byte, 0, len(s))
	split(s, func(folded []byte, _, _ bool) {
		if len(b) > 0 {
			b = append(b, '-')
		}
		b = append(b, folded...)
	})
	return string(b)
}
