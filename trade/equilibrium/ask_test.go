package equilibrium

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"dragoman/trade/codes"
	"dragoman/trade/frame"
)

func read(t testing.TB, text string, variables, changed []string) *Base {
	t.Helper()
	b, err := ReadBase(&Table{Frame: tableOf(t, text), Exporter: "exporter", Importer: "importer", Trade: "trade", Variables: variables, Changed: changed})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tableOf(t testing.TB, text string) *frame.Frame {
	t.Helper()
	f, err := frame.Read(strings.NewReader(text), "flows.csv", 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// three is a small world: Kazakhstan and Croatia have no agreement, Croatia and Germany have one.
const three = `exporter,importer,trade,fta
KAZ,KAZ,50,0
KAZ,HRV,4,0
KAZ,DEU,30,0
HRV,KAZ,1,0
HRV,HRV,40,0
HRV,DEU,9,1
DEU,KAZ,20,0
DEU,HRV,12,1
DEU,DEU,900,0
`

func ask(t testing.TB, b *Base, q Question, costs []string, given ...Coefficient) *Answer {
	t.Helper()
	if q.Theta == 0 {
		q.Theta = 4
	}
	if err := b.Fill(t.Context(), &q, costs, given); err != nil {
		t.Fatal(err)
	}
	a, err := Ask(b, q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func country(t *testing.T, a *Answer, code string) *CountryEffect {
	t.Helper()
	i := slices.IndexFunc(a.Countries, func(c CountryEffect) bool { return c.Code == code })
	if i < 0 {
		t.Fatalf("no %s in the answer", code)
	}
	return &a.Countries[i]
}

func TestAnAgreementHelpsItsMembersAndDivertsTrade(t *testing.T) {
	b := read(t, three, nil, []string{"fta"})
	a := ask(t, b, Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}}, nil)
	for _, code := range []string{"KAZ", "HRV"} {
		if c := country(t, a, code); !c.Party || c.Full.RealIncome <= 0 || c.Full.Exports <= 0 || *c.Gain <= 0 {
			t.Errorf("%s: %+v", code, *c.Full)
		}
	}
	if c := country(t, a, "DEU"); c.Party || c.Full.RealIncome >= 0 {
		t.Errorf("Germany, left out, gains %g%%", c.Full.RealIncome)
	}
	if len(a.Pairs) != 2 || a.Pairs[0].Exporter != "KAZ" || a.Pairs[0].Before != 4 {
		t.Errorf("pairs %+v", a.Pairs)
	}
	p := a.Pairs[0]
	near(t, "effect at given prices", float64(p.Direct), 100*(math.Exp(0.557185)-1), 1e-9)
	if p.Full <= 0 || p.Span == nil || p.Span.Low > p.Full || p.Span.High < p.Full {
		t.Errorf("flow changes by %g, in %v", p.Full, p.Span)
	}
	if k := a.Parameters.Coefficients; len(k) != 1 || k[0].Source == "" || *k[0].SE != 0.1022 {
		t.Errorf("coefficients %+v", k)
	}
}

// What is already so does not change, and what the data do not tell is said.
func TestChangesKnowWhatIsAlreadySo(t *testing.T) {
	on, off := mustChange(t, "HRV,DEU:fta"), mustChange(t, "HRV,DEU:fta=off")
	b := read(t, three, nil, []string{"fta"})
	a := ask(t, b, Question{Changes: []Change{on}}, nil)
	if a.Changes[0].Changed != 0 || math.Abs(float64(a.Totals.Trade-76)) > 1e-9 || math.Abs(float64(*a.Totals.Full)) > 1e-9 {
		t.Errorf("an agreement in force changes %+v, trade %+v", a.Changes[0], a.Totals)
	}
	if a := ask(t, b, Question{Changes: []Change{off}}, nil); a.Changes[0].Changed != 2 || a.Pairs[0].Full >= 0 {
		t.Errorf("leaving changes %+v", a.Changes[0])
	}
	if a := ask(t, b, Question{Changes: []Change{off, on}}, nil); math.Abs(float64(*a.Totals.Full)) > 1e-9 {
		t.Errorf("off and on again changes trade by %g%%", *a.Totals.Full)
	}
	blind := read(t, three, nil, nil)
	if a := ask(t, blind, Question{Changes: []Change{off}}, nil); a.Changes[0].Changed != 2 || len(a.Changes[0].Notes) != 1 {
		t.Errorf("without the variable: %+v", a.Changes[0])
	}
}

// A cheaper border by a factor τ is the same as a coefficient that makes τ^-θ.
func TestCostsAndCoefficientsAgree(t *testing.T) {
	b := read(t, three, nil, []string{"fta"})
	cost := ask(t, b, Question{Changes: []Change{mustChange(t, "KAZ,HRV:cost=-10%")}}, nil)
	dummy := ask(t, b, Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}}, nil, Coefficient{Variable: "fta", Value: -4 * math.Log(0.9), SE: math.NaN()})
	for i := range cost.Countries {
		near(t, "real income", float64(cost.Countries[i].Full.RealIncome), float64(dummy.Countries[i].Full.RealIncome), 1e-9)
	}
	if dummy.Pairs[0].Span != nil {
		t.Error("a coefficient without error has a range")
	}
}

func TestConditionalAnswersHoldIncomes(t *testing.T) {
	b := read(t, three, nil, nil)
	a := ask(t, b, Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}, Model: ConditionalOnly}, nil)
	c := country(t, a, "KAZ")
	if c.Full != nil || c.Gain != nil || a.Totals.Full != nil || c.ExportSpan == nil || c.IncomeSpan != nil {
		t.Errorf("a conditional answer tells %+v", c)
	}
	if !math.IsNaN(float64(c.Conditional.RealIncome)) || c.Conditional.Price != 0 {
		t.Errorf("conditional effect %+v", c.Conditional)
	}
	text, err := json.Marshal(a)
	if err != nil || !bytes.Contains(text, []byte(`"real_income_pct":null`)) || !bytes.Contains(text, []byte(`"full_pct":null`)) {
		t.Errorf("JSON %s, %v", text, err)
	}
}

// Domestic sales are fitted where the variables are known for them, else they stay as they are.
func TestFittedBaselines(t *testing.T) {
	costs := []string{"fta", Border}
	given := []Coefficient{{Variable: "fta", Value: 0.4, SE: math.NaN()}, {Variable: Border, Value: -2, SE: math.NaN()}}
	q := Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}, Model: GEPPML}
	a := ask(t, read(t, three, costs, nil), q, costs, given...)
	if a.Parameters.Deficits != Multiplicative || len(a.Parameters.Costs) != 2 {
		t.Errorf("parameters %+v", a.Parameters)
	}
	if before := country(t, a, "KAZ").Exports; before == 34 {
		t.Error("the flows were not fitted")
	}
	near(t, "output", country(t, a, "KAZ").Output, 84, 1e-9)
	abroad := strings.Replace(strings.Replace(strings.Replace(three, "KAZ,KAZ,50,0", "KAZ,KAZ,50,", 1), "HRV,HRV,40,0", "HRV,HRV,40,", 1), "DEU,DEU,900,0", "DEU,DEU,900,", 1)
	a = ask(t, read(t, abroad, costs[:1], nil), q, costs[:1], given[0])
	c := country(t, a, "KAZ")
	near(t, "exports", c.Exports, 34, 1e-9)
	near(t, "domestic sales", c.Output-c.Exports, 50, 1e-9)
}

func TestCoefficientsAreEstimated(t *testing.T) {
	b, err := BaseWorld(0, []string{"d := log(dist)", "contig", "lang", "fta", "currency"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}}
	if err := b.Fill(t.Context(), &q, []string{"d", "contig", "lang", "fta", "currency"}, nil); err != nil {
		t.Fatal(err)
	}
	k := q.Coefficients[0]
	// The value that data/parameters.tsv names beside the default.
	if math.Abs(k.Value-0.433) > 5e-4 || math.Abs(k.SE-0.077) > 5e-4 || k.Observations != 22588 {
		t.Errorf("coefficient of fta is %.4f (%.4f) on %d observations", k.Value, k.SE, k.Observations)
	}
	held := Question{Changes: q.Changes}
	if err := b.Fill(t.Context(), &held, []string{"d", "contig", "lang", "fta", "currency"}, []Coefficient{{Variable: "d", Value: q.Costs[0].Value, SE: math.NaN()}}); err != nil {
		t.Fatal(err)
	}
	near(t, "coefficient with distance held", held.Coefficients[0].Value, k.Value, 1e-6)
}

func TestTheBaseWorldIsWhole(t *testing.T) {
	b, err := BaseWorld(0, nil, []string{"fta"})
	if err != nil {
		t.Fatal(err)
	}
	if b.Size() != 166 || b.Missing != 4802 || b.Variables["fta"] == nil {
		t.Errorf("%d countries, %d pairs missing", b.Size(), b.Missing)
	}
	for i, code := range b.Codes {
		if _, known := codes.ByISO3(code); !known || b.GDP[i] <= 0 || b.Flow[i][i] <= 0 {
			t.Errorf("%s: known %v, GDP %g, domestic sales %g", code, known, b.GDP[i], b.Flow[i][i])
		}
	}
	if len(parameters()) == 0 {
		t.Error("no parameters")
	}
	for _, p := range parameters() {
		if p.Source == "" || p.Value <= 0 {
			t.Errorf("parameter %+v", p)
		}
	}
	for name, want := range map[string]string{"kaz": "KAZ", "Croatia": "HRV", "SRB": "SCG", "Serbia": "SCG", "hr": "HRV", "MNE": "SCG"} {
		members, note, err := b.Find(name)
		if err != nil || len(members) != 1 || b.Codes[members[0]] != want || (want == "SCG") != (note != "") {
			t.Errorf("%s is %v, %q, %v", name, members, note, err)
		}
	}
	if _, note, err := b.Find("EAEU"); err != nil || note != "" {
		t.Errorf("EAEU: %q, %v", note, err)
	}
	if members, note, err := b.Find("EU27"); err != nil || len(members) != 24 || !strings.Contains(note, "CYP, LUX, MLT") {
		t.Errorf("EU27: %d members, %q, %v", len(members), note, err)
	}
	for _, name := range []string{"SAU", "Atlantis", ""} {
		if _, _, err := b.Find(name); err == nil {
			t.Errorf("%q is found", name)
		}
	}
}

func TestBadTablesAreNamed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"twice":    {three + "KAZ,HRV,4,0\n", "line 11: KAZ to HRV stands there twice"},
		"negative": {three + "UZB,HRV,-4,0\n", "line 11: trade of UZB to HRV is -4"},
		"missing":  {three + "UZB,HRV,,0\n", "line 11: trade of UZB to HRV is missing"},
		"nobody":   {three + ",HRV,4,0\n", "line 11: lacks exporter or importer"},
		"zero":     {"exporter,importer,trade\nKAZ,HRV,0\n", "sum to 0"},
	} {
		_, err := ReadBase(&Table{Frame: tableOf(t, c.text), Exporter: "exporter", Importer: "importer", Trade: "trade"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

// A world made by hand, from imported statistics say, needs nothing but its flows.
func TestAWorldOfFlowsAloneIsEnough(t *testing.T) {
	w, err := NewWorld([]string{"KAZ", "HRV"}, [][]float64{{50, 4}, {1, 40}})
	if err != nil {
		t.Fatal(err)
	}
	b := &Base{World: w, Variables: map[string][][]float64{Border: {{0, 1}, {1, 0}}}}
	given := Coefficient{Variable: Border, Value: -1, SE: math.NaN()}
	for _, m := range []Model{GE, ConditionalOnly, GEPPML} {
		a := ask(t, b, Question{Changes: []Change{mustChange(t, "*:border=off")}, Model: m}, []string{Border}, given)
		if a.Pairs[0].Direct <= 0 || a.Totals.Conditional <= 0 {
			t.Errorf("%s: %+v", m, a.Totals)
		}
	}
	if err := b.Fill(t.Context(), &Question{}, []string{Border}, nil); err == nil || !strings.Contains(err.Error(), "without a table") {
		t.Errorf("error %v", err)
	}
}

func TestTradeWithoutDomesticSalesIsWarnedOf(t *testing.T) {
	b := read(t, "exporter,importer,trade\nKAZ,HRV,4\nHRV,KAZ,3\n", nil, nil)
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "no domestic sales") {
		t.Errorf("notes %q", b.Notes)
	}
	b = read(t, "exporter,importer,trade\nKAZ,HRV,4\nHRV,KAZ,3\nHRV,HRV,9\n", nil, nil)
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "Countries without domestic sales: 1 (KAZ).") {
		t.Errorf("notes %q", b.Notes)
	}
}

func TestAnswersAsCSV(t *testing.T) {
	b := read(t, three, nil, nil)
	a := ask(t, b, Question{Changes: []Change{mustChange(t, "KAZ,HRV:fta")}}, nil)
	a.Keep([]string{"HRV", "KAZ", "HRV"})
	var out bytes.Buffer
	if err := a.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "HRV" || rows[2][0] != "KAZ" || slices.Contains(rows[1], "NaN") {
		t.Errorf("%q, %v", rows, err)
	}
}

// The command's way from a table to the published conditional effects of a world without borders.
func TestAsksAsTheBookDoes(t *testing.T) {
	f := shared(t, "agtpa/agtpa_applications_1986_2006.csv.gz")
	costs := []string{"log(dist)", "cntg", Border}
	b, err := ReadBase(&Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Where: []string{"year=2006"}, Variables: costs})
	if err != nil {
		t.Fatal(err)
	}
	a := ask(t, b, Question{Changes: []Change{mustChange(t, "*:border=off")}, Model: GEPPML, Theta: 6, Reference: "DEU"}, costs)
	got := make([]float64, b.Size())
	for i, code := range b.Codes {
		got[i] = float64(country(t, a, code).Conditional.Exports)
	}
	abs, _ := farthest(got, expected(t, "agtpa/results/1_TradeWithoutBorder_FULL.csv", "country", "change_Xi_CDL", b.Codes))
	t.Logf("largest gap %.1e points", abs)
	if abs > 1e-5 {
		t.Errorf("conditional exports differ by %.1e points", abs)
	}
	if k := a.Parameters.Coefficients[0]; math.Abs(*k.SE-0.1193816) > 1e-6 {
		t.Errorf("standard error of border %.7f, published 0.1193816", *k.SE)
	}
}

// The command's way to the 44 welfare effects of ge_gravity, with the pairs written as a change.
func TestAsksAsGeGravityDoes(t *testing.T) {
	f := shared(t, "ge_gravity/TradeData0014_Results.csv.gz")
	b, err := ReadBase(&Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Where: []string{"year=2000"}, Changed: []string{"eu_enlargement"}})
	if err != nil {
		t.Fatal(err)
	}
	change := mustChange(t, "EU15+NOR,BGR,CYP,CZE,EST,HRV,HUN,LTU,LVA,MLT,POL,ROU,SVK,SVN:eu_enlargement")
	a := ask(t, b, Question{Changes: []Change{change}}, nil, Coefficient{Variable: "eu_enlargement", Value: 0.22424901, SE: math.NaN()})
	codes, stored := texts(t, f, "exporter"), numbers(t, f, "w_eu")
	far, compared := 0.0, map[string]bool{}
	for r, welfare := range stored {
		if !math.IsNaN(welfare) {
			far = max(far, relative(1+float64(country(t, a, codes[r]).Full.RealIncome)/100, welfare))
			compared[codes[r]] = true
		}
	}
	t.Logf("largest relative gap of %d welfare effects %.1e", len(compared), far)
	if len(compared) != 44 || far > 1e-6 {
		t.Errorf("%d welfare effects differ by %.1e", len(compared), far)
	}
}
