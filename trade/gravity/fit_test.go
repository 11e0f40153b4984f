package gravity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade/frame"
	"dragoman/trade/gravity/gravitytest"
)

// observation is a row of a small table.
type observation struct {
	i, j, t      int
	y, x1, x2, w float64
}

// observations draws an unbalanced panel with zeros.
func observations(seed uint64, n int) []observation {
	random := rand.New(rand.NewPCG(seed, 2))
	out := make([]observation, n)
	for k := range out {
		o := observation{i: random.IntN(6), j: random.IntN(5), t: random.IntN(3), x1: random.NormFloat64(), x2: float64(random.IntN(2)), w: 0.5 + random.Float64()}
		mean := math.Exp(0.3*float64(o.i) - 0.2*float64(o.j) + 0.5*o.x1 - 0.4*o.x2)
		o.y = math.Round(100*mean*random.ExpFloat64()) / 100
		if random.Float64() < 0.2 {
			o.y = 0
		}
		out[k] = o
	}
	return out
}

func tableOf(t testing.TB, list []observation) *frame.Frame {
	t.Helper()
	var b strings.Builder
	b.WriteString("i,j,t,y,x1,x2,w\n")
	for _, o := range list {
		fmt.Fprintf(&b, "i%d,j%d,%d,%v,%v,%v,%v\n", o.i, o.j, o.t, o.y, o.x1, o.x2, o.w)
	}
	return read(t, b.String())
}

func read(t testing.TB, text string) *frame.Frame {
	t.Helper()
	f, err := frame.Read(strings.NewReader(text), "t.csv", 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// dummies are the regressors x1, x2, all of i, and j and t without the first.
func dummies(list []observation) [][]float64 {
	x := make([][]float64, 2+6+4+2)
	for k := range x {
		x[k] = make([]float64, len(list))
	}
	for r, o := range list {
		x[0][r], x[1][r], x[2+o.i][r] = o.x1, o.x2, 1
		if o.j > 0 {
			x[7+o.j][r] = 1
		}
		if o.t > 0 {
			x[11+o.t][r] = 1
		}
	}
	return x
}

// newton maximises the Poisson likelihood with dense matrices, and gives the coefficients and the inverse Hessian.
func newton(t *testing.T, x [][]float64, y, w []float64) ([]float64, matrix) {
	t.Helper()
	beta := make([]float64, len(x))
	for range 100 {
		weight, score := make([]float64, len(y)), make([]float64, len(y))
		for r := range y {
			index := 0.0
			for k := range x {
				index += x[k][r] * beta[k]
			}
			weight[r] = w[r] * math.Exp(index)
			score[r] = w[r]*y[r] - weight[r]
		}
		hessian := cross(x, weight)
		ones := make([]float64, len(y))
		for r := range ones {
			ones[r] = 1
		}
		step, ok := solve(hessian, crossVector(x, ones, score))
		if !ok {
			t.Fatal("singular")
		}
		size := 0.0
		for k := range beta {
			beta[k] += step[k]
			size = max(size, math.Abs(step[k]))
		}
		if size < 1e-13 {
			inverse, _ := inverted(hessian)
			return beta, inverse
		}
	}
	t.Fatal("Newton does not converge")
	return nil, nil
}

var three = []string{"i", "j", "t"}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func columns(list []observation) (y, w []float64) {
	for _, o := range list {
		y, w = append(y, o.y), append(w, o.w)
	}
	return y, w
}

func TestPPMLIsTheMaximumThatDummiesGive(t *testing.T) {
	for seed := range uint64(5) {
		list := observations(seed, 400)
		y, w := columns(list)
		beta, inverse := newton(t, dummies(list), y, w)
		r := fit(t, tableOf(t, list), Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: three, Weights: "w", Errors: IID})
		for k, c := range r.Coefficients {
			near(t, c.Name, c.Estimate, beta[k], 1e-9)
			near(t, c.Name+" se", c.SE, math.Sqrt(inverse[k][k]), 1e-8)
		}
		if r.Parameters != 14 {
			t.Errorf("%d parameters, want 14", r.Parameters)
		}
	}
}

func TestOLSIsWhatDummiesGive(t *testing.T) {
	list := observations(7, 300)
	x := dummies(list)
	y, w := columns(list)
	inverse, ok := inverted(cross(x, w))
	if !ok {
		t.Fatal("singular")
	}
	beta, _ := solve(cross(x, w), crossVector(x, w, y))
	squares, meat := 0.0, make([]float64, len(y))
	for r := range y {
		e := y[r]
		for k := range x {
			e -= x[k][r] * beta[k]
		}
		squares += w[r] * e * e
		meat[r] = w[r] * w[r] * e * e
	}
	n, k := 300.0, 14.0
	sandwich := inverse.times(cross(x, meat)).times(inverse)
	s := Spec{Method: OLS, Y: "y", X: []string{"x1", "x2"}, FixedEffects: three, Weights: "w"}
	for _, c := range []struct {
		errors Errors
		want   float64
	}{{IID, inverse[0][0] * squares / (n - k)}, {HC0, sandwich[0][0]}, {HC1, sandwich[0][0] * n / (n - k)}} {
		s.Errors = c.errors
		r := fit(t, tableOf(t, list), s)
		near(t, "x1", r.Coefficients[0].Estimate, beta[0], 1e-10)
		near(t, "x2", r.Coefficients[1].Estimate, beta[1], 1e-10)
		near(t, string(c.errors), r.Coefficients[0].SE, math.Sqrt(c.want), 1e-9)
		if r.Distribution != "t(286)" {
			t.Errorf("distribution %s", r.Distribution)
		}
	}
}

// byHand sums scores over groups and gives the sandwich of x1 with dummies.
func byHand(x [][]float64, inverse matrix, score []float64, group func(r int) int) float64 {
	totals := map[int][]float64{}
	for r := range score {
		g := group(r)
		if totals[g] == nil {
			totals[g] = make([]float64, len(x))
		}
		for k := range x {
			totals[g][k] += x[k][r] * score[r]
		}
	}
	v := 0.0
	for _, total := range totals {
		v += math.Pow(dot(inverse[0], total), 2)
	}
	return v
}

func TestClusteredErrorsByHand(t *testing.T) {
	list := observations(3, 500)
	y, w := columns(list)
	x := dummies(list)
	beta, inverse := newton(t, x, y, w)
	score := make([]float64, len(y))
	for r := range y {
		index := 0.0
		for k := range x {
			index += x[k][r] * beta[k]
		}
		score[r] = w[r] * (y[r] - math.Exp(index))
	}
	i := byHand(x, inverse, score, func(r int) int { return list[r].i })
	j := byHand(x, inverse, score, func(r int) int { return list[r].j })
	both := byHand(x, inverse, score, func(r int) int { return 10*list[r].i + list[r].j })
	n := 500.0
	for _, c := range []struct {
		clusters   []string
		correction Correction
		want       float64
	}{
		{[]string{"i"}, None, i},
		{[]string{"i"}, Default, i * 6 / 5},
		{[]string{"i"}, Likelihood, i * 6 / 5},
		{[]string{"i"}, Regression, i * 6 / 5 * (n - 1) / (n - 8)}, // i is nested: 2 coefficients, 4 of j, 2 of t
		{[]string{"i"}, Fixest, i * 6 / 5 * (n - 1) / (n - 9)},     // 2 + 1 of i + 5 of j + 3 of t - 2
		{[]string{"i^j"}, None, both},
		{[]string{"i", "j"}, None, i + j - both},
		{[]string{"i", "j"}, Likelihood, (i + j - both) * 5 / 4},
	} {
		r := fit(t, tableOf(t, list), Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: three, Weights: "w", Clusters: c.clusters, Correction: c.correction})
		if r.Repaired {
			t.Logf("%v repaired", c.clusters)
			continue
		}
		near(t, fmt.Sprint(c.clusters, c.correction), r.Coefficients[0].SE, math.Sqrt(c.want), 1e-7)
	}
}

func TestNegativeEigenvaluesAreRepaired(t *testing.T) {
	v, repaired := repair(matrix{{1, 2}, {2, 1}}) // eigenvalues 3 and -1
	if !repaired {
		t.Fatal("not repaired")
	}
	for _, row := range v {
		for _, cell := range row {
			near(t, "cell", cell, 1.5, 1e-12)
		}
	}
	if _, repaired := repair(matrix{{2, 1}, {1, 2}}); repaired {
		t.Error("a positive matrix is repaired")
	}
}

func TestScoresAreZeroAtTheMaximum(t *testing.T) {
	var text bytes.Buffer
	if err := gravitytest.Panel(&text, 3000, 5); err != nil {
		t.Fatal(err)
	}
	r := fit(t, read(t, text.String()), threeWay)
	m := r.m
	total := 0.0
	for _, y := range m.y {
		total += y
	}
	for j, x := range m.x {
		score := 0.0
		for i := range x {
			score += x[i] * m.residual[i]
		}
		near(t, "score of "+m.names[j], score/total, 0, 1e-9)
	}
	for _, e := range m.effects {
		scores, sizes := make([]float64, e.levels), make([]float64, e.levels)
		for i, code := range e.codes {
			scores[code] += m.residual[i]
			sizes[code] += m.y[i]
		}
		for code := range scores {
			near(t, e.name+" "+e.level(code), scores[code]/total, 0, 1e-9)
		}
	}
}

func TestKnownCoefficientsAreFound(t *testing.T) {
	var text bytes.Buffer
	if err := gravitytest.Panel(&text, 40_000, 3); err != nil {
		t.Fatal(err)
	}
	r := fit(t, read(t, text.String()), Spec{Method: OLS, Y: "log(trade)", X: threeWay.X, FixedEffects: threeWay.FixedEffects, Clusters: threeWay.Clusters, Where: []string{"trade>3"}})
	for k, want := range []float64{gravitytest.AgreementEffect, gravitytest.CurrencyEffect, gravitytest.TariffEffect} {
		if c := r.Coefficients[k]; math.Abs(c.Estimate-want) > 5*c.SE+0.03 {
			t.Errorf("%s: %v (%v), made with %v", c.Name, c.Estimate, c.SE, want)
		}
	}
}

func TestOrderAndUnitsDoNotMatter(t *testing.T) {
	list := observations(11, 500)
	s := Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: three, Clusters: []string{"i^j"}, Reset: true}
	want := fit(t, tableOf(t, list), s)
	same := func(what string, got *Result) {
		t.Helper()
		for k, c := range got.Coefficients {
			near(t, what+" "+c.Name, c.Estimate, want.Coefficients[k].Estimate, 1e-8)
			near(t, what+" "+c.Name+" se", c.SE, want.Coefficients[k].SE, 1e-7)
		}
		near(t, what+" RESET", *got.Fit.ResetStat, *want.Fit.ResetStat, 1e-5)
	}
	shuffled := slices.Clone(list)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	same("shuffled", fit(t, tableOf(t, shuffled), s))
	for _, unit := range []float64{1e-9, 1e12} {
		scaled := s
		scaled.Y = fmt.Sprintf("y*%g", unit)
		got := fit(t, tableOf(t, list), scaled)
		same(scaled.Y, got)
		near(t, "deviance", *got.Fit.Deviance/unit, *want.Fit.Deviance, 1e-9)
	}
}

func TestDuplicatesAreWeights(t *testing.T) {
	list := observations(12, 200)
	var copies []observation
	for k := range list {
		list[k].w = float64(1 + k%3)
		for range 1 + k%3 {
			copies = append(copies, list[k])
		}
	}
	s := Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: three, Clusters: []string{"i"}, KeepSingletons: true}
	want := fit(t, tableOf(t, copies), s)
	s.Weights = "w"
	got := fit(t, tableOf(t, list), s)
	for k, c := range got.Coefficients {
		near(t, c.Name, c.Estimate, want.Coefficients[k].Estimate, 1e-9)
		near(t, c.Name+" se", c.SE, want.Coefficients[k].SE, 1e-8)
	}
	near(t, "log-likelihood", *got.Fit.LogLikelihood, *want.Fit.LogLikelihood, 1e-10)
	near(t, "pseudo-R2", *got.Fit.PseudoR2, *want.Fit.PseudoR2, 1e-10)
}

func TestAnOffsetTakesItsShare(t *testing.T) {
	list := observations(13, 300)
	for _, method := range []Method{PPML, OLS} {
		for _, effects := range [][]string{nil, {"i"}, three} {
			s := Spec{Method: method, Y: "y", X: []string{"x1", "x2"}, FixedEffects: effects}
			want := fit(t, tableOf(t, list), s)
			s.Offset = "0.7*x1"
			got := fit(t, tableOf(t, list), s)
			near(t, "x1", got.coefficient("x1").Estimate, want.coefficient("x1").Estimate-0.7, 1e-8)
			near(t, "x2", got.coefficient("x2").Estimate, want.coefficient("x2").Estimate, 1e-8)
			near(t, "se", got.coefficient("x1").SE, want.coefficient("x1").SE, 1e-7)
		}
	}
}

func TestTheNumberOfCoresDoesNotMatter(t *testing.T) {
	var text bytes.Buffer
	if err := gravitytest.Panel(&text, 150_000, 2); err != nil {
		t.Fatal(err)
	}
	data := text.String()
	var results []string
	for _, cores := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(cores)
		r := fit(t, read(t, data), threeWay)
		runtime.GOMAXPROCS(before)
		var out strings.Builder
		if err := r.WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
		results = append(results, out.String())
	}
	if results[0] != results[1] || results[0] != results[2] {
		t.Errorf("results differ:\n%s\n%s\n%s", results[0], results[1], results[2])
	}
}

func TestEffectsAndRegressorsMakeTheIndex(t *testing.T) {
	list := observations(14, 300)
	f := tableOf(t, list)
	for _, effects := range [][]string{{"i"}, {"j", "i"}, three} {
		for _, method := range []Method{PPML, OLS} {
			r := fit(t, f, Spec{Method: method, Y: "y", X: []string{"x1"}, FixedEffects: effects, Offset: "0.1*x2"})
			estimated, err := r.Effects()
			if err != nil {
				t.Fatal(err)
			}
			byLevel, mean := map[string]float64{}, map[string]float64{}
			for _, e := range estimated {
				byLevel[e.Name+"="+e.Level] = e.Estimate
				mean[e.Name] += e.Estimate * float64(e.Rows)
			}
			for _, name := range effects[1:] {
				near(t, "mean of "+name, mean[name]/300, 0, 1e-9)
			}
			for _, p := range r.Predictions() {
				sum := 0.0
				for _, name := range effects {
					level, _ := f.Text(p.Row, name)
					sum += byLevel[name+"="+level]
				}
				near(t, "effects", sum, p.Effects, 1e-7)
				o := list[p.Row]
				near(t, "index", p.Effects+r.Coefficients[0].Estimate*o.x1+0.1*o.x2, p.Index, 1e-9)
				near(t, "residual", p.Fitted+p.Residual, o.y, 1e-9)
			}
		}
	}
}

func TestRegressorsThatSayNothingAreNamed(t *testing.T) {
	f := tableOf(t, observations(15, 200))
	r := fit(t, f, Spec{Y: "y", X: []string{"x1", "twice := 2*x1", "early := (t=0)", "x2"}, FixedEffects: []string{"i", "t"}})
	want := []Omitted{{"twice", "is a combination of x1 and the fixed effects"}, {"early", "is absorbed by the fixed effects i, t"}}
	if !slices.Equal(r.Omitted, want) {
		t.Errorf("%v, want %v", r.Omitted, want)
	}
	r = fit(t, f, Spec{Method: OLS, Y: "y", X: []string{"x1", "x2", "mixed := x1-3*x2+1", "one := (w>0)"}})
	want = []Omitted{{"mixed", "is a combination of constant, x1, x2"}, {"one", "does not vary"}}
	if !slices.Equal(r.Omitted, want) {
		t.Errorf("%v, want %v", r.Omitted, want)
	}
}

func TestWhatCannotBeEstimatedIsExplained(t *testing.T) {
	plain := "i,j,y,x\na,c,1,1\na,d,2,2\nb,c,3,1\nb,d,1,5\na,c,2,2\n"
	for _, c := range []struct {
		name, text string
		spec       Spec
		want       string
	}{
		{"everything absorbed", plain, Spec{Y: "y", X: []string{"(i='a')"}, FixedEffects: []string{"i"}}, "t.csv: nothing is left to estimate: (i='a') is absorbed by the fixed effects i; "},
		{"no rows", plain, Spec{Y: "y", X: []string{"x"}, Where: []string{"x>9"}}, "t.csv: no rows are left: 5 excluded by where; "},
		{"singletons only", plain, Spec{Y: "y", X: []string{"x"}, FixedEffects: []string{"i^j^y^x"}}, "t.csv: no rows are left: "},
		{"zeros only", "y,x\n0,1\n0,2\n", Spec{Y: "y", X: []string{"x"}}, "t.csv: y is zero in all 2 rows; "},
		{"negative trade", "y,x\n1,1\n-2,2\n-1,1\n", Spec{Y: "y", X: []string{"x"}}, "t.csv: line 3: y is -2: PPML needs values of zero or more, and 2 rows are negative; "},
		{"negative weight", "y,x\n1,1\n2,2\n", Spec{Y: "y", X: []string{"x"}, Weights: "x-1.5"}, "t.csv: line 2: the weight is -0.5; "},
		{"one cluster", plain, Spec{Y: "y", X: []string{"x"}, Clusters: []string{"k"}, Where: []string{"i=a"}}, `t.csv: header: has no column "k"; it has i, j, y, x`},
		{"one cluster", plain, Spec{Y: "y", X: []string{"x"}, Clusters: []string{"i"}, Where: []string{"i=a"}}, "t.csv: all observations are in one cluster of i; "},
		{"too few rows", plain, Spec{Method: OLS, Y: "y", X: []string{"x"}, FixedEffects: []string{"i", "j"}, Where: []string{"x<5"}}, "t.csv: "},
		{"nothing to explain by", plain, Spec{Y: "y"}, "there is nothing to explain y by; "},
		{"twice", plain, Spec{Y: "y", X: []string{"x", "x"}}, `regressors: "x" is there twice; `},
		{"an effect twice", plain, Spec{Y: "y", X: []string{"x"}, FixedEffects: []string{"i", "i"}}, `fixed effects: "i" is there twice; `},
		{"a clustering twice", plain, Spec{Y: "y", X: []string{"x"}, Clusters: []string{"i", "i"}}, `clusters: "i" is there twice; `},
		{"two constants", plain, Spec{Y: "y", X: []string{"constant := x"}}, `regressors: an equation without fixed effects has a "constant" of its own; `},
		{"too large", plain, Spec{Y: "y*1e60", X: []string{"x"}}, "t.csv: line 4: y*1e60 reaches 3e+60 here: that is too large to compute with; "},
		{"too small", plain, Spec{Y: "y", X: []string{"x*1e-60"}}, "t.csv: line 5: x*1e-60 reaches 5e-60 here: that is too small to compute with; "},
		{"an offset that is no logarithm", plain, Spec{Y: "y", X: []string{"x"}, Offset: "-200*x"}, "t.csv: the offset runs from -1000 (line 5) to -200 (line 2), and its exponential beyond all numbers; "},
		{"separated before", "y,x\n0,1\n0,2\n1,3\n", Spec{Y: "y", X: []string{"x"}}, "t.csv: nothing is left to estimate: x does not vary; left out before: 2 separated: by regressors and fixed effects; "},
		{"no convergence", plain, Spec{Y: "y", X: []string{"x"}, MaxIterations: 1}, "t.csv: no convergence: 1 iterations were not enough; the deviance last changed by "},
	} {
		r, err := Fit(t.Context(), read(t, c.text), c.spec)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		var p *dragoman.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: not a problem", c.name)
		}
		if c.name == "no convergence" && len(r.Iterations) != 1 {
			t.Errorf("%d iterations", len(r.Iterations))
		}
	}
}

// A zero alone in its group is separated; a positive observation there is a singleton, and may leave zeros alone, which are separated too.
func TestAZeroThatIsAloneIsSeparated(t *testing.T) {
	f := read(t, "i,j,y,x\na,c,1,1\na,d,2,2\nb,c,3,4\nb,d,1,5\nb,c,2,1\nz,c,0,1\ns,u,2,3\nb,u,0,3\n")
	r := fit(t, f, Spec{Y: "y", X: []string{"x"}, FixedEffects: []string{"i", "j"}})
	if want := []Dropped{{separatedFE, 2}, {singletons, 1}}; !slices.Equal(r.Dropped, want) {
		t.Errorf("%v, want %v", r.Dropped, want)
	}
	if want := []Left{{7, separatedFE}, {9, separatedFE}}; !slices.Equal(r.Separated(), want) {
		t.Errorf("%v, want %v", r.Separated(), want)
	}
}

func TestEffectsAloneAreAnEquation(t *testing.T) {
	f := read(t, "i,j,y\na,c,1\na,d,2\nb,c,3\nb,d,1\na,c,2\n")
	for _, s := range []Spec{{}, {Method: OLS}, {Clusters: []string{"i"}}, {Errors: IID}, {Reset: true}} {
		s.Y, s.FixedEffects = "y", []string{"i", "j"}
		r := fit(t, f, s)
		if r.N != 5 || len(r.Coefficients) != 0 || r.NoErrors != "" {
			t.Errorf("%+v: %+v", s, r)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Error(err)
		}
	}
}

// What fits perfectly has estimates but no standard errors, which are told as such.
func TestEstimatesStandWithoutStandardErrors(t *testing.T) {
	f := read(t, "y,x\n1,2\n3,1\n")
	r := fit(t, f, Spec{Y: "y", X: []string{"x"}})
	near(t, "x", r.coefficient("x").Estimate, -math.Log(3), 1e-7)
	if !math.IsNaN(r.coefficient("x").SE) || r.Covariance != nil || !strings.HasPrefix(r.NoErrors, "2 observations for 2 coefficients and effects leave no degrees of freedom") {
		t.Errorf("%+v", r)
	}
	text, err := json.Marshal(r)
	if err != nil || !strings.Contains(string(text), `"se":null,"stat":null,"p":null,"low":null,"high":null`) || !strings.Contains(string(text), `"factor":null,"errors_unavailable":"2 obs`) {
		t.Errorf("%s %v", text, err)
	}
	var b strings.Builder
	for _, write := range []func(io.Writer) error{r.WriteTable, r.WriteCSV, r.WriteLaTeX} {
		if err := write(&b); err != nil {
			t.Error(err)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
		t.Error(b.String())
	}
}

// The level of an offset is a matter of units: constant or effects take it up, and the likelihood, alone and with the equation, is the same.
func TestTheLevelOfAnOffsetDoesNotMatter(t *testing.T) {
	list := observations(8, 300)
	for _, effects := range [][]string{nil, {"i", "j"}} {
		plain := fit(t, tableOf(t, list), Spec{Y: "y", X: []string{"x1"}, FixedEffects: effects, Offset: "x2"})
		moved := fit(t, tableOf(t, list), Spec{Y: "y", X: []string{"x1"}, FixedEffects: effects, Offset: "x2+9000"})
		near(t, "x1", moved.coefficient("x1").Estimate, plain.coefficient("x1").Estimate, 1e-9)
		near(t, "se", moved.coefficient("x1").SE, plain.coefficient("x1").SE, 1e-8)
		near(t, "pseudo-R2", *moved.Fit.PseudoR2, *plain.Fit.PseudoR2, 1e-9)
		if effects == nil {
			near(t, "constant", moved.coefficient("constant").Estimate, plain.coefficient("constant").Estimate-9000, 1e-9)
		}
	}
}

func TestWhyItStoppedIsTrue(t *testing.T) {
	list := observations(8, 200)
	r := fit(t, tableOf(t, list), Spec{Y: "y", X: []string{"x1"}, Tolerance: 1e-30})
	if r.Stopped != "converged: deviance changes by less than 1e-12 of itself" {
		t.Error(r.Stopped)
	}
}

func TestAnEquationCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, method := range []Method{PPML, OLS} {
		if _, err := Fit(ctx, tableOf(t, observations(8, 200)), Spec{Method: method, Y: "y", X: []string{"x1"}, FixedEffects: []string{"i", "j"}}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestRowsLeftOutAreCountedByReason(t *testing.T) {
	f := read(t, "i,j,y,x\na,c,1,1\na,d,2,2\nb,c,3,\nb,d,1,5\na,c,NA,2\n,c,2,2\nz,c,0,1\nz,d,0,2\nb,c,4,1\nb,c,9,3\ns,d,3,3\nb,d,1,2\na,d,1,4\nu,d,1,4\nu,c,1,4\n")
	r := fit(t, f, Spec{Y: "y", X: []string{"x"}, FixedEffects: []string{"i", "j"}, Where: []string{"i!=u"}})
	want := []Dropped{{"excluded by where", 3}, {"y is missing", 1}, {"x is missing", 1}, {separatedFE, 2}, {singletons, 1}}
	if !slices.Equal(r.Dropped, want) {
		t.Errorf("%v, want %v", r.Dropped, want)
	}
	if lost := r.Separated(); len(lost) != 2 || lost[0].Line != 8 || lost[1].Line != 9 {
		t.Errorf("separated %v", lost)
	}
	n := r.N
	for _, d := range r.Dropped {
		n += d.Rows
	}
	if n != f.Rows() {
		t.Errorf("%d rows accounted for, of %d", n, f.Rows())
	}
}

func TestDistributions(t *testing.T) {
	// R 4.2: qnorm(0.975), qt(0.975, c(1, 10, 200)), pt(-2.5, 7), pt(-0.3, 2.5), pt(-8, 3)
	near(t, "qnorm", quantile(upperNormal, 0.025), 1.959963984540054, 1e-12)
	for df, want := range map[float64]float64{1: 12.706204736174694, 10: 2.2281388519862739, 200: 1.9718962236339079} {
		near(t, "qt", quantile(func(v float64) float64 { return upperT(v, df) }, 0.025), want, 1e-10)
	}
	near(t, "pt", upperT(2.5, 7), 0.020496109292876437, 1e-14)
	near(t, "pt", upperT(0.3, 2.5), 0.39367118574759863, 1e-14)
	near(t, "pt", upperT(8, 3), 0.0020382887938927333, 1e-14)
	near(t, "pt of minus", upperT(-1, 5), 1-upperT(1, 5), 1e-15)
}
