package trade

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// list makes cells of values; codes ascend.
func list(values ...float64) []Cell {
	var out []Cell
	for i, v := range values {
		out = append(out, Cell{Code: fmt.Sprintf("%04d", i), Value: v, Weight: math.NaN()})
	}
	return out
}

// near compares with a relative tolerance of 1e-12, that of sums in another order.
func near(t *testing.T, name string, got Measure, want float64) {
	t.Helper()
	if !got.OK() || math.Abs(got.Value-want) > 1e-12*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", name, got, want)
	}
}

// Expected values are computed by hand in the comments.
func TestMetricsByHand(t *testing.T) {
	near(t, "share", Share(3, 12), 0.25)
	near(t, "growth", Growth(200, 250), 0.25)
	near(t, "decline to nothing", Growth(200, 0), -1)
	near(t, "compound growth", CompoundGrowth(100, 121, 2), 0.1)
	near(t, "contribution", Contribution(20, 50, 300), 0.1)
	near(t, "concentration of equals", Concentration(list(5, 5, 5)), 0)
	near(t, "concentration of one", Concentration(list(0, 7)), 1)
	near(t, "concentration", Concentration(list(50, 30, 20)), (0.38-1.0/3)/(1-1.0/3)) // H = .25 + .09 + .04
	near(t, "rca", RCA(30, 100, 50, 1000), 6)                                         // .3 / .05
	near(t, "symmetric rca", SymmetricRCA(Known(3)), 0.5)
	near(t, "similarity", Similarity(list(5, 5), list(2, 8)), 0.7)             // min(.5,.2) + min(.5,.8)
	near(t, "complementarity", Complementarity(list(5, 5), list(2, 8)), 0.7)   // 1 - (.3 + .3) / 2
	near(t, "intensity", Intensity(10, 100, 50, 1000, 200), 1.6)               // .1 / (50 / 800)
	near(t, "intra-industry trade", GrubelLloyd(list(10, 0), list(5, 5)), 0.5) // 1 - 10 / 20
	near(t, "unit value", UnitValue(300, 200), 1.5)
	near(t, "per barrel", PerBarrel(733, 1000), 100) // a tonne for 733
	if r := RankOf(list(5, 9, 9, 0), "0000"); r != (Rank{3, 3}) {
		t.Errorf("rank %v, want 3 of 3", r)
	}
	if r := RankOf(list(5, 9, 9, 0), "0002"); r != (Rank{1, 3}) {
		t.Errorf("equals share a place: %v", r)
	}
	if r := RankOf(list(5, 9, 9, 0), "0003"); r.String() != "none of 3" {
		t.Errorf("rank without trade: %v", r)
	}
}

func TestWhatCannotBeComputedSaysWhy(t *testing.T) {
	for name, m := range map[string]Measure{
		"share": Share(1, 0), "growth": Growth(0, 5), "compound": CompoundGrowth(0, 5, 3), "no years": CompoundGrowth(5, 5, 0), "contribution": Contribution(0, 1, 0),
		"concentration": Concentration(nil), "rca": RCA(1, 0, 1, 1), "rca of no world": RCA(1, 1, 0, 1), "similarity": Similarity(list(1), nil),
		"complementarity": Complementarity(nil, list(1)), "intensity": Intensity(1, 0, 1, 1, 0), "intensity of no partner": Intensity(1, 1, 0, 1, 0),
		"intra-industry": GrubelLloyd(nil, nil), "unit value": UnitValue(1, math.NaN()), "weightless": UnitValue(1, 0), "infinite": Known(math.Inf(1)),
		"symmetric": SymmetricRCA(Unavailable("x")),
	} {
		if m.OK() || m.Because == "" || m.Value != 0 {
			t.Errorf("%s: got %v, want no value and a reason", name, m)
		}
	}
}

func TestMeasureSurvivesJSON(t *testing.T) {
	for _, m := range []Measure{Known(1.5), Known(0), Unavailable("no figures")} {
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back Measure
		if err := json.Unmarshal(data, &back); err != nil || back != m {
			t.Errorf("%v became %v by way of %s (%v)", m, back, data, err)
		}
	}
}

// random makes n cells, some of them zero.
func random(r *rand.Rand, n int) []Cell {
	values := make([]float64, n)
	for i := range values {
		if r.IntN(4) > 0 {
			values[i] = math.Exp(r.NormFloat64() * 3)
		}
	}
	values[0]++
	return list(values...)
}

func TestMetricsKeepTheirLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 2 + r.IntN(40)
		a, b := random(r, n), random(r, n)
		world := make([]Cell, n)
		for i := range world {
			world[i] = Cell{Code: a[i].Code, Value: a[i].Value + b[i].Value}
		}
		sumA, _ := total(a)
		sumB, _ := total(b)
		var shares, mean, contributions float64
		for i := range a {
			shares += Share(a[i].Value, sumA).Value
			contributions += Contribution(a[i].Value, b[i].Value, sumA).Value
			if world[i].Value > 0 {
				mean += world[i].Value / (sumA + sumB) * RCA(a[i].Value, sumA, world[i].Value, sumA+sumB).Value
			}
		}
		close := func(name string, got, want float64) {
			if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
				t.Fatalf("%s: %v, want %v", name, got, want)
			}
		}
		close("shares sum to 1", shares, 1)
		close("the mean of RCA weighted by world shares is 1", mean, 1)
		close("contributions sum to growth", contributions, Growth(sumA, sumB).Value)
		close("similarity is symmetric", Similarity(a, b).Value, Similarity(b, a).Value)
		close("everyone is like himself", Similarity(a, a).Value, 1)
		close("similarity and complementarity are one over the same shares", Similarity(a, b).Value, Complementarity(a, b).Value)
		close("coarser products keep the sum", func() float64 { s, _ := total(coarser(a, 2)); return s }(), sumA)
		for _, m := range []Measure{Concentration(a), Similarity(a, b), GrubelLloyd(a, b)} {
			if m.Value < 0 || m.Value > 1+1e-12 {
				t.Fatalf("index out of 0 to 1: %v", m)
			}
		}
	}
}

func TestMonthsAreWordedAndSummed(t *testing.T) {
	s := series{"2023-01": 1, "2023-02": 2, "2023-03": 0, "2022": 10}
	if c := s.covered("2023"); c.String() != "Jan-Mar" {
		t.Errorf("covered %q", c)
	}
	if v, ok := s.sum("2023", 0b111); !ok || v != 3 {
		t.Errorf("sum of three months %v %v", v, ok)
	}
	if _, ok := s.sum("2023", 0b1111); ok {
		t.Error("a month that is missing was taken for zero")
	}
	if _, ok := s.sum("2022", 0b111); ok {
		t.Error("a yearly figure was taken for months")
	}
	if v, ok := s.sum("2022", wholeYear); !ok || v != 10 {
		t.Errorf("the year %v %v", v, ok)
	}
	for m, want := range map[months]string{wholeYear: "", 0b10: "Feb", 0b101: "2 months", 0: ""} {
		if m.String() != want {
			t.Errorf("%b is %q, want %q", m, m.String(), want)
		}
	}
}
