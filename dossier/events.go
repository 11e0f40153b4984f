package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
	"dragoman/register"
)

// events fills timeline, plans and denials from the merged events of the pair.
func (a *assembly) events() error {
	list, err := a.store.Events(a.ctx, a.pair)
	if err != nil {
		return err
	}
	for _, h := range register.Merge(list) {
		e := a.event(&h)
		switch h.Event.Status {
		case dragoman.Happened, dragoman.Ongoing, dragoman.Historical:
			a.out.Timeline = append(a.out.Timeline, e)
		case dragoman.Negated:
			a.out.Denied = append(a.out.Denied, e)
		default:
			a.out.Planned = append(a.out.Planned, e)
		}
		if len(h.Contradictions) > 0 {
			a.out.Disputed = append(a.out.Disputed, Dispute{About: e.Title + ": " + e.Parties + ", " + e.When, What: h.Contradictions, Reports: e.Reports})
		}
	}
	for _, l := range [][]Event{a.out.Timeline, a.out.Planned, a.out.Denied} {
		newestFirst(l, func(e *Event) *Item { return &e.Item })
	}
	return nil
}

// event words one happening with all its reports.
func (a *assembly) event(h *dragoman.Happening) Event {
	ev := &h.Event
	l := labelOf(ev.Type, ev.Mode)
	e := Event{Item: a.item(h.Reports[0].Event.ID, l.text, ev.Date, ev.Place, ev.Status, ev.Confidence), Type: ev.Type, Mode: ev.Mode,
		Contexts: ev.Contexts, Score: ev.Score, Publishers: h.Publishers}
	e.Parties = capital(a.between(ev.Actors, ev.Recipients, l.mutual))
	e.Direction = "mutual"
	if !l.mutual {
		e.Direction = a.direction(ev.Actors, ev.Recipients)
	}
	e.Counted = counted(ev.Status)
	for _, r := range h.Reports {
		a.report(&e.Item, r.Document, r.Event.Evidence, r.Duplicate)
	}
	a.close(&e.Item, h.Publishers, h.OpinionOnly, h.StateMediaOnly)
	if n := claimed(h); n != "" {
		e.Notes = append(e.Notes, n)
	}
	e.Notes = append(e.Notes, dateNote(ev.Date)...)
	for _, c := range h.Contradictions {
		e.Notes = append(e.Notes, "reports disagree: "+c)
	}
	return e
}

// counted says whether a status stands in the counts: only what is reported as having come about.
func counted(s dragoman.Status) bool { return s == dragoman.Happened || s == dragoman.Ongoing }

// claimed names the people within the texts to whom the reports attribute an event.
func claimed(h *dragoman.Happening) string {
	var who []string
	for _, r := range h.Reports {
		if r.Event.Source == nil {
			return "" // one report tells it in its own voice
		}
		if name := cmp.Or(r.Event.Source.Name, r.Event.Source.Text); name != "" && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	if len(who) == 0 {
		return ""
	}
	return "according to " + listed(who)
}

// dateNote says how a date came about when the sentence does not state it itself.
func dateNote(d dragoman.DateRange) []string {
	if d.Derived == "" || d.Derived == "stated" || d.Derived == "before publication" || !d.Known() {
		return nil
	}
	if d.Text == "" {
		return []string{"date: " + d.Derived}
	}
	return []string{fmt.Sprintf("date: %s (%q)", d.Derived, d.Text)}
}

// Glance is the pair in numbers. Every number follows from the timeline by the formula printed with it.
type Glance struct {
	Counts     []TypeCount `json:"counts"`     // by type, most frequent first
	Quads      []Tally     `json:"quads"`      // the same by coarse class
	N          int         `json:"n"`          // happenings counted
	Reports    int         `json:"reports"`    // reports that tell them
	Publishers int         `json:"publishers"` // that published these reports
	OpinionN   int         `json:"opinion_n"`  // of N told by opinion pieces alone
	SingleN    int         `json:"single_n"`   // of N told by one publisher alone
	ScoreSum   float64     `json:"score_sum"`
	ScoreMean  float64     `json:"score_mean"` // ScoreSum / N, 0 when N is 0
	Formula    string      `json:"formula"`
	NotCounted []Tally     `json:"not_counted"` // happenings by the status that keeps them out
	Directions []Tally     `json:"directions"`  // counted happenings by who acted on whom
	Contact    *Event      `json:"latest_contact"`
	Facts      []Fact      `json:"facts"`
}

// TypeCount is the line of one event type.
type TypeCount struct {
	Type  dragoman.EventType `json:"type"`
	Label string             `json:"label"`
	Quad  string             `json:"quad"`
	N     int                `json:"n"`
	Sum   float64            `json:"score_sum"`
	Mean  float64            `json:"score_mean"`
}

// Fact is one headline with its citations.
type Fact struct {
	Label   string   `json:"label"`
	Text    string   `json:"text"`
	Reports []Report `json:"reports"`
}

const formula = "Each happening counts once, however many reports tell it. Score = PLOVER score of its type or mode, " +
	"from −10 (conflict) to +10 (co-operation); sum = Σ score, mean = sum / N. Only what is reported as happened or ongoing counts."

func (a *assembly) glance() Glance {
	g := Glance{Formula: formula, Counts: []TypeCount{}, Quads: []Tally{}, Directions: []Tally{}}
	by, publishers, quads := map[dragoman.EventType]*TypeCount{}, map[string]bool{}, map[dragoman.Quad]int{}
	directions := map[string]int{}
	for i := range a.out.Timeline {
		e := &a.out.Timeline[i]
		if !e.Counted {
			continue
		}
		c := by[e.Type]
		if c == nil {
			c = &TypeCount{Type: e.Type, Label: labelOf(e.Type, "").text, Quad: quadNames[quad(e.Type)]}
			by[e.Type] = c
		}
		c.N++
		c.Sum += e.Score
		quads[quad(e.Type)]++
		directions[e.Direction]++
		g.add(e)
		for _, r := range e.Reports {
			publishers[a.sources.list[r.Source-1].By] = true
		}
	}
	g.Publishers = len(publishers)
	if g.N > 0 {
		g.ScoreMean = g.ScoreSum / float64(g.N)
	}
	for _, t := range dragoman.EventTypes {
		if c := by[t]; c != nil {
			c.Mean = c.Sum / float64(c.N)
			g.Counts = append(g.Counts, *c)
		}
	}
	slices.SortStableFunc(g.Counts, func(x, y TypeCount) int { return cmp.Compare(y.N, x.N) })
	for q := dragoman.VerbalCooperation; q <= dragoman.MaterialConflict; q++ {
		g.Quads = append(g.Quads, Tally{quadNames[q], quads[q]})
	}
	for _, d := range []string{a.a.Code + ">" + a.b.Code, a.b.Code + ">" + a.a.Code, "mutual"} {
		g.Directions = append(g.Directions, Tally{a.directionName(d), directions[d]})
	}
	g.NotCounted = a.notCounted()
	g.Contact = a.latestContact()
	g.Facts = a.facts()
	return g
}

// add counts one happening.
func (g *Glance) add(e *Event) {
	g.N++
	g.ScoreSum += e.Score
	g.Reports += len(e.Reports)
	if slices.Contains(e.Marks, "opinion only") {
		g.OpinionN++
	}
	if slices.Contains(e.Marks, "single source") {
		g.SingleN++
	}
}

func (n naming) directionName(d string) string {
	if from, to, ok := strings.Cut(d, ">"); ok {
		return n.country(from) + " → " + n.country(to)
	}
	return "mutual"
}

// notCounted tallies what stands in the brief but in no count.
func (a *assembly) notCounted() []Tally {
	n := map[dragoman.Status]int{}
	for _, list := range [][]Event{a.out.Timeline, a.out.Planned, a.out.Denied} {
		for i := range list {
			if !list[i].Counted {
				n[list[i].Status]++
			}
		}
	}
	out := []Tally{}
	for _, s := range dragoman.Statuses {
		if n[s] > 0 {
			out = append(out, Tally{string(s), n[s]})
		}
	}
	return out
}

// latestContact is the newest meeting, visit or call of the timeline.
func (a *assembly) latestContact() *Event {
	for i := range a.out.Timeline {
		if e := &a.out.Timeline[i]; e.Type == dragoman.Consult && e.Counted && e.Date.Known() {
			return e
		}
	}
	return nil
}
