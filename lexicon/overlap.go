package lexicon

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dragoman"
)

// overlap is two frames of a predicate that get in each other's way.
type overlap struct {
	first, second int
	contradicts   bool // else the second is never reached
}

// Overlaps lists frames that an earlier one of the same predicate keeps from ever firing, and pairs with the same conditions
// that mean different types.
func (f *Frames) Overlaps(classes *Classes) []dragoman.Problem {
	found := map[overlap][]string{}
	for lemma, list := range f.lists() {
		for j, second := range list {
			for _, first := range list[:j] {
				a, b := &f.All[first], &f.All[second]
				if first == second || !sharesParticle(a, b, lemma) {
					continue
				}
				o := overlap{first: first, second: second, contradicts: contradicts(a, b)}
				if o.contradicts || shadows(a, b, classes) {
					found[o] = append(found[o], lemma)
				}
			}
		}
	}
	var out []dragoman.Problem
	for o, lemmas := range found {
		out = append(out, f.problem(o, lemmas))
	}
	slices.SortFunc(out, func(a, b dragoman.Problem) int { return strings.Compare(a.Error(), b.Error()) })
	return out
}

// problem words an overlap.
func (f *Frames) problem(o overlap, lemmas []string) dragoman.Problem {
	a, b := &f.All[o.first], &f.All[o.second]
	slices.Sort(lemmas)
	where := fmt.Sprintf("line %d", b.Line)
	before := fmt.Sprintf("%s (%s line %d)", a.ID, path.Base(a.File), a.Line)
	if o.contradicts {
		return *dragoman.Problemf(b.File, where, "keep one of the two, or give them different conditions",
			"%s means %s where %s means %s on the same conditions: %s", b.ID, b.Type, before, a.Type, strings.Join(lemmas, ", "))
	}
	return *dragoman.Problemf(b.File, where, "remove the words, or give the earlier frame a condition that this one lacks",
		"%s is never reached, since %s comes first and asks no more: %s", b.ID, before, strings.Join(lemmas, ", "))
}

// sharesParticle says whether the first frame takes the lemma with every particle that the second does.
func sharesParticle(first, second *Frame, lemma string) bool {
	for j, l := range second.Lemmas {
		if l != lemma {
			continue
		}
		found := false
		for i, m := range first.Lemmas {
			found = found || m == lemma && first.Particles[i] == second.Particles[j]
		}
		if !found {
			return false
		}
	}
	return true
}

// contradicts says whether two frames ask the same and mean different types. Frames of different patterns do not contradict: which
// parties are found decides between them.
func contradicts(a, b *Frame) bool {
	return a.Type != "" && b.Type != "" && a.Type != b.Type && sameNeeds(a.Needs, b.Needs) && a.Symmetric == b.Symmetric &&
		slices.Equal(hard(a.Actors), hard(b.Actors)) && slices.Equal(hard(a.Recipients), hard(b.Recipients))
}

func sameNeeds(a, b []Need) bool {
	within := func(a, b []Need) bool {
		for i := range a {
			if !slices.ContainsFunc(b, func(n Need) bool {
				return n.Slot == a[i].Slot && n.Not == a[i].Not && sameWords(n.Words, a[i].Words) && sameWords(n.Classes, a[i].Classes)
			}) {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

func sameWords(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// shadows says whether whenever the second frame fits, the first, which is tried before it, fits too.
func shadows(first, second *Frame, classes *Classes) bool {
	for i := range first.Needs {
		if !slices.ContainsFunc(second.Needs, func(n Need) bool { return implies(&n, &first.Needs[i], classes) }) {
			return false
		}
	}
	return findsParties(first, second)
}

// implies says whether what fills the condition n fills the condition m.
func implies(n, m *Need, classes *Classes) bool {
	if n.Slot != m.Slot || n.Not != m.Not {
		return false
	}
	if n.Not {
		n, m = m, n // forbidding more implies forbidding less
	}
	if len(m.Words)+len(m.Classes) == 0 {
		return true
	}
	if len(n.Words)+len(n.Classes) == 0 {
		return false
	}
	for _, w := range n.Words {
		if !slices.Contains(m.Words, w) && !slices.ContainsFunc(m.Classes, func(c string) bool { return classes.Has(c, w) }) {
			return false
		}
	}
	for _, c := range n.Classes {
		if !slices.Contains(m.Classes, c) {
			return false
		}
	}
	return true
}

// findsParties says whether the first frame finds its parties wherever the second does.
func findsParties(first, second *Frame) bool {
	if first.Symmetric != second.Symmetric || !covers(first.Actors, second.Actors) {
		return false
	}
	if first.Symmetric { // of alternatives the first that gives one party is taken, and one is not enough
		n := len(second.Actors)
		return len(first.Actors) >= n && slices.Equal(hard(first.Actors[:n]), hard(second.Actors)) && covers(first.Recipients, second.Recipients)
	}
	if len(first.Recipients) == 0 || first.Alone {
		return len(second.Recipients) == 0 || second.Alone || covers(first.Recipients, second.Recipients)
	}
	return !second.Alone && len(second.Recipients) > 0 && covers(first.Recipients, second.Recipients)
}

// covers says whether every slot of few stands in many, looked into at least as deep.
func covers(many, few []FrameSlot) bool {
	for _, s := range few {
		if !slices.Contains(many, s) && !slices.Contains(many, strings.TrimSuffix(s, "~")+"~") {
			return false
		}
	}
	return true
}

// hard drops the marks of depth.
func hard(list []FrameSlot) []FrameSlot {
	out := make([]FrameSlot, 0, len(list))
	for _, s := range list {
		out = append(out, strings.TrimSuffix(s, "~"))
	}
	return out
}

// Predicates counts distinct predicates: a lemma with its particle, part of speech and conditions.
func (f *Frames) Predicates() int {
	seen := map[string]bool{}
	for i := range f.All {
		fr := &f.All[i]
		for j, lemma := range fr.Lemmas {
			seen[fmt.Sprintf("%s_%s.%c %v", lemma, fr.Particles[j], fr.POS, fr.Needs)] = true
		}
	}
	return len(seen)
}
