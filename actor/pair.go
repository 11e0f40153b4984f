package actor

import (
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// several resolves "the two countries", "both sides", "the three states": as many distinct countries as told together last. The
// sentence itself counts first, then those before it; when a step back brings more than are asked for, only those that
// stand out (no modifiers, nobody set aside) are taken, and when that does not decide it either, nobody is.
func (sc *scene) several(s *sentence, p *plan) []dragoman.Actor {
	want := p.ref
	var codes []string
	for back := 0; back <= 8 && s.index-back >= 0; back++ {
		in := &sc.sents[s.index-back]
		if in.kind == dragoman.Boilerplate {
			break
		}
		all := sc.told(in, s, p.head, codes, false)
		if len(all) > want {
			all = sc.told(in, s, p.head, codes, true)
		}
		if len(all) > want {
			return sc.mainPair(all, want)
		}
		if codes = all; len(codes) == want {
			return sc.asCountries(codes)
		}
	}
	return nil
}

// told adds the countries that a sentence tells before token k of sentence s to those known.
func (sc *scene) told(in, s *sentence, k int, known []string, strict bool) []string {
	out := slices.Clone(known)
	for i := range sc.focus {
		f := &sc.focus[i]
		if f.sentence != in.index || in == s && f.token >= k || f.leaving || strict && (f.modifier || f.place) {
			continue
		}
		for j := range f.actors {
			if c := f.actors[j].Country; c != "" && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// mainPair takes the countries that the article names most among those told, when they stand out clearly.
func (sc *scene) mainPair(codes []string, want int) []dragoman.Actor {
	slices.SortStableFunc(codes, func(a, b string) int { return int(sc.seen(b)) - int(sc.seen(a)) })
	if sc.seen(codes[want-1]) < 2*sc.seen(codes[want]) {
		return nil
	}
	return sc.asCountries(codes[:want])
}

func (sc *scene) asCountries(codes []string) []dragoman.Actor {
	out := make([]dragoman.Actor, 0, len(codes))
	for _, c := range codes {
		out = append(out, sc.country(sc.lex.CountryIndex(c)))
	}
	return out
}

// severalHolders resolves "the two leaders", "both ministers": the persons, or else the holders of posts of different countries, told
// last, as many as asked for; else the like of the countries told together.
func (sc *scene) severalHolders(s *sentence, pl *plan, p *phrase, want int) []dragoman.Actor {
	kind := sc.hits[p.hit].sense.Kind
	var found []dragoman.Actor
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 4; i-- {
		f := &sc.focus[i]
		if f.sentence == s.index && f.token >= pl.head || f.leaving {
			continue
		}
		at := 0 // the actors of one mention keep their order before those found behind it
		for _, a := range f.actors {
			if sc.sameSort(&a, kind) && !slices.ContainsFunc(found, func(b dragoman.Actor) bool { return a.ID == b.ID }) {
				found = slices.Insert(found, at, a)
				at++
			}
		}
		if len(found) >= want {
			break
		}
	}
	if len(found) == want {
		return found
	}
	if len(found) > want {
		return nil
	}
	at := *pl
	at.ref = want
	var out []dragoman.Actor
	for _, c := range sc.several(s, &at) {
		out = append(out, sc.holder(s, p, c))
	}
	return out
}

// sameSort says whether an actor can be one of several named by an office (a person), a body or a group.
func (sc *scene) sameSort(a *dragoman.Actor, kind lexicon.SenseKind) bool {
	if a.ID == "" {
		return false
	}
	switch kind {
	case lexicon.BodyTerm:
		return a.Kind == dragoman.ActorBody || a.Kind == dragoman.ActorCompany || a.Kind == dragoman.ActorOrganisation
	case lexicon.GroupTerm:
		return a.Kind == dragoman.ActorPerson || a.Kind == dragoman.ActorGroup
	}
	return a.Kind == dragoman.ActorPerson
}
