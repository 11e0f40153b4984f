//go:build !amd64

package neural

func sigmoid(x []float32)                                         { sigmoidGo(x) }
func quantise(q []uint8, x []float32)                             { quantiseGo(q, x) }
func axpy(a float32, x, y []float32)                              { axpyGo(a, x, y) }
func score(out, a, b []float32, stride int)                       { scoreGo(out, a, b, stride) }
func dequant(out []float32, acc, off []int32, scale, b []float32) { dequantGo(out, acc, off, scale, b) }
func step(h int, gates, prev, skip, state, out []float32)         { stepGo(h, gates, prev, skip, state, out) }
func tileF32(k int, a []float32, row, step int, b, c []float32, ldc int) {
	tileF32Go(k, a, row, step, b, c, ldc)
}
func tileI8(k4 int, a []uint8, lda int, b []int8, c []int32, ldc int) {
	tileI8Go(k4, a, lda, b, c, ldc)
}
