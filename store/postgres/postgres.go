// Package postgres keeps documents and readings in a PostgreSQL database, for several machines that share the work.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"dragoman"
	"dragoman/store/internal/archive"
)

//go:embed migrations/*.sql
var migrations embed.FS

const connections = 8

// Open opens the store at an address (postgres://user:password@host:port/database?option=value) and makes its tables when
// there are none. The database must exist and be in UTF-8; with search_path=NAME in the address the tables lie in that schema.
func Open(ctx context.Context, address string) (dragoman.Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, dragoman.Problemf("the PostgreSQL address", "", "write postgres://user:password@host:5432/database",
			"cannot be understood: %v", hidden(err))
	}
	name := fmt.Sprintf("PostgreSQL database %s on %s:%d", config.Database, config.Host, config.Port)
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s := archive.New(db, db, dialect(name))
	if err := prepare(ctx, db, name); err != nil {
		return nil, errors.Join(explain(name)(err), s.Close())
	}
	return s, nil
}

// hidden is what is wrong with an address, without the address: it may hold a password.
func hidden(err error) error {
	var parse *pgconn.ParseConfigError
	if errors.As(err, &parse) && parse.Unwrap() != nil {
		return parse.Unwrap()
	}
	return errors.New("it is not a PostgreSQL address")
}

func prepare(ctx context.Context, db *sql.DB, name string) error {
	var encoding string
	var schema sql.NullString
	err := db.QueryRowContext(ctx, `SELECT current_setting('server_encoding'), current_schema()`).Scan(&encoding, &schema)
	if err != nil {
		return err
	}
	if !schema.Valid {
		return dragoman.Problemf(name, "", "make it with CREATE SCHEMA or correct search_path in the address", "has no schema to put tables in")
	}
	if encoding != "UTF8" {
		return dragoman.Problemf(name, "", "make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0", "has the encoding %s", encoding)
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	return archive.Migrate(ctx, db, goose.DialectPostgres, sub, name, goose.WithSessionLocker(locker))
}

func dialect(name string) archive.Dialect {
	return archive.Dialect{
		Name:     name,
		Numbered: true,
		Index: func(exec archive.Exec, document int64, title, text string) error {
			return exec(`INSERT INTO document_words (document, words) VALUES (?,
				setweight(to_tsvector('english', ?), 'A') || setweight(to_tsvector('english', ?), 'D'))`,
				document, indexed(title), indexed(text))
		},
		Unindex:  func(archive.Exec, int64) error { return nil }, // goes with its document
		Match:    match,
		Explain:  explain(name),
		Again:    again,
		Snapshot: &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	}
}

// indexLimit is how much of a document is searchable: a tsvector holds at most 1 MiB of words and positions.
const indexLimit = 400_000

func indexed(text string) string {
	text = archive.Plain(text)
	if len(text) <= indexLimit {
		return text
	}
	end := indexLimit
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// match writes every term as a phrase; its words are parameters.
func match(terms []archive.Term) (from, where, order string, args []any) {
	var parts []string
	for _, t := range terms {
		part := `phraseto_tsquery('english', ?)`
		if t.Not {
			part = `!!` + part
		}
		parts = append(parts, part)
		args = append(args, strings.Join(t.Words, " "))
	}
	from = `document_words w JOIN documents d ON d.number = w.document CROSS JOIN (SELECT ` + strings.Join(parts, ` && `) + ` AS query) q`
	return from, `w.words @@ q.query`, `ts_rank(w.words, q.query) DESC`, args
}

// again says that a transaction collided with another: serialization failure, deadlock, or the same document at once.
func again(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "40001" || e.Code == "40P01" || e.Code == "23505" && e.ConstraintName == "documents_id_key"
}

// causes are the errors of the server that the user can mend, by SQLSTATE.
var causes = map[string][2]string{
	"28000": {"refuses the user", "check user and password in the address"},
	"28P01": {"refuses the password", "check user and password in the address"},
	"3D000": {"does not exist", "make it with createdb"},
	"42501": {"does not permit this user to do that", "GRANT CREATE, USAGE on the schema to the user"},
	"25006": {"is read-only", "give the address of the primary server"},
	"53100": {"has no room left to write", "free some space and run the command again; what was stored before is kept"},
	"53300": {"has too many connections", "try again when others have ended"},
	"57P01": {"was shut down", "start it and run the command again; what was stored before is kept"},
	"57P03": {"is starting up or shutting down", "try again in a moment"},
	"42P07": {"has tables of another program under the names of ours", "name another database, or another schema with ?search_path=NAME"},
}

func explain(name string) func(error) error {
	return func(err error) error {
		var e *pgconn.PgError
		var c *pgconn.ConnectError
		p := dragoman.Problemf(name, "", "", "")
		p.Err = err
		switch {
		case errors.As(err, &e) && causes[e.Code][0] != "":
			p.Cause, p.Mend = causes[e.Code][0], causes[e.Code][1]
		case errors.As(err, &c):
			p.Cause, p.Mend = "cannot be reached", "start PostgreSQL or correct the address"
		default:
			return err
		}
		return p
	}
}
