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

// columns copies the weights of some columns.
func (p *param) columns(from, to int) *param {
	out := &param{name: p.name, rows: p.rows, cols: to - from}
	for i := range p.rows {
		out.w = append(out.w, p.w[i*p.cols+from:i*p.cols+to]...)
	}
	return out
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

// spans calls f for each stretch of weights in worker k's part that may have a gradient.
func (p *param) spans(k int, f func(from, to int)) {
	if !p.sparse {
		f(len(p.w)*k/workers, len(p.w)*(k+1)/workers)
		return
	}
	for _, r := range p.touched[len(p.touched)*k/workers : len(p.touched)*(k+1)/workers] {
		f(int(r)*p.cols, int(r+1)*p.cols)
	}
}

// twin shares the weights and has a gradient of its own, for a second worker.
func (p *param) twin() *param {
	t := &param{name: p.name, rows: p.rows, cols: p.cols, sparse: p.sparse, w: p.w, g: make([]float32, len(p.g))}
	if p.sparse {
		t.marked = make([]bool, p.rows)
	}
	return t
}

// forget ends the use of the rows that have a gradient.
func (p *param) forget() {
	for _, r := range p.touched {
		p.marked[r] = false
	}
	p.touched = p.touched[:0]
}

// adam is the optimiser of Kingma and Ba (2015) with decoupled weight decay; rows of sparse parameters that have no
// gradient rest.
type adam struct {
	beta1, beta2, eps, decay float64
	steps                    int
}

// step moves all parameters against their gradients, whose common norm is first cut to clip, and clears the gradients. lists
// holds the parameters as each worker has them; the gradient is the sum of theirs. Workers share the work in a fixed way, so
// that the result does not depend on their pace.
func (a *adam) step(lists [workers][]*param, rate, clip float64) {
	a.steps++
	params := lists[0]
	for _, twins := range lists[1:] {
		for i, p := range params {
			for _, r := range twins[i].touched {
				p.gradRow(r)
			}
		}
	}
	var norms [workers]float64
	inParallel(func(k int) { norms[k] = gather(lists, k) })
	scale, norm := float32(1), 0.0
	for _, n := range norms {
		norm += n
	}
	if norm = math.Sqrt(norm); norm > clip {
		scale = float32(clip / norm)
	}
	c1, c2 := 1-math.Pow(a.beta1, float64(a.steps)), 1-math.Pow(a.beta2, float64(a.steps))
	inParallel(func(k int) {
		u := update{b1: float32(a.beta1), b2: float32(a.beta2), eps: float32(a.eps), scale: scale, rate: float32(rate * math.Sqrt(c2) / c1)}
		for _, p := range params {
			u.decay = 0
			if !p.sparse && p.rows > 1 {
				u.decay = float32(rate * a.decay)
			}
			p.spans(k, func(from, to int) { u.apply(p.w[from:to], p.g[from:to], p.m[from:to], p.v[from:to]) })
		}
	})
	for _, list := range lists {
		for _, p := range list {
			p.forget()
		}
	}
}

// gather adds up the workers' gradients in worker k's part of the parameters, leaves the sums with the first worker, and gives
// the sum of their squares.
func gather(lists [workers][]*param, k int) (norm float64) {
	for i, p := range lists[0] {
		p.spans(k, func(from, to int) {
			for _, twins := range lists[1:] {
				axpy(1, twins[i].g[from:to], p.g[from:to])
				clear(twins[i].g[from:to])
			}
			var s float32
			for _, g := range p.g[from:to] {
				s += g * g
			}
			norm += float64(s)
		})
	}
	return norm
}

// update is one step's settings; adamAVX2 reads them in this order.
type update struct{ b1, b2, eps, scale, rate, decay float32 }

func (u *update) applyGo(w, g, m, v []float32) {
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
