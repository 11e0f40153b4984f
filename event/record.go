package event

import (
	"strconv"

	"dragoman"
	"dragoman/lexicon"
)

// record keeps the commitment that a frame says was born of the act, and notes acts of which agreements and missions are born
// until the whole sentence is read.
func (g *coding) record(c *clause, m *match, ev *dragoman.Event) {
	switch m.frame.Record {
	case "agreement", "mission":
		at := -1
		if m.frame.Type != "" {
			at = len(g.out.Events)
		}
		g.born = append(g.born, born{m, *ev, at})
	case "commitment":
		g.commitment(c, m, ev)
	}
}

// A topic says of a noun what records it may lead to.
type topic uint8

const (
	ofAgreement topic = 1 << iota
	ofMission
	ofGathering
)

// topicClasses are the lexical classes whose words lead to each kind of record.
var topicClasses = map[topic][]string{
	ofAgreement: {"agreement", "agreement-part"},
	ofMission:   {"mission", "mission-part"},
	ofGathering: {"gathering", "session", "standing-body", "visit", "edition"},
}

// topicsOf indexes the words of topicClasses, so that most tokens cost one look.
func topicsOf(lex *lexicon.Lexicon) map[string]topic {
	out := map[string]topic{}
	for t, classes := range topicClasses {
		for _, class := range classes {
			for w := range lex.Classes.Words(class) {
				out[w] |= t
			}
		}
	}
	return out
}

// records reads what the sentence tells of agreements, missions and gatherings, once its events are known.
func (g *coding) records(c *clause) {
	for k := range c.t.sent.Tokens {
		t := g.topics[c.t.lower[k]]
		if t == 0 && !conferenceOfParties(c.form(k)) {
			continue
		}
		u := c.t.tok(k).UPOS
		noun := u == "NOUN" || u == "PROPN"
		if noun && t&ofAgreement != 0 {
			g.agreementAt(c, k)
		}
		if noun && t&ofMission != 0 {
			g.missionAt(c, k)
		}
		if t&ofGathering != 0 || t == 0 {
			g.gatheringAt(c, k)
		}
	}
	g.born = g.born[:0]
}

// localID is a provisional identifier, unique within the reading; finish replaces it.
func localID(kind string, n int) string { return kind + "#" + strconv.Itoa(n) }

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
		r.ID, r.Event = final("a", r.ID, r.Why, r.Evidence, r.Kind), renamed[r.Event]
	}
	for i := range o.Missions {
		r := &o.Missions[i]
		r.ID, r.Event = final("m", r.ID, r.Why, r.Evidence, r.Kind, r.Of.Country, r.In.Country), renamed[r.Event]
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
