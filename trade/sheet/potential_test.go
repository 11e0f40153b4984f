package sheet

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"dragoman"
	"dragoman/chart"
	"dragoman/trade"
	"dragoman/trade/codes"
	"dragoman/trade/internal/sample"
)

// globe is sixty countries that trade eleven goods: made up, for the form of the answer only.
func globe() *trade.Memory {
	areas := []string{"KAZ", "HRV", "SRB", "ALB", "MKD"}
	for _, a := range codes.Areas() {
		if len(areas) < 60 && a.Kind == codes.Country && a.Code != "ALB" {
			areas = append(areas, a.Code)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	var rows []trade.Row
	for _, y := range []string{"2021", "2022", "2023"} {
		for _, i := range areas {
			for _, j := range areas {
				for _, k := range []string{"100199", "260300", "270900", "300490", "720241", "740311", "870323", "841112", "310210", "252329", "760110"} {
					if i != j && r.IntN(3) > 0 && !(i == "KAZ" && j == "MKD") {
						v := float64(1000 + r.IntN(1_000_000))
						rows = append(rows, trade.Row{Period: y, Reporter: i, Partner: j, Flow: trade.Export, Product: k, Value: v, Weight: v / 2})
					}
				}
			}
		}
	}
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "globe", Title: "Made-up globe", Classification: "HS92", Currency: "USD", Reconciled: true, Imported: "2026-11-01T00:00:00Z"}, rows)
	return m
}

func TestPotentialOpensItsComponents(t *testing.T) {
	p, err := trade.Assess(context.Background(), globe(), "KAZ", trade.PotentialOptions{Region: "Balkans", Partners: []string{"ALB", "HRV", "MKD", "SRB", "ZWE"}, Top: 5, Gravity: true})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Potential(&out, p, Layout{}); err != nil {
		t.Fatal(err)
	}
	out.WriteString("\n")
	if err := Line(&out, p, &p.Lines[0], Layout{}); err != nil {
		t.Fatal(err)
	}
	out.WriteString("\n")
	if err := PotentialCSV(&out, p); err != nil {
		t.Fatal(err)
	}
	golden(t, "potential.txt", out.Bytes())
}

func TestPairWithTheWorldByProduct(t *testing.T) {
	p, err := trade.Show(context.Background(), globe(), "KAZ", "HRV", trade.Options{Digits: 6, Top: 4})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Pair(&out, p, "", Layout{}); err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{"year", "product", "side"} {
		out.WriteString("\n")
		if err := PairCSV(&out, p, of); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "globe-kaz-hrv.txt", out.Bytes())
	for _, c := range []chart.Chart{Flows(p), Composition(&p.Exports, p)} {
		out.Reset()
		if err := c.SVG(&out, chart.Options{}); err != nil || !bytes.HasPrefix(out.Bytes(), []byte("<svg")) {
			t.Errorf("%T: %v", c, err)
		}
	}
}

func TestCountryWithTheWorldByProduct(t *testing.T) {
	c, err := trade.ShowCountry(context.Background(), globe(), "KAZ", trade.Options{Top: 3})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Country(&out, c, "", Layout{}); err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{"year", "product", "partner"} {
		out.WriteString("\n")
		if err := CountryCSV(&out, c, of); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "globe-kaz.txt", out.Bytes())
}

func TestMonthsAndSidesAreDrawn(t *testing.T) {
	table := sample.Table(t, "../..")
	p, err := trade.Show(context.Background(), table, "HRV", "KAZ", trade.Options{Dataset: "eurostat-exports-2024-08", From: "2023"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := PairCSV(&out, p, "month"); err != nil {
		t.Fatal(err)
	}
	golden(t, "months.csv", out.Bytes())
	both, err := trade.Show(context.Background(), table, "KAZ", "SRB", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []chart.Chart{Monthly(p), BothSides(&both.Sides[0], both.Unit)} {
		out.Reset()
		if err := c.SVG(&out, chart.Options{}); err != nil || !bytes.HasPrefix(out.Bytes(), []byte("<svg")) {
			t.Errorf("%T: %v", c, err)
		}
	}
}
