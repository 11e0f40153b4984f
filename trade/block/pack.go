// Package block keeps trade statistics packed: all that one area reports in one period under one flow is one block of compact
// columns, which a store holds as bytes. A Builder makes blocks of rows in any order, a Library answers questions from them.
package block

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"dragoman/trade"
)

// version is the first byte of everything packed here.
const version = 1

// errDamaged is what every decoder says about bytes that no packer made.
var errDamaged = errors.New("damaged block")

// How the values of a column are there.
const (
	allThere  = 0
	noneThere = 1
	someThere = 2 // a bitmap follows
)

// rawFloats marks a column of numbers that are no decimals of few digits; other columns start with the number of their decimals.
const (
	rawFloats   = 255
	maxDecimals = 9
)

// exactInteger is the largest integer up to which every integer is a float64.
const exactInteger = 1 << 53

var powers = [maxDecimals + 1]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

// appendNumbers packs non-negative decimals as integers of one scale, anything else as it is: every number comes back bit by bit.
func appendNumbers(b []byte, values []float64) []byte {
	decimals := decimalsOf(values)
	if decimals < 0 {
		b = append(b, rawFloats)
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		return b
	}
	b = append(b, byte(decimals))
	for _, v := range values {
		b = binary.AppendUvarint(b, uint64(math.Round(v*powers[decimals])))
	}
	return b
}

// decimalsOf is the least number of decimals with which all values can be written as integers, -1 when there is none.
func decimalsOf(values []float64) int {
	decimals := 0
	for _, v := range values {
		for !isDecimal(v, decimals) {
			if decimals++; decimals > maxDecimals {
				return -1
			}
		}
	}
	if decimals > 0 { // what fitted fewer decimals may be too large for more
		for _, v := range values {
			if !isDecimal(v, decimals) {
				return -1
			}
		}
	}
	return decimals
}

func isDecimal(v float64, decimals int) bool {
	scaled := math.Round(v * powers[decimals])
	return scaled >= 0 && scaled <= exactInteger && scaled/powers[decimals] == v && !(v == 0 && math.Signbit(v))
}

// appendOptional packs numbers of which NaN are missing.
func appendOptional(b []byte, values []float64) []byte {
	there := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			there = append(there, v)
		}
	}
	switch len(there) {
	case len(values):
		b = append(b, allThere)
	case 0:
		return append(b, noneThere)
	default:
		b = append(b, someThere)
		b = appendBits(b, len(values), func(i int) bool { return !math.IsNaN(values[i]) })
	}
	return appendNumbers(b, there)
}

func appendBits(b []byte, n int, set func(i int) bool) []byte {
	at := len(b)
	b = append(b, make([]byte, (n+7)/8)...)
	for i := range n {
		if set(i) {
			b[at+i/8] |= 1 << (i % 8)
		}
	}
	return b
}

// appendFlags packs booleans.
func appendFlags(b []byte, flags []bool) []byte {
	if !slices.Contains(flags, true) {
		return append(b, noneThere)
	}
	if !slices.Contains(flags, false) {
		return append(b, allThere)
	}
	return appendBits(append(b, someThere), len(flags), func(i int) bool { return flags[i] })
}

// appendCodes packs ascending codes: as differences when they are numbers of one width ("270900"), else each by what it shares
// with the one before.
func appendCodes(b []byte, codes []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(codes)))
	width := numberWidth(codes)
	b = append(b, byte(width))
	last := uint64(0)
	before := ""
	for _, c := range codes {
		if width > 0 {
			n, _ := strconv.ParseUint(c, 10, 64) // digits only, see numberWidth
			b = binary.AppendUvarint(b, n-last)
			last = n
			continue
		}
		shared := 0
		for shared < min(len(c), len(before)) && c[shared] == before[shared] {
			shared++
		}
		b = binary.AppendUvarint(b, uint64(shared))
		b = appendText(b, c[shared:])
		before = c
	}
	return b
}

// numberWidth is the number of digits that all codes have, 0 when they are no numbers of one width.
func numberWidth(codes []string) int {
	if len(codes) == 0 || len(codes[0]) > 18 {
		return 0
	}
	for _, c := range codes {
		if len(c) != len(codes[0]) || !isNumber(c) {
			return 0
		}
	}
	return len(codes[0])
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// packCells packs the sums of a margin, ascending by code.
func packCells(cells []trade.Cell) []byte {
	codes := make([]string, len(cells))
	values, weights := make([]float64, len(cells)), make([]float64, len(cells))
	for i, c := range cells {
		codes[i], values[i], weights[i] = c.Code, c.Value, c.Weight
	}
	b := appendCodes([]byte{version}, codes)
	b = appendNumbers(b, values)
	return appendOptional(b, weights)
}

// packRows packs rows of one period, reporter and flow, ascending by partner and product:
//
//	version, products, units, number of partners,
//	for each partner: code, number of rows, length of its columns in bytes,
//	for each partner its columns: products (differences of indices), values, weights, quantities, units, estimated
func packRows(rows []trade.Row) []byte {
	products, productAt := dictionary(rows, func(r *trade.Row) string { return r.Product })
	units, unitAt := dictionary(rows, func(r *trade.Row) string { return r.Unit })
	var head, columns []byte
	partners := 0
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Partner == rows[0].Partner {
			n++
		}
		start := len(columns)
		columns = appendColumns(columns, rows[:n], productAt, unitAt)
		head = appendText(head, rows[0].Partner)
		head = binary.AppendUvarint(head, uint64(n))
		head = binary.AppendUvarint(head, uint64(len(columns)-start))
		rows = rows[n:]
		partners++
	}
	b := appendCodes([]byte{version}, products)
	b = appendCodes(b, units)
	b = binary.AppendUvarint(b, uint64(partners))
	b = append(b, head...)
	return append(b, columns...)
}

// dictionary lists the codes of rows ascending, with the place of each.
func dictionary(rows []trade.Row, code func(*trade.Row) string) ([]string, map[string]int) {
	at := make(map[string]int, 1024)
	last := ""
	for i := range rows {
		if c := code(&rows[i]); i == 0 || c != last {
			at[c] = 0
			last = c
		}
	}
	codes := slices.Sorted(maps.Keys(at))
	for i, c := range codes {
		at[c] = i
	}
	return codes, at
}

func appendColumns(b []byte, rows []trade.Row, productAt, unitAt map[string]int) []byte {
	values, weights, quantities := make([]float64, len(rows)), make([]float64, len(rows)), make([]float64, len(rows))
	estimated := make([]bool, len(rows))
	last := 0
	for i := range rows {
		r := &rows[i]
		at := productAt[r.Product]
		b = binary.AppendUvarint(b, uint64(at-last))
		last = at
		values[i], weights[i], quantities[i], estimated[i] = r.Value, r.Weight, r.Quantity, r.Estimated
	}
	b = appendNumbers(b, values)
	b = appendOptional(b, weights)
	b = appendOptional(b, quantities)
	if len(unitAt) > 1 { // else all rows have the only unit there is
		for i := range rows {
			b = binary.AppendUvarint(b, uint64(unitAt[rows[i].Unit]))
		}
	}
	return appendFlags(b, estimated)
}

// reader takes packed bytes apart. After the first fault every answer is a zero, and err says that the bytes are damaged.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", errDamaged, what)
	}
	r.b = nil
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail("it ends too early")
		return 0
	}
	x := r.b[0]
	r.b = r.b[1:]
	return x
}

func (r *reader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 { // most are that small
		x := r.b[0]
		r.b = r.b[1:]
		return uint64(x)
	}
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail("a number is cut short")
		return 0
	}
	r.b = r.b[n:]
	return x
}

// count reads how many things follow of which each takes a byte or more.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.fail("a count is larger than what follows")
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail("it ends too early")
		return nil
	}
	x := r.b[:n]
	r.b = r.b[n:]
	return x
}

func (r *reader) header() {
	if v := r.byte(); r.err == nil && v != version {
		r.fail(fmt.Sprintf("format %d is not known", v))
	}
}

// maxCode bounds a code when one is put together of shared parts.
const maxCode = 1 << 8

// codes reads a list of codes. They are cut out of one string, which is far cheaper than a string each: lists of thousands are read for
// every area that an answer looks at.
func (r *reader) codes() []string {
	n, width := r.count(), int(r.byte())
	if r.err == nil && width > 18 {
		r.fail("a code is too wide")
	}
	text, ends := make([]byte, 0, n*max(width, 4)), make([]int, n)
	before, last := 0, uint64(0)
	for i := range ends {
		start := len(text)
		if width > 0 {
			last += r.uvarint()
			text = appendPadded(text, last, width)
			if len(text)-start != width {
				r.fail("a code is too wide")
			}
		} else {
			shared := r.uvarint()
			rest := r.bytes(r.count())
			if shared > uint64(start-before) || shared+uint64(len(rest)) > maxCode {
				r.fail("a code shares more than there is")
				return nil
			}
			text = append(append(text, text[before:before+int(shared)]...), rest...)
		}
		if r.err != nil {
			return nil
		}
		before, ends[i] = start, len(text)
	}
	codes, all, from := make([]string, n), string(text), 0
	for i, end := range ends {
		codes[i], from = all[from:end], end
	}
	return codes
}

func appendPadded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}

// numbers reads n numbers into a slice that is used again.
func (r *reader) numbers(into []float64, n int) []float64 {
	mode := r.byte()
	into = into[:0]
	if mode == rawFloats {
		raw := r.bytes(8 * n)
		for i := 0; i+8 <= len(raw); i += 8 {
			into = append(into, math.Float64frombits(binary.LittleEndian.Uint64(raw[i:])))
		}
		return r.fill(into, n)
	}
	if mode > maxDecimals || n > len(r.b) {
		r.fail("a column is cut short")
		return r.fill(into, n)
	}
	for range n {
		into = append(into, float64(r.uvarint())/powers[mode])
	}
	return into
}

// fill makes a column of a damaged block long enough to be looked at.
func (r *reader) fill(into []float64, n int) []float64 {
	if r.err != nil {
		return slices.Grow(into[:0], n)[:n]
	}
	return into
}

func (r *reader) optional(into []float64, n int) []float64 {
	switch mode := r.byte(); mode {
	case allThere:
		return r.numbers(into, n)
	case noneThere:
		into = into[:0]
		for range n {
			into = append(into, math.NaN())
		}
		return into
	case someThere:
		bits := r.bytes((n + 7) / 8)
		there := 0
		for i := range n {
			if r.err == nil && bits[i/8]>>(i%8)&1 == 1 {
				there++
			}
		}
		into = slices.Grow(r.numbers(into, there), n)[:n]
		for i := n - 1; i >= 0 && r.err == nil; i-- { // from behind, so that each moves up into its place
			if bits[i/8]>>(i%8)&1 == 1 {
				there--
				into[i] = into[there]
			} else {
				into[i] = math.NaN()
			}
		}
		return into
	default:
		r.fail("a column starts with an unknown mark")
		return r.fill(into, n)
	}
}

// flags reads n booleans: nil when none is set.
func (r *reader) flags(n int) func(i int) bool {
	switch r.byte() {
	case allThere:
		return func(int) bool { return r.err == nil }
	case noneThere:
		return func(int) bool { return false }
	case someThere:
		if bits := r.bytes((n + 7) / 8); r.err == nil {
			return func(i int) bool { return bits[i/8]>>(i%8)&1 == 1 }
		}
	default:
		r.fail("flags start with an unknown mark")
	}
	return func(int) bool { return false }
}

// unpackCells reads the sums of a margin.
func unpackCells(packed []byte) ([]trade.Cell, error) {
	if len(packed) == 0 {
		return nil, nil
	}
	r := &reader{b: packed}
	r.header()
	codes := r.codes()
	values := r.numbers(nil, len(codes))
	weights := r.optional(nil, len(codes))
	if r.err == nil && len(r.b) > 0 {
		r.fail("something follows it")
	}
	if r.err != nil || len(codes) == 0 {
		return nil, r.err
	}
	cells := make([]trade.Cell, len(codes))
	for i, c := range codes {
		cells[i] = trade.Cell{Code: c, Value: values[i], Weight: weights[i]}
	}
	return cells, nil
}

// wanted says which partners and products are asked for.
type wanted struct {
	partner, product func(code string) bool
}

// columns are the slices that unpackRows uses again from partner to partner.
type columns struct {
	products, units             []int
	values, weights, quantities []float64
}

// unpackRows appends the rows asked for; of the others only the length is looked at.
func unpackRows(rows []trade.Row, like trade.Row, packed []byte, want wanted) ([]trade.Row, error) {
	r := &reader{b: packed}
	r.header()
	products, units := r.codes(), r.codes()
	asked := make([]bool, len(products))
	for i, p := range products {
		asked[i] = want.product(p)
	}
	type part struct {
		partner      string
		rows, length int
	}
	parts := make([]part, r.count())
	for i := range parts {
		parts[i] = part{partner: string(r.bytes(r.count())), rows: r.count(), length: r.count()}
	}
	var c columns
	for _, p := range parts {
		body := r.bytes(p.length)
		if r.err != nil || p.rows > len(body) {
			r.fail("rows are missing")
			return nil, r.err
		}
		if !want.partner(p.partner) {
			continue
		}
		in := &reader{b: body}
		like.Partner = p.partner
		rows = c.rows(rows, like, in, p.rows, products, units, asked)
		if in.err == nil && len(in.b) > 0 {
			in.fail("something follows the rows")
		}
		if in.err != nil {
			return nil, in.err
		}
	}
	if r.err == nil && len(r.b) > 0 {
		r.fail("something follows it")
	}
	return rows, r.err
}

// indices reads n places in a list of the given size, as they are or as differences.
func (r *reader) indices(into []int, n, size int, differences bool) []int {
	into = into[:0]
	at := uint64(0)
	for range n {
		x := r.uvarint()
		if differences {
			x += at
		}
		if at = x; at >= uint64(size) {
			r.fail("a code is not in the list")
			at = 0
		}
		into = append(into, int(at))
	}
	return into
}

// rows reads the columns of one partner.
func (c *columns) rows(out []trade.Row, like trade.Row, r *reader, n int, products, units []string, asked []bool) []trade.Row {
	c.products = r.indices(c.products, n, len(products), true)
	c.values = r.numbers(c.values, n)
	c.weights = r.optional(c.weights, n)
	c.quantities = r.optional(c.quantities, n)
	if len(units) > 1 {
		c.units = r.indices(c.units, n, len(units), false)
	} else if len(units) == 1 {
		like.Unit = units[0]
	}
	estimated := r.flags(n)
	if r.err != nil {
		return out
	}
	for i := range n {
		if !asked[c.products[i]] {
			continue
		}
		row := like
		row.Product, row.Value, row.Weight, row.Quantity, row.Estimated = products[c.products[i]], c.values[i], c.weights[i], c.quantities[i], estimated(i)
		if len(units) > 1 {
			row.Unit = units[c.units[i]]
		}
		out = append(out, row)
	}
	return out
}
