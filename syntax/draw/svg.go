package draw

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// Measures of the drawing in pixels.
const (
	margin    = 16
	charWidth = 8.4 // of the monospaced letters below, at 14 px
	wordGap   = 18
	levelRise = 22 // height of an arc above those under it
	textRows  = 44 // word and part of speech
)

// arc is a dependency in the drawing.
type arc struct {
	head, dependent int // head -1 for the root
	level           int // 1 for the lowest
	relation        string
}

// SVG draws sentences below each other as one SVG document: words in a row, an arrow from each head to its dependents above
// them, with the relation's name. It needs no fonts, scripts or styles from elsewhere.
func SVG(w io.Writer, sentences []dragoman.Sentence) error {
	var body strings.Builder
	width, height := 2.0*margin, float64(margin)
	for i := range sentences {
		s := &sentences[i]
		if len(s.Tokens) == 0 {
			continue
		}
		fmt.Fprintf(&body, "<g transform=\"translate(0 %.0f)\" role=\"img\" aria-label=\"%s\">\n", height, html.EscapeString(words(s)))
		wide, high := sentence(&body, s)
		body.WriteString("</g>\n")
		width, height = max(width, wide), height+high+margin
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="ui-monospace, DejaVu Sans Mono, monospace">
<rect width="100%%" height="100%%" fill="#fff"/>
<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 6 3 0 6z" fill="#456"/></marker></defs>
%s</svg>
`, width, height, width, height, body.String())
	return err
}

func words(s *dragoman.Sentence) string {
	var out []string
	for i := range s.Tokens {
		out = append(out, printable(s.Tokens[i].Form))
	}
	return strings.Join(out, " ")
}

// sentence writes one sentence and gives its size.
func sentence(b *strings.Builder, s *dragoman.Sentence) (width, height float64) {
	middle, width := layWords(s)
	arcs := arcsOf(s)
	top := 1
	for _, a := range arcs {
		top = max(top, a.level)
	}
	base := float64(top*levelRise + levelRise)
	for i := range s.Tokens {
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"14\" text-anchor=\"middle\">%s</text>\n", middle[i], base+20, html.EscapeString(printable(s.Tokens[i].Form)))
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" fill=\"#777\" text-anchor=\"middle\">%s</text>\n", middle[i], base+36, html.EscapeString(s.Tokens[i].UPOS))
	}
	for _, a := range arcs {
		a.draw(b, middle, base)
	}
	return width, base + textRows
}

// layWords gives the middle of each word and the width of all.
func layWords(s *dragoman.Sentence) (middle []float64, width float64) {
	x := float64(margin)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		wide := charWidth * float64(max(utf8.RuneCountInString(t.Form), len(t.Deprel)*3/4, 3))
		middle = append(middle, x+wide/2)
		x += wide + wordGap
	}
	return middle, x - wordGap + margin
}

// arcsOf gives the dependencies, each one level above those that it spans.
func arcsOf(s *dragoman.Sentence) []arc {
	var list []arc
	for i := range s.Tokens {
		h := s.Tokens[i].Head
		if h >= len(s.Tokens) {
			h = -1
		}
		list = append(list, arc{head: h, dependent: i, relation: s.Tokens[i].Deprel})
	}
	slices.SortStableFunc(list, func(a, b arc) int { return cmp.Compare(a.span(), b.span()) })
	over := make([]int, len(s.Tokens)) // highest level above the gap behind each word
	for k := range list {
		a := &list[k]
		from, to := min(a.head, a.dependent), max(a.head, a.dependent)
		if a.head < 0 {
			continue
		}
		a.level = 1 + slices.Max(over[from:to])
		for i := from; i < to; i++ {
			over[i] = a.level
		}
	}
	for k := range list {
		if a := &list[k]; a.head < 0 {
			a.level = 1 + max(over[a.dependent], over[max(a.dependent-1, 0)])
		}
	}
	return list
}

func (a *arc) span() int {
	if a.head < 0 {
		return 1 << 30
	}
	return max(a.head, a.dependent) - min(a.head, a.dependent)
}

func (a *arc) draw(b *strings.Builder, middle []float64, base float64) {
	x, y := middle[a.dependent], base-float64(a.level*levelRise)
	if a.head < 0 {
		fmt.Fprintf(b, "<path d=\"M%.1f %.1fV%.1f\" fill=\"none\" stroke=\"#456\" marker-end=\"url(#tip)\"/>\n", x, y, base)
		a.label(b, x, y)
		return
	}
	// Arrows leave and arrive a little beside the middle, so that those of one word stay apart.
	from, to, bend := middle[a.head]+4, x-4, 8.0
	if from > to {
		from, to, bend = middle[a.head]-4, x+4, -8.0
	}
	fmt.Fprintf(b, "<path d=\"M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1fQ%.1f %.1f %.1f %.1fV%.1f\" fill=\"none\" stroke=\"#456\" marker-end=\"url(#tip)\"/>\n",
		from, base, y+8, from, y, from+bend, y, to-bend, to, y, to, y+8, base)
	a.label(b, (from+to)/2, y)
}

func (a *arc) label(b *strings.Builder, x, y float64) {
	wide := 6.2 * float64(len(a.relation))
	fmt.Fprintf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"#fff\"/>", x-wide/2, y-6, wide)
	fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" fill=\"#234\" text-anchor=\"middle\">%s</text>\n", x, y+3.5, html.EscapeString(a.relation))
}
