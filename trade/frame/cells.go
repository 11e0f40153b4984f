package frame

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unsafe"

	"dragoman"
	"dragoman/internal/parallel"
)

// chunk is some whole rows of the text and where their cells begin.
type chunk struct {
	data  []byte
	cells []uint32 // for every row the beginnings of its cells and, one past the last cell's end, of what follows
	first int      // row that comes first
	line  int      // its line
}

// chunkSize is what one core takes at a time: small enough to share the work out evenly, large enough that sharing costs nothing.
const chunkSize = 2 << 20

// cell is the text of a cell, without its quotes.
func (c *chunk) cell(row, column, columns int) []byte {
	at := row*(columns+1) + column
	text := c.data[c.cells[at] : c.cells[at+1]-1]
	if len(text) > 0 && text[len(text)-1] == '\r' && column == columns-1 {
		text = text[:len(text)-1]
	}
	return unquote(text)
}

// unquote takes the quotes off a cell.
func unquote(cell []byte) []byte {
	if len(cell) < 2 || cell[0] != '"' || cell[len(cell)-1] != '"' {
		return cell
	}
	cell = cell[1 : len(cell)-1]
	if bytes.IndexByte(cell, '"') < 0 {
		return cell
	}
	return bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
}

// index finds the cells of all rows from the byte body on. Without quotes every line end ends a row, so that the cores can begin anywhere.
func (f *Frame) index(data []byte, body int) error {
	var spans [][2]int
	if bytes.IndexByte(data[body:], '"') < 0 {
		for start := body; start < len(data); {
			end := min(start+chunkSize, len(data))
			if i := bytes.IndexByte(data[end:], '\n'); i >= 0 {
				end += i + 1
			} else {
				end = len(data)
			}
			spans = append(spans, [2]int{start, end})
			start = end
		}
		f.chunks = make([]chunk, len(spans))
		errs := make([]*misshapen, len(spans))
		parallel.Each(len(spans), func(i int) {
			f.chunks[i], _, errs[i] = f.scan(data[:spans[i][1]], spans[i][0], spans[i][1])
		})
		for i, bad := range errs {
			if bad != nil {
				return f.misshapen(data, spans[i][0], bad)
			}
		}
	} else {
		for start := body; start < len(data); {
			c, next, bad := f.scan(data, start, start+chunkSize)
			if bad != nil {
				return f.misshapen(data, start, bad)
			}
			f.chunks = append(f.chunks, c)
			start = next
		}
	}
	line, from := 1+bytes.Count(data[:body], []byte("\n")), body
	for i := range f.chunks {
		c := &f.chunks[i]
		c.first, c.line = f.rows, line
		f.rows += len(c.cells) / (len(f.header) + 1)
		line += bytes.Count(data[from:from+len(c.data)], []byte("\n"))
		from += len(c.data)
	}
	return nil
}

// misshapen is a row that has not the shape of the header, at a byte of the chunk.
type misshapen struct {
	at       int
	cells    int // how many it has
	unclosed bool
}

func (f *Frame) misshapen(data []byte, start int, m *misshapen) error {
	place := "line " + strconv.Itoa(1+bytes.Count(data[:start+m.at], []byte("\n")))
	if m.unclosed {
		return dragoman.Problemf(f.name, place, "close the quotes", "a cell begins with quotes that do not end")
	}
	mend := "mend the row, or quote cells that hold the separator"
	if strings.HasPrefix(f.header[0], "#") {
		mend = "begin the table with its header, without comments"
	}
	return dragoman.Problemf(f.name, place, mend, "has %d %s, the header has %d", m.cells, cellsWord(m.cells), len(f.header))
}

func cellsWord(n int) string {
	if n == 1 {
		return "cell"
	}
	return "cells"
}

// scan finds the cells of the rows that begin from start up to limit.
func (f *Frame) scan(data []byte, start, limit int) (chunk, int, *misshapen) {
	columns, comma := len(f.header), f.comma
	cells := make([]uint32, 0, (min(limit, len(data))-start)/6)
	p := start
	for p < limit && p < len(data) {
		if data[p] == '\n' || data[p] == '\r' && p+1 < len(data) && data[p+1] == '\n' { // an empty line
			p++
			continue
		}
		row, count := p, 0
		for {
			cells = append(cells, uint32(p-start))
			count++
			end, closed := cellEnd(data, p, comma)
			if !closed {
				return chunk{}, 0, &misshapen{at: row - start, unclosed: true}
			}
			p = end + 1
			if end >= len(data) || data[end] == '\n' {
				break
			}
		}
		if count != columns {
			return chunk{}, 0, &misshapen{at: row - start, cells: count}
		}
		cells = append(cells, uint32(p-start))
	}
	p = min(p, len(data))
	return chunk{data: data[start:p], cells: cells}, p, nil
}

// cellEnd is where the cell that begins at p ends: at a separator, a line end or the end of the text.
func cellEnd(data []byte, p int, comma byte) (end int, closed bool) {
	if p < len(data) && data[p] == '"' {
		for p++; ; p++ {
			i := bytes.IndexByte(data[p:], '"')
			if i < 0 {
				return 0, false
			}
			p += i + 1
			if p >= len(data) || data[p] != '"' {
				break
			}
		}
	}
	for ; p < len(data); p++ {
		if c := data[p]; c == comma || c == '\n' {
			return p, true
		}
	}
	return len(data), true
}

// Numbers parses a column of numbers. Missing ones ("", "NA", "N/A", "." and "NaN") are NaN. Where cells are separated by semicolons, a
// comma may stand for the decimal point.
func (f *Frame) Numbers(column string) ([]float64, error) {
	k, err := f.column(column)
	if err != nil {
		return nil, err
	}
	out := make([]float64, f.rows)
	err = f.each(func(c *chunk) error {
		columns := len(f.header)
		for row := range len(c.cells) / (columns + 1) {
			text := c.cell(row, k, columns)
			value, ok := number(text, f.comma == ';')
			if !ok {
				place := "line " + strconv.Itoa(f.Line(c.first+row))
				return dragoman.Problemf(f.name, place, `mend it, or leave it empty where it is not known`, "column %q: %q is not a number", column, shown(text))
			}
			out[c.first+row] = value
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// shown is as much of a cell as an error quotes.
func shown(text []byte) string {
	const most = 40
	if len(text) > most {
		return string(bytes.ToValidUTF8(text[:most], nil)) + "…"
	}
	return string(text)
}

var powers = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// number parses a decimal number. Up to 15 digits the quotient of digits and power is exact before its one rounding (Clinger 1990), so the
// short way gives the same bits as strconv.
func number(text []byte, decimalComma bool) (float64, bool) {
	var digits uint64
	count, places, point, negative := 0, 0, false, false
	i := 0
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		negative = text[i] == '-'
		i++
	}
	for ; i < len(text); i++ {
		c := text[i]
		switch {
		case c-'0' < 10:
			digits = digits*10 + uint64(c-'0')
			if digits > 0 {
				count++
			}
			if point {
				places++
			}
			if count > 15 {
				return slowNumber(text, decimalComma)
			}
		case c == '.' && !point, c == ',' && decimalComma && !point:
			point = true
		default:
			return slowNumber(text, decimalComma)
		}
	}
	if count == 0 && digits == 0 && !hasDigit(text) || places >= len(powers) {
		return slowNumber(text, decimalComma)
	}
	value := float64(digits)
	if places > 0 {
		value /= powers[places]
	}
	if negative {
		value = -value
	}
	return value, true
}

func hasDigit(text []byte) bool {
	for _, c := range text {
		if c-'0' < 10 {
			return true
		}
	}
	return false
}

// slowNumber parses what has exponents, many digits or is missing.
func slowNumber(text []byte, decimalComma bool) (float64, bool) {
	text = bytes.TrimSpace(text)
	if missingNumber(text) {
		return math.NaN(), true
	}
	for _, c := range text {
		switch {
		case c-'0' < 10, c == '+', c == '-', c == '.', c == 'e', c == 'E':
		case c == ',' && decimalComma:
			text = bytes.Replace(bytes.Clone(text), []byte(","), []byte("."), 1)
		default:
			return 0, false // strconv would take "inf", "0x1p-2" and "1_000"
		}
	}
	value, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(text), len(text)), 64)
	return value, err == nil
}

func missingNumber(text []byte) bool {
	switch len(text) {
	case 0:
		return true
	case 1:
		return text[0] == '.'
	case 2:
		return string(text) == "NA"
	case 3:
		return bytes.EqualFold(text, []byte("nan")) || string(text) == "N/A"
	}
	return false
}
