// Package archive is what the SQLite and the PostgreSQL store have in common: which rows a reading becomes, how a filter
// becomes a query, and how rows become records again. The two differ in a Dialect.
package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dragoman"
)

// Dialect is where one database differs from the other.
type Dialect struct {
	Name     string // file or address, for messages
	Numbered bool   // parameters are written $1, $2 instead of ?

	// Index puts a document into the full-text index, Unindex takes it out.
	Index   func(exec Exec, document int64, title, text string) error
	Unindex func(exec Exec, document int64) error
	// Match gives the tables of a full-text query (documents as d), its condition and its order, with their parameters.
	Match func(terms []Term) (from, where, order string, args []any)

	// Explain turns the driver's error into a dragoman.Problem where the user can mend it, and returns it as it is otherwise.
	Explain func(err error) error
	// Again says that a transaction failed only because another one ran beside it.
	Again func(err error) bool
	// Prepare says that statements used often within a transaction are worth preparing by hand.
	Prepare bool
	// Snapshot are the options under which several reads see one state.
	Snapshot *sql.TxOptions
}

// Exec runs a statement within a transaction.
type Exec func(query string, args ...any) error

// Store implements dragoman.Store over two pools of connections to one database; they may be the same pool.
type Store struct {
	write, read *sql.DB
	dialect     Dialect
}

// New makes a store of an open, migrated database.
func New(write, read *sql.DB, d Dialect) *Store { return &Store{write: write, read: read, dialect: d} }

// Close closes the database.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(s.read.Close(), err)
	}
	return s.explain(err)
}

func (s *Store) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if p := (*dragoman.Problem)(nil); errors.As(err, &p) {
		return err
	}
	return s.dialect.Explain(err)
}

// attempts bounds how often a transaction is tried that collides with others.
const attempts = 8

// change runs a writing transaction: all of it or nothing.
func (s *Store) change(ctx context.Context, do func(w *writer) error) error {
	for n := 1; ; n++ {
		err := s.once(ctx, do)
		if err == nil || n == attempts || !s.dialect.Again(err) {
			return s.explain(err)
		}
	}
}

func (s *Store) once(ctx context.Context, do func(w *writer) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	w := &writer{Store: s, tx: tx, ctx: context.WithoutCancel(ctx), prepared: map[string]*sql.Stmt{},
		records: insert{into: `records (number, document, kind, position, id, topic, state, status, day_from, day_to, sort_day, confidence, body)`, width: 13},
		sides:   insert{into: `parties (country, kind, record, side)`, width: 4}}
	if err := do(w); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	return tx.Commit()
}

// writer is a transaction that writes. Its many short statements run under a context that is never cancelled, which saves
// the driver a watcher for each; the transaction itself is rolled back when the caller's context ends.
type writer struct {
	*Store
	tx       *sql.Tx
	ctx      context.Context
	prepared map[string]*sql.Stmt

	// What is written late, many rows at once.
	records, sides insert
	words          []words // of documents that are not in the full-text index yet
}

func (w *writer) statement(query string) (*sql.Stmt, error) {
	if st := w.prepared[query]; st != nil {
		return st, nil
	}
	st, err := w.tx.PrepareContext(w.ctx, w.sql(query))
	w.prepared[query] = st
	return st, err
}

func (w *writer) exec(query string, args ...any) error {
	if !w.dialect.Prepare {
		_, err := w.tx.ExecContext(w.ctx, w.sql(query), args...)
		return err
	}
	st, err := w.statement(query)
	if err == nil {
		_, err = st.ExecContext(w.ctx, args...)
	}
	return err
}

// one runs a query that gives at most one row.
func (w *writer) one(query string, args []any, dest ...any) error {
	if !w.dialect.Prepare {
		return w.tx.QueryRowContext(w.ctx, w.sql(query), args...).Scan(dest...)
	}
	st, err := w.statement(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(w.ctx, args...).Scan(dest...)
}

// look runs several reads on one state of the database.
func (s *Store) look(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, s.dialect.Snapshot)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	return s.explain(do(tx))
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each runs a query and calls scan for every row.
func (s *Store) each(ctx context.Context, q querier, query string, args []any, scan func(rows *sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, s.sql(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// sql numbers the parameters of a query where the dialect wants it. No query here has a question mark that is not a
// parameter.
func (s *Store) sql(query string) string {
	if !s.dialect.Numbered {
		return query
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$")
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// Counts says how many documents and records of each kind there are, under the plural names of the kinds.
func (s *Store) Counts(ctx context.Context) (map[string]int, error) {
	out := map[string]int{"documents": 0}
	for _, k := range kinds {
		out[k.plural] = 0
	}
	query := `SELECT 'documents', COUNT(*) FROM documents UNION ALL SELECT kind, COUNT(*) FROM records GROUP BY kind`
	err := s.each(ctx, s.read, query, nil, func(rows *sql.Rows) error {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return err
		}
		for _, k := range kinds {
			if k.name == name {
				name = k.plural
			}
		}
		out[name] = n
		return nil
	})
	return out, s.explain(err)
}

// newest tells that the database was made by a later version of the program.
func newest(name string, have, know int64) error {
	return dragoman.Problemf(name, "", "install the newest dragoman, or name another store with --db",
		"was written by a newer version (schema %d, this program knows %d)", have, know)
}

// damaged tells that a row cannot be read.
func damaged(what, id string, err error) error {
	return fmt.Errorf("%s %s is stored in a form this program does not understand: %w", what, id, err)
}
