package graph

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// small is a random graph that brute force can still enumerate: few arcs with small capacities, some of them parallel, loops, negative
// costs, capacities of 0, nodes without arcs and lower bounds among them.
func small(r *rand.Rand) *Graph {
	g := New(1+r.IntN(5), 8)
	for range r.IntN(8) {
		a := g.AddArc(r.IntN(g.Nodes()), r.IntN(g.Nodes()), r.Int64N(4), r.Int64N(12)-3)
		if _, _, capacity, _ := g.Arc(a); r.IntN(6) == 0 && capacity > 0 {
			g.SetLower(a, 1+r.Int64N(capacity))
		}
	}
	for range r.IntN(3) {
		u, v, x := r.IntN(g.Nodes()), r.IntN(g.Nodes()), r.Int64N(4)
		g.SetSupply(u, g.Supply(u)+x)
		g.SetSupply(v, g.Supply(v)-x)
	}
	return g
}

// bruteForce tries every flow.
func bruteForce(g *Graph) (best int64, found bool) {
	balance := make([]int64, g.Nodes())
	for v := range balance {
		balance[v] = g.Supply(v)
	}
	var try func(a int, cost int64)
	try = func(a int, cost int64) {
		if a == g.Arcs() {
			if !slices.ContainsFunc(balance, func(b int64) bool { return b != 0 }) && (!found || cost < best) {
				best, found = cost, true
			}
			return
		}
		from, to, capacity, c := g.Arc(a)
		for x := g.Lower(a); x <= capacity; x++ {
			balance[from] -= x
			balance[to] += x
			try(a+1, cost+x*c)
			balance[from] += x
			balance[to] -= x
		}
	}
	try(0, 0)
	return best, found
}

func TestMinCostFlowAgreesWithBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	solved := 0
	for range 3000 {
		g := small(r)
		want, found := bruteForce(g)
		for _, method := range []Method{Simplex, Scaling, Auto} {
			f, err := MinCostFlow(method, g)
			switch {
			case !found:
				if !errors.Is(err, ErrInfeasible) {
					t.Fatalf("%s: %v on a problem without an answer: %+v", method, err, g)
				}
			case err != nil:
				t.Fatalf("%s: %v: %+v", method, err, g)
			case f.Cost != want || f.Check(g) != nil:
				t.Fatalf("%s: cost %d, want %d; check: %v: %+v", method, f.Cost, want, f.Check(g), g)
			default:
				solved++
			}
		}
	}
	if solved < 1500 {
		t.Errorf("only %d solved", solved)
	}
}

// The example in the description of the DIMACS minimum-cost format (First DIMACS Challenge, 1991): 4 units from node 1 to node 4, over
// 1-2-3-4 and 1-3-4 and 1-2-4; its optimum is 14.
func dimacsExample() *Graph {
	g := New(4, 5)
	g.SetSupply(0, 4)
	g.SetSupply(3, -4)
	g.AddArc(0, 1, 4, 2)
	g.AddArc(0, 2, 2, 2)
	g.AddArc(1, 2, 2, 1)
	g.AddArc(1, 3, 3, 3)
	g.AddArc(2, 3, 5, 1)
	return g
}

func TestMinCostFlowOfTheDIMACSExample(t *testing.T) {
	f, err := MinCostFlow(Auto, dimacsExample())
	if err != nil || f.Cost != 14 {
		t.Fatalf("%+v, %v", f, err)
	}
}

func TestMinCostFlowSaysWhyThereIsNoAnswer(t *testing.T) {
	tests := map[string]struct {
		build func(g *Graph)
		want  error
	}{
		"supply without demand":  {func(g *Graph) { g.SetSupply(0, 1) }, ErrUnbalanced},
		"no way":                 {func(g *Graph) { g.SetSupply(0, 1); g.SetSupply(1, -1); g.AddArc(1, 0, 9, 1) }, ErrInfeasible},
		"too narrow":             {func(g *Graph) { g.SetSupply(0, 5); g.SetSupply(1, -5); g.AddArc(0, 1, 4, 1) }, ErrInfeasible},
		"lower above capacity":   {func(g *Graph) { g.SetLower(g.AddArc(0, 1, 4, 1), 5) }, ErrInfeasible},
		"endless gain":           {func(g *Graph) { g.AddArc(0, 1, Unlimited, -2); g.AddArc(1, 0, Unlimited, 1) }, ErrUnbounded},
		"endless gain on a loop": {func(g *Graph) { g.AddArc(2, 2, Unlimited, -1) }, ErrUnbounded},
		"huge supply":            {func(g *Graph) { g.SetSupply(0, 1<<62); g.SetSupply(1, -1<<62) }, ErrTooLarge},
		"huge cost":              {func(g *Graph) { g.AddArc(0, 1, 1, 1<<61) }, ErrTooLarge},
		"huge sum": {func(g *Graph) {
			g.SetSupply(0, 1<<40)
			g.SetSupply(1, -1<<40)
			g.AddArc(0, 1, 1<<41, 1<<40)
		}, ErrTooLarge},
	}
	for name, test := range tests {
		for _, method := range []Method{Simplex, Scaling} {
			g := New(3, 2)
			test.build(g)
			if f, err := MinCostFlow(method, g); !errors.Is(err, test.want) {
				t.Errorf("%s by %s: %+v, %v; want %v", name, method, f, err, test.want)
			}
		}
	}
}

func TestMinCostFlowOfAlmostNothing(t *testing.T) {
	for _, method := range []Method{Simplex, Scaling} {
		for _, g := range []*Graph{New(0, 0), New(1, 0), New(5, 0)} {
			if f, err := MinCostFlow(method, g); err != nil || f.Cost != 0 || f.Check(g) != nil {
				t.Errorf("%s on %d nodes: %+v, %v", method, g.Nodes(), f, err)
			}
		}
	}
}

func TestMinCostFlowFillsACycleThatGainsUpToItsLimit(t *testing.T) {
	g := New(2, 2)
	g.AddArc(0, 1, Unlimited, -5)
	g.AddArc(1, 0, 7, 2)
	for _, method := range []Method{Simplex, Scaling} {
		if f, err := MinCostFlow(method, g); err != nil || f.Cost != -21 || f.Check(g) != nil {
			t.Errorf("%s: %+v, %v", method, f, err)
		}
	}
}

func TestMinCostFlowDoesNotDependOnTheOrderOfNodesAndArcs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for seed := range uint64(10) {
		g := Grid(9, 11, seed)
		h := New(g.Nodes(), g.Arcs())
		nodes, arcs := r.Perm(g.Nodes()), r.Perm(g.Arcs())
		for _, a := range arcs {
			from, to, capacity, cost := g.Arc(a)
			h.AddArc(nodes[from], nodes[to], capacity, cost)
		}
		for v := range g.Nodes() {
			h.SetSupply(nodes[v], g.Supply(v))
		}
		a, errA := MinCostFlow(Auto, g)
		b, errB := MinCostFlow(Auto, h)
		if !errors.Is(errB, errA) || errA == nil && a.Cost != b.Cost {
			t.Errorf("seed %d: %v, %v, %v, %v", seed, a, errA, b, errB)
		}
	}
}

func TestMinCostFlowIsTheSameInEveryRun(t *testing.T) {
	for _, method := range []Method{Simplex, Scaling} {
		g := torus(600, 9)
		a, _ := MinCostFlow(method, g)
		b, _ := MinCostFlow(method, g)
		if !slices.Equal(a.Amount, b.Amount) || !slices.Equal(a.Potential, b.Potential) || a.Pivots != b.Pivots {
			t.Errorf("%s: two runs differ", method)
		}
	}
}

func TestMinCostFlowChoosesCostScalingForDeepGraphs(t *testing.T) {
	if m := suitable(Grid(8, 12_000, 1)); m != Scaling {
		t.Errorf("long grid: %s", m)
	}
	if m := suitable(Grid(60, 60, 1)); m != Simplex {
		t.Errorf("square grid: %s", m)
	}
}

func TestCheckRefusesWrongAnswers(t *testing.T) {
	g := dimacsExample()
	f, err := MinCostFlow(Auto, g)
	if err != nil {
		t.Fatal(err)
	}
	spoil := []func(f *Flow){
		func(f *Flow) { f.Amount[0]++ },
		func(f *Flow) { f.Amount[1] = 99 },
		func(f *Flow) { f.Cost-- },
		func(f *Flow) { f.Potential[3] += 100 },
		func(f *Flow) { f.Amount = f.Amount[1:] },
	}
	for i, change := range spoil {
		bad := *f
		bad.Amount, bad.Potential = slices.Clone(f.Amount), slices.Clone(f.Potential)
		change(&bad)
		if bad.Check(g) == nil {
			t.Errorf("change %d passes", i)
		}
	}
}

// FuzzMinCostFlow makes small graphs of bytes and compares both methods with each other and their answers with their proofs.
func FuzzMinCostFlow(f *testing.F) {
	f.Add([]byte{4, 3, 0, 1, 4, 2, 0, 2, 2, 2, 1, 3, 3, 3})
	f.Add([]byte{2, 1, 0, 0, 255, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		n := 1 + int(data[0]%12)
		g := New(n, len(data)/4)
		g.SetSupply(0, int64(data[1]%32))
		g.SetSupply(n-1, g.Supply(n-1)-int64(data[1]%32))
		for rest := data[2:]; len(rest) >= 4; rest = rest[4:] {
			a := g.AddArc(int(rest[0])%n, int(rest[1])%n, int64(rest[2]&63), int64(int8(rest[3])))
			switch {
			case rest[2]&192 == 192:
				g.capacity[a] = Unlimited
			case rest[2]&128 != 0:
				g.SetLower(a, int64(rest[2]&15))
			}
		}
		a, errA := MinCostFlow(Simplex, g)
		b, errB := MinCostFlow(Scaling, g)
		if !errors.Is(errB, errA) {
			// A problem may lack an answer for two reasons; each method names the one that it meets.
			if errA == nil || errB == nil {
				t.Fatalf("%v and %v", errA, errB)
			}
			return
		}
		if errA == nil && (a.Cost != b.Cost || a.Check(g) != nil || b.Check(g) != nil) {
			t.Fatalf("%d (%v) and %d (%v)", a.Cost, a.Check(g), b.Cost, b.Check(g))
		}
	})
}
