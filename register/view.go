package register

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// claim is something that some of the reports say.
type claim[V any] struct {
	value      V
	words      string   // as printed
	publishers []string // who says it, by name
	weight     int      // independent publishers
	at         int      // position of the first report that says it
}

// claims groups what reports say by its words, in the order in which the reports come. Reports for which words gives "" say
// nothing.
func claims[T, V any](reports []Report[T], value func(x *T) V, words func(v V) string) []claim[V] {
	var out []claim[V]
	for i := range reports {
		r := &reports[i]
		v := value(&r.Record)
		w := words(v)
		if w == "" {
			continue
		}
		at := slices.IndexFunc(out, func(c claim[V]) bool { return c.words == w })
		if at < 0 {
			at = len(out)
			out = append(out, claim[V]{value: v, words: w, at: i})
		}
		if name := PublisherName(&r.Document); !slices.Contains(out[at].publishers, name) {
			out[at].publishers = append(out[at].publishers, name)
			out[at].weight += 1 - truth(r.Duplicate)
		}
	}
	return out
}

// differ tells claims side by side: "Example Wire says 12 May 2025, Sample Dispatch says 13 May 2025".
func differ[V any](list []claim[V]) string {
	var parts []string
	for _, c := range list {
		who := slices.Sorted(slices.Values(c.publishers))
		verb := " says "
		if len(who) > 1 {
			verb = " say "
			who = []string{strings.Join(who[:len(who)-1], ", ") + " and " + who[len(who)-1]}
		}
		parts = append(parts, who[0]+verb+c.words)
	}
	return strings.Join(parts, ", ")
}

// settleDate is the most precise date of the reports, of several equally precise ones the one that most publishers give; and
// the dates that contradict each other.
func settleDate[T any](reports []Report[T], date func(x *T) dragoman.DateRange) (best dragoman.DateRange, contradictions []string) {
	list := claims(reports, date, func(d dragoman.DateRange) string {
		if !d.Stated() {
			return ""
		}
		return inWords(d)
	})
	contradictions = []string{}
	if len(list) == 0 {
		return date(&reports[0].Record), contradictions
	}
	span := func(c claim[dragoman.DateRange]) interval {
		return when(c.value, &dragoman.DocumentRef{}, dragoman.Happened, 0)
	}
	slices.SortStableFunc(list, func(a, b claim[dragoman.DateRange]) int {
		x, y := span(a), span(b)
		return cmp.Or(int(x.level-y.level), b.weight-a.weight, (x.hi-x.lo)-(y.hi-y.lo), a.at-b.at)
	})
	best = list[0].value
	apart := slices.DeleteFunc(slices.Clone(list), func(c claim[dragoman.DateRange]) bool {
		return !slices.ContainsFunc(list, func(o claim[dragoman.DateRange]) bool { return span(c).gap(span(o)) > 0 })
	})
	if len(apart) > 1 {
		slices.SortFunc(apart, func(a, b claim[dragoman.DateRange]) int {
			return cmp.Or(cmp.Compare(a.value.Start, b.value.Start), cmp.Compare(a.value.End, b.value.End))
		})
		contradictions = append(contradictions, differ(apart))
	}
	return best, contradictions
}

// placeLevels are the levels of places, the most exact first.
var placeLevels = []string{"city", "region", "sea", "", "country"}

// settlePlace is the most exact place of the reports, and the places that contradict each other.
func settlePlace[T any](reports []Report[T], place func(x *T) dragoman.Place) (best dragoman.Place, contradictions []string) {
	list := claims(reports, place, func(p dragoman.Place) string { return p.Name })
	if len(list) == 0 {
		return place(&reports[0].Record), nil
	}
	rank := func(p dragoman.Place) int { return slices.Index(placeLevels, p.Level) }
	slices.SortStableFunc(list, func(a, b claim[dragoman.Place]) int {
		return cmp.Or(rank(a.value)-rank(b.value), b.weight-a.weight, a.at-b.at)
	})
	apart := slices.DeleteFunc(slices.Clone(list), func(c claim[dragoman.Place]) bool {
		return rank(c.value) != rank(list[0].value) || c.value.Level == "country"
	})
	folded := map[string]bool{}
	for _, c := range apart {
		folded[lexicon.Fold(c.value.Name)] = true
	}
	if len(folded) > 1 {
		slices.SortFunc(apart, func(a, b claim[dragoman.Place]) int { return cmp.Compare(a.words, b.words) })
		contradictions = append(contradictions, differ(apart))
	}
	return list[0].value, contradictions
}

// mergeActors are the actors that the reports name on one side: those of the best report, whose bare countries give way to
// the persons and bodies that others name, and further persons that others name. Countries that stand on the other side of
// the best report are not taken over: a host is listed as actor by one text and as recipient by the next.
func mergeActors[T any](reports []Report[T], side func(x *T) []dragoman.Actor, other []dragoman.Actor) []dragoman.Actor {
	out := slices.Clone(side(&reports[0].Record))
	var mine, theirs []string
	for i := range out {
		mine = append(mine, partyKey(&out[i]))
	}
	for i := range other {
		theirs = append(theirs, partyKey(&other[i]))
	}
	for i := range reports[1:] {
		for _, a := range side(&reports[1+i].Record) {
			if key := partyKey(&a); slices.Contains(mine, key) || !slices.Contains(theirs, key) {
				out = include(out, a)
			}
		}
	}
	return out
}

// include adds an actor unless it is there already or says less than another of the same country.
func include(list []dragoman.Actor, a dragoman.Actor) []dragoman.Actor {
	for i := range list {
		b := &list[i]
		switch {
		case partyKey(b) != partyKey(&a):
		case sameActor(b, &a):
			if b.Kind == dragoman.ActorPerson && personOf(&a).fuller(personOf(b)) {
				list[i] = a
			}
			return list
		case b.Kind == dragoman.ActorCountry && b.Country != "":
			list[i] = a
			return list
		case a.Kind == dragoman.ActorCountry || a.Kind == dragoman.ActorGroup || a.Kind == dragoman.ActorBody:
			return list
		}
	}
	return append(list, a)
}

func sameActor(a, b *dragoman.Actor) bool {
	if a.Kind == dragoman.ActorPerson && b.Kind == dragoman.ActorPerson {
		return personOf(a).same(personOf(b))
	}
	if a.ID != "" || b.ID != "" {
		return a.ID == b.ID
	}
	return lexicon.Fold(a.Name) == lexicon.Fold(b.Name)
}
