package trade_test

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/internal/sample"
)

// figure makes a figure as the reader finds it.
func figure(metric string, value float64, unit, period, from, to string, directed bool, sentence, text string) dragoman.Stored[dragoman.Figure] {
	f := dragoman.Figure{Metric: metric, Value: value, Unit: unit, Directed: directed, Status: dragoman.Happened, Text: text,
		Parties:  []dragoman.Actor{{Country: from, Kind: dragoman.ActorCountry}, {Country: to, Kind: dragoman.ActorCountry}},
		Evidence: []dragoman.Evidence{{Quote: sentence}}}
	if to == "" {
		f.Parties = f.Parties[:1]
	}
	if start, end, ranged := strings.Cut(period, "/"); ranged {
		f.Period = dragoman.DateRange{Start: start, End: end, Precision: dragoman.PrecisionRange}
	} else if period != "" {
		f.Period, _ = dragoman.ParseDate(period)
	}
	return dragoman.Stored[dragoman.Figure]{Record: f}
}

// Sentences and figures are those of the sample corpus (021, 022, 026) or made in their likeness; statistics are those of examples/trade.
func TestClaimsAreSetBesideTheStatistic(t *testing.T) {
	table := sample.Table(t, "..")
	for _, c := range []struct {
		name    string
		f       dragoman.Stored[dragoman.Figure]
		verdict trade.Verdict
		ratio   float64 // claim over statistic, to the printed digits; 0 not checked
		because string  // part of it
	}{
		{"turnover of a year", figure("trade turnover", 681e6, "USD", "2021", "KAZ", "HRV", false, "trade turnover between the two countries amounted to $681 million in 2021", "$681 million"),
			trade.Agrees, 1.000, ""},
		{"the same from the other side of the table", figure("trade turnover", 680.96e6, "USD", "2021", "HRV", "KAZ", false, "mutual turnover reached 680.96 million US dollars", "680.96 million US dollars"),
			trade.Agrees, 1.000, ""},
		{"a year without statistic", figure("trade turnover", 282e6, "USD", "2024", "KAZ", "HRV", false, "the figure for 2024 at $282 million", "$282 million"),
			trade.CannotCompare, 0, "there is no statistic of 2024"},
		{"exports by the exporter", figure("exports", 11e6, "USD", "2023", "KAZ", "SRB", true, "Kazakh statistics show total exports to Serbia of just $11 million", "$11 million"),
			trade.Agrees, 0.969, ""},
		{"crude by reconciled figures", figure("imports", 343e6, "USD", "2023", "KAZ", "SRB", true, "Serbia, for its part, bought Kazakh crude worth $343 million in 2023", "$343 million"),
			trade.Agrees, 1.001, ""},
		{"crude under another word order", figure("imports", 44e6, "USD", "2023", "KAZ", "HRV", true, "Croatian imports of Kazakh crude oil worth about $44 million in 2023", "$44 million"),
			trade.Agrees, 1.009, ""},
		{"crude in tonnes", figure("supply", 522e3, "t", "2023", "KAZ", "SRB", true, "supplied 522 thousand tonnes of oil to Serbia", "522 thousand tonnes"),
			trade.Agrees, 0.999, ""},
		{"imports by the importer", figure("imports", 34e6, "USD", "2023", "HRV", "KAZ", true, "Kazakhstan bought Croatian goods worth $34 million in 2023", "$34 million"),
			trade.Agrees, 0.999, ""},
		{"exports that only the importer confirms", figure("exports", 34e6, "USD", "2023", "HRV", "KAZ", true, "Croatia's exports to Kazakhstan reached $34 million", "$34 million"),
			trade.AgreesWithOther, 0.999, ""},
		{"exports in euro by month", figure("exports", 31.4e6, "EUR", "2024-01-01/2024-08-31", "HRV", "KAZ", true, "exports came to 31.4 million euros", "31.4 million euros"),
			trade.Agrees, 1.002, ""},
		{"growth", figure("trade turnover", 19.5, "%", "2023", "KAZ", "HRV", false, "trade turnover grew by 19.5%", "19.5%"), trade.CannotCompare, 0, "share"},
		{"far off", figure("exports", 343e6, "USD", "2023", "KAZ", "SRB", true, "exports to Serbia of $343 million", "$343 million"),
			trade.Differs, 30.2, "trading hubs"},
		{"goods that are not known", figure("exports", 5e6, "USD", "2023", "KAZ", "HRV", true, "exports of saddles to Croatia of $5 million", "$5 million"),
			trade.CannotCompare, 0, `no codes are known for the goods it is about ("saddles")`},
		{"no direction", figure("exports", 5e6, "USD", "2023", "KAZ", "HRV", false, "exports of $5 million", "$5 million"), trade.CannotCompare, 0, "direction"},
		{"no period", figure("trade turnover", 432e6, "USD", "", "KAZ", "HRV", false, "A turnover of $432 million", "$432 million"), trade.CannotCompare, 0, "no period"},
		{"two years", figure("trade turnover", 432e6, "USD", "2022-01-01/2023-12-31", "KAZ", "HRV", false, "turnover", ""), trade.CannotCompare, 0, "within one year"},
		{"half a month", figure("trade turnover", 432e6, "USD", "2023-01-10/2023-02-20", "KAZ", "HRV", false, "turnover", ""), trade.CannotCompare, 0, "whole months"},
		{"volume of no goods", figure("exports", 2e6, "t", "2023", "KAZ", "HRV", true, "exports of 2 million tonnes", "2 million tonnes"), trade.CannotCompare, 0, "not named"},
		{"volume that is not weighed", figure("exports", 2e9, "m3", "2023", "KAZ", "HRV", true, "gas exports of 2 bcm", "2 bcm"), trade.CannotCompare, 0, "cannot be weighed"},
		{"unknown pair", figure("trade turnover", 1e6, "USD", "2023", "FJI", "ISL", false, "turnover", ""), trade.CannotCompare, 0, "no dataset"},
		{"all exports of a country", figure("exports", 78.7e9, "USD", "2023", "KAZ", "", false, "Kazakhstan's exports reached $78.7 billion", "$78.7 billion"),
			trade.Agrees, 0.994, ""},
	} {
		list, err := trade.Compare(context.Background(), table, c.f)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %v %v", c.name, list, err)
		}
		got := list[0]
		if got.Verdict != c.verdict || !strings.Contains(got.Because, c.because) || c.ratio != 0 && math.Abs(got.Ratio.Value/c.ratio-1) > 1e-3 {
			t.Errorf("%s: %s (%s)", c.name, got.Verdict, got.String())
		}
	}
}

func TestGrowthIsComparedInPoints(t *testing.T) {
	f := figure("trade turnover", 19.5, "%", "2023", "KAZ", "HRV", false, "trade turnover grew by 19.5% in 2023", "19.5%")
	f.Record.Change = "increase"
	list, err := trade.Compare(context.Background(), sample.Table(t, ".."), f)
	if err != nil || list[0].Verdict != trade.Agrees {
		t.Errorf("%v %v", list, err)
	}
}

func TestWhatIsNoCountIsNotCompared(t *testing.T) {
	table := sample.Table(t, "..")
	for want, change := range map[string]func(*dragoman.Figure){
		"a target":          func(f *dragoman.Figure) { f.Status = dragoman.Planned },
		"negated":           func(f *dragoman.Figure) { f.Status = dragoman.Negated },
		"a rate per day":    func(f *dragoman.Figure) { f.Per = "day" },
		"a multiple":        func(f *dragoman.Figure) { f.Unit = "x" },
		"change in value":   func(f *dragoman.Figure) { f.Change = "increase" },
		"it has no unit":    func(f *dragoman.Figure) { f.Unit = "" },
		"no exchange rate":  func(f *dragoman.Figure) { f.Unit = "XXX" },
		"no period is told": func(f *dragoman.Figure) { f.Period.Precision = dragoman.PrecisionBefore },
	} {
		f := figure("trade turnover", 432e6, "USD", "2023", "KAZ", "HRV", false, "turnover of $432 million", "$432 million")
		change(&f.Record)
		list, err := trade.Compare(context.Background(), table, f)
		if err != nil || list[0].Verdict != trade.CannotCompare || !strings.Contains(list[0].Because, want) {
			t.Errorf("%s: %v %v", want, list, err)
		}
	}
}

func TestFiguresOfOtherThingsAreLeftOut(t *testing.T) {
	investment := figure("investment", 1e9, "USD", "2023", "KAZ", "HRV", true, "", "")
	company := figure("exports", 1e9, "USD", "2023", "KAZ", "HRV", true, "", "")
	company.Record.Parties[0].Kind = dragoman.ActorCompany
	list, err := trade.Compare(context.Background(), sample.Table(t, ".."), investment, company)
	if err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

// The statistic is 100 million: claims agree up to 5 % on either side, to the digit told, and as far as their words reach.
func TestVerdictsTurnAtTheirBounds(t *testing.T) {
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "own", Title: "Own", Currency: "USD"}, []trade.Row{{Period: "2023", Reporter: "KAZ", Partner: "HRV", Flow: trade.Export, Product: trade.Total, Value: 100e6}})
	for _, c := range []struct {
		value   float64
		words   string
		verdict trade.Verdict
	}{
		{105.2e6, "", trade.Agrees}, {105.4e6, "", trade.Differs}, {95.3e6, "", trade.Agrees}, {95.1e6, "", trade.Differs},
		{109.8e6, "about", trade.Agrees}, {112e6, "about", trade.Differs},
		{81e6, "more than", trade.Agrees}, {79e6, "more than", trade.Differs}, {105e6, "more than", trade.Agrees},
		{130e6, "up to", trade.Agrees}, {140e6, "up to", trade.Differs},
		{0.1e9, "", trade.Agrees},
	} {
		list, err := trade.CompareClaims(context.Background(), m, trade.Claim{Metric: "exports", A: "KAZ", B: "HRV", Directed: true, Value: c.value, Unit: "USD",
			Approximation: c.words, Period: dragoman.Year(2023), Status: dragoman.Happened})
		if err != nil || list[0].Verdict != c.verdict {
			t.Errorf("%s %v: %v, want %s (%v)", c.words, c.value, list[0].String(), c.verdict, err)
		}
	}
}

// The whole files the sample was cut from, where they are at hand: Kazakhstan's own exports to Serbia beside crude oil in BACI.
func TestSerbiaInTheSourceFiles(t *testing.T) {
	own, err := os.ReadFile("../../shared/data/trade/kaz_eu_trade/kazstat_trade_by_partner_2019_2023.csv")
	if err != nil {
		t.Skip("the source files are not here")
	}
	lines, err := csv.NewReader(strings.NewReader(string(own))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	m := trade.NewMemory()
	var rows []trade.Row
	for _, l := range lines[1:] {
		exports, err := strconv.ParseFloat(l[4], 64)
		if l[1] != "" && err == nil {
			rows = append(rows, trade.Row{Period: l[0], Reporter: "KAZ", Partner: l[1], Flow: trade.Export, Product: trade.Total, Value: exports * 1000})
		}
	}
	m.Add(dragoman.Dataset{ID: "kazstat", Title: "kazstat", Currency: "USD", Rank: 2}, rows)
	m.Add(dragoman.Dataset{ID: "baci", Title: "BACI", Currency: "USD", Classification: "HS92", Reconciled: true, Rank: 1},
		[]trade.Row{{Period: "2023", Reporter: "KAZ", Partner: "SRB", Flow: trade.Export, Product: "2709", Value: 342629936, Weight: 522369800}})
	p, err := trade.Show(context.Background(), m, "KAZ", "SRB", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	y := p.Sides[0].Years[len(p.Sides[0].Years)-1]
	if math.Abs(y.Ratio.Value-342629936/11350744.13) > 1e-6 || len(p.Sides[0].Reasons) < 3 || p.Sides[0].Products[0].Code != "2709" {
		t.Errorf("%+v %+v", y, p.Sides[0].Reasons)
	}
}
