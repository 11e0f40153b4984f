package multi

import "math"

// lp is a dense simplex tableau with Bland's rule, independent of the package: minimise cost x over rows x = rhs >= 0, x >= 0.
type lp struct {
	cost []float64
	rows [][]float64
	rhs  []float64
}

func (p *lp) variable(cost float64) int {
	p.cost = append(p.cost, cost)
	return len(p.cost) - 1
}

func (p *lp) equation(rhs float64, terms map[int]float64) {
	sign := 1.0
	if rhs < 0 {
		sign = -1
	}
	row := make([]float64, 0, 64)
	for j, c := range terms {
		for len(row) <= j {
			row = append(row, 0)
		}
		row[j] = sign * c
	}
	p.rows, p.rhs = append(p.rows, row), append(p.rhs, sign*rhs)
}

// optimum solves the problem, which must have an answer, with dear artificial variables.
func (p *lp) optimum() float64 {
	m, n := len(p.rows), len(p.cost)
	t := make([][]float64, m+1)
	for i := range t {
		t[i] = make([]float64, n+m+1)
	}
	const dear = 1e6
	basis := make([]int, m)
	copy(t[m], p.cost)
	for i := range m {
		copy(t[i], p.rows[i])
		t[i][n+i], t[i][n+m], basis[i] = 1, p.rhs[i], n+i
		for j := range n + m + 1 {
			if j < n || j == n+m {
				t[m][j] -= dear * t[i][j]
			}
		}
	}
	for {
		enter, leave := -1, -1
		for j := range n {
			if t[m][j] < -1e-7 {
				enter = j
				break
			}
		}
		if enter < 0 {
			return -t[m][n+m]
		}
		least := math.Inf(1)
		for i := range m {
			if t[i][enter] > 1e-9 {
				if r := t[i][n+m] / t[i][enter]; r < least-1e-12 || r <= least+1e-12 && basis[i] < basis[leave] {
					least, leave = r, i
				}
			}
		}
		pivot := t[leave][enter]
		for j := range t[leave] {
			t[leave][j] /= pivot
		}
		for i := range t {
			if f := t[i][enter]; i != leave && f != 0 {
				for j := range t[i] {
					t[i][j] -= f * t[leave][j]
				}
			}
		}
		basis[leave] = enter
	}
}

// byArcs states a network as a linear program over flows by arc and commodity, without paths.
func byArcs(n *Network) float64 {
	p := &lp{}
	balance := make([][]map[int]float64, n.Nodes)
	given := make([][]float64, n.Nodes)
	for v := range balance {
		balance[v], given[v] = make([]map[int]float64, n.Commodities), make([]float64, n.Commodities)
		for k := range balance[v] {
			balance[v][k] = map[int]float64{}
		}
	}
	for _, a := range n.Arcs {
		shared := map[int]float64{}
		for k := range n.Commodities {
			if a.Barred.Has(k) {
				continue
			}
			x := p.variable(a.Cost)
			balance[a.From][k][x]++
			balance[a.To][k][x]--
			if a.From == a.To {
				delete(balance[a.From][k], x)
			}
			shared[x] = 1
		}
		if !math.IsInf(a.Capacity, 1) {
			shared[p.variable(0)] = 1
			p.equation(a.Capacity, shared)
		}
	}
	for _, s := range n.Sources {
		stuck, slack := p.variable(s.Penalty), p.variable(0)
		p.equation(s.Amount, map[int]float64{stuck: 1, slack: 1})
		given[s.Node][s.Commodity] += s.Amount
		balance[s.Node][s.Commodity][stuck] = 1
	}
	for i := range n.Sinks {
		s := &n.Sinks[i]
		all := map[int]float64{p.variable(s.Penalty): 1}
		rows := make([]map[int]float64, len(s.Limits))
		for j := range rows {
			rows[j] = map[int]float64{}
		}
		for k := range n.Commodities {
			if s.Barred.Has(k) {
				continue
			}
			x := p.variable(0)
			all[x] = 1
			balance[s.Node][k][x] = 1
			for j, l := range s.Limits {
				if l.Of.Has(k) {
					rows[j][x]++
				}
				if l.Received {
					rows[j][x] -= l.Most
				}
			}
		}
		p.equation(s.Amount, all)
		for j, l := range s.Limits {
			bound := 0.0
			if !l.Received {
				bound = l.Most * s.Amount
			}
			rows[j][p.variable(0)] = 1
			p.equation(bound, rows[j])
		}
	}
	for v := range balance {
		for k := range balance[v] {
			p.equation(given[v][k], balance[v][k])
		}
	}
	return p.optimum()
}
