package trade

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade/codes"
)

// Two products by hand: supply shares .3 and .2, so .3 x 20 + .2 x 10 = 8 is expected of trade of 4; ease .5; potential .3 x 20 x .5 = 3 and
// .2 x 10 x .5 = 1.
func TestPotentialByHand(t *testing.T) {
	m := &matrix{codes: []string{"270900", "720241"}, supply: []float64{30, 10}, world: []float64{100, 50},
		demand: map[string][]float64{"HRV": {20, 10}}, to: map[string]float64{"HRV": 4}, actual: map[string][]float64{"HRV": {1, 3}}}
	p := &Potential{}
	m.assess(p, "KAZ", &expectations{because: "not asked for"}, PotentialOptions{Digits: 6, Partners: []string{"HRV"}})
	oil, ok := p.Line("HRV", "270900")
	if !ok || oil.Potential != 3 || oil.Actual != 1 || oil.Untapped != 2 || oil.Ease != 0.5 || oil.Supply != 0.3 || oil.EaseOf != OwnEase {
		t.Errorf("oil %+v", oil)
	}
	alloys, ok := p.Line("HRV", "720241")
	if !ok || alloys.Potential != 1 || alloys.Untapped != 0 || alloys.Used.Value != 3 {
		t.Errorf("alloys %+v", alloys)
	}
	if pp := p.Partners[0]; pp.Potential != 4 || pp.Untapped != 2 || pp.Products != 1 || pp.Gravity.OK() {
		t.Errorf("partner %+v", pp)
	}
}

// globe makes a world of n countries that trade a few products at random, reconciled, with KAZ and HRV among them.
func globe(n int, years ...string) *Memory {
	r := rand.New(rand.NewPCG(7, 7))
	areas := []string{"KAZ", "HRV", "ALB"}
	for _, a := range codes.Areas() {
		if len(areas) < n && a.Kind == codes.Country && !slices.Contains(areas, a.Code) {
			areas = append(areas, a.Code)
		}
	}
	goods := []string{"100199", "260300", "270900", "271121", "720241", "740311", "841112", "870323", "300490", "284410", "310210"}
	var rows []Row
	for _, y := range years {
		for _, i := range areas {
			for _, j := range areas {
				if i == j || i == "KAZ" && j == "ALB" {
					continue
				}
				for _, k := range goods {
					if r.IntN(3) == 0 {
						rows = append(rows, Row{Period: y, Reporter: i, Partner: j, Flow: Export, Product: k, Value: math.Exp(10 + 2*r.NormFloat64()), Weight: 1})
					}
				}
			}
		}
	}
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "globe", Classification: "HS92", Currency: "USD", Reconciled: true, Rank: 1}, rows)
	return m
}

func TestPotentialOverAllProductsIsTrade(t *testing.T) {
	table := globe(60, "2020", "2021", "2022")
	p, err := Assess(context.Background(), table, "KAZ", PotentialOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Check.Partners != 58 || p.Check.Worst > 1e-12 || !p.Check.Margins.OK() || p.Check.Margins.Value > 1e-12 {
		t.Errorf("self-check %+v", p.Check)
	}
	for _, pp := range p.Partners {
		if pp.EaseOf == OwnEase && math.Abs(pp.Potential-pp.Actual) > 1e-9*pp.Actual {
			t.Errorf("%s: potential %v over all products, trade %v", pp.Partner.Code, pp.Potential, pp.Actual)
		}
		if pp.Untapped < 0 {
			t.Errorf("%s: untapped %v", pp.Partner.Code, pp.Untapped)
		}
	}
	naive(t, table, p, "HRV", "270900")
}

// naive recomputes one line straight from the rows by the formula of the doc comment.
func naive(t *testing.T, table *Memory, p *Potential, j, k string) {
	t.Helper()
	vik, vk, vjk, vijk := map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
	var vij float64
	for _, r := range table.rows["globe"] {
		v := r.Value / float64(len(p.Years))
		vk[r.Product] += v
		if r.Partner == j {
			vjk[r.Product] += v
		}
		if r.Reporter == "KAZ" {
			vik[r.Product] += v
		}
		if r.Reporter == "KAZ" && r.Partner == j {
			vijk[r.Product] += v
			vij += v
		}
	}
	var sum float64
	for g := range vk {
		sum += vik[g] / vk[g] * vjk[g]
	}
	want := vik[k] / vk[k] * vjk[k] * vij / sum
	l, ok := p.Line(j, k)
	if !ok || math.Abs(l.Potential-want) > 1e-9*want || math.Abs(l.Actual-vijk[k]) > 1e-9*math.Max(1, vijk[k]) {
		t.Errorf("%s %s: %+v, want potential %v of actual %v", j, k, l, want, vijk[k])
	}
}

func TestPartnerWithoutTradeTakesTheEaseOfItsRegion(t *testing.T) {
	p, err := Assess(context.Background(), globe(60, "2022"), "KAZ", PotentialOptions{Partners: []string{"ALB"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Partners) != 1 || p.Partners[0].EaseOf != "mean of Europe" || p.Partners[0].Actual != 0 || p.Partners[0].Untapped <= 0 || p.Check.Partners != 0 {
		t.Errorf("%+v", p.Partners)
	}
}

func TestCoarserLinesSumFinerOnes(t *testing.T) {
	table := globe(60, "2022")
	fine, err := Assess(context.Background(), table, "KAZ", PotentialOptions{Partners: []string{"HRV"}})
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := Assess(context.Background(), table, "KAZ", PotentialOptions{Partners: []string{"HRV"}, Digits: 2, Top: 3})
	if err != nil {
		t.Fatal(err)
	}
	var want float64
	for _, l := range fine.Lines {
		if strings.HasPrefix(l.Code, "27") {
			want += l.Untapped
		}
	}
	if l, ok := coarse.Line("HRV", "27"); ok && math.Abs(l.Untapped-want) > 1e-9*want || len(coarse.Lines) > 3 {
		t.Errorf("untapped %v, want %v, of %d lines", l, want, len(coarse.Lines))
	}
}

func TestPotentialNeedsTheWorldByProduct(t *testing.T) {
	m := NewMemory()
	m.Add(dragoman.Dataset{ID: "totals", Currency: "USD"}, []Row{{Period: "2022", Reporter: "KAZ", Partner: "HRV", Flow: Export, Product: Total, Value: 1}})
	m.Add(dragoman.Dataset{ID: "few", Currency: "USD", Classification: "HS92"}, []Row{{Period: "2022", Reporter: "KAZ", Partner: "HRV", Flow: Export, Product: "270900", Value: 1}})
	_, err := Assess(context.Background(), m, "KAZ", PotentialOptions{})
	if err == nil || !strings.Contains(err.Error(), "totals has totals only") || !strings.Contains(err.Error(), "few has too few reporters") {
		t.Errorf("got %v", err)
	}
	if _, err := Assess(context.Background(), NewMemory(), "KAZ", PotentialOptions{}); err == nil || !strings.Contains(err.Error(), "holds no trade statistics") {
		t.Errorf("got %v", err)
	}
}
