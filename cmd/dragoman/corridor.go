package main

// corridorCmd holds the commands about corridors: networks, flows and what-if.
type corridorCmd struct {
	Solve corridorSolveCmd `cmd:"" help:"Solve a flow problem in a DIMACS file: minimum cost, maximum flow, shortest paths."`
	Grid  corridorGridCmd  `cmd:"" help:"Write a minimum-cost flow problem on a grid as a DIMACS file, for measurements."`
}
