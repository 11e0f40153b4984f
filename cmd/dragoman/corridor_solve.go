package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"dragoman"
	"dragoman/corridor/graph"
)

// corridorSolveCmd solves a problem that a DIMACS file states.
type corridorSolveCmd struct {
	File   string `arg:"" help:"A DIMACS file: p min, p max or p sp; - for standard input."`
	Method string `enum:"auto,simplex,scaling" default:"auto" help:"For p min: auto, simplex (network simplex) or scaling (cost scaling)."`
	Flow   bool   `help:"Also print the flow of every arc that carries some, in text as DIMACS s and f lines alone."`
	From   int    `placeholder:"NODE" help:"For p sp: where the paths begin, numbered as in the file."`
	To     int    `placeholder:"NODE" help:"For p sp: where the paths end."`
	Paths  int    `default:"1" placeholder:"K" help:"For p sp: how many loopless paths, shortest first."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

func (c *corridorSolveCmd) Run(a *app) error {
	p, err := c.read(a)
	if err != nil {
		return err
	}
	switch p.Kind {
	case graph.Maximum:
		return c.maximum(a, p)
	case graph.ShortestPath:
		return c.shortest(a, p)
	}
	return c.cheapest(a, p)
}

func (c *corridorSolveCmd) read(a *app) (*graph.Problem, error) {
	if c.File == "-" {
		return graph.ReadDIMACS("standard input", a.in)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, dragoman.Problemf(c.File, "", "name a DIMACS file", "%v", err)
	}
	defer f.Close()
	return graph.ReadDIMACS(c.File, f)
}

// solution is an answer as JSON.
type solution struct {
	Problem graph.Kind   `json:"problem"`
	Nodes   int          `json:"nodes"`
	Arcs    int          `json:"arcs"`
	Cost    *int64       `json:"cost,omitempty"`
	Value   *int64       `json:"value,omitempty"`
	Method  graph.Method `json:"method,omitempty"`
	Steps   int          `json:"steps,omitempty"`
	Cut     []link       `json:"cut,omitempty"`
	Flow    []link       `json:"flow,omitempty"`
	Paths   []way        `json:"paths,omitempty"`
}

type link struct {
	From   int   `json:"from"`
	To     int   `json:"to"`
	Amount int64 `json:"amount"`
}

type way struct {
	Length int64 `json:"length"`
	Nodes  []int `json:"nodes"`
}

func (c *corridorSolveCmd) cheapest(a *app, p *graph.Problem) error {
	f, err := graph.MinCostFlow(graph.Method(c.Method), p.Graph)
	if err != nil {
		return dragoman.Problemf(c.File, "", "", "has no answer: %v", err)
	}
	if err := f.Check(p.Graph); err != nil {
		return fmt.Errorf("%s: the answer fails its own check, please report this: %w", c.File, err)
	}
	s := solution{Problem: p.Kind, Nodes: p.Graph.Nodes(), Arcs: p.Graph.Arcs(), Cost: &f.Cost, Method: f.Method, Steps: f.Pivots}
	if c.Format == "json" {
		return c.json(a, p.Graph, s, f.Amount)
	}
	if c.Flow {
		return graph.WriteFlow(a.out, p.Graph, f.Cost, f.Amount)
	}
	_, err = fmt.Fprintf(a.out, "cost    %d\nmethod  %s, %s\nsize    %s, %s\nproof   bounds and balances hold, dual values show that no flow is cheaper\n",
		f.Cost, f.Method, plural(f.Pivots, "step"), plural(p.Graph.Nodes(), "node"), plural(p.Graph.Arcs(), "arc"))
	return err
}

func (c *corridorSolveCmd) maximum(a *app, p *graph.Problem) error {
	cut, err := graph.MaxFlow(p.Graph, p.Source, p.Sink)
	if err != nil {
		return dragoman.Problemf(c.File, "", "", "has no answer: %v", err)
	}
	if err := cut.Check(p.Graph, p.Source, p.Sink); err != nil {
		return fmt.Errorf("%s: the answer fails its own check, please report this: %w", c.File, err)
	}
	s := solution{Problem: p.Kind, Nodes: p.Graph.Nodes(), Arcs: p.Graph.Arcs(), Value: &cut.Value}
	for _, arc := range cut.Arcs {
		from, to, capacity, _ := p.Graph.Arc(arc)
		s.Cut = append(s.Cut, link{from + 1, to + 1, capacity})
	}
	if c.Format == "json" {
		return c.json(a, p.Graph, s, cut.Amount)
	}
	if c.Flow {
		return graph.WriteFlow(a.out, p.Graph, cut.Value, cut.Amount)
	}
	fmt.Fprintf(a.out, "value   %d\ncut     %s\n", cut.Value, plural(len(s.Cut), "arc"))
	for _, l := range s.Cut {
		if _, err := fmt.Fprintf(a.out, "        %d → %d, capacity %d\n", l.From, l.To, l.Amount); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.out, "size    %s, %s\nproof   the flow is possible, and the cut lets no more through\n", plural(s.Nodes, "node"), plural(s.Arcs, "arc"))
	return err
}

func (c *corridorSolveCmd) json(a *app, g *graph.Graph, s solution, amount []int64) error {
	if c.Flow {
		for arc, x := range amount {
			if x != 0 {
				from, to, _, _ := g.Arc(arc)
				s.Flow = append(s.Flow, link{from + 1, to + 1, x})
			}
		}
	}
	return printJSON(a.out, s)
}

func (c *corridorSolveCmd) shortest(a *app, p *graph.Problem) error {
	n := p.Graph.Nodes()
	if c.From < 1 || c.From > n || c.To < 1 || c.To > n {
		return &dragoman.Problem{File: c.File, Cause: "a p sp file does not say from where to where", Mend: fmt.Sprintf("name two nodes from 1 to %d with --from and --to", n), Usage: true}
	}
	if err := positive("--paths", c.Paths); err != nil {
		return err
	}
	paths, err := graph.ShortestPaths(p.Graph, c.From-1, c.To-1, c.Paths)
	if err != nil {
		return dragoman.Problemf(c.File, "", "", "has no answer: %v", err)
	}
	s := solution{Problem: p.Kind, Nodes: n, Arcs: p.Graph.Arcs()}
	for _, path := range paths {
		w := way{Length: path.Cost, Nodes: []int{c.From}}
		for _, arc := range path.Arcs {
			_, to, _, _ := p.Graph.Arc(arc)
			w.Nodes = append(w.Nodes, to+1)
		}
		s.Paths = append(s.Paths, w)
	}
	if c.Format == "json" {
		return printJSON(a.out, s)
	}
	if len(paths) == 0 {
		_, err := fmt.Fprintf(a.out, "no way from %d to %d\n", c.From, c.To)
		return err
	}
	return printWays(a.out, s.Paths)
}

func printWays(w io.Writer, list []way) error {
	for _, p := range list {
		if _, err := fmt.Fprintf(w, "%d  %s\n", p.Length, strings.ReplaceAll(strings.Trim(fmt.Sprint(p.Nodes), "[]"), " ", " → ")); err != nil {
			return err
		}
	}
	return nil
}
