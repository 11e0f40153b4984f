package gravity

import (
	"math"
	"slices"

	"dragoman/internal/parallel"
)

// few is how many levels effects beside the two largest may have together to be looked at dummy by dummy, as the years of a panel.
const few = 64

// apart says whether the observations with y > 0 tell everything but the two largest effects apart, regressors and levels of other effects:
// then no combination that vanishes there has any of it. In the graph whose nodes are the levels of the two and whose edges are these
// observations, a variable is a sum of the two effects just where it sums to zero, with signs in turn, along every cycle. So the sums
// along the cycles that a spanning forest leaves are all that the effects do not explain; no least squares is needed.
func (s *separation) apart() bool {
	if len(s.effects) == 0 {
		return false
	}
	x := slices.Clone(s.model.x)
	for _, e := range s.effects[min(2, len(s.effects)):] {
		if e.levels+len(x)-len(s.model.x) > few {
			return false
		}
		for level := 1; level < e.levels; level++ { // the first is the constant that the largest hold
			dummy := make([]float64, len(s.y))
			for i, code := range e.codes {
				if int(code) == level {
					dummy[i] = 1
				}
			}
			x = append(x, dummy)
		}
	}
	f, rows := s.forest()
	left, units, ones := make([][]float64, len(x)), make([]float64, len(x)), s.weights()
	parallel.Each(len(x), func(j int) {
		left[j], units[j] = f.cycleSums(x[j], rows, norm(x[j], ones)/math.Sqrt(float64(len(ones)))), 1
	})
	_, kept := cholesky(cross(left, nil), units, 1e-8)
	return len(kept) == len(x)
}

// forest spans the graph of the two largest effects where y is positive; the rows are those of its edges.
func (s *separation) forest() (f *forest, rows []int32) {
	one, levels := &s.effects[0], s.effects[0].levels+1
	if len(s.effects) > 1 {
		levels = one.levels + s.effects[1].levels
	}
	var tails, heads []int32
	for i, zero := range s.zero {
		if zero {
			continue
		}
		head := int32(one.levels) // one effect alone has its constant as the other
		if len(s.effects) > 1 {
			head += s.effects[1].codes[i]
		}
		tails, heads, rows = append(tails, one.codes[i]), append(heads, head), append(rows, int32(i))
	}
	return spanning(levels, tails, heads), rows
}

// forest is a spanning forest of a graph.
type forest struct {
	nodes        int
	tails, heads []int32
	tree         []branch // parents before children
	cycles       []int32  // the edges beside, each of which closes a cycle
}

type branch struct{ child, parent, edge int32 }

// spanning makes a forest of a graph of n nodes, by breadth, so that paths are short.
func spanning(n int, tails, heads []int32) *forest {
	f := &forest{nodes: n, tails: tails, heads: heads}
	starts := begins(n, tails, heads)
	next, edges := slices.Clone(starts), make([]int32, 2*len(tails))
	for k := range tails {
		for _, v := range [2]int32{tails[k], heads[k]} {
			edges[next[v]] = int32(k)
			next[v]++
		}
	}
	seen, used := make([]bool, n), make([]bool, len(tails))
	var queue []int32
	for root := range int32(n) {
		if seen[root] {
			continue
		}
		seen[root] = true
		queue = append(queue[:0], root)
		for at := 0; at < len(queue); at++ {
			v := queue[at]
			for _, e := range edges[starts[v]:starts[v+1]] {
				if w := tails[e] + heads[e] - v; !seen[w] {
					seen[w], used[e] = true, true
					f.tree = append(f.tree, branch{w, v, e})
					queue = append(queue, w)
				}
			}
		}
	}
	for e, is := range used {
		if !is {
			f.cycles = append(f.cycles, int32(e))
		}
	}
	return f
}

// cycleSums are the sums of a variable, in a unit, along the cycles: with effects that explain it on the tree, what they miss beside.
func (f *forest) cycleSums(v []float64, rows []int32, unit float64) []float64 {
	effect := make([]float64, f.nodes)
	for _, b := range f.tree {
		effect[b.child] = v[rows[b.edge]]/unit - effect[b.parent]
	}
	out := make([]float64, len(f.cycles))
	for k, e := range f.cycles {
		out[k] = v[rows[e]]/unit - effect[f.tails[e]] - effect[f.heads[e]]
	}
	return out
}

// byArrows finds the separated observations exactly, in time of the order of the rows, where nothing but the two largest fixed effects has a
// part in it (apart). What a combination then is, is a sum of two effects, a_i + b_j, or a_i - c_j with c = -b: zero where y is positive, so that the levels i and j
// are at the same height there, and nowhere negative on zeros, so that i is no lower than j. With an arrow for "no lower than", heights
// can differ along an arrow just where no way leads back from its head to its tail.
func (s *separation) byArrows() {
	if len(s.effects) < 2 { // a level with a positive observation has the height zero, and prune left no others
		return
	}
	one, two := &s.effects[0], &s.effects[1]
	level := newSets(one.levels + two.levels)
	head := func(i int) int32 { return int32(one.levels) + two.codes[i] }
	var tails, heads []int32
	for i, zero := range s.zero {
		if !zero {
			level.join(one.codes[i], head(i))
		}
	}
	for i, zero := range s.zero {
		if zero {
			tails, heads = append(tails, level.find(one.codes[i])), append(heads, level.find(head(i)))
		}
	}
	of := strong(one.levels+two.levels, tails, heads)
	k := 0
	for i, zero := range s.zero {
		if zero {
			if of[tails[k]] != of[heads[k]] {
				s.separated = append(s.separated, i)
			}
			k++
		}
	}
}

// sets are disjoint sets of numbers from 0, by their parents in a forest.
type sets []int32

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

// find gives the number that stands for the set of i.
func (s sets) find(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join makes one set of two; false when they were one.
func (s sets) join(i, j int32) bool {
	i, j = s.find(i), s.find(j)
	s[j] = i
	return i != j
}

// strong numbers the strongly connected components of a graph of n nodes with arrows from tails to heads (Tarjan 1972, without recursion,
// since paths may be as long as the table).
func strong(n int, tails, heads []int32) []int32 {
	starts := begins(n, tails)
	next, out := slices.Clone(starts), make([]int32, len(heads))
	for k, t := range tails {
		out[next[t]] = heads[k]
		next[t]++
	}
	copy(next, starts)
	const pending = -1 // reached, its component not complete
	of, order, low := make([]int32, n), make([]int32, n), make([]int32, n)
	var path, open []int32
	reached, components := int32(0), int32(0)
	for root := range int32(n) {
		if order[root] == 0 {
			path = append(path, root)
		}
		for len(path) > 0 {
			v := path[len(path)-1]
			if order[v] == 0 {
				reached++
				order[v], low[v], of[v] = reached, reached, pending
				open = append(open, v)
			}
			if at := next[v]; at < starts[v+1] {
				switch w := out[at]; {
				case order[w] == 0: // looked at again when everything behind it is known
					path = append(path, w)
					continue
				case of[w] == pending:
					low[v] = min(low[v], low[w])
				}
				next[v]++
				continue
			}
			path = path[:len(path)-1]
			if low[v] < order[v] {
				continue
			}
			for last := int32(-1); last != v; {
				last = open[len(open)-1]
				open = open[:len(open)-1]
				of[last] = components
			}
			components++
		}
	}
	return of
}
