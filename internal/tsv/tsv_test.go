package tsv

import (
	"strings"
	"testing"
)

func TestParseAddressesCellsByName(t *testing.T) {
	var got []string
	err := Parse("x.tsv", []byte("# a comment\nb\ta\n\n2\t 1 \n4|5\t3\n"), []string{"a", "b", "c?"}, func(r *Row) error {
		got = append(got, r.Get("a")+"/"+strings.Join(r.List("b"), "+")+"/"+r.Get("c"))
		return nil
	})
	if err != nil || strings.Join(got, " ") != "1/2/ 3/4+5/" {
		t.Error(got, err)
	}
}

func TestParseRefusesABadLineWithItsNumber(t *testing.T) {
	for name, c := range map[string][2]string{
		"no header":      {"# nothing\n", "x.tsv: holds no header; add a header line"},
		"missing column": {"a\n1\n", `x.tsv: line 1: header lacks column "b"; add the column`},
		"extra column":   {"a\tb\td\n", "x.tsv: line 1: header has 3 columns, expected a, b, c?; remove the extra columns"},
		"column twice":   {"a\tb\tb\n", `x.tsv: line 1: header names "b" twice; name every column once`},
		"cells":          {"a\tb\n1\n", "x.tsv: line 2: has 1 cells, the header names 2; separate cells by single tabs"},
		"number":         {"a\tb\n1\tx\n", `x.tsv: line 2: b is "x"; write a number`},
		"not text":       {"a\tb\n\xff\t1\n", "x.tsv: is not UTF-8; save the file as UTF-8"},
	} {
		err := Parse("x.tsv", []byte(c[0]), []string{"a", "b", "c?"}, func(r *Row) error { _, err := r.Number("b", 0); return err })
		if err == nil || err.Error() != c[1] {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a\tb\n1\t2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = Parse("x.tsv", data, []string{"a", "b?"}, func(r *Row) error { _, err := r.Number("b", 0); return err })
	})
}
