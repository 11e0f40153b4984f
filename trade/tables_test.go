package trade

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestBadLinesOfTablesAreNamed(t *testing.T) {
	rates := "currency\tyear\tper_usd\tsource\tnote\n"
	prices := "series\tyear\tindex\tbase\tsource\n"
	words := "good\twords\tcodes\ttonne\n"
	gaps := "reason\thigher\tratio_from\tratio_to\tevidence\tcodes\tareas\tpart\tweight\ttext\tsource\n"
	for _, c := range []struct {
		load func(fstest.MapFS) error
		text string
		want string
	}{
		{asRates, rates + "eur\t2020\t0.9\t\t\n", `line 2: currency is "eur"`},
		{asRates, rates + "EUR\t20\t0.9\t\t\n", `line 2: year is "20"`},
		{asRates, rates + "EUR\t2020\t-1\t\t\n", `line 2: per_usd is "-1"`},
		{asRates, rates + "EUR\t2020\tNaN\t\t\n", `line 2: per_usd is "NaN"`},
		{asRates, rates + "EUR\t2020\t0.9\t\t\nEUR\t2020\t0.8\t\t\n", "line 3: EUR 2020 has two lines"},
		{asRates, rates + "EUR\t2020\t0.9\n", "line 2: has 3 cells, the header names 5"},
		{asRates, "currency\tyear\n", `line 1: header lacks column "per_usd"`},
		{asRates, "# nothing\n", "holds no header"},
		{asDeflators, prices + "usa-gdp\t2020\t0\t\t\n", "line 2: index is"},
		{asDeflators, prices + "usa-gdp\t2020\t1\t\t\nusa-gdp\t2020\t1\t\t\n", "line 3: usa-gdp 2020 has two lines"},
		{asGoods, words + "oil\toil\tx\t\n", `line 2: codes are "x"`},
		{asGoods, words + "oil\toil\t2709\tbbl\n", `line 2: tonne is "bbl"`},
		{asGoods, words + "oil\toil\t2709\t\ncrude\toil\t2709\t\n", `line 3: "oil" names two goods`},
		{asGaps, gaps + "a\tboth\t\t\tnone\t\t\t\t\ttext\t\n", `line 2: higher is "both"`},
		{asGaps, gaps + "a\tany\t\t\tguess\t\t\t\t\ttext\t\n", `line 2: there is no evidence "guess"`},
		{asGaps, gaps + "a\tany\t\t\tnone\t\t\t\t\t\t\n", "line 2: reason or text is empty"},
	} {
		err := c.load(fstest.MapFS{"x.tsv": {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.text, err, c.want)
		}
	}
}

func asRates(f fstest.MapFS) error     { _, err := loadRates(f, "x.tsv"); return err }
func asDeflators(f fstest.MapFS) error { _, err := loadDeflators(f, "x.tsv"); return err }
func asGoods(f fstest.MapFS) error     { _, err := loadGoods(f, "x.tsv"); return err }
func asGaps(f fstest.MapFS) error      { _, err := loadGapRules(f, "x.tsv"); return err }

func TestTheTablesOfTheProgramLoad(t *testing.T) {
	if _, err := DefaultRates(); err != nil {
		t.Error(err)
	}
	if _, err := DefaultDeflators(); err != nil {
		t.Error(err)
	}
	if _, err := defaultGoods(); err != nil {
		t.Error(err)
	}
	if rules, err := gapRules(); err != nil || len(rules) == 0 {
		t.Error(rules, err)
	}
}

// A table of its own: 2 EUR for a dollar in 2020, 4 in 2021, prices doubled between.
func TestMoneyIsConvertedAndDeflated(t *testing.T) {
	rates := &Rates{perUSD: map[rateKey]rate{{"EUR", "2020"}: {value: 2}, {"EUR", "2021"}: {value: 4}}}
	prices := &Deflators{index: map[rateKey]float64{{"usa-gdp", "2020"}: 50, {"usa-gdp", "2021"}: 100}}
	m := &money{rates: rates, deflators: prices, currency: "USD", converted: map[string]bool{}}
	near(t, "euros of 2021 in dollars", m.convert(8, "EUR", "2021"), 2)
	m.real = "2020"
	near(t, "at prices of 2020", m.convert(8, "EUR", "2021"), 1)
	m.currency = "EUR"
	near(t, "in euros of 2020", m.convert(8, "EUR", "2021"), 2)
	near(t, "the base year is left as it is", m.convert(8, "EUR", "2020"), 8)
	if got := m.convert(8, "EUR", "2019"); got.Because != "no exchange rate of EUR in 2019" {
		t.Errorf("a year without rate: %v", got)
	}
	if got := m.convert(8, "USD", "2019"); got.Because != "no price index usa-gdp for 2019" {
		t.Errorf("a year without price index: %v", got)
	}
}

func TestGoodsAreFoundWhereTheyStand(t *testing.T) {
	goods, err := defaultGoods()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ sentence, figure, good, other string }{
		{"Croatian imports of Kazakh crude oil worth about $44 million", "$44 million", "crude oil", ""},
		{"Kazakhstan supplied 2 million tonnes of crude oil to Serbia", "2 million tonnes", "crude oil", ""},
		{"Oil exports to Croatia reached $400 million", "$400 million", "crude oil", ""},
		{"It sold wheat flour for $3 million", "$3 million", "flour", ""},
		{"$50 million worth of ferroalloys went to Serbia", "$50 million", "ferroalloys", ""},
		{"Trade turnover, mostly oil, was $282 million", "$282 million", "", ""},
		{"Exports of goods to Croatia were $4 million", "$4 million", "", ""},
		{"Exports to Serbia of just $11 million", "$11 million", "", ""},
		{"Kazakhstan bought Croatian goods worth $34 million", "$34 million", "", ""},
		{"Exports of saddles were $4 million", "$4 million", "", "saddles"},
		{"Turnover was $4 million", "not there", "", ""},
	} {
		g, other := goods.goodsOf(c.sentence, c.figure)
		name := ""
		if g != nil {
			name = g.Name
		}
		if name != c.good || other != c.other {
			t.Errorf("%s: got %q %q, want %q %q", c.sentence, name, other, c.good, c.other)
		}
	}
}

func FuzzGoodsOf(f *testing.F) {
	f.Add("imports of crude oil worth $4", "$4")
	f.Add("exports of", "")
	f.Add("$4 of", "$4")
	f.Add("worth of of of \xff", "\xff")
	goods, err := defaultGoods()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sentence, figure string) {
		if g, other := goods.goodsOf(sentence, figure); g != nil && other != "" {
			t.Errorf("%q is known and %q is not", g.Name, other)
		}
	})
}
