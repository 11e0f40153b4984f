package event

import (
	"dragoman"
)

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
