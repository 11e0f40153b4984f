package dragoman

import (
	"context"
	"iter"
)

// Statistics keeps trade statistics: datasets, each one vintage of one source, made of packed blocks. Blocks are opaque here; the
// trade room packs and reads them. Every method is safe for concurrent use.
type Statistics interface {
	// PutDataset stores a dataset with all its blocks in one transaction. A dataset of the same ID is replaced as a whole; when
	// blocks ends with an error, nothing is changed. Two blocks of the same period, area, flow and side are an error. The store is
	// locked for other writers while it draws blocks, so they should be ready to be packed when it is called. d is written after the
	// last block: what can be told only then may be filled in until then.
	PutDataset(ctx context.Context, d *Dataset, blocks iter.Seq2[FlowBlock, error]) error
	// ExtendDataset is PutDataset that keeps the stored blocks of every period in which no new block stands.
	ExtendDataset(ctx context.Context, d *Dataset, blocks iter.Seq2[FlowBlock, error]) error
	// Datasets lists the datasets by ID.
	Datasets(ctx context.Context) ([]Dataset, error)
	// FlowBlocks gives the blocks that the query lets through, by period, area, flow and side, with the parts asked for.
	FlowBlocks(ctx context.Context, q BlockQuery) ([]FlowBlock, error)
	// DropDataset forgets a dataset with its blocks; ErrNotFound.
	DropDataset(ctx context.Context, id string) error
}

// Dataset is one vintage of one source of trade statistics, as imported.
type Dataset struct {
	ID             string        `json:"id"`             // "baci-hs92-v202601": made of source, classification and vintage; importing it again replaces it
	Source         string        `json:"source"`         // "comtrade", "baci", "comext", "imf", "table" (a plain CSV), or the name the user gave
	Title          string        `json:"title"`          // as it is cited: "BACI HS92 V202601 (CEPII)"
	Vintage        string        `json:"vintage"`        // release as published ("V202601", "2025-01-15"), else the day of import
	Classification string        `json:"classification"` // "HS92" to "HS22", "CN", ...; "" when it has totals only
	Currency       string        `json:"currency"`       // ISO 4217; values are in units of it, not in thousands
	Reconciled     bool          `json:"reconciled"`     // one value made of both sides' reports (BACI): it has no mirror
	Rank           int           `json:"rank"`           // where several datasets answer, the higher rank does; set at import
	URL            string        `json:"url,omitempty"`
	Licence        string        `json:"licence,omitempty"`
	Note           string        `json:"note,omitempty"` // valuation, coverage: what to know before citing it
	Imported       string        `json:"imported"`       // RFC 3339
	From           string        `json:"from"`           // first period
	To             string        `json:"to"`             // last period
	Rows           int           `json:"rows"`           // rows kept
	Files          []DatasetFile `json:"files"`
	Left           []LeftOut     `json:"left"` // what was read and not kept, and why
}

// DatasetFile is a file that a dataset was made from.
type DatasetFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the bytes as read, hexadecimal
	Rows   int    `json:"rows"`   // data rows read
	Read   string `json:"read"`   // how the user said that it is to be read: "columns value=flow, unit 10^6"; "" as the table itself tells
}

// LeftOut counts rows that were read and not kept for one reason.
type LeftOut struct {
	Reason string `json:"reason"` // "aggregate of means of transport", "unknown area code 971", ...
	Rows   int    `json:"rows"`
	First  string `json:"first"` // where the first one stands: "FILE: line 12"
}

// FlowBlock is what one area traded in one period under one flow, packed: as reporter (Side "r"), or as partner in what all
// others report ("p": margins only, its mirror).
type FlowBlock struct {
	Dataset  string
	Period   string       // "2023" or "2023-04"
	Area     string       // ISO 3166-1 alpha-3, or one of the areas in trade/codes
	Flow     string       // "X" exports, "M" imports, "RX" re-exports, "RM" re-imports
	Side     string       // "r" or "p"
	Rows     int          // rows in all details; 0 on side "p"
	Value    float64      // all partners and products, in units of the dataset's currency
	Details  []FlowDetail // rows by partner and product, ascending; none on side "p"
	Partners []byte       // sums by partner
	Products []byte       // sums by product
}

// FlowDetail is a run of whole partners of a block, so that one pair is read without the rest of a large reporter.
type FlowDetail struct {
	From, To string // first and last partner in it
	Packed   []byte
}

// BlockQuery narrows FlowBlocks; empty lists and bounds let everything through.
type BlockQuery struct {
	Dataset  string // required
	From, To string // periods, inclusive, compared as text; a year as To holds its months
	Areas    []string
	Flows    []string
	Side     string   // "r" or "p"; "" both
	With     []string // of the details only those that may hold one of these partners; all blocks come all the same

	Details, Partners, Products bool // which parts to load
}
