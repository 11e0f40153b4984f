package codes

import (
	"io/fs"
	"strings"
	"sync"

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

// areaTable is the areas with an index by each scheme.
type areaTable struct {
	areas    []Area
	code     map[string]*Area
	iso2     map[string]*Area
	eurostat map[string]*Area
	imf      map[string]*Area
	m49      [numbers]*Area
	comtrade [numbers]*Area
	baci     [numbers]*Area
}

var areaColumns = []string{"code", "kind", "iso2", "m49", "comtrade", "baci", "eurostat", "imf", "name", "names", "from", "to", "note", "source"}

var areaTables = sync.OnceValues(func() (*areaTable, error) { return loadAreas(dataFiles()) })

// areaData gives the built-in areas; a file that does not load gives none, and Check says why.
func areaData() *areaTable {
	t, err := areaTables()
	if err != nil {
		return &areaTable{}
	}
	return t
}

func loadAreas(fsys fs.FS) (*areaTable, error) {
	t := &areaTable{areas: make([]Area, 0, 400), code: make(map[string]*Area, 400), iso2: make(map[string]*Area, 400),
		eurostat: make(map[string]*Area, 400), imf: make(map[string]*Area, 400)}
	err := readTable(fsys, "areas.tsv", areaColumns, func(r *row) error {
		a, err := areaOf(r)
		if err != nil {
			return err
		}
		if len(t.areas) == cap(t.areas) {
			return r.problem("raise the bound in loadAreas", "is area number %d, more than there is room for", len(t.areas)+1)
		}
		t.areas = append(t.areas, a)
		return t.enter(r, &t.areas[len(t.areas)-1])
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func areaOf(r *row) (a Area, err error) {
	a = Area{Code: r.cells[0], Kind: Kind(r.cells[1]), ISO2: r.cells[2], Eurostat: list(r.cells[6]), IMF: list(r.cells[7]),
		Name: r.cells[8], Names: list(r.cells[9]), Note: r.cells[12], Source: r.cells[13]}
	if a.M49, err = r.number(3); err != nil {
		return a, err
	}
	if a.From, err = r.number(10); err != nil {
		return a, err
	}
	if a.To, err = r.number(11); err != nil {
		return a, err
	}
	if a.Comtrade, err = r.numbers(4); err != nil {
		return a, err
	}
	if a.BACI, err = r.numbers(5); err != nil {
		return a, err
	}
	return a, a.sound(r)
}

// sound refuses an area that contradicts itself.
func (a *Area) sound(r *row) error {
	switch a.Kind {
	case Country, Former, Special, Aggregate:
	default:
		return r.problem("use country, former, special or aggregate", "unknown kind %q", a.Kind)
	}
	own := strings.HasPrefix(a.Code, "_")
	switch bare := strings.TrimPrefix(a.Code, "_"); {
	case !capitals(bare) || len(bare) < 2 || len(bare) > 5 || !own && len(bare) != 3:
		return r.problem("use three capitals of ISO 3166, or _ and two to five capitals or digits", "%q is no area code", a.Code)
	case a.Kind == Country && own:
		return r.problem("give a country its ISO 3166 code", "country %q has an own code", a.Code)
	case a.Name == "":
		return r.problem("name the area", "area %s has no name", a.Code)
	case a.M49 >= numbers:
		return r.problem("write the three-digit number of UN M49", "M49 number %d is too large", a.M49)
	case a.To != 0 && a.From > a.To:
		return r.problem("put the earlier year first", "area %s ends in %d before it begins in %d", a.Code, a.To, a.From)
	case a.Source == "":
		return r.problem("say where the codes come from", "area %s has no source", a.Code)
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

// enter puts an area into the indexes; a code that another area has is refused.
func (t *areaTable) enter(r *row, a *Area) error {
	taken := func(scheme string, what any, by *Area) error {
		return r.problem("give every code to one area", "%s code %v of %s is that of %s already", scheme, what, a.Code, by.Code)
	}
	for _, in := range []struct {
		scheme string
		index  map[string]*Area
		keys   []string
	}{{"area", t.code, []string{a.Code}}, {"Eurostat", t.eurostat, a.Eurostat}, {"IMF", t.imf, a.IMF}, {"ISO alpha-2", t.iso2, []string{a.ISO2}}} {
		for _, key := range in.keys {
			if key == "" {
				continue
			}
			if by := in.index[key]; by != nil {
				return taken(in.scheme, key, by)
			}
			in.index[key] = a
		}
	}
	for _, in := range []struct {
		scheme string
		index  *[numbers]*Area
		keys   []int
	}{{"Comtrade", &t.comtrade, a.Comtrade}, {"BACI", &t.baci, a.BACI}, {"M49", &t.m49, []int{a.M49}}} {
		for _, n := range in.keys {
			if n == 0 && in.scheme != "Comtrade" { // 0 is the world in Comtrade, no number in M49
				continue
			}
			if by := in.index[n]; by != nil {
				return taken(in.scheme, n, by)
			}
			in.index[n] = a
		}
	}
	return nil
}

// Areas lists every area in the order of the data file: countries by name, former states, special areas, aggregates. Read-only.
func Areas() []Area { return areaData().areas }

// ByISO3 finds an area by its code in this program: ISO 3166 alpha-3 in capitals, or an own code.
func ByISO3(code string) (*Area, bool) {
	a := areaData().code[code]
	return a, a != nil
}

// ByISO2 finds a country, or one that is no more, by ISO 3166 alpha-2 in capitals; Kosovo is "XK".
func ByISO2(code string) (*Area, bool) {
	a := areaData().iso2[code]
	return a, a != nil
}

// ByM49 finds an area by its UN M49 number, that of ISO 3166-1: 356 is India, 250 France.
func ByM49(n int) (*Area, bool) { return at(&areaData().m49, n) }

// ByComtrade finds an area by UN Comtrade's number: 699 is India, 251 France, 0 the world.
func ByComtrade(n int) (*Area, bool) { return at(&areaData().comtrade, n) }

// ByBACI finds an area by CEPII BACI's number. BACI takes its numbers from Comtrade; those that later releases add are found there. The
// world is in no BACI file: 0 is unknown.
func ByBACI(n int) (*Area, bool) {
	t := areaData()
	if a, ok := at(&t.baci, n); ok {
		return a, true
	}
	if n == 0 {
		return nil, false
	}
	return at(&t.comtrade, n)
}

func at(index *[numbers]*Area, n int) (*Area, bool) {
	if n < 0 || n >= numbers {
		return nil, false
	}
	return index[n], index[n] != nil
}

// ByEurostat finds an area by Eurostat's Geonomenclature: "XS" is Serbia, "QV" unspecified inside the Union, "EU27_2020" the Union; also
// "EL" and "UK", and the old numbers of members ("001" France). Other alpha-2 codes are those of ISO.
func ByEurostat(code string) (*Area, bool) { return fallback(areaData().eurostat, code) }

// ByIMF finds an area by what IMF data sets use: IFS numbers ("916", "001" the world), alpha-2 or alpha-3 of ISO, and the IMF's own
// ("KOS", "W00", "G001").
func ByIMF(code string) (*Area, bool) { return fallback(areaData().imf, code) }

// fallback looks up a code in one scheme, then in ISO's.
func fallback(index map[string]*Area, code string) (*Area, bool) {
	if a := index[code]; a != nil {
		return a, true
	}
	if len(code) == 2 {
		return ByISO2(code)
	}
	if len(code) == 3 {
		return ByISO3(code)
	}
	return nil, false
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
	if a, ok := fallback(areaData().iso2, strings.ToUpper(s)); ok {
		return a, true
	}
	if a, ok := ByISO3(strings.ToUpper(s)); ok {
		return a, true
	}
	a := areaNames()[lexicon.Fold(s)]
	return a, a != nil
}
