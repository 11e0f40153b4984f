package event

import (
	"strings"

	"dragoman"
)

// speakers remembers who speaks in the sentence's quotation, so that "we" inside it can be resolved: the subject of a verb
// of saying outside quotation marks, or whom "according to" names; without either whoever spoke last in the block.
func (g *coding) speakers(c *clause) {
	for p := range c.t.sent.Tokens {
		if !c.quoted[p] && c.t.verbal(p) && c.lex.Classes.Has("say", c.t.lower[p]) {
			if who := c.side([]string{"subj"}, c.slotsOf(p)); len(who) > 0 {
				g.speaker = who
				return
			}
		}
	}
	for p := range c.t.sent.Tokens { // "According to X, ..."
		if c.t.lower[p] == "accord" && !c.quoted[p] {
			if h := c.t.tok(p).Head; h >= 0 {
				if who := c.parties(h, false); len(who) > 0 {
					g.speaker = who
				}
			}
		}
	}
}

// statements keeps what the sentence's verbs of saying report, and quotations that stand without one.
func (g *coding) statements(c *clause) {
	said := false
	for p := range c.t.sent.Tokens {
		if c.quoted[p] || !c.t.verbal(p) || !c.lex.Classes.Has("say", c.t.lower[p]) {
			continue
		}
		said = g.saying(c, p) || said
	}
	if !said && len(g.speaker) > 0 {
		if q := c.quotation(); !q.Empty() && q.Len() > c.t.sent.Span.Len()/2 {
			g.keepStatement(c, c.quotedToken(), g.speaker[0], q, true, "quotation.s")
		}
	}
}

// saying keeps the statement of one verb of saying.
func (g *coding) saying(c *clause, p int) bool {
	s := c.slotsOf(p)
	who := c.side([]string{"subj"}, s)
	if len(who) == 0 {
		return false
	}
	if st, _ := c.ownStatus(p); st == dragoman.Negated || st == dragoman.Hypothetical {
		return false
	}
	quote, direct := c.quotation(), true
	if quote.Empty() {
		direct = false
		for _, slot := range []string{"ccomp", "parataxis"} {
			if hs := s.get(slot); len(hs) > 0 && c.finite(hs[0]) {
				quote = c.t.phrase(hs[0])
				break
			}
		}
	}
	if quote.Empty() || quote.Len() < 12 {
		return false
	}
	g.keepStatement(c, p, who[0], quote, direct, c.t.lower[p]+".say")
	last := &g.out.Statements[len(g.out.Statements)-1]
	last.Audience = c.side([]string{"to", "iobj", "obj"}, s)
	return true
}

func (g *coding) keepStatement(c *clause, p int, who dragoman.Actor, quote dragoman.Span, direct bool, frame string) {
	st := dragoman.Statement{
		ID: localID("statement", len(g.out.Statements)), Speaker: who, Audience: []dragoman.Actor{}, About: c.about(quote, who),
		Stance: c.stance(quote), Quote: strings.TrimSpace(c.words(quote)), QuoteSpan: quote, Direct: direct, Date: c.dateOf(p),
		Confidence: 0.9, Evidence: c.evidence(),
		Why: dragoman.Why{Frame: frame, Trigger: c.t.tok(p).Form, Span: c.t.tok(p).Span},
	}
	if strings.HasPrefix(who.Via, "co-reference") {
		st.Confidence = 0.8
	}
	g.out.Statements = append(g.out.Statements, st)
}

// quotedToken is the first token inside the quotation.
func (c *clause) quotedToken() int {
	for k, q := range c.quoted {
		if q {
			return k
		}
	}
	return 0
}

// quotation is the longest stretch of the sentence between quotation marks, without them; empty when it is short: a
// word or two in quotation marks is a name or irony, not speech.
func (c *clause) quotation() dragoman.Span {
	var best dragoman.Span
	start := -1
	flush := func(end int) {
		if start >= 0 && end-start >= 5 {
			if s := c.t.span(start, end-1); s.Len() > best.Len() {
				best = s
			}
		}
		start = -1
	}
	for k := range c.quoted {
		switch {
		case isQuoteMark(c.t.tok(k).Form):
			flush(k)
		case c.quoted[k] && start < 0:
			start = k
		case !c.quoted[k]:
			flush(k)
		}
	}
	flush(len(c.quoted))
	return best
}

func isQuoteMark(form string) bool {
	switch form {
	case "“", "”", "«", "»", "„", "\"", "``", "''":
		return true
	}
	return false
}

// about lists the parties named in what was said, the speaker's own country left out.
func (c *clause) about(quote dragoman.Span, who dragoman.Actor) []dragoman.Actor {
	out := []dragoman.Actor{}
	if c.sentence >= len(c.cast.Mentions) {
		return out
	}
	for i := range c.cast.Mentions[c.sentence] {
		m := &c.cast.Mentions[c.sentence][i]
		if !quote.Contains(m.Span) && !quote.Contains(c.t.tok(m.Head).Span) {
			continue
		}
		for _, a := range m.Actors {
			if a.Country != who.Country || a.Country == "" && a.ID != who.ID {
				out = appendActors(out, []dragoman.Actor{a})
			}
		}
	}
	return out
}

// stance adds up the words of approval and disapproval in what was said, from -2 to 2; a negation before a word turns it.
func (c *clause) stance(quote dragoman.Span) int {
	sum, negated := 0, 0
	for k := range c.t.sent.Tokens {
		if !quote.Contains(c.t.tok(k).Span) {
			continue
		}
		word := c.t.lower[k]
		v := 0
		switch c.lex.Classes.Value("stance", word) {
		case "+":
			v = 1
		case "-":
			v = -1
		}
		if negated > 0 {
			v = -v
		}
		sum += v
		negated--
		if c.lex.Classes.Has("negation", word) || word == "no" {
			negated = 3
		}
	}
	return max(-2, min(2, sum))
}
