package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
)

// Figures are what sources say about one quantity, side by side.
type Figures struct {
	Metric  string             `json:"metric"`
	Unit    string             `json:"unit"`
	Per     string             `json:"per,omitempty"`    // what it is counted per: "year", "day", a unit
	Change  string             `json:"change,omitempty"` // "increase" or "decrease" where the values are changes
	Parties []dragoman.Actor   `json:"parties"`
	Period  dragoman.DateRange `json:"period"`
	Target  bool               `json:"target"` // planned values, not reached ones
	Values  []Value            `json:"values"` // smallest first
	Agree   bool               `json:"agree"`  // no two values differ by more than rounding does
	Ratio   float64            `json:"ratio"`  // largest value over smallest; 0 where it makes no sense
}

// Value is one value and who gives it.
type Value struct {
	Told[dragoman.Figure]
	Value float64 `json:"value"`
}

var figureTraits = traits[dragoman.Figure]{
	prefix:     "lf",
	id:         func(x *dragoman.Figure) string { return x.ID },
	date:       func(x *dragoman.Figure) dragoman.DateRange { return x.Period },
	evidence:   func(x *dragoman.Figure) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Figure) float64 { return x.Confidence },
	parties:    func(x *dragoman.Figure) []dragoman.Actor { return x.Parties },
	status:     func(x *dragoman.Figure) dragoman.Status { return x.Status },
}

const (
	rounding      = 0.01 // two values differ by at most this share of the larger: one is the other rounded
	approximately = 0.05 // the same where one of them is "about"
)

// MergeFigures puts values of the same metric, unit, parties and period side by side. A figure without period is compared
// with those of the same year of publication. The figures are ordered by metric, parties and period.
func MergeFigures(reports []dragoman.Stored[dragoman.Figure]) []Figures {
	out := []Figures{}
	for _, block := range byKey(figureTraits.items(reports, 0), figureKey) {
		out = append(out, sideBySide(block))
	}
	slices.SortFunc(out, func(a, b Figures) int {
		return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(joined(partiesOf(a.Parties)), joined(partiesOf(b.Parties))),
			cmp.Compare(a.Period.Start, b.Period.Start), cmp.Compare(a.Period.End, b.Period.End), cmp.Compare(a.Unit, b.Unit),
			cmp.Compare(a.Values[0].ID, b.Values[0].ID))
	})
	return out
}

func figureKey(x *item[dragoman.Figure]) string {
	f := &x.Record
	parties := joined(partiesOf(f.Parties))
	if f.Directed {
		var keys []string
		for i := range f.Parties {
			keys = append(keys, partyKey(&f.Parties[i]))
		}
		parties = strings.Join(keys, ">")
	}
	period := f.Period.Start + "/" + f.Period.End
	if !f.Period.Known() {
		period = "published " + x.Document.Published[:min(4, len(x.Document.Published))]
	}
	return fmt.Sprint(f.Metric, "|", f.Unit, "|", f.Per, "|", f.Change, "|", class(f.Status), "|", parties, "|", period)
}

func sideBySide(block []*item[dragoman.Figure]) Figures {
	equal := func(x, y *item[dragoman.Figure]) bool {
		return x.Record.Value == y.Record.Value && x.Record.ValueMax == y.Record.ValueMax
	}
	told := merged(&figureTraits, block, func(x, y *item[dragoman.Figure]) (float64, bool) { return 0, equal(x, y) },
		func(x, y *item[dragoman.Figure]) bool { return !equal(x, y) })
	f := &block[0].Record
	out := Figures{Metric: f.Metric, Unit: f.Unit, Per: f.Per, Change: f.Change, Parties: f.Parties, Period: f.Period, Target: class(f.Status) == planned, Agree: true}
	for _, t := range told {
		t.Record.Evidence = allEvidence(t.Reports, figureTraits.evidence)
		out.Values = append(out.Values, Value{Told: t, Value: t.Record.Value})
	}
	slices.SortFunc(out.Values, func(a, b Value) int { return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.ID, b.ID)) })
	for i := range out.Values {
		for j := range i {
			out.Agree = out.Agree && agree(&out.Values[j].Record, &out.Values[i].Record)
		}
	}
	if low, high := out.Values[0].Value, out.Values[len(out.Values)-1].Value; low > 0 {
		out.Ratio = high / low
	}
	return out
}

// agree says whether two values can both be right: within rounding, or a bound that the other keeps.
func agree(a, b *dragoman.Figure) bool {
	if a.Value > b.Value {
		a, b = b, a
	}
	if a.ValueMax > 0 && b.Value <= a.ValueMax || a.Approximation == "more than" || b.Approximation == "less than" || b.Approximation == "up to" {
		return true
	}
	slack := rounding
	if a.Approximation == "about" || b.Approximation == "about" {
		slack = approximately
	}
	return b.Value-a.Value <= slack*b.Value
}
