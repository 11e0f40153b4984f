package actor_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/internal/golden"
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

// TestGolden holds testdata/*.txt against what is found now: a mention a line, `words = actors @ place`, a mark ^ where the
// mention only modifies another; then the offices learned. The lines of a text are its paragraphs.
func TestGolden(t *testing.T) {
	l := newLine(t)
	golden.Run(t, *update, func(published string, lines []string) []string {
		_, c := l.cast(dragoman.Document{ID: "d", Published: published, Language: "en", Text: strings.Join(lines, "\n\n")})
		return describe(c)
	})
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
