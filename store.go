package dragoman

import "context"

// Store keeps documents and their readings. Every method is safe for concurrent use; a reading is written in one
// transaction, so a killed process leaves either all of a document or nothing of it. Trade statistics lie beside the documents.
type Store interface {
	Statistics

	// Add stores a reading. Added is false when the same document with the same version is there already; a reading of a
	// known document with another version replaces the old reading.
	Add(ctx context.Context, r *Reading) (added bool, err error)
	// AddAll stores several readings in one transaction, all or none, and says how many were new or changed; this is many
	// times faster than one by one.
	AddAll(ctx context.Context, readings []*Reading) (added int, err error)
	// Reading gives back a document with everything found in it; ErrNotFound when there is none. Here and in Record the id may
	// be shortened to 6 characters or more; a Problem lists what it could mean when that is not one thing.
	Reading(ctx context.Context, documentID string) (*Reading, error)
	// Record finds the record with the id, of whatever kind, and the reading it belongs to; ErrNotFound.
	Record(ctx context.Context, id string) (*Found, error)
	// Documents lists documents by date: published within From and To, and telling a record that the rest lets through.
	Documents(ctx context.Context, f Filter) ([]DocumentRef, error)

	Events(ctx context.Context, f Filter) ([]Stored[Event], error)
	Statements(ctx context.Context, f Filter) ([]Stored[Statement], error)
	Figures(ctx context.Context, f Filter) ([]Stored[Figure], error)
	Agreements(ctx context.Context, f Filter) ([]Stored[Agreement], error)
	Missions(ctx context.Context, f Filter) ([]Stored[Mission], error)
	Gatherings(ctx context.Context, f Filter) ([]Stored[Gathering], error)
	Offices(ctx context.Context, f Filter) ([]Stored[Office], error)
	Commitments(ctx context.Context, f Filter) ([]Stored[Commitment], error)

	// Search finds documents by words (full text), best first: all words must occur, "quoted words" side by side, a word
	// after a minus must not. No query is wrong; one without words finds nothing.
	Search(ctx context.Context, query string, limit int) ([]DocumentRef, error)
	// Counts says how many documents and records of each kind the store holds.
	Counts(ctx context.Context) (map[string]int, error)
	Close() error
}

// Stored is a record together with the document it stands in; its Evidence carries document id and quote.
type Stored[T any] struct {
	Record   T           `json:"record"`
	Document DocumentRef `json:"document"`
}

// Found is a record found by id: exactly one of the pointers in it is set.
type Found struct {
	Kind    string   `json:"kind"` // "event", "statement", ...
	Reading *Reading `json:"-"`
	Index   int      `json:"-"` // position in the reading's list of that kind
}

// Filter narrows a listing; the zero value lists everything. Listings are ordered by the day their date starts (else the day
// of publication), by publication and by id.
type Filter struct {
	Countries []string    // ISO alpha-3: records that involve all of them
	From, To  string      // ISO dates, inclusive: records whose date interval (else publication date) overlaps; never the undated
	Types     []EventType // events only
	Statuses  []Status    // records with one of these statuses, or of a kind that has none
	Kinds     []string    // agreement, mission or gathering kinds; figure metrics
	Document  string      // only records of this document
	Limit     int         // 0 for no limit
}
