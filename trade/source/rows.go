package source

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"dragoman/trade"
	"dragoman/trade/block"
	"dragoman/trade/codes"
)

// absurd is the value above which a row is not believed: world trade in a year is below 10^14 dollars.
const absurd = 1e15

// mostReasons bounds how many different reasons are told apart; behind them is one for all others.
const (
	mostReasons  = 500
	otherReasons = "other reasons"
)

// leave counts rows that are not kept.
func leave(left *block.Tally, reason string, rows int, line uint32) {
	if _, known := (*left)[reason]; !known && len(*left) >= mostReasons {
		reason = otherReasons
	}
	left.Note(reason, rows, line)
}

// code is what a cell means: a number in the builder, or why the row is not kept.
type code struct {
	n    uint16
	left string
}

// numbering turns cells into the numbers of one builder. Every worker has its own.
type numbering struct {
	target                                      *target
	periods, reporters, partners, prods, unitOf *memo[code]
	records                                     []block.Record
}

func newNumbering(t *target) *numbering {
	return &numbering{target: t, periods: newMemo[code](), reporters: newMemo[code](), partners: newMemo[code](), prods: newMemo[code](), unitOf: newMemo[code]()}
}

// when is a period as a cell gives it.
type when struct {
	period  string
	monthly bool
}

// worker reads rows of one file.
type worker struct {
	layout  *layout
	targets *targets
	single  bool // value, weight and quantity stand side by side and make one record

	cells      [][]byte
	whens      *memo[when]
	classes    *memo[string]
	units      *memo[string]
	flows      *memo[code]
	scales     *memo[int]
	indicators *memo[*measure]

	into     map[targetKey]*numbering
	lastKey  targetKey
	lastInto *numbering

	left, noted block.Tally
	err         error
}

func newWorker(l *layout, t *targets) *worker {
	w := &worker{layout: l, targets: t, whens: newMemo[when](), classes: newMemo[string](), units: newMemo[string](), flows: newMemo[code](), scales: newMemo[int](),
		indicators: newMemo[*measure](), into: map[targetKey]*numbering{}}
	values := 0
	for _, m := range l.measures {
		if m.role == value {
			values++
		}
	}
	w.single = l.indicators == nil && values == 1 && l.measures[0].period == ""
	return w
}

// result is what a worker made of a run of lines.
type result struct {
	batches     map[*target][]block.Record
	rows        int
	left, noted block.Tally
	err         error
}

// lines reads whole lines, the first of which has the number given.
func (w *worker) lines(text []byte, line uint32) (r result) {
	w.left, w.noted = nil, nil
	for len(text) > 0 && w.err == nil {
		row, rest := cutLine(text)
		w.cells = w.layout.split(row, w.cells[:0])
		n := uint32(bytes.Count(row, newline))
		if n > 0 && len(w.cells) != len(w.layout.header) { // a quotation mark that opens nothing: 5" pipes
			end := bytes.IndexByte(row, '\n')
			row, rest = bytes.TrimSuffix(row[:end], []byte{'\r'}), text[end+1:]
			w.cells, n = w.layout.split(row, w.cells[:0]), 0
		}
		text = rest
		if len(bytes.TrimSpace(row)) > 0 {
			r.rows++
			w.row(line)
		}
		line += n + 1
	}
	r.batches, r.left, r.noted, r.err = w.take(), w.left, w.noted, w.err
	return r
}

// take hands out the records made so far.
func (w *worker) take() map[*target][]block.Record {
	batches := map[*target][]block.Record{}
	for _, n := range w.into {
		if len(n.records) > 0 {
			batches[n.target] = n.records
			n.records = nil
		}
	}
	return batches
}

var newline, quote = []byte{'\n'}, []byte{'"'}

// cutLine gives the first line without its end; a line break within quotation marks does not end it.
func cutLine(text []byte) (line, rest []byte) {
	from, quotes := 0, 0
	for {
		end := bytes.IndexByte(text[from:], '\n')
		if end < 0 {
			return bytes.TrimSuffix(text, []byte{'\r'}), nil
		}
		quotes += bytes.Count(text[from:from+end], quote)
		end += from
		if quotes%2 == 0 {
			return bytes.TrimSuffix(text[:end], []byte{'\r'}), text[end+1:]
		}
		from = end + 1
	}
}

// split cuts a line into cells; quotation marks around a cell are taken away.
func (l *layout) split(line []byte, cells [][]byte) [][]byte {
	if l.compound {
		first, rest, found := bytes.Cut(line, []byte{'\t'})
		cells = splitAt(first, ',', cells)
		if !found {
			return cells
		}
		line = rest
	}
	return splitAt(line, l.delimiter, cells)
}

func splitAt(line []byte, delimiter byte, cells [][]byte) [][]byte {
	for {
		if len(line) > 0 && line[0] == '"' {
			cell, rest, more := quoted(line, delimiter)
			cells = append(cells, cell)
			if !more {
				return cells
			}
			line = rest
			continue
		}
		i := bytes.IndexByte(line, delimiter)
		if i < 0 {
			return append(cells, line)
		}
		cells = append(cells, line[:i])
		line = line[i+1:]
	}
}

// quoted cuts a cell in quotation marks; doubled ones stand for one.
func quoted(line []byte, delimiter byte) (cell, rest []byte, more bool) {
	doubled := false
	end := 1
	for ; end < len(line); end++ {
		if line[end] != '"' {
			continue
		}
		if end+1 < len(line) && line[end+1] == '"' {
			doubled = true
			end++
			continue
		}
		break
	}
	cell = line[1:min(end, len(line))]
	if doubled {
		cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
	}
	i := bytes.IndexByte(line[min(end, len(line)):], delimiter)
	if i < 0 {
		return cell, nil, false
	}
	return cell, line[end+i+1:], true
}

// leave counts a row that is not kept.
func (w *worker) leave(line uint32, reason string) { leave(&w.left, reason, 1, line) }

// cell is the text of a role: a column's or what the user set for all rows.
func (w *worker) cell(r role) []byte {
	at := w.layout.columns[r]
	if at < 0 {
		return w.layout.constants[r]
	}
	return bytes.TrimSpace(w.cells[at])
}

// row makes records of the cells of a line.
func (w *worker) row(line uint32) {
	l := w.layout
	if len(w.cells) != len(l.header) {
		w.leave(line, fmt.Sprintf("row of %d cells where the header has %d", len(w.cells), len(l.header)))
		return
	}
	for i := range l.pins {
		if !l.pins[i].lets(w.cells[l.pins[i].column]) {
			w.leave(line, l.pins[i].reason)
			return
		}
	}
	class := l.about.Classification
	if c := w.cell(classification); len(c) > 0 {
		class = w.classes.get(c, classificationName)
	}
	if w.single {
		w.sideBySide(line, class)
		return
	}
	if l.indicators != nil {
		w.byIndicator(line, class)
		return
	}
	for i := range l.measures {
		w.one(line, class, &l.measures[i], w.cells[l.measures[i].column], 0)
	}
}

func (p *pin) lets(cell []byte) bool {
	cell = bytes.TrimSpace(cell)
	for _, v := range p.values {
		if string(cell) == v {
			return true
		}
	}
	return false
}

func classificationName(s string) string {
	if c, known := codes.Classification(s); known {
		return c.Name
	}
	return s
}

// sideBySide makes one record of value, weight and quantity.
func (w *worker) sideBySide(line uint32, class string) {
	r := block.Record{Line: line, Value: math.NaN(), Weight: math.NaN(), Quantity: math.NaN()}
	for i := range w.layout.measures {
		m := &w.layout.measures[i]
		x, ok := parseNumber(w.cells[m.column], m.move+w.scaled(), w.layout.delimiter)
		if !ok && m.role == value {
			w.leave(line, "value that is no number")
			return
		}
		if !ok || m.role != value && (x < 0 || x > absurd || math.IsInf(x, 0)) {
			w.noted.Note("weight or quantity that cannot be, not kept", 1, line)
			x = math.NaN()
		}
		if m.role != value && x == 0 && w.layout.zeroIsNone {
			x = math.NaN()
		}
		*figure(&r, m.role) = x
	}
	if math.IsNaN(r.Value) {
		w.leave(line, "no value")
		return
	}
	w.keep(r, class, "", -1)
}

// figure is the place of a measure in a record.
func figure(r *block.Record, m role) *float64 {
	switch m {
	case weight:
		return &r.Weight
	case quantity:
		return &r.Quantity
	}
	return &r.Value
}

// scaled is by how many digits a column with the scale of its row moves the point.
func (w *worker) scaled() int {
	if w.layout.columns[scale] < 0 {
		return 0
	}
	return w.scales.get(w.cell(scale), func(s string) int {
		switch strings.ToLower(s) {
		case "thousands", "thousand", "3":
			return 3
		case "millions", "million", "6":
			return 6
		case "billions", "billion", "9":
			return 9
		}
		return 0
	})
}

// byIndicator makes a record of each figure of a series, or of the one of a row.
func (w *worker) byIndicator(line uint32, class string) {
	l := w.layout
	name := w.cell(indicator)
	like := w.indicators.get(name, func(s string) *measure {
		m, known := l.indicators[s]
		if !known {
			return nil
		}
		if l.about.Source == "comext" {
			m.flow = -1
		}
		return &m
	})
	if like == nil {
		w.leave(line, "series that is no export or import: "+string(name))
		return
	}
	if l.columns[value] >= 0 {
		w.one(line, class, like, w.cell(value), block.Partial)
		return
	}
	for i := range l.measures {
		m := l.measures[i]
		m.role, m.flow, m.move = like.role, like.flow, like.move
		if len(bytes.TrimSpace(w.cells[m.column])) > 0 {
			w.one(line, class, &m, w.cells[m.column], block.Partial)
		}
	}
}

// one makes a record of one figure. Empty cells of a wide table are no rows.
func (w *worker) one(line uint32, class string, m *measure, cell []byte, flags uint8) {
	x, ok := parseNumber(cell, m.move+w.scaled(), w.layout.delimiter)
	switch {
	case !ok:
		w.leave(line, "value that is no number")
	case math.IsNaN(x) && m.period == "" && m.flow >= 0 && w.layout.indicators == nil:
		w.leave(line, "no value of one of the flows of a row")
	case math.IsNaN(x) && m.period == "":
		w.leave(line, "no value")
	case math.IsNaN(x):
	default:
		r := block.Record{Line: line, Flags: flags, Value: math.NaN(), Weight: math.NaN(), Quantity: math.NaN()}
		*figure(&r, m.role) = x
		w.keep(r, class, m.period, m.flow)
	}
}

// keep fills in the codes of a record and hands it on, unless one of them or the value is not to be kept.
func (w *worker) keep(r block.Record, class, at string, fixedFlow int) {
	l := w.layout
	if r.Value < 0 || r.Value > absurd {
		w.leave(r.Line, map[bool]string{true: "negative value", false: "absurd value, above 10^15"}[r.Value < 0])
		return
	}
	t := when{at, len(at) > 4}
	if at == "" {
		t = w.when()
	}
	if t.period == "" {
		w.leave(r.Line, fmt.Sprintf("period that is no year or month: %.20s", w.cell(period)))
		return
	}
	if fixedFlow < 0 {
		fixedFlow = l.flow
	}
	if fixedFlow < 0 {
		f := w.flows.get(w.cell(flow), flowOf)
		if f.left != "" {
			w.leave(r.Line, f.left)
			return
		}
		fixedFlow = int(f.n)
	}
	if r.Flow = uint8(fixedFlow); l.about.Reconciled && fixedFlow != 0 {
		w.leave(r.Line, "no exports, in a table of reconciled figures: its exports stand for both sides")
		return
	}
	n := w.numbering(class, t.monthly)
	if w.number(n, &r, t.period) {
		n.records = append(n.records, r)
	}
}

// when is the period that the row's cells give.
func (w *worker) when() when {
	t := w.whens.get(w.cell(period), func(s string) when {
		p := parsePeriod([]byte(s))
		return when{p, len(p) > 4}
	})
	if m := w.cell(month); len(m) > 0 && len(t.period) == 4 {
		p := parsePeriod(append([]byte(t.period+"-"), m...))
		return when{p, len(p) > 4}
	}
	return t
}

// numbering is that of the dataset which rows of a classification and frequency go to.
func (w *worker) numbering(class string, monthly bool) *numbering {
	key := targetKey{class: class, monthly: monthly}
	if w.lastInto != nil && key == w.lastKey {
		return w.lastInto
	}
	n := w.into[key]
	if n == nil {
		n = newNumbering(w.targets.get(w.layout, class, monthly))
		w.into[key] = n
	}
	w.lastKey, w.lastInto = key, n
	return n
}

// number fills in the numbers of a record's codes; false when one of them is not kept.
func (w *worker) number(n *numbering, r *block.Record, at string) bool {
	b := n.target.builder
	from := n.reporters.get(w.cell(reporter), func(s string) code { return w.areaCode(b, s, reporter) })
	to := n.partners.get(w.cell(partner), func(s string) code { return w.areaCode(b, s, partner) })
	if left := cmp.Or(from.left, to.left); left != "" {
		w.leave(r.Line, left)
		return false
	}
	p := n.periods.get([]byte(at), func(s string) code { return w.coded(b.Period(s)) }) // of rows that are kept only: they tell how far a dataset goes
	k := n.prods.get(w.cell(product), func(s string) code { return w.productCode(n, s) })
	if k.left != "" {
		w.noted.Note(k.left, 1, r.Line)
	}
	r.Period, r.Reporter, r.Partner, r.Product = p.n, from.n, to.n, k.n
	if c := w.cell(unit); len(c) > 0 && !math.IsNaN(r.Quantity) {
		w.measured(n, r, c)
	}
	if c := w.cell(estimated); len(c) > 0 && (c[0] == '1' || c[0] == 't' || c[0] == 'T') {
		r.Flags |= block.Estimated
	}
	if c := w.cell(final); len(c) > 0 && w.layout.about.Source != "comtrade" && c[0] == '1' {
		r.Flags |= block.Final
	}
	return true
}

// coded takes the number of a code; that there are too many codes ends the reading.
func (w *worker) coded(n uint16, err error) code {
	if err != nil && w.err == nil {
		w.err = err
	}
	return code{n: n}
}

func (w *worker) areaCode(b *block.Builder, s string, r role) code {
	side := w.layout.sideName(r)
	if s == "" {
		return code{left: "no " + side}
	}
	a, known := w.layout.area(s)
	if !known {
		if g, is := codes.GroupOf(s); is {
			return code{left: fmt.Sprintf("group of areas as %s: %s (%.20s)", side, g.Name, s)}
		}
		return code{left: fmt.Sprintf("unknown %s code %.20s", side, strings.ToValidUTF8(s, "�"))}
	}
	switch {
	case a.Code == trade.World && r == partner:
		return w.coded(b.Area(trade.World))
	case !a.Single():
		return code{left: fmt.Sprintf("group of areas as %s: %s (%.20s)", side, a.Name, s)}
	}
	return w.coded(b.Area(a.Code))
}

// productCode takes a product as it is reported. A code that its classification does not have is kept and noted.
func (w *worker) productCode(n *numbering, s string) code {
	if s == "" || strings.EqualFold(s, trade.Total) {
		return w.coded(n.target.builder.Product(trade.Total))
	}
	hs := strings.HasPrefix(n.target.key.class, "HS")
	if l := w.layout; allDigits([]byte(s)) && (len(s) < l.width || hs && len(s)%2 == 1) {
		s = strings.Repeat("0", max(l.width-len(s), 1)) + s // lost where a program took the code for a number
	}
	c := w.coded(n.target.builder.Product(s))
	if n.target.key.class != "" {
		if fault := codes.ProductFault(n.target.key.class, s); fault != "" {
			c.left = fmt.Sprintf("unknown product code, kept: %.20s %s", s, fault)
		}
	}
	return c
}

// masses are units of quantity that are weights, by the kilograms in them.
var masses = map[string]float64{"kg": 1, "t": 1000, "tonnes": 1000, "tonne": 1000, "metric tons": 1000, "g": 0.001}

// measured takes the unit of a quantity. A weight goes where weights are.
func (w *worker) measured(n *numbering, r *block.Record, cell []byte) {
	name := w.units.get(cell, w.unitName)
	kg, mass := masses[name]
	switch {
	case name == "":
		r.Quantity = math.NaN()
	case mass && math.IsNaN(r.Weight):
		r.Weight, r.Quantity = r.Quantity*kg, math.NaN()
	default:
		r.Unit = n.unitOf.get([]byte(name), func(s string) code { return w.coded(n.target.builder.Unit(s)) }).n
	}
}

// unitName is how a unit is written; Comtrade gives its number. It is "" for none.
func (w *worker) unitName(s string) string {
	number, err := strconv.Atoi(s)
	if err != nil || w.layout.about.Source != "comtrade" {
		return s
	}
	if x, known := codes.UnitByCode(number); known && number >= 0 {
		return x.Abbr
	}
	return ""
}

// flowOf reads the direction of a row.
func flowOf(s string) code {
	key := plainName(s)
	switch key {
	case "x", "2", "export", "exports", "exp":
		return code{n: 0}
	case "m", "1", "import", "imports", "imp":
		return code{n: 1}
	case "rx", "reexport", "reexports", "3":
		return code{n: 2}
	case "rm", "reimport", "reimports", "4":
		return code{n: 3}
	case "dx", "fm", "mip", "mop", "xip", "xop", "domesticexport", "foreignimport":
		return code{left: "part of a flow (" + s + "), beside its total"}
	}
	return code{left: fmt.Sprintf("unknown flow %.20s", s)}
}
