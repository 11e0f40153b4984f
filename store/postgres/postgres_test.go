package postgres

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"dragoman"
	"dragoman/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, Open) }

// server is the address of the PostgreSQL server to test on. Without one the test has nothing to do, except where one is
// demanded: scripts/postgres-for-tests.sh starts one.
func server(t *testing.T) string {
	t.Helper()
	address := os.Getenv("DRAGOMAN_TEST_POSTGRES")
	if address == "" {
		if os.Getenv("CI") == "true" || os.Getenv("DRAGOMAN_REQUIRE_POSTGRES") == "1" {
			t.Fatal("no PostgreSQL to test on; run scripts/postgres-for-tests.sh go test ./store/...")
		}
		t.Log("not tested on PostgreSQL; run scripts/postgres-for-tests.sh go test ./store/...")
	}
	return address
}

// with adds an option to an address.
func with(t *testing.T, address, key, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func execute(t *testing.T, address, statement string) {
	t.Helper()
	c, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// schema makes a schema for one test and gives the address of a store in it.
func schema(t *testing.T, address string) string {
	t.Helper()
	name := "test_" + strings.ToLower(dragoman.ContentID(t.Name()))
	execute(t, address, `DROP SCHEMA IF EXISTS `+name+` CASCADE; CREATE SCHEMA `+name)
	t.Cleanup(func() { execute(t, address, `DROP SCHEMA `+name+` CASCADE`) })
	return with(t, address, "search_path", name)
}

func backend(t *testing.T, address string) storetest.Backend {
	return storetest.Backend{
		Open:  func() (dragoman.Store, error) { return Open(t.Context(), address) },
		Check: func(t *testing.T) { check(t, address) },
	}
}

// check looks for rows without those they belong to.
func check(t *testing.T, address string) {
	t.Helper()
	c, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	for _, orphans := range []string{
		`SELECT COUNT(*) FROM documents d FULL JOIN readings r ON r.document = d.number WHERE d.number IS NULL OR r.document IS NULL`,
		`SELECT COUNT(*) FROM documents d FULL JOIN document_words w ON w.document = d.number WHERE d.number IS NULL OR w.document IS NULL`,
		`SELECT COUNT(*) FROM records WHERE document NOT IN (SELECT number FROM documents) OR number >> 20 <> document`,
		`SELECT COUNT(*) FROM parties WHERE record NOT IN (SELECT number FROM records)`,
		`SELECT COUNT(*) FROM flow_blocks WHERE dataset NOT IN (SELECT id FROM datasets)`,
		`SELECT COUNT(*) FROM flow_details WHERE block NOT IN (SELECT number FROM flow_blocks)`,
	} {
		var n int
		if err := c.QueryRow(context.Background(), orphans).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d %v", orphans, n, err)
		}
	}
}

func TestStore(t *testing.T) {
	if address := server(t); address != "" {
		storetest.Run(t, func(t *testing.T) storetest.Backend { return backend(t, schema(t, address)) })
	}
}

func TestKill(t *testing.T) {
	if address := server(t); address != "" {
		target := schema(t, address)
		storetest.Kill(t, target, backend(t, target))
	}
}

func TestKillImport(t *testing.T) {
	if address := server(t); address != "" {
		target := schema(t, address)
		storetest.KillImport(t, target, backend(t, target))
	}
}

// TestOpenAtOnce opens a store that does not exist yet from many sides.
func TestOpenAtOnce(t *testing.T) {
	address := server(t)
	if address == "" {
		return
	}
	target := schema(t, address)
	var wait sync.WaitGroup
	for n := range uint64(6) {
		wait.Go(func() {
			s, err := Open(t.Context(), target)
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
	check(t, target)
}

// problem demands an error of one line with a mend and without the password.
func problem(t *testing.T, err error, words string) {
	t.Helper()
	var p *dragoman.Problem
	switch {
	case !errors.As(err, &p):
		t.Errorf("want a problem, got %v", err)
	case p.Mend == "" || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), words):
		t.Errorf("want one line with a mend and %q, got %q", words, err)
	}
}

func TestOpenRefusesAddress(t *testing.T) {
	for _, test := range []struct{ address, words string }{
		{"postgres://user:secret@127.0.0.1:port/x", "cannot be understood"},
		{"postgres://user:secret@127.0.0.1/x?sslmode=wrong", "cannot be understood"},
		{"postgres://user:secret@127.0.0.1:1/x?sslmode=disable", "cannot be reached"},
	} {
		_, err := Open(t.Context(), test.address)
		problem(t, err, test.words)
	}
}

func TestOpenRefusesDatabase(t *testing.T) {
	address := server(t)
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/nowhere"
	_, err = Open(t.Context(), u.String())
	problem(t, err, "does not exist")

	_, err = Open(t.Context(), with(t, address, "search_path", "no_such_schema"))
	problem(t, err, "has no schema")

	newer := schema(t, address)
	s, err := Open(t.Context(), newer)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	execute(t, newer, `INSERT INTO dragoman_schema (version_id, is_applied) VALUES (999, true)`)
	_, err = Open(t.Context(), newer)
	problem(t, err, "newer version (schema 999, this program knows 2)")
}

func TestOpenRefusesForeignTables(t *testing.T) {
	address := server(t)
	if address == "" {
		return
	}
	foreign := schema(t, address)
	execute(t, foreign, `CREATE TABLE documents (mine TEXT); INSERT INTO documents VALUES ('kept')`)
	_, err := Open(t.Context(), foreign)
	problem(t, err, "another program")
	execute(t, foreign, `DO $$ BEGIN ASSERT (SELECT COUNT(*) FROM documents WHERE mine = 'kept') = 1; END $$`)
}

// TestReadOnly writes where the server forbids it.
func TestReadOnly(t *testing.T) {
	address := server(t)
	if address == "" {
		return
	}
	target := schema(t, address)
	s, err := Open(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s, err = Open(t.Context(), with(t, target, "default_transaction_read_only", "on"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Add(t.Context(), storetest.Generate(1, 2))
	problem(t, err, "is read-only")
}
