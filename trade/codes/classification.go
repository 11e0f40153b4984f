package codes

import (
	"fmt"
	"io/fs"
	"math/bits"
	"strings"
	"time"

	"dragoman/internal/tsv"
)

// Family is a kind of product classification.
type Family string

// The families of product classifications.
const (
	FamilyHS   Family = "HS"   // Harmonized System of the World Customs Organization
	FamilyCN   Family = "CN"   // Combined Nomenclature of the European Union: the HS with two more digits
	FamilySITC Family = "SITC" // Standard International Trade Classification
	FamilyBEC  Family = "BEC"  // Broad Economic Categories
)

// revisions is how many revisions the Harmonized System has: HS92 (H0) to HS22 (H6).
const revisions = 7

// Scheme is a product classification.
type Scheme struct {
	Code     string   // as UN Comtrade writes it: "H6"
	Name     string   // as this program and BACI write it: "HS22"
	Names    []string // further spellings
	Family   Family
	Digits   int    // of the finest level
	InForce  string // first day, ISO date; "" where each reporter has its own
	Revision int    // 0 to 6 for H0 to H6; -1 else
	Note     string
}

// schemeTable is the classifications with an index by folded spelling.
type schemeTable struct {
	schemes []Scheme
	byName  map[string]int
}

var schemeData = built(loadSchemes)

func loadSchemes(fsys fs.FS) (*schemeTable, error) {
	t := &schemeTable{byName: map[string]int{}}
	columns := []string{"code", "name", "names", "family", "digits", "inforce", "note"}
	err := tsv.Read(fsys, "classifications.tsv", columns, func(r *tsv.Row) error {
		n, err := whole(r, "digits")
		if err != nil {
			return err
		}
		s := Scheme{Code: r.Get("code"), Name: r.Get("name"), Names: r.List("names"), Family: Family(r.Get("family")), Digits: n, InForce: r.Get("inforce"),
			Revision: revisionNumber(r.Get("code")), Note: r.Get("note")}
		switch s.Family {
		case FamilyHS, FamilyCN, FamilySITC, FamilyBEC:
		default:
			return r.Problem("use HS, CN, SITC or BEC", "unknown family %q", s.Family)
		}
		if _, err := time.Parse(time.DateOnly, s.InForce); err != nil && s.InForce != "" {
			return r.Problem("write inforce as YYYY-MM-DD", "%q is no date", s.InForce)
		}
		t.schemes = append(t.schemes, s)
		for _, name := range append([]string{s.Code, s.Name}, s.Names...) {
			for _, key := range []string{name, schemeKey(name)} {
				if by, taken := t.byName[key]; taken && by != len(t.schemes)-1 {
					return r.Problem("give every name to one classification", "%q is %s already", name, t.schemes[by].Code)
				}
				t.byName[key] = len(t.schemes) - 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// schemeKey is a spelling without case, spaces, points, hyphens and strokes.
func schemeKey(name string) string {
	return strings.NewReplacer(" ", "", ".", "", "-", "", "/", "").Replace(strings.ToLower(name))
}

// revisionNumber reads "H0" to "H6"; -1 for anything else.
func revisionNumber(code string) int {
	if len(code) == 2 && code[0] == 'H' && code[1] >= '0' && code[1] < '0'+revisions {
		return int(code[1] - '0')
	}
	return -1
}

// Classifications lists the product classifications. Read-only.
func Classifications() []Scheme { return schemeData().schemes }

// Classification finds a product classification by code or any spelling: "H6", "HS22", "HS 2022". An exact spelling is found without
// allocating.
func Classification(name string) (*Scheme, bool) {
	t := schemeData()
	i, ok := t.byName[name]
	if !ok {
		i, ok = t.byName[schemeKey(name)]
	}
	if !ok {
		return nil, false
	}
	return &t.schemes[i], true
}

// headingLimit is how many headings may be in one of two revisions only for the two to be compared at four digits.
const headingLimit = 25

// Comparable says to how many digits products of two classifications can be set side by side, and why not to more. Two revisions of the
// Harmonized System are compared at 4 digits where up to 25 headings exist in one of them only, else at 2; data without a known revision at
// 2; different families in total only (0). Nothing is converted.
func Comparable(a, b string) (digits int, note string) {
	x, known := Classification(a)
	y, both := Classification(b)
	if !known || !both {
		return 0, "one classification is unknown: totals only"
	}
	hs := func(s *Scheme) bool { return s.Family == FamilyHS || s.Family == FamilyCN }
	switch {
	case x.Code == y.Code:
		return x.Digits, ""
	case !hs(x) || !hs(y):
		return 0, fmt.Sprintf("%s and %s are different classifications: totals only", x.Name, y.Name)
	case x.Revision < 0 || y.Revision < 0:
		return 2, fmt.Sprintf("%s and %s: the revision is not known for every row, compared by chapter", x.Name, y.Name)
	}
	only := productData().onlyInOne(x.Revision, y.Revision)
	if only > headingLimit {
		return 2, fmt.Sprintf("%s and %s: %d headings are in one revision only, compared by chapter", x.Name, y.Name, only)
	}
	return 4, fmt.Sprintf("%s and %s: compared by heading; %d are in one revision only, others changed what they hold", x.Name, y.Name, only)
}

// onlyInOne counts the headings that just one of two revisions has.
func (t *productTable) onlyInOne(a, b int) int {
	n := 0
	for _, has := range t.revision {
		if bits.OnesCount8(has&(1<<a|1<<b)) == 1 && a != b {
			n++
		}
	}
	return n
}
