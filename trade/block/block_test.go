package block

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/store/sqlite"
	"dragoman/trade"
)

// draw makes rows of a few areas, products and periods, each key once, without totals.
func draw(seed uint64, n int) []trade.Row {
	random := rand.New(rand.NewPCG(seed, 1))
	areas := []string{"ALB", "BIH", "DEU", "HRV", "ITA", "KAZ", "MKD", "S19", "SRB", "TUR"}
	optional := func(v float64) float64 {
		if random.IntN(3) == 0 {
			return math.NaN()
		}
		return v
	}
	known := map[string]bool{}
	var rows []trade.Row
	for range n {
		r := trade.Row{Period: []string{"2021", "2022", "2023-01", "2023-12"}[random.IntN(4)], Reporter: areas[random.IntN(len(areas))], Partner: areas[random.IntN(len(areas))],
			Flow: Flows[random.IntN(4)], Product: fmt.Sprintf("%06d", random.IntN(200)), Value: float64(random.IntN(1e9)) / 8,
			Weight: optional(float64(random.IntN(1e6))), Quantity: optional(random.ExpFloat64()), Unit: []string{"", "u", "m³"}[random.IntN(3)], Estimated: random.IntN(4) == 0}
		if key := fmt.Sprint(r.Period, r.Reporter, r.Partner, r.Flow, r.Product); !known[key] {
			known[key] = true
			rows = append(rows, r)
		}
	}
	return rows
}

func library(t *testing.T, d dragoman.Dataset, rows []trade.Row, o Options) (*Library, *Report) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	b := build(t, rows, o)
	if err := st.PutDataset(t.Context(), &d, b.Blocks(t.Context())); err != nil {
		t.Fatal(err)
	}
	return NewLibrary(st), b.Report()
}

func build(t *testing.T, rows []trade.Row, o Options) *Builder {
	t.Helper()
	b := NewBuilder(o)
	t.Cleanup(func() { b.Close() })
	for i := range rows {
		r, err := b.Record(&rows[i])
		if err != nil {
			t.Fatal(err)
		}
		r.Line = uint32(i + 1)
		if err := b.Add([]Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// TestLibraryAnswersLikeMemory asks both tables the same; values are eighths, whose sums are exact.
func TestLibraryAnswersLikeMemory(t *testing.T) {
	for _, limit := range []int{0, 100} { // the second goes through the temporary file
		rows := draw(7, 6000)
		d := dragoman.Dataset{ID: "test"}
		lib, report := library(t, d, rows, Options{Limit: limit, Dir: t.TempDir()})
		if report.Rows != len(rows) || len(report.Left) != 0 {
			t.Errorf("kept %d of %d rows, left %v", report.Rows, len(rows), report.Left)
		}
		m := trade.NewMemory()
		m.Add(d, rows)
		for _, q := range []trade.MarginQuery{
			{Flow: trade.Export, Side: trade.ByReporter, Partners: true, Products: true},
			{Flow: trade.Import, Side: trade.ByPartner, Partners: true, Products: true},
			{Flow: trade.Export, Side: trade.ByPartner, From: "2022", To: "2023", Areas: []string{"KAZ", "WLD"}, Partners: true, Products: true},
			{Flow: trade.ReExport, Side: trade.ByReporter, Areas: []string{"KAZ"}},
			{Flow: trade.ReImport, Side: trade.ByPartner, Areas: []string{"FRA"}, Products: true},
		} {
			q.Dataset = d.ID
			got, err := lib.Margins(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := m.Margins(t.Context(), q)
			differ(t, fmt.Sprintf("%+v", q), rounded(got), rounded(want))
		}
		for _, q := range []trade.RowQuery{
			{Reporter: "KAZ", Flow: trade.Export},
			{Reporter: "KAZ", Flow: trade.Export, From: "2023", To: "2023", Partners: []string{"HRV", "ALB"}},
			{Reporter: "SRB", Flow: trade.Import, Products: []string{"0001", "00000"}},
			{Reporter: "FRA", Flow: trade.Import},
		} {
			q.Dataset = d.ID
			got, err := lib.Rows(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := m.Rows(t.Context(), q)
			if !sameRows(got, want) {
				t.Errorf("%+v: %d rows, want %d", q, len(got), len(want))
			}
		}
	}
}

// differ shows the first line in which two texts differ.
func differ(t *testing.T, what, got, want string) {
	t.Helper()
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Errorf("%s: line %d of %d\n got %s\nwant %s", what, i+1, len(b), a[i], b[i])
			return
		}
	}
	if len(a) != len(b) {
		t.Errorf("%s: %d lines, want %d", what, len(a), len(b))
	}
}

func rounded(margins []trade.Margin) string {
	var b strings.Builder
	for _, m := range margins {
		fmt.Fprintf(&b, "%s %s %s %s %.10g\n", m.Period, m.Area, m.Flow, m.Side, m.Value)
		for _, c := range append(slices.Clone(m.Partners), m.Products...) {
			fmt.Fprintf(&b, "  %s %.10g %.10g\n", c.Code, c.Value, c.Weight)
		}
	}
	return b.String()
}

func sameRows(a, b []trade.Row) bool {
	return slices.EqualFunc(a, b, func(x, y trade.Row) bool { return fmt.Sprint(x) == fmt.Sprint(y) })
}

// TestNumbersComeBack packs numbers that are easy, hard, and no decimals at all.
func TestNumbersComeBack(t *testing.T) {
	for _, list := range [][]float64{
		{}, {0}, {1, 2, 3}, {0.1, 0.2, 0.3}, {1e15, 0.001}, {9007199254740992, 1}, {9007199254740993e3}, {math.Pi}, {-5, 3}, {1e300}, {math.Inf(1)}, {math.Copysign(0, -1)},
		{12345.678, 0.001, 100}, {0.1 + 0.2},
	} {
		r := &reader{b: appendNumbers(nil, list)}
		got := r.numbers(nil, len(list))
		if r.err != nil || len(r.b) != 0 || len(got) != len(list) {
			t.Errorf("%v: %v %v", list, got, r.err)
			continue
		}
		for i := range list {
			if math.Float64bits(got[i]) != math.Float64bits(list[i]) {
				t.Errorf("%v came back as %v", list[i], got[i])
			}
		}
	}
}

func TestCodesComeBack(t *testing.T) {
	for _, list := range [][]string{{}, {""}, {"01", "0102", "010290", "TOTAL"}, {"010110", "270900", "999999"}, {"000000000000000001", "999999999999999999"}, {"", "m³", "u"}} {
		r := &reader{b: appendCodes(nil, list)}
		if got := r.codes(); r.err != nil || len(r.b) != 0 || !slices.Equal(got, list) {
			t.Errorf("%q came back as %q: %v", list, got, r.err)
		}
	}
}

// settled gives what a builder keeps of rows, written shortly.
func settled(t *testing.T, rows []trade.Row, o Options) (string, *Report, error) {
	t.Helper()
	b := build(t, rows, o)
	var out []string
	for x, err := range b.Blocks(t.Context()) {
		if err != nil {
			return "", b.Report(), err
		}
		kept, err := Unpack(&x)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range kept {
			out = append(out, fmt.Sprintf("%s %s %v", r.Partner, r.Product, r.Value))
		}
	}
	return strings.Join(out, ", "), b.Report(), nil
}

func export(partner, product string, value float64) trade.Row {
	return trade.Row{Period: "2023", Reporter: "KAZ", Flow: trade.Export, Partner: partner, Product: product, Value: value, Weight: math.NaN(), Quantity: math.NaN()}
}

func TestTotalsAreNotCountedTwice(t *testing.T) {
	tests := []struct {
		name    string
		rows    []trade.Row
		want    string
		checked int
		gap     float64 // unallocated
		above   float64 // parts larger than the total
	}{
		{"levels that add up", []trade.Row{export("HRV", "TOTAL", 150), export("HRV", "27", 150), export("HRV", "2709", 150), export("HRV", "270900", 150)},
			"HRV 270900 150", 3, 0, 0},
		{"confidential part of a chapter", []trade.Row{export("HRV", "TOTAL", 1000), export("HRV", "27", 900), export("HRV", "270900", 600), export("HRV", "01", 100)},
			"HRV 01 100, HRV 27 300, HRV 270900 600", 2, 300, 0},
		{"products only in part", []trade.Row{export("HRV", "TOTAL", 1000), export("HRV", "2709", 400)}, "HRV 2709 400, HRV TOTAL 600", 1, 600, 0},
		{"parts above the total", []trade.Row{export("HRV", "TOTAL", 100), export("HRV", "27", 300)}, "HRV 27 300", 1, 0, 200},
		{"world beside partners", []trade.Row{export("WLD", "TOTAL", 500), export("HRV", "TOTAL", 300), export("SRB", "TOTAL", 200)}, "HRV TOTAL 300, SRB TOTAL 200", 1, 0, 0},
		{"partners only in part", []trade.Row{export("WLD", "TOTAL", 500), export("HRV", "TOTAL", 300)}, "HRV TOTAL 300, WLD TOTAL 200", 1, 200, 0},
		{"world by product, partners without", []trade.Row{export("WLD", "2709", 400), export("WLD", "01", 100), export("HRV", "TOTAL", 300)}, "HRV TOTAL 300", 0, 0, 0},
		{"world alone", []trade.Row{export("WLD", "TOTAL", 500), export("WLD", "27", 400)}, "WLD 27 400, WLD TOTAL 100", 1, 100, 0},
		{"names of products are no levels", []trade.Row{export("HRV", "Oil", 5), export("HRV", "Oil seeds", 3)}, "HRV Oil 5, HRV Oil seeds 3", 0, 0, 0},
	}
	for _, test := range tests {
		slices.Reverse(test.rows)
		got, report, err := settled(t, test.rows, Options{})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got != test.want || report.Checked != test.checked || report.Unallocated.Sum != test.gap || report.Exceeded.Sum != test.above {
			t.Errorf("%s:\n got %s %+v\nwant %s", test.name, got, report, test.want)
		}
	}
}

func TestRowsOfOneKey(t *testing.T) {
	twice := []trade.Row{export("HRV", "27", 5), export("HRV", "27", 5)}
	got, report, err := settled(t, twice, Options{})
	if err != nil || got != "HRV 27 5" || report.Left[repeated].Rows != 1 {
		t.Errorf("a repeated row: %s %v %v", got, report.Left, err)
	}
	if got, _, err := settled(t, twice, Options{Sum: true}); err != nil || got != "HRV 27 10" {
		t.Errorf("parts of a sum: %s %v", got, err)
	}
	twice[1].Value = 6
	if _, _, err := settled(t, twice, Options{}); err == nil || !strings.Contains(err.Error(), "row 2: gives another figure for KAZ X 2023 HRV 27 than row 1: 6 and 5") {
		t.Errorf("a contradiction: %v", err)
	}
}

func TestTooManyCodes(t *testing.T) {
	b := NewBuilder(Options{})
	var err error
	for i := 0; err == nil && i < 70_000; i++ {
		_, err = b.Product(fmt.Sprint(i))
	}
	if err == nil {
		t.Error("70,000 product codes were taken")
	}
}

// TestStopsEarly makes sure that a store which gives up ends the packing.
func TestStopsEarly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	next, stop := iter.Pull2(build(t, draw(3, 2000), Options{}).Blocks(ctx))
	next()
	stop()
}

func FuzzUnpackRows(f *testing.F) {
	rows := draw(5, 20)
	for i := range rows {
		rows[i].Period, rows[i].Reporter, rows[i].Flow = "2023", "KAZ", trade.Export
	}
	slices.SortFunc(rows, func(a, b trade.Row) int { return strings.Compare(a.Partner+a.Product, b.Partner+b.Product) })
	f.Add(packRows(rows))
	f.Add(packRows(rows[:1]))
	f.Add([]byte{version, 0, 0, 0, 0, 0})
	all := func(string) bool { return true }
	f.Fuzz(func(t *testing.T, packed []byte) {
		rows, err := unpackRows(nil, trade.Row{}, packed, wanted{all, all})
		if err == nil && len(rows) > len(packed) {
			t.Errorf("%d rows of %d bytes", len(rows), len(packed))
		}
	})
}

func FuzzUnpackCells(f *testing.F) {
	f.Add(packCells([]trade.Cell{{Code: "ALB", Value: 3, Weight: math.NaN()}, {Code: "HRV", Value: 2.5, Weight: 7}}))
	f.Add(packCells(nil))
	f.Fuzz(func(t *testing.T, packed []byte) {
		if _, err := unpackCells(packed); err == nil && len(packed) > 0 && packed[0] != version {
			t.Error("an unknown format was read")
		}
	})
}

// TestRowsAreKeptOrLeft makes sure that a total of the world is one of the two.
func TestRowsAreKeptOrLeft(t *testing.T) {
	rows := []trade.Row{export("WLD", "TOTAL", 5000), export("WLD", "27", 400), export("HRV", "TOTAL", 1000), export("HRV", "27", 300)}
	got, report, err := settled(t, rows, Options{})
	if err != nil || got != "HRV 27 300, HRV TOTAL 700, WLD TOTAL 4000" || report.Rows+report.Left[partnerSum].Rows != len(rows) {
		t.Errorf("%s of %d rows, left out %v: %v", got, len(rows), report.Left, err)
	}
}
