package chart

import (
	_ "embed"
	"strconv"
)

// Style is the style sheet of all charts. It colours them by the variables of the page around (--ink, --soft, --line, --paper,
// --sans, --serif; --chart-1 to --chart-8 for series, --chart-ground for what lies behind, --chart-on for type on a series' colour)
// and, where the page has none, by its own, light and dark.
//
//go:embed style.css
var Style string

// hues is how many colours series have; what comes after shares the neutral one.
const hues = 8

// hue is the class of the n-th series, counted from 0.
func hue(n int) string {
	if n < 0 || n >= hues {
		return "c0"
	}
	return "c" + strconv.Itoa(n+1)
}

// SGR parameters of series in a terminal.
var terminalHues = []string{"36", "33", "32", "35", "34", "31"}

const faint = "2"

// styled sets s in a style where colour is wanted.
func styled(colour bool, sgr, s string) string {
	if !colour || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// terminalHue is the style of the n-th series; where there are more than styles, they come round again.
func terminalHue(n int) string { return terminalHues[max(0, n)%len(terminalHues)] }
