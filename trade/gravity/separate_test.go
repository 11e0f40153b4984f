package gravity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// edges draws a table of two fixed effects: few positive observations among zeros.
func edges(random *rand.Rand, n int) [][3]int {
	out := make([][3]int, n)
	for k := range out {
		out[k] = [3]int{random.IntN(6), random.IntN(6), 0}
		if random.Float64() < 0.4 {
			out[k][2] = 1
		}
	}
	return out
}

// acyclic tells the separated observations of two fixed effects exactly: a zero adds its two effects, and must not be negative, so it is
// an arrow between the levels; a positive observation is an arrow both ways. An arrow can have a value just where it is on no cycle.
func acyclic(list [][3]int, keep []bool) []bool {
	const n = 12
	var reach [n][n]bool
	for k, e := range list {
		if keep[k] {
			reach[e[0]][6+e[1]] = true
			if e[2] > 0 {
				reach[6+e[1]][e[0]] = true
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	out := make([]bool, len(list))
	for k, e := range list {
		out[k] = keep[k] && e[2] == 0 && !reach[6+e[1]][e[0]]
	}
	return out
}

func TestSeparationByTwoEffectsIsFoundExactly(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	separated := 0
	for trial := range 300 {
		list := edges(random, 10+random.IntN(20))
		var b strings.Builder
		b.WriteString("y,i,j\n")
		any := false
		for _, e := range list {
			fmt.Fprintf(&b, "%d,i%d,j%d\n", e[2], e[0], e[1])
			any = any || e[2] > 0
		}
		if !any {
			continue
		}
		keep := make([]bool, len(list))
		for k := range keep {
			keep[k] = true
		}
		want := acyclic(list, keep)
		if got := found(t, b.String(), []string{"i", "j"}, nil); !slices.Equal(got, want) {
			t.Fatalf("trial %d:\n%s\nfound %v\nwant  %v", trial, b.String(), got, want)
		}
		for _, is := range want {
			if is {
				separated++
			}
		}
	}
	if separated < 100 {
		t.Errorf("only %d separated observations were made", separated)
	}
}

// found runs the preparation and tells which rows were separated.
func found(t *testing.T, text string, effects, x []string) []bool {
	t.Helper()
	s := Spec{Y: "y", X: x, FixedEffects: effects, KeepSingletons: true}.WithDefaults()
	m := &model{ctx: t.Context(), spec: s}
	var err error
	if m.sample, err = newSample(read(t, text), &s); err != nil {
		t.Fatal(err)
	}
	_ = m.prepare() // nothing may be left to estimate
	out := make([]bool, len(m.lost))
	for row, reason := range m.lost {
		out[row] = reason > 0 && strings.HasPrefix(m.dropped[reason-1].Reason, "separated")
	}
	return out
}

// ready brings a table to where separated observations are looked for.
func ready(t *testing.T, text string, s Spec) *model {
	t.Helper()
	m := &model{ctx: t.Context(), spec: s}
	var err error
	if m.sample, err = newSample(read(t, text), &s); err != nil {
		t.Fatal(err)
	}
	m.arrange()
	m.prune(true, false)
	m.a = newAbsorber(t.Context(), m.effects, len(m.y))
	if err := m.omit(); err != nil {
		t.Fatal(err)
	}
	return m
}

// The graph of levels is looked at where regressors and small effects have no part in separation; certificates must find the same.
func TestTheGraphAgreesWithTheCertificates(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	byGraph, separated := 0, 0
	for trial := range 300 {
		var b strings.Builder
		b.WriteString("y,i,j,t,x1,x2\n1,i0,j0,0,1,1\n")
		few := 2 + random.IntN(3) // small integers make regressors that the positive observations do not tell apart
		for range 15 + random.IntN(40) {
			y := 0
			if random.Float64() < 0.5 {
				y = 1
			}
			fmt.Fprintf(&b, "%d,i%d,j%d,%d,%d,%d\n", y, random.IntN(7), random.IntN(6), random.IntN(3), random.IntN(few), random.IntN(few))
		}
		s := Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: []string{"i", "j", "t"}[:1+random.IntN(3)]}.WithDefaults()
		var answers [2][]int
		for k, graph := range []bool{true, false} {
			m := ready(t, b.String(), s)
			found, err := m.separation(graph, basis)
			if err != nil {
				t.Fatal(err)
			}
			if answers[k] = found.separated; graph && found.risky == nil && len(found.vectors) == 0 && found.x == nil {
				byGraph++
			}
		}
		if !slices.Equal(answers[0], answers[1]) {
			t.Fatalf("trial %d:\n%s\ngraph        %v\ncertificates %v", trial, b.String(), answers[0], answers[1])
		}
		separated += len(answers[0])
	}
	if byGraph < 100 || byGraph > 290 || separated < 100 {
		t.Errorf("%d of 300 by the graph, %d separated", byGraph, separated)
	}
}

// Where there are many combinations, the rectifier takes the place of the certificates: it must find the same.
func TestTheRectifierAgreesWithTheCertificates(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	separated := 0
	for trial := range 60 {
		n := 12 + random.IntN(20)
		var b strings.Builder
		b.WriteString("y,i,x1,x2\n")
		for k := range n {
			y := 0
			if k < 3 || random.Float64() < 0.2 {
				y = 1
			}
			x1, x2 := random.IntN(4), random.IntN(3)
			if y > 0 {
				x1 = 0
				x2 = random.IntN(2)
			}
			fmt.Fprintf(&b, "%d,i%d,%d,%d\n", y, random.IntN(3), x1, x2)
		}
		s := Spec{Y: "y", X: []string{"x1", "x2"}, FixedEffects: []string{"i"}, KeepSingletons: true}.WithDefaults()
		var answers [2][]int32
		for k, basis := range []int{64, 0} {
			m := ready(t, b.String(), s)
			for again := true; again; {
				s, err := m.separation(false, basis)
				if err != nil {
					t.Fatal(err)
				}
				if again = len(s.separated) > 0; again {
					keep := make([]bool, len(m.y))
					for i := range keep {
						keep[i] = !slices.Contains(s.separated, i)
					}
					for i, kept := range keep {
						if !kept {
							answers[k] = append(answers[k], m.rows[i])
						}
					}
					m.drop(separatedCut, keep)
					m.prune(true, false)
					m.a = newAbsorber(t.Context(), m.effects, len(m.y))
				}
			}
			slices.Sort(answers[k])
		}
		if !slices.Equal(answers[0], answers[1]) {
			t.Errorf("trial %d:\n%s\ncertificates %v\nrectifier    %v", trial, b.String(), answers[0], answers[1])
		}
		separated += len(answers[0])
	}
	if separated == 0 {
		t.Error("nothing was separated")
	}
}

// Long chains of levels, as workers and firms make them, must neither take a path of calls as long as the table nor certificates.
func TestALongChainOfLevelsIsSearchedInOnePass(t *testing.T) {
	const links = 20_000
	var b strings.Builder
	b.WriteString("y,worker,firm\n")
	for k := range links { // positive in the own firm, a zero in the next: an arrow along the chain, and none back
		fmt.Fprintf(&b, "1,w%d,f%d\n0,w%d,f%d\n", k, k, k, k+1)
	}
	fmt.Fprintf(&b, "1,w%d,f%d\n", links, links)
	separated := 0
	for _, is := range found(t, b.String(), []string{"worker", "firm"}, nil) {
		if is {
			separated++
		}
	}
	if separated != links {
		t.Errorf("%d separated of %d", separated, links)
	}
	fmt.Fprintf(&b, "0,w%d,f0\n", links) // the way back makes a cycle of the chain
	if got := found(t, b.String(), []string{"worker", "firm"}, nil); slices.Contains(got, true) {
		t.Error("zeros on a cycle are separated")
	}
}
