package lexicon

import (
	"io/fs"
	"slices"
)

// Place is a city, region, sea or other place that news names.
type Place struct {
	Name    string
	Names   []string
	Country string // ISO alpha-3; "" for seas and regions above countries
	Level   string // one of PlaceLevels
}

// PlaceLevels lists what a place can be.
var PlaceLevels = []string{"city", "region", "sea", "strait", "river", "mountain", "site"}

func (n *Names) loadPlaces(fsys fs.FS) error {
	type key struct{ name, level, country string }
	seen := make(map[key]int, 7000)
	return readTable(fsys, "places.tsv", []string{"name", "names", "country", "level", "source"}, func(r *row) error {
		p := Place{Name: r.get("name"), Names: r.list("names"), Level: r.get("level")}
		if p.Name == "" {
			return r.problem("fill it", "name is empty")
		}
		if !slices.Contains(PlaceLevels, p.Level) {
			return r.problem("write city, region, sea, strait, river, mountain or site", "%q is no level", p.Level)
		}
		var err error
		if p.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		k := key{p.Name, p.Level, p.Country}
		if line, ok := seen[k]; ok {
			return r.problem("remove one of the two", "%q stands on line %d already", p.Name+", "+p.Level+" of "+p.Country, line)
		}
		seen[k] = r.line
		n.Places = append(n.Places, p)
		s := Sense{Kind: PlaceName, Ref: int32(len(n.Places) - 1)}
		if err := n.term(r, p.Name, s); err != nil {
			return err
		}
		return n.terms(r, p.Names, s)
	})
}

// FindPlace is the place that a name stands for, a city before a region; nil when there is none.
func (n *Names) FindPlace(name string) *Place {
	var found *Place
	for _, s := range n.Index.Lookup(name) {
		if s.Kind != PlaceName {
			continue
		}
		if p := &n.Places[s.Ref]; found == nil || p.Level == "city" && found.Level != "city" {
			found = p
		}
	}
	return found
}
