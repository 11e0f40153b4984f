package archive

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
)

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"Vučić, in ASTANA!":       "vucic in astana",
		"  co-operation's 29–30 ": "co operation s 29 30",
		"Ольга\u0301":             "ольга",
		"":                        "",
		"\x00\xff'\"":             "",
		"m³ of oil":               "m³ of oil",
	} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTerms(t *testing.T) {
	for query, want := range map[string]string{
		`oil pipeline`:        "[oil] [pipeline]",
		`-gas oil`:            "[oil] not[gas]",
		`"direct flights" -x`: "[direct flights] not[x]",
		`"never closed`:       "[never closed]",
		`co-operation - "" -`: "[co operation]",
		`"-5"`:                "[5]",
	} {
		var parts []string
		for _, term := range Terms(query) {
			parts = append(parts, strings.Repeat("not", map[bool]int{true: 1}[term.Not])+fmt.Sprint(term.Words))
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("Terms(%q) = %s, want %s", query, got, want)
		}
	}
}

// FuzzTerms makes sure that nothing but letters and digits gets from a user into a query.
func FuzzTerms(f *testing.F) {
	for _, seed := range []string{`oil "gas AND NOT" -x`, `"`, "\x00\xff", `a*b:c^d(e)`, "ﬁ ǅ İ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		wanted := true
		for _, term := range Terms(query) {
			if !wanted && !term.Not {
				t.Errorf("%q: wanted terms do not come first", query)
			}
			wanted = !term.Not
			for _, w := range term.Words {
				if w == "" || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
					t.Errorf("%q gives the word %q", query, w)
				}
			}
		}
	})
}
