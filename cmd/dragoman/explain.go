package main

import (
	"bufio"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/dossier"
	"dragoman/lexicon"
	"dragoman/syntax/conllu"
)

// explainCmd shows what a record stands on.
type explainCmd struct {
	ID     string `arg:"" help:"A record's id, or the beginning of one."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

func (c *explainCmd) Run(a *app) error {
	st, err := a.store()
	if err != nil {
		return err
	}
	found, err := st.Record(a.ctx, c.ID)
	if errors.Is(err, dragoman.ErrNotFound) {
		return dragoman.Problemf("", "", "take an id from a listing such as dragoman events", "the store holds no record %q", c.ID)
	}
	if err != nil {
		return err
	}
	v, err := viewOf(found)
	if err != nil {
		return err
	}
	s, art, err := a.sentence(found.Reading, v)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return explainJSON(a, found, v, s, art)
	}
	return a.explain(found, v, s, art)
}

// view is a record of any kind in the form in which it is explained.
type view struct {
	record   any
	id       string
	title    string
	parties  []labelled
	date     dragoman.DateRange
	fields   [][2]string
	evidence []dragoman.Evidence
	why      dragoman.Why
	sure     float64
}

type labelled struct {
	label string
	actor dragoman.Actor
}

func (v *view) party(label string, actors ...dragoman.Actor) {
	for _, a := range actors {
		v.parties = append(v.parties, labelled{label, a})
	}
}

func (v *view) field(name, value string) {
	if value != "" {
		v.fields = append(v.fields, [2]string{name, value})
	}
}

// viewOf unpacks the record found.
func viewOf(f *dragoman.Found) (*view, error) {
	r, i := f.Reading, f.Index
	switch f.Kind {
	case "event":
		return viewEvent(&r.Events[i]), nil
	case "statement":
		return viewStatement(&r.Statements[i]), nil
	case "figure":
		return viewFigure(&r.Figures[i]), nil
	case "agreement":
		return viewAgreement(&r.Agreements[i]), nil
	case "mission":
		return viewMission(&r.Missions[i]), nil
	case "gathering":
		return viewGathering(&r.Gatherings[i]), nil
	case "office":
		return viewOffice(&r.Offices[i]), nil
	case "commitment":
		return viewCommitment(&r.Commitments[i]), nil
	}
	return nil, fmt.Errorf("records of kind %q cannot be explained", f.Kind)
}

func viewEvent(e *dragoman.Event) *view {
	v := &view{record: e, id: e.ID, title: slashed(string(e.Type), e.Mode) + ", " + string(e.Status), date: e.Date,
		evidence: e.Evidence, why: e.Why, sure: e.Confidence}
	v.party("actor", e.Actors...)
	v.party("recipient", e.Recipients...)
	if e.Source != nil {
		v.party("says so", *e.Source)
	}
	v.field("place", joined(", ", e.Place.Name, e.Place.Country))
	v.field("contexts", strings.Join(e.Contexts, ", "))
	v.field("score", strconv.FormatFloat(e.Score, 'f', -1, 64)+" (PLOVER, -10 to 10)")
	v.field("record", e.Record)
	return v
}

func viewStatement(s *dragoman.Statement) *view {
	v := &view{record: s, id: s.ID, title: "statement", date: s.Date, evidence: s.Evidence, why: s.Why, sure: s.Confidence}
	v.party("speaker", s.Speaker)
	v.party("audience", s.Audience...)
	v.party("about", s.About...)
	v.field("said", s.Quote)
	v.field("direct", strconv.FormatBool(s.Direct))
	v.field("stance", fmt.Sprintf("%+d (-2 hostile to 2 friendly)", s.Stance))
	return v
}

func viewFigure(f *dragoman.Figure) *view {
	v := &view{record: f, id: f.ID, title: f.Metric + ", " + string(f.Status), date: f.Period, evidence: f.Evidence, why: f.Why, sure: f.Confidence}
	v.party("party", f.Parties...)
	if f.Source != nil {
		v.party("says so", *f.Source)
	}
	v.field("value", dossier.Amount(f))
	v.field("words", f.Text)
	return v
}

func viewAgreement(g *dragoman.Agreement) *view {
	v := &view{record: g, id: g.ID, title: times(g.Count, g.Kind) + ", " + string(g.State) + ", " + string(g.Status), date: g.Date,
		evidence: g.Evidence, why: g.Why, sure: g.Confidence}
	v.party("party", g.Parties...)
	v.field("name", g.Name)
	v.field("subject", g.Subject)
	v.field("place", g.Place.Name)
	v.field("event", g.Event)
	return v
}

func viewMission(m *dragoman.Mission) *view {
	v := &view{record: m, id: m.ID, title: m.Kind + ", " + m.Change + ", " + string(m.Status), date: m.Date, evidence: m.Evidence, why: m.Why, sure: m.Confidence}
	v.party("of", m.Of)
	v.party("in", m.In)
	v.field("place", m.Place.Name)
	v.field("event", m.Event)
	return v
}

func viewGathering(g *dragoman.Gathering) *view {
	v := &view{record: g, id: g.ID, title: joined(", ", g.Name, g.Kind, string(g.Status)), date: g.Date, evidence: g.Evidence, why: g.Why, sure: g.Confidence}
	v.party("host", g.Host)
	v.party("participant", g.Participants...)
	v.field("edition", g.Edition)
	v.field("place", g.Place.Name)
	return v
}

func viewOffice(o *dragoman.Office) *view {
	v := &view{record: o, id: o.ID, title: joined(", ", former(o), o.Body), date: o.At, evidence: o.Evidence, why: o.Why, sure: o.Confidence}
	v.party("person", o.Person)
	v.field("of", o.Of)
	v.field("to", o.To)
	return v
}

func viewCommitment(c *dragoman.Commitment) *view {
	v := &view{record: c, id: c.ID, title: "commitment", date: c.Date, evidence: c.Evidence, why: c.Why, sure: c.Confidence}
	v.party("by", c.By...)
	v.party("to", c.To...)
	v.field("what", c.What)
	v.field("due", dossier.When(c.Due))
	return v
}

// sentence parses the document again and finds the sentence the record stands on; nil when it stands on none.
func (a *app) sentence(r *dragoman.Reading, v *view) (*dragoman.Sentence, *dragoman.Article, error) {
	rd, err := a.reader()
	if err != nil {
		return nil, nil, err
	}
	art := rd.Parse(r.Document)
	if len(v.evidence) == 0 {
		return nil, art, nil
	}
	for i := range art.Sentences {
		if art.Sentences[i].Span.Overlaps(v.evidence[0].Span) {
			return &art.Sentences[i], art, nil
		}
	}
	return nil, art, nil
}

// explain prints everything about a record.
func (a *app) explain(found *dragoman.Found, v *view, s *dragoman.Sentence, art *dragoman.Article) error {
	p := pen{a: a, on: a.colour()}
	d := found.Reading.Document
	p.line("%s %s  %s", p.bold(found.Kind), v.id, v.title)
	p.line("%s", joined(" · ", d.Title, d.Author, d.Publisher, d.Published, string(d.Kind)))
	if d.URL != "" {
		p.line("%s", d.URL)
	}
	if len(v.evidence) > 0 {
		p.head("Sentence")
		p.line("  %s", p.marked(d.Text, v.evidence[0].Span, v.why.Span))
	}
	p.head("Parties")
	for _, l := range v.parties {
		p.party(l)
	}
	p.head("Reading")
	p.pair("date", dateStory(v.date))
	for _, f := range v.fields {
		p.pair(f[0], f[1])
	}
	p.pair("confidence", confidence(v.sure))
	p.head("Why")
	p.why(v.why)
	if s != nil && s.Root() >= 0 {
		p.head("Tree")
		for _, row := range drawTree(s, v.why.Span) {
			p.line("  %s", p.treeRow(row))
		}
	}
	now := a.rd.Version()
	if ver := found.Reading.Version; ver != now {
		p.line("\nRead by version %s/%s/%s; the tree is drawn by %s/%s/%s.", ver.Reader, ver.Syntax, ver.Lexicon, now.Reader, now.Syntax, now.Lexicon)
	}
	return nil
}

// dateStory says what a date is and how it came about.
func dateStory(d dragoman.DateRange) string {
	if !d.Known() {
		return "not known"
	}
	words := ""
	if d.Text != "" {
		words = strconv.Quote(d.Text)
	}
	return joined("; ", dossier.When(d), "from "+orOpen(d.Start)+" to "+orOpen(d.End), string(d.Precision), words, d.Derived)
}

func orOpen(s string) string {
	if s == "" {
		return "open"
	}
	return s
}

// pen writes an explanation, with emphasis on a terminal.
type pen struct {
	a  *app
	on bool
}

func (p pen) style(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p pen) bold(s string) string { return p.style("1", s) }

func (p pen) line(format string, args ...any) { fmt.Fprintf(p.a.out, format+"\n", args...) }

func (p pen) head(title string) { p.line("\n%s", p.bold(title)) }

func (p pen) pair(name, value string) { p.line("  %-11s %s", name, value) }

// marked prints the sentence with the trigger made to stand out: in colour on a terminal, else between »«.
func (p pen) marked(text string, sentence, trigger dragoman.Span) string {
	if trigger.Empty() || !sentence.Contains(trigger) {
		return flat(sentence.Of(text))
	}
	words := trigger.Of(text)
	if p.on {
		words = p.style("1;33", words)
	} else {
		words = "»" + words + "«"
	}
	return flat(text[sentence[0]:trigger[0]] + words + text[trigger[1]:sentence[1]])
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func (p pen) party(l labelled) {
	a := l.actor
	what := joined(" ", a.ID, "("+joined(", ", string(a.Kind), string(a.Sector), a.Country)+")")
	from := ""
	if a.Text != "" {
		from = "from " + strconv.Quote(a.Text)
	}
	p.pair(l.label, joined("  ", p.bold(name(a)), what, joined(", ", from, a.Via)))
}

// why prints the frame with its line in the lexicon and how the parts of the record came about.
func (p pen) why(w dragoman.Why) {
	if w.Frame != "" {
		p.pair("frame", joined("  ", w.Frame, w.File))
	}
	for i, r := range w.Features {
		name := ""
		if i == 0 {
			name = "features"
		}
		p.pair(name, fmt.Sprintf("%s  %+.2f", r.Feature, r.Weight))
	}
	if l := frameLine(w.File); l != "" {
		p.pair("", l)
	}
	if w.Trigger != "" {
		p.pair("trigger", strconv.Quote(w.Trigger))
	}
	for _, n := range w.Notes {
		p.pair("note", n)
	}
}

// frameLine finds the line of a frame in the built-in lexicon; "" when it is not there.
func frameLine(at string) string {
	i := strings.LastIndexByte(at, ':')
	if i < 0 {
		return ""
	}
	n, err := strconv.Atoi(at[i+1:])
	if err != nil {
		return ""
	}
	f, err := lexicon.Embedded().Open(at[:i])
	if err != nil {
		return ""
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for line := 1; scan.Scan(); line++ {
		if line == n {
			return flat(scan.Text())
		}
	}
	return ""
}

// treeRow sets a row of the tree: the trigger in colour.
func (p pen) treeRow(r treeRow) string {
	word := r.word
	if r.trigger {
		word = p.style("1;33", word)
		if !p.on {
			word = "»" + word + "«"
		}
	}
	return r.rails + word + "  " + p.style("2", r.gloss)
}

// explainJSON prints the same as data.
func explainJSON(a *app, found *dragoman.Found, v *view, s *dragoman.Sentence, art *dragoman.Article) error {
	tree := ""
	if s != nil {
		var b strings.Builder
		if err := conllu.Write(&b, []conllu.Sentence{conllu.FromTokens(s, art.Document.Text)}); err != nil {
			return err
		}
		tree = b.String()
	}
	sentence := ""
	if len(v.evidence) > 0 {
		sentence = v.evidence[0].Span.Of(found.Reading.Document.Text)
	}
	return printJSON(a.out, struct {
		Kind     string           `json:"kind"`
		Record   any              `json:"record"`
		Document docRef           `json:"document"`
		Sentence string           `json:"sentence"`
		Frame    string           `json:"frame_line"`
		Tree     string           `json:"conllu"`
		Version  dragoman.Version `json:"version"`
	}{found.Kind, v.record, found.Reading.Document.Ref(), sentence, frameLine(v.why.File), tree, found.Reading.Version})
}
