package text

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"dragoman"
)

//go:embed data
var dataFiles embed.FS

// A table is a data file in memory: lines of tab-separated cells under a header, "#" lines being comments.
type table struct {
	name string
	cols map[string]int
	rows [][]string
}

// loadTable reads a data file strictly: a missing column or a row with another number of cells is refused.
func loadTable(name string, columns ...string) (*table, error) {
	data, err := dataFiles.ReadFile(path.Join("data", name))
	if err != nil {
		return nil, dragoman.Problemf(name, "", "restore the data file", "cannot be read: %v", err)
	}
	return parseTable(name, string(data), columns)
}

func parseTable(name, data string, columns []string) (*table, error) {
	t := &table{name: name}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case t.cols == nil:
			t.cols = make(map[string]int, len(cells))
			for i, c := range cells {
				t.cols[c] = i
			}
			for _, c := range columns {
				if _, ok := t.cols[c]; !ok {
					return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", n), "add the column", "header lacks column %q", c)
				}
			}
		case len(cells) != len(t.cols):
			return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", n), "separate cells by single tabs",
				"has %d cells, the header names %d", len(cells), len(t.cols))
		default:
			t.rows = append(t.rows, cells)
		}
	}
	if t.cols == nil {
		return nil, dragoman.Problemf(name, "", "add a header line", "holds no header")
	}
	return t, nil
}

// get gives the cell of a row under a column that was asked for when loading.
func (t *table) get(row []string, col string) string { return row[t.cols[col]] }
