package gravity

// byArrows finds the separated observations of at most two fixed effects exactly, in time of the order of the rows. It takes for granted
// that regressors have no part in it: where they are told apart on the observations with y > 0, a combination that is zero there has none
// of them. What is left is a sum of two effects, a_i + b_j, or a_i - c_j with c = -b: zero where y is positive, so that the levels i and j
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
	starts := make([]int32, n+1)
	for _, t := range tails {
		starts[t+1]++
	}
	for i := range n {
		starts[i+1] += starts[i]
	}
	next, out := append([]int32(nil), starts...), make([]int32, len(heads))
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
