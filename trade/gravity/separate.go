package gravity

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Separated observations have no finite fitted value: their y is zero and some combination z of regressors and effects is zero wherever y
// is positive, never negative, and positive on them, so that the likelihood rises for ever with -z. Correia, Guimarães and Zylkin (2019,
// "Verifying the existence of maximum likelihood estimates for generalized linear models") show that they must and can be dropped. Groups
// of zeros only are found by counting (prune). For the others this looks at the combinations that are zero wherever y is positive:
//
//   - A random combination t of all regressors and effects is fitted on the observations with y > 0 alone. If the fit holds on the zeros
//     too, the positive observations determine every combination, none but z = 0 vanishes on them, and nothing is separated. That is the
//     usual case and costs one least squares. Otherwise t less its fit is such a combination, and zeros on which it vanishes are safe.
//   - A few such combinations span all of them, as long as they are few. Whether one is nowhere negative and somewhere positive, is
//     decided in this small space by nonnegative least squares, exactly and in finitely many steps (certificate).
//   - Where they are many, the rectifier of the paper's section 3 projects and cuts off what is negative until nothing is (rectify).

const (
	// vanishing is how small a combination of unit variance is taken for zero.
	vanishing = 1e-5
	// basis is how many combinations are held side by side.
	basis = 64
)

// separate drops separated observations and says whether there were any.
func (m *model) separate() (found bool, err error) {
	s := &separation{model: m, zero: make([]bool, len(m.y)), w: make([]float64, len(m.y)), random: rand.New(rand.NewPCG(1986, 2006))}
	zeros := 0
	for i, y := range m.y {
		if s.zero[i] = y == 0; s.zero[i] {
			zeros++
		} else {
			s.w[i] = 1
		}
	}
	if zeros == 0 {
		return false, nil
	}
	s.prepare()
	spanned, err := s.span()
	if err != nil || len(s.risky) == 0 {
		return false, err
	}
	if spanned {
		s.certify()
	} else if err := s.rectify(); err != nil {
		return false, err
	}
	if len(s.separated) == 0 {
		return false, nil
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

// separation is the search for separated observations.
type separation struct {
	*model
	zero      []bool
	w         []float64 // 1 where y is positive
	x         []*column // regressors without the effects as the positive observations have them
	factored  matrix
	kept      []int
	risky     []int       // zeros that some combination does not vanish on
	vectors   [][]float64 // combinations that vanish where y is positive, orthonormal, on the risky zeros
	separated []int
	random    *rand.Rand
}

// prepare takes the effects out of the regressors, fitted where y is positive.
func (s *separation) prepare() {
	s.a.weigh(s.w)
	s.x = s.standardised(s.w)
	s.a.absorb(s.x, tight, most) // what does not come to an end leaves more zeros at risk, which costs time only
	s.factored, s.kept = s.factor(s.w)
}

// standardised are columns of the regressors, all of a size.
func (s *separation) standardised(w []float64) []*column {
	out := make([]*column, len(s.model.x))
	ones := s.weights()
	share(len(out), func(j int) {
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
func (s *separation) span() (complete bool, err error) {
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
			return true, nil
		}
		if len(s.vectors) >= min(basis, len(s.risky)+1) {
			return false, nil
		}
		samples = s.sample(8)
	}
	return true, nil
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
	s.a.absorb(columns, tight/100, most)
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

// certify finds certificates in the span until there is none.
func (s *separation) certify() {
	for len(s.risky) > 0 && len(s.vectors) > 0 {
		z := certificate(s.vectors, len(s.risky))
		top := 0.0
		for _, v := range z {
			top = max(top, v)
		}
		if top == 0 {
			return
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
			if v = filter(v, keep); orthogonalise(v, s.vectors, 1e-7) && len(v) > 0 {
				s.vectors = append(s.vectors, v)
			}
		}
	}
	slices.Sort(s.separated)
}

// certificate finds a combination of n-vectors that is nowhere negative and somewhere positive; nil when there is none. By Stiemke's lemma
// there is none just where positive weights annul the vectors. The weights 1+l nearest to that, l >= 0, leave r = B'(1+l); the conditions
// of this nonnegative least squares are B r >= 0, and 1'B r >= r'r, so r, unless it is zero, is the combination sought. Solved by active
// sets (Lawson and Hanson 1974).
func certificate(vectors [][]float64, n int) []float64 {
	m := len(vectors)
	target := make([]float64, m) // -B'1
	for j, v := range vectors {
		for _, t := range v {
			target[j] -= t
		}
	}
	scale := math.Sqrt(dot(target, target))
	if scale < 1e-9 {
		return nil
	}
	row := func(i int) []float64 {
		out := make([]float64, m)
		for j, v := range vectors {
			out[j] = v[i]
		}
		return out
	}
	var active []int
	weights := make([]float64, n)
	z := make([]float64, n)
	residual := slices.Clone(target)
	for range 10 * (m + 10) {
		worst, at := 1e-9*scale, -1
		clear(z)
		for j, v := range vectors {
			for i, t := range v {
				z[i] -= t * residual[j]
			}
		}
		for i, t := range z { // z = B r with r = -residual
			if -t > worst && !slices.Contains(active, i) {
				worst, at = -t, i
			}
		}
		if at < 0 {
			break
		}
		active = append(active, at)
		active = settle(active, weights, row, target)
		copy(residual, target)
		for _, i := range active {
			for j, t := range row(i) {
				residual[j] -= weights[i] * t
			}
		}
	}
	if math.Sqrt(dot(residual, residual)) < 1e-6*max(scale, 1) {
		return nil
	}
	for i, t := range z {
		z[i] = max(t, 0)
	}
	return z
}

// settle solves the least squares on the active rows and lets rows go whose weight would be negative.
func settle(active []int, weights []float64, row func(int) []float64, target []float64) []int {
	for len(active) > 0 {
		products, right := newMatrix(len(active), len(active)), make([]float64, len(active))
		for a, i := range active {
			for b, k := range active[:a+1] {
				products[a][b] = dot(row(i), row(k))
				products[b][a] = products[a][b]
			}
			right[a] = dot(row(i), target)
		}
		l, kept := cholesky(products, diagonal(products), 1e-12)
		solution := solveFactored(l, kept, right)
		length, negative := 1.0, false
		for a, i := range active {
			if solution[a] <= 0 {
				negative = true
				if step := weights[i] / (weights[i] - solution[a]); weights[i] > solution[a] {
					length = min(length, step)
				}
			}
		}
		if !negative {
			for a, i := range active {
				weights[i] = solution[a]
			}
			return active
		}
		var rest []int
		for a, i := range active {
			weights[i] += length * (solution[a] - weights[i])
			if weights[i] > 1e-14 && solution[a] > 0 || weights[i] > 1e-12 {
				rest = append(rest, i)
			} else {
				weights[i] = 0
			}
		}
		if len(rest) == len(active) { // rounding: let the most negative go
			rest = rest[:len(rest)-1]
			weights[active[len(active)-1]] = 0
		}
		active = rest
	}
	return active
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
