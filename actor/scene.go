package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// scene is the working state for one article.
type scene struct {
	*Resolver
	a    *dragoman.Article
	day  string // date of publication, "" when unknown
	cast *dragoman.Cast

	sents    []sentence
	hits     []hit
	phrases  []phrase
	people   roster
	aliases  map[string]int // folded name learned from the text -> 1 + index into entities
	entities []entity

	countries []int16 // by country: how often it is named
	withFirms bool    // the countries of firms count among those told
	settling  bool    // all names have been found, and countries counted roughly
	focus     []focus // mentions told so far, in order
	arena     []dragoman.Actor
	senses    []lexicon.Sense
	buf       []byte
}

// sentence is one sentence with what later passes need of it. Token positions are indices into its tokens.
type sentence struct {
	*dragoman.Sentence
	index       int
	kind        dragoman.BlockKind
	atoms       []lexicon.Atom
	from        []int32 // by token: its first atom; one more at the end
	child, next []int32 // first child and next sibling by token, -1 for none
	cover       []int32 // by token: 1 + hit that covers it, 0 for none
	firstHit    int     // its hits are scene.hits[firstHit:lastHit]
	lastHit     int
	firstPhrase int
	lastPhrase  int
	plan        []plan
	firstFocus  int // its mentions told are scene.focus[firstFocus:lastFocus]
	lastFocus   int
	parsed      bool
}

// hit is a phrase of the lexicon found in a sentence.
type hit struct {
	first, end int
	head       int
	sense      lexicon.Sense
	place      int32 // 1 + place that the same words name, 0 for none
	node       uint32
	owned      bool // swallowed by a longer phrase: no mention of its own
	inside     bool // owner that stands before the head of a phrase
}

func newScene(r *Resolver, a *dragoman.Article) *scene {
	sc := &scene{Resolver: r, a: a, day: a.Document.Published, cast: &dragoman.Cast{Mentions: make([][]dragoman.Mention, len(a.Sentences))}}
	tokens := 0
	for i := range a.Sentences {
		tokens += len(a.Sentences[i].Tokens)
	}
	sc.sents = make([]sentence, len(a.Sentences))
	sc.countries = make([]int16, len(r.lex.Countries))
	ints := make([]int32, 4*tokens+len(a.Sentences))
	atoms := make([]lexicon.Atom, 0, tokens+tokens/8+8)
	for i := range a.Sentences {
		s := &sc.sents[i]
		s.Sentence, s.index = &a.Sentences[i], i
		if s.Block >= 0 && s.Block < len(a.Blocks) {
			s.kind = a.Blocks[s.Block].Kind
		}
		n := len(s.Tokens)
		s.from, ints = ints[:n+1], ints[n+1:]
		s.child, ints = ints[:n], ints[n:]
		s.next, ints = ints[:n], ints[n:]
		s.cover, ints = ints[:n], ints[n:]
		start := len(atoms)
		for k := range s.Tokens {
			s.from[k] = int32(len(atoms) - start)
			atoms = r.lex.Index.Atoms(s.Tokens[k].Form, atoms)
		}
		s.from[n] = int32(len(atoms) - start)
		s.atoms = atoms[start:len(atoms):len(atoms)]
		s.link()
	}
	return sc
}

// word is the identifier of a token that is one atom, 0 for others.
func (s *sentence) word(k int) uint32 {
	if k < 0 || k >= len(s.Tokens) || s.from[k+1]-s.from[k] != 1 {
		return 0
	}
	return s.atoms[s.from[k]].Word
}

// capital says whether the token begins with a capital letter.
func (s *sentence) capital(k int) bool {
	return k >= 0 && k < len(s.Tokens) && s.from[k+1] > s.from[k] && s.atoms[s.from[k]].Upper
}

// form is the token as written, "" outside the sentence.
func (s *sentence) form(k int) string {
	if k < 0 || k >= len(s.Tokens) {
		return ""
	}
	return s.Tokens[k].Form
}

func (s *sentence) upos(k int) string {
	if k < 0 || k >= len(s.Tokens) {
		return ""
	}
	return s.Tokens[k].UPOS
}

// hitAt is the hit that covers the token, nil when none does.
func (sc *scene) hitAt(s *sentence, k int) *hit {
	if k < 0 || k >= len(s.cover) || s.cover[k] == 0 {
		return nil
	}
	return &sc.hits[s.cover[k]-1]
}

// span is the bytes of tokens [first, end).
func (s *sentence) span(first, end int) dragoman.Span {
	return dragoman.Span{s.Tokens[first].Span[0], s.Tokens[end-1].Span[1]}
}

// text is the words of tokens [first, end).
func (sc *scene) text(s *sentence, first, end int) string {
	if first >= end {
		return ""
	}
	return s.span(first, end).Of(sc.a.Document.Text)
}
