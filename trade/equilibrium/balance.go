package equilibrium

import (
	"fmt"
	"math"
)

// balance scales rows and columns of a non-negative table m so that its sums are those asked for: flow = a_i b_j m_ij. It starts with
// the alternating scaling of Deming and Stephan (1940) and ends with Newton's method on the column factors, which is exact where
// scaling crawls. Rows and columns whose sum is zero get factor zero. The factors of every bloc are fixed up to one number.
func balance(m [][]float64, rows, cols []float64, codes []string) (*scaling, error) {
	n := len(rows)
	s := &scaling{m: m, rows: rows, cols: cols, a: make([]float64, n), b: make([]float64, n), flow: table(n)}
	for j := range n {
		if cols[j] > 0 {
			s.b[j] = 1
		}
	}
	if err := s.feasible(codes); err != nil {
		return nil, err
	}
	s.sweep(20)
	for s.steps < maxSteps {
		s.steps++
		worst := s.residual()
		if worst <= aim {
			break
		}
		if !s.newton() {
			s.sweep(200)
		}
		if s.residual() >= worst && worst <= accept {
			break
		}
	}
	if worst := s.residual(); !(worst <= accept) {
		return nil, &NoConvergence{Stage: "balancing of flows", Residual: worst, Country: codes[s.worst]}
	}
	return s, nil
}

// scaling is a table on its way to given sums. After every step the rows hold exactly.
type scaling struct {
	m          [][]float64
	rows, cols []float64
	a, b       []float64
	flow       [][]float64
	worst      int // the column farthest from its sum
	steps      int
}

// feasible finds rows and columns that nothing can fill.
func (s *scaling) feasible(codes []string) error {
	for i := range s.rows {
		var row, col float64
		for j := range s.cols {
			if s.cols[j] > 0 {
				row += s.m[i][j]
			}
			if s.rows[j] > 0 {
				col += s.m[j][i]
			}
		}
		if s.rows[i] > 0 && row == 0 {
			return fmt.Errorf("%s sells %g, but no trade cost lets it sell to anybody", codes[i], s.rows[i])
		}
		if s.cols[i] > 0 && col == 0 {
			return fmt.Errorf("%s buys %g, but no trade cost lets it buy from anybody", codes[i], s.cols[i])
		}
	}
	return nil
}

// fitRows sets the row factors for given column factors and fills the flows.
func (s *scaling) fitRows() {
	for i, row := range s.m {
		f, out := 0.0, s.flow[i]
		for j, v := range row {
			out[j] = v * s.b[j]
			f += out[j]
		}
		if s.a[i] = 0; s.rows[i] > 0 {
			s.a[i] = s.rows[i] / f
		}
		scale(out, s.a[i])
	}
}

// sweep scales columns and rows in turn.
func (s *scaling) sweep(times int) {
	s.fitRows()
	for range times {
		for j, have := range columnSums(s.flow) {
			if s.cols[j] > 0 {
				s.b[j] *= s.cols[j] / have
			}
		}
		s.fitRows()
	}
}

// residual is the largest relative gap of a column.
func (s *scaling) residual() float64 {
	worst := 0.0
	for j, have := range columnSums(s.flow) {
		if s.cols[j] > 0 {
			if gap := math.Abs(have/s.cols[j] - 1); !(gap <= worst) {
				worst, s.worst = gap, j
			}
		}
	}
	return worst
}

// newton takes one step on the logarithms of the column factors. With rows fitted, the gap of column j has the derivative
// δ_jk C_j - Σ_i X_ij X_ik / R_i by the factor of column k. It says whether the step brought the columns nearer.
func (s *scaling) newton() bool {
	n := len(s.cols)
	jac, step := table(n), make([]float64, n)
	have := columnSums(s.flow)
	for i, row := range s.flow {
		if s.rows[i] == 0 {
			continue
		}
		for j, v := range row {
			if v == 0 {
				continue
			}
			f := v / s.rows[i]
			for k, u := range row {
				jac[j][k] -= f * u
			}
		}
	}
	of, count := blocs(s.flow)
	fixed := largest(of, count, s.cols)
	for j := range n {
		jac[j][j] += have[j]
		step[j] = s.cols[j] - have[j]
		if s.cols[j] == 0 {
			unit(jac[j], j)
			step[j] = 0
		}
	}
	for _, j := range fixed {
		unit(jac[j], j)
		step[j] = 0
	}
	if !solveLinear(jac, step) {
		return false
	}
	return s.walk(step)
}

// walk goes along a step as far as the columns come nearer.
func (s *scaling) walk(step []float64) bool {
	before, start := s.residual(), append([]float64(nil), s.b...)
	for t := 1.0; t > 1e-6; t /= 2 {
		for j := range s.b {
			s.b[j] = start[j] * math.Exp(t*step[j])
		}
		s.fitRows()
		if s.residual() < before {
			return true
		}
	}
	copy(s.b, start)
	s.fitRows()
	return false
}

func unit(row []float64, k int) {
	clear(row)
	row[k] = 1
}
