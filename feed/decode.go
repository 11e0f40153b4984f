package feed

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"dragoman"
)

// Decode turns the bytes of a text or page into UTF-8: by its byte order mark, as UTF-8 when it is valid, by the character
// set it declares (contentType as in HTTP, or a page's own <meta>), and else by trying old 8-bit sets and keeping the one
// that makes plausible words. Bytes that are no text, or fit no set, are a *dragoman.Problem without a file.
func Decode(raw []byte, contentType string) (string, error) {
	if len(raw) == 0 {
		return "", dragoman.Problemf("", "", "give it a text", "is empty")
	}
	if text, ok := byMark(raw); ok {
		return text, nil
	}
	if at := binaryAt(raw); at >= 0 {
		if text, ok := unmarked16(raw); ok {
			return text, nil
		}
		return "", dragoman.Problemf("", fmt.Sprintf("byte %d", at), "give a text, page or JSON lines file", "is not text: it holds the control byte 0x%02x", raw[at])
	}
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	if e := declared(raw, contentType); e != nil {
		if text, err := e.NewDecoder().String(string(raw)); err == nil && !strings.ContainsRune(text, utf8.RuneError) {
			return text, nil
		}
	}
	bad := firstInvalid(raw)
	if mostlyUTF8(raw) {
		return "", dragoman.Problemf("", fmt.Sprintf("byte %d", bad), "save it as UTF-8", "is broken UTF-8: byte 0x%02x does not belong there", raw[bad])
	}
	if text, ok := guess(raw); ok {
		return text, nil
	}
	return "", dragoman.Problemf("", fmt.Sprintf("byte %d", bad), "save it as UTF-8", "is in no character set that could be recognised: byte 0x%02x", raw[bad])
}

// byMark decodes by the byte order mark.
func byMark(raw []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return string(raw[3:]), utf8.Valid(raw[3:]) && binaryAt(raw[3:]) < 0
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return decode16(raw[2:], false)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return decode16(raw[2:], true)
	}
	return "", false
}

// decode16 decodes UTF-16; text that has characters beyond repair or controls is refused.
func decode16(raw []byte, big bool) (string, bool) {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		lo, hi := uint16(raw[2*i]), uint16(raw[2*i+1])
		if big {
			lo, hi = hi, lo
		}
		units[i] = hi<<8 | lo
	}
	text := string(utf16.Decode(units))
	return text, !strings.ContainsRune(text, utf8.RuneError) && binaryAt([]byte(text)) < 0
}

// unmarked16 decodes UTF-16 without a mark when every other byte is nearly always zero, as in Latin text.
func unmarked16(raw []byte) (string, bool) {
	if len(raw) < 16 || len(raw)%2 != 0 {
		return "", false
	}
	var zero [2]int
	for i, b := range raw[:min(len(raw), 4096)] {
		if b == 0 {
			zero[i%2]++
		}
	}
	half := min(len(raw), 4096) / 2
	switch {
	case zero[1] > half*7/10 && zero[0] == 0:
		return decode16(raw, false)
	case zero[0] > half*7/10 && zero[1] == 0:
		return decode16(raw, true)
	}
	return "", false
}

// binaryAt is the place of a byte that no text holds, -1 when there is none: a NUL, or control characters in number.
func binaryAt(raw []byte) int {
	first, controls := -1, 0
	for i, b := range raw {
		if b == 0 {
			return i
		}
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != 0x1b && b != 0x1a {
			if first < 0 {
				first = i
			}
			controls++
		}
	}
	if controls > 8 && controls*200 > len(raw) {
		return first
	}
	return -1
}

// declared is the character set that the content type or the page's <meta> names, nil when none is.
func declared(raw []byte, contentType string) encoding.Encoding {
	if contentType != "" {
		if _, params, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
			if e, err := htmlindex.Get(strings.Trim(params, " \"';")); err == nil {
				return e
			}
		}
	}
	head := raw[:min(len(raw), 2048)]
	if !bytes.Contains(bytes.ToLower(head), []byte("charset")) {
		return nil
	}
	e, name, certain := charset.DetermineEncoding(head, contentType)
	if !certain && name == "windows-1252" || name == "utf-8" {
		return nil
	}
	return e
}

func firstInvalid(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw) - 1
}

// mostlyUTF8 says whether invalid bytes are the exception among the bytes beyond ASCII.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > bad
}

// An oldSet is an 8-bit character set with the letters that make it likely.
type oldSet struct {
	encoding *charmap.Charmap
	letters  string
}

// oldSets are tried in this order; the first wins a tie.
var oldSets = []oldSet{
	{charmap.Windows1252, "éèêëàâäáãåçñöøòóôõüùúûíìîïßæœÉÄÖÜ"},
	{charmap.Windows1251, "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџѓќѕ"},
	{charmap.KOI8R, "абвгдежзийклмнопрстуфхцчшщъыьэюя"},
	{charmap.Windows1250, "čćšžđąęłńśźżóáéíőűúůřěťďňľăâîşţČĆŠŽĐ"},
	{charmap.ISO8859_2, "čćšžđąęłńśźżóáéíőűúůřěťďňľăâîşţČĆŠŽĐ"},
	{charmap.Windows1253, "αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώ"},
	{charmap.Windows1254, "çğıöşüİÇĞÖŞÜâ"},
	{charmap.CodePage866, "абвгдежзийклмнопрстуфхцчшщъыьэюя"},
}

// guess tries the old sets on a sample and decodes with the best when it makes plausible text.
func guess(raw []byte) (string, bool) {
	const least = 0.55
	best, top := -1, least
	for i, set := range oldSets {
		text, err := set.encoding.NewDecoder().String(string(raw[:min(len(raw), 1<<16)]))
		if err != nil {
			continue
		}
		if score := plausible(text, set.letters); score > top {
			best, top = i, score
		}
	}
	if best < 0 {
		return "", false
	}
	text, err := oldSets[best].encoding.NewDecoder().String(string(raw))
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}

// plausible scores decoded text, 1 when every character beyond ASCII is an expected letter or mark in its place.
func plausible(text, letters string) float64 {
	sum, n := 0.0, 0
	before := ' '
	for _, r := range text {
		if r >= utf8.RuneSelf {
			n++
			switch {
			case unicode.IsLetter(r) && mixed(before, r):
				sum -= 1.5
			case unicode.IsUpper(r) && unicode.IsLower(before):
				sum--
			case strings.ContainsRune(letters, r), strings.ContainsRune(letters, unicode.ToLower(r)):
				sum++
			case strings.ContainsRune("’‘“”„–—…«»€£°§©№\u00a0", r):
				sum += 0.8
			case unicode.IsLetter(r):
				sum += 0.2
			default:
				sum -= 1.5
			}
		}
		before = r
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// mixed says whether two neighbouring letters belong to different scripts.
func mixed(a, b rune) bool {
	if !unicode.IsLetter(a) || !unicode.IsLetter(b) {
		return false
	}
	return unicode.Is(unicode.Latin, a) != unicode.Is(unicode.Latin, b)
}
