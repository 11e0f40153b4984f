package codes

import (
	"io/fs"
	"strings"
	"sync"

	"dragoman/internal/tsv"
	"dragoman/lexicon"
)

// Kind says what an area is.
type Kind string

// The kinds of areas.
const (
	Country   Kind = "country"   // an entry of ISO 3166-1, or Kosovo
	Former    Kind = "former"    // a state or customs area that is no more
	Special   Kind = "special"   // what statistics put beside countries: unspecified, bunkers, free zones
	Aggregate Kind = "aggregate" // several areas together: never to be added to them
)

// Area is a reporter or partner of trade statistics.
type Area struct {
	Code     string   // ISO 3166-1 alpha-3, ISO 3166-3 alpha-3 of a state that is no more, or our own: "_" and capitals ("_NES"); "WLD" the world
	Kind     Kind     // what it is
	ISO2     string   // ISO 3166-1 alpha-2; "" where there is none
	M49      int      // UN M49 number, that of ISO 3166-1; 0 where there is none
	Comtrade []int    // UN Comtrade's numbers, the one to ask for first; the world is 0
	BACI     []int    // CEPII BACI's numbers
	Eurostat []string // Geonomenclature alpha-2, names of aggregates, old three-digit numbers of members
	IMF      []string // IFS number, other codes
	Name     string   // English newspaper name
	Names    []string // further names, as statistics spell it
	From, To int      // first and last year in which statistics use it; 0: no bound
	Note     string   // what to know before adding or comparing
	Source   string
}

// In says whether statistics use the area in a year.
func (a *Area) In(year int) bool {
	return (a.From == 0 || year >= a.From) && (a.To == 0 || year <= a.To)
}

// Single says whether the area can be a partner beside others without counting anything twice: it is no aggregate.
func (a *Area) Single() bool { return a.Kind != Aggregate }

// numbers bounds the area numbers of M49, Comtrade and BACI.
const numbers = 1000

// areaTable is the areas with an index by each scheme. Positions in an index are one-based: 0 is no area.
type areaTable struct {
	areas    []Area
	code     map[string]uint16
	iso2     map[string]uint16
	eurostat map[string]uint16
	imf      map[string]uint16
	m49      [numbers]uint16
	comtrade [numbers]uint16
	baci     [numbers]uint16
}

var areaColumns = []string{"code", "kind", "iso2", "m49", "comtrade", "baci", "eurostat", "imf", "name", "names", "from", "to", "note", "source"}

var areaData = built(loadAreas)

func loadAreas(fsys fs.FS) (*areaTable, error) {
	const about = 330 // areas
	t := &areaTable{areas: make([]Area, 0, about), code: make(map[string]uint16, about), iso2: make(map[string]uint16, about),
		eurostat: make(map[string]uint16, about), imf: make(map[string]uint16, about)}
	err := tsv.Read(fsys, "areas.tsv", areaColumns, func(r *tsv.Row) error {
		a, err := areaOf(r)
		if err != nil {
			return err
		}
		t.areas = append(t.areas, a)
		return t.enter(r)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func areaOf(r *tsv.Row) (a Area, err error) {
	a = Area{Code: r.Get("code"), Kind: Kind(r.Get("kind")), ISO2: r.Get("iso2"), Eurostat: r.List("eurostat"), IMF: r.List("imf"),
		Name: r.Get("name"), Names: r.List("names"), Note: r.Get("note"), Source: r.Get("source")}
	if a.M49, err = whole(r, "m49"); err != nil {
		return a, err
	}
	if a.From, err = whole(r, "from"); err != nil {
		return a, err
	}
	if a.To, err = whole(r, "to"); err != nil {
		return a, err
	}
	if a.Comtrade, err = areaNumbers(r, "comtrade"); err != nil {
		return a, err
	}
	if a.BACI, err = areaNumbers(r, "baci"); err != nil {
		return a, err
	}
	return a, a.sound(r)
}

// sound refuses an area that contradicts itself.
func (a *Area) sound(r *tsv.Row) error {
	switch a.Kind {
	case Country, Former, Special, Aggregate:
	default:
		return r.Problem("use country, former, special or aggregate", "unknown kind %q", a.Kind)
	}
	own := strings.HasPrefix(a.Code, "_")
	switch bare := strings.TrimPrefix(a.Code, "_"); {
	case !capitals(bare) || len(bare) < 2 || len(bare) > 5 || !own && len(bare) != 3:
		return r.Problem("use three capitals of ISO 3166, or _ and two to five capitals or digits", "%q is no area code", a.Code)
	case a.Kind == Country && own:
		return r.Problem("give a country its ISO 3166 code", "country %q has an own code", a.Code)
	case a.Name == "":
		return r.Problem("name the area", "area %s has no name", a.Code)
	case a.M49 >= numbers:
		return r.Problem("write the three-digit number of UN M49", "M49 number %d is too large", a.M49)
	case a.To != 0 && a.From > a.To:
		return r.Problem("put the earlier year first", "area %s ends in %d before it begins in %d", a.Code, a.To, a.From)
	case a.Source == "":
		return r.Problem("say where the codes come from", "area %s has no source", a.Code)
	}
	return nil
}

// capitals says whether a code is made of capitals and digits.
func capitals(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// enter puts the last area into the indexes; a code that another area has is refused.
func (t *areaTable) enter(r *tsv.Row) error {
	n := uint16(len(t.areas))
	a := &t.areas[n-1]
	taken := func(scheme string, what any, by uint16) error {
		return r.Problem("give every code to one area", "%s code %v of %s is that of %s already", scheme, what, a.Code, t.areas[by-1].Code)
	}
	for _, in := range []struct {
		scheme string
		index  map[string]uint16
		keys   []string
	}{{"area", t.code, []string{a.Code}}, {"Eurostat", t.eurostat, a.Eurostat}, {"IMF", t.imf, a.IMF}, {"ISO alpha-2", t.iso2, []string{a.ISO2}}} {
		for _, key := range in.keys {
			if key == "" {
				continue
			}
			if by := in.index[key]; by != 0 {
				return taken(in.scheme, key, by)
			}
			in.index[key] = n
		}
	}
	for _, in := range []struct {
		scheme string
		index  *[numbers]uint16
		keys   []int
	}{{"Comtrade", &t.comtrade, a.Comtrade}, {"BACI", &t.baci, a.BACI}, {"M49", &t.m49, []int{a.M49}}} {
		for _, key := range in.keys {
			if key == 0 && in.scheme != "Comtrade" { // 0 is the world in Comtrade, no number in M49
				continue
			}
			if by := in.index[key]; by != 0 {
				return taken(in.scheme, key, by)
			}
			in.index[key] = n
		}
	}
	return nil
}

// at gives the area at a one-based position.
func (t *areaTable) at(n uint16) (*Area, bool) {
	if n == 0 {
		return nil, false
	}
	return &t.areas[n-1], true
}

// numbered gives the area of a number.
func (t *areaTable) numbered(index *[numbers]uint16, n int) (*Area, bool) {
	if n < 0 || n >= numbers {
		return nil, false
	}
	return t.at(index[n])
}

// Areas lists every area in the order of the data file: countries by name, former states, special areas, aggregates. Read-only.
func Areas() []Area { return areaData().areas }

// ByISO3 finds an area by its code in this program: ISO 3166 alpha-3 in capitals, or an own code.
func ByISO3(code string) (*Area, bool) {
	t := areaData()
	return t.at(t.code[code])
}

// ByISO2 finds a country, or one that is no more, by ISO 3166 alpha-2 in capitals; Kosovo is "XK".
func ByISO2(code string) (*Area, bool) {
	t := areaData()
	return t.at(t.iso2[code])
}

// ByM49 finds an area by its UN M49 number, that of ISO 3166-1: 356 is India, 250 France.
func ByM49(n int) (*Area, bool) {
	t := areaData()
	return t.numbered(&t.m49, n)
}

// ByComtrade finds an area by UN Comtrade's number: 699 is India, 251 France, 0 the world.
func ByComtrade(n int) (*Area, bool) {
	t := areaData()
	return t.numbered(&t.comtrade, n)
}

// ByBACI finds an area by CEPII BACI's number. BACI takes its numbers from Comtrade; those that later releases add are found there. The
// world is in no BACI file: 0 is unknown.
func ByBACI(n int) (*Area, bool) {
	t := areaData()
	if a, ok := t.numbered(&t.baci, n); ok || n == 0 {
		return a, ok
	}
	return t.numbered(&t.comtrade, n)
}

// ByEurostat finds an area by Eurostat's Geonomenclature: "XS" is Serbia, "QV" unspecified inside the Union, "EU27_2020" the Union; also
// "EL" and "UK", and the old numbers of members ("001" France). Other alpha-2 codes are those of ISO.
func ByEurostat(code string) (*Area, bool) {
	t := areaData()
	return t.orISO(t.eurostat[code], code)
}

// ByIMF finds an area by what IMF data sets use: IFS numbers ("916", "001" the world), alpha-2 or alpha-3 of ISO, and the IMF's own
// ("KOS", "W00", "G001").
func ByIMF(code string) (*Area, bool) {
	t := areaData()
	return t.orISO(t.imf[code], code)
}

// orISO gives the area at a position, else the one that has the code in ISO 3166.
func (t *areaTable) orISO(n uint16, code string) (*Area, bool) {
	if n == 0 && len(code) == 2 {
		n = t.iso2[code]
	}
	if n == 0 && len(code) == 3 {
		n = t.code[code]
	}
	return t.at(n)
}

// areaNames is the areas by folded name; a name that several bear is that of the first.
var areaNames = sync.OnceValue(func() map[string]*Area {
	t := areaData()
	names := make(map[string]*Area, 3*len(t.areas))
	for i := range t.areas {
		a := &t.areas[i]
		for _, n := range append([]string{a.Name}, a.Names...) {
			if key := lexicon.Fold(n); names[key] == nil {
				names[key] = a
			}
		}
	}
	return names
})

// FindArea finds an area by what a user types: its code or alpha-2 in any case, or one of its names without regard to case and accents.
func FindArea(s string) (*Area, bool) {
	s = strings.TrimSpace(s)
	code := strings.ToUpper(s)
	if a, ok := ByISO3(code); ok {
		return a, true
	}
	if a, ok := ByISO2(code); ok {
		return a, true
	}
	a := areaNames()[lexicon.Fold(s)]
	return a, a != nil
}
