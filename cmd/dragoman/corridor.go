package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/corridor"
)

// corridorCmd holds the commands about pipelines, ports, straits and railways: ways, flows, and what happens if a part fails.
type corridorCmd struct {
	Path       corridorPathCmd       `cmd:"" help:"The cheapest or shortest ways from one country or place to another."`
	Flow       corridorFlowCmd       `cmd:"" help:"Least-cost flows in a year; with changes, before and after side by side."`
	Rank       corridorRankCmd       `cmd:"" help:"What the loss of each element, or of two at once, would do."`
	Exposure   corridorExposureCmd   `cmd:"" help:"What share of a flow crosses each country, strait and element."`
	Resilience corridorResilienceCmd `cmd:"" help:"How a country stands from year to year, and its worst single loss."`
	Show       corridorShowCmd       `cmd:"" help:"All that is known of an element, with the reports that name it."`
	Fit        corridorFitCmd        `cmd:"" help:"The model's flows beside those reported."`
	Check      corridorCheckCmd      `cmd:"" help:"Check the network's data, or your own files."`

	Solve corridorSolveCmd `cmd:"" help:"Solve a flow problem in a DIMACS file: minimum cost, maximum flow, shortest paths."`
	Grid  corridorGridCmd  `cmd:"" help:"Write a minimum-cost flow problem on a grid as a DIMACS file, for measurements."`
}

// corridorOptions are understood by all questions to the network.
type corridorOptions struct {
	Commodity string   `default:"crude" placeholder:"NAME" help:"crude, gas, container, ..."`
	At        string   `placeholder:"DATE" help:"The network of this day, month or year (2024, 2024-06); default is today."`
	Network   []string `sep:"none" placeholder:"FILE" help:"Add or override data: tables as those shipped, CSV of links, GeoJSON."`
	Planned   bool     `name:"with-planned" help:"Count what is planned as operating from the date it is expected."`
}

// loadNetwork loads the shipped network with the user's files over it.
func loadNetwork(names []string) (*corridor.Network, error) {
	n, err := corridor.Default()
	if err != nil || len(names) == 0 {
		return n, err
	}
	files, err := readSources(names)
	if err != nil {
		return nil, err
	}
	return n.With(files...)
}

// network loads the network, and refuses files of the user's that have errors.
func (o *corridorOptions) network() (*corridor.Network, error) {
	n, err := loadNetwork(o.Network)
	if err != nil || len(o.Network) == 0 {
		return n, err
	}
	for _, f := range n.Check() {
		if f.Grave && slices.Contains(o.Network, f.File) {
			return nil, &f.Problem // what is wrong would be left out without a word
		}
	}
	return n, nil
}

func readSources(names []string) ([]corridor.Source, error) {
	var files []corridor.Source
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, dragoman.Problemf(name, "", "name a file that can be read", "cannot be read: %v", err)
		}
		files = append(files, corridor.Source{Name: name, Data: data})
	}
	return files, nil
}

// view loads the network and looks at it at the date asked for.
func (o *corridorOptions) view(a *app) (*corridor.Network, *corridor.View, error) {
	n, err := o.network()
	if err != nil {
		return nil, nil, err
	}
	at := o.At
	if at == "" {
		at = a.now.Format("2006-01-02")
	}
	v, err := n.View(at, o.Commodity, o.Planned)
	return n, v, err
}

// solver also solves the flow without changes.
func (o *corridorOptions) solver(a *app) (*corridor.Network, *corridor.Solver, error) {
	n, v, err := o.view(a)
	if err != nil {
		return nil, nil, err
	}
	s, err := corridor.NewSolver(v, corridor.Assume(o.Commodity))
	return n, s, err
}

// mentions reads what the store says of elements.
func (a *app) mentions(ctx context.Context, n *corridor.Network) (map[string][]corridor.Mention, error) {
	st, err := a.store()
	if err != nil {
		return nil, err
	}
	return n.MentionsByElement(ctx, st, dragoman.Filter{})
}

func workers() int { return runtime.GOMAXPROCS(0) }

// num writes a number with so many decimals, without minus before nothing.
func num(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return s
}

// signed is num with a plus before what grows.
func signed(x float64, decimals int) string {
	s := num(x, decimals)
	if x > 0 && strings.Trim(s, "0.") != "" {
		return "+" + s
	}
	return s
}

// known writes a value, "~" before an estimate, "n/a" for what nobody says.
func known(v corridor.Value, decimals int) string {
	switch {
	case !v.Known:
		return "n/a"
	case v.Estimate:
		return "~" + num(v.Value, decimals)
	}
	return num(v.Value, decimals)
}

// maybe writes a number that may be unknown.
func maybe(x *float64, decimals int) string {
	if x == nil {
		return "n/a"
	}
	return num(*x, decimals)
}

// grid makes a table of which columns may be numbers ("#") or may be cut on a narrow terminal ("~"), some before all others ("-").
func grid(header ...string) *table {
	t := &table{}
	for _, h := range header {
		in := both
		if s, ok := strings.CutPrefix(h, "#"); ok {
			h, in = s, in|right
		} else if s, ok := strings.CutPrefix(h, "~"); ok {
			h, in = s, in|loose
		} else if s, ok := strings.CutPrefix(h, "-"); ok {
			h, in = s, in|meek
		}
		t.header = append(t.header, strings.ToUpper(h))
		t.in = append(t.in, in)
	}
	return t
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// prose prints a paragraph, broken into lines on a terminal; the second line and those after it begin with the indent.
func (a *app) prose(indent, format string, args ...any) {
	text, width := fmt.Sprintf(format, args...), a.width()
	used := 0
	for i, word := range strings.Split(text, " ") {
		switch n := cells(word); {
		case i == 0:
			used = n
		case width > 0 && used+1+n > width:
			fmt.Fprint(a.out, "\n", indent)
			used = cells(indent) + n
		default:
			fmt.Fprint(a.out, " ")
			used += 1 + n
		}
		fmt.Fprint(a.out, word)
	}
	fmt.Fprintln(a.out)
}

// section prints a heading before a table, or nothing where it has no rows.
func (a *app) section(heading string, t *table) error {
	if len(t.rows) == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	a.prose("", "%s", heading)
	return t.print(a)
}

// parts writes volumes by code, the largest first: "KAZ 2.1, AZE 0.4".
func parts(m map[string]float64, most int, plus bool) string {
	var out []string
	for _, k := range corridor.Largest(m) {
		if len(out) == most {
			out = append(out, "…")
			break
		}
		v := num(m[k], 2)
		if plus {
			v = signed(m[k], 2)
		}
		out = append(out, k+" "+v)
	}
	return strings.Join(out, ", ")
}
