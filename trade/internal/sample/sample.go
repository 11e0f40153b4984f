// Package sample reads the sample statistics of the repository into a table in memory, for tests.
package sample

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"dragoman"
	"dragoman/trade"
)

// Table reads examples/trade; root is the way to the repository's root.
func Table(t testing.TB, root string) *trade.Memory {
	t.Helper()
	m := trade.NewMemory()
	dir := filepath.Join(root, "examples", "trade")
	for _, d := range read(t, filepath.Join(dir, "datasets.tsv"), '\t') {
		rank, err := strconv.Atoi(d["rank"])
		if err != nil {
			t.Fatal(err)
		}
		set := dragoman.Dataset{ID: d["id"], Source: d["source"], Title: d["title"], Vintage: d["vintage"], Classification: d["classification"],
			Currency: d["currency"], Reconciled: d["reconciled"] == "yes", Rank: rank, Note: d["note"], Imported: "2026-11-01T00:00:00Z"}
		m.Add(set, rows(t, filepath.Join(dir, d["file"])))
	}
	return m
}

// rows reads one file; a partner that stands for the world is a total of rows that are there.
func rows(t testing.TB, name string) []trade.Row {
	var out []trade.Row
	for _, r := range read(t, name, ',') {
		if r["partner"] == trade.World {
			continue
		}
		value, err := strconv.ParseFloat(r["value"], 64)
		if err != nil {
			t.Fatal(err)
		}
		weight, err := strconv.ParseFloat(r["weight_kg"], 64)
		if err != nil {
			weight = math.NaN()
		}
		out = append(out, trade.Row{Period: r["period"], Reporter: r["reporter"], Partner: r["partner"], Flow: trade.Flow(r["flow"]), Product: r["product"],
			Value: value, Weight: weight, Quantity: math.NaN()})
	}
	return out
}

func read(t testing.TB, name string, comma rune) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma, in.Comment, in.LazyQuotes = comma, '#', true
	lines, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, cell := range l {
			row[lines[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}
