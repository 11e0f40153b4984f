package text

import (
	"sync"

	"dragoman"
)

// MaxSentence bounds the tokens of one sentence: a longer stretch without an end is cut, so that no input makes the
// parser's work grow without bound.
const MaxSentence = 2000

// A Segmenter cuts documents into blocks, sentences and tokens. It is safe for concurrent use.
type Segmenter struct {
	rules *rules
	model *boundaryModel // nil: rules alone decide
	whole bool
}

var _ dragoman.Segmenter = (*Segmenter)(nil)

// English gives the segmenter for English: tokens after the conventions of the English Web Treebank, sentence ends by a
// small trained model.
func English() *Segmenter { return &Segmenter{rules: englishRules(), model: englishModel()} }

// Generic gives the segmenter for languages without rules of their own.
func Generic() *Segmenter { return &Segmenter{rules: genericRules()} }

// Whole gives a segmenter that takes everything for prose: no boilerplate or dateline is set aside. It is meant for
// printing and scoring trees, where every token counts.
func (s *Segmenter) Whole() *Segmenter {
	c := *s
	c.whole = true
	return &c
}

// scratch is the working memory of one Segment call.
type scratch struct {
	pieces []piece
	cuts   []cut
}

// A cut is a sentence in the making: pieces[from:to] of a block.
type cut struct{ block, from, to int }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// Segment cuts the document. The article's tokens share one array; their forms are substrings of the text.
func (s *Segmenter) Segment(d dragoman.Document) *dragoman.Article {
	work := scratches.Get().(*scratch)
	defer scratches.Put(work)
	work.pieces, work.cuts = work.pieces[:0], work.cuts[:0]
	a := &dragoman.Article{Document: d}
	paras := paragraphs(d.Text)
	if s.whole {
		for _, p := range paras {
			a.Blocks = append(a.Blocks, dragoman.Block{Span: p})
		}
	} else {
		a.Blocks = classify(&a.Document, paras)
	}
	scan := scanner{rules: s.rules, text: d.Text, out: work.pieces}
	for i, b := range a.Blocks {
		if b.Kind == dragoman.Boilerplate {
			continue
		}
		from := len(scan.out)
		scan.spaced = false
		scan.scan(b.Span[0], b.Span[1])
		work.cuts = s.sentences(work.cuts, i, d.Text, scan.out, from)
	}
	work.pieces = scan.out
	fill(a, work)
	return a
}

// sentences appends the cuts of pieces[from:], which are one block.
func (s *Segmenter) sentences(cuts []cut, block int, text string, pieces []piece, from int) []cut {
	g := gap{text: text, pieces: pieces[from:]}
	for i := range g.pieces {
		if i+1 < len(g.pieces) {
			g.look(i)
			if partOfWord(g.pieces[g.start:i+1]) || i+1-g.start < MaxSentence && !s.boundary(&g) {
				continue
			}
		}
		cuts = append(cuts, cut{block, from + g.start, from + i + 1})
		g.begin(i + 1)
	}
	return cuts
}

// partOfWord says whether the last of the pieces is followed by another part of the same written word.
func partOfWord(pieces []piece) bool {
	n := len(pieces)
	for back := 1; back <= 3 && back <= n; back++ {
		if int(pieces[n-back].parts) > back {
			return true
		}
	}
	return false
}

// fill makes the sentences and their tokens. An abbreviation at the end of its sentence gives up its period, as in the
// treebank; acronyms of capitals ("U.S.") keep it, because they are names.
func fill(a *dragoman.Article, work *scratch) {
	text := a.Document.Text
	total := len(work.pieces)
	for _, c := range work.cuts {
		if endPeriod(text, work.pieces[c.to-1]) {
			total++
		}
	}
	tokens := make([]dragoman.Token, 0, total)
	a.Sentences = make([]dragoman.Sentence, 0, len(work.cuts))
	for _, c := range work.cuts {
		from := len(tokens)
		for _, p := range work.pieces[c.from:c.to] {
			tokens = append(tokens, token(text, int(p.start), int(p.end), p.parts))
		}
		if p := work.pieces[c.to-1]; endPeriod(text, p) {
			tokens[len(tokens)-1] = token(text, int(p.start), int(p.end)-1, 0)
			tokens = append(tokens, token(text, int(p.end)-1, int(p.end), 0))
		}
		list := tokens[from:len(tokens):len(tokens)]
		a.Sentences = append(a.Sentences, dragoman.Sentence{
			Index: len(a.Sentences), Block: c.block,
			Span: dragoman.Span{list[0].Span[0], list[len(list)-1].Span[1]}, Tokens: list,
		})
	}
}

// endPeriod says whether a piece at the end of its sentence gives up its period.
func endPeriod(text string, p piece) bool {
	return p.flags&dotted != 0 && !(p.end-p.start >= 4 && text[p.start+1] == '.' && text[p.start] >= 'A' && text[p.start] <= 'Z')
}

func token(text string, from, to int, parts uint8) dragoman.Token {
	return dragoman.Token{Span: dragoman.Span{from, to}, Form: text[from:to], Head: -1, Contraction: parts}
}
