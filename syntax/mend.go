package syntax

import (
	"slices"

	"dragoman"
)

// mend undoes what the parser does to short reports: it takes their verb for a participle and the sentence for a noun phrase ("Germany
// [halted] aid to India", "opposition leaders [called] on the president to resign"). Sentences that have a verb for a root stay as they are.
func mend(tokens []dragoman.Token) {
	root := slices.IndexFunc(tokens, func(t dragoman.Token) bool { return t.Head < 0 })
	if root < 0 || !isNoun(tokens, root) || hasClause(tokens, root) {
		return
	}
	for p := range tokens {
		switch t := &tokens[p]; {
		case p < root && t.Head == root && (t.XPOS == "VBN" || t.XPOS == "VBD") && t.Deprel == "amod":
			if q := subjectBefore(tokens, p); q >= 0 {
				tokens[root].Deprel = "obj"
				lift(tokens, root, p, q)
				return
			}
		case p < root && t.Head == root && t.Deprel == "compound" && t.XPOS == "NN" && nounlike[t.Form]:
			if q := subjectBefore(tokens, p); q >= 0 {
				t.UPOS, t.Lemma = "VERB", t.Form
				tokens[root].Deprel = "obj"
				lift(tokens, root, p, q)
				return
			}
		case p == root+1 && t.Head == root && t.XPOS == "VBN" && t.Deprel == "acl" && plainSentence(tokens, p):
			tokens[root].Deprel = "nsubj"
			lift(tokens, root, p, -1)
			return
		case p > root && t.Deprel == "compound" && t.XPOS == "NN" && nounlike[t.Form] && t.Head == p+1 && tokens[p+1].Deprel == "conj" && tokens[p+1].Head == root:
			if q := subjectBefore(tokens, p); q >= 0 { // "A, B and C cut ties with D"
				t.UPOS, t.Lemma = "VERB", t.Form
				tokens[root].Deprel = "nsubj"
				lift(tokens, root, p, -1)
				tokens[q].Head, tokens[q].Deprel = root, "conj"
				tokens[p+1].Head, tokens[p+1].Deprel = p, "obj"
				return
			}
		case p == root+1 && t.Head == root && t.XPOS == "VBD" && t.Deprel == "acl",
			p > root && t.XPOS == "VBD" && t.Deprel == "amod" && t.Head > root && t.Head < p && governs(tokens, p):
			tokens[root].Deprel = "nsubj"
			lift(tokens, root, p, -1)
			return
		case p > root && (t.XPOS == "VBN" || t.XPOS == "VBD") && t.Deprel == "amod" && t.Head > p && tokens[t.Head].Head == root && tokens[t.Head].Deprel == "obj":
			object := t.Head
			tokens[root].Deprel = "nsubj"
			lift(tokens, root, p, -1)
			tokens[object].Head = p
			return
		}
	}
}

// plainSentence says whether a participle behind its noun is the verb of a whole sentence: one that ends with a stop, where nobody is said to
// do it and no other verb is finite.
func plainSentence(tokens []dragoman.Token, p int) bool {
	for k := range tokens {
		if t := &tokens[k]; k != p && (t.UPOS == "AUX" || t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP") || t.Head == p && t.Deprel == "obl:agent" || k > p && t.Form == "by" {
			return false
		}
	}
	return tokens[len(tokens)-1].Form == "."
}

// nounlike lists verbs whose past looks like a noun.
var nounlike = map[string]bool{"cut": true, "hit": true, "shut": true, "quit": true, "set": true, "put": true}

// governs says whether the verb has an object or clause behind it.
func governs(tokens []dragoman.Token, p int) bool {
	for k := p + 1; k < len(tokens); k++ {
		if d := &tokens[k]; d.Head == p && (d.Deprel == "obj" || d.Deprel == "xcomp" || d.Deprel == "ccomp") {
			return true
		}
	}
	return false
}

func isNoun(tokens []dragoman.Token, k int) bool {
	return tokens[k].UPOS == "NOUN" || tokens[k].UPOS == "PROPN"
}

// hasClause says whether the root is the predicate of a clause after all ("X is a country").
func hasClause(tokens []dragoman.Token, root int) bool {
	return slices.ContainsFunc(tokens, func(t dragoman.Token) bool {
		return t.Head == root && (t.Deprel == "cop" || t.Deprel == "aux" || t.Deprel == "nsubj" && t.XPOS != "VBN")
	})
}

// subjectBefore is the noun right before a verb taken for a participle, which the parser made a modifier like it; -1 for none.
func subjectBefore(tokens []dragoman.Token, p int) int {
	q := p - 1
	for q >= 0 && tokens[q].UPOS == "ADV" {
		q--
	}
	if q < 0 || !isNoun(tokens, q) {
		return -1
	}
	for tokens[q].Deprel == "flat" && tokens[q].Head >= 0 && tokens[q].Head < q {
		q = tokens[q].Head
	}
	switch h := tokens[q].Head; {
	case h == p, h == tokens[p].Head && h > p:
		return q
	}
	return -1
}

// lift makes verb p the root in place of the noun at root, with subject q where there is one, and gives it the clauses that hung on the noun.
func lift(tokens []dragoman.Token, root, p, q int) {
	t := &tokens[p]
	t.Head, t.Deprel, t.XPOS, t.Feats = -1, "root", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin"
	tokens[root].Head = p
	for k := range tokens {
		d := &tokens[k]
		switch {
		case k == q:
			d.Head, d.Deprel = p, "nsubj"
		case d.Head == root && k < p && q >= 0 && k < q:
			d.Head = q // what stands before the subject belongs to it
		case d.Head == root && k > root && (d.Deprel == "punct" || d.Deprel == "parataxis" || d.Deprel == "advcl" || d.Deprel == "conj" && tokens[k].UPOS == "VERB"):
			d.Head = p
		}
	}
}
