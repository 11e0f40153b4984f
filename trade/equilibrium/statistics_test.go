package equilibrium

import (
	"context"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/frame"
)

// square is the world three as statistics in dollars; a million there is a million here.
func threeByThree() *trade.Square {
	return &trade.Square{Source: trade.Source{ID: "three", Title: "Three countries", Reconciled: true}, Unit: "USD", Year: "2023", Basis: "reconciled figures (FOB)",
		Codes: []string{"DEU", "HRV", "KAZ"}, Value: [][]float64{{0, 12e6, 20e6}, {9e6, 0, 1e6}, {30e6, 4e6, 0}}}
}

func fromStatistics(t *testing.T, s *Statistics) *Base {
	t.Helper()
	b, err := FromStatistics(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parsed(t *testing.T, text string) Change {
	t.Helper()
	c, err := ParseChange(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestStatisticsWithOutputAnswerAsATable(t *testing.T) {
	q := Question{Changes: []Change{parsed(t, "KAZ,HRV:fta")}}
	want := ask(t, read(t, three, nil, []string{"fta"}), q, nil)
	b := fromStatistics(t, &Statistics{Square: threeByThree(), Changed: []string{"fta"}, Output: map[string]float64{"KAZ": 84e6, "HRV": 50e6, "DEU": 932e6}})
	got := ask(t, b, q, nil)
	for _, code := range []string{"KAZ", "HRV", "DEU"} {
		of := func(a *Answer) CountryEffect {
			return a.Countries[slices.IndexFunc(a.Countries, func(c CountryEffect) bool { return c.Code == code })]
		}
		g, w := of(got), of(want)
		if math.Abs(float64(g.Full.RealIncome-w.Full.RealIncome)) > 1e-9 || math.Abs(g.Output-w.Output) > 1e-9 {
			t.Errorf("%s: real income %v of output %v, want %v of %v", code, g.Full.RealIncome, g.Output, w.Full.RealIncome, w.Output)
		}
	}
	if b.Period != "2023" || b.Unit != "million USD" || strings.Contains(strings.Join(got.Notes, " "), "ASSUMPTION") ||
		!strings.Contains(got.Notes[0], "KAZ output given by you less exports") {
		t.Errorf("%s, %s, notes %q", b.Period, b.Unit, got.Notes)
	}
}

// What Kazakhstan sells at home is to its exports as in the base world; Serbia's exports in the base world are incomplete, so that it has
// the median.
func TestDomesticSalesAreAssumedAsIn2006(t *testing.T) {
	world, err := BaseWorld(0, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	i := world.Index("KAZ")
	multiple := world.Flow[i][i] / (world.Output()[i] - world.Flow[i][i])
	q := threeByThree()
	q.Codes[1] = "SRB"
	b := fromStatistics(t, &Statistics{Square: q, Changed: []string{"fta"}})
	if k := b.Index("KAZ"); math.Abs(b.Flow[k][k]-multiple*34) > 1e-9 {
		t.Errorf("Kazakhstan sells %v at home, want %v times 34", b.Flow[k][k], multiple)
	}
	_, median, _, err := multiples()
	if k := b.Index("SRB"); err != nil || math.Abs(b.Flow[k][k]-median*10) > 1e-9 || median < 1 || median > 1.3 {
		t.Errorf("Serbia sells %v at home, median %v, %v", b.Flow[k][k], median, err)
	}
	a := ask(t, b, Question{Changes: []Change{parsed(t, "KAZ,SRB:cost=-5%")}}, nil)
	notes := strings.Join(a.Notes, "\n")
	for _, want := range []string{"ASSUMPTION. Domestic sales are not in trade statistics: of 2 countries the multiple", "of 1 countries the median of those multiples, 1.",
		"KAZ 0.93 times its exports, as assumed for 2006; SRB 1."} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes lack %q:\n%s", want, notes)
		}
	}
	if a.Base.Title != "Three countries" || !strings.Contains(a.Base.Source, "reconciled") {
		t.Errorf("%+v", a.Base)
	}
}

func TestAgreementsOfTheYearCount(t *testing.T) {
	for _, c := range []struct {
		year    string
		changed int
	}{{"2009", 2}, {"2023", 0}} { // Kazakhstan and Serbia since 2011
		q := threeByThree()
		q.Codes[1], q.Year = "SRB", c.year
		a := ask(t, fromStatistics(t, &Statistics{Square: q, Changed: []string{"fta"}}), Question{Changes: []Change{parsed(t, "KAZ,SRB:fta")}}, nil)
		if a.Changes[0].Changed != c.changed {
			t.Errorf("%s: %d pairs change, want %d", c.year, a.Changes[0].Changed, c.changed)
		}
	}
}

func TestCountriesThatTellNothingAreLeftOutByName(t *testing.T) {
	q := threeByThree()
	q.Codes = append(q.Codes, "TUV", "VAT")
	for i := range q.Value {
		q.Value[i] = append(q.Value[i], 1e6, 1e6)
	}
	q.Value = append(q.Value, make([]float64, 5), []float64{1, 0, 0, 0, 0})
	b := fromStatistics(t, &Statistics{Square: q, Variables: []string{"log(dist)"}, Changed: []string{"fta"}})
	notes := strings.Join(b.Notes, "\n")
	if b.Size() != 3 || !strings.Contains(notes, "export nothing in these figures: 1 (TUV)") || !strings.Contains(notes, "no distances of them are known: 1 (VAT)") {
		t.Errorf("%d countries, %s", b.Size(), notes)
	}
	if b := fromStatistics(t, &Statistics{Square: q}); b.Size() != 4 {
		t.Errorf("without trade costs %v", b.Codes)
	}
}

func TestOutputBelowExportsIsRefused(t *testing.T) {
	_, err := FromStatistics(&Statistics{Square: threeByThree(), Output: map[string]float64{"KAZ": 84}})
	if err == nil || !strings.Contains(err.Error(), "KAZ: output of 84 is less than its exports, 3.4e+07; give gross output of goods in USD, not in thousands") {
		t.Errorf("got %v", err)
	}
	q := threeByThree()
	q.Codes, q.Value = q.Codes[:1], [][]float64{{0}}
	if _, err := FromStatistics(&Statistics{Square: q}); err == nil || !strings.Contains(err.Error(), "holds exports of 0 countries") {
		t.Errorf("got %v", err)
	}
}

func TestOutputTable(t *testing.T) {
	got, err := ReadOutput(tableOf(t, "country,output\nKAZ,84\nCroatia,50\n"))
	if err != nil || got["KAZ"] != 84 || got["HRV"] != 50 {
		t.Errorf("%v %v", got, err)
	}
	for _, c := range []struct{ text, want string }{
		{"country,output\nKAZ,84\nKazakhstan,1\n", "line 3: KAZ stands there twice"},
		{"country,output\nAtlantis,84\n", `line 2: "Atlantis" is no country`},
		{"country,output\nKAZ,-1\n", "line 2: output of KAZ is -1"},
		{"country,output\nKAZ,\n", "line 2: output of KAZ is missing"},
		{"country,output\n,5\n", "line 2: has no country"},
		{"country,sales\nKAZ,5\n", `no column "output"`},
	} {
		if _, err := ReadOutput(tableOf(t, c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

// The trade of 69 countries in 2006 (Yotov et al. 2016), read as statistics with their output, answers as the table with domestic sales
// does. The elasticity of distance, estimated on distances that ship with the program, is of the usual size (Head and Mayer 2014).
func TestPublishedTradeReadAsStatistics(t *testing.T) {
	const path = "../../../shared/data/trade/agtpa/agtpa_applications_1986_2006.csv.gz"
	if _, err := os.Stat(path); err != nil {
		t.Skip("the shared data are not here")
	}
	f, err := frame.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadBase(&Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Where: []string{"year=2006"}})
	if err != nil {
		t.Fatal(err)
	}
	table.Codes[table.Index("ROM")] = "ROU" // as an import has it
	output := map[string]float64{}
	var rows []trade.Row
	for i, v := range table.Output() {
		output[table.Codes[i]] = v * 1e6
		for j, flow := range table.Flow[i] {
			if i != j {
				rows = append(rows, trade.Row{Period: "2006", Reporter: table.Codes[i], Partner: table.Codes[j], Flow: trade.Export, Product: trade.Total, Value: flow * 1e6})
			}
		}
	}
	m := trade.NewMemory()
	m.Add(dragoman.Dataset{ID: "agtpa", Currency: "USD", Reconciled: true}, rows)
	s, err := trade.ReadSquare(context.Background(), m, "agtpa", "")
	if err != nil {
		t.Fatal(err)
	}
	b := fromStatistics(t, &Statistics{Square: s, Output: output})
	q := Question{Changes: []Change{parsed(t, "CAN,MEX,USA:cost=-5%")}}
	got, want := ask(t, b, q, nil), ask(t, table, q, nil)
	for k, c := range got.Countries {
		if g, w := c.Full.RealIncome, want.Countries[k].Full.RealIncome; c.Code != want.Countries[k].Code || math.Abs(float64(g-w)) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.Code, g, w)
		}
	}
	costs := []string{"log(dist)", "contig", "lang", "colony", "fta"}
	b = fromStatistics(t, &Statistics{Square: s, Output: output, Variables: costs})
	var full Question
	full.Changes, full.Model = []Change{parsed(t, "USA,DEU:fta")}, GEPPML
	a := ask(t, b, full, costs)
	for _, c := range a.Parameters.Costs {
		if c.Variable == "log(dist)" && (c.Value > -0.5 || c.Value < -1.2) {
			t.Errorf("elasticity of distance %v", c.Value)
		}
	}
}

func FuzzReadOutput(f *testing.F) {
	for _, seed := range []string{"country,output\nKAZ,84\nCroatia,50\n", "country;output\n\"KAZ\";1e300\n", "country,output\nKAZ,NaN\n", "country\toutput\nWLD\t-0\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := frame.Read(strings.NewReader(text), "output.csv", 0)
		if err != nil {
			return
		}
		output, err := ReadOutput(table)
		for code, v := range output {
			if err == nil && (v < 0 || math.IsNaN(v) || math.IsInf(v, 0) || len(code) < 3) {
				t.Errorf("%s %v", code, v)
			}
		}
	})
}
