package actor

import (
	"strconv"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// reach is how many sentences back a pronoun may point.
const reach = 2

// planReferences finds pronouns and the noun phrases that point at countries named before.
func (sc *scene) planReferences(s *sentence) {
	for k := range s.Tokens {
		t := &s.Tokens[k]
		switch t.UPOS {
		case "PRON":
			if pronounOf(t.Form) != noPronoun && s.rel(k) != "expl" {
				s.plan = append(s.plan, plan{kind: planPronoun, head: k, first: k, end: k + 1})
			}
		case "NOUN", "PROPN":
			if s.cover[k] == 0 && !s.capital(k) {
				sc.planNoun(s, k)
			}
		case "NUM", "DET":
			if n, _ := strconv.Atoi(sc.words.number[s.word(k)]); (n == 2 || n == 3) && s.parsed && !nominal(s.upos(s.Tokens[k].Head)) && s.isSubject(k) {
				s.plan = append(s.plan, plan{kind: planPair, head: k, first: sc.leftEdge(s, k), end: k + 1, ref: n})
			}
		}
	}
}

// planNoun plans "the country" and "the two countries".
func (sc *scene) planNoun(s *sentence, k int) {
	w := s.word(k)
	if w == 0 || s.parsed && (s.Tokens[k].Deprel == "compound" || s.Tokens[k].Deprel == "flat") {
		return
	}
	first := sc.leftEdge(s, k)
	if v, ok := sc.words.pair[w]; ok {
		n := sc.numberBefore(s, first, k)
		if n == 0 && v == "alone" && k == first+1 && (s.form(first) == "the" || s.form(first) == "The") && s.form(k+1) != "of" && s.form(k+1) != "to" {
			n = 2
		}
		if n > 0 {
			s.plan = append(s.plan, plan{kind: planPair, head: k, first: first, end: k + 1, ref: n})
			return
		}
	}
	if v, ok := sc.words.country[w]; ok && v == "" && sc.points(s, first, k) {
		s.plan = append(s.plan, plan{kind: planCountry, head: k, first: first, end: k + 1})
	}
}

// leftEdge is the first word of the noun phrase that ends at k: articles, numbers and adjectives before it.
func (sc *scene) leftEdge(s *sentence, k int) int {
	for k > 0 && s.cover[k-1] == 0 {
		u := s.Tokens[k-1].UPOS
		if u != "DET" && u != "ADJ" && u != "NUM" && !(s.Tokens[k-1].Form == "-" && k > 1) && !(u == "NOUN" && s.form(k) == "-") {
			break
		}
		k--
		if u == "DET" && s.Tokens[k].Form != "both" {
			break
		}
	}
	return k
}

// numberBefore reads the number word between first and the noun, 0 when there is none.
func (sc *scene) numberBefore(s *sentence, first, k int) int {
	for j := first; j < k; j++ {
		if v, ok := sc.words.number[s.word(j)]; ok {
			n, _ := strconv.Atoi(v)
			return n
		}
	}
	return 0
}

// points says whether the noun phrase is definite and stands for a country named before: "the country", "this republic", not "the
// state of emergency".
func (sc *scene) points(s *sentence, first, k int) bool {
	switch strings.ToLower(s.form(first)) {
	case "the", "this", "that":
	default:
		return false
	}
	if f := s.form(k + 1); f == "of" || f == "-" {
		return false
	}
	for j := first + 1; j < k; j++ { // "the other country", "the third country", "the first state"
		if u := s.Tokens[j].UPOS; u == "NUM" || strings.Contains(s.Tokens[j].Feats, "NumType=Ord") || s.Tokens[j].Lemma == "other" || s.Tokens[j].Lemma == "only" || s.Tokens[j].Lemma == "last" || s.Tokens[j].Lemma == "host" {
			return false
		}
	}
	return true
}

// refer resolves a reference; nil when it is not clear.
func (sc *scene) refer(s *sentence, p *plan) []dragoman.Actor {
	var found []dragoman.Actor
	switch p.kind {
	case planPronoun:
		found = sc.pronoun(s, p.head)
	case planPair:
		if sc.words.pair[s.word(p.head)] == "person" {
			found = sc.severalPersons(s, p)
		} else {
			found = sc.several(s, p)
		}
	case planCountry:
		found = sc.theCountry(s, p, nil)
	case planDescribe:
		d := &sc.lex.Descriptions[sc.hits[p.ref].sense.Ref]
		if len(d.Countries) == 1 {
			a := sc.country(sc.lex.CountryIndex(d.Countries[0]))
			a.Via = "description"
			return sc.one(a)
		}
		if list := sc.spelledOut(s, p); list != nil {
			found = list
		} else if n := sc.numberBefore(s, p.first, sc.hits[p.ref].first); n > 1 {
			p.ref = n
			found = sc.several(s, p)
		} else {
			found = sc.theCountry(s, p, d.Countries)
		}
	}
	if len(found) == 0 || found[0].ID == "" {
		return nil
	}
	return sc.again(found, "co-reference: "+sc.text(s, p.first, p.end))
}

// spelledOut is the country that a description goes on to name ("the North African country of Mali") or that the clause says it of
// ("Kazakhstan is the largest Central Asian country").
func (sc *scene) spelledOut(s *sentence, p *plan) []dragoman.Actor {
	end := sc.hits[p.ref].end
	if s.form(end) == "of" {
		if g := sc.hitAt(s, end+1); g != nil && g.sense.Kind == lexicon.CountryName {
			return sc.one(sc.country(int(g.sense.Ref)))
		}
	}
	if !s.parsed || s.subject(p.head) < 0 {
		return nil
	}
	for c := range s.kids(p.head) {
		if s.rel(c) == "cop" {
			return sc.actorsAt(s, s.subject(p.head))
		}
	}
	return nil
}

// again copies actors for another mention of them.
func (sc *scene) again(list []dragoman.Actor, via string) []dragoman.Actor {
	out := make([]dragoman.Actor, len(list))
	for i, a := range list {
		a.Via = via
		out[i] = a
	}
	return out
}

// pronounKind is who a pronoun can stand for.
type pronounKind uint8

const (
	noPronoun pronounKind = iota
	itPronoun
	theyPronoun
	hePronoun
	shePronoun
)

func pronounOf(form string) pronounKind {
	if len(form) > 10 {
		return noPronoun
	}
	switch strings.ToLower(form) {
	case "it", "its", "itself":
		return itPronoun
	case "they", "them", "their", "theirs", "themselves":
		return theyPronoun
	case "he", "him", "his", "himself":
		return hePronoun
	case "she", "her", "hers", "herself":
		return shePronoun
	}
	return noPronoun
}

// agrees says whether a mention can be what the pronoun stands for.
func (k pronounKind) agrees(f *focus) bool {
	person := len(f.actors) > 0 && f.actors[0].Kind == dragoman.ActorPerson
	switch k {
	case itPronoun:
		return !f.plural && !person && len(f.actors) == 1 && f.actors[0].Kind != dragoman.ActorGroup
	case theyPronoun:
		return f.plural
	case hePronoun:
		return person && !f.plural && f.gender != 'f'
	case shePronoun:
		return person && !f.plural && f.gender != 'm'
	}
	return false
}

// pronoun resolves a pronoun: by the subject of its clause, of the clause around it, then of the sentence before. Persons may
// also be the only one that fits.
func (sc *scene) pronoun(s *sentence, k int) []dragoman.Actor {
	kind := pronounOf(s.Tokens[k].Form)
	if !s.parsed {
		return sc.onlyOne(s, k, kind, "")
	}
	subject := s.rel(k) == "nsubj"
	object := strings.HasPrefix(s.Tokens[k].Deprel, "ob") || s.rel(k) == "iobj"
	reflexive := strings.HasSuffix(s.Tokens[k].Form, "selves") || strings.HasSuffix(s.Tokens[k].Form, "self")
	asked := object && kind == itPronoun && sc.answerable(s, k)
	if object && !reflexive && kind == itPronoun && !asked && s.besideClause(k) {
		return nil
	}
	not := "" // who the pronoun cannot be: the subject of its own verb
	for skip := 0; skip < 3; skip++ {
		at := s.subjectOf(k, skip)
		if at < 0 {
			break
		}
		if at > k {
			continue
		}
		if object && !reflexive && skip == 0 && (asked || s.sameClause(at, k)) {
			if a := sc.actorsAt(s, at); len(a) == 1 {
				not = a[0].ID
			}
			continue
		}
		if list, ok := sc.asSubject(s, at, kind); ok {
			return list
		}
		if (kind == itPronoun || kind == theyPronoun && subject) && s.Tokens[at].UPOS != "PRON" && plural(s, at) == (kind == theyPronoun) && len(sc.actorsAt(s, at)) == 0 {
			return nil // the clause is about a thing, which the pronoun may mean as well
		}
	}
	if list := sc.onlyOne(s, k, kind, not); list != nil && (asked || kind == hePronoun || kind == shePronoun || s.Tokens[k].Deprel == "nmod:poss") {
		return list
	}
	if object && kind == itPronoun {
		return nil // what is done to "it" is mostly done to a thing
	}
	return sc.subjectBefore(s, kind, not)
}

// answerable says whether the verb of "it" is one that takes nobody but people and states for its object: "accused it of", "asked it to".
func (sc *scene) answerable(s *sentence, k int) bool {
	verb := s.head(k)
	if verb < 0 {
		return false
	}
	w := s.Tokens[verb].Lemma
	return sc.lex.Classes.Has("object-control", w) && s.besideClause(k) || w == "accuse" || w == "blame" || w == "thank"
}

func plural(s *sentence, k int) bool { return strings.Contains(s.Tokens[k].Feats, "Number=Plur") }

// asSubject gives the actors of a subject, with what is co-ordinated with it, when they agree with the pronoun.
func (sc *scene) asSubject(s *sentence, at int, kind pronounKind) ([]dragoman.Actor, bool) {
	var buf [8]int
	list := s.conjuncts(at, buf[:0])
	if len(list) > 1 {
		if kind != theyPronoun {
			return nil, false
		}
		var all []dragoman.Actor
		for _, k := range list {
			a := sc.actorsAt(s, k)
			if len(a) == 0 {
				return nil, false
			}
			all = append(all, a...)
		}
		return all, true
	}
	f := sc.focusAt(s, at)
	if f == nil || !kind.agrees(f) {
		return nil, false
	}
	return f.actors, true
}

// focusAt is the mention told for the token.
func (sc *scene) focusAt(s *sentence, k int) *focus {
	told := sc.toldIn(s)
	for i := range told {
		if told[i].token == k {
			return &told[i]
		}
	}
	return nil
}

func (sc *scene) actorsAt(s *sentence, k int) []dragoman.Actor {
	if f := sc.focusAt(s, k); f != nil {
		return f.actors
	}
	return nil
}

// onlyOne gives the only mention before k in the sentence that agrees, nil when there are several or none.
func (sc *scene) onlyOne(s *sentence, k int, kind pronounKind, not string) []dragoman.Actor {
	var found []dragoman.Actor
	for i := len(sc.focus) - 1; i >= 0 && sc.focus[i].sentence == s.index; i-- {
		f := &sc.focus[i]
		if f.token >= k || !kind.agrees(f) || f.leaving || f.place && kind == itPronoun || f.actors[0].ID == not && not != "" {
			continue
		}
		if found != nil && found[0].ID != f.actors[0].ID {
			return nil
		}
		found = f.actors
	}
	return found
}

// subjectBefore gives the subject of the sentence before (of the same paragraph, or the first before it); persons may stand further
// back and need not be the subject when nobody else fits.
func (sc *scene) subjectBefore(s *sentence, kind pronounKind, not string) []dragoman.Actor {
	for back := 1; back <= reach && s.index-back >= 0; back++ {
		prev := &sc.sents[s.index-back]
		if prev.kind != dragoman.Prose && prev.kind != dragoman.ListItem {
			return nil
		}
		if root := prev.root(); root >= 0 {
			if at := prev.subject(root); at >= 0 {
				if list, ok := sc.asSubject(prev, at, kind); ok && (not == "" || list[0].ID != not) {
					return list
				}
				if kind != hePronoun && kind != shePronoun && pronounOf(prev.Tokens[at].Form) == noPronoun {
					return nil
				}
			}
		}
		if kind == hePronoun || kind == shePronoun {
			if list, several := sc.onlyPerson(prev, kind, not); list != nil || several {
				return list
			}
		} else {
			return nil
		}
	}
	return nil
}

// onlyPerson gives the only person of a sentence that agrees; several says that there are more.
func (sc *scene) onlyPerson(s *sentence, kind pronounKind, not string) (list []dragoman.Actor, several bool) {
	told := sc.toldIn(s)
	for i := range told {
		f := &told[i]
		if !kind.agrees(f) || f.actors[0].ID == not && not != "" {
			continue
		}
		if list != nil && list[0].ID != f.actors[0].ID {
			return nil, true
		}
		list = f.actors
	}
	return list, false
}

// sameHead finds the phrase before that "the ministry", "the delegation", "the ambassador" takes up: the last one with the same
// head word, or, for "the company" and the like, the last firm.
func (sc *scene) sameHead(s *sentence, pl *plan, p *phrase) *focus {
	h := &sc.hits[p.hit]
	if p.end != h.end || p.owners.n > 0 {
		return nil
	}
	word := s.word(h.end - 1)
	sort := dragoman.Sector("")
	if h.sense.Kind == lexicon.BodyTerm && !p.plural && p.end == h.end {
		sort = sc.lex.Bodies[h.sense.Ref].Sector
	}
	for i := len(sc.focus) - 1; i >= 0; i-- {
		f := &sc.focus[i]
		if s.index-f.sentence > 12 {
			break
		}
		if f.sentence == s.index && f.token >= pl.head || f.actors[0].ID == "" {
			continue
		}
		if sort != "" && !f.plural && f.actors[0].Sector == sort &&
			(f.actors[0].Kind == dragoman.ActorCompany || f.actors[0].Kind == dragoman.ActorOrganisation) {
			return f // "the company", "the bloc"
		}
		if word != 0 && f.plural == p.plural && sc.hasHead(f, word) {
			return f
		}
	}
	return nil
}

// hasHead says whether the mention's head word, or the last word of the person's post, is the word.
func (sc *scene) hasHead(f *focus, word uint32) bool {
	if f.kind == planPhrase && f.word == word {
		return true
	}
	if a := &f.actors[0]; a.Kind == dragoman.ActorPerson && a.Role != "" && !f.plural {
		role := a.Role
		if i := strings.Index(role, " of "); i > 0 {
			role = role[:i]
		}
		last := role[strings.LastIndexByte(role, ' ')+1:]
		return sc.lex.Index.Word(lexicon.Fold(last)) == word
	}
	return false
}
