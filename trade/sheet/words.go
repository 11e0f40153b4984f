package sheet

import (
	"cmp"
	"fmt"
	"strings"

	"dragoman/trade"
)

// Place says in sentences what a flow is in both countries' trade, or in that of selected products: its share and rank in the exports of one
// and in the imports of the other.
func Place(f *trade.Flows, only string) []string {
	say := func(share trade.Measure, what string, r trade.Rank) string {
		if !share.OK() {
			return fmt.Sprintf("Share of %s and rank: n/a (%s).", what, share.Because)
		}
		return fmt.Sprintf("%s of %s, rank %s.", trade.Percent(share), what, r.String())
	}
	return []string{say(f.OfExports, trade.AreaName(f.From)+"'s exports"+ofOnly(only), f.AmongMarkets),
		say(f.OfImports, trade.AreaName(f.To)+"'s imports"+ofOnly(only), f.AmongSources)}
}

// reasonsShown is how many reasons for a gap are told beside the accounts; the rest stand under --by side.
const reasonsShown = 3

// Accounts tells in sentences what each side says of a flow in the headline year, how far they lie apart and why they likely do, and what is told of
// later years.
func Accounts(s *trade.Sides, unit string) []string {
	y := yearOf(s)
	if y == nil || len(s.Accounts) == 0 {
		return []string{"Both sides: " + cmp.Or(s.Without, "no figures") + "."}
	}
	var told []string
	names := tellers(s)
	for i := range s.Accounts {
		if v := y.Values[i]; v.OK() && (v.Value > 0 || s.Accounts[i].Only == "") {
			told = append(told, names[i]+" "+trade.Money(v, unit))
		}
	}
	who := "Both sides"
	if s.Left < 0 || s.Right < 0 {
		who = "Told by"
	}
	out := []string{who + ": " + cmp.Or(strings.Join(told, "; "), "no figures for "+s.Year) + "."}
	if y.Gap.OK() {
		out = append(out, gapInWords(s, y, unit))
		for _, r := range s.Reasons[:min(reasonsShown, len(s.Reasons))] {
			out = append(out, "  likely because "+r.Text)
		}
	} else {
		out = append(out, "Gap: n/a ("+y.Gap.Because+").")
	}
	return append(out, later(s, names, unit)...)
}

// later tells what accounts say of the last year after the headline's.
func later(s *trade.Sides, names []string, unit string) []string {
	y := &s.Years[len(s.Years)-1]
	if y.Period <= s.Year {
		return nil
	}
	var told []string
	for i, v := range y.Values {
		if v.OK() && v.Value > 0 {
			told = append(told, names[i]+" "+trade.Money(v, unit))
		}
	}
	if len(told) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Later, %s: %s.", strings.TrimSpace(y.Period+" "+y.Months), strings.Join(told, "; "))}
}

func gapInWords(s *trade.Sides, y *trade.SidesYear, unit string) string {
	text, names := fmt.Sprintf("Gap: %s", trade.Money(y.Gap, unit)), tellers(s)
	if y.Ratio.OK() {
		text += fmt.Sprintf(" (%s / %s = %s)", names[s.Right], names[s.Left], trade.Ratio(y.Ratio))
	}
	return text + "."
}

func yearOf(s *trade.Sides) *trade.SidesYear {
	for i := range s.Years {
		if s.Years[i].Period == s.Year {
			return &s.Years[i]
		}
	}
	return nil
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
