package register

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

var gatheringTraits = traits[dragoman.Gathering]{
	prefix:     "lg",
	id:         func(x *dragoman.Gathering) string { return x.ID },
	date:       func(x *dragoman.Gathering) dragoman.DateRange { return x.Date },
	evidence:   func(x *dragoman.Gathering) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Gathering) float64 { return x.Confidence },
	parties: func(x *dragoman.Gathering) []dragoman.Actor {
		return append([]dragoman.Actor{x.Host}, x.Participants...)
	},
	status: func(x *dragoman.Gathering) dragoman.Status { return x.Status },
}

// sameGathering is by how many days two dates may differ and still be taken for one gathering, misdated or put off.
const sameGathering = 60

// MergeGatherings finds out which reports tell of the same edition of a gathering: the words of one name lie within the
// other's, edition and date do not tell them apart. A gathering without name is known by host, participants and date. The
// gatherings are ordered by date and id.
func MergeGatherings(reports []dragoman.Stored[dragoman.Gathering]) []Told[dragoman.Gathering] {
	out := []Told[dragoman.Gathering]{}
	list := gatheringTraits.items(reports, 30)
	names := map[*item[dragoman.Gathering]][]string{}
	for _, x := range list {
		names[x] = nameWords(x.Record.Name)
	}
	contradict := func(x, y *item[dragoman.Gathering]) bool {
		a, b := &x.Record, &y.Record
		return x.when.gap(y.when) > sameGathering || !within(names[x], names[y]) ||
			a.Edition != "" && b.Edition != "" && lexicon.Fold(a.Edition) != lexicon.Fold(b.Edition) || a.Host.Country != "" && b.Host.Country != "" && a.Host.Country != b.Host.Country
	}
	match := func(x, y *item[dragoman.Gathering]) (float64, bool) {
		if len(names[x]) == 0 {
			return 0, x.when.gap(y.when) == 0 && max(x.when.level, y.when.level) == exact && sameCompany(&x.Record, &y.Record)
		}
		return float64(len(names[x])+len(names[y])) - 0.01*float64(min(x.when.gap(y.when), sameGathering)), true
	}
	for _, t := range merged(&gatheringTraits, list, match, contradict) {
		out = append(out, gathering(t))
	}
	slices.SortFunc(out, func(a, b Told[dragoman.Gathering]) int {
		return cmp.Or(cmp.Compare(a.Record.Date.Start, b.Record.Date.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// nameWords are the words of a gathering's name without articles, years and ordinal numbers.
func nameWords(name string) []string {
	words := strings.Fields(lexicon.Fold(name))
	return slices.DeleteFunc(words, func(w string) bool {
		return len(w) == 1 || digit(w[0]) || w == "the" || w == "of" || w == "and" || w == "on" || w == "for" || w == "in" || w == "annual"
	})
}

// within says whether the words of one name all stand in the other.
func within(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if (len(a) == 0) != (len(b) == 0) {
		return false
	}
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

// sameCompany says whether kind, host and participating countries are the same.
func sameCompany(a, b *dragoman.Gathering) bool {
	return a.Kind == b.Kind && partyKey(&a.Host) == partyKey(&b.Host) && joined(partiesOf(a.Participants)) == joined(partiesOf(b.Participants))
}

func gathering(t Told[dragoman.Gathering]) Told[dragoman.Gathering] {
	r := &t.Record
	var differ []string
	r.Date, t.Contradictions = settleDate(t.Reports, gatheringTraits.date)
	r.Place, differ = settlePlace(t.Reports, func(x *dragoman.Gathering) dragoman.Place { return x.Place })
	t.Contradictions = append(t.Contradictions, differ...)
	for i := range t.Reports {
		x := &t.Reports[i].Record
		if len(nameWords(x.Name)) > len(nameWords(r.Name)) {
			r.Name = x.Name
		}
		if class(x.Status) == real && class(r.Status) != real {
			r.Status = x.Status // what has taken place is no longer planned
		}
		if r.Founded == 0 {
			r.Founded = x.Founded
		}
		if r.Host.Country == "" && x.Host.Country != "" {
			r.Host = x.Host
		}
	}
	r.Edition = firstOf(t.Reports, func(x *dragoman.Gathering) string { return x.Edition })
	r.Participants = mergeActors(t.Reports, func(x *dragoman.Gathering) []dragoman.Actor { return x.Participants }, nil)
	r.Evidence = allEvidence(t.Reports, gatheringTraits.evidence)
	return t
}
