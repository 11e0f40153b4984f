package graph

import "math/rand/v2"

// Grid makes a minimum-cost flow problem for measurements: rows x columns nodes, arcs in both directions between neighbours, capacities
// and costs evenly from 1 to 1000, and in each row a source of 1 to 100 in the first column whose amount a node of the last column
// takes, the rows mirrored. The same seed gives the same problem everywhere.
func Grid(rows, columns int, seed uint64) *Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	g := New(rows*columns, 4*rows*columns)
	join := func(u, v int) {
		g.AddArc(u, v, 1+r.Int64N(1000), 1+r.Int64N(1000))
		g.AddArc(v, u, 1+r.Int64N(1000), 1+r.Int64N(1000))
	}
	for i := range rows {
		for j := range columns {
			v := i*columns + j
			if j+1 < columns {
				join(v, v+1)
			}
			if i+1 < rows {
				join(v, v+columns)
			}
		}
	}
	for i := range rows {
		amount := 1 + r.Int64N(100)
		g.SetSupply(i*columns, amount)
		g.SetSupply((rows-1-i)*columns+columns-1, -amount)
	}
	return g
}
