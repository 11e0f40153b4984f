package actor

import (
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
	case p.entity > 0:
		m.Actors = sc.one(sc.entities[p.entity-1].actor)
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
		if sc.tells(p) {
			m.Actors = sc.one(sc.holder(s, p, dragoman.Actor{}))
		}
		return
	}
	for _, o := range owners {
		a := sc.holder(s, p, o)
		a.Via = via
		m.Actors = append(m.Actors, a)
	}
}

// takenUp finds whom a phrase without an owner takes up: "the ministry", "the two leaders".
func (sc *scene) takenUp(s *sentence, pl *plan, p *phrase) []dragoman.Actor {
	if p.plural {
		if n := sc.numberBefore(s, p.first, sc.hits[p.hit].first); n > 0 {
			return sc.severalHolders(s, pl, p, n)
		}
	}
	if !p.definite || !p.bare || p.point >= 0 {
		return nil
	}
	if f := sc.sameHead(s, pl, p); f != nil {
		return f.actors
	}
	return nil
}

// home is the country that a phrase without an owner belongs to, "" when it is not clear: definite bodies and posts of a state, and
// groups of people.
func (sc *scene) home(s *sentence, pl *plan, p *phrase) string {
	if p.point >= 0 || p.elsewhere {
		return ""
	}
	switch sc.phraseSector(p) {
	case dragoman.SectorUNK, dragoman.SectorIGO:
		return ""
	case dragoman.SectorGOV, dragoman.SectorLEG, dragoman.SectorJUD, dragoman.SectorMIL, dragoman.SectorCOP, dragoman.SectorSPY, dragoman.SectorOPP:
		if p.definite || !p.indefinite && sc.hits[p.hit].sense.Kind == lexicon.BodyTerm && !p.plural {
			return sc.around(s, pl.head, p.definite)
		}
	}
	if !p.indefinite && (p.plural || p.definite) {
		return sc.around(s, pl.head, false)
	}
	return ""
}

// tells says whether a phrase that belongs to nobody known is worth a mention: people and bodies that act, not "foundations",
// "heads", "communities".
func (sc *scene) tells(p *phrase) bool {
	h := &sc.hits[p.hit]
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
		return sc.body(&sc.lex.Bodies[h.sense.Ref], owner.Country, p.plural)
	default:
		a.Role = sc.role(s, p)
		a.Kind = dragoman.ActorPerson
	}
	if p.plural {
		a.Kind, a.Role = dragoman.ActorGroup, ""
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
	if (b.Country != "" || strings.ContainsRune(b.Term, ' ')) && !plural {
		a.ID = country + ":" + bodySlug(b.Term)
	}
	return a
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
	q := &sc.people.list[p.person-1]
	if q.country == "" && len(owners) > 0 {
		q.country = owners[0].Country
	}
	sc.office(s, p, q, owners)
}

// organisationIn is the organisation that a post's own words name: "NATO Secretary General".
func (sc *scene) organisationIn(s *sentence, h *hit) string {
	for k := h.first; k < h.end; k++ {
		for _, sense := range sc.lex.Index.Lookup(s.Tokens[k].Form) {
			if sense.Kind == lexicon.OrganisationName {
				return sc.lex.Organisations[sense.Ref].Name
			}
		}
	}
	return ""
}

// office records that the text says the person holds the post.
func (sc *scene) office(s *sentence, p *phrase, q *person, owners []dragoman.Actor) {
	h := &sc.hits[p.hit]
	if h.sense.Kind != lexicon.OfficeTerm || !sc.lex.Offices[h.sense.Ref].Post {
		return
	}
	o := dragoman.Office{Person: sc.ofPerson(p.person - 1), Post: sc.role(s, p), Of: q.country, To: q.to, Former: p.former, Confidence: 0.9}
	for _, a := range owners {
		if a.Kind == dragoman.ActorCompany || a.Kind == dragoman.ActorOrganisation {
			o.Body = a.Name
		}
	}
	if o.Body == "" && p.body > 0 {
		o.Body = sc.lex.Bodies[sc.hits[p.body-1].sense.Ref].Term
	}
	if o.Of == "" && o.Body == "" {
		o.Body = sc.organisationIn(s, h)
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
