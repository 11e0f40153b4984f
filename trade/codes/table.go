// Package codes holds the code schemes of trade statistics: areas with the numbers that each source gives them, groups of countries,
// products of the Harmonized System with its revisions, sections and sectors, and units of quantity. All of it is plain data files that
// a person can mend; see docs/codes.md.
package codes

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman"
)

//go:embed data
var embedded embed.FS

// dataFiles is the data folder built into the program.
func dataFiles() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return embedded
	}
	return sub
}

// row is one data line of a table.
type row struct {
	file  string
	line  int
	cells []string // in the order of the columns asked for; used anew for every line
}

// problem refuses the row.
func (r *row) problem(mend, format string, args ...any) error {
	return dragoman.Problemf(r.file, fmt.Sprintf("line %d", r.line), mend, format, args...)
}

// number reads a cell that holds a whole number or nothing (0).
func (r *row) number(i int) (int, error) {
	if r.cells[i] == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(r.cells[i])
	if err != nil || n < 0 {
		return 0, r.problem("write a whole number", "%q is no number", r.cells[i])
	}
	return n, nil
}

// numbers reads a cell of whole numbers separated by "|".
func (r *row) numbers(i int) ([]int, error) {
	var out []int
	for _, s := range list(r.cells[i]) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n >= numbers {
			return nil, r.problem(fmt.Sprintf("write numbers below %d separated by |", numbers), "%q is no area number", s)
		}
		out = append(out, n)
	}
	return out, nil
}

// list splits a cell at "|".
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// readTable reads a tab-separated data file: lines starting with "#" are comments, the first other line names the columns, which must be
// exactly those given in that order, and every further line has as many cells.
func readTable(fsys fs.FS, name string, columns []string, each func(r *row) error) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return dragoman.Problemf(name, "", "restore the data file", "cannot be read: %v", err)
	}
	if !utf8.Valid(data) {
		return dragoman.Problemf(name, "", "save the file as UTF-8", "is not UTF-8")
	}
	r := &row{file: name, cells: make([]string, len(columns))}
	headed := false
	for line := range strings.Lines(string(data)) {
		r.line++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if !headed {
			if headed = line == strings.Join(columns, "\t"); !headed {
				return r.problem("name the columns "+strings.Join(columns, ", ")+", separated by tabs", "unexpected header %q", line)
			}
			continue
		}
		if n := strings.Count(line, "\t") + 1; n != len(columns) {
			return r.problem("separate cells by single tabs", "has %d cells, the header names %d", n, len(columns))
		}
		i := 0
		for cell := range strings.SplitSeq(line, "\t") {
			r.cells[i] = strings.TrimSpace(cell)
			i++
		}
		if err := each(r); err != nil {
			return err
		}
	}
	if !headed {
		return dragoman.Problemf(name, "", "add a header line", "holds no header")
	}
	return nil
}
