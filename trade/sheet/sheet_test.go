package sheet

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"dragoman/trade"
	"dragoman/trade/internal/sample"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", file, got)
	}
}

func TestPairReadsLikeABrief(t *testing.T) {
	table := sample.Table(t, "../..")
	for _, c := range []struct {
		file, a, b, of string
		o              trade.Options
	}{
		{"kaz-hrv.txt", "KAZ", "HRV", "", trade.Options{}},
		{"kaz-srb.txt", "KAZ", "SRB", "", trade.Options{}},
		{"kaz-srb-sides.txt", "KAZ", "SRB", "side", trade.Options{}},
		{"aze-hrv.txt", "AZE", "HRV", "", trade.Options{}},
		{"hrv-kaz-euro-mirror.txt", "HRV", "KAZ", "", trade.Options{Dataset: "eurostat-exports-2024-08", From: "2022"}},
		{"kaz-bgr-real-eur.txt", "KAZ", "BGR", "year", trade.Options{Currency: "EUR", Real: "2020"}},
	} {
		p, err := trade.Show(context.Background(), table, c.a, c.b, c.o)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := Pair(&out, p, c.of, Layout{}); err != nil {
			t.Fatal(err)
		}
		golden(t, c.file, out.Bytes())
	}
}

// TestEverythingFitsIntoEightyCells sets all parts at the width of a small terminal.
func TestEverythingFitsIntoEightyCells(t *testing.T) {
	table := sample.Table(t, "../..")
	var out bytes.Buffer
	for _, of := range []string{"", "year", "month", "product", "side"} {
		p, err := trade.Show(context.Background(), table, "KAZ", "HRV", trade.Options{Dataset: map[string]string{"month": "eurostat-exports-2024-08"}[of]})
		if err != nil {
			t.Fatal(err)
		}
		if err := Pair(&out, p, of, Layout{Width: 80}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := trade.ShowCountry(context.Background(), table, "KAZ", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := Country(&out, c, "", Layout{Width: 80}); err != nil {
		t.Fatal(err)
	}
	p, err := trade.Assess(context.Background(), globe(), "KAZ", trade.PotentialOptions{Top: 5})
	if err != nil {
		t.Fatal(err)
	}
	if err := Potential(&out, p, Layout{Width: 80}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 {
			t.Errorf("%d cells: %s", n, line)
		}
	}
}
