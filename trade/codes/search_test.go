package codes_test

import (
	"testing"

	"dragoman/trade/codes"
)

func TestSearchPutsTheNearestFirst(t *testing.T) {
	for words, want := range map[string]string{
		"crude": "2709", "crude oil": "2709", "2709": "2709", "27": "27", "KAZ": "KAZ", "kazakhstan": "KAZ", "hr": "HRV", "699": "IND", "TURKIYE": "TUR",
		"visegrad": "VISEGRAD", "western balkans": "WBALKANS", "bunkers": "_BNK", "soviet": "SUN", "hs22": "H6", "290943": "290943", "84158190": "84158190", "kilograms": "8", "XS": "SRB",
	} {
		hits := codes.Search(words)
		if len(hits) == 0 || hits[0].Code != want {
			t.Errorf("%s: %v, want %s first", words, hits[:min(len(hits), 3)], want)
		}
	}
	for _, words := range []string{"", " ", "xylophagous", "!"} {
		if hits := codes.Search(words); len(hits) != 0 {
			t.Errorf("%q found %v", words, hits)
		}
	}
}

func TestSearchForACodeFindsWhatIsBelowIt(t *testing.T) {
	var below []string
	for _, h := range codes.Search("27") {
		if h.Kind == "product" {
			below = append(below, h.Code)
		}
	}
	if len(below) < 5 || below[0] != "27" || below[1][:2] != "27" {
		t.Errorf("27 found %v", below)
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"crude", "2709", "KAZ", "-1", "é", "\xff", "the"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range codes.Search(s) {
			if h.Code == "" || h.Name == "" {
				t.Errorf("%q found %+v", s, h)
			}
		}
	})
}
