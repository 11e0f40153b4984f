package event

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/event/relation"
	"dragoman/lexicon"
)

// Marks that stand for the two parties of a pair in the cast that Pair makes up.
const (
	pairSource = "<s>"
	pairTarget = "<t>"
)

// sureOf is the probability from which a pair is answered where no frame speaks and no answer is forced.
const sureOf = 0.5

// Pair says what the source party does to the target party in a parsed article, both given by their bytes, in the terms of the gold sets
// that ask so (PLOVER of 2018). Root is "" when neither a frame speaks nor the scorer is sure; with forced something is always answered.
// Why names the frame that says the same, else what spoke most strongly for the answer.
func (co *Coder) Pair(a *dragoman.Article, source, target dragoman.Span, forced bool) (root string, confidence float64, why string) {
	c := co.Case(a, source, target)
	if co.scorer == nil {
		return framesAlone(&c, forced)
	}
	f := relation.Extract(&c, co.scorer.Vectors)
	answer := co.scorer.Marked.Ask(&f)
	best := answer.Best(true)
	root, confidence = answer.Labels[best], answer.Probs[best]
	if !forced && c.Frame.Type == "" && confidence < sureOf {
		return "", 0, ""
	}
	for _, v := range append([]relation.Vote{c.Frame}, c.Near...) {
		if v.Type == root {
			return root, confidence, v.ID
		}
	}
	for _, r := range co.scorer.Marked.Why(&c, &f, best, nameFeatures) {
		why += r.Feature + "; "
	}
	return root, confidence, strings.TrimSuffix(why, "; ")
}

// framesAlone answers a pair by what frames say.
func framesAlone(c *relation.Case, forced bool) (root string, confidence float64, why string) {
	switch {
	case c.Frame.Type != "":
		return c.Frame.Type, 0.8, c.Frame.ID
	case !forced:
		return "", 0, ""
	case len(c.Near) > 0:
		return c.Near[0].Type, 0.3, c.Near[0].ID + " (arguments unsure)"
	}
	return string(dragoman.Accuse), 0.1, "no frame in the sentence"
}

// Holds says how likely an event that the sentence names holds from source to target; without a scorer 1 where a frame says so, else 0.
func (co *Coder) Holds(a *dragoman.Article, source, target dragoman.Span) float64 {
	c := co.Case(a, source, target)
	if co.scorer == nil {
		return float64(min(len(c.Frame.Type), 1))
	}
	c.Foreign = false
	f := relation.Extract(&c, co.scorer.Vectors)
	answer := co.scorer.Holds.Ask(&f)
	return answer.Prob("1")
}

// Case lays out what the scorer of relations needs to know of two parties of a parsed article, given by their bytes: the words
// between them and what frames say. A party with an empty span is one that the text does not name.
func (co *Coder) Case(a *dragoman.Article, source, target dragoman.Span) relation.Case {
	cast := pairCast(a, source, target)
	c := relation.Case{Sentence: relation.NewSentence(relation.Merge(a.Sentences)), Source: partyOf(a, source), Target: partyOf(a, target), Foreign: true}
	if ev := pairEvent(co.code(a, cast, nil, nil, nil), source.Empty(), target.Empty()); ev != nil {
		c.Frame = relation.Vote{Type: pairRoot(ev), ID: ev.Why.Frame, Status: ev.Status}
	}
	c.Near = co.near(a, cast)
	return c
}

// pairEvent is the surest event that runs between the two parties, nil for none.
func pairEvent(r *dragoman.Reading, noSource, noTarget bool) *dragoman.Event {
	var best *dragoman.Event
	for i := range r.Events {
		if ev := &r.Events[i]; between(ev, noSource, noTarget) && (best == nil || pairWeight(ev) > pairWeight(best)) {
			best = ev
		}
	}
	return best
}

// partyOf finds a party among the tokens of all sentences laid end to end.
func partyOf(a *dragoman.Article, span dragoman.Span) relation.Party {
	base := 0
	for i := range a.Sentences {
		if m, ok := mentionOf(&a.Sentences[i], i, span, ""); ok && !span.Empty() {
			return relation.Party{First: base + m.First, End: base + m.End, Head: base + m.Head}
		}
		base += len(a.Sentences[i].Tokens)
	}
	return relation.Unnamed
}

// pairCast makes up a cast of the two parties alone.
func pairCast(a *dragoman.Article, source, target dragoman.Span) *dragoman.Cast {
	cast := &dragoman.Cast{Mentions: make([][]dragoman.Mention, len(a.Sentences))}
	for i := range a.Sentences {
		for _, p := range []struct {
			span dragoman.Span
			id   string
		}{{source, pairSource}, {target, pairTarget}} {
			if p.span.Empty() {
				continue
			}
			if m, ok := mentionOf(&a.Sentences[i], i, p.span, p.id); ok {
				cast.Mentions[i] = append(cast.Mentions[i], m)
			}
		}
	}
	return cast
}

// mentionOf finds the tokens of a span and the one that heads them.
func mentionOf(s *dragoman.Sentence, index int, span dragoman.Span, id string) (dragoman.Mention, bool) {
	first, end, head := -1, -1, -1
	for i := range s.Tokens {
		if !span.Overlaps(s.Tokens[i].Span) {
			continue
		}
		if first < 0 {
			first = i
		}
		end = i + 1
	}
	for i := first; i >= 0 && i < end; i++ {
		if h := s.Tokens[i].Head; (h < first || h >= end) && s.Tokens[i].UPOS != "PUNCT" && s.Tokens[i].UPOS != "DET" && s.Tokens[i].UPOS != "ADP" {
			head = i
			break
		}
	}
	if head < 0 {
		return dragoman.Mention{}, false
	}
	return dragoman.Mention{Sentence: index, First: first, End: end, Head: head, Span: span,
		Actors: []dragoman.Actor{{ID: id, Kind: dragoman.ActorCountry, Span: span}}}, true
}

// between says whether the event runs from the source to the target, or joins the two; a party that the case does not
// name is not asked for.
func between(ev *dragoman.Event, noSource, noTarget bool) bool {
	src, dst := has(ev.Actors, pairSource), has(ev.Recipients, pairTarget)
	if noSource || noTarget {
		return src || dst
	}
	return src && dst || src && has(ev.Actors, pairTarget) || has(ev.Recipients, pairSource) && has(ev.Actors, pairTarget) && ev.Type == dragoman.Consult
}

func has(list []dragoman.Actor, id string) bool {
	for i := range list {
		if list[i].ID == id {
			return true
		}
	}
	return false
}

// pairRoot is the type as gold sets of relations have it: a promise to release or withdraw counts as AGREE there (CAMEO 035,
// "express intent to yield"), while a record keeps the type of what is promised.
func pairRoot(ev *dragoman.Event) string {
	if ev.Status == dragoman.Planned && (ev.Type == dragoman.Retreat || ev.Type == dragoman.Concede) {
		return string(dragoman.Agree)
	}
	return string(ev.Type)
}

// pairWeight prefers what happened to what might, and surer frames to others.
func pairWeight(ev *dragoman.Event) float64 {
	w := ev.Confidence
	if ev.Status == dragoman.Hypothetical || ev.Status == dragoman.Negated {
		w -= 0.5
	}
	return w
}

// maxNear is how many frames near the parties are asked.
const maxNear = 4

// near asks the predicates of the sentences that hold a party for a frame whose conditions hold, arguments or not, and gives the
// nearest to the parties first.
func (co *Coder) near(a *dragoman.Article, cast *dragoman.Cast) []relation.Vote {
	t := co.trees.Get().(*tree)
	defer co.trees.Put(t)
	type vote struct {
		relation.Vote
		cost int
	}
	var votes []vote
	for i := range a.Sentences {
		s := &a.Sentences[i]
		if len(cast.Mentions[i]) == 0 || len(s.Tokens) == 0 || s.Root() < 0 {
			continue
		}
		t.set(s, co.lex)
		c := &clause{lex: co.lex, article: a, cast: cast, sentence: i, t: t, story: &story{}}
		c.quoted = make([]bool, len(s.Tokens))
		for p := range s.Tokens {
			f := c.likely(p)
			if f == nil {
				continue
			}
			cost := 0
			for k := range cast.Mentions[i] {
				cost += 2*c.distance(p, cast.Mentions[i][k].Head) + abs(p-cast.Mentions[i][k].Head)/4
			}
			status, _ := c.status(p)
			votes = append(votes, vote{relation.Vote{Type: string(f.Type), ID: f.ID, Status: status}, cost})
		}
	}
	slices.SortStableFunc(votes, func(a, b vote) int { return a.cost - b.cost })
	var out []relation.Vote
	for _, v := range votes[:min(len(votes), maxNear)] {
		out = append(out, v.Vote)
	}
	return out
}

// likely is the first frame of the predicate whose conditions hold.
func (c *clause) likely(p int) *lexicon.Frame {
	pos := c.posOf(p)
	if pos == 0 {
		return nil
	}
	s := c.slotsOf(p)
	for _, i := range c.lex.Frames.For(c.t.lower[p], pos) {
		if f := &c.lex.Frames.All[i]; f.Type != "" && c.particleFits(p, f) && c.needsMet(f, s) {
			return f
		}
	}
	return nil
}
