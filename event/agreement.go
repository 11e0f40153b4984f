package event

import (
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// agreementAt keeps the agreement that the noun at k names, or adds what the sentence tells of it to one told before.
func (g *coding) agreementAt(c *clause, k int) {
	if !c.paperNoun(k) || c.countedWith(k) {
		return
	}
	if p, ok := c.paperAt(k); ok {
		g.undertake(c, &p)
		g.agree(c, &p)
	}
}

// countedWith says whether the noun is counted together with one before it: "12 agreements and memorandums".
func (c *clause) countedWith(k int) bool {
	h := c.t.tok(k).Head
	return h >= 0 && c.t.is(k, "conj") && c.t.child(h, "nummod") >= 0 && c.t.child(k, "nummod") < 0 && c.t.child(k, "det") < 0 && c.paperNoun(h)
}

func (g *coding) agree(c *clause, p *paper) {
	ag, b := g.draft(c, p)
	if ag.Status == dragoman.Hypothetical || ag.Status == dragoman.Planned && c.wished(p.pred) {
		return
	}
	if old := g.toldBefore(c, p, &ag); old != nil {
		enrich(old, &ag)
		g.agreement, c.agreement = old.Parties, old.Parties
		return
	}
	if len(ag.Parties) < 2 || len(countries(ag.Parties)) < 2 && !internal(ag.Parties) {
		return
	}
	ag.ID = localID("agreement", len(g.out.Agreements))
	if b != nil && b.at >= 0 {
		ev := &g.out.Events[b.at]
		if ev.Record == "" {
			ev.ID, ev.Record = localID("event", b.at), ag.ID
			ag.Event = ev.ID
		}
	}
	g.out.Agreements = append(g.out.Agreements, ag)
	g.agreement, c.agreement = ag.Parties, ag.Parties
}

// wished says whether the act is only hoped for.
func (c *clause) wished(pred int) bool {
	h := c.t.tok(pred).Head
	return h >= 0 && c.t.is(pred, "xcomp") && c.lex.Classes.Has("wish", c.t.lower[h])
}

// internal says whether parties of one country are sides of a conflict ("the government and the rebels").
func internal(list []dragoman.Actor) bool {
	return slices.ContainsFunc(list, func(a dragoman.Actor) bool { return a.Sector == dragoman.SectorREB || a.Sector == dragoman.SectorOPP })
}

// draft fills in everything that the sentence tells of an agreement.
func (g *coding) draft(c *clause, p *paper) (dragoman.Agreement, *born) {
	b := g.bornAt(p.pred, p.noun)
	m := &match{frame: noFrame, pred: p.pred, slots: c.slotsOf(p.pred)}
	trigger := c.t.span(min(p.pred, p.noun), max(p.pred, p.noun))
	ag := dragoman.Agreement{
		Kind: c.agreementKind(p.noun), Name: c.properName(p.noun), State: p.state, Count: c.papersCounted(p), Subject: c.subject(p.noun, m.slots),
		Confidence: 0.7, Evidence: c.evidence(), Why: dragoman.Why{Frame: p.frame, File: "records.tsv", Trigger: c.words(trigger), Span: trigger},
	}
	if b != nil {
		ag.Why, ag.Confidence = b.event.Why, b.event.Confidence
		ag.Status, ag.Date, ag.Place = b.event.Status, b.event.Date, b.event.Place
	} else {
		ev := dragoman.Event{Date: c.dateOf(p.pred)}
		ev.Status, _ = c.status(p.pred)
		c.settleStatus(m.pred, &ev)
		ag.Status, ag.Date, ag.Place = ev.Status, ev.Date, c.placeOf(m)
	}
	if ag.State == dragoman.AgreementInForce && ag.Status == dragoman.Ongoing {
		ag.Status = dragoman.Happened
	}
	ag.Value, ag.Unit = c.worth(p)
	g.settleParties(c, p, b, &ag)
	return ag, b
}

// bornAt is the act of the sentence that a frame found at one of the tokens, nil without one.
func (g *coding) bornAt(pred, noun int) *born {
	for _, k := range []int{pred, noun} {
		for i := range g.born {
			if g.born[i].match.pred == k {
				return &g.born[i]
			}
		}
	}
	return nil
}

// papersCounted is the number of papers: of the noun, or of what holds it ("a dozen of agreements").
func (c *clause) papersCounted(p *paper) int {
	if n := c.count(p.noun); n > 1 || p.top == p.noun || c.t.is(p.noun, "conj") {
		return n
	}
	return c.count(p.top)
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

const maxWorth = 5 // steps in the tree between an agreement and its value

// worth is the sum of money that the agreement is said to be worth: "a $3 billion deal", "documents worth 1 billion euros".
func (c *clause) worth(p *paper) (value float64, unit string) {
	for k := range c.t.sent.Tokens {
		money := c.lex.Currency(c.form(k)) != "" && k+1 < len(c.t.lower) && c.t.tok(k+1).UPOS == "NUM"
		if !money && c.t.tok(k).UPOS != "NUM" || c.t.tok(k).UPOS == "NUM" && k > 0 && c.lex.Currency(c.form(k-1)) != "" {
			continue
		}
		q, ok := c.quantityAt(k, nil)
		if !ok || q.dimension != "money" {
			continue
		}
		before := k
		for before > 0 && before > k-4 && c.word(before) != "worth" && c.word(before) != "valued" {
			before--
		}
		named := c.word(before) == "worth" || c.word(before) == "valued"
		if (named || c.t.within(q.head, p.noun) && q.head < p.noun) && c.distance(p.noun, q.head) <= maxWorth {
			return q.value, q.unit
		}
	}
	return 0, ""
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

// toldBefore finds the agreement that this is a further telling of, nil when it is new.
func (g *coding) toldBefore(c *clause, p *paper, ag *dragoman.Agreement) *dragoman.Agreement {
	back := c.pointsTo(p)
	for i := len(g.out.Agreements) - 1; i >= 0; i-- {
		old := &g.out.Agreements[i]
		same := old.Evidence[len(old.Evidence)-1].Sentence == c.sentence
		if old.State != ag.State && !(back && ag.State == dragoman.AgreementInForce) || (old.Status == dragoman.Negated) != (ag.Status == dragoman.Negated) || old.Count > 1 && ag.Count > 1 && old.Count != ag.Count {
			continue
		}
		loose := old.Kind == ag.Kind || genericKind(ag.Kind) || genericKind(old.Kind) && back
		if !loose || len(ag.Parties) > 1 && !sameSet(countries(old.Parties), countries(ag.Parties)) && !(back && subset(countries(ag.Parties), countries(old.Parties))) {
			continue
		}
		switch {
		case len(ag.Parties) < 2 && !back:
		case back, same && old.Kind == ag.Kind && c.sameSpot(old, p):
			return old
		case old.Kind == ag.Kind && !differ(old.Date, ag.Date) && (ag.Subject == "" || old.Subject == "" || wordsShared(ag.Subject, old.Subject)):
			return old
		}
	}
	return nil
}

// sameSpot says that the very noun has been told already, by another frame.
func (c *clause) sameSpot(old *dragoman.Agreement, p *paper) bool {
	return old.Why.Span.Overlaps(c.t.tok(p.noun).Span)
}

// pointsTo says whether the noun takes up an agreement told before: "the document", "this agreement".
func (c *clause) pointsTo(p *paper) bool {
	det := c.t.child(p.noun, "det")
	if det < 0 || c.t.is(p.noun, "conj") {
		return false
	}
	w := c.t.lower[det]
	return w == "the" || w == "this" || w == "these" || w == "that"
}

// genericKind says whether any agreement may be called so.
func genericKind(kind string) bool {
	return kind == "agreement" || kind == "document" || kind == "partnership"
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// differ says whether both dates are known to the month and exclude each other.
func differ(a, b dragoman.DateRange) bool {
	if a.Start == "" || b.Start == "" || a.End == "" || b.End == "" {
		return false
	}
	return a.End < b.Start || b.End < a.Start
}

// wordsShared says whether two subjects have a word of some length in common.
func wordsShared(a, b string) bool {
	b = strings.ToLower(b)
	return slices.ContainsFunc(strings.Fields(strings.ToLower(a)), func(w string) bool { return len(w) > 3 && strings.Contains(b, w) })
}

// enrich adds what another telling knows to an agreement: evidence, and what was not known yet.
func enrich(old, ag *dragoman.Agreement) {
	if old.Evidence[len(old.Evidence)-1].Sentence != ag.Evidence[0].Sentence {
		old.Evidence = append(old.Evidence, ag.Evidence...)
	}
	if old.Date.Start == "" && ag.Date.Start != "" && ag.State == old.State {
		old.Date = ag.Date
	}
	if old.Place.Name == "" {
		old.Place = ag.Place
	}
	if old.Subject == "" {
		old.Subject = ag.Subject
	}
	if old.Value == 0 {
		old.Value, old.Unit = ag.Value, ag.Unit
	}
	old.Count = max(old.Count, ag.Count)
}
