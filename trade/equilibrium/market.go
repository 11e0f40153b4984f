package equilibrium

import (
	"math"
	"slices"
)

// market is a world on its way to new prices.
type market struct {
	world            *World
	theta            float64
	rule             Deficits
	pull             [][]float64 // X_ij B_ij: sales at old prices after the change
	output, spending []float64   // Y, E
	bloc             []int
	blocs            int
	pivot            []int     // per bloc: the country whose market follows from the others, by Walras' law
	blocOutput       []float64 // per bloc: ΣY, the numéraire

	log    []float64   // ln ŵ, 0 for countries that sell nothing
	price  []float64   // ŵ
	share  [][]float64 // of every buyer's spending
	spend  []float64   // E'
	demand []float64   // Σ_j X'ij
	index  []float64   // Σ_i X_ij B_ij ŵ^-θ / E_j = P̂^-θ
	kappa  []float64   // per bloc
	gap    []float64   // (demand - ŵY)/Y, at pivots the numéraire's gap
}

func newMarket(w *World, b [][]float64, o Options) *market {
	n := w.Size()
	m := &market{world: w, theta: o.Theta, rule: o.Deficits, pull: w.times(b), output: w.Output(), spending: w.Expenditure(),
		log: make([]float64, n), price: make([]float64, n), share: table(n), spend: make([]float64, n), demand: make([]float64, n),
		index: make([]float64, n), gap: make([]float64, n)}
	m.bloc, m.blocs = blocs(w.Flow)
	m.pivot = largest(m.bloc, m.blocs, m.output)
	m.blocOutput, m.kappa = make([]float64, m.blocs), make([]float64, m.blocs)
	for i, y := range m.output {
		m.blocOutput[m.bloc[i]] += y
	}
	return m
}

// clear finds prices by Newton's method on ln ŵ with backtracking; where that gets stuck, by steps of tâtonnement, which cannot: with
// θ > 0 goods are gross substitutes (Alvarez and Lucas 2007). It gives the number of steps.
func (m *market) clear() (int, error) {
	m.evaluate()
	step, stuck := 0, 0
	for ; step < maxSteps && stuck < 5; step++ {
		before := m.worst()
		if before <= aim {
			return step, nil
		}
		if !m.newton() {
			if before <= accept {
				return step, nil
			}
			m.grope(100)
			if stuck++; m.worst() < before/2 {
				stuck = 0
			}
		}
	}
	if m.worst() <= accept {
		return step, nil
	}
	k, _ := m.farthest()
	return step, &NoConvergence{Stage: "markets", Residual: m.worst(), Country: m.world.Codes[k]}
}

// evaluate computes everything that follows from the prices. It says whether every buyer has something to spend.
func (m *market) evaluate() bool {
	m.values()
	n := len(m.price)
	clear(m.index)
	for i := range n {
		f := math.Exp(-m.theta * m.log[i])
		for j, x := range m.pull[i] {
			m.share[i][j] = x * f
			m.index[j] += m.share[i][j]
		}
	}
	sold := make([]float64, m.blocs)
	sound := true
	for i := range n {
		m.demand[i] = 0
		for j := range n {
			if m.index[j] > 0 {
				m.share[i][j] /= m.index[j]
				m.demand[i] += m.share[i][j] * m.spend[j]
			}
		}
		sold[m.bloc[i]] += m.output[i] * m.price[i]
		if m.output[i] > 0 {
			m.gap[i] = m.demand[i]/m.output[i] - m.price[i]
		}
		sound = sound && (m.spending[i] == 0 || m.spend[i] > 0)
	}
	for b, k := range m.pivot {
		if m.blocOutput[b] > 0 {
			m.gap[k] = sold[b]/m.blocOutput[b] - 1
		}
	}
	return sound
}

// values sets prices and expenditure from the logarithms. A country that sells nothing keeps its spending.
func (m *market) values() {
	earned, wanted := make([]float64, m.blocs), make([]float64, m.blocs)
	for i, u := range m.log {
		m.price[i] = math.Exp(u)
		earned[m.bloc[i]] += m.output[i] * m.price[i]
		wanted[m.bloc[i]] += m.spending[i] * m.price[i]
	}
	for b := range m.kappa {
		m.kappa[b] = 1
		if m.rule == Multiplicative && wanted[b] > 0 {
			m.kappa[b] = earned[b] / wanted[b]
		}
	}
	for i := range m.spend {
		switch {
		case m.spending[i] == 0:
			m.spend[i] = 0
		case m.rule == Multiplicative:
			m.spend[i] = m.kappa[m.bloc[i]] * m.spending[i] * m.price[i]
		default:
			// Written so that the large terms cancel before they are rounded.
			m.spend[i] = m.output[i]*math.Expm1(m.log[i]) + m.spending[i]
		}
	}
}

// newton takes one step; it says whether the gaps became smaller.
func (m *market) newton() bool {
	jac := m.jacobian()
	step := make([]float64, len(m.gap))
	for i, g := range m.gap {
		step[i] = -g
	}
	if !solveLinear(jac, step) {
		return false
	}
	far := 0.0
	for _, s := range step {
		far = max(far, math.Abs(s))
	}
	if math.IsNaN(far) {
		return false
	}
	start, before := slices.Clone(m.log), norm(m.gap)
	for t := min(1, 2/far); t > 1e-8; t /= 2 {
		for i := range m.log {
			m.log[i] = start[i] + t*step[i]
		}
		if m.evaluate() && norm(m.gap) < before {
			return true
		}
	}
	copy(m.log, start)
	m.evaluate()
	return false
}

// jacobian is ∂gap_i/∂ln ŵ_k. With shares s_ij: ∂s_ij/∂ln ŵ_k = -θ s_ij (δ_ik - s_kj).
func (m *market) jacobian() [][]float64 {
	n := len(m.price)
	jac := table(n)
	weighted := make([]float64, n)
	wanted := make([]float64, m.blocs)
	for i := range n {
		wanted[m.bloc[i]] += m.spending[i] * m.price[i]
	}
	for i := range n {
		row, y := jac[i], m.output[i]
		if y == 0 {
			row[i] = 1
			continue
		}
		for j := range n {
			weighted[j] = m.theta * m.share[i][j] * m.spend[j]
		}
		for k := range n {
			row[k] = dot(weighted, m.share[k]) + m.share[i][k]*m.spendSlope(k)
			if m.rule == Multiplicative && m.bloc[k] == m.bloc[i] {
				// κ moves with every price of the bloc.
				kappa := m.kappa[m.bloc[i]]
				row[k] += m.demand[i] / kappa * m.price[k] * (m.output[k] - kappa*m.spending[k]) / wanted[m.bloc[i]]
			}
		}
		row[i] -= m.theta*m.demand[i] + y*m.price[i]
		scale(row, 1/y)
	}
	for b, p := range m.pivot {
		if m.blocOutput[b] == 0 {
			continue
		}
		clear(jac[p])
		for k := range n {
			if m.bloc[k] == b && m.output[k] > 0 {
				jac[p][k] = m.output[k] * m.price[k] / m.blocOutput[b]
			}
		}
	}
	return jac
}

// spendSlope is ∂E'_k/∂ln ŵ_k with κ held.
func (m *market) spendSlope(k int) float64 {
	switch {
	case m.spending[k] == 0 || m.output[k] == 0:
		return 0
	case m.rule == Multiplicative:
		return m.spend[k]
	}
	return m.output[k] * m.price[k]
}

// grope raises the prices of what is wanted more than made, and keeps the numéraire. A step that leaves a country nothing to spend is
// shortened; the start leaves every one something.
func (m *market) grope(times int) {
	step, start := make([]float64, len(m.log)), make([]float64, len(m.log))
	for range times {
		copy(start, m.log)
		for i, y := range m.output {
			if step[i] = 0; y > 0 && m.demand[i] > 0 {
				step[i] = math.Log(m.demand[i]/(y*m.price[i])) / (1 + m.theta)
			}
		}
		sound := false
		for t := 1.0; t > 1e-6 && !sound; t /= 4 {
			for i := range m.log {
				m.log[i] = start[i] + t*step[i]
			}
			m.renormalise()
			sound = m.evaluate()
		}
		if !sound {
			copy(m.log, start)
			m.evaluate()
			return
		}
	}
}

func (m *market) renormalise() {
	sold := make([]float64, m.blocs)
	for i, y := range m.output {
		sold[m.bloc[i]] += y * math.Exp(m.log[i])
	}
	for i, y := range m.output {
		if y > 0 {
			m.log[i] -= math.Log(sold[m.bloc[i]] / m.blocOutput[m.bloc[i]])
		}
	}
}

// farthest is the country with the largest relative gap between sales and output, pivots included.
func (m *market) farthest() (country int, gap float64) {
	for i, y := range m.output {
		if y > 0 {
			if g := math.Abs(m.demand[i]/(y*m.price[i]) - 1); !(g <= gap) {
				country, gap = i, g
			}
		}
	}
	return country, gap
}

// worst is the largest gap of markets and numéraires.
func (m *market) worst() float64 {
	_, gap := m.farthest()
	for _, k := range m.pivot {
		gap = max(gap, math.Abs(m.gap[k]))
	}
	return gap
}

// outcome reads the answer off the prices.
func (m *market) outcome() *Outcome {
	n := len(m.price)
	_, gap := m.farthest()
	out := &Outcome{World: m.world, Flow: table(n), Output: make([]float64, n), Expenditure: slices.Clone(m.spend), Price: make([]float64, n),
		Index: make([]float64, n), Outward: make([]float64, n), Welfare: make([]float64, n), Residual: gap,
		Scale: m.kappa[m.bloc[slices.Index(m.output, slices.Max(m.output))]]}
	for i := range n {
		for j := range n {
			out.Flow[i][j] = m.share[i][j] * m.spend[j]
		}
		made, buys := m.output[i] > 0, m.spending[i] > 0
		out.Output[i] = m.output[i] * m.price[i]
		out.Price[i] = orUndefined(m.price[i], made)
		out.Index[i] = orUndefined(math.Pow(m.index[i]/m.spending[i], -1/m.theta), buys)
		// From X'ij = Y'i E'j/ΣY B_ij (Π'i P'j)^θ and the flow equation: Π̂ = ŵ^-(1+1/θ).
		out.Outward[i] = orUndefined(math.Exp(-m.log[i]*(1+1/m.theta)), made)
		out.Welfare[i] = m.spend[i] / m.spending[i] / out.Index[i]
		if m.rule == Multiplicative {
			out.Welfare[i] = orUndefined(m.price[i], made) / out.Index[i]
		}
	}
	return out
}

func norm(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x * x
	}
	return math.Sqrt(s)
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, x := range a {
		s += x * b[i]
	}
	return s
}
