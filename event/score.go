package event

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/event/relation"
)

// The learned scorer stands beside the frames: it says how likely each event is that they found, and proposes events
// between parties that no frame joined.

const (
	farthest     = 9    // steps in the tree between two parties that the scorer is asked about
	maxParties   = 6    // of a sentence that pairs are made of
	proposeAt    = 0.65 // probability from which the scorer's own answer makes an event
	nameFeatures = 5    // strongest features that an event's Why names
)

// scoring is the work of the scorer on one sentence.
type scoring struct {
	*clause
	g      *coding
	scorer *relation.Model
	read   *relation.Sentence // prepared when first asked about
	votes  []pointed          // frames whose conditions hold, whoever their parties are, in text order
}

// pointed is a frame's vote and the token that it speaks of.
type pointed struct {
	relation.Vote
	pred int
}

// score weighs the events of the sentence that begin at index from, and adds those that only the scorer sees.
func (g *coding) score(c *clause, from int) {
	if g.model == nil {
		return
	}
	s := &scoring{clause: c, g: g, scorer: g.model, votes: c.votes()}
	parties := s.parties()
	told := len(g.out.Events)
	for i, a := range parties {
		for _, b := range parties[i+1:] {
			s.propose(a, b, from, told)
		}
	}
	for i := from; i < told; i++ {
		s.weigh(&g.out.Events[i], from)
	}
}

// votes are the frames of the sentence whose conditions hold.
func (c *clause) votes() []pointed {
	var out []pointed
	for p := range c.t.sent.Tokens {
		if f := c.likely(p); f != nil {
			status, _ := c.status(p)
			out = append(out, pointed{relation.Vote{Type: string(f.Type), ID: f.ID, Status: status}, p})
		}
	}
	return out
}

// parties are the mentions that stand for somebody of a country, longer ones before those inside them.
func (s *scoring) parties() []*dragoman.Mention {
	var out []*dragoman.Mention
	for i := range s.cast.Mentions[s.sentence] {
		m := &s.cast.Mentions[s.sentence][i]
		if len(m.Actors) == 0 || m.Actors[0].Country == "" || len(out) == maxParties {
			continue
		}
		inside := slices.ContainsFunc(out, func(o *dragoman.Mention) bool {
			return m.First >= o.First && m.End <= o.End && m.Actors[0].Country == o.Actors[0].Country
		})
		if !inside {
			out = append(out, m)
		}
	}
	return out
}

// whereabouts says whether the phrase only tells where something was: "in Vienna", "near the Polish border".
func (s *scoring) whereabouts(m *dragoman.Mention) bool {
	return m.Place != nil && s.lex.Classes.Has("place-preposition", s.t.marker(m.Head, "case"))
}

// question lays out what a does to b.
func (s *scoring) question(a, b relation.Party, frame relation.Vote) relation.Case {
	return relation.Case{Sentence: s.prepared(), Source: a, Target: b, Frame: frame, Near: s.nearest(a, b)}
}

// nearest orders the votes by how near their words are to the two parties.
func (s *scoring) nearest(a, b relation.Party) []relation.Vote {
	type costed struct {
		vote *pointed
		cost int
	}
	var list []costed
	for i := range s.votes {
		v := &s.votes[i]
		list = append(list, costed{v, s.cost(v.pred, a.Head) + s.cost(v.pred, b.Head)})
	}
	slices.SortStableFunc(list, func(a, b costed) int { return a.cost - b.cost })
	var out []relation.Vote
	for _, l := range list[:min(len(list), maxNear)] {
		out = append(out, l.vote.Vote)
	}
	return out
}

// prepared is the sentence as the scorer reads it.
func (s *scoring) prepared() *relation.Sentence {
	if s.read == nil {
		s.read = relation.NewSentence(s.t.sent.Tokens)
	}
	return s.read
}

// cost is how far a word is from a party's head: steps in the tree, and a little for the words between.
func (c *clause) cost(pred, head int) int { return 2*c.distance(pred, head) + abs(pred-head)/4 }

func partyAt(m *dragoman.Mention) relation.Party {
	return relation.Party{First: m.First, End: m.End, Head: m.Head}
}

// joins says whether an event of the sentence told already has both among its parties.
func (s *scoring) joins(a, b *dragoman.Mention, from, told int) bool {
	for i := from; i < told; i++ {
		lands := countries(parties(&s.g.out.Events[i]))
		if slices.Contains(lands, a.Actors[0].Country) && slices.Contains(lands, b.Actors[0].Country) {
			return true
		}
	}
	return false
}

// propose asks the scorer about two parties that no frame joined, in both directions, and makes an event of an answer that
// it is sure of.
func (s *scoring) propose(a, b *dragoman.Mention, from, told int) {
	if a.Actors[0].Country == b.Actors[0].Country || s.joins(a, b, from, told) {
		return
	}
	if s.distance(a.Head, b.Head) > farthest {
		return
	}
	there, back := s.ask(a, b, 0), s.ask(b, a, 1)
	best := there
	if back.probability > there.probability {
		best = back
	}
	if best.probability < proposeAt {
		return
	}
	if pred := s.pivot(&best.question); !s.taken(pred, from) {
		s.add(&best, pred)
	}
}

// answered is a question with the scorer's answer, of probability 0 where that is that nothing happens.
type answered struct {
	source, target *dragoman.Mention
	question       relation.Case
	features       *relation.Features
	label          int
	probability    float64
}

// ask asks what the source does to the target, in one of two workspaces. A place where something was does nothing, and nobody meets it.
func (s *scoring) ask(source, target *dragoman.Mention, space int) answered {
	a := answered{source: source, target: target}
	if s.whereabouts(source) {
		return a
	}
	a.question = s.question(partyAt(source), partyAt(target), relation.Vote{})
	a.features = s.g.space[space].Extract(&a.question, s.scorer.Vectors)
	answer := s.scorer.Events.Ask(a.features)
	a.label = answer.Best(false)
	label := answer.Labels[a.label]
	if label == relation.None || label == string(dragoman.Consult) && s.whereabouts(target) {
		return a
	}
	a.probability = answer.Probs[a.label]
	return a
}

// taken says whether the word has made an event of the sentence already: its parties are settled then, and another country beside
// them is a place or a bystander.
func (s *scoring) taken(pred, from int) bool {
	span := s.t.tok(pred).Span
	return slices.ContainsFunc(s.g.out.Events[from:], func(ev dragoman.Event) bool { return ev.Why.Span.Overlaps(span) })
}

// add makes an event of the scorer's answer, which hangs on the word pred.
func (s *scoring) add(a *answered, pred int) {
	ev := dragoman.Event{Type: dragoman.EventType(s.scorer.Events.Labels[a.label]), Actors: a.source.Actors, Recipients: a.target.Actors}
	span := s.t.tok(pred).Span
	ev.Why = dragoman.Why{Trigger: s.words(span), Span: span}
	ev.Why.Features = s.scorer.Events.Why(&a.question, a.features, a.label, nameFeatures)
	ev.Evidence = s.evidence()
	ev.Status, _ = s.status(pred)
	ev.Date = s.dateOf(pred)
	s.settleStatus(pred, &ev)
	if s.anniversary() && ev.Status == dragoman.Happened {
		ev.Status = dragoman.Historical
	}
	if ev.Status == dragoman.Negated || ev.Status == dragoman.Hypothetical { // what did not come about is left to the frames
		return
	}
	s.settleType(pred, &ev)
	s.settleVisit(&ev)
	ev.Source = s.sourceOf(pred)
	ev.Score = s.lex.Ontology.Score(ev.Type, ev.Mode)
	ev.Contexts = s.g.contexts(s.clause, nil, &ev)
	e := relation.Evidence{Model: relation.LogOdds(a.probability), ByModel: true, LongWay: longWay(&a.question)}
	s.settleEvidence(&ev, &e)
	s.trust(&ev, &e)
	if s.g.repeated(&ev, s.sentence) < 0 {
		s.g.out.Events = append(s.g.out.Events, ev)
	}
}

// anniversary says whether the sentence tells of one.
func (c *clause) anniversary() bool {
	return slices.ContainsFunc(c.t.lower, func(w string) bool { return c.lex.Classes.Has("anniversary", w) })
}

// pivot is the word that an answer of the scorer hangs on: the nearest word of a frame on the way between the two, else the verb or
// noun where their ways meet.
func (s *scoring) pivot(q *relation.Case) int {
	best, cost := -1, 1<<30
	for i := range s.votes {
		v := &s.votes[i]
		if c := s.cost(v.pred, q.Source.Head) + s.cost(v.pred, q.Target.Head); c < cost {
			best, cost = v.pred, c
		}
	}
	if best >= 0 {
		return best
	}
	for at := q.Source.Head; at >= 0; at = s.t.tok(at).Head {
		if s.t.within(q.Target.Head, at) {
			return at
		}
	}
	return q.Source.Head
}

func longWay(q *relation.Case) float64 {
	return min(float64(abs(q.Source.Head-q.Target.Head))/10, 3)
}

// weigh settles how sure to be of an event that a frame gave.
func (s *scoring) weigh(ev *dragoman.Event, from int) {
	e := relation.Evidence{Frame: relation.LogOdds(ev.Confidence), ByFrame: true}
	if a, b, ok := s.ends(ev); ok {
		q := s.question(a, b, relation.Vote{Type: string(ev.Type), ID: ev.Why.Frame, Status: ev.Status})
		answer := s.scorer.Events.Ask(s.g.space[0].Extract(&q, s.scorer.Vectors))
		e.Model, e.ByModel, e.LongWay = relation.LogOdds(answer.Prob(string(ev.Type))), true, longWay(&q)
	}
	for i := from; i < len(s.g.out.Events); i++ {
		if o := &s.g.out.Events[i]; o != ev && o.Type != ev.Type && sameSet(countries(parties(o)), countries(parties(ev))) {
			e.Alternates = true
		}
	}
	s.settleEvidence(ev, &e)
	s.trust(ev, &e)
}

// ends are the first doer and the first whom it was done to (or the second doer), where the sentence itself names both.
func (s *scoring) ends(ev *dragoman.Event) (a, b relation.Party, ok bool) {
	all := parties(ev)
	if len(all) < 2 {
		return a, b, false
	}
	second := all[1]
	if len(ev.Recipients) > 0 {
		second = ev.Recipients[0]
	}
	a, ok1 := s.named(&all[0])
	b, ok2 := s.named(&second)
	return a, b, ok1 && ok2 && a.Head != b.Head
}

// named finds the mention of an actor in the sentence.
func (s *scoring) named(a *dragoman.Actor) (relation.Party, bool) {
	for i := range s.cast.Mentions[s.sentence] {
		if m := &s.cast.Mentions[s.sentence][i]; m.Span.Overlaps(a.Span) && slices.ContainsFunc(m.Actors, func(o dragoman.Actor) bool { return o.ID == a.ID }) {
			return partyAt(m), true
		}
	}
	return relation.Unnamed, false
}

func (s *scoring) settleEvidence(ev *dragoman.Event, e *relation.Evidence) {
	e.Unsettled = ev.Status != dragoman.Happened || ev.Source != nil
	e.Referred = slices.ContainsFunc(parties(ev), func(a dragoman.Actor) bool { return strings.HasPrefix(a.Via, "co-reference") })
}

// trust sets the event's confidence.
func (s *scoring) trust(ev *dragoman.Event, e *relation.Evidence) {
	if s.g.judge != nil {
		s.g.judge(ev, e)
	}
	ev.Confidence = float64(int(s.scorer.Trust.Of(e)*100+0.5)) / 100
}
