// Package tsv reads the plain tables in which the project keeps what a person edits: tab-separated cells, "#" before a comment, column
// names in the first other line. A bad line is refused with file and line number.
package tsv

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// Row is one data line of a table, addressed by column name. It is valid until the next one is read.
type Row struct {
	File   string
	Line   int
	cols   map[string]int
	fields []string
}

// Get gives a cell with surrounding space removed; "" for an empty cell and for an optional column that the file lacks.
func (r *Row) Get(col string) string {
	i, ok := r.cols[col]
	if !ok {
		return ""
	}
	return r.fields[i]
}

// List splits a cell at "|"; nil for an empty cell.
func (r *Row) List(col string) []string {
	cell := r.Get(col)
	if cell == "" {
		return nil
	}
	parts := strings.Split(cell, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// Number reads a finite number; an empty cell is the value given for it.
func (r *Row) Number(col string, empty float64) (float64, error) {
	cell := r.Get(col)
	if cell == "" {
		return empty, nil
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || v-v != 0 {
		return 0, r.Problem("write a number", "%s is %q", col, cell)
	}
	return v, nil
}

// Problem refuses the row.
func (r *Row) Problem(mend, format string, args ...any) error {
	return dragoman.Problemf(r.File, fmt.Sprintf("line %d", r.Line), mend, format, args...)
}

// Read reads a file whose header names exactly the columns given, in any order; one that ends with "?" may be missing.
// It hands each row to each and stops at the first error.
func Read(fsys fs.FS, name string, columns []string, each func(r *Row) error) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return dragoman.Problemf(name, "", "restore the data file", "cannot be read: %v", err)
	}
	return Parse(name, data, columns, each)
}

// Parse is Read for the bytes of a file.
func Parse(name string, data []byte, columns []string, each func(r *Row) error) error {
	if !utf8.Valid(data) {
		return dragoman.Problemf(name, "", "save the file as UTF-8", "is not UTF-8")
	}
	r := &Row{File: name}
	for line := range strings.Lines(string(data)) {
		r.Line++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r.fields = r.fields[:0]
		for cell := range strings.SplitSeq(line, "\t") {
			r.fields = append(r.fields, strings.TrimSpace(cell))
		}
		if r.cols == nil {
			if err := r.header(columns); err != nil {
				return err
			}
			continue
		}
		if len(r.fields) != len(r.cols) {
			return r.Problem("separate cells by single tabs", "has %d cells, the header names %d", len(r.fields), len(r.cols))
		}
		if err := each(r); err != nil {
			return err
		}
	}
	if r.cols == nil {
		return dragoman.Problemf(name, "", "add a header line", "holds no header")
	}
	return nil
}

func (r *Row) header(columns []string) error {
	r.cols = make(map[string]int, len(r.fields))
	for i, f := range r.fields {
		if _, twice := r.cols[f]; twice {
			return r.Problem("name every column once", "header names %q twice", f)
		}
		r.cols[f] = i
	}
	known := 0
	for _, c := range columns {
		c, optional := strings.CutSuffix(c, "?")
		if _, ok := r.cols[c]; ok {
			known++
		} else if !optional {
			return r.Problem("add the column", "header lacks column %q", c)
		}
	}
	if known != len(r.cols) {
		return r.Problem("remove the extra columns", "header has %d columns, expected %s", len(r.fields), strings.Join(columns, ", "))
	}
	return nil
}
