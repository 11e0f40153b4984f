package event_test

import (
	"flag"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/internal/golden"
	"dragoman/lexicon"
	"dragoman/reading"
	"dragoman/syntax"
	"dragoman/text"
)

var update = flag.Bool("update", false, "rewrite the golden files with what is found now")

// reader is the whole line, since frames can only be judged on the trees that the parser really gives.
func reader(t testing.TB) *reading.Reader {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	model, err := syntax.English()
	if err != nil {
		t.Fatal(err)
	}
	scorer, err := relation.English()
	if err != nil {
		t.Fatal(err)
	}
	return &reading.Reader{Segmenter: text.English(), Parser: model, Resolver: actor.New(lex), Coder: event.New(lex, scorer), Lexicon: lex.Version()}
}

// TestGolden holds testdata/*.txt against what is found now, a record a line.
func TestGolden(t *testing.T) {
	r := reader(t)
	golden.Run(t, *update, func(published string, lines []string) []string {
		return describe(r.Read(dragoman.Document{ID: "d", Published: published, Language: "en", Text: strings.Join(lines, "\n")}))
	})
}

// describe words a reading, a record a line.
func describe(r *dragoman.Reading) []string {
	var out []string
	add := func(format string, args ...any) {
		out = append(out, strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
	}
	for i := range r.Events {
		e := &r.Events[i]
		name := string(e.Type)
		if e.Mode != "" {
			name += "/" + e.Mode
		}
		sides := names(e.Actors)
		if len(e.Recipients) > 0 {
			sides += " > " + names(e.Recipients)
		}
		add("%s %s: %s %s %s", name, e.Status, sides, when(e.Date), place(e.Place))
	}
	for i := range r.Statements {
		s := &r.Statements[i]
		to := ""
		if len(s.Audience) > 0 {
			to = " to " + names(s.Audience)
		}
		add("statement: %s%s on %s, stance %+d: %s", names([]dragoman.Actor{s.Speaker}), to, names(s.About), s.Stance, shorten(s.Quote))
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		value := strconv.FormatFloat(f.Value, 'f', -1, 64)
		if f.ValueMax > 0 {
			value += "-" + strconv.FormatFloat(f.ValueMax, 'f', -1, 64)
		}
		if f.Per != "" {
			f.Unit += " a " + f.Per
		}
		add("figure: %s %s %s %s %s %s %s %s", f.Metric, f.Change, f.Approximation, value, f.Unit, names(f.Parties), when(f.Period), planned(f.Status))
	}
	for i := range r.Agreements {
		a := &r.Agreements[i]
		add("agreement: %d %s %s %s: %s; %s %s %s", a.Count, a.Kind, a.State, a.Status, names(a.Parties), a.Subject, worth(a.Value, a.Unit), when(a.Date))
	}
	for i := range r.Missions {
		m := &r.Missions[i]
		add("mission: %s %s %s of %s in %s %s", m.Kind, m.Change, m.Status, m.Of.Country, m.In.Country, when(m.Date))
	}
	for i := range r.Gatherings {
		g := &r.Gatherings[i]
		add("gathering: %s (%s) %s host %s %s %s", g.Name, g.Kind, g.Status, g.Host.Country, when(g.Date), founded(g.Founded))
	}
	for i := range r.Commitments {
		c := &r.Commitments[i]
		add("commitment: %s to %s: %s", names(c.By), names(c.To), shorten(c.What))
	}
	return out
}

func planned(s dragoman.Status) string {
	if s == dragoman.Happened {
		return ""
	}
	return string(s)
}

func worth(value float64, unit string) string {
	if value == 0 {
		return ""
	}
	return "worth " + strconv.FormatFloat(value, 'f', -1, 64) + " " + unit
}

func founded(year int) string {
	if year == 0 {
		return ""
	}
	return "founded " + strconv.Itoa(year)
}

func names(list []dragoman.Actor) string {
	var out []string
	for _, a := range list {
		name := a.Country
		if a.Country == "" {
			name = a.ID
		}
		if a.Sector != "" && a.Country != "" {
			name += "." + string(a.Sector)
		}
		if a.Kind == dragoman.ActorPerson {
			name += " (" + a.Name + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func when(d dragoman.DateRange) string {
	switch {
	case !d.Known() || d.Derived == dragoman.BeforePublication:
		return ""
	case d.Start == d.End:
		return "@" + d.Start
	}
	return "@" + d.Start + "/" + d.End
}

func place(p dragoman.Place) string {
	if p.Name == "" {
		return ""
	}
	return "in " + p.Name
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
