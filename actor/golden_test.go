package actor_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

var update = flag.Bool("update", false, "rewrite the golden files with what is found now")

// line is the program up to the actors, since mentions can only be judged on the trees that the parser really gives.
type line struct {
	segmenter dragoman.Segmenter
	parser    dragoman.Parser
	resolver  *actor.Resolver
}

func newLine(t testing.TB) *line {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	model, err := syntax.English()
	if err != nil {
		t.Fatal(err)
	}
	return &line{text.English(), model, actor.New(lex)}
}

func (l *line) cast(d dragoman.Document) (*dragoman.Article, *dragoman.Cast) {
	a := l.segmenter.Segment(d)
	l.parser.Parse(a)
	return a, l.resolver.Resolve(a)
}

// TestGolden reads testdata/*.txt: lines "> text" (several for the paragraphs of one text; "> [2025-05-12] text" gives the date of
// publication), then what is to be found in it: a mention a line, `words = actors @ place`, a mark ^ where the mention only
// modifies another; then the offices learned.
func TestGolden(t *testing.T) {
	l := newLine(t)
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
			got := rewrite(l, string(data))
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

// compare names the lines that differ.
func compare(t *testing.T, file, want, got string) {
	t.Helper()
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < max(len(w), len(g)); i++ {
		a, b := "(end)", "(end)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			t.Errorf("%s: line %d:\n want %s\n  got %s\n(run with -update to take what is found, and read the difference)", file, i+1, a, b)
			return
		}
	}
}

// rewrite gives a golden file as the program would write it: comments and texts kept, findings made anew.
func rewrite(l *line, file string) string {
	var b strings.Builder
	var pending []string
	flush := func() {
		if len(pending) > 0 {
			for _, f := range l.findings(pending) {
				b.WriteString(f + "\n")
			}
		}
		pending = nil
	}
	for row := range strings.Lines(file) {
		row = strings.TrimRight(row, "\n")
		switch {
		case strings.HasPrefix(row, "> "):
			b.WriteString(row + "\n")
			pending = append(pending, row[2:])
		case row == "":
			flush()
			b.WriteString("\n")
		case strings.HasPrefix(row, "#"):
			flush()
			b.WriteString(row + "\n")
		}
	}
	flush()
	return b.String()
}

func (l *line) findings(lines []string) []string {
	published := "2025-05-12"
	if strings.HasPrefix(lines[0], "[") {
		published, lines[0], _ = strings.Cut(lines[0][1:], "] ")
	}
	_, c := l.cast(dragoman.Document{ID: "d", Published: published, Language: "en", Text: strings.Join(lines, "\n\n")})
	out := describe(c)
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
}

// describe words a cast, a mention a line.
func describe(c *dragoman.Cast) []string {
	var out []string
	for i := range c.Mentions {
		for k := range c.Mentions[i] {
			out = append(out, describeMention(&c.Mentions[i][k]))
		}
	}
	for i := range c.Offices {
		o := &c.Offices[i]
		row := fmt.Sprintf("office: %s, %s", o.Person.Name, o.Post)
		for _, part := range [][2]string{{" of ", o.Of}, {" to ", o.To}, {" in ", o.Body}} {
			if part[1] != "" {
				row += part[0] + part[1]
			}
		}
		if o.Former {
			row += " (former)"
		}
		out = append(out, row)
	}
	return out
}

func describeMention(m *dragoman.Mention) string {
	words := ""
	if len(m.Actors) > 0 {
		words = m.Actors[0].Text
	}
	var actors []string
	for _, a := range m.Actors {
		id := a.ID
		if id == "" {
			id = "?"
		}
		id += " " + strings.Join(strings.Fields(string(a.Kind)+" "+a.Country+" "+string(a.Sector)), "/")
		if a.Role != "" {
			id += " as " + a.Role
		}
		if a.Via != "" {
			id += " (" + a.Via + ")"
		}
		actors = append(actors, id)
	}
	row := "= " + strings.Join(actors, " + ")
	if len(actors) == 0 {
		row = ""
	}
	if m.Place != nil {
		if words == "" {
			words = m.Place.Name
		}
		row += " @ " + strings.Join(strings.Fields(m.Place.Name+" "+m.Place.Country+" "+m.Place.Level), " ")
	}
	mark := ""
	if m.Modifier {
		mark = "^"
	}
	return strings.Join(strings.Fields("  "+words+mark+" "+row), " ")
}
