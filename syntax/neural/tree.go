package neural

// treeFinder finds the best tree with exactly one root over arc scores: the algorithm of Chu, Liu and Edmonds, in its
// plain form that contracts one cycle at a time. Its buffers are kept between calls. Node n is the root throughout.
type treeFinder struct {
	cost            []float64 // cost[d*(n+1)+h] is the score of head slot h for dependent slot d
	arcDep, arcHead []int32   // for each cell of cost the words it stands for
	in              []int32   // best head of each slot
	node            []int32   // what a slot holds: a word, or a contracted cycle numbered from n+1
	parent          []int32   // the cycle that a node went into, 0 for none
	enter           []arc     // the arc into each node
	seen            []int32
	active          []int32
	cycle           []int32
	members         []member
	ends            []int32 // ends[k] is the end of cycle k's members
}

type arc struct{ dep, head int32 }

// member is a node of a cycle and the arc into it within the cycle.
type member struct {
	node int32
	arc  arc
}

// rootPenalty exceeds every sum of arc scores, so that a tree with one root beats any with two.
const rootPenalty = 1e10

// find fills heads, one for each of n words; scores has n rows, stride apart, of n+1 scores with the root's last. The
// root word gets -1.
func (f *treeFinder) find(scores []float32, n, stride int, heads []int32) {
	for i := range n {
		row := scores[i*stride:][:n+1]
		best := n
		for j, v := range row {
			if j != i && v > row[best] {
				best = j
			}
		}
		heads[i] = int32(best)
	}
	if !f.isTree(heads, n) {
		f.repair(scores, n, stride, heads)
	}
	for i := range n {
		if int(heads[i]) == n {
			heads[i] = -1
		}
	}
}

// isTree says whether the heads have one root and no cycle.
func (f *treeFinder) isTree(heads []int32, n int) bool {
	roots := 0
	f.seen = grow(f.seen, n+1)
	clear(f.seen)
	f.seen[n] = -1
	for i := range n {
		if int(heads[i]) == n {
			roots++
		}
		mark, k := int32(i+1), int32(i)
		for f.seen[k] == 0 {
			f.seen[k] = mark
			k = heads[k]
		}
		if f.seen[k] == mark {
			return false
		}
		for k = int32(i); f.seen[k] == mark; k = heads[k] {
			f.seen[k] = -1
		}
	}
	return roots == 1
}

func (f *treeFinder) repair(scores []float32, n, stride int, heads []int32) {
	f.load(scores, n, stride)
	next := int32(n + 1)
	for {
		f.chooseHeads(n)
		if !f.findCycle(n) {
			break
		}
		f.contract(n, next)
		next++
	}
	for _, s := range f.active {
		if int(s) != n {
			c := int(s)*(n+1) + int(f.in[s])
			f.enter[f.node[s]] = arc{f.arcDep[c], f.arcHead[c]}
		}
	}
	f.expand(n)
	for i := range n {
		heads[i] = f.enter[i].head
	}
}

func (f *treeFinder) load(scores []float32, n, stride int) {
	w := n + 1
	f.cost, f.arcDep, f.arcHead = grow(f.cost, w*w), grow(f.arcDep, w*w), grow(f.arcHead, w*w)
	f.in, f.node, f.seen = grow(f.in, w), grow(f.node, w), grow(f.seen, w)
	f.parent, f.enter = grow(f.parent, 2*w), grow(f.enter, 2*w)
	clear(f.parent)
	f.active, f.members, f.ends = f.active[:0], f.members[:0], f.ends[:0]
	for i := range w {
		f.active = append(f.active, int32(i))
		f.node[i] = int32(i)
		for j := range w {
			c := i*w + j
			f.arcDep[c], f.arcHead[c] = int32(i), int32(j)
			if i < n {
				f.cost[c] = float64(scores[i*stride+j])
			}
		}
		f.cost[i*w+n] -= rootPenalty
	}
}

func (f *treeFinder) chooseHeads(n int) {
	for _, s := range f.active {
		if int(s) == n {
			continue
		}
		best := int32(n)
		row := f.cost[int(s)*(n+1):][:n+1]
		for _, h := range f.active {
			if h != s && row[h] > row[best] {
				best = h
			}
		}
		f.in[s] = best
	}
}

// findCycle leaves the slots of one cycle of chosen heads in f.cycle.
func (f *treeFinder) findCycle(n int) bool {
	clear(f.seen)
	f.seen[n] = -1
	for _, s := range f.active {
		mark, k := s+1, s
		for f.seen[k] == 0 {
			f.seen[k] = mark
			k = f.in[k]
		}
		if f.seen[k] == mark {
			f.cycle = append(f.cycle[:0], k)
			for m := f.in[k]; m != k; m = f.in[m] {
				f.cycle = append(f.cycle, m)
			}
			return true
		}
		for k = s; f.seen[k] == mark; k = f.in[k] {
			f.seen[k] = -1
		}
	}
	return false
}

// contract makes the cycle one node, held by the slot of its first member.
func (f *treeFinder) contract(n int, id int32) {
	w := int32(n + 1)
	clear(f.seen)
	for _, v := range f.cycle {
		c := v*w + f.in[v]
		f.seen[v] = 1
		f.parent[f.node[v]] = id
		f.members = append(f.members, member{f.node[v], arc{f.arcDep[c], f.arcHead[c]}})
	}
	f.ends = append(f.ends, int32(len(f.members)))
	rep := f.cycle[0]
	kept := f.active[:0]
	for _, u := range f.active {
		if f.seen[u] == 0 {
			f.join(rep, u, w)
			kept = append(kept, u)
		}
	}
	f.active = append(kept, rep)
	f.node[rep] = id
}

// join writes the best arcs between the cycle and slot u to the cells of rep.
func (f *treeFinder) join(rep, u, w int32) {
	out, into := u*w+f.cycle[0], int32(-1)
	var gain float64
	for _, v := range f.cycle {
		if c := u*w + v; f.cost[c] > f.cost[out] {
			out = c
		}
		if g := f.cost[v*w+u] - f.cost[v*w+f.in[v]]; into < 0 || g > gain {
			into, gain = v*w+u, g
		}
	}
	f.cost[u*w+rep], f.arcDep[u*w+rep], f.arcHead[u*w+rep] = f.cost[out], f.arcDep[out], f.arcHead[out]
	f.arcDep[rep*w+u], f.arcHead[rep*w+u] = f.arcDep[into], f.arcHead[into]
	f.cost[rep*w+u] = gain
}

// expand opens the cycles again, last made first: the arc into a cycle replaces one of its own.
func (f *treeFinder) expand(n int) {
	for k := len(f.ends) - 1; k >= 0; k-- {
		id, from := int32(n+1+k), int32(0)
		if k > 0 {
			from = f.ends[k-1]
		}
		broken := f.enter[id].dep
		for f.parent[broken] != id {
			broken = f.parent[broken]
		}
		for _, m := range f.members[from:f.ends[k]] {
			f.enter[m.node] = m.arc
		}
		f.enter[broken] = f.enter[id]
	}
}
