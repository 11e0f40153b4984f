package graph

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"dragoman"
)

func TestDIMACSReadsEachKindOfProblem(t *testing.T) {
	p, err := ReadDIMACS("a.min", strings.NewReader("c example\np min 4 2\nn 1 4\nn 4 -4\n\na 1 2 1 4 -2\r\na 2 4 0 -1 3"))
	if err != nil {
		t.Fatal(err)
	}
	g := p.Graph
	if from, to, capacity, cost := g.Arc(0); p.Kind != MinCost || from != 0 || to != 1 || capacity != 4 || cost != -2 || g.Lower(0) != 1 {
		t.Errorf("first arc: %d %d %d %d", from, to, capacity, cost)
	}
	if _, _, capacity, _ := g.Arc(1); capacity != Unlimited || g.Lower(1) != 0 || g.Supply(0) != 4 || g.Supply(3) != -4 || g.Nodes() != 4 {
		t.Errorf("second arc: capacity %d", capacity)
	}
	p, err = ReadDIMACS("a.max", strings.NewReader("p max 3 1\nn 3 s\nn 1 t\na 3 1 7\n"))
	if err != nil || p.Kind != Maximum || p.Source != 2 || p.Sink != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	p, err = ReadDIMACS("a.gr", strings.NewReader("p sp 2 1\na 1 2 803\n"))
	if err != nil || p.Kind != ShortestPath {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestDIMACSNamesTheBadLine(t *testing.T) {
	tests := map[string]string{
		"":                                           "no line states the problem",
		"a 1 2 0 1 1\n":                              "line 1: \"a\" before the line",
		"p min 2 1\np min 2 1\n":                     "line 2: a second line",
		"p asn 2 1\n":                                "line 1: \"asn\" is not a kind",
		"p min 2\n":                                  "line 1: the line ends too early",
		"p min 2 -1\n":                               "line 1: -1 arcs",
		"p min 99999999 1\n":                         "line 1: 99999999 nodes with 1 arcs",
		"p min 2 1\nx\n":                             "line 2: \"x\" begins no line",
		"p min 2 1\narc 1 2\n":                       "line 2: \"arc\" begins no line",
		"p min 2 1\nn 3 1\n":                         "line 2: there is no node 3",
		"p min 2 1\nn 1 s\n":                         "line 2: \"s\" is not a whole number",
		"p min 2 1\nn 1 1\nn 1 2\na 1 2 0 1 1":       "line 3: a second supply of node 1",
		"p min 2 1\na 1 2 0 1\n":                     "line 2: the line ends too early",
		"p min 2 1\na 1 2 0 1 1.5\n":                 "line 2: \"1.5\" is not a whole number",
		"p min 2 1\na 1 2 0 1 1 1\n":                 "line 2: \"1\" stands behind",
		"p min 2 1\na 1 2 2 1 1\n":                   "line 2: an arc with the lower bound 2",
		"p min 2 1\na 0 2 0 1 1\n":                   "line 2: there is no node 0",
		"p min 2 1\na 1 2 0 9223372036854775808 1\n": "line 2: \"9223372036854775808\" is not",
		"p min 2 1\na 1 2 0 1 1\na 1 2 0 1 1\n":      "line 3: more than the 1 arcs",
		"p min 2 2\na 1 2 0 1 1\n":                   "end: 1 arcs instead of 2",
		"p max 2 1\nn 1 s\na 1 2 1\n":                "end: source and sink are not both named",
		"p max 2 1\nn 1 x\n":                         "line 2: \"n 1 x\" does not name",
		"p max 2 1\nn 1 s\nn 2 s\n":                  "line 3: a second node with the role s",
		"p max 2 1\na 1 2 -1\n":                      "line 2: an arc with the lower bound 0 and the capacity -1",
		"p sp 2 1\nn 1 1\n":                          "line 2: \"n\" begins no line of a \"sp\"",
		"p min 1 0\nn" + strings.Repeat(" ", 1<<17):  "line 2: a line of more than",
	}
	for text, want := range tests {
		_, err := ReadDIMACS("f.min", strings.NewReader(text))
		var p *dragoman.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "f.min: ") {
			t.Errorf("%.60q: %v; want %q", text, err, want)
		}
	}
}

func TestDIMACSPassesOverLongComments(t *testing.T) {
	text := "c " + strings.Repeat("x", 1<<18) + "\np min 1 0\nc" + strings.Repeat("y", 1<<17)
	if p, err := ReadDIMACS("f", strings.NewReader(text)); err != nil || p.Graph.Nodes() != 1 {
		t.Errorf("%v", err)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	g := Grid(4, 5, 1)
	g.SetLower(3, 1)
	var first, second bytes.Buffer
	if err := WriteDIMACS(&first, g, "a grid"); err != nil {
		t.Fatal(err)
	}
	p, err := ReadDIMACS("", bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteDIMACS(&second, p.Graph, "a grid"); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%v\n%s\n%s", err, &first, &second)
	}
}

func TestWriteFlowInTheDIMACSFormat(t *testing.T) {
	g := dimacsExample()
	f, err := MinCostFlow(Auto, g)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := WriteFlow(&out, g, f.Cost, f.Amount); err != nil || out.String() != "s 14\nf 1 2 2\nf 1 3 2\nf 2 3 2\nf 3 4 4\n" {
		t.Errorf("%v\n%s", err, &out)
	}
}

func FuzzReadDIMACS(f *testing.F) {
	for _, s := range []string{"p min 4 2\nn 1 4\nn 4 -4\na 1 2 1 4 2\na 2 4 0 -1 3\n", "p max 3 1\nn 3 s\nn 1 t\na 3 1 7\n", "c\np sp 2 1\na 1 2 803\n", "p min 1000000000 900000000\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadDIMACS("fuzz", bytes.NewReader(data))
		if err != nil {
			var problem *dragoman.Problem
			if !errors.As(err, &problem) {
				t.Fatalf("%v is not a problem with a place", err)
			}
			return
		}
		var out bytes.Buffer
		if err := WriteDIMACS(&out, p.Graph, ""); err != nil {
			t.Fatal(err)
		}
		q, err := ReadDIMACS("again", &out)
		if err != nil || q.Graph.Arcs() != p.Graph.Arcs() || q.Graph.Nodes() != p.Graph.Nodes() {
			t.Fatalf("reading again: %v", err)
		}
	})
}

func BenchmarkReadDIMACS(b *testing.B) {
	var out bytes.Buffer
	if err := WriteDIMACS(&out, Grid(158, 158, 1), "grid"); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	for b.Loop() {
		if _, err := ReadDIMACS("grid", bytes.NewReader(out.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
