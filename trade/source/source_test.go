package source

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragoman/store/sqlite"
	"dragoman/trade"
	"dragoman/trade/block"
	"dragoman/trade/block/blocktest"
)

func TestAliasesAreSound(t *testing.T) {
	list, err := aliases()
	if err != nil || len(list) < 20 {
		t.Errorf("%d aliases: %v", len(list), err)
	}
}

// exported imports a table and gives it back as plain CSV without the header.
func exported(t *testing.T, name, text string, s Settings) (string, []Outcome) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s.Now = time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC)
	outcomes, err := Import(t.Context(), st, []string{path}, s)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, o := range outcomes {
		var out bytes.Buffer
		if err := block.Export(t.Context(), st, o.Dataset.ID, &out); err != nil {
			t.Fatal(err)
		}
		_, rows, _ := strings.Cut(out.String(), "\n")
		fmt.Fprintf(&all, "%s %s\n%s", o.Dataset.ID, o.Dataset.Currency, rows)
	}
	return all.String(), outcomes
}

func TestFormats(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"Comext bulk file, procedures summed", "full_v2_202301.dat", `REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,FLOW,STAT_PROCEDURE,SUPP_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG
HR,KZ,E,27090090,33300,1,1,,202301,1000,10
HR,KZ,E,27090090,33300,1,2,,202301,500,5
EL,XS,E,01012100,00150,2,1,p/st,202352,7,1
`, `comext-cn-2025-11-20 EUR
2023,GRC,SRB,X,01012100,7,1,,,,CN,1
comext-cn-2025-11-20-monthly EUR
2023-01,HRV,KAZ,M,27090090,1500,15,,,,CN,1
`},
		{"Comext SDMX-CSV, a figure a row", "ds-045409.csv", `DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:DS-045409(1.0),01/01/25,M,HR,KZ,27090090,1,QUANTITY_IN_100KG,2023-01,3.5,
ESTAT:DS-045409(1.0),01/01/25,M,HR,KZ,27090090,1,VALUE_IN_EUROS,2023-01,1000,
`, `comext-cn-2025-11-20-monthly EUR
2023-01,HRV,KAZ,M,27090090,1000,350,,,,CN,1
`},
		{"Comext TSV, periods as columns", "ds-059341.tsv", "freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2022 \t2023 \nA,HR,KZ,2709,1,VALUE_EUR\t: \t17 p\nA,HR,KZ,2709,1,QUANTITY_KG\t: \t4 \n",
			`comext-cn-2025-11-20 EUR
2023,HRV,KAZ,M,2709,17,4,,,,CN,1
`},
		{"IMF DOTS, a figure a row", "DOT.csv", "\ufeffCountry Name,Country Code,Indicator Name,Indicator Code,Counterpart Country Name,Counterpart Country Code,Time Period,Value,Status,\r\n" +
			"Kazakhstan,916,\"Goods, Value of Exports\",TXG_FOB_USD,Croatia,960,2023,1500.5,,\r\nKazakhstan,916,Goods,TMG_FOB_USD,Croatia,960,2023,3,,\r\nKazakhstan,916,Goods,TMG_CIF_USD,Croatia,960,2023,4,,\r\n",
			`imf-2025-11-20 USD
2023,KAZ,HRV,M,TOTAL,4,,,,,,1
2023,KAZ,HRV,X,TOTAL,1500.5,,,,,,1
`},
		{"IMF DOTS, periods as columns", "DOT_timeSeries.csv", `Country Name,Country Code,Indicator Name,Indicator Code,Counterpart Country Name,Counterpart Country Code,Attribute,2022,2023,2023Q1,2023M01,
Kazakhstan,916,x,TXG_FOB_USD,Croatia,960,Value,10,20,5,2,
Kazakhstan,916,x,TXG_FOB_USD,Croatia,960,Status,e,e,,,
`, `imf-2025-11-20 USD
2022,KAZ,HRV,X,TOTAL,10,,,,,,1
2023,KAZ,HRV,X,TOTAL,20,,,,,,1
imf-2025-11-20-monthly USD
2023-01,KAZ,HRV,X,TOTAL,2,,,,,,1
`},
		{"IMF IMTS with a scale", "imts.csv", "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE\nIMF.STA:IMTS(1.0.0),KAZ,XG_FOB_USD,KOS,A,2020,1.25,Millions\n",
			"imf-2025-11-20 USD\n2020,KAZ,XKX,X,TOTAL,1250000,,,,,,1\n"},
		{"Comtrade JSON", "answer.json", `{"elapsedTime":"0.1","count":1,"data":[{"typeCode":"C","period":"2010","reporterCode":156,"flowCode":"M","partnerCode":32,"partner2Code":0,"classificationCode":"H3",
"cmdCode":"270900","customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":8,"qty":3,"netWgt":3,"isNetWgtEstimated":true,"primaryValue":6804128143.0}],"error":""}`,
			"comtrade-hs07-2025-11-20 USD\n2010,CHN,ARG,M,270900,6804128143,3,3,kg,1,HS07,1\n"},
		{"Comtrade, a quantity in kg is a weight", "answer.json", `{"data":[{"typeCode":"C","period":"2010","reporterCode":156,"flowCode":"M","partnerCode":32,"partner2Code":0,
"classificationCode":"H3","cmdCode":"270900","customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":8,"qty":3,"netWgt":0,"primaryValue":5},
{"typeCode":"C","period":"2010","reporterCode":156,"flowCode":"M","partnerCode":32,"partner2Code":0,"classificationCode":"H3",
"cmdCode":"870323","customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":5,"qty":7,"netWgt":0,"primaryValue":6},
{"typeCode":"C","period":"2010","reporterCode":156,"flowCode":"M","partnerCode":32,"partner2Code":0,"classificationCode":"H3",
"cmdCode":"870324","customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":-1,"qty":7,"netWgt":0,"primaryValue":6}]}`,
			"comtrade-hs07-2025-11-20 USD\n2010,CHN,ARG,M,270900,5,3,,,,HS07,1\n2010,CHN,ARG,M,870323,6,,7,u,,HS07,1\n2010,CHN,ARG,M,870324,6,,,,,HS07,1\n"},
		{"thousands in the column's name, a column for each flow", "partners.csv", "year,reporter,partner,export_kusd,import_kusd\n2023,KAZ,HRV,1.5,\n2023,KAZ,S19,2,3\n",
			"partners USD\n2023,KAZ,TWN,M,TOTAL,3000,,,,,,1\n2023,KAZ,HRV,X,TOTAL,1500,,,,,,1\n2023,KAZ,TWN,X,TOTAL,2000,,,,,,1\n"},
		{"tonnes are weights", "crude.csv", "year,importer_iso3,exporter_iso3,hs_code,value_usd,qty,qty_unit\n2023,HRV,KAZ,2709,1.5e+07,2.5,tonnes\n",
			"crude USD\n2023,KAZ,HRV,X,2709,15000000,2500,,,,HS,1\n"},
		{"quoted cells with delimiters and line breaks", "quoted.csv", "year,exporter,importer,note,value\n2023,KAZ,HRV,\"oil, \"\"crude\"\"\nand gas\",5\n2023,KAZ,SRB,,6\n",
			"quoted USD\n2023,KAZ,HRV,X,TOTAL,5,,,,,,1\n2023,KAZ,SRB,X,TOTAL,6,,,,,,1\n"},
	}
	for _, test := range tests {
		if got, _ := exported(t, test.file, test.text, Settings{}); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestNumbersAreExact moves the point in the text, not in the number.
func TestNumbersAreExact(t *testing.T) {
	for _, test := range []struct {
		text string
		move int
		want float64
		ok   bool
	}{
		{"12.345", 3, 12345, true}, {"0.001", 3, 1, true}, {"343000.5", 3, 343000500, true}, {"1.29", 3, 1290, true}, {"1.923906e+07", 0, 19239060, true},
		{"1,5", 3, 1500, true}, {" 7 ", 0, 7, true}, {"-3", 0, -3, true}, {"9007199254740993", 0, 9007199254740992, true}, {"123.4 p", 0, 123.4, true},
		{"1,234", 0, 1234, true}, {"0,123", 0, 0.123, true}, {"1,234,567", 0, 1234567, true}, {"1,234.5", 0, 1234.5, true}, {"1.234,5", 0, 1234.5, true},
		{"1.234.567", 0, 1234567, true}, {"-1 234,5", 0, -1234.5, true}, {"1\u00a0234", 3, 1234000, true}, {"12,34,5", 0, 0, false}, {"1.2.3", 0, 0, false},
		{"12 5", 0, 0, false}, {"1 2345", 0, 0, false}, {"NA", 3, math.NaN(), true}, {"", 0, math.NaN(), true}, {": c", 0, math.NaN(), true}, {"Inf", 0, 0, false}, {"0x10", 0, 0, false}, {"twelve", 0, 0, false}, {"1e999", 0, 0, false},
	} {
		got, ok := parseNumber([]byte(test.text), test.move, ',')
		if ok != test.ok || got != test.want && !(math.IsNaN(got) && math.IsNaN(test.want)) {
			t.Errorf("%q: %v %v", test.text, got, ok)
		}
	}
}

// TestDecimalCommas are believed where commas do not part the cells.
func TestDecimalCommas(t *testing.T) {
	for _, delimiter := range []byte{';', '\t'} {
		if v, ok := parseNumber([]byte("1,234"), 3, delimiter); !ok || v != 1234 {
			t.Errorf("1,234 thousand beside %q: %v %v", delimiter, v, ok)
		}
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{"2023": "2023", "202304": "2023-04", "2023-04": "2023-04", "2023M4": "2023-04", "2023-M12": "2023-12", "202352": "2023",
		"2023-Q1": "", "2023Q1": "", "202313": "", "23": "", "0123": "", "2023-04-01": "", "": ""} {
		if got := parsePeriod([]byte(text)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// FuzzImport reads anything as a table: no panic, no row counted twice, and what is kept or left out is all that was read.
func FuzzImport(f *testing.F) {
	f.Add([]byte("year,exporter,importer,value\n2023,KAZ,HRV,5\n"))
	f.Add([]byte("t,i,j,k,v,q\n2021,4,8,020634,1.265,NA\n"))
	f.Add([]byte("freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2022 \nA,HR,KZ,2709,1,VALUE_EUR\t: \n"))
	f.Add([]byte(`{"data":[{"reporterCode":156,"partnerCode":32,"flowCode":"M","period":"2010","cmdCode":"TOTAL","primaryValue":3}]}`))
	f.Add([]byte("\"year\";reporter;partner;flow;hs_code;value_usd\n2023;KAZ;\"HR\nV\";x;27;1,5\n"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := Settings{Now: time.Unix(0, 0), Input: bytes.NewReader(text), Classification: "HS17"}
		l := &lines{}
		r := &reading{ctx: context.Background(), settings: &s, lines: l, targets: &targets{settings: &s, lines: l}}
		defer r.targets.close()
		if _, err := open("-", s.Input, r.table); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("an error of several lines: %q", err)
		}
	})
}

// shared is the folder with real tables, which tests do without when it is not there.
const shared = "../../../shared/data/trade/"

// TestRealTables imports tables as published. Expected figures: BACI HS92 V202601 has crude oil of 343 million dollars from Kazakhstan
// to Serbia in 2023; Kazakhstan's own statistics have exports of 11 million to Serbia; the members' exports to Kazakhstan add up to
// Eurostat's total of the Union; 20 rows of American imports are in two revisions.
func TestRealTables(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no real tables")
	}
	st, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	lib := block.NewLibrary(st)
	load := func(s Settings, names ...string) []Outcome {
		t.Helper()
		for i := range names {
			names[i] = shared + names[i]
		}
		out, err := Import(t.Context(), st, names, s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	value := func(dataset, period, from, to string, products ...string) (sum float64) {
		t.Helper()
		rows, err := lib.Rows(t.Context(), trade.RowQuery{Dataset: dataset, From: period, To: period, Reporter: from, Flow: trade.Export, Partners: []string{to}, Products: products})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			sum += r.Value
		}
		return sum
	}
	load(Settings{Name: "crude"}, "baci_crude_lng/baci_2709_271111_1995_2024.csv.gz")
	if v := value("crude", "2023", "KAZ", "SRB", "2709"); math.Round(v/1e6) != 343 {
		t.Errorf("crude oil from Kazakhstan to Serbia in 2023: %v", v)
	}
	load(Settings{Name: "kazstat", Columns: map[string]string{"reporter": "=KAZ", "partner": "iso3"}}, "kaz_eu_trade/kazstat_trade_by_partner_2019_2023.csv")
	if v := value("kazstat", "2023", "KAZ", "SRB"); math.Round(v/1e6) != 11 {
		t.Errorf("Kazakhstan's exports to Serbia in 2023: %v", v)
	}
	if out := load(Settings{}, "comtrade_fixtures/us_total_imports_2018_2022.csv"); len(out) != 2 || out[0].Kept+out[1].Kept != 20 {
		t.Errorf("American imports: %+v", out)
	}
	if out := load(Settings{}, "comtrade_fixtures/bulk_2000_sample.csv"); out[0].Report.Unallocated.Totals != 1 || out[0].Kept != 100 {
		t.Errorf("a part of a bulk file: %+v", out[0].Report)
	}
	if out := load(Settings{}, "comtrade_fixtures/us_total_imports_2018_2022.csv"); !out[0].Unchanged || !out[1].Unchanged {
		t.Error("the same file again is not unchanged")
	}
}

// TestArchiveOfYears reads a zip as BACI gives it out, with lists of codes beside the years, and a generated year.
func TestArchiveOfYears(t *testing.T) {
	var year, again, packed bytes.Buffer
	n, err := blocktest.Table(&year, 3000, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := blocktest.Table(&again, 3000, 1); err != nil || !bytes.Equal(year.Bytes(), again.Bytes()) {
		t.Errorf("two tables of one seed differ: %v", err)
	}
	z := zip.NewWriter(&packed)
	for name, text := range map[string]string{
		blocktest.Name:                year.String(),
		"BACI_HS17_Y2022_V202301.csv": "t,i,j,k,v,q\n2022,398,191,270900,1,NA\n",
		"country_codes_V202301.csv":   "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n",
		"Readme.pdf":                  "%PDF",
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	z.Close()
	_, out := exported(t, "BACI_HS17_V202301.zip", packed.String(), Settings{Limit: 500})
	d := out[0].Dataset
	if len(out) != 1 || d.ID != "baci-hs17-v202301" || d.From != "2021" || d.To != "2022" || d.Rows != n+1 || len(d.Left) != 0 {
		t.Errorf("%d rows written, read as %+v", n+1, d)
	}
}

// TestReasonsAreBounded imports a table of several chunks in which every partner is another unknown one.
func TestReasonsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("year,exporter,importer,value\n2023,KAZ,HRV,1\n")
	rows := 0
	for ; b.Len() < 2*chunkSize+chunkSize/2; rows++ {
		fmt.Fprintf(&b, "2023,KAZ,unknown%d,1\n", rows)
	}
	_, outcomes := exported(t, "a.csv", b.String(), Settings{})
	left := outcomes[0].Dataset.Left
	sum := 0
	for _, x := range left {
		sum += x.Rows
	}
	if len(left) > mostReasons+1 || sum != rows {
		t.Errorf("%d reasons for %d rows, want at most %d for %d", len(left), sum, mostReasons+1, rows)
	}
	if left[0].Reason != otherReasons || left[1].Reason != "unknown importer code unknown0" {
		t.Errorf("first of all: %+v", left[:2])
	}
}
