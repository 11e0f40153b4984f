package dossier

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func assembled(t *testing.T, s shelf) *Brief {
	t.Helper()
	b, err := Assemble(context.Background(), s, sampleQuery())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := write(&got); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs; run with -update and look at the change\n%s", path, got.String())
	}
}

func TestRenderings(t *testing.T) {
	b := assembled(t, sample())
	golden(t, "sample.md", b.Markdown)
	golden(t, "sample.html", b.HTML)
	golden(t, "sample.json", func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(b)
	})
	golden(t, "nothing.md", assembled(t, holding(paper("d9", "X", "2020-01-02", dragoman.KindReport, "Nothing here."))).Markdown)
	golden(t, "empty.md", assembled(t, holding()).Markdown)
}

func TestGlanceCountsOnlyWhatIsReportedAsHappened(t *testing.T) {
	g := assembled(t, sample()).Glance
	sum := 0.0
	for _, c := range g.Counts {
		sum += c.Sum
	}
	if g.ScoreSum != sum || g.ScoreMean*float64(g.N) != sum {
		t.Errorf("sum %v, mean %v, N %d, but the lines add up to %v", g.ScoreSum, g.ScoreMean, g.N, sum)
	}
	for _, c := range g.Counts {
		if c.Type == dragoman.Sanction || c.Type == dragoman.Agree {
			t.Errorf("%s is counted, but was reported as planned or not done", c.Type)
		}
	}
	if len(g.NotCounted) != 2 {
		t.Errorf("not counted: %v", g.NotCounted)
	}
}

// Every citation of the page must lead to an element of the page.
func TestPageLinksLead(t *testing.T) {
	var out strings.Builder
	if err := assembled(t, sample()).HTML(&out); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	rest, n := page, 0
	for {
		_, after, ok := strings.Cut(rest, `href="#`)
		if !ok {
			break
		}
		id, _, _ := strings.Cut(after, `"`)
		if !strings.Contains(page, `id="`+id+`"`) {
			t.Errorf("link to #%s leads nowhere", id)
		}
		rest, n = after, n+1
	}
	if n < 20 {
		t.Errorf("only %d links", n)
	}
	for _, foreign := range []string{"<script", "src=", "@import", "url(", "<their>"} {
		if strings.Contains(page, foreign) {
			t.Errorf("page holds %q", foreign)
		}
	}
}

func TestFiguresStandSideBySide(t *testing.T) {
	b := assembled(t, sample())
	if len(b.Figures) != 1 || len(b.Figures[0].Values) != 2 || len(b.Figures[0].Values[0].Reports) != 2 {
		t.Fatalf("figures %+v", b.Figures)
	}
	if !b.Figures[0].Differ() {
		t.Error("432 and 282 are taken for the same")
	}
	if r := b.Figures[0].Ratio; r < 1.53 || r > 1.54 { // 432/282
		t.Errorf("ratio %v", r)
	}
}

func TestWhen(t *testing.T) {
	for _, c := range []struct {
		d    dragoman.DateRange
		want string
	}{
		{day("2025-05-12"), "12 May 2025"},
		{day("2025-02"), "February 2025"},
		{day("2024"), "2024"},
		{dragoman.DateRange{End: "2025-05-12", Precision: dragoman.PrecisionBefore}, "before 12 May 2025"},
		{dragoman.DateRange{Start: "2025-05-12", Precision: dragoman.PrecisionAfter}, "after 12 May 2025"},
		{dragoman.DateRange{Start: "2025-05-29", End: "2025-05-30", Precision: dragoman.PrecisionRange}, "29–30 May 2025"},
		{dragoman.DateRange{Start: "2025-05-29", End: "2025-06-02", Precision: dragoman.PrecisionRange}, "29 May – 2 June 2025"},
		{dragoman.DateRange{Start: "2023-01-01", End: "2024-12-31", Precision: dragoman.PrecisionRange}, "2023–2024"},
		{dragoman.DateRange{Start: "2024-01-01", End: "2024-11-30", Precision: dragoman.PrecisionRange}, "January – November 2024"},
		{dragoman.DateRange{Start: "2024-12-30", End: "2025-01-02"}, "30 December 2024 – 2 January 2025"},
		{dragoman.DateRange{}, ""},
	} {
		if got := When(c.d); got != c.want {
			t.Errorf("When(%+v) = %q, want %q", c.d, got, c.want)
		}
	}
}

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		f    dragoman.Figure
		want string
	}{
		{dragoman.Figure{Value: 282e6, Unit: "USD"}, "282 million USD"},
		{dragoman.Figure{Value: 1.475e9, Unit: "USD", Approximation: "more than"}, "more than 1.475 billion USD"},
		{dragoman.Figure{Value: 12.5, Unit: "%", Change: "increase"}, "increase of 12.5%"},
		{dragoman.Figure{Value: 125000, ValueMax: 2e6, Unit: "t"}, "125,000 to 2 million t"},
		{dragoman.Figure{Value: 2024}, "2024"},
	} {
		if got := Amount(&c.f); got != c.want {
			t.Errorf("Amount = %q, want %q", got, c.want)
		}
	}
}

func TestEveryEventTypeHasALabel(t *testing.T) {
	for _, typ := range dragoman.EventTypes {
		if l := labelOf(typ, ""); l.text == string(typ) {
			t.Errorf("%s has no label", typ)
		}
	}
}
