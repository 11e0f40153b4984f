package neural

import (
	"math"
	"math/rand/v2"
)

// The building blocks of the network with their derivatives. Matrices are row-major with one row per token.

// linear adds x (m x in) times w to y, whose rows start with the bias b when there is one.
func (t *trainer) linear(m int, x []float32, w, b *param, y []float32) {
	if b != nil {
		for i := range m {
			copy(y[i*w.cols:][:w.cols], b.w)
		}
	}
	t.gemm.mul(m, w.rows, w.cols, x, w.rows, w.w, w.cols, y, w.cols)
}

// linearBack adds the gradients of w, b and, unless dx is nil, of x.
func (t *trainer) linearBack(m int, x []float32, w, b *param, dy, dx []float32) {
	t.gemm.mulTA(w.rows, m, w.cols, x, w.rows, dy, w.cols, w.g, w.cols)
	if b != nil {
		for i := range m {
			axpy(1, dy[i*w.cols:][:w.cols], b.g)
		}
	}
	if dx != nil {
		t.gemm.mulTB(m, w.cols, w.rows, dy, w.cols, w.w, w.cols, dx, w.rows)
	}
}

// squash turns x into 2*sigmoid(x)-1, a value between -1 and 1.
func squash(x []float32) {
	sigmoid(x)
	for i, s := range x {
		x[i] = float32(2*s) - 1
	}
}

// squashBack turns the gradient of squash's output y into that of its input.
func squashBack(y, dy []float32) {
	for i, v := range y {
		dy[i] *= 0.5 * (1 - v*v)
	}
}

// shift gives each word a glance at its neighbours at no cost: in both directions' channels, one in four is taken from the
// word before and one in four from the word after. Words beyond the sentence are all edge. src and dst have n rows of
// w.
func shift[T any](dst, src []T, n, w int, edge T) {
	b := w / 8
	for i := range n {
		row := dst[i*w:][:w]
		copy(row, src[i*w:][:w])
		for _, half := range [2]int{0, w / 2} {
			if i > 0 {
				copy(row[half:half+b], src[(i-1)*w+half:])
			} else {
				fill(row[half:half+b], edge)
			}
			if i+1 < n {
				copy(row[half+b:half+2*b], src[(i+1)*w+half+b:])
			} else {
				fill(row[half+b:half+2*b], edge)
			}
		}
	}
}

func fill[T any](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}

// shiftBack adds the gradient of shift's result to that of its input.
func shiftBack(dst, d []float32, n, w int) {
	b := w / 8
	for i := range n {
		for _, half := range [2]int{0, w / 2} {
			row := d[i*w+half:][:w/2]
			if i > 0 {
				axpy(1, row[:b], dst[(i-1)*w+half:])
			}
			if i+1 < n {
				axpy(1, row[b:2*b], dst[(i+1)*w+half+b:])
			}
			axpy(1, row[2*b:], dst[i*w+half+2*b:])
		}
	}
}

// recur runs the gated recurrence over one sentence: gates are n rows of two directions of three gates, x and out are n
// rows of 2h, state keeps the states for the way back.
func recur(n, h int, gates, x, state, out, zero []float32) {
	w := 2 * h
	for d := range 2 {
		prev := zero[:h]
		for k := range n {
			i := k
			if d == 1 {
				i = n - 1 - k
			}
			at := i*w + d*h
			step(h, gates[i*3*w+d*3*h:], prev, x[at:], state[at:], out[at:])
			prev = state[at:]
		}
	}
}

// recurBack turns the gates into the gradients of their arguments and adds the gradient of the input to dx.
func recurBack(n, h int, gates, x, state, dout, dx, carry []float32) {
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
			var prev []float32
			if k > 0 {
				prev = state[p*w+d*h:][:h]
			}
			stepBack(h, gates[i*3*w+d*3*h:][:3*h], prev, x[at:], state[at:], dout[at:], dx[at:], dc)
		}
	}
}

// stepBack is the derivative of step; dc carries the gradient of the state from token to token.
func stepBack(h int, gates, prev, skip, state, dout, dskip, dc []float32) {
	zs, fs, rs := gates[:h], gates[h:2*h], gates[2*h:3*h]
	skip, state, dout, dskip, dc = skip[:h], state[:h], dout[:h], dskip[:h], dc[:h]
	for i := range zs {
		z, f, r, g, p := zs[i], fs[i], rs[i], dout[i], float32(0)
		if prev != nil {
			p = prev[i]
		}
		c := dc[i] + g*r
		rs[i] = g * (state[i] - skip[i]) * r * (1 - r)
		dskip[i] += g * (1 - r)
		fs[i] = c * (p - (2*z - 1)) * f * (1 - f)
		zs[i] = c * (1 - f) * 2 * z * (1 - z)
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

func times(x, mask []float32) {
	for i := range x {
		x[i] *= mask[i]
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
