package gravity

import "dragoman/internal/parallel"

// stretch is how many rows one core takes at a time. It does not depend on the number of cores, nor do sums then: partial sums are
// always of the same rows and are added in the same order.
const stretch = 1 << 15

// overRows calls do for stretches of the rows 0 to n-1.
func overRows(n int, do func(from, to int)) {
	parallel.Each((n+stretch-1)/stretch, func(i int) { do(i*stretch, min((i+1)*stretch, n)) })
}

// sums adds up k sums over the rows 0 to n-1, stretch by stretch.
func sums(n, k int, add func(from, to int, into []float64)) []float64 {
	parts := make([]float64, (n+stretch-1)/stretch*k)
	parallel.Each(len(parts)/max(k, 1), func(i int) { add(i*stretch, min((i+1)*stretch, n), parts[i*k:(i+1)*k]) })
	total := make([]float64, k)
	for i, v := range parts {
		total[i%k] += v
	}
	return total
}

// sum adds up one sum.
func sum(n int, add func(from, to int) float64) float64 {
	return sums(n, 1, func(from, to int, into []float64) { into[0] = add(from, to) })[0]
}
