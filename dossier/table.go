package dossier

import (
	"strings"
	"unicode/utf8"
)

// table writes rows as an aligned Markdown table; the first row is the header, columns from right on are numbers (-1: none).
func (m *markdown) table(rows [][]string, right int) {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(c), 3)
		}
	}
	for n, r := range rows {
		var b strings.Builder
		for i, c := range r {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if right >= 0 && i >= right {
				c, pad = pad+c, ""
			}
			b.WriteString("| " + c + pad + " ")
		}
		m.line("%s|", b.String())
		if n == 0 {
			m.line("%s", rule(widths, right))
		}
	}
}

// rule is the line under the header.
func rule(widths []int, right int) string {
	var b strings.Builder
	for i, w := range widths {
		if right >= 0 && i >= right {
			b.WriteString("| " + strings.Repeat("-", w-1) + ": ")
			continue
		}
		b.WriteString("| " + strings.Repeat("-", w) + " ")
	}
	return b.String() + "|"
}
