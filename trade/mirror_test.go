package trade_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade"
)

// twoRevisions is what two countries say of a flow, each by its own revision of the Harmonized System; enough chapters to be all trade.
func twoRevisions(left, right string) *trade.Memory {
	m := trade.NewMemory()
	for i, scheme := range []string{left, right} {
		var rows []trade.Row
		for chapter := range 12 {
			reporter, partner, flow := "KAZ", "HRV", trade.Export
			if i == 1 {
				reporter, partner, flow = "HRV", "KAZ", trade.Import
			}
			rows = append(rows, trade.Row{Period: "2023", Reporter: reporter, Partner: partner, Flow: flow, Product: fmt.Sprintf("%02d0190", 60+chapter),
				Value: float64((chapter + 1) * (i + 1)), Weight: math.NaN(), Quantity: math.NaN()})
		}
		m.Add(dragoman.Dataset{ID: reporterOf(i), Title: scheme, Classification: scheme, Currency: "USD", Rank: 10 - i}, rows)
	}
	return m
}

func reporterOf(i int) string { return []string{"kaz", "hrv"}[i] }

func TestProductsOfTwoRevisionsAreComparedAsFarAsCodesMeanTheSame(t *testing.T) {
	for _, c := range []struct {
		left, right string
		digits      int
		note        string
	}{
		{"HS17", "HS17", 6, ""},
		{"HS17", "HS22", 4, "compared by heading"},
		{"HS92", "HS22", 2, "compared by chapter"},
		{"HS17", "SITC4", 0, "totals only"},
	} {
		p, err := trade.Show(t.Context(), twoRevisions(c.left, c.right), "KAZ", "HRV", trade.Options{Digits: 6})
		if err != nil {
			t.Fatal(err)
		}
		s := &p.Sides[0]
		if c.digits == 0 {
			if len(s.Products) > 0 || !strings.Contains(s.Without, c.note) {
				t.Errorf("%s and %s: %v, %q", c.left, c.right, s.Products, s.Without)
			}
			continue
		}
		if len(s.Products) == 0 || len(s.Products[0].Code) != c.digits || !strings.Contains(s.Compared, c.note) || (c.note == "") != (s.Compared == "") {
			t.Errorf("%s and %s: %v, %q", c.left, c.right, s.Products, s.Compared)
		}
	}
}
