package archive

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// Add stores a reading in a transaction of its own.
func (s *Store) Add(ctx context.Context, r *dragoman.Reading) (bool, error) {
	n, err := s.AddAll(ctx, []*dragoman.Reading{r})
	return n == 1, err
}

// AddAll stores readings in one transaction and says how many of them were new or changed.
func (s *Store) AddAll(ctx context.Context, readings []*dragoman.Reading) (int, error) {
	for _, r := range readings {
		if err := storable(r); err != nil {
			return 0, err
		}
	}
	var added int
	err := s.change(ctx, func(w *writer) error {
		added = 0
		for _, r := range readings {
			ok, err := w.add(r)
			if err != nil {
				return err
			}
			if ok {
				added++
			}
		}
		if err := w.flush(); err != nil {
			return err
		}
		return w.index()
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// storable refuses what could not be given back as it was.
func storable(r *dragoman.Reading) error {
	d := &r.Document
	if d.ID == "" {
		return dragoman.Problemf(d.File, "", "give it an id with DocumentID", "a document without id cannot be stored")
	}
	if !utf8.ValidString(d.Text) || !utf8.ValidString(d.Title) {
		return dragoman.Problemf(d.File, "", "convert it to UTF-8", "document %s is not UTF-8", d.ID)
	}
	for _, span := range r.Sentences {
		if span[0] < 0 || span[1] > len(d.Text) || span[1] < span[0] {
			return dragoman.Problemf(d.File, "", "read the document again", "sentence %v of document %s lies outside its text", span, d.ID)
		}
	}
	return nil
}

// noNul replaces NUL, which PostgreSQL cannot hold, by a space of the same length.
func noNul(s string) string { return strings.ReplaceAll(s, "\x00", " ") }

func (w *writer) add(r *dragoman.Reading) (bool, error) {
	hash := sha256.Sum256([]byte(r.Document.Text))
	sum := hex.EncodeToString(hash[:])
	same, err := w.replace(r, sum)
	if same || err != nil {
		return false, err
	}
	number, err := w.addDocument(r, sum)
	if err != nil {
		return false, err
	}
	w.words = append(w.words, words{number, noNul(r.Document.Title), noNul(r.Document.Text)})
	return true, w.addRecords(r, number)
}

// words is what a document is found by in the full text.
type words struct {
	document    int64
	title, text string
}

// index enters the words of all documents of the transaction, after everything else: SQLite's index would write what it has
// gathered at every statement in between.
func (w *writer) index() error {
	for _, x := range w.words {
		if err := w.dialect.Index(w.exec, x.document, x.title, x.text); err != nil {
			return err
		}
	}
	return nil
}

// unindex takes a document out of the full-text index, or out of what is still to be entered.
func (w *writer) unindex(document int64) error {
	entered := len(w.words)
	w.words = slices.DeleteFunc(w.words, func(x words) bool { return x.document == document })
	if len(w.words) < entered {
		return nil
	}
	return w.dialect.Unindex(w.exec, document)
}

// replace says whether the very reading is stored already, and clears the way when another reading of the document is.
func (w *writer) replace(r *dragoman.Reading, sum string) (same bool, err error) {
	var number int64
	var hash string
	var v dragoman.Version
	query := `SELECT d.number, d.text_hash, r.reader, r.syntax, r.lexicon FROM documents d JOIN readings r ON r.document = d.number
		WHERE d.id = ?`
	err = w.one(query, []any{r.Document.ID}, &number, &hash, &v.Reader, &v.Syntax, &v.Lexicon)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case v == r.Version && hash == sum:
		return true, nil
	}
	if err := w.flush(); err != nil { // the other reading may be of this very transaction
		return false, err
	}
	if err := w.unindex(number); err != nil {
		return false, err
	}
	return false, w.exec(`DELETE FROM documents WHERE number = ?`, number)
}

const documentColumns = `id, url, title, author, publisher, published, language, kind, kind_why, author_note, dateline, state, file`

func (w *writer) addDocument(r *dragoman.Reading, sum string) (number int64, err error) {
	d := &r.Document
	from, to := days(dragoman.DateRange{}, d.Published)
	query := `INSERT INTO documents (` + documentColumns + `, day_from, day_to, text_hash, text)
		VALUES (` + marks(17) + `) RETURNING number`
	args := []any{d.ID, d.URL, d.Title, d.Author, d.Publisher, d.Published, d.Language, string(d.Kind), d.KindWhy, d.AuthorWho,
		d.Dateline, flag(d.State), d.File, from, to, sum, d.Text}
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = noNul(text)
		}
	}
	if err := w.one(query, args, &number); err != nil {
		return 0, err
	}
	sentences, err := json.Marshal(r.Sentences)
	if err != nil {
		return 0, err
	}
	uncoded, err := json.Marshal(r.Uncoded)
	if err != nil {
		return 0, err
	}
	return number, w.exec(`INSERT INTO readings (document, reader, syntax, lexicon, sentences, uncoded) VALUES (`+marks(6)+`)`,
		number, r.Version.Reader, r.Version.Syntax, r.Version.Lexicon, string(sentences), string(uncoded))
}

// recordBits is how many records a document may have: a record's number is its document's with these bits below.
const recordBits = 20

func (w *writer) addRecords(r *dragoman.Reading, document int64) error {
	var rows []row
	for _, k := range kinds {
		some, err := k.rows(r)
		if err != nil {
			return err
		}
		rows = append(rows, some...)
	}
	if len(rows) >= 1<<recordBits {
		return dragoman.Problemf(r.Document.File, "", "split the document", "%d records in one document are too many", len(rows))
	}
	for i, x := range rows {
		number := document<<recordBits | int64(i)
		from, to := days(x.date, r.Document.Published)
		w.records.row(number, document, x.kind, x.position, x.id, noNul(fold(x.topic)), noNul(x.state), string(x.status), from, to,
			sortDay(x.date, r.Document.Published), x.confidence, string(x.body))
		for k, p := range x.parties {
			if !slices.Contains(x.parties[:k], p) {
				w.sides.row(p.country, x.kind, number, p.side)
			}
		}
	}
	if len(w.records.args) < pendingRows*w.records.width {
		return nil
	}
	return w.flush()
}

// pendingRows is how many rows of records wait to be written by few statements.
const pendingRows = 512

// flush writes the rows that wait.
func (w *writer) flush() error {
	if err := w.records.run(w); err != nil {
		return err
	}
	return w.sides.run(w)
}

// insert gathers rows to be written by few statements.
type insert struct {
	into  string
	width int
	args  []any
}

// rowsAtOnce are the numbers of rows that one statement takes; few numbers, so that statements repeat.
var rowsAtOnce = []int{64, 8, 1}

func (in *insert) row(args ...any) { in.args = append(in.args, args...) }

func (in *insert) run(w *writer) error {
	args := in.args
	for _, n := range rowsAtOnce {
		query := `INSERT INTO ` + in.into + ` VALUES ` + strings.Repeat("("+marks(in.width)+"), ", n-1) + "(" + marks(in.width) + ")"
		for len(args) >= n*in.width {
			if err := w.exec(query, args[:n*in.width]...); err != nil {
				return err
			}
			args = args[n*in.width:]
		}
	}
	clear(in.args)
	in.args = in.args[:0]
	return nil
}

// marks is a list of n parameters.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// flag stores a truth value in a column of integers.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
