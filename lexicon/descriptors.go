package lexicon

import (
	"io/fs"
	"slices"

	"dragoman/internal/tsv"
)

// Descriptor is a definite description of countries: "former yugoslav republic".
type Descriptor struct {
	Phrase    string   // lower case, singular, without article
	Countries []string // ISO alpha-3; several narrow the choice, one names the country
}

func (n *Names) loadDescriptors(fsys fs.FS) error {
	seen := map[string]int{}
	return tsv.Read(fsys, "descriptors.tsv", []string{"phrase", "countries", "source"}, func(r *tsv.Row) error {
		d := Descriptor{Phrase: r.Get("phrase"), Countries: r.List("countries")}
		if len(d.Countries) == 0 {
			return r.Problem("name at least one", "%q describes no country", d.Phrase)
		}
		for _, code := range d.Countries {
			if err := n.checkCountry(r, code, false); err != nil {
				return err
			}
		}
		if err := unique(seen, r, d.Phrase); err != nil {
			return err
		}
		slices.Sort(d.Countries)
		n.Descriptions = append(n.Descriptions, d)
		return n.term(r, d.Phrase, Sense{Kind: Description, Ref: int32(len(n.Descriptions) - 1)})
	})
}

// ReferenceTerm is a word by which texts point at somebody named before, or that decides how a name is understood.
type ReferenceTerm struct {
	Term  string
	Class string // "honorific", "former", "country noun", "number", "gender", "shadow", ...
	Value string
}

// ReferenceTerm's classes, and what Value says of each.
const (
	Honorific   = "honorific"    // before a surname; m, f or empty
	Former      = "former"       // the post is held no more
	CountryNoun = "country noun" // "the country"; empty
	PairNoun    = "pair noun"    // "the two sides"; country, person, or alone for countries without a number before ("the sides")
	NumberWord  = "number"       // "two", "both"; how many
	Gender      = "gender"       // offices that tell a person's gender; m or f
	Leaving     = "leaving"      // prepositions that set somebody aside: "besides", "unlike"
	Shadow      = "shadow"       // phrases that hold a country's name and mean none: "Latin American", "Minsk agreements"
	Accredited  = "accredited"   // posts that are held at somebody's: "ambassador"
	Given       = "given name"   // first names that are country names too: "Chad"
	Bond        = "bond"         // prepositions that tie a body or group to whom it belongs: "of", "from"
	Particle    = "particle"     // small words inside persons' names: "al", "bin", "von"
	Common      = "common"       // names that are English words as well: "Split", "Total"
	Relational  = "relational"   // "guest", "partner": whose they are says nothing of their own country
	Peer        = "peer"         // "counterpart"
	AnyPerson   = "any person"   // "leader", "official": stands for holders of any post
	Above       = "above"        // "international", "joint": sets a body above countries or between them
	Tie         = "tie"          // "led" of "US-led", against "backed"
	HeadPost    = "head"         // "leader" (any), "president" (post): who can be meant by "the Serbian leader"
	Leading     = "leading"      // countries (ISO code) that news means by a name they share with others: "Dominican"
	Half        = "half"         // "the North" of two countries; their ISO codes
)

var referenceClasses = []string{Honorific, Former, CountryNoun, PairNoun, NumberWord, Gender, Leaving, Shadow, Accredited, Given, Bond, Particle, Common,
	Relational, Peer, AnyPerson, HeadPost, Above, Tie, Leading, Half}

func (n *Names) loadReferences(fsys fs.FS) error {
	seen := map[string]int{}
	n.references = map[string]map[string]string{}
	return tsv.Read(fsys, "references.tsv", []string{"class", "terms", "value"}, func(r *tsv.Row) error {
		class := r.Get("class")
		if !slices.Contains(referenceClasses, class) {
			return r.Problem("see the head of the file", "%q is no class", class)
		}
		if n.references[class] == nil {
			n.references[class] = map[string]string{}
		}
		for _, t := range r.List("terms") {
			if err := unique(seen, r, class+" "+t); err != nil {
				return err
			}
			n.references[class][Fold(t)] = r.Get("value")
			n.References = append(n.References, ReferenceTerm{Term: t, Class: class, Value: r.Get("value")})
			n.Index.intern(t)
			if class != Shadow {
				continue
			}
			if err := n.term(r, t, Sense{Kind: Reference, Ref: int32(len(n.References) - 1)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reference gives the value of a term (folded) in a class.
func (n *Names) Reference(class, term string) (value string, ok bool) {
	value, ok = n.references[class][term]
	return value, ok
}
