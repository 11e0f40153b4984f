package codes

import (
	"io/fs"
	"slices"
	"strings"

	"dragoman"
	"dragoman/internal/tsv"
)

// TotalCode stands for all products together.
const TotalCode = "TOTAL"

// ProductInfo is a named code of the Harmonized System.
type ProductInfo struct {
	Code string // 2, 4 or 6 digits
	Name string // in our words
	Note string // in which revisions it is valid where not in all, what the name leaves out
}

// productTable is the named codes, ascending, with an index, and the headings with the revisions that have them.
type productTable struct {
	products []ProductInfo
	byCode   map[string]int
	revision [10000]uint8 // bit n is set where revision Hn has the heading
	headings int          // how many there are in any revision
}

var productData = built(loadProducts)

func loadProducts(fsys fs.FS) (*productTable, error) {
	t := &productTable{byCode: make(map[string]int, 2048)}
	err := tsv.Read(fsys, "hs.tsv", []string{"code", "name", "note"}, func(r *tsv.Row) error {
		p := ProductInfo{Code: r.Get("code"), Name: r.Get("name"), Note: r.Get("note")}
		switch _, twice := t.byCode[p.Code]; {
		case !digits(p.Code) || len(p.Code) != 2 && len(p.Code) != 4 && len(p.Code) != 6:
			return r.Problem("write 2, 4 or 6 digits", "%q is no code of the Harmonized System", p.Code)
		case p.Name == "":
			return r.Problem("name it", "product %s has no name", p.Code)
		case twice:
			return r.Problem("keep one line", "product %s has two lines", p.Code)
		}
		t.byCode[p.Code] = len(t.products)
		t.products = append(t.products, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := t.loadHeadings(fsys); err != nil {
		return nil, err
	}
	return t, t.loadChanges(fsys)
}

// every is the mask of all revisions.
const every = 1<<revisions - 1

// loadHeadings reads the headings that any revision has: a chapter and ranges of the last two digits.
func (t *productTable) loadHeadings(fsys fs.FS) error {
	return tsv.Read(fsys, "headings.tsv", []string{"chapter", "headings"}, func(r *tsv.Row) error {
		chapter := r.Get("chapter")
		if len(chapter) != 2 || !digits(chapter) {
			return r.Problem("write two digits", "%q is no chapter", chapter)
		}
		for cell := range strings.FieldsSeq(r.Get("headings")) {
			first, last, ranged := strings.Cut(cell, "-")
			if !ranged {
				last = first
			}
			if len(first) != 2 || len(last) != 2 || !digits(first+last) || first > last {
				return r.Problem("write two digits, or FIRST-LAST", "%q is no range of headings", cell)
			}
			for h := heading(chapter + first); h <= heading(chapter+last); h++ {
				if t.revision[h] == 0 {
					t.headings++
				}
				t.revision[h] = every
			}
		}
		return nil
	})
}

// loadChanges takes headings out of the revisions that lack them.
func (t *productTable) loadChanges(fsys fs.FS) error {
	changed := map[int]bool{}
	return tsv.Read(fsys, "changes.tsv", []string{"heading", "first", "last", "what"}, func(r *tsv.Row) error {
		code := r.Get("heading")
		if len(code) != 4 || !digits(code) || t.revision[heading(code)] == 0 {
			return r.Problem("name a heading of headings.tsv", "%q is no heading", code)
		}
		first, last := 0, revisions-1
		if cell := r.Get("first"); cell != "" {
			first = revisionNumber(cell)
		}
		if cell := r.Get("last"); cell != "" {
			last = revisionNumber(cell)
		}
		if first < 0 || last < 0 {
			return r.Problem("write H0 to H6, or nothing", "first and last are %q and %q", r.Get("first"), r.Get("last"))
		}
		if first > last {
			return r.Problem("put the earlier revision first", "heading %s ends in H%d before it begins in H%d", code, last, first)
		}
		h := heading(code)
		if !changed[h] {
			t.revision[h], changed[h] = 0, true
		}
		for n := first; n <= last; n++ {
			t.revision[h] |= 1 << n
		}
		return nil
	})
}

// digits says whether a code is made of digits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// heading is the number of a code's first four characters, which are digits.
func heading(code string) int {
	return int(code[0]-'0')*1000 + int(code[1]-'0')*100 + int(code[2]-'0')*10 + int(code[3]-'0')
}

// ProductName is the name of a code of the Harmonized System with 2, 4 or 6 digits as the data file has it, or of TOTAL.
func ProductName(code string) (string, bool) {
	if code == TotalCode {
		return "all products", true
	}
	t := productData()
	i, ok := t.byCode[code]
	if !ok {
		return "", false
	}
	return t.products[i].Name, true
}

// Product names a product of any classification. Codes of the Harmonized System and the Combined Nomenclature that have no name of their
// own take the name of the nearest level above, with ", part" after it: 270900 has the name of 2709, 84158190 that of 8415. Of other
// classifications only TOTAL has a name.
func Product(classification, code string) (name string, ok bool) {
	if code == TotalCode {
		return ProductName(code)
	}
	if c, known := Classification(classification); known && c.Family != FamilyHS && c.Family != FamilyCN {
		return "", false
	}
	if unspecified(code) {
		return "not specified by kind", true
	}
	if name, ok = ProductName(code); ok {
		return name, true
	}
	for n := min(len(code)-1, 6) &^ 1; n >= 2; n -= 2 {
		if name, ok = ProductName(code[:n]); ok {
			if onlyOne(code, n) {
				return name, true
			}
			return name + ", part", true
		}
	}
	return "", false
}

// onlyOne says whether a code is the only one below its parent: the subheading 00 of a heading.
func onlyOne(code string, parent int) bool {
	return parent == 4 && strings.Trim(code[parent:], "0") == ""
}

// unspecified says whether a code stands for goods of no kind: chapter 99.
func unspecified(code string) bool { return strings.HasPrefix(code, "99") }

// Products lists the named codes in the order of the data file. Read-only.
func Products() []ProductInfo { return productData().products }

// ValidProduct says whether a code can be one of the classification: for a revision of the Harmonized System (H0 to H6) 2, 4 or 6 digits of
// a heading which that revision has; for "HS" and "" one that any revision has; for CN up to 8 characters; chapters 98 and 99 hold
// national codes of any kind; TOTAL is always one. Of SITC and BEC only the shape is checked.
func ValidProduct(classification, code string) bool { return ProductFault(classification, code) == "" }

// ProductFault says what is wrong with a code, "" when nothing is: see ValidProduct.
func ProductFault(classification, code string) string {
	if code == TotalCode {
		return ""
	}
	mask, longest := uint8(every), 6
	if c, known := Classification(classification); known {
		longest = c.Digits
		switch {
		case c.Family == FamilySITC || c.Family == FamilyBEC:
			return shapeFault(code, longest)
		case c.Revision >= 0:
			mask = 1 << c.Revision
		}
	}
	return headingFaultIn(productData(), code, longest, mask)
}

func shapeFault(code string, longest int) string {
	if !digits(code) || len(code) > longest {
		return "is not made of digits that the classification has"
	}
	return ""
}

// headingFaultIn checks a code of the Harmonized System against the headings of the revisions in mask.
func headingFaultIn(t *productTable, code string, longest int, mask uint8) string {
	if len(code) < 2 || len(code) > longest || len(code)%2 == 1 {
		return "has no even number of digits that the classification has"
	}
	chapter := code[:2]
	if chapter == "98" || chapter == "99" {
		return ""
	}
	if !digits(chapter) || chapter == "00" || chapter == "77" {
		return "has no chapter of the Harmonized System"
	}
	if len(code) == 2 {
		return ""
	}
	if !digits(code) {
		if longest > 6 { // confidential trade in the Combined Nomenclature: 27SSS999
			return ""
		}
		return "is not made of digits"
	}
	has := t.revision[heading(code)]
	switch {
	case has == 0:
		return "has no heading of the Harmonized System"
	case has&mask == 0:
		return "has a heading that this revision lacks"
	}
	return ""
}

// Section is a section of the Harmonized System.
type Section struct {
	Numeral     string // "I" to "XXI"
	First, Last string // chapters, two digits
	Name        string
}

// Sector is a broad group of products for charts.
type Sector struct {
	Code string // "FUEL"
	Name string // "Fuels"
}

// sectorTable holds sections and sectors with the sector of every chapter and heading; positions are one-based.
type sectorTable struct {
	sections []Section
	sectors  []Sector
	chapter  [100]uint8
	heading  [10000]uint8
}

var sectorData = built(loadSectors)

func loadSectors(fsys fs.FS) (*sectorTable, error) {
	t := &sectorTable{}
	err := tsv.Read(fsys, "sections.tsv", []string{"numeral", "first", "last", "name"}, func(r *tsv.Row) error {
		s := Section{Numeral: r.Get("numeral"), First: r.Get("first"), Last: r.Get("last"), Name: r.Get("name")}
		if len(s.First) != 2 || len(s.Last) != 2 || !digits(s.First+s.Last) || s.First > s.Last {
			return r.Problem("write chapters with two digits, the lower first", "section %s has no sound chapters", s.Numeral)
		}
		if n := len(t.sections); n > 0 && t.sections[n-1].Last >= s.First {
			return r.Problem("begin a section after the one before", "section %s overlaps section %s", s.Numeral, t.sections[n-1].Numeral)
		}
		t.sections = append(t.sections, s)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = tsv.Read(fsys, "sectors.tsv", []string{"code", "name", "ranges"}, func(r *tsv.Row) error {
		t.sectors = append(t.sectors, Sector{Code: r.Get("code"), Name: r.Get("name")})
		for cell := range strings.FieldsSeq(r.Get("ranges")) {
			if err := t.put(r, cell, uint8(len(t.sectors))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for c := 1; c < 100; c++ {
		if t.chapter[c] == 0 && c != 77 {
			return nil, dragoman.Problemf("sectors.tsv", "", "put every chapter into a sector", "chapter %02d is in none", c)
		}
	}
	return t, nil
}

// put enters a chapter, a heading or a range of either into a sector.
func (t *sectorTable) put(r *tsv.Row, cell string, sector uint8) error {
	first, last, ranged := strings.Cut(cell, "-")
	if !ranged {
		last = first
	}
	if !digits(first) || !digits(last) || len(first) != len(last) || len(first) != 2 && len(first) != 4 || first > last {
		return r.Problem("write chapters or headings, single or FIRST-LAST", "%q is no range", cell)
	}
	if len(first) == 2 {
		first, last = first+"00", last+"00"
		for c := heading(first) / 100; c <= heading(last)/100; c++ {
			if t.chapter[c] != 0 {
				return r.Problem("put a chapter into one sector", "chapter %02d is in %s already", c, t.sectors[t.chapter[c]-1].Code)
			}
			t.chapter[c] = sector
		}
		return nil
	}
	for h := heading(first); h <= heading(last); h++ {
		if t.heading[h] != 0 {
			return r.Problem("put a heading into one sector", "heading %04d is in %s already", h, t.sectors[t.heading[h]-1].Code)
		}
		t.heading[h] = sector
	}
	return nil
}

// SectionOf finds the section of a code of the Harmonized System.
func SectionOf(code string) (*Section, bool) {
	if len(code) < 2 {
		return nil, false
	}
	t := sectorData()
	i := slices.IndexFunc(t.sections, func(s Section) bool { return s.First <= code[:2] && code[:2] <= s.Last })
	if i < 0 {
		return nil, false
	}
	return &t.sections[i], true
}

// SectorOf finds the broad sector of a code of the Harmonized System with two or more digits.
func SectorOf(code string) (*Sector, bool) {
	if len(code) < 2 || !digits(code[:2]) {
		return nil, false
	}
	t := sectorData()
	n := t.chapter[int(code[0]-'0')*10+int(code[1]-'0')]
	if len(code) >= 4 && digits(code[2:4]) {
		if h := t.heading[heading(code)]; h != 0 {
			n = h
		}
	}
	if n == 0 {
		return nil, false
	}
	return &t.sectors[n-1], true
}
