package neural

import "golang.org/x/sys/cpu"

// The kinds of processor that the kernels tell apart.
const (
	plainGo = iota
	avx2    // has kernel_avx2_amd64.s; training runs in plain Go
	avx512  // has kernel_amd64.s
)

// level is the kind of this processor. Tests lower it to compare.
var level = processor()

func processor() int {
	switch x := &cpu.X86; {
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VNNI:
		return avx512
	case x.HasAVX2:
		return avx2
	}
	return plainGo
}

//go:noescape
func sigmoidAVX2(n int, x *float32)

//go:noescape
func scoreAVX2(k int, out, a, b *float32, strideBytes int)

//go:noescape
func dequantAVX2(n int, out *float32, acc, offset *int32, scale, bias *float32)

//go:noescape
func stepAVX2(h int, gates, prev, skip, state, out *float32)

//go:noescape
func tileI8AVX2(k4 int, a *uint8, ldaBytes int, b *int8, c *int32, ldcBytes int)

//go:noescape
func sigmoidAsm(n int, x *float32)

//go:noescape
func quantiseAsm(n int, q *uint8, x *float32)

//go:noescape
func axpyAsm(n int, a float32, x, y *float32)

//go:noescape
func scoreAsm(k int, out, a, b *float32, strideBytes int)

//go:noescape
func dequantAsm(n int, out *float32, acc, offset *int32, scale, bias *float32)

//go:noescape
func stepAsm(h int, gates, prev, skip, state, out *float32)

//go:noescape
func tileF32Asm(k int, a *float32, rowBytes, stepBytes int, b, c *float32, ldcBytes int)

//go:noescape
func tileI8Asm(k4 int, a *uint8, ldaBytes int, b *int8, c *int32, ldcBytes int)

// lanes is the number of float32 in one 512-bit register; the AVX2 kernels take half of it at a time.
const lanes = 16

// whole is the part of n elements that fills registers.
func whole(n int) int {
	if level == plainGo {
		return 0
	}
	return n &^ (lanes - 1)
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
	n := 0
	if level == avx512 && len(x) >= lanes {
		n = whole(len(x))
		_ = q[n-1]
		quantiseAsm(n, &q[0], &x[0])
	}
	quantiseGo(q[n:], x[n:])
}

func axpy(a float32, x, y []float32) {
	n := 0
	if level == avx512 && len(x) >= lanes {
		n = whole(len(x))
		_ = y[n-1]
		axpyAsm(n, a, &x[0], &y[0])
	}
	axpyGo(a, x[n:], y[n:])
}

func score(out, a, b []float32, stride int) {
	n := whole(len(out))
	if n > 0 && len(a) > 0 {
		_ = b[(len(a)-1)*stride+n-1]
		for i := 0; i < n; i += lanes {
			if level == avx512 {
				scoreAsm(len(a), &out[i], &a[0], &b[i], 4*stride)
			} else {
				scoreAVX2(len(a), &out[i], &a[0], &b[i], 4*stride)
				scoreAVX2(len(a), &out[i+lanes/2], &a[0], &b[i+lanes/2], 4*stride)
			}
		}
	}
	if n < len(out) {
		scoreGo(out[n:], a, b[n:], stride)
	}
}

func dequant(out []float32, acc, off []int32, scale, b []float32) {
	n := whole(len(acc))
	if n > 0 {
		_, _, _, _ = out[n-1], off[n-1], scale[n-1], b[n-1]
		if level == avx512 {
			dequantAsm(n, &out[0], &acc[0], &off[0], &scale[0], &b[0])
		} else {
			dequantAVX2(n, &out[0], &acc[0], &off[0], &scale[0], &b[0])
		}
	}
	dequantGo(out[n:], acc[n:], off[n:], scale[n:], b[n:])
}

// step wants h to be a multiple of 16 for the fast way.
func step(h int, gates, prev, skip, state, out []float32) {
	if level == plainGo || h%lanes != 0 {
		stepGo(h, gates, prev, skip, state, out)
		return
	}
	_, _, _, _, _ = gates[3*h-1], prev[h-1], skip[h-1], state[h-1], out[h-1]
	if level == avx512 {
		stepAsm(h, &gates[0], &prev[0], &skip[0], &state[0], &out[0])
	} else {
		stepAVX2(h, &gates[0], &prev[0], &skip[0], &state[0], &out[0])
	}
}

func tileF32(k int, a []float32, row, step int, b, c []float32, ldc int) {
	if level != avx512 {
		tileF32Go(k, a, row, step, b, c, ldc)
		return
	}
	_, _, _ = a[(tileRows-1)*row+(k-1)*step], b[k*tileCols-1], c[(tileRows-1)*ldc+tileCols-1]
	tileF32Asm(k, &a[0], 4*row, 4*step, &b[0], &c[0], 4*ldc)
}

func tileI8(k4 int, a []uint8, lda int, b []int8, c []int32, ldc int) {
	_, _, _ = a[(tileRows-1)*lda+4*k4-1], b[4*k4*tileCols-1], c[(tileRows-1)*ldc+tileCols-1]
	switch level {
	case avx512:
		tileI8Asm(k4, &a[0], lda, &b[0], &c[0], 4*ldc)
	case avx2:
		for r := 0; r < tileRows; r += 2 {
			for j := 0; j < tileCols; j += tileCols / 2 {
				tileI8AVX2(k4, &a[r*lda], lda, &b[4*j], &c[r*ldc+j], 4*ldc)
			}
		}
	default:
		tileI8Go(k4, a, lda, b, c, ldc)
	}
}
