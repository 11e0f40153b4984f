package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randoms(r *rand.Rand, n int, scale float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = (r.Float32()*2 - 1) * scale
	}
	return x
}

func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: element %d is %v, plain Go gives %v", what, i, got[i], want[i])
		}
	}
}

func TestKernelsEqualPlainGo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x := append(randoms(r, 1000, 12), 100, -100, 0, float32(math.Inf(1)), float32(math.Inf(-1)))
	got, want := append([]float32(nil), x...), append([]float32(nil), x...)
	sigmoid(got)
	sigmoidGo(want)
	sameBits(t, "sigmoid", got, want)

	small := randoms(r, 100, 1)
	q, qw := make([]uint8, 100), make([]uint8, 100)
	quantise(q, small)
	quantiseGo(qw, small)
	if string(q) != string(qw) {
		t.Error("quantise differs from plain Go")
	}

	got, want = randoms(r, 77, 1), make([]float32, 77)
	copy(want, got)
	axpy(0.7, small[:77], got)
	axpyGo(0.7, small[:77], want)
	sameBits(t, "axpy", got, want)

	b := randoms(r, 30*80, 1)
	score(got, small[:30], b, 80)
	scoreGo(want, small[:30], b, 80)
	sameBits(t, "score", got, want)

	const h = 32
	gates, prev, skip := randoms(r, 3*h, 1), randoms(r, h, 1), randoms(r, h, 1)
	s1, s2, o1, o2 := make([]float32, h), make([]float32, h), make([]float32, h), make([]float32, h)
	step(h, gates, prev, skip, s1, o1)
	stepGo(h, gates, prev, skip, s2, o2)
	sameBits(t, "step state", s1, s2)
	sameBits(t, "step output", o1, o2)

	acc, off := make([]int32, 50), make([]int32, 50)
	for i := range acc {
		acc[i], off[i] = r.Int32N(1<<24)-1<<23, r.Int32N(1000)
	}
	d1, d2 := make([]float32, 50), make([]float32, 50)
	dequant(d1, acc, off, small[:50], small[50:])
	dequantGo(d2, acc, off, small[:50], small[50:])
	sameBits(t, "dequant", d1, d2)
}

func TestIntegerTileEqualsPlainGo(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const k4 = 9
	a, b := make([]uint8, tileRows*k4*4), make([]int8, k4*4*tileCols)
	for i := range a {
		a[i] = uint8(r.Uint32())
	}
	for i := range b {
		b[i] = int8(r.Uint32())
	}
	got, want := make([]int32, tileRows*tileCols), make([]int32, tileRows*tileCols)
	tileI8(k4, a, k4*4, b, got, tileCols)
	tileI8Go(k4, a, k4*4, b, want, tileCols)
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("element %d is %d, plain Go gives %d", i, got[i], want[i])
		}
	}
}

func TestSigmoidIsClose(t *testing.T) {
	for x := -20.0; x <= 20; x += 0.01 {
		got, want := float64(sigmoid1(float32(x))), 1/(1+math.Exp(-x))
		if math.Abs(got-want) > 3e-7 {
			t.Fatalf("sigmoid(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestGemmMatchesSums(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var g gemmer
	for _, s := range [][3]int{{1, 1, 1}, {8, 5, 48}, {13, 7, 50}, {30, 33, 97}} {
		m, k, n := s[0], s[1], s[2]
		a, b, c := randoms(r, m*k, 1), randoms(r, k*n, 1), randoms(r, m*n, 1)
		want := append([]float32(nil), c...)
		for i := range m {
			for j := range n {
				for x := range k {
					want[i*n+j] += a[i*k+x] * b[x*n+j]
				}
			}
		}
		viaT, viaB := append([]float32(nil), c...), append([]float32(nil), c...)
		at, bt := make([]float32, m*k), make([]float32, k*n)
		for i := range m {
			for x := range k {
				at[x*m+i] = a[i*k+x]
			}
		}
		for x := range k {
			for j := range n {
				bt[j*k+x] = b[x*n+j]
			}
		}
		g.mul(m, k, n, a, k, b, n, c, n)
		g.mulTA(m, k, n, at, m, b, n, viaT, n)
		g.mulTB(m, k, n, a, k, bt, k, viaB, n)
		for i := range want {
			for _, got := range []float32{c[i], viaT[i], viaB[i]} {
				if math.Abs(float64(got-want[i])) > 1e-4 {
					t.Fatalf("%v: element %d is %v, want %v", s, i, got, want[i])
				}
			}
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	var g gemmer
	const m, k, n = 800, 256, 768
	x, y, z := randoms(r, m*k, 1), randoms(r, k*n, 1), randoms(r, m*n, 1)
	for b.Loop() {
		g.mul(m, k, n, x, k, y, n, z, n)
	}
	b.ReportMetric(float64(b.N)*m*k*n/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

func BenchmarkSigmoid(b *testing.B) {
	x := make([]float32, 4096)
	for b.Loop() {
		sigmoid(x)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/4096, "ns/value")
}
