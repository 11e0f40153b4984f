package event_test

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
)

// TestStatementSpans holds every statement found in the gold articles, the fresh texts and the golden sentences to its span: the quote is
// what the text has there, cut at words, within the sentences of its evidence.
func TestStatementSpans(t *testing.T) {
	r := reader(t)
	n := 0
	for id, text := range statementTexts(t) {
		read := r.Read(dragoman.Document{ID: id, Published: "2025-05-12", Language: "en", Text: text})
		for i := range read.Statements {
			s := &read.Statements[i]
			n++
			if s.QuoteSpan[0] < 0 || s.QuoteSpan[1] > len(text) || s.QuoteSpan.Empty() || s.QuoteSpan.Of(text) != s.Quote || strings.TrimSpace(s.Quote) != s.Quote {
				t.Errorf("%s: span %v does not hold %q", id, s.QuoteSpan, s.Quote)
				continue
			}
			first, last := s.Evidence[0].Span, s.Evidence[len(s.Evidence)-1].Span
			if s.QuoteSpan[0] < first[0] || s.QuoteSpan[1] > last[1] {
				t.Errorf("%s: %q lies outside its evidence %v to %v", id, s.Quote, first, last)
			}
			if s.Speaker.Name == "" || s.Stance < -2 || s.Stance > 2 || s.Audience == nil || s.About == nil {
				t.Errorf("%s: %+v", id, s)
			}
			if strings.ContainsAny(s.Quote[:1], ",.;:") || strings.HasSuffix(s.Quote, ",") {
				t.Errorf("%s: %q begins or ends with punctuation of the sentence around it", id, s.Quote)
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d statements", n)
	}
}

func statementTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, c := range goldCases(t, "../examples/gold/articles.jsonl") {
		texts[c.ID] = c.Text
	}
	fresh, bad, err := eval.ReadRecordTexts(open(t, "../examples/gold/fresh/statement.jsonl"), "statement.jsonl", "statement")
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	for _, x := range fresh {
		texts[x.ID] = x.Text
	}
	files, _ := filepath.Glob("testdata/*.txt")
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "> "); ok {
				texts[name+": "+text] = text
			}
		}
		f.Close()
	}
	return texts
}

// TestStatementParts reads statements whose every part matters.
func TestStatementParts(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		text, speaker, quote string
		audience             []string
		about                []string
		direct               bool
		stance               int
		note                 string
	}{
		{"“Kenya is our friend. We need each other,” Ethiopian Prime Minister Abiy Ahmed told the Kenyan parliament in Nairobi.",
			"ETH", "Kenya is our friend. We need each other", []string{"KEN"}, []string{"KEN"}, true, 2, ""},
		{"“Peru will wait,” said Foreign Minister Javier González-Olaechea of Peru. “But Chile must answer.”",
			"PER", "Peru will wait,” said Foreign Minister Javier González-Olaechea of Peru. “But Chile must answer.", nil, []string{"CHL"}, true, 0, ""},
		{"Egypt's foreign minister said that Hamas had told Qatar that Israel was not ready.",
			"PSE", "Israel was not ready", []string{"QAT"}, []string{"ISR"}, false, -1, "as told by foreign minister of Egypt"},
		{"Finland's president wrote in a letter to Estonia that the cable was safe.", "FIN", "the cable was safe", []string{"EST"}, nil, false, 0, ""},
		{"Japan's prime minister met the president of Brazil. “Your country is a great power,” he told his host.",
			"JPN", "Your country is a great power", []string{"BRA"}, []string{"BRA"}, true, 1, ""},
		{"Laos denied that it had attacked Thailand.", "LAO", "denied that it had attacked Thailand", nil, []string{"THA"}, false, 0, ""},
	} {
		read := r.Read(dragoman.Document{ID: "d", Published: "2025-05-12", Language: "en", Text: c.text})
		at := slices.IndexFunc(read.Statements, func(s dragoman.Statement) bool { return s.Speaker.Country == c.speaker })
		if at < 0 {
			t.Errorf("%s: no statement of %s", c.text, c.speaker)
			continue
		}
		s := read.Statements[at]
		if s.Quote != c.quote || s.Direct != c.direct || s.Stance != c.stance || !slices.Equal(lands(s.Audience), c.audience) || !slices.Equal(lands(s.About), c.about) ||
			c.note != "" && !slices.Contains(s.Why.Notes, c.note) {
			t.Errorf("%s\n%q direct %v stance %d to %v about %v notes %q", c.text, s.Quote, s.Direct, s.Stance, lands(s.Audience), lands(s.About), s.Why.Notes)
		}
	}
}

// TestEventSources says of events told within statements who tells them: the innermost speaker.
func TestEventSources(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		text   string
		source map[dragoman.EventType]string // country of the source, "" for none
	}{
		{"Ukraine said that Russia had attacked Odesa.", map[dragoman.EventType]string{dragoman.Assault: "UKR"}},
		{"Russia attacked Odesa, Ukraine's foreign ministry said.", map[dragoman.EventType]string{dragoman.Assault: "UKR"}},
		{"According to Ukraine's president, Russia attacked Odesa.", map[dragoman.EventType]string{dragoman.Assault: "UKR"}},
		{"“Russia attacked us. Belarus signed an agreement with Russia,” Ukraine's foreign minister said.", map[dragoman.EventType]string{dragoman.Support: "UKR"}},
		{"Poland said that Ukraine had told it that Russia attacked Odesa.", map[dragoman.EventType]string{dragoman.Assault: "UKR"}},
		{"Russia attacked Odesa.", map[dragoman.EventType]string{dragoman.Assault: ""}},
	} {
		read := r.Read(dragoman.Document{ID: "d", Published: "2025-05-12", Language: "en", Text: c.text})
		for typ, want := range c.source {
			at := slices.IndexFunc(read.Events, func(e dragoman.Event) bool { return e.Type == typ })
			if at < 0 {
				t.Errorf("%s: no %s", c.text, typ)
				continue
			}
			got := ""
			if src := read.Events[at].Source; src != nil {
				got = src.Country
			}
			if got != want {
				t.Errorf("%s: source of %s is %q, want %q", c.text, typ, got, want)
			}
		}
	}
}
