package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"dragoman"
)

// where a column is shown.
type where uint8

const (
	inTable where = 1 << iota
	inCSV
	right // numbers
	loose // may be cut when the terminal is narrow
	meek  // is cut first
	spare // left out where cutting does not make room
	both  = inTable | inCSV
)

// column is one column of a listing of records.
type column[T any] struct {
	name string
	in   where
	cell func(r *T, d *dragoman.DocumentRef) string
}

// list prints records in the format asked for: table, json (a list), jsonl or csv.
func list[T any](a *app, format string, columns []column[T], records []dragoman.Stored[T]) error {
	switch format {
	case "json":
		return printJSON(a.out, records)
	case "jsonl":
		for i := range records {
			if err := printLine(a.out, records[i]); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return printCSV(a.out, columns, records, true)
	}
	if len(records) == 0 {
		return nil
	}
	return tableOf(columns, records).print(a)
}

// printCSV writes records with all their columns.
func printCSV[T any](w io.Writer, columns []column[T], records []dragoman.Stored[T], header bool) error {
	out := csv.NewWriter(w)
	var row []string
	for _, c := range columns {
		if c.in&inCSV != 0 {
			row = append(row, c.name)
		}
	}
	if header {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	for i := range records {
		row = row[:0]
		for _, c := range columns {
			if c.in&inCSV != 0 {
				row = append(row, c.cell(&records[i].Record, &records[i].Document))
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// table is rows of cells, ready to be aligned.
type table struct {
	header []string
	in     []where
	rows   [][]string
}

func tableOf[T any](columns []column[T], records []dragoman.Stored[T]) *table {
	t := &table{}
	for _, c := range columns {
		if c.in&inTable != 0 {
			t.header = append(t.header, strings.ToUpper(c.name))
			t.in = append(t.in, c.in)
		}
	}
	for i := range records {
		var row []string
		for _, c := range columns {
			if c.in&inTable == 0 {
				continue
			}
			cell := c.cell(&records[i].Record, &records[i].Document)
			if c.name == "id" {
				cell = short(cell)
			}
			row = append(row, strings.Join(strings.Fields(cell), " "))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// grid makes a table whose columns may be numbers ("#"), may be cut ("~") or left out ("?") where there is no room.
func grid(header ...string) *table {
	t := &table{}
	t.columns(header...)
	return t
}

// columns adds columns, marked as those of grid.
func (t *table) columns(header ...string) {
	for _, h := range header {
		in := inTable
		for h != "" && strings.Contains("#~?", h[:1]) {
			in |= map[byte]where{'#': right, '~': loose, '?': spare}[h[0]]
			h = h[1:]
		}
		t.header, t.in = append(t.header, strings.ToUpper(h)), append(t.in, in)
	}
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// short is as much of an id as tells records apart in practice; every command takes it.
func short(id string) string {
	if len(id) > 9 && id == strings.ToLower(id) && !strings.ContainsAny(id, "-_:. ") {
		return id[:9]
	}
	return id
}

const gap = "  "

// print aligns the columns; on a terminal loose columns are cut so that a row is a line, and spare ones left out if that is not enough.
func (t *table) print(a *app) error {
	widths := t.widths()
	if total := a.width(); total > 0 {
		for !t.squeeze(widths, total) {
			i := len(t.in) - 1
			for i >= 0 && t.in[i]&spare == 0 {
				i--
			}
			if i < 0 {
				break
			}
			t = t.without(i)
			widths = t.widths()
		}
	}
	bold, plain := "", ""
	if a.colour() {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	fmt.Fprintln(a.out, bold+t.line(t.header, widths)+plain)
	for _, row := range t.rows {
		if _, err := fmt.Fprintln(a.out, t.line(row, widths)); err != nil {
			return err
		}
	}
	return nil
}

func (t *table) widths() []int {
	widths := make([]int, len(t.header))
	for i, h := range t.header {
		widths[i] = cells(h)
	}
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], cells(c))
		}
	}
	return widths
}

// without gives the table without a column.
func (t *table) without(i int) *table {
	less := &table{header: slices.Delete(slices.Clone(t.header), i, i+1), in: slices.Delete(slices.Clone(t.in), i, i+1)}
	for _, row := range t.rows {
		less.rows = append(less.rows, slices.Delete(slices.Clone(row), i, i+1))
	}
	return less
}

// squeeze takes cells from the widest column that may be cut until a row fits, meek columns first. It says whether it does.
func (t *table) squeeze(widths []int, total int) bool {
	for _, step := range []struct {
		kind  where
		least int
	}{{meek, 9}, {loose, 16}} {
		for {
			sum, widest := -len(gap), -1
			for i, w := range widths {
				sum += w + len(gap)
				if t.in[i]&step.kind != 0 && w > step.least && (widest < 0 || w > widths[widest]) {
					widest = i
				}
			}
			if sum <= total {
				return true
			}
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return false
}

func (t *table) line(row []string, widths []int) string {
	var b strings.Builder
	for i, c := range row {
		if i > 0 {
			b.WriteString(gap)
		}
		c = cut(c, widths[i])
		pad := strings.Repeat(" ", widths[i]-cells(c))
		if t.in[i]&right != 0 {
			c, pad = pad+c, ""
		}
		b.WriteString(c + pad)
	}
	return strings.TrimRight(b.String(), " ")
}

// cells is how many terminal cells a string takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// cut shortens a string to n cells, with an ellipsis where something is lost.
func cut(s string, n int) string {
	if cells(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		w := cells(string(r))
		if used+w > n-1 {
			return s[:i] + "…"
		}
		used += w
	}
	return s
}

// printJSON writes a value indented, lists of nothing as lists.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(listed(v))
}

// printLine writes a value as one line of JSON.
func printLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(listed(v))
}

// listed gives back the value with every nil list in it made an empty one, so that a consumer always finds a list.
func listed(v any) any {
	out := reflect.New(reflect.TypeOf(v)).Elem()
	out.Set(reflect.ValueOf(v))
	fillLists(out)
	return out.Interface()
}

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillLists(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	}
}
