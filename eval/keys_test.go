package eval

import (
	"strings"
	"testing"

	"dragoman"
)

// figuresOf makes a reading of one sentence with figures of trade between KAZ and the country named, in USD.
func figuresOf(text string, values map[string]float64, order ...string) *dragoman.Reading {
	r := &dragoman.Reading{Document: dragoman.Document{Text: text}}
	for _, country := range order {
		r.Figures = append(r.Figures, dragoman.Figure{ID: country, Value: values[country], Unit: "USD", Period: dragoman.Year(2024),
			Parties: []dragoman.Actor{{Country: "KAZ"}, {Country: country}}, Evidence: []dragoman.Evidence{{Span: dragoman.Span{0, len(text)}}}})
	}
	return r
}

func figureCase(value float64, pair ...string) RecordCase {
	return RecordCase{Doc: "d", Kind: "figure", Value: value, Unit: "USD", Pair: pair, Anchor: "trade"}
}

func TestMatchRecordsCountsEachOnce(t *testing.T) {
	r := figuresOf("trade", map[string]float64{"HRV": 5, "SRB": 5}, "HRV", "SRB")
	for _, c := range []struct {
		name                 string
		gold                 []RecordCase
		right, missed, extra int
	}{
		{"a gold record matches one found record", []RecordCase{figureCase(5)}, 1, 0, 1},
		{"a found record matches one gold record", []RecordCase{figureCase(5, "KAZ", "HRV"), figureCase(5, "HRV", "KAZ")}, 1, 1, 1},
		{"an open gold record gives way to one that needs its match", []RecordCase{figureCase(5), figureCase(5, "KAZ", "HRV")}, 2, 0, 0},
		{"the pair must be the whole pair", []RecordCase{figureCase(5, "KAZ")}, 0, 1, 2},
		{"unless the gold leaves a place open", []RecordCase{figureCase(5, "KAZ", "")}, 1, 0, 1},
		{"another value is another figure", []RecordCase{figureCase(6, "KAZ", "HRV")}, 0, 1, 2},
	} {
		m := MatchRecords(c.gold, r, "figure")
		if m.Right != c.right || len(m.Missed) != c.missed || len(m.Extra) != c.extra {
			t.Errorf("%s: %+v", c.name, m)
		}
	}
}

func TestMatchRecordsAsksForTheSentence(t *testing.T) {
	r := figuresOf("trade", map[string]float64{"HRV": 5}, "HRV")
	r.Document.Text += " elsewhere"
	gold := figureCase(5)
	gold.Anchor = "elsewhere"
	if m := MatchRecords([]RecordCase{gold}, r, "figure"); m.Right != 0 {
		t.Error("matched a record of another sentence")
	}
}

func TestRecordsScoreKeyFields(t *testing.T) {
	r := figuresOf("trade", map[string]float64{"HRV": 5, "SRB": 6}, "HRV", "SRB")
	wrongMetric := figureCase(5, "KAZ", "HRV")
	wrongMetric.Metric = "exports" // is no key field
	scores, _, _ := Records([]RecordCase{wrongMetric, figureCase(7), figureCase(8)}, map[string]*dragoman.Reading{"d": r})
	for _, s := range scores {
		if s.Kind == "figure" && (s.KeyRight != 1 || s.KeyPrecision != 0.5 || s.KeyRecall != 1.0/3 || s.KeyF1 != 0.4 || s.Right != 0) {
			t.Errorf("%+v", s)
		}
	}
}

func TestReadRecordTexts(t *testing.T) {
	in := `{"id":"a","date":"2024-01-02","text":"Trade was $5 million.","records":[{"value":5e6,"unit":"USD","anchor":"$5 million"}]}
{"id":"b","text":"Nothing.","records":[]}
{"id":"c","text":"Nothing.","records":[{"anchor":"$5 million"}]}
`
	texts, bad, err := ReadRecordTexts(strings.NewReader(in), "in", "figure")
	if err != nil || len(bad) != 1 || len(texts) != 2 {
		t.Fatal(texts, bad, err)
	}
	if c := texts[0].Records[0]; c.Doc != "a" || c.Kind != "figure" {
		t.Errorf("%+v", c)
	}
}
