package when

import (
	"strings"
	"testing"
	"time"

	"dragoman"
)

// sentence cuts a text at spaces and punctuation, enough for date phrases.
func sentence(text string) *dragoman.Sentence {
	s := &dragoman.Sentence{}
	start := -1
	flush := func(end int) {
		if start >= 0 {
			s.Tokens = append(s.Tokens, dragoman.Token{Form: text[start:end], Span: dragoman.Span{start, end}, Head: -1})
		}
		start = -1
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ':
			flush(i)
		case strings.ContainsRune(",-", rune(c)):
			flush(i)
			s.Tokens = append(s.Tokens, dragoman.Token{Form: text[i : i+1], Span: dragoman.Span{i, i + 1}, Head: -1})
		case start < 0:
			start = i
		}
	}
	flush(len(text))
	return s
}

func read(r *Reader, text string, s *dragoman.Sentence, published string) []Expression {
	var lower []string
	for i := range s.Tokens {
		lower = append(lower, strings.ToLower(s.Tokens[i].Form))
	}
	return r.Sentence(text, s, lower, Base(published))
}

func TestSentence(t *testing.T) {
	r := New()
	for _, c := range []struct{ published, text, want string }{
		{"2025-05-12", "in February 2025", "2025-02-01/2025-02-28 month"},
		{"2025-05-12", "on 29 May 2025", "2025-05-29/2025-05-29 day"},
		{"2025-05-12", "on May 29, 2025", "2025-05-29/2025-05-29 day"},
		{"2025-05-12", "taking place on May 29-30", "2025-05-29/2025-05-30 range"},
		{"2025-05-12", "29-30 May 2025", "2025-05-29/2025-05-30 range"},
		{"2025-05-12", "from 30 May to 2 June 2025", "2025-05-30/2025-06-02 range"},
		{"2025-05-12", "in 2024", "2024-01-01/2024-12-31 year"},
		{"2025-05-12", "founded in 2023", "2023-01-01/2023-12-31 year"},
		{"2025-05-12", "in the first quarter of 2024", "2024-01-01/2024-03-31 range"},
		{"2025-05-12", "in the first half of this year", "2025-01-01/2025-06-30 range"},
		{"2025-05-12", "in the first nine months of 2024", "2024-01-01/2024-09-30 range"},
		{"2025-05-12", "Q3 2024", "2024-07-01/2024-09-30 range"},
		{"2025-05-12", "at the end of 2024", "2024-09-01/2024-12-31 range"},
		{"2025-05-12", "since 1992", "1992-01-01/2025-05-12 after"},
		{"2025-05-12", "by 2030", "2025-05-12/2030-12-31 before"},
		{"2025-05-12", "from 2021 to 2024", "2021-01-01/2024-12-31 range"},
		{"2025-05-12", "between 2021 and 2024", "2021-01-01/2024-12-31 range"},
		{"2025-05-12", "last year", "2024-01-01/2024-12-31 year"},
		{"2025-05-12", "this year", "2025-01-01/2025-12-31 year"},
		{"2025-05-12", "next month", "2025-06-01/2025-06-30 month"},
		{"2025-05-12", "yesterday", "2025-05-11/2025-05-11 day"},
		{"2025-05-12", "on Friday", "2025-05-09/2025-05-09 day"},
		{"2025-05-12", "on Monday", "2025-05-12/2025-05-12 day"},
		{"2025-05-12", "next Tuesday", "2025-05-13/2025-05-13 day"},
		{"2025-05-12", "last November", "2024-11-01/2024-11-30 month"},
		{"2025-05-12", "in November", "2024-11-01/2024-11-30 month"},
		{"2025-05-12", "in June", "2025-06-01/2025-06-30 month"},
		{"2025-05-12", "two years ago", "2023-01-01/2023-12-31 year"},
		{"2025-05-12", "recently met", "/2025-05-12 before"},
		{"2025-05-12", "in the last three years", "2022-05-13/2025-05-12 range"},
		{"2025-05-12", "the 1990s", "1990-01-01/1999-12-31 range"},
		{"2025-05-12", "2025-02-29", ""},
		{"2025-05-12", "30 February 2024", "2024-02-01/2024-02-29 month"},
		{"2025-05-12", "they may march", ""},
		{"2025-05-12", "about 2000 people", ""},
		{"", "on May 29-30", ""},
		{"", "last year", ""},
		{"", "in May 2024", "2024-05-01/2024-05-31 month"},
	} {
		var got []string
		for _, e := range read(r, c.text, sentence(c.text), c.published) {
			got = append(got, e.Range.Start+"/"+e.Range.End+" "+string(e.Range.Precision))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q (published %s): got %q, want %q", c.text, c.published, s, c.want)
		}
	}
}

func FuzzSentence(f *testing.F) {
	f.Add("2025-05-12", "from 29 May to 2 June 2025, the first quarter of - last 3 years ago since by")
	r := New()
	f.Fuzz(func(t *testing.T, published, text string) {
		s := sentence(text)
		last := 0
		for _, e := range read(r, text, s, published) {
			if e.First < last || e.End <= e.First || e.End > len(s.Tokens) {
				t.Fatalf("expression %+v overlaps or is empty", e)
			}
			last = e.End
		}
	})
}

// TestMiddleOfAMonthWithoutPublication once panicked: there is no year to put the month into.
func TestMiddleOfAMonthWithoutPublication(t *testing.T) {
	text := "in mid-June"
	s := &dragoman.Sentence{Tokens: []dragoman.Token{{Form: "in", Span: dragoman.Span{0, 2}, Head: -1}, {Form: "mid-June", Span: dragoman.Span{3, 11}, Head: -1}}}
	for _, e := range New().Sentence(text, s, []string{"in", "mid-june"}, time.Time{}) {
		if e.Range.Start != "" {
			t.Errorf("%+v", e)
		}
	}
}
