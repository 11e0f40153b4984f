package multi

import (
	"errors"
	"math"
	"slices"
)

// master is the restricted master problem: minimise cost over columns x >= 0 with exactly one logical column (stuck, unmet, slack) for
// each row, which makes every right-hand side from 0 on feasible. It keeps the inverse of the basis, whose columns are mostly unit
// vectors, which it does not store (see unit), and works only on what is not zero.
type master struct {
	m       int
	logical []float64 // cost of each row's own column
	columns []column
	rhs     []float64
	basis   []int32   // by row: the variable that is basic there; below m a logical one, from m on a column
	in      []bool    // by variable: basic
	inverse []float64 // of the basis, column after column
	x       []float64 // values of the basic variables
	y       []float64 // duals of the rows
	pivots  int
	since   int // pivots since the inverse was made anew
	tol     tolerances

	alpha, rho      []float64 // a column and a row of the tableau
	alphaAt, rhoAt  []int32   // where they are not zero
	degenerateSteps int

	byRow   [][]entryOfRow // by row: the columns that have it
	product []float64      // by column: the row of the tableau that belongs to rho
	d       []float64      // by column: reduced cost

	length      []float64 // by variable: reference length of its edge
	weight, tau []float64 // by row: square of the length of the inverse's row, and what brings it up to date
}

// entryOfRow is where a column meets a row.
type entryOfRow struct {
	column int32
	coef   float64
}

// tolerances are absolute, for scaled numbers.
type tolerances struct {
	primal, dual, pivot float64
}

// column is a path.
type column struct {
	rows []int32
	coef []float64
	cost float64
	path Path
}

const (
	refresh  = 250 // pivots after which the inverse is made anew
	patience = 40  // steps without progress after which Bland's rule takes over
)

var errStalled = errors.New("the simplex method does not come to an end")

func newMaster(logical, rhs []float64, tol tolerances) *master {
	m := len(rhs)
	s := &master{m: m, logical: logical, rhs: rhs, basis: make([]int32, m), in: make([]bool, m), inverse: make([]float64, m*m), x: make([]float64, m),
		y: make([]float64, m), tol: tol, alpha: make([]float64, m), rho: make([]float64, m), tau: make([]float64, m), alphaAt: make([]int32, 0, m), rhoAt: make([]int32, 0, m),
		byRow: make([][]entryOfRow, m)}
	for i := range m {
		s.basis[i], s.in[i] = int32(i), true
	}
	copy(s.x, s.rhs)
	copy(s.y, s.logical)
	s.weigh()
	return s
}

// become makes the master a copy of another one that can go its own way; memory is used again.
func (s *master) become(base *master) {
	s.m, s.logical, s.tol = base.m, base.logical, base.tol
	s.since, s.pivots, s.degenerateSteps = base.since, 0, 0
	s.columns, s.in = append(s.columns[:0], base.columns...), append(s.in[:0], base.in...)
	s.rhs, s.basis, s.x, s.y = append(s.rhs[:0], base.rhs...), append(s.basis[:0], base.basis...), append(s.x[:0], base.x...), append(s.y[:0], base.y...)
	s.inverse = slices.Grow(s.inverse[:0], len(base.inverse))[:len(base.inverse)]
	for k := range s.m {
		if !base.unit(k) {
			copy(s.of(k), base.of(k))
		}
	}
	s.byRow = append(s.byRow[:0], base.byRow...)
	for r, list := range s.byRow {
		s.byRow[r] = slices.Clip(list) // what is added goes to a list of its own
	}
	s.product, s.d, s.weight = append(s.product[:0], base.product...), append(s.d[:0], base.d...), append(s.weight[:0], base.weight...)
	if len(s.alpha) != s.m {
		s.alpha, s.rho, s.tau = make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
		s.alphaAt, s.rhoAt = make([]int32, 0, s.m), make([]int32, 0, s.m)
	}
}

func (s *master) add(c column) {
	for i, r := range c.rows {
		s.byRow[r] = append(s.byRow[r], entryOfRow{int32(len(s.columns)), c.coef[i]})
	}
	s.columns = append(s.columns, c)
	s.in = append(s.in, false)
	s.product = append(s.product, 0)
	s.d = append(s.d, s.priced(&c))
}

// priced is the reduced cost of a column by the duals.
func (s *master) priced(c *column) float64 {
	d := c.cost
	for i, r := range c.rows {
		d -= s.y[r] * c.coef[i]
	}
	return d
}

// reprice makes the reduced costs of the columns anew from the duals.
func (s *master) reprice() {
	for j := range s.columns {
		s.d[j] = s.priced(&s.columns[j])
	}
}

// reduced is the reduced cost of a variable.
func (s *master) reduced(j int) float64 {
	if j < s.m {
		return s.logical[j] - s.y[j]
	}
	return s.d[j-s.m]
}

func (s *master) cost(j int32) float64 {
	if int(j) < s.m {
		return s.logical[j]
	}
	return s.columns[int(j)-s.m].cost
}

// primal goes from a feasible basis to an optimal one.
func (s *master) primal() error {
	s.length = slices.Grow(s.length[:0], len(s.in))[:len(s.in)]
	for j := range s.length {
		s.length[j] = 1
	}
	for steps := 0; ; steps++ {
		if steps > 200*(s.m+100) {
			return errStalled
		}
		enter, d := s.entering()
		if enter < 0 { // by reduced costs that pivots have carried on
			s.reprice()
			if enter, d = s.entering(); enter < 0 {
				return nil
			}
		}
		s.tableauColumn(enter)
		r := s.blocking()
		if r < 0 {
			return errStalled // costs are at least 0, so no ray improves
		}
		s.progress(-d * max(0, s.x[r]) / s.alpha[r])
		s.tableauRow(r)
		s.lengthen(enter, r)
		s.pivot(enter, r, d)
	}
}

// progress counts steps that change nothing.
func (s *master) progress(gain float64) {
	if gain > s.tol.primal*s.tol.dual {
		s.degenerateSteps = 0
	} else {
		s.degenerateSteps++
	}
}

// entering is the variable with the most negative reduced cost by its reference length (devex, Harris 1973); the first one while nothing moves
// (Bland 1977).
func (s *master) entering() (int, float64) {
	best, at := 0.0, -1
	for j := range s.in {
		if s.in[j] {
			continue
		}
		d := s.reduced(j)
		if d >= -s.tol.dual {
			continue
		}
		if s.degenerateSteps > patience {
			return j, d
		}
		if v := d * d / s.length[j]; v > best {
			best, at = v, j
		}
	}
	if at < 0 {
		return -1, 0
	}
	return at, s.reduced(at)
}

// lengthen brings the reference lengths up to date before a variable enters at row r.
func (s *master) lengthen(enter, r int) {
	a, l := s.alpha[r], s.length[enter]
	for _, k := range s.rhoAt {
		f := s.rho[k] / a
		s.length[k] = max(s.length[k], f*f*l)
	}
	for j, v := range s.product {
		if v != 0 {
			f := v / a
			s.length[s.m+j] = max(s.length[s.m+j], f*f*l)
		}
	}
	s.length[s.basis[r]] = max(l/(a*a), 1)
}

// unit says that a column of the inverse is the unit vector: its row's logical variable is basic there. Most arcs have room left, so most are.
// What is stored for such a column means nothing.
func (s *master) unit(k int) bool { return s.basis[k] == int32(k) }

// of is column k of the inverse.
func (s *master) of(k int) []float64 { return s.inverse[k*s.m : (k+1)*s.m] }

// store writes a unit column down, before it changes.
func (s *master) store(k int) {
	clear(s.of(k))
	s.inverse[k*s.m+k] = 1
}

// tableauColumn computes the inverse times a variable's column.
func (s *master) tableauColumn(j int) {
	clear(s.alpha)
	if j < s.m {
		copy(s.alpha, s.of(j)) // one that may enter is not basic
	} else {
		c := &s.columns[j-s.m]
		for i, r := range c.rows {
			f := c.coef[i]
			if s.unit(int(r)) {
				s.alpha[r] += f
				continue
			}
			for k, v := range s.of(int(r)) {
				s.alpha[k] += f * v
			}
		}
	}
	s.alphaAt = s.alphaAt[:0]
	for k, v := range s.alpha {
		if math.Abs(v) > 1e-13 {
			s.alphaAt = append(s.alphaAt, int32(k))
		} else {
			s.alpha[k] = 0
		}
	}
}

// tableauRow reads a row of the inverse, and multiplies it with the columns.
func (s *master) tableauRow(r int) {
	s.inverseRow(r)
	clear(s.product)
	for _, k := range s.rhoAt {
		for _, e := range s.byRow[k] {
			s.product[e.column] += s.rho[k] * e.coef
		}
	}
}

func (s *master) inverseRow(r int) {
	s.rhoAt = s.rhoAt[:0]
	for k := range s.m {
		switch {
		case !s.unit(k):
			s.rho[k] = s.inverse[k*s.m+r]
		case k == r:
			s.rho[k] = 1
		default:
			s.rho[k] = 0
		}
		if s.rho[k] != 0 {
			s.rhoAt = append(s.rhoAt, int32(k))
		}
	}
}

// blocking is the row whose basic variable reaches 0 first; among equals the largest pivot, then the smallest variable.
func (s *master) blocking() int {
	r, least := -1, math.Inf(1)
	for _, i := range s.alphaAt {
		a := s.alpha[i]
		if a <= s.tol.pivot {
			continue
		}
		ratio := max(0, s.x[i]) / a
		better := r < 0 || ratio < least-s.tol.primal
		if !better && ratio <= least+s.tol.primal {
			if s.degenerateSteps > patience {
				better = s.basis[i] < s.basis[r]
			} else {
				better = a > s.alpha[r] || a == s.alpha[r] && s.basis[i] < s.basis[r]
			}
		}
		if better {
			r, least = int(i), ratio
		}
	}
	return r
}

// pivot lets a variable with reduced cost d enter the basis at row r; alpha, rho and product hold its column and the row.
func (s *master) pivot(enter, r int, d float64) {
	s.pivots++
	s.since++
	a := s.alpha[r]
	step := s.x[r] / a
	for _, i := range s.alphaAt {
		s.x[i] -= step * s.alpha[i]
	}
	s.x[r] = step
	for _, k := range s.rhoAt {
		s.y[k] += d / a * s.rho[k]
	}
	for j, v := range s.product {
		s.d[j] -= d / a * v
	}
	s.exchange(r)
	s.in[s.basis[r]], s.in[enter] = false, true
	s.basis[r] = int32(enter)
	if s.since >= refresh {
		s.refresh()
	}
}

// exchange brings the inverse up to date: row r is divided by its pivot and taken from all others.
func (s *master) exchange(r int) {
	a := s.alpha[r]
	if s.unit(r) {
		s.store(r)
	}
	for _, k := range s.rhoAt {
		column, f := s.of(int(k)), s.rho[k]/a
		for _, i := range s.alphaAt {
			column[i] -= f * s.alpha[i]
		}
		column[r] = f
	}
}

// refresh makes inverse, values and duals anew from the basis, which sheds what rounding has added up. Columns enter where their pivot is largest.
func (s *master) refresh() {
	old := slices.Clone(s.basis)
	s.since = 0
	for i := range s.m {
		s.basis[i] = -1
	}
	for _, j := range old {
		if int(j) < s.m {
			s.basis[j] = j // its column is a unit vector already
		}
	}
	for i := range s.m {
		if s.basis[i] < 0 {
			s.store(i)
		}
	}
	for _, j := range old {
		if int(j) < s.m {
			continue
		}
		s.tableauColumn(int(j))
		r := -1
		for _, i := range s.alphaAt {
			if s.basis[i] < 0 && (r < 0 || math.Abs(s.alpha[i]) > math.Abs(s.alpha[r])) {
				r = int(i)
			}
		}
		if r < 0 || math.Abs(s.alpha[r]) < s.tol.pivot {
			s.in[j] = false // dependent on the others: a logical column takes its place below
			continue
		}
		s.inverseRow(r)
		s.exchange(r)
		s.basis[r] = j
	}
	for i := range s.m {
		if s.basis[i] < 0 {
			s.basis[i], s.in[i] = int32(i), true
		}
	}
	s.values()
	s.weigh()
}

// values computes the basic variables and the duals from the inverse.
func (s *master) values() {
	clear(s.x)
	for k := range s.m {
		if s.unit(k) {
			s.x[k] += s.rhs[k]
			s.y[k] = s.logical[k]
			continue
		}
		y := 0.0
		for i, v := range s.of(k) {
			if v != 0 {
				s.x[i] += v * s.rhs[k]
				y += s.cost(s.basis[i]) * v
			}
		}
		s.y[k] = y
	}
	s.reprice()
}

// setRHS changes right-hand sides; the basis stays dual feasible.
func (s *master) setRHS(row int, value float64) {
	d := value - s.rhs[row]
	s.rhs[row] = value
	if d == 0 {
		return
	}
	if s.unit(row) {
		s.x[row] += d
		return
	}
	for i, v := range s.of(row) {
		s.x[i] += v * d
	}
}

// dual goes from a dual feasible basis to an optimal one (Lemke 1954): the most negative variable leaves, and the one enters that keeps all reduced
// costs from 0 on.
func (s *master) dual() error {
	s.degenerateSteps = 0
	for steps := 0; ; steps++ {
		if steps > 200*(s.m+100) {
			return errStalled
		}
		r := s.leaving()
		if r < 0 {
			return nil
		}
		s.tableauRow(r)
		enter, d := s.dualRatio()
		if enter < 0 {
			return errStalled // cannot be: the logical columns alone are feasible
		}
		s.tableauColumn(enter)
		s.progress(-d * s.x[r])
		s.reweigh(r)
		s.pivot(enter, r, d)
	}
}

// leaving is the row of the negative variable that is farthest out by the length of its row of the inverse (steepest edge, Forrest and Goldfarb
// 1992), of the first one while nothing moves; -1 when there is none.
func (s *master) leaving() int {
	worst, at := 0.0, -1
	for i, v := range s.x {
		if v >= -s.tol.primal {
			continue
		}
		if s.degenerateSteps > patience {
			if at < 0 || s.basis[i] < s.basis[at] {
				at = i
			}
		} else if far := v * v / s.weight[i]; far > worst {
			worst, at = far, i
		}
	}
	return at
}

// weigh measures the rows of the inverse.
func (s *master) weigh() {
	s.weight = append(s.weight[:0], make([]float64, s.m)...)
	for k := range s.m {
		if s.unit(k) {
			s.weight[k]++
			continue
		}
		for i, v := range s.of(k) {
			s.weight[i] += v * v
		}
	}
}

// reweigh brings the measures up to date before row r is exchanged.
func (s *master) reweigh(r int) {
	for _, i := range s.alphaAt {
		s.tau[i] = 0
	}
	for _, k := range s.rhoAt {
		if s.unit(int(k)) {
			s.tau[k] += s.rho[k]
			continue
		}
		column, f := s.of(int(k)), s.rho[k]
		for _, i := range s.alphaAt {
			s.tau[i] += f * column[i]
		}
	}
	w := s.tau[r]
	for _, i := range s.alphaAt {
		f := s.alpha[i] / s.alpha[r]
		s.weight[i] = max(s.weight[i]-2*f*s.tau[i]+f*f*w, 1e-4)
	}
	s.weight[r] = max(w/(s.alpha[r]*s.alpha[r]), 1e-4)
}

// dualRatio is the variable whose reduced cost reaches 0 first when the row in rho leaves; among equals the largest pivot, then the first one.
func (s *master) dualRatio() (int, float64) {
	at, least, pivot, reduced := -1, math.Inf(1), 0.0, 0.0
	for j := range s.in {
		if s.in[j] {
			continue
		}
		var a float64
		if j < s.m {
			a = s.rho[j]
		} else {
			a = s.product[j-s.m]
		}
		if a >= -s.tol.pivot {
			continue
		}
		d := max(0, s.reduced(j))
		ratio := d / -a
		if ratio < least-s.tol.dual || ratio <= least+s.tol.dual && s.degenerateSteps <= patience && a < pivot {
			at, least, pivot, reduced = j, min(least, ratio), a, d
		}
	}
	return at, reduced
}
