package register

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

var eventTraits = traits[dragoman.Event]{
	prefix:     "h",
	id:         func(x *dragoman.Event) string { return x.ID },
	date:       func(x *dragoman.Event) dragoman.DateRange { return x.Date },
	evidence:   func(x *dragoman.Event) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Event) float64 { return x.Confidence },
	parties:    func(x *dragoman.Event) []dragoman.Actor { return slices.Concat(x.Actors, x.Recipients) },
	status:     func(x *dragoman.Event) dragoman.Status { return x.Status },
}

// Merge finds out which reports tell the same event. The happenings are ordered by date, then by id.
func Merge(events []dragoman.Stored[dragoman.Event]) []dragoman.Happening {
	out := []dragoman.Happening{}
	for _, block := range blocks(events) {
		for _, members := range block.clusters() {
			out = append(out, happening(members))
		}
	}
	slices.SortFunc(out, func(a, b dragoman.Happening) int {
		return cmp.Or(cmp.Compare(sortDay(a.Event.Date, a.Reports), sortDay(b.Event.Date, b.Reports)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// sortDay is the day on which a happening began, else the first day on which it was reported.
func sortDay(d dragoman.DateRange, reports []dragoman.Report) string {
	if day := cmp.Or(d.Start, d.End); day != "" {
		return day
	}
	first := ""
	for _, r := range reports {
		if p := r.Document.Published; first == "" || p != "" && p < first {
			first = p
		}
	}
	return first
}

// telling is an event report with what is compared.
type telling struct {
	*item[dragoman.Event]
	parties  []party
	from, to string // countries of doers and of those to whom it is done, "" when there are none
	place    string // folded name of a city or region
	country  string // where it happened
}

// block are the reports that could tell the same event at all: of one type, between the same countries.
type block struct {
	rule
	list []*telling
}

func blocks(events []dragoman.Stored[dragoman.Event]) []*block {
	byKey := map[string]*block{}
	var out []*block
	rules := known().rules
	for _, x := range eventItems(events) {
		t := tell(x)
		key := string(x.Record.Type) + " " + joined(t.parties)
		b := byKey[key]
		if b == nil {
			b = &block{rule: rules[x.Record.Type]}
			byKey[key] = b
			out = append(out, b)
		}
		b.list = append(b.list, t)
	}
	return out
}

// eventItems are the items of events, whose undated reports reach back as their type's rule says.
func eventItems(events []dragoman.Stored[dragoman.Event]) []*item[dragoman.Event] {
	byDays := map[int][]dragoman.Stored[dragoman.Event]{}
	for _, s := range events {
		days := known().rules[s.Record.Type].undated
		byDays[days] = append(byDays[days], s)
	}
	var out []*item[dragoman.Event]
	for days, list := range byDays {
		out = append(out, eventTraits.items(list, days)...)
	}
	slices.SortFunc(out, canonical)
	return out
}

func tell(x *item[dragoman.Event]) *telling {
	t := &telling{item: x, parties: partiesOf(eventTraits.parties(&x.Record)),
		from: joined(partiesOf(x.Record.Actors)), to: joined(partiesOf(x.Record.Recipients)), country: x.Record.Place.Country}
	if x.Record.Place.Level != "country" {
		t.place = lexicon.Fold(x.Record.Place.Name)
	}
	return t
}

func (b *block) clusters() [][]*telling {
	when := make([]interval, len(b.list))
	for i, t := range b.list {
		when[i] = t.when
	}
	var links []link
	overlapping(when, closeDays, func(i, j int) {
		if score, ok := b.match(b.list[i], b.list[j]); ok {
			links = append(links, link{i, j, score})
		}
	})
	var out [][]*telling
	for _, c := range clusters(len(b.list), links, func(i, j int) bool { return b.contradict(b.list[i], b.list[j]) }) {
		var members []*telling
		for _, i := range c {
			members = append(members, b.list[i])
		}
		out = append(out, members)
	}
	return out
}

// closeDays is by how many days two exact dates may differ when all else says that the event is the same.
const closeDays = 3

// contradict says that two reports cannot tell the same event.
func (b *block) contradict(x, y *telling) bool {
	if x.when.gap(y.when) > closeDays || !b.fits(x, y) {
		return true
	}
	sameDocument := x.Document.ID == y.Document.ID
	if sameDocument && x.when.gap(y.when) > 0 {
		return true // a text that gives two dates means two events
	}
	switch cx, cy := class(x.Record.Status), class(y.Record.Status); {
	case cx == cy:
	case cx == denied && cy == real || cx == real && cy == denied:
		return sameDocument
	default:
		return true
	}
	for i := range x.parties {
		if x.parties[i].contradicts(&y.parties[i]) {
			return true
		}
	}
	return b.elsewhere(x, y) && !b.strong(x, y)
}

// fits says whether direction and mode agree.
func (b *block) fits(x, y *telling) bool {
	if x.Record.Mode != "" && y.Record.Mode != "" && x.Record.Mode != y.Record.Mode {
		return false
	}
	return b.mutual || x.to == "" || y.to == "" || x.from == y.from && x.to == y.to
}

// class is what a status means for merging: a plan and its fulfilment are two things, a report and its denial one.
type statusClass int

const (
	real statusClass = iota
	denied
	planned
	supposed
)

func class(s dragoman.Status) statusClass {
	switch s {
	case dragoman.Negated:
		return denied
	case dragoman.Planned:
		return planned
	case dragoman.Hypothetical:
		return supposed
	}
	return real
}

// elsewhere says whether the reports name different places.
func (b *block) elsewhere(x, y *telling) bool {
	if x.place != "" && y.place != "" {
		return x.place != y.place
	}
	return x.country != "" && y.country != "" && x.country != y.country
}

// The parts of the needed likeness that something in common makes up for.
const (
	perPerson = 0.15 // for each country whose person both name
	perPlace  = 0.15 // the same city or region
	perFrame  = 0.1  // the same frame
	perMode   = 0.1  // the same mode
)

// support is what two reports have in common besides wording.
func (b *block) support(x, y *telling) (persons int, place, frame bool) {
	for i := range x.parties {
		persons += truth(x.parties[i].meets(&y.parties[i]))
	}
	return persons, x.place != "" && x.place == y.place, x.Record.Why.Frame != "" && x.Record.Why.Frame == y.Record.Why.Frame
}

// strong says that two reports are so alike that a difference in day or place is a contradiction, not another event.
func (b *block) strong(x, y *telling) bool {
	persons, place, frame := b.support(x, y)
	likeness := alike(x.words, y.words)
	return persons > 1 && likeness >= 0.3 || (persons > 0 || place || frame) && likeness >= 0.5
}

// match says whether two reports may tell the same event, and how much speaks for it.
func (b *block) match(x, y *telling) (score float64, ok bool) {
	if b.contradict(x, y) {
		return 0, false
	}
	persons, place, frame := b.support(x, y)
	likeness := alike(x.words, y.words)
	lvl := max(x.when.level, y.when.level)
	need := b.need[lvl]
	if class(x.Record.Status) != class(y.Record.Status) {
		need = max(need, denialNeed)
	}
	if x.when.gap(y.when) > 0 && !b.strong(x, y) {
		return 0, false
	}
	mode := x.Record.Mode != "" && x.Record.Mode == y.Record.Mode
	have := perMode*float64(truth(mode)) + likeness + perPerson*float64(persons) + perPlace*float64(truth(place)) + perFrame*float64(truth(frame))
	score = 2*float64(far-lvl) + 4*have - float64(x.when.gap(y.when))
	return score, have+1e-9 >= need
}

// denialNeed is how alike a denial must be to what it denies.
const denialNeed = 0.5

// happening makes the merged view of reports of one event.
func happening(members []*telling) dragoman.Happening {
	list := make([]*item[dragoman.Event], len(members))
	for i, m := range members {
		list[i] = m.item
	}
	t := eventTraits.told(list)
	h := dragoman.Happening{ID: t.ID, Event: t.Record, Publishers: t.Publishers, OpinionOnly: t.OpinionOnly, StateMediaOnly: t.StateMediaOnly,
		Contradictions: t.Contradictions}
	for _, r := range t.Reports {
		h.Reports = append(h.Reports, dragoman.Report{Document: r.Document, Event: r.Record, Duplicate: r.Duplicate})
	}
	if len(t.Reports) > 1 {
		merge(&h, t.Reports)
	}
	return h
}

// merge fills the merged view from all reports: best report first, then what others know better.
func merge(h *dragoman.Happening, reports []Report[dragoman.Event]) {
	e := &h.Event
	told := slices.DeleteFunc(slices.Clone(reports), func(r Report[dragoman.Event]) bool { return class(r.Record.Status) == denied })
	if len(told) == 0 {
		told = reports
	}
	*e = told[0].Record
	e.Date, h.Contradictions = settleDate(told, func(x *dragoman.Event) dragoman.DateRange { return x.Date })
	var differ []string
	e.Place, differ = settlePlace(told, func(x *dragoman.Event) dragoman.Place { return x.Place })
	h.Contradictions = append(h.Contradictions, differ...)
	if len(told) < len(reports) {
		h.Contradictions = append(h.Contradictions, denials(reports))
	}
	e.Actors = mergeActors(told, func(x *dragoman.Event) []dragoman.Actor { return x.Actors }, e.Recipients)
	e.Recipients = mergeActors(told, func(x *dragoman.Event) []dragoman.Actor { return x.Recipients }, e.Actors)
	e.Contexts, e.Evidence = nil, nil
	for _, r := range reports {
		e.Evidence = append(e.Evidence, r.Record.Evidence...)
	}
	for _, r := range told {
		for _, c := range r.Record.Contexts {
			if !slices.Contains(e.Contexts, c) {
				e.Contexts = append(e.Contexts, c)
			}
		}
		if e.Mode == "" && r.Record.Mode != "" {
			e.Mode, e.Score = r.Record.Mode, r.Record.Score
		}
		if r.Record.Status == dragoman.Happened && class(e.Status) == real {
			e.Status = dragoman.Happened
		}
		e.Record = cmp.Or(e.Record, r.Record.Record)
		e.Confidence = max(e.Confidence, r.Record.Confidence)
	}
}

// denials tells who says that it did not happen.
func denials(reports []Report[dragoman.Event]) string {
	var who []string
	for _, r := range reports {
		if name := PublisherName(&r.Document); class(r.Record.Status) == denied && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	slices.Sort(who)
	if len(who) == 1 {
		return who[0] + " says that it did not happen"
	}
	return strings.Join(who[:len(who)-1], ", ") + " and " + who[len(who)-1] + " say that it did not happen"
}
