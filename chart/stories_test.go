package chart

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dragoman/chart/outline"
)

var update = flag.Bool("update", false, "write the golden files")

var nan = math.NaN()

const madeUp = "Made-up figures, to show the drawing."

func years(from, to int) []string {
	var out []string
	for y := from; y <= to; y++ {
		out = append(out, fmt.Sprintf("%04d", y))
	}
	return out
}

func millions(v ...float64) []float64 {
	for i := range v {
		v[i] *= 1e6
	}
	return v
}

// stories are the charts as pages use them; testdata holds what they look like.
func stories() map[string]Chart {
	return map[string]Chart{
		"lines": &Lines{
			About: About{Title: "Oil carries it: Kazakhstan’s trade with Croatia", Note: "US dollars, current prices", Source: madeUp},
			Unit:  USD, Periods: years(2012, 2025), Zero: true,
			Partial: []Partial{{"2025", "January to August"}},
			Series: []Series{
				{"Exports", millions(310, 402, 388, 180, 96, nan, 233, 291, 120, 348, 640, 482, 420, 265)},
				{"Imports", millions(22, 25, 31, 28, 19, 18, 24, 29, 21, 30, 38, 44, 47, 31)},
				{"Re-exports", millions(nan, nan, 2, 4, 9, 12, 15, 14, 8, 14, 26, 33, 38, nan)},
			},
		},
		"lines-log": &Lines{
			About: About{Title: "Exports by neighbour", Note: "US dollars, logarithmic axis", Source: madeUp},
			Unit:  USD, Periods: years(2015, 2024), Log: true,
			Series: []Series{
				{"Serbia", millions(4, 6, 9, 12, 11, 40, 120, 260, 343, 330)},
				{"Croatia", millions(180, 96, 110, 233, 291, 120, 348, 640, 482, 420)},
				{"Slovenia", millions(30, 31, 28, 35, 40, 22, 44, 61, 58, 60)},
				{"Bosnia and Herzegovina", millions(0.8, 1.1, 0, 1.9, 1.4, 0.6, 2.2, 3.1, 2.8, 2.9)},
				{"Montenegro", millions(0.01, 0.012, 0.03, 0.02, nan, nan, 0.05, 0.07, 0.9, 0.08)},
			},
		},
		"lines-months": &Lines{
			About: About{Title: "Crude oil by month", Note: "Tonnes", Source: madeUp}, Unit: Tonnes,
			Periods: []string{"2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12", "2024-01"},
			Series:  []Series{{"Adria pipeline", []float64{81e3, 92e3, 120e3, 80e3, 79e3, 160e3, 155e3, 80e3, 161e3, 79e3, 80e3, 158e3, 160e3, 82e3}}},
		},
		"area": &Area{
			About: About{Title: "Machines and medicines against crude", Note: "Exports by sector, US dollars", Source: madeUp}, Unit: USD, Periods: years(2014, 2024),
			Series: []Series{
				{"Mineral products", millions(360, 160, 82, 97, 215, 270, 101, 322, 601, 440, 377)},
				{"Metals", millions(12, 10, 8, 6, 9, 10, 9, 14, 22, 24, 25)},
				{"Chemicals", millions(8, 7, 4, nan, 6, 8, 7, 9, 13, 14, 13)},
				{"Food", millions(6, 3, 2, 2, 3, 3, 3, 3, 4, 4, 5)},
			},
		},
		"mirror": &Mirror{
			About: About{Title: "A surplus that follows the price of oil", Note: "Trade of Kazakhstan with Croatia, US dollars", Source: madeUp}, Unit: USD, Periods: years(2012, 2025),
			Up:      Series{"Exports", millions(310, 402, 388, 180, 96, nan, 233, 291, 120, 348, 640, 482, 420, 265)},
			Down:    Series{"Imports", millions(52, 75, 61, 58, 49, nan, 54, 79, 91, 80, 138, 144, 127, 91)},
			Balance: true, Partial: []Partial{{"2025", "January to August"}},
		},
		"sides": &Sides{
			About: About{Title: "What one side books, the other does not see", Note: "Exports of Kazakhstan to Serbia by both sides’ reports, US dollars, logarithmic axis", Source: madeUp},
			Unit:  USD, Periods: years(2015, 2024), Log: true,
			A: Series{"Kazakhstan reports exports (FOB)", millions(9, 6, 8, 12, 10, 9, 8, 10, 11, nan)},
			B: Series{"Serbia reports imports (CIF)", millions(11, 8, 8.9, 30, 28, 110, 190, 310, 343, 320)},
		},
		"bars": &Bars{
			About: About{Title: "Partners in the Balkans", Note: "Kazakhstan’s exports, US dollars, and their share of all exports to the region", Source: madeUp}, Unit: USD, Total: 1310e6,
			Rows: []Bar{{Label: "Romania", Value: 610e6}, {Label: "Croatia", Value: 420e6}, {Label: "Greece", Value: 225e6}, {Label: "Slovenia", Value: 44e6}, {Label: "Serbia", Value: 10.8e6},
				{Label: "Bosnia and Herzegovina", Value: 0.9e6}, {Label: "Montenegro", Value: 0.004e6}, {Label: "North Macedonia", Value: nan}},
		},
		"bars-signed": &Bars{
			About: About{Title: "Who gains from the agreement", Note: "Change of welfare", Source: madeUp}, Unit: Percent,
			Rows: []Bar{{Label: "Kazakhstan", Value: 0.82, Hue: 2}, {Label: "Croatia", Value: 0.31, Hue: 2}, {Label: "Italy", Value: -0.02, Hue: 1}, {Label: "Azerbaijan", Value: -0.26, Hue: 1}},
		},
		"dumbbell": &Dumbbell{
			About: About{Title: "Where the two reports part", Note: "By product, 2023, US dollars", Source: madeUp}, Unit: USD, A: "Kazakhstan’s report", B: "Serbia’s report",
			Rows: []Pair{{"Crude petroleum", 2e6, 343e6}, {"Ferro-alloys", 31e6, 44e6}, {"Copper, refined", 18e6, 17e6}, {"Sulphur", 6e6, nan}, {"Wheat and meslin", nan, nan}},
		},
		"treemap": &Treemap{
			About: About{Title: "What Kazakhstan sells to Croatia", Note: "Products (HS 4) by sector, US dollars", Source: madeUp}, Unit: USD, Items: basket(),
		},
		"sankey": &Sankey{
			About: About{Title: "Ways out for Kazakhstan’s oil", Note: "Million tonnes a year", Source: madeUp}, Unit: Unit{After: " Mt", Plain: true},
			Heads: []string{"Field", "Way", "Terminal", "Buyer"},
			Nodes: []Node{{ID: "tengiz", Label: "Tengiz"}, {ID: "kashagan", Label: "Kashagan", Hue: 2}, {ID: "kara", Label: "Karachaganak", Hue: 3}, {ID: "cpc", Label: "CPC"},
				{ID: "atyrau", Label: "Atyrau–Samara", Hue: 1}, {ID: "btc", Label: "Aktau–BTC", Hue: 4}, {ID: "novo", Label: "Novorossiysk"}, {ID: "ceyhan", Label: "Ceyhan", Hue: 4}, {ID: "ust", Label: "Ust-Luga", Hue: 1},
				{ID: "it", Label: "Italy"}, {ID: "hr", Label: "Croatia"}, {ID: "de", Label: "Germany"}, {ID: "cn", Label: "China"}},
			Links: []Link{{From: "tengiz", To: "cpc", Value: 28}, {From: "kashagan", To: "cpc", Value: 17}, {From: "kara", To: "cpc", Value: 9}, {From: "kara", To: "atyrau", Value: 1}, {From: "kashagan", To: "atyrau", Value: 7},
				{From: "tengiz", To: "btc", Value: 1.5}, {From: "cpc", To: "novo", Value: 54}, {From: "atyrau", To: "ust", Value: 7}, {From: "btc", To: "ceyhan", Value: 1.5}, {From: "kashagan", To: "cn", Value: 1.2, Note: "by rail and pipe"},
				{From: "atyrau", To: "de", Value: 1}, {From: "novo", To: "it", Value: 32}, {From: "novo", To: "hr", Value: 3}, {From: "ceyhan", To: "hr", Value: 0.8}, {From: "ceyhan", To: "it", Value: 0.7}, {From: "novo", To: "cn", Value: 9},
				{From: "ust", To: "de", Value: 5, Closed: true}},
		},
		"map": &Map{
			About: About{Title: "From the Caspian to the Adriatic", Note: "Oil routes, width by capacity", Source: madeUp}, Box: Box{8, 33, 80, 57}, Mark: []string{"KAZ", "HRV"}, Names: true,
			Lines: []Way{
				{Points: [][2]float64{{53.4, 46.1}, {51.9, 47.1}, {48.3, 45.9}, {44.9, 45.4}, {37.8, 44.7}}, Width: 7, Class: "pipeline", Title: "CPC: Tengiz to Novorossiysk, 67 Mt a year"},
				{Points: [][2]float64{{51.9, 47.1}, {51.3, 51.2}, {50.1, 53.2}}, Width: 3, Class: "pipeline", Title: "Atyrau to Samara, 17 Mt a year"},
				{Points: [][2]float64{{49.9, 40.4}, {44.8, 41.7}, {41.3, 39.9}, {36, 36.9}}, Width: 4, Class: "pipeline", Title: "Baku–Tbilisi–Ceyhan, 50 Mt a year"},
				{Points: [][2]float64{{51.2, 43.6}, {49.9, 40.4}}, Width: 2, Class: "sea", Title: "Aktau to Baku by tanker"},
				{Points: [][2]float64{{51.2, 43.6}, {53.4, 46.1}}, Width: 2, Class: "pipeline", Planned: true, Title: "Kuryk to Eskene"},
				{Points: [][2]float64{{37.8, 44.7}, {29.1, 41.1}, {26, 39.9}, {22.5, 36.2}, {18.5, 39.9}, {14.5, 45.2}}, Width: 3, Class: "sea", Title: "Novorossiysk to Omišalj by tanker"},
				{Points: [][2]float64{{50.1, 53.2}, {33, 52}, {17.1, 48.1}}, Width: 3, Class: "pipeline", Closed: true, Title: "Druzhba, southern branch"},
			},
			Points: []Point{{53.4, 46.1, "Tengiz", ""}, {51.9, 47.1, "Atyrau", ""}, {37.8, 44.7, "Novorossiysk", ""}, {14.5, 45.2, "Omišalj", ""}, {49.9, 40.4, "Baku", ""}, {36, 36.9, "Ceyhan", ""}, {51.2, 43.6, "Aktau", ""}, {51.7, 43.1, "Kuryk", ""}, {50.1, 53.2, "Samara", ""}},
		},
		"map-arcs": &Map{
			About: About{Title: "Exports by partner", Note: "Width by value", Source: madeUp}, Box: Eurasia, Land: outlines("KAZ", "CHN", "ITA", "HRV", "DEU"), Mark: []string{"KAZ"}, Names: true,
			Lines: []Way{
				{Points: [][2]float64{{71.4, 51.1}, {12.5, 41.9}}, Width: 9, Class: "exports", Title: "Italy, $14 B"},
				{Points: [][2]float64{{71.4, 51.1}, {116.4, 39.9}}, Width: 8, Class: "exports", Title: "China, $12 B"},
				{Points: [][2]float64{{71.4, 51.1}, {16, 45.8}}, Width: 2, Class: "exports", Title: "Croatia, $420 M"},
				{Points: [][2]float64{{13.4, 52.5}, {71.4, 51.1}}, Width: 3, Class: "imports", Title: "Germany, $3 B"},
			},
			Points: []Point{{71.4, 51.1, "Astana", ""}, {12.5, 41.9, "Rome", ""}, {116.4, 39.9, "Beijing", ""}, {16, 45.8, "Zagreb", ""}, {13.4, 52.5, "Berlin", ""}},
		},
		"empty": &Lines{About: About{Title: "Nothing was reported"}, Unit: USD},
	}
}

// outlines are those of a few countries, to keep the golden file small.
func outlines(codes ...string) []outline.Country {
	all, err := outline.Countries()
	if err != nil {
		panic(err)
	}
	var out []outline.Country
	for _, c := range all {
		if slices.Contains(codes, c.Code) {
			out = append(out, c)
		}
	}
	return out
}

func basket() []Item {
	var out []Item
	for _, s := range []struct {
		group string
		items map[string]float64
	}{
		{"Mineral products", map[string]float64{"Crude petroleum": 331, "Petroleum gases": 22, "Refined petroleum": 18, "Sulphur": 6, "Coal": 4, "Salt": 0.2}},
		{"Metals", map[string]float64{"Ferro-alloys": 41, "Refined copper": 26, "Flat-rolled iron": 13, "Unwrought zinc": 9, "Unwrought aluminium": 8, "Lead": 2}},
		{"Chemicals", map[string]float64{"Radioactive chemicals": 12, "Phosphorus": 9, "Chromium oxides": 4, "Titanium dioxide": 2, "Medicaments": 1}},
		{"Food and farming", map[string]float64{"Wheat and meslin": 7, "Linseed": 4, "Barley": 2, "Sunflower oil": 2, "Fish fillets": 1}},
		{"Machines", map[string]float64{"Bearings": 3, "Pumps": 2, "Centrifuges": 1}},
		{"Textiles", map[string]float64{"Cotton": 2, "Wool": 1}},
	} {
		for _, name := range slices.Sorted(maps.Keys(s.items)) {
			out = append(out, Item{Name: name, Group: s.group, Value: s.items[name] * 1e6})
		}
	}
	return out
}

func svg(t *testing.T, c Chart, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.SVG(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func text(t *testing.T, c Chart, width int, colour bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Text(&b, width, colour); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStoriesAreDrawnAsBefore(t *testing.T) {
	for name, c := range stories() {
		golden(t, name+".svg", svg(t, c, Options{}))
		golden(t, name+".txt", text(t, c, 80, false))
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is drawn differently; look at it and run go test ./chart -update", name)
	}
}
