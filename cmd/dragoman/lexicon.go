package main

import (
	"errors"
	"fmt"
	"os"

	"dragoman"
	"dragoman/eval"
	"dragoman/lexicon"
	"dragoman/trade/bilateral"
	"dragoman/trade/codes"
)

// lexiconCmd looks after the lexicon.
type lexiconCmd struct {
	Check lexiconCheckCmd `cmd:"" help:"Load every file of the lexicon and name what is wrong, frames that are never reached included."`
	Stats lexiconStatsCmd `cmd:"" help:"Count how often each frame fires in a corpus, and name those that never do."`
}

type lexiconCheckCmd struct {
	Dir string `arg:"" optional:"" type:"existingdir" help:"A folder of lexicon files; default is the built-in lexicon."`
}

func (c *lexiconCheckCmd) Run(a *app) error {
	files := lexicon.Embedded()
	if c.Dir != "" {
		files = os.DirFS(c.Dir)
	}
	l, err := lexicon.Load(files)
	if err != nil {
		return err
	}
	if overlaps := l.Frames.Overlaps(l.Classes); len(overlaps) > 0 {
		for i := range overlaps {
			fmt.Fprintln(a.err, "dragoman:", overlaps[i].Error())
		}
		return errNamed
	}
	if err := errors.Join(codes.Check(), bilateral.Check()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "lexicon %s is sound: %d countries, %d places, %d offices, %d bodies, %d organisations, %d companies, %d persons, %d frames for %d predicates\n",
		l.Version(), len(l.Countries), len(l.Places), len(l.Offices), len(l.Bodies), len(l.Organisations), len(l.Companies), len(l.Persons), len(l.Frames.All), l.Frames.Predicates())
	return err
}

type lexiconStatsCmd struct {
	Corpus []string `required:"" sep:"none" placeholder:"PATH" help:"Text, HTML or JSONL files, or folders of them, as read takes them; may be given several times."`
	JSON   bool     `name:"json" help:"Print one JSON object instead of text."`
}

func (c *lexiconStatsCmd) Run(a *app) error {
	r, err := a.reader()
	if err != nil {
		return err
	}
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	f := eval.NewFirings(lex.Frames)
	return a.readAll(r, a.documents(source{paths: c.Corpus}), &firingPrinter{a: a, f: f, json: c.JSON})
}

// firingPrinter counts what the frames do instead of printing readings.
type firingPrinter struct {
	a    *app
	f    *eval.Firings
	json bool
}

func (p *firingPrinter) print(r *dragoman.Reading) error {
	p.f.Add(r)
	return nil
}

func (p *firingPrinter) end() error {
	p.f.Sort()
	if p.json {
		return printJSON(p.a.out, p.f)
	}
	silent := p.f.Silent()
	fired := len(p.f.Frames) - len(silent)
	fmt.Fprintf(p.a.out, "%s, %s; %d of %d frames fired, %d predicates known\n\n", plural(p.f.Documents, "document"), plural(p.f.Sentences, "sentence"),
		fired, len(p.f.Frames), p.f.Predicates)
	for _, one := range p.f.Frames[:fired] {
		fmt.Fprintf(p.a.out, "%6d  %-9s  %s  (%s; %d times without its parties)\n", one.Fired, one.Type, one.Frame, one.File, one.Uncoded)
	}
	fmt.Fprintf(p.a.out, "\nnever fired: %s\n", plural(len(silent), "frame"))
	for _, one := range silent {
		if _, err := fmt.Fprintf(p.a.out, "        %-9s  %s  (%s)\n", one.Type, one.Frame, one.File); err != nil {
			return err
		}
	}
	return nil
}
