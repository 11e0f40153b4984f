package trade

import (
	"context"
	"fmt"
	"strings"

	"dragoman"
	"dragoman/trade/bilateral"
	"dragoman/trade/expected"
)

// expectations is a gravity estimate on the figures that an assessment takes, or why there is none.
type expectations struct {
	estimate *expected.Estimate
	because  string
}

// expect estimates a gravity equation on the same dataset, reports and years as an assessment. That it cannot be estimated is said in the
// answer; only what keeps figures from being read is an error.
func expect(ctx context.Context, t Table, d *dragoman.Dataset, b *basis) (*expectations, error) {
	s, err := tell(ctx, t, d, b.flow, b.years)
	if err != nil {
		return nil, err
	}
	f := &expected.Flows{Scale: 1e6, Unit: "million " + d.Currency, Year: b.years[len(b.years)-1]}
	f.Codes, f.Value = b.mean(s)
	e, err := expected.Fit(ctx, f)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return &expectations{because: "the gravity equation cannot be estimated: " + err.Error()}, nil
	}
	return &expectations{estimate: e}, nil
}

// of gives actual over expected trade of two countries and what it is made of.
func (x *expectations) of(exporter, partner string) (Measure, *expected.Pair) {
	if x.estimate == nil {
		return Unavailable(x.because), nil
	}
	ratio, because := x.estimate.Ratio(exporter, partner)
	if because != "" {
		return Unavailable(because), nil
	}
	pair, _ := x.estimate.Open(exporter, partner)
	return Known(ratio), pair
}

// gravityNotes says what the estimate rests on and what its ratios cannot tell.
func gravityNotes(e *expected.Estimate, basis string) []string {
	out := []string{
		fmt.Sprintf("Gravity = what the two trade over what the equation expects, estimated on %s of all goods in the dataset, the same years: 1 is as expected, 2 "+
			"twice that. Expectations of a country sum to its trade, so that more than expected with some is less with others.", basis),
		fmt.Sprintf("Distances, borders, languages and colonial ties: %s. Agreements: those in force on %s (trade/bilateral/data).",
			bilateral.Source, bilateral.Midyear(e.Year)),
	}
	if len(e.Derived) > 0 {
		out = append(out, "Distances derived from a predecessor state or from capitals: "+strings.Join(e.Derived, ", ")+".")
	}
	if len(e.Without) > 0 {
		out = append(out, "Not in the estimate, as no distances of them are known: "+strings.Join(e.Without, ", ")+".")
	}
	return out
}
