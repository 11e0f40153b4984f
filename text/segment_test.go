package text

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tokens writes every sentence on a line, its words parted by spaces; the words of a contraction are joined by "+".
func tokens(a *dragoman.Article) string {
	var b strings.Builder
	for _, s := range a.Sentences {
		glue := 0
		for i, t := range s.Tokens {
			switch {
			case glue > 0:
				b.WriteByte('+')
				glue--
			case i > 0:
				b.WriteByte(' ')
			}
			if t.Contraction > 1 {
				glue = int(t.Contraction) - 1
			}
			b.WriteString(t.Form)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Kazakhstan’s trade rose 5% to $282 million.", "Kazakhstan+’s trade rose 5 % to $ 282 million .\n"},
		{"They don't, can't and won't.", "They do+n't , ca+n't and wo+n't .\n"},
		{"We cannot say it's gonna work.", "We can+not say it+'s gon+na work .\n"},
		{"The workers' party met.", "The workers+' party met .\n"},
		{"the 'workers' he saw", "the ' workers ' he saw\n"},
		{"a 15-year, long-term, cross-border deal", "a 15 - year , long - term , cross-border deal\n"},
		{"anti-government, pre-war and mid-July", "anti-government , pre-war and mid-July\n"},
		{"Kassym-Jomart al-Assad", "Kassym - Jomart al - Assad\n"},
		{"The U.S. and the U.K. met Mr. Smith.", "The U.S. and the U.K. met Mr. Smith .\n"},
		{"It costs €1.2bn or US$1,250.50 a year.", "It costs € 1.2 bn or US$ 1,250.50 a year .\n"},
		{"Pipes of 10km and 3,5 mln tonnes", "Pipes of 10 km and 3,5 mln tonnes\n"},
		{"May 29-30, 2025 at 10:30am", "May 29 - 30 , 2025 at 10:30 am\n"},
		{"the 1990s, the '90s and 9/11", "the 1990s , the '90s and 9/11\n"},
		{"call +385 1 555-1234 or +77172720000", "call +385 1 555-1234 or +77172720000\n"},
		{"see https://example.org/a?b=c, or mail press@example.org.", "see https://example.org/a?b=c , or mail press@example.org .\n"},
		{"@MFA_KZ wrote #Astana2025 with :-) today", "@MFA_KZ wrote #Astana2025 with :-) today\n"},
		{"trade (oil/gas) and/or AT&T", "trade ( oil / gas ) and / or AT&T\n"},
		{"“We agree…” he said — twice.", "“ We agree … ” he said — twice .\n"},
		{"He said ``yes'' and «no».", "He said `` yes '' and « no » .\n"},
		{"Wait... what?! No!!", "Wait ... what ?!\nNo !!\n"},
		{"Gas, oil etc. were sold by Gazprom Inc.", "Gas , oil etc. were sold by Gazprom Inc .\n"},
		{"No. 5 of the G7; No, he said.", "No. 5 of the G7 ; No , he said .\n"},
		{"He left the U.S.", "He left the U.S.\n"},
		{"It rose by 14.3billion to 3m.", "It rose by 14.3 billion to 3 m .\n"},
		{"• First point", "• First point\n"},
		{"zero\u200bwidth and\u00a0hard space", "zero width and hard space\n"},
		{"Москва and Қазақстан", "Москва and Қазақстан\n"},
		{"5G network, 7th of May, 30's", "5G network , 7th of May , 30's\n"},
		{"O'Reilly, Qa'ida and N'Djamena", "O'Reilly , Qa'ida and N'Djamena\n"},
		{"", ""},
		{" \t\n ", ""},
	} {
		a := English().Whole().Segment(dragoman.Document{Text: c.in})
		if got := tokens(a); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"He left the U.S. in May. She stayed.", []string{"He left the U.S. in May.", "She stayed."}},
		{"The U.S. Senate voted. It passed.", []string{"The U.S. Senate voted.", "It passed."}},
		{"“We agree.” He left.", []string{"“We agree.”", "He left."}},
		{"“We agree,” he said. “We always did.”", []string{"“We agree,” he said.", "“We always did.”"}},
		{"“Will you come?” she asked.", []string{"“Will you come?” she asked."}},
		{"Gov. Tom Wolf met Lt. Gen. Robert Mood at 5 p.m. on Friday.", []string{"Gov. Tom Wolf met Lt. Gen. Robert Mood at 5 p.m. on Friday."}},
		{"He works for KazMunayGas Inc. He likes it.", []string{"He works for KazMunayGas Inc.", "He likes it."}},
		{"Trade grew to 3.5 percent. 2024 was better.", []string{"Trade grew to 3.5 percent.", "2024 was better."}},
		{"J. R. Smith and George W. Bush met.", []string{"J. R. Smith and George W. Bush met."}},
		{"What next? Nobody knows!", []string{"What next?", "Nobody knows!"}},
		{"President Tokayev stated: “We consider Albania as a partner.” He left.", []string{"President Tokayev stated: “We consider Albania as a partner.”", "He left."}},
		{"He said (in May.) that it was over.", []string{"He said (in May.) that it was over."}},
	} {
		a := English().Segment(dragoman.Document{Title: "T", Text: c.in})
		var got []string
		for i := range a.Sentences {
			got = append(got, a.Sentences[i].Text(c.in))
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

// dump writes an article as the golden files hold it.
func dump(d dragoman.Document, a *dragoman.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\nauthor: %s\npublisher: %s\npublished: %s\nlanguage: %s\nkind: %s (%s)\nauthor note: %s\ndateline: %s\nstate: %v\n\n",
		d.Title, d.Author, d.Publisher, d.Published, d.Language, d.Kind, d.KindWhy, d.AuthorWho, a.Document.Dateline, d.State)
	for i, block := range a.Blocks {
		fmt.Fprintf(&b, "[%v", block.Kind)
		if block.Reason != "" {
			fmt.Fprintf(&b, ": %s", block.Reason)
		}
		fmt.Fprintf(&b, "]\n")
		sentences := 0
		for _, s := range a.Sentences {
			if s.Block == i {
				sentences++
				fmt.Fprintf(&b, "  %s\n", s.Text(d.Text))
			}
		}
		if sentences == 0 {
			fmt.Fprintf(&b, "  %s\n", block.Span.Of(d.Text))
		}
	}
	return b.String()
}

// TestGolden reads the texts and pages in testdata and compares all that is found in them.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.in.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden inputs", err)
	}
	reader := NewReader(testClock)
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var page []byte
			d := dragoman.Document{File: name}
			if strings.HasSuffix(name, ".html") {
				page = raw
			} else {
				d.Text = string(raw)
			}
			d, err = reader.Read(d, page)
			got := ""
			if err != nil {
				got = "refused: " + err.Error() + "\n"
			} else {
				a := English().Segment(d)
				checkArticle(t, a)
				got = dump(d, a)
			}
			golden := name[:strings.LastIndex(name, ".in.")] + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// checkArticle asserts what every article must hold: spans in order, forms cut from the text, every visible byte of a
// block in exactly one token.
func checkArticle(t testing.TB, a *dragoman.Article) {
	t.Helper()
	text := a.Document.Text
	end := 0
	for i, b := range a.Blocks {
		if b.Span[0] < end || b.Span[1] > len(text) || b.Span.Empty() {
			t.Fatalf("block %d %v does not follow %d", i, b.Span, end)
		}
		if b.Kind == dragoman.Boilerplate && b.Reason == "" {
			t.Fatalf("block %d is boilerplate without a reason", i)
		}
		end = b.Span[1]
	}
	covered := make([]int, len(a.Blocks))
	for i := range a.Blocks {
		covered[i] = a.Blocks[i].Span[0]
	}
	for i := range a.Sentences {
		s := &a.Sentences[i]
		if s.Index != i || len(s.Tokens) == 0 || len(s.Tokens) > MaxSentence+3 {
			t.Fatalf("sentence %d has index %d and %d tokens", i, s.Index, len(s.Tokens))
		}
		if !a.Blocks[s.Block].Span.Contains(s.Span) {
			t.Fatalf("sentence %d lies outside its block", i)
		}
		for k := 0; k < len(s.Tokens); k++ {
			tok := &s.Tokens[k]
			if tok.Span[0] < covered[s.Block] || tok.Form == "" || tok.Form != tok.Span.Of(text) || tok.Head != -1 {
				t.Fatalf("sentence %d token %d %q %v is out of place", i, k, tok.Form, tok.Span)
			}
			if gap := text[covered[s.Block]:tok.Span[0]]; !invisible(gap) {
				t.Fatalf("%q lies in no token", gap)
			}
			if int(tok.Contraction) > len(s.Tokens)-k {
				t.Fatalf("sentence %d ends inside a contraction", i)
			}
			covered[s.Block] = tok.Span[1]
		}
	}
	for i, b := range a.Blocks {
		if b.Kind != dragoman.Boilerplate && !invisible(text[covered[i]:b.Span[1]]) {
			t.Fatalf("%q lies in no token", text[covered[i]:b.Span[1]])
		}
	}
}

func invisible(s string) bool {
	for i := 0; i < len(s); {
		n := spaceAt(s, i, len(s))
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

func TestLongInputsAreBounded(t *testing.T) {
	a := English().Segment(dragoman.Document{Text: strings.Repeat("word ", 50000)})
	checkArticle(t, a)
	if len(a.Sentences) < 25 {
		t.Errorf("%d sentences of 50000 words", len(a.Sentences))
	}
	a = English().Segment(dragoman.Document{Text: strings.Repeat("x", 100000)})
	checkArticle(t, a)
	for _, s := range a.Sentences {
		for _, tok := range s.Tokens {
			if len(tok.Form) > maxToken {
				t.Errorf("a token of %d bytes", len(tok.Form))
			}
		}
	}
}

// TestHostileInputsAreLinear reads large texts that would take hours if some rule looked at the whole rest at every step.
func TestHostileInputsAreLinear(t *testing.T) {
	for _, unit := range []string{"1-", "a,", "a.", "A.B", "ab.", "1,", "1:", "a/", "A&", "'", "a'", "(", "\"", "-", "http://", "@", "a@", ". ", "? A", "\n", "a\n", "I ", "Mr. ", "\u200b", "é", "\xff"} {
		a := English().Segment(dragoman.Document{Text: strings.Repeat(unit, (1<<17)/len(unit))})
		checkArticle(t, a)
	}
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{newsParagraph, "don't can't 's ' ’ ” … -- http://x.y/(z) a@b.c #t :-) $5 5% U.S.", "\x00\xff\xe2\x80", "a\u200bb\u2028c",
		"'90s 'tis y'all wouldn't've", "(((((", ".5 +7 -8 1,2,3 1.2.3", strings.Repeat("A. ", 50), "BAKU, Azerbaijan, Nov 15 (AP) -- x", "Q: a?\nA: b.\nQ: c?\nA: d."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, seg := range []*Segmenter{English(), English().Whole(), Generic()} {
			checkArticle(t, seg.Segment(dragoman.Document{Text: s}))
		}
	})
}
