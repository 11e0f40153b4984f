package event

import (
	"strings"

	"dragoman"
)

// commitment keeps what somebody promised, in the words of the promise.
func (g *coding) commitment(c *clause, m *match, ev *dragoman.Event) {
	what := c.promise(m)
	if what < 0 || ev.Status == dragoman.Negated {
		return
	}
	if len(placed(ev.Actors)) == 0 { // "The ministers agreed ..."
		if pair := g.pairBefore(c, ev.Actors); pair != nil {
			ev.Actors = pair
		}
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
	g.keepCommitment(c, &cm, what)
}

// undertake keeps what parties will do under an agreement told before: "Under the memorandum, the two companies will study ...".
func (g *coding) undertake(c *clause, p *paper) {
	aux := c.t.child(p.pred, "aux")
	if p.pred == p.noun || p.state != dragoman.AgreementInForce || aux < 0 || !c.lex.Classes.Has("modal-planned", c.t.lower[aux]) {
		return
	}
	by := c.distinct(c.side([]string{"subj"}, c.slotsOf(p.pred)))
	if len(placed(by)) == 0 {
		return
	}
	span := c.t.span(p.pred, p.pred)
	cm := dragoman.Commitment{ID: localID("commitment", len(g.out.Commitments)), By: by, To: []dragoman.Actor{}, Date: c.undated(), Confidence: 0.6,
		Evidence: c.evidence(), Why: dragoman.Why{Frame: "under+agreement", File: "records.tsv", Trigger: c.words(span), Span: span}}
	_, last := c.t.subtree(p.pred)
	cm.What = strings.TrimRight(c.words(c.t.span(aux+1, last)), ". ")
	if len(placed(by)) > 1 {
		cm.To = by
	}
	g.keepCommitment(c, &cm, p.pred)
}

// keepCommitment finds by when the promise is due, and records it.
func (g *coding) keepCommitment(c *clause, cm *dragoman.Commitment, what int) {
	for _, d := range c.dates {
		if c.t.within(d.Head, what) && (c.t.marker(d.Head, "case") == "by" || d.Range.Start > c.article.Document.Published) {
			cm.Due = d.Range
		}
	}
	if cm.Date.Start != "" && cm.Date == cm.Due {
		cm.Date = c.undated()
	}
	g.out.Commitments = append(g.out.Commitments, *cm)
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
