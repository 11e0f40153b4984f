package eval

import (
	"strings"
	"testing"

	"dragoman"
)

func TestRecordsComparesOnlyWhatIsGiven(t *testing.T) {
	text := "A and B signed an MoU. Trade was $5 million in 2024. No office was opened."
	at := func(words string) []dragoman.Evidence {
		i := strings.Index(text, words)
		return []dragoman.Evidence{{Span: dragoman.Span{i, i + len(words)}}}
	}
	r := &dragoman.Reading{Document: dragoman.Document{Text: text},
		Agreements: []dragoman.Agreement{{ID: "a", Kind: "MoU", State: "signed", Status: "happened", Parties: []dragoman.Actor{{Country: "KAZ"}, {Country: "HRV"}}, Evidence: at("A and B signed")}},
		Figures: []dragoman.Figure{{ID: "f", Metric: "trade turnover", Value: 5e6, Unit: "USD", Period: dragoman.Year(2024), Evidence: at("Trade was $5 million in 2024.")},
			{ID: "g", Metric: "trade turnover", Value: 2024, Evidence: at("No office")}},
		Missions: []dragoman.Mission{{ID: "m", Kind: "office", Change: "opened", Status: "happened", Evidence: at("No office")}}}
	gold := `{"doc":"d","kind":"agreement","agreement_kind":"memorandum","state":"signed","countries":["HRV","KAZ"],"anchor":"signed an MoU"}
{"doc":"d","kind":"figure","metric":"trade turnover","value":5000000,"unit":"USD","period":["2024-01-01",""],"pair":["KAZ"],"anchor":"$5 million"}
{"doc":"d","kind":"office","person":"Nobody","anchor":"No office"}
{"doc":"d","kind":"none","anchor":"No office was opened"}
{"doc":"d","kind":"mood"}
`
	cases, bad, err := ReadRecords(strings.NewReader(gold), "gold")
	if err != nil || len(bad) != 1 || len(cases) != 4 {
		t.Fatal(cases, bad, err)
	}
	scores, none, broken := Records(cases, map[string]*dragoman.Reading{"d": r})
	byKind := map[string]RecordScores{}
	for _, s := range scores {
		byKind[s.Kind] = s
	}
	if s := byKind["agreement"]; s.Right != 1 || s.Extra != 0 {
		t.Errorf("agreement %+v", s)
	}
	if s := byKind["figure"]; s.Right != 0 || s.Loose != 1 || s.Extra != 1 { // no party: the pair is not there
		t.Errorf("figure %+v", s)
	}
	if s := byKind["office"]; s.Gold != 1 || s.Loose != 0 {
		t.Errorf("office %+v", s)
	}
	if none != 1 || broken != 1 {
		t.Errorf("none %d, broken %d", none, broken)
	}
}
