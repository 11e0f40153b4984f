//go:build !amd64

package neural

func sigmoid(x []float32)                             { sigmoidGo(x) }
func quantise(q []uint8, x []float32)                 { quantiseGo(q, x) }
func axpy(a float32, x, y []float32)                  { axpyGo(a, x, y) }
func times(x, mask []float32)                         { timesGo(x, mask) }
func clamp(x []float32, scale, shift, lo, hi float32) { clampGo(x, scale, shift, lo, hi) }

func scoreRows(n int, out []float32, outStride int, a []float32, aStride, k int, b []float32, bStride int) {
	scoreRowsGo(n, out, outStride, a, aStride, k, b, bStride)
}

func dequant(n, cols int, out []float32, stride int, acc, offset []int32, scale, bias []float32, lo, hi float32) {
	dequantGo(n, cols, out, stride, acc, offset, scale, bias, lo, hi)
}

func step(h int, z, gates, prev, skip, state, out []float32) {
	stepGo(h, z, gates, prev, skip, state, out)
}

func stepBack(h int, z, gates, prev, skip, state, dout, dskip, dc []float32) {
	stepBackGo(h, z, gates, prev, skip, state, dout, dskip, dc)
}

func (u *update) apply(w, g, m, v []float32) { u.applyGo(w, g, m, v) }

func tileF32(k int, a []float32, row, step int, b, c []float32, ldc int) {
	tileF32Go(k, tileCols, a, row, step, b, c, ldc)
}

func panelCols() int { return tileCols }

func panelI8(n, k4, cols int, a []uint8, lda int, b []int8, c []int32) {
	panelI8Go(n, k4, cols, a, lda, b, c)
}

func sum3(out []float32, a, b, c, offset []int16, scale, bias []float32, lo, hi float32) {
	sum3Go(out, a, b, c, offset, scale, bias, lo, hi)
}

func addBytes(factor float32, x []int8, y []float32) { addBytesGo(factor, x, y) }
