package neural

import (
	"regexp"
	"strings"
)

// Text is running text for pretraining, cut into sentences and tokens.
type Text struct {
	ids   map[string]int32
	forms []string
	words []int32
	ends  []int32 // ends of the sentences in words
}

// Words is the number of tokens taken in.
func (t *Text) Words() int { return len(t.words) }

// Add takes in a sentence.
func (t *Text) Add(tokens []string) {
	if t.ids == nil {
		t.ids = map[string]int32{}
	}
	for _, tok := range tokens {
		id, ok := t.ids[tok]
		if !ok {
			id = int32(len(t.forms))
			t.ids[tok] = id
			t.forms = append(t.forms, tok)
		}
		t.words = append(t.words, id)
	}
	t.ends = append(t.ends, int32(len(t.words)))
}

var (
	roughToken   = regexp.MustCompile(`(?:[A-Z]\.)+[A-Z]?|\d+(?:[.,]\d+)*|[\p{L}\p{M}]+|\.\.\.|--|[^\s\p{L}\p{M}\d]`)
	roughSentEnd = regexp.MustCompile(`[.!?]["”’)]*\s+|\n+`)
)

// AddText takes in raw text, cut up roughly: sentences at full stops, tokens at the borders of words, marks and English
// contractions. Pretraining does not need better.
func (t *Text) AddText(text string) {
	from := 0
	add := func(to int) {
		if tokens := roughTokens(text[from:to]); len(tokens) > 0 {
			t.Add(tokens)
		}
		from = to
	}
	for _, end := range roughSentEnd.FindAllStringIndex(text, -1) {
		add(end[1])
	}
	add(len(text))
}

func roughTokens(s string) []string {
	raw := roughToken.FindAllString(s, -1)
	var out []string
	for i := 0; i < len(raw); i++ {
		w := raw[i]
		switch k := len(out) - 1; {
		case (w == "'" || w == "’") && i+1 < len(raw) && isClitic(raw[i+1]):
			i++
			out = append(out, "'"+raw[i])
		case (w == "'" || w == "’") && i+1 < len(raw) && strings.EqualFold(raw[i+1], "t") && k >= 0 && endsInN(out[k]):
			i++
			out[k] = out[k][:len(out[k])-1]
			out = append(out, "n't")
		case strings.EqualFold(w, "cannot"):
			out = append(out, w[:3], w[3:])
		default:
			out = append(out, w)
		}
	}
	return out
}

func isClitic(s string) bool {
	switch strings.ToLower(s) {
	case "s", "re", "ve", "ll", "d", "m":
		return true
	}
	return false
}

func endsInN(s string) bool {
	return len(s) > 1 && (strings.HasSuffix(s, "n") || strings.HasSuffix(s, "N"))
}

// TextWords is how many words of the text pretraining reads.
func (c Config) TextWords(t *Text) int {
	switch {
	case c.GuessWords == 0:
		return 0
	case c.GuessLimit > 0:
		return min(c.GuessLimit, t.Words())
	}
	return t.Words()
}
