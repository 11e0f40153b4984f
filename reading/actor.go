package reading

import "dragoman"

// Actor says whom a phrase names, as written on a day (ISO, may be ""): the actor of the widest mention in it, phrases before
// adjectives and possessives inside them. False when nobody is recognised.
func (r *Reader) Actor(text, date string) (dragoman.Actor, bool) {
	a := r.Segmenter.Segment(dragoman.Document{Text: text, Published: date, Language: "en"})
	for i := range a.Blocks {
		a.Blocks[i].Kind = dragoman.Prose
	}
	r.Parser.Parse(a)
	var best *dragoman.Mention
	for _, sentence := range r.Resolver.Resolve(a).Mentions {
		for i := range sentence {
			if m := &sentence[i]; len(m.Actors) > 0 && (best == nil || wider(m, best)) {
				best = m
			}
		}
	}
	if best == nil {
		return dragoman.Actor{}, false
	}
	return best.Actors[0], true
}

func wider(m, than *dragoman.Mention) bool {
	if m.Modifier != than.Modifier {
		return than.Modifier
	}
	return m.Span.Len() > than.Span.Len()
}
