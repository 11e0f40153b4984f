package eval

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"dragoman"
)

// keyFields says which fields make a record of a kind the same as a gold one; the others are scored by Right only.
var keyFields = map[string]string{
	"agreement":  "kind, countries, named parties",
	"commitment": "by, for, what",
	"figure":     "value, unit, period, pair",
	"gathering":  "name, date, host",
	"mission":    "kind, of, in, status",
	"office":     "person, post, of",
	"statement":  "speaker, country, beginning of the quote",
}

// RecordText is a document with all the records of one kind that it holds: a line of examples/gold/fresh.
type RecordText struct {
	ID      string       `json:"id"`
	Date    string       `json:"date"`
	Text    string       `json:"text"`
	Records []RecordCase `json:"records"`
}

// ReadRecordTexts reads documents with their records, one a line; every record becomes one of the document and of the kind.
func ReadRecordTexts(r io.Reader, name, kind string) ([]RecordText, []error, error) {
	return readLines(r, name, func(t *RecordText, _ int) error {
		if t.ID == "" || strings.TrimSpace(t.Text) == "" {
			return errors.New("has no id or no text")
		}
		for i := range t.Records {
			c := &t.Records[i]
			c.Doc, c.Kind = t.ID, kind
			if !strings.Contains(t.Text, c.Anchor) {
				return errors.New("does not hold the anchor " + c.Anchor)
			}
		}
		return nil
	})
}

// RecordMatch is how the records of one kind in one document were matched with the gold, one to one.
type RecordMatch struct {
	Right  int
	Missed []RecordCase // gold that no record matched
	Extra  []string     // the key fields of records that matched no gold
}

// MatchRecords pairs as many gold records as can be with found ones of their kind. Two match when the found one stands in the
// gold one's sentence and agrees in every key field that the gold gives. Each gold and each found record counts once.
func MatchRecords(cases []RecordCase, r *dragoman.Reading, kind string) RecordMatch {
	records := recordsOf(r, kind)
	owner := make([]int, len(records)) // by found record: its gold case, -1 for none
	for i := range owner {
		owner[i] = -1
	}
	var out RecordMatch
	for g := range cases {
		if cases[g].Kind == kind && assign(cases, g, r, records, owner, make([]bool, len(records))) {
			out.Right++
		}
	}
	for g := range cases {
		if cases[g].Kind == kind && !slices.Contains(owner, g) {
			out.Missed = append(out.Missed, cases[g])
		}
	}
	for i, g := range owner {
		if g < 0 {
			out.Extra = append(out.Extra, records[i].words)
		}
	}
	return out
}

// assign gives case g a found record, moving another case to a different one where that frees it (an augmenting path).
func assign(cases []RecordCase, g int, r *dragoman.Reading, records []found, owner []int, tried []bool) bool {
	c := &cases[g]
	for i := range records {
		if tried[i] || !records[i].key(c) || !c.inSentence(r, records[i].evidence) {
			continue
		}
		tried[i] = true
		if owner[i] < 0 || assign(cases, owner[i], r, records, owner, tried) {
			owner[i] = g
			return true
		}
	}
	return false
}

// scoreKeys fills the key-field part of the scores from all readings.
func (s *RecordScores) scoreKeys(cases []RecordCase, readings map[string]*dragoman.Reading) {
	byDoc := map[string][]RecordCase{}
	for _, c := range cases {
		byDoc[c.Doc] = append(byDoc[c.Doc], c)
	}
	for doc, r := range readings {
		s.KeyRight += MatchRecords(byDoc[doc], r, s.Kind).Right
	}
	s.Fields = keyFields[s.Kind]
	s.KeyPrecision, s.KeyRecall = ratio(s.KeyRight, s.Found), ratio(s.KeyRight, s.Gold)
	if s.KeyRight > 0 {
		s.KeyF1 = 2 * s.KeyPrecision * s.KeyRecall / (s.KeyPrecision + s.KeyRecall)
	}
}

func (c *RecordCase) keyAgreement(x *dragoman.Agreement) bool {
	return sameKind(c.AgreementKind, x.Kind) && exactly(c.Countries, countriesOf(x.Parties)) && c.namesAll(x.Parties)
}

func (c *RecordCase) keyFigure(x *dragoman.Figure) bool {
	return near(c.Value, x.Value) && (c.ValueMax == 0 || near(c.ValueMax, x.ValueMax)) && c.Unit == x.Unit &&
		exactly(c.Pair, countriesOf(x.Parties)) && sameDates(c.Period, x.Period)
}

// near allows for a scale that was rounded.
func near(gold, found float64) bool { return math.Abs(gold-found) <= 0.005*math.Abs(gold) }

func (c *RecordCase) keyGathering(x *dragoman.Gathering) bool {
	return sameName(c.Name, x.Name) && sameDates(c.Date, x.Date) && given(c.Host, x.Host.Country)
}

func (c *RecordCase) keyMission(x *dragoman.Mission) bool {
	return given(c.MissionKind, x.Kind) && given(c.Of, x.Of.Country) && given(c.In, x.In.Country) && c.sameStatus(x.Status)
}

func (c *RecordCase) keyOffice(x *dragoman.Office) bool {
	return sameName(c.Person, x.Person.Name) && sameName(c.Post, x.Post) && given(c.Of, x.Of)
}

func (c *RecordCase) keyStatement(x *dragoman.Statement) bool {
	return sameName(c.Speaker, x.Speaker.Name) && given(c.Country, x.Speaker.Country) && strings.HasPrefix(x.Quote, c.QuoteStarts)
}

// exactly says whether the countries found are those of the gold, in any order; none in the gold leaves it open, "" allows for more.
func exactly(gold, found []string) bool {
	if len(gold) == 0 {
		return true
	}
	return within(gold, found) && (slices.Contains(gold, "") || within(found, gold))
}

// dates words an interval for a list of misses.
func dates(d dragoman.DateRange) string { return d.Start + "/" + d.End }

func wordFigure(x *dragoman.Figure) string {
	return fmt.Sprintf("%s %s %s %g %s %v %s %s | %s", x.Metric, x.Change, x.Approximation, x.Value, x.Unit, countriesOf(x.Parties), dates(x.Period), x.Status, x.Text)
}

func namesOf(list []dragoman.Actor) string {
	var out []string
	for i := range list {
		out = append(out, list[i].Name)
	}
	return strings.Join(out, ", ")
}

// Words tells the key fields of a gold record, for a list of misses.
func (c *RecordCase) Words() string {
	var parts []string
	add := func(words ...string) {
		for _, w := range words {
			if w != "" && w != "[]" {
				parts = append(parts, w)
			}
		}
	}
	add(c.AgreementKind, fmt.Sprint(c.Countries), fmt.Sprint(c.Parties), c.Metric, c.MissionKind, c.Of, c.In, c.Status, c.Speaker, c.QuoteStarts, c.Name, c.Host, c.Person, c.Post)
	if c.Kind == "figure" {
		add(fmt.Sprintf("%g", c.Value), c.Unit)
	}
	add(fmt.Sprint(c.Pair), fmt.Sprint(c.Period), fmt.Sprint(c.Date))
	return strings.Join(parts, " ") + " | " + c.Anchor
}
