package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundaryModel is filled in by training; without it the rules below decide.
type boundaryModel struct{}

func englishModel() *boundaryModel { return nil }

// boundary says whether a sentence that began at piece start ends after piece i.
func (s *Segmenter) boundary(text string, pieces []piece, start, i, from int) bool {
	p, next := pieces[i], pieces[i+1]
	if next.flags&spaced == 0 {
		return false
	}
	k := i
	for k > start && closer(text[pieces[k].start:pieces[k].end]) && pieces[k].flags&spaced == 0 {
		k--
	}
	p = pieces[k]
	form := text[p.start:p.end]
	if closer(text[next.start:next.end]) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[next.start:], "\"“‘'«([„ "))
	starts := unicode.IsUpper(r) || isDigit(r) || !unicode.IsLower(r) && unicode.IsLetter(r) || next.kind == punctPiece && !unicode.IsLower(r)
	switch {
	case p.kind == punctPiece && strings.ContainsRune(".!?…。！？", lastRune(form)):
		return starts || form == "." && k == i && unicode.IsLower(r) && false
	case p.flags&endDotted != 0 && p.flags&initial == 0:
		return unicode.IsUpper(r) && next.kind == wordPiece && opener(text[next.start:next.end])
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

// opener recognises words that begin sentences far more often than they follow an abbreviation.
func opener(form string) bool {
	switch form {
	case "The", "He", "She", "It", "They", "We", "In", "But", "And", "This", "That", "A", "An", "However", "At", "On", "For", "I":
		return true
	}
	return false
}
