package bilateral

import (
	"math"
	"os"
	"strings"
	"testing"

	"dragoman/trade/frame"
)

func TestBuiltInDataAreSound(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	n := len(Areas())
	if n != 235 {
		t.Errorf("%d countries", n)
	}
	missing := 0
	for i, a := range Areas() {
		for _, b := range Areas()[i+1:] {
			if _, ok := Of(a, b); !ok {
				missing++
			}
		}
	}
	if missing > 3 { // a country and the state that it was most of
		t.Errorf("%d pairs are missing", missing)
	}
}

// The values are those of GeoDist's dist_cepii (2011).
func TestPairsAsPublished(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Pair
	}{
		{"KAZ", "HRV", Pair{Distance: 4162}},
		{"DEU", "AUT", Pair{Distance: 592, Border: true, Language: true}},
		{"IND", "GBR", Pair{Distance: 7324, Language: true, Colony: true}},
	} {
		got, ok := Of(c.a, c.b)
		if back, _ := Of(c.b, c.a); !ok || got != c.want || back != got {
			t.Errorf("%s %s: %+v, want %+v", c.a, c.b, got, c.want)
		}
	}
}

func TestSerbiaMontenegroAndKosovoAreDerived(t *testing.T) {
	old, _ := Of("SCG", "KAZ")
	serbia, ok := Of("SRB", "KAZ")
	if !ok || serbia.Basis != Predecessor || serbia.Distance != old.Distance || !serbia.Basis.Derived() {
		t.Errorf("Serbia and Kazakhstan: %+v, Serbia and Montenegro %+v", serbia, old)
	}
	// Podgorica to Astana by the haversine formula.
	if p, ok := Of("MNE", "KAZ"); !ok || p.Basis != Capitals || math.Abs(p.Distance-4001) > 1 || p.Border {
		t.Errorf("Montenegro and Kazakhstan: %+v", p)
	}
	for _, pair := range [][2]string{{"SRB", "MNE"}, {"SRB", "XKX"}, {"MNE", "XKX"}, {"XKX", "ALB"}, {"SRB", "HRV"}} {
		if p, ok := Of(pair[0], pair[1]); !ok || !p.Border || p.Distance > 500 {
			t.Errorf("%v: %+v", pair, p)
		}
	}
	if p, _ := Of("SRB", "ALB"); p.Border {
		t.Error("Serbia without Kosovo does not border on Albania")
	}
}

func TestAgreementsByDate(t *testing.T) {
	for _, c := range []struct {
		a, b, date, want string // want: name of the agreement, "" none
	}{
		{"KAZ", "RUS", "2023-07-01", "Free trade area treaty of 2011"},
		{"KAZ", "HRV", "2023-07-01", ""},
		{"KAZ", "SRB", "2023-07-01", "Kazakhstan and Serbia"},
		{"KAZ", "SRB", "2009-07-01", ""},
		{"HRV", "BIH", "2012-07-01", "CEFTA 2006 and Croatia to accession"},
		{"HRV", "BIH", "2014-07-01", "EU and Bosnia and Herzegovina"},
		{"HRV", "DEU", "2013-07-01", "European Union"},
		{"GBR", "DEU", "2019-07-01", "European Union"},
		{"GBR", "DEU", "2022-07-01", "EU and the United Kingdom"},
		{"RUS", "UKR", "2014-07-01", "Free trade of the Commonwealth of Independent States"},
		{"RUS", "UKR", "2018-07-01", ""},
		{"ARM", "AZE", "2018-07-01", ""},
		{"ARM", "VNM", "2018-07-01", "Eurasian Economic Union and Vietnam"},
	} {
		got := ""
		if g, ok := AgreementBetween(c.a, c.b, c.date); ok {
			got = g.Name
		}
		if strings.HasPrefix(c.want, "CEFTA 2006") && got == "Central European Free Trade Agreement" {
			got = c.want
		}
		if net := NetworkOn(c.date, []string{c.a, c.b}); got != c.want || net.Has(c.b, c.a) != (c.want != "") {
			t.Errorf("%s %s on %s: %q, want %q", c.a, c.b, c.date, got, c.want)
		}
	}
}

// The agreements of 2006 in the data of Head, Mayer and Ries (2010). What is only there are mostly agreements not yet in force then (of the
// United States with Costa Rica and the Dominican Republic), of members that do not take part (Haiti, Angola), or of a mistaken code.
func TestAgreementsAgainstAPublishedList(t *testing.T) {
	const path = "../../../shared/data/trade/gravity_zeros/gravity_zeros_2006.csv.gz"
	if _, err := os.Stat(path); err != nil {
		t.Skip("the shared data are not here")
	}
	f, err := frame.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := f.Numbers("rta")
	if err != nil {
		t.Fatal(err)
	}
	n := NetworkOn(Midyear("2006"), Areas())
	both, ours, only := 0, 0, []string{}
	for r := range f.Rows() {
		a, _ := f.Text(r, "iso_o")
		b, _ := f.Text(r, "iso_d")
		if a >= b || !Has(a) || !Has(b) {
			continue
		}
		switch mine := n.Has(a, b); {
		case mine && theirs[r] == 1:
			both++
		case mine:
			ours++
		case theirs[r] == 1:
			only = append(only, a+" "+b)
		}
	}
	if found := float64(both) / float64(both+len(only)); found < 0.95 {
		t.Errorf("of the pairs listed there %.3f are here; missing %v", found, only)
	}
	t.Logf("in both lists %d pairs, only here %d, only there %d", both, ours, len(only))
}

func TestBadLinesAreRefused(t *testing.T) {
	head := "a\tb\tkm\tties\tbasis\n"
	for _, c := range []struct{ line, want string }{
		{"HRV\tDEU\t800\t\t", "ascending order"},
		{"DEU\tHRV\t0\t\t", "distance of 0"},
		{"DEU\tHRV\t800\tx\t", `ties "x"`},
		{"DEU\tHRV\t800\t\tq", `basis "q"`},
		{"DEU\tHRV\t800\t\t\nDEU\tHRV\t800\t\t", "twice"},
		{"DEU\tQQQ\t800\t\t", `"QQQ" is no area`},
		{"DEU\tHRV\tfar\t\t", "km"},
	} {
		if _, err := parsePairs([]byte(head + c.line + "\n")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.line, err)
		}
	}
	head = strings.Join(agreementColumns, "\t") + "\n"
	for _, c := range []struct{ line, want string }{
		{"A\tDEU\tHRV\t2000-01-01\t1999-01-01\tEU\t", "in force from"},
		{"A\tDEU\tHRV\t2000\t\tEU\t", "in force from"},
		{"A\tDEU\tXYZZY\t2000-01-01\t\tEU\t", `party "XYZZY"`},
		{"A\tDEU\t\t2000-01-01\t\tEU\t", "no second party"},
		{"A\tDEU\tHRV\t2000-01-01\t\t\t", "no source"},
		{"A\tDEU\tHRV\t2000-01-01\t\tEU\t\nA\tDEU\tFRA\t2000-01-01\t\tEU\t", "twice"},
	} {
		if _, err := parseAgreements([]byte(head + c.line + "\n")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.line, err)
		}
	}
}
