package neural

import "strings"

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
			id, tok = int32(len(t.forms)), strings.Clone(tok) // not to keep the text that the token is part of
			t.ids[tok] = id
			t.forms = append(t.forms, tok)
		}
		t.words = append(t.words, id)
	}
	t.ends = append(t.ends, int32(len(t.words)))
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
