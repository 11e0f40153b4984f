// Package codes holds the code schemes of trade statistics: areas with the numbers that each source gives them, groups of countries,
// products of the Harmonized System with its revisions, sections and sectors, and units of quantity. All of it is plain data files that
// a person can mend; see docs/codes.md.
package codes

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"sync"

	"dragoman/internal/tsv"
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

// built gives what load makes of the built-in data, once it is asked for; files that do not load give none, and Check says why.
func built[T any](load func(fs.FS) (*T, error)) func() *T {
	return sync.OnceValue(func() *T {
		t, err := load(dataFiles())
		if err != nil {
			return new(T)
		}
		return t
	})
}

// whole reads a cell that holds a whole number, or nothing (0).
func whole(r *tsv.Row, col string) (int, error) {
	cell := r.Get(col)
	if cell == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(cell)
	if err != nil || n < 0 {
		return 0, r.Problem("write a whole number", "%s is %q", col, cell)
	}
	return n, nil
}

// areaNumbers reads a cell of area numbers separated by "|".
func areaNumbers(r *tsv.Row, col string) ([]int, error) {
	var out []int
	for _, s := range r.List(col) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n >= numbers {
			return nil, r.Problem(fmt.Sprintf("write numbers below %d separated by |", numbers), "%s %q is no area number", col, s)
		}
		out = append(out, n)
	}
	return out, nil
}
