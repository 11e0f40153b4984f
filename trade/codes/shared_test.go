package codes_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragoman/trade/codes"
)

// The publishers' own lists, where a checkout has them beside it: facts to check the data files against.
const shared = "../../../shared/data/trade/"

// published reads a list of a publisher.
func published(t *testing.T, name string, comma rune) [][]string {
	t.Helper()
	f, err := os.Open(shared + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no publishers' lists here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(in)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// Where the code of an area is another than the alpha-3 that Comtrade prints beside the number: Comtrade gives a former area the code of its
// successor, regions codes of their own, and 492 the code of Monaco.
func agrees(a *codes.Area, iso3 string) bool {
	iso3 = strings.TrimSpace(iso3)
	return a.Code == iso3 || strings.HasPrefix(a.Code, "_") || a.Code == "WLD" || a.Code == "TWN" && iso3 == "S19" || a.Code == "XKX" && iso3 == "_KS"
}

func TestEveryNumberOfComtradeIsKnown(t *testing.T) {
	for _, name := range []string{"comtrade_fixtures/country_codes.csv", "comtrade_fixtures/reporter.csv", "comtrade_fixtures/partner.csv"} {
		for _, row := range published(t, name, ',') {
			n, err := strconv.Atoi(row[0])
			if err != nil {
				t.Fatal(err)
			}
			a, ok := codes.ByComtrade(n)
			if !ok || !agrees(a, row[2]) {
				t.Errorf("%d %s (%s) is %v", n, row[1], row[2], a)
				continue
			}
			if exit, _ := strconv.Atoi(row[6]); exit != 0 && a.Kind != codes.Former && a.To == 0 && !frenchOverseas(a.Code) && a.Code != "VIR" {
				t.Errorf("%s ended in %d and is %+v", row[1], exit, a)
			}
		}
	}
}

// frenchOverseas are countries of ISO whose trade went into that of France.
func frenchOverseas(code string) bool {
	return slices.Contains([]string{"GUF", "GLP", "MTQ", "REU", "MYT"}, code)
}

func TestEveryNumberOfBACIIsKnown(t *testing.T) {
	for _, row := range published(t, "baci_codes/country_codes_V202301.csv", ';') {
		n, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		a, ok := codes.ByBACI(n)
		if !ok || row[4] != "N/A" && !agrees(a, row[4]) || !slices.Contains(a.BACI, n) {
			t.Errorf("%d %s (%s) is %v", n, row[1], row[4], a)
		}
	}
}

func TestEveryCountryOfGeoDistIsKnown(t *testing.T) {
	former := map[string]string{"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "YUG": "YUG"} // alpha-3 of the 1990s
	for _, row := range published(t, "cepii_geodist/geo_cepii.csv", ',') {
		code := row[1]
		if present := former[code]; present != "" {
			code = present
		}
		if _, ok := codes.ByISO3(code); !ok {
			t.Errorf("%s %s is unknown", row[1], row[3])
		}
	}
}

func TestTheHeadingsOfHS2017AreThoseOfBACI(t *testing.T) {
	has := map[string]bool{}
	for _, row := range published(t, "baci_codes/product_codes_HS17_V202301.csv.gz", ',') {
		code := row[0]
		if len(code) == 5 { // the list lost its leading zeros
			code = "0" + code
		}
		has[code[:4]] = true
		if fault := codes.ProductFault("HS17", code); fault != "" {
			t.Errorf("%s %s", code, fault)
		}
	}
	for h := 101; h < 9800; h++ {
		code := strconv.Itoa(10000 + h)[1:]
		if codes.ValidProduct("HS17", code) && !has[code] {
			t.Errorf("%s is no heading of HS 2017", code)
		}
	}
}

func TestTheHeadingsOfAllRevisionsAreThoseOfComtrade(t *testing.T) {
	has := map[string]bool{}
	for _, row := range published(t, "comtrade_fixtures/cmd_hs.csv", ',') {
		has[row[0]] = true
		if row[0] != "77" && !codes.ValidProduct("HS", row[0]) {
			t.Errorf("%s %s", row[0], codes.ProductFault("HS", row[0]))
		}
	}
	for h := 101; h < 9800; h++ {
		if code := strconv.Itoa(10000 + h)[1:]; codes.ValidProduct("HS", code) && !has[code] {
			t.Errorf("%s is no heading", code)
		}
	}
}

func TestEveryUnitOfComtradeIsKnown(t *testing.T) {
	for _, row := range published(t, "comtrade_fixtures/qtyunit.csv", ',') {
		n, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		if u, ok := codes.UnitByCode(n); !ok || u.Abbr != row[1] {
			t.Errorf("unit %d %s is %v", n, row[1], u)
		}
	}
}
