package main

import (
	"dragoman"
)

// treeRow is one word of a drawn tree.
type treeRow struct {
	rails   string // the lines that lead to the word
	word    string
	gloss   string // relation, part of speech, lemma
	trigger bool
}

// drawTree draws a dependency tree from its root, dependents below their head in the order of the text.
func drawTree(s *dragoman.Sentence, trigger dragoman.Span) []treeRow {
	children := make([][]int, len(s.Tokens))
	for i, t := range s.Tokens {
		if t.Head >= 0 && t.Head < len(s.Tokens) {
			children[t.Head] = append(children[t.Head], i)
		}
	}
	var out []treeRow
	var walk func(i int, lead, below string)
	walk = func(i int, lead, below string) {
		t := &s.Tokens[i]
		gloss := t.Deprel + " " + t.UPOS
		if t.Lemma != "" && t.Lemma != t.Form {
			gloss += " " + t.Lemma
		}
		out = append(out, treeRow{rails: lead, word: t.Form, gloss: gloss, trigger: trigger.Contains(t.Span) && !t.Span.Empty()})
		for n, c := range children[i] {
			if n == len(children[i])-1 {
				walk(c, below+"└─ ", below+"   ")
			} else {
				walk(c, below+"├─ ", below+"│  ")
			}
		}
	}
	if root := s.Root(); root >= 0 {
		walk(root, "", "")
	}
	return out
}
