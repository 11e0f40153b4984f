package neural

// gemmer multiplies float matrices for training. It keeps its packing buffers between calls and is not safe for
// concurrent use.
type gemmer struct {
	panel []float32
	edgeA []float32
	edgeC [tileRows * tileCols]float32
	cols  int // columns of a panel
}

// view is a matrix whose elements lie step apart within rows that lie row apart; either may be the larger one, so that a
// transpose costs nothing.
type view struct {
	d         []float32
	row, step int
}

// mul adds a (m x k) times b (k x n) to c (m x n); all are row-major with the given row strides.
func (g *gemmer) mul(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	g.product(m, k, n, view{a, lda, 1}, view{b, ldb, 1}, c, ldc)
}

// mulTA adds the transpose of a (k x m) times b (k x n) to c (m x n): the gradient of weights.
func (g *gemmer) mulTA(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	g.product(m, k, n, view{a, 1, lda}, view{b, ldb, 1}, c, ldc)
}

// mulTB adds a (m x k) times the transpose of b (n x k) to c (m x n): the gradient of inputs.
func (g *gemmer) mulTB(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	g.product(m, k, n, view{a, lda, 1}, view{b, 1, ldb}, c, ldc)
}

// deep is how much of k one panel holds, so that it stays in the nearest cache.
const deep = 256

func (g *gemmer) product(m, k, n int, a, b view, c []float32, ldc int) {
	if m == 0 || n == 0 {
		return
	}
	for from := 0; from < k; from += deep {
		to := min(k, from+deep)
		g.slice(m, to-from, n, a.from(from*a.step), b.from(from*b.row), c, ldc)
	}
}

func (v view) from(at int) view { return view{v.d[at:], v.row, v.step} }

// slice is product for a k that fits a panel.
func (g *gemmer) slice(m, k, n int, a, b view, c []float32, ldc int) {
	g.cols = panelCols()
	g.panel = grow(g.panel, k*g.cols)
	full := m / tileRows * tileRows
	if m > full {
		g.edgeA = grow(g.edgeA, tileRows*k)
		clear(g.edgeA)
		for r := full; r < m; r++ {
			for i := range k {
				g.edgeA[(r-full)*k+i] = a.d[r*a.row+i*a.step]
			}
		}
	}
	for j := 0; j < n; j += g.cols {
		w := min(g.cols, n-j)
		g.pack(b, k, j, w)
		for i := 0; i < full; i += tileRows {
			if w == g.cols {
				tileF32(k, a.d[i*a.row:], a.row, a.step, g.panel, c[i*ldc+j:], ldc)
			} else {
				g.edge(k, tileRows, w, view{a.d[i*a.row:], a.row, a.step}, c[i*ldc+j:], ldc)
			}
		}
		if m > full {
			g.edge(k, m-full, w, view{g.edgeA, k, 1}, c[full*ldc+j:], ldc)
		}
	}
}

// edge computes a tile that does not fill its place in c.
func (g *gemmer) edge(k, rows, w int, a view, c []float32, ldc int) {
	clear(g.edgeC[:])
	tileF32(k, a.d, a.row, a.step, g.panel, g.edgeC[:], g.cols)
	for r := range rows {
		for x, v := range g.edgeC[r*g.cols:][:w] {
			c[r*ldc+x] += v
		}
	}
}

// pack copies w columns of b from column j on to the panel and fills it up with zeros.
func (g *gemmer) pack(b view, k, j, w int) {
	if b.step == 1 {
		for i := range k {
			row := g.panel[i*g.cols:][:g.cols]
			copy(row, b.d[i*b.row+j:][:w])
			clear(row[w:])
		}
		return
	}
	if w < g.cols {
		clear(g.panel)
	}
	for x := range w {
		column := b.d[(j+x)*b.step:][:k]
		for i, v := range column {
			g.panel[i*g.cols+x] = v
		}
	}
}

// grow gives a slice of n elements, reusing s where it is large enough; its content is undefined.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
