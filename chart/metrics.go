package chart

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Advance widths of ASCII from space to tilde in thousandths of the type size: those of DejaVu Sans, the widest of the faces
// that pages name for sans-serif, so that what fits here fits everywhere.
var (
	advance = [...]uint16{318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
		636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787,
		695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278,
		974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838}
	boldFactor = 1.12
)

// textWidth is how wide s is set in a sans-serif face of the given size, in pixels.
func textWidth(s string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~':
			sum += float64(advance[r-' '])
		case cells(r) == 0:
		case cells(r) == 2:
			sum += 1000
		case unicode.IsUpper(r):
			sum += 760
		default:
			sum += 690
		}
	}
	if bold {
		sum *= boldFactor
	}
	return sum * size / 1000
}

// fit cuts s with an ellipsis so that it is no wider than room; "" when not even three letters fit.
func fit(s string, size float64, bold bool, room float64) string {
	if textWidth(s, size, bold) <= room {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n >= 3; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " ,;:-–") + "…"; textWidth(cut, size, bold) <= room {
			return cut
		}
	}
	return ""
}

// wrap breaks s at spaces into lines no wider than room. A word wider than that is cut, and then whole is false.
func wrap(s string, size float64, bold bool, room float64) (out []string, whole bool) {
	whole = true
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && textWidth(line+" "+word, size, bold) <= room {
			line += " " + word
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		line = fit(word, size, bold, room)
		whole = whole && line == word
	}
	if line != "" {
		out = append(out, line)
	}
	return out, whole
}

// cells is how many cells of a terminal a character takes (Unicode Standard Annex 11).
func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cellWidth is how many cells s takes.
func cellWidth(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// cellFit cuts s with an ellipsis to at most n cells.
func cellFit(s string, n int) string {
	if cellWidth(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		if used+cells(r) > n-1 {
			break
		}
		used += cells(r)
		b.WriteRune(r)
	}
	if n < 1 {
		return ""
	}
	return b.String() + "…"
}

func padRight(s string, n int) string { return s + strings.Repeat(" ", max(0, n-cellWidth(s))) }
func padLeft(s string, n int) string  { return strings.Repeat(" ", max(0, n-cellWidth(s))) + s }

// printable is s in one line without control characters, so that data cannot steer a terminal or break an XML document.
func printable(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s), unicode.IsSpace), " ")
}
