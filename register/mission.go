package register

import (
	"cmp"
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// Mission is the life of an embassy, consulate or trade office as the reports tell it.
type Mission struct {
	Told[dragoman.Mission]           // Record has the latest change that came about and its date
	Stations               []Station `json:"stations"` // in the order of their dates
}

var missionTraits = traits[dragoman.Mission]{
	prefix:     "lm",
	id:         func(x *dragoman.Mission) string { return x.ID },
	date:       func(x *dragoman.Mission) dragoman.DateRange { return x.Date },
	evidence:   func(x *dragoman.Mission) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Mission) float64 { return x.Confidence },
	parties:    func(x *dragoman.Mission) []dragoman.Actor { return []dragoman.Actor{x.Of, x.In} },
	status:     func(x *dragoman.Mission) dragoman.Status { return x.Status },
}

// missionChanges are the changes in the order of a mission's life.
var missionChanges = []string{"planned", "opened", "exists", "upgraded", "moved", "closed"}

// MergeMissions finds out which reports tell of the same mission: one kind, one sending and one receiving country, and no two
// different cities. The missions are ordered by sending and receiving country, kind and id.
func MergeMissions(reports []dragoman.Stored[dragoman.Mission]) []Mission {
	out := []Mission{}
	key := func(x *item[dragoman.Mission]) string {
		return partyKey(&x.Record.Of) + ">" + partyKey(&x.Record.In) + " " + x.Record.Kind
	}
	city := func(x *item[dragoman.Mission]) string {
		if x.Record.Place.Level == "country" {
			return ""
		}
		return lexicon.Fold(x.Record.Place.Name)
	}
	contradict := func(x, y *item[dragoman.Mission]) bool { return city(x) != "" && city(y) != "" && city(x) != city(y) }
	match := func(x, y *item[dragoman.Mission]) (float64, bool) {
		return float64(truth(city(x) == city(y))) - 0.1*float64(max(x.when.level, y.when.level)), true
	}
	for _, block := range byKey(missionTraits.items(reports, 14), key) {
		for _, t := range merged(&missionTraits, block, match, contradict) {
			out = append(out, missionLife(t))
		}
	}
	slices.SortFunc(out, func(a, b Mission) int {
		return cmp.Or(cmp.Compare(a.Record.Of.Country, b.Record.Of.Country), cmp.Compare(a.Record.In.Country, b.Record.In.Country),
			cmp.Compare(a.Record.Kind, b.Record.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func missionLife(t Told[dragoman.Mission]) Mission {
	order := func(change string) int { return slices.Index(missionChanges, change) }
	list := stations(&t, func(x *dragoman.Mission) string { return x.Change }, missionTraits.status, missionTraits.date, order)
	r := &t.Record
	last := reached(list)
	r.Change, r.Status, r.Date = last.State, last.Status, last.Date
	r.Place, _ = settlePlace(t.Reports, func(x *dragoman.Mission) dragoman.Place { return x.Place })
	r.Evidence = allEvidence(t.Reports, missionTraits.evidence)
	return Mission{Told: t, Stations: list}
}
