package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// paragraphs finds the stretches of text that stand alone: lines, or runs of lines where the text was wrapped to a width.
// Surrounding white space is left out, and so are empty stretches.
func paragraphs(text string) []dragoman.Span {
	lines := splitLines(text)
	width := wrapWidth(text, lines)
	var out []dragoman.Span
	joined := false
	for i, line := range lines {
		if line.Empty() {
			joined = false
			continue
		}
		if joined {
			out[len(out)-1][1] = line[1]
		} else {
			out = append(out, line)
		}
		joined = width > 0 && i+1 < len(lines) && softBreak(text, line, lines[i+1], width)
	}
	return out
}

// splitLines gives every line without its surrounding white space.
func splitLines(text string) []dragoman.Span {
	var out []dragoman.Span
	for from := 0; from <= len(text); {
		to := from + lineLength(text[from:])
		out = append(out, trimSpan(text, dragoman.Span{from, to}))
		if to == len(text) {
			break
		}
		_, n := utf8.DecodeRuneInString(text[to:])
		from = to + n
	}
	return out
}

// lineLength counts the bytes up to the next line or paragraph separator.
func lineLength(text string) int {
	for i := range len(text) {
		switch text[i] {
		case '\n', '\r', '\f', '\v':
			return i
		case 0xe2:
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				return i
			}
		}
	}
	return len(text)
}

// trimSpan takes white space, invisible and control characters off both ends.
func trimSpan(text string, s dragoman.Span) dragoman.Span {
	for s[0] < s[1] {
		n := spaceAt(text, s[0], s[1])
		if n == 0 {
			break
		}
		s[0] += n
	}
	for s[0] < s[1] {
		_, n := utf8.DecodeLastRuneInString(text[s[0]:s[1]])
		if spaceAt(text, s[1]-n, s[1]) == 0 {
			break
		}
		s[1] -= n
	}
	return s
}

// wrapWidth is the width in characters to which the text was wrapped, 0 when its lines are paragraphs: wrapped text has
// no long line, and most of its lines are nearly as long as the longest.
func wrapWidth(text string, lines []dragoman.Span) int {
	const most, least = 110, 40
	widest, filled, count := 0, 0, 0
	for _, l := range lines {
		if n := utf8.RuneCountInString(l.Of(text)); n > widest {
			widest = n
		}
	}
	if widest > most || widest < least {
		return 0
	}
	for i, l := range lines {
		if l.Empty() || i+1 == len(lines) || lines[i+1].Empty() {
			continue
		}
		count++
		if softBreak(text, l, lines[i+1], widest) {
			filled++
		}
	}
	if count < 2 || filled*2 < count {
		return 0
	}
	return widest
}

// softBreak says whether the line ends where it does only because the next line's first word did not fit.
func softBreak(text string, line, next dragoman.Span, width int) bool {
	if next.Empty() {
		return false
	}
	word := next.Of(text)
	if end := strings.IndexFunc(word, unicode.IsSpace); end > 0 {
		word = word[:end]
	}
	return utf8.RuneCountInString(line.Of(text))+1+utf8.RuneCountInString(word) > width-3
}

// bullet measures the list mark that the block begins with ("- ", "• ", "3. ", "(a) "), 0 when there is none.
func bullet(block string) int {
	r, n := utf8.DecodeRuneInString(block)
	rest := block[n:]
	switch {
	case strings.ContainsRune("•·▪●○◦‣∙■–—*-+", r):
		if len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
			return n + 1
		}
		return 0
	case r == '(':
		if k := strings.IndexByte(rest, ')'); k > 0 && k <= 3 && allRunes(rest[:k], wordRune) && (k == 1 || !isUpper(rest[:k])) {
			return n + k + 1
		}
		return 0
	}
	k := digitsAt(block)
	if k == 0 && unicode.IsLetter(r) && len(rest) > 0 && (rest[0] == ')') {
		k = n
	}
	if k > 0 && k <= 3 && k+1 < len(block) && (block[k] == '.' || block[k] == ')') && block[k+1] == ' ' {
		return k + 1
	}
	return 0
}

// headline says whether a block reads like a heading: short, and without the end of a sentence.
func headline(block string) bool {
	if len(block) > 160 || strings.Count(block, " ") > 18 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(block)
	if strings.ContainsRune(".,;:…!-–—", r) {
		return false
	}
	if r == '"' || r == '”' || r == '’' || r == ')' {
		inner := strings.TrimRight(block, "\"”’)")
		if last, _ := utf8.DecodeLastRuneInString(inner); strings.ContainsRune(".!?,", last) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(block, "\"“‘'«([#0123456789.$€£ "))
	return first != utf8.RuneError && !unicode.IsLower(first)
}

// classify says what each paragraph is. A paragraph may become several blocks: a dateline before its first sentence, a
// photo credit glued to its last. It fills in what bylines, datelines and author notes say of the document.
func classify(d *dragoman.Document, paras []dragoman.Span) []dragoman.Block {
	blocks := setAside(d.Text, paras)
	name(d, blocks)
	if note := authorNotes(d, blocks); d.AuthorWho == "" {
		d.AuthorWho = note
	}
	header(d, blocks)
	blocks, line := cutDateline(d.Text, blocks)
	if d.Dateline == "" {
		d.Dateline = line.text
	}
	if d.Published == "" {
		d.Published = line.date
	}
	return blocks
}

// name tells title, headings and list items from prose.
func name(d *dragoman.Document, blocks []dragoman.Block) {
	first := true
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == dragoman.Boilerplate {
			continue
		}
		text := b.Span.Of(d.Text)
		if first && len(text) < 90 && (byline(text) != "" || lineDate(text) != "") {
			continue // header takes it
		}
		switch {
		case first && d.Title != "" && sameWords(text, d.Title):
			b.Kind = dragoman.Title
		case first && d.Title == "" && headline(text) && bullet(text) == 0 && longer(d.Text, blocks[i+1:], len(text)):
			b.Kind = dragoman.Title
		case bullet(text) > 0:
			b.Kind = dragoman.ListItem
		case i > 0 && i+1 < len(blocks) && headline(text) && !strings.HasSuffix(text, "?"):
			b.Kind = dragoman.Heading
		}
		first = false
	}
}

// longer says whether one of the next paragraphs is a good deal longer than n bytes and ends like a sentence.
func longer(text string, blocks []dragoman.Block, n int) bool {
	for _, b := range blocks[:min(len(blocks), 4)] {
		if b.Span.Len() > n+n/4 && !headline(b.Span.Of(text)) {
			return true
		}
	}
	return false
}

// sameWords compares without regard to case, space and marks.
func sameWords(a, b string) bool {
	next := func(s string) (rune, string) {
		for s != "" {
			r, n := utf8.DecodeRuneInString(s)
			s = s[n:]
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r), s
			}
		}
		return 0, ""
	}
	for {
		var x, y rune
		x, a = next(a)
		y, b = next(b)
		if x != y {
			return false
		}
		if x == 0 {
			return true
		}
	}
}
