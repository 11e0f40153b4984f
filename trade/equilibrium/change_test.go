package equilibrium

import (
	"slices"
	"strings"
	"testing"
)

func mustChange(t testing.TB, text string) Change {
	t.Helper()
	c, err := ParseChange(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestChangesReachTheirPairs reads changes and lists the directed pairs they are about, in a world of A, B, C and D.
func TestChangesReachTheirPairs(t *testing.T) {
	w := world(t, NoChange(4))
	w.Codes = []string{"A", "B", "C", "D"}
	base := &Base{World: w}
	for _, c := range []struct{ text, pairs, spelt string }{
		{"A,B:fta", "AB BA", "A,B:fta"},
		{" A , B : fta = ON ", "AB BA", "A,B:fta"},
		{"A>B:fta", "AB", "A>B:fta"},
		{"A,B:fta=off", "AB BA", "A,B:fta=off"},
		{"A,B,C:fta", "AB AC BA BC CA CB", "A,B,C:fta"},
		{"A+B,C:fta", "AC BC CA CB", "A+B,C:fta"},
		{"A+B+A:fta", "AB BA", "A+B:fta"},
		{"A+B>B+C:cost=-5%", "AB AC BC", "A+B>B+C:cost=-5%"},
		{"*>D:border=0", "AD BD CD", "*>D:border=off"},
		{"D,*:fta", "AD BD CD DA DB DC", "D,*:fta"},
		{"*:fta", "AB AC AD BA BC BD CA CB CD DA DB DC", "*:fta"},
		{"a>a:cost=2.5%", "AA", "a>a:cost=2.5%"},
	} {
		change := mustChange(t, c.text)
		if got := change.String(); got != c.spelt {
			t.Errorf("%q is spelt %q, want %q", c.text, got, c.spelt)
		}
		sides := make([][]int, len(change.Sides))
		for k, names := range change.Sides {
			for _, name := range names {
				members, _, err := base.Find(name)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range members {
					if !slices.Contains(sides[k], i) {
						sides[k] = append(sides[k], i)
					}
				}
			}
		}
		var got []string
		for i, row := range change.reach(sides, 4) {
			for j, meant := range row {
				if meant {
					got = append(got, w.Codes[i]+w.Codes[j])
				}
			}
		}
		if have := strings.Join(got, " "); have != c.pairs {
			t.Errorf("%q is about %q, want %q", c.text, have, c.pairs)
		}
	}
}

func TestBadChangesAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"KAZ,HRV":              "says not what changes",
		"":                     "says not what changes",
		"KAZ,:fta":             "lacks a country",
		":fta":                 "lacks a country",
		"KAZ+,HRV:fta":         "lacks a country",
		"KAZ>HRV>SRB:fta":      "mixes > with another",
		"KAZ>HRV,SRB:fta":      "mixes > with another",
		"KAZ,HRV:":             `"" is no variable`,
		"KAZ,HRV:free trade":   "is no variable",
		"KAZ,HRV:fta=-5%":      "is no state of fta",
		"KAZ,HRV:cost":         "is no change of trade costs",
		"KAZ,HRV:cost=-5":      "is no change of trade costs",
		"KAZ,HRV:cost=-100%":   "cannot change by -100%",
		"KAZ,HRV:cost=1e9%":    "cannot change by 1e9%",
		"KAZ,HRV:cost=nan%":    "cannot change by nan%",
		"KAZ,HRV:cost=twice%":  "is no change of trade costs",
		"KAZ,HRV:cost= - 5 % ": "is no change of trade costs",
	} {
		_, err := ParseChange(text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want one line with %q", text, err, want)
		}
	}
}

// FuzzParseChange: nothing panics, and a change that is read is read the same from its own spelling.
func FuzzParseChange(f *testing.F) {
	for _, seed := range []string{"KAZ,HRV:fta", "EU27,KAZ+UZB:fta=off", "KAZ>HRV:cost=-5%", "*:border=0", "a:b:c", "Côte d'Ivoire,KAZ:fta", ":", "+,>:=%", "A,B:cost=0x1p-3%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseChange(text)
		if err != nil {
			return
		}
		again, err := ParseChange(c.String())
		if err != nil {
			t.Fatalf("%q is spelt %q, which is refused: %v", text, c.String(), err)
		}
		if again.String() != c.String() || !slices.EqualFunc(again.Sides, c.Sides, slices.Equal) {
			t.Fatalf("%q is spelt %q, then %q", text, c.String(), again.String())
		}
		if c.Cost <= 0 {
			t.Fatalf("%q makes trade costs %g", text, c.Cost)
		}
	})
}
