package source

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"dragoman"
	"dragoman/internal/tsv"
)

// List is the file that tells what the tables of a folder are, one line a table.
const List = "datasets.tsv"

var listColumns = []string{"file", "id", "source", "title", "vintage", "classification", "currency", "reconciled", "rank", "url", "licence", "note"}

// Order is tables to be imported together, and what is told of them beforehand.
type Order struct {
	Files    []string
	Settings Settings
}

// Orders sorts what the user named: a folder that holds a list of its tables gives one order for each of these, with what the list tells
// of it unless the settings do; all other files together are one order. A folder without a list is a Problem.
func Orders(names []string, s Settings) ([]Order, error) {
	var out []Order
	loose := Order{Settings: s}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil || !info.IsDir() {
			loose.Files = append(loose.Files, name) // a missing file is told of where it is opened
			continue
		}
		some, err := listOf(name, s)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	if len(loose.Files) > 0 {
		out = append(out, loose)
	}
	return out, nil
}

func listOf(folder string, given Settings) ([]Order, error) {
	name := filepath.Join(folder, List)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, dragoman.Problemf(folder, "", "name its files, or describe them in "+name, "is a folder without a list of its tables")
	}
	if err != nil {
		return nil, dragoman.Problemf(name, "", "check the permissions of the file", "cannot be read: %v", err)
	}
	var out []Order
	err = tsv.Parse(name, data, listColumns, func(r *tsv.Row) error {
		o, err := orderOf(folder, r, given)
		out = append(out, o)
		return err
	})
	return out, err
}

// orderOf reads one line of a list.
func orderOf(folder string, r *tsv.Row, s Settings) (Order, error) {
	file := r.Get("file")
	if file == "" || file != filepath.Base(file) {
		return Order{}, r.Problem("name a file of the folder", "%q is no file name", file)
	}
	if !slices.Contains([]string{"yes", "no"}, r.Get("reconciled")) {
		return Order{}, r.Problem("write yes or no", "reconciled is %q", r.Get("reconciled"))
	}
	rank, err := strconv.Atoi(r.Get("rank"))
	if err != nil {
		return Order{}, r.Problem("write a whole number", "rank is %q", r.Get("rank"))
	}
	for column, set := range map[string]*string{"id": &s.Name, "source": &s.Source, "title": &s.Title, "vintage": &s.Vintage, "classification": &s.Classification,
		"currency": &s.Currency, "url": &s.URL, "licence": &s.Licence, "note": &s.Note} {
		*set = cmp.Or(*set, r.Get(column))
	}
	s.Rank = cmp.Or(s.Rank, &rank)
	reconciled := r.Get("reconciled") == "yes"
	s.Reconciled = cmp.Or(s.Reconciled, &reconciled)
	return Order{Files: []string{filepath.Join(folder, file)}, Settings: s}, nil
}
