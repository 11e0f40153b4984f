package codes_test

import (
	"strings"
	"testing"

	"dragoman/trade/codes"
)

func TestProductsAreNamedByTheNearestLevel(t *testing.T) {
	crude, ok := codes.ProductName("2709")
	if !ok || !strings.EqualFold(crude, "crude oil") {
		t.Fatalf("2709 is %q", crude)
	}
	for _, c := range []struct{ classification, code, want string }{
		{"H6", "TOTAL", "all products"}, {"HS22", "270900", crude}, {"", "2709", crude}, {"S4", "TOTAL", "all products"}, {"H5", "9999AA", "not specified by kind"},
		{"CN", "99SSS999", "not specified by kind"},
	} {
		if got, ok := codes.Product(c.classification, c.code); !ok || got != c.want {
			t.Errorf("%s %s: %q, want %q", c.classification, c.code, got, c.want)
		}
	}
	if got, ok := codes.Product("H6", "930599"); !ok || !strings.HasSuffix(got, ", part") {
		t.Errorf("a code without a name of its own is %q", got)
	}
	for _, c := range []struct{ classification, code string }{{"S4", "333"}, {"H6", "77"}, {"H6", ""}, {"H6", "2"}, {"H6", "OIL"}} {
		if got, ok := codes.Product(c.classification, c.code); ok {
			t.Errorf("%s %q is called %q", c.classification, c.code, got)
		}
	}
}

func TestCodesAreCheckedAgainstTheirRevision(t *testing.T) {
	for _, c := range []struct {
		classification, code string
		valid                bool
	}{
		{"H6", "27", true}, {"H6", "270900", true}, {"H6", "TOTAL", true}, {"H6", "99", true}, {"H6", "9999AA", true}, {"H6", "980000", true},
		{"H6", "77", false}, {"H6", "00", false}, {"H6", "2700", false}, {"H6", "27090", false}, {"H6", "27090010", false}, {"H6", "", false},
		{"H6", "crude", false}, {"H6", "27AA00", false}, {"H6", "AG6", false}, {"H6", "2709é0", false},
		{"CN", "27090010", true}, {"CN", "27SSS999", true}, {"CN", "270900100", false},
		{"H5", "854911", false}, {"H6", "854911", true}, {"HS", "854911", true}, {"", "854911", true}, // electronic waste came in 2022
		{"H2", "852431", true}, {"H4", "852431", false}, {"H6", "852411", true}, // records went in 2007, displays came in 2022
		{"HS92", "151911", true}, {"HS1996", "151911", false}, {"H5", "880330", true}, {"H6", "880330", false},
		{"S4", "33300", true}, {"S4", "333000", false}, {"B5", "111010", true}, {"S4", "3A", false},
	} {
		if got := codes.ValidProduct(c.classification, c.code); got != c.valid {
			t.Errorf("%s %q: valid %v, want %v (%s)", c.classification, c.code, got, c.valid, codes.ProductFault(c.classification, c.code))
		}
	}
}

func TestCheckingACodeDoesNotAllocate(t *testing.T) {
	codes.ValidProduct("H6", "270900")
	if n := testing.AllocsPerRun(100, func() {
		codes.ValidProduct("HS22", "270900")
		codes.SectorOf("270900")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSectionsAndSectorsCoverEveryChapter(t *testing.T) {
	sections := map[string]bool{}
	for _, p := range codes.Products() {
		if _, ok := codes.SectorOf(p.Code); !ok {
			t.Errorf("%s is in no sector", p.Code)
		}
		s, ok := codes.SectionOf(p.Code)
		if !ok && p.Code < "98" {
			t.Errorf("%s is in no section", p.Code)
		}
		if ok {
			sections[s.Numeral] = true
		}
	}
	if n := len(sections); n != 21 {
		t.Errorf("%d sections", n)
	}
	if s, _ := codes.SectorOf("270900"); s == nil || s.Name != "Fuels" {
		t.Errorf("crude oil is in sector %v", s)
	}
	if s, _ := codes.SectionOf("270900"); s == nil || s.Numeral != "V" {
		t.Errorf("crude oil is in section %v", s)
	}
	if s, ok := codes.SectorOf("TOTAL"); ok {
		t.Errorf("all products are in sector %s", s.Name)
	}
}

func TestClassificationsAreFoundByAnySpelling(t *testing.T) {
	for name, want := range map[string]string{"H6": "HS22", "hs22": "HS22", "HS 2022": "HS22", "HS2017": "HS17", "H0": "HS92", "HS": "HS", "sitc rev. 4": "SITC4", "CN8": "CN"} {
		if s, ok := codes.Classification(name); !ok || s.Name != want {
			t.Errorf("%s: %v, want %s", name, s, want)
		}
	}
	if s, ok := codes.Classification("H7"); ok {
		t.Errorf("H7 is %v", s)
	}
	for code, want := range map[string]string{"H0": "1988-01-01", "H1": "1996-01-01", "H2": "2002-01-01", "H3": "2007-01-01", "H4": "2012-01-01",
		"H5": "2017-01-01", "H6": "2022-01-01"} {
		if s, ok := codes.Classification(code); !ok || s.InForce != want {
			t.Errorf("%s: %v, want in force from %s", code, s, want)
		}
	}
}

func TestRevisionsAreComparedAsFarAsTheirHeadingsAgree(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		digits int
	}{{"H6", "HS22", 6}, {"H5", "H6", 4}, {"H4", "H5", 4}, {"H0", "H1", 4}, {"H2", "H3", 2}, {"H0", "H6", 2}, {"HS", "H6", 2}, {"CN", "H6", 2}, {"H6", "S4", 0},
		{"H6", "unheard", 0}, {"CN", "CN", 8}} {
		got, note := codes.Comparable(c.a, c.b)
		if got != c.digits || (note == "") != (got >= 6) {
			t.Errorf("%s and %s: %d digits (%s), want %d", c.a, c.b, got, note, c.digits)
		}
	}
}

func TestUnitsAreFoundByCode(t *testing.T) {
	if u, ok := codes.UnitByCode(8); !ok || u.Name != "kilograms" || u.Abbr != "kg" {
		t.Errorf("unit 8 is %v", u)
	}
	if u, ok := codes.UnitByCode(-1); !ok || u.Measure != "none" {
		t.Errorf("unit -1 is %v", u)
	}
	if u, ok := codes.UnitByCode(1); ok {
		t.Errorf("unit 1 is %v", u)
	}
}
