package event

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// match is a frame that fits a predicate, with its parties.
type match struct {
	frame      *lexicon.Frame
	pred       int
	slots      *slots
	actors     []dragoman.Actor
	recipients []dragoman.Actor
}

// posOf maps a token to the part of speech of frames, 0 for words that head no frame.
func (c *clause) posOf(p int) byte {
	switch c.t.tok(p).UPOS {
	case "VERB":
		return 'v'
	case "NOUN", "PROPN":
		return 'n'
	case "ADJ":
		return 'a'
	case "AUX":
		if !c.t.is(p, "aux") && !c.t.is(p, "cop") {
			return 'v'
		}
	}
	return 0
}

// matchAt finds the best frame of the predicate at p. Without one, because says why the frames that came closest failed,
// "" when there is nothing to say.
func (c *clause) matchAt(p int) (m *match, because, frame string) {
	pos := c.posOf(p)
	if pos == 0 {
		return nil, "", ""
	}
	list := c.lex.Frames.For(c.t.lower[p], pos)
	if len(list) == 0 {
		return nil, "", ""
	}
	s := c.slotsOf(p)
	for _, i := range list {
		f := &c.lex.Frames.All[i]
		if !c.particleFits(p, f) || !c.needsMet(f, s) {
			continue
		}
		found := c.fill(f, p, s)
		if found != nil {
			return found, "", ""
		}
		if because == "" {
			because, frame = c.missing(f), f.ID
		}
	}
	return nil, because, frame
}

// missing words what a frame lacked.
func (c *clause) missing(f *lexicon.Frame) string {
	if f.Symmetric {
		return "fewer than two parties"
	}
	return "no party for " + strings.Join(append(slices.Clone(f.Actors), f.Recipients...), ", ")
}

// particleFits checks a phrasal verb's particle; the frame is one of the predicate's.
func (c *clause) particleFits(p int, f *lexicon.Frame) bool {
	if !f.HasParticle() {
		return true
	}
	for i, lemma := range f.Lemmas {
		if lemma == c.t.lower[p] && (f.Particles[i] == "" || c.particle(p, f.Particles[i]) >= 0) {
			return true
		}
	}
	return false
}

// particle finds a verb's particle, -1 when it has none such; parsers waver between particle, adverb and preposition.
func (c *clause) particle(p int, word string) int {
	for k := range c.t.kids(p) {
		if c.t.lower[k] == word && (c.t.is(k, "compound") || c.t.is(k, "advmod") || c.t.is(k, "obl") || c.t.is(k, "advcl")) {
			return k
		}
	}
	if n := p + 1; n < len(c.t.lower) && c.t.lower[n] == word && c.t.is(n, "case") {
		return n
	}
	return -1
}

// needsMet checks a frame's conditions.
func (c *clause) needsMet(f *lexicon.Frame, s *slots) bool {
	for i := range f.Needs {
		n := &f.Needs[i]
		if c.filled(n, s) == n.Not {
			return false
		}
	}
	return true
}

// filled says whether a filler of the condition's slot, or something co-ordinated with it, is what the condition names.
func (c *clause) filled(n *lexicon.Need, s *slots) bool {
	for i := range s.list {
		if s.list[i].slot != n.Slot {
			continue
		}
		for _, k := range c.t.conjuncts(s.list[i].head) {
			if c.fits(k, n) {
				return true
			}
		}
	}
	return false
}

// fits checks one filler against a condition; a container noun ("a series of talks") is looked through.
func (c *clause) fits(h int, n *lexicon.Need) bool {
	if len(n.Words) == 0 && len(n.Classes) == 0 {
		return true
	}
	word := c.t.lower[h]
	if slices.Contains(n.Words, word) {
		return true
	}
	for _, class := range n.Classes {
		switch class {
		case "actor":
			if len(c.present(h)) > 0 || c.actsFor("subj", h) && len(c.owner(h)) > 0 {
				return true
			}
		case "state":
			if c.state(h) {
				return true
			}
		case "person", "traveller":
			if c.travels(h, class == "person") {
				return true
			}
		case "country":
			if m := c.cast.At(c.sentence, h); m != nil && len(m.Actors) > 0 && m.Actors[0].Kind == dragoman.ActorCountry {
				return true
			}
		default:
			if c.lex.Classes.Has(class, word) || class == "bad-word" && c.described(h, class) {
				return true
			}
		}
	}
	if c.lex.Classes.Has("container", word) {
		for k := range c.t.kids(h) {
			if c.t.is(k, "nmod") && c.t.marker(k, "case") == "of" && c.fits(k, n) {
				return true
			}
		}
	}
	return false
}

// described says whether an adjective of the phrase is of the class: "a criminal act".
func (c *clause) described(h int, class string) bool {
	for k := range c.t.kids(h) {
		if c.t.is(k, "amod") && c.lex.Classes.Has(class, c.t.lower[k]) {
			return true
		}
	}
	return false
}

// present is whom the phrase stands for as somebody who can be met: not those whose words or acts it is.
func (c *clause) present(h int) []dragoman.Actor {
	who := c.direct(h)
	if len(who) > 0 && strings.HasPrefix(who[0].Via, "co-reference: whose") {
		return nil
	}
	return who
}

// travels says whether the phrase stands for people: a person or group, or else a country or body that sends them.
func (c *clause) travels(h int, person bool) bool {
	return slices.ContainsFunc(c.present(h), func(a dragoman.Actor) bool {
		switch a.Kind {
		case dragoman.ActorPerson:
			return true
		case dragoman.ActorGroup, dragoman.ActorBody, dragoman.ActorCountry:
			return !person
		}
		return false
	})
}

// named drops a description that is followed at once by the name it describes: "the operator of the pipeline, JANAF".
func (c *clause) named(list []dragoman.Actor) []dragoman.Actor {
	return slices.DeleteFunc(list, func(a dragoman.Actor) bool {
		return !proper(a) && slices.ContainsFunc(list, func(b dragoman.Actor) bool {
			gap := b.Span[0] - a.Span[1]
			return proper(b) && a.Country == b.Country && gap >= 0 && gap <= len(", ")
		})
	})
}

// unhosted drops countries that only a city stands for where two parties are there without them: "the ministers of A and B signed a
// roadmap in C".
func (c *clause) unhosted(list []dragoman.Actor) []dragoman.Actor {
	isPlace := func(a dragoman.Actor) bool {
		return strings.HasPrefix(a.Via, "place ") || a.Via == "capital" && c.standsIn(a.Span)
	}
	rest := slices.DeleteFunc(slices.Clone(list), isPlace)
	if len(rest) < 2 {
		return list
	}
	return rest
}

// standsIn says whether "in" or "at" stands right before the words.
func (c *clause) standsIn(span dragoman.Span) bool {
	for k := 1; k < len(c.t.sent.Tokens); k++ {
		if c.t.tok(k).Span[0] == span[0] {
			return c.t.lower[k-1] == "in" || c.t.lower[k-1] == "at"
		}
	}
	return false
}

// proper says whether an actor was resolved to a name of its own.
func proper(a dragoman.Actor) bool {
	return strings.HasPrefix(a.ID, "company:") || strings.HasPrefix(a.ID, "org:") || strings.HasPrefix(a.ID, "person:")
}

// state says whether the phrase stands for a state or its executive.
func (c *clause) state(h int) bool {
	for _, a := range c.present(h) {
		if a.Kind == dragoman.ActorCountry || a.Sector == dragoman.SectorGOV || a.Sector == dragoman.SectorMIL || a.Sector == dragoman.SectorLEG {
			return true
		}
	}
	return false
}

// fill resolves a frame's parties; nil when a needed one is missing.
func (c *clause) fill(f *lexicon.Frame, p int, s *slots) *match {
	m := &match{frame: f, pred: p, slots: s}
	m.actors = c.side(f.Actors, s)
	if f.Symmetric {
		for _, slot := range f.Recipients {
			m.actors = appendActors(m.actors, c.side([]string{slot}, s))
		}
		m.actors = c.unhosted(c.named(m.actors))
		if len(m.actors) == 0 {
			m.actors = c.occasion(m)
		}
		c.place(m)
		if len(m.actors) < 2 {
			return nil
		}
		return m
	}
	m.recipients = c.receivers(f, s, m.actors)
	if f.POS == 'v' && len(f.Recipients) > 0 && len(abroad(m.recipients, countries(m.actors))) == 0 {
		if who := c.addressee(m); len(who) > 0 {
			m.recipients = who
		}
	}
	c.place(m)
	c.scene(m)
	if len(m.actors) == 0 && len(f.Actors) > 0 && !(f.POS == 'v' && c.materialConflict(f) && len(m.recipients) > 0) {
		return nil
	}
	if len(m.recipients) == 0 && len(f.Recipients) > 0 && !f.Alone {
		return nil
	}
	return m
}

// scene lets the country where it was done stand for a party of material conflict that nobody else is: whom soldiers attacked ("a barracks in
// Abidjan"), who arrested or sentenced somebody there.
func (c *clause) scene(m *match) {
	f := m.frame
	if f.POS != 'v' || !c.materialConflict(f) {
		return
	}
	if f.Type == dragoman.Protest && len(located(m.actors)) == 0 {
		if who := c.where(m); len(who) > 0 {
			m.actors = who
		}
	}
	switch {
	case c.followsUp(m):
		m.recipients = c.standIn(m.pred, c.countryActors(c.story.victims(m.actors[0].Country, c.sentence)), "co-reference: whom the sentence has them act against")
	case f.Alone && len(m.recipients) == 0 && len(m.actors) > 0 && f.Type == dragoman.Assault:
		m.recipients = abroad(c.where(m), countries(m.actors))
	case len(m.recipients) == 0 && len(m.actors) > 0 && m.slots.has("obj") && len(f.Recipients) > 0 && !f.Alone && (f.Type == dragoman.Assault || f.Type == dragoman.Coerce):
		m.recipients = c.where(m)
	case len(m.actors) == 0 && len(countries(m.recipients)) == 1 && (f.Type == dragoman.Coerce || f.Mode == "convict" || f.Mode == "expel"):
		m.actors = c.where(m)
	}
}

// followsUp says whether the sentence has told of force by the same against one other country, with which this goes on without saying whom:
// "shot down two Indian warplanes and captured a pilot".
func (c *clause) followsUp(m *match) bool {
	f := m.frame
	if len(m.recipients) > 0 || len(countries(m.actors)) != 1 || len(m.actors[0].Country) != 3 || f.Type != dragoman.Assault && f.Type != dragoman.Coerce {
		return false
	}
	return c.t.is(m.pred, "conj") && m.slots.has("obj") && len(c.story.victims(m.actors[0].Country, c.sentence)) == 1
}

// where is the country of the place that the predicate or its object is said to be in.
func (c *clause) where(m *match) []dragoman.Actor {
	for _, slot := range []string{"in", "at", "near", "inside", "outside", "off", "on"} {
		for _, h := range m.slots.get(slot) {
			if land := c.cast.At(c.sentence, h); land != nil && land.Place != nil && land.Place.Country != "" {
				return c.standIn(h, c.countryActors([]string{land.Place.Country}), "place "+land.Place.Name)
			}
			if c.lex.Classes.Has("seat", c.t.lower[h]) { // "in the Iranian capital"
				if who := c.owner(h); len(who) > 0 {
					return c.statesOf(who)
				}
			}
		}
	}
	return nil
}

func (c *clause) materialConflict(f *lexicon.Frame) bool {
	return c.lex.Ontology.Quad(f.Type) == dragoman.MaterialConflict
}

// side resolves the first of the alternative slots that gives a party.
func (c *clause) side(alternatives []string, s *slots) []dragoman.Actor {
	for _, slot := range alternatives {
		slot, soft := strings.CutSuffix(slot, "~")
		var out []dragoman.Actor
		for _, h := range s.get(slot) {
			who := c.parties(h, soft)
			if len(who) == 0 && c.actsFor(slot, h) {
				who = c.owner(h)
			}
			out = appendActors(out, who)
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// owner lets a phrase with a country before its head act for the country: "Russian missiles", "Ethiopia's airline"; people may
// have theirs behind them ("representatives of A, B and C"). What cannot act ("Croatia's exports") does not.
func (c *clause) owner(h int) []dragoman.Actor {
	if !c.t.nominal(h) {
		return nil
	}
	var out []dragoman.Actor
	for k := range c.t.kids(h) {
		behind := k > h && c.lex.Classes.Has("people", c.t.lower[h]) && c.originOf(k)
		if k > h && !behind || !(c.t.is(k, "amod") || c.t.is(k, "compound") || c.t.is(k, "nmod")) {
			continue
		}
		for _, j := range c.t.conjuncts(k) {
			if !c.isModifier(j) {
				continue
			}
			for _, a := range c.direct(j) {
				a.Via = "country of “" + c.words(c.t.phrase(h)) + "”"
				out = appendActors(out, []dragoman.Actor{a})
			}
		}
	}
	return out
}

// actsFor says whether a phrase without an actor of its own can stand for the country it names: a doer that can act, people,
// or as anything but a doer a place ("arrived in the Kazakh capital").
func (c *clause) actsFor(slot string, h int) bool {
	word := c.t.lower[h]
	if slot == "subj" || slot == "agent" {
		return !c.lex.Classes.Has("unagentive", word)
	}
	return c.lex.Classes.Has("people", word) || c.lex.Classes.Has("seat", word)
}

// originOf says whether the phrase tells whose the people before it are: "of", "from".
func (c *clause) originOf(k int) bool {
	w := c.t.marker(k, "case")
	return w == "of" || w == "from"
}

// receivers resolves the recipients: the first slot that gives a party with a country other than the actors'. Inside a
// phrase only a foreign party counts ("X reaffirmed X's commitment to ties with Y"); parties of unknown country and, for
// conflict and for what is released or conceded, of the actors' own come last.
func (c *clause) receivers(f *lexicon.Frame, s *slots, actors []dragoman.Actor) []dragoman.Actor {
	own := countries(actors)
	var rest []dragoman.Actor
	for _, slot := range f.Recipients {
		name, soft := strings.CutSuffix(slot, "~")
		out := foreignOwners(c.others(c.side([]string{name}, s), actors, f), own)
		if foreign := abroad(out, own); len(foreign) > 0 {
			return foreign
		}
		if recalls(f) {
			out = abroad(out, own)
		}
		if len(out) > 0 && (name == "obj" || name == "iobj") && c.materialConflict(f) {
			return out // its own: where it was done says nothing of whom it was done to
		}
		if len(rest) == 0 {
			rest = out
		}
		if !soft {
			continue
		}
		for _, h := range s.get(name) {
			if out := c.mentioned(h, actors); len(out) > 0 {
				return out
			}
		}
	}
	if len(rest) == 0 && c.lex.Ontology.Quad(f.Type) >= dragoman.VerbalConflict && !recalls(f) {
		rest = foreignOwners(without(c.side(f.Recipients, s), actors), own)
	}
	if c.lex.Ontology.Quad(f.Type) == dragoman.VerbalCooperation && f.Type != dragoman.Concede {
		return unplaced(rest)
	}
	return rest
}

// others leaves the actors out of a list of recipients, but not a place of their own that force is used in: "Russian columns rolled into
// Chechnya".
func (c *clause) others(list, actors []dragoman.Actor, f *lexicon.Frame) []dragoman.Actor {
	if c.materialConflict(f) && len(actors) > 0 && len(list) == 1 && strings.HasPrefix(list[0].Via, "place") && list[0].Span != actors[0].Span {
		return list
	}
	return without(list, actors)
}

// recalls says whether the frame takes one's own people away from somebody ("withdrew its ambassador").
func recalls(f *lexicon.Frame) bool { return f.Type == dragoman.Sanction && f.Mode == "withdraw" }

// abroad keeps the actors with a country that is none of own.
func abroad(list []dragoman.Actor, own []string) []dragoman.Actor {
	return slices.DeleteFunc(slices.Clone(list), func(a dragoman.Actor) bool {
		return a.Country == "" && a.ID != pairTarget && a.ID != pairSource || slices.Contains(own, a.Country)
	})
}

// foreignOwners drops those of the acting countries that only "his country" or "the move" stands for: nobody acts against them.
func foreignOwners(list []dragoman.Actor, own []string) []dragoman.Actor {
	return slices.DeleteFunc(list, func(a dragoman.Actor) bool {
		return strings.HasPrefix(a.Via, "co-reference: whose") && slices.Contains(own, a.Country)
	})
}

// unplaced keeps the actors without a country.
func unplaced(list []dragoman.Actor) []dragoman.Actor {
	return slices.DeleteFunc(slices.Clone(list), func(a dragoman.Actor) bool { return a.Country != "" })
}

// mentioned lists the foreign actors named within a phrase, outermost first, those of the acting countries left out.
func (c *clause) mentioned(h int, actors []dragoman.Actor) []dragoman.Actor {
	own := countries(actors)
	first, last := c.t.subtree(h)
	bestDepth, best := 1<<30, []dragoman.Actor(nil)
	for k := first; k <= last; k++ {
		if !c.t.within(k, h) || c.t.tok(k).Head == h && c.suffers(k, h) {
			continue
		}
		found := without(c.direct(k), actors)
		found = abroad(found, own)
		if d := c.depthBelow(k, h); len(found) > 0 && d < bestDepth {
			bestDepth, best = d, found
		}
	}
	return best
}

func (c *clause) depthBelow(k, h int) int {
	d := 0
	for k != h && k >= 0 {
		k = c.t.tok(k).Head
		d++
	}
	return d
}
