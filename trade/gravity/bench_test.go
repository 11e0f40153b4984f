package gravity

import (
	"bytes"
	"testing"

	"dragoman/trade/frame"
	"dragoman/trade/gravity/gravitytest"
)

func panel(b testing.TB, rows int) *frame.Frame {
	var text bytes.Buffer
	if err := gravitytest.Panel(&text, rows, 1); err != nil {
		b.Fatal(err)
	}
	f, err := frame.Read(&text, "panel.csv", int64(text.Len()))
	if err != nil {
		b.Fatal(err)
	}
	return f
}

var threeWay = Spec{Y: "trade", X: []string{"fta", "currency", "log1p(tariff)"}, FixedEffects: []string{"exporter^year", "importer^year", "pair"}, Clusters: []string{"pair"}}

func BenchmarkThreeWay(b *testing.B) {
	f := panel(b, 1_000_000)
	b.ReportMetric(float64(f.Rows()), "rows")
	for b.Loop() {
		r, err := Fit(b.Context(), f, threeWay)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(r.Iterations)), "iterations")
	}
}

func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	if err := gravitytest.Panel(&text, 1_000_000, 1); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		f, err := frame.Read(bytes.NewReader(text.Bytes()), "panel.csv", int64(text.Len()))
		if err != nil {
			b.Fatal(err)
		}
		for _, column := range []string{"trade", "fta", "currency", "tariff"} {
			if _, err := f.Numbers(column); err != nil {
				b.Fatal(err)
			}
		}
		for _, column := range []string{"exporter", "importer", "pair", "year"} {
			if _, err := f.Levels(column); err != nil {
				b.Fatal(err)
			}
		}
	}
}
