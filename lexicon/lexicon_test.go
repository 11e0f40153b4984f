package lexicon

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func builtIn(t testing.TB) *Lexicon {
	t.Helper()
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// isoCountries are the officially assigned alpha-2 codes of ISO 3166-1, and XK for Kosovo.
const isoCountries = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI
GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK
LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG
PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK`

func TestEveryCountryIsThere(t *testing.T) {
	l := builtIn(t)
	for _, code := range strings.Fields(isoCountries) {
		c := l.Country(code)
		if c == nil {
			t.Errorf("%s is missing", code)
		} else if l.FindCountry(c.Name) != c.ISO3 {
			t.Errorf("%s is not found by its name %q", code, c.Name)
		}
	}
}

func TestNamesAreFoundAsWritten(t *testing.T) {
	l := builtIn(t)
	for _, c := range []struct {
		phrase string
		kind   SenseKind
		want   string // country, or "" where the phrase must not be found as that kind
	}{
		{"Turkey", CountryName, "TUR"}, {"turkey", CountryName, ""}, {"TURKEY", CountryName, "TUR"}, {"Türkiye", CountryName, "TUR"},
		{"Turkiye", CountryName, "TUR"}, {"US", CountryName, "USA"}, {"U.S.", CountryName, "USA"}, {"us", CountryName, ""}, {"Us", CountryName, ""},
		{"North Macedonia", CountryName, "MKD"}, {"Côte d’Ivoire", CountryName, "CIV"}, {"Cote d'Ivoire", CountryName, "CIV"},
		{"Kazakhstani", CountryAdjective, "KAZ"}, {"Croats", CountryInhabitants, "HRV"}, {"Nur-Sultan", CountryCapital, "KAZ"},
		{"St. John's", CountryCapital, "ATG"}, {"Kremlin", CountryMetonym, "RUS"}, {"kremlin", CountryMetonym, ""},
		{"mazhilis", BodyTerm, ""}, {"Mazhilis", BodyTerm, "KAZ"},
	} {
		got := ""
		for _, s := range l.Index.Lookup(c.phrase) {
			if s.Kind != c.kind {
				continue
			}
			if s.Kind == BodyTerm {
				got = l.Bodies[s.Ref].Country
			} else {
				got = l.Countries[s.Ref].ISO3
			}
			break
		}
		if got != c.want {
			t.Errorf("%q as %v: got %q, want %q", c.phrase, c.kind, got, c.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	for singular, want := range map[string]string{"lawmaker": "lawmakers", "minister of foreign affairs": "ministers of foreign affairs",
		"attorney general": "attorneys general", "secretary-general": "secretaries-general", "spokeswoman": "spokeswomen", "spokesperson": "spokespeople",
		"army": "armies", "chief of staff": "chiefs of staff", "judge": "judges", "coach": "coaches", "envoy": "envoys"} {
		if got := plural(singular); got != want {
			t.Errorf("plural of %q: got %q, want %q", singular, got, want)
		}
	}
}

func TestUnitsAndCurrencies(t *testing.T) {
	l := builtIn(t)
	if got := l.Currency("dinars", "HRV", "KWT"); got != "KWD" { // of the first country that issues one
		t.Errorf("dinars in Kuwait: %q", got)
	}
	if got := l.Currency("dinars"); got != "RSD" {
		t.Errorf("dinars: %q", got)
	}
	if got := l.Currency("euros"); got != "EUR" {
		t.Errorf("euros: %q", got)
	}
	if u, ok := l.Unit("tonnes"); !ok || u.Dimension != "mass" {
		t.Errorf("tonnes: %+v, %v", u, ok)
	}
	if got := l.Scale("million"); got != 1e6 {
		t.Errorf("million: %v", got)
	}
}

func TestGenderOfNames(t *testing.T) {
	l := builtIn(t)
	for name, want := range map[string]byte{"Nataša Pirc Musar": 'f', "Natasa Musar": 'f', "Edi Rama": 'm', "Anna-Lena Something": 'f', "Petrova": 'f',
		"Xq Petrova": 'f', "Tokayev": 'm', "Xq Yz": 0, "": 0, "Ov": 0} {
		if got := l.Gender(name); got != want {
			t.Errorf("Gender(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Kassym-Jomart Tokayev": "kassym jomart tokayev", "Erdoğan": "erdogan", "N’Djamena": "ndjamena", "U.S.": "us",
		"Croatia's": "croatia s", "Łódź": "lodz", "Ðoković": "dokovic", "Antigua & Barbuda": "antigua and barbuda", "Gülşen İnce": "gulsen ince", "": ""} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestBadLinesAreRefused replaces one file of the lexicon by a bad one and looks for the place in the message.
func TestBadLinesAreRefused(t *testing.T) {
	const places, persons = "name\tnames\tcountry\tlevel\tsource\n", "name\tnames\tcountry\tpost\tsector\tfrom\tto\tsource\n"
	for _, c := range []struct{ file, content, want string }{
		{"places.tsv", places + "Astana\t\tKZ\tcity\tx\n", `places.tsv: line 2: "KZ" is no country`},
		{"places.tsv", places + "Astana\t\tKAZ\ttown\tx\n", `line 2: "town" is no level`},
		{"places.tsv", places + "# note\nAstana\t\tKAZ\tcity\tx\nAstana\t\tKAZ\tcity\tx\n", `line 4: "Astana, city of KAZ" stands on line 3`},
		{"places.tsv", places + "Astana\tKAZ\tcity\tx\n", "line 2: has 4 cells"},
		{"places.tsv", places + "\t\tKAZ\tcity\tx\n", "name is empty"},
		{"places.tsv", places + "***\t\tKAZ\tcity\tx\n", ""},
		{"persons.tsv", persons + "A B\t\tKAZ\tPresident\tGOV\t2019-13\t\tx\n", "2019-13"},
		{"persons.tsv", persons + "A B\t\tKAZ\tPresident\tGOV\t2020\t2019\tx\n", "ends before it begins"},
		{"persons.tsv", persons + "A B\t\tKAZ\tPresident\tGOVT\t\t\tx\n", `"GOVT" is no sector`},
		{"units.tsv", "unit\tnames\tdimension\tfactor\tper\nt\ttonne\tmass\t-1\t\n", `factor "-1"`},
		{"units.tsv", "unit\tnames\tdimension\tfactor\tper\nt\ttonne\tmass\tNaN\t\n", `factor "NaN"`},
		{"currencies.tsv", "code\tnames\tsymbols\tcountry\nUSD\tdollar\t$\tUS\n", `"US" is no country`},
		{"descriptors.tsv", "phrase\tcountries\tsource\nbalkan state\t\tx\n", "describes no country"},
		{"references.tsv", "class\tterms\tvalue\nhonorifics\tmr\tm\n", "is no class"},
		{"given.tsv", "gender\tnames\nx\tAda\n", "is no gender"},
		{"given.tsv", "gender\tnames\nf\tAda\nm\tAda\n", "stands on line 2 already"},
		{"offices.tsv", "term\tsector\tkind\tnotes\npresident\tGOV\tpots\t\n", `"pots" is no kind`},
		{"organisations.tsv", "id\tname\tnames\tkind\tcountry\tsector\tmembers\tsource\nUN\tUnited Nations\t\tigo\t\tIGO\t\tx\n", "slug"},
		{"companies.tsv", "id\tname\n", "lacks column"},
	} {
		_, err := Load(patched(t, c.file, c.content))
		if c.want == "" {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: got %v, want %q", c.file, c.content, err, c.want)
		}
	}
}

// patched is the built-in lexicon with one file replaced.
func patched(t testing.TB, file, content string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"countries.tsv", "references.tsv", "given.tsv", "descriptors.tsv", "places.tsv", "offices.tsv", "bodies.tsv", "groups.tsv",
		"organisations.tsv", "companies.tsv", "persons.tsv", "currencies.tsv", "units.tsv"} {
		data, err := os.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: data}
	}
	fsys[file] = &fstest.MapFile{Data: []byte(content)}
	return fsys
}

func FuzzNames(f *testing.F) {
	f.Add("places.tsv", "name\tnames\tcountry\tlevel\tsource\nAstana\tNur-Sultan|’s\tKAZ\tcity\tx\n")
	f.Add("persons.tsv", "name\tnames\tcountry\tpost\tsector\tfrom\tto\tsource\nA\t|\tKAZ\tPresident\tGOV\t2019\t\tx\n")
	f.Add("countries.tsv", "iso3\tiso2\tm49\tname\tnames\tofficial\tformer\tadjectives\tinhabitants\tcapital\tmetonyms\tfrom\tto\tsource\n"+
		"KAZ\tKZ\t398\tKazakhstan\t\t\t\tSino-|-\t\tAstana\t\t\t\tISO\n")
	f.Fuzz(func(t *testing.T, file, content string) {
		fsys := fstest.MapFS{file: {Data: []byte(content)}}
		n := &Names{Index: newIndex(16), countries: map[string]int32{"KAZ": 0}, Countries: []Country{{ISO3: "KAZ"}}}
		for _, read := range []func() error{func() error { return n.loadPlaces(fsys) }, func() error { return n.loadPersons(fsys) },
			func() error { return n.loadCountries(fsys) }, func() error { return n.loadUnits(fsys) }, func() error { return n.loadOffices(fsys) }} {
			_ = read() // must not panic
		}
		n.FindCountry(content)
	})
}

func FuzzLookup(f *testing.F) {
	l := builtIn(f)
	f.Add("Guinea-Bissau’s & St. John's")
	f.Fuzz(func(t *testing.T, s string) {
		l.Index.Lookup(s)
		if Fold(Fold(s)) != Fold(s) {
			t.Errorf("folding %q twice differs", s)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCheckNamesWhatAnEditorShouldSee(t *testing.T) {
	for _, p := range Check(Embedded()) {
		if strings.Contains(p.Cause, "capital of") {
			t.Errorf("%s", p.Error())
		}
	}
	if got := Check(fstest.MapFS{}); len(got) != 1 || !strings.Contains(got[0].Error(), "countries.tsv") {
		t.Errorf("empty folder: %v", got)
	}
}
