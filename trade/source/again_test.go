package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/store/sqlite"
	"dragoman/trade"
	"dragoman/trade/block"
)

// TestStrayQuotationMarks hide no rows: a mark within a cell opens nothing, one that is never closed spoils its own line only.
func TestStrayQuotationMarks(t *testing.T) {
	rows := func(note string) string {
		return "year,exporter,importer,note,value\n2023,KAZ,HRV," + note + ",5\n2023,KAZ,SRB,x,6\n2023,KAZ,ALB,\"a\nb\",7\n2023,KAZ,MKD,y,8\n"
	}
	for note, want := range map[string]int{`pipe 5" wide`: 4, `"unclosed`: 3, `"5"" wide"`: 4, `""`: 4} {
		_, out := exported(t, "stray.csv", rows(note), Settings{})
		if d := out[0].Dataset; d.Rows != want || d.Rows+len(d.Left) < 4 {
			t.Errorf("%s: %d rows kept, left out %v", note, d.Rows, d.Left)
		}
	}
	var long strings.Builder
	long.WriteString("year,exporter,importer,note,value\n2023,KAZ,HRV,5\" pipe,5\n")
	for y := range 100 {
		for m := range 12 {
			fmt.Fprintf(&long, "%d-%02d,KAZ,SRB,%s,6\n", 1900+y, m+1, strings.Repeat("x", 4000))
		}
	}
	_, out := exported(t, "long.csv", long.String(), Settings{})
	kept := 0
	for _, o := range out {
		kept += o.Dataset.Rows
	}
	if kept != 1201 {
		t.Errorf("%d of 1201 rows of a long table with a stray quotation mark are kept", kept)
	}
}

// TestHostileTables are refused in one line, or leave out what cannot be read with its reason.
func TestHostileTables(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"carriage returns alone", "year,exporter,importer,value\r2023,KAZ,HRV,5\r", "x.csv: line 1: parts its lines by carriage returns alone; save it"},
		{"two columns of one name", "year,exporter,importer,value,value\n2023,KAZ,HRV,1,2\n", `x.csv: line 1: has two columns "value"`},
		{"weights only", "year,exporter,importer,weight\n2023,KAZ,HRV,1\n", "x.csv: line 1: has no column for value;"},
		{"no area that is known", "year,exporter,importer,value\n1900,QQQ,HRV,1\n2023,KAZ,QQQ,1\n", "x.csv: has no row that can be kept; 1 of 2: unknown exporter code QQQ"},
		{"a list of codes", "\"id\",\"text\",\"parent\"\nTOTAL,All,#\n", "x.csv: line 1: is a list of UN Comtrade's codes, not trade statistics"},
		{"bytes that are no UTF-8", "year,exporter,importer,value\n2023,KAZ,C\xf4te,1\n", "x.csv: has no row that can be kept; 1 of 1: unknown importer code C\ufffdte"},
		{"weights of a series without values", "freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\nA,HR,KZ,2709,1,QUANTITY_KG,2022,4\n",
			"x.csv: has no row that can be kept; 1 of 1: weight or quantity without a value"},
	} {
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		st, err := sqlite.Open(t.Context(), ":memory:")
		if err != nil {
			t.Fatal(err)
		}
		_, err = Import(t.Context(), st, []string{path}, Settings{})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
		if all, err := st.Datasets(t.Context()); err != nil || len(all) > 0 {
			t.Errorf("%s left %v behind: %v", c.name, all, err)
		}
		st.Close()
	}
}

// TestSpanIsOfRowsKept: rows that are left out do not tell how far a dataset goes; groups are called so.
func TestSpanIsOfRowsKept(t *testing.T) {
	_, out := exported(t, "x.csv", "year,exporter,importer,value\n1900,QQQ,HRV,1\n2023,KAZ,HRV,1\n2024,EU27,HRV,1\n", Settings{})
	d := out[0].Dataset
	if d.From != "2023" || d.To != "2023" || len(d.Left) != 2 || !strings.Contains(d.Left[0].Reason+d.Left[1].Reason, "group of areas as exporter: European Union, the 27 members since 2020 (EU27)") {
		t.Errorf("%s to %s, left out %v", d.From, d.To, d.Left)
	}
}

// TestReconciledIsWhatTheUserSays: the form of a table alone does not tell whose word it is.
func TestReconciledIsWhatTheUserSays(t *testing.T) {
	yes, no := true, false
	const pairs, sides = "year,exporter,importer,value\n2023,KAZ,HRV,1\n", "year,reporter,partner,flow,value\n2023,KAZ,HRV,X,1\n2023,KAZ,HRV,M,2\n"
	for _, c := range []struct {
		text string
		said *bool
		want bool
		rows int
	}{{pairs, nil, true, 1}, {pairs, &no, false, 1}, {sides, nil, false, 2}, {sides, &yes, true, 1}} {
		_, out := exported(t, "x.csv", c.text, Settings{Reconciled: c.said})
		if d := out[0].Dataset; d.Reconciled != c.want || d.Rows != c.rows || len(d.Left) != 2-c.rows && c.text == sides {
			t.Errorf("%q: %+v", c.text, d)
		}
	}
}

// TestImportedAgain: the very files change nothing; read otherwise, or under another name, they are something else; title and rank can be
// set anew; a corrected file of the same name replaces what it said before.
func TestImportedAgain(t *testing.T) {
	st, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	path := filepath.Join(t.TempDir(), "flows.csv")
	load := func(text string, s Settings) Outcome {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := Import(t.Context(), st, []string{path}, s)
		if err != nil {
			t.Fatal(err)
		}
		return out[0]
	}
	sum := func(id string) (v float64) {
		rows, err := block.NewLibrary(st).Rows(t.Context(), trade.RowQuery{Dataset: id, Reporter: "KAZ", Flow: trade.Export})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			v += r.Value
		}
		return v
	}
	const text = "year,exporter,importer,value,later\n2022,KAZ,HRV,5,6\n2023,KAZ,SRB,7,8\n"
	thousand, rank := 3, 7
	load(text, Settings{})
	for what, s := range map[string]Settings{"nothing": {}, "its own name": {Name: "flows"}} {
		if o := load(text, s); !o.Unchanged || o.Described {
			t.Errorf("the same file with %s said: %+v", what, o)
		}
	}
	if o := load(text, Settings{Rank: &rank, Title: "Flows"}); !o.Described || o.Dataset.Rank != 7 || o.Dataset.Title != "Flows" || sum("flows") != 12 {
		t.Errorf("described anew: %+v", o)
	}
	if all, _ := st.Datasets(t.Context()); len(all) != 1 || all[0].Rank != 7 || all[0].Rows != 2 {
		t.Errorf("stored: %+v", all)
	}
	if o := load(text, Settings{Name: "other"}); o.Unchanged || sum("other") != 12 {
		t.Errorf("another name: %+v", o)
	}
	if o := load(text, Settings{Scale: &thousand}); o.Unchanged || sum("flows") != 12000 {
		t.Errorf("another unit: %+v, %v", o, sum("flows"))
	}
	if o := load(text, Settings{Columns: map[string]string{"value": "later"}}); o.Unchanged || sum("flows") != 14 {
		t.Errorf("another column: %+v, %v", o, sum("flows"))
	}
	if o := load("year,exporter,importer,value\n2022,KAZ,HRV,50\n", Settings{}); !o.Extended || o.Replaced != 1 || sum("flows") != 58 || o.Dataset.Rows != 2 || len(o.Dataset.Files) != 1 {
		t.Errorf("corrected: %+v, %v", o, sum("flows"))
	}
}
