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

// corridorData says what is asked of which network.
type corridorData struct {
	Commodity string   `default:"crude" placeholder:"NAME" help:"crude, gas, container, ..."`
	Network   []string `sep:"none" placeholder:"FILE" help:"Add or override data: tables as those shipped, CSV of links, GeoJSON."`
}

// corridorOptions are understood by all questions to the network at one date.
type corridorOptions struct {
	corridorData
	corridorPlanned
	At string `placeholder:"DATE" help:"The network of this day, month or year (2024, 2024-06); default is today."`
}

type corridorPlanned struct {
	Planned bool `name:"with-planned" help:"Count what is planned as operating from the date it is expected."`
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
func (o *corridorData) network() (*corridor.Network, error) {
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

// first keeps the first rows of a table and says of how many, as an addition to a heading: " (15 of 27)".
func (t *table) first(most int) string {
	all := len(t.rows)
	if all <= most {
		return ""
	}
	t.rows = t.rows[:most]
	return fmt.Sprintf(" (%d of %d)", most, all)
}

// positive refuses a number of rows or answers that is none.
func positive(flag string, n int) error {
	if n < 1 {
		return misuse(flag, "ask for 1 or more", "%d asks for nothing", n)
	}
	return nil
}

// say prints lines of text, on a terminal broken to its width, later lines indented.
func (a *app) say(indent, format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		fmt.Fprintln(a.out, strings.Join(broken(strings.TrimSuffix(line, "\n"), a.width(), indent), "\n"))
	}
}

// broken breaks a line between words so that none takes more cells than there are; 0 is any number.
func broken(line string, most int, indent string) []string {
	var out []string
	for cells(line) > most && most > 0 {
		at, used := 0, 0
		for i, r := range line {
			if r == ' ' && i > len(indent) && used <= most {
				at = i
			}
			used += cells(string(r))
		}
		if at == 0 {
			break
		}
		out, line = append(out, line[:at]), indent+line[at+1:]
	}
	return append(out, line)
}

// section prints a heading before a table, or nothing where it has no rows.
func (a *app) section(heading string, t *table) error {
	if len(t.rows) == 0 {
		return nil
	}
	a.say("", "\n%s", heading)
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
