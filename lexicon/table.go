// Package lexicon holds what a person edits: names, offices, bodies, organisations, units, lexical classes and frames, as
// plain data files with a loader that refuses a bad line with file and line number, and a checker.
package lexicon

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// A row is one data line of a table, addressed by column name.
type row struct {
	file   string
	line   int
	cols   map[string]int
	fields []string
}

// get gives a cell with surrounding space removed; "" for an empty cell.
func (r *row) get(col string) string { return r.fields[r.cols[col]] }

// list splits a cell at "|".
func (r *row) list(col string) []string {
	cell := r.get(col)
	if cell == "" {
		return nil
	}
	parts := strings.Split(cell, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// problem refuses the row.
func (r *row) problem(mend, format string, args ...any) error {
	return dragoman.Problemf(r.file, fmt.Sprintf("line %d", r.line), mend, format, args...)
}

// readTable reads a tab-separated data file: lines starting with "#" are comments, the first other line names the
// columns, which must be exactly those given (in any order), and every further line has as many cells.
func readTable(fsys fs.FS, name string, columns []string, each func(r *row) error) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return dragoman.Problemf(name, "", "restore the lexicon file", "cannot be read: %v", err)
	}
	if !utf8.Valid(data) {
		return dragoman.Problemf(name, "", "save the file as UTF-8", "is not UTF-8")
	}
	var cols map[string]int
	var fields []string // used anew for every line
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields = fields[:0]
		for cell := range strings.SplitSeq(line, "\t") {
			fields = append(fields, strings.TrimSpace(cell))
		}
		if cols == nil {
			if cols, err = header(name, n, fields, columns); err != nil {
				return err
			}
			continue
		}
		if len(fields) != len(cols) {
			return dragoman.Problemf(name, fmt.Sprintf("line %d", n), "separate cells by single tabs",
				"has %d cells, the header names %d", len(fields), len(cols))
		}
		if err := each(&row{file: name, line: n, cols: cols, fields: fields}); err != nil {
			return err
		}
	}
	if cols == nil {
		return dragoman.Problemf(name, "", "add a header line", "holds no header")
	}
	return nil
}

func header(name string, line int, fields, columns []string) (map[string]int, error) {
	cols := make(map[string]int, len(fields))
	for i, f := range fields {
		cols[f] = i
	}
	for _, c := range columns {
		if _, ok := cols[c]; !ok {
			return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", line), "add the column", "header lacks column %q", c)
		}
	}
	if len(cols) != len(columns) {
		return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", line), "remove the extra columns",
			"header has %d columns, expected %s", len(fields), strings.Join(columns, ", "))
	}
	return cols, nil
}
