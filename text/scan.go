package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A piece is a token in the making: where it stands and what the sentence splitter has to know about it.
type piece struct {
	start, end uint32
	kind       pieceKind
	flags      pieceFlags
	parts      uint8 // n > 1 on the first of n words written together
}

type pieceKind uint8

const (
	wordPiece pieceKind = iota
	numberPiece
	punctPiece
	symbolPiece // sites, addresses, emoticons
)

type pieceFlags uint8

const (
	spaced    pieceFlags = 1 << iota // white space before it
	dotted                           // an abbreviation with its period
	endDotted                        // a dotted piece that often ends a sentence
	initial                          // a single capital with its period
)

// A scanner cuts text into pieces. It never fails: every byte that is not white space lands in exactly one piece.
type scanner struct {
	rules  *rules
	text   string
	end    int // end of the stretch being scanned
	out    []piece
	open   bool // an opening single quotation mark awaits its partner
	spaced bool // white space precedes the next piece
}

// scan appends the pieces of text[from:to].
func (s *scanner) scan(from, to int) {
	s.end, s.open = to, false
	for i := from; i < to; {
		n := spaceAt(s.text, i, to)
		if n > 0 {
			i += n
			s.spaced = true
			continue
		}
		j := i
		plain := true
		for j < to {
			c := s.text[j]
			if asciiLetter[c] {
				j++
				continue
			}
			if spaceAt(s.text, j, to) > 0 {
				break
			}
			plain = false
			_, n := utf8.DecodeRuneInString(s.text[j:to])
			j += n
		}
		if plain {
			s.cutWord(i, j)
		} else {
			s.chunk(i, j)
		}
		i = j
	}
}

// asciiLetter marks the letters a-z and A-Z.
var asciiLetter = func() (t [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-32] = true, true
	}
	return t
}()

// spaceAt is the length of the white-space (or invisible, or control) character at i, 0 when there is none.
func spaceAt(text string, i, to int) int {
	c := text[i]
	if c <= ' ' || c == 0x7f {
		return 1
	}
	if c < utf8.RuneSelf {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text[i:to])
	if unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u200e' || r == '\u200f' ||
		(r >= '\u202a' && r <= '\u202e') || unicode.IsControl(r) {
		return n
	}
	return 0
}

// maxToken bounds the bytes of one token; what is longer (encoded data, endless rows of dashes) is cut.
const maxToken = 1 << 10

// emit appends one piece.
func (s *scanner) emit(i, j int, kind pieceKind, flags pieceFlags) {
	for j-i > maxToken {
		cut := i + maxToken
		for cut > i+maxToken-utf8.UTFMax && !utf8.RuneStart(s.text[cut]) {
			cut--
		}
		s.emit(i, cut, kind, 0)
		i = cut
	}
	if s.spaced {
		flags |= spaced
		s.spaced = false
	}
	s.out = append(s.out, piece{start: uint32(i), end: uint32(j), kind: kind, flags: flags})
}

// chunk cuts a stretch without white space.
func (s *scanner) chunk(i, j int) {
	for i < j {
		if n := s.address(i, j); n > 0 {
			s.emit(i, i+n, symbolPiece, 0)
			i += n
			continue
		}
		if n := s.emoticon(i, j); n > 0 {
			s.emit(i, i+n, symbolPiece, 0)
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[i:j])
		switch {
		case wordRune(r), s.wordStart(r, i, j):
			i = s.word(i, j)
		default:
			i = s.punct(r, n, i, j)
		}
	}
}

// wordRune says whether the rune is part of words and numbers.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiLetter[byte(r)] || r >= '0' && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u00ad' || r == '\u200c' || r == '\u200d'
}

// wordStart covers the marks that may begin a word: ".5", "+7", "'90s", "'tis".
func (s *scanner) wordStart(r rune, i, j int) bool {
	n := utf8.RuneLen(r)
	if n < 0 || i+n >= j {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s.text[i+n : j])
	digit := next >= '0' && next <= '9'
	switch r {
	case '.', '+':
		return digit && (len(s.out) == 0 || s.spaced || s.out[len(s.out)-1].kind == punctPiece)
	case '\'', '’':
		if !s.spaced && len(s.out) > 0 && s.out[len(s.out)-1].kind != punctPiece {
			return false
		}
		if digit {
			k := i + n
			for k < j && s.text[k] >= '0' && s.text[k] <= '9' {
				k++
			}
			return k-i-n == 2 && !s.closesLater(k, j)
		}
		k := i + n
		for k < j && asciiLetter[s.text[k]] {
			k++
		}
		_, ok := s.rules.contractions[strings.ToLower(s.text[i:k])]
		return ok && s.rules.apostrophes
	}
	return false
}

// closesLater says whether a single quotation mark follows at k, which makes the one before an opening one.
func (s *scanner) closesLater(k, j int) bool {
	return strings.HasPrefix(s.text[k:j], "'") || strings.HasPrefix(s.text[k:j], "’")
}

// punct emits the punctuation mark at i, together with its repetitions where they make one mark ("...", "--", "?!").
func (s *scanner) punct(r rune, n, i, j int) int {
	k := i + n
	switch r {
	case '.', '-', '=', '*', '_', '~', '<', '>', '+', '\'', '`', '#', '…', '|', '•', '$':
		for k < j && strings.HasPrefix(s.text[k:j], s.text[i:i+n]) {
			k += n
		}
		if r == '…' {
			for k < j && s.text[k] == '.' {
				k++
			}
		}
	case '!', '?':
		for k < j && (s.text[k] == '!' || s.text[k] == '?') {
			k++
		}
	}
	switch r {
	case '‘':
		s.open = true
	case '\'', '’':
		s.open = r == '\'' && !s.open && (len(s.out) == 0 || s.spaced || s.out[len(s.out)-1].kind == punctPiece)
	}
	kind := punctPiece
	if unicode.IsSymbol(r) && r != '`' && r != '<' && r != '>' && r != '|' && r != '~' && r != '=' && r != '+' {
		kind = symbolPiece
	}
	s.emit(i, k, kind, 0)
	return k
}

// emoticon is the length of the emoticon at i, 0 when there is none. It stands alone or after a word, and no word
// follows it directly.
func (s *scanner) emoticon(i, j int) int {
	for _, face := range s.rules.emoticons[s.text[i]] {
		if !strings.HasPrefix(s.text[i:j], face) {
			continue
		}
		if i+len(face) < j {
			if r, _ := utf8.DecodeRuneInString(s.text[i+len(face) : j]); wordRune(r) || r == '/' {
				continue
			}
		}
		if !s.spaced && len(s.out) > 0 && int(s.out[len(s.out)-1].end) == i {
			first := face[0]
			if first != ':' && first != ';' && first != '=' || s.out[len(s.out)-1].kind == numberPiece || len(face) == 2 && face[1] == '/' {
				continue
			}
		}
		return len(face)
	}
	return 0
}

// address is the length of the site, mail address, handle or tag at i, 0 when there is none.
func (s *scanner) address(i, j int) int {
	rest := s.text[i:j]
	switch c := rest[0]; {
	case c == '@' || c == '#':
		return handle(rest, s.spaced || len(s.out) == 0)
	case !asciiLetter[c] && (c < '0' || c > '9'):
		return 0
	case hasFoldPrefix(rest, "http://"), hasFoldPrefix(rest, "https://"), hasFoldPrefix(rest, "ftp://"),
		hasFoldPrefix(rest, "www."), hasFoldPrefix(rest, "mailto:"):
		return trimAddress(rest)
	}
	return mail(rest)
}

func hasFoldPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// handle measures "@name" and "#tag".
func handle(rest string, start bool) int {
	if !start || len(rest) < 2 || !asciiLetter[rest[1]] {
		return 0
	}
	k := 1
	for k < len(rest) {
		r, n := utf8.DecodeRuneInString(rest[k:])
		if !wordRune(r) {
			break
		}
		k += n
	}
	return k
}

// trimAddress cuts a site address where the sentence's own punctuation begins.
func trimAddress(rest string) int {
	end := len(rest)
	if cut := strings.IndexAny(rest, "<>\"“”«»"); cut > 0 {
		end = cut
	}
	for end > 0 {
		r, n := utf8.DecodeLastRuneInString(rest[:end])
		if r == ')' && strings.Contains(rest[:end], "(") || !strings.ContainsRune(".,;:!?)]}'’”»>…", r) {
			break
		}
		end -= n
	}
	return end
}

// mail measures a mail address.
func mail(rest string) int {
	const longest = 320
	rest = rest[:min(len(rest), longest)]
	at := strings.IndexByte(rest, '@')
	if at <= 0 || at == len(rest)-1 {
		return 0
	}
	for k := range at {
		if c := rest[k]; !mailByte(c) && c != '%' && c != '+' {
			return 0
		}
	}
	k := at + 1
	for k < len(rest) && mailByte(rest[k]) {
		k++
	}
	for k > at+1 && (rest[k-1] == '.' || rest[k-1] == '-' || rest[k-1] == '_') {
		k--
	}
	if k == at+1 {
		return 0
	}
	return k
}

func mailByte(c byte) bool {
	return asciiLetter[c] || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
}
