package actor

import (
	"slices"
	"strings"

	"dragoman/lexicon"
)

// phrase is a noun phrase headed by an office, body or group of the lexicon.
type phrase struct {
	hit        int // index into scene.hits
	head       int // head token
	first, end int // extent in tokens, without a name that follows
	owners     owners
	to         owners // whom an ambassador is accredited to
	body       int    // 1 + hit of the body that the post belongs to ("member of parliament"), 0 for none
	point      int    // token of a possessor that must be found by reference ("its", "the country's"), -1 for none
	roleFirst  int    // extent of the words that name the post
	roleEnd    int
	elsewhere  bool // belongs to somewhere that is no country
	definite   bool
	bare       bool // nothing but an article stands before the head
	indefinite bool // "a", "some", "another", "no" stands before it
	former     bool
	plural     bool
	person     int   // 1 + person who is introduced by it, 0 for none
	people     []int // the same for several
	qualifier  int   // 1 + hit of people that tell what kind of body it is ("rebel coalition"), 0 for none
	entity     int   // 1 + firm or organisation that is introduced by it, 0 for none
	nameFirst  int   // extent of the name that belongs to the phrase itself ("President Tokayev"), empty when there is none
	nameEnd    int
}

// owners are the countries, organisations or firms that a phrase belongs to.
type owners struct {
	list [4]int32 // 1 + hit
	n    int
}

func (o *owners) add(hit int32) {
	if o.n < len(o.list) {
		o.list[o.n] = hit
		o.n++
	}
}

// lexical says whether a sense heads a phrase.
func lexical(k lexicon.SenseKind) bool {
	return k == lexicon.OfficeTerm || k == lexicon.BodyTerm || k == lexicon.GroupTerm
}

// owning says whether a sense can be an owner.
func owning(k lexicon.SenseKind) bool {
	switch k {
	case lexicon.CountryName, lexicon.CountryAdjective, lexicon.CountryInhabitants, lexicon.CountryCapital, lexicon.CountryMetonym, lexicon.PlaceName,
		lexicon.OrganisationName, lexicon.CompanyName, lexicon.PersonName:
		return true
	}
	return false
}

// phrasesOf finds the phrases of a sentence, from right to left, so that a title can take in the titles before it.
func (sc *scene) phrasesOf(s *sentence) {
	s.firstPhrase = len(sc.phrases)
	for i := s.lastHit - 1; i >= s.firstHit; i-- {
		h := &sc.hits[i]
		if !lexical(h.sense.Kind) || h.owned || sc.modifies(s, h) {
			continue
		}
		p := phrase{hit: i, head: h.head, first: h.first, end: h.end, point: -1, bare: true, plural: h.sense.Plural, roleFirst: h.first, roleEnd: h.end}
		for k := h.first; k < h.end; k++ {
			if _, ok := sc.words.above[s.word(k)]; ok {
				p.elsewhere = true
			}
		}
		sc.before2(s, &p)
		slices.Reverse(p.owners.list[:p.owners.n]) // they were read from right to left
		sc.wholeTitle(s, &p)
		sc.behind(s, &p)
		sc.share(s, &p)
		sc.phrases = append(sc.phrases, p)
	}
	s.lastPhrase = len(sc.phrases)
}

// share gives two posts joined by "and" the owner that stands with one of them: "president and central banker of Chad", "Albania's
// president and prime minister".
func (sc *scene) share(s *sentence, p *phrase) {
	if len(sc.phrases) == s.firstPhrase || s.upos(p.end) != "CCONJ" || sc.hits[p.hit].sense.Kind != lexicon.OfficeTerm {
		return
	}
	q := &sc.phrases[len(sc.phrases)-1]
	if q.first != p.end+1 || sc.hits[q.hit].sense.Kind != lexicon.OfficeTerm || q.definite || q.indefinite {
		return
	}
	switch {
	case p.owners.n == 0 && p.point < 0:
		p.owners = q.owners
	case q.owners.n == 0 && q.point < 0:
		q.owners, q.point = p.owners, p.point
	}
}

// wholeTitle takes the words before a post that say what it is for into its name: "energy minister".
func (sc *scene) wholeTitle(s *sentence, p *phrase) {
	if sc.hits[p.hit].sense.Kind == lexicon.BodyTerm {
		return
	}
	for k := p.roleFirst - 1; k >= p.first && s.cover[k] == 0 && sc.words.post[s.word(k)]; k-- {
		if u := s.Tokens[k].UPOS; u != "NOUN" && u != "PROPN" && !(u == "ADJ" && s.capital(k)) {
			return
		}
		if _, former := sc.words.former[s.word(k)]; former {
			return
		}
		p.roleFirst = k
	}
}

// modifies says whether the hit only qualifies another noun ("government policy", "police station").
func (sc *scene) modifies(s *sentence, h *hit) bool {
	if !s.parsed {
		return false
	}
	up := s.head(h.head)
	if up < h.end || s.Tokens[h.head].Deprel != "compound" || s.ofVerb(h.head) {
		return false
	}
	return !sc.nameLike(s, h.end)
}

// before2 reads what stands before the head: articles, adjectives, possessors, owners.
func (sc *scene) before2(s *sentence, p *phrase) {
	k := p.first - 1
	listed := false // the word just read was an owner, so that a list of owners may go on
	anded := false  // "and" has been read, so that commas may join the list
	for k >= 0 {
		if g := sc.hitAt(s, k); g != nil {
			if !sc.takeBefore(s, p, g, listed) {
				return
			}
			listed, p.bare = owning(g.sense.Kind), false
			p.first = g.first
			k = g.first - 1
			continue
		}
		t := &s.Tokens[k]
		switch {
		case s.word(k) == sc.words.s && t.UPOS == "PART" || t.Form == "’" || t.Form == "'":
			if sc.hitAt(s, k-1) == nil {
				p.point = k - 1
				return
			}
		case t.UPOS == "PRON" && (t.Deprel == "nmod:poss" || t.XPOS == "PRP$"):
			p.point, p.definite = k, true
			p.first = k
			return
		case t.UPOS == "DET":
			switch t.Form {
			case "the", "The", "this", "This", "that", "That", "these", "These", "those", "Those", "both", "Both", "all", "All":
				p.definite = true
			default:
				p.indefinite = true
			}
			p.first = k
			return
		case (t.UPOS == "CCONJ" || t.Form == "," && anded) && listed && sc.listGoesOn(s, k-1):
			anded = true
		case t.Form == "-" || t.Form == "–":
			if k == 0 || s.Tokens[k-1].Span[1] != t.Span[0] {
				return
			}
		case t.UPOS == "ADJ" || t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "NUM" || t.UPOS == "ADV" && k > 0 || t.UPOS == "VERB" && t.Deprel == "amod":
			if !sc.sameNoun(s, p, k) {
				return
			}
			if _, ok := sc.words.former[s.word(k)]; ok {
				p.former = true
			}
			if _, ok := sc.words.above[s.word(k)]; ok {
				p.elsewhere = true
			}
			p.bare = false
		default:
			return
		}
		if t.UPOS != "CCONJ" && t.Form != "," {
			listed = listed && t.UPOS == "PART"
			p.first = k
		}
		k--
	}
}

// sameNoun says whether a word before the phrase belongs to it by the tree: a noun or proper noun that is no modifier of it
// is an argument of its own ("gave the Serbs weapons").
func (sc *scene) sameNoun(s *sentence, p *phrase, k int) bool {
	if !s.parsed {
		return true
	}
	switch h := s.head(k); {
	case h < 0:
		return false
	case h >= p.first && h < p.end:
		return s.rel(k) != "nsubj"
	case h > k && h < p.first:
		return true
	default:
		return s.Tokens[k].UPOS == "ADJ" && h >= p.end // "former President Clinton": the name is the head
	}
}

// listGoesOn says whether another owner of the list ends at the token: "Serbian and Albanian leaders".
func (sc *scene) listGoesOn(s *sentence, k int) bool {
	if s.word(k) == sc.words.s && s.upos(k) == "PART" {
		k--
	}
	g := sc.hitAt(s, k)
	return g != nil && (g.sense.Kind == lexicon.CountryAdjective || g.sense.Kind == lexicon.CountryName || g.sense.Kind == lexicon.CountryInhabitants)
}

// takeBefore takes in a hit that ends right before what has been read; false ends the phrase.
func (sc *scene) takeBefore(s *sentence, p *phrase, g *hit, listed bool) bool {
	switch k := g.sense.Kind; {
	case k == lexicon.Reference: // "South American presidents" belong to no country of the text around
		p.elsewhere = true
		return true
	case k == lexicon.Description:
		p.point = g.end - 1
		return false
	case lexical(k):
		if sc.possessive(s, g.end) { // "parliament's speaker"
			p.body = p.bodyOr(sc, s, g)
			return true
		}
		switch k {
		case lexicon.BodyTerm:
			p.body = p.bodyOr(sc, s, g)
		case lexicon.GroupTerm:
			if g.sense.Plural {
				return false
			}
		}
		g.owned = true
		p.roleFirst = g.first
		if sc.hits[p.hit].sense.Kind == lexicon.BodyTerm && k != lexicon.BodyTerm {
			p.qualifier = int(s.cover[g.first]) // "rebel coalition"
		}
		return true
	case owning(k) && !sc.tied(s, g):
		return true // "Rwanda-backed", "Russian-made"
	case k == lexicon.CountryAdjective && strings.EqualFold(s.form(g.first-1), "ethnic"):
		g.owned = true
		return true // "ethnic Albanian guerrillas" are at home where they fight
	case owning(k):
		if listed && !sc.possessive(s, g.end) && s.form(g.end) != "and" && s.form(g.end) != "," && s.form(g.end) != "-" && p.owners.n > 0 {
			// two owners side by side: the outer one is the state ("Bosnian Serb leader", "Kosovo Albanian leader")
			for _, at := range p.owners.list[:p.owners.n] {
				sc.hits[at-1].owned = true
			}
			p.owners = owners{}
		}
		if !sc.argument(s, p, g) {
			return false
		}
		g.inside = true
		p.owners.add(s.cover[g.first])
		return true
	}
	return false
}

func (p *phrase) bodyOr(sc *scene, s *sentence, g *hit) int {
	if p.body == 0 && g.sense.Kind == lexicon.BodyTerm {
		return int(s.cover[g.first])
	}
	return p.body
}

// tied says whether a name before a hyphen owns what follows: "US-led", but not "Rwanda-backed".
func (sc *scene) tied(s *sentence, g *hit) bool {
	if f := s.form(g.end); f != "-" && f != "–" || sc.ownerAt(s, g.end+1) {
		return true
	}
	_, ok := sc.words.tie[s.word(g.end+1)]
	return ok
}

// possessive says whether the token is the "'s" of what stands before it.
func (sc *scene) possessive(s *sentence, k int) bool {
	return s.upos(k) == "PART" && (s.word(k) == sc.words.s || s.form(k) == "'" || s.form(k) == "’")
}

// argument says whether the tree lets the hit belong to the phrase: an adjective or a possessor always, a bare name only when it
// modifies something inside.
func (sc *scene) argument(s *sentence, p *phrase, g *hit) bool {
	h := &sc.hits[p.hit]
	if !s.parsed || g.sense.Kind == lexicon.CountryAdjective || sc.possessive(s, g.end) || g.end == h.first && s.capital(h.first) && h.first > 0 {
		return true
	}
	switch d := s.rel(g.head); d {
	case "nsubj", "obl", "obj", "root", "iobj", "ccomp", "appos", "parataxis":
		return false
	case "conj":
		h := s.head(g.head)
		return h >= 0 && sc.hitAt(s, h) != nil
	}
	return true
}

// behind reads the complements after the head: "of the Republic of Kazakhstan", "to North Macedonia", "in Tirana".
func (sc *scene) behind(s *sentence, p *phrase) {
	for n := 0; n < 5; n++ {
		c, ok := sc.complement(s, p, p.end)
		if !ok {
			return
		}
		if c.named {
			p.roleEnd = max(p.roleEnd, c.roleEnd)
		}
		p.end = c.end
		if c.closed {
			return
		}
	}
}

// complement is one prepositional phrase behind a head.
type complement struct {
	end     int
	roleEnd int  // the words up to here name the post
	named   bool // roleEnd counts
	closed  bool // nothing more belongs to the phrase
}

// complement reads the prepositional phrase that begins at token k.
func (sc *scene) complement(s *sentence, p *phrase, k int) (complement, bool) {
	prep := s.form(k)
	if k >= len(s.Tokens) || s.Tokens[k].UPOS != "ADP" && s.Tokens[k].UPOS != "SCONJ" && prep != "of" && prep != "to" {
		return complement{}, false
	}
	kind := sc.hits[p.hit].sense.Kind
	accredited := kind != lexicon.GroupTerm && sc.accredited(s, &sc.hits[p.hit])
	into := &p.owners
	switch prep {
	case "of":
	case "from":
		if p.point >= 0 || p.owners.n > 0 {
			return complement{}, false // "recalled its ambassador from Zagreb"
		}
	case "to":
		if kind != lexicon.OfficeTerm && !accredited {
			return complement{}, false
		}
		into = &p.to
	case "for":
		if accredited {
			into = &p.to
		}
	case "between":
		if kind == lexicon.OfficeTerm || s.parsed && !sc.attached(s, p, k) {
			return complement{}, false
		}
	case "in", "at":
		if accredited && prep == "in" {
			into = &p.to
		} else if p.owners.n > 0 || kind == lexicon.OfficeTerm && !p.plural && s.parsed && !sc.attached(s, p, k) {
			return complement{}, false
		}
	default:
		return complement{}, false
	}
	was := *p
	c, ok := sc.complementNoun(s, p, k+1, into, prep)
	found := p.owners.n > was.owners.n || p.to.n > was.to.n || p.point != was.point && prep != "for" || p.body != was.body
	if !found && (prep == "in" || prep == "at" || s.parsed && !sc.attached(s, p, k)) {
		*p = was
		return complement{}, false // tells where something happened or what came of it, not who it is
	}
	return c, ok
}

// accredited says whether the post is one held at somebody's.
func (sc *scene) accredited(s *sentence, h *hit) bool {
	for k := h.first; k < h.end; k++ {
		if _, ok := sc.words.accredited[s.word(k)]; ok {
			return true
		}
	}
	return false
}

// attached says whether the noun under the preposition at k hangs on the phrase.
func (sc *scene) attached(s *sentence, p *phrase, k int) bool {
	noun := s.head(k)
	if noun < 0 {
		return false
	}
	h := s.head(noun)
	return h >= p.first && h < p.end || p.nameEnd > p.nameFirst && h >= p.nameFirst && h < p.nameEnd
}

// complementNoun reads the noun phrase of a complement and takes its owners.
func (sc *scene) complementNoun(s *sentence, p *phrase, k int, into *owners, prep string) (complement, bool) {
	start := k
	found, words := false, false
	name := sc.hits[p.hit].sense.Kind == lexicon.OfficeTerm && !p.plural // a person's name may follow
	for k < len(s.Tokens) {
		if g := sc.hitAt(s, k); g != nil {
			switch {
			case owning(g.sense.Kind):
				if g.sense.Kind == lexicon.PersonName && prep != "of" && prep != "to" {
					return complement{end: k, roleEnd: k, named: words}, words
				}
				if g.sense.Kind == lexicon.PlaceName && sc.countryOf(g) < 0 { // "for Europe and Foreign Affairs"
					words = true
					break
				}
				into.add(s.cover[k])
				found = true
			case g.sense.Kind == lexicon.BodyTerm:
				p.body = p.bodyOr(sc, s, g)
				if b := &sc.lex.Bodies[g.sense.Ref]; b.Country != "" && into == &p.owners {
					into.add(s.cover[k])
				}
				words = true
			case g.sense.Kind == lexicon.OfficeTerm || g.sense.Kind == lexicon.GroupTerm:
				words = true
			case g.sense.Kind == lexicon.Description:
				p.point = g.end - 1
				return complement{end: g.end, closed: true}, true
			}
			k = g.end
			if found && !sc.possessive(s, k) {
				if next := sc.nextOwner(s, k); next > k {
					k = next
					continue
				}
				if h := sc.hitAt(s, k); h == nil || !lexical(h.sense.Kind) { // "Croatia 's parliament" goes on, "Croatia" ends
					if sc.goesOn(s, g, k) {
						continue
					}
					return sc.close(s, p, start, k, into, words), true
				}
			}
			continue
		}
		t := &s.Tokens[k]
		switch {
		case k == start && t.UPOS == "DET", t.UPOS == "PRON" && t.Deprel == "nmod:poss" && k == start:
			if t.UPOS == "PRON" {
				p.point = k
			}
		case sc.possessive(s, k):
		case s.proper(k):
			if name && words && sc.nameLike(s, k) && !sc.qualified(s, start, k) {
				return complement{end: k, roleEnd: k, named: true, closed: true}, true
			}
			words = true
		case t.UPOS == "ADJ" || t.UPOS == "NOUN" || t.UPOS == "NUM":
			if name && words && sc.unusualName(s, k) {
				return complement{end: k, roleEnd: k, named: true, closed: true}, true
			}
			if k > start && !sc.belongs(s, start, k) {
				return complement{end: k, roleEnd: k, named: !found || words && into == &p.owners}, true
			}
			if sc.referring(s, k) {
				p.point = k
			}
			words = true
		case t.UPOS == "VERB" && k == start && (prep == "in" || prep == "of") && sc.ownerAt(s, k+1): // "in neighboring Ukraine"
		case t.Form == "-" && k > start, t.UPOS == "CCONJ" && sc.domainWord(s, k-1) && sc.domainWord(s, k+1):
		default:
			if k == start || !found && !words {
				return complement{}, false
			}
			return complement{end: k, roleEnd: k, named: !found || words && into == &p.owners}, true
		}
		k++
	}
	return complement{end: k, roleEnd: k, named: !found}, k > start
}

// ownerAt says whether an owner begins at the token.
func (sc *scene) ownerAt(s *sentence, k int) bool {
	g := sc.hitAt(s, k)
	return g != nil && g.first == k && owning(g.sense.Kind)
}

// qualified says whether the name that begins at k is the noun that words before it in the complement qualify: "of the Egyptian
// Gamaa", not "of Foreign Affairs Gamaa".
func (sc *scene) qualified(s *sentence, start, k int) bool {
	if !s.parsed {
		return false
	}
	for j := start; j < k; j++ {
		if h := s.head(j); h >= k && h < k+maxName && (s.rel(j) == "amod" || s.rel(j) == "det") {
			return true
		}
	}
	return false
}

// belongs says whether the word at k goes on with the complement that began at start: by the tree it is no argument of its own.
func (sc *scene) belongs(s *sentence, start, k int) bool {
	if !s.parsed {
		return true
	}
	t := k
	for n := 0; s.head(t) > k && n < len(s.Tokens); n++ {
		t = s.head(t)
	}
	switch s.Tokens[t].Deprel {
	case "obl:unmarked", "nmod:unmarked", "obl:tmod", "nmod:tmod", "obl:npmod", "nsubj", "obj", "root":
		return false
	}
	return true
}

// goesOn says whether the noun that an owner modifies is still to come: "the Croatian oil pipeline system".
func (sc *scene) goesOn(s *sentence, g *hit, k int) bool {
	if k >= len(s.Tokens) {
		return false
	}
	if !s.parsed {
		return g.sense.Kind == lexicon.CountryAdjective && s.Tokens[k].UPOS != "PUNCT"
	}
	if g.sense.Kind != lexicon.CountryAdjective && sc.nameLike(s, k) {
		return false // "Ambassador to North Macedonia Satybaldy Burshakov"
	}
	return s.attributive(g.head) && s.head(g.head) >= k
}

// close ends a complement behind an owner.
func (sc *scene) close(s *sentence, p *phrase, start, k int, into *owners, words bool) complement {
	c := complement{end: k}
	if words && into == &p.owners {
		// "Secretary General of the Cabinet of the President" + "of North Macedonia": the words before the owner belong to the post
		c.roleEnd, c.named = start, false
	}
	return c
}

// nextOwner steps over "and" or a comma to a further owner of the same list; it gives k when there is none.
func (sc *scene) nextOwner(s *sentence, k int) int {
	j := k
	for j < len(s.Tokens) && (s.form(j) == "," || s.Tokens[j].UPOS == "CCONJ") {
		j++
	}
	if j == k {
		return k
	}
	for j < len(s.Tokens) && s.Tokens[j].UPOS == "DET" {
		j++
	}
	g, before := sc.hitAt(s, j), sc.hitAt(s, k-1)
	if g == nil || before == nil || g.sense.Kind != before.sense.Kind {
		return k
	}
	if s.parsed && !(s.rel(g.head) == "conj" && s.head(g.head) >= before.first-12) {
		return k
	}
	return j
}

// domainWord says whether the token can be one of two fields of a post: "Trade and Integration".
func (sc *scene) domainWord(s *sentence, k int) bool {
	u := s.upos(k)
	return (u == "PROPN" || u == "NOUN" || u == "ADJ") && s.capital(k) && (sc.words.post[s.word(k)] || !sc.nameLike(s, k))
}

// referring says whether a noun points at a country named before: "the president of the country".
func (sc *scene) referring(s *sentence, k int) bool {
	w := s.word(k)
	if w == 0 {
		return false
	}
	_, one := sc.words.country[w]
	_, pair := sc.words.pair[w]
	return one || pair
}

// nameLike says whether a person's name can begin at the token: a capitalised word that is no word of titles.
func (sc *scene) nameLike(s *sentence, k int) bool {
	if k >= len(s.Tokens) || !s.capital(k) {
		return false
	}
	if g := sc.hitAt(s, k); g != nil {
		if g.sense.Kind == lexicon.PersonName {
			return true
		}
		_, given := sc.words.given[s.word(k)]
		return given && g.end-g.first == 1 && s.free(k+1)
	}
	if s.proper(k) {
		return !sc.words.post[s.word(k)]
	}
	switch s.Tokens[k].UPOS {
	case "NOUN", "ADJ", "X", "VERB":
		return k > 0 && s.word(k) == 0 && s.Tokens[k-1].UPOS != "PUNCT" || sc.unusualName(s, k)
	}
	return false
}

// unusualName says whether a first name was taken for an adjective or noun: "Roman Vassilenko".
func (sc *scene) unusualName(s *sentence, k int) bool {
	return k > 0 && s.capital(k) && s.cover[k] == 0 && !sc.words.post[s.word(k)] && s.free(k+1) && s.parsed && s.head(k) == k+1
}
