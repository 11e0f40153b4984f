package event

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/event/when"
)

// speeches finds the sentence's acts of speech, and who "we" and "I" are in its quotations: who speaks there, else who spoke last.
func (g *coding) speeches(c *clause) {
	for len(g.quotes) > 0 && g.quotes[0].last < c.sentence {
		g.quotes = g.quotes[1:]
	}
	c.markQuotes(g.quotes)
	c.speaker, c.author, c.ended = g.speaker, g.author, g.ended
	for k := range c.quotes {
		if q := &c.quotes[k]; q.first == c.sentence && (q.last > c.sentence || g.whole(q)) {
			g.ahead(q)
		}
		if q := &c.quotes[k]; len(q.speaker) > 0 {
			c.speaker = q.speaker
		}
	}
	c.acts = c.speech()
	for i := range c.acts {
		a := &c.acts[i]
		if a.press {
			continue
		}
		c.speaker, g.spoken = a.who, c.sentence
		if c.document() {
			g.author = a.who
		}
		for _, q := range []*quotation{a.said, a.upto} {
			if q != nil {
				q.speaker = a.who
			}
		}
	}
	for i := range c.acts {
		if a := &c.acts[i]; a.said != nil && !a.press {
			c.speaker = a.who
		}
	}
	g.speaker = c.speaker
}

// document says whether the sentence names a statement, letter or message that what it tells stands in.
func (c *clause) document() bool {
	for k := range c.t.sent.Tokens {
		if c.t.tok(k).UPOS == "NOUN" && c.lex.Classes.Has("speech-document", c.t.lower[k]) {
			return true
		}
	}
	return false
}

// ahead reads who speaks a quotation from the sentence that it ends in ("A. B," X said.) or from the one behind it ("A?" X asked.).
func (g *coding) ahead(q *quotation) {
	for i := q.last; i <= q.last+1 && i < len(g.article.Sentences); i++ {
		s := &g.article.Sentences[i]
		if len(s.Tokens) == 0 || s.Root() < 0 || i > q.last && (s.Block != g.article.Sentences[q.last].Block || !g.whole(q)) {
			return
		}
		if who := g.speakerIn(i, q); who != nil {
			q.speaker, q.behind = who, i > q.last
			return
		}
	}
}

// speakerIn reads who speaks a quotation from a sentence not yet coded.
func (g *coding) speakerIn(i int, q *quotation) []dragoman.Actor {
	s := &g.article.Sentences[i]
	t := g.trees.Get().(*tree)
	defer g.trees.Put(t)
	t.set(s, g.lex)
	c := &clause{lex: g.lex, article: g.article, cast: g.cast, sentence: i, t: t, speaker: g.speaker, story: &g.story}
	c.markQuotes(g.quotes)
	if q.last < i {
		c.ended = q
	}
	for _, a := range c.speech() {
		if !a.press && (a.said == q || a.upto == q) {
			return a.who
		}
	}
	return nil
}

// statements keeps what the sentence's acts of speech tell, and quotations that end in it without one: the same speaker goes
// on, or whoever the sentence before is about speaks.
func (g *coding) statements(c *clause) {
	for i := range c.acts {
		if a := &c.acts[i]; !a.press {
			g.keepAct(c, a)
		}
	}
	for k := range c.quotes {
		q := &c.quotes[k]
		if q.last != c.sentence || q.told || !g.whole(q) {
			continue
		}
		if q.behind {
			g.ended = q
			continue
		}
		if g.goesOn(c, q) {
			continue
		}
		for _, who := range g.standing(q) {
			st := g.statement(c, c.firstQuoted(q), who, q.span, func(k int) bool { return c.quoteAt(k) == q })
			st.Direct, st.Confidence, st.Why.Frame = true, 0.7, "quotation.s"
			g.keep(c, q.first, dragoman.Span{}, st)
			q.told, g.spoken = true, c.sentence
		}
	}
	g.topic(c)
}

// standing is who speaks a quotation that nobody is said to speak: whoever spoke in the sentence before, whom that sentence is
// about ("X welcomed the deal. “We ...”"), or who spoke shortly before.
func (g *coding) standing(q *quotation) []dragoman.Actor {
	switch {
	case q.first-g.spoken > 1 && g.subjectAt == q.first-1 && len(g.subject) > 0:
		return g.subject
	case q.first-g.spoken <= 2:
		return g.speaker
	}
	return nil
}

// topic keeps whom the sentence is about where the next one begins with a quotation.
func (g *coding) topic(c *clause) {
	root := c.t.sent.Root()
	if root < 0 || !slices.ContainsFunc(g.quotes, func(q quotation) bool { return q.first == c.sentence+1 }) {
		return
	}
	g.subject, g.subjectAt = nil, c.sentence
	who, press := c.speakersOf(root, c.speakerHead(root))
	if len(who) > 0 && !press && who[0].Kind != dragoman.ActorCountry {
		g.subject = who
	}
}

// keepAct keeps an act of speech as a statement of each who speaks.
func (g *coding) keepAct(c *clause, a *act) {
	span, first := dragoman.Span{}, c.sentence
	if a.said == nil {
		span = c.t.span(a.first, a.last)
	} else {
		span = dragoman.Span{a.said.span[0], a.upto.span[1]}
		first = a.said.first
		a.said.told, a.upto.told = true, true
	}
	if span.Len() < shortest {
		return
	}
	telling := c.t.span(a.from, a.to)
	if c.t.verbal(a.verb) && a.first == a.verb {
		telling = span // what is denied is not the speaker's view
	}
	c.other = g.otherParty(a.who)
	audience := []dragoman.Actor{}
	if c.t.verbal(a.verb) {
		audience = append(audience, c.audienceOf(a)...)
	}
	for _, who := range a.who {
		st := g.statement(c, a.verb, who, span, a.holds)
		st.Direct, st.Audience, st.Why.Frame = a.said != nil, audience, a.frame
		if by := c.toldBy(a); by != nil {
			st.Why.Notes = append(st.Why.Notes, "as told by "+by.Name)
		}
		if c.addresses(a) {
			st.About = appendActors(st.About, abroad(audience, []string{who.Country}))
		}
		g.keep(c, first, telling, st)
	}
}

const shortest = 8 // bytes; less is no statement

// statement words one; span is what was said, held its tokens in the sentence.
func (g *coding) statement(c *clause, at int, who dragoman.Actor, span dragoman.Span, held func(int) bool) dragoman.Statement {
	st := dragoman.Statement{
		ID: localID("statement", len(g.out.Statements)), Speaker: who, Audience: []dragoman.Actor{}, About: g.about(span, who),
		Quote: c.words(span), QuoteSpan: span, Date: c.saidOn(at, held), Confidence: 0.9,
		Why: dragoman.Why{Trigger: c.t.tok(at).Form, Span: c.t.tok(at).Span},
	}
	if strings.HasPrefix(who.Via, "co-reference") {
		st.Confidence = 0.8
	}
	return st
}

// saidOn is when something was said: a date within the words themselves is not it.
func (c *clause) saidOn(at int, held func(int) bool) dragoman.DateRange {
	all := c.dates
	defer func() { c.dates = all }()
	c.dates = slices.DeleteFunc(slices.Clone(all), func(d when.Expression) bool { return held(d.Head) })
	return c.dateOf(at)
}

// keep adds a statement whose words begin in the sentence first and end in a later one or the clause's; telling is what tells
// who speaks.
func (g *coding) keep(c *clause, first int, telling dragoman.Span, st dragoman.Statement) {
	for i := first; i < len(g.article.Sentences) && (i <= c.sentence || g.article.Sentences[i].Span[0] < st.QuoteSpan[1]); i++ {
		st.Evidence = append(st.Evidence, dragoman.Evidence{Sentence: i, Span: g.article.Sentences[i].Span})
	}
	st.Stance = g.stance(st.Evidence, st.QuoteSpan, telling)
	if st.Stance == 0 && telling != st.QuoteSpan { // "warned that", "hailed X as"
		if v := g.stance(st.Evidence, st.Why.Span, dragoman.Span{}); v < 0 || strings.HasSuffix(st.Why.Frame, ".judge") {
			st.Stance = v
		}
	}
	g.out.Statements = append(g.out.Statements, st)
}

// goesOn lengthens the statements of the sentence before by a quotation that follows at once in the same paragraph.
func (g *coding) goesOn(c *clause, q *quotation) bool {
	found := false
	for i := len(g.out.Statements) - 1; i >= 0; i-- {
		st := &g.out.Statements[i]
		last := st.Evidence[len(st.Evidence)-1].Sentence
		if !st.Direct || last != q.first-1 || g.article.Sentences[last].Block != g.article.Sentences[q.first].Block || found && st.QuoteSpan[0] != g.out.Statements[i+1].QuoteSpan[0] {
			break
		}
		found = true
		st.QuoteSpan[1] = q.span[1]
		st.Quote = c.words(st.QuoteSpan)
		st.About = appendActors(st.About, g.about(q.span, st.Speaker))
		more := len(st.Evidence)
		for k := q.first; k <= q.last; k++ {
			st.Evidence = append(st.Evidence, dragoman.Evidence{Sentence: k, Span: g.article.Sentences[k].Span})
		}
		st.Stance = joined(st.Stance, g.stance(st.Evidence[more:], q.span, dragoman.Span{}))
	}
	if found {
		q.told, g.spoken = true, c.sentence
	}
	return found
}

// joined is the stance of two stretches of speech: the stronger of two that agree, the balance of two that do not.
func joined(a, b int) int {
	switch {
	case a >= 0 && b >= 0:
		return max(a, b)
	case a <= 0 && b <= 0:
		return min(a, b)
	}
	return a + b
}

// toldBy is the speaker within whose words another speaks.
func (c *clause) toldBy(a *act) *dragoman.Actor {
	for i := range c.acts {
		if b := &c.acts[i]; b.verb != a.verb && b.holds(a.verb) && b.holds(a.from) {
			return &b.who[0]
		}
	}
	return nil
}

// firstQuoted is the first token of the sentence inside the quotation.
func (c *clause) firstQuoted(q *quotation) int {
	for k := range c.quoted {
		if c.quoteAt(k) == q {
			return k
		}
	}
	return 0
}

// about lists the parties named in what was said, the speaker's own country left out.
func (g *coding) about(said dragoman.Span, who dragoman.Actor) []dragoman.Actor {
	out := []dragoman.Actor{}
	for s := range g.cast.Mentions {
		if s >= len(g.article.Sentences) || !g.article.Sentences[s].Span.Overlaps(said) {
			continue
		}
		tokens := g.article.Sentences[s].Tokens
		for i := range g.cast.Mentions[s] {
			m := &g.cast.Mentions[s][i]
			if !said.Contains(m.Span) && !said.Contains(tokens[m.Head].Span) {
				continue
			}
			for _, a := range m.Actors {
				if somebody(&a) && (a.Country != who.Country || a.Country == "" && a.ID != who.ID) {
					out = appendActors(out, []dragoman.Actor{a})
				}
			}
		}
	}
	return out
}
