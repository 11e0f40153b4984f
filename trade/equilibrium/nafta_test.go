package equilibrium

import (
	"math"
	"slices"
	"testing"

	"dragoman/trade/frame"
	"dragoman/trade/gravity"
)

const bookYears = "year=1986,1990,1994,1998,2002,2006"

// panel is the estimation sample of the trade agreements of Yotov et al. (2016).
type panel struct {
	codes                []string
	from, to, year, pair []int
	trade, rta           []float64
}

func readPanel(t *testing.T, f *frame.Frame) *panel {
	t.Helper()
	keep, err := f.Where(bookYears)
	if err != nil {
		t.Fatal(err)
	}
	year, pair, trade, rta := numbers(t, f, "year"), texts(t, f, "pair_id"), numbers(t, f, "trade"), numbers(t, f, "rta")
	square := pairsOf(t, f, func(r int) bool { return keep[r] })
	p, number := &panel{codes: square.codes, from: square.from, to: square.to}, map[string]int{}
	for _, r := range square.rows {
		if _, known := number[pair[r]]; !known {
			number[pair[r]] = len(number)
		}
		p.year, p.pair = append(p.year, int(year[r]-1986)/4), append(p.pair, number[pair[r]])
		p.trade, p.rta = append(p.trade, trade[r]), append(p.rta, rta[r])
	}
	return p
}

// pairEffects fits exporter-year, importer-year and pair effects for a given coefficient of rta, by scaling each to its sums in turn,
// which maximises the Poisson likelihood. It gives the exponential of the pair effects, 0 for pairs that never trade.
func (p *panel) pairEffects(beta float64) []float64 {
	n := len(p.codes)
	groups := [3][]int{make([]int, len(p.trade)), make([]int, len(p.trade)), p.pair}
	for r := range p.trade {
		groups[0][r], groups[1][r] = p.year[r]*n+p.from[r], p.year[r]*n+p.to[r]
	}
	var sums, factor [3][]float64
	mu := make([]float64, len(p.trade))
	for g := range groups {
		size := slices.Max(groups[g]) + 1
		sums[g], factor[g] = make([]float64, size), make([]float64, size)
		for k := range factor[g] {
			factor[g][k] = 1
		}
		for r, k := range groups[g] {
			sums[g][k] += p.trade[r]
		}
	}
	for r := range mu {
		mu[r] = math.Exp(beta * p.rta[r])
	}
	for range 3000 {
		far := 0.0
		for g, of := range groups {
			have := make([]float64, len(sums[g]))
			for r, k := range of {
				have[k] += mu[r]
			}
			for k, want := range sums[g] {
				if have[k] > 0 {
					have[k] = want / have[k]
					factor[g][k] *= have[k]
					if want > 0 {
						far = max(far, math.Abs(have[k]-1))
					}
				}
			}
			for r, k := range of {
				mu[r] *= have[k]
			}
		}
		if far < 1e-11 {
			break
		}
	}
	return factor[2]
}

// The effects of NAFTA in 1994 are application 2 of chapter 2: 69 countries, σ = 7, Germany as reference. Costs are pair effects of a PPML
// regression on six years; for pairs that never trade they are predicted from distance, border, language and colony.
func TestReproducesTheEffectsOfNAFTA(t *testing.T) {
	f := shared(t, "agtpa/agtpa_applications_1986_2006.csv.gz")
	fit, err := gravity.Fit(t.Context(), f, gravity.Spec{Y: "trade", X: []string{"rta"}, FixedEffects: []string{"exporter^year", "importer^year", "pair_id"},
		Where: []string{bookYears}, Tolerance: 1e-13})
	if err != nil {
		t.Fatal(err)
	}
	beta := fit.Coefficients[0].Estimate
	t.Logf("coefficient of rta %.6f", beta)
	p := readPanel(t, f)
	effects := p.pairEffects(beta)
	year := numbers(t, f, "year")
	in1994 := pairsOf(t, f, func(r int) bool { return year[r] == 1994 })
	observed, err := NewWorld(in1994.codes, in1994.table(numbers(t, f, "trade")))
	if err != nil {
		t.Fatal(err)
	}
	n := len(p.codes)
	cost, home := table(n), make([]float64, n)
	for r, pair := range p.pair {
		cost[p.from[r]][p.to[r]] = effects[pair]
	}
	for i := range n {
		home[i] = math.Sqrt(cost[i][i])
	}
	missing := 0
	mask := make([][]bool, n)
	for i := range n {
		mask[i] = make([]bool, n)
		for j := range n {
			cost[i][j] /= home[i] * home[j]
			mask[i][j] = i != j && cost[i][j] > 0
			if cost[i][j] == 0 {
				missing++
			}
		}
	}
	predict(t, f, in1994, cost, mask)
	rta := in1994.table(numbers(t, f, "rta"))
	b := NoChange(n)
	for i := range n {
		for j := range n {
			cost[i][j] *= math.Exp(beta * rta[i][j])
		}
	}
	members := []int{slices.Index(p.codes, "CAN"), slices.Index(p.codes, "MEX"), slices.Index(p.codes, "USA")}
	for _, i := range members {
		for _, j := range members {
			b[i][j] = math.Exp(-beta * rta[i][j])
		}
		b[i][i] = 1
	}
	base, err := observed.Refit(cost)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cells without trade in any year", missing)
	o := Options{Theta: 6, Deficits: Multiplicative, Reference: "DEU"}
	conditional, full := mustConditional(t, base, b, o), mustFull(t, base, b, o)
	gain := func(o *Outcome) []float64 {
		return percents(n, func(i int) float64 { before, after := o.Exports(i); return before / after })
	}
	const main, cons = "agtpa/results/2_RTAsEffects_FULL.csv", "agtpa/results/2_RTAsEffects_FULL_CONS.csv"
	for _, c := range []struct {
		name, path, column string
		got                []float64
		limit              float64
	}{
		{"conditional exports", main, "change_Xi_CDL", gain(conditional), 1e-5},
		{"conditional price index", cons, "change_IMR_CDL", percents(n, func(i int) float64 { return 1 / conditional.Index[i] }), 1e-5},
		{"full exports", main, "change_Xi_FULL", gain(full), 0.8},
		{"full price index", cons, "change_IMR_FULL", percents(n, func(i int) float64 { return 1 / full.Index[i] }), 0.1},
		{"full factory-gate price", main, "change_price_FULL", percents(n, func(i int) float64 { return 1 / full.Price[i] }), 0.16},
		{"full real GDP", main, "change_rGDP_FULL", percents(n, func(i int) float64 { return full.Index[i] / full.Price[i] }), 0.1},
	} {
		want := expected(t, c.path, "country", c.column, p.codes)
		abs, _ := farthest(c.got, want)
		t.Logf("%-24s largest gap %.1e points; CAN %.4f (%.4f), MEX %.4f (%.4f), USA %.4f (%.4f)", c.name, abs, c.got[members[0]], want[members[0]],
			c.got[members[1]], want[members[1]], c.got[members[2]], want[members[2]])
		if abs > c.limit {
			t.Errorf("%s differs by %.2e points", c.name, abs)
		}
	}
	publishedDoesNotClear(t, base, b, "agtpa/results/2_RTAsEffects_FULL", 1e-3)
}

// predict fills the costs of pairs that never trade.
func predict(t *testing.T, f *frame.Frame, in *pairs, cost [][]float64, mask [][]bool) {
	t.Helper()
	known := table(len(in.codes))
	for i, row := range cost {
		for j, v := range row {
			if mask[i][j] {
				known[i][j] = v
			}
		}
	}
	w, err := NewWorld(in.codes, known)
	if err != nil {
		t.Fatal(err)
	}
	var x [][][]float64
	for _, e := range []string{"log(dist)", "cntg", "lang", "clny"} {
		v, err := f.Variable(e)
		if err != nil {
			t.Fatal(err)
		}
		x = append(x, in.table(v.Values))
	}
	beta, explained := fitPPML(t, w, x, mask)
	fit, err := balance(explained, w.Output(), w.Expenditure(), w.Codes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cost {
		for j := range cost {
			if i != j && !mask[i][j] {
				eta := 0.0
				for v := range x {
					eta += beta[v] * x[v][i][j]
				}
				cost[i][j] = fit.a[i] * fit.b[j] * math.Exp(eta)
			}
		}
	}
}
