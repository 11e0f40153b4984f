package syntax

import "unicode"

const (
	mixA = 0x9E3779B97F4A7C15
	mixB = 0xD1B54A32D192ED03
	mixC = 0x8CB92BA72F3D8DD7
	mixD = 0xAEF17502108EF2D9
)

// mix spreads a 64-bit number over all bits.
func mix(h uint64) uint64 {
	h ^= h >> 31
	h *= mixB
	return h ^ h>>29
}

// hashString is never 0: 0 stands for "nothing".
func hashString(s string) uint64 {
	h := uint64(mixC)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * mixA
		h ^= h >> 32
	}
	return mix(h) | 1
}

func hashRunes(runes []rune) uint64 {
	h := uint64(mixD)
	for _, r := range runes {
		h = (h ^ uint64(r)) * mixA
		h ^= h >> 32
	}
	return mix(h) | 1
}

// featureList gathers the hashed features of one decision. Each call takes the next template number, so that the calls must
// come in the same order every time.
type featureList struct {
	n    int
	keys [mostFeatures]uint64
}

const mostFeatures = 192

func (l *featureList) reset() { l.n = 0 }

func (l *featureList) list() []uint64 { return l.keys[:l.n] }

func (l *featureList) put(h uint64) {
	l.keys[l.n] = mix(h + uint64(l.n+1)*mixD)
	l.n++
}

func (l *featureList) one(a uint64)       { l.put(a * mixA) }
func (l *featureList) two(a, b uint64)    { l.put(a*mixA + mix(b)*mixC) }
func (l *featureList) all(a, b, c uint64) { l.put(a*mixA + mix(b)*mixC + mix(c+mixC)*mixB) }

// shapeOf writes each run of capitals, small letters, digits and other characters as one sign: "Kazakhstan-2030" is "Xx-d".
func shapeOf(runes []rune, buf []rune) []rune {
	buf = buf[:0]
	for _, r := range runes {
		s := r
		switch {
		case unicode.IsUpper(r):
			s = 'X'
		case unicode.IsLetter(r) || unicode.IsMark(r):
			s = 'x'
		case unicode.IsDigit(r):
			s = 'd'
		}
		if n := len(buf); n == 0 || buf[n-1] != s {
			buf = append(buf, s)
		}
		if len(buf) == 12 {
			break
		}
	}
	return buf
}
