package equilibrium

import "math"

// solveLinear solves a x = b by LU with partial pivoting; both are overwritten, b becomes x. It says whether a was regular. A row
// whose entries are tiny is scaled first, so that the pivots of small economies are compared fairly.
func solveLinear(a [][]float64, b []float64) bool {
	n := len(b)
	for i, row := range a {
		largest := 0.0
		for _, v := range row {
			largest = max(largest, math.Abs(v))
		}
		if largest == 0 || math.IsNaN(largest) || math.IsInf(largest, 0) {
			return false
		}
		scale(row, 1/largest)
		b[i] /= largest
	}
	for k := range n {
		p := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i][k]) > math.Abs(a[p][k]) {
				p = i
			}
		}
		if math.Abs(a[p][k]) < 1e-14 {
			return false
		}
		a[k], a[p] = a[p], a[k]
		b[k], b[p] = b[p], b[k]
		pivot := a[k][k:]
		for i := k + 1; i < n; i++ {
			f := a[i][k] / pivot[0]
			if f == 0 {
				continue
			}
			row := a[i][k:]
			for j, v := range pivot {
				row[j] -= f * v
			}
			b[i] -= f * b[k]
		}
	}
	for i := n - 1; i >= 0; i-- {
		s := b[i]
		for j := i + 1; j < n; j++ {
			s -= a[i][j] * b[j]
		}
		b[i] = s / a[i][i]
	}
	return true
}

func scale(v []float64, f float64) {
	for i := range v {
		v[i] *= f
	}
}

// blocs numbers the groups of countries that trade with each other, directly or through others. Prices of different blocs have
// nothing to do with each other, so each is solved with a numéraire of its own.
func blocs(flow [][]float64) (of []int, count int) {
	n := len(flow)
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, row := range flow {
		for j, v := range row {
			if v > 0 {
				parent[root(i)] = root(j)
			}
		}
	}
	of = make([]int, n)
	number := map[int]int{}
	for i := range n {
		r := root(i)
		if _, known := number[r]; !known {
			number[r] = len(number)
		}
		of[i] = number[r]
	}
	return of, len(number)
}

// largest gives for every bloc the member with the largest value.
func largest(of []int, count int, value []float64) []int {
	best := make([]int, count)
	for b := range best {
		best[b] = -1
	}
	for i, b := range of {
		if best[b] < 0 || value[i] > value[best[b]] {
			best[b] = i
		}
	}
	return best
}
