package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// rank orders the senses of one phrase: the first that fits is taken unless settle finds a reason against it.
var rank = [...]int8{
	lexicon.Reference: 0, lexicon.CountryName: 1, lexicon.BodyTerm: 2, lexicon.CountryMetonym: 3, lexicon.CountryCapital: 4, lexicon.OrganisationName: 5,
	lexicon.CompanyName: 6, lexicon.PersonName: 7, lexicon.CountryAdjective: 8, lexicon.CountryInhabitants: 9, lexicon.PlaceName: 10,
	lexicon.OfficeTerm: 11, lexicon.GroupTerm: 12, lexicon.Description: 13,
}

// tally counts the countries that names of only one country speak for, as evidence for deciding about the others.
func (sc *scene) tally() {
	sc.settling = true
	for i := range sc.hits {
		c, only := int32(-1), true
		sc.senses = sc.lex.Index.Senses(sc.hits[i].node, sc.senses[:0])
		for _, sense := range sc.senses {
			switch sense.Kind {
			case lexicon.CountryName, lexicon.CountryAdjective, lexicon.CountryInhabitants, lexicon.CountryCapital:
				if sc.lex.Countries[sense.Ref].To != "" {
					continue
				}
				only = only && (c < 0 || c == sense.Ref)
				c = sense.Ref
			}
		}
		if only && c >= 0 {
			sc.countries[c]++
		}
	}
}

// settle decides what each hit of a sentence means, and takes away those that are part of something else.
func (sc *scene) settle(s *sentence) {
	for i := s.firstHit; i < s.lastHit; i++ {
		h := &sc.hits[i]
		h.head = s.topOf(h.first, h.end)
		sc.senses = sc.lex.Index.Senses(h.node, sc.senses[:0])
		written := s.atoms[s.from[h.first]:s.from[h.end]]
		kept := sc.senses[:0]
		for _, sense := range sc.senses {
			if sense.Fits(written) && sc.plausible(s, h.first, h.end, &sense) {
				kept = append(kept, sense)
			}
		}
		h.sense = sc.choose(s, h, kept)
		if h.sense.Kind == 0 || sc.insideName(s, h) {
			sc.drop(s, i)
		}
	}
}

// drop takes a hit away.
func (sc *scene) drop(s *sentence, i int) {
	h := &sc.hits[i]
	h.sense.Kind = 0
	for k := h.first; k < h.end; k++ {
		s.cover[k] = 0
	}
}

// choose picks one of the senses.
func (sc *scene) choose(s *sentence, h *hit, senses []lexicon.Sense) lexicon.Sense {
	var best lexicon.Sense
	for _, sense := range senses {
		if sense.Kind == lexicon.PlaceName && h.place == 0 {
			h.place = sense.Ref + 1
		}
		if best.Kind == 0 || sc.before(s, h, &sense, &best) {
			best = sense
		}
	}
	if h.place > 0 && (best.Kind == lexicon.CountryName && sc.otherPlace(s, h, &best) || best.Kind == lexicon.CountryCapital && sc.namesake(h, &best)) {
		return lexicon.Sense{Kind: lexicon.PlaceName, Ref: h.place - 1}
	}
	return best
}

// before says whether sense a is to be preferred to b.
func (sc *scene) before(s *sentence, h *hit, a, b *lexicon.Sense) bool {
	if a.Kind == lexicon.CountryMetonym && b.Kind == lexicon.BodyTerm { // the Kremlin is the government, the Pentagon is not
		return sc.lex.Bodies[b.Ref].Sector == dragoman.SectorGOV && sc.exists(&sc.lex.Countries[a.Ref])
	}
	if b.Kind == lexicon.CountryMetonym && a.Kind == lexicon.BodyTerm {
		return sc.lex.Bodies[a.Ref].Sector != dragoman.SectorGOV
	}
	ra, rb := sc.rankOf(s, h, a), sc.rankOf(s, h, b)
	if ra != rb {
		return ra < rb
	}
	switch a.Kind {
	case lexicon.CountryName, lexicon.CountryAdjective, lexicon.CountryInhabitants, lexicon.CountryCapital, lexicon.CountryMetonym:
		return sc.likelier(a.Ref, b.Ref)
	case lexicon.PersonName:
		p, q := &sc.lex.Persons[a.Ref], &sc.lex.Persons[b.Ref]
		return p.At(sc.day) && !q.At(sc.day)
	case lexicon.OrganisationName:
		o, p := &sc.lex.Organisations[a.Ref], &sc.lex.Organisations[b.Ref]
		return sc.seen(o.Country) > sc.seen(p.Country)
	case lexicon.CompanyName:
		o, p := &sc.lex.Companies[a.Ref], &sc.lex.Companies[b.Ref]
		return sc.seen(o.Country) > sc.seen(p.Country)
	case lexicon.BodyTerm:
		o, p := &sc.lex.Bodies[a.Ref], &sc.lex.Bodies[b.Ref]
		return sc.seen(o.Country) > sc.seen(p.Country)
	case lexicon.PlaceName: // the first in the file is the one that news means, where its country is not quite absent
		o, p := &sc.lex.Places[a.Ref], &sc.lex.Places[b.Ref]
		return sc.seen(p.Country) == 0 && sc.seen(o.Country) > 0
	}
	return false
}

func (sc *scene) rankOf(s *sentence, h *hit, sense *lexicon.Sense) int8 {
	r := rank[sense.Kind]
	switch sense.Kind {
	case lexicon.CountryInhabitants: // "Kazakh" before a noun is an adjective, alone a person
		if k := h.end - 1; s.parsed && !s.adjectival(k) {
			r = rank[lexicon.CountryAdjective] - 1
		}
	case lexicon.GroupTerm:
		if sense.Plural && sc.lex.Groups[sense.Ref].Sector != dragoman.SectorUNK {
			r = rank[lexicon.OfficeTerm] - 1
		}
	case lexicon.Description:
		r = rank[lexicon.OfficeTerm] - 2
	}
	return r
}

// seen is how often the country has been named so far.
func (sc *scene) seen(code string) int16 {
	if i := sc.lex.CountryIndex(code); i >= 0 {
		return sc.countries[i]
	}
	return 0
}

// likelier says whether country a is meant rather than b by a name that both have: the one that exists at the time, else the one named
// otherwise in the text, else the one that news tells of more.
func (sc *scene) likelier(a, b int32) bool {
	ca, cb := &sc.lex.Countries[a], &sc.lex.Countries[b]
	if ea, eb := sc.exists(ca), sc.exists(cb); ea != eb {
		return ea
	}
	if (ca.To == "") != (cb.To == "") && ca.Capitals[0] == cb.Capitals[0] {
		return ca.To != "" // Moscow was the Soviet Union's while there was one
	}
	if sc.countries[a] != sc.countries[b] {
		return sc.countries[a] > sc.countries[b]
	}
	_, leads := sc.lex.Reference(lexicon.Leading, lexicon.Fold(ca.ISO3))
	return leads
}

func (sc *scene) exists(c *lexicon.Country) bool {
	return c.To == "" || sc.day != "" && sc.day <= c.To
}

// otherPlace says whether a country's name is that of a place elsewhere: "Atlanta, Georgia", "the state of Georgia".
func (sc *scene) otherPlace(s *sentence, h *hit, c *lexicon.Sense) bool {
	p := &sc.lex.Places[h.place-1]
	if p.Country == sc.lex.Countries[c.Ref].ISO3 {
		return false
	}
	if h.first >= 2 && s.form(h.first-1) == "," {
		if city := sc.hitAt(s, h.first-2); city != nil && city.sense.Kind == lexicon.PlaceName && sc.lex.Places[city.sense.Ref].Country == p.Country {
			return true
		}
	}
	return h.first >= 2 && s.form(h.first-1) == "of" && s.form(h.first-2) == "state"
}

// namesake says whether a capital's name is that of a city elsewhere: "Santiago" in a text about the Dominican Republic that names Chile
// by nothing else.
func (sc *scene) namesake(h *hit, capital *lexicon.Sense) bool {
	p := &sc.lex.Places[h.place-1]
	return p.Country != sc.lex.Countries[capital.Ref].ISO3 && sc.seen(p.Country) > 1 && sc.countries[capital.Ref] <= 1
}

// insideName says whether a one-word name is part of a person's name: "Michael Jordan", "Chad Smith".
func (sc *scene) insideName(s *sentence, h *hit) bool {
	if h.end-h.first != 1 || !s.parsed {
		return false
	}
	switch h.sense.Kind {
	case lexicon.CountryName, lexicon.CountryCapital, lexicon.PlaceName, lexicon.CompanyName, lexicon.OrganisationName, lexicon.CountryInhabitants:
	case lexicon.PersonName:
		return sc.otherFirstName(s, h)
	default:
		return false
	}
	k := h.first
	if s.Tokens[k].Deprel == "flat" && s.free(k-1) {
		return true
	}
	if (h.sense.Kind == lexicon.CompanyName || h.sense.Kind == lexicon.OrganisationName) && s.free(k-1) && s.head(k-1) == k && s.rel(k-1) == "compound" {
		return true // the last word of a longer name
	}
	return s.free(k+1) && s.Tokens[k+1].Deprel == "flat" && s.head(k+1) == k
}

// otherFirstName says whether a surname of the lexicon stands behind a first name that is not this person's: "Odin Sanchez".
func (sc *scene) otherFirstName(s *sentence, h *hit) bool {
	k := h.first
	if !s.free(k-1) || sc.title(s, k-1) || sc.words.post[s.word(k-1)] {
		return false
	}
	if !(s.rel(k) == "flat" && s.head(k) == k-1 || s.head(k-1) == k) {
		return false
	}
	return !sc.roleHas(sc.lex.Persons[h.sense.Ref].Name, s.word(k-1)) || s.word(k-1) == 0
}

// free says whether the token is a capitalised proper noun that no hit covers.
func (s *sentence) free(k int) bool {
	return k >= 0 && k < len(s.Tokens) && s.cover[k] == 0 && s.proper(k) && s.capital(k)
}

// proper says whether one of its tags makes the token a proper noun; adjectives of titles ("Foreign Minister") are none.
func (s *sentence) proper(k int) bool {
	t := &s.Tokens[k]
	return t.UPOS == "PROPN" || t.UPOS != "ADJ" && (t.XPOS == "NNP" || t.XPOS == "NNPS")
}

// count tallies the countries that an article names.
func (sc *scene) count() {
	clear(sc.countries)
	for i := range sc.hits {
		if c := sc.countryOf(&sc.hits[i]); c >= 0 {
			sc.countries[c]++
		}
	}
}

// countryOf is the country that a hit names or belongs to by its name, -1 for none.
func (sc *scene) countryOf(h *hit) int {
	switch h.sense.Kind {
	case lexicon.CountryName, lexicon.CountryAdjective, lexicon.CountryInhabitants, lexicon.CountryCapital, lexicon.CountryMetonym:
		return int(h.sense.Ref)
	case lexicon.PlaceName:
		return sc.lex.CountryIndex(sc.lex.Places[h.sense.Ref].Country)
	case lexicon.PersonName:
		return sc.lex.CountryIndex(sc.lex.Persons[h.sense.Ref].Country)
	case lexicon.OrganisationName:
		return sc.lex.CountryIndex(sc.lex.Organisations[h.sense.Ref].Country)
	case lexicon.CompanyName:
		return sc.lex.CountryIndex(sc.lex.Companies[h.sense.Ref].Country)
	case lexicon.BodyTerm:
		return sc.lex.CountryIndex(sc.lex.Bodies[h.sense.Ref].Country)
	}
	return -1
}
