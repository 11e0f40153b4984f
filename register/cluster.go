package register

import (
	"cmp"
	"slices"
)

// link says that two items may be one thing, and how strongly; a < b.
type link struct {
	a, b  int
	score float64
}

// clusters joins n items along links, the strongest first, but never two groups of which any two members contradict each
// other. Each cluster is in ascending order, and the clusters are in the order of their first items.
func clusters(n int, links []link, contradict func(a, b int) bool) [][]int {
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	group := make([]int, n) // the cluster of each item
	members := make([][]int, n)
	for i := range n {
		group[i], members[i] = i, []int{i}
	}
	for _, l := range links {
		a, b := group[l.a], group[l.b]
		if a == b || anyPair(members[a], members[b], contradict) {
			continue
		}
		if len(members[a]) < len(members[b]) {
			a, b = b, a
		}
		for _, i := range members[b] {
			group[i] = a
		}
		members[a], members[b] = append(members[a], members[b]...), nil
	}
	return inOrder(members)
}

func anyPair(a, b []int, contradict func(a, b int) bool) bool {
	for _, i := range a {
		for _, j := range b {
			if contradict(i, j) {
				return true
			}
		}
	}
	return false
}

func inOrder(members [][]int) [][]int {
	members = slices.DeleteFunc(members, func(m []int) bool { return len(m) == 0 })
	for _, m := range members {
		slices.Sort(m)
	}
	slices.SortFunc(members, func(a, b []int) int { return a[0] - b[0] })
	return members
}

// overlapping calls each for all pairs a < b of intervals that lie at most slack days apart.
func overlapping(when []interval, slack int, each func(a, b int)) {
	order := make([]int, len(when))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(when[i].lo-when[j].lo, i-j) })
	for n, i := range order {
		for _, j := range order[n+1:] {
			if when[j].lo-slack > when[i].hi {
				break
			}
			each(min(i, j), max(i, j))
		}
	}
}
