package eval

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"

	"dragoman"
)

// RecordCase is one record that a careful reader finds in a document (examples/gold/records). Only the fields given are
// compared. Kind "none" says that the anchor's sentence must yield nothing that happened.
type RecordCase struct {
	Doc    string   `json:"doc"`    // file of the document
	Kind   string   `json:"kind"`   // "agreement", "figure", "mission", "statement", "gathering", "office", "commitment", "none"
	Anchor string   `json:"anchor"` // words of the sentence it stands in
	Status string   `json:"status"`
	Date   []string `json:"date"` // first and last day
	Place  string   `json:"place"`

	AgreementKind string   `json:"agreement_kind"`
	State         string   `json:"state"`
	Countries     []string `json:"countries"`
	Parties       []string `json:"parties"`
	Count         int      `json:"count"`

	Metric        string   `json:"metric"`
	Value         float64  `json:"value"`
	ValueMax      float64  `json:"value_max"`
	Unit          string   `json:"unit"`
	Per           string   `json:"per"`
	Period        []string `json:"period"`
	Pair          []string `json:"pair"`
	Approximation string   `json:"approximation"`
	Change        string   `json:"change"`
	Source        string   `json:"source"` // of a figure: part of the name of whose it is

	MissionKind string `json:"mission_kind"`
	Of          string `json:"of"`
	In          string `json:"in"`

	Speaker     string   `json:"speaker"`
	Country     string   `json:"country"`
	About       []string `json:"about"`
	Audience    []string `json:"audience"`
	Stance      *int     `json:"stance"`
	Direct      *bool    `json:"direct"`
	QuoteStarts string   `json:"quote_starts"`

	Name string `json:"name"`
	Host string `json:"host"`

	Person string `json:"person"`
	Post   string `json:"post"`
	Body   string `json:"body"`
	To     string `json:"to"`

	By   []string `json:"by"`
	For  []string `json:"for"`
	What string   `json:"what"`
}

// RecordKinds lists the kinds that are scored.
var RecordKinds = []string{"agreement", "commitment", "figure", "gathering", "mission", "office", "statement"}

// ReadRecords reads gold records, one JSON object a line.
func ReadRecords(r io.Reader, name string) ([]RecordCase, []error, error) {
	return readLines(r, name, func(c *RecordCase, _ int) error {
		switch {
		case c.Kind != "none" && !slices.Contains(RecordKinds, c.Kind):
			return errors.New("kind " + c.Kind + " is not scored")
		case c.Doc == "":
			return errors.New("names no document")
		}
		return nil
	})
}

// RecordScores is the result of Records. Right counts gold records found with all their fields, Loose those of which a record
// of the kind stands in the sentence (an office: of the person) whatever its fields. Extra counts records of the same documents
// that stand where the gold has none.
type RecordScores struct {
	Kind   string  `json:"kind"`
	Gold   int     `json:"gold"`
	Right  int     `json:"right"`
	Loose  int     `json:"loose"`
	Found  int     `json:"found"`
	Extra  int     `json:"extra"`
	Recall float64 `json:"recall"`       // Right / Gold
	Placed float64 `json:"loose_recall"` // Loose / Gold
	Exact  float64 `json:"precision"`    // (Found - Extra) / Found

	Fields       string  `json:"key_fields"`    // the fields that KeyRight compares
	KeyRight     int     `json:"key_right"`     // pairs of a gold and a found record that agree in the key fields, one to one
	KeyPrecision float64 `json:"key_precision"` // KeyRight / Found: of all records found, so the gold must be exhaustive
	KeyRecall    float64 `json:"key_recall"`    // KeyRight / Gold
	KeyF1        float64 `json:"key_f1"`
}

// Records scores readings of the gold's documents, by document name. Broken counts the "none" cases where something is
// recorded as having happened.
func Records(cases []RecordCase, readings map[string]*dragoman.Reading) (scores []RecordScores, none, broken int) {
	for _, kind := range RecordKinds {
		s := RecordScores{Kind: kind}
		matched := map[string]bool{}
		for _, c := range cases {
			r := readings[c.Doc]
			if c.Kind != kind || r == nil {
				continue
			}
			s.Gold++
			right, loose := false, false
			for _, x := range recordsOf(r, kind) {
				if c.Anchor == "" && !x.match(&RecordCase{Person: c.Person}) || !c.inSentence(r, x.evidence) {
					continue
				}
				loose = true
				matched[x.id] = true
				right = right || x.match(&c)
			}
			s.Right += number(right)
			s.Loose += number(loose)
		}
		for _, r := range readings {
			for _, x := range recordsOf(r, kind) {
				s.Found++
				s.Extra += number(!matched[x.id])
			}
		}
		s.scoreKeys(cases, readings)
		s.Recall, s.Placed, s.Exact = ratio(s.Right, s.Gold), ratio(s.Loose, s.Gold), ratio(s.Found-s.Extra, s.Found)
		scores = append(scores, s)
	}
	for _, c := range cases {
		if r := readings[c.Doc]; c.Kind == "none" && r != nil {
			none++
			broken += number(c.happens(r))
		}
	}
	return scores, none, broken
}

// inSentence says whether the evidence lies where the anchor does; a case without anchor (offices) may stand anywhere.
func (c *RecordCase) inSentence(r *dragoman.Reading, evidence []dragoman.Evidence) bool {
	at := strings.Index(r.Document.Text, c.Anchor)
	if c.Anchor == "" || at < 0 {
		return true
	}
	anchor := dragoman.Span{at, at + len(c.Anchor)}
	return slices.ContainsFunc(evidence, func(e dragoman.Evidence) bool { return e.Span.Overlaps(anchor) })
}

// happens says whether the anchor's sentence yields an agreement, a mission or a support that has come about.
func (c *RecordCase) happens(r *dragoman.Reading) bool {
	for i := range r.Agreements {
		if a := &r.Agreements[i]; came(a.Status) && c.inSentence(r, a.Evidence) {
			return true
		}
	}
	for i := range r.Missions {
		if m := &r.Missions[i]; came(m.Status) && m.Change != "exists" && c.inSentence(r, m.Evidence) {
			return true
		}
	}
	for i := range r.Events {
		if e := &r.Events[i]; came(e.Status) && e.Type == dragoman.Support && c.inSentence(r, e.Evidence) {
			return true
		}
	}
	return false
}

func came(s dragoman.Status) bool { return s == dragoman.Happened || s == dragoman.Ongoing }

// found is a record of any kind with the comparison that suits it.
type found struct {
	id       string
	evidence []dragoman.Evidence
	match    func(c *RecordCase) bool // every field that the gold gives
	key      func(c *RecordCase) bool // the key fields
	words    string
}

func recordsOf(r *dragoman.Reading, kind string) []found {
	var out []found
	switch kind {
	case "agreement":
		for i := range r.Agreements {
			x := &r.Agreements[i]
			if x.Status == dragoman.Negated { // kept as denied; gold marks what is, "none" lines what must not be
				continue
			}
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchAgreement(x) }, func(c *RecordCase) bool { return c.keyAgreement(x) },
				x.Kind + " " + strings.Join(countriesOf(x.Parties), ",") + " " + namesOf(x.Parties)})
		}
	case "commitment":
		for i := range r.Commitments {
			x := &r.Commitments[i]
			match := func(c *RecordCase) bool { return c.matchCommitment(x) }
			out = append(out, found{x.ID, x.Evidence, match, match, strings.Join(countriesOf(x.By), ",") + ": " + x.What})
		}
	case "figure":
		for i := range r.Figures {
			x := &r.Figures[i]
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchFigure(x) }, func(c *RecordCase) bool { return c.keyFigure(x) },
				wordFigure(x)})
		}
	case "gathering":
		for i := range r.Gatherings {
			x := &r.Gatherings[i]
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchGathering(x) }, func(c *RecordCase) bool { return c.keyGathering(x) },
				x.Name + " " + dates(x.Date) + " " + x.Host.Country})
		}
	case "mission":
		for i := range r.Missions {
			x := &r.Missions[i]
			if x.Status == dragoman.Negated {
				continue
			}
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchMission(x) }, func(c *RecordCase) bool { return c.keyMission(x) },
				x.Kind + " of " + x.Of.Country + " in " + x.In.Country + " " + string(x.Status)})
		}
	case "office":
		for i := range r.Offices {
			x := &r.Offices[i]
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchOffice(x) }, func(c *RecordCase) bool { return c.keyOffice(x) },
				x.Person.Name + ", " + x.Post + " of " + x.Of})
		}
	case "statement":
		for i := range r.Statements {
			x := &r.Statements[i]
			out = append(out, found{x.ID, x.Evidence, func(c *RecordCase) bool { return c.matchStatement(x) }, func(c *RecordCase) bool { return c.keyStatement(x) },
				x.Speaker.Name + " (" + x.Speaker.Country + "): " + x.Quote})
		}
	}
	return out
}

func (c *RecordCase) matchAgreement(x *dragoman.Agreement) bool {
	return sameKind(c.AgreementKind, x.Kind) && given(c.State, string(x.State)) && c.sameStatus(x.Status) && within(c.Countries, countriesOf(x.Parties)) &&
		c.namesAll(x.Parties) && sameDates(c.Date, x.Date) && (c.Count == 0 || c.Count == x.Count) && given(c.Place, x.Place.Name)
}

// sameKind compares kinds of agreement: a bare memorandum is one of understanding.
func sameKind(gold, found string) bool {
	fold := func(s string) string {
		s = strings.ToLower(s)
		if s == "memorandum" || s == "memorandum of understanding" {
			return "mou"
		}
		return s
	}
	return gold == "" || fold(gold) == fold(found)
}

func (c *RecordCase) namesAll(list []dragoman.Actor) bool {
	for _, want := range c.Parties {
		if !slices.ContainsFunc(list, func(a dragoman.Actor) bool { return sameName(want, a.Name) }) {
			return false
		}
	}
	return true
}

func (c *RecordCase) matchCommitment(x *dragoman.Commitment) bool {
	return exactly(c.By, countriesOf(x.By)) && within(c.For, countriesOf(x.To)) && sameName(c.What, x.What)
}

func (c *RecordCase) matchFigure(x *dragoman.Figure) bool {
	return given(c.Metric, x.Metric) && math.Abs(x.Value-c.Value) <= 0.005*math.Abs(c.Value) && c.Unit == x.Unit && given(c.Per, x.Per) && c.sameSource(x.Source) && given(c.Approximation, x.Approximation) &&
		given(c.Change, x.Change) && c.sameStatus(x.Status) && within(c.Pair, countriesOf(x.Parties)) && sameDates(c.Period, x.Period)
}

func (c *RecordCase) sameSource(source *dragoman.Actor) bool {
	return c.Source == "" || source != nil && sameName(c.Source, source.Name)
}

func (c *RecordCase) matchGathering(x *dragoman.Gathering) bool {
	return sameName(c.Name, x.Name) && sameDates(c.Date, x.Date) && given(c.Host, x.Host.Country) && c.sameStatus(x.Status) && given(c.Place, x.Place.Name)
}

func (c *RecordCase) matchMission(x *dragoman.Mission) bool {
	return given(c.MissionKind, x.Kind) && given(c.Of, x.Of.Country) && given(c.In, x.In.Country) && c.sameStatus(x.Status) && sameDates(c.Date, x.Date) && given(c.Place, x.Place.Name)
}

func (c *RecordCase) matchOffice(x *dragoman.Office) bool {
	return sameName(c.Person, x.Person.Name) && sameName(c.Post, x.Post) && given(c.Of, x.Of) && given(c.To, x.To)
}

func (c *RecordCase) matchStatement(x *dragoman.Statement) bool {
	return c.keyStatement(x) && within(c.About, countriesOf(x.About)) && within(c.Audience, countriesOf(x.Audience)) &&
		same(c.Stance, x.Stance) && same(c.Direct, x.Direct) && sameDates(c.Date, x.Date)
}

func (c *RecordCase) sameStatus(s dragoman.Status) bool {
	return c.Status == "" || c.Status == string(s)
}

// same compares a field that the gold leaves open where it is absent.
func same[T comparable](gold *T, found T) bool { return gold == nil || *gold == found }

// given compares a field that the gold may leave open.
func given(gold, found string) bool { return gold == "" || strings.EqualFold(gold, found) }

// sameName says whether one of the names holds the other, in any case.
func sameName(gold, found string) bool {
	a, b := strings.ToLower(gold), strings.ToLower(found)
	return a == "" || b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// within says whether all countries of the gold are among those found; "" is open.
func within(gold, found []string) bool {
	return !slices.ContainsFunc(gold, func(c string) bool { return c != "" && !slices.Contains(found, c) })
}

// sameDates compares the ends of an interval; "" is open.
func sameDates(gold []string, d dragoman.DateRange) bool {
	return len(gold) != 2 || given(gold[0], d.Start) && given(gold[1], d.End)
}
