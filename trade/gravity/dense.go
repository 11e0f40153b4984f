package gravity

import (
	"math"
	"slices"
)

// matrix is a small dense matrix, row by row.
type matrix [][]float64

func newMatrix(rows, columns int) matrix {
	m := make(matrix, rows)
	for i := range m {
		m[i] = make([]float64, columns)
	}
	return m
}

// cross is X'WX of columns, where w is nil for weights of 1.
func cross(x [][]float64, w []float64) matrix {
	k := len(x)
	out := newMatrix(k, k)
	if k == 0 {
		return out
	}
	flat := sums(len(x[0]), k*k, func(from, to int, into []float64) {
		for a := range k {
			for b := range a + 1 {
				t := 0.0
				for i := from; i < to; i++ {
					if w == nil {
						t += x[a][i] * x[b][i]
					} else {
						t += w[i] * x[a][i] * x[b][i]
					}
				}
				into[a*k+b] = t
			}
		}
	})
	for a := range k {
		for b := range a + 1 {
			out[a][b], out[b][a] = flat[a*k+b], flat[a*k+b]
		}
	}
	return out
}

// crossVector is X'Wy.
func crossVector(x [][]float64, w, y []float64) []float64 {
	return sums(len(y), len(x), func(from, to int, into []float64) {
		for a := range x {
			t := 0.0
			for i := from; i < to; i++ {
				t += w[i] * x[a][i] * y[i]
			}
			into[a] = t
		}
	})
}

// cholesky factors a symmetric matrix as LL' from the top, leaving out each row whose pivot is at most tolerance times its norm: what it
// says beyond the rows before it. norms are the squared norms to measure by.
func cholesky(m matrix, norms []float64, tolerance float64) (l matrix, kept []int) {
	n := len(m)
	l = newMatrix(n, n)
	for j := range n {
		pivot := m[j][j]
		for _, k := range kept {
			t := m[j][k]
			for _, q := range kept {
				if q >= k {
					break
				}
				t -= l[j][q] * l[k][q]
			}
			l[j][k] = t / l[k][k]
			pivot -= l[j][k] * l[j][k]
		}
		if !(pivot > tolerance*norms[j]) {
			continue
		}
		l[j][j] = math.Sqrt(pivot)
		kept = append(kept, j)
	}
	return l, kept
}

// solve solves the system of a symmetric positive matrix; false when it is not positive.
func solve(m matrix, b []float64) ([]float64, bool) {
	l, kept := cholesky(m, diagonal(m), 1e-14)
	if len(kept) < len(m) {
		return nil, false
	}
	return solveFactored(l, kept, b), true
}

// solveFactored solves LL'x = b on the rows that were kept; x is 0 elsewhere.
func solveFactored(l matrix, kept []int, b []float64) []float64 {
	x := make([]float64, len(b))
	for i, r := range kept {
		t := b[r]
		for _, c := range kept[:i] {
			t -= l[r][c] * x[c]
		}
		x[r] = t / l[r][r]
	}
	for i, r := range slices.Backward(kept) {
		t := x[r]
		for _, c := range kept[i+1:] {
			t -= l[c][r] * x[c]
		}
		x[r] = t / l[r][r]
	}
	return x
}

// inverted is the inverse of a symmetric positive matrix.
func inverted(m matrix) (matrix, bool) {
	n := len(m)
	l, kept := cholesky(m, diagonal(m), 1e-14)
	if len(kept) < n {
		return nil, false
	}
	out := newMatrix(n, n)
	for j := range n {
		unit := make([]float64, n)
		unit[j] = 1
		for i, v := range solveFactored(l, kept, unit) {
			out[i][j] = v
		}
	}
	for i := range n { // as symmetric as it should be
		for j := range i {
			out[i][j] = (out[i][j] + out[j][i]) / 2
			out[j][i] = out[i][j]
		}
	}
	return out, true
}

func diagonal(m matrix) []float64 {
	out := make([]float64, len(m))
	for i := range m {
		out[i] = m[i][i]
	}
	return out
}

func (m matrix) times(o matrix) matrix {
	if len(o) == 0 {
		return nil
	}
	out := newMatrix(len(m), len(o[0]))
	for i := range m {
		for j := range o[0] {
			for k := range o {
				out[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return out
}

func (m matrix) scaled(by float64) matrix {
	out := newMatrix(len(m), len(m))
	for i := range m {
		for j := range m[i] {
			out[i][j] = by * m[i][j]
		}
	}
	return out
}

func (m matrix) add(by float64, o matrix) {
	for i := range m {
		for j := range m[i] {
			m[i][j] += by * o[i][j]
		}
	}
}

// eigen gives the eigenvalues of a symmetric matrix and, as columns, its eigenvectors, by Jacobi's rotations.
func eigen(m matrix) (values []float64, vectors matrix) {
	n := len(m)
	a := m.scaled(1)
	vectors = newMatrix(n, n)
	for i := range n {
		vectors[i][i] = 1
	}
	for range 100 {
		off, all := 0.0, 0.0
		for i := range n {
			for j := range n {
				all += a[i][j] * a[i][j]
				if i != j {
					off += a[i][j] * a[i][j]
				}
			}
		}
		if off <= 1e-30*all {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, vectors, p, q)
			}
		}
	}
	return diagonal(a), vectors
}

// rotate makes a[p][q] zero.
func rotate(a, vectors matrix, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(theta, 1))
	c := 1 / math.Hypot(t, 1)
	s := t * c
	for i := range a {
		x, y := a[i][p], a[i][q]
		a[i][p], a[i][q] = c*x-s*y, s*x+c*y
	}
	for i := range a {
		x, y := a[p][i], a[q][i]
		a[p][i], a[q][i] = c*x-s*y, s*x+c*y
		x, y = vectors[i][p], vectors[i][q]
		vectors[i][p], vectors[i][q] = c*x-s*y, s*x+c*y
	}
}
