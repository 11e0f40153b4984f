package lexicon

import (
	"io/fs"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dragoman/internal/tsv"
)

// Country is a state or territory, with the words by which newspapers call it.
type Country struct {
	ISO3, ISO2, M49 string // ISO2 may be empty for dissolved states, M49 for Kosovo
	Name            string
	Names           []string // further names, official and former ones included
	Adjectives      []string // "Kazakh", "Kazakhstani"; combining forms end in a hyphen, "Sino-"
	Inhabitants     []string
	Capitals        []string // seats by which the government is meant, the present one first
	Metonyms        []string // houses and streets that stand for the government
	From, To        string   // ISO dates, for states that are no more
}

// Country gives the country with the ISO alpha-3 or alpha-2 code, nil when there is none.
func (n *Names) Country(code string) *Country {
	if i, ok := n.countries[code]; ok {
		return &n.Countries[i]
	}
	return nil
}

// CountryIndex is the position in Countries of the code, -1 when there is none.
func (n *Names) CountryIndex(code string) int {
	if i, ok := n.countries[code]; ok {
		return int(i)
	}
	return -1
}

// CountryName is the English newspaper name of the country with the code, or the code itself when it is unknown.
func (n *Names) CountryName(code string) string {
	if c := n.Country(code); c != nil {
		return c.Name
	}
	return code
}

// FindCountry understands what a person types for a country: a code or any of its names, in any case. It gives "" when there
// is none or more than one.
func (n *Names) FindCountry(s string) string {
	if c := n.Country(strings.ToUpper(strings.TrimSpace(s))); c != nil {
		return c.ISO3
	}
	atoms := n.Index.Atoms(s, nil)
	node := uint32(0)
	for _, a := range atoms {
		if node = n.Index.Step(node, a.Word); node == 0 {
			return ""
		}
	}
	if len(atoms) == 0 {
		return ""
	}
	found := ""
	for _, s := range n.Index.Senses(node, nil) {
		if s.Kind == CountryName {
			if found != "" && found != n.Countries[s.Ref].ISO3 {
				return ""
			}
			found = n.Countries[s.Ref].ISO3
		}
	}
	return found
}

var countryColumns = []string{"iso3", "iso2", "m49", "name", "names", "official", "former", "adjectives", "inhabitants", "capital",
	"metonyms", "from", "to", "source"}

func (n *Names) loadCountries(fsys fs.FS) error {
	seen := map[string]int{}
	cldr := display.English.Regions()
	return tsv.Read(fsys, "countries.tsv", countryColumns, func(r *tsv.Row) error {
		c, err := countryOf(r)
		if err != nil {
			return err
		}
		for _, key := range []string{c.ISO3, c.ISO2, "name " + c.Name} {
			if key == "" {
				continue
			}
			if err := unique(seen, r, key); err != nil {
				return err
			}
		}
		if c.To == "" {
			c.addCLDR(cldr)
		}
		n.Countries = append(n.Countries, c)
		ref := int32(len(n.Countries) - 1)
		n.countries[c.ISO3] = ref
		if c.ISO2 != "" {
			n.countries[c.ISO2] = ref
		}
		return n.enterCountry(r, &c, ref)
	})
}

func countryOf(r *tsv.Row) (Country, error) {
	c := Country{ISO3: r.Get("iso3"), ISO2: r.Get("iso2"), M49: r.Get("m49"), Name: r.Get("name"), Names: r.List("names"),
		Adjectives: r.List("adjectives"), Inhabitants: r.List("inhabitants"), Capitals: r.List("capital"), Metonyms: r.List("metonyms")}
	for _, column := range []string{"official", "former"} {
		for _, name := range r.List(column) {
			c.addName(name)
		}
	}
	if len(c.ISO3) != 3 || c.ISO3 != strings.ToUpper(c.ISO3) || len(c.ISO2) != 0 && len(c.ISO2) != 2 {
		return c, r.Problem("write three and two capitals", "%q, %q are no ISO 3166-1 codes", c.ISO3, c.ISO2)
	}
	if c.Name == "" {
		return c, r.Problem("fill it", "name is empty")
	}
	var err error
	c.From, c.To, err = dates(r)
	return c, err
}

func (c *Country) addName(name string) {
	if name == "" || name == c.Name {
		return
	}
	for _, have := range c.Names {
		if have == name {
			return
		}
	}
	c.Names = append(c.Names, name)
}

// addCLDR adds the name that the Unicode locale data have.
func (c *Country) addCLDR(names display.Namer) {
	if region, err := language.ParseRegion(c.ISO2); err == nil && c.ISO2 != "" {
		name := names.Name(region)
		if i := strings.IndexByte(name, '('); i > 0 { // "Myanmar (Burma)"
			name = strings.TrimSpace(name[:i])
		}
		c.addName(name)
	}
}

func (n *Names) enterCountry(r *tsv.Row, c *Country, ref int32) error {
	if err := n.term(r, c.Name, Sense{Kind: CountryName, Ref: ref}); err != nil {
		return err
	}
	if err := n.terms(r, c.Names, Sense{Kind: CountryName, Ref: ref}); err != nil {
		return err
	}
	for _, a := range c.Adjectives {
		stem, prefix := strings.CutSuffix(a, "-")
		if err := n.term(r, stem, Sense{Kind: CountryAdjective, Ref: ref, Prefix: prefix}); err != nil {
			return err
		}
	}
	if err := n.terms(r, c.Inhabitants, Sense{Kind: CountryInhabitants, Ref: ref}); err != nil {
		return err
	}
	if err := n.terms(r, c.Capitals, Sense{Kind: CountryCapital, Ref: ref}); err != nil {
		return err
	}
	return n.terms(r, c.Metonyms, Sense{Kind: CountryMetonym, Ref: ref})
}
