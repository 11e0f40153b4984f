package archive

import (
	"context"
	"database/sql"
	"strings"

	"dragoman"
)

// conditions gathers what a query demands, each demand with its parameters.
type conditions struct {
	demands []string
	args    []any
}

func (c *conditions) add(demand string, args ...any) {
	c.demands = append(c.demands, demand)
	c.args = append(c.args, args...)
}

// where is the WHERE clause, "" when nothing is demanded.
func (c *conditions) where() string {
	if len(c.demands) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.demands, " AND ")
}

// of demands that a column has one of the values; no values demand nothing.
func of[T ~string](c *conditions, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = noNul(string(v))
	}
	c.add(column+` IN (`+marks(len(args))+`)`, args...)
}

// overlap demands that the interval of a row shares a day with the filter's; a row without any date never does.
func (c *conditions) overlap(alias string, f dragoman.Filter) {
	if f.From != "" {
		c.add(alias+`.day_to >= ?`, noNul(f.From))
	}
	if f.To != "" {
		c.add(alias+`.day_from <= ?`, noNul(f.To))
	}
}

// topical are the kinds of record to which Filter.Kinds applies.
const topical = `'agreement', 'mission', 'gathering', 'figure'`

// parties demands the countries and the status of records r, which are of the kind ("" for any). Kinds of record that have
// no status are not asked for one.
func (c *conditions) parties(kind string, f dragoman.Filter) {
	if len(f.Countries) > 0 {
		c.add(`r.number IN (`+involving(len(f.Countries), kind != "")+`)`, involved(kind, f.Countries)...)
	}
	if len(f.Statuses) > 0 {
		of(c, `r.status`, append([]dragoman.Status{""}, f.Statuses...))
	}
}

// involving selects the records that involve n countries: those of the first, looked up one by one for the others.
func involving(n int, ofKind bool) string {
	fits := func(p string) string {
		if ofKind {
			return p + `.country = ? AND ` + p + `.kind = ?`
		}
		return p + `.country = ?`
	}
	query := `SELECT p.record FROM parties p WHERE ` + fits("p")
	for range n - 1 {
		query += ` AND EXISTS (SELECT 1 FROM parties q WHERE ` + fits("q") + ` AND q.kind = p.kind AND q.record = p.record)`
	}
	return query
}

// involved are the parameters of involving.
func involved(kind string, countries []string) (args []any) {
	for _, country := range countries {
		args = append(args, noNul(strings.ToUpper(country)))
		if kind != "" {
			args = append(args, kind)
		}
	}
	return args
}

// records demands of records r, documents d, what the filter says about one kind.
func (c *conditions) records(kind string, f dragoman.Filter) {
	if len(f.Countries) == 0 { // else the kind of the parties says it, and the index over them is the one to use
		c.add(`r.kind = ?`, kind)
	}
	c.parties(kind, f)
	switch kind {
	case "event":
		of(c, `r.topic`, folded(f.Types))
	case "agreement", "mission", "gathering", "figure":
		of(c, `r.topic`, folded(f.Kinds))
	}
	if f.Document != "" {
		c.add(`d.id = ?`, noNul(f.Document))
	}
	c.overlap("r", f)
}

func folded[T ~string](topics []T) []string {
	out := make([]string, len(topics))
	for i, t := range topics {
		out[i] = fold(string(t))
	}
	return out
}

// documents demands of documents d that they were published within the filter's dates and tell a record of the
// countries, statuses, types and kinds wanted.
func (c *conditions) documents(f dragoman.Filter) {
	if f.Document != "" {
		c.add(`d.id = ?`, noNul(f.Document))
	}
	c.overlap("d", f)
	if len(f.Types) > 0 {
		c.tells(f, `r.kind = 'event'`, folded(f.Types))
	}
	if len(f.Kinds) > 0 {
		c.tells(f, `r.kind IN (`+topical+`)`, folded(f.Kinds))
	}
	if len(f.Types) == 0 && len(f.Kinds) == 0 && (len(f.Countries) > 0 || len(f.Statuses) > 0) {
		c.tells(f, `r.kind <> ''`, nil)
	}
}

func (c *conditions) tells(f dragoman.Filter, kind string, topics []string) {
	var inner conditions
	inner.add(kind)
	inner.parties("", f)
	of(&inner, `r.topic`, topics)
	c.add(`d.number IN (SELECT r.document FROM records r`+inner.where()+`)`, inner.args...)
}

// limit is the LIMIT clause.
func limit(n int, args []any) (string, []any) {
	if n <= 0 {
		return "", args
	}
	return ` LIMIT ?`, append(args, n)
}

// refColumns are what a DocumentRef is made of, in the order of scanRef.
const refColumns = `d.id, d.url, d.title, d.author, d.publisher, d.published, d.language, d.kind, d.state`

func scanRef(rows *sql.Rows, ref *dragoman.DocumentRef, more ...any) error {
	var state int
	dest := []any{&ref.ID, &ref.URL, &ref.Title, &ref.Author, &ref.Publisher, &ref.Published, &ref.Language, &ref.Kind, &state}
	err := rows.Scan(append(dest, more...)...)
	ref.State = state != 0
	return err
}

// list gives the records of a kind that a filter lets through, by date, publication date and id.
func list[T any](ctx context.Context, s *Store, k *kind[T], f dragoman.Filter) ([]dragoman.Stored[T], error) {
	var c conditions
	c.records(k.name, f)
	end, args := limit(f.Limit, c.args)
	query := `SELECT ` + refColumns + `, r.id, r.body FROM records r JOIN documents d ON d.number = r.document` + c.where() +
		` ORDER BY r.sort_day, d.published, r.id, r.number` + end
	out := []dragoman.Stored[T]{}
	err := s.each(ctx, s.read, query, args, func(rows *sql.Rows) error {
		var x dragoman.Stored[T]
		var id string
		var body []byte
		if err := scanRef(rows, &x.Document, &id, &body); err != nil {
			return err
		}
		var err error
		x.Record, err = k.decode(id, body)
		out = append(out, x)
		return err
	})
	if err != nil {
		return nil, s.explain(err)
	}
	return out, nil
}

// Events lists events.
func (s *Store) Events(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Event], error) {
	return list(ctx, s, &events, f)
}

// Statements lists statements.
func (s *Store) Statements(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Statement], error) {
	return list(ctx, s, &statements, f)
}

// Figures lists figures.
func (s *Store) Figures(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Figure], error) {
	return list(ctx, s, &figures, f)
}

// Agreements lists reports of agreements.
func (s *Store) Agreements(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Agreement], error) {
	return list(ctx, s, &agreements, f)
}

// Missions lists reports of missions.
func (s *Store) Missions(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Mission], error) {
	return list(ctx, s, &missions, f)
}

// Gatherings lists reports of gatherings.
func (s *Store) Gatherings(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Gathering], error) {
	return list(ctx, s, &gatherings, f)
}

// Offices lists reports of posts held.
func (s *Store) Offices(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Office], error) {
	return list(ctx, s, &offices, f)
}

// Commitments lists commitments.
func (s *Store) Commitments(ctx context.Context, f dragoman.Filter) ([]dragoman.Stored[dragoman.Commitment], error) {
	return list(ctx, s, &commitments, f)
}

// Documents lists documents by publication date and id.
func (s *Store) Documents(ctx context.Context, f dragoman.Filter) ([]dragoman.DocumentRef, error) {
	var c conditions
	c.documents(f)
	end, args := limit(f.Limit, c.args)
	return s.refs(ctx, `SELECT `+refColumns+` FROM documents d`+c.where()+` ORDER BY d.published, d.id`+end, args)
}

func (s *Store) refs(ctx context.Context, query string, args []any) ([]dragoman.DocumentRef, error) {
	out := []dragoman.DocumentRef{}
	err := s.each(ctx, s.read, query, args, func(rows *sql.Rows) error {
		var ref dragoman.DocumentRef
		err := scanRef(rows, &ref)
		out = append(out, ref)
		return err
	})
	if err != nil {
		return nil, s.explain(err)
	}
	return out, nil
}
