package trade

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// data holds what is edited by hand: exchange rates, deflators, reasons for gaps, words for goods.
//
//go:embed data/*.tsv
var data embed.FS

// row is one data line of a table, addressed by column name.
type tableRow struct {
	file  string
	line  int
	cells map[string]string
}

// problem refuses the row.
func (r *tableRow) problem(mend, format string, args ...any) error {
	return dragoman.Problemf(r.file, fmt.Sprintf("line %d", r.line), mend, format, args...)
}

// number reads a cell that must hold a finite number; an empty one is the value given for it.
func (r *tableRow) number(column string, empty float64) (float64, error) {
	cell := r.cells[column]
	if cell == "" {
		return empty, nil
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || v-v != 0 {
		return 0, r.problem("write a number", "%s is %q", column, cell)
	}
	return v, nil
}

// list splits a cell at "|".
func (r *tableRow) list(column string) []string {
	if r.cells[column] == "" {
		return nil
	}
	return strings.Split(r.cells[column], "|")
}

// readTable reads a tab-separated file: lines that start with "#" are comments, the first other line names the columns, which must be
// those given in any order, and every further line has as many cells.
func readTable(fsys fs.FS, name string, columns []string, each func(r *tableRow) error) error {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return dragoman.Problemf(name, "", "restore the file", "cannot be read: %v", err)
	}
	var header []string
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		r := &tableRow{file: name, line: n, cells: map[string]string{}}
		if header == nil {
			header = fields
			if a, b := slices.Sorted(slices.Values(fields)), slices.Sorted(slices.Values(columns)); !slices.Equal(a, b) {
				return r.problem("name the columns "+strings.Join(columns, ", "), "the header names %s", strings.Join(fields, ", "))
			}
			continue
		}
		if len(fields) != len(header) {
			return r.problem("separate cells by single tabs", "has %d cells, the header names %d", len(fields), len(header))
		}
		for i, f := range fields {
			r.cells[header[i]] = strings.TrimSpace(f)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	if header == nil {
		return dragoman.Problemf(name, "", "add a header line", "holds no header")
	}
	return nil
}
