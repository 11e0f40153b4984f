package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// maxName bounds the tokens of a person's name.
const maxName = 7

// nameEnd reads a person's name that begins at token k; it gives k when none does.
func (sc *scene) nameEnd(s *sentence, k int) int {
	if !sc.nameLike(s, k) {
		return k
	}
	e := k
	for e < len(s.Tokens) && e-k < maxName {
		if g := sc.hitAt(s, e); g != nil {
			if !sc.nameHit(s, g, k, e) {
				break
			}
			e = g.end
			continue
		}
		if !sc.namePart(s, k, e) {
			break
		}
		e++
	}
	for e > k && !s.capital(e-1) && !(e-k > 2 && s.form(e-2) == "-" && s.capital(e-3)) {
		e--
	}
	return e
}

// nameHit says whether a hit can be part of the name that began at k.
func (sc *scene) nameHit(s *sentence, g *hit, k, e int) bool {
	switch g.sense.Kind {
	case lexicon.PersonName:
		return true
	case lexicon.CountryName, lexicon.CountryCapital, lexicon.PlaceName, lexicon.CompanyName, lexicon.OrganisationName, lexicon.CountryInhabitants:
		if e == k {
			return true // nameLike has looked at it
		}
		return g.end-g.first == 1 && s.parsed && s.proper(e) && s.head(e) >= k && s.head(e) < e
	}
	return false
}

// namePart says whether an uncovered token goes on with the name.
func (sc *scene) namePart(s *sentence, k, e int) bool {
	t := &s.Tokens[e]
	switch {
	case t.Form == "-" || t.Form == "–":
		return e > k && e+1 < len(s.Tokens) && (s.capital(e+1) || s.word(e+1) == 0 || s.Tokens[e+1].UPOS == "PROPN") &&
			t.Span[0] == s.Tokens[e-1].Span[1] && t.Span[1] == s.Tokens[e+1].Span[0]
	case s.form(e-1) == "-" && e-1 > k: // "Teng-hui"
		return true
	case !s.capital(e):
		_, particle := sc.words.particle[s.word(e)]
		return particle && e > k && (s.capital(e+1) || s.form(e+1) == "-") && t.UPOS != "CCONJ" && t.UPOS != "VERB"
	case e == k:
		return true
	case !s.proper(e) && sc.unusualName(s, e):
		return true
	case !s.proper(e) && !(s.word(e) == 0 && (t.UPOS == "NOUN" || t.UPOS == "ADJ" || t.UPOS == "X" || t.UPOS == "VERB")):
		return false
	}
	if !s.parsed || s.Tokens[e-1].Form == "-" {
		return true
	}
	if h := s.head(e); h >= k && h < e {
		return true
	}
	for j := k; j < e; j++ {
		if s.head(j) == e {
			return true
		}
	}
	// two appositions without a comma between them are one
	return s.rel(e) == "flat" || s.rel(e) == s.rel(e-1) && (s.head(e) == s.head(e-1) || s.rel(e) == "appos")
}

// nameStart reads backwards a name that ends before token e; it gives e when none does.
func (sc *scene) nameStart(s *sentence, e int) int {
	for k := max(0, e-maxName); k < e; k++ {
		if (k == 0 || !sc.partOfName(s, k-1)) && sc.nameEnd(s, k) == e {
			return k
		}
	}
	return e
}

// partOfName says whether the token could be the word before within a name.
func (sc *scene) partOfName(s *sentence, k int) bool {
	if g := sc.hitAt(s, k); g != nil {
		return g.sense.Kind == lexicon.PersonName
	}
	return s.proper(k) && s.capital(k) && !sc.words.post[s.word(k)] && !sc.title(s, k) || s.Tokens[k].Form == "-"
}

// title says whether the token is an honorific.
func (sc *scene) title(s *sentence, k int) bool {
	_, ok := sc.words.honorific[s.word(k)]
	return ok && s.capital(k)
}

// introductions learns the persons and firms that the phrases of a sentence name.
func (sc *scene) introductions(s *sentence) {
	for i := s.lastPhrase - 1; i >= s.firstPhrase; i-- {
		p := &sc.phrases[i]
		if p.plural {
			if sc.hits[p.hit].sense.Kind != lexicon.BodyTerm {
				sc.introduceSeveral(s, p)
			}
			continue
		}
		if s.form(p.end) == "there" || s.form(p.end) == "here" { // "its ambassador there, Tolezhan Barlybayev,"
			p.end++
		}
		switch sc.hits[p.hit].sense.Kind {
		case lexicon.OfficeTerm, lexicon.GroupTerm:
			sc.introducePerson(s, p)
		case lexicon.BodyTerm:
			sc.introduceEntity(s, p)
		}
	}
	for i := s.firstHit; i < s.lastHit; i++ {
		if h := &sc.hits[i]; h.sense.Kind == lexicon.PersonName {
			sc.learnKnown(s, h)
		}
	}
	sc.bracketed(s)
	sc.strangers(s)
}

// strangers enters persons of whom the text tells only the name: two or more proper nouns that the tree takes for a name, standing where
// people act or are acted upon.
func (sc *scene) strangers(s *sentence) {
	if !s.parsed || s.kind == dragoman.Title || s.kind == dragoman.Heading {
		return
	}
	for k := 0; k < len(s.Tokens); k++ {
		if !s.free(k) || k > 0 && (s.free(k-1) || s.Tokens[k-1].UPOS == "DET") || sc.words.post[s.word(k)] {
			continue
		}
		switch s.Tokens[k].Deprel {
		case "nsubj", "nsubj:pass", "obj", "obl:agent":
		default:
			continue
		}
		e := sc.nameEnd(s, k)
		if e-k < 2 || e-k > 4 || s.Tokens[k+1].Deprel != "flat" || sc.people.find(sc.fold(s, k, e)) >= 0 {
			continue
		}
		name := sc.text(s, k, e)
		if sc.lex.Gender(name) == 0 {
			continue // nothing says that it is a person
		}
		i := sc.people.enter(person{name: name, id: "person:" + lexicon.Slug(name), sentence: s.index, gender: sc.lex.Gender(name)}, lexicon.Fold(name))
		sc.people.list[i].told = true
	}
}

// introducePerson looks for the name that goes with a post: "President Tokayev", "the minister, Murat Nurtleu,",
// "Murat Nurtleu, the minister,", "Murat Nurtleu is the minister".
func (sc *scene) introducePerson(s *sentence, p *phrase) {
	if b := sc.afterTitle(s, p.end); b < len(s.Tokens) {
		if e := sc.nameEnd(s, b); e > b && sc.joined(s, p, e) {
			p.nameFirst, p.nameEnd = b, e
			sc.ownerBehindName(s, p)
			sc.learn(s, p, b, e)
			return
		}
	}
	if s.form(p.end) == "," {
		b := sc.afterTitle(s, p.end+1)
		if e := sc.nameEnd(s, b); e > b && sc.apposed(s, p.head, b, e) && sc.closed(s, e) {
			sc.learn(s, p, b, e)
			return
		}
	}
	if f := s.form(p.first - 1); f == "," || f == "(" {
		if b := sc.nameStart(s, p.first-1); b < p.first-1 && sc.apposedTo(s, p, b, p.first-1) {
			sc.learn(s, p, b, p.first-1)
			return
		}
	}
	sc.introducedByBe(s, p)
}

// ownerBehindName takes the country behind a name for the owner of the post: "Foreign Minister Ali Alatas of Indonesia".
func (sc *scene) ownerBehindName(s *sentence, p *phrase) {
	if p.owners.n > 0 || p.point >= 0 || s.form(p.nameEnd) != "of" {
		return
	}
	k := p.nameEnd + 1
	if s.upos(k) == "DET" {
		k++
	}
	if g := sc.hitAt(s, k); g != nil && g.sense.Kind == lexicon.CountryName {
		p.owners.add(s.cover[k])
	}
}

// introduceSeveral reads the names behind a plural: "Prime Ministers Irakli Garibashvili and Viktor Orbán", "their presidents, Rumen Radev
// and Kassym-Jomart Tokayev". As many owners as names are taken in order.
func (sc *scene) introduceSeveral(s *sentence, p *phrase) {
	k := p.end
	if s.form(k) == "," {
		k++
	}
	var ends [8][2]int
	n := 0
	for n < len(ends) && k < len(s.Tokens) {
		e := sc.nameEnd(s, k)
		if e == k {
			break
		}
		ends[n] = [2]int{k, e}
		n++
		for k = e; s.form(k) == "," || s.upos(k) == "CCONJ"; k++ {
		}
		if k == e {
			break
		}
	}
	if n < 2 {
		return
	}
	all := p.owners
	for i := range n {
		p.owners = all
		if all.n == n {
			p.owners = owners{n: 1}
			p.owners.list[0] = all.list[i]
		} else if all.n > 1 {
			p.owners = owners{}
		}
		sc.learn(s, p, ends[i][0], ends[i][1])
		p.people = append(p.people, p.person)
	}
	p.owners, p.person = all, 0
}

// afterTitle steps over an honorific before a name.
func (sc *scene) afterTitle(s *sentence, k int) int {
	if k < len(s.Tokens) && s.cover[k] == 0 && sc.title(s, k) {
		return k + 1
	}
	return k
}

// joined says whether the name behind a title belongs to it by the tree.
func (sc *scene) joined(s *sentence, p *phrase, e int) bool {
	if !s.parsed {
		return true
	}
	for k := p.end; k < e; k++ {
		if g := sc.hitAt(s, k); g != nil && g.end-g.first > 1 && (g.sense.Kind == lexicon.PersonName || g.sense.Kind == lexicon.CompanyName) {
			return true // a name that the lexicon knows, right behind the title
		}
		h := s.head(k)
		if h >= p.first && h < p.end {
			return s.rel(k) != "nsubj" && s.rel(k) != "obj"
		}
		if h >= 0 && h == s.head(p.head) && s.rel(k) == s.rel(p.head) {
			return true // side by side in one place of the clause
		}
	}
	for k := p.first; k < p.end; k++ {
		if h := s.head(k); h >= p.end && h < e {
			return true
		}
	}
	return s.capital(sc.hits[p.hit].first) // "Foreign Minister X" in capitals, whatever the tree
}

// apposed says whether the name [b, e) stands beside the head as an explanation.
func (sc *scene) apposed(s *sentence, head, b, e int) bool {
	if !s.parsed {
		return true
	}
	top := s.topOf(b, e)
	switch s.rel(top) {
	case "appos":
		return true
	case "conj":
		return false
	}
	if f := s.form(e); e-b > 1 && (f == "," || f == ")" || f == "." || f == "") {
		return true // between commas, whatever the tree
	}
	switch s.rel(top) {
	case "nsubj", "obj", "obl", "root", "iobj":
		return false
	}
	return s.within(top, head)
}

// closed says whether an apposition can end before the token.
func (sc *scene) closed(s *sentence, e int) bool {
	if e >= len(s.Tokens) {
		return true
	}
	u := s.Tokens[e].UPOS
	return u == "PUNCT" || u == "VERB" || u == "AUX" || u == "CCONJ" || u == "ADP" || u == "PART"
}

// apposedTo says whether the phrase explains the name [b, e) before it.
func (sc *scene) apposedTo(s *sentence, p *phrase, b, e int) bool {
	if s.parsed {
		switch s.rel(p.head) {
		case "appos":
			h := s.head(p.head)
			return h >= b && h < e || sc.closed(s, p.end)
		case "nsubj", "obj", "root", "conj", "iobj", "obl":
			return false
		}
	}
	return (p.owners.n > 0 || p.definite) && sc.closed(s, p.end)
}

// introducedByBe reads "X is the president of Y".
func (sc *scene) introducedByBe(s *sentence, p *phrase) {
	if !s.parsed {
		return
	}
	cop, subj := -1, -1
	for c := range s.kids(p.head) {
		switch s.rel(c) {
		case "cop":
			cop = c
		case "nsubj":
			subj = c
		}
	}
	if cop < 0 || subj < 0 || subj > cop || !s.capital(subj) {
		return
	}
	for b := max(0, subj-maxName); b <= subj; b++ {
		if e := sc.nameEnd(s, b); e > subj && e <= cop {
			if f := s.Tokens[cop].Form; f == "was" {
				p.former = true
			}
			sc.learn(s, p, b, e)
			return
		}
	}
}
