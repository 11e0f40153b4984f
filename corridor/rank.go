package corridor

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"dragoman"
	"dragoman/corridor/multi"
)

// Harm is what the loss of an element, or of several at once, does in a year.
type Harm struct {
	Elements  []string `json:"elements"`
	Name      string   `json:"name"`
	Carried   float64  `json:"carried"`   // what passes it without the loss; of several, the largest
	Unmet     float64  `json:"unmet"`     // what is missing then
	Stuck     float64  `json:"stuck"`     // what stays in the fields
	Transport float64  `json:"transport"` // more is paid for ways, in Unit.Value
	Switching float64  `json:"switching"` // more is lost by selling and buying other than usual
	Hurt      []Hurt   `json:"hurt"`      // the three hit worst
	Excess    float64  `json:"excess"`    // of a pair: unmet and stuck beyond the sum of both losses alone
	Asked     float64  `json:"-"`         // unmet and extra cost of the importer asked for, see [Solver.Rank]
}

// Loss is what is missing and what is stuck.
func (h *Harm) Loss() float64 { return h.Unmet + h.Stuck }

// total is the harm in one number, in Unit.Value: what is missing and stuck at its penalty, and the added costs.
func (h *Harm) total(a Assumptions) float64 {
	return h.Unmet*a.Unmet + h.Stuck*a.Stuck + h.Transport + h.Switching
}

// closures lists what can fail by itself: every element with links of the commodity, with what falls with it. Elements of which nothing else
// falls than what already falls with another one of the same links are kept: they have another name.
func (s *Solver) closures() []Change {
	var out []Change
	n := s.View.Net
	for i := range n.Elements {
		e := &n.Elements[i]
		if n.element[e.ID] != i {
			continue
		}
		c := Change{Do: "close", Target: e.ID, Name: e.Name, sort: "element", links: n.linksOf(e.ID, "element")}
		c.links = slices.DeleteFunc(c.links, func(j int) bool { return !n.Links[j].carries(s.View.Commodity) })
		if len(c.links) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Scenarios is how many elements [Solver.Rank] closes: all that have links of the commodity.
func (s *Solver) Scenarios() int { return len(s.closures()) }

// Rank closes every element by itself (N-1) and gives the harm, the worst first. Elements that carry nothing do no harm and are left out. With an
// importer only the harm to it counts: what it misses and what its supply costs more.
func (s *Solver) Rank(ctx context.Context, importer string, workers int) ([]Harm, error) {
	if importer != "" && !s.View.takes(importer) {
		return nil, dragoman.Problemf("", CountryName(importer), "name a country with a refinery or market in the network",
			"no demand for %s is known", s.View.Commodity)
	}
	changes := s.closures()
	sets := make([][]Change, len(changes))
	for i, c := range changes {
		sets[i] = []Change{c}
	}
	return s.harms(ctx, sets, importer, workers)
}

// RankPairs closes every two of the worst elements of a ranking at once (N-2).
func (s *Solver) RankPairs(ctx context.Context, single []Harm, worst int, importer string, workers int) ([]Harm, error) {
	all := s.closures()
	var top []Change
	alone := map[string]Harm{}
	for _, h := range single[:min(worst, len(single))] {
		i := slices.IndexFunc(all, func(c Change) bool { return c.Target == h.Elements[0] })
		top = append(top, all[i])
		alone[h.Elements[0]] = h
	}
	var sets [][]Change
	for i := range top {
		for j := range i {
			if !slices.Contains(s.View.Net.Whole(top[i].Target), top[j].Target) && !slices.Contains(s.View.Net.Whole(top[j].Target), top[i].Target) {
				sets = append(sets, []Change{top[j], top[i]})
			}
		}
	}
	out, err := s.harms(ctx, sets, importer, workers)
	for k := range out {
		a, b := alone[out[k].Elements[0]], alone[out[k].Elements[1]]
		out[k].Excess = clean(out[k].Loss() - a.Loss() - b.Loss())
	}
	return out, err
}

func (s *Solver) harms(ctx context.Context, sets [][]Change, importer string, workers int) ([]Harm, error) {
	problems := make([]multi.Change, len(sets))
	for i, set := range sets {
		problems[i] = s.model.change(set, s.base)
		s.model.wither(problems[i].Arcs)
	}
	same, distinct := alike(problems)
	answers, err := s.plan.Scenarios(ctx, distinct, workers)
	if err != nil {
		return nil, err
	}
	comparisons := make([]*Comparison, len(answers))
	for i, answer := range answers {
		if answer == s.plan.Answer() {
			continue // nothing of it was used
		}
		f := s.model.read(answer, nil)
		if err := f.check(); err != nil {
			return nil, err
		}
		comparisons[i] = Compare(s.base, f)
	}
	var out []Harm
	for i, k := range same {
		if comparisons[k] != nil {
			out = append(out, s.harm(sets[i], comparisons[k], importer))
		}
	}
	slices.SortFunc(out, func(a, b Harm) int {
		return cmp.Or(-cmp.Compare(a.Asked, b.Asked), -cmp.Compare(a.total(s.Assume), b.total(s.Assume)), slices.Compare(a.Elements, b.Elements))
	})
	if importer != "" {
		out = slices.DeleteFunc(out, func(h Harm) bool { return h.Asked == 0 })
	}
	return out, nil
}

// wither also closes the arcs that closed ones leave without use: they begin where nothing arrives or end where nothing leaves. That changes
// no answer, but shows that a pipeline, its terminal and its largest station fall alike.
func (m *model) wither(set map[int]float64) {
	in, out := make([]int, m.net.Nodes), make([]int, m.net.Nodes) // live arcs, with one for each source or sink
	live := func(a int) bool {
		c, changed := set[a]
		return changed && c > 0 || !changed && m.net.Arcs[a].Capacity > 0
	}
	for _, s := range m.net.Sources {
		in[s.Node]++
	}
	for _, s := range m.net.Sinks {
		out[s.Node]++
	}
	for a := range m.net.Arcs {
		if live(a) {
			out[m.net.Arcs[a].From]++
			in[m.net.Arcs[a].To]++
		}
	}
	for again := true; again; {
		again = false
		for a := range m.net.Arcs {
			arc := &m.net.Arcs[a]
			if live(a) && (in[arc.From] == 0 || out[arc.To] == 0) {
				set[a] = 0
				out[arc.From]--
				in[arc.To]--
				again = true
			}
		}
	}
	maps.DeleteFunc(set, func(a int, c float64) bool { return c == m.net.Arcs[a].Capacity }) // closed before
}

// alike tells which problems are the same: a pipeline, its terminal and its largest station fall together. It gives for each problem its place among
// the distinct ones.
func alike(problems []multi.Change) (same []int, distinct []multi.Change) {
	seen := map[string]int{}
	for _, p := range problems {
		var key strings.Builder
		for _, a := range slices.Sorted(maps.Keys(p.Arcs)) {
			fmt.Fprint(&key, a, ":", p.Arcs[a], " ")
		}
		k, ok := seen[key.String()]
		if !ok {
			k = len(distinct)
			seen[key.String()] = k
			distinct = append(distinct, p)
		}
		same = append(same, k)
	}
	return same, distinct
}

func (s *Solver) harm(set []Change, c *Comparison, importer string) Harm {
	h := Harm{Unmet: c.Unmet, Stuck: c.Stuck, Transport: c.Transport, Switching: c.Switching, Hurt: c.Consumers[:min(3, len(c.Consumers))]}
	for i, x := range set {
		h.Elements = append(h.Elements, x.Target)
		if i > 0 {
			h.Name += " and "
		}
		h.Name += x.Name
		h.Carried = max(h.Carried, s.base.Through(x))
	}
	if hurt := c.Of(importer); hurt != nil {
		h.Asked = max(0, hurt.Unmet*s.Assume.Unmet+hurt.CostTotal+hurt.Lost)
		h.Hurt = []Hurt{*hurt}
	}
	return h
}

// Through is what passes an item: the volume of all routes that use one of its links or start or end there, each once.
func (f *Flow) Through(c Change) float64 {
	sum := 0.0
	for r := range f.over(c.links) {
		sum += r.Volume
	}
	return sum
}

// over gives the routes that use one of the links, each once.
func (f *Flow) over(links []int) iter.Seq[*Route] {
	among := f.view.Net.idsOf(links)
	return func(yield func(*Route) bool) {
		for i := range f.Routes {
			r := &f.Routes[i]
			if slices.ContainsFunc(r.Links, func(l string) bool { return among[l] }) && !yield(r) {
				return
			}
		}
	}
}

func (n *Network) idsOf(links []int) map[string]bool {
	out := make(map[string]bool, len(links))
	for _, i := range links {
		out[n.Links[i].ID] = true
	}
	return out
}
