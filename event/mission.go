package event

import (
	"dragoman"
)

// missionAt keeps the embassy, consulate or office at k when the sentence tells a change of it, or that it is there.
func (g *coding) missionAt(c *clause, k int) {
	kind := c.missionKind(k)
	if kind == "" {
		return
	}
	if pred, change := c.changeOfMission(k); change != "" {
		g.mission(c, k, pred, kind, change)
	}
}

// missionKind is what the mission is called, "" where the noun alone names none ("office", "mission").
func (c *clause) missionKind(k int) string {
	if v := c.phraseValue("mission", k); v != "" {
		return v
	}
	if c.word(k+1) == "general" && c.t.lower[k] == "consulate" {
		return c.lex.Classes.Value("mission", "consulate general")
	}
	if c.lex.Classes.Has("mission-part", c.t.lower[k]) {
		return ""
	}
	return c.lex.Classes.Value("mission", c.t.lower[k])
}

// changeOfMission finds the word that tells what became of the mission, and the change.
func (c *clause) changeOfMission(k int) (pred int, change string) {
	if h := c.t.tok(k).Head; h == k+1 && c.word(h) == "general" { // "consulate general" headed by "general"
		k = h
	}
	top := c.contained(k)
	for d := range c.t.kids(k) {
		if c.t.is(d, "acl") && c.t.verbal(d) && !c.infinitive(d) {
			if change := c.brings("mission-change", d, ""); change != "" && holds(c.slotsOf(d).get("obj"), k, top) {
				return d, change
			}
		}
	}
	h := c.t.tok(top).Head
	if h < 0 {
		return -1, ""
	}
	if !c.t.verbal(h) {
		if c.t.is(top, "nmod") && c.t.marker(top, "case") == "of" {
			return h, c.lex.Classes.Value("mission-change-noun", c.t.lower[h])
		}
		return -1, ""
	}
	s := c.slotsOf(h)
	switch {
	case holds(s.get("obj"), top, k):
		return h, c.brings("mission-change", h, "")
	case holds(s.get("subj"), top, k):
		return h, c.brings("mission-change-of", h, "")
	}
	return -1, ""
}

func (g *coding) mission(c *clause, k, pred int, kind, change string) {
	b := g.bornAt(pred, k)
	of, in := c.missionSides(k, pred, b)
	if of == nil || in == nil {
		return
	}
	span := c.t.span(min(pred, k), max(pred, k))
	ms := dragoman.Mission{Kind: kind, Change: change, Of: *of, In: *in, Confidence: 0.75, Evidence: c.evidence(),
		Why: dragoman.Why{Frame: c.t.lower[pred] + "+mission", File: "records.tsv", Trigger: c.words(span), Span: span}}
	if b != nil {
		ms.Status, ms.Date, ms.Place, ms.Confidence, ms.Why = b.event.Status, b.event.Date, b.event.Place, b.event.Confidence, b.event.Why
	} else {
		m := &match{frame: noFrame, pred: pred, slots: c.slotsOf(pred)}
		ev := dragoman.Event{Date: c.dateOf(pred)}
		ev.Status, _ = c.status(pred)
		c.settleStatus(m.pred, &ev)
		ms.Status, ms.Date, ms.Place = ev.Status, ev.Date, c.placeOf(m)
	}
	if !c.settleMission(&ms, pred) {
		return
	}
	if c.t.hasFeat(k, "Number=Plur") && b == nil && c.mutual(k, pred) { // "X and Y will reopen their embassies"
		back := ms
		back.Of, back.In = ms.In, ms.Of
		g.keepMission(&back, nil)
	}
	g.keepMission(&ms, b)
}

// mutual says whether the countries that act are the sending and the receiving ones at once.
func (c *clause) mutual(k, pred int) bool {
	for _, h := range c.slotsOf(pred).get("subj") {
		if h != k && len(placed(c.parties(h, false))) == 2 {
			return true
		}
	}
	return false
}

// keepMission records a mission that is new, and ties it to the event of the same act.
func (g *coding) keepMission(ms *dragoman.Mission, b *born) {
	if g.missionTold(ms) {
		return
	}
	ms.ID = localID("mission", len(g.out.Missions))
	if b != nil && b.at >= 0 && g.out.Events[b.at].Record == "" {
		ev := &g.out.Events[b.at]
		ev.ID, ev.Record = localID("event", b.at), ms.ID
		ms.Event = ev.ID
	}
	g.out.Missions = append(g.out.Missions, *ms)
}

// settleMission makes a plan of an opening still to come; false where nothing is told for sure.
func (c *clause) settleMission(ms *dragoman.Mission, pred int) bool {
	switch {
	case ms.Change == "exists" && ms.Status == dragoman.Ongoing:
		ms.Status = dragoman.Happened
	case ms.Change == "exists":
		return ms.Status == dragoman.Happened || ms.Status == dragoman.Historical
	case ms.Status == dragoman.Hypothetical && (c.question() || c.conditional(pred)):
		return false
	case ms.Status == dragoman.Hypothetical:
		ms.Status = dragoman.Planned // asked for, wished, announced by somebody
	}
	if verb := c.t.tok(pred).Head; ms.Change == "opened" && !c.t.verbal(pred) && verb >= 0 && c.t.is(pred, "obj") && c.lex.Classes.Has("clear", c.t.lower[verb]) {
		ms.Status = dragoman.Planned
	}
	if ms.Change == "opened" && ms.Status == dragoman.Planned {
		ms.Change = "planned"
	}
	return true
}

// conditional says whether a condition governs the predicate.
func (c *clause) conditional(p int) bool {
	for at, level := p, 0; at >= 0 && level < maxEmbedding; at, level = c.t.tok(at).Head, level+1 {
		for d := range c.t.kids(at) {
			if c.t.is(d, "mark") && c.lex.Classes.Has("mark-hypothetical", c.t.lower[d]) || d < at && (c.t.lower[d] == "when" || c.t.lower[d] == "whether") {
				return true
			}
		}
	}
	return false
}

// missionTold adds a further telling to the mission told before.
func (g *coding) missionTold(ms *dragoman.Mission) bool {
	for i := range g.out.Missions {
		old := &g.out.Missions[i]
		if old.Of.Country != ms.Of.Country || old.In.Country != ms.In.Country || old.Kind != ms.Kind {
			continue
		}
		if old.Change == ms.Change && old.Status == ms.Status || ms.Change == "exists" && old.Change == "opened" {
			if old.Evidence[len(old.Evidence)-1].Sentence != ms.Evidence[0].Sentence {
				old.Evidence = append(old.Evidence, ms.Evidence...)
			}
			return true
		}
	}
	return false
}

// missionSides finds whose mission it is and where: by the act that a frame found, else by the noun's own phrase ("the Embassy
// of X in Y", "its consulate in Z") and the subject of the governing verb.
func (c *clause) missionSides(k, pred int, b *born) (of, in *dragoman.Actor) {
	s := c.slotsOf(k)
	of = firstCountry(c.side([]string{"poss", "mod", "of"}, s), "")
	if of == nil && b != nil && b.match.pred == pred {
		of, in = firstCountry(b.event.Actors, ""), firstCountry(b.event.Recipients, "")
		if of != nil && in != nil {
			return of, in
		}
	}
	if of == nil && pred != k {
		of = firstCountry(c.side([]string{"subj", "agent"}, c.slotsOf(pred)), "")
	}
	if of == nil && !c.t.verbal(pred) { // "parliament approved the opening of an embassy"
		if verb := c.t.tok(pred).Head; verb >= 0 && c.t.verbal(verb) && c.t.is(pred, "obj") {
			of = firstCountry(c.side([]string{"subj"}, c.slotsOf(verb)), "")
		}
	}
	if of == nil {
		of = firstCountry(c.direct(k), "")
	}
	if of == nil {
		return nil, nil
	}
	for _, noun := range []int{k, pred} {
		ps := c.slotsOf(noun)
		for _, slot := range []string{"in", "to", "at", "from", "where", "subj"} {
			if slot == "subj" && (noun == k || !c.t.hasFeat(k, "Number=Plur")) { // "X and Y will open embassies"
				continue
			}
			for _, h := range ps.get(slot) {
				if in = firstCountry(c.parties(h, slot == "in"), of.Country); in != nil && h != k {
					return of, in
				}
			}
		}
	}
	return of, c.landBehind(k, of.Country)
}

// landBehind is the country of the first place under "in" behind a token, wherever the parser hung it, other than the one
// given.
func (c *clause) landBehind(k int, not string) *dragoman.Actor {
	for i := k + 1; i < len(c.t.sent.Tokens) && i < k+8; i++ {
		if c.t.verbal(i) && c.finite(i) {
			return nil
		}
		if c.t.marker(i, "case") == "in" {
			if a := firstCountry(c.direct(i), not); a != nil {
				return a
			}
		}
	}
	return nil
}

// firstCountry is the first actor with a country other than the one given.
func firstCountry(list []dragoman.Actor, not string) *dragoman.Actor {
	for i := range list {
		if list[i].Country != "" && list[i].Country != not {
			return &list[i]
		}
	}
	return nil
}
