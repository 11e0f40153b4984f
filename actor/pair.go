package actor

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// several resolves "the two countries", "both sides", "the three states": as many distinct countries as told together last. The
// sentence itself counts first, then those before it; when a step back brings more than are asked for, only those that
// stand out (no modifiers, nobody set aside) are taken, and when that does not decide it either, nobody is.
func (sc *scene) several(s *sentence, p *plan) []dragoman.Actor {
	for _, firms := range []bool{false, true} {
		if list, clear := sc.countriesTold(s, p, firms); list != nil || !clear {
			return list
		}
	}
	return nil
}

// countriesTold looks for as many countries as the plan wants; clear is false when there were more than that and none stood out.
// The countries of firms, organisations and media count only where firms is set.
func (sc *scene) countriesTold(s *sentence, p *plan, firms bool) (list []dragoman.Actor, clear bool) {
	want := p.ref
	sc.withFirms = firms
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
			return sc.mainPair(all, want), false
		}
		if codes = all; len(codes) == want {
			return sc.asCountries(codes), true
		}
	}
	return nil, true
}

// told adds the countries that a sentence tells before token k of sentence s to those known.
func (sc *scene) told(in, s *sentence, k int, known []string, strict bool) []string {
	out := slices.Clone(known)
	list := sc.toldIn(in)
	var not []int // who does something to the two is none of them: "A, B and C urged both countries"
	if in == s && s.parsed && (s.rel(k) == "obj" || s.rel(k) == "iobj" || s.rel(k) == "obl" && s.marker(k) == "on") {
		if at := s.subjectOf(k, 0); at >= 0 {
			not = s.conjuncts(at, not)
		}
	}
	for i := range list {
		f := &list[i]
		if in == s && (f.token >= k || slices.Contains(not, f.token)) || f.leaving || strict && (f.modifier || f.place) {
			continue
		}
		for j := range f.actors {
			kind := f.actors[j].Kind
			if !sc.withFirms && (kind == dragoman.ActorCompany || kind == dragoman.ActorOrganisation) {
				continue
			}
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

// severalPersons resolves "the two men": the persons told last, when they are as many.
func (sc *scene) severalPersons(s *sentence, p *plan) []dragoman.Actor {
	var found []dragoman.Actor
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 2 && len(found) < p.ref; i-- {
		f := &sc.focus[i]
		if f.sentence == s.index && f.token >= p.head {
			continue
		}
		for _, a := range f.actors {
			if a.Kind == dragoman.ActorPerson && a.ID != "" && !slices.ContainsFunc(found, func(b dragoman.Actor) bool { return a.ID == b.ID }) {
				found = append(found, a)
			}
		}
	}
	if len(found) != p.ref {
		return nil
	}
	slices.Reverse(found)
	return found
}

// severalHolders resolves "the two leaders", "both ministers": the persons, or else the holders of posts of different countries, told
// last, as many as asked for; else the like of the countries told together.
func (sc *scene) severalHolders(s *sentence, pl *plan, p *phrase, want int) []dragoman.Actor {
	var found []dragoman.Actor
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 4; i-- {
		f := &sc.focus[i]
		if f.sentence == s.index && f.token >= pl.head || f.leaving {
			continue
		}
		at := 0 // the actors of one mention keep their order before those found behind it
		for _, a := range f.actors {
			if sc.sameSort(&a, p) && !slices.ContainsFunc(found, func(b dragoman.Actor) bool { return a.ID == b.ID }) {
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

// sameSort says whether an actor can be one of several that a phrase names: firms by "companies", bodies by "ministries", persons by a post
// like theirs.
func (sc *scene) sameSort(a *dragoman.Actor, p *phrase) bool {
	if a.ID == "" {
		return false
	}
	h := &sc.hits[p.hit]
	if h.sense.Kind == lexicon.BodyTerm {
		sector := sc.lex.Bodies[h.sense.Ref].Sector
		if sector == dragoman.SectorBUS {
			return a.Kind == dragoman.ActorCompany
		}
		return a.Sector == sector && (a.Kind == dragoman.ActorBody || a.Kind == dragoman.ActorOrganisation)
	}
	if a.Kind != dragoman.ActorPerson {
		return false
	}
	if v, _ := sc.lex.Reference(lexicon.HeadPost, lexicon.Fold(sc.termOf(h))); v == "any" && sc.headPost(a.Role) {
		return true
	}
	word := sc.headWord(h)
	if word == 0 {
		return false
	}
	if _, any := sc.words.anyPerson[word]; any || a.Role == "" {
		return a.Sector == dragoman.SectorGOV || a.Sector == dragoman.SectorLEG || a.Sector == dragoman.SectorELI
	}
	return sc.roleHas(a.Role, word) && !sc.secondTo(a.Role)
}

// secondTo says whether a post is a deputy's: "the two ministers" are no deputies.
func (sc *scene) secondTo(role string) bool {
	first, _, _ := strings.Cut(lexicon.Fold(role), " ")
	return first == "deputy" || first == "vice" || first == "assistant"
}

// termOf is the singular of an office or group term.
func (sc *scene) termOf(h *hit) string {
	switch h.sense.Kind {
	case lexicon.OfficeTerm:
		return sc.lex.Offices[h.sense.Ref].Term
	case lexicon.GroupTerm:
		return sc.lex.Groups[h.sense.Ref].Terms[0]
	}
	return ""
}

// headWord is the singular head of an office or group term: "minister" of "ministers of foreign affairs".
func (sc *scene) headWord(h *hit) uint32 {
	term := sc.termOf(h)
	if i := strings.Index(term, " of "); i > 0 {
		term = term[:i]
	}
	return sc.lex.Index.Word(lexicon.Fold(term[strings.LastIndexByte(term, ' ')+1:]))
}

// roleHas says whether one of the words of a post is the word.
func (sc *scene) roleHas(role string, word uint32) bool {
	for _, a := range sc.lex.Index.Atoms(role, nil) {
		if a.Word == word {
			return true
		}
	}
	return false
}

// lastTwo resolves "the presidents", "the ministers" without a number: the persons of such a post told last, when within two sentences
// there are exactly two.
func (sc *scene) lastTwo(s *sentence, pl *plan, p *phrase) []dragoman.Actor {
	var found []dragoman.Actor
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 3; i-- {
		f := &sc.focus[i]
		if f.sentence == s.index && f.token >= pl.head {
			continue
		}
		for _, a := range f.actors {
			if sc.sameSort(&a, p) && !slices.ContainsFunc(found, func(b dragoman.Actor) bool { return a.ID == b.ID }) {
				found = append(found, a)
			}
		}
	}
	if len(found) != 2 {
		return nil
	}
	slices.Reverse(found)
	return found
}
