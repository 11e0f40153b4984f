package neural

import "math"

// The kernels below exist here in plain Go, and in assembly for amd64 with AVX-512 or AVX2. What a trained model computes
// is made of integer products and of single float operations in a fixed order, so all give the same bits; only
// gemm, which training alone uses, may round differently (it fuses multiply and add where the machine can).

const (
	tileRows = 8  // rows of the left matrix that a product kernel takes at once
	tileCols = 48 // columns of the right matrix in one packed panel
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

// quantise1 maps [-1, 1] to 1..255 with 128 for zero, the unsigned form that the integer product wants.
func quantise1(x float32) uint8 {
	return uint8(math.Float32bits(float32(x*127)+float32(roundMagic)) + 128)
}

func quantiseGo(q []uint8, x []float32) {
	for i, v := range x {
		q[i] = quantise1(v)
	}
}

// stepGo advances a layer of gated recurrence by one token in one direction. gates holds, each h wide, the sigmoids of
// candidate, forget gate and reset gate; prev is the state before, skip the layer's input. It writes state and output.
func stepGo(h int, gates, prev, skip, state, out []float32) {
	for i := range h {
		z := float32(2*gates[i]) - 1
		f, r := gates[h+i], gates[2*h+i]
		c := z + float32(f*(prev[i]-z))
		state[i] = c
		out[i] = skip[i] + float32(r*(c-skip[i]))
	}
}

// dequantGo turns sums of integer products into floats: (acc + offset) * scale + bias, column by column.
func dequantGo(out []float32, acc, offset []int32, scale, bias []float32) {
	for i, a := range acc {
		out[i] = float32(float32(a+offset[i])*scale[i]) + bias[i]
	}
}

// axpyGo adds a*x to y.
func axpyGo(a float32, x, y []float32) {
	for i, v := range x {
		y[i] += float32(a * v)
	}
}

// scoreGo computes out[j] = sum over k of a[k]*b[k*stride+j] for j < len(out), adding in the order of k.
func scoreGo(out, a, b []float32, stride int) {
	clear(out)
	for k, v := range a {
		axpyGo(v, b[k*stride:][:len(out)], out)
	}
}

// tileF32Go adds the product of 8 rows of a (k wide, elements step and rows row apart) with a packed panel b to 8 rows of
// c.
func tileF32Go(k int, a []float32, row, step int, b, c []float32, ldc int) {
	for r := range tileRows {
		out := c[r*ldc:][:tileCols]
		for i := range k {
			axpyGo(a[r*row+i*step], b[i*tileCols:][:tileCols], out)
		}
	}
}

// tileI8Go is tileF32Go for bytes: a unsigned, b signed and packed four rows of k at a time. c is overwritten.
func tileI8Go(k4 int, a []uint8, lda int, b []int8, c []int32, ldc int) {
	for r := range tileRows {
		row := c[r*ldc:][:tileCols]
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

// roundUp is the least multiple of m that is not below n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }
