package syntax

import (
	"slices"

	"dragoman"
)

// mend undoes what the parser does to short reports: it takes their verb for a participle and the sentence for a noun phrase ("Germany
// [halted] aid to India", "opposition leaders [called] on the president to resign"). Sentences that have a verb for a root stay as they are.
// Only English is mended so.
func (m *Model) mend(tokens []dragoman.Token) {
	if m.info.Language != "en" {
		return
	}
	unfold(tokens)
	root := slices.IndexFunc(tokens, func(t dragoman.Token) bool { return t.Head < 0 })
	if root < 0 || !isNoun(tokens, root) || hasClause(tokens, root) {
		return
	}
	if t := &tokens[root]; t.Form == "shot" && root+1 < len(tokens) && tokens[root+1].Head == root && (tokens[root+1].Deprel == "compound:prt" || tokens[root+1].Form == "dead") {
		shoot(tokens, root)
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

// unfold makes a clause of what was taken for one noun phrase behind a conjunction of time: "after [protesters stormed parliament]".
func unfold(tokens []dragoman.Token) {
	for p := 2; p+1 < len(tokens); p++ {
		t := &tokens[p]
		if t.Deprel != "amod" || t.XPOS != "VBN" && t.XPOS != "VBD" || t.Head <= p || !isNoun(tokens, p-1) {
			continue
		}
		q, object := p-1, t.Head
		up := tokens[q].Head
		if up < 0 || up == p || tokens[object].Head != up || tokens[q].Deprel != "obl" || tokens[object].Deprel != "obl" && tokens[object].Deprel != "obj" {
			continue
		}
		mark := slices.IndexFunc(tokens[:q], func(d dragoman.Token) bool { return d.Head == q && d.Deprel == "case" })
		if mark < 0 || !clauseMark[tokens[mark].Form] {
			continue
		}
		t.Head, t.Deprel, t.XPOS, t.Feats = up, "advcl", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin"
		tokens[q].Head, tokens[q].Deprel = p, "nsubj"
		tokens[object].Head, tokens[object].Deprel = p, "obj"
		tokens[mark].Head, tokens[mark].Deprel = p, "mark"
	}
}

// clauseMark lists prepositions that begin clauses as well.
var clauseMark = map[string]bool{"after": true, "before": true, "as": true, "since": true, "until": true, "when": true, "while": true}

// shoot makes the verb of "A Turkish jet shot down a bomber", taken for a noun, one again.
func shoot(tokens []dragoman.Token, p int) {
	subject := -1
	for k := range p {
		if tokens[k].Head == p && isNoun(tokens, k) {
			subject = k
		}
	}
	if subject < 0 {
		return
	}
	for k := range tokens {
		switch d := &tokens[k]; {
		case k == subject:
			d.Deprel = "nsubj"
		case d.Head == p && k < subject:
			d.Head = subject
		case d.Head == p && k > p && d.Deprel == "nmod" && !slices.ContainsFunc(tokens[p:k], func(c dragoman.Token) bool { return c.Head == k && c.Deprel == "case" }):
			d.Deprel = "obj"
		}
	}
	t := &tokens[p]
	t.UPOS, t.XPOS, t.Lemma, t.Feats = "VERB", "VBD", "shoot", "Mood=Ind|Tense=Past|VerbForm=Fin"
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
