package gravity

import (
	"context"
	"math"

	"dragoman/internal/parallel"
)

// absorber takes fixed effects out of columns: it finds the weighted least-squares fit of a column on the dummies of all effects and
// leaves the residual, without ever making a dummy.
//
// The rows are sorted by the effect with the most levels, the lead. Its coefficients are weighted means of contiguous rows, so they are
// eliminated, and what is left is a system S a = b in the coefficients a of the other effects, S = D'W(I-P)D, with D their dummies, W the
// weights and P the projection on the lead. It is solved by the method of conjugate gradients with a diagonal preconditioner: S is never
// made, a product with it is one pass over the rows, which gathers from and scatters to tables small enough for the cache. The system is
// singular (a constant may move from one effect to another) but consistent, which does the method no harm.
type absorber struct {
	ctx    context.Context
	rows   int
	starts []int32   // rows at which the groups of the lead begin, and the number of rows; nil when there is no effect
	codes  [][]int32 // for each other effect, the coefficient of each row within a
	size   int       // number of coefficients of the other effects
	blocks [][2]int  // groups of the lead that are one piece of work; they do not depend on the number of cores
	w      []float64 // weights
	mean   []float64 // for each group of the lead, 1/sum of weights
	scale  []float64 // for each other coefficient, 1/diagonal: the preconditioner
}

// column is a variable with the fixed effects taken out of it.
type column struct {
	v     []float64 // the variable
	rest  []float64 // what is left of it
	coef  []float64 // coefficients of the effects other than the lead; kept, since the next weights differ little from the last
	norm  float64   // size of the variable, which the tolerance refers to
	r, p  []float64 // state of the conjugate gradients
	q     []float64
	rho   float64
	parts [][]float64 // sums of each block
	done  bool
}

// newAbsorber prepares effects whose rows are sorted by the first of them.
func newAbsorber(ctx context.Context, effects []grouping, rows int) *absorber {
	a := &absorber{ctx: ctx, rows: rows}
	if len(effects) == 0 {
		return a
	}
	lead := effects[0]
	a.starts = begins(lead.levels, lead.codes)
	for _, e := range effects[1:] {
		codes := make([]int32, rows)
		for i, code := range e.codes {
			codes[i] = code + int32(a.size)
		}
		a.codes = append(a.codes, codes)
		a.size += e.levels
	}
	a.cut(max(1, min(8, rows/stretch, rows/(2*max(1, a.size)))))
	a.mean = make([]float64, lead.levels)
	a.scale = make([]float64, a.size)
	return a
}

// cut makes n blocks of about the same number of rows.
func (a *absorber) cut(n int) {
	group, groups := 0, len(a.starts)-1
	for i := range n {
		from, limit := group, a.rows*(i+1)/n
		for group < groups && int(a.starts[group]) < limit {
			group++
		}
		if group > from {
			a.blocks = append(a.blocks, [2]int{from, group})
		}
	}
}

// column makes a column of a variable.
func (a *absorber) column(v []float64) *column {
	c := &column{v: v, rest: make([]float64, a.rows), coef: make([]float64, a.size)}
	if a.size > 0 {
		c.r, c.p, c.q = make([]float64, a.size), make([]float64, a.size), make([]float64, a.size)
		for range a.blocks {
			c.parts = append(c.parts, make([]float64, a.size))
		}
	}
	return c
}

// weigh sets the weights, one for each row.
func (a *absorber) weigh(w []float64) {
	a.w = w
	if a.starts == nil {
		return
	}
	parts := make([][]float64, len(a.blocks))
	parallel.Each(len(a.blocks), func(b int) {
		diagonal := make([]float64, a.size)
		for g := a.blocks[b][0]; g < a.blocks[b][1]; g++ {
			from, to := a.starts[g], a.starts[g+1]
			total := 0.0
			for _, v := range w[from:to] {
				total += v
			}
			a.mean[g] = inverse(total)
			for _, codes := range a.codes {
				for i := from; i < to; i++ {
					diagonal[codes[i]] += w[i] * (1 - w[i]*a.mean[g])
				}
			}
		}
		parts[b] = diagonal
	})
	clear(a.scale)
	for _, part := range parts {
		for i, v := range part {
			a.scale[i] += v
		}
	}
	for i, v := range a.scale {
		a.scale[i] = inverse(v)
	}
}

func inverse(v float64) float64 {
	if v > 0 {
		return 1 / v
	}
	return 0
}

// absorb takes the effects out of columns until what is left of any effect is tolerance times the column's norm, and says whether that
// was reached before the context was done. norm 0 is taken for the column's own.
func (a *absorber) absorb(columns []*column, tolerance float64, most int) (iterations int, converged bool) {
	converged = true
	if a.size > 0 {
		iterations, converged = a.conjugate(columns, tolerance, most)
	}
	parallel.Each(len(columns)*max(1, len(a.blocks)), func(i int) {
		c := columns[i%len(columns)]
		if a.starts == nil {
			copy(c.rest, c.v)
			return
		}
		a.leave(c, a.blocks[i/len(columns)])
	})
	return iterations, converged
}

// conjugate solves S a = b for all columns side by side; those that have converged drop out.
func (a *absorber) conjugate(columns []*column, tolerance float64, most int) (iterations int, converged bool) {
	active := append([]*column(nil), columns...)
	a.multiply(active, func(c *column, b int) { a.right(c, a.blocks[b], c.parts[b]) })
	parallel.Each(len(active), func(i int) {
		c := active[i]
		c.gather(c.r)
		c.rho, c.done = 0, false
		for j, r := range c.r {
			c.p[j] = r * a.scale[j]
			c.rho += r * c.p[j]
		}
		c.done = !(math.Sqrt(c.rho) > tolerance*c.norm)
	})
	for ; iterations < most && a.ctx.Err() == nil; iterations++ {
		if active = unfinished(active); len(active) == 0 {
			return iterations, true
		}
		a.multiply(active, func(c *column, b int) { a.product(c.p, a.blocks[b], c.parts[b]) })
		parallel.Each(len(active), func(i int) { active[i].step(a.scale, tolerance) })
	}
	return iterations, len(unfinished(active)) == 0
}

func unfinished(columns []*column) []*column {
	out := columns[:0]
	for _, c := range columns {
		if !c.done {
			out = append(out, c)
		}
	}
	return out
}

// multiply works on all blocks of all columns.
func (a *absorber) multiply(columns []*column, work func(c *column, block int)) {
	parallel.Each(len(columns)*len(a.blocks), func(i int) {
		c, b := columns[i%len(columns)], i/len(columns)
		clear(c.parts[b])
		work(c, b)
	})
}

// gather adds up the sums of the blocks, always in the same order.
func (c *column) gather(into []float64) {
	copy(into, c.parts[0])
	for _, part := range c.parts[1:] {
		for j, v := range part {
			into[j] += v
		}
	}
}

// step is one step of the conjugate gradients, after the product with S is made.
func (c *column) step(scale []float64, tolerance float64) {
	c.gather(c.q)
	curve := 0.0
	for j, p := range c.p {
		curve += p * c.q[j]
	}
	if !(curve > 0) { // nothing is left to descend
		c.done = true
		return
	}
	length, rho := c.rho/curve, 0.0
	for j, p := range c.p {
		c.coef[j] += length * p
		r := c.r[j] - length*c.q[j]
		c.r[j] = r
		rho += r * r * scale[j]
	}
	turn := rho / c.rho
	for j, r := range c.r {
		c.p[j] = r*scale[j] + turn*c.p[j]
	}
	c.rho = rho
	c.done = !(math.Sqrt(rho) > tolerance*c.norm)
}

// right adds the right-hand side D'W(I-P)(v - D a) of some groups and leaves v - D a in rest.
func (a *absorber) right(c *column, block [2]int, into []float64) {
	if len(a.codes) == 2 {
		a.right2(c, block, into)
		return
	}
	for g := block[0]; g < block[1]; g++ {
		from, to := int(a.starts[g]), int(a.starts[g+1])
		total := 0.0
		for i := from; i < to; i++ {
			u := c.v[i]
			for _, codes := range a.codes {
				u -= c.coef[codes[i]]
			}
			c.rest[i] = u
			total += a.w[i] * u
		}
		mean := total * a.mean[g]
		for i := from; i < to; i++ {
			t := a.w[i] * (c.rest[i] - mean)
			for _, codes := range a.codes {
				into[codes[i]] += t
			}
		}
	}
}

func (a *absorber) right2(c *column, block [2]int, into []float64) {
	for g := block[0]; g < block[1]; g++ {
		from, to := a.starts[g], a.starts[g+1]
		w := a.w[from:to]
		one, two := a.codes[0][from:to][:len(w)], a.codes[1][from:to][:len(w)]
		v, rest := c.v[from:to][:len(w)], c.rest[from:to][:len(w)]
		total := 0.0
		for i, weight := range w {
			u := v[i] - c.coef[one[i]] - c.coef[two[i]]
			rest[i] = u
			total += weight * u
		}
		mean := total * a.mean[g]
		for i, weight := range w {
			t := weight * (rest[i] - mean)
			into[one[i]] += t
			into[two[i]] += t
		}
	}
}

// product adds S p of some groups. Two and three effects, which is what gravity has, have loops of their own.
func (a *absorber) product(p []float64, block [2]int, into []float64) {
	switch len(a.codes) {
	case 1:
		a.product1(p, block, into)
	case 2:
		a.product2(p, block, into)
	default:
		a.productAny(p, block, into)
	}
}

func (a *absorber) product1(p []float64, block [2]int, into []float64) {
	for g := block[0]; g < block[1]; g++ {
		from, to := a.starts[g], a.starts[g+1]
		w, one := a.w[from:to], a.codes[0][from:to]
		one = one[:len(w)]
		total := 0.0
		for i, weight := range w {
			total += weight * p[one[i]]
		}
		mean := total * a.mean[g]
		for i, weight := range w {
			into[one[i]] += weight * (p[one[i]] - mean)
		}
	}
}

func (a *absorber) product2(p []float64, block [2]int, into []float64) {
	for g := block[0]; g < block[1]; g++ {
		from, to := a.starts[g], a.starts[g+1]
		w := a.w[from:to]
		one, two := a.codes[0][from:to][:len(w)], a.codes[1][from:to][:len(w)]
		total := 0.0
		for i, weight := range w {
			total += weight * (p[one[i]] + p[two[i]])
		}
		mean := total * a.mean[g]
		for i, weight := range w {
			j, k := one[i], two[i]
			t := weight * (p[j] + p[k] - mean)
			into[j] += t
			into[k] += t
		}
	}
}

func (a *absorber) productAny(p []float64, block [2]int, into []float64) {
	for g := block[0]; g < block[1]; g++ {
		from, to := int(a.starts[g]), int(a.starts[g+1])
		total := 0.0
		for i := from; i < to; i++ {
			for _, codes := range a.codes {
				total += a.w[i] * p[codes[i]]
			}
		}
		mean := total * a.mean[g]
		for i := from; i < to; i++ {
			t := -mean
			for _, codes := range a.codes {
				t += p[codes[i]]
			}
			t *= a.w[i]
			for _, codes := range a.codes {
				into[codes[i]] += t
			}
		}
	}
}

// leave writes what is left of a column in some groups.
func (a *absorber) leave(c *column, block [2]int) {
	for g := block[0]; g < block[1]; g++ {
		from, to := a.starts[g], a.starts[g+1]
		w := a.w[from:to]
		v, rest := c.v[from:to][:len(w)], c.rest[from:to][:len(w)]
		if len(a.codes) == 2 {
			one, two := a.codes[0][from:to][:len(w)], a.codes[1][from:to][:len(w)]
			for i := range rest {
				rest[i] = v[i] - c.coef[one[i]] - c.coef[two[i]]
			}
		} else {
			copy(rest, v)
			for _, codes := range a.codes {
				for i, code := range codes[from:to] {
					rest[i] -= c.coef[code]
				}
			}
		}
		total := 0.0
		for i, weight := range w {
			total += weight * rest[i]
		}
		mean := total * a.mean[g]
		for i := range rest {
			rest[i] -= mean
		}
	}
}

// spread is the weighted norm of a variable about its weighted mean.
func spread(v, w []float64) float64 {
	s := sums(len(v), 2, func(from, to int, into []float64) {
		for i := from; i < to; i++ {
			into[0] += w[i]
			into[1] += w[i] * v[i]
		}
	})
	mean := s[1] * inverse(s[0])
	return math.Sqrt(sum(len(v), func(from, to int) (t float64) {
		for i := from; i < to; i++ {
			t += w[i] * (v[i] - mean) * (v[i] - mean)
		}
		return t
	}))
}
