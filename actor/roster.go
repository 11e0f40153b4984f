package actor

import (
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// person is somebody whom the article names.
type person struct {
	id, name string
	country  string // ISO alpha-3, "" while unknown
	sector   dragoman.Sector
	role     string
	to       string
	gender   byte // 'm', 'f' or 0
	known    bool // stands in the lexicon
	told     bool // introduced by the text
	sentence int  // where first named
	words    int  // words of the name
}

// roster holds the persons of an article by their names and the parts of their names.
type roster struct {
	list  []person
	names map[string]int32 // folded name or its last words -> index, ambiguous when several share it
}

const ambiguous = -2

// find gives the person of a folded name, -1 for nobody, ambiguous when several share it.
func (r *roster) find(folded []byte) int {
	if i, ok := r.names[string(folded)]; ok {
		return int(i)
	}
	return -1
}

// enter adds a person under the folded name, or gives the one who is there already. "Vasilenko" and "Roman Vasilenko" are one.
func (r *roster) enter(p person, folded string) int {
	if r.names == nil {
		r.names = map[string]int32{}
	}
	if i, ok := r.names[folded]; ok && i >= 0 {
		return int(i)
	}
	p.words = strings.Count(folded, " ") + 1
	last := folded[strings.LastIndexByte(folded, ' ')+1:]
	if i, ok := r.names[last]; ok && i >= 0 && p.words > 1 && r.list[i].words == 1 && agree(&r.list[i], &p) {
		old := &r.list[i] // so far known by the surname only
		old.name, old.words = p.name, p.words
		if old.id == "" || !old.known {
			old.id = p.id
		}
		r.register(folded, int(i))
		return int(i)
	}
	r.list = append(r.list, p)
	r.register(folded, len(r.list)-1)
	return len(r.list) - 1
}

func agree(a, b *person) bool { return a.country == "" || b.country == "" || a.country == b.country }

// register enters the name, all its endings ("Grlić Radman", "Radman") and its first word ("Xi").
func (r *roster) register(folded string, i int) {
	r.names[folded] = int32(i)
	for k := 0; k < len(folded); k++ {
		if folded[k] == ' ' {
			r.share(folded[k+1:], i)
		}
	}
	if k := strings.IndexByte(folded, ' '); k > 0 {
		r.share(folded[:k], i)
	}
}

// share enters a part of a name; a part that two persons have names nobody.
func (r *roster) share(part string, i int) {
	if len(part) < 2 {
		return
	}
	if j, ok := r.names[part]; ok && j != int32(i) {
		if j >= 0 && strings.EqualFold(lexicon.Fold(r.list[j].name), part) {
			return // the whole name of somebody
		}
		r.names[part] = ambiguous
		return
	}
	r.names[part] = int32(i)
}

// fold appends the folded atoms of tokens [first, end), joined by spaces.
func (sc *scene) fold(s *sentence, first, end int) []byte {
	sc.buf = append(sc.buf[:0], lexicon.Fold(sc.text(s, first, end))...)
	return sc.buf
}

// learn enters the person named by tokens [b, e) into the roster with what the phrase says of the post.
func (sc *scene) learn(s *sentence, p *phrase, b, e int) {
	n := person{name: sc.text(s, b, e), sentence: s.index}
	for k := b; k < e; k++ {
		if g := sc.hitAt(s, k); g != nil && g.sense.Kind == lexicon.PersonName {
			lp := sc.term(g.sense.Ref)
			if g.first == b && g.end == e && (e-b > 1 && !sc.topPost(p) || sc.heldBy(g.sense.Ref, &sc.hits[p.hit])) {
				n.name, n.id, n.known = lp.Name, lp.ID, true
			}
			k = g.end - 1
		}
	}
	if !n.known && e-b == 1 {
		if ref := sc.bySurname(s, p, b); ref >= 0 {
			n.name, n.id, n.known = sc.lex.Persons[ref].Name, sc.lex.Persons[ref].ID, true
			n.country = sc.lex.Persons[ref].Country
		}
	}
	folded := string(sc.fold(s, b, e))
	if n.known {
		folded = lexicon.Fold(n.name)
	} else {
		n.id = "person:" + strings.ReplaceAll(folded, " ", "-")
	}
	if c := sc.ownerCountry(p); c != "" {
		n.country = c
	}
	i := sc.people.enter(n, folded)
	if n.known && folded != string(sc.fold(s, b, e)) {
		sc.people.register(string(sc.buf), i)
	}
	q := &sc.people.list[i]
	q.told = true
	if q.gender == 0 {
		q.gender = sc.lex.Gender(q.name)
	}
	if q.country == "" {
		q.country = n.country
	}
	_, relational := sc.words.relational[s.word(sc.hits[p.hit].end-1)]
	if office := sc.hits[p.hit].sense.Kind == lexicon.OfficeTerm; !relational && (q.role == "" || office && !p.former) {
		q.role = sc.role(s, p)
		q.sector = sc.phraseSector(p)
	}
	if q.gender == 0 {
		q.gender = sc.genderOf(s, p)
	}
	if p.to.n > 0 {
		q.to = sc.codeOf(p.to.list[0])
	}
	p.person = i + 1
}

// bySurname finds who held the post named under a surname at the date of the text ("President Hu"), -1 when nobody or several did.
func (sc *scene) bySurname(s *sentence, p *phrase, k int) int32 {
	w := s.word(k)
	if h := &sc.hits[p.hit]; w == 0 || h.sense.Kind != lexicon.OfficeTerm || sc.lex.Offices[sc.hits[p.hit].sense.Ref].OfBody {
		return -1
	}
	country, found := sc.ownerCountry(p), int32(-1)
	for _, i := range sc.surnames[w] {
		q := &sc.lex.Persons[i]
		if !q.At(sc.day) || country != "" && q.Country != country || !sc.heldBy(i, &sc.hits[p.hit]) {
			continue
		}
		if found >= 0 && sc.lex.Persons[found].ID != q.ID {
			return -1
		}
		found = i
	}
	return found
}

// topPost says whether the phrase names a post that few people ever hold, so that a namesake who never held it is somebody else.
func (sc *scene) topPost(p *phrase) bool {
	h := &sc.hits[p.hit]
	if h.sense.Kind != lexicon.OfficeTerm {
		return false
	}
	v, _ := sc.lex.Reference(lexicon.HeadPost, lexicon.Fold(sc.lex.Offices[h.sense.Ref].Term))
	return v == "post"
}

// heldBy says whether somebody known by the surname alone ever held a post like the one named: "Shah Abbas" is not Mahmoud
// Abbas.
func (sc *scene) heldBy(ref int32, office *hit) bool {
	if office.sense.Kind != lexicon.OfficeTerm {
		return true
	}
	id := sc.lex.Persons[ref].ID
	term := sc.lex.Offices[office.sense.Ref].Term
	head := term[strings.LastIndexByte(term, ' ')+1:]
	for _, i := range sc.terms[id] {
		if strings.Contains(sc.lex.Persons[i].Post, head) {
			return true
		}
	}
	return sc.lex.Offices[office.sense.Ref].OfBody
}

// term is the row of the person that holds at the date of the text, else the one given.
func (sc *scene) term(ref int32) *lexicon.Person {
	p := &sc.lex.Persons[ref]
	if p.At(sc.day) {
		return p
	}
	for _, i := range sc.terms[p.ID] {
		if q := &sc.lex.Persons[i]; q.At(sc.day) {
			return q
		}
	}
	return p
}

// learnKnown enters a person of the lexicon.
func (sc *scene) learnKnown(s *sentence, h *hit) int {
	lp := sc.term(h.sense.Ref)
	n := person{id: lp.ID, name: lp.Name, country: lp.Country, known: true, sentence: s.index, sector: dragoman.SectorELI}
	if lp.At(sc.day) {
		n.sector, n.role = lp.Sector, lp.Post
	}
	i := sc.people.enter(n, lexicon.Fold(lp.Name))
	if q := &sc.people.list[i]; q.known {
		if q.gender == 0 {
			q.gender = sc.lex.Gender(q.name)
		}
		if q.country == "" {
			q.country = n.country
		}
		if q.role == "" {
			q.role, q.sector = n.role, n.sector
		}
	}
	return i
}

// genderOf is what the words of a post tell of the person's gender.
func (sc *scene) genderOf(s *sentence, p *phrase) byte {
	h := &sc.hits[p.hit]
	for k := h.first; k < h.end; k++ {
		if g, ok := sc.words.gender[s.word(k)]; ok {
			return g[0]
		}
	}
	return 0
}

// role is the words that name the post: "Deputy Minister", "Secretary General of the Cabinet of the President".
func (sc *scene) role(s *sentence, p *phrase) string {
	if h := &sc.hits[p.hit]; p.plural {
		if h.sense.Kind == lexicon.OfficeTerm {
			return sc.lex.Offices[h.sense.Ref].Term
		}
		if h.sense.Kind == lexicon.GroupTerm {
			return sc.lex.Groups[h.sense.Ref].Terms[0]
		}
	}
	return sc.text(s, p.roleFirst, p.roleEnd)
}

// codeOf is the ISO code of the country that a hit (1 + index) names, "" for none.
func (sc *scene) codeOf(hit int32) string {
	if c := sc.countryOf(&sc.hits[hit-1]); c >= 0 {
		return sc.lex.Countries[c].ISO3
	}
	return ""
}

// ownerCountry is the country of a phrase's first owner.
func (sc *scene) ownerCountry(p *phrase) string {
	for _, h := range p.owners.list[:p.owners.n] {
		if c := sc.codeOf(h); c != "" {
			return c
		}
	}
	if h := &sc.hits[p.hit]; h.sense.Kind == lexicon.BodyTerm {
		return sc.lex.Bodies[h.sense.Ref].Country
	}
	return ""
}

// phraseSector is the sector of whoever the phrase is about.
func (sc *scene) phraseSector(p *phrase) dragoman.Sector {
	h := &sc.hits[p.hit]
	switch h.sense.Kind {
	case lexicon.BodyTerm:
		sector := sc.lex.Bodies[h.sense.Ref].Sector
		if sector == dragoman.SectorUNK && p.qualifier > 0 {
			switch q := &sc.hits[p.qualifier-1]; q.sense.Kind {
			case lexicon.GroupTerm:
				sector = sc.lex.Groups[q.sense.Ref].Sector
			case lexicon.OfficeTerm:
				sector = sc.lex.Offices[q.sense.Ref].Sector
			}
		}
		if sector == dragoman.SectorGOV && p.body > 0 { // "a delegation of the parliament"
			sector = sc.lex.Bodies[sc.hits[p.body-1].sense.Ref].Sector
		}
		return sector
	case lexicon.GroupTerm:
		sector := sc.lex.Groups[h.sense.Ref].Sector
		if sector == dragoman.SectorUNK && p.body > 0 { // "members of parliament"
			sector = sc.lex.Bodies[sc.hits[p.body-1].sense.Ref].Sector
		}
		return sector
	}
	o := &sc.lex.Offices[h.sense.Ref]
	if p.former && o.Post {
		return dragoman.SectorELI
	}
	if !o.OfBody && !o.OfCountry {
		return o.Sector
	}
	if p.body > 0 && o.OfBody {
		return sc.lex.Bodies[sc.hits[p.body-1].sense.Ref].Sector
	}
	for _, at := range p.owners.list[:p.owners.n] {
		switch g := &sc.hits[at-1]; g.sense.Kind {
		case lexicon.CompanyName:
			return dragoman.SectorBUS
		case lexicon.OrganisationName:
			return sc.lex.Organisations[g.sense.Ref].Sector
		}
	}
	if o.OfBody && o.CountrySector != "" && p.owners.n > 0 {
		return o.CountrySector
	}
	return o.Sector
}
