package syntax

import (
	"strings"
	"testing"

	"dragoman"
)

// TestMendMakesSentencesOfShortReports holds verbs that the parser takes for participles or nouns without it.
func TestMendMakesSentencesOfShortReports(t *testing.T) {
	tokens := func(words ...string) []dragoman.Token {
		var out []dragoman.Token
		for _, w := range words { // form/UPOS/XPOS/head/deprel, heads counted from 1
			p := strings.Split(w, "/")
			out = append(out, dragoman.Token{Form: p[0], Lemma: strings.ToLower(p[0]), UPOS: p[1], XPOS: p[2], Head: int(p[3][0]-'0') - 1, Deprel: p[4]})
		}
		return out
	}
	english, croatian := &Model{}, &Model{}
	english.info.Language, croatian.info.Language = "en", "hr"
	report := func() []dragoman.Token {
		return tokens("Germany/PROPN/NNP/3/compound", "halted/VERB/VBN/3/amod", "aid/NOUN/NN/0/root", "to/ADP/IN/5/case", "India/PROPN/NNP/3/nmod")
	}
	list := report()
	english.mend(list)
	if list[1].Head >= 0 || list[0].Deprel != "nsubj" || list[2].Deprel != "obj" || list[2].Head != 1 {
		t.Errorf("not mended: %+v", list)
	}
	list = report()
	croatian.mend(list)
	if list[2].Head >= 0 {
		t.Error("a tree of another language was mended")
	}
	whole := tokens("Germany/PROPN/NNP/2/nsubj", "halted/VERB/VBD/0/root", "aid/NOUN/NN/2/obj")
	english.mend(whole)
	if whole[1].Head >= 0 || whole[2].Head != 1 {
		t.Errorf("a sound tree was changed: %+v", whole)
	}
}
