package graph

import (
	"bufio"
	"io"
	"strconv"
)

// WriteDIMACS writes a minimum-cost flow problem in the format of the First DIMACS Challenge, with a comment at its head.
func WriteDIMACS(w io.Writer, g *Graph, comment string) error {
	out := newLines(w)
	out.line("c " + comment)
	out.line("p min", int64(g.Nodes()), int64(g.Arcs()))
	for v, s := range g.supply {
		if s != 0 {
			out.line("n", int64(v+1), s)
		}
	}
	for a := range g.from {
		out.line("a", int64(g.from[a]+1), int64(g.to[a]+1), g.Lower(a), g.capacity[a], g.cost[a])
	}
	return out.w.Flush()
}

// WriteFlow writes an answer in the DIMACS format: "s" with its value, then "f FROM TO FLOW" for every arc that carries something, in
// the order of the arcs. Parallel arcs have a line each.
func WriteFlow(w io.Writer, g *Graph, value int64, amount []int64) error {
	out := newLines(w)
	out.line("s", value)
	for a, x := range amount {
		if x != 0 {
			out.line("f", int64(g.from[a]+1), int64(g.to[a]+1), x)
		}
	}
	return out.w.Flush()
}

// lines writes lines of words and numbers.
type lines struct {
	w      *bufio.Writer
	buffer []byte
}

func newLines(w io.Writer) *lines { return &lines{w: bufio.NewWriterSize(w, 1<<16)} }

func (l *lines) line(head string, numbers ...int64) {
	l.buffer = append(l.buffer[:0], head...)
	for _, x := range numbers {
		l.buffer = strconv.AppendInt(append(l.buffer, ' '), x, 10)
	}
	l.w.Write(append(l.buffer, '\n')) // Flush tells of an error
}
