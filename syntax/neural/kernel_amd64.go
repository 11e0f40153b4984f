package neural

import "golang.org/x/sys/cpu"

// The kinds of processor that the kernels tell apart.
const (
	plainGo = iota
	avx2    // with FMA
	avx512  // with VNNI, besides
)

// level is the kind of this processor. Tests lower it to compare.
var level = processor()

func processor() int {
	switch x := &cpu.X86; {
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VNNI:
		return avx512
	case x.HasAVX2 && x.HasFMA:
		return avx2
	}
	return plainGo
}

//go:noescape
func sigmoidAVX2(n int, x *float32)

//go:noescape
func dequantAVX2(rows, blocks int, out *float32, outBytes int, acc, offset *int32, scale, bias *float32, lo, hi float32)

//go:noescape
func clampAVX2(n int, x *float32, scale, shift, lo, hi float32)

//go:noescape
func stepAVX2(h int, z, gates, prev, skip, state, out *float32)

//go:noescape
func tileI8AVX2(threes, k16 int, a *uint8, ldaBytes int, b *int8, c *int32)

//go:noescape
func stepBackAVX2(h int, z, gates, prev, skip, state, dout, dskip, dc *float32)

//go:noescape
func adamAVX2(n int, w, grad, m, v *float32, u *update)

//go:noescape
func sum3AVX2(n int, out *float32, a, b, c, offset *int16, scale, bias *float32, lo, hi float32)

//go:noescape
func addBytesAVX2(n int, factor float32, x *int8, y *float32)

//go:noescape
func quantiseAVX2(n int, q *uint8, x *float32)

//go:noescape
func scoreRowsAVX2(k int, out *float32, outBytes int, a *float32, aBytes int, b *float32, bBytes int)

//go:noescape
func tileF32AVX2(k int, a *float32, rowBytes, stepBytes int, b, c *float32, ldcBytes int)

//go:noescape
func axpyAVX2(n int, a float32, x, y *float32)

//go:noescape
func timesAVX2(n int, x, y *float32)

//go:noescape
func sigmoidAsm(n int, x *float32)

//go:noescape
func tileF32Asm(k int, a *float32, rowBytes, stepBytes int, b, c *float32, ldcBytes int)

//go:noescape
func tileI8Asm(k4 int, a *uint8, ldaBytes int, b *int8, c *int32, ldcBytes int)

// register is the number of float32 in one 512-bit register; the AVX2 kernels take half of it at a time.
const register = 16

// whole is the part of n elements that fills registers.
func whole(n int) int {
	if level == plainGo {
		return 0
	}
	return n &^ (register - 1)
}

func sigmoid(x []float32) {
	n := whole(len(x))
	switch {
	case n == 0:
	case level == avx512:
		sigmoidAsm(n, &x[0])
	default:
		sigmoidAVX2(n, &x[0])
	}
	sigmoidGo(x[n:])
}

func quantise(q []uint8, x []float32) {
	n := whole(len(x))
	if n > 0 {
		_ = q[n-1]
		quantiseAVX2(n, &q[0], &x[0])
	}
	quantiseGo(q[n:], x[n:])
}

func axpy(a float32, x, y []float32) {
	n := whole(len(x))
	if n > 0 {
		_ = y[n-1]
		axpyAVX2(n, a, &x[0], &y[0])
	}
	axpyGo(a, x[n:], y[n:])
}

// times multiplies x by mask, element by element.
func times(x, mask []float32) {
	n := whole(len(x))
	if n > 0 {
		_ = mask[n-1]
		timesAVX2(n, &x[0], &mask[0])
	}
	timesGo(x[n:], mask[n:])
}

// clamp turns x into x*scale+shift, kept between lo and hi.
func clamp(x []float32, scale, shift, lo, hi float32) {
	n := whole(len(x))
	if n > 0 {
		clampAVX2(n, &x[0], scale, shift, lo, hi)
	}
	clampGo(x[n:], scale, shift, lo, hi)
}

// dequant wants cols to be a multiple of 16 for the fast way.
func dequant(n, cols int, out []float32, stride int, acc, offset []int32, scale, bias []float32, lo, hi float32) {
	if n == 0 || level == plainGo || cols%register != 0 {
		dequantGo(n, cols, out, stride, acc, offset, scale, bias, lo, hi)
		return
	}
	_, _, _, _, _ = out[(n-1)*stride+cols-1], acc[(n-1)*tileCols+cols-1], offset[cols-1], scale[cols-1], bias[cols-1]
	dequantAVX2(n, cols/register, &out[0], 4*stride, &acc[0], &offset[0], &scale[0], &bias[0], lo, hi)
}

// step wants h to be a multiple of 16 for the fast way.
func step(h int, z, gates, prev, skip, state, out []float32) {
	if level == plainGo || h%register != 0 {
		stepGo(h, z, gates, prev, skip, state, out)
		return
	}
	_, _, _, _, _, _ = z[h-1], gates[2*h-1], prev[h-1], skip[h-1], state[h-1], out[h-1]
	stepAVX2(h, &z[0], &gates[0], &prev[0], &skip[0], &state[0], &out[0])
}

// stepBack wants h to be a multiple of 16 for the fast way.
func stepBack(h int, z, gates, prev, skip, state, dout, dskip, dc []float32) {
	if level == plainGo || h%register != 0 {
		stepBackGo(h, z, gates, prev, skip, state, dout, dskip, dc)
		return
	}
	_, _, _, _, _, _, _, _ = z[h-1], gates[2*h-1], prev[h-1], skip[h-1], state[h-1], dout[h-1], dskip[h-1], dc[h-1]
	stepBackAVX2(h, &z[0], &gates[0], &prev[0], &skip[0], &state[0], &dout[0], &dskip[0], &dc[0])
}

func (u *update) apply(w, g, m, v []float32) {
	n := whole(len(w))
	if n > 0 {
		_, _, _ = g[n-1], m[n-1], v[n-1]
		adamAVX2(n, &w[0], &g[0], &m[0], &v[0], u)
	}
	u.applyGo(w[n:], g[n:], m[n:], v[n:])
}

// panelCols is the width of the panels that tileF32 reads.
func panelCols() int {
	if level == avx2 {
		return tileCols / 2
	}
	return tileCols
}

func tileF32(k int, a []float32, row, step int, b, c []float32, ldc int) {
	cols := panelCols()
	_, _, _ = a[(tileRows-1)*row+(k-1)*step], b[k*cols-1], c[(tileRows-1)*ldc+cols-1]
	switch level {
	case avx512:
		tileF32Asm(k, &a[0], 4*row, 4*step, &b[0], &c[0], 4*ldc)
	case avx2:
		for r := 0; r < tileRows; r += tileRows / 2 {
			tileF32AVX2(k, &a[r*row], 4*row, 4*step, &b[0], &c[r*ldc], 4*ldc)
		}
	default:
		tileF32Go(k, cols, a, row, step, b, c, ldc)
	}
}

// panelI8 wants k4 to be a multiple of 4 and cols one of 16 for the fast way with AVX2, and room for rows up to a whole block in
// a and c.
func panelI8(n, k4, cols int, a []uint8, lda int, b []int8, c []int32) {
	if level == plainGo || n == 0 || level == avx2 && (k4%4 != 0 || cols%register != 0) {
		panelI8Go(n, k4, cols, a, lda, b, c)
		return
	}
	rows := roundUp(n, blockRows)
	_, _, _ = a[(rows-1)*lda+4*k4-1], b[4*k4*tileCols-1], c[rows*tileCols-1]
	if level == avx512 {
		for i := 0; i < n; i += tileRows {
			tileI8Asm(k4, &a[i*lda], lda, &b[0], &c[i*tileCols], 4*tileCols)
		}
		return
	}
	for j := 0; j < cols; j += register {
		tileI8AVX2((n+2)/3, k4/4, &a[0], lda, &b[4*j], &c[j])
	}
}

// scoreRows wants room for rows up to a whole block in a and out, and widths that are multiples of 16.
func scoreRows(n int, out []float32, outStride int, a []float32, aStride, k int, b []float32, bStride int) {
	if level == plainGo || outStride%register != 0 || k == 0 {
		scoreRowsGo(n, out, outStride, a, aStride, k, b, bStride)
		return
	}
	rows := roundUp(n, 4)
	_, _, _ = out[rows*outStride-1], a[(rows-1)*aStride+k-1], b[(k-1)*bStride+outStride-1]
	for i := 0; i < n; i += 4 {
		for j := 0; j < outStride; j += register {
			scoreRowsAVX2(k, &out[i*outStride+j], 4*outStride, &a[i*aStride], 4*aStride, &b[j], 4*bStride)
		}
	}
}

func sum3(out []float32, a, b, c, offset []int16, scale, bias []float32, lo, hi float32) {
	n := whole(len(out))
	if n > 0 {
		_, _, _, _, _, _ = a[n-1], b[n-1], c[n-1], offset[n-1], scale[n-1], bias[n-1]
		sum3AVX2(n, &out[0], &a[0], &b[0], &c[0], &offset[0], &scale[0], &bias[0], lo, hi)
	}
	sum3Go(out[n:], a[n:], b[n:], c[n:], offset[n:], scale[n:], bias[n:], lo, hi)
}

func addBytes(factor float32, x []int8, y []float32) {
	n := whole(len(x))
	if n > 0 {
		_ = y[n-1]
		addBytesAVX2(n, factor, &x[0], &y[0])
	}
	addBytesGo(factor, x[n:], y[n:])
}
