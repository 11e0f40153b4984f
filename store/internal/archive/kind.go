package archive

import (
	"cmp"
	"encoding/json"
	"strings"

	"dragoman"
)

// kind says how the records of one kind are stored and found.
type kind[T any] struct {
	name     string
	list     func(r *dragoman.Reading) *[]T
	evidence func(x *T) *[]dragoman.Evidence
	keys     func(x *T) keys
}

// keys are what records of a kind are found by.
type keys struct {
	id, topic, state string
	status           dragoman.Status
	date             dragoman.DateRange
	confidence       float64
	parties          []party
}

// party is a country and the side on which it stands in a record.
type party struct{ country, side string }

func parties(side string, actors ...dragoman.Actor) []party {
	var out []party
	for _, a := range actors {
		if a.Country != "" {
			out = append(out, party{a.Country, side})
		}
	}
	return out
}

func both(a, b []party) []party { return append(a, b...) }

var (
	events = kind[dragoman.Event]{"event",
		func(r *dragoman.Reading) *[]dragoman.Event { return &r.Events },
		func(x *dragoman.Event) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Event) keys {
			return keys{x.ID, string(x.Type), x.Mode, x.Status, x.Date, x.Confidence,
				both(parties("actor", x.Actors...), parties("recipient", x.Recipients...))}
		}}
	statements = kind[dragoman.Statement]{"statement",
		func(r *dragoman.Reading) *[]dragoman.Statement { return &r.Statements },
		func(x *dragoman.Statement) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Statement) keys {
			return keys{x.ID, "", "", "", x.Date, x.Confidence, both(parties("speaker", x.Speaker), parties("about", x.About...))}
		}}
	figures = kind[dragoman.Figure]{"figure",
		func(r *dragoman.Reading) *[]dragoman.Figure { return &r.Figures },
		func(x *dragoman.Figure) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Figure) keys {
			return keys{x.ID, x.Metric, "", x.Status, x.Period, x.Confidence, parties("party", x.Parties...)}
		}}
	agreements = kind[dragoman.Agreement]{"agreement",
		func(r *dragoman.Reading) *[]dragoman.Agreement { return &r.Agreements },
		func(x *dragoman.Agreement) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Agreement) keys {
			return keys{x.ID, x.Kind, string(x.State), x.Status, x.Date, x.Confidence, parties("party", x.Parties...)}
		}}
	missions = kind[dragoman.Mission]{"mission",
		func(r *dragoman.Reading) *[]dragoman.Mission { return &r.Missions },
		func(x *dragoman.Mission) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Mission) keys {
			return keys{x.ID, x.Kind, x.Change, x.Status, x.Date, x.Confidence, both(parties("of", x.Of), parties("in", x.In))}
		}}
	gatherings = kind[dragoman.Gathering]{"gathering",
		func(r *dragoman.Reading) *[]dragoman.Gathering { return &r.Gatherings },
		func(x *dragoman.Gathering) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Gathering) keys {
			return keys{x.ID, x.Kind, "", x.Status, x.Date, x.Confidence,
				both(parties("host", x.Host), parties("participant", x.Participants...))}
		}}
	offices = kind[dragoman.Office]{"office",
		func(r *dragoman.Reading) *[]dragoman.Office { return &r.Offices },
		func(x *dragoman.Office) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Office) keys {
			return keys{x.ID, "", "", "", x.At, x.Confidence,
				both(parties("of", dragoman.Actor{Country: x.Of}), parties("to", dragoman.Actor{Country: x.To}))}
		}}
	commitments = kind[dragoman.Commitment]{"commitment",
		func(r *dragoman.Reading) *[]dragoman.Commitment { return &r.Commitments },
		func(x *dragoman.Commitment) *[]dragoman.Evidence { return &x.Evidence },
		func(x *dragoman.Commitment) keys {
			return keys{x.ID, "", "", "", x.Date, x.Confidence, both(parties("by", x.By...), parties("to", x.To...))}
		}}
)

// kinds are all kinds with their types forgotten, for what treats them alike.
var kinds = []struct {
	name, plural string
	rows         func(r *dragoman.Reading) ([]row, error)
	restore      func(r *dragoman.Reading, id string, body []byte) error
	finish       func(r *dragoman.Reading)
}{
	{"event", "events", events.rows, events.restore, events.finish},
	{"statement", "statements", statements.rows, statements.restore, statements.finish},
	{"figure", "figures", figures.rows, figures.restore, figures.finish},
	{"agreement", "agreements", agreements.rows, agreements.restore, agreements.finish},
	{"mission", "missions", missions.rows, missions.restore, missions.finish},
	{"gathering", "gatherings", gatherings.rows, gatherings.restore, gatherings.finish},
	{"office", "offices", offices.rows, offices.restore, offices.finish},
	{"commitment", "commitments", commitments.rows, commitments.restore, commitments.finish},
}

// row is a record as it is stored.
type row struct {
	keys
	kind     string
	position int // in the reading's list of its kind
	body     []byte
}

// rows makes the rows of a reading's records. The evidence is stored with document and quotation, so that a record can be
// shown without its document.
func (k *kind[T]) rows(r *dragoman.Reading) ([]row, error) {
	list := *k.list(r)
	out := make([]row, len(list))
	for i := range list {
		x := list[i]
		quoted := append([]dragoman.Evidence(nil), *k.evidence(&x)...)
		for j := range quoted {
			quoted[j].Document, quoted[j].Quote = r.Document.ID, quoted[j].Span.Of(r.Document.Text)
		}
		*k.evidence(&x) = quoted
		body, err := json.Marshal(&x)
		if err != nil {
			return nil, err
		}
		out[i] = row{keys: k.keys(&x), kind: k.name, position: i, body: body}
	}
	return out, nil
}

// restore appends a stored record to a reading, where evidence needs neither document nor quotation.
func (k *kind[T]) restore(r *dragoman.Reading, id string, body []byte) error {
	x, err := k.decode(id, body)
	if err != nil {
		return err
	}
	evidence := *k.evidence(&x)
	for i := range evidence {
		evidence[i].Document, evidence[i].Quote = "", ""
	}
	*k.list(r) = append(*k.list(r), x)
	return nil
}

func (k *kind[T]) decode(id string, body []byte) (x T, err error) {
	if err := json.Unmarshal(body, &x); err != nil {
		return x, damaged(k.name, id, err)
	}
	return x, nil
}

// finish makes the list empty rather than nil, as it stands in JSON.
func (k *kind[T]) finish(r *dragoman.Reading) {
	if l := k.list(r); *l == nil {
		*l = []T{}
	}
}

const (
	firstDay = "0001-01-01"
	lastDay  = "9999-12-31"
)

// days is the interval by which a record is found: its own date when the text states one, else the publication date of its
// document, else none. An open end reaches as far as dates go.
func days(own dragoman.DateRange, published string) (from, to *string) {
	d := own
	if !d.Stated() {
		var err error
		if d, err = dragoman.ParseDate(published); err != nil {
			return nil, nil
		}
	}
	if d.Start == "" {
		d.Start = firstDay
	}
	if d.End == "" {
		d.End = lastDay
	}
	return &d.Start, &d.End
}

// sortDay is the day by which a record is put in order: the start of its date, else its end, else the publication date;
// what has no date comes last.
func sortDay(own dragoman.DateRange, published string) string {
	if own.Stated() {
		return cmp.Or(own.Start, own.End)
	}
	if d, err := dragoman.ParseDate(published); err == nil {
		return d.Start
	}
	return lastDay
}

// fold makes topics comparable: "MoU" and "mou" are one kind of agreement.
func fold(topic string) string { return strings.ToLower(topic) }
