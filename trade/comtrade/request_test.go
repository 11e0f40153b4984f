package comtrade

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)

func TestPeriodsAreYearsRangesAndMonths(t *testing.T) {
	for _, c := range []struct {
		text    string
		monthly bool
		want    string
	}{
		{"2023", false, "2023"}, {"2018-2020", false, "2018 2019 2020"}, {"2018..2020", false, "2018 2019 2020"}, {"2023,2020,2023", false, "2020 2023"},
		{"2025-2030", false, "2025 2026"}, {"2026", true, "202601 202602 202603"}, {"2023-04", true, "202304"}, {"202304", true, "202304"},
		{"2023-11..2024-02", true, "202311 202312 202401 202402"}, {"2023-12..2024", true, "202312 202401 202402 202403 202404 202405 202406 202407 202408 202409 202410 202411 202412"},
	} {
		got, err := ParsePeriods(c.text, c.monthly, day)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, %v, want %s", c.text, got, err, c.want)
		}
	}
	for text, want := range map[string]string{"2023-04": "is a month, and annual figures", "2027": "lies ahead", "1950": "holds nothing of", "20x3": "is no period", "": "is no period",
		"2024-2020": "ends before it begins", "2023-13": "is no period", "2020..": "is no period"} {
		if got, err := ParsePeriods(text, false, day); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestReportersHaveTheNumberUnderWhichTheyReport(t *testing.T) {
	for _, c := range []struct{ words, periods, want string }{
		{"KAZ,HRV", "2023", "[191 398]"}, {"fra,usa,india", "2023", "[251 699 842]"}, {"western balkans", "2023", "[8 70 412 499 688 807]"}, {"SRB,SRB", "2023", "[688]"},
		{"SCG", "2003", "[891]"}, {"balkans", "2003", "[8 70 100 191 300 412 642 705 807]"},
	} {
		got, err := ParseReporters(strings.Split(c.words, ","), strings.Split(c.periods, ","))
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, %v, want %s", c.words, got, err, c.want)
		}
	}
	for words, want := range map[string]string{"KAZ,Atlantis": `"Atlantis" is no area and no group`, "SCG": "reports nothing to UN Comtrade in these periods", "world": "reports nothing", "_NES": "reports nothing", "MCO": "reports nothing"} {
		if got, err := ParseReporters(strings.Split(words, ","), []string{"2023"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v, want %q", words, got, err, want)
		}
	}
}

func TestPartnersAreAskedForByAllTheirNumbers(t *testing.T) {
	for words, want := range map[string]string{"USA": "[840 842]", "world": "[0]", "all": "[]", "TWN,HRV": "[158 191 490]", "visegrad": "[203 348 616 703]", "_NES": "[899]"} {
		got, err := ParsePartners(strings.Split(words, ","))
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s: %v, %v, want %s", words, got, err, want)
		}
	}
	if got, err := ParsePartners([]string{"MCO"}); err == nil {
		t.Errorf("Monaco has numbers %v", got)
	}
}

func TestProductsFlowsAndClassificationsAreChecked(t *testing.T) {
	if got, err := ParseProducts("H6", []string{"6", "27", "total", "270900"}); err != nil || fmt.Sprint(got) != "[27 270900 AG6 TOTAL]" {
		t.Error(got, err)
	}
	if got, err := ParseProducts("H4", []string{"8549"}); err == nil || !strings.Contains(err.Error(), "a heading that this revision lacks") {
		t.Error(got, err)
	}
	if got, err := ParseFlows([]string{"x", "M"}); err != nil || fmt.Sprint(got) != "[M X]" {
		t.Error(got, err)
	}
	if got, err := ParseFlows([]string{"E"}); err == nil {
		t.Error(got)
	}
	for word, want := range map[string]string{"HS": "HS", "hs22": "H6", "SITC4": "S4"} {
		if got, err := ParseClassification(word); err != nil || got != want {
			t.Error(word, got, err)
		}
	}
	for _, word := range []string{"CN", "NACE"} {
		if got, err := ParseClassification(word); err == nil {
			t.Error(word, got)
		}
	}
}

func years(n int) []string {
	var out []string
	for y := 2024 - n + 1; y <= 2024; y++ {
		out = append(out, fmt.Sprint(y))
	}
	return out
}

func TestAPlanAsksForEveryCellOnceAndStaysUnderTheCap(t *testing.T) {
	everyone, err := ParseReporters([]string{"all"}, []string{"2023"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		r     Request
		limit int
		calls int
	}{
		{"totals of two reporters", Request{Reporters: []int{191, 398}, Periods: years(7), Flows: []string{"M", "X"}, Products: []string{"TOTAL"}}, CapFree, 1},
		{"thirteen years are more than a call takes", Request{Reporters: []int{398}, Periods: years(13), Flows: []string{"X"}, Products: []string{"TOTAL"}}, CapFree, 2},
		{"subheadings of a year and a flow fill a call", Request{Reporters: []int{398}, Periods: years(3), Flows: []string{"M", "X"}, Products: []string{"AG6"}}, CapFree, 6},
		{"a premium key takes both flows", Request{Reporters: []int{398}, Periods: years(3), Flows: []string{"M", "X"}, Products: []string{"AG6"}}, CapPremium, 3},
		{"a preview of totals", Request{Reporters: []int{398}, Periods: years(2), Flows: []string{"M", "X"}, Products: []string{"TOTAL"}}, CapPreview, 4},
		{"totals of the world", Request{Reporters: everyone, Periods: years(1), Flows: []string{"M", "X"}, Products: []string{"TOTAL"}}, CapPremium, 1},
	} {
		c.r.Frequency, c.r.Classification = Annual, "HS"
		p, err := NewPlan([]Request{c.r}, true, c.limit)
		if err != nil || len(p.Calls) != c.calls {
			t.Errorf("%s: %d calls, %v, want %d", c.what, len(p.Calls), err, c.calls)
			continue
		}
		seen := map[string]bool{}
		for i := range p.Calls {
			call := &p.Calls[i]
			if !call.fits() {
				t.Errorf("%s: %s does not fit", c.what, call.Words())
			}
			for _, rep := range call.Reporters {
				for _, y := range call.Periods {
					for _, f := range call.Flows {
						key := fmt.Sprint(rep, y, f)
						if seen[key] {
							t.Errorf("%s: %s twice", c.what, key)
						}
						seen[key] = true
					}
				}
			}
		}
		if want := len(c.r.Reporters) * len(c.r.Periods) * len(c.r.Flows); len(seen) != want {
			t.Errorf("%s: %d cells of %d", c.what, len(seen), want)
		}
	}
}

func TestAPlanWithoutEndIsRefused(t *testing.T) {
	everyone, err := ParseReporters([]string{"all"}, []string{"2023"})
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Frequency: Annual, Classification: "HS", Reporters: everyone, Periods: years(12), Flows: []string{"M", "X"}, Products: []string{"AG6"}}
	if _, err := NewPlan([]Request{r}, false, CapPreview); err == nil || !strings.Contains(err.Error(), "more than 20000 calls") {
		t.Error(err)
	}
}

func TestSplittingAllPartnersKeepsEveryNumber(t *testing.T) {
	c := Call{Request: Request{Frequency: Annual, Classification: "HS", Reporters: []int{398}, Periods: []string{"2023"}, Flows: []string{"X"}, Products: []string{"AG6"}}, Key: true, Cap: CapFree}
	h := c.Split()
	if len(h) != 2 {
		t.Fatal(h)
	}
	both := slices.Concat(h[0].Partners, h[1].Partners)
	if !slices.Equal(both, partnerNumbers()) || !slices.Contains(both, 0) || len(both) < 290 {
		t.Errorf("%d partners", len(both))
	}
	if len(h[0].target()) > maxURL {
		t.Errorf("an address of %d characters", len(h[0].target()))
	}
}

func FuzzParsePeriods(f *testing.F) {
	for _, s := range []string{"2023", "2018-2024", "2023-04..2024-03", "202304", "9999", "-", ",", "2020.."} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, monthly bool) {
		got, err := ParsePeriods(s, monthly, day)
		if err != nil {
			return
		}
		if len(got) == 0 || !slices.IsSorted(got) {
			t.Errorf("%q gave %v", s, got)
		}
		for _, p := range got {
			if y := year(p); y < firstYear || y > 2026 {
				t.Errorf("%q gave %s", s, p)
			}
		}
	})
}
