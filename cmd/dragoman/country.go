package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/lexicon"
)

// countryCodes understands what the user typed for countries; place names the option for the message.
func countryCodes(place string, typed ...string) ([]string, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range typed {
		code := lex.FindCountry(s)
		if code == "" {
			return nil, misuse(place, mendCountry(lex, s), "%q is no country", strings.TrimSpace(s))
		}
		if slices.Contains(out, code) {
			return nil, misuse(place, "name two countries", "%s stands there twice", code)
		}
		out = append(out, code)
	}
	return out, nil
}

// mendCountry suggests what the user can have meant.
func mendCountry(lex *lexicon.Lexicon, typed string) string {
	const general = "write an ISO 3166-1 code such as KAZ, or an English name"
	typed = strings.ToLower(strings.TrimSpace(typed))
	type candidate struct {
		text string
		far  int
	}
	var near []candidate
	for i := range lex.Countries {
		c := &lex.Countries[i]
		far := min(distance(typed, strings.ToLower(c.ISO3)), distance(typed, strings.ToLower(c.Name)))
		if far <= max(1, utf8.RuneCountInString(typed)/3) && c.To == "" {
			near = append(near, candidate{c.ISO3 + " (" + c.Name + ")", far})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.text, b.text)) })
	if len(near) == 0 {
		return general
	}
	var names []string
	for _, c := range near[:min(3, len(near))] {
		names = append(names, c.text)
	}
	return "perhaps you mean " + strings.Join(names, " or ") + "; " + general
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		corner := row[0]
		row[0] = i + 1
		for j := range y {
			change := corner
			if x[i] != y[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
