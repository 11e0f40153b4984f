// Package dossier assembles what a store holds about two countries into an answer that a person can carry into a meeting:
// every line names who reported it, and every number opens into what it was made of.
package dossier

import (
	"time"

	"dragoman"
	"dragoman/trade"
)

// Country is a country by code and by the name it is printed with.
type Country struct {
	Code string `json:"code"` // ISO 3166-1 alpha-3
	Name string `json:"name"`
}

// Query asks for the dossier of two countries.
type Query struct {
	A, B     Country
	From, To string    // ISO dates, inclusive; "" for an open end
	Now      time.Time // the day the answer is given

	Statistics trade.Table // trade statistics; nil leaves trade out
}

// Brief is the answer: reported things about two countries, each with its sources. It is also the JSON form.
type Brief struct {
	A          Country      `json:"a"`
	B          Country      `json:"b"`
	From       string       `json:"from"` // "" for an open period
	To         string       `json:"to"`
	AsOf       string       `json:"as_of"`      // the day it was assembled
	Glance     Glance       `json:"glance"`     // counts, with their formula
	Timeline   []Event      `json:"timeline"`   // reported as happened, ongoing or past; newest first
	Agreements []Agreement  `json:"agreements"` // newest first
	Missions   []Mission    `json:"missions"`
	People     []Person     `json:"people"`
	Figures    []Comparison `json:"figures"`
	Trade      *Trade       `json:"trade,omitempty"` // nil without statistics of the pair
	Gatherings []Gathering  `json:"gatherings"`
	Statements []Statement  `json:"statements"`
	Planned    []Event      `json:"planned"` // planned, proposed or only thought of
	Promises   []Promise    `json:"promises"`
	Denied     []Event      `json:"denied"`   // reported as not having come about
	Disputed   []Dispute    `json:"disputed"` // where reports disagree
	Sources    []Source     `json:"sources"`
	Coverage   Coverage     `json:"coverage"`
	Gaps       []string     `json:"gaps"` // what is not known, in words
	Next       []string     `json:"next"` // commands that lead on
}

// Empty says that nothing at all was found about the pair.
func (b *Brief) Empty() bool { return len(b.Sources) == 0 }

// Report is who tells an item, and where.
type Report struct {
	Source   int    `json:"source"`   // number in Brief.Sources
	Sentence int    `json:"sentence"` // index into the document's sentences
	By       string `json:"by"`       // publisher, else author, else where it was read
	Mark     string `json:"mark"`     // "opinion", "state media", ...; "" for plain reporting
	Repeats  bool   `json:"repeats"`  // the same wording is counted already
}

// Item is what every line of a brief has.
type Item struct {
	ID         string             `json:"id"`      // record id, for "dragoman explain"
	Title      string             `json:"title"`   // what kind of thing it is, as a noun phrase
	Parties    string             `json:"parties"` // who, in words
	When       string             `json:"when"`    // the date as precisely as it is known, in words
	Date       dragoman.DateRange `json:"date"`
	Place      string             `json:"place"`
	Status     dragoman.Status    `json:"status"`
	Quote      string             `json:"quote"` // the sentence of the first report
	Reports    []Report           `json:"reports"`
	Marks      []string           `json:"marks"` // "single source", "opinion only", "state media only", ...
	Notes      []string           `json:"notes"` // what to know about it: contradictions, how the date came about
	Confidence float64            `json:"confidence"`

	published string // date of the earliest report, orders items without a date
}

// Event is a happening of the timeline, the plans or the denials.
type Event struct {
	Item
	Type       dragoman.EventType `json:"type"`
	Mode       string             `json:"mode"`
	Contexts   []string           `json:"contexts"`
	Score      float64            `json:"score"`
	Counted    bool               `json:"counted"`    // stands in the counts of the glance
	Direction  string             `json:"direction"`  // "KAZ>HRV", "HRV>KAZ" or "mutual"
	Publishers int                `json:"publishers"` // independent ones
}

// Agreement is a thing agreed with the latest station reported.
type Agreement struct {
	Item
	Kind     string                  `json:"kind"`
	Name     string                  `json:"name"`
	State    dragoman.AgreementState `json:"state"`
	Subject  string                  `json:"subject"`
	Count    int                     `json:"count"`
	Stations []string                `json:"stations"` // its life as reported, oldest first: "signed, 26 January 2024 [1]"
}

// Mission is an embassy, consulate or trade office.
type Mission struct {
	Item
	Kind   string `json:"kind"`
	Change string `json:"change"` // "opened", "closed", "planned", "exists", ...
	Of     string `json:"of"`
	In     string `json:"in"`

	Stations []string `json:"stations"` // its life as reported, oldest first
}

// Person is somebody with the posts that sources say he or she holds.
type Person struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Posts []Post `json:"posts"` // newest first
}

// Post is one post of a person.
type Post struct {
	Item
	Of     string `json:"of"`
	To     string `json:"to"`
	Former bool   `json:"former"`
}

// Comparison holds what sources say of one quantity side by side.
type Comparison struct {
	Metric  string   `json:"metric"`
	Parties string   `json:"parties"`
	Period  string   `json:"period"`
	Unit    string   `json:"unit"`
	Target  bool     `json:"target"` // a goal, not a count
	Agree   bool     `json:"agree"`  // no two values differ by more than rounding does
	Values  []Figure `json:"values"` // smallest first
	Ratio   float64  `json:"ratio"`  // largest value over smallest; 1 when they agree, 0 where no ratio makes sense
}

// Figure is one claimed value.
type Figure struct {
	Item
	Value    float64 `json:"value"`
	ValueMax float64 `json:"value_max"`
	Amount   string  `json:"amount"` // the value in words: "about 282 million USD"
}

// Gathering is a forum, summit or session that both countries have to do with.
type Gathering struct {
	Item
	Kind    string `json:"kind"`
	Edition string `json:"edition"`
	Host    string `json:"host"`
}

// Statement is something said about the other side.
type Statement struct {
	Item
	Speaker string `json:"speaker"`
	Said    string `json:"said"`
	Direct  bool   `json:"direct"`
	Stance  int    `json:"stance"`
}

// Promise is something promised, with the day by which.
type Promise struct {
	Item
	What    string `json:"what"`
	Due     string `json:"due"`
	Overdue bool   `json:"overdue"` // the day has passed
}

// Dispute is a thing about which reports disagree.
type Dispute struct {
	About   string   `json:"about"`
	What    []string `json:"what"`
	Reports []Report `json:"reports"`
}

// Source is a document that the brief cites.
type Source struct {
	N        int                  `json:"n"`
	Document dragoman.DocumentRef `json:"document"`
	By       string               `json:"by"`
	Date     string               `json:"date"` // date of publication in words
	Marks    []string             `json:"marks"`
	Quotes   []Quote              `json:"quotes"` // cited sentences in text order
}

// Quote is a cited sentence with its neighbours.
type Quote struct {
	Sentence int    `json:"sentence"`
	Before   string `json:"before"`
	Text     string `json:"text"`
	After    string `json:"after"`
}

// Coverage says what the answer was made from.
type Coverage struct {
	Documents  int     `json:"documents"`  // in the store, within the period
	Cited      int     `json:"cited"`      // of these tell a record of both countries
	First      string  `json:"first"`      // earliest date of publication
	Last       string  `json:"last"`       // latest
	Undated    int     `json:"undated"`    // documents without a date
	Kinds      []Tally `json:"kinds"`      // cited documents by kind
	Languages  []Tally `json:"languages"`  // all documents by language
	Publishers []Tally `json:"publishers"` // cited documents by publisher
}

// Tally is a name with a number.
type Tally struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}
