// Package frame reads a table of observations from delimited text and makes of its columns what an estimator wants: numbers, levels,
// expressions of both, and which rows to take. Only the columns that are asked for are parsed.
package frame

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"dragoman"
	"dragoman/internal/parallel"
)

// Frame is a table in memory: the text as it was read, and where its cells begin. Its methods are safe for concurrent use.
type Frame struct {
	name    string
	comma   byte
	header  []string
	columns map[string]int
	chunks  []chunk
	rows    int
}

// Open reads the table at path, plain or gzipped; "-" is stdin.
func Open(path string, stdin io.Reader) (*Frame, error) {
	if path == "-" {
		return Read(stdin, "standard input", 0)
	}
	file, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, dragoman.Problemf(path, "", "check the path", "does not exist")
	case err != nil:
		return nil, dragoman.Problemf(path, "", "name a file that can be read", "cannot be read: %v", err)
	}
	defer file.Close()
	size := int64(0)
	if info, err := file.Stat(); err == nil {
		if info.IsDir() {
			return nil, dragoman.Problemf(path, "", "name a file in it", "is a directory")
		}
		size = info.Size()
	}
	return Read(file, path, size)
}

// Read reads a table: comma, semicolon, tab or bar between the cells (whichever the header has most of), the first row naming the
// columns, cells in quotes or not, gzip told by its first bytes. name is what errors call it; size, when known, is how many bytes to expect.
func Read(r io.Reader, name string, size int64) (*Frame, error) {
	data, err := readAll(r, name, size)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if err := readable(data, name); err != nil {
		return nil, err
	}
	f := &Frame{name: name, columns: map[string]int{}}
	body, err := f.readHeader(data)
	if err != nil {
		return nil, err
	}
	if err := f.index(data, body); err != nil {
		return nil, err
	}
	if f.rows == 0 {
		return nil, dragoman.Problemf(name, "", "give it a row for each observation", "has a header but no rows")
	}
	return f, nil
}

// readAll takes all bytes, unpacked where they are gzip.
func readAll(r io.Reader, name string, size int64) ([]byte, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	magic, _ := in.Peek(2)
	packed := string(magic) == "\x1f\x8b"
	var source io.Reader = in
	if packed {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, dragoman.Problemf(name, "", "fetch the file again", "is a damaged gzip file: %v", err)
		}
		source, size = unpacked, 4*size // what numbers pack to, about
	}
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err := buf.ReadFrom(source)
	switch {
	case err == nil:
		return buf.Bytes(), nil
	case packed && errors.Is(err, io.ErrUnexpectedEOF):
		return nil, dragoman.Problemf(name, "", "fetch the file again", "is a gzip file that was cut short, after %d bytes of text", buf.Len())
	case packed:
		return nil, dragoman.Problemf(name, "", "fetch the file again", "is a damaged gzip file: %v", err)
	}
	return nil, dragoman.Problemf(name, "", "try again", "cannot be read: %v", err)
}

// readable names the files that are often taken for a table of text.
func readable(data []byte, name string) error {
	head := data[:min(len(data), 4096)]
	switch {
	case len(bytes.TrimSpace(head)) == 0 && len(data) == len(head):
		return dragoman.Problemf(name, "", "give it a header row and rows", "is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return dragoman.Problemf(name, "", "export the sheet as CSV, or unpack the archive", "is a spreadsheet or a zip archive")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return dragoman.Problemf(name, "", "save it as UTF-8", "is UTF-16")
	case bytes.HasPrefix(head, []byte("<stata_dta>")):
		return dragoman.Problemf(name, "", "write it with export delimited", "is a Stata file")
	case bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(bytes.TrimSpace(head), '\r') >= 0:
		return dragoman.Problemf(name, "", "save it with line feeds (LF or CRLF)", "ends its lines with carriage returns alone")
	case bytes.IndexByte(head, 0) >= 0:
		return dragoman.Problemf(name, "", "export it as CSV", "is not text")
	}
	return nil
}

// readHeader names the columns and gives where the rows begin.
func (f *Frame) readHeader(data []byte) (int, error) {
	start := 0
	for start < len(data) && (data[start] == '\n' || data[start] == '\r') {
		start++
	}
	end := len(data)
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		end = start + i
	}
	line := bytes.TrimSuffix(data[start:end], []byte("\r"))
	f.comma = sniff(line)
	for _, cell := range splitLine(line, f.comma) {
		column := strings.TrimSpace(string(unquote(cell)))
		if _, twice := f.columns[column]; twice && column != "" {
			return 0, dragoman.Problemf(f.name, "header", "rename one", "column %q is there twice", column)
		}
		f.columns[column] = len(f.header)
		f.header = append(f.header, column)
	}
	return min(end+1, len(data)), nil
}

// sniff tells what stands between the cells of the header; a comma when nothing does.
func sniff(line []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t', '|'} {
		if n := len(splitLine(line, c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// splitLine cuts one line without line ends in quotes into cells.
func splitLine(line []byte, comma byte) [][]byte {
	var cells [][]byte
	start, quoted := 0, false
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == comma && !quoted:
			cells = append(cells, line[start:i])
			start = i + 1
		}
	}
	return append(cells, line[start:])
}

// Name is the file as errors call it.
func (f *Frame) Name() string { return f.name }

// Rows is the number of observations.
func (f *Frame) Rows() int { return f.rows }

// Columns lists the names of the columns as they stand in the header.
func (f *Frame) Columns() []string { return slices.Clone(f.header) }

// Has says whether there is a column of that name.
func (f *Frame) Has(column string) bool {
	_, has := f.columns[column]
	return has && column != ""
}

// Text is the cell of a row (from 0) and a column, without quotes; it panics where there is no such row.
func (f *Frame) Text(row int, column string) (string, error) {
	k, err := f.column(column)
	if err != nil {
		return "", err
	}
	c := f.chunkOf(row)
	return string(c.cell(row-c.first, k, len(f.header))), nil
}

// Line is the line of the file (from 1) on which a row (from 0) begins.
func (f *Frame) Line(row int) int {
	c := f.chunkOf(row)
	return c.line + bytes.Count(c.data[:c.cells[(row-c.first)*(len(f.header)+1)]], []byte("\n"))
}

// Lines are the lines of the file (from 1) on which the rows begin.
func (f *Frame) Lines() []int32 {
	out := make([]int32, f.rows)
	parallel.Each(len(f.chunks), func(i int) {
		c := &f.chunks[i]
		line, at := c.line, uint32(0)
		for row := range len(c.cells) / (len(f.header) + 1) {
			start := c.cells[row*(len(f.header)+1)]
			line += bytes.Count(c.data[at:start], []byte("\n"))
			out[c.first+row], at = int32(line), start
		}
	})
	return out
}

func (f *Frame) chunkOf(row int) *chunk {
	i, found := slices.BinarySearchFunc(f.chunks, row, func(c chunk, row int) int { return c.first - row })
	if !found {
		i--
	}
	return &f.chunks[i]
}

// column finds a column by name and tells what is there where it is not.
func (f *Frame) column(name string) (int, error) {
	k, found := f.columns[name]
	if found && name != "" {
		return k, nil
	}
	mend := "it has " + listed(f.header)
	if len(f.header) == 1 {
		mend = fmt.Sprintf("its only column is %q: the cells must be separated by comma, semicolon, tab or |", f.header[0])
	}
	return 0, dragoman.Problemf(f.name, "header", mend, "has no column %q", name)
}

// listed names columns, not more than a line holds.
func listed(names []string) string {
	const most = 40
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// each calls do for every chunk, on as many cores as there are, and gives the error of the first chunk that has one.
func (f *Frame) each(do func(c *chunk) error) error {
	errs := make([]error, len(f.chunks))
	parallel.Each(len(f.chunks), func(i int) { errs[i] = do(&f.chunks[i]) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
