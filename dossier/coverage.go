package dossier

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dragoman"
)

// coverage tells what the brief was made from.
func (a *assembly) coverage() error {
	docs, err := a.store.Documents(a.ctx, dragoman.Filter{From: a.query.From, To: a.query.To})
	if err != nil {
		return err
	}
	c := &a.out.Coverage
	c.Documents, c.Cited = len(docs), a.telling
	languages := map[string]int{}
	for _, d := range docs {
		languages[cmp.Or(d.Language, "und")]++
		if d.Published == "" {
			c.Undated++
			continue
		}
		if c.First == "" || d.Published < c.First {
			c.First = d.Published
		}
		c.Last = max(c.Last, d.Published)
	}
	kinds, publishers := map[string]int{}, map[string]int{}
	for i := range a.out.Sources {
		kinds[string(cmp.Or(a.out.Sources[i].Document.Kind, dragoman.KindReport))]++
		publishers[a.out.Sources[i].By]++
	}
	c.Languages, c.Kinds, c.Publishers = tallies(languages), tallies(kinds), tallies(publishers)
	return nil
}

func tallies(n map[string]int) []Tally {
	out := []Tally{}
	for _, k := range slices.Sorted(maps.Keys(n)) {
		out = append(out, Tally{k, n[k]})
	}
	slices.SortStableFunc(out, func(x, y Tally) int { return cmp.Compare(y.N, x.N) })
	return out
}

// gaps says in words what the brief cannot know.
func (a *assembly) gaps() []string {
	c := a.out.Coverage
	if c.Documents == 0 {
		return []string{"The store holds no documents" + a.within() + ": nothing can be said about the pair."}
	}
	gaps := []string{fmt.Sprintf("Made from %s%s%s; %s of both countries.", count(c.Documents, "document"), a.within(), c.period(),
		verb(c.Cited, "tells", "tell"))}
	gaps = append(gaps, "Languages read: "+listTallies(c.Languages)+". Sources in other languages were not read.")
	if c.Undated > 0 {
		gaps = append(gaps, fmt.Sprintf("%s without a date of publication.", count(c.Undated, "document")))
	}
	if a.out.Empty() {
		return append(gaps, "Nothing was found about "+a.a.Name+" and "+a.b.Name+". That means the documents read say nothing that was understood, not that nothing happened.")
	}
	if s := a.silence(); s != "" {
		gaps = append(gaps, s)
	}
	if g := a.tradeGap(); g != "" {
		gaps = append(gaps, g)
	}
	if n := undated(a.out.Timeline); n > 0 {
		gaps = append(gaps, fmt.Sprintf("%d of %d entries of the timeline have no date of their own.", n, len(a.out.Timeline)))
	}
	if missing := a.missing(); len(missing) > 0 {
		gaps = append(gaps, "Nothing was found on: "+listed(missing)+".")
	}
	return append(gaps, "Read by machine: sentences can be missed or misunderstood. Check the quoted sentence before you rely on a line.")
}

func (a *assembly) within() string {
	if p := a.out.Period(); p != "" {
		return " within the period (" + p + ")"
	}
	return ""
}

// Period is the period asked for in words, "" when it is open on both ends.
func (b *Brief) Period() string {
	switch {
	case b.From == "" && b.To == "":
		return ""
	case b.From == "":
		return "until " + inWords(b.To)
	case b.To == "":
		return "since " + inWords(b.From)
	}
	return span(b.From, b.To, inWords(b.From), inWords(b.To))
}

func (c Coverage) period() string {
	if c.First == "" {
		return ""
	}
	if c.First == c.Last {
		return ", published " + inWords(c.First)
	}
	return ", published " + inWords(c.First) + " to " + inWords(c.Last)
}

// silence names the longest stretch of a year or more in which no source about the pair was published.
func (a *assembly) silence() string {
	var days []time.Time
	for i := range a.out.Sources {
		if t, err := time.Parse(time.DateOnly, a.out.Sources[i].Document.Published); err == nil {
			days = append(days, t)
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	var from, to time.Time
	for i := 1; i < len(days); i++ {
		if days[i].Sub(days[i-1]) > to.Sub(from) {
			from, to = days[i-1], days[i]
		}
	}
	if to.Sub(from) < 365*24*time.Hour {
		return ""
	}
	return fmt.Sprintf("No source about the pair was published between %s and %s.", from.Format("2 January 2006"), to.Format("2 January 2006"))
}

func undated(list []Event) int {
	n := 0
	for i := range list {
		if !list[i].Date.Known() {
			n++
		}
	}
	return n
}

// missing names the empty sections.
func (a *assembly) missing() []string {
	b := a.out
	var out []string
	for _, s := range []struct {
		name string
		n    int
	}{{"events", len(b.Timeline)}, {"agreements", len(b.Agreements)}, {"missions", len(b.Missions)}, {"people", len(b.People)},
		{"figures", len(b.Figures)}, {"gatherings", len(b.Gatherings)}, {"statements", len(b.Statements)},
		{"plans", len(b.Planned) + len(b.Promises)}} {
		if s.n == 0 {
			out = append(out, s.name)
		}
	}
	return out
}

// next suggests the commands that lead on from here.
func (a *assembly) next() []string {
	pair := a.a.Code + " " + a.b.Code
	if a.out.Coverage.Documents == 0 || a.out.Empty() {
		out := []string{"dragoman add FILE...", "dragoman documents"}
		if a.query.From != "" || a.query.To != "" {
			return append([]string{"dragoman brief " + pair}, out...)
		}
		return append(out, fmt.Sprintf("dragoman search %q", a.a.Name))
	}
	out := []string{}
	if len(a.out.Timeline) > 0 {
		out = append(out, "dragoman explain "+a.out.Timeline[0].ID)
	}
	if a.out.Trade != nil {
		out = append(out, "dragoman trade show "+pair+" --by side")
	}
	return append(out, "dragoman brief "+pair+" --format html --out brief.html",
		"dragoman events --pair "+a.a.Code+","+a.b.Code+" --format csv",
		"dragoman brief "+pair+" --from "+a.query.Now.AddDate(-1, 0, 0).Format(time.DateOnly))
}

func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func listTallies(list []Tally) string {
	var out []string
	for _, t := range list {
		out = append(out, fmt.Sprintf("%s (%d)", t.Name, t.N))
	}
	return strings.Join(out, ", ")
}
