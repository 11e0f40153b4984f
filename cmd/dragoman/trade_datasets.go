package main

import (
	"fmt"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/trade/block"
)

var datasetColumns = []column[dragoman.Dataset]{
	{"id", both, func(d *dragoman.Dataset, _ *docRef) string { return d.ID }},
	{"title", both | loose, func(d *dragoman.Dataset, _ *docRef) string { return d.Title }},
	{"source", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Source }},
	{"vintage", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Vintage }},
	{"holds", inTable, func(d *dragoman.Dataset, _ *docRef) string { return productsOf(d) + ", " + d.Currency }},
	{"products", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return productsOf(d) }},
	{"currency", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Currency }},
	{"period", inTable, func(d *dragoman.Dataset, _ *docRef) string { return span(d) }},
	{"from", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.From }},
	{"to", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.To }},
	{"rows", both | right, func(d *dragoman.Dataset, _ *docRef) string { return strconv.Itoa(d.Rows) }},
	{"left out", both | right, func(d *dragoman.Dataset, _ *docRef) string {
		n := 0
		for _, x := range d.Left {
			n += x.Rows
		}
		return strconv.Itoa(n)
	}},
	{"rank", both | right, func(d *dragoman.Dataset, _ *docRef) string { return strconv.Itoa(d.Rank) }},
	{"imported", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Imported }},
	{"files", inCSV, func(d *dragoman.Dataset, _ *docRef) string {
		var names []string
		for _, f := range d.Files {
			names = append(names, f.Name)
		}
		return strings.Join(names, ";")
	}},
	{"url", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.URL }},
	{"licence", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Licence }},
	{"note", inCSV, func(d *dragoman.Dataset, _ *docRef) string { return d.Note }},
}

// productsOf is the classification of a dataset's products.
func productsOf(d *dragoman.Dataset) string {
	if d.Classification == "" {
		return "totals"
	}
	return d.Classification
}

// tradeDatasetsCmd lists what has been imported.
type tradeDatasetsCmd struct {
	Format string `enum:"table,json,jsonl,csv" default:"table" help:"table, json, jsonl or csv."`
}

func (c *tradeDatasetsCmd) Run(a *app) error {
	st, err := a.store()
	if err != nil {
		return err
	}
	all, err := block.NewLibrary(st).Datasets(a.ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		a.hint("dragoman: the store holds no trade statistics yet; add some with dragoman trade import FILE...")
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, all)
	case "jsonl":
		for i := range all {
			if err := printLine(a.out, all[i]); err != nil {
				return err
			}
		}
		return nil
	}
	records := make([]dragoman.Stored[dragoman.Dataset], len(all))
	for i := range all {
		records[i].Record = all[i]
	}
	return list(a, c.Format, datasetColumns, records)
}

// tradeDropCmd forgets a dataset.
type tradeDropCmd struct {
	ID string `arg:"" help:"The dataset, as dragoman trade datasets lists it."`
}

func (c *tradeDropCmd) Run(a *app) error {
	if _, err := a.dataset(c.ID); err != nil {
		return err
	}
	if err := a.st.DropDataset(a.ctx, c.ID); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s is dropped\n", c.ID)
	return err
}

// tradeExportCmd writes a dataset as plain CSV.
type tradeExportCmd struct {
	ID     string `arg:"" help:"The dataset, as dragoman trade datasets lists it."`
	Format string `enum:"csv" default:"csv" help:"csv: a row a line, which trade import reads back."`
}

func (c *tradeExportCmd) Run(a *app) error {
	if _, err := a.dataset(c.ID); err != nil {
		return err
	}
	return block.Export(a.ctx, a.st, c.ID, a.out)
}
