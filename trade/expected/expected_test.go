package expected

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragoman/trade/bilateral"
	"dragoman/trade/frame"
	"dragoman/trade/gravity"
)

// truth are the coefficients that made-up trade is made with.
var truth = map[string]float64{"log(dist)": -0.9, "contig": 0.5, "lang": 0.3, "colony": 0.6, "fta": 0.4}

// made makes trade of countries by the equation in 2020: exact, or times noise of mean 1, some of it zeros.
func made(countries []string, noisy bool) *Flows {
	r := rand.New(rand.NewPCG(11, 13))
	countries = slices.Clone(countries)
	n := len(countries)
	f := &Flows{Codes: countries, Value: make([][]float64, n), Scale: 1e6, Unit: "million USD", Year: "2020"}
	sells, buys := make([]float64, n), make([]float64, n)
	for i := range n {
		sells[i], buys[i] = 10+2*r.NormFloat64(), 9+2*r.NormFloat64()
	}
	agreements := bilateral.NetworkOn("2020-07-01", countries)
	for i, a := range countries {
		f.Value[i] = make([]float64, n)
		for j, b := range countries {
			p, known := bilateral.Of(a, b)
			if !known {
				f.Value[i][j] = math.NaN()
				continue
			}
			v := 1e6 * math.Exp(sells[i]+buys[j]+truth["log(dist)"]*math.Log(p.Distance)+truth["contig"]*float64(bit(p.Border))+
				truth["lang"]*float64(bit(p.Language))+truth["colony"]*float64(bit(p.Colony))+truth["fta"]*float64(bit(agreements.Has(a, b))))
			if noisy {
				v *= float64(r.IntN(3)) // 0, 1 or 2
			}
			f.Value[i][j] = v
		}
	}
	return f
}

func TestExactTradeGivesBackItsCoefficients(t *testing.T) {
	e, err := Fit(t.Context(), made(bilateral.Areas()[:80], false))
	if err != nil {
		t.Fatal(err)
	}
	// Nothing lies between Curaçao and the Netherlands Antilles that it was of.
	if e.Countries != 80 || e.N != 80*79-2 || e.Zeros != 0 {
		t.Errorf("%d countries, %d pairs, %d zeros", e.Countries, e.N, e.Zeros)
	}
	for _, c := range e.Coefficients {
		if math.Abs(c.Estimate-truth[c.Name]) > 1e-6 {
			t.Errorf("%s: %v, want %v", c.Name, c.Estimate, truth[c.Name])
		}
	}
	if r, because := e.Ratio("AUT", "BIH"); because != "" || math.Abs(r-1) > 1e-6 {
		t.Errorf("Austria to Bosnia %v %s", r, because)
	}
}

func TestNoisyTradeGivesBackItsCoefficientsWithinTheirErrors(t *testing.T) {
	f := made(bilateral.Areas(), true)
	e, err := Fit(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if e.Zeros < e.N/4 || len(e.Coefficients) != len(truth) || *e.PseudoR2 <= 0 {
		t.Errorf("%+v", e)
	}
	for _, c := range e.Coefficients {
		if math.Abs(c.Estimate-truth[c.Name]) > 4*c.SE || c.SE > 0.2 {
			t.Errorf("%s: %v (%v), want %v", c.Name, c.Estimate, c.SE, truth[c.Name])
		}
	}
	if again, _ := Fit(t.Context(), f); !reflect.DeepEqual(e.Coefficients, again.Coefficients) || !reflect.DeepEqual(e.pairs, again.pairs) {
		t.Error("the same trade gives another estimate")
	}
	if !reflect.DeepEqual(e.Derived, []string{"ASM", "BES", "BLM", "CUW", "GUM", "MNE", "MYT", "SRB", "SSD", "SXM", "XKX"}) {
		t.Errorf("derived: %v", e.Derived)
	}
}

// Fitted trade of an exporter sums to what it exports, whatever it sells to whom.
func TestExpectationsAddUpToTrade(t *testing.T) {
	e, err := Fit(t.Context(), made(bilateral.Areas()[:60], true))
	if err != nil {
		t.Fatal(err)
	}
	var actual, fitted float64
	for pair, c := range e.pairs {
		if pair[0] == "ALB" {
			actual, fitted = actual+c.actual, fitted+c.fitted
		}
	}
	if math.Abs(actual-fitted) > 1e-6*actual {
		t.Errorf("Albania exports %v, expected %v", actual, fitted)
	}
}

func TestPairOpensToItsExpectation(t *testing.T) {
	e, err := Fit(t.Context(), made(bilateral.Areas(), true))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := e.Open("KAZ", "SRB")
	if !ok || p.Treaty != "Kazakhstan and Serbia" || p.Distance != 3914 || !strings.Contains(p.Measured, "predecessor") {
		t.Fatalf("%+v", p)
	}
	index := p.Effects
	for _, term := range p.Terms {
		index += term.Coefficient * term.Value
	}
	if want := 1e6 * math.Exp(index); math.Abs(p.Expected-want) > 1e-9*want {
		t.Errorf("expected %v, its terms make %v", p.Expected, want)
	}
	if r, _ := e.Ratio("KAZ", "SRB"); math.Abs(r*p.Expected-p.Actual) > 1e-9*p.Expected {
		t.Errorf("ratio %v, actual %v, expected %v", r, p.Actual, p.Expected)
	}
}

func TestWhoIsNotCoveredIsNamed(t *testing.T) {
	f := made(bilateral.Areas()[:60], true)
	f.Codes[7], f.Codes[8] = "VAT", "LIE" // of which no distances are known
	e, err := Fit(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(e.Without, []string{"LIE", "VAT"}) {
		t.Errorf("without %v", e.Without)
	}
	for pair, want := range map[[2]string]string{{"ALB", "VAT"}: "no distances of VAT are known", {"ZWE", "ALB"}: "ZWE does not report in these figures"} {
		if _, because := e.Ratio(pair[0], pair[1]); because != want {
			t.Errorf("%v: %s", pair, because)
		}
		if _, ok := e.Open(pair[0], pair[1]); ok {
			t.Errorf("%v opens", pair)
		}
	}
}

func TestTooFewCountriesAreRefused(t *testing.T) {
	if _, err := Fit(t.Context(), made(bilateral.Areas()[:49], true)); err == nil || !strings.Contains(err.Error(), "49 countries report") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkYear(b *testing.B) {
	f := made(bilateral.Areas(), true)
	for b.Loop() {
		if _, err := Fit(context.Background(), f); err != nil {
			b.Fatal(err)
		}
	}
}

// The trade of 166 countries in 2006 (Head, Mayer and Ries 2010): distances, ties and agreements that ship with the program tell the same
// as those that the authors give with it, within two standard errors.
func TestTradeOf2006(t *testing.T) {
	const path = "../../../shared/data/trade/gravity_zeros/gravity_zeros_2006.csv.gz"
	if _, err := os.Stat(path); err != nil {
		t.Skip("the shared data are not here")
	}
	table, err := frame.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	e, err := Fit(t.Context(), flowsOf(t, table))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := gravity.Fit(t.Context(), table, gravity.Spec{Y: "flow", X: []string{"log(distw)", "contig", "comlang_off", "rta"}, FixedEffects: []string{"iso_o", "iso_d"}})
	if err != nil {
		t.Fatal(err)
	}
	if e.N != theirs.N || e.Countries != 166 {
		t.Errorf("%d pairs of %d countries, want %d", e.N, e.Countries, theirs.N)
	}
	for k, ours := range []int{0, 1, 2, 4} { // they have no colonial ties
		if got, want := e.Coefficients[ours], theirs.Coefficients[k]; math.Abs(got.Estimate-want.Estimate) > 2*want.SE {
			t.Errorf("%s: %.3f (%.3f), by their own variables %.3f (%.3f)", got.Name, got.Estimate, got.SE, want.Estimate, want.SE)
		}
	}
}

// flowsOf lays the rows of the file out by pair; those it lacks are not known.
func flowsOf(t *testing.T, table *frame.Frame) *Flows {
	t.Helper()
	v, err := table.Numbers("flow")
	if err != nil {
		t.Fatal(err)
	}
	place, f := map[string]int{}, &Flows{Unit: "million USD", Year: "2006"}
	cell := func(row int, column string) int {
		code, _ := table.Text(row, column)
		if now := map[string]string{"ROM": "ROU", "ZAR": "COD", "YUG": "SCG"}[code]; now != "" {
			code = now
		}
		i, known := place[code]
		if !known {
			i = len(f.Codes)
			place[code] = i
			f.Codes = append(f.Codes, code)
		}
		return i
	}
	for r := range v {
		cell(r, "iso_o")
	}
	for range f.Codes {
		f.Value = append(f.Value, slices.Repeat([]float64{math.NaN()}, len(f.Codes)))
	}
	for r := range v {
		f.Value[cell(r, "iso_o")][cell(r, "iso_d")] = v[r]
	}
	return f
}
