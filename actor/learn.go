package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// entity is a firm, organisation or body that the article names, as an actor without words and place.
type entity struct {
	actor dragoman.Actor
}

// introduceEntity looks for the name that goes with a body: "the pipeline operator, Jadranski naftovod", "the oil company
// KazMunayGas", "Jadranski naftovod, the operator of the pipeline".
func (sc *scene) introduceEntity(s *sentence, p *phrase) {
	b := &sc.lex.Bodies[sc.hits[p.hit].sense.Ref]
	if b.Country != "" || !canBeNamed(b.Sector) {
		return
	}
	if first, end := sc.entityName(s, p.end); end > first && p.end == sc.hits[p.hit].end && (sc.hitAt(s, first) != nil || sc.joined(s, p, end)) {
		p.nameFirst, p.nameEnd = first, end
		sc.meet(s, p, first, end)
		return
	}
	if s.form(p.end) == "," {
		if first, end := sc.entityName(s, p.end+1); end > first && sc.apposed(s, p.head, first, end) {
			sc.meet(s, p, first, end)
			return
		}
	}
	if at := p.first - 1; s.form(at) == "," {
		end := at
		if s.form(end-1) == ")" { // an alias in brackets stands between
			for end--; end > 0 && s.form(end) != "("; end-- {
			}
		}
		if first := sc.entityStart(s, end); first < end && sc.apposedTo(s, p, first, at) {
			sc.meet(s, p, first, end)
		}
	}
}

// canBeNamed says whether bodies of the sector have names of their own.
func canBeNamed(s dragoman.Sector) bool {
	switch s {
	case dragoman.SectorBUS, dragoman.SectorNGO, dragoman.SectorREB, dragoman.SectorPTY, dragoman.SectorOPP, dragoman.SectorJRN, dragoman.SectorCRM,
		dragoman.SectorLAB, dragoman.SectorEDU, dragoman.SectorUNK, dragoman.SectorMED:
		return true
	}
	return false
}

// entityName reads a firm's or organisation's name at token k.
func (sc *scene) entityName(s *sentence, k int) (first, end int) {
	if g := sc.hitAt(s, k); g != nil {
		if g.sense.Kind == lexicon.CompanyName || g.sense.Kind == lexicon.OrganisationName {
			return k, g.end
		}
		return k, k
	}
	end = sc.properEnd(s, k)
	if end > k && s.parsed && plural(s, s.topOf(k, end)) && s.rel(k-1) == "compound" {
		return k, k // "several party MLAs": people of the body, not its name
	}
	return k, end
}

// entityStart reads one backwards from token end.
func (sc *scene) entityStart(s *sentence, end int) int {
	if g := sc.hitAt(s, end-1); g != nil {
		if g.sense.Kind == lexicon.CompanyName || g.sense.Kind == lexicon.OrganisationName {
			return g.first
		}
		return end
	}
	for k := max(0, end-maxName); k < end; k++ {
		if sc.properEnd(s, k) == end {
			return k
		}
	}
	return end
}

// properEnd is the end of the run of proper nouns that begins at k: a capitalised word, then words that the tree ties to it,
// small letters allowed ("Jadranski naftovod").
func (sc *scene) properEnd(s *sentence, k int) int {
	if !s.free(k) {
		return k
	}
	e := k + 1
	for e < len(s.Tokens) && e-k < maxName && s.cover[e] == 0 && (s.Tokens[e].UPOS == "PROPN" || s.Tokens[e].UPOS == "NOUN" && s.word(e) == 0) && sc.namePartOf(s, k, e) {
		e++
	}
	return e
}

func (sc *scene) namePartOf(s *sentence, k, e int) bool {
	if !s.parsed {
		return s.capital(e)
	}
	if s.head(e) == s.head(e-1) && s.rel(e) == s.rel(e-1) && s.proper(e) {
		return true
	}
	if h := s.head(e); h >= k && h < e {
		return s.rel(e) == "flat" || s.rel(e) == "compound" || s.rel(e) == "nmod" && s.Tokens[e].UPOS == "PROPN"
	}
	for j := k; j < e; j++ {
		if s.head(j) == e {
			return true
		}
	}
	return false
}

// meet ties the name [first, end) to the phrase; a name that the lexicon does not have is learned.
func (sc *scene) meet(s *sentence, p *phrase, first, end int) {
	if g := sc.hitAt(s, first); g != nil {
		if a, ok := sc.ofHit(s, g); ok {
			p.entity = sc.enterEntity(entity{a})
		}
		return
	}
	b := &sc.lex.Bodies[sc.hits[p.hit].sense.Ref]
	name := sc.text(s, first, end)
	for _, sense := range sc.lex.Index.Lookup(name) {
		if sense.Kind == lexicon.CompanyName || sense.Kind == lexicon.OrganisationName {
			if a, ok := sc.ofHit(s, &hit{first: first, end: end, sense: sense}); ok {
				p.entity = sc.enterEntity(entity{a})
				sc.alias(lexicon.Fold(name), p.entity)
				return
			}
		}
	}
	a := dragoman.Actor{ID: "org:" + lexicon.Slug(name), Name: name, Kind: dragoman.ActorOrganisation, Country: sc.ownerCountry(p), Sector: b.Sector}
	if b.Sector == dragoman.SectorBUS {
		a.ID, a.Kind = "company:"+lexicon.Slug(name), dragoman.ActorCompany
	}
	p.entity = sc.enterEntity(entity{a})
	sc.alias(lexicon.Fold(name), p.entity)
}

func (sc *scene) enterEntity(e entity) int {
	for i := range sc.entities {
		if sc.entities[i].actor.ID == e.actor.ID {
			return i + 1
		}
	}
	sc.entities = append(sc.entities, e)
	return len(sc.entities)
}

// alias lets a folded name stand for an entity.
func (sc *scene) alias(folded string, entity int) {
	if folded == "" {
		return
	}
	if sc.aliases == nil {
		sc.aliases = map[string]int{}
	}
	if _, taken := sc.aliases[folded]; !taken {
		sc.aliases[folded] = entity
	}
}

// bracketed learns short names given in brackets: "the Eurasian Resources Group (ERG)".
func (sc *scene) bracketed(s *sentence) {
	for k := 1; k+2 < len(s.Tokens); k++ {
		if s.Tokens[k].Form != "(" || s.Tokens[k+2].Form != ")" || !s.capital(k+1) || s.cover[k+1] != 0 {
			continue
		}
		if g := sc.hitAt(s, k-1); g != nil {
			if g.sense.Kind == lexicon.CompanyName || g.sense.Kind == lexicon.OrganisationName || g.sense.Kind == lexicon.BodyTerm {
				if a, ok := sc.ofHit(s, g); ok && a.ID != "" {
					sc.alias(string(sc.fold(s, k+1, k+2)), sc.enterEntity(entity{a}))
				}
			}
			continue
		}
		if i := sc.entityBefore(s, k); i > 0 {
			sc.alias(string(sc.fold(s, k+1, k+2)), i)
		}
	}
}

// entityBefore is the learned entity whose name ends before token k, 0 for none.
func (sc *scene) entityBefore(s *sentence, k int) int {
	if len(sc.aliases) == 0 {
		return 0
	}
	for b := max(0, k-maxName); b < k; b++ {
		if i, ok := sc.aliases[string(sc.fold(s, b, k))]; ok {
			return i
		}
	}
	return 0
}
