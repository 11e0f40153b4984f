package trade_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/internal/sample"
)

func TestEachSideIsTheOthersMirror(t *testing.T) {
	table := sample.Table(t, "..")
	p, err := trade.Show(context.Background(), table, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	q, err := trade.Show(context.Background(), table, "HRV", "KAZ", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Head.Exports != q.Head.Imports || p.Head.Turnover != q.Head.Turnover || p.Head.Balance.Value != -q.Head.Balance.Value {
		t.Errorf("seen from the other side: %+v, %+v", p.Head, q.Head)
	}
	for i := range p.Sides {
		a, b := p.Sides[i], q.Sides[1-i]
		if a.From != b.From || len(a.Accounts) != len(b.Accounts) || a.Years[0].Gap != b.Years[0].Gap {
			t.Errorf("sides differ: %+v, %+v", a, b)
		}
	}
}

// Yearly and monthly figures of one flow: 2023 whole, 2024 until March.
func TestPartOfAYearIsComparedWithTheSameMonths(t *testing.T) {
	var rows []trade.Row
	for y, months := range map[string]int{"2023": 12, "2024": 3} {
		for i := range months {
			p := y + "-" + []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}[i]
			value := 10.0
			if y == "2024" {
				value = 15
			}
			rows = append(rows, trade.Row{Period: p, Reporter: "KAZ", Partner: "HRV", Flow: trade.Export, Product: trade.Total, Value: value},
				trade.Row{Period: p, Reporter: "KAZ", Partner: "HRV", Flow: trade.Import, Product: trade.Total, Value: value})
		}
	}
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "monthly", Currency: "USD"}, rows)
	p, err := trade.Show(context.Background(), m, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Year != "2023" || p.Head.Exports.Value != 120 || len(p.Months) != 15 {
		t.Errorf("headline %s %+v, %d months", p.Year, p.Head, len(p.Months))
	}
	last := p.Years[1]
	if last.Months != "Jan-Mar" || last.Exports.Value != 45 || math.Abs(last.Growth.Exports.Value-0.5) > 1e-12 {
		t.Errorf("part of a year %+v", last)
	}
}

func TestSharesSumToOne(t *testing.T) {
	c, err := trade.ShowCountry(context.Background(), sample.Table(t, ".."), "KAZ", trade.Options{Top: -1})
	if err != nil {
		t.Fatal(err)
	}
	var shares, contributions float64
	for _, p := range c.Exports.Partners {
		shares += p.Share.Value
		contributions += p.Contribution.Value
	}
	if math.Abs(shares-1) > 1e-9 || c.Exports.Others != 0 {
		t.Errorf("shares sum to %v", shares)
	}
	// Partners that were left are not listed, so that contributions sum to no more than growth and what these took away: 0.1 % here.
	if math.Abs(contributions-c.Head.Growth.Exports.Value) > 2e-3 {
		t.Errorf("contributions sum to %v, growth is %v", contributions, c.Head.Growth.Exports.Value)
	}
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	ctx, table := context.Background(), sample.Table(t, "..")
	for want, show := range map[string]func() error{
		"no dataset knows of trade between FJI and ISL": func() error { _, err := trade.Show(ctx, table, "FJI", "ISL", trade.Options{}); return err },
		"no dataset knows of trade of FJI":              func() error { _, err := trade.ShowCountry(ctx, table, "FJI", trade.Options{}); return err },
		"there is no dataset x; use one of":             func() error { _, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{Dataset: "x"}); return err },
		"no exchange rates of ABC": func() error {
			_, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{Currency: "abc"})
			return err
		},
		"there is no price index":                      func() error { _, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{Real: "1900"}); return err },
		"has no figures of KAZ and HRV in these years": func() error { _, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{From: "2030"}); return err },
		"choose one from 2019 to 2023":                 func() error { _, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{Year: "2010"}); return err },
	} {
		if err := show(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
