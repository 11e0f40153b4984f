package neural

import (
	"math"
	"math/rand/v2"
)

// param is a matrix that is learned, with its gradient and the two moments of Adam.
type param struct {
	name       string
	rows, cols int
	w, g, m, v []float32
	sparse     bool // only the rows named in touched have a gradient
	touched    []int32
	marked     []bool
}

func newParam(name string, rows, cols int, sparse bool) *param {
	n := rows * cols
	p := &param{name: name, rows: rows, cols: cols, sparse: sparse, w: make([]float32, n), g: make([]float32, n),
		m: make([]float32, n), v: make([]float32, n)}
	if sparse {
		p.marked = make([]bool, rows)
	}
	return p
}

// uniform fills the weights with values from [-limit, limit).
func (p *param) uniform(r *rand.Rand, limit float64) *param {
	for i := range p.w {
		p.w[i] = float32((r.Float64()*2 - 1) * limit)
	}
	return p
}

// glorot fills the weights so that layers keep the variance of what passes through (Glorot and Bengio 2010).
func (p *param) glorot(r *rand.Rand, fanOut int, gain float64) *param {
	return p.uniform(r, gain*math.Sqrt(6/float64(p.rows+fanOut)))
}

func (p *param) row(i int32) []float32 { return p.w[int(i)*p.cols:][:p.cols] }

// gradRow gives the gradient of a row and notes that it is in use.
func (p *param) gradRow(i int32) []float32 {
	if !p.marked[i] {
		p.marked[i] = true
		p.touched = append(p.touched, i)
	}
	return p.g[int(i)*p.cols:][:p.cols]
}

// spans calls f for each stretch of weights that may have a gradient.
func (p *param) spans(f func(from, to int)) {
	if !p.sparse {
		f(0, len(p.w))
		return
	}
	for _, r := range p.touched {
		f(int(r)*p.cols, int(r+1)*p.cols)
	}
}

// adam is the optimiser of Kingma and Ba (2015) with decoupled weight decay; rows of sparse parameters that have no
// gradient rest.
type adam struct {
	beta1, beta2, eps, decay float64
	steps                    int
}

// step moves all parameters against their gradients, whose common norm is first cut to clip, and clears the gradients.
func (a *adam) step(params []*param, rate, clip float64) {
	a.steps++
	var norm float64
	for _, p := range params {
		p.spans(func(from, to int) {
			var s float32
			for _, g := range p.g[from:to] {
				s += g * g
			}
			norm += float64(s)
		})
	}
	scale := float32(1)
	if norm = math.Sqrt(norm); norm > clip {
		scale = float32(clip / norm)
	}
	c1, c2 := 1-math.Pow(a.beta1, float64(a.steps)), 1-math.Pow(a.beta2, float64(a.steps))
	u := update{b1: float32(a.beta1), b2: float32(a.beta2), eps: float32(a.eps), scale: scale,
		rate: float32(rate * math.Sqrt(c2) / c1)}
	for _, p := range params {
		u.decay = 0
		if !p.sparse && p.rows > 1 {
			u.decay = float32(rate * a.decay)
		}
		p.spans(func(from, to int) { u.apply(p.w[from:to], p.g[from:to], p.m[from:to], p.v[from:to]) })
		for _, r := range p.touched {
			p.marked[r] = false
		}
		p.touched = p.touched[:0]
	}
}

type update struct{ b1, b2, eps, scale, rate, decay float32 }

func (u update) apply(w, g, m, v []float32) {
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	for i := range w {
		d := g[i] * u.scale
		g[i] = 0
		m[i] += (1 - u.b1) * (d - m[i])
		v[i] += (1 - u.b2) * (d*d - v[i])
		w[i] -= u.rate*m[i]/(float32(math.Sqrt(float64(v[i])))+u.eps) + u.decay*w[i]
	}
}

// arena hands out zeroed scratch slices that live until reset.
type arena struct {
	buf  []float32
	used int
}

func (a *arena) reset() { a.used = 0 }

func (a *arena) get(n int) []float32 {
	n = roundUp(n, 16)
	if a.used+n > len(a.buf) {
		a.buf, a.used = make([]float32, max(2*len(a.buf), n, 1<<20)), 0
	}
	s := a.buf[a.used:][:n:n]
	a.used += n
	clear(s)
	return s
}
