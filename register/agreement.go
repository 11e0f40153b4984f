package register

import (
	"cmp"
	"slices"

	"dragoman"
)

// Agreement is the life of one agreement as the reports tell it.
type Agreement struct {
	Told[dragoman.Agreement]           // Record has the latest state reached and its date
	Stations                 []Station `json:"stations"` // in the order of their dates
}

var agreementTraits = traits[dragoman.Agreement]{
	prefix:     "la",
	id:         func(x *dragoman.Agreement) string { return x.ID },
	date:       func(x *dragoman.Agreement) dragoman.DateRange { return x.Date },
	evidence:   func(x *dragoman.Agreement) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Agreement) float64 { return x.Confidence },
	parties:    func(x *dragoman.Agreement) []dragoman.Actor { return x.Parties },
	status:     func(x *dragoman.Agreement) dragoman.Status { return x.Status },
}

// MergeAgreements finds out which reports tell of the same agreement. The agreements are ordered by the date of their
// latest stage, then by id.
func MergeAgreements(reports []dragoman.Stored[dragoman.Agreement]) []Agreement {
	out := []Agreement{}
	key := func(x *item[dragoman.Agreement]) string { return joined(partiesOf(x.Record.Parties)) }
	for _, block := range byKey(agreementTraits.items(reports, 7), key) {
		c := newAgreementCompare(block)
		for _, t := range merged(&agreementTraits, block, c.match, c.contradict) {
			out = append(out, agreementLife(t))
		}
	}
	slices.SortFunc(out, func(a, b Agreement) int {
		return cmp.Or(cmp.Compare(a.Record.Date.Start, b.Record.Date.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// agreementCompare compares reports of agreements between the same countries.
type agreementCompare struct {
	parties             map[*item[dragoman.Agreement]][]party
	nameWords, subjects map[*item[dragoman.Agreement]][]uint64
}

func newAgreementCompare(block []*item[dragoman.Agreement]) *agreementCompare {
	c := &agreementCompare{map[*item[dragoman.Agreement]][]party{}, map[*item[dragoman.Agreement]][]uint64{}, map[*item[dragoman.Agreement]][]uint64{}}
	for _, x := range block {
		c.parties[x] = partiesOf(x.Record.Parties)
		c.nameWords[x] = content(x.Record.Name, nil)
		c.subjects[x] = content(x.Record.Subject, agreementTraits.names(x))
	}
	return c
}

// signedApart is by how many days two signings may differ and still be taken for one, misdated.
const signedApart = 31

func (c *agreementCompare) contradict(x, y *item[dragoman.Agreement]) bool {
	a, b := &x.Record, &y.Record
	if generic(a.Kind) == generic(b.Kind) && a.Kind != b.Kind || max(a.Count, 1) != max(b.Count, 1) {
		return true
	}
	for i, p := range c.parties[x] {
		q := c.parties[y][i]
		if disjoint(p.firms, q.firms) || disjoint(p.sectors, q.sectors) {
			return true
		}
	}
	if n, m := c.nameWords[x], c.nameWords[y]; len(n) > 0 && len(m) > 0 && overlap(n, m) < 0.5 {
		return true
	}
	sameDocument := x.Document.ID == y.Document.ID
	if (class(a.Status) == denied) != (class(b.Status) == denied) && sameDocument {
		return true
	}
	gap := x.when.gap(y.when)
	sameStage := a.State == b.State && class(a.Status) == real && class(b.Status) == real && max(x.when.level, y.when.level) == exact
	return sameStage && (gap > signedApart || gap > 0 && sameDocument)
}

// generic kinds of agreement may be any.
func generic(kind string) bool { return kind == "" || kind == "agreement" || kind == "document" }

// overlap is the share of the shorter list's values that the longer has too.
func overlap(a, b []uint64) float64 {
	return float64(shared(a, b)) / float64(max(1, min(len(a), len(b))))
}

// What in common speaks for the same agreement; enough is the sum from which on it is taken for the same.
const (
	sameName    = 1.0
	sameFirm    = 0.3 // for each side of which both name the same company
	sameSubject = 0.5
	sameDay     = 0.35
	sameMonth   = 0.15
	backward    = 0.35 // "the document" in the text that names the agreement
	enough      = 0.5
)

func (c *agreementCompare) match(x, y *item[dragoman.Agreement]) (float64, bool) {
	score := alike(x.words, y.words)
	if n, m := c.nameWords[x], c.nameWords[y]; len(n) > 0 && len(m) > 0 {
		score += sameName * overlap(n, m)
	}
	if n, m := c.subjects[x], c.subjects[y]; len(n) > 0 && len(m) > 0 {
		score += sameSubject * (2*overlap(n, m) - 1) // different subjects speak against it
	}
	score += sameFirm * float64(c.firmsShared(x, y))
	sameStage := x.Record.State == y.Record.State
	if sameStage && x.Document.ID == y.Document.ID && (c.bare(x) || c.bare(y)) {
		score += backward
	}
	switch lvl := max(x.when.level, y.when.level); {
	case !sameStage || lvl == far || x.when.gap(y.when) > 0:
	case lvl == exact:
		score += sameDay
	default:
		score += sameMonth
	}
	return score, score >= enough
}

// bare says whether a report tells neither kind nor name nor subject.
func (c *agreementCompare) bare(x *item[dragoman.Agreement]) bool {
	return generic(x.Record.Kind) && len(c.nameWords[x]) == 0 && len(c.subjects[x]) == 0
}

// firmsShared is the number of sides of which both name the same company.
func (c *agreementCompare) firmsShared(x, y *item[dragoman.Agreement]) (n int) {
	for i, p := range c.parties[x] {
		q := c.parties[y][i].firms
		n += truth(len(p.firms) > 0 && len(q) > 0 && !disjoint(p.firms, q))
	}
	return n
}

func agreementLife(t Told[dragoman.Agreement]) Agreement {
	order := func(state string) int { return slices.Index(dragoman.AgreementStates, dragoman.AgreementState(state)) }
	list := stations(&t, func(x *dragoman.Agreement) string { return string(x.State) }, agreementTraits.status, agreementTraits.date, order)
	r := &t.Record
	last := reached(list)
	r.State, r.Status, r.Date = dragoman.AgreementState(last.State), last.Status, last.Date
	r.Name = firstOf(t.Reports, func(x *dragoman.Agreement) string { return x.Name })
	r.Subject = firstOf(t.Reports, func(x *dragoman.Agreement) string { return x.Subject })
	specific := firstOf(t.Reports, func(x *dragoman.Agreement) string {
		if generic(x.Kind) {
			return ""
		}
		return x.Kind
	})
	r.Kind = cmp.Or(specific, r.Kind)
	r.Parties = mergeActors(t.Reports, agreementTraits.parties, nil)
	r.Place, _ = settlePlace(t.Reports, func(x *dragoman.Agreement) dragoman.Place { return x.Place })
	r.Evidence = allEvidence(t.Reports, agreementTraits.evidence)
	return Agreement{Told: t, Stations: list}
}
