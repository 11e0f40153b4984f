package event

import "strings"

// content finds the words that a verb of saying tells: behind it, before it, or around it.
func (c *clause) content(a *act) bool {
	p := a.verb
	lead := a.from - 1
	as := lead >= 0 && c.t.lower[lead] == "as"
	if as {
		lead--
		a.from--
	}
	if !as && c.parenthetical(a, lead) {
		a.first, a.last = c.start(), c.trimmed(c.start(), len(c.t.sent.Tokens)-1)
		return true
	}
	if right, last := c.behind(a); right >= 0 && !as {
		if first := c.straddles(a, right, last); first >= 0 {
			a.first, a.last = first, last
			return true
		}
		if before := c.before(a, lead); before >= 0 && c.quoteAt(right) != nil && c.quotedBefore(lead) != nil {
			a.first, a.last = before, last
			return true
		}
		a.first, a.last = right, last
		return a.last-a.first >= 1
	}
	if c.lex.Classes.Value("speech", c.t.lower[p]) == "as" && !as {
		return false
	}
	if as && lead < c.start() { // "As X said, ..."
		for k := p + 1; k < len(c.t.sent.Tokens); k++ {
			if c.t.lower[k] == "," {
				a.to = k
				a.first, a.last = k+1, c.trimmed(k+1, len(c.t.sent.Tokens)-1)
				return true
			}
		}
	}
	if h := c.around(a); h >= 0 {
		a.first, a.last = c.t.subtree(h)
		a.first, a.last = max(a.first, c.start()), c.trimmed(a.first, a.last)
		return true
	}
	if first := c.before(a, lead); first >= 0 && !c.gerund(p) && !c.t.is(p, "acl") {
		a.first, a.last = first, c.resumed(a, c.trimmed(first, lead))
		return a.last >= a.first
	}
	return false
}

// behind is the extent of what is said where it follows the verb; -1 for none.
func (c *clause) behind(a *act) (first, last int) {
	if q, at := c.quoteBehind(a); q != nil {
		last := at
		for last+1 < len(c.t.sent.Tokens) && c.quoteAt(last+1) == q {
			last++
		}
		return at, last
	}
	p := a.verb
	for k := a.to + 1; k < len(c.t.sent.Tokens); k++ {
		w := c.t.lower[k]
		if u := c.t.tok(k).UPOS; (u == "VERB" || u == "AUX") && (c.finite(k) || c.lex.Classes.Has("speech", w)) || w == ";" {
			break
		}
		if w == "that" && c.t.tok(k).UPOS == "SCONJ" && c.t.is(k, "mark") && c.t.tok(k).Head > k {
			if c.ofNoun(k, a) {
				break
			}
			_, last = c.t.subtree(c.t.tok(k).Head)
			return k + 1, c.trimmed(k+1, last)
		}
		if h := c.t.tok(k).Head; w == "that" && h > k && c.t.is(h, "acl") && c.t.child(h, "nsubj") > k && c.lex.Classes.Has("telling", c.t.lower[p]) {
			_, last = c.t.subtree(h) // "told reporters that ...", taken for a relative clause
			return k + 1, c.trimmed(k+1, last)
		}
	}
	for k := range c.t.kids(p) {
		if k > a.to && (c.t.is(k, "ccomp") || c.t.is(k, "parataxis")) && c.finite(k) && !c.otherwise(k) {
			first, last = c.t.subtree(k)
			for first <= last && (first <= a.to || c.t.tok(first).UPOS == "PUNCT" || c.t.lower[first] == "that" && !c.t.is(first, "det") && !c.t.is(first, "nsubj")) {
				if first < a.from {
					break
				}
				first++
			}
			return first, c.trimmed(first, last)
		}
	}
	if next := a.to + 1; next+1 < len(c.t.sent.Tokens) && c.t.lower[next] == "that" && c.t.tok(next).UPOS == "SCONJ" && a.to == p {
		return next + 1, c.trimmed(next+1, len(c.t.sent.Tokens)-1)
	}
	return -1, -1
}

// ofNoun says whether a that-clause belongs to a noun before it ("denied reports that"), not to the verb of saying; whom one
// tells is no such noun.
func (c *clause) ofNoun(that int, a *act) bool {
	h := c.t.tok(that).Head
	if !c.t.is(h, "acl") || c.lex.Classes.Has("telling", c.t.lower[a.verb]) {
		return false
	}
	noun := c.t.tok(h).Head
	return noun > a.verb && c.t.is(noun, "obj")
}

// otherwise says whether a finite dependent of a verb of saying is an adverbial clause or another main clause that the parser
// took for what is said.
func (c *clause) otherwise(k int) bool {
	first, _ := c.t.subtree(k)
	if c.t.is(k, "parataxis") && first > 0 && (c.t.lower[first] == ";" || c.t.lower[first-1] == ";") {
		return true
	}
	switch c.t.marker(k, "mark") {
	case "as", "because", "when", "while", "after", "before", "since", "although", "though", "unless", "until":
		return true
	}
	return false
}

// quoteBehind is the quotation that opens behind the verb as what is said, and its first token: after a colon, a comma, "that",
// the verb itself or whom it tells.
func (c *clause) quoteBehind(a *act) (*quotation, int) {
	for k := a.to + 1; k < len(c.t.sent.Tokens); k++ {
		if q := c.quoteAt(k); q != nil {
			if !c.begins(q, k) || c.quoteAt(a.verb) == q || !c.introduced(a, k-2) || !c.speaks(q, k) {
				return nil, 0
			}
			return q, k
		}
		if u := c.t.tok(k).UPOS; (u == "VERB" || u == "AUX") && (c.finite(k) || c.lex.Classes.Has("speech", c.t.lower[k])) || c.t.lower[k] == ";" {
			break
		}
	}
	return nil, 0
}

// introduced says whether the token before an opening quotation mark can lead into speech.
func (c *clause) introduced(a *act, k int) bool {
	if k <= a.to {
		return true
	}
	switch c.t.lower[k] {
	case ":", ",", "that":
		return true
	}
	return c.t.nominal(k) && c.lex.Classes.Has("telling", c.t.lower[a.verb])
}

// speaks says whether the quotation is a clause or utterance of its own, not words within one.
func (c *clause) speaks(q *quotation, at int) bool {
	if q.last > c.sentence {
		return true
	}
	n := 0
	for k := at; k < len(c.t.sent.Tokens) && c.quoteAt(k) == q; k++ {
		if c.t.verbal(k) {
			return true
		}
		n++
	}
	end := at + n
	return end >= len(c.t.sent.Tokens)-2 || c.t.lower[end] == ","
}

// parenthetical says whether the telling is put between commas into the sentence that is said: "Trade with X, the ministry
// reported, grew by a tenth".
func (c *clause) parenthetical(a *act, lead int) bool {
	start, after := c.start(), a.to+1
	if lead <= start || after >= len(c.t.sent.Tokens) || c.t.lower[lead] != "," || c.t.lower[after] != "," || c.gerund(a.verb) {
		return false
	}
	switch c.t.tok(start).UPOS {
	case "NOUN", "PROPN", "DET", "ADJ", "PRON", "NUM":
		return !c.asserts(start, lead) && c.asserts(after+1, len(c.t.sent.Tokens)) && c.quoteAt(after+2) == nil
	}
	return false
}

// straddles says where what is said begins when it stands on both sides of the telling: "The bloc, they said, had drifted away".
func (c *clause) straddles(a *act, right, last int) int {
	for k := range c.t.kids(a.verb) {
		if k >= right && k <= last && (c.t.is(k, "ccomp") || c.t.is(k, "parataxis")) {
			if first, _ := c.t.subtree(k); first < a.from && a.from > 0 && c.t.lower[a.from-1] == "," {
				return max(first, c.start())
			}
		}
	}
	return -1
}

// around is the head of the clause that the telling is put into, with its own verb behind it; -1 for none.
func (c *clause) around(a *act) int {
	h := c.t.tok(a.verb).Head
	if h <= a.to || !c.t.is(a.verb, "parataxis") && !c.t.is(a.verb, "ccomp") || a.from == 0 || c.t.lower[a.from-1] != "," || a.to+1 >= len(c.t.sent.Tokens) {
		return -1
	}
	if first, _ := c.t.subtree(h); first >= a.from {
		return -1
	}
	return h
}

// before is the first token of what is said where it stands before the telling, whose last token is lead; -1 for none.
func (c *clause) before(a *act, lead int) int {
	start := c.start()
	if lead <= start {
		return -1
	}
	mark := c.t.lower[lead]
	quoted := c.quotedBefore(lead)
	if mark != "," && mark != "?" && mark != "!" && mark != "–" && mark != "—" && quoted == nil {
		return -1
	}
	for k := lead - 1; k > start; k-- {
		if c.t.lower[k] == ";" && c.quoteAt(k) == nil && c.asserts(k+1, lead) {
			start = k + 1
			break
		}
	}
	if quoted != nil && quoted.first < c.sentence {
		return start
	}
	if quoted == nil && !c.asserts(start, lead) {
		return -1
	}
	return start
}

// quotedBefore is the quotation that ends at the token, marks and a comma passed over.
func (c *clause) quotedBefore(k int) *quotation {
	for ; k >= 0; k-- {
		if q := c.quoteAt(k); q != nil {
			return q
		}
		if c.t.tok(k).UPOS != "PUNCT" && !isQuoteMark(c.t.tok(k).Form) {
			return nil
		}
	}
	return nil
}

// asserts says whether the tokens from first up to end hold a finite verb that is no adverbial or relative clause's, so that
// they can be what is said.
func (c *clause) asserts(first, end int) bool {
	for k := max(first, 0); k < end && k < len(c.t.sent.Tokens); k++ {
		if !c.t.verbal(k) && !c.finite(k) || !c.t.hasFeat(k, "VerbForm=Fin") && !c.finite(k) {
			continue
		}
		at := k
		if rel := c.t.rel(k); rel == "aux" || rel == "cop" {
			at = c.t.tok(k).Head
		}
		if rel := c.t.rel(at); rel != "advcl" && !strings.HasPrefix(c.t.tok(at).Deprel, "acl:relcl") {
			return true
		}
	}
	return false
}

// resumed is where what is said ends when it goes on behind the telling ("..., she said, and ..."), given where it ends before it.
func (c *clause) resumed(a *act, last int) int {
	n := len(c.t.sent.Tokens)
	if c.quotedBefore(a.from-1) != nil { // only another quotation goes on with one
		for k := a.to + 1; k < n; k++ {
			if q := c.quoteAt(k); q != nil && c.begins(q, k) {
				for k+1 < n && c.quoteAt(k+1) == q {
					k++
				}
				return k
			}
			if w := c.t.lower[k]; c.t.verbal(k) && c.lex.Classes.Has("speech", w) || w == "that" {
				return last
			}
		}
		return last
	}
	head := -1
	if h := c.t.tok(a.verb).Head; c.t.is(a.verb, "parataxis") && h >= 0 && h < a.from {
		head = h
	}
	for k := range c.t.kids(a.verb) {
		if k < a.from && (c.t.is(k, "ccomp") || c.t.is(k, "parataxis")) {
			head = k
		}
	}
	if head < 0 {
		return last
	}
	for k := range c.t.kids(a.verb) { // "..., X said, and trade was growing", hung on the verb
		if k > a.to && c.t.is(k, "conj") && c.finite(k) && c.t.child(k, "nsubj") > a.to && !c.lex.Classes.Has("speech", c.t.lower[k]) {
			_, end := c.t.subtree(k)
			return c.trimmed(k, end)
		}
	}
	for k := n - 1; k > a.to; k-- {
		if c.t.tok(k).UPOS == "PUNCT" || !c.t.within(k, head) || head != a.verb && c.t.within(a.verb, head) && c.t.within(k, a.verb) {
			continue
		}
		if c.asserts(a.to+1, k+1) {
			return k
		}
		return last
	}
	return last
}

// quotesOf finds the quotations that what is said begins and ends with. Where it begins in one and goes on without, or the other way
// round, the words are a report with a few quoted.
func (c *clause) quotesOf(a *act) {
	first := a.first
	for first < a.last && isQuoteMark(c.t.tok(first).Form) && c.quoteAt(first) == nil {
		first++
	}
	q, end := c.quoteAt(first), c.quotedBefore(a.last)
	if q == nil || end == nil || q == c.quoteAt(a.verb) || q.first == c.sentence && !c.begins(q, first) {
		c.balance(a)
		return
	}
	for k := first; k <= a.last; k++ {
		if t := c.t.tok(k); c.quoteAt(k) == nil && t.UPOS != "PUNCT" && !isQuoteMark(t.Form) && (first > a.verb || a.last < a.verb) {
			c.balance(a)
			return
		}
	}
	a.first, a.said, a.upto = first, q, end
}

// balance takes in the mark that closes a quotation within a report, and leaves out one that only opens.
func (c *clause) balance(a *act) {
	if q := c.quoteAt(a.last); q != nil && q.first == c.sentence && q.span[0] > c.t.tok(a.first).Span[0] && c.quoteAt(a.first) != q && q.span[1] == c.t.tok(a.last).Span[1] &&
		a.last+1 < len(c.t.sent.Tokens) && isQuoteMark(c.t.tok(a.last+1).Form) {
		a.last++
	}
	if a.first < a.last && isQuoteMark(c.t.tok(a.first).Form) && c.quoteAt(a.first) == nil {
		if q := c.quoteAt(a.first + 1); q == nil || q.span[1] > c.t.tok(a.last).Span[0] {
			a.first++
		}
	}
}

// trimmed is the last token of a stretch without the punctuation that ends it.
func (c *clause) trimmed(first, last int) int {
	for last > first && c.quoteAt(last) == nil {
		t := c.t.tok(last)
		mark := isQuoteMark(t.Form)
		if !mark && (t.UPOS != "PUNCT" || t.Form == "%" || t.Form == ")") || mark && c.closesWithin(first, last) {
			break
		}
		last--
	}
	return last
}

// closesWithin says whether the quotation mark at last ends a quotation that began within the stretch, after its first word.
func (c *clause) closesWithin(first, last int) bool {
	for k := last - 1; k > first; k-- {
		if q := c.quoteAt(k); q != nil {
			return q.first == c.sentence && q.span[0] > c.t.tok(first).Span[1]
		}
	}
	return false
}

// end says whether the token ends the sentence.
func (c *clause) end(k int) bool { return k == len(c.t.sent.Tokens)-1 && c.t.tok(k).UPOS == "PUNCT" }

const datelineReach = 9 // tokens within which a dateline ends: "NUR-SULTAN, April 30 –"

// start is the first token behind a dateline ("SKOPJE, July 14 –").
func (c *clause) start() int {
	first := c.t.tok(0).Form
	if len(first) < 2 || strings.ToUpper(first) != first || c.t.tok(0).UPOS == "PUNCT" {
		return 0
	}
	for k := 1; k < len(c.t.sent.Tokens) && k < datelineReach; k++ {
		switch c.t.tok(k).Form {
		case "–", "—", "--":
			return k + 1
		}
		if c.t.verbal(k) {
			return 0
		}
	}
	return 0
}
