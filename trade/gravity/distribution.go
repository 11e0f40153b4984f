package gravity

import "math"

// upperNormal is P(Z > z) of the standard normal distribution.
func upperNormal(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// upperT is P(T > t) of Student's distribution with df degrees of freedom (Abramowitz and Stegun 26.7.1 by the incomplete beta function).
func upperT(t, df float64) float64 {
	tail := incompleteBeta(df/2, 0.5, df/(df+t*t)) / 2
	if t < 0 {
		return 1 - tail
	}
	return tail
}

// quantile is the point that an upper tail of p lies beyond, for a tail that falls from 1/2 at 0.
func quantile(upper func(float64) float64, p float64) float64 {
	low, high := 0.0, 1.0
	for upper(high) > p && high < 1e12 {
		high *= 2
	}
	for range 200 {
		middle := (low + high) / 2
		if upper(middle) > p {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// incompleteBeta is the regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method; Abramowitz and Stegun
// 26.5.8).
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	nonzero := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d, f := 1.0, 1/nonzero(1-(a+b)*x/(a+1)), 0.0
	f = d
	for m := 1.0; m < 500; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / nonzero(1+even*d)
		c = nonzero(1 + even/c)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / nonzero(1+odd*d)
		c = nonzero(1 + odd/c)
		f *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return front * f
}
