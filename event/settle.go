package event

import (
	"slices"
	"strings"
	"time"

	"dragoman"
)

const historicalYears = 3 // acts further back than this before publication are history, not news

// settleStatus corrects the tree's status by tense and date; pred is the word that the event hangs on.
func (c *clause) settleStatus(pred int, ev *dragoman.Event) {
	if ev.Status != dragoman.Happened {
		return
	}
	published := c.article.Document.Published
	switch {
	case ev.Date.Start != "" && len(published) == 10 && ev.Date.Start > published && !c.t.hasFeat(pred, "Tense=Past"):
		ev.Status = dragoman.Planned
		ev.Why.Notes = append(ev.Why.Notes, "planned: its date lies after publication")
	case c.scheduled(pred, ev):
		ev.Status = dragoman.Planned
		ev.Why.Notes = append(ev.Why.Notes, "planned: the present tense with a date")
	case ev.Date.End != "" && published != "" && ev.Date.Precision != dragoman.PrecisionBefore && yearsBefore(ev.Date.End, published) >= historicalYears:
		ev.Status = dragoman.Historical
	case c.lex.Classes.Has("anniversary", c.t.lower[max(c.t.tok(pred).Head, 0)]):
		ev.Status = dragoman.Historical
	case c.habitual(pred) && (ev.Type == dragoman.Cooperate || ev.Type == dragoman.Aid):
		ev.Status = dragoman.Ongoing
	}
}

// habitual says that a verb stands in the simple present outside a headline.
func (c *clause) habitual(p int) bool {
	kind := c.article.Blocks[c.t.sent.Block].Kind
	return c.t.verbal(p) && c.t.hasFeat(p, "Tense=Pres") && kind != dragoman.Title && kind != dragoman.Heading
}

// scheduled recognises a meeting told in the present tense with its day: "On Tuesday the president travels to X".
func (c *clause) scheduled(p int, ev *dragoman.Event) bool {
	return ev.Type == dragoman.Consult && c.t.tok(p).XPOS == "VBZ" && c.habitual(p) && len(c.dates) > 0 && ev.Date.Start != "" &&
		ev.Date.Precision == dragoman.PrecisionDay
}

func yearsBefore(date, published string) int {
	d, err := time.Parse(time.DateOnly, date)
	p, err2 := dragoman.ParseDate(published)
	if err != nil || err2 != nil {
		return 0
	}
	end, err := time.Parse(time.DateOnly, p.Start)
	if err != nil || d.After(end) {
		return 0
	}
	return int(end.Sub(d).Hours() / 24 / 365.25)
}

// settleType turns co-operation to come into AGREE, as PLOVER has it.
func (c *clause) settleType(ev *dragoman.Event) {
	if ev.Status != dragoman.Planned {
		return
	}
	switch ev.Type {
	case dragoman.Consult, dragoman.Support, dragoman.Cooperate, dragoman.Aid:
		ev.Why.Notes = append(ev.Why.Notes, "AGREE: a future "+string(ev.Type))
		ev.Type, ev.Mode = dragoman.Agree, ""
	case dragoman.Retreat:
		ev.Why.Notes = append(ev.Why.Notes, "CONCEDE: a future RETREAT")
		ev.Type, ev.Mode = dragoman.Concede, ""
	}
}

// settleVisit finds visitor and host of a meeting that took place in the country of one of two parties.
func (c *clause) settleVisit(ev *dragoman.Event) {
	if ev.Type != dragoman.Consult {
		return
	}
	all := parties(ev)
	lands := countries(all)
	if len(lands) > 2 && ev.Mode == "" {
		ev.Mode = "multilateral"
		return
	}
	if len(lands) != 2 || ev.Mode != "" || ev.Place.Country == "" || !slices.Contains(lands, ev.Place.Country) {
		return
	}
	var guests, hosts []dragoman.Actor
	for _, a := range all {
		if a.Country == ev.Place.Country {
			hosts = append(hosts, a)
		} else {
			guests = append(guests, a)
		}
	}
	ev.Mode, ev.Actors, ev.Recipients = "visit", guests, hosts
	ev.Why.Notes = append(ev.Why.Notes, "visit: held in "+ev.Place.Name)
}

// contexts gathers the frame's contexts, where a frame matched, those of the block and those that the parties' sectors speak for.
func (g *coding) contexts(c *clause, m *match, ev *dragoman.Event) []string {
	var out []string
	if m != nil {
		out = slices.Clone(m.frame.Contexts)
	}
	add := func(ctx string) {
		if !slices.Contains(out, ctx) {
			out = append(out, ctx)
		}
	}
	for _, ctx := range g.themeAt(c.sentence) {
		add(ctx)
	}
	for _, a := range parties(ev) {
		if a.Sector == dragoman.SectorLEG {
			add("legislative")
		}
	}
	slices.Sort(out)
	return out
}

// themeAt gives the contexts of the block that a sentence stands in; the block is read once, when its first event is found.
func (g *coding) themeAt(sentence int) []string {
	list := g.article.Sentences
	block := list[sentence].Block
	if g.theme.known && g.theme.block == block || g.subjects == nil {
		return g.theme.contexts
	}
	from, to := sentence, sentence+1
	for from > 0 && list[from-1].Block == block {
		from--
	}
	for to < len(list) && list[to].Block == block {
		to++
	}
	g.theme = theme{known: true, block: block, contexts: g.subjects.Of(list[from:to])}
	return g.theme.contexts
}

// sourceOf is whoever the text says the act on: the innermost speech that holds it, or who speaks in a quotation that runs on.
func (c *clause) sourceOf(p int) *dragoman.Actor {
	var in *act
	for i := range c.acts {
		if a := &c.acts[i]; a.verb != p && a.holds(p) && (in == nil || a.last-a.first < in.last-in.first) {
			in = a
		}
	}
	switch {
	case in != nil:
		return &in.who[0]
	case c.quoted[p] && len(c.speaker) > 0 && c.quoteAt(p).last > c.quoteAt(p).first:
		return &c.speaker[0]
	}
	return nil
}

// settleConfidence lowers a frame's confidence for what was inferred rather than read.
func (c *clause) settleConfidence(m *match, ev *dragoman.Event) {
	for _, a := range parties(ev) {
		if strings.HasPrefix(a.Via, "co-reference") {
			ev.Confidence *= 0.92
		}
		if a.Country == "" && a.ID == "" {
			ev.Confidence *= 0.85
		}
	}
	if len(ev.Actors) == 0 {
		ev.Confidence *= 0.8
	}
	if ev.Source != nil {
		ev.Confidence *= 0.95
	}
	ev.Confidence = float64(int(ev.Confidence*100+0.5)) / 100
}
