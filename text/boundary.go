package text

import (
	"unicode"
	"unicode/utf8"
)

// A gap is a place between two pieces where a sentence may end, as the boundary model sees it.
type gap struct {
	text   string
	pieces []piece // of the whole block
	start  int     // first piece of the sentence
	at     int     // the gap lies behind this piece
	mark   int     // the end mark before the gap: pieces[at] or the piece before its closing marks
	end    endMark
	quotes int // quotation marks open at the gap
	parens int // brackets open at the gap
}

// endMark says what stands before a gap.
type endMark uint8

const (
	noMark endMark = iota
	period
	questionMark // "?", "!" and their runs
	ellipsis
	colon
	dotWord // an abbreviation's period
	face    // emoticon or site
	closed  // a closing mark without an end mark
	dash
	comma
	otherMark
)

// boundary says whether a sentence that began at piece start ends after piece i.
func (s *Segmenter) boundary(g *gap) bool {
	if !g.candidate() {
		return false
	}
	if s.model == nil {
		return g.byRule()
	}
	return s.model.score(g)+g.prior(!s.whole) > 0
}

// prior favours an end where running prose leaves no doubt: a full stop that belongs to no abbreviation, then a space
// and a capital. The treebanks hold too much mail and verse to teach that. In edited text it also asks for more evidence
// where there is no end mark, or where a small letter follows.
func (g *gap) prior(edited bool) float32 {
	next := &g.pieces[g.at+1]
	if edited {
		if g.end != period && g.end != questionMark && g.end != ellipsis && g.end != dotWord && g.end != colon {
			return -doubtful
		}
		if r, _ := utf8.DecodeRuneInString(g.form(g.at + 1)); unicode.IsLower(r) {
			return -doubtful
		}
	}
	if g.end != period && g.end != questionMark || next.flags&spaced == 0 || g.parens > 0 {
		return 0
	}
	k := g.at + 1
	if next.kind == punctPiece && k+1 < len(g.pieces) && g.pieces[k+1].flags&spaced == 0 {
		k++
	}
	if r, _ := utf8.DecodeRuneInString(g.form(k)); g.pieces[k].kind != wordPiece || !unicode.IsUpper(r) {
		return 0
	}
	return sureEnd
}

// Log-odds chosen on the development parts and on unlabelled news.
const (
	sureEnd  = 3
	doubtful = 3
)

// look moves the gap behind piece at and brings what it knows of quotation marks up to date.
func (g *gap) look(at int) {
	g.at = at
	p := &g.pieces[at]
	if p.kind == punctPiece {
		switch g.text[p.start:p.end] {
		case "“", "„", "«", "``":
			g.quotes++
		case "”", "»", "''":
			g.quotes = max(0, g.quotes-1)
		case "\"":
			g.quotes ^= 1
		case "(", "[":
			g.parens++
		case ")", "]":
			g.parens = max(0, g.parens-1)
		}
	}
	g.mark = at
	for g.mark > max(g.start, at-8) && g.pieces[g.mark].kind == punctPiece && closer(g.form(g.mark)) &&
		(g.pieces[g.mark].flags&spaced == 0 || g.form(g.mark) == "\"") {
		g.mark--
	}
	g.end = g.markOf(&g.pieces[g.mark])
	if g.mark != at && (g.end == noMark || g.end == comma) {
		g.mark, g.end = at, closed
	}
}

// begin tells the gap that a sentence begins at the piece.
func (g *gap) begin(at int) { g.start, g.parens = at, 0 }

func (g *gap) form(i int) string { return g.text[g.pieces[i].start:g.pieces[i].end] }

func (g *gap) markOf(p *piece) endMark {
	if p.flags&dotted != 0 {
		return dotWord
	}
	if p.kind == symbolPiece {
		return face
	}
	if p.kind != punctPiece {
		return noMark
	}
	form := g.text[p.start:p.end]
	switch form[0] {
	case '.':
		if len(form) > 1 {
			return ellipsis
		}
		return period
	case '?', '!':
		return questionMark
	case ':', ';':
		return colon
	case '-':
		return dash
	case ',':
		return comma
	}
	switch r, _ := utf8.DecodeRuneInString(form); r {
	case '…':
		return ellipsis
	case '。', '！', '？', '؟', '։', '।', '۔':
		return questionMark
	case '–', '—':
		return dash
	}
	return otherMark
}

// candidate leaves out the gaps where no sentence ends: inside a written word, before closing marks and commas, and
// between ordinary words.
func (g *gap) candidate() bool {
	next := &g.pieces[g.at+1]
	if next.flags&spaced == 0 && g.end != period && g.end != questionMark && g.end != ellipsis {
		return false
	}
	form := g.text[next.start:next.end]
	if next.kind == punctPiece && (form == "," || form == "." || closer(form) && (form != "\"" && form != "'" || next.flags&spaced == 0)) {
		return false
	}
	if g.end == comma {
		return false
	}
	if g.end != noMark {
		return true
	}
	r, _ := utf8.DecodeRuneInString(form)
	return next.kind == symbolPiece || next.kind == punctPiece || !unicode.IsLower(r)
}

// byRule decides where no model has been trained: after an end mark, before what can begin a sentence.
func (g *gap) byRule() bool {
	next := &g.pieces[g.at+1]
	k := g.at + 1
	for k+1 < len(g.pieces) && g.pieces[k].kind == punctPiece {
		k++
	}
	r, _ := utf8.DecodeRuneInString(g.form(k))
	switch g.end {
	case period, questionMark, ellipsis:
		if g.end == period && g.mark > g.start && utf8.RuneCountInString(g.form(g.mark-1)) == 1 && g.pieces[g.mark-1].kind == wordPiece && g.pieces[g.mark].flags&spaced == 0 {
			return false // an initial or a one-letter abbreviation
		}
		return !unicode.IsLower(r) && (next.flags&spaced != 0 || g.mark == g.at && lastRune(g.form(g.mark)) >= 0x2000)
	case dotWord:
		return g.pieces[g.mark].flags&(endDotted|initial) == endDotted && unicode.IsUpper(r) && len(g.form(k)) <= 4
	}
	return false
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func closer(form string) bool {
	switch form {
	case "\"", "”", "’", "'", "''", ")", "]", "»", "}":
		return true
	}
	return false
}
