package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"dragoman"
)

// shortest is how much of an id must be given.
const shortest = 6

// Reading gives back a document with everything found in it. The id may be shortened to 6 characters or more as long as it
// means one document.
func (s *Store) Reading(ctx context.Context, id string) (r *dragoman.Reading, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		hits, err := s.hits(ctx, tx, `SELECT id, '', number, 0 FROM documents`, id)
		if err != nil {
			return err
		}
		h, err := single(s.dialect.Name, "document", id, hits)
		if err != nil {
			return err
		}
		r, err = s.reading(ctx, tx, h.document)
		return err
	})
	return r, err
}

// Record finds a record of whatever kind; its id may be shortened likewise.
func (s *Store) Record(ctx context.Context, id string) (found *dragoman.Found, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		hits, err := s.hits(ctx, tx, `SELECT id, kind, document, position FROM records`, id)
		if err != nil {
			return err
		}
		h, err := single(s.dialect.Name, "record", id, hits)
		if err != nil {
			return err
		}
		r, err := s.reading(ctx, tx, h.document)
		found = &dragoman.Found{Kind: h.kind, Reading: r, Index: h.position}
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// hit is a row whose id fits.
type hit struct {
	id, kind string
	document int64
	position int
}

// listed is how many ids are named when a short one could mean several.
const listed = 5

// hits are the rows with the very id, else those whose ids begin with it.
func (s *Store) hits(ctx context.Context, tx *sql.Tx, query, id string) (hits []hit, err error) {
	scan := func(rows *sql.Rows) error {
		var h hit
		err := rows.Scan(&h.id, &h.kind, &h.document, &h.position)
		hits = append(hits, h)
		return err
	}
	id = noNul(id)
	if len(id) < shortest {
		err = s.each(ctx, tx, query+` WHERE id = ? LIMIT 1`, []any{id}, scan)
		return hits, err
	}
	// Ids are ASCII, so what begins with id lies from id, which comes first, to id followed by the last ASCII character.
	err = s.each(ctx, tx, query+` WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`, []any{id, id + "\x7f", listed + 1}, scan)
	if len(hits) > 0 && hits[0].id == id {
		hits = hits[:1]
	}
	return hits, err
}

// single is the one hit, or the reason why there is none.
func single(store, what, id string, hits []hit) (hit, error) {
	switch {
	case len(hits) == 0 && len(id) < shortest:
		return hit{}, fmt.Errorf("%s %q: %w (give at least %d characters of its id)", what, id, dragoman.ErrNotFound, shortest)
	case len(hits) == 0:
		return hit{}, fmt.Errorf("%s %q: %w", what, id, dragoman.ErrNotFound)
	case len(hits) == 1:
		return hits[0], nil
	}
	var ids []string
	for _, h := range hits[:min(len(hits), listed)] {
		ids = append(ids, h.id)
	}
	if len(hits) > listed {
		ids = append(ids, "...")
	}
	return hit{}, dragoman.Problemf(store, "", "give more of the id", "%q could be several %ss: %s", id, what, strings.Join(ids, ", "))
}

// reading puts a reading together from its rows.
func (s *Store) reading(ctx context.Context, tx *sql.Tx, number int64) (*dragoman.Reading, error) {
	r := &dragoman.Reading{}
	d, v := &r.Document, &r.Version
	var state int
	var sentences, uncoded []byte
	query := `SELECT ` + documentColumns + `, text, reader, syntax, lexicon, sentences, uncoded
		FROM documents JOIN readings ON readings.document = documents.number WHERE documents.number = ?`
	err := tx.QueryRowContext(ctx, s.sql(query), number).Scan(&d.ID, &d.URL, &d.Title, &d.Author, &d.Publisher, &d.Published, &d.Language,
		&d.Kind, &d.KindWhy, &d.AuthorWho, &d.Dateline, &state, &d.File, &d.Text, &v.Reader, &v.Syntax, &v.Lexicon, &sentences, &uncoded)
	if err != nil {
		return nil, err
	}
	d.State = state != 0
	if err := json.Unmarshal(sentences, &r.Sentences); err != nil {
		return nil, damaged("document", d.ID, err)
	}
	if err := json.Unmarshal(uncoded, &r.Uncoded); err != nil {
		return nil, damaged("document", d.ID, err)
	}
	return r, s.restore(ctx, tx, r, number)
}

func (s *Store) restore(ctx context.Context, tx *sql.Tx, r *dragoman.Reading, number int64) error {
	query := `SELECT kind, id, body FROM records WHERE document = ? ORDER BY number`
	err := s.each(ctx, tx, query, []any{number}, func(rows *sql.Rows) error {
		var name, id string
		var body []byte
		if err := rows.Scan(&name, &id, &body); err != nil {
			return err
		}
		for _, k := range kinds {
			if k.name == name {
				return k.restore(r, id, body)
			}
		}
		return damaged("record", id, fmt.Errorf("unknown kind %q", name))
	})
	for _, k := range kinds {
		k.finish(r)
	}
	if r.Sentences == nil {
		r.Sentences = []dragoman.Span{}
	}
	if r.Uncoded == nil {
		r.Uncoded = []dragoman.Uncoded{}
	}
	return err
}
