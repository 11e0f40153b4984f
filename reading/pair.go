package reading

import "dragoman"

// pairCoder is what a coder offers for `dragoman eval relations`.
type pairCoder interface {
	Pair(a *dragoman.Article, source, target dragoman.Span, forced bool) (root string, confidence float64, why string)
}

// Pair says what the source party does to the target party of a text, both given by their bytes; see event.Coder.Pair.
// The text is taken as prose, whatever it looks like.
func (r *Reader) Pair(text string, source, target dragoman.Span, forced bool) (root string, confidence float64, why string) {
	pc, ok := r.Coder.(pairCoder)
	if !ok {
		return "", 0, "the coder does not answer pairs"
	}
	a := r.Segmenter.Segment(dragoman.Document{Text: text, Language: "en"})
	for i := range a.Blocks {
		a.Blocks[i].Kind = dragoman.Prose
	}
	r.Parser.Parse(a)
	return pc.Pair(a, source, target, forced)
}
