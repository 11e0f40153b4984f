package codes

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dragoman"
)

func TestTheDataFilesAreSound(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
}

// files copies the built-in data so that a test can spoil them.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	list, err := fs.Glob(dataFiles(), "*.tsv")
	if err != nil || len(list) < 9 {
		t.Fatal(list, err)
	}
	for _, name := range list {
		data, err := fs.ReadFile(dataFiles(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestASpoiltLineIsNamedWithItsPlace(t *testing.T) {
	for _, c := range []struct{ file, old, to, want string }{
		{"areas.tsv", "KAZ\tcountry\tKZ\t398\t398", "KAZ\tcountry\tKZ\t398\t191", "Comtrade code 191 of KAZ is that of HRV already"},
		{"areas.tsv", "KAZ\tcountry", "KAZ\tempire", "unknown kind"},
		{"areas.tsv", "KAZ\tcountry", "Kaz\tcountry", "no area code"},
		{"areas.tsv", "KAZ\tcountry", "_KZ\tcountry", "own code"},
		{"areas.tsv", "KAZ\tcountry\tKZ\t398", "KAZ\tcountry\tKZ\tx", `m49 is "x"`},
		{"areas.tsv", "KAZ\tcountry\tKZ\t398\t398", "KAZ\tcountry\tKZ\t398\t3980", "is no area number"},
		{"areas.tsv", "\tKazakhstan\tRepublic of Kazakhstan", "\tKazakhstan\tCroatia", `the name "Croatia" is that of HRV already`},
		{"areas.tsv", "1992\t2005", "2005\t1992", "before it begins"},
		{"areas.tsv", "code\tkind", "code\tsort", `lacks column "kind"`},
		{"groups.tsv", "KAZ@2015-01-01/", "KZK@2015-01-01/", `"KZK" is no area`},
		{"groups.tsv", "KAZ@2015-01-01/", "KAZ@2015-13-01/", "no sound dates"},
		{"groups.tsv", "KAZ@2015-01-01/", "KAZ@2015-01-01/2014-01-01", "leaves before it joins"},
		{"groups.tsv", "KAZ@2015-01-01/", "KAZ@2015-01-01/ KAZ", "twice"},
		{"groups.tsv", "EAEU\t", "EU\t", "is that of EU already"},
		{"groups.tsv", "\tAFG ARM", "\tARM", "AFG is in no continent"},
		{"hs.tsv", "2709\t", "2799\t", "no heading"},
		{"hs.tsv", "2709\t", "270\t", "2, 4 or 6 digits"},
		{"hs.tsv", "2709\t", "2710\t", "two lines"},
		{"headings.tsv", "01\t01-06", "01\t06-01", "no range"},
		{"changes.tsv", "0308\tH4", "0308\tH9", "first and last are"},
		{"changes.tsv", "0308\tH4", "0399\tH4", "no heading"},
		{"sections.tsv", "II\t06\t14", "II\t05\t14", "overlaps"},
		{"sectors.tsv", "25 26", "25 26 27", "in FUEL already"},
		{"sectors.tsv", "25 26", "25", "chapter 26 is in none"},
		{"classifications.tsv", "2022-01-01", "2022", "is no date"},
		{"units.tsv", "\n9\t", "\n8\t", "already"},
	} {
		fsys := files(t)
		spoilt := bytes.Replace(fsys[c.file].Data, []byte(c.old), []byte(c.to), 1)
		if bytes.Equal(spoilt, fsys[c.file].Data) {
			t.Errorf("%s has no %q", c.file, c.old)
			continue
		}
		fsys[c.file] = &fstest.MapFile{Data: spoilt}
		err := check(fsys)
		var p *dragoman.Problem
		if !errors.As(err, &p) || p.Mend == "" || !strings.HasPrefix(err.Error(), c.file) && c.file == p.File {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, want %q", c.file, c.to, err, c.want)
		}
	}
}

func TestFilesThatAreNoTablesAreRefused(t *testing.T) {
	for what, data := range map[string]string{"empty": "", "comments": "# a\n", "latin-1": "code\tabbr\tname\tmeasure\n2\tm\xb2\tx\tarea\n", "a cell too few": "code\tabbr\tname\tmeasure\n2\tm\tx\n"} {
		fsys := files(t)
		fsys["units.tsv"] = &fstest.MapFile{Data: []byte(data)}
		var p *dragoman.Problem
		if err := check(fsys); !errors.As(err, &p) || p.File != "units.tsv" {
			t.Errorf("%s: %v", what, err)
		}
	}
	fsys := files(t)
	delete(fsys, "areas.tsv")
	if err := check(fsys); err == nil || !strings.Contains(err.Error(), "areas.tsv: cannot be read") {
		t.Error(err)
	}
}

func FuzzReadTable(f *testing.F) {
	for _, name := range []string{"areas.tsv", "groups.tsv", "hs.tsv", "sections.tsv", "classifications.tsv", "units.tsv"} {
		data, err := fs.ReadFile(dataFiles(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:min(len(data), 2500)])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{} // every loader gets the same bytes; the header says whose they are
		for _, name := range []string{"areas.tsv", "groups.tsv", "hs.tsv", "headings.tsv", "changes.tsv", "sections.tsv", "sectors.tsv", "classifications.tsv", "units.tsv"} {
			fsys[name] = &fstest.MapFile{Data: data}
		}
		if err := check(fsys); err == nil {
			t.Error("one file cannot be all tables")
		}
	})
}

func BenchmarkLoadAreas(b *testing.B) {
	for b.Loop() {
		if _, err := loadAreas(dataFiles()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadProducts(b *testing.B) {
	for b.Loop() {
		if _, err := loadProducts(dataFiles()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadGroups(b *testing.B) {
	for b.Loop() {
		if _, err := loadGroups(dataFiles()); err != nil {
			b.Fatal(err)
		}
	}
}
