package event

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"dragoman"
	"dragoman/event/contexts"
	"dragoman/event/relation"
	"dragoman/event/when"
	"dragoman/lexicon"
)

// Coder implements dragoman.Coder over frames. It is safe for concurrent use.
type Coder struct {
	lex      *lexicon.Lexicon
	dates    *when.Reader
	scorer   *relation.Model
	subjects *contexts.Classifier
	trees    sync.Pool
	// topics says which nouns lead to agreements, missions and gatherings
	topics map[string]topic
}

// New makes a coder over a lexicon. scorer may be nil: frames then decide alone. Where the built-in model of contexts cannot be read,
// which contexts.English reports, events keep the contexts of their frames alone.
func New(lex *lexicon.Lexicon, scorer *relation.Model) *Coder {
	c := &Coder{lex: lex, dates: when.New(), scorer: scorer, topics: topicsOf(lex)}
	if m, err := contexts.English(); err == nil {
		c.subjects = m.With(lex.Ontology.Cues())
	}
	c.trees.New = func() any { return &tree{} }
	return c
}

// coding is the state of reading one article.
type coding struct {
	*Coder
	article *dragoman.Article
	cast    *dragoman.Cast
	out     *dragoman.Reading
	tree    *tree
	model   *relation.Model                           // the scorer to ask, nil for none
	space   [2]relation.Workspace                     // for the scorer
	judge   func(*dragoman.Event, *relation.Evidence) // told of every event as it is weighed; nil normally

	published time.Time        // last day of the publication date, zero when unknown
	block     int              // block of the sentence before
	quotes    []quotation      // of the article, from those of this sentence on
	speaker   []dragoman.Actor // who spoke last
	author    []dragoman.Actor // who spoke last by a statement, letter or message
	spoken    int              // sentence of the last act of speech, -2 for none
	subject   []dragoman.Actor // whom the sentence subjectAt is about
	subjectAt int
	ended     *quotation         // the sentence before ended with it, and this one says who speaks
	date      dragoman.DateRange // last date stated in the block, for "during this visit"
	place     dragoman.Place     // likewise
	scene     dragoman.Place     // last city that anything was told to be in, of the whole document
	agreement []dragoman.Actor   // parties of the last agreement, for "this agreement"
	gathering int                // index of the last gathering told, -1 for none
	story     story              // what the article has been telling of
	told      toldFigure         // the last figure
	born      []born             // acts of the sentence that an agreement or a mission is born of
	theme     theme              // of the block of the last event

	laps   *Laps     // where the time goes, nil when nobody asks
	lapped time.Time // end of the lap before

	dated map[int]dragoman.DateRange // by sentence: the date it is set in, where it states one
}

// theme is what a block is about.
type theme struct {
	known    bool
	block    int
	contexts []string
}

// Code finds everything that happened in an article. The article must be parsed and its cast resolved.
func (co *Coder) Code(a *dragoman.Article, cast *dragoman.Cast) *dragoman.Reading {
	return co.code(a, cast, co.scorer, nil, nil)
}

// Judge codes an article as Code does, and tells what spoke for each event.
func (co *Coder) Judge(a *dragoman.Article, cast *dragoman.Cast, judge func(*dragoman.Event, *relation.Evidence)) *dragoman.Reading {
	return co.code(a, cast, co.scorer, judge, nil)
}

func (co *Coder) code(a *dragoman.Article, cast *dragoman.Cast, scorer *relation.Model, judge func(*dragoman.Event, *relation.Evidence),
	laps *Laps) *dragoman.Reading {
	t := co.trees.Get().(*tree)
	defer co.trees.Put(t)
	out := &dragoman.Reading{Document: a.Document}
	for i := range a.Sentences {
		out.Sentences = append(out.Sentences, a.Sentences[i].Span)
	}
	g := &coding{Coder: co, article: a, cast: cast, out: out, tree: t, model: scorer, judge: judge, block: -1, gathering: -1, dated: map[int]dragoman.DateRange{},
		laps: laps, lapped: time.Now(), quotes: quotations(a), published: when.Base(a.Document.Published), spoken: -2, subjectAt: -2}
	for i := range a.Sentences {
		if s := &a.Sentences[i]; a.Blocks[s.Block].Kind != dragoman.Boilerplate && len(s.Tokens) > 0 && s.Root() >= 0 {
			g.sentence(i)
		}
	}
	g.offices()
	g.finish()
	g.lap(Trees)
	return out
}

// offices takes over the posts found by the actor room, dated by the sentence that shows them held.
func (g *coding) offices() {
	for _, o := range g.cast.Offices {
		if len(o.Evidence) > 0 {
			if d, ok := g.dated[o.Evidence[0].Sentence]; ok && d.Start != "" && !o.Former {
				d.Derived = "date of the sentence"
				o.At = d
			}
		}
		g.out.Offices = append(g.out.Offices, o)
	}
}

// sentence codes one sentence.
func (g *coding) sentence(i int) {
	s := &g.article.Sentences[i]
	if s.Block != g.block {
		g.block = s.Block
		g.date, g.place = dragoman.DateRange{}, dragoman.Place{}
	}
	g.tree.set(s, g.lex)
	c := &clause{lex: g.lex, article: g.article, cast: g.cast, sentence: i, t: g.tree,
		agreement: g.agreement, story: &g.story}
	g.lap(Trees)
	c.dates = g.dates.Sentence(g.article.Document.Text, s, g.tree.words, g.published)
	g.lap(Dates)
	g.speeches(c)
	g.settle(c)
	g.lap(Statements)
	first := len(g.out.Events)
	for p := range s.Tokens {
		g.predicate(c, p)
	}
	g.lap(Frames)
	g.score(c, first)
	g.lap(Scores)
	g.records(c)
	g.lap(Records)
	g.statements(c)
	g.lap(Statements)
	g.figures(c)
	g.lap(Figures)
	if d := c.sentenceDate(); d.Known() {
		g.date, g.dated[i] = d, d
	}
	if pl := c.sentencePlace(); pl.Name != "" {
		g.place, g.scene = pl, pl
	}
}

// settle lets the sentence inherit date and place from the one before when it points back to it.
func (g *coding) settle(c *clause) {
	if c.pointsBack() {
		c.inheritedDate, c.inheritedPlace = g.date, g.place
		if c.inheritedDate.Known() {
			c.inheritedDate.Derived = "from the sentence before"
		}
	}
}

// predicate codes what the token at p says happened.
func (g *coding) predicate(c *clause, p int) {
	m, because, frame := c.matchAt(p)
	if m == nil {
		if because != "" {
			g.out.Uncoded = append(g.out.Uncoded, dragoman.Uncoded{Sentence: c.sentence, Frame: frame, Because: because})
		}
		return
	}
	ev := g.event(c, m)
	if m.frame.Type != "" {
		if c.domestic(m, ev) {
			g.out.Uncoded = append(g.out.Uncoded, dragoman.Uncoded{Sentence: c.sentence, Frame: m.frame.ID, Because: "one party only"})
			return
		}
		if at := g.repeated(&ev, c.sentence); at >= 0 {
			return
		}
	}
	g.record(c, m, &ev)
	if m.frame.Type != "" {
		g.out.Events = append(g.out.Events, ev)
		g.story.tell(&ev, c.sentence, g.lex)
	}
}

// domestic recognises co-operation of an actor with itself, which is no event.
func (c *clause) domestic(m *match, ev dragoman.Event) bool {
	if q := c.lex.Ontology.Quad(m.frame.Type); q == dragoman.VerbalConflict || q == dragoman.MaterialConflict {
		return false
	}
	all := appendActors(append([]dragoman.Actor(nil), ev.Actors...), ev.Recipients)
	return len(all) < 2 && len(ev.Recipients)+len(ev.Actors) > 1
}

// event builds the event of a match.
func (g *coding) event(c *clause, m *match) dragoman.Event {
	f := m.frame
	ev := dragoman.Event{Type: f.Type, Mode: f.Mode, Actors: m.actors, Recipients: m.recipients, Confidence: f.Confidence}
	trigger := c.trigger(m)
	ev.Why = dragoman.Why{Frame: f.ID, File: f.Place(), Trigger: c.words(trigger), Span: trigger}
	ev.Evidence = c.evidence()
	var note string
	ev.Status, note = c.status(m.pred)
	if note != "" {
		ev.Why.Notes = append(ev.Why.Notes, fmt.Sprintf("%s: %s", ev.Status, note))
	}
	if f.Status != "" && ev.Status == dragoman.Happened {
		ev.Status = f.Status
	}
	ev.Date = c.dateOf(m.pred)
	ev.Place = c.placeOf(m)
	c.settleStatus(m.pred, &ev)
	c.settleType(m.pred, &ev)
	c.settleVisit(&ev)
	ev.Contexts = g.contexts(c, m, &ev)
	ev.Source = c.sourceOf(m.pred)
	ev.Score = g.lex.Ontology.Score(ev.Type, ev.Mode)
	c.settleConfidence(m, &ev)
	return ev
}

func (c *clause) evidence() []dragoman.Evidence {
	return []dragoman.Evidence{{Sentence: c.sentence, Span: c.t.sent.Span}}
}

// trigger is the range of words that fired the frame: the predicate, its particle and the fillers that its conditions name.
func (c *clause) trigger(m *match) dragoman.Span {
	lo, hi := m.pred, m.pred
	widen := func(k int) { lo, hi = min(lo, k), max(hi, k) }
	for i, lemma := range m.frame.Lemmas {
		if k := c.particle(m.pred, m.frame.Particles[i]); lemma == c.t.lower[m.pred] && k >= 0 {
			widen(k)
		}
	}
	for _, n := range m.frame.Needs {
		if n.Not || len(n.Classes) == 1 && !c.lex.Classes.Known(n.Classes[0]) { // a class of actors is no part of the trigger
			continue
		}
		for _, h := range m.slots.get(n.Slot) {
			if h-m.pred < 8 && m.pred-h < 8 && c.fits(h, &n) {
				widen(h)
			}
		}
	}
	if h := c.t.tok(m.pred).Head; m.frame.POS == 'n' && h >= 0 && h < m.pred && m.pred-h < 6 && c.t.is(m.pred, "obj") && c.lex.Classes.Has("support", c.t.lower[h]) {
		widen(h)
	}
	return c.t.span(lo, hi)
}

// repeated finds an event of the same kind between the same parties told by the same sentence already; the better of
// the two is kept at its place.
func (g *coding) repeated(ev *dragoman.Event, sentence int) int {
	for i := len(g.out.Events) - 1; i >= 0; i-- {
		old := &g.out.Events[i]
		if old.Evidence[0].Sentence != sentence {
			return -1
		}
		if old.Type == ev.Type && old.Status == ev.Status && len(located(ev.Recipients)) == 0 && len(located(old.Recipients)) > 0 && sameSet(countries(old.Actors), countries(ev.Actors)) {
			return i // "stormed into A and killed hundreds": whom is said already
		}
		if sameAct(old, ev) {
			if better(ev, old) {
				record := old.Record
				*old = *ev
				old.Record = record
			}
			return i
		}
	}
	return -1
}

// sameAct says whether two events of one sentence are one act told twice ("met to hold talks").
func sameAct(a, b *dragoman.Event) bool {
	going := func(s dragoman.Status) bool { return s == dragoman.Happened || s == dragoman.Ongoing }
	return a.Type == b.Type && (a.Status == b.Status || going(a.Status) && going(b.Status)) && sameSet(countries(parties(a)), countries(parties(b))) &&
		!opposite(a, b)
}

// opposite says whether two events go from each of two sides to the other ("A expelled two diplomats of B after the expulsion of A's by B"),
// which makes two acts of them unless they meet.
func opposite(a, b *dragoman.Event) bool {
	return a.Type != dragoman.Consult && len(a.Recipients) > 0 && len(b.Recipients) > 0 &&
		sameSet(countries(a.Actors), countries(b.Recipients)) && sameSet(countries(a.Recipients), countries(b.Actors)) &&
		!sameSet(countries(a.Actors), countries(a.Recipients))
}

func better(a, b *dragoman.Event) bool {
	if (a.Mode != "") != (b.Mode != "") {
		return a.Mode != ""
	}
	return specific(a) > specific(b)
}

// specific counts the parties and what is known of them.
func specific(ev *dragoman.Event) int {
	n := 0
	for _, a := range parties(ev) {
		n++
		if a.Sector != "" {
			n++
		}
		if a.Kind == dragoman.ActorPerson {
			n++
		}
	}
	return n
}

// parties are all actors of an event, doers first.
func parties(ev *dragoman.Event) []dragoman.Actor {
	return append(append(make([]dragoman.Actor, 0, len(ev.Actors)+len(ev.Recipients)), ev.Actors...), ev.Recipients...)
}

func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}

// finish gives every record its identifier.
func (g *coding) finish() {
	d := g.out.Document.ID
	renamed := map[string]string{}
	for i := range g.out.Events {
		ev := &g.out.Events[i]
		id := "e" + dragoman.ContentID(d, string(ev.Type), strconv.Itoa(ev.Why.Span[0]), strconv.Itoa(ev.Evidence[0].Sentence), ev.Why.Frame)
		renamed[ev.ID] = id
		ev.ID = id
	}
	g.name(renamed)
	fillEmpty(g.out)
}

// fillEmpty replaces missing lists by empty ones: the JSON contract knows no null.
func fillEmpty(r *dragoman.Reading) {
	for i := range r.Events {
		ev := &r.Events[i]
		ev.Actors, ev.Recipients, ev.Contexts = list(ev.Actors), list(ev.Recipients), list(ev.Contexts)
	}
	for i := range r.Commitments {
		r.Commitments[i].By, r.Commitments[i].To = list(r.Commitments[i].By), list(r.Commitments[i].To)
	}
	for i := range r.Statements {
		r.Statements[i].Audience = list(r.Statements[i].Audience)
	}
	r.Sentences, r.Events, r.Statements, r.Figures = list(r.Sentences), list(r.Events), list(r.Statements), list(r.Figures)
	r.Agreements, r.Missions, r.Gatherings = list(r.Agreements), list(r.Missions), list(r.Gatherings)
	r.Offices, r.Commitments, r.Uncoded = list(r.Offices), list(r.Commitments), list(r.Uncoded)
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
