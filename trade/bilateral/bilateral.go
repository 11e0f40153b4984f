// Package bilateral knows what lies between every two countries, whatever they trade: distance, common border, official language,
// colonial tie, and the trade agreements in force on a day. data/README.md says where that comes from.
package bilateral

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/internal/tsv"
	"dragoman/trade/codes"
)

//go:embed data/pairs.tsv.gz data/agreements.tsv
var data embed.FS

// Source is what to cite for distances and ties.
const Source = "GeoDist (Mayer and Zignago 2011, CEPII)"

// Basis says how a distance was measured.
type Basis string

// The bases of distances.
const (
	Weighted    Basis = ""  // between the cities of both, weighted by population (Head and Mayer 2002; GeoDist's distw)
	MainCities  Basis = "m" // between the main cities of both, where GeoDist weights none
	Predecessor Basis = "s" // weighted, of the state of which the country was most: Serbia's those of Serbia and Montenegro
	Capitals    Basis = "g" // great circle between capitals, of a country that GeoDist does not have
)

// Derived says that the pair is not GeoDist's own.
func (b Basis) Derived() bool { return b == Predecessor || b == Capitals }

// String words the basis.
func (b Basis) String() string {
	switch b {
	case MainCities:
		return "between main cities"
	case Predecessor:
		return "weighted by population, the predecessor's"
	case Capitals:
		return "great circle between capitals"
	}
	return "weighted by population"
}

// Pair is what lies between two countries, the same in both directions.
type Pair struct {
	Distance float64 // km
	Border   bool    // by land
	Language bool    // an official language in common
	Colony   bool    // ever in a colonial relationship
	Basis    Basis   // of the distance
}

// table is the pairs by their countries' places in areas.
type table struct {
	areas []string // ascending
	place map[string]int
	pairs []Pair // at place(a) * len(areas) + place(b); Distance is 0 where there is none
}

var tables = sync.OnceValues(func() (*table, error) {
	packed, err := fs.ReadFile(data, "data/pairs.tsv.gz")
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	return parsePairs(text)
})

func parsePairs(text []byte) (*table, error) {
	type key struct{ a, b string }
	pairs, t := make(map[key]Pair, 1<<15), &table{place: map[string]int{}}
	err := tsv.Parse("pairs.tsv.gz", text, []string{"a", "b", "km", "ties", "basis"}, func(r *tsv.Row) error {
		k := key{r.Get("a"), r.Get("b")}
		km, err := r.Number("km", 0)
		if err != nil {
			return err
		}
		ties, basis := r.Get("ties"), Basis(r.Get("basis"))
		_, twice := pairs[k]
		switch {
		case k.a >= k.b:
			return r.Problem("write the codes in ascending order", "pair %s %s", k.a, k.b)
		case twice:
			return r.Problem("keep one", "pair %s %s stands there twice", k.a, k.b)
		case km < 1 || km > farthest:
			return r.Problem("write kilometres, at least 1 and no more than half around the earth", "distance of %g", km)
		case strings.Trim(ties, "blc") != "":
			return r.Problem("use the letters b, l, c", "ties %q", ties)
		case !slices.Contains([]Basis{Weighted, MainCities, Predecessor, Capitals}, basis):
			return r.Problem("use m, s, g or nothing", "basis %q", string(basis))
		}
		t.place[k.a], t.place[k.b] = 0, 0
		pairs[k] = Pair{Distance: km, Border: strings.Contains(ties, "b"), Language: strings.Contains(ties, "l"), Colony: strings.Contains(ties, "c"), Basis: basis}
		return nil
	})
	if err != nil {
		return nil, err
	}
	t.areas = slices.Sorted(maps.Keys(t.place))
	for i, code := range t.areas {
		if _, known := codes.ByISO3(code); !known {
			return nil, dragoman.Problemf("pairs.tsv.gz", "", "use a code of areas.tsv", "%q is no area", code)
		}
		t.place[code] = i
	}
	n := len(t.areas)
	t.pairs = make([]Pair, n*n)
	for k, p := range pairs {
		i, j := t.place[k.a], t.place[k.b]
		t.pairs[i*n+j], t.pairs[j*n+i] = p, p
	}
	return t, nil
}

// farthest is half around the earth, in km.
const farthest = 20_100

// Of gives what lies between two different countries, by area codes; false where one of them is not in the data.
func Of(a, b string) (Pair, bool) {
	t, err := tables()
	if err != nil {
		return Pair{}, false
	}
	i, has := t.place[a]
	j, hasToo := t.place[b]
	if !has || !hasToo {
		return Pair{}, false
	}
	p := t.pairs[i*len(t.areas)+j]
	return p, p.Distance > 0
}

// Areas lists the countries that the data hold, by area code, ascending. Read-only.
func Areas() []string {
	t, err := tables()
	if err != nil {
		return nil
	}
	return t.areas
}

// Has says whether the data hold a country.
func Has(code string) bool {
	_, found := slices.BinarySearch(Areas(), code)
	return found
}

// Check reads the built-in data and gives the first thing that is wrong with it. It is part of dragoman lexicon check.
func Check() error {
	if _, err := tables(); err != nil {
		return err
	}
	_, err := agreements()
	return err
}
