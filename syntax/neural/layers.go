package neural

import (
	"math"
	"math/rand/v2"
)

// The building blocks of the network with their derivatives. Matrices are row-major with one row per token.

// linear adds x (m x in) times w to y, whose rows start with the bias b when there is one.
func (t *trainer) linear(m int, x []float32, w, b *param, y []float32) {
	t.linearAt(m, x, w.rows, w, b, y, w.cols)
}

// linearAt is linear for rows that lie ldx and ldy apart.
func (t *trainer) linearAt(m int, x []float32, ldx int, w, b *param, y []float32, ldy int) {
	if b != nil {
		for i := range m {
			copy(y[i*ldy:][:w.cols], b.w)
		}
	}
	t.gemm.mul(m, w.rows, w.cols, x, ldx, w.w, w.cols, y, ldy)
}

// linearBack adds the gradients of w, b and, unless dx is nil, of x.
func (t *trainer) linearBack(m int, x []float32, w, b *param, dy, dx []float32) {
	t.linearBackAt(m, x, w.rows, w, b, dy, w.cols, dx)
}

// linearBackAt is linearBack for rows that lie ldx and ldy apart.
func (t *trainer) linearBackAt(m int, x []float32, ldx int, w, b *param, dy []float32, ldy int, dx []float32) {
	t.gemm.mulTA(w.rows, m, w.cols, x, ldx, dy, ldy, w.g, w.cols)
	if b != nil {
		for i := range m {
			axpy(1, dy[i*ldy:][:w.cols], b.g)
		}
	}
	if dx != nil {
		t.gemm.mulTB(m, w.cols, w.rows, dy, ldy, w.w, w.cols, dx, ldx)
	}
}

// squash turns x into 2*sigmoid(x)-1, a value between -1 and 1.
func squash(x []float32) {
	sigmoid(x)
	clamp(x, 2, -1, -1, 1)
}

// squashBack turns the gradient of squash's output y into that of its input.
func squashBack(y, dy []float32) {
	for i, v := range y {
		dy[i] *= 0.5 * (1 - v*v)
	}
}

// squeeze keeps x between -1 and 1.
func squeeze(x []float32) { clamp(x, 1, 0, -1, 1) }

// clampBack turns the gradient of clamp's output y, which lies between -1 and 1, into that of its input. At the borders only
// gradients that lead back pass, for a unit that none reached would stay there for ever.
func clampBack(y, dy []float32) {
	for i, v := range y {
		if v <= -1 && dy[i] > 0 || v >= 1 && dy[i] < 0 {
			dy[i] = 0
		}
	}
}

// Slope and middle of a gate: a sigmoid made of three straight lines, which costs next to nothing.
const (
	gateSlope  = 0.25
	gateMiddle = 0.5
)

// gate turns x into min(max(x/4 + 1/2, 0), 1).
func gate(x []float32) { clamp(x, gateSlope, gateMiddle, 0, 1) }

// glance gives each word a look at its neighbours at no cost: half of what a layer's weights are multiplied with is of the
// word itself, a quarter of the word before and a quarter of the word after, in the order before, itself, after. Of each
// word's channels those of both directions are taken. Words beyond the sentence are all edge. src and dst have n rows of w.
func glance[T any](dst, src []T, n, w int, edge T) {
	for i := range n {
		var before, after []T
		if i > 0 {
			before = src[(i-1)*w:][:w]
		}
		if i+1 < n {
			after = src[(i+1)*w:][:w]
		}
		glanceAt(dst[i*w:][:w], before, src[i*w:][:w], after, edge)
	}
}

// glanceAt is glance for one word; nil stands for what lies beyond the sentence.
func glanceAt[T any](row, before, own, after []T, edge T) {
	b, h := len(row)/8, len(row)/2
	if before != nil {
		copy(row[:b], before[:b])
		copy(row[b:2*b], before[h:])
	} else {
		fill(row[:2*b], edge)
	}
	copy(row[2*b:4*b], own[h+2*b:])
	copy(row[4*b:6*b], own[2*b:h])
	if after != nil {
		copy(row[6*b:7*b], after[b:])
		copy(row[7*b:], after[h+b:])
	} else {
		fill(row[6*b:], edge)
	}
}

func fill[T any](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}

// glanceBack adds the gradient of glance's result to that of its input.
func glanceBack(dst, d []float32, n, w int) {
	b, h := w/8, w/2
	for i := range n {
		row, own := d[i*w:][:w], dst[i*w:][:w]
		if i > 0 {
			before := dst[(i-1)*w:][:w]
			axpy(1, row[:b], before[:b])
			axpy(1, row[b:2*b], before[h:][:b])
		}
		axpy(1, row[2*b:4*b], own[h+2*b:])
		axpy(1, row[4*b:6*b], own[2*b:h])
		if i+1 < n {
			after := dst[(i+1)*w:][:w]
			axpy(1, row[6*b:7*b], after[b:][:b])
			axpy(1, row[7*b:], after[h+b:][:b])
		}
	}
}

// gatesOf gives the candidates and the two gates of direction d in a row of gates.
func gatesOf(row []float32, h, d int) (z, f []float32) {
	return row[d*h:][:h], row[2*h+d*2*h:][:2*h]
}

// recur runs the gated recurrence over one sentence: gates are n rows of candidates of both directions, gates of the way
// there, gates of the way back; x and out are n rows of 2h, state keeps the states for the way back. Where at is given, it says
// which rows of x are meant.
func recur(n, h int, gates, x []float32, at []int32, state, out, zero []float32) {
	w := 2 * h
	for d := range 2 {
		prev := zero[:h]
		for k := range n {
			i := k
			if d == 1 {
				i = n - 1 - k
			}
			row, skip := i*w+d*h, i
			if at != nil {
				skip = int(at[i])
			}
			z, f := gatesOf(gates[i*3*w:], h, d)
			step(h, z, f, prev, x[skip*w+d*h:], state[row:], out[row:])
			prev = state[row:]
		}
	}
}

// recurBack turns the gates into the gradients of their arguments and adds the gradient of the input to dx.
func recurBack(n, h int, gates, x, state, dout, dx, carry, zero []float32) {
	w := 2 * h
	for d := range 2 {
		dc := carry[:h]
		clear(dc)
		for k := n - 1; k >= 0; k-- {
			i, p := k, k-1
			if d == 1 {
				i, p = n-1-k, n-k
			}
			at := i*w + d*h
			prev := zero[:h]
			if k > 0 {
				prev = state[p*w+d*h:][:h]
			}
			z, f := gatesOf(gates[i*3*w:], h, d)
			stepBack(h, z, f, prev, x[at:], state[at:], dout[at:], dx[at:], dc)
		}
	}
}

// slopeOf is the derivative of a gate that has the value g.
func slopeOf(g float32) float32 {
	if g <= 0 || g >= 1 {
		return 0
	}
	return gateSlope
}

// stepBackGo is the derivative of step; dc carries the gradient of the state from token to token.
func stepBackGo(h int, zs, gates, prev, skip, state, dout, dskip, dc []float32) {
	fs, rs := gates[:h], gates[h:2*h]
	skip, state, dout, dskip, dc = skip[:h], state[:h], dout[:h], dskip[:h], dc[:h]
	for i, z := range zs[:h] {
		f, r, g, p := fs[i], rs[i], dout[i], prev[i]
		c := dc[i] + g*r
		rs[i] = g * (state[i] - skip[i]) * slopeOf(r)
		dskip[i] += g * (1 - r)
		fs[i] = c * (p - (2*z - 1)) * slopeOf(f)
		zs[i] = c * (1 - f) * 2 * slopeOf(z)
		dc[i] = c * f
	}
}

// dropMask fills mask with 0 (with probability p) or 1/(1-p).
func dropMask(r *rand.Rand, mask []float32, p float64) {
	limit, keep := uint64(p*65536), float32(1/(1-p))
	for i := 0; i < len(mask); i += 4 {
		bits := r.Uint64()
		for j := i; j < min(i+4, len(mask)); j++ {
			mask[j] = 0
			if bits&0xffff >= limit {
				mask[j] = keep
			}
			bits >>= 16
		}
	}
}

// crossEntropy turns the scores of one choice into scale times the gradient of its loss and gives the loss.
func crossEntropy(scores []float32, gold int, scale float32) float64 {
	softmax(scores)
	loss := -math.Log(math.Max(float64(scores[gold]), 1e-12))
	scores[gold]--
	for i := range scores {
		scores[i] *= scale
	}
	return loss
}

// blame is crossEntropy against a mixture: the teachers' opinion, if there is one, with the weight trust, and the answer
// with the rest.
func blame(scores []float32, gold int, o *opinion, trust, scale float32) float64 {
	if o == nil || trust == 0 {
		return crossEntropy(scores, gold, scale)
	}
	softmax(scores)
	loss := float64(1-trust) * -math.Log(math.Max(float64(scores[gold]), 1e-12))
	for k, share := range o.share {
		loss -= float64(trust*share) * math.Log(math.Max(float64(scores[o.class[k]]), 1e-12))
	}
	scores[gold] -= 1 - trust
	for k, share := range o.share {
		scores[o.class[k]] -= trust * share
	}
	for i := range scores {
		scores[i] *= scale
	}
	return loss
}

// softmax uses exp(x) = s/(1-s) with s = sigmoid(x), exact enough for x <= 0.
func softmax(x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	for i := range x {
		x[i] -= top
	}
	sigmoid(x)
	var sum float32
	for i, s := range x {
		e := s / (1 - s)
		x[i] = e
		sum += e
	}
	inv := 1 / sum
	for i := range x {
		x[i] *= inv
	}
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
