package event_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/event"
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
	return &reading.Reader{Segmenter: text.English(), Parser: model, Resolver: actor.New(lex), Coder: event.New(lex), Lexicon: lex.Version()}
}

// TestGolden reads testdata/*.txt: a line "> text" (several for one text; "> [2025-05-12] text" gives the date of
// publication), then what is to be found in it, a record a line; "nothing" where nothing is.
func TestGolden(t *testing.T) {
	r := reader(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := rewrite(r, string(data))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, file, string(data), got)
		})
	}
}

// rewrite gives a golden file as the program would write it: comments and texts kept, findings made anew.
func rewrite(r *reading.Reader, file string) string {
	var b strings.Builder
	var pending []string
	flush := func() {
		if len(pending) == 0 {
			return
		}
		for _, line := range findings(r, pending) {
			b.WriteString(line + "\n")
		}
		pending = nil
	}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "> "):
			b.WriteString(line + "\n")
			pending = append(pending, line[2:])
		case line == "":
			flush()
			b.WriteString("\n")
		case strings.HasPrefix(line, "#"):
			flush()
			b.WriteString(line + "\n")
		}
	}
	flush()
	return b.String()
}

func findings(r *reading.Reader, lines []string) []string {
	published := "2025-05-12"
	if strings.HasPrefix(lines[0], "[") {
		published, lines[0], _ = strings.Cut(lines[0][1:], "] ")
	}
	out := describe(r.Read(dragoman.Document{ID: "d", Published: published, Language: "en", Text: strings.Join(lines, "\n")}))
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
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
		add("statement: %s on %s, stance %+d: %s", names([]dragoman.Actor{s.Speaker}), names(s.About), s.Stance, shorten(s.Quote))
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		value := strconv.FormatFloat(f.Value, 'f', -1, 64)
		if f.ValueMax > 0 {
			value += "-" + strconv.FormatFloat(f.ValueMax, 'f', -1, 64)
		}
		add("figure: %s %s %s %s %s %s %s", f.Metric, f.Change, f.Approximation, value, f.Unit, names(f.Parties), when(f.Period))
	}
	for i := range r.Agreements {
		a := &r.Agreements[i]
		add("agreement: %d %s %s %s: %s; %s %s", a.Count, a.Kind, a.State, a.Status, names(a.Parties), a.Subject, when(a.Date))
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
	case !d.Known() || d.Derived == "before publication":
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

// compare reports each line that differs, with the text it belongs to.
func compare(t *testing.T, file, want, got string) {
	t.Helper()
	wl, gl := strings.Split(want, "\n"), strings.Split(got, "\n")
	text, shown := "", 0
	for i := 0; i < max(len(wl), len(gl)) && shown < 12; i++ {
		w, g := at(wl, i), at(gl, i)
		if strings.HasPrefix(w, "> ") {
			text = w
		}
		if w != g {
			t.Errorf("%s:%d\n  %s\n  want %s\n  got  %s", file, i+1, text, w, g)
			shown++
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(end of file)"
}
