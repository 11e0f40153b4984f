package gravity

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"dragoman/internal/parallel"
)

// Separated observations have no finite fitted value: their y is zero and some combination z of regressors and effects is zero wherever y
// is positive, never negative, and positive on them, so that the likelihood rises for ever with -z. Correia, Guimarães and Zylkin (2019,
// "Verifying the existence of maximum likelihood estimates for generalized linear models") show that they must and can be dropped. Groups
// of zeros only are found by counting (prune). For the others this looks at the combinations that are zero wherever y is positive:
//
//   - Where the positive observations tell everything but the two largest effects apart, it is a question of the graph of these two's levels
//     (byArrows).
//   - Else a random combination t of all regressors and effects is fitted on the observations with y > 0 alone. If the fit holds on the zeros
//     too, the positive observations determine every combination, none but z = 0 vanishes on them, and nothing is separated. That is the
//     usual case and costs one least squares. Otherwise t less its fit is such a combination, and zeros on which it vanishes are safe.
//   - A few such combinations span all of them, as long as they are few. Whether one is nowhere negative and somewhere positive, is
//     decided in this small space by nonnegative least squares, exactly and in finitely many steps (certificate).
//   - Where they are many, the rectifier of the paper's section 3 projects and cuts off what is negative until nothing is (rectify).

const (
	// vanishing is how small a combination of unit variance is taken for zero.
	vanishing = 1e-5
	// basis is how many combinations are held side by side.
	basis = 400
)

// separate drops separated observations and says whether there were any.
func (m *model) separate() (found bool, err error) {
	s, err := m.separation(true, basis)
	m.exact = s.exact
	if err != nil || len(s.separated) == 0 {
		return false, err
	}
	keep := make([]bool, len(m.y))
	for i := range keep {
		keep[i] = true
	}
	for _, i := range s.separated {
		keep[i] = false
	}
	m.drop(separatedCut, keep)
	return true, nil
}

// separation looks for separated observations, in the graph of levels where that may be and is enough, else holding so many combinations
// side by side.
func (m *model) separation(graph bool, basis int) (*separation, error) {
	s := &separation{model: m, basis: basis, zero: make([]bool, len(m.y)), w: make([]float64, len(m.y)), random: rand.New(rand.NewPCG(1986, 2006))}
	zeros := 0
	for i, y := range m.y {
		if s.zero[i] = y == 0; s.zero[i] {
			zeros++
		} else {
			s.w[i] = 1
		}
	}
	if zeros == 0 {
		return s, nil
	}
	if graph && s.apart() {
		s.byArrows()
		s.exact = true
		return s, nil
	}
	s.prepare()
	spanned := s.span()
	if s.exact = spanned && s.certify(); s.exact {
		return s, nil
	}
	return s, s.rectify()
}

// separation is the search for separated observations.
type separation struct {
	*model
	basis     int // how many combinations may be held side by side
	zero      []bool
	w         []float64 // 1 where y is positive
	x         []*column // regressors without the effects as the positive observations have them
	factored  matrix
	kept      []int
	risky     []int       // zeros that some combination does not vanish on
	vectors   [][]float64 // combinations that vanish where y is positive, orthonormal, on the risky zeros
	separated []int
	exact     bool // all were found, by certificates
	random    *rand.Rand
}

// prepare takes the effects out of the regressors, fitted where y is positive.
func (s *separation) prepare() {
	s.a.weigh(s.w)
	s.x = s.standardised(s.w)
	s.a.absorb(s.x, vanishing/1000, most) // what does not come to an end leaves more zeros at risk, which costs time only
	s.factored, s.kept = s.factor(s.w)
}

// standardised are columns of the regressors, all of a size.
func (s *separation) standardised(w []float64) []*column {
	out := make([]*column, len(s.model.x))
	ones := s.weights()
	parallel.Each(len(out), func(j int) {
		size := norm(s.model.x[j], ones) / math.Sqrt(float64(len(s.y)))
		v := make([]float64, len(s.y))
		for i, x := range s.model.x[j] {
			v[i] = x / size
		}
		out[j] = s.a.column(v)
		out[j].norm = norm(v, w)
	})
	return out
}

// factor factors the products of the regressors; those that are combinations of others where the weights are, are left out.
func (s *separation) factor(w []float64) (matrix, []int) {
	norms := make([]float64, len(s.x))
	for j, c := range s.x {
		norms[j] = c.norm * c.norm
	}
	return cholesky(cross(rests(s.x), w), norms, 1e-12)
}

// span finds combinations that vanish where y is positive and the zeros on which they do not; false when there are more than a basis.
func (s *separation) span() (complete bool) {
	samples := s.sample(1)
	for i := range s.y {
		if s.zero[i] && math.Abs(samples[0][i]) > vanishing {
			s.risky = append(s.risky, i)
		}
	}
	for len(s.risky) > 0 {
		fresh := 0
		for _, z := range samples {
			v := make([]float64, len(s.risky))
			for k, i := range s.risky {
				v[k] = z[i]
			}
			if orthogonalise(v, s.vectors, 1e-4) {
				s.vectors = append(s.vectors, v)
				fresh++
			}
		}
		if fresh < len(samples) {
			return true
		}
		if len(s.vectors) >= min(s.basis, len(s.risky)+1) {
			return false
		}
		if s.ctx.Err() != nil {
			return false
		}
		samples = s.sample(16)
	}
	return true
}

// sample draws combinations that vanish where y is positive, of about unit variance before they were fitted.
func (s *separation) sample(n int) [][]float64 {
	columns := make([]*column, n)
	size := 1 / math.Sqrt(float64(len(s.effects)+len(s.x)))
	for k := range columns {
		v := make([]float64, len(s.y))
		for _, e := range s.effects {
			draws := make([]float64, e.levels)
			for l := range draws {
				draws[l] = s.random.NormFloat64() * size
			}
			for i, code := range e.codes {
				v[i] += draws[code]
			}
		}
		for _, x := range s.x {
			draw := s.random.NormFloat64() * size
			for i, value := range x.v {
				v[i] += draw * value
			}
		}
		columns[k] = s.a.column(v)
		columns[k].norm = norm(v, s.w)
	}
	s.a.absorb(columns, vanishing/1000, most)
	out := make([][]float64, n)
	for k, c := range columns {
		share := solveFactored(s.factored, s.kept, crossVector(rests(s.x), s.w, c.rest))
		for i := range c.rest {
			for j, x := range s.x {
				c.rest[i] -= share[j] * x.rest[i]
			}
		}
		out[k] = c.rest
	}
	return out
}

// orthogonalise takes out of v what orthonormal vectors hold of it and makes its length 1; false when less than tolerance of it was left.
func orthogonalise(v []float64, vectors [][]float64, tolerance float64) bool {
	before := math.Sqrt(dot(v, v))
	for range 2 { // twice is enough (Kahan)
		for _, u := range vectors {
			share := dot(u, v)
			for i := range v {
				v[i] -= share * u[i]
			}
		}
	}
	length := math.Sqrt(dot(v, v))
	if !(length > tolerance*before) {
		return false
	}
	for i := range v {
		v[i] /= length
	}
	return true
}

func dot(a, b []float64) (t float64) {
	for i := range a {
		t += a[i] * b[i]
	}
	return t
}

// certify finds certificates in the span until there is none; false when rounding keeps one from being found.
func (s *separation) certify() bool {
	for len(s.risky) > 0 && len(s.vectors) > 0 {
		z, ok := certificate(s.ctx, s.vectors, len(s.risky))
		if !ok {
			return false
		}
		top := 0.0
		for _, v := range z {
			top = max(top, v)
		}
		if top == 0 {
			break
		}
		keep := make([]bool, len(z))
		for k, v := range z {
			if keep[k] = v <= 1e-6*top; !keep[k] {
				s.separated = append(s.separated, s.risky[k])
			}
		}
		s.risky = filter(s.risky, keep)
		vectors := s.vectors
		s.vectors = nil
		for _, v := range vectors {
			if v = filter(v, keep); orthogonalise(v, s.vectors, 1e-7) {
				s.vectors = append(s.vectors, v)
			}
		}
	}
	slices.Sort(s.separated)
	return true
}

// certificate finds a combination of vectors that is nowhere negative and somewhere positive; nil when there is none. By Stiemke's lemma
// there is none just where positive weights annul the vectors. The weights 1+l nearest to that, l >= 0, leave r = B'(1+l), B having the
// vectors as columns; the conditions of this nonnegative least squares are B r >= 0, and 1'B r >= r'r, so r, unless it is zero, is the
// combination sought. Solved by active sets (Lawson and Hanson 1974). ok is false when rounding keeps it from ending.
func certificate(ctx context.Context, vectors [][]float64, n int) (z []float64, ok bool) {
	p := newNonnegative(vectors, n)
	start := math.Sqrt(dot(p.target, p.target))
	if start < 1e-9 {
		return nil, true
	}
	z = make([]float64, n)
	for range 20 * (len(vectors) + 10) {
		if ctx.Err() != nil {
			return nil, false
		}
		left := math.Sqrt(dot(p.residual, p.residual))
		if left < 1e-6*max(start, 1) {
			return nil, true
		}
		worst, at := 0.0, -1
		for i, row := range p.rows { // z = B r with r = -residual
			z[i] = -dot(row, p.residual)
			if short := -z[i] - 1e-7*left*p.sizes[i]; short > worst && !p.isActive[i] {
				worst, at = short, i
			}
		}
		if at < 0 {
			for i, t := range z {
				z[i] = max(t, 0)
			}
			return z, true
		}
		p.add(at)
		p.settle()
	}
	return nil, false
}

// nonnegative is the nonnegative least squares of target on rows.
type nonnegative struct {
	rows     [][]float64
	sizes    []float64 // norms of the rows
	target   []float64
	residual []float64 // target less the weighted rows
	weights  []float64
	active   []int
	isActive []bool
	products matrix // of the active rows
	right    []float64
}

func newNonnegative(vectors [][]float64, n int) *nonnegative {
	p := &nonnegative{rows: newMatrix(n, len(vectors)), sizes: make([]float64, n), target: make([]float64, len(vectors)), weights: make([]float64, n), isActive: make([]bool, n)}
	for j, v := range vectors {
		for i, t := range v {
			p.rows[i][j] = t
			p.target[j] -= t
		}
	}
	for i, row := range p.rows {
		p.sizes[i] = math.Sqrt(dot(row, row))
	}
	p.residual = slices.Clone(p.target)
	return p
}

// add makes a row active.
func (p *nonnegative) add(at int) {
	row := make([]float64, 0, len(p.active)+1)
	for k, i := range p.active {
		t := dot(p.rows[i], p.rows[at])
		row = append(row, t)
		p.products[k] = append(p.products[k], t)
	}
	p.products = append(p.products, append(row, p.sizes[at]*p.sizes[at]))
	p.right = append(p.right, dot(p.rows[at], p.target))
	p.active = append(p.active, at)
	p.isActive[at] = true
}

// release takes rows out of the active ones.
func (p *nonnegative) release(out []bool) {
	keep := make([]bool, len(out))
	for k, i := range p.active {
		if keep[k] = !out[k]; out[k] {
			p.weights[i], p.isActive[i] = 0, false
		}
	}
	p.active, p.right = filter(p.active, keep), filter(p.right, keep)
	p.products = filter(p.products, keep)
	for k := range p.products {
		p.products[k] = filter(p.products[k], keep)
	}
}

// settle solves the least squares on the active rows, letting rows go as their weight reaches zero on the way there.
func (p *nonnegative) settle() {
	for len(p.active) > 0 {
		l, kept := cholesky(p.products, diagonal(p.products), 1e-11)
		solution := solveFactored(l, kept, p.right)
		length := 1.0
		for k, i := range p.active {
			if solution[k] <= 0 {
				length = min(length, p.weights[i]/max(p.weights[i]-solution[k], 1e-300))
			}
		}
		out, any := make([]bool, len(p.active)), false
		for k, i := range p.active {
			p.weights[i] += length * (solution[k] - p.weights[i])
			out[k] = solution[k] <= 0 && p.weights[i] <= 1e-12
			any = any || out[k]
		}
		if !any {
			break
		}
		p.release(out)
	}
	copy(p.residual, p.target)
	for _, i := range p.active {
		for j, t := range p.rows[i] {
			p.residual[j] -= p.weights[i] * t
		}
	}
}

const (
	// heavy is the weight, beside 1 of the risky zeros, of the observations on which a combination must vanish.
	heavy = 1e4
	// rectifications is how many times at most the rectifier is applied.
	rectifications = 2000
)

// rectify applies the iterative rectifier: u is 1 on risky zeros; it is projected on the combinations that vanish elsewhere, what is
// negative is cut off, and so on until nothing negative is left. What misses zero elsewhere is carried on (the method of multipliers), so
// that moderate weights do.
func (s *separation) rectify() error {
	risky := make([]bool, len(s.y))
	for _, i := range s.risky {
		risky[i] = true
	}
	w := make([]float64, len(s.y))
	u := make([]float64, len(s.y))
	for i := range w {
		if w[i] = heavy; risky[i] {
			w[i], u[i] = 1, 1
		}
	}
	s.a.weigh(w)
	s.x = s.standardised(w)
	if err := s.absorb(s.x, tight); err != nil {
		return err
	}
	factored, kept := s.factor(w)
	c := s.a.column(u)
	z := make([]float64, len(s.y))
	for range rectifications {
		c.norm = math.Sqrt(float64(len(s.risky)))
		if err := s.absorb([]*column{c}, tight); err != nil {
			return err
		}
		share := solveFactored(factored, kept, crossVector(rests(s.x), w, c.rest))
		low, off, top := 0.0, 0.0, 0.0
		for i := range z {
			z[i] = u[i] - c.rest[i]
			for j, x := range s.x {
				z[i] += share[j] * x.rest[i]
			}
			if risky[i] {
				low, top = min(low, z[i]), max(top, z[i])
				u[i] = max(z[i], 0)
			} else {
				off = max(off, math.Abs(z[i]))
				u[i] -= z[i]
			}
		}
		if top < 1e-4 || low > -1e-5 && off < 1e-5 {
			break
		}
	}
	for _, i := range s.risky {
		if z[i] > 1e-3 {
			s.separated = append(s.separated, i)
		}
	}
	return nil
}
