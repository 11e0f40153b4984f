package dossier

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the brief as Markdown that reads well as plain text too.
func (b *Brief) Markdown(w io.Writer) error {
	m := &markdown{}
	m.head(b)
	if !b.Empty() {
		m.glance(b)
		m.events("Timeline", "Reported as happened or going on, newest first.", b.Timeline)
		m.agreements(b.Agreements)
		m.missions(b.Missions)
		m.people(b.People)
		m.figures(b.Figures)
		m.trade(b.Trade)
		m.gatherings(b.Gatherings)
		m.statements(b.Statements)
		m.events("Planned or possible", "Reported as intended, proposed or conditional; in no count.", b.Planned)
		m.promises(b.Promises)
		m.events("Denied, cancelled or not done", "Reported as not having come about; in no count.", b.Denied)
		m.disputes(b.Disputed)
		m.sources(b.Sources)
	} else {
		m.trade(b.Trade)
	}
	m.tail(b)
	_, err := m.WriteTo(w)
	return err
}

type markdown struct{ bytes.Buffer }

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *markdown) section(title string, n int) {
	if n > 0 {
		m.line("\n## %s (%d)", title, n)
		return
	}
	m.line("\n## %s", title)
}

func (m *markdown) head(b *Brief) {
	m.line("# %s – %s\n", b.A.Name, b.B.Name)
	m.line("%s\n", b.Subtitle())
	m.line("%s", Standing)
}

// Standing is what every brief says of itself.
const Standing = "Everything below is reported by the sources named, not confirmed. [n] is the source at the end, with the sentence it stands on."

// Subtitle is the line under the title: codes, period, date of the answer, extent.
func (b *Brief) Subtitle() string {
	period := b.Period()
	if period == "" {
		period = "whole period"
	}
	return joined(" · ", b.A.Code+"–"+b.B.Code, period, "as of "+inWords(b.AsOf), count(len(b.Sources), "source"))
}

func (m *markdown) glance(b *Brief) {
	g := b.Glance
	m.section("Relations at a glance", 0)
	m.line("")
	for _, f := range g.Facts {
		m.line("- **%s:** %s %s", f.Label, escape(f.Text), numbers(f.Reports))
	}
	if g.N == 0 {
		m.line("- Nothing is reported as having happened; see the sections below.")
		return
	}
	m.line("\n%s\n", g.Sentence())
	rows := [][]string{{"Type", "What", "Happenings", "Score sum", "Mean"}}
	for _, c := range g.Counts {
		rows = append(rows, []string{string(c.Type), c.Label, fmt.Sprint(c.N), signed(c.Sum), signed(c.Mean)})
	}
	m.table(append(rows, []string{"All", "", fmt.Sprint(g.N), signed(g.ScoreSum), signed(g.ScoreMean)}), 2)
	m.line("\nWho acts: %s.", g.Who())
	m.line("Not counted: %s.\n", g.Uncounted())
	m.line("*%s*", g.Formula)
}

// Sentence sums the counts up.
func (g Glance) Sentence() string {
	return fmt.Sprintf("%s counted from %s of %s; %d told by one publisher alone, %d by opinion pieces alone. Score sum %s, mean %s (N = %d).",
		count(g.N, "happening"), count(g.Reports, "report"), count(g.Publishers, "publisher"), g.SingleN, g.OpinionN,
		signed(g.ScoreSum), signed(g.ScoreMean), g.N)
}

// Who words the directions.
func (g Glance) Who() string {
	var out []string
	for _, d := range g.Directions {
		out = append(out, fmt.Sprintf("%s %d", d.Name, d.N))
	}
	return strings.Join(out, ", ")
}

// Uncounted words what stands in the brief but in no count.
func (g Glance) Uncounted() string {
	if len(g.NotCounted) == 0 {
		return "nothing"
	}
	var out []string
	for _, t := range g.NotCounted {
		out = append(out, fmt.Sprintf("%d %s", t.N, t.Name))
	}
	return strings.Join(out, ", ")
}

func (m *markdown) events(title, what string, list []Event) {
	if len(list) == 0 {
		return
	}
	m.section(title, len(list))
	m.line("\n%s", what)
	for i := range list {
		e := &list[i]
		note := []string{}
		if !e.Counted && e.Status != "planned" && e.Status != "negated" {
			note = append(note, string(e.Status))
		}
		m.item(&e.Item, joined(", ", e.Title, e.Place)+". "+e.Parties, note)
	}
}

// item writes one line of a section: date, what and who, then who reports it, then the sentence.
func (m *markdown) item(it *Item, text string, extra []string) {
	m.line("\n**%s** — %s  ", escape(it.When), escape(text))
	m.line("reported by %s%s  ", escape(bySources(it.Reports)), flags(append(extra, it.Marks...)))
	for _, n := range it.Notes {
		m.line("*%s*  ", escape(n))
	}
	if it.Quote != "" && len(it.Reports) > 0 {
		m.line("> %s [%d]", escape(it.Quote), it.Reports[0].Source)
	}
}

func flags(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " · " + strings.Join(list, " · ")
}

func (m *markdown) agreements(list []Agreement) {
	if len(list) == 0 {
		return
	}
	m.section("Agreements", len(list))
	for i := range list {
		g := &list[i]
		text := g.Title
		if g.Count > 1 {
			text = fmt.Sprintf("%d × %s", g.Count, text)
		}
		text = joined(", ", text, g.Place) + ". " + joined(": ", g.Parties, g.Subject)
		m.item(&g.Item, text, []string{strings.Join(g.Stations, "; then ")})
	}
}

func (m *markdown) missions(list []Mission) {
	if len(list) == 0 {
		return
	}
	m.section("Missions", len(list))
	for i := range list {
		x := &list[i]
		m.item(&x.Item, joined(", ", x.Title+" of "+x.Parties, x.Place), []string{strings.Join(x.Stations, "; then ")})
	}
}

func (m *markdown) people(list []Person) {
	if len(list) == 0 {
		return
	}
	m.section("People", len(list))
	m.line("")
	rows := [][]string{{"Name", "Post", "For", "Shown in the post", "Reported by"}}
	for i := range list {
		for j := range list[i].Posts {
			p := &list[i].Posts[j]
			title := p.Title
			if p.Former {
				title = "former " + title
			}
			name := list[i].Name
			if j > 0 {
				name = ""
			}
			rows = append(rows, []string{escape(name), escape(title), p.Parties, p.When, escape(bySources(p.Reports))})
		}
	}
	m.table(rows, -1)
}

func (m *markdown) figures(list []Comparison) {
	if len(list) == 0 {
		return
	}
	m.section("Figures", len(list))
	m.line("")
	rows := [][]string{{"What", "Between", "Period", "Value", "Reported by"}}
	for i := range list {
		c := &list[i]
		for j := range c.Values {
			v := &c.Values[j]
			row := []string{"", "", "", escape(v.Amount), escape(joined(", ", bySources(v.Reports), strings.Join(v.Notes, ", ")))}
			if j == 0 {
				row[0], row[1], row[2] = c.What(), escape(c.Parties), c.Period
			}
			rows = append(rows, row)
		}
		if c.Differ() {
			rows = append(rows, []string{"", "", "", c.Apart(), ""})
		}
	}
	m.table(rows, -1)
}

// Apart words how far the values lie apart.
func (c *Comparison) Apart() string {
	if c.Ratio == 0 {
		return "sources differ"
	}
	return fmt.Sprintf("sources differ × %.2f", c.Ratio)
}

// Differ says that the sources do not give the same value.
func (c *Comparison) Differ() bool { return len(c.Values) > 1 && !c.Agree }

// What names the quantity, targets as such.
func (c *Comparison) What() string {
	if c.Target {
		return c.Metric + " (target)"
	}
	return c.Metric
}

func (m *markdown) gatherings(list []Gathering) {
	if len(list) == 0 {
		return
	}
	m.section("Gatherings", len(list))
	for i := range list {
		g := &list[i]
		text := joined(", ", g.Title, prefixed("edition ", g.Edition), g.Place) + ". " +
			joined("; ", prefixed("host ", g.Host), prefixed("with ", g.Parties))
		m.item(&g.Item, text, []string{string(g.Status)})
	}
}

func (m *markdown) statements(list []Statement) {
	if len(list) == 0 {
		return
	}
	m.section("What they say about each other", len(list))
	for i := range list {
		s := &list[i]
		said := s.Said
		if s.Direct {
			said = "“" + strings.Trim(said, `"“”`) + "”"
		}
		m.line("\n**%s** — %s: %s  ", escape(s.When), escape(s.Parties), escape(said))
		m.line("reported by %s%s", escape(bySources(s.Reports)), flags(s.Marks))
	}
}

func (m *markdown) promises(list []Promise) {
	if len(list) == 0 {
		return
	}
	m.section("Promises", len(list))
	for i := range list {
		p := &list[i]
		m.item(&p.Item, p.Parties+": "+p.What, p.Standing())
	}
}

// Standing says by when a promise is due.
func (p *Promise) Standing() []string {
	switch {
	case p.Due == "":
		return nil
	case p.Overdue:
		return []string{"due " + p.Due, "that day has passed: look for what came of it"}
	}
	return []string{"due " + p.Due}
}

func (m *markdown) disputes(list []Dispute) {
	if len(list) == 0 {
		return
	}
	m.section("Where sources disagree", len(list))
	m.line("")
	for _, d := range list {
		m.line("- **%s** — %s %s", escape(d.About), escape(strings.Join(d.What, "; ")), numbers(d.Reports))
	}
}

func (m *markdown) sources(list []Source) {
	m.section("Sources", len(list))
	m.line("")
	for i := range list {
		s := &list[i]
		m.line("[%d] %s%s", s.N, escape(joined(" · ", s.By, s.Document.Title, s.Document.Author, s.Date)), flags(s.Marks))
		if s.Document.URL != "" {
			m.line("    <%s>", s.Document.URL)
		}
		for _, q := range s.Quotes {
			m.line("> %s", escape(q.Text))
		}
		if i < len(list)-1 {
			m.line("")
		}
	}
}

func (m *markdown) tail(b *Brief) {
	m.section("What this brief does not know", 0)
	m.line("")
	for _, g := range b.Gaps {
		m.line("- %s", escape(g))
	}
	m.section("Next", 0)
	m.line("")
	for _, n := range b.Next {
		m.line("    %s", n)
	}
}

// escape keeps words of a source from being read as Markdown.
func escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "|", `\|`, "#", `\#`)
