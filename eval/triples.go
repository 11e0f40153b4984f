package eval

import (
	"slices"

	"dragoman"
)

// Triple is one country-level event: who (ISO alpha-3) did what (PLOVER root) to whom.
type Triple struct {
	Source string `json:"source"`
	Root   string `json:"root"`
	Target string `json:"target"`
}

// TripleCase is one gold document of `dragoman eval triples`.
type TripleCase struct {
	ID     string   `json:"id"`
	Date   string   `json:"date"`
	Text   string   `json:"text"`
	Events []Triple `json:"events"`
}

// Triples expands the events of a reading that count as having come about (happened, ongoing, and AGREE or CONCEDE to come,
// which are promises already made) into distinct country pairs. A meeting stands for both directions and is kept once, in
// the order told. PROTEST, MOBILIZE, COERCE and ASSAULT that name no other
// country are acts within the actor's own.
func Triples(r *dragoman.Reading) []Triple {
	var out []Triple
	for i := range r.Events {
		ev := &r.Events[i]
		if ev.Status != dragoman.Happened && ev.Status != dragoman.Ongoing && !(ev.Status == dragoman.Planned && (ev.Type == dragoman.Agree || ev.Type == dragoman.Concede)) {
			continue
		}
		for _, p := range pairs(ev) {
			t := Triple{p[0], string(ev.Type), p[1]}
			if !slices.ContainsFunc(out, func(o Triple) bool { return sameTriple(o, t) }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// pairs expands an event's parties into ordered country pairs; among actors alone each unordered pair is given once.
func pairs(ev *dragoman.Event) [][2]string {
	var out [][2]string
	as, rs := countriesOf(ev.Actors), countriesOf(ev.Recipients)
	if domestic(ev.Type) {
		switch {
		case len(as) > 0 && len(rs) == 0:
			rs = as[:1]
		case len(as) == 0 && len(rs) > 0 && ev.Type == dragoman.Protest:
			as = rs[:1]
		}
	}
	if len(rs) == 0 {
		for i, a := range as {
			for _, b := range as[i+1:] {
				out = append(out, [2]string{a, b})
			}
		}
		return out
	}
	for _, a := range as {
		for _, b := range rs {
			if a != b || conflict(ev.Type) {
				out = append(out, [2]string{a, b})
			}
		}
	}
	return out
}

// domestic says whether acts of the type without a foreign party are acts at home.
func domestic(t dragoman.EventType) bool {
	return t == dragoman.Protest || t == dragoman.Mobilize || t == dragoman.Coerce || t == dragoman.Assault
}

func conflict(t dragoman.EventType) bool {
	return slices.Index(dragoman.EventTypes, t) >= slices.Index(dragoman.EventTypes, dragoman.Request)
}

func countriesOf(list []dragoman.Actor) []string {
	var out []string
	for _, a := range list {
		if a.Country != "" && !slices.Contains(out, a.Country) {
			out = append(out, a.Country)
		}
	}
	return out
}

// sameTriple compares triples; consultations have no direction.
func sameTriple(a, b Triple) bool {
	if Fold(a.Root) != Fold(b.Root) {
		return false
	}
	return a.Source == b.Source && a.Target == b.Target ||
		Fold(a.Root) == string(dragoman.Consult) && a.Source == b.Target && a.Target == b.Source
}

// Modern gives the present PLOVER type for the name that an older gold set uses, other names as they are.
func Modern(root string) string {
	if f := Fold(root); f != "YIELD" {
		return f
	}
	if root == "YIELD" {
		return "CONCEDE"
	}
	return root
}

// Fold maps the labels of older gold sets to one name: YIELD is CONCEDE or RETREAT, DEMAND is REQUEST, DISAPPROVE and
// INVESTIGATE are ACCUSE, FIGHT is ASSAULT.
func Fold(root string) string {
	switch root {
	case "CONCEDE", "RETREAT":
		return "YIELD"
	case "DEMAND":
		return "REQUEST"
	case "DISAPPROVE", "INVESTIGATE":
		return "ACCUSE"
	case "FIGHT":
		return "ASSAULT"
	}
	return root
}

// MatchTriples counts found triples that are right and gold triples that were found, each at most once.
func MatchTriples(gold, found []Triple) (right int, extra, missed []Triple) {
	used := make([]bool, len(gold))
next:
	for _, f := range found {
		for i, g := range gold {
			if !used[i] && sameTriple(g, f) {
				used[i] = true
				right++
				continue next
			}
		}
		extra = append(extra, f)
	}
	for i, g := range gold {
		if !used[i] {
			missed = append(missed, g)
		}
	}
	return right, extra, missed
}

// ScoreTriples scores found triples against gold per root and overall.
func ScoreTriples(gold, found [][]Triple) *Scores {
	s := NewScores()
	for i := range gold {
		_, extra, missed := MatchTriples(gold[i], found[i])
		lost := map[Triple]int{}
		for _, t := range missed {
			s.Miss(Fold(t.Root))
			lost[t]++
		}
		for _, t := range extra {
			s.Extra(Fold(t.Root))
		}
		for _, t := range gold[i] {
			if lost[t] > 0 {
				lost[t]--
				continue
			}
			s.Hit(Fold(t.Root))
		}
	}
	return s
}
