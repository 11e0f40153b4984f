package dossier

import (
	"context"
	"strings"
	"testing"

	"dragoman/trade"
)

func TestClaimsStandBesideTheStatistic(t *testing.T) {
	b := assembled(t, sample())
	verdicts := map[string]trade.Verdict{}
	for _, c := range b.Trade.Checked {
		verdicts[c.Amount] = c.Result.Verdict
		if len(c.Reports) == 0 {
			t.Errorf("%s: nobody reports it", c.Claim)
		}
	}
	// 240 million of exports and 42 million of imports are the 282 million that two sources tell.
	if verdicts["282 million USD"] != trade.Agrees || verdicts["432 million USD"] != trade.Differs {
		t.Errorf("verdicts %v", verdicts)
	}
}

func TestBothSidesShowTheGap(t *testing.T) {
	s := assembled(t, sample()).Trade.Pair.Sides[0]
	last := s.Years[len(s.Years)-1]
	if !last.Ratio.OK() || last.Ratio.Value != 2 {
		t.Errorf("Croatia's imports over Kazakhstan's exports: %v", last.Ratio)
	}
}

func TestAPairWithoutDocumentsStillHasItsTrade(t *testing.T) {
	var md strings.Builder
	b := assembled(t, holding())
	if err := b.Markdown(&md); err != nil || !strings.Contains(md.String(), "## Trade in goods") {
		t.Errorf("%v\n%s", err, md.String())
	}
}

func TestYearsWithoutStatisticsLeaveTheSectionOut(t *testing.T) {
	q := sampleQuery()
	q.From = "2030-01-01"
	b, err := Assemble(context.Background(), sample(), q)
	if err != nil || b.Trade != nil || !strings.Contains(strings.Join(b.Gaps, "\n"), "of these years") {
		t.Errorf("%v %v", err, b.Gaps)
	}
}

func TestAPairWithoutStatisticsSaysSo(t *testing.T) {
	q := sampleQuery()
	q.Statistics = trade.NewMemory()
	b, err := Assemble(context.Background(), sample(), q)
	if err != nil || b.Trade != nil || !strings.Contains(strings.Join(b.Gaps, "\n"), "No trade statistics") {
		t.Errorf("%v %v", err, b.Gaps)
	}
}
