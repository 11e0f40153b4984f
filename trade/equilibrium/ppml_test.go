package equilibrium

import (
	"math"
	"testing"
)

// fitPPML is a Poisson regression of all flows on x with exporter and importer effects, as simple as can be: balancing gives the effects
// for given coefficients, Newton's method on what is left the coefficients. It keeps these tests apart from the estimator of package gravity.
// Cells outside of the mask are left out; nil takes all.
func fitPPML(t *testing.T, w *World, x [][][]float64, mask [][]bool) (beta []float64, cost [][]float64) {
	t.Helper()
	n, k := w.Size(), len(x)
	beta, cost = make([]float64, k), table(n)
	for range 50 {
		for i := range n {
			for j := range n {
				eta := 0.0
				for v := range x {
					eta += beta[v] * x[v][i][j]
				}
				if cost[i][j] = 0; mask == nil || mask[i][j] {
					cost[i][j] = math.Exp(eta)
				}
			}
		}
		fitted, err := w.Refit(cost)
		if err != nil {
			t.Fatal(err)
		}
		gradient, hessian, own := make([]float64, k), table(k), make([][][]float64, k)
		for v := range x {
			own[v] = residualised(x[v], fitted.Flow)
		}
		for v := range x {
			for i := range n {
				for j := range n {
					gradient[v] += x[v][i][j] * (w.Flow[i][j] - fitted.Flow[i][j])
					for u := range x {
						hessian[v][u] += fitted.Flow[i][j] * own[v][i][j] * own[u][i][j]
					}
				}
			}
		}
		if !solveLinear(hessian, gradient) {
			t.Fatal("collinear")
		}
		far := 0.0
		for v, g := range gradient {
			beta[v] += max(-0.5, min(0.5, g)) // the likelihood is concave: short steps arrive
			far = max(far, math.Abs(g))
		}
		if far < 1e-13 {
			break
		}
	}
	return beta, cost
}

// residualised takes weighted means of rows and columns out of a table until none is left.
func residualised(x, weight [][]float64) [][]float64 {
	n, out := len(x), table(len(x))
	for i := range x {
		copy(out[i], x[i])
	}
	for range 5000 {
		far := 0.0
		for side := range 2 {
			for a := range n {
				num, den := 0.0, 0.0
				for b := range n {
					i, j := a, b
					if side == 1 {
						i, j = b, a
					}
					num, den = num+weight[i][j]*out[i][j], den+weight[i][j]
				}
				if den == 0 {
					continue
				}
				for b := range n {
					if side == 1 {
						out[b][a] -= num / den
					} else {
						out[a][b] -= num / den
					}
				}
				far = max(far, math.Abs(num/den))
			}
		}
		if far < 1e-12 {
			break
		}
	}
	return out
}
