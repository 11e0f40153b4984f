package actor

import (
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// planKind says how a mention is to be resolved.
type planKind uint8

const (
	planHit planKind = iota
	planPhrase
	planPerson   // ref: index into the roster
	planEntity   // ref: index into entities
	planPronoun  // "it", "their"
	planPair     // "the two countries"
	planCountry  // "the country"
	planDescribe // ref: hit of a description
)

// plan is a mention to be: its head, its extent and how to resolve it.
type plan struct {
	kind       planKind
	head       int
	first, end int
	ref        int
	done       bool
}

// focus is a mention told, as later references see it.
type focus struct {
	sentence, block, token int
	actors                 []dragoman.Actor
	word                   uint32 // head word
	kind                   planKind
	gender                 byte
	plural                 bool
	subject                bool
	modifier               bool
	leaving                bool // set aside by its preposition: "besides Croatia"
	place                  bool // stands under "in" or "at"
}

// tell makes the mentions of a sentence.
func (sc *scene) tell(s *sentence) {
	s.firstFocus, s.lastFocus = len(sc.focus), len(sc.focus)
	if s.kind == dragoman.Boilerplate || len(s.Tokens) == 0 {
		return
	}
	sc.planPhrases(s)
	sc.planHits(s)
	sc.planNames(s)
	sc.planReferences(s)
	slices.SortStableFunc(s.plan, func(a, b plan) int { return a.head - b.head })
	s.plan = slices.CompactFunc(s.plan, func(a, b plan) bool { return a.head == b.head })
	order := make([]int, len(s.plan))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.plan[a].first - s.plan[b].first })
	for _, i := range order {
		sc.tellPlan(s, i)
	}
	s.lastFocus = len(sc.focus)
	m := sc.cast.Mentions[s.index]
	slices.SortFunc(m, func(a, b dragoman.Mention) int { return a.Head - b.Head })
}

// planAt finds the plan headed by the token, -1 for none. Plans are in order of head by then.
func (s *sentence) planAt(k int) int {
	for i := range s.plan {
		if s.plan[i].head == k {
			return i
		}
	}
	return -1
}

func (sc *scene) planPhrases(s *sentence) {
	for i := s.firstPhrase; i < s.lastPhrase; i++ {
		p := &sc.phrases[i]
		if sc.hits[p.hit].owned {
			continue
		}
		first, end := p.first, max(p.end, p.nameEnd)
		if h := s.topOf(p.roleFirst, max(sc.hits[p.hit].end, p.nameEnd)); p.nameEnd > p.nameFirst {
			p.head = h
		}
		s.plan = append(s.plan, plan{kind: planPhrase, head: p.head, first: first, end: end, ref: i})
	}
}

func (sc *scene) planHits(s *sentence) {
	for i := s.firstHit; i < s.lastHit; i++ {
		h := &sc.hits[i]
		if h.owned {
			continue
		}
		switch h.sense.Kind {
		case 0, lexicon.Reference, lexicon.OfficeTerm, lexicon.BodyTerm, lexicon.GroupTerm:
		case lexicon.Description:
			first := h.first
			for first > 0 && (s.Tokens[first-1].UPOS == "DET" || s.Tokens[first-1].UPOS == "ADJ" || s.Tokens[first-1].UPOS == "NUM") && s.cover[first-1] == 0 {
				first--
			}
			s.plan = append(s.plan, plan{kind: planDescribe, head: h.head, first: first, end: h.end, ref: i})
		case lexicon.PersonName:
			if sc.inNamedPhrase(s, h.first) {
				continue
			}
			p := plan{kind: planHit, head: h.head, first: h.first, end: h.end, ref: i}
			if at := sc.people.find(sc.fold(s, h.first, h.end)); at >= 0 && sc.people.list[at].told {
				p.kind, p.ref = planPerson, at
			} else if at := sc.people.find([]byte(lexicon.Fold(sc.lex.Persons[h.sense.Ref].Name))); at >= 0 {
				p.kind, p.ref = planPerson, at
			}
			s.plan = append(s.plan, p)
		default:
			if sc.inNamedPhrase(s, h.first) {
				continue
			}
			s.plan = append(s.plan, plan{kind: planHit, head: h.head, first: h.first, end: h.end, ref: i})
		}
	}
}

// inNamedPhrase says whether the token lies in the name that belongs to a phrase ("President Tokayev").
func (sc *scene) inNamedPhrase(s *sentence, k int) bool {
	for i := s.firstPhrase; i < s.lastPhrase; i++ {
		if p := &sc.phrases[i]; p.nameFirst <= k && k < p.nameEnd {
			return true
		}
	}
	return false
}

// planNames finds persons and entities by the names that the text has taught.
func (sc *scene) planNames(s *sentence) {
	for k := 0; k < len(s.Tokens); {
		if !s.capital(k) || sc.inNamedPhrase(s, k) || !sc.canBeName(s, k) {
			k++
			continue
		}
		e := sc.planName(s, k)
		k = max(e, k+1)
	}
}

func (sc *scene) canBeName(s *sentence, k int) bool {
	if s.cover[k] != 0 {
		return false
	}
	u := s.Tokens[k].UPOS
	return s.proper(k) || s.word(k) == 0 && (u == "NOUN" || u == "ADJ" || u == "X") || s.shouts(k)
}

// planName plans the longest known name that begins at k and gives its end, k when there is none.
func (sc *scene) planName(s *sentence, k int) int {
	for e := min(len(s.Tokens), k+maxName); e > k; e-- {
		if e < len(s.Tokens) && s.Tokens[e].Form == "-" && s.Tokens[e].Span[0] == s.Tokens[e-1].Span[1] || !s.capital(e-1) && len(sc.aliases) == 0 || s.cover[e-1] != 0 {
			continue
		}
		folded := sc.fold(s, k, e)
		if i, ok := sc.aliases[string(folded)]; ok {
			s.plan = append(s.plan, plan{kind: planEntity, head: s.topOf(k, e), first: k, end: e, ref: i - 1})
			return e
		}
		if i := sc.people.find(folded); i >= 0 && sc.wholeName(s, k, e, i) {
			first := k
			if k > 0 && sc.title(s, k-1) {
				first = k - 1
				sc.honour(s, first, i)
			}
			s.plan = append(s.plan, plan{kind: planPerson, head: s.topOf(first, e), first: first, end: e, ref: i})
			return e
		}
	}
	if i := sc.famous(s, k); i >= 0 {
		s.plan = append(s.plan, plan{kind: planPerson, head: k, first: k, end: k + 1, ref: i})
		return k + 1
	}
	return k
}

// famous finds a head of state or government of the day by the surname alone ("Lukashenko threatened"), -1 when the surname fits nobody or
// several.
func (sc *scene) famous(s *sentence, k int) int {
	if !s.free(k) || s.free(k-1) || s.free(k+1) || sc.people.find(sc.fold(s, k, k+1)) != -1 {
		return -1
	}
	w := s.word(k)
	if _, common := sc.words.common[w]; common || sc.words.post[w] {
		return -1
	}
	if d := s.Tokens[k].Deprel; d == "compound" || d == "flat" {
		return -1
	}
	found := int32(-1)
	for _, i := range sc.surnames[w] {
		p := &sc.lex.Persons[i]
		if !p.At(sc.day) || !sc.headPost(p.Post) || sc.lex.IsGiven(s.Tokens[k].Form) {
			continue
		}
		if found >= 0 && sc.lex.Persons[found].ID != p.ID {
			return -1
		}
		found = i
	}
	if found < 0 {
		return -1
	}
	h := hit{first: k, end: k + 1, sense: lexicon.Sense{Kind: lexicon.PersonName, Ref: found}}
	return sc.learnKnown(s, &h)
}

func (sc *scene) headPost(post string) bool {
	_, ok := sc.lex.Reference(lexicon.HeadPost, lexicon.Fold(post))
	return ok
}

// wholeName says whether [k, e) is no part of a longer, different name: after "President Tokayev", "Erlan Tokayev" is somebody else.
func (sc *scene) wholeName(s *sentence, k, e, i int) bool {
	if e < len(s.Tokens) && s.free(e) && s.parsed && (s.rel(e) == "flat" && s.head(e) >= k && s.head(e) < e) {
		return false
	}
	if k > 0 && s.free(k-1) && !sc.title(s, k-1) && s.parsed && !sc.words.post[s.word(k-1)] {
		if s.rel(k) == "flat" && s.head(k) == k-1 || s.head(k-1) == k && s.rel(k-1) == "compound" {
			return false
		}
	}
	return true
}

// honour learns the gender that an honorific tells.
func (sc *scene) honour(s *sentence, k, person int) {
	if g := sc.words.honorific[s.word(k)]; g != "" && sc.people.list[person].gender == 0 {
		sc.people.list[person].gender = g[0]
	}
}

// tellPlan resolves plan i and records the mention; a plan already told is left alone.
func (sc *scene) tellPlan(s *sentence, i int) {
	p := &s.plan[i]
	if p.done {
		return
	}
	p.done = true
	m := dragoman.Mention{Sentence: s.index, First: p.first, End: p.end, Head: p.head, Span: s.span(p.first, p.end)}
	switch p.kind {
	case planHit:
		sc.tellHit(s, p, &m)
	case planPhrase:
		sc.tellPhrase(s, p, &m)
	case planPerson:
		m.Actors = sc.one(sc.ofPerson(p.ref))
	case planEntity:
		m.Actors = sc.one(sc.entities[p.ref].actor)
	default:
		m.Actors = sc.refer(s, p)
	}
	if len(m.Actors) == 0 && m.Place == nil {
		return
	}
	sc.cast.Mentions[s.index] = append(sc.cast.Mentions[s.index], m)
	words := m.Span.Of(sc.a.Document.Text)
	for k := range m.Actors {
		m.Actors[k].Text, m.Actors[k].Span = words, m.Span
	}
	sc.remember(s, p, &m)
}

// one puts an actor into a list of its own.
func (sc *scene) one(a dragoman.Actor) []dragoman.Actor {
	if len(sc.arena) == cap(sc.arena) {
		sc.arena = make([]dragoman.Actor, 0, 64)
	}
	n := len(sc.arena)
	sc.arena = append(sc.arena, a)
	return sc.arena[n : n+1 : n+1]
}

// remember lets later references see the mention.
func (sc *scene) remember(s *sentence, p *plan, m *dragoman.Mention) {
	if len(m.Actors) == 0 {
		return
	}
	f := focus{sentence: s.index, block: s.Block, token: p.head, actors: m.Actors, word: s.word(p.head), kind: p.kind, modifier: m.Modifier,
		subject: s.isSubject(p.head), plural: len(m.Actors) > 1}
	switch c := s.marker(p.head); {
	case c == "in" || c == "at":
		f.place = true
	case c != "":
		_, f.leaving = sc.words.leaving[sc.lex.Index.Word(c)]
	}
	if p.kind == planPhrase {
		f.plural = f.plural || sc.phrases[p.ref].plural
		f.gender = sc.genderOf(s, &sc.phrases[p.ref])
	}
	if p.kind == planPerson {
		f.gender = sc.people.list[p.ref].gender
	} else if p.kind == planPhrase && sc.phrases[p.ref].person > 0 {
		if g := sc.people.list[sc.phrases[p.ref].person-1].gender; g != 0 {
			f.gender = g
		}
	}
	sc.focus = append(sc.focus, f)
	s.lastFocus = len(sc.focus)
}

// toldIn is what has been told of a sentence so far.
func (sc *scene) toldIn(s *sentence) []focus { return sc.focus[s.firstFocus:s.lastFocus] }

// tellHit resolves a name of the lexicon.
func (sc *scene) tellHit(s *sentence, p *plan, m *dragoman.Mention) {
	h := &sc.hits[p.ref]
	m.Modifier = sc.isModifier(s, h)
	if a, ok := sc.ofHit(s, h); ok {
		m.Actors = sc.one(a)
	} else if code := sc.standsFor(s, h); code != "" {
		a := sc.country(sc.lex.CountryIndex(code))
		a.Via = "place"
		m.Actors = sc.one(a)
	}
	m.Place = sc.placeOf(h, m.Span)
}

// standsFor is the country that a city or region stands for where it is no mere scene: subject, object, possessor, or behind "on",
// "against", "of". It is "" for others.
func (sc *scene) standsFor(s *sentence, h *hit) string {
	if h.sense.Kind != lexicon.PlaceName || !s.parsed {
		return ""
	}
	switch s.Tokens[h.head].Deprel {
	case "nsubj", "nsubj:pass", "obj", "nmod:poss":
	case "obl", "nmod", "obl:agent":
		switch s.marker(h.head) {
		case "on", "against", "of", "by", "upon":
		default:
			return ""
		}
	default:
		return ""
	}
	switch sc.lex.Places[h.sense.Ref].Level {
	case "city", "region":
		return sc.lex.Places[h.sense.Ref].Country
	}
	return ""
}

// isModifier says whether the name stands inside another phrase as an adjective or possessor.
func (sc *scene) isModifier(s *sentence, h *hit) bool {
	if h.inside {
		return true
	}
	if !s.parsed {
		return h.sense.Kind == lexicon.CountryAdjective || sc.possessive(s, h.end)
	}
	k := h.head
	for s.rel(k) == "conj" && s.head(k) >= 0 && sc.hitAt(s, s.head(k)) != nil && s.head(k) < k {
		k = s.head(k)
	}
	if h.sense.Kind == lexicon.CountryAdjective && s.Tokens[k].UPOS == "ADJ" {
		switch s.rel(k) { // "getting the Spanish out"
		case "nsubj", "obj", "obl", "nmod", "iobj":
			return false
		}
		return true
	}
	return s.attributive(k)
}

// ofHit is the actor that a name of the lexicon stands for.
func (sc *scene) ofHit(s *sentence, h *hit) (dragoman.Actor, bool) {
	switch h.sense.Kind {
	case lexicon.CountryName, lexicon.CountryAdjective:
		return sc.country(int(h.sense.Ref)), true
	case lexicon.CountryCapital:
		a := sc.country(int(h.sense.Ref))
		a.Via = "capital"
		return a, !sc.insideProperName(s, h)
	case lexicon.CountryMetonym:
		c := &sc.lex.Countries[h.sense.Ref]
		return dragoman.Actor{ID: c.ISO3 + ".GOV", Name: "government of " + c.Name, Kind: dragoman.ActorBody, Country: c.ISO3,
			Sector: dragoman.SectorGOV, Via: "metonym"}, true
	case lexicon.CountryInhabitants:
		c := &sc.lex.Countries[h.sense.Ref]
		return dragoman.Actor{ID: c.ISO3 + ".CVL", Name: "people of " + c.Name, Kind: dragoman.ActorGroup, Country: c.ISO3, Sector: dragoman.SectorCVL}, true
	case lexicon.OrganisationName:
		o := &sc.lex.Organisations[h.sense.Ref]
		return dragoman.Actor{ID: "org:" + o.ID, Name: o.Name, Kind: dragoman.ActorOrganisation, Country: o.Country, Sector: o.Sector}, true
	case lexicon.CompanyName:
		c := &sc.lex.Companies[h.sense.Ref]
		return dragoman.Actor{ID: "company:" + c.ID, Name: c.Name, Kind: dragoman.ActorCompany, Country: c.Country, Sector: dragoman.SectorBUS}, true
	case lexicon.PersonName:
		p := sc.term(h.sense.Ref)
		a := dragoman.Actor{ID: p.ID, Name: p.Name, Kind: dragoman.ActorPerson, Country: p.Country, Sector: dragoman.SectorELI}
		if p.At(sc.day) {
			a.Sector, a.Role = p.Sector, p.Post
		}
		return a, true
	case lexicon.BodyTerm:
		if b := &sc.lex.Bodies[h.sense.Ref]; b.Country != "" {
			return sc.body(b, b.Country, false), true
		}
	}
	return dragoman.Actor{}, false
}

// country is a country as such.
func (sc *scene) country(i int) dragoman.Actor {
	c := &sc.lex.Countries[i]
	return dragoman.Actor{ID: c.ISO3, Name: c.Name, Kind: dragoman.ActorCountry, Country: c.ISO3}
}

// insideProperName says whether a capital is the first word of another name ("Astana Hub") or tells only where something is
// ("Moscow talks").
func (sc *scene) insideProperName(s *sentence, h *hit) bool {
	if !s.parsed || sc.possessive(s, h.end) {
		return false
	}
	d := s.Tokens[h.head].Deprel
	if d != "compound" && d != "amod" && d != "flat" && d != "nmod:desc" {
		return false
	}
	up := s.head(h.head)
	if up < 0 {
		return false
	}
	if g := sc.hitAt(s, up); g != nil {
		return !lexical(g.sense.Kind)
	}
	if s.capital(up) {
		return true
	}
	for _, class := range []string{"meeting", "gathering", "agreement", "occasion"} {
		if sc.lex.Classes.Has(class, s.Tokens[up].Lemma) {
			return true
		}
	}
	return false // "demanding that Warsaw halt imports": a verb taken for a noun, or an adjective's place ("Kyiv region")
}

// placeOf is the place that a name of the lexicon can mean, nil for none.
func (sc *scene) placeOf(h *hit, span dragoman.Span) *dragoman.Place {
	switch h.sense.Kind {
	case lexicon.CountryName:
		c := &sc.lex.Countries[h.sense.Ref]
		return &dragoman.Place{Name: c.Name, Country: c.ISO3, Level: "country", Span: span}
	case lexicon.CountryCapital:
		c := &sc.lex.Countries[h.sense.Ref]
		name := c.Capitals[0]
		if h.place > 0 {
			name = sc.lex.Places[h.place-1].Name
		}
		return &dragoman.Place{Name: name, Country: c.ISO3, Level: "city", Span: span}
	case lexicon.PlaceName:
		p := &sc.lex.Places[h.sense.Ref]
		return &dragoman.Place{Name: p.Name, Country: p.Country, Level: p.Level, Span: span}
	}
	return nil
}

// ofPerson is a person of the roster as an actor.
func (sc *scene) ofPerson(i int) dragoman.Actor {
	p := &sc.people.list[i]
	return dragoman.Actor{ID: p.id, Name: p.name, Kind: dragoman.ActorPerson, Country: p.country, Sector: p.sector, Role: p.role}
}
