package archive

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dragoman"
)

// Term is a word or a phrase that a search wants or, with Not, does not want. Words are letters and digits only, so that
// no term can disturb a query.
type Term struct {
	Words []string
	Not   bool
}

// Search finds documents by words, best first. All words must occur; "quoted words" must stand side by side; a word with a
// minus before it must not occur. A query without any word finds nothing.
func (s *Store) Search(ctx context.Context, query string, n int) ([]dragoman.DocumentRef, error) {
	terms := Terms(query)
	if len(terms) == 0 || terms[0].Not {
		return []dragoman.DocumentRef{}, nil
	}
	from, where, order, args := s.dialect.Match(terms)
	end, args := limit(n, args)
	return s.refs(ctx, `SELECT `+refColumns+` FROM `+from+` WHERE `+where+` ORDER BY `+order+`, d.id`+end, args)
}

// Terms reads what a user typed, wanted terms first.
func Terms(query string) []Term {
	var want, not []Term
	for i, quoted := range strings.Split(query, `"`) {
		parts := strings.Fields(quoted)
		phrase := i%2 == 1
		if phrase {
			parts = []string{quoted}
		}
		for _, part := range parts {
			words := strings.Fields(Plain(part))
			switch {
			case len(words) == 0:
			case !phrase && strings.HasPrefix(part, "-"):
				not = append(not, Term{Words: words, Not: true})
			default:
				want = append(want, Term{Words: words})
			}
		}
	}
	return append(want, not...)
}

// Plain is text as it is searched: lower case, without diacritics, words of letters and digits separated by one space.
func Plain(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r):
		default:
			space = true
		}
	}
	return b.String()
}
