package event

import (
	"strings"
	"testing"

	"dragoman"
	"dragoman/lexicon"
)

// flat makes a sentence of words split at spaces, without a tree worth the name: every token hangs on the first.
func flat(lex *lexicon.Lexicon, words []string) *clause {
	s := &dragoman.Sentence{}
	at := 0
	for i, w := range words {
		head, rel := 0, "dep"
		if i == 0 {
			head, rel = -1, "root"
		}
		s.Tokens = append(s.Tokens, dragoman.Token{Form: w, Lemma: w, UPOS: "X", Head: head, Deprel: rel, Span: dragoman.Span{at, at + len(w)}})
		at += len(w) + 1
	}
	t := &tree{}
	t.set(s, lex)
	return &clause{lex: lex, t: t, article: &dragoman.Article{Sentences: []dragoman.Sentence{*s}}, cast: &dragoman.Cast{},
		quoted: make([]bool, len(s.Tokens)), story: &story{}}
}

func builtIn(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// TestQuantities reads numbers with their units, without a tree.
func TestQuantities(t *testing.T) {
	lex := builtIn(t)
	for _, c := range []struct {
		text  string
		want  quantity
		upper float64
	}{
		{"worth $ 282 million", quantity{value: 282e6, unit: "USD"}, 0},
		{"worth 680.96 million US dollars", quantity{value: 680.96e6, unit: "USD"}, 0},
		{"about € 3.5bn", quantity{value: 3.5e9, unit: "EUR", approximation: "about"}, 0},
		{"some NZ$ 1.1 billion", quantity{value: 1.1e9, unit: "NZD", approximation: "about"}, 0},
		{"more than twenty - five thousand tonnes", quantity{value: 25000, unit: "t", approximation: "more than"}, 0},
		{"two hundred and fifty barrels", quantity{value: 250, unit: "bbl"}, 0},
		{"half a million euros", quantity{value: 5e5, unit: "EUR"}, 0},
		{"a billion euros", quantity{value: 1e9, unit: "EUR"}, 0},
		{"one and a half million euros", quantity{value: 1.5e6, unit: "EUR"}, 0},
		{"between 14.4 and 16.4 million tonnes a year", quantity{value: 14.4e6, unit: "t", per: "year"}, 16.4e6},
		{"$ 1.5 - 2 billion", quantity{value: 1.5e9, unit: "USD"}, 2e9},
		{"rose from 5 to 7 million tonnes", quantity{value: 5e6, unit: "t"}, 0},
		{"a 77 - kilometre pipeline", quantity{value: 77, unit: "km"}, 0},
		{"650,000 bpd", quantity{value: 650000, unit: "bbl", per: "day"}, 0},
		{"2 bcm of gas per year", quantity{value: 2e9, unit: "m3", per: "year"}, 0},
		{"40 dollars per tonne", quantity{value: 40, unit: "USD", per: "t"}, 0},
		{"17 million tonnes a year earlier", quantity{value: 17e6, unit: "t"}, 0},
		{"20 per cent", quantity{value: 20, unit: "%"}, 0},
		{"grew threefold", quantity{value: 3, unit: "x"}, 0},
		{"four times as much", quantity{value: 4, unit: "x"}, 0},
		{"flies twice a week", quantity{value: 2, per: "week"}, 0},
		{"300 billion Kenyan shillings", quantity{value: 300e9, unit: "KES"}, 0},
	} {
		c1 := flat(lex, strings.Fields(c.text))
		qs := c1.quantities(nil)
		if len(qs) == 0 {
			t.Errorf("%s: nothing found", c.text)
			continue
		}
		if q := qs[0]; q.value != c.want.value || q.upper != c.upper || q.unit != c.want.unit || q.per != c.want.per || q.approximation != c.want.approximation {
			t.Errorf("%s: got %g-%g %q per %q %q", c.text, q.value, q.upper, q.unit, q.per, q.approximation)
		}
	}
	for _, text := range []string{"Article 5 of the treaty", "the 30th anniversary", "+ 254 20 3318888", "won 14 seats", "a quarter of an hour", "beat Poland 3 - 1"} {
		if qs := flat(lex, strings.Fields(text)).quantities(nil); len(qs) > 0 {
			t.Errorf("%s: found %+v", text, qs[0])
		}
	}
}

// FuzzQuantities wants every quantity to lie within the sentence and to be a number, whatever the words.
func FuzzQuantities(f *testing.F) {
	lex := builtIn(f)
	for _, text := range []string{"$ 282 million in 2024", "from 5 to 7 million tonnes a year", "between € 1 and", "- 5 - - to", "half a a half", "twenty - -", "1 e308 billion billion billion",
		"999999999999999999 trillion trillion trillion trillion", "four times as", "per per per 5", "5 $", "$ $ $", "1,,,2 %", "0 0 0", "tenfold -fold fold", "from 0 to", "1 to 5 " + strings.Repeat("trillion ", 40)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Fields(text)
		if len(words) == 0 || len(words) > 200 {
			return
		}
		c := flat(lex, words)
		for _, q := range c.quantities(nil) {
			if q.first < 0 || q.end <= q.first || q.end > len(words) || q.head < 0 || q.head >= len(words) {
				t.Fatalf("%q: quantity at %d to %d, head %d of %d words", text, q.first, q.end, q.head, len(words))
			}
			if !(q.value >= 0 && q.value < 1e300) || q.upper < 0 || q.dimension == "" {
				t.Fatalf("%q: %+v", text, q)
			}
		}
	})
}
