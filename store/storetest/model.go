package storetest

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
)

// model is the plainest store there is: readings in a slice, every listing a loop. What it answers is right by looking at it.
type model struct{ readings []*dragoman.Reading }

func (m *model) add(r *dragoman.Reading) bool {
	for i, old := range m.readings {
		if old.Document.ID == r.Document.ID {
			changed := old.Version != r.Version || old.Document.Text != r.Document.Text
			if changed {
				m.readings[i] = r
			}
			return changed
		}
	}
	m.readings = append(m.readings, r)
	return true
}

// facts are what a filter looks at in a record.
type facts struct {
	kind, topic, id string
	status          dragoman.Status
	date            dragoman.DateRange
	countries       []string
}

func countriesOf(actors ...dragoman.Actor) (out []string) {
	for _, a := range actors {
		out = append(out, a.Country)
	}
	return out
}

func eventFacts(x *dragoman.Event) facts {
	return facts{"event", string(x.Type), x.ID, x.Status, x.Date, append(countriesOf(x.Actors...), countriesOf(x.Recipients...)...)}
}

func statementFacts(x *dragoman.Statement) facts {
	return facts{"statement", "", x.ID, "", x.Date, append(countriesOf(x.About...), x.Speaker.Country)}
}

func figureFacts(x *dragoman.Figure) facts {
	return facts{"figure", x.Metric, x.ID, x.Status, x.Period, countriesOf(x.Parties...)}
}

func agreementFacts(x *dragoman.Agreement) facts {
	return facts{"agreement", x.Kind, x.ID, x.Status, x.Date, countriesOf(x.Parties...)}
}

func missionFacts(x *dragoman.Mission) facts {
	return facts{"mission", x.Kind, x.ID, x.Status, x.Date, countriesOf(x.Of, x.In)}
}

func gatheringFacts(x *dragoman.Gathering) facts {
	return facts{"gathering", x.Kind, x.ID, x.Status, x.Date, append(countriesOf(x.Participants...), x.Host.Country)}
}

func officeFacts(x *dragoman.Office) facts {
	return facts{"office", "", x.ID, "", x.At, []string{x.Of, x.To}}
}

func commitmentFacts(x *dragoman.Commitment) facts {
	return facts{"commitment", "", x.ID, "", x.Date, append(countriesOf(x.By...), countriesOf(x.To...)...)}
}

func within(d dragoman.DateRange, published string, f dragoman.Filter) bool {
	if f.From == "" && f.To == "" {
		return true
	}
	if !d.Stated() {
		var err error
		if d, err = dragoman.ParseDate(published); err != nil {
			return false
		}
	}
	return d.Overlaps(dragoman.DateRange{Start: f.From, End: f.To})
}

func involves(x facts, f dragoman.Filter) bool {
	for _, c := range f.Countries {
		if !slices.Contains(x.countries, c) {
			return false
		}
	}
	return len(f.Statuses) == 0 || x.status == "" || slices.Contains(f.Statuses, x.status)
}

func topicIn[T ~string](x facts, list []T) bool {
	return slices.ContainsFunc(list, func(k T) bool { return strings.EqualFold(string(k), x.topic) })
}

func lets(x facts, d *dragoman.Document, f dragoman.Filter) bool {
	if x.kind == "event" && len(f.Types) > 0 && !topicIn(x, f.Types) {
		return false
	}
	if slices.Contains([]string{"agreement", "mission", "gathering", "figure"}, x.kind) && len(f.Kinds) > 0 && !topicIn(x, f.Kinds) {
		return false
	}
	return involves(x, f) && (f.Document == "" || f.Document == d.ID) && within(x.date, d.Published, f)
}

func sortKey(x facts, d *dragoman.Document) string {
	published, err := dragoman.ParseDate(d.Published)
	day := published.Start
	if x.date.Stated() {
		day, err = cmp.Or(x.date.Start, x.date.End), nil
	}
	if day == "" && err != nil {
		day = "9999-12-31"
	}
	return day + "|" + d.Published + "\x00|" + x.id
}

// find lists the ids of the records that a filter lets through, in order.
func find[T any](m *model, list func(*dragoman.Reading) []T, get func(*T) facts, f dragoman.Filter) []string {
	type hit struct{ key, id string }
	hits := []hit{}
	for _, r := range m.readings {
		records := list(r)
		for i := range records {
			if x := get(&records[i]); lets(x, &r.Document, f) {
				hits = append(hits, hit{sortKey(x, &r.Document), x.id})
			}
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return strings.Compare(a.key, b.key) })
	ids := []string{}
	for _, h := range hits {
		if f.Limit == 0 || len(ids) < f.Limit {
			ids = append(ids, h.id)
		}
	}
	return ids
}

func all(r *dragoman.Reading) (out []facts) {
	out = append(out, factsOf(r.Events, eventFacts)...)
	out = append(out, factsOf(r.Statements, statementFacts)...)
	out = append(out, factsOf(r.Figures, figureFacts)...)
	out = append(out, factsOf(r.Agreements, agreementFacts)...)
	out = append(out, factsOf(r.Missions, missionFacts)...)
	out = append(out, factsOf(r.Gatherings, gatheringFacts)...)
	out = append(out, factsOf(r.Offices, officeFacts)...)
	return append(out, factsOf(r.Commitments, commitmentFacts)...)
}

func factsOf[T any](list []T, get func(*T) facts) (out []facts) {
	for i := range list {
		out = append(out, get(&list[i]))
	}
	return out
}

func (m *model) documents(f dragoman.Filter) []string {
	type hit struct{ published, id string }
	hits := []hit{}
	for _, r := range m.readings {
		if tells(all(r), f) && within(dragoman.DateRange{}, r.Document.Published, f) && (f.Document == "" || f.Document == r.Document.ID) {
			hits = append(hits, hit{r.Document.Published, r.Document.ID})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(strings.Compare(a.published, b.published), strings.Compare(a.id, b.id))
	})
	ids := []string{}
	for _, h := range hits {
		if f.Limit == 0 || len(ids) < f.Limit {
			ids = append(ids, h.id)
		}
	}
	return ids
}

func tells(records []facts, f dragoman.Filter) bool {
	some := func(fits func(facts) bool) bool {
		return slices.ContainsFunc(records, func(x facts) bool { return involves(x, f) && fits(x) })
	}
	if len(f.Types) > 0 && !some(func(x facts) bool { return x.kind == "event" && topicIn(x, f.Types) }) {
		return false
	}
	if len(f.Kinds) > 0 && !some(func(x facts) bool {
		return slices.Contains([]string{"agreement", "mission", "gathering", "figure"}, x.kind) && topicIn(x, f.Kinds)
	}) {
		return false
	}
	if len(f.Types)+len(f.Kinds) == 0 && len(f.Countries)+len(f.Statuses) > 0 {
		return some(func(facts) bool { return true })
	}
	return true
}
