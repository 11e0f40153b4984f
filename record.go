package dragoman

// Statement is who said what about whom (our extension: PLOVER drops statements).
type Statement struct {
	ID         string     `json:"id"`
	Speaker    Actor      `json:"speaker"`
	Audience   []Actor    `json:"audience"`
	About      []Actor    `json:"about"`  // parties named in what was said, other than the speaker's own
	Stance     int        `json:"stance"` // -2 hostile to 2 friendly
	Quote      string     `json:"quote"`  // the words quoted or reported
	QuoteSpan  Span       `json:"quote_span"`
	Direct     bool       `json:"direct"` // true between quotation marks
	Date       DateRange  `json:"date"`
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	Why        Why        `json:"why"`
}

// Figure is a quantity claimed of one or two countries.
type Figure struct {
	ID            string     `json:"id"`
	Metric        string     `json:"metric"`                  // "trade turnover", "exports", "investment", ... (lexicon/metrics.tsv)
	Value         float64    `json:"value"`                   // in Unit, scale applied: "$282 million" is 282000000
	ValueMax      float64    `json:"value_max,omitempty"`     // upper end where a range was given
	Unit          string     `json:"unit"`                    // ISO 4217 for money, "%" , "t", "bbl", "m3", ...; "x" for a multiple, "" for a bare count
	Per           string     `json:"per,omitempty"`           // what it is counted per: "year", "week", "day", or a unit ("$40 per tonne": "t")
	Approximation string     `json:"approximation,omitempty"` // "about", "more than", "less than", "up to"
	Change        string     `json:"change,omitempty"`        // "increase" or "decrease" where the value is a change
	Period        DateRange  `json:"period"`
	Parties       []Actor    `json:"parties"`          // for a directed metric: from, to
	Directed      bool       `json:"directed"`         // Parties[0] is the exporter, investor or giver
	Source        *Actor     `json:"source,omitempty"` // whose figure
	Status        Status     `json:"status"`           // planned for targets ("to $1 billion by 2030")
	Text          string     `json:"text"`             // the words of the quantity
	Span          Span       `json:"span"`
	Confidence    float64    `json:"confidence"`
	Evidence      []Evidence `json:"evidence"`
	Why           Why        `json:"why"`
}

// AgreementState is a station in the life of an agreement.
type AgreementState string

// The stations, in the order of an agreement's life.
const (
	AgreementProposed    AgreementState = "proposed"
	AgreementNegotiated  AgreementState = "negotiated"
	AgreementInitialled  AgreementState = "initialled"
	AgreementSigned      AgreementState = "signed"
	AgreementRatified    AgreementState = "ratified"
	AgreementInForce     AgreementState = "in force"
	AgreementImplemented AgreementState = "implemented"
	AgreementExtended    AgreementState = "extended"
	AgreementAmended     AgreementState = "amended"
	AgreementSuspended   AgreementState = "suspended"
	AgreementLapsed      AgreementState = "lapsed"
	AgreementTerminated  AgreementState = "terminated"
)

// AgreementStates lists the stations in order.
var AgreementStates = []AgreementState{AgreementProposed, AgreementNegotiated, AgreementInitialled, AgreementSigned, AgreementRatified,
	AgreementInForce, AgreementImplemented, AgreementExtended, AgreementAmended, AgreementSuspended, AgreementLapsed, AgreementTerminated}

// Agreement is one report about a thing agreed.
type Agreement struct {
	ID         string         `json:"id"`
	Kind       string         `json:"kind"` // "MoU", "treaty", "contract", "joint declaration", ... (lexicon/data/records.tsv)
	Name       string         `json:"name"` // proper name where it has one
	State      AgreementState `json:"state"`
	Status     Status         `json:"status"` // happened: the state is reached; planned: it is to be
	Count      int            `json:"count"`  // number of documents, 1 unless stated ("signed 10 agreements")
	Parties    []Actor        `json:"parties"`
	Subject    string         `json:"subject"`
	Value      float64        `json:"value,omitempty"` // what the deal is said to be worth, in Unit; 0 when not told
	Unit       string         `json:"unit,omitempty"`  // ISO 4217
	Date       DateRange      `json:"date"`
	Place      Place          `json:"place"`
	Event      string         `json:"event,omitempty"` // id of the event of the same act
	Confidence float64        `json:"confidence"`
	Evidence   []Evidence     `json:"evidence"`
	Why        Why            `json:"why"`
}

// Mission is one report about an embassy, consulate or trade office.
type Mission struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`   // "embassy", "consulate", "consulate general", "trade office", ...
	Change     string     `json:"change"` // "opened", "closed", "planned", "upgraded", "moved", "exists"
	Status     Status     `json:"status"`
	Of         Actor      `json:"of"` // sending country
	In         Actor      `json:"in"` // receiving country
	Place      Place      `json:"place"`
	Date       DateRange  `json:"date"`
	Event      string     `json:"event,omitempty"`
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	Why        Why        `json:"why"`
}

// Gathering is one report about a forum, summit, visit or session.
type Gathering struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Kind         string     `json:"kind"` // "forum", "summit", "conference", "session", "visit", ...
	Edition      string     `json:"edition,omitempty"`
	Date         DateRange  `json:"date"`
	Founded      int        `json:"founded,omitempty"` // year, 0 when unknown
	Host         Actor      `json:"host"`
	Participants []Actor    `json:"participants"`
	Place        Place      `json:"place"`
	Status       Status     `json:"status"`
	Confidence   float64    `json:"confidence"`
	Evidence     []Evidence `json:"evidence"`
	Why          Why        `json:"why"`
}

// Office is one report that a person holds a post.
type Office struct {
	ID         string     `json:"id"`
	Person     Actor      `json:"person"`
	Post       string     `json:"post"` // "Ambassador", "Deputy Minister of Foreign Affairs"
	Body       string     `json:"body,omitempty"`
	Of         string     `json:"of"`           // ISO alpha-3 of the country served; "" for organisations
	To         string     `json:"to,omitempty"` // accredited to, for ambassadors
	At         DateRange  `json:"at"`           // when the text shows the post held
	Former     bool       `json:"former,omitempty"`
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	Why        Why        `json:"why"`
}

// Commitment is one report of something promised.
type Commitment struct {
	ID         string     `json:"id"`
	By         []Actor    `json:"by"`
	To         []Actor    `json:"to"`
	What       string     `json:"what"` // the words of the promise
	Due        DateRange  `json:"due"`
	Date       DateRange  `json:"date"`
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	Why        Why        `json:"why"`
}
