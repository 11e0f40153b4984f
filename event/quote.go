package event

import "dragoman"

// quotation is a stretch of text between quotation marks. It may run over sentences, and over paragraphs where each of them
// begins with a mark again.
type quotation struct {
	span        dragoman.Span    // the words without the marks around them and without a comma before the last one
	first, last int              // sentences that it begins and ends in
	speaker     []dragoman.Actor // who says it, where a sentence other than the first tells
	behind      bool             // the sentence behind it tells who speaks
	told        bool             // a statement holds it
}

// holds says whether the token's bytes lie between the marks.
func (q *quotation) holds(s dragoman.Span) bool { return s[0] >= q.span[0] && s[1] <= q.span[1] }

// quoteReader goes over the tokens of an article and gathers its quotations.
type quoteReader struct {
	list  []quotation
	open  string        // the mark that opened the quotation being read, "" outside of one
	block int           // its block
	next  quotation     // what is read of it
	inner int           // tokens read of it
	prev  dragoman.Span // of the last token but one inside, to leave a final comma out
	comma bool          // the last token inside is a comma
}

// quotations finds what stands between quotation marks in an article. A mark that nothing closes opens none.
func quotations(a *dragoman.Article) []quotation {
	var r quoteReader
	for i := range a.Sentences {
		s := &a.Sentences[i]
		for k := range s.Tokens {
			r.token(s, i, k)
		}
	}
	return r.list
}

func (r *quoteReader) token(s *dragoman.Sentence, i, k int) {
	form := s.Tokens[k].Form
	mark := form == "\"" || form == "''" || form == "``" || isMark(&s.Tokens[k])
	switch {
	case r.open == "" && !mark:
	case r.open == "":
		if opens(s, k) {
			r.open, r.block, r.inner, r.comma = form, s.Block, 0, false
		}
	case s.Block != r.block: // a quotation that runs on into another paragraph says so by another mark
		r.block = s.Block
		if !mark || !opens(s, k) {
			r.open = ""
			if mark {
				r.token(s, i, k)
			}
		}
	case mark && closes(r.open, s, k):
		r.close(i)
	default:
		r.add(s.Tokens[k].Span, i, form == ",")
	}
}

func (r *quoteReader) add(span dragoman.Span, sentence int, comma bool) {
	if r.inner == 0 {
		r.next = quotation{span: span, first: sentence}
	}
	r.prev, r.comma = r.next.span, comma
	r.next.span[1] = span[1]
	r.next.last = sentence
	r.inner++
}

func (r *quoteReader) close(sentence int) {
	if r.comma && r.inner > 1 {
		r.next.span = r.prev
	}
	if r.inner > 0 {
		r.list = append(r.list, r.next)
	}
	r.open = ""
}

// isMark says whether a token is a quotation mark; single ones only where the tagger does not take them for an apostrophe.
func isMark(t *dragoman.Token) bool {
	switch t.Form {
	case "“", "”", "«", "»", "„":
		return true
	case "‘", "’", "'", "`", "‚":
		return t.UPOS == "PUNCT"
	}
	return false
}

// opens says whether a quotation mark can begin a quotation: by its shape, or because it touches the word behind it and none
// before it.
func opens(s *dragoman.Sentence, k int) bool {
	switch s.Tokens[k].Form {
	case "“", "«", "„", "``", "‘", "‚":
		return true
	case "”", "»":
		return false
	}
	return k+1 < len(s.Tokens) && s.Tokens[k].Span[1] == s.Tokens[k+1].Span[0] && (k == 0 || s.Tokens[k-1].Span[1] != s.Tokens[k].Span[0] || s.Tokens[k-1].UPOS == "PUNCT")
}

// closes says whether a mark ends the quotation that another opened; single marks within double ones do not.
func closes(open string, s *dragoman.Sentence, k int) bool {
	form := s.Tokens[k].Form
	switch open {
	case "“", "\"", "``":
		return form == "”" || form == "\"" || form == "''"
	case "„":
		return form == "“" || form == "”" || form == "\""
	case "«":
		return form == "»"
	}
	return form == "’" || form == "'"
}

func isQuoteMark(form string) bool {
	switch form {
	case "“", "”", "«", "»", "„", "\"", "``", "''", "‘":
		return true
	}
	return false
}

// markQuotes notes which tokens of the sentence stand within quotations, given all of the article in text order.
func (c *clause) markQuotes(all []quotation) {
	c.quotes = all[:0:0]
	for k := range all {
		if all[k].first <= c.sentence && c.sentence <= all[k].last {
			c.quotes = all[k:]
			break
		}
	}
	for k := range c.quotes {
		if c.quotes[k].first > c.sentence {
			c.quotes = c.quotes[:k]
			break
		}
	}
	if cap(c.quoted) < len(c.t.sent.Tokens) {
		c.quoted = make([]bool, len(c.t.sent.Tokens))
	}
	c.quoted = c.quoted[:len(c.t.sent.Tokens)]
	for i := range c.quoted {
		c.quoted[i] = c.quoteAt(i) != nil
	}
}

// quoteAt is the quotation that holds the token, nil outside of any.
func (c *clause) quoteAt(token int) *quotation {
	if token < 0 || token >= len(c.t.sent.Tokens) {
		return nil
	}
	span := c.t.tok(token).Span
	for k := range c.quotes {
		if c.quotes[k].holds(span) {
			return &c.quotes[k]
		}
	}
	return nil
}

// begins says whether the quotation's first token is the token.
func (c *clause) begins(q *quotation, token int) bool {
	return q != nil && q.first == c.sentence && q.span[0] == c.t.tok(token).Span[0]
}

// whole says whether the quotation fills whole sentences: it stands alone, told by nobody in its own sentence.
func (g *coding) whole(q *quotation) bool {
	first, last := &g.article.Sentences[q.first], &g.article.Sentences[q.last]
	before, after := 0, 0
	for k := range first.Tokens {
		if t := &first.Tokens[k]; t.Span[1] <= q.span[0] && t.UPOS != "PUNCT" {
			before++
		}
	}
	verbs := 0
	for k := range last.Tokens {
		switch t := &last.Tokens[k]; {
		case t.Span[0] >= q.span[1] && t.UPOS != "PUNCT":
			after++
		case q.holds(t.Span) && (t.UPOS == "VERB" || t.UPOS == "AUX"):
			verbs++
		}
	}
	return before == 0 && after == 0 && verbs > 0
}
