package dossier

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Typeset sets the Markdown of a brief for a terminal of the given width: headings stand out, paragraphs and table cells are
// wrapped, sentences of sources are set off. Without colour the same comes without escape sequences.
func Typeset(w io.Writer, markdown string, width int, colour bool) error {
	t := &typesetter{out: bufio.NewWriter(w), width: max(40, min(width, 120)), colour: colour}
	var rows [][]string
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "|") {
			rows = append(rows, cellsOf(line))
			continue
		}
		t.table(rows)
		rows = nil
		t.line(line)
	}
	t.table(rows)
	return t.out.Flush()
}

type typesetter struct {
	out    *bufio.Writer
	width  int
	colour bool
}

// Styles of the terminal (SGR parameters).
const (
	plain   = ""
	strong  = "1"
	slanted = "3"
	faint   = "2"
	cited   = "36"
	title   = "1;36"
)

func (t *typesetter) line(line string) {
	line = strings.TrimRight(line, " ")
	switch {
	case strings.HasPrefix(line, "# "):
		head := line[2:]
		t.put(t.styled(title, strings.ToUpper(head)))
		t.put(t.styled(title, strings.Repeat("━", min(t.width, utf8.RuneCountInString(head)))))
	case strings.HasPrefix(line, "## "):
		head := line[3:]
		t.put(t.styled(strong, head) + " " + t.styled(faint, strings.Repeat("─", max(0, t.width-utf8.RuneCountInString(head)-1))))
	case strings.HasPrefix(line, "> "):
		t.wrap(inline(line[2:], slanted), t.styled(faint, "  │ "), t.styled(faint, "  │ "), 4)
	case strings.HasPrefix(line, "- "):
		t.wrap(inline(line[2:], plain), "• ", "  ", 2)
	case strings.HasPrefix(line, "    "):
		t.put("  " + strings.Trim(line[4:], "<>"))
	default:
		t.wrap(inline(line, plain), "", "", 0)
	}
}

func (t *typesetter) put(s string) { _, _ = t.out.WriteString(s + "\n") } // the error comes with Flush

func (t *typesetter) styled(style, s string) string {
	if !t.colour || style == plain || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// piece is a word, or part of one, in one style; glued pieces follow without a space.
type piece struct {
	text, style string
	glued       bool
}

// inline reads emphasis, escapes and citations of one line into words.
func inline(s, base string) []piece {
	var out []piece
	var word strings.Builder
	style, glued := base, false
	flush := func(space bool) {
		if word.Len() > 0 {
			out = append(out, piece{word.String(), style, glued})
			word.Reset()
			glued = true
		}
		if space {
			glued = false
		}
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			word.WriteByte(s[i])
		case s[i] == ' ':
			flush(true)
		case strings.HasPrefix(s[i:], "**"):
			flush(false)
			style = toggled(style, strong, base)
			i++
		case s[i] == '*':
			flush(false)
			style = toggled(style, slanted, base)
		case s[i] == '[' && citation(s[i:]) > 0:
			flush(false)
			n := citation(s[i:])
			out = append(out, piece{s[i : i+n], cited, glued})
			i, glued = i+n-1, true
		default:
			word.WriteByte(s[i])
		}
	}
	flush(false)
	return out
}

func toggled(now, to, base string) string {
	if now == to {
		return base
	}
	return to
}

// citation is the length of "[12]" at the start of s, 0 when none stands there.
func citation(s string) int {
	end := strings.IndexByte(s, ']')
	if end < 2 || strings.Trim(s[1:end], "0123456789") != "" {
		return 0
	}
	return end + 1
}

// wrap prints pieces within the width; indent is how many cells the leads take.
func (t *typesetter) wrap(pieces []piece, first, rest string, indent int) {
	for i, l := range t.lines(pieces, t.width-indent) {
		if i == 0 {
			t.put(first + l)
			continue
		}
		t.put(rest + l)
	}
	if len(pieces) == 0 {
		t.put(strings.TrimRight(first, " "))
	}
}

// lines breaks pieces into lines of at most width cells where a word fits at all.
func (t *typesetter) lines(pieces []piece, width int) []string {
	var out []string
	var line run
	used := 0
	for i := 0; i < len(pieces); {
		end, size := i+1, utf8.RuneCountInString(pieces[i].text)
		for end < len(pieces) && pieces[end].glued {
			size += utf8.RuneCountInString(pieces[end].text)
			end++
		}
		if used > 0 && used+1+size > width {
			out = append(out, line.finish(t))
			used = 0
		}
		if used > 0 {
			line.space()
			used++
		}
		for ; i < end; i++ {
			line.add(t, pieces[i])
		}
		used += size
	}
	if used > 0 {
		out = append(out, line.finish(t))
	}
	return out
}

// run gathers words of one style, so that each stretch of a style is one escape sequence.
type run struct {
	done, open strings.Builder
	style      string
	gap        bool
}

func (r *run) space() { r.gap = true }

func (r *run) add(t *typesetter, p piece) {
	if p.style != r.style {
		r.close(t)
		r.style = p.style
		if r.gap {
			r.done.WriteByte(' ')
			r.gap = false
		}
	}
	if r.gap {
		r.open.WriteByte(' ')
		r.gap = false
	}
	r.open.WriteString(p.text)
}

func (r *run) close(t *typesetter) {
	r.done.WriteString(t.styled(r.style, r.open.String()))
	r.open.Reset()
}

func (r *run) finish(t *typesetter) string {
	r.close(t)
	s := r.done.String()
	r.done.Reset()
	r.gap = false
	return s
}

// cellsOf splits a table row at its bars; escaped bars belong to cells.
func cellsOf(line string) []string {
	parts := strings.Split(strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00"), "|")
	for i := range parts {
		parts[i] = strings.ReplaceAll(strings.TrimSpace(parts[i]), "\x00", "|")
	}
	return parts
}

// table prints rows (header, rule, body) in columns that fit the width together.
func (t *typesetter) table(rows [][]string) {
	if len(rows) < 2 {
		return
	}
	right := make([]bool, len(rows[0]))
	for i := range rows {
		for len(rows[i]) < len(right) {
			rows[i] = append(rows[i], "")
		}
		rows[i] = rows[i][:len(right)]
	}
	for i, c := range rows[1] {
		right[i] = strings.HasSuffix(c, ":")
	}
	rows = append(rows[:1:1], rows[2:]...)
	widths := t.columns(rows)
	for n, row := range rows {
		t.row(row, widths, right, n == 0)
	}
}

// columns gives each column its natural width, then takes from the widest until a row fits.
func (t *typesetter) columns(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], visible(inline(c, plain)))
		}
	}
	for {
		sum, widest := -2, 0
		for i, w := range widths {
			sum += w + 2
			if w > widths[widest] {
				widest = i
			}
		}
		if sum <= t.width || widths[widest] <= 8 {
			return widths
		}
		widths[widest]--
	}
}

func visible(pieces []piece) int {
	n := 0
	for i, p := range pieces {
		if i > 0 && !p.glued {
			n++
		}
		n += utf8.RuneCountInString(p.text)
	}
	return n
}

// row prints one row, as many lines as its tallest cell needs.
func (t *typesetter) row(row []string, widths []int, right []bool, header bool) {
	base := plain
	if header {
		base = faint
	}
	wrapped, height := make([][][]piece, len(row)), 1
	for i, c := range row {
		wrapped[i] = fold(inline(c, base), widths[i])
		height = max(height, len(wrapped[i]))
	}
	for l := range height {
		var b strings.Builder
		for i := range row {
			var pieces []piece
			if l < len(wrapped[i]) {
				pieces = wrapped[i][l]
			}
			text := strings.Join(t.lines(pieces, 1<<20), "")
			pad := strings.Repeat(" ", max(0, widths[i]-visible(pieces)))
			if right[i] {
				text, pad = pad+text, ""
			}
			b.WriteString(text + pad + "  ")
		}
		t.put(strings.TrimRight(b.String(), " "))
	}
}

// fold breaks the pieces of a cell into lines.
func fold(pieces []piece, width int) [][]piece {
	var out [][]piece
	start := 0
	for i := 1; i <= len(pieces); i++ {
		if i < len(pieces) && pieces[i].glued {
			continue
		}
		end := i + 1
		for end < len(pieces) && pieces[end].glued {
			end++
		}
		if i == len(pieces) || visible(pieces[start:min(end, len(pieces))]) > width {
			out = append(out, pieces[start:i])
			start = i
		}
	}
	return out
}
