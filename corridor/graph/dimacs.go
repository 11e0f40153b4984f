package graph

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"dragoman"
)

// Kind says which problem a DIMACS file states.
type Kind string

// The kinds of the DIMACS challenges.
const (
	MinCost      Kind = "min" // minimum-cost flow
	Maximum      Kind = "max" // maximum flow
	ShortestPath Kind = "sp"  // shortest paths
)

// Problem is what a DIMACS file states. Nodes and arcs are numbered from 0 in the order of the file, whose nodes count from 1.
type Problem struct {
	Kind         Kind
	Graph        *Graph
	Source, Sink int // of a maximum flow
}

// maxArcs bounds what a file may announce: the two directions of an arc are numbered in 32 bits. Nodes may outnumber the ends of all arcs by spare.
const (
	maxArcs = math.MaxInt32 / 2
	spare   = 1 << 20
)

// ReadDIMACS reads a problem in the formats of the DIMACS challenges: "p min" with n and a lines (First Challenge 1991: node, supply; from, to,
// lower bound, capacity, cost), "p max" (node, s or t; from, to, capacity) and "p sp" (Ninth Challenge 2006: from, to, length). A negative
// capacity of a minimum-cost arc means none. The first bad line is a *dragoman.Problem with its number.
func ReadDIMACS(name string, in io.Reader) (*Problem, error) {
	d := &dimacs{name: name, source: -1, sink: -1}
	r := bufio.NewReaderSize(in, 1<<16)
	for {
		line, err := r.ReadSlice('\n')
		d.line++
		if errors.Is(err, bufio.ErrBufferFull) {
			if line[0] != 'c' {
				return nil, d.bad("write one item a line", "a line of more than %d bytes", 1<<16)
			}
			err = skipLine(r)
			line = nil // its buffer has been used again
		}
		if err != nil && err != io.EOF {
			return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", d.line), "", "cannot be read: %v", err)
		}
		if problem := d.take(line); problem != nil {
			return nil, problem
		}
		if err == io.EOF {
			return d.end()
		}
	}
}

func skipLine(r *bufio.Reader) error {
	for {
		if _, err := r.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// dimacs is the state of the reader.
type dimacs struct {
	name         string
	line         int
	kind         Kind
	nodes, arcs  int64 // announced
	g            *Graph
	supplies     []supplyLine
	source, sink int
	whole, rest  []byte // the line and what is left of it
}

// supplyLine waits until it is known that the file keeps what it announces, so that a short file cannot ask for much memory.
type supplyLine struct {
	node, line int
	amount     int64
}

func (d *dimacs) bad(mend, format string, args ...any) error {
	return dragoman.Problemf(d.name, fmt.Sprintf("line %d", d.line), mend, format, args...)
}

// take reads one line.
func (d *dimacs) take(line []byte) error {
	d.whole, d.rest = line, line
	word := d.word()
	if len(word) == 0 || word[0] == 'c' {
		return nil
	}
	if len(word) > 1 {
		return d.bad("lines begin with c, p, n or a", "%s begins no line of a DIMACS file", quoted(word))
	}
	switch {
	case word[0] == 'p':
		return d.problem()
	case d.g == nil:
		return d.bad("the line p min NODES ARCS (or max, sp) comes first", "%s before the line that states the problem", quoted(word))
	case word[0] == 'a':
		return d.arc()
	case word[0] == 'n' && d.kind == MinCost:
		return d.supply()
	case word[0] == 'n' && d.kind == Maximum:
		return d.terminal()
	}
	return d.bad("lines begin with c, p, n or a", "%s begins no line of a %q problem", quoted(word), d.kind)
}

func quoted(word []byte) string { return strconv.Quote(string(word[:min(len(word), 40)])) }

func (d *dimacs) problem() error {
	if d.g != nil {
		return d.bad("leave one of them out", "a second line that states a problem")
	}
	switch kind := Kind(d.word()); kind {
	case MinCost, Maximum, ShortestPath:
		d.kind = kind
	default:
		return d.bad("the kinds min, max and sp are read", "%s is not a kind of problem", quoted([]byte(kind)))
	}
	var nodes, arcs int64
	if err := d.numbers("p "+string(d.kind)+" NODES ARCS", &nodes, &arcs); err != nil {
		return err
	}
	if arcs < 0 || arcs > maxArcs {
		return d.bad(fmt.Sprintf("0 to %d are possible", maxArcs), "%d arcs", arcs)
	}
	if nodes < 0 || nodes > min(2*arcs+spare, math.MaxInt32-2) {
		return d.bad(fmt.Sprintf("at most %d make sense", min(2*arcs+spare, math.MaxInt32-2)), "%d nodes with %d arcs", nodes, arcs)
	}
	d.nodes, d.arcs = nodes, arcs
	d.g = New(0, int(min(arcs, 1<<22))) // more room is made as arcs come
	return nil
}

// supply reads "n NODE SUPPLY".
func (d *dimacs) supply() error {
	var node, amount int64
	if err := d.numbers("n NODE SUPPLY", &node, &amount); err != nil {
		return err
	}
	if err := d.node(node); err != nil {
		return err
	}
	d.supplies = append(d.supplies, supplyLine{int(node - 1), d.line, amount})
	return nil
}

// terminal reads "n NODE s" or "n NODE t".
func (d *dimacs) terminal() error {
	node, ok := number(d.word())
	role := string(d.word())
	if !ok || role != "s" && role != "t" || len(d.word()) > 0 {
		return d.bad("write n NODE s or n NODE t", "%s does not name source or sink", quoted(bytes.TrimSpace(d.whole)))
	}
	if err := d.node(node); err != nil {
		return err
	}
	at := &d.source
	if role == "t" {
		at = &d.sink
	}
	if *at >= 0 {
		return d.bad("leave one of them out", "a second node with the role %s", role)
	}
	*at = int(node - 1)
	return nil
}

// arc reads an arc line of the file's kind.
func (d *dimacs) arc() error {
	var from, to, lower, cost int64
	capacity := Unlimited
	var err error
	switch d.kind {
	case MinCost:
		err = d.numbers("a FROM TO LOWER CAPACITY COST", &from, &to, &lower, &capacity, &cost)
	case Maximum:
		err = d.numbers("a FROM TO CAPACITY", &from, &to, &capacity)
	default:
		err = d.numbers("a FROM TO LENGTH", &from, &to, &cost)
	}
	if err != nil {
		return err
	}
	if err := cmp.Or(d.node(from), d.node(to)); err != nil {
		return err
	}
	if capacity < 0 && d.kind == MinCost {
		capacity = Unlimited
	}
	if lower < 0 || capacity < lower {
		return d.bad("0 <= lower bound <= capacity is needed", "an arc with the lower bound %d and the capacity %d", lower, capacity)
	}
	if int64(len(d.g.from)) == d.arcs {
		return d.bad("mend the number in the line that begins with p", "more than the %d arcs announced", d.arcs)
	}
	d.g.from, d.g.to = append(d.g.from, int32(from-1)), append(d.g.to, int32(to-1))
	d.g.capacity, d.g.cost = append(d.g.capacity, capacity), append(d.g.cost, cost)
	if lower > 0 {
		d.g.SetLower(d.g.Arcs()-1, lower)
	}
	return nil
}

// end checks that everything announced has come.
func (d *dimacs) end() (*Problem, error) {
	if d.g == nil {
		return nil, dragoman.Problemf(d.name, "", "write p min NODES ARCS (or max, sp) first", "no line states the problem")
	}
	if int64(d.g.Arcs()) < d.arcs {
		return nil, dragoman.Problemf(d.name, "end", "mend the number in the line that begins with p", "%d arcs instead of %d", d.g.Arcs(), d.arcs)
	}
	if d.kind == Maximum && (d.source < 0 || d.sink < 0 || d.source == d.sink) {
		return nil, dragoman.Problemf(d.name, "end", "write n NODE s and n NODE t for two nodes", "source and sink are not both named")
	}
	d.g.supply = make([]int64, d.nodes)
	seen := make([]bool, d.nodes)
	for _, s := range d.supplies {
		if seen[s.node] {
			d.line = s.line
			return nil, d.bad("leave one of them out", "a second supply of node %d", s.node+1)
		}
		d.g.supply[s.node], seen[s.node] = s.amount, true
	}
	return &Problem{Kind: d.kind, Graph: d.g, Source: d.source, Sink: d.sink}, nil
}

func (d *dimacs) node(v int64) error {
	if v >= 1 && v <= d.nodes {
		return nil
	}
	return d.bad(fmt.Sprintf("nodes are numbered from 1 to %d", d.nodes), "there is no node %d", v)
}

// word is the next word of the line, empty at its end.
func (d *dimacs) word() []byte {
	i := 0
	for i < len(d.rest) && d.rest[i] <= ' ' {
		i++
	}
	j := i
	for j < len(d.rest) && d.rest[j] > ' ' {
		j++
	}
	word := d.rest[i:j]
	d.rest = d.rest[j:]
	return word
}

// numbers reads the rest of a line, which must be as many whole numbers as asked for.
func (d *dimacs) numbers(form string, into ...*int64) error {
	for _, x := range into {
		word := d.word()
		var ok bool
		if *x, ok = number(word); !ok {
			if len(word) == 0 {
				return d.bad("write "+form, "the line ends too early")
			}
			return d.bad("write "+form, "%s is not a whole number of 64 bits", quoted(word))
		}
	}
	if word := d.word(); len(word) > 0 {
		return d.bad("write "+form, "%s stands behind the last number", quoted(word))
	}
	return nil
}

// number reads a decimal; the usual short ones without the detour over a string.
func number(word []byte) (int64, bool) {
	digits := word
	negative := len(word) > 0 && word[0] == '-'
	if negative {
		digits = word[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		v, err := strconv.ParseInt(string(word), 10, 64)
		return v, err == nil
	}
	var v int64
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int64(c-'0')
	}
	if negative {
		v = -v
	}
	return v, true
}
