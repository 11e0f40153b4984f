// Package conllu reads and writes CoNLL-U, the file format of Universal Dependencies: one word a line in ten columns,
// multiword tokens as ranges ("3-4"), comments before a sentence, an empty line after it. Empty nodes ("8.1"), which
// belong to enhanced graphs, are read over.
package conllu

import (
	"strings"

	"dragoman"
)

// The values of Word.Head that are not an index.
const (
	Root    = -1 // the word is the sentence's root
	Missing = -2 // the head column is "_": the sentence has not been parsed
)

// Word is one syntactic word. A column that is "_" is kept as "", but for Form and Lemma, where "_" may be the word itself.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string

	Head   int // index into Sentence.Words, or Root, or Missing
	Deprel string
	Deps   string // enhanced graph, kept as written
	Misc   string
}

// Range is a multiword token: the words First..Last (both included) are written together as Form.
type Range struct {
	First, Last int // indices into Sentence.Words
	Form, Misc  string
}

// Sentence is one sentence of a file.
type Sentence struct {
	Comments []string // without the leading "#" and the space after it
	Words    []Word
	Ranges   []Range // in order, not overlapping
}

// Comment gives the value of "# key = value", "" when there is none.
func (s *Sentence) Comment(key string) string {
	for _, c := range s.Comments {
		if k, v, ok := strings.Cut(c, "="); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// Text is the sentence as it was written: the text comment, or else the forms joined by what SpaceAfter says.
func (s *Sentence) Text() string {
	if t := s.Comment("text"); t != "" {
		return t
	}
	var b strings.Builder
	for i, r := 0, 0; i < len(s.Words); i++ {
		form, misc := s.Words[i].Form, s.Words[i].Misc
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			form, misc = s.Ranges[r].Form, s.Ranges[r].Misc
			i = s.Ranges[r].Last
			r++
		}
		b.WriteString(form)
		if i+1 < len(s.Words) && !hasNoSpace(misc) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func hasNoSpace(misc string) bool {
	for misc != "" {
		var item string
		item, misc, _ = strings.Cut(misc, "|")
		if item == "SpaceAfter=No" {
			return true
		}
	}
	return false
}

// Tokens turns the sentence into what the rooms share. Spans are relative to the sentence's text when the forms can be
// found in it in order, and empty otherwise. Tags and tree are copied; Missing heads become -1 with an empty relation.
func (s *Sentence) Tokens() dragoman.Sentence {
	text := s.Text()
	out := dragoman.Sentence{Span: dragoman.Span{0, len(text)}, Tokens: make([]dragoman.Token, len(s.Words))}
	at := 0
	for i, w := range s.Words {
		t := &out.Tokens[i]
		t.Form, t.Lemma, t.UPOS, t.XPOS, t.Feats = w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats
		t.Head, t.Deprel = max(w.Head, -1), w.Deprel
		if k := strings.Index(text[at:], w.Form); k >= 0 {
			t.Span = dragoman.Span{at + k, at + k + len(w.Form)}
			at = t.Span[1]
		}
	}
	for _, r := range s.Ranges {
		out.Tokens[r.First].Contraction = uint8(min(r.Last-r.First+1, 255))
	}
	return out
}

// FromTokens is the way back: text is the document that the spans of s cut. The words of a contraction become a multiword
// token whose form is cut out of the text.
func FromTokens(s *dragoman.Sentence, text string) Sentence {
	out := Sentence{Words: make([]Word, len(s.Tokens))}
	parsed := s.Root() >= 0
	for i, t := range s.Tokens {
		w := Word{Form: t.Form, Lemma: t.Lemma, UPOS: t.UPOS, XPOS: t.XPOS, Feats: t.Feats, Head: t.Head, Deprel: t.Deprel}
		if !parsed {
			w.Head, w.Deprel = Missing, ""
		}
		out.Words[i] = w
	}
	for i := 0; i < len(s.Tokens); i++ {
		last := i
		if n := int(s.Tokens[i].Contraction); n > 1 {
			last = min(i+n, len(s.Tokens)) - 1
		}
		misc := ""
		if last+1 < len(s.Tokens) && s.Tokens[last].Span[1] == s.Tokens[last+1].Span[0] && !s.Tokens[last].Span.Empty() {
			misc = "SpaceAfter=No"
		}
		if last > i {
			form := s.Tokens[i].Span.Union(s.Tokens[last].Span).Of(text)
			if form == "" {
				form = joinForms(s.Tokens[i : last+1])
			}
			out.Ranges = append(out.Ranges, Range{First: i, Last: last, Form: form, Misc: misc})
		} else {
			out.Words[i].Misc = misc
		}
		i = last
	}
	if t := s.Text(text); t != "" {
		out.Comments = []string{"text = " + strings.Join(strings.Fields(t), " ")}
	}
	return out
}

func joinForms(tokens []dragoman.Token) string {
	var b strings.Builder
	for i := range tokens {
		b.WriteString(tokens[i].Form)
	}
	return b.String()
}
