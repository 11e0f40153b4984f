package trade_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/codes"
)

// crude is what sixty exporters sell of crude oil to Croatia and Serbia; Kazakhstan has a twentieth.
func crude(id string) (dragoman.Dataset, []trade.Row) {
	var rows []trade.Row
	add := func(from string, v float64) {
		for _, to := range []string{"HRV", "SRB"} {
			rows = append(rows, trade.Row{Period: "2023", Reporter: from, Partner: to, Flow: trade.Export, Product: "270900", Value: v, Weight: v})
		}
	}
	add("KAZ", 50)
	for _, a := range codes.Areas() {
		if a.Kind == codes.Country && a.Code != "KAZ" && a.Code != "HRV" && a.Code != "SRB" && len(rows) < 2*60 {
			add(a.Code, 950./59)
		}
	}
	return dragoman.Dataset{ID: id, Title: "Crude", Classification: "HS92", Currency: "USD", Reconciled: true}, rows
}

// TestSelectedProductsAreNoTotals: what is reckoned over all products is not reckoned over some, and the answer says so.
func TestSelectedProductsAreNoTotals(t *testing.T) {
	m := trade.NewMemory()
	m.Add(crude("crude"))
	p, err := trade.Show(context.Background(), m, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Only != "product 270900" || len(p.Exports.Products) != 1 {
		t.Fatalf("only %q, products %v", p.Only, p.Exports.Products)
	}
	oil := p.Exports.Products[0]
	for what, m := range map[string]trade.Measure{"RCA": oil.RCA, "symmetric RCA": oil.SymmetricRCA, "share": oil.Share, "concentration": p.Exports.Concentration,
		"intensity": p.Exports.Intensity, "complementarity": p.Exports.Fit, "similarity": p.Indices[0].Value} {
		if m.OK() || m.Because != "crude has product 270900 only" {
			t.Errorf("%s of selected products: %+v", what, m)
		}
	}
	if v := oil.OfWorld; !v.OK() || fmt.Sprintf("%.6f", v.Value) != "0.050000" {
		t.Errorf("share in world exports of the product: %+v", v)
	}
	c, err := trade.ShowCountry(context.Background(), m, "KAZ", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Only != "product 270900" || c.Exports.ByProduct.OK() || c.Exports.Products[0].RCA.OK() || c.Exports.Ranks[0].Place != 1 {
		t.Errorf("a country: %+v", c.Exports)
	}
}

// TestTwoReconciledFiguresAreNotBothSides: they are told, and no gap is made of them.
func TestTwoReconciledFiguresAreNotBothSides(t *testing.T) {
	m := trade.NewMemory()
	m.Add(crude("crude"))
	m.Add(crude("crude-again"))
	p, err := trade.Show(context.Background(), m, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := p.Sides[0]
	if len(s.Accounts) != 2 || s.Right >= 0 || s.Years[0].Gap.OK() || s.Without != "there is one figure for both sides" || len(s.Reasons) > 0 {
		t.Errorf("%+v", s)
	}
	if notes := strings.Join(p.Notes, "\n"); !strings.Contains(notes, "Crude [crude-again]") {
		t.Errorf("two datasets of one title are not told apart:\n%s", notes)
	}
}

func kazakh(period, partner, product string, v float64) trade.Row {
	return trade.Row{Period: period, Reporter: "KAZ", Partner: partner, Flow: trade.Export, Product: product, Value: v}
}

// TestTotalsBesideOneChapterAreTotals: the rest of a total that is not broken down makes sums whole.
func TestTotalsBesideOneChapterAreTotals(t *testing.T) {
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "d", Classification: "HS17", Currency: "USD"}, []trade.Row{kazakh("2023", "HRV", "2709", 400), kazakh("2023", "HRV", trade.Total, 600)})
	p, err := trade.Show(context.Background(), m, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Only != "" || p.Head.Exports.Value != 1000 || p.Exports.Known.Value != 400 {
		t.Errorf("only %q, exports %v, known by product %v", p.Only, p.Head.Exports, p.Exports.Known)
	}
}

// TestWhoWasNotAskedForHasNotTradedZero: of a teller with few partners in a year nothing is known of the others.
func TestWhoWasNotAskedForHasNotTradedZero(t *testing.T) {
	rows := []trade.Row{kazakh("2022", "HRV", trade.Total, 5), kazakh("2023", "SRB", trade.Total, 7), kazakh("2024", "HRV", trade.Total, 6)}
	for i, a := range codes.Areas() {
		if a.Kind == codes.Country && a.Code != "HRV" && i < 60 {
			rows = append(rows, kazakh("2021", a.Code, trade.Total, 1))
		}
	}
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "d", Currency: "USD"}, rows)
	p, err := trade.Show(context.Background(), m, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, y := range p.Years {
		got = append(got, y.Period+" "+trade.Money(y.Exports, "USD"))
	}
	if s := strings.Join(got, ", "); s != "2021 0 USD, 2022 5.00 USD, 2023 n/a, 2024 6.00 USD" {
		t.Error(s)
	}
}

// TestGoodsThatADatasetLacksAreNoZero: a claim about oil products is not set beside a dataset of crude oil.
func TestGoodsThatADatasetLacksAreNoZero(t *testing.T) {
	m := trade.NewMemory()
	m.Add(crude("crude"))
	for _, c := range []struct {
		words string
		want  trade.Verdict
	}{{"crude oil", trade.Agrees}, {"oil products", trade.CannotCompare}, {"petroleum products", trade.CannotCompare}} {
		list, err := trade.Compare(context.Background(), m, figure("exports", 50, "USD", "2023", "KAZ", "HRV", true, "exports of "+c.words+" were $50", "$50"))
		if err != nil || len(list) != 1 || list[0].Claim.Good == nil || list[0].Verdict != c.want {
			t.Errorf("%s: %+v %v", c.words, list, err)
		}
	}
}
