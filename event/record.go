package event

import (
	"strconv"
	"strings"

	"dragoman"
)

// record keeps the agreement, mission or commitment that a frame says was born of the act, and ties the two together.
func (g *coding) record(c *clause, m *match, ev *dragoman.Event) {
	switch m.frame.Record {
	case "agreement":
		g.agreements(c, m, ev)
	case "mission":
		g.missions(c, m, ev)
	case "commitment":
		g.commitment(c, m, ev)
	}
}

// localID is a provisional identifier, unique within the reading; finish replaces it.
func localID(kind string, n int) string { return kind + "#" + strconv.Itoa(n) }

// classed finds the token of a match that belongs to a lexical class: a filler that the frame asks for, or the predicate.
func (c *clause) classed(m *match, class string) int {
	if c.lex.Classes.Has(class, c.t.lower[m.pred]) {
		return m.pred
	}
	for _, f := range m.slots.list {
		for _, k := range c.t.conjuncts(f.head) {
			if c.lex.Classes.Has(class, c.t.lower[k]) {
				return k
			}
			for d := range c.t.kids(k) { // "a series of agreements"
				if c.t.is(d, "nmod") && c.t.marker(d, "case") == "of" && c.lex.Classes.Has(class, c.t.lower[d]) {
					return d
				}
			}
		}
	}
	return -1
}

func (g *coding) agreements(c *clause, m *match, ev *dragoman.Event) {
	noun := c.classed(m, "agreement")
	if noun < 0 {
		return
	}
	all := parties(ev)
	if g.toldAgreement(c, noun, all) {
		return
	}
	ag := dragoman.Agreement{
		ID: localID("agreement", len(g.out.Agreements)), Kind: c.agreementKind(noun), Name: c.properName(noun),
		State: dragoman.AgreementState(m.frame.State), Status: ev.Status, Count: c.count(noun), Parties: all,
		Subject: c.subject(noun, m.slots), Date: ev.Date, Place: ev.Place, Confidence: ev.Confidence, Evidence: ev.Evidence, Why: ev.Why,
	}
	if m.frame.Type != "" {
		ev.ID = localID("event", len(g.out.Events))
		ag.Event, ev.Record = ev.ID, ag.ID
	}
	g.out.Agreements = append(g.out.Agreements, ag)
	g.agreement, c.agreement = all, all
}

// toldAgreement says whether the sentence has told the agreement already: "an agreement between X and Y was signed".
func (g *coding) toldAgreement(c *clause, noun int, all []dragoman.Actor) bool {
	for i := len(g.out.Agreements) - 1; i >= 0; i-- {
		a := &g.out.Agreements[i]
		if a.Evidence[0].Sentence != c.sentence {
			return false
		}
		if a.Kind == c.agreementKind(noun) && sameSet(countries(a.Parties), countries(all)) {
			return true
		}
	}
	return false
}

// agreementKind is what the agreement noun is called; "memorandum of understanding" and "MoU" are one kind.
func (c *clause) agreementKind(noun int) string {
	if kind := c.lex.Classes.Value("agreement", c.t.lower[noun]); kind != "" {
		return kind
	}
	return c.t.lower[noun]
}

// properName is a name written in capitals, of at least two words: "Comprehensive Partnership Agreement"; "" for none.
func (c *clause) properName(noun int) string {
	if c.t.tok(noun).UPOS != "PROPN" {
		return ""
	}
	first := noun
	for k := noun - 1; k >= 0; k-- {
		if c.t.tok(k).UPOS != "PROPN" && c.t.tok(k).UPOS != "ADJ" || !startsUpper(c.t.tok(k).Form) {
			break
		}
		first = k
	}
	if first == noun {
		return ""
	}
	return c.words(c.t.span(first, noun))
}

func startsUpper(s string) bool {
	return s != "" && s[0] >= 'A' && s[0] <= 'Z' || len(s) > 1 && s[0] >= 0xC3
}

// count is the number written before a noun, 1 without one.
func (c *clause) count(noun int) int {
	k := c.t.child(noun, "nummod")
	if k < 0 {
		return 1
	}
	if n, err := strconv.Atoi(c.t.tok(k).Form); err == nil && n > 0 && n < 1000 {
		return n
	}
	if v := c.lex.Classes.Value("number-word", c.t.lower[k]); v != "" {
		if n, err := strconv.Atoi(v); err == nil {
			return n
		}
	}
	return 1
}

// subject is what an agreement is about, in the text's words: its "on", "for", "of", "in" phrase, or the words before
// the noun ("visa waiver agreement").
func (c *clause) subject(noun int, s *slots) string {
	if topic := c.topic(noun); topic != "" {
		return topic
	}
	for k := range c.t.kids(noun) { // "memorandum of understanding on trade"
		if c.t.lower[k] == "understanding" || c.t.lower[k] == "intent" {
			if topic := c.topic(k); topic != "" {
				return topic
			}
		}
	}
	first := noun
	for k := range c.t.kids(noun) {
		if k < noun && (c.t.is(k, "compound") || c.t.is(k, "amod")) && !c.isModifier(k) {
			first = min(first, k)
		}
	}
	if first < noun {
		return c.words(c.t.span(first, noun-1))
	}
	for _, want := range []string{"on", "for", "about", "regarding", "concerning"} {
		for _, h := range s.get(want) {
			if h > noun && c.t.nominal(h) && len(c.direct(h)) == 0 && !c.dated(h) {
				return c.words(c.t.phrase(h))
			}
		}
	}
	return c.following(noun)
}

// topic is the phrase behind the noun that says what it is about, "" when there is none.
func (c *clause) topic(noun int) string {
	for _, want := range []string{"on", "for", "about", "regarding", "concerning", "covering", "in", "of", "to"} {
		for k := range c.t.kids(noun) {
			if !c.t.is(k, "nmod") && !c.t.is(k, "acl") {
				continue
			}
			if w := c.t.marker(k, "case"); w != want && c.t.marker(k, "mark") != want {
				continue
			}
			if len(c.direct(k)) > 0 || c.dated(k) || c.t.lower[k] == "understanding" || c.t.lower[k] == "intent" {
				continue
			}
			return c.words(c.t.phrase(k))
		}
	}
	return ""
}

// following looks for the subject in the sentence after: "This agreement seeks to expand the volume of oil ...".
func (c *clause) following(noun int) string {
	next := c.sentence + 1
	if next >= len(c.article.Sentences) {
		return ""
	}
	s := &c.article.Sentences[next]
	if s.Block != c.t.sent.Block || len(s.Tokens) < 4 {
		return ""
	}
	det := strings.ToLower(s.Tokens[0].Form)
	if det != "this" && det != "the" || !c.lex.Classes.Has("agreement", strings.ToLower(s.Tokens[1].Lemma)) {
		return ""
	}
	return strings.TrimRight(dragoman.Span{s.Tokens[2].Span[0], s.Span[1]}.Of(c.text()), ". ")
}

func (g *coding) missions(c *clause, m *match, ev *dragoman.Event) {
	noun := c.classed(m, "mission")
	of := firstCountry(ev.Actors)
	in := firstCountry(ev.Recipients)
	if noun < 0 || of == nil || in == nil {
		return
	}
	ms := dragoman.Mission{
		ID: localID("mission", len(g.out.Missions)), Kind: c.missionKind(noun), Change: missionChange(m.frame.State, ev.Status), Status: ev.Status,
		Of: *of, In: *in, Place: ev.Place, Date: ev.Date, Confidence: ev.Confidence, Evidence: ev.Evidence, Why: ev.Why,
	}
	if m.frame.Type != "" {
		ev.ID = localID("event", len(g.out.Events))
		ms.Event, ev.Record = ev.ID, ms.ID
	}
	g.out.Missions = append(g.out.Missions, ms)
}

// missionChange is what became of a mission; an opening still to come is a plan.
func missionChange(change string, status dragoman.Status) string {
	if change == "opened" && (status == dragoman.Planned || status == dragoman.Hypothetical) {
		return "planned"
	}
	return change
}

func (c *clause) missionKind(noun int) string {
	kind := c.lex.Classes.Value("mission", c.t.lower[noun])
	if kind == "" {
		kind = c.t.lower[noun]
	}
	for k := range c.t.kids(noun) {
		switch word := c.t.lower[k]; {
		case word == "general" && kind == "consulate":
			kind = "consulate general"
		case word == "honorary" && kind == "consulate":
			kind = "honorary consulate"
		case word == "trade" && kind == "office":
			kind = "trade office"
		}
	}
	return kind
}

func firstCountry(list []dragoman.Actor) *dragoman.Actor {
	for i := range list {
		if list[i].Country != "" {
			return &list[i]
		}
	}
	return nil
}

// commitment keeps what somebody promised, in the words of the promise.
func (g *coding) commitment(c *clause, m *match, ev *dragoman.Event) {
	what := c.promise(m)
	if what < 0 || ev.Status == dragoman.Negated {
		return
	}
	to := ev.Recipients
	if len(to) == 0 {
		to = c.mentioned(what, ev.Actors)
	}
	if len(to) == 0 && len(countries(ev.Actors)) > 1 {
		to = ev.Actors
	}
	cm := dragoman.Commitment{
		ID: localID("commitment", len(g.out.Commitments)), By: ev.Actors, To: to, What: c.words(c.t.phrase(what)),
		Date: ev.Date, Confidence: ev.Confidence, Evidence: ev.Evidence, Why: ev.Why,
	}
	for _, d := range c.dates {
		if c.t.within(d.Head, what) && (c.t.marker(d.Head, "case") == "by" || d.Range.Start > c.article.Document.Published) {
			cm.Due = d.Range
		}
	}
	if cm.Date.Start != "" && cm.Date == cm.Due {
		cm.Date = c.undated()
	}
	g.out.Commitments = append(g.out.Commitments, cm)
}

// promise is the head of what is promised: the infinitive, the that-clause, else the object.
func (c *clause) promise(m *match) int {
	for _, slot := range []string{"xcomp", "ccomp", "acl", "obj", "to", "on"} {
		for _, h := range m.slots.get(slot) {
			if len(c.direct(h)) == 0 {
				return h
			}
		}
	}
	return -1
}

// name gives final identifiers to everything beside the events; renamed maps the events' provisional ones.
func (g *coding) name(renamed map[string]string) {
	o, d := g.out, g.out.Document.ID
	records := map[string]string{}
	final := func(prefix, local string, why dragoman.Why, ev []dragoman.Evidence, more ...string) string {
		id := prefix + dragoman.ContentID(append([]string{d, prefix, why.Frame, strconv.Itoa(why.Span[0]), strconv.Itoa(ev[0].Sentence)}, more...)...)
		records[local] = id
		return id
	}
	for i := range o.Agreements {
		r := &o.Agreements[i]
		r.ID, r.Event = final("a", r.ID, r.Why, r.Evidence), renamed[r.Event]
	}
	for i := range o.Missions {
		r := &o.Missions[i]
		r.ID, r.Event = final("m", r.ID, r.Why, r.Evidence), renamed[r.Event]
	}
	for i := range o.Commitments {
		r := &o.Commitments[i]
		r.ID = final("c", r.ID, r.Why, r.Evidence)
	}
	for i := range o.Gatherings {
		r := &o.Gatherings[i]
		r.ID = final("g", r.ID, r.Why, r.Evidence, r.Name)
	}
	for i := range o.Statements {
		r := &o.Statements[i]
		r.ID = final("s", r.ID, r.Why, r.Evidence, r.Speaker.ID)
	}
	for i := range o.Figures {
		r := &o.Figures[i]
		r.ID = final("f", r.ID, r.Why, r.Evidence, r.Metric, strconv.Itoa(r.Span[0]))
	}
	for i := range o.Offices {
		r := &o.Offices[i]
		r.ID = final("o", r.ID, r.Why, r.Evidence, r.Person.ID, r.Post)
	}
	for i := range o.Events {
		o.Events[i].Record = records[o.Events[i].Record]
	}
}
