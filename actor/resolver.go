package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// Resolver finds mentions by a lexicon. It is safe for concurrent use.
type Resolver struct {
	lex      *lexicon.Lexicon
	words    vocabulary
	terms    map[string][]int32 // person's identifier -> rows of Lexicon.Persons
	surnames map[uint32][]int32 // last and first word of a person's name -> Lexicon.Persons
}

var _ dragoman.Resolver = (*Resolver)(nil)

// vocabulary holds the reference words of the lexicon by their identifier in its index; values as in references.tsv.
type vocabulary struct {
	honorific, former, country, pair, number, gender, leaving, accredited, given, bond, particle, common, relational, peer, anyPerson, above, tie, half map[uint32]string
	post                                                                                                                                                map[uint32]bool // words of office and body terms
	s                                                                                                                                                   uint32          // "s" of the possessive
}

// New makes a resolver over a lexicon.
func New(lex *lexicon.Lexicon) *Resolver {
	r := &Resolver{lex: lex}
	v := &r.words
	byClass := map[string]*map[uint32]string{
		lexicon.Honorific: &v.honorific, lexicon.Former: &v.former, lexicon.CountryNoun: &v.country, lexicon.PairNoun: &v.pair,
		lexicon.NumberWord: &v.number, lexicon.Gender: &v.gender, lexicon.Leaving: &v.leaving, lexicon.Accredited: &v.accredited,
		lexicon.Given: &v.given, lexicon.Bond: &v.bond, lexicon.Particle: &v.particle, lexicon.Common: &v.common,
		lexicon.Relational: &v.relational, lexicon.Peer: &v.peer, lexicon.AnyPerson: &v.anyPerson,
		lexicon.Above: &v.above, lexicon.Tie: &v.tie, lexicon.Half: &v.half}
	for _, m := range byClass {
		*m = map[uint32]string{}
	}
	var atoms []lexicon.Atom
	for _, t := range lex.References {
		m := byClass[t.Class]
		if m == nil {
			continue
		}
		atoms = lex.Index.Atoms(t.Term, atoms[:0])
		if len(atoms) == 1 {
			(*m)[atoms[0].Word] = t.Value
		}
	}
	v.post = postWords(lex)
	r.surnames = surnames(lex)
	r.terms = make(map[string][]int32, len(lex.Persons))
	for i := range lex.Persons {
		r.terms[lex.Persons[i].ID] = append(r.terms[lex.Persons[i].ID], int32(i))
	}
	v.s = lex.Index.Word("s")
	return r
}

// postWords collects the words that office and body terms are made of: a capitalised one of them goes on with the title and
// does not begin a person's name ("Minister of Foreign Affairs Gordan Grlić").
func postWords(lex *lexicon.Lexicon) map[uint32]bool {
	words := make(map[uint32]bool, 1500)
	var atoms []lexicon.Atom
	add := func(term string) {
		atoms = lex.Index.Atoms(term, atoms[:0])
		for _, a := range atoms {
			words[a.Word] = true
		}
	}
	for i := range lex.Offices {
		add(lex.Offices[i].Term)
	}
	for i := range lex.Bodies {
		if lex.Bodies[i].Country == "" {
			add(lex.Bodies[i].Term)
		}
	}
	return words
}

// surnames lets persons be found by title and surname: "President Hu".
func surnames(lex *lexicon.Lexicon) map[uint32][]int32 {
	out := make(map[uint32][]int32, 2*len(lex.Persons))
	var atoms []lexicon.Atom
	for i := range lex.Persons {
		atoms = lex.Index.Atoms(lex.Persons[i].Name, atoms[:0])
		first, last := atoms[0].Word, atoms[len(atoms)-1].Word
		out[last] = append(out[last], int32(i))
		if first != last {
			out[first] = append(out[first], int32(i))
		}
	}
	return out
}

// Resolve finds the mentions of an article. Sentences without a tree are read by their words alone.
func (r *Resolver) Resolve(a *dragoman.Article) *dragoman.Cast {
	sc := newScene(r, a)
	for i := range sc.sents {
		sc.scan(&sc.sents[i])
	}
	sc.tally()
	for i := range sc.sents {
		sc.settle(&sc.sents[i])
	}
	sc.count()
	for i := range sc.sents {
		sc.phrasesOf(&sc.sents[i])
	}
	for i := range sc.sents {
		sc.introductions(&sc.sents[i])
	}
	for i := range sc.sents {
		sc.tell(&sc.sents[i])
	}
	sc.cast.Home = sc.homeland()
	return sc.cast
}
