// Package lexicon holds what a person edits: names, offices, bodies, organisations, units, lexical classes and frames, as
// plain data files with a loader that refuses a bad line with file and line number, and a checker.
package lexicon

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"slices"
	"sync"
	"time"

	"dragoman"
	"dragoman/internal/tsv"
)

// Names is who and what can be named in a text: countries, places, persons, offices, bodies, groups, organisations,
// companies, descriptions of countries, currencies and units. Senses of Index refer to its lists by position.
type Names struct {
	Countries     []Country
	Places        []Place
	Persons       []Person
	Offices       []Office
	Bodies        []Body
	Groups        []Group
	Organisations []Organisation
	Companies     []Company
	Descriptions  []Descriptor
	References    []ReferenceTerm
	Index         *Index

	countries  map[string]int32 // ISO alpha-2 and alpha-3 -> Countries
	currencies map[string][]issuer
	units      map[string]Unit
	scales     *sieved[float64]
	measures   *sieved[int]                 // first words of units and currencies -> words in the longest such name
	references map[string]map[string]string // class -> term -> value
	given      given
	later      *[]laterTerm // when set, terms are collected here
}

// Lexicon is everything the program knows that a person may correct. It is read-only after loading and safe for
// concurrent use.
type Lexicon struct {
	Names
	Knowledge
	version string
}

//go:embed data
var embedded embed.FS

var fallback = sync.OnceValues(func() (*Lexicon, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Load(data)
})

// Default gives the lexicon built into the program, loaded on first use.
func Default() (*Lexicon, error) { return fallback() }

// Embedded is the data folder built into the program.
func Embedded() fs.FS {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return embedded
	}
	return data
}

// Load reads a lexicon from a data folder. The first bad line ends it with a *dragoman.Problem that names file, line and
// mend.
func Load(fsys fs.FS) (*Lexicon, error) {
	l := &Lexicon{}
	var knowledgeErr, versionErr error
	var beside sync.WaitGroup // names take longest; the rest is read beside them
	beside.Go(func() {
		l.Knowledge, knowledgeErr = loadKnowledge(fsys)
		l.version, versionErr = checksum(fsys)
	})
	err := l.Names.load(fsys)
	beside.Wait()
	if err = cmp.Or(err, knowledgeErr, versionErr); err != nil {
		return nil, err
	}
	return l, nil
}

// Version identifies the lexicon's content: a checksum of all its files.
func (l *Lexicon) Version() string { return l.version }

// checksum hashes names and contents of all files in lexical order.
func checksum(fsys fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		h.Write([]byte(path))
		h.Write([]byte{0})
		h.Write(data)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

// load reads the name tables; countries first, since the others refer to them.
func (n *Names) load(fsys fs.FS) error {
	n.Index = newIndex(18000)
	n.countries = make(map[string]int32, 600)
	if err := n.loadCountries(fsys); err != nil {
		return err
	}
	var sideErr error
	side := &Names{countries: n.countries, Countries: n.Countries, later: &[]laterTerm{}}
	var beside sync.WaitGroup // the two long tables are read beside the others, their names entered afterwards
	beside.Go(func() {
		sideErr = readAll(fsys, side.loadPlaces, side.loadPersons, side.loadGiven, side.loadCurrencies, side.loadUnits)
	})
	err := readAll(fsys, n.loadReferences, n.loadDescriptors, n.loadOffices, n.loadBodies, n.loadGroups, n.loadOrganisations, n.loadCompanies)
	beside.Wait()
	if err = cmp.Or(err, sideErr); err != nil {
		return err
	}
	n.Places, n.Persons, n.given, n.currencies, n.units, n.scales, n.measures =
		side.Places, side.Persons, side.given, side.currencies, side.units, side.scales, side.measures
	for _, t := range *side.later {
		if err := n.term(&t.row, t.phrase, t.sense); err != nil {
			return err
		}
	}
	return nil
}

func readAll(fsys fs.FS, tables ...func(fs.FS) error) error {
	for _, read := range tables {
		if err := read(fsys); err != nil {
			return err
		}
	}
	return nil
}

// laterTerm is a phrase to be entered into the index once the other tables are.
type laterTerm struct {
	phrase string
	sense  Sense
	row    tsv.Row // its file and line, for messages
}

// country checks a code cell; empty is allowed where the column may be empty.
func (n *Names) country(r *tsv.Row, column string, mayBeEmpty bool) (string, error) {
	return r.Get(column), n.checkCountry(r, r.Get(column), mayBeEmpty)
}

func (n *Names) checkCountry(r *tsv.Row, code string, mayBeEmpty bool) error {
	if code == "" && mayBeEmpty {
		return nil
	}
	if _, ok := n.countries[code]; !ok || len(code) != 3 {
		return r.Problem("write an ISO 3166-1 alpha-3 code of countries.tsv", "%q is no country", code)
	}
	return nil
}

// sector checks a sector cell.
func sectorOf(r *tsv.Row) (dragoman.Sector, error) {
	s := dragoman.Sector(r.Get("sector"))
	if !slices.Contains(dragoman.Sectors, s) {
		return s, r.Problem("write one of the sectors GOV, LEG, MIL, BUS, ...", "%q is no sector", string(s))
	}
	return s, nil
}

// term enters a phrase into the index.
func (n *Names) term(r *tsv.Row, phrase string, s Sense) error {
	if n.later != nil {
		*n.later = append(*n.later, laterTerm{phrase, s, tsv.Row{File: r.File, Line: r.Line}})
		return nil
	}
	if !n.Index.add(phrase, s) {
		return r.Problem("shorten it or write letters", "%q cannot be a name", phrase)
	}
	return nil
}

func (n *Names) terms(r *tsv.Row, phrases []string, s Sense) error {
	for _, p := range phrases {
		if err := n.term(r, p, s); err != nil {
			return err
		}
	}
	return nil
}

// unique refuses a key that stands twice.
func unique(seen map[string]int, r *tsv.Row, key string) error {
	if line, ok := seen[key]; ok {
		return r.Problem("remove one of the two", "%q stands on line %d already", key, line)
	}
	seen[key] = r.Line
	return nil
}

// dates checks the columns from and to.
func dates(r *tsv.Row) (from, to string, err error) {
	from, to = r.Get("from"), r.Get("to")
	for _, d := range []string{from, to} {
		if d == "" {
			continue
		}
		if !isDate(d) {
			return "", "", r.Problem("write YYYY-MM-DD, YYYY-MM or YYYY", "%q is not a date", d)
		}
	}
	if from != "" && to != "" && from > to {
		return "", "", r.Problem("exchange them", "%s ends before it begins", r.Get("from")+" to "+to)
	}
	return from, to, nil
}

// isDate says whether s is an ISO 8601 date, coarse ones allowed.
func isDate(s string) bool {
	layout := time.DateOnly
	if len(s) > len(layout) {
		return false
	}
	_, err := time.Parse(layout[:len(s)], s)
	return err == nil && (len(s) == 4 || len(s) == 7 || len(s) == 10)
}

// during says whether the day (ISO, may be coarse or "") can lie within from..to, of which either may be open or coarse.
func during(day, from, to string) bool {
	if day == "" {
		return to == "" // undated texts are taken for recent ones
	}
	n := min(len(day), len(from))
	if day[:n] < from[:n] {
		return false
	}
	n = min(len(day), len(to))
	return to == "" || day[:n] <= to[:n]
}
