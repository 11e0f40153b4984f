package codes

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragoman/lexicon"
)

// Hit is something that Search found.
type Hit struct {
	Kind   string `json:"kind"`   // "country", "former", "special", "aggregate", "group", "product", "classification" or "unit"
	Code   string `json:"code"`   // as this program writes it
	Name   string `json:"name"`   // first name
	Detail string `json:"detail"` // codes in other schemes, members, section
	Note   string `json:"note"`

	rank int // lower is nearer
}

// How near a hit is: the code itself, a code of another scheme, the whole name, its beginning, a word of it, one below a code that was given.
const (
	exactCode = iota
	otherCode
	wholeName
	nameStart
	wordStart
	below
	noHit
)

// Search finds areas, groups, products, classifications and units by code in any scheme, or by the beginnings of the words of their names,
// without regard to case and accents; nearest first, otherwise in the order of the data files. A code of a product finds those below it,
// too.
func Search(words string) []Hit {
	q := newQuery(words)
	if q.text == "" {
		return nil
	}
	var hits []Hit
	add := func(h Hit, rank int) {
		if rank < noHit {
			h.rank = 10 * rank
			if h.Kind == "product" { // a heading before what is below it
				h.rank += len(h.Code)
			}
			hits = append(hits, h)
		}
	}
	areas, groups, products := Areas(), Groups(), Products()
	for i := range areas {
		a := &areas[i]
		add(Hit{Kind: string(a.Kind), Code: a.Code, Name: a.Name, Detail: a.detail(), Note: a.Note}, q.area(a))
	}
	for i := range groups {
		g := &groups[i]
		add(Hit{Kind: "group", Code: g.Code, Name: g.Name, Detail: strings.Join(g.On(""), " "), Note: g.Note}, q.group(g))
	}
	for i := range products {
		p := &products[i]
		add(Hit{Kind: "product", Code: p.Code, Name: p.Name, Detail: p.detail(), Note: p.Note}, q.product(p))
	}
	if h, ok := q.unnamed(); ok {
		add(h, exactCode)
	}
	for _, s := range Classifications() {
		names := append([]string{s.Name}, s.Names...)
		add(Hit{Kind: "classification", Code: s.Code, Name: s.Name, Detail: s.detail(), Note: s.Note}, q.name(s.Code, names))
	}
	for _, u := range Units() {
		detail := joined("abbreviation "+u.Abbr, u.Measure)
		add(Hit{Kind: "unit", Code: strconv.Itoa(u.Code), Name: u.Name, Detail: detail}, q.name(u.Abbr, []string{u.Name}))
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.rank, b.rank) })
	return hits
}

// query is what a user looks for.
type query struct {
	text   string   // trimmed
	upper  string   // in capitals, as codes are
	folded string   // as names are compared
	words  []string // of folded
	number int      // -1 when it is none
}

func newQuery(words string) query {
	q := query{text: strings.TrimSpace(words), number: -1}
	q.upper, q.folded = strings.ToUpper(q.text), lexicon.Fold(q.text)
	q.words = strings.Fields(q.folded)
	if n, err := strconv.Atoi(q.text); err == nil {
		q.number = n
	}
	return q
}

func (q *query) area(a *Area) int {
	switch {
	case a.Code == q.upper:
		return exactCode
	case a.ISO2 != "" && a.ISO2 == q.upper, slices.Contains(a.Eurostat, q.upper), slices.Contains(a.IMF, q.upper), q.numbered(a):
		return otherCode
	}
	return q.name("", append([]string{a.Name}, a.Names...))
}

// numbered says whether one of an area's numbers is meant; numbers with two digits or one are rather chapters.
func (q *query) numbered(a *Area) bool {
	if q.number < 0 || len(q.text) > 3 {
		return false
	}
	return a.M49 == q.number && q.number > 0 || slices.Contains(a.Comtrade, q.number) || slices.Contains(a.BACI, q.number)
}

func (q *query) group(g *Grouping) int {
	return q.name(g.Code, append([]string{g.Name}, g.Names...))
}

func (q *query) product(p *ProductInfo) int {
	if q.number >= 0 && len(q.text) >= 2 {
		switch {
		case p.Code == q.text:
			return exactCode
		case strings.HasPrefix(p.Code, q.text):
			return below
		}
		return noHit
	}
	return q.name("", []string{p.Name})
}

// unnamed is a sound code of the Harmonized System or the Combined Nomenclature that has no name of its own: it is called by the level above.
func (q *query) unnamed() (Hit, bool) {
	if _, named := ProductName(q.text); named || q.number < 0 || len(q.text) < 6 || !ValidProduct("CN", q.text) {
		return Hit{}, false
	}
	name, ok := Product("CN", q.text)
	p := ProductInfo{Code: q.text, Name: name}
	return Hit{Kind: "product", Code: p.Code, Name: p.Name, Detail: p.detail()}, ok
}

// name compares the query with a code and with names.
func (q *query) name(code string, names []string) int {
	if code != "" && strings.ToUpper(code) == q.upper {
		return exactCode
	}
	best := noHit
	if len(q.words) == 0 {
		return best
	}
	for _, n := range names {
		folded := lexicon.Fold(n)
		switch {
		case folded == q.folded:
			best = min(best, wholeName)
		case strings.HasPrefix(folded, q.folded):
			best = min(best, nameStart)
		case q.begins(strings.Fields(folded)):
			best = min(best, wordStart)
		}
	}
	return best
}

// begins says whether every word of the query begins a word of the name.
func (q *query) begins(name []string) bool {
	for _, w := range q.words {
		if !slices.ContainsFunc(name, func(n string) bool { return strings.HasPrefix(n, w) }) {
			return false
		}
	}
	return true
}

// detail lists the codes of an area in other schemes, and its years.
func (a *Area) detail() string {
	var parts []string
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+" "+value)
		}
	}
	add("ISO", a.ISO2)
	if a.M49 > 0 {
		add("M49", fmt.Sprintf("%03d", a.M49))
	}
	add("Comtrade", plain(a.Comtrade))
	add("BACI", plain(a.BACI))
	add("Eurostat", strings.Join(a.Eurostat, "/"))
	add("IMF", strings.Join(a.IMF, "/"))
	switch {
	case a.From > 0 && a.To > 0:
		add("years", fmt.Sprintf("%d to %d", a.From, a.To))
	case a.From > 0:
		add("from", strconv.Itoa(a.From))
	case a.To > 0:
		add("to", strconv.Itoa(a.To))
	}
	return strings.Join(parts, ", ")
}

func plain(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, "/")
}

// detail names the section and the sector of a product.
func (p *ProductInfo) detail() string {
	var section, sector string
	if s, ok := SectionOf(p.Code); ok {
		section = "section " + s.Numeral
	}
	if s, ok := SectorOf(p.Code); ok {
		sector = s.Name
	}
	return joined(section, sector)
}

// detail says since when a classification is in force, and to how many digits it goes.
func (s *Scheme) detail() string {
	since := ""
	if s.InForce != "" {
		since = "in force from " + s.InForce
	}
	return joined(fmt.Sprintf("%d digits", s.Digits), since)
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}
