package actor

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// tellPhrase resolves a phrase headed by an office, body or group.
func (sc *scene) tellPhrase(s *sentence, pl *plan, m *dragoman.Mention) {
	p := &sc.phrases[pl.ref]
	m.Modifier = s.parsed && s.Tokens[pl.head].Deprel == "nmod:poss"
	switch {
	case p.person > 0:
		sc.settlePerson(s, p)
		m.Actors = sc.one(sc.ofPerson(p.person - 1))
		return
	case len(p.people) > 0:
		for _, i := range p.people {
			p.person = i
			sc.settlePerson(s, p)
			m.Actors = append(m.Actors, sc.ofPerson(i-1))
		}
		p.person = 0
		return
	case p.entity > 0:
		m.Actors = sc.one(sc.entities[p.entity-1].actor)
		return
	}
	if a, ok := sc.sameBody(s, p); ok {
		m.Actors = sc.one(a)
		return
	}
	owners, via := sc.ownersOf(s, p)
	if len(owners) == 0 {
		if list := sc.takenUp(s, pl, p); list != nil {
			m.Actors = sc.again(list, "co-reference: "+m.Span.Of(sc.a.Document.Text))
			return
		}
		if code := sc.home(s, pl, p); code != "" {
			owners, via = []dragoman.Actor{sc.country(sc.lex.CountryIndex(code))}, "country of the text around"
		}
	}
	if len(owners) == 0 {
		if sc.tells(s, p) {
			m.Actors = sc.one(sc.holder(s, p, dragoman.Actor{}))
		}
		return
	}
	if list := sc.knownHolder(s, p, owners, via); list != nil {
		m.Actors = sc.again(list, "co-reference: "+m.Span.Of(sc.a.Document.Text))
		return
	}
	for _, o := range owners {
		a := sc.holder(s, p, o)
		a.Via = via
		if !slices.ContainsFunc(m.Actors, func(b dragoman.Actor) bool { return a.ID != "" && a.ID == b.ID }) {
			m.Actors = append(m.Actors, a)
		}
	}
}

// knownHolder finds somebody named before whom a phrase with an owner means: "the Serbian leader", "the Kazakh company". It wants to
// be the only one that fits.
func (sc *scene) knownHolder(s *sentence, p *phrase, owners []dragoman.Actor, via string) []dragoman.Actor {
	if p.plural || len(owners) != 1 || owners[0].Country == "" || p.indefinite || p.point >= 0 && !p.definite {
		return nil
	}
	h := &sc.hits[p.hit]
	if h.sense.Kind == lexicon.BodyTerm {
		if sc.lex.Bodies[h.sense.Ref].Sector != dragoman.SectorBUS || !p.definite {
			return nil
		}
		if via != "" {
			return nil
		}
		return sc.lastFirm(s, owners[0].Country)
	}
	found := -1
	for i := range sc.people.list {
		q := &sc.people.list[i]
		if q.country != owners[0].Country || q.sentence > s.index || !sc.holds(s, q, p) {
			continue
		}
		if found >= 0 {
			return nil
		}
		found = i
	}
	if found < 0 {
		return nil
	}
	return sc.one(sc.ofPerson(found))
}

// lastFirm is the firm of the country told last, within two sentences.
func (sc *scene) lastFirm(s *sentence, country string) []dragoman.Actor {
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 2; i-- {
		if f := &sc.focus[i]; len(f.actors) == 1 && f.actors[0].Kind == dragoman.ActorCompany && f.actors[0].Country == country && f.actors[0].ID != "" {
			return f.actors
		}
	}
	return nil
}

// holds says whether the person holds the post that the phrase names: the same post, or the post of a head of state or government
// where the phrase says "leader".
func (sc *scene) holds(s *sentence, q *person, p *phrase) bool {
	h := &sc.hits[p.hit]
	if h.sense.Kind != lexicon.OfficeTerm || p.former || q.role == "" {
		return false
	}
	term, role := sc.lex.Offices[h.sense.Ref].Term, lexicon.Fold(q.role)
	if role == lexicon.Fold(sc.text(s, p.roleFirst, p.roleEnd)) || role == lexicon.Fold(term) {
		return true
	}
	if v, _ := sc.lex.Reference(lexicon.HeadPost, lexicon.Fold(term)); v != "any" {
		return false
	}
	v, _ := sc.lex.Reference(lexicon.HeadPost, role)
	return v != "" && (term != "head of government" || role != "president")
}

// sameBody is the organisation or firm that a body noun behind its name only classes: "the M23 alliance", "Interfax news agency".
func (sc *scene) sameBody(s *sentence, p *phrase) (dragoman.Actor, bool) {
	h := &sc.hits[p.hit]
	if h.sense.Kind != lexicon.BodyTerm || p.plural || p.owners.n != 1 {
		return dragoman.Actor{}, false
	}
	g := &sc.hits[p.owners.list[0]-1]
	if g.end != h.first || g.sense.Kind != lexicon.OrganisationName && g.sense.Kind != lexicon.CompanyName {
		return dragoman.Actor{}, false
	}
	a, ok := sc.ofHit(s, g)
	sector := sc.lex.Bodies[h.sense.Ref].Sector
	return a, ok && (sector == a.Sector || sector == dragoman.SectorUNK)
}

// takenUp finds whom a phrase without an owner takes up: "the ministry", "the two leaders".
func (sc *scene) takenUp(s *sentence, pl *plan, p *phrase) []dragoman.Actor {
	if p.plural && p.definite {
		if n := sc.numberBefore(s, p.first, sc.hits[p.hit].first); n > 0 {
			return sc.severalHolders(s, pl, p, n)
		}
	}
	if !p.definite || !p.bare || p.point >= 0 || s.free(p.end) {
		return nil
	}
	if f := sc.sameHead(s, pl, p); f != nil {
		return f.actors
	}
	if h := &sc.hits[p.hit]; h.sense.Kind != lexicon.BodyTerm && p.end == h.end {
		if p.plural {
			return sc.lastTwo(s, pl, p)
		}
		return sc.lastHolder(s, pl, p)
	}
	return nil
}

// lastHolder finds whom a bare "the head of state" means: the person told last who holds such a post, when within three sentences there
// is only one.
func (sc *scene) lastHolder(s *sentence, pl *plan, p *phrase) []dragoman.Actor {
	found := -1
	for i := len(sc.focus) - 1; i >= 0 && s.index-sc.focus[i].sentence <= 3; i-- {
		f := &sc.focus[i]
		if f.sentence == s.index && f.token >= pl.head {
			continue
		}
		for k := range sc.people.list {
			q := &sc.people.list[k]
			if !slices.ContainsFunc(f.actors, func(a dragoman.Actor) bool { return a.ID == q.id }) || !sc.holds(s, q, p) {
				continue
			}
			if found >= 0 && found != k {
				return nil
			}
			found = k
		}
	}
	if found < 0 {
		return nil
	}
	return sc.one(sc.ofPerson(found))
}

// home is the country that a phrase without an owner belongs to, "" when it is not clear: definite bodies and posts of a state, and
// groups of people.
func (sc *scene) home(s *sentence, pl *plan, p *phrase) string {
	if p.point >= 0 || p.elsewhere || sc.hits[p.hit].sense.Kind == lexicon.BodyTerm && sc.accredited(s, &sc.hits[p.hit]) {
		return ""
	}
	h := &sc.hits[p.hit]
	switch sector := sc.phraseSector(p); sector {
	case dragoman.SectorUNK, dragoman.SectorIGO, dragoman.SectorBUS:
		return ""
	case dragoman.SectorGOV, dragoman.SectorLEG, dragoman.SectorJUD, dragoman.SectorMIL, dragoman.SectorCOP, dragoman.SectorSPY, dragoman.SectorOPP:
		if h.sense.Kind != lexicon.BodyTerm && (sector == dragoman.SectorGOV || sector == dragoman.SectorLEG) {
			if p.definite && !p.plural {
				return sc.homeland() // where the holder of a post is says nothing of whose post it is
			}
			return ""
		}
		if p.definite || !p.indefinite && sc.hits[p.hit].sense.Kind == lexicon.BodyTerm && !p.plural {
			return sc.around(s, pl.head, p.definite)
		}
	}
	if !p.indefinite && (p.plural || p.definite) && (h.sense.Kind != lexicon.BodyTerm || sc.phraseSector(p) == dragoman.SectorREB) {
		return sc.around(s, pl.head, false)
	}
	return ""
}

// tells says whether a phrase that belongs to nobody known is worth a mention: people and bodies that act, not "foundations",
// "heads", "communities".
func (sc *scene) tells(s *sentence, p *phrase) bool {
	h := &sc.hits[p.hit]
	if _, relational := sc.words.relational[s.word(h.end-1)]; relational {
		return false
	}
	if h.sense.Kind != lexicon.BodyTerm && !p.plural && !p.definite && !p.indefinite && !s.capital(h.first) {
		return false // "while he was president"
	}
	switch sc.phraseSector(p) {
	case dragoman.SectorMIL, dragoman.SectorCOP, dragoman.SectorREB, dragoman.SectorCRM:
		return true
	case dragoman.SectorGOV, dragoman.SectorLEG, dragoman.SectorJUD, dragoman.SectorSPY, dragoman.SectorOPP, dragoman.SectorPTY, dragoman.SectorIGO:
		if h.sense.Kind != lexicon.BodyTerm {
			return true
		}
		return !p.plural && p.definite || strings.HasSuffix(sc.lex.Bodies[h.sense.Ref].Term, "s")
	case dragoman.SectorUNK:
		return false
	}
	return h.sense.Kind == lexicon.GroupTerm || h.sense.Kind == lexicon.OfficeTerm && (p.plural || p.definite)
}

// ownersOf lists whom the phrase belongs to; via says how when not by name.
func (sc *scene) ownersOf(s *sentence, p *phrase) (list []dragoman.Actor, via string) {
	if _, relational := sc.words.relational[s.word(sc.hits[p.hit].end-1)]; relational && p.point >= 0 && p.owners.n == 0 {
		return nil, ""
	}
	if p.owners.n == 0 && p.point >= 0 {
		if i := s.planAt(p.point); i >= 0 {
			sc.tellPlan(s, i)
		}
		for _, m := range sc.cast.Mentions[s.index] {
			if m.Head == p.point || m.First <= p.point && p.point < m.End && m.End-m.First < 5 {
				for _, a := range m.Actors {
					via = a.Via
					list = append(list, a)
				}
				break
			}
		}
		return list, via
	}
	for _, at := range p.owners.list[:p.owners.n] {
		h := &sc.hits[at-1]
		if _, relational := sc.words.relational[s.word(sc.hits[p.hit].end-1)]; relational && sc.possessive(s, h.end) {
			continue
		}
		switch h.sense.Kind {
		case lexicon.PlaceName:
			if code := sc.codeOf(at); code != "" {
				a := sc.country(sc.lex.CountryIndex(code))
				list, via = append(list, a), "place"
			}
		case lexicon.CountryCapital:
			list, via = append(list, sc.country(int(h.sense.Ref))), "capital"
		default:
			if a, ok := sc.ofHit(s, h); ok {
				list = append(list, a)
			}
		}
	}
	if len(list) == 0 {
		if h := &sc.hits[p.hit]; h.sense.Kind == lexicon.BodyTerm && sc.lex.Bodies[h.sense.Ref].Country != "" {
			list = append(list, sc.country(sc.lex.CountryIndex(sc.lex.Bodies[h.sense.Ref].Country)))
		} else if p.body > 0 {
			if b := &sc.lex.Bodies[sc.hits[p.body-1].sense.Ref]; b.Country != "" {
				list = append(list, sc.country(sc.lex.CountryIndex(b.Country)))
			}
		}
	}
	return list, via
}

// holder is whoever the phrase is about, belonging to the owner (the zero actor for none).
func (sc *scene) holder(s *sentence, p *phrase, owner dragoman.Actor) dragoman.Actor {
	h := &sc.hits[p.hit]
	sector := sc.phraseSector(p)
	a := dragoman.Actor{Country: owner.Country, Sector: sector}
	switch h.sense.Kind {
	case lexicon.BodyTerm:
		a = sc.body(&sc.lex.Bodies[h.sense.Ref], owner.Country, p.plural)
		if sector != a.Sector {
			a.Sector = sector
			if owner.Country != "" {
				a.ID = owner.Country + "." + string(sector)
			}
		}
		if owner.ID != "" && owner.Country == "" {
			a.ID, a.Name = owner.ID+"."+string(sector), a.Name+" of "+owner.Name
		}
		return a
	default:
		a.Role = sc.role(s, p)
		a.Kind = dragoman.ActorPerson
	}
	if p.plural {
		a.Kind, a.Role = dragoman.ActorGroup, ""
	}
	if owner.ID == "" && sector == dragoman.SectorIGO {
		owner = sc.organisationIn(s, h)
	}
	words := strings.ToLower(sc.text(s, h.first, h.end))
	a.Name = words
	if owner.Name != "" {
		a.Name += " of " + owner.Name
	}
	switch {
	case owner.Kind == dragoman.ActorOrganisation && owner.Country == "" || owner.Kind == dragoman.ActorCompany:
		a.ID = owner.ID + "." + string(sector)
		if a.Kind == dragoman.ActorPerson {
			a.ID = owner.ID + ":" + lexicon.Slug(words)
		}
	case owner.Country == "":
	case a.Kind == dragoman.ActorPerson:
		a.ID = owner.Country + ":" + lexicon.Slug(words)
	default:
		a.ID = owner.Country + "." + string(sector)
	}
	return a
}

// body is a body of a country (ISO code, "" for an unknown one). A body that is named by one word is the country's sector
// ("HRV.LEG" for Croatia's parliament); others have an identifier of their own ("HRV:foreign-ministry").
func (sc *scene) body(b *lexicon.Body, country string, plural bool) dragoman.Actor {
	a := dragoman.Actor{Name: b.Term, Kind: dragoman.ActorBody, Country: country, Sector: b.Sector}
	if b.Sector == dragoman.SectorBUS {
		a.Kind = dragoman.ActorCompany
	}
	if country == "" {
		return a
	}
	if b.Country == "" {
		a.Name += " of " + sc.lex.CountryName(country)
	}
	a.ID = country + "." + string(b.Sector)
	if adjective, rest, ok := strings.Cut(b.Term, " "); ok && b.Country != "" && !strings.Contains(rest, " ") && sc.isAdjective(adjective, country) {
		return a // "israeli army"
	}
	if (b.Country != "" || strings.ContainsRune(b.Term, ' ')) && !plural {
		a.ID = country + ":" + bodySlug(b.Term)
	}
	return a
}

// isAdjective says whether the word is an adjective of the country.
func (sc *scene) isAdjective(word, country string) bool {
	return slices.ContainsFunc(sc.lex.Country(country).Adjectives, func(a string) bool { return strings.EqualFold(a, word) })
}

// bodySlug names a ministry alike however it is written: "ministry of foreign affairs" and "foreign ministry".
func bodySlug(term string) string {
	if field, ok := strings.CutPrefix(term, "ministry of "); ok {
		term = strings.TrimSuffix(field, " affairs") + " ministry"
	}
	return strings.ReplaceAll(lexicon.Slug(term), "defense", "defence")
}

// settlePerson completes a person's country once references before the post are known, and records the office.
func (sc *scene) settlePerson(s *sentence, p *phrase) {
	owners, _ := sc.ownersOf(s, p)
	sc.settlePeer(s, p, owners)
	q := &sc.people.list[p.person-1]
	if q.country == "" && len(owners) > 0 {
		q.country = owners[0].Country
	}
	if q.country == "" {
		q.country = sc.ledCountry(s, p)
	}
	if q.country == "" && p.first == p.roleFirst && p.point < 0 && p.owners.n == 0 && !p.elsewhere && sc.ofState(p) {
		q.country = sc.homeland() // "Foreign Minister X received ..."
	}
	sc.office(s, p, q, owners)
}

// ofState says whether the phrase names a post of a state that the text need not name to its own readers.
func (sc *scene) ofState(p *phrase) bool {
	h := &sc.hits[p.hit]
	if h.sense.Kind != lexicon.OfficeTerm || !sc.lex.Offices[h.sense.Ref].Post || p.body > 0 && sc.phraseSector(p) != dragoman.SectorLEG {
		return false
	}
	switch sc.phraseSector(p) {
	case dragoman.SectorGOV, dragoman.SectorLEG, dragoman.SectorMIL:
		return true
	}
	return false
}

// missionTo is the country where the text has told of an embassy of the country, "" when it told of none.
func (sc *scene) missionTo(s *sentence, of string) string {
	for i := s.lastPhrase - 1; i >= 0; i-- {
		p := &sc.phrases[i]
		if p.to.n != 1 || sc.hits[p.hit].sense.Kind != lexicon.BodyTerm {
			continue
		}
		if to := sc.codeOf(p.to.list[0]); to != of {
			return to
		}
	}
	return ""
}

// organisationIn is the organisation that a term's own words name: "NATO Secretary General", "UN officials".
func (sc *scene) organisationIn(s *sentence, h *hit) dragoman.Actor {
	for k := h.first; k < h.end; k++ {
		for _, sense := range sc.lex.Index.Lookup(s.Tokens[k].Form) {
			if sense.Kind == lexicon.OrganisationName {
				a, _ := sc.ofHit(s, &hit{first: k, end: k + 1, sense: sense})
				return a
			}
		}
	}
	return dragoman.Actor{}
}

// ledCountry is the country of the delegation that the person leads: "the Kazakh delegation was led by Deputy Minister Roman Vassilenko".
func (sc *scene) ledCountry(s *sentence, p *phrase) string {
	if !s.parsed || s.marker(p.head) != "by" && s.form(p.first-1) != "by" {
		return ""
	}
	v := s.head(p.head)
	if v < 0 {
		return ""
	}
	switch s.Tokens[v].Lemma {
	case "lead", "head", "chair":
	default:
		return ""
	}
	at := s.subject(v)
	if s.rel(v) == "acl" {
		at = s.head(v)
	}
	if at < 0 {
		return ""
	}
	if i := s.planAt(at); i >= 0 {
		sc.tellPlan(s, i)
	}
	return sc.codeAt(s, at)
}

// settlePeer works out what "his Serbian counterpart Aleksandar Vučić" tells: he holds the post of whom "his" means, and that person's
// country is the other one of the two told last.
func (sc *scene) settlePeer(s *sentence, p *phrase, owners []dragoman.Actor) {
	if _, peer := sc.words.peer[s.word(sc.hits[p.hit].end-1)]; !peer || p.point < 0 || p.plural {
		return
	}
	if i := s.planAt(p.point); i >= 0 {
		sc.tellPlan(s, i)
	}
	list := sc.actorsAt(s, p.point)
	if len(list) != 1 || list[0].Kind != dragoman.ActorPerson {
		return
	}
	q := &sc.people.list[p.person-1]
	if list[0].Role != "" {
		q.role, q.sector = list[0].Role, list[0].Sector
	}
	for i := range sc.people.list {
		if o := &sc.people.list[i]; o.id == list[0].ID && o.country == "" && len(owners) == 1 {
			o.country = sc.otherOf(s, owners[0].Country)
		}
	}
}

// otherOf is the other country of the two that the sentences before tell, "" unless they are exactly two.
func (sc *scene) otherOf(s *sentence, one string) string {
	for back := 1; back <= 3 && s.index-back >= 0; back++ {
		codes := sc.told(&sc.sents[s.index-back], s, 0, nil, false)
		if len(codes) == 2 && slices.Contains(codes, one) {
			if codes[0] == one {
				return codes[1]
			}
			return codes[0]
		}
		if len(codes) > 0 {
			return ""
		}
	}
	return ""
}

// office records that the text says the person holds the post.
func (sc *scene) office(s *sentence, p *phrase, q *person, owners []dragoman.Actor) {
	h := &sc.hits[p.hit]
	o := dragoman.Office{Person: sc.ofPerson(p.person - 1), Post: sc.role(s, p), Of: q.country, To: q.to, Former: p.former, Confidence: 0.9}
	if _, peer := sc.words.peer[s.word(h.end-1)]; peer && q.role != "" {
		o.Post, o.Confidence = q.role, 0.7
	} else if h.sense.Kind != lexicon.OfficeTerm || !sc.lex.Offices[h.sense.Ref].Post {
		return
	}
	if o.To == "" && sc.accredited(s, h) {
		q.to = sc.missionTo(s, q.country)
		o.To = q.to
	}
	for _, a := range owners {
		if a.Kind == dragoman.ActorCompany || a.Kind == dragoman.ActorOrganisation {
			o.Body = a.Name
		}
	}
	if o.Body == "" && p.body > 0 {
		o.Body = sc.lex.Bodies[sc.hits[p.body-1].sense.Ref].Term
	}
	if o.Of == "" && o.Body == "" {
		o.Body = sc.organisationIn(s, h).Name
	}
	if o.Of == "" && o.Body == "" || q.sector == dragoman.SectorUNK && o.Body == "" {
		return
	}
	if at, err := dragoman.ParseDate(sc.day); err == nil {
		at.Derived = "publication"
		o.At = at
	}
	for i := range sc.cast.Offices {
		if f := &sc.cast.Offices[i]; f.Person.ID == o.Person.ID && strings.EqualFold(f.Post, o.Post) && f.Of == o.Of {
			return
		}
	}
	o.Person.Span = s.span(p.first, max(p.end, p.nameEnd))
	o.Person.Text = o.Person.Span.Of(sc.a.Document.Text)
	o.ID = dragoman.ContentID("office", sc.a.Document.ID, o.Person.ID, o.Post, o.Of, o.To)
	o.Evidence = []dragoman.Evidence{{Sentence: s.index, Span: s.Sentence.Span}}
	o.Why = dragoman.Why{Frame: "office", File: "offices.tsv", Trigger: sc.text(s, h.first, h.end), Span: s.span(h.first, h.end)}
	sc.cast.Offices = append(sc.cast.Offices, o)
}
