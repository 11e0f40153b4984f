package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A folded is text made comparable with the cues of the data files: lower case, straight quotation marks and hyphens, one
// space for any white space, nothing invisible. at leads every byte back to the text it was made from.
type folded struct {
	text string
	at   []int32
}

// fold folds a stretch; positions in at are relative to it.
func fold(s string) folded {
	b := make([]byte, 0, len(s))
	at := make([]int32, 0, len(s)+1)
	put := func(r rune, i int) {
		n := len(b)
		b = utf8.AppendRune(b, r)
		for range len(b) - n {
			at = append(at, int32(i))
		}
	}
	for i := 0; i < len(s); {
		if c := s[i]; c > ' ' && c < 0x7f && c != '`' {
			if c >= 'A' && c <= 'Z' {
				c += 32
			}
			b, at = append(b, c), append(at, int32(i))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '‘' || r == '’' || r == '`' || r == '´':
			put('\'', i)
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			put('"', i)
		case r == '–' || r == '—' || r == '‑' || r == '‐':
			put('-', i)
		case r <= ' ' || unicode.IsSpace(r):
			if len(b) > 0 && b[len(b)-1] != ' ' {
				put(' ', i)
			}
		case unicode.In(r, unicode.Cf, unicode.Cc):
		default:
			put(unicode.ToLower(r), i)
		}
		i += n
	}
	return folded{string(b), append(at, int32(len(s)))}
}

// hasStart says whether the folded text begins with the cue as whole words.
func (f folded) hasStart(cue string) bool {
	return strings.HasPrefix(f.text, cue) && wordBreak(f.text, len(cue))
}

// find is the place of the cue as whole words, -1 when it is not there.
func (f folded) find(cue string) int {
	for from := 0; ; {
		i := strings.Index(f.text[from:], cue)
		if i < 0 {
			return -1
		}
		i += from
		if wordBreak(f.text, i) && wordBreak(f.text, i+len(cue)) {
			return i
		}
		from = i + 1
	}
}

// is says whether the text is the cue and nothing else but marks.
func (f folded) is(cue string) bool {
	return len(f.text) <= len(cue)+4 && (f.text == cue || strings.Trim(f.text, " .:!-–|»>*[]()") == cue)
}

// wordBreak says whether position i does not lie inside a word.
func wordBreak(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !wordRune(before) || !wordRune(after)
}

// original is the stretch of s from which text[i:j] was folded.
func (f folded) original(s string, i, j int) string { return s[f.at[i]:f.at[min(j, len(f.at)-1)]] }

// words counts the words of the folded text.
func (f folded) words() int {
	if f.text == "" {
		return 0
	}
	return strings.Count(strings.TrimSpace(f.text), " ") + 1
}

// pairs says roughly which pairs of neighbouring bytes a text has, one bit for several: enough to see that a cue is not there.
type pairs [16]uint64

func pairsOf(s string) (p pairs) {
	for i := 1; i < len(s); i++ {
		at := (uint(s[i-1])*37 + uint(s[i])) % (16 * 64)
		p[at/64] |= 1 << (at % 64)
	}
	return p
}

// hold says whether p has every pair of the other text.
func (p *pairs) hold(other *pairs) bool {
	for i := range p {
		if other[i]&^p[i] != 0 {
			return false
		}
	}
	return true
}
