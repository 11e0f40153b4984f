package neural

import "math"

// layer is a matrix of bytes in the order in which panelI8 reads it, for inputs that quantise has mapped from [-1, 1].
type layer struct {
	in, out     int // out is rounded up to whole registers of 16
	plain       []int8
	weight      []float32 // what a weight of 1 stands for, by column
	shift       []float32
	packed      []int8
	scale, bias []float32 // of the sums, with slope and middle of a gate
	offset      []int32   // takes out what quantise adds to the inputs
	lo, hi      float32   // bounds of the results
}

// bounds are what a layer's results go through: x*slope+middle, kept between lo and hi.
type bounds struct{ slope, middle, lo, hi float32 }

var (
	asGate   = bounds{gateSlope, gateMiddle, 0, 1}
	squeezed = bounds{1, 0, -1, 1}
	free     = bounds{1, 0, float32(math.Inf(-1)), float32(math.Inf(1))}
)

// newLayer packs a row-major matrix (in x columns), weight and shift being given for each column.
func newLayer(in int, plain []int8, weight, shift []float32, b bounds) layer {
	columns := len(weight)
	wide := roundUp(columns, tileCols)
	l := layer{in: in, out: roundUp(columns, 16), plain: plain, weight: weight, shift: shift, lo: b.lo, hi: b.hi}
	l.scale, l.bias, l.offset = make([]float32, wide), make([]float32, wide), make([]int32, wide)
	for j := range columns {
		l.scale[j] = weight[j] * b.slope / quantisedOne
		l.bias[j] = shift[j]*b.slope + b.middle
	}
	k4 := roundUp(in, 4) / 4
	l.packed = make([]int8, k4*4*wide)
	for i := range in {
		for j, w := range plain[i*columns:][:columns] {
			panel, col := j/tileCols, j%tileCols
			l.packed[panel*k4*4*tileCols+(i/4*tileCols+col)*4+i%4] = w
			l.offset[j] -= quantisedZero * int32(w)
		}
	}
	return l
}

// apply computes n rows of out from n rows of quantised inputs, which lie stride and ldx apart. x and acc must have room for
// rows up to a whole block, acc for tileCols columns.
func (l *layer) apply(n int, x []uint8, ldx int, acc []int32, out []float32, stride int) {
	k4 := l.in / 4
	for j := 0; j < l.out; j += tileCols {
		cols := min(tileCols, l.out-j)
		panelI8(n, k4, cols, x, ldx, l.packed[j*k4*4:], acc)
		dequant(n, cols, out[j:], stride, acc, l.offset[j:], l.scale[j:], l.bias[j:], l.lo, l.hi)
	}
}

// laneLimit bounds the sum of the positive weights, and of the negative ones, in each lane: two inputs of four times four that
// follow each other. With it no sum of a lane's products leaves 16 bits, inputs being at most 127 (see tileI8AVX2).
const laneLimit = 258

// lanes calls f with the index of the first weight of each lane of a row-major matrix; laneRows says where the others lie.
func lanes(in, out int, f func(at int)) {
	for i := 0; i+16 <= in; i += 16 {
		for half := 0; half < 4; half += 2 {
			for j := range out {
				f((i+half)*out + j)
			}
		}
	}
}

// laneRows are the rows of a lane's weights, counted from its first.
var laneRows = [8]int{0, 1, 4, 5, 8, 9, 12, 13}

// laneSums adds up a lane's positive and negative weights.
func laneSums(plain []int8, at, out int) (pos, neg int) {
	for _, r := range laneRows {
		if w := int(plain[at+r*out]); w > 0 {
			pos += w
		} else {
			neg -= w
		}
	}
	return pos, neg
}

// fitLanes makes weights smaller, the largest first, where a lane's are too many.
func fitLanes(in, out int, plain []int8) {
	lanes(in, out, func(at int) {
		for {
			pos, neg := laneSums(plain, at, out)
			sign := int8(1)
			switch {
			case pos > laneLimit:
			case neg > laneLimit:
				sign = -1
			default:
				return
			}
			top := at
			for _, r := range laneRows {
				if i := at + r*out; sign*plain[i] > sign*plain[top] {
					top = i
				}
			}
			plain[top] -= sign
		}
	})
}
