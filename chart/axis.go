package chart

import "math"

// axis maps values to heights of the drawing: lo to y0 (below), hi to y1 (above).
type axis struct {
	lo, hi float64
	y0, y1 float64
	log    bool
	ticks  []float64
	labels []string
}

// newAxis makes an axis with about n marks for values from lo to hi. A linear axis starts at zero when zero is asked for, or
// lies near anyway.
func newAxis(u Unit, lo, hi float64, n int, zero bool) axis {
	if zero || lo >= 0 && lo < 0.4*hi {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	if lo == hi {
		switch pad := math.Abs(lo) / 2; {
		case lo == 0:
			hi = 1
		default:
			lo, hi = lo-pad, hi+pad
		}
	}
	step := niceStep((hi - lo) / float64(max(1, n)))
	a := axis{lo: math.Floor(lo/step+1e-9) * step, hi: math.Ceil(hi/step-1e-9) * step}
	for k := range int(math.Round((a.hi-a.lo)/step)) + 1 {
		t := (math.Floor(lo/step+1e-9) + float64(k)) * step
		a.ticks = append(a.ticks, t)
	}
	a.labels = u.formatTicks(a.ticks)
	return a
}

// newLogAxis makes a logarithmic axis; lo and hi are positive. Marks stand at decades, and at 2 and 5 where there are few.
func newLogAxis(u Unit, lo, hi float64) axis {
	first, last := int(math.Floor(math.Log10(lo)+1e-9)), int(math.Ceil(math.Log10(hi)-1e-9))
	if first == last {
		last++
	}
	a := axis{log: true, lo: math.Pow10(first), hi: math.Pow10(last)}
	every := (last-first)/6 + 1
	for e := first; e <= last; e += every {
		a.ticks = append(a.ticks, math.Pow10(e))
		if last-first <= 2 && e < last {
			a.ticks = append(a.ticks, 2*math.Pow10(e), 5*math.Pow10(e))
		}
	}
	for _, t := range a.ticks {
		a.labels = append(a.labels, u.Format(t))
	}
	return a
}

// niceStep is 1, 2, 2.5 or 5 times a power of ten, at least x.
func niceStep(x float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 2.5, 5} {
		if f*p >= x*(1-1e-9) {
			return f * p
		}
	}
	return 10 * p
}

func (a axis) at(v float64) float64 {
	lo, hi := a.lo, a.hi
	if a.log {
		v, lo, hi = math.Log(v), math.Log(lo), math.Log(hi)
	}
	return a.y0 + (v-lo)/(hi-lo)*(a.y1-a.y0)
}
