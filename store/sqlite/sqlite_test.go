package sqlite

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dragoman"
	"dragoman/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, Open) }

func fresh(t *testing.T) storetest.Backend {
	path := filepath.Join(t.TempDir(), "50% of what? #1.db")
	return storetest.Backend{
		Open:  func() (dragoman.Store, error) { return Open(t.Context(), path) },
		Check: func(t *testing.T) { check(t, path) },
	}
}

// check lets SQLite examine the database.
func check(t *testing.T, path string) {
	t.Helper()
	db, err := open(path, "deferred")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %s %v", verdict, err)
	}
	var table string
	if err := db.QueryRow(`SELECT "table" FROM pragma_foreign_key_check`).Scan(&table); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("foreign_key_check: %s %v", table, err)
	}
	if _, err := db.Exec(`INSERT INTO document_words (document_words) VALUES ('integrity-check')`); err != nil {
		t.Errorf("full-text index: %v", err)
	}
	var lost int
	err = db.QueryRow(`SELECT (SELECT COUNT(*) FROM documents) - (SELECT COUNT(*) FROM readings)
		+ (SELECT COUNT(*) FROM documents WHERE number NOT IN (SELECT rowid FROM document_words))`).Scan(&lost)
	if err != nil || lost != 0 {
		t.Errorf("%d documents without reading or index: %v", lost, err)
	}
}

func TestStore(t *testing.T) { storetest.Run(t, fresh) }

func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.db")
	storetest.Kill(t, path, storetest.Backend{
		Open:  func() (dragoman.Store, error) { return Open(t.Context(), path) },
		Check: func(t *testing.T) { check(t, path) },
	})
}

func TestKillImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.db")
	storetest.KillImport(t, path, storetest.Backend{
		Open:  func() (dragoman.Store, error) { return Open(t.Context(), path) },
		Check: func(t *testing.T) { check(t, path) },
	})
}

func TestMemory(t *testing.T) {
	s, err := Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := storetest.Generate(1, 3)
	if _, err := s.Add(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reading(t.Context(), r.Document.ID); err != nil {
		t.Fatal(err)
	}
}

// TestOpenAtOnce opens a store that does not exist yet from many sides.
func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	var wait sync.WaitGroup
	for n := range uint64(6) {
		wait.Go(func() {
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			defer s.Close()
			if _, err := s.Add(t.Context(), storetest.Generate(n, 2)); err != nil {
				t.Errorf("Add: %v", err)
			}
		})
	}
	wait.Wait()
	check(t, path)
}

// problem demands an error of one line that names the file and a mend.
func problem(t *testing.T, err error, file, words string) {
	t.Helper()
	var p *dragoman.Problem
	switch {
	case !errors.As(err, &p):
		t.Errorf("want a problem, got %v", err)
	case p.File != file || p.Mend == "" || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), words):
		t.Errorf("want one line about %s with a mend and %q, got %q", file, words, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	execute(t, foreign, `CREATE TABLE notes (text TEXT)`)
	newer := filepath.Join(dir, "newer.db")
	closeStore(t, newer)
	execute(t, newer, `INSERT INTO dragoman_schema (version_id, is_applied) VALUES (999, 1)`)
	torn := filepath.Join(dir, "torn.db")
	closeStore(t, torn)
	if err := os.WriteFile(torn, append([]byte("SQLite format 3\x00"), make([]byte, 5000)...), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ path, words string }{
		{write("notes.txt", "Kazakhstan opened an embassy."), "no SQLite database"},
		{write("short", "SQL"), "no SQLite database"},
		{dir, "is a directory"},
		{filepath.Join(dir, "none", "x.db"), "there is no directory"},
		{filepath.Join(dir, "notes.txt", "x.db"), ""},
		{foreign, "another program"},
		{newer, "newer version (schema 999, this program knows 2)"},
		{torn, "damaged"},
	}
	for _, test := range tests {
		before, _ := os.ReadFile(test.path)
		s, err := Open(t.Context(), test.path)
		if err == nil {
			s.Close()
		}
		problem(t, err, test.path, test.words)
		if after, _ := os.ReadFile(test.path); string(after) != string(before) {
			t.Errorf("%s was changed", test.path)
		}
	}
}

func closeStore(t *testing.T, path string) {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := open(path, "deferred")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// FuzzSearch makes sure that no query is an error, whatever users type.
func FuzzSearch(f *testing.F) {
	s, err := Open(f.Context(), ":memory:")
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Add(f.Context(), storetest.Generate(1, 1)); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{`oil "gas`, `-oil gas`, `NEAR(a b)`, "\x00", `title:x*`, `²`, `a-b-c "d-e"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := s.Search(t.Context(), query, 3); err != nil {
			t.Errorf("%q: %v", query, err)
		}
		if _, err := s.Record(t.Context(), query); err == nil {
			t.Errorf("a record is found by %q", query)
		}
	})
}
