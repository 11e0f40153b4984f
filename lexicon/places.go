package lexicon

import (
	"io/fs"
	"slices"

	"dragoman/internal/tsv"
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
	return tsv.Read(fsys, "places.tsv", []string{"name", "names", "country", "level", "source"}, func(r *tsv.Row) error {
		p := Place{Name: r.Get("name"), Names: r.List("names"), Level: r.Get("level")}
		if p.Name == "" {
			return r.Problem("fill it", "name is empty")
		}
		if !slices.Contains(PlaceLevels, p.Level) {
			return r.Problem("write city, region, sea, strait, river, mountain or site", "%q is no level", p.Level)
		}
		var err error
		if p.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		k := key{p.Name, p.Level, p.Country}
		if line, ok := seen[k]; ok {
			return r.Problem("remove one of the two", "%q stands on line %d already", p.Name+", "+p.Level+" of "+p.Country, line)
		}
		seen[k] = r.Line
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
