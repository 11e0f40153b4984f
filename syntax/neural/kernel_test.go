package neural

import (
	"math"
	"math/rand/v2"
	"slices"
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

// kernelTests hold each kernel against plain Go; on amd64 they run once more as on lesser processors.
var kernelTests = []func(*testing.T){TestElementwiseKernels, TestEmbeddingAndScoreKernels, TestRecurrenceKernels, TestOptimiserKernel,
	TestSumKernels, TestIntegerPanelEqualsPlainGo, TestLanesNeverOverflow}

func TestElementwiseKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x := append(randoms(r, 1000, 12), 100, -100, 0, float32(math.Inf(1)), float32(math.Inf(-1)))
	got, want := slices.Clone(x), slices.Clone(x)
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

	got = randoms(r, 77, 1)
	want = slices.Clone(got)
	axpy(0.7, small[:77], got)
	axpyGo(0.7, small[:77], want)
	sameBits(t, "axpy", got, want)

	got = randoms(r, 80, 1)
	want = slices.Clone(got)
	clamp(got, 2, 0.5, 0, 1)
	clampGo(want, 2, 0.5, 0, 1)
	sameBits(t, "clamp", got, want)
	times(got, small)
	timesGo(want, small)
	sameBits(t, "times", got, want)
}

func TestEmbeddingAndScoreKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	b := randoms(r, 30*80, 1)
	rows, rowsGo := make([]float32, 8*32), make([]float32, 8*32)
	scoreRows(5, rows, 32, b, 100, 60, b, 40)
	scoreRowsGo(5, rowsGo, 32, b, 100, 60, b, 40)
	sameBits(t, "scoreRows", rows[:5*32], rowsGo[:5*32])

	bytes := make([]int8, 40)
	for i := range bytes {
		bytes[i] = int8(r.IntN(255) - 127)
	}
	got, want := slices.Clone(b[:40]), slices.Clone(b[:40])
	addBytes(0.3, bytes, got)
	addBytesGo(0.3, bytes, want)
	sameBits(t, "addBytes", got, want)
}

func TestRecurrenceKernels(t *testing.T) {
	const h = 32
	r := rand.New(rand.NewPCG(1, 4))
	z, gates, prev, skip := randoms(r, h, 1), randoms(r, 2*h, 1), randoms(r, h, 1), randoms(r, h, 1)
	s1, s2, o1, o2 := make([]float32, h), make([]float32, h), make([]float32, h), make([]float32, h)
	step(h, z, gates, prev, skip, s1, o1)
	stepGo(h, z, gates, prev, skip, s2, o2)
	sameBits(t, "step state", s1, s2)
	sameBits(t, "step output", o1, o2)

	small := randoms(r, 2*h, 1)
	var back [2][3][]float32
	for k, f := range []func(int, []float32, []float32, []float32, []float32, []float32, []float32, []float32, []float32){stepBack, stepBackGo} {
		zc, gc, dskip, dc := slices.Clone(z), slices.Clone(gates), slices.Clone(small[:h]), slices.Clone(small[h:])
		f(h, zc, gc, prev, skip, s2, o2, dskip, dc)
		back[k] = [3][]float32{append(zc, gc...), dskip, dc}
	}
	for i := range back[0] {
		sameBits(t, "stepBack", back[0][i], back[1][i])
	}
}

func TestOptimiserKernel(t *testing.T) {
	small := randoms(rand.New(rand.NewPCG(1, 5)), 100, 1)
	u := update{0.9, 0.98, 1e-8, 0.5, 1e-3, 1e-5}
	var moved [2][]float32
	for k, f := range []func(w, g, m, v []float32){u.apply, u.applyGo} {
		w, g, m, v := slices.Clone(small[:70]), slices.Clone(small[20:90]), slices.Clone(small[10:80]), randoms(rand.New(rand.NewPCG(8, 8)), 70, 1)
		for i := range v {
			v[i] *= v[i]
		}
		f(w, g, m, v)
		moved[k] = slices.Concat(w, g, m, v)
	}
	for i := range moved[0] {
		if math.Abs(float64(moved[0][i]-moved[1][i])) > 1e-6 {
			t.Fatalf("element %d is %v, plain Go gives %v", i, moved[0][i], moved[1][i])
		}
	}
}

func TestSumKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	small := randoms(r, 100, 1)
	three, threeGo := make([]float32, 40), make([]float32, 40)
	ints := make([]int16, 200)
	for i := range ints {
		ints[i] = int16(r.IntN(1<<14) - 1<<13)
	}
	sum3(three, ints, ints[40:], ints[80:], ints[120:], small, small[50:], -1, 1)
	sum3Go(threeGo, ints, ints[40:], ints[80:], ints[120:], small, small[50:], -1, 1)
	sameBits(t, "sum3", three, threeGo)

	const rows, cols = 5, 32
	acc, off := make([]int32, rows*tileCols), make([]int32, cols)
	for i := range acc {
		acc[i] = r.Int32N(1<<16) - 1<<15
	}
	for i := range off {
		off[i] = r.Int32N(1000)
	}
	scale := randoms(r, cols, 1e-4)
	for _, b := range []bounds{asGate, free} {
		d1, d2 := make([]float32, rows*40), make([]float32, rows*40)
		dequant(rows, cols, d1, 40, acc, off, scale, small, b.lo, b.hi)
		dequantGo(rows, cols, d2, 40, acc, off, scale, small, b.lo, b.hi)
		sameBits(t, "dequant", d1, d2)
	}
}

func TestIntegerPanelEqualsPlainGo(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, k4 := range []int{4, 9, 64} {
		for _, n := range []int{1, 3, 8, 25} {
			a, b := make([]uint8, roundUp(n, blockRows)*k4*4), make([]int8, k4*4*tileCols)
			for i := range a {
				a[i] = uint8(1 + r.IntN(127))
			}
			for i := range b {
				b[i] = int8(r.IntN(255) - 127)
			}
			if k4%4 == 0 { // in the panel a column's bytes lie four and four, as the lanes want them in a matrix of one column
				for j := range tileCols {
					col := make([]int8, 4*k4)
					for i := range col {
						col[i] = b[(i/4*tileCols+j)*4+i%4]
					}
					fitLanes(4*k4, 1, col)
					for i, w := range col {
						b[(i/4*tileCols+j)*4+i%4] = w
					}
				}
			}
			got, want := make([]int32, roundUp(n, blockRows)*tileCols), make([]int32, n*tileCols)
			panelI8(n, k4, tileCols, a, 4*k4, b, got)
			panelI8Go(n, k4, tileCols, a, 4*k4, b, want)
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%d rows of %d: element %d is %d, plain Go gives %d", n, k4, i, got[i], want[i])
				}
			}
		}
	}
}

// TestLanesNeverOverflow gives every lane of the kernel the largest sums it can meet.
func TestLanesNeverOverflow(t *testing.T) {
	plain := make([]int8, 64)
	for i := range plain {
		plain[i] = 127
		if i >= 32 {
			plain[i] = -127
		}
	}
	fitLanes(64, 1, plain)
	lanes(64, 1, func(at int) {
		if pos, neg := laneSums(plain, at, 1); pos > laneLimit || neg > laneLimit || pos+neg < laneLimit {
			t.Errorf("lane %d: %d and -%d", at, pos, neg)
		}
	})
	a, b, c := make([]uint8, blockRows*64), make([]int8, 64*tileCols), make([]int32, blockRows*tileCols)
	for i := range a {
		a[i] = 127
	}
	sum := int32(0)
	for i, w := range plain {
		sum += 127 * int32(w)
		for j := range tileCols {
			b[(i/4*tileCols+j)*4+i%4] = w
		}
	}
	panelI8(blockRows, 16, tileCols, a, 64, b, c)
	for i, v := range c {
		if v != sum {
			t.Fatalf("sum %d is %d, want %d", i, v, sum)
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
