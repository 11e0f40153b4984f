package reading

import "dragoman"

// pairCoder is what a coder offers for `dragoman eval relations`.
type pairCoder interface {
	Pair(a *dragoman.Article, source, target dragoman.Span, forced bool) (root string, confidence float64, why string)
	Holds(a *dragoman.Article, source, target dragoman.Span) float64
}

// Pair says what the source party does to the target party of a text, both given by their bytes; see event.Coder.Pair.
// The text is taken as prose, whatever it looks like.
func (r *Reader) Pair(text string, source, target dragoman.Span, forced bool) (root string, confidence float64, why string) {
	pc, ok := r.Coder.(pairCoder)
	if !ok {
		return "", 0, "the coder does not answer pairs"
	}
	return pc.Pair(r.Prose(text), source, target, forced)
}

// Holds says how likely an event that the text names holds from source to target; see event.Coder.Holds.
func (r *Reader) Holds(text string, source, target dragoman.Span) float64 {
	pc, ok := r.Coder.(pairCoder)
	if !ok {
		return 0
	}
	return pc.Holds(r.Prose(text), source, target)
}

// Prose parses a text that is taken as running text, whatever it looks like.
func (r *Reader) Prose(text string) *dragoman.Article {
	a := r.Segmenter.Segment(dragoman.Document{Text: text, Language: "en"})
	for i := range a.Blocks {
		a.Blocks[i].Kind = dragoman.Prose
	}
	r.Parser.Parse(a)
	return a
}
