package sheet

import (
	"cmp"
	"fmt"
	"strings"

	"dragoman/trade"
)

// Place says in sentences what a flow is in both countries' trade: its share and rank in the exports of one and in the imports of the other.
func Place(f *trade.Flows) []string {
	say := func(share trade.Measure, what string, r trade.Rank) string {
		if !share.OK() {
			return fmt.Sprintf("Share of %s and rank: n/a (%s).", what, share.Because)
		}
		return fmt.Sprintf("%s of %s, rank %s.", trade.Percent(share), what, r.String())
	}
	return []string{say(f.OfExports, trade.AreaName(f.From)+"'s exports", f.AmongMarkets), say(f.OfImports, trade.AreaName(f.To)+"'s imports", f.AmongSources)}
}

// reasonsShown is how many reasons for a gap are told beside the accounts; the rest stand under --by side.
const reasonsShown = 3

// Accounts tells in sentences what each side says of a flow in the headline year, how far they lie apart, and why they likely do.
func Accounts(s *trade.Sides, unit string) []string {
	y := yearOf(s)
	if y == nil || len(s.Accounts) == 0 {
		return []string{"Both sides: " + cmp.Or(s.Without, "no figures") + "."}
	}
	var told []string
	for i := range s.Accounts {
		if v := y.Values[i]; v.OK() && (v.Value > 0 || s.Accounts[i].Only == "") {
			told = append(told, fmt.Sprintf("%s %s", teller(&s.Accounts[i]), trade.Money(y.Values[i], unit)))
		}
	}
	out := []string{"Both sides: " + cmp.Or(strings.Join(told, "; "), "no figures for "+s.Year) + "."}
	if !y.Gap.OK() {
		return append(out, "Gap: n/a ("+y.Gap.Because+").")
	}
	out = append(out, gapInWords(s, y, unit))
	for _, r := range s.Reasons[:min(reasonsShown, len(s.Reasons))] {
		out = append(out, "  likely because "+r.Text)
	}
	return out
}

func gapInWords(s *trade.Sides, y *trade.SidesYear, unit string) string {
	text := fmt.Sprintf("Gap: %s", trade.Money(y.Gap, unit))
	if y.Ratio.OK() {
		text += fmt.Sprintf(" (%s / %s = %s)", teller(&s.Accounts[s.Right]), teller(&s.Accounts[s.Left]), trade.Ratio(y.Ratio))
	}
	return text + "."
}

// Teller says whose word a direction is: "Kazakhstan (exports FOB)", "reconciled figures".
func Teller(f *trade.Flows) string {
	switch f.Word {
	case trade.Exporter:
		return trade.AreaName(f.Reporter) + " (exports " + f.Word.Valuation() + ")"
	case trade.Importer:
		return trade.AreaName(f.Reporter) + " (imports " + f.Word.Valuation() + ")"
	}
	return "reconciled figures"
}
