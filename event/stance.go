package event

import (
	"strings"

	"dragoman"
)

const (
	negationReach = 3 // words behind a negation that it turns
	praiseReach   = 5 // words before a partner that may praise it
)

// stance weighs the words of sentences that lie within said and not within skip, from -2 to 2: the strongest word of
// approval less the strongest of disapproval. A word behind a negation counts as its opposite, and mildly.
func (g *coding) stance(evidence []dragoman.Evidence, said, skip dragoman.Span) int {
	approval, disapproval := 0, 0
	for _, e := range evidence {
		tokens := g.article.Sentences[e.Sentence].Tokens
		negated := 0
		for k := range tokens {
			t := &tokens[k]
			if !said.Contains(t.Span) || skip.Contains(t.Span) {
				continue
			}
			word := strings.ToLower(t.Lemma)
			v := g.valueOf(tokens, k, word)
			if negated > 0 || g.spares(tokens, k) {
				v = max(-1, min(1, -v))
			}
			approval, disapproval = max(approval, v), max(disapproval, -v)
			negated--
			if g.lex.Classes.Has("negation", word) || g.lex.Classes.Has("absence", word) {
				negated = negationReach
			}
		}
	}
	return approval - disapproval
}

// spares says whether an absence right behind a word turns it: "harms nobody".
func (g *coding) spares(tokens []dragoman.Token, k int) bool {
	return k+1 < len(tokens) && tokens[k].UPOS == "VERB" && g.lex.Classes.Has("absence", strings.ToLower(tokens[k+1].Lemma))
}

// valueOf is how much a word approves of what it is said of, from -2 to 2. A partner weighs more where an adjective praises it.
func (g *coding) valueOf(tokens []dragoman.Token, k int, word string) int {
	class := "stance"
	switch tokens[k].UPOS {
	case "VERB":
		class = "stance-verb"
	case "ADJ", "ADV":
		class = "stance-adjective"
	case "NOUN", "PROPN":
	default:
		return 0
	}
	switch g.lex.Classes.Value(class, word) {
	case "+":
		return 1
	case "++":
		return 2
	case "-":
		return -1
	case "--":
		return -2
	case "partner":
		for m := k - 1; m >= max(0, k-praiseReach) && describes(&tokens[m]); m-- {
			if tokens[m].UPOS != "NOUN" && g.valueOf(tokens, m, strings.ToLower(tokens[m].Lemma)) > 0 {
				return 2
			}
		}
		return 1
	}
	return 0
}

// describes says whether a token before a noun can belong to its description.
func describes(t *dragoman.Token) bool {
	switch t.UPOS {
	case "ADJ", "ADV", "CCONJ", "NOUN", "PROPN":
		return true
	}
	return t.UPOS == "VERB" && t.Deprel == "amod" || t.Form == "," || t.Form == "-"
}

// audienceOf is whom the speaker tells: the object of "tell" and "inform", the "to" of "say to", and whom a letter is written to.
func (c *clause) audienceOf(a *act) []dragoman.Actor {
	var out []dragoman.Actor
	telling := c.lex.Classes.Has("telling", c.t.lower[a.verb])
	for k := range c.t.kids(a.verb) {
		if a.holds(k) || c.quoted[k] {
			continue
		}
		switch {
		case telling && (c.t.is(k, "iobj") || c.t.is(k, "obj")), c.t.is(k, "obl") && k > a.verb && c.t.marker(k, "case") == "to":
			out = appendActors(out, c.listeners(k))
		case c.t.is(k, "obl") && c.lex.Classes.Has("speech-document", c.t.lower[k]):
			for m := range c.t.kids(k) {
				if c.t.marker(m, "case") == "to" {
					out = appendActors(out, c.listeners(m))
				}
			}
		}
	}
	if m := c.mentionFrom(a.verb + 1); len(out) == 0 && telling && m >= 0 && !a.holds(m) {
		out = c.listeners(m)
	}
	return without(out, a.who)
}

// listeners are those whom a noun phrase addresses; reporters of no country are left out.
func (c *clause) listeners(h int) []dragoman.Actor {
	out := c.parties(h, false)
	if len(out) == 0 && c.lex.Classes.Has("other-party", c.t.lower[h]) && c.t.child(h, "amod") < 0 {
		return c.standIn(h, c.other, "co-reference: the other party of the talks")
	}
	if len(out) == 0 {
		out = c.owner(h)
	}
	if len(out) > 0 && (out[0].Country == "" && out[0].ID == "" || out[0].Kind == dragoman.ActorGroup && c.lex.Classes.Has("press", c.t.lower[h])) {
		return nil // "told reporters"
	}
	return out
}

// addresses says whether what is said speaks to its audience: "you", "your country".
func (c *clause) addresses(a *act) bool {
	for k := a.first; k <= a.last; k++ {
		if a.holds(k) && (c.t.lower[k] == "you" || c.t.lower[k] == "your") {
			return true
		}
	}
	return false
}

// otherParty are the parties of another country than the speaker's in the last act told that the speaker's country had a part in.
func (g *coding) otherParty(who []dragoman.Actor) []dragoman.Actor {
	for i := len(g.out.Events) - 1; i >= 0 && len(who) > 0; i-- {
		own, others := false, []dragoman.Actor(nil)
		for _, a := range parties(&g.out.Events[i]) {
			if a.Country == who[0].Country {
				own = true
			} else {
				others = append(others, a)
			}
		}
		if own && len(others) > 0 {
			return others
		}
	}
	return nil
}
