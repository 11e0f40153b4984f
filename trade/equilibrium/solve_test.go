package equilibrium

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func world(t testing.TB, flow [][]float64) *World {
	t.Helper()
	codes := make([]string, len(flow))
	for i := range codes {
		codes[i] = fmt.Sprintf("C%02d", i)
	}
	w, err := NewWorld(codes, flow)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// randomWorld has n countries of very different sizes, with deficits, and many pairs that do not trade.
func randomWorld(t testing.TB, r *rand.Rand, n int) *World {
	size := make([]float64, n)
	for i := range size {
		size[i] = math.Exp(6 * r.Float64())
	}
	flow := table(n)
	for i := range n {
		for j := range n {
			switch {
			case i == j:
				flow[i][j] = size[i] * (0.5 + r.Float64())
			case r.Float64() < 0.7:
				flow[i][j] = size[i] * size[j] / 400 * math.Exp(r.NormFloat64()) / float64(n)
			}
		}
	}
	return world(t, flow)
}

func randomChange(r *rand.Rand, n int) [][]float64 {
	b := NoChange(n)
	for range 2 * n {
		b[r.IntN(n)][r.IntN(n)] = math.Exp(0.7 * r.NormFloat64())
	}
	return b
}

func mustFull(t testing.TB, w *World, b [][]float64, o Options) *Outcome {
	t.Helper()
	out, err := Full(w, b, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustConditional(t testing.TB, w *World, b [][]float64, o Options) *Outcome {
	t.Helper()
	out, err := Conditional(w, b, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// near compares numbers, NaN with NaN.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || relative(got, want) > tolerance && math.Abs(got-want) > tolerance {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

func nearTable(t *testing.T, what string, got, want [][]float64, tolerance float64) {
	t.Helper()
	for i := range want {
		for j := range want[i] {
			near(t, fmt.Sprintf("%s %d to %d", what, i, j), got[i][j], want[i][j], tolerance)
		}
	}
}

// Two equal countries keep equal prices, so that everything follows from the price index, P^-θ = (a+bB)/(a+b).
func TestTwoEqualCountriesHaveAClosedForm(t *testing.T) {
	const a, b, change, theta = 80.0, 20.0, 1.7, 4.0
	w := world(t, [][]float64{{a, b}, {b, a}})
	shock := [][]float64{{1, change}, {change, 1}}
	index := math.Pow((a+b*change)/(a+b), -1/theta)
	for _, rule := range []Deficits{Additive, Multiplicative} {
		out := mustFull(t, w, shock, Options{Theta: theta, Deficits: rule})
		for i := range 2 {
			near(t, "price", out.Price[i], 1, 1e-12)
			near(t, "index", out.Index[i], index, 1e-12)
			near(t, "welfare", out.Welfare[i], 1/index, 1e-12)
			near(t, "trade", out.Flow[i][1-i], b*change*(a+b)/(a+b*change), 1e-12)
		}
	}
	// Nothing but the resistances can move when prices stay: the conditional answer is the same.
	out := mustConditional(t, w, shock, Options{Theta: theta})
	near(t, "conditional trade", out.Flow[0][1], b*change*(a+b)/(a+b*change), 1e-12)
}

// One country alone: a change of its internal costs changes its price index by as much.
func TestOneCountryAlone(t *testing.T) {
	w := world(t, [][]float64{{7}})
	out := mustFull(t, w, [][]float64{{math.Pow(0.9, -5)}}, Options{Theta: 5})
	near(t, "price", out.Price[0], 1, 1e-14)
	near(t, "index", out.Index[0], 0.9, 1e-14)
	near(t, "flow", out.Flow[0][0], 7, 1e-14)
}

// A country that trades with nobody is untouched by what others do, and its price is not tied to theirs.
func TestACountryInAutarkyIsUntouched(t *testing.T) {
	w := world(t, [][]float64{{80, 20, 0}, {15, 90, 0}, {0, 0, 50}})
	b := [][]float64{{1, 2, 2}, {2, 1, 2}, {2, 2, 1}}
	for _, solve := range []func(*World, [][]float64, Options) (*Outcome, error){Full, Conditional} {
		out, err := solve(w, b, Options{Theta: 4})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "price", out.Price[2], 1, 1e-12)
		near(t, "index", out.Index[2], 1, 1e-12)
		near(t, "welfare", out.Welfare[2], 1, 1e-12)
		near(t, "flow", out.Flow[2][2], 50, 1e-12)
		if out.Flow[0][2] != 0 {
			t.Error("trade with the closed country was invented")
		}
	}
}

// Countries that only buy, only sell, or do neither have no prices of what they lack; the others are solved all the same.
func TestCountriesThatDoNotSellOrBuy(t *testing.T) {
	w := world(t, [][]float64{
		{80, 20, 5, 0, 0},
		{15, 90, 5, 0, 0},
		{0, 0, 0, 0, 0}, // buys only
		{3, 4, 0, 0, 0}, // sells only
		{0, 0, 0, 0, 0}, // neither
	})
	b := NoChange(5)
	b[0][1], b[1][0] = 1.5, 1.5
	out := mustFull(t, w, b, Options{Theta: 4, Deficits: Multiplicative})
	for i, want := range []struct{ price, index bool }{{true, true}, {true, true}, {false, true}, {true, false}, {false, false}} {
		if math.IsNaN(out.Price[i]) == want.price || math.IsNaN(out.Index[i]) == want.index {
			t.Errorf("country %d has price %g and index %g", i, out.Price[i], out.Index[i])
		}
	}
	mustConditional(t, w, b, Options{Theta: 4})
	if _, err := Full(w, b, Options{Theta: 4}); err == nil || !strings.Contains(err.Error(), "C03: sells 7 and buys nothing") {
		t.Errorf("a surplus of all output is kept: %v", err)
	}
}

func TestNoChangeChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		w := randomWorld(t, r, 1+r.IntN(12))
		for _, rule := range []Deficits{Additive, Multiplicative} {
			o := Options{Theta: 0.5 + 8*r.Float64(), Deficits: rule}
			for _, out := range []*Outcome{mustFull(t, w, NoChange(w.Size()), o), mustConditional(t, w, NoChange(w.Size()), o)} {
				nearTable(t, "flow", out.Flow, w.Flow, 1e-10)
				for i := range w.Codes {
					near(t, "price", out.Price[i], 1, 1e-10)
					near(t, "index", out.Index[i], 1, 1e-10)
					near(t, "outward", out.Outward[i], 1, 1e-10)
					near(t, "welfare", out.Welfare[i], 1, 1e-10)
				}
			}
		}
	}
}

// TestPropertiesOfAnswers checks on random worlds what the theory says of every answer.
func TestPropertiesOfAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for k := range 40 {
		n := 2 + r.IntN(20)
		w, b := randomWorld(t, r, n), randomChange(r, n)
		o := Options{Theta: 1 + 7*r.Float64(), Deficits: []Deficits{Additive, Multiplicative}[k%2]}
		t.Run(fmt.Sprintf("%d countries, θ %.2f, %s", n, o.Theta, o.Deficits), func(t *testing.T) {
			full, conditional := mustFull(t, w, b, o), mustConditional(t, w, b, o)
			sums(t, w, full, conditional, o)
			gainsFollowDomesticShares(t, w, b, full, o)
			solversAgree(t, w, b, full)
			orderDoesNotMatter(t, r, w, b, full, o)
			sizeDoesNotMatter(t, w, b, full, o)
			wayBack(t, w, b, full, o)
			numeraireDoesNotMatter(t, w, b, full, o)
		})
	}
}

// sums checks the accounts: output and expenditure held in the conditional answer, deficits and the numéraire in the full one.
func sums(t *testing.T, w *World, full, conditional *Outcome, o Options) {
	y, e := w.Output(), w.Expenditure()
	for i := range w.Codes {
		near(t, "conditional output", rowSums(conditional.Flow)[i], y[i], 1e-9)
		near(t, "conditional expenditure", columnSums(conditional.Flow)[i], e[i], 1e-9)
		if o.Deficits == Additive {
			near(t, "deficit", (full.Expenditure[i]-full.Output[i])/e[i], (e[i]-y[i])/e[i], 1e-9)
		} else {
			near(t, "deficit share", full.Expenditure[i]/full.Output[i], full.Scale*e[i]/y[i], 1e-9)
		}
	}
	near(t, "world output", sum(full.Output), sum(y), 1e-9)
}

// gainsFollowDomesticShares is the result of Arkolakis, Costinot and Rodríguez-Clare (2012): ŵ/P̂ = (λ̂/B)^(-1/θ), λ the domestic share.
func gainsFollowDomesticShares(t *testing.T, w *World, b [][]float64, full *Outcome, o Options) {
	e := w.Expenditure()
	for i := range w.Codes {
		share := full.Flow[i][i] / full.Expenditure[i] / (w.Flow[i][i] / e[i])
		near(t, "ŵ/P̂ of "+w.Codes[i], full.Price[i]/full.Index[i], math.Pow(share/b[i][i], -1/o.Theta), 1e-9)
	}
}

// solversAgree: the flows of the full answer are X∘B balanced to its output and expenditure, which the other solver finds.
func solversAgree(t *testing.T, w *World, b [][]float64, full *Outcome) {
	m := table(w.Size())
	for i, row := range w.Flow {
		for j, v := range row {
			m[i][j] = v * b[i][j]
		}
	}
	fit, err := balance(m, full.Output, full.Expenditure, w.Codes)
	if err != nil {
		t.Fatal(err)
	}
	nearTable(t, "balanced flow", fit.flow, full.Flow, 1e-8)
}

func orderDoesNotMatter(t *testing.T, r *rand.Rand, w *World, b [][]float64, full *Outcome, o Options) {
	n, order := w.Size(), r.Perm(w.Size())
	flow, change := table(n), table(n)
	for i := range n {
		for j := range n {
			flow[i][j], change[i][j] = w.Flow[order[i]][order[j]], b[order[i]][order[j]]
		}
	}
	out := mustFull(t, world(t, flow), change, o)
	for i := range n {
		near(t, "price in another order", out.Price[i], full.Price[order[i]], 1e-9)
		near(t, "welfare in another order", out.Welfare[i], full.Welfare[order[i]], 1e-9)
	}
}

// sizeDoesNotMatter: the unit of the flows changes no price.
func sizeDoesNotMatter(t *testing.T, w *World, b [][]float64, full *Outcome, o Options) {
	flow := table(w.Size())
	for i, row := range w.Flow {
		for j, v := range row {
			flow[i][j] = 1e6 * v
		}
	}
	out := mustFull(t, world(t, flow), b, o)
	for i := range w.Codes {
		near(t, "price in another unit", out.Price[i], full.Price[i], 1e-9)
		near(t, "index in another unit", out.Index[i], full.Index[i], 1e-9)
	}
}

// wayBack: undoing the change from the new world leads to the old one.
func wayBack(t *testing.T, w *World, b [][]float64, full *Outcome, o Options) {
	undo := table(w.Size())
	for i, row := range b {
		for j, v := range row {
			undo[i][j] = 1 / v
		}
	}
	after, err := NewWorld(w.Codes, full.Flow)
	if err != nil {
		t.Fatal(err)
	}
	back := mustFull(t, after, undo, o)
	nearTable(t, "flow after the way back", back.Flow, w.Flow, 1e-8)
}

// numeraireDoesNotMatter: another reference changes all prices by one factor and no quantity.
func numeraireDoesNotMatter(t *testing.T, w *World, b [][]float64, full *Outcome, o Options) {
	o.Reference = w.Codes[w.Size()-1]
	out := mustFull(t, w, b, o)
	near(t, "index of the reference", out.Index[w.Size()-1], 1, 1e-12)
	for i := range w.Codes {
		near(t, "welfare in another numéraire", out.Welfare[i], full.Welfare[i], 1e-9)
		near(t, "relative price", out.Price[i]/out.Price[0], full.Price[i]/full.Price[0], 1e-9)
	}
}

// Very large changes are reached as well as small ones.
func TestLargeChangesConverge(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		n := 2 + r.IntN(30)
		w := randomWorld(t, r, n)
		b := NoChange(n)
		for i := range n {
			for j := range n {
				if i != j {
					b[i][j] = math.Exp(4 * r.NormFloat64())
				}
			}
		}
		for _, theta := range []float64{1.1, 4, 12} {
			mustFull(t, w, b, Options{Theta: theta, Deficits: Multiplicative})
			mustConditional(t, w, b, Options{Theta: theta})
		}
	}
}

// A country whose surplus is nearly all of its output cannot keep it in value when its prices fall: no answer, rather than one in which
// it spends less than nothing.
func TestSurplusesThatCannotBeKept(t *testing.T) {
	w := world(t, [][]float64{{1, 40, 59}, {1, 10, 5}, {1, 5, 900}})
	b := [][]float64{{1, 0.01, 0.01}, {1, 1, 1}, {1, 1, 1}}
	_, err := Full(w, b, Options{Theta: 4})
	var none *NoConvergence
	if !errors.As(err, &none) || none.Stage != "markets" || !strings.Contains(err.Error(), "multiplicative deficits") {
		t.Fatalf("error is %v, want no convergence", err)
	}
	mustFull(t, w, b, Options{Theta: 4, Deficits: Multiplicative})
}

func TestBadQuestionsAreNamed(t *testing.T) {
	w := world(t, [][]float64{{1, 2}, {3, 4}})
	for name, o := range map[string]Options{
		"no elasticity": {}, "negative": {Theta: -1}, "not a number": {Theta: math.NaN()}, "huge": {Theta: 1e6}, "deficits": {Theta: 4, Deficits: "none"},
		"reference": {Theta: 4, Reference: "XXX"},
	} {
		if _, err := Full(w, NoChange(2), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, v := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := Full(w, [][]float64{{1, v}, {1, 1}}, Options{Theta: 4}); err == nil {
			t.Errorf("a factor of %g is taken", v)
		}
		if _, err := NewWorld([]string{"A", "B"}, [][]float64{{1, v - 1}, {1, 1}}); err == nil && v != math.Inf(1) {
			t.Errorf("a flow of %g is taken", v-1)
		}
	}
	for name, codes := range map[string][]string{"twice": {"A", "A"}, "empty": {"", "A"}, "too few": {"A"}} {
		if _, err := NewWorld(codes, [][]float64{{1, 2}, {3, 4}}); err == nil {
			t.Errorf("codes %s: no error", name)
		}
	}
	if _, err := NewWorld([]string{"A"}, [][]float64{{0}}); err == nil {
		t.Error("a world without trade is taken")
	}
}

// A fitted world has the sums of the observed one and flows that only costs and countries explain.
func TestRefitKeepsTheSums(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	w := randomWorld(t, r, 15)
	cost := table(15)
	for i := range cost {
		for j := range cost {
			cost[i][j] = math.Exp(2 * r.NormFloat64())
		}
	}
	fit, err := w.Refit(cost)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 15 {
		near(t, "output", fit.Output()[i], w.Output()[i], 1e-10)
		near(t, "expenditure", fit.Expenditure()[i], w.Expenditure()[i], 1e-10)
	}
	odds := func(t [][]float64) float64 { return t[0][1] * t[2][3] / (t[0][3] * t[2][1]) }
	near(t, "ratio of ratios", odds(fit.Flow), odds(cost), 1e-9)
	cost[3] = make([]float64, 15)
	if _, err := w.Refit(cost); err == nil {
		t.Error("a country that may sell to nobody is fitted")
	}
}

func TestLinearSystems(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	a, b, x := table(30), make([]float64, 30), make([]float64, 30)
	for i := range a {
		x[i] = r.NormFloat64()
		for j := range a {
			a[i][j] = r.NormFloat64() * math.Pow(10, float64(i%7))
		}
	}
	for i := range a {
		b[i] = dot(a[i], x)
	}
	if !solveLinear(a, b) {
		t.Fatal("singular")
	}
	for i := range x {
		near(t, "solution", b[i], x[i], 1e-9)
	}
	if solveLinear([][]float64{{1, 2}, {2, 4}}, []float64{1, 2}) {
		t.Error("a singular system is solved")
	}
}

func TestBlocs(t *testing.T) {
	of, count := blocs([][]float64{{1, 0, 0, 0}, {0, 1, 0, 2}, {0, 0, 1, 0}, {0, 0, 0, 1}})
	if count != 3 || !slices.Equal(of, []int{0, 1, 2, 1}) {
		t.Errorf("%d blocs %v", count, of)
	}
}

func BenchmarkFull(b *testing.B) {
	r := rand.New(rand.NewPCG(11, 12))
	w := randomWorld(b, r, 250)
	change := randomChange(r, 250)
	for b.Loop() {
		mustFull(b, w, change, Options{Theta: 4})
	}
}

func BenchmarkConditional(b *testing.B) {
	r := rand.New(rand.NewPCG(11, 12))
	w := randomWorld(b, r, 250)
	change := randomChange(r, 250)
	for b.Loop() {
		mustConditional(b, w, change, Options{Theta: 4})
	}
}
