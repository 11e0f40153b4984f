package trade

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade/bilateral"
	"dragoman/trade/expected"
)

// lawful is trade of countries made by a gravity equation with the coefficients -1 of log(dist) and 0.5 of contig, in 2021 and 2022, the
// second year twice the first. Each row stands under the reporter of the flow.
func lawful(countries []string, flow Flow, product string) []Row {
	var rows []Row
	for i, a := range countries {
		for j, b := range countries {
			p, known := bilateral.Of(a, b)
			if !known {
				continue
			}
			v := 1e12 * float64(1+i%7) * float64(1+j%5) / p.Distance
			if p.Border {
				v *= math.Exp(0.5)
			}
			r := Row{Reporter: a, Partner: b, Flow: flow, Product: product, Weight: 1}
			if flow == Import {
				r.Reporter, r.Partner = b, a
			}
			for k, year := range []string{"2021", "2022"} {
				r.Period, r.Value = year, v*float64(k+1)
				rows = append(rows, r)
			}
		}
	}
	return rows
}

func sixty() []string {
	list := slices.Clone(bilateral.Areas()[:57])
	return append(list, "HRV", "KAZ", "SRB")
}

func TestPotentialWithAGravityEstimate(t *testing.T) {
	for _, flow := range []Flow{Export, Import} {
		m := NewMemory()
		m.Add(dragoman.Dataset{ID: "lawful", Classification: "HS92", Currency: "USD"}, lawful(sixty(), flow, "270900"))
		p, err := Assess(context.Background(), m, "KAZ", PotentialOptions{Partners: []string{"HRV", "SRB", "ZWE"}, Gravity: true})
		if err != nil {
			t.Fatal(err)
		}
		if p.Gravity == nil || p.Gravity.Countries != 60 || p.Gravity.Unit != "million USD" || p.Gravity.Year != "2022" {
			t.Fatalf("%s: %+v", flow, p.Gravity)
		}
		for _, c := range p.Gravity.Coefficients {
			want := map[string]float64{"log(dist)": -1, "contig": 0.5}[c.Name]
			if math.Abs(c.Estimate-want) > 1e-6 {
				t.Errorf("%s: %s %v, want %v", flow, c.Name, c.Estimate, want)
			}
		}
		for _, pp := range p.Partners {
			if !pp.Gravity.OK() || math.Abs(pp.Gravity.Value-1) > 1e-6 || math.Abs(pp.Expectation.Actual-pp.Actual) > 1e-6*pp.Actual {
				t.Errorf("%s: %s %+v of %v", flow, pp.Partner.Code, pp.Gravity, pp.Actual)
			}
		}
	}
}

// A reporter who left a year out has the mean of the other, not half of it.
func TestMeanIsOverTheYearsReported(t *testing.T) {
	rows := slices.DeleteFunc(lawful(sixty(), Export, "270900"), func(r Row) bool { return r.Reporter == "HRV" && r.Period == "2022" })
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "gap", Classification: "HS92", Currency: "USD"}, rows)
	p, err := Assess(context.Background(), m, "KAZ", PotentialOptions{Gravity: true})
	if err != nil {
		t.Fatal(err)
	}
	x, ok := p.Gravity.Open("HRV", "SRB")
	want := slices.IndexFunc(rows, func(r Row) bool { return r.Reporter == "HRV" && r.Partner == "SRB" })
	if !ok || math.Abs(x.Actual-rows[want].Value) > 1e-9*rows[want].Value {
		t.Errorf("Croatia to Serbia %+v, want %v", x, rows[want].Value)
	}
}

func TestNoGravityEstimateIsExplained(t *testing.T) {
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "few", Classification: "HS92", Currency: "USD"}, lawful(append(sixty()[:45], "KAZ", "ALA", "ATA", "BVT", "IOT", "LIE"), Export, "270900"))
	rows := m.rows["few"]
	for _, code := range []string{"ALA", "ATA", "BVT", "IOT", "LIE"} {
		rows = append(rows, Row{Period: "2022", Reporter: code, Partner: "KAZ", Flow: Export, Product: "270900", Value: 1})
	}
	m.rows["few"] = rows
	p, err := Assess(context.Background(), m, "KAZ", PotentialOptions{Gravity: true})
	if err != nil {
		t.Fatal(err)
	}
	if p.Gravity != nil || !strings.Contains(p.Partners[0].Gravity.Because, "46 countries report, of which distances are known; an estimate needs 50") {
		t.Errorf("%+v", p.Partners[0].Gravity)
	}
}

func TestSquareTakesTheOtherSideWhereTheExporterIsSilent(t *testing.T) {
	rows := slices.DeleteFunc(lawful(sixty(), Export, Total), func(r Row) bool { return r.Reporter == "KAZ" || r.Reporter == "SRB" })
	imports := slices.DeleteFunc(lawful(sixty(), Import, Total), func(r Row) bool { return r.Reporter != "HRV" })
	for i := range imports {
		imports[i].Value *= 1.1 // CIF
	}
	rows = append(rows, imports...)
	rows = append(rows, Row{Period: "2022", Reporter: "HRV", Partner: "_NES", Flow: Export, Product: Total, Value: 1e12})
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "both", Currency: "USD", From: "2021", To: "2022"}, rows)
	s, err := ReadSquare(context.Background(), m, "both", "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Year != "2022" || len(s.Codes) != 60 || !reflect.DeepEqual(s.Mirrored, []string{"KAZ", "SRB"}) || s.Unknown != 2*58 {
		t.Errorf("%s, %d countries, mirrored %v, unknown %d", s.Year, len(s.Codes), s.Mirrored, s.Unknown)
	}
	at := func(a, b string) float64 { return s.Value[slices.Index(s.Codes, a)][slices.Index(s.Codes, b)] }
	own := lawful(sixty(), Export, Total)
	value := func(a, b string) float64 {
		return own[slices.IndexFunc(own, func(r Row) bool { return r.Reporter == a && r.Partner == b && r.Period == "2022" })].Value
	}
	if got, want := at("KAZ", "HRV"), 1.1*value("KAZ", "HRV"); math.Abs(got-want) > 1e-9*want {
		t.Errorf("Kazakhstan to Croatia %v, want Croatia's word %v", got, want)
	}
	if got := at("HRV", "KAZ"); got != value("HRV", "KAZ") {
		t.Errorf("Croatia to Kazakhstan %v, want its own word", got)
	}
	if notes := strings.Join(s.Notes(), " "); !strings.Contains(notes, ": 2 (KAZ, SRB)") || !strings.Contains(notes, "no trade: 116") || !strings.Contains(notes, "no country") {
		t.Errorf("notes %q", notes)
	}
}

func TestSquareRefusesWhatIsNotTheWorld(t *testing.T) {
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "few", Currency: "USD", From: "2021", To: "2022"}, lawful(sixty()[:20], Export, Total))
	m.Add(dragoman.Dataset{ID: "oil", Classification: "HS92", Currency: "USD", From: "2021", To: "2022"}, lawful(sixty(), Export, "270900"))
	months := lawful(sixty(), Export, Total)
	for i := range months {
		months[i].Period += "-05"
	}
	m.Add(dragoman.Dataset{ID: "may", Currency: "USD", From: "2021-05", To: "2022-05"}, months)
	for _, c := range []struct{ id, year, want string }{
		{"few", "", "few: holds whole years of 20 countries at most; the world takes 50"},
		{"oil", "", "oil: holds goods of 1 chapters only"},
		{"may", "", "may: holds whole years of 0 countries at most"},
		{"oil", "1990", "oil has no whole year 1990; choose one from 2021 to 2022"},
		{"none", "", "there is no dataset none"},
	} {
		if _, err := ReadSquare(context.Background(), m, c.id, c.year); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v", c.id, c.year, err)
		}
	}
}

func TestLeastReportersAreThoseOfTheEstimate(t *testing.T) {
	if leastReporters != expected.Least {
		t.Errorf("an assessment takes %d reporters, an estimate %d", leastReporters, expected.Least)
	}
}
