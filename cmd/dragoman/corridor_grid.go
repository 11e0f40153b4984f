package main

import (
	"fmt"

	"dragoman"
	"dragoman/corridor/graph"
)

// corridorGridCmd writes a problem to measure with.
type corridorGridCmd struct {
	Rows    int    `default:"158" help:"Rows of nodes."`
	Columns int    `default:"158" help:"Columns of nodes; rows x columns x 4 arcs, about."`
	Seed    uint64 `default:"1" help:"Another seed, other capacities, costs and supplies."`
}

func (c *corridorGridCmd) Run(a *app) error {
	const most = 1 << 26
	if c.Rows < 1 || c.Columns < 2 || c.Rows > most/c.Columns {
		return &dragoman.Problem{Cause: fmt.Sprintf("a grid of %d x %d cannot be made", c.Rows, c.Columns),
			Mend: fmt.Sprintf("use 1 row and 2 columns at least, %d nodes at most", most), Usage: true}
	}
	g := graph.Grid(c.Rows, c.Columns, c.Seed)
	return graph.WriteDIMACS(a.out, g, fmt.Sprintf("dragoman corridor grid --rows %d --columns %d --seed %d", c.Rows, c.Columns, c.Seed))
}
