package neural

import "math"

// The kernels below exist here in plain Go, and in assembly for amd64 with AVX-512 or AVX2. What a trained model computes
// is made of integer products and of single float operations in a fixed order, so all give the same bits; only
// gemm, which training alone uses, may round differently (it fuses multiply and add where the machine can).

const (
	tileRows  = 8  // rows of the left matrix that a product kernel takes at once
	tileCols  = 48 // columns of the right matrix in one packed panel
	blockRows = 24 // buffers of rows are a multiple of this long, for some kernels take three rows, some eight
)

// Constants of sigmoid: exp(t) = 2^n * p(r) with t = n*ln2 + r and a fifth-degree polynomial p (Cephes expf).
const (
	sigmoidLimit = 30.0
	roundMagic   = 12582912.0 // 1.5 * 2^23: adding it rounds a float32 to a whole number, half to even
	log2e        = 1.44269504088896341
	ln2Hi        = 0.693359375
	ln2Lo        = -2.12194440e-4
	expP0        = 1.9875691500e-4
	expP1        = 1.3981999507e-3
	expP2        = 8.3334519073e-3
	expP3        = 4.1665795894e-2
	expP4        = 1.6666665459e-1
	expP5        = 5.0000001201e-1
)

// sigmoid1 is 1/(1+exp(-x)). Each product is converted on its own, which forbids the compiler to fuse it with the sum.
func sigmoid1(x float32) float32 {
	t := -x
	t = min(max(t, -sigmoidLimit), sigmoidLimit)
	shifted := float32(t*float32(log2e)) + float32(roundMagic)
	n := shifted - float32(roundMagic)
	r := t - float32(n*float32(ln2Hi))
	r -= float32(n * float32(ln2Lo))
	p := float32(expP0)
	p = float32(p*r) + float32(expP1)
	p = float32(p*r) + float32(expP2)
	p = float32(p*r) + float32(expP3)
	p = float32(p*r) + float32(expP4)
	p = float32(p*r) + float32(expP5)
	p = float32(p*float32(r*r)) + r
	p++
	e := math.Float32frombits(math.Float32bits(p) + math.Float32bits(shifted)<<23)
	return 1 / (1 + e)
}

func sigmoidGo(x []float32) {
	for i, v := range x {
		x[i] = sigmoid1(v)
	}
}

// What quantise makes of 1 is quantisedZero+quantisedOne. Seven bits, so that sums of products fit 16 bits (see laneLimit).
const (
	quantisedZero = 64
	quantisedOne  = 63
)

// quantise1 maps [-1, 1] to 1..127, the unsigned form that the integer product wants.
func quantise1(x float32) uint8 {
	return uint8(math.Float32bits(float32(x*quantisedOne)+float32(roundMagic)) + quantisedZero)
}

func quantiseGo(q []uint8, x []float32) {
	for i, v := range x {
		q[i] = quantise1(v)
	}
}

// stepGo advances a layer of gated recurrence by one token in one direction. z holds the gate of the candidate, gates those
// that forget and reset, each h wide; prev is the state before, skip the layer's input. It writes state and output.
func stepGo(h int, zs, gates, prev, skip, state, out []float32) {
	for i := range h {
		z := float32(2*zs[i]) - 1
		f, r := gates[i], gates[h+i]
		c := z + float32(f*(prev[i]-z))
		state[i] = c
		out[i] = skip[i] + float32(r*(c-skip[i]))
	}
}

// clampGo turns x into x*scale+shift, but not below lo nor above hi.
func clampGo(x []float32, scale, shift, lo, hi float32) {
	for i, v := range x {
		x[i] = within(float32(v*scale)+shift, lo, hi)
	}
}

// within is v, lo if it is less and hi if it is more.
func within(v, lo, hi float32) float32 {
	if lo > v {
		v = lo
	}
	if hi < v {
		v = hi
	}
	return v
}

// dequantGo turns n rows of sums of integer products, tileCols wide, into floats, in cols columns of rows that lie stride
// apart: (acc + offset) * scale + bias, kept between lo and hi.
func dequantGo(n, cols int, out []float32, stride int, acc, offset []int32, scale, bias []float32, lo, hi float32) {
	for i := range n {
		row := out[i*stride:][:cols]
		for j, a := range acc[i*tileCols:][:cols] {
			row[j] = within(float32(float32(a+offset[j])*scale[j])+bias[j], lo, hi)
		}
	}
}

// sum3Go is dequantGo for one row that is given as three sums to add, which fit 16 bits together.
func sum3Go(out []float32, a, b, c, offset []int16, scale, bias []float32, lo, hi float32) {
	for j := range out {
		out[j] = within(float32(float32(a[j]+b[j]+c[j]+offset[j])*scale[j])+bias[j], lo, hi)
	}
}

// addBytesGo adds factor times x to y.
func addBytesGo(factor float32, x []int8, y []float32) {
	for i, q := range x {
		y[i] += float32(factor * float32(q))
	}
}

// axpyGo adds a*x to y.
func axpyGo(a float32, x, y []float32) {
	for i, v := range x {
		y[i] += float32(a * v)
	}
}

func timesGo(x, mask []float32) {
	for i := range x {
		x[i] *= mask[i]
	}
}

// tileF32Go adds the product of 8 rows of a (k wide, elements step and rows row apart) with a packed panel b of cols columns
// to 8 rows of c.
func tileF32Go(k, cols int, a []float32, row, step int, b, c []float32, ldc int) {
	for r := range tileRows {
		out := c[r*ldc:][:cols]
		for i := range k {
			axpyGo(a[r*row+i*step], b[i*cols:][:cols], out)
		}
	}
}

// panelI8Go multiplies n rows of 4*k4 unsigned bytes, lda apart, with a panel of signed ones, packed four rows of k at a time, to
// n rows of tileCols sums, of which cols are asked for.
func panelI8Go(n, k4, cols int, a []uint8, lda int, b []int8, c []int32) {
	for r := range n {
		row := c[r*tileCols:][:cols]
		clear(row)
		for i := range k4 {
			q := a[r*lda+4*i:][:4]
			panel := b[i*4*tileCols:][:4*tileCols]
			for j := range row {
				w := panel[4*j:][:4]
				row[j] += int32(q[0])*int32(w[0]) + int32(q[1])*int32(w[1]) + int32(q[2])*int32(w[2]) + int32(q[3])*int32(w[3])
			}
		}
	}
}

// scoreRowsGo multiplies n rows of a, k wide and aStride apart, with the matrix b, adding in the order of k, to rows of out,
// outStride wide.
func scoreRowsGo(n int, out []float32, outStride int, a []float32, aStride, k int, b []float32, bStride int) {
	for i := range n {
		row := out[i*outStride:][:outStride]
		clear(row)
		for j, v := range a[i*aStride:][:k] {
			axpyGo(v, b[j*bStride:][:outStride], row)
		}
	}
}

// roundUp is the least multiple of m that is not below n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }
