package lexicon

import "slices"

// SenseKind says what a name or term found in a text is.
type SenseKind uint8

// The kinds of sense, and what Sense.Ref indexes for each.
const (
	CountryName        SenseKind = iota + 1 // Lexicon.Countries
	CountryAdjective                        // Lexicon.Countries
	CountryInhabitants                      // Lexicon.Countries
	CountryCapital                          // Lexicon.Countries
	CountryMetonym                          // Lexicon.Countries
	PlaceName                               // Lexicon.Places
	PersonName                              // Lexicon.Persons
	OrganisationName                        // Lexicon.Organisations
	CompanyName                             // Lexicon.Companies
	OfficeTerm                              // Lexicon.Offices
	BodyTerm                                // Lexicon.Bodies
	GroupTerm                               // Lexicon.Groups
	Description                             // Lexicon.Descriptions
	Reference                               // Lexicon.References
)

var senseNames = [...]string{"", "country", "adjective", "inhabitants", "capital", "metonym", "place", "person", "organisation",
	"company", "office", "body", "group", "description", "reference"}

func (k SenseKind) String() string { return senseNames[k] }

// A Sense is one thing that a phrase can mean.
type Sense struct {
	Ref    int32
	Kind   SenseKind
	Plural bool   // plural of an office, body or group term
	Proper bool   // the phrase needs a capital although the data file has none ("the Fed")
	Prefix bool   // a combining form, "Sino-"
	upper  uint16 // atoms that must begin with a capital, one bit each
	caps   uint16 // atoms that must be all capitals
}

// Fits says whether the phrase as written has the capitals that the sense asks for: "turkey" is no country and "us" no
// state; all capitals always do, and long acronyms may be written "Nato".
func (s *Sense) Fits(written []Atom) bool {
	for i := range written {
		bit := uint16(1) << min(i, 15)
		if s.caps&bit != 0 && !written[i].Caps || s.upper&bit != 0 && !written[i].Upper {
			return false
		}
	}
	return !s.Proper || written[0].Upper || written[len(written)-1].Upper
}

// Index finds names and terms in running text: a trie over folded atoms.
type Index struct {
	words  map[string]uint32
	edges  map[uint64]uint32 // node<<32 | word -> node, but for the root
	begin  []uint32          // by word: the root's edges
	goesOn []bool            // by node: has edges
	first  []int32           // by node: its first sense, as index+1 into senses
	next   []int32           // by sense: the next one of the node
	senses []Sense
}

// maxPhrase is the number of atoms of the longest phrase taken.
const maxPhrase = 14

func newIndex(size int) *Index {
	return &Index{words: make(map[string]uint32, size), edges: make(map[uint64]uint32, 2*size), first: make([]int32, 1, 2*size), goesOn: make([]bool, 1, 2*size)}
}

// shortAcronym is the number of letters up to which an acronym must be written in capitals: "US" is not "Us", but "NATO"
// may be "Nato".
const shortAcronym = 3

// add enters a phrase. Capitals in it are asked for in the text as well. It says false when the phrase has no atom or too many.
func (x *Index) add(phrase string, s Sense) bool {
	node, n := uint32(0), 0
	split(phrase, func(folded []byte, upper, caps bool) {
		bit := uint16(1) << min(n, 15)
		n++
		if upper {
			s.upper |= bit
		}
		if upper && caps && len(folded) <= shortAcronym {
			s.caps |= bit
		}
		node = x.grow(node, folded)
	})
	if n == 0 || n > maxPhrase {
		return false
	}
	x.attach(node, s)
	return true
}

func (x *Index) grow(node uint32, folded []byte) uint32 {
	word, ok := x.words[string(folded)]
	if !ok {
		word = uint32(len(x.words) + 1)
		x.words[string(folded)] = word
	}
	to := x.Step(node, word)
	if to == 0 {
		to = uint32(len(x.first))
		x.first, x.goesOn = append(x.first, 0), append(x.goesOn, false)
		x.join(node, word, to)
	}
	return to
}

// join makes an edge.
func (x *Index) join(node, word, to uint32) {
	if node != 0 {
		x.edges[uint64(node)<<32|uint64(word)] = to
		x.goesOn[node] = true
		return
	}
	for len(x.begin) <= int(word) {
		x.begin = append(x.begin, 0)
	}
	x.begin[word] = to
}

// attach appends the sense to the node's list, unless the very same stands there.
func (x *Index) attach(node uint32, s Sense) {
	last := int32(0)
	for i := x.first[node]; i != 0; i = x.next[i-1] {
		if x.senses[i-1] == s {
			return
		}
		last = i
	}
	x.senses = append(x.senses, s)
	x.next = append(x.next, 0)
	if at := int32(len(x.senses)); last == 0 {
		x.first[node] = at
	} else {
		x.next[last-1] = at
	}
}

// Atoms appends the atoms of a written word to buf.
func (x *Index) Atoms(word string, buf []Atom) []Atom {
	split(word, func(folded []byte, upper, caps bool) {
		buf = append(buf, Atom{Word: x.words[string(folded)], Upper: upper, Caps: caps})
	})
	return buf
}

// Step goes from a node (0 is the root) over a word; 0 says that no phrase goes on so.
func (x *Index) Step(node, word uint32) uint32 {
	switch {
	case word == 0:
		return 0
	case node == 0:
		if int(word) < len(x.begin) {
			return x.begin[word]
		}
		return 0
	case !x.goesOn[node]:
		return 0
	}
	return x.edges[uint64(node)<<32|uint64(word)]
}

// Senses appends what the phrase that ends at the node can mean.
func (x *Index) Senses(node uint32, buf []Sense) []Sense {
	for i := x.first[node]; i != 0; i = x.next[i-1] {
		buf = append(buf, x.senses[i-1])
	}
	return buf
}

// Ends says whether any phrase ends at the node.
func (x *Index) Ends(node uint32) bool { return x.first[node] != 0 }

// Word is the identifier of a folded word, 0 for one that no phrase has.
func (x *Index) Word(folded string) uint32 { return x.words[folded] }

// Lookup gives every sense of a whole phrase whose capitals fit.
func (x *Index) Lookup(phrase string) []Sense {
	atoms := x.Atoms(phrase, nil)
	node := uint32(0)
	for _, a := range atoms {
		if node = x.Step(node, a.Word); node == 0 {
			return nil
		}
	}
	if len(atoms) == 0 {
		return nil
	}
	return slices.DeleteFunc(x.Senses(node, nil), func(s Sense) bool { return !s.Fits(atoms) })
}

// intern makes sure that the words of a phrase have identifiers.
func (x *Index) intern(phrase string) {
	split(phrase, func(folded []byte, _, _ bool) {
		if _, ok := x.words[string(folded)]; !ok {
			x.words[string(folded)] = uint32(len(x.words) + 1)
		}
	})
}
