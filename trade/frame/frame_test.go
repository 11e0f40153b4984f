package frame

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func read(t *testing.T, text string) *Frame {
	t.Helper()
	f, err := Read(strings.NewReader(text), "t.csv", 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const panel = "\ufeffexporter,importer,year,trade\r\nKAZ,HRV,2015,10.5\r\nKAZ,SRB,2015,\r\n\r\nNA,HRV,2016,0\r\n\"KAZ\",\"HRV\",2016,1e3\r\n"

func TestReadsTheTablesPeopleHave(t *testing.T) {
	for name, text := range map[string]string{
		"comma, BOM, CRLF, quotes, empty line": panel,
		"semicolon and decimal comma":          "exporter;importer;year;trade\nKAZ;HRV;2015;10,5\nKAZ;SRB;2015;.\nNA;HRV;2016;0,0\nKAZ;HRV;2016;1000",
		"tab":                                  "exporter\timporter\tyear\ttrade\nKAZ\tHRV\t2015\t10.5\nKAZ\tSRB\t2015\tNA\nNA\tHRV\t2016\t0\nKAZ\tHRV\t2016\t1000\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, text)
			trade, err := f.Numbers("trade")
			if err != nil {
				t.Fatal(err)
			}
			if f.Rows() != 4 || trade[0] != 10.5 || !math.IsNaN(trade[1]) || trade[2] != 0 || trade[3] != 1000 {
				t.Errorf("trade %v of %d rows", trade, f.Rows())
			}
			pairs, err := f.Factor("exporter^importer")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(pairs.Codes, []int32{0, 1, 2, 0}) || !slices.Equal(pairs.Labels, []string{"KAZ^HRV", "KAZ^SRB", "NA^HRV"}) {
				t.Errorf("pairs %v", pairs)
			}
		})
	}
}

func TestCellsInQuotesMayHoldEverything(t *testing.T) {
	f := read(t, "a,b\n\"x, \"\"y\"\"\n z\",1\n\"\",2\n")
	if got, _ := f.Text(0, "a"); got != "x, \"y\"\n z" {
		t.Errorf("cell %q", got)
	}
	if f.Line(1) != 4 {
		t.Errorf("row 1 is on line %d, want 4", f.Line(1))
	}
}

func TestManyChunksReadAsOne(t *testing.T) {
	for _, quote := range []string{"", `"`} {
		var b strings.Builder
		b.WriteString("id,group,value\n")
		const rows = 300_000
		for i := range rows {
			fmt.Fprintf(&b, "%d,%sg%d%s,%d.25\n", i, quote, i%1000*7%1000, quote, i)
		}
		f := read(t, b.String())
		if len(f.chunks) < 2 {
			t.Fatalf("%d chunks", len(f.chunks))
		}
		value, err := f.Numbers("value")
		if err != nil {
			t.Fatal(err)
		}
		group, err := f.Levels("group")
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			if want := "g" + strconv.Itoa(i%1000*7%1000); value[i] != float64(i)+0.25 || group.Labels[group.Codes[i]] != want {
				t.Fatalf("row %d: %v %s", i, value[i], group.Labels[group.Codes[i]])
			}
		}
		if lines := f.Lines(); lines[0] != 2 || lines[rows/2] != rows/2+2 {
			t.Errorf("rows on lines %d and %d", lines[0], lines[rows/2])
		}
		if f.Line(rows-1) != rows+1 {
			t.Errorf("last row on line %d", f.Line(rows-1))
		}
	}
}

func TestNumbersAreThoseOfTheStandardLibrary(t *testing.T) {
	for _, text := range []string{"0", "-0.5", "+3", "12.", ".5", "123456789012345", "0.000000000000000000001", "1e-7", "-1.5E+3", "9007199254740993",
		"3.14159265358979323846", "0.1", "61288.5902628606", "12044.5741337353", "-0.9303550124", "000000000000000000012.5"} {
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := number([]byte(text), false); !ok || math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"-", "+", "1,5", "1_000", "0x1p-2", "inf", "1 2", "x", "1e", "..", "−5", "1.2.3"} {
		if got, ok := number([]byte(text), false); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestVariablesAreComputed(t *testing.T) {
	f := read(t, "e,i,year,dist,trade,the total\nKAZ,HRV,2015,100,4,1\nKAZ,KAZ,2015,10,6,2\nHRV,KAZ,2016,100,,3\nHRV,HRV,2016,0,5,4\n")
	nan := math.NaN()
	for expression, want := range map[string][]float64{
		"dist":                          {100, 10, 100, 0},
		"log(dist)":                     {math.Log(100), math.Log(10), math.Log(100), nan},
		"log1p(trade) ":                 {math.Log(5), math.Log(7), nan, math.Log(6)},
		"-dist^2 + 2*trade/4":           {-9998, -97, nan, 2.5},
		"(e!=i)":                        {1, 0, 1, 0},
		"(e!=i)*(year=2016)":            {0, 0, 1, 0},
		"total(trade, e)":               {10, 10, 5, 5},
		"log(total((e!=i)*dist,year))":  {math.Log(100), math.Log(100), math.Log(100), math.Log(100)},
		"far := (dist>=100)":            {1, 0, 1, 0},
		"`the total`-1":                 {0, 1, 2, 3},
		"1/dist":                        {0.01, 0.1, 0.01, nan},
		"(e='KAZ')":                     {1, 1, 0, 0},
		"(trade!=4)":                    {0, 1, nan, 1},
		"((trade*2)=8)":                 {1, 0, nan, 0},
		"((trade*2)!=8,10)":             {0, 1, nan, 0},
		"abs(1e1 - 2.5e+1) + sqrt(4^2)": {19, 19, 19, 19},
	} {
		v, err := f.Variable(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		for i := range want {
			if got := v.Values[i]; got != want[i] && !(math.IsNaN(got) && math.IsNaN(want[i])) {
				t.Errorf("%s: %v, want %v", expression, v.Values, want)
				break
			}
		}
	}
	if v, _ := f.Variable("far := (dist>=100)"); v.Name != "far" {
		t.Errorf("name %q", v.Name)
	}
}

func TestConditionsChooseRows(t *testing.T) {
	f := read(t, "e,i,year,trade\nKAZ,HRV,2015,4\nKAZ,KAZ,2015.0,0\nHRV,KAZ,2016,\nHRV,,2017,5\n")
	for _, c := range []struct {
		conditions []string
		want       []bool
	}{
		{[]string{"year=2015,2016"}, []bool{true, true, true, false}},
		{[]string{"e!=i"}, []bool{true, false, true, false}},
		{[]string{"trade>0"}, []bool{true, false, false, true}},
		{[]string{"trade>=0", "e=KAZ"}, []bool{true, true, false, false}},
		{[]string{"i!='HRV'"}, []bool{false, true, true, false}},
		{[]string{"trade<=year"}, []bool{true, true, false, true}},
		{nil, []bool{true, true, true, true}},
	} {
		got, err := f.Where(c.conditions...)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: %v %v, want %v", c.conditions, got, err, c.want)
		}
	}
}

func TestColumnsOfAnyNameMakeAFactor(t *testing.T) {
	f := read(t, "iso o,a^b\nKAZ,1\nKAZ,2\n")
	for _, expression := range []string{"iso o^`a^b`", "`iso o` ^ `a^b`"} {
		g, err := f.Factor(expression)
		if err != nil || !slices.Equal(g.Labels, []string{"KAZ^1", "KAZ^2"}) {
			t.Errorf("%s: %v %v", expression, g, err)
		}
	}
}

func TestListsAreSplitOutsideOfBrackets(t *testing.T) {
	got := Split("a, log(b), total(x,f) ,`c, d`")
	if want := []string{"a", "log(b)", "total(x,f)", "`c, d`"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Split(""); got != nil {
		t.Errorf("nothing is %q", got)
	}
}

func TestBadTablesAreNamed(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(panel))
	w.Close()
	for _, c := range []struct{ name, text, want string }{
		{"empty", " \n", "t.csv: is empty; "},
		{"header alone", "a,b\n", "t.csv: has a header but no rows; "},
		{"short row", "a,b\n1,2\n\n3\n", "t.csv: line 4: has 1 cell, the header has 2; "},
		{"comments", "# by hand\na,b\n1,2\n", "t.csv: line 2: has 2 cells, the header has 1; begin the table with its header, without comments"},
		{"carriage returns", "a,b\r1,2\r", "t.csv: ends its lines with carriage returns alone; "},
		{"long row", "a,b\n1,2,3\n", "t.csv: line 2: has 3 cells, the header has 2; "},
		{"open quotes", "a,b\n1,\"2\n3,4\n", "t.csv: line 2: a cell begins with quotes that do not end; "},
		{"a column twice", "a,b,a\n1,2,3\n", `t.csv: header: column "a" is there twice; `},
		{"cut gzip", packed.String()[:packed.Len()-9], "t.csv: is a gzip file that was cut short, after "},
		{"damaged gzip", "\x1f\x8bxxxxxxxxxxxxxx", "t.csv: is a damaged gzip file: "},
		{"spreadsheet", "PK\x03\x04zip", "t.csv: is a spreadsheet or a zip archive; "},
		{"UTF-16", "\xff\xfea\x00", "t.csv: is UTF-16; "},
		{"binary", "a\x00b\n", "t.csv: is not text; "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.text), "t.csv", 0)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestBadColumnsAndExpressionsAreNamed(t *testing.T) {
	f := read(t, "a,b\n1,x\n2,y\n")
	for expression, want := range map[string]string{
		"c":          `t.csv: header: has no column "c"; it has a, b`,
		"b":          `t.csv: line 2: column "b": "x" is not a number; `,
		"log(a":      "a bracket is not closed",
		"lag(a)":     `there is no function "lag"`,
		"a+":         "ends where a column or a number is expected",
		"a b":        `"b" is not expected there`,
		"total(a)":   "total needs a variable and a group",
		"a*#":        `"#" is not expected there`,
		"1.2.3":      `"1.2.3" is not a number`,
		"(a=)":       "lacks a side",
		"(a<1,2)":    "< takes one value",
		"total(a,^)": `"^" is not a fixed effect`,
	} {
		if _, err := f.Variable(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
	}
	for expression, want := range map[string]string{
		"a*b":  `t.csv: header: has no column "a*b"; write columns joined by ^, such as exporter^year`,
		"a^":   `"a^" is not a fixed effect; `,
		"`a^b": "has no column \"a^b\"",
	} {
		if _, err := f.Factor(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", expression, err, want)
		}
	}
	spaced := read(t, "a b c\n1 2 3\n")
	if _, err := spaced.Numbers("a"); err == nil || !strings.Contains(err.Error(), `its only column is "a b c": the cells must be separated by`) {
		t.Error(err)
	}
}

// FuzzFrame: no bytes make the reader fall, and what it takes for rows has the shape of the header.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{panel, "a;b\n1,5;2\n", "a\tb\n\"x\"\"\",2", "a,b\n1,\"\n\"\n", "\x1f\x8b\x08", "a\n\n\r\n1", "a,b\r\n1,2\r"} {
		f.Add([]byte(seed), "log(a)*(b!=a)", "a>1")
	}
	f.Fuzz(func(t *testing.T, data []byte, expression, condition string) {
		table, err := Read(bytes.NewReader(data), "f", 0)
		if err != nil {
			return
		}
		for _, column := range table.Columns() {
			if numbers, err := table.Numbers(column); err == nil && len(numbers) != table.Rows() {
				t.Fatalf("%d numbers in %d rows", len(numbers), table.Rows())
			}
			if factor, err := table.Levels(column); err == nil {
				for row, code := range factor.Codes {
					if text, _ := table.Text(row, column); code >= 0 && factor.Labels[code] != text {
						t.Fatalf("row %d is %q, its level %q", row, text, factor.Labels[code])
					}
				}
			}
		}
		if v, err := table.Variable(expression); err == nil && len(v.Values) != table.Rows() {
			t.Fatalf("%d values in %d rows", len(v.Values), table.Rows())
		}
		_, _ = table.Where(condition)
		_ = table.Line(table.Rows() - 1)
	})
}
