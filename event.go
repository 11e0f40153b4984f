package dragoman

// EventType is a PLOVER event type (PLOVER draft 2.0). Scores, modes and quads are data: lexicon/ontology.tsv.
type EventType string

// The sixteen PLOVER types.
const (
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists the sixteen types from co-operation to conflict.
var EventTypes = []EventType{Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse, Reject,
	Threaten, Protest, Sanction, Mobilize, Coerce, Assault}

// Quad is PLOVER's coarse class of a type.
type Quad uint8

// The four quads.
const (
	VerbalCooperation   Quad = 1
	MaterialCooperation Quad = 2
	VerbalConflict      Quad = 3
	MaterialConflict    Quad = 4
)

// Status says whether the thing told came about; it is kept apart from the type, and no count includes what did not.
type Status string

// The statuses.
const (
	Happened     Status = "happened"
	Ongoing      Status = "ongoing"
	Planned      Status = "planned"
	Hypothetical Status = "hypothetical"
	Negated      Status = "negated"
	Historical   Status = "historical"
)

// Statuses lists every status.
var Statuses = []Status{Happened, Ongoing, Planned, Hypothetical, Negated, Historical}

// Evidence is where a record stands in its document.
type Evidence struct {
	Document string `json:"document,omitempty"` // document id; left out where the record lies beside its document
	Sentence int    `json:"sentence"`           // index into Reading.Sentences
	Span     Span   `json:"span"`               // the sentence's bytes in document.text
	Quote    string `json:"quote,omitempty"`    // the sentence, where the document does not lie beside
}

// Why is what produced a record: an analyst can look the frame up and correct it.
type Why struct {
	Frame   string   `json:"frame"`           // frame identifier, "meet.v"; "" where the scorer decided
	File    string   `json:"file,omitempty"`  // lexicon file and line of the frame
	Trigger string   `json:"trigger"`         // the words that fired it
	Span    Span     `json:"span"`            // where they stand
	Notes   []string `json:"notes,omitempty"` // how status, date, place or an argument came about, in order

	Features []Reason `json:"features,omitempty"` // what spoke for the type most strongly where the scorer decided, not a frame
}

// Reason is a feature that spoke for an answer of the scorer of relations, and how strongly: its part of the score by which the
// answer beat the next best.
type Reason struct {
	Feature string  `json:"feature"` // "between accuse of", "near frame ACCUSE"
	Weight  float64 `json:"weight"`
}

// Event is one report that somebody did something to somebody: the record that counts are made of.
type Event struct {
	ID         string     `json:"id"`       // content-derived
	Type       EventType  `json:"type"`     //
	Mode       string     `json:"mode"`     // PLOVER mode, "" where the type has none or it is not known
	Contexts   []string   `json:"contexts"` //
	Status     Status     `json:"status"`
	Actors     []Actor    `json:"actors"`     // who did it; for a meeting all who met, for a visit the visitors
	Recipients []Actor    `json:"recipients"` // to whom
	Date       DateRange  `json:"date"`
	Place      Place      `json:"place"`
	Score      float64    `json:"score"`            // PLOVER score of the mode, else of the type: -10 (conflict) to 10 (co-operation)
	Confidence float64    `json:"confidence"`       // 0 to 1
	Source     *Actor     `json:"source,omitempty"` // who says so within the text ("A said that B attacked C": A)
	Record     string     `json:"record,omitempty"` // id of the agreement, mission or gathering born of the same act
	Evidence   []Evidence `json:"evidence"`
	Why        Why        `json:"why"`
}
