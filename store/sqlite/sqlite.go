// Package sqlite keeps documents and readings in one SQLite file.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	result "modernc.org/sqlite/lib"

	"dragoman"
	"dragoman/store/internal/archive"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	applicationID = 0x4452474d // "DRGM" in the file's header: the database is ours
	readers       = 4          // connections that only read
	memory        = ":memory:"
)

// Open opens the store in a file and makes it when there is none; ":memory:" keeps it in memory. One connection writes and
// several read beside it (write-ahead log). A file that is not a store of this program is refused and not touched.
func Open(ctx context.Context, path string) (dragoman.Store, error) {
	for until := time.Now().Add(patience); ; {
		s, err := openOnce(ctx, path)
		if !busy(err) || time.Now().After(until) || ctx.Err() != nil {
			return s, err
		}
		time.Sleep(pause)
	}
}

// Two that make the same file at once can get in each other's way while it is switched to a write-ahead log: SQLite then does not
// wait for the lock but fails, so opening is tried again.
const (
	patience = 10 * time.Second
	pause    = 20 * time.Millisecond
)

func busy(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && (e.Code()&0xff == result.SQLITE_BUSY || e.Code()&0xff == result.SQLITE_LOCKED)
}

func openOnce(ctx context.Context, path string) (dragoman.Store, error) {
	if err := usable(ctx, path); err != nil {
		return nil, err
	}
	write, err := connect(path, 1, "immediate")
	if err != nil {
		return nil, err
	}
	read := write
	if path != memory {
		if read, err = connect(path, readers, "deferred", "query_only(1)"); err != nil {
			return nil, errors.Join(err, write.Close())
		}
	}
	s := archive.New(write, read, dialect(path))
	if err := prepare(ctx, write, path); err != nil {
		return nil, errors.Join(explain(path)(err), s.Close())
	}
	return s, nil
}

// usable refuses a path that cannot be a store before anything is written.
func usable(ctx context.Context, path string) error {
	if path == memory {
		return nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return placeable(path)
	}
	if err != nil {
		return unreadable(path, err)
	}
	if info.IsDir() {
		return dragoman.Problemf(path, "", "name a file in it", "is a directory, not a store")
	}
	if info.Size() == 0 {
		return nil
	}
	return ours(ctx, path)
}

// placeable says whether a file could be made at the path.
func placeable(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dragoman.Problemf(path, "", "make the directory "+dir+" first", "cannot be made: there is no directory %s", dir)
	}
	if err != nil {
		return unreadable(path, err)
	}
	if !info.IsDir() {
		return dragoman.Problemf(path, "", "name another place", "cannot be made: %s is not a directory", dir)
	}
	return nil
}

func unreadable(path string, err error) error {
	p := dragoman.Problemf(path, "", "check the permissions of the file and its directories", "cannot be read: %v", errors.Unwrap(err))
	p.Err = err
	return p
}

// ours looks at an existing file without changing it.
func ours(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	header := make([]byte, 16)
	n, err := f.Read(header)
	f.Close()
	if err != nil || string(header[:n]) != "SQLite format 3\x00" {
		return dragoman.Problemf(path, "", "name another file with --db", "is not a dragoman store (no SQLite database at all)")
	}
	db, err := open(path, "deferred", "busy_timeout(10000)", "query_only(1)")
	if err != nil {
		return err
	}
	defer db.Close()
	id, tables, err := identity(ctx, db)
	if err != nil {
		return explain(path)(err)
	}
	if id != applicationID && tables > 0 {
		return dragoman.Problemf(path, "", "name another file with --db", "is a database of another program")
	}
	return nil
}

// identity reads whose database it is. Tables are counted first: whoever is just making the file marks it before there are any.
func identity(ctx context.Context, db *sql.DB) (id int64, tables int, err error) {
	if err = db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_master`).Scan(&tables); err == nil {
		err = db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id)
	}
	return id, tables, err
}

// prepare marks a new file as ours, before there is anything in it, and brings the schema up to date.
func prepare(ctx context.Context, db *sql.DB, path string) error {
	id, _, err := identity(ctx, db)
	if err != nil {
		return err
	}
	if id != applicationID {
		if _, err := db.ExecContext(ctx, `PRAGMA application_id = 1146242893`); err != nil {
			return err
		}
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return archive.Migrate(ctx, db, goose.DialectSQLite3, sub, path)
}

// connect makes a pool with the settings of the store.
func connect(path string, connections int, lock string, more ...string) (*sql.DB, error) {
	db, err := open(path, lock, append([]string{"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(WAL)", "synchronous(NORMAL)",
		"temp_store(MEMORY)", "cache_size(-32768)", "wal_autocheckpoint(4000)"}, more...)...)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func open(path, lock string, pragmas ...string) (*sql.DB, error) {
	target := "file::memory:"
	if path != memory {
		abs, err := filepath.Abs(path)
		if err != nil {
			abs = path
		}
		abs = filepath.ToSlash(abs)
		if !strings.HasPrefix(abs, "/") { // a Windows drive
			abs = "/" + abs
		}
		target = (&url.URL{Scheme: "file", Path: abs}).String()
	}
	return sql.Open("sqlite", target+"?"+url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode())
}

func dialect(path string) archive.Dialect {
	return archive.Dialect{
		Name: path,
		Index: func(exec archive.Exec, document int64, title, text string) error {
			return exec(`INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)`, document, title, text)
		},
		Unindex: func(exec archive.Exec, document int64) error {
			return exec(`DELETE FROM document_words WHERE rowid = ?`, document)
		},
		Prepare: true,
		Match:   match,
		Explain: explain(path),
		Again:   func(error) bool { return false }, // there is one writer, and others wait for the lock
	}
}

// match writes terms in the query language of FTS5: every term in quotation marks.
func match(terms []archive.Term) (from, where, order string, args []any) {
	var b strings.Builder
	for i, t := range terms {
		if i > 0 && t.Not {
			b.WriteString(" NOT ")
		} else if i > 0 {
			b.WriteString(" AND ")
		}
		b.WriteString(`"` + strings.Join(t.Words, " ") + `"`)
	}
	return `document_words JOIN documents d ON d.number = document_words.rowid`, `document_words MATCH ?`,
		`bm25(document_words, 4.0, 1.0)`, []any{b.String()}
}

// explain says in one line what the user can do about an error of the database.
func explain(path string) func(error) error {
	return func(err error) error {
		var e *driver.Error
		if !errors.As(err, &e) {
			return err
		}
		cause, mend := "", ""
		switch e.Code() & 0xff {
		case result.SQLITE_READONLY:
			cause, mend = "cannot be written", "check the permissions of the file and its directory, or name another store with --db"
		case result.SQLITE_CANTOPEN, result.SQLITE_PERM, result.SQLITE_AUTH:
			cause, mend = "cannot be opened", "check the permissions of the file and its directory, or name another store with --db"
		case result.SQLITE_FULL:
			cause, mend = "there is no room left to write", "free some space and run the command again; what was stored before is kept"
		case result.SQLITE_IOERR:
			cause, mend = "the disk refused to read or write", "check the disk and its free space, then run the command again"
		case result.SQLITE_CORRUPT, result.SQLITE_NOTADB:
			cause, mend = "is damaged", "restore it from a copy, or read the documents again into a new store"
		case result.SQLITE_BUSY, result.SQLITE_LOCKED:
			cause, mend = "is being written by another process", "try again when that has ended"
		default:
			return err
		}
		p := dragoman.Problemf(path, "", mend, "%s", cause)
		p.Err = err
		return p
	}
}
