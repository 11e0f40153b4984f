package main

import (
	"fmt"
	"iter"
	"strings"

	"dragoman"
	"dragoman/reading"
	"dragoman/syntax"
	"dragoman/syntax/conllu"
	"dragoman/syntax/draw"
)

// readCmd prints readings.
type readCmd struct {
	Files  []string `arg:"" name:"file" help:"Text, HTML or JSONL files, directories, or - for standard input."`
	Date   string   `placeholder:"DATE" help:"Date of publication of texts that name none (YYYY-MM-DD)."`
	Lines  bool     `help:"Read JSONL documents and answer one JSON reading a line, in order."`
	Format string   `enum:"table,json,jsonl,csv" default:"table" help:"table, json (one object, or a list for several documents), jsonl or csv (events)."`
}

func (c *readCmd) Run(a *app) error {
	if c.Date != "" {
		if _, err := dragoman.ParseDate(c.Date); err != nil {
			return misuse("--date", "", "%v", err)
		}
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	p := printer(&tablePrinter{a: a})
	switch {
	case c.Lines || c.Format == "jsonl":
		p = &linePrinter{a: a}
	case c.Format == "json":
		p = &jsonPrinter{a: a}
	case c.Format == "csv":
		p = &csvPrinter{a: a}
	}
	return a.readAll(r, a.documents(source{paths: c.Files, date: c.Date, lines: c.Lines}), p)
}

// printer prints readings one after the other.
type printer interface {
	print(r *dragoman.Reading) error
	end() error
}

// readAll prints the reading of every document; bad documents are named and make the command end with status 1.
func (a *app) readAll(r *reading.Reader, docs iter.Seq2[dragoman.Document, error], p printer) error {
	next, stop := pull(docs)
	defer stop()
	var left leftOut
	var failed error
	r.Batch(a.ctx, next, func(res reading.Result) bool {
		if res.Err != nil {
			left.note(a, res.Err)
			return true
		}
		failed = p.print(res.Reading)
		return failed == nil
	})
	if failed == nil {
		failed = a.ctx.Err()
	}
	if failed == nil {
		failed = p.end()
	}
	if failed == nil && left.n > 0 {
		return errNamed
	}
	return failed
}

// linePrinter prints one JSON reading a line and hands each out at once.
type linePrinter struct{ a *app }

func (p *linePrinter) print(r *dragoman.Reading) error {
	if err := printLine(p.a.out, r); err != nil {
		return err
	}
	return p.a.out.Flush()
}

func (p *linePrinter) end() error { return nil }

// jsonPrinter prints one object, or a list as soon as there is a second.
type jsonPrinter struct {
	a     *app
	first *dragoman.Reading
	n     int
}

func (p *jsonPrinter) print(r *dragoman.Reading) error {
	p.n++
	if p.n == 1 {
		p.first = r
		return nil
	}
	lead := ",\n"
	if p.n == 2 {
		fmt.Fprint(p.a.out, "[\n")
		if err := printJSON(p.a.out, p.first); err != nil {
			return err
		}
	}
	fmt.Fprint(p.a.out, lead)
	return printJSON(p.a.out, r)
}

func (p *jsonPrinter) end() error {
	switch p.n {
	case 0:
		return nil
	case 1:
		return printJSON(p.a.out, p.first)
	}
	_, err := fmt.Fprintln(p.a.out, "]")
	return err
}

// csvPrinter prints the events of all documents as one table.
type csvPrinter struct {
	a *app
	n int
}

func (p *csvPrinter) print(r *dragoman.Reading) error {
	p.n++
	return printCSV(p.a.out, eventColumns, records(r, r.Events, func(e *dragoman.Event) []dragoman.Evidence { return e.Evidence }), p.n == 1)
}

func (p *csvPrinter) end() error { return nil }

// tablePrinter prints a table a kind of record.
type tablePrinter struct {
	a *app
	n int
}

func (p *tablePrinter) end() error { return nil }

func (p *tablePrinter) print(r *dragoman.Reading) error {
	out := p.a.out
	if p.n++; p.n > 1 {
		fmt.Fprintln(out)
	}
	d := r.Document
	fmt.Fprintln(out, joined(" · ", d.Title, d.Author, d.Publisher, d.Published, string(d.Kind), d.Language))
	if d.KindWhy != "" {
		fmt.Fprintf(out, "%s, because it says: %s\n", d.Kind, d.KindWhy)
	}
	if d.AuthorWho != "" {
		fmt.Fprintf(out, "author: %s\n", d.AuthorWho)
	}
	for _, section := range []func() error{
		sectionOf(p.a, r, "Events", eventColumns, r.Events, func(x *dragoman.Event) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Statements", statementColumns, r.Statements, func(x *dragoman.Statement) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Figures", figureColumns, r.Figures, func(x *dragoman.Figure) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Agreements", agreementColumns, r.Agreements, func(x *dragoman.Agreement) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Missions", missionColumns, r.Missions, func(x *dragoman.Mission) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Gatherings", gatheringColumns, r.Gatherings, func(x *dragoman.Gathering) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Offices", officeColumns, r.Offices, func(x *dragoman.Office) []dragoman.Evidence { return x.Evidence }),
		sectionOf(p.a, r, "Commitments", commitmentColumns, r.Commitments, func(x *dragoman.Commitment) []dragoman.Evidence { return x.Evidence }),
	} {
		if err := section(); err != nil {
			return err
		}
	}
	if n := len(r.Uncoded); n > 0 {
		fmt.Fprintf(out, "\n%s seen but not coded; --format json tells why.\n", plural(n, "predicate"))
	}
	return nil
}

// sectionOf prints the records of one kind under a heading; without records it prints nothing.
func sectionOf[T any](a *app, r *dragoman.Reading, title string, columns []column[T], found []T, evidence func(*T) []dragoman.Evidence) func() error {
	return func() error {
		if len(found) == 0 {
			return nil
		}
		fmt.Fprintf(a.out, "\n%s (%d)\n", title, len(found))
		return tableOf(without(columns, "id", "source", "published"), records(r, found, evidence)).print(a)
	}
}

// without leaves out columns that say the same in every row.
func without[T any](columns []column[T], names ...string) []column[T] {
	var out []column[T]
next:
	for _, c := range columns {
		for _, n := range names {
			if c.name == n {
				continue next
			}
		}
		out = append(out, c)
	}
	return out
}

// records sets the document beside each record and the sentence into its evidence, as a store does.
func records[T any](r *dragoman.Reading, found []T, evidence func(*T) []dragoman.Evidence) []dragoman.Stored[T] {
	out := make([]dragoman.Stored[T], len(found))
	for i := range found {
		for j, ev := 0, evidence(&found[i]); j < len(ev); j++ {
			if ev[j].Quote == "" {
				ev[j].Quote = ev[j].Span.Of(r.Document.Text)
			}
		}
		out[i] = dragoman.Stored[T]{Record: found[i], Document: r.Document.Ref()}
	}
	return out
}

// parseCmd prints trees.
type parseCmd struct {
	Files  []string `arg:"" name:"file" help:"Raw text files, or - for standard input."`
	Format string   `enum:"conllu,tree,svg" default:"conllu" help:"conllu, tree (drawn in the terminal) or svg."`
	Model  string   `placeholder:"FILE" help:"Parse with a model of your own (dragoman train syntax) instead of the built-in English one."`
}

func (c *parseCmd) Run(a *app) error {
	m, err := modelAt(c.Model)
	if err != nil {
		return err
	}
	next, stop := pull(a.documents(source{paths: c.Files}))
	defer stop()
	segmenter := syntax.SegmenterFor(m.Info().Language)
	var left leftOut
	var failed error
	var drawn []dragoman.Sentence
	reading.InOrder(a.ctx, func() (p parsed, ok bool) {
		p.doc, p.err, ok = next()
		return p, ok
	}, func(p parsed) parsed {
		if p.err == nil {
			p.art = segmenter.Segment(p.doc)
			m.Parse(p.art)
		}
		return p
	}, func(p parsed) bool {
		switch {
		case p.err != nil:
			left.note(a, p.err)
		case c.Format == "svg":
			drawn = append(drawn, p.art.Sentences...)
		case c.Format == "tree":
			failed = drawTrees(a, p.art)
		default:
			failed = conllu.Write(a.out, sentences(p.art))
		}
		return failed == nil
	})
	if failed == nil && c.Format == "svg" {
		failed = draw.SVG(a.out, drawn)
	}
	if failed != nil {
		return failed
	}
	if left.n > 0 {
		return errNamed
	}
	return a.ctx.Err()
}

// parsed is a document on its way to trees.
type parsed struct {
	doc dragoman.Document
	err error
	art *dragoman.Article
}

// modelAt reads a syntax model, the built-in one for "".
func modelAt(path string) (*syntax.Model, error) {
	if path == "" {
		return syntax.English()
	}
	return syntax.LoadFile(path)
}

func drawTrees(a *app, art *dragoman.Article) error {
	for i := range art.Sentences {
		s := &art.Sentences[i]
		if _, err := fmt.Fprintf(a.out, "# %s\n", strings.Join(strings.Fields(s.Span.Of(art.Document.Text)), " ")); err != nil {
			return err
		}
		if err := draw.Text(a.out, s); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	return nil
}

// sentences turns an article into CoNLL-U sentences.
func sentences(art *dragoman.Article) []conllu.Sentence {
	var out []conllu.Sentence
	for i := range art.Sentences {
		if s := &art.Sentences[i]; len(s.Tokens) > 0 {
			c := conllu.FromTokens(s, art.Document.Text)
			c.Comments = []string{fmt.Sprintf("sent_id = %s-%d", art.Document.ID, i+1), "text = " + c.Text()}
			out = append(out, c)
		}
	}
	return out
}
