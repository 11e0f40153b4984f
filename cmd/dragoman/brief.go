package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"dragoman"
	"dragoman/corridor"
	"dragoman/dossier"
	"dragoman/lexicon"
)

// briefCmd prints the dossier of a pair.
type briefCmd struct {
	A      string `arg:"" name:"country" help:"A country: ISO code or name."`
	B      string `arg:"" name:"other" help:"The other country."`
	From   string `placeholder:"DATE" help:"From this day, month or year on (2024, 2024-05, 2024-05-12)."`
	To     string `placeholder:"DATE" help:"Up to this day, month or year."`
	Format string `enum:"md,html,json" default:"md" help:"md (readable text), html (one page to print or send) or json."`
	Out    string `short:"o" placeholder:"FILE" help:"Write to this file, not to standard output."`
}

func (c *briefCmd) Run(a *app) error {
	from, to, err := period(c.From, c.To)
	if err != nil {
		return err
	}
	codes, err := countryCodes("brief", c.A, c.B)
	if err != nil {
		return err
	}
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	st, err := a.store()
	if err != nil {
		return err
	}
	flows, err := a.flows()
	if err != nil {
		return err
	}
	net, err := corridor.Default()
	if err != nil {
		return err
	}
	b, err := dossier.Assemble(a.ctx, st, dossier.Query{A: dossier.Country{Code: codes[0], Name: lex.CountryName(codes[0])},
		B: dossier.Country{Code: codes[1], Name: lex.CountryName(codes[1])}, From: from, To: to, Now: a.now,
		Statistics: flows, Network: net})
	if err != nil {
		return err
	}
	return c.write(a, b)
}

// write prints the brief in the format asked for. Markdown for a terminal is set in its width and colours.
func (c *briefCmd) write(a *app, b *dossier.Brief) error {
	if c.Out != "" {
		return c.save(a, b)
	}
	if c.Format != "md" || a.width() == 0 {
		return c.render(a.out, b)
	}
	var md bytes.Buffer
	if err := b.Markdown(&md); err != nil {
		return err
	}
	return dossier.Typeset(a.out, md.String(), a.width(), a.colour())
}

func (c *briefCmd) render(w io.Writer, b *dossier.Brief) error {
	switch c.Format {
	case "html":
		return b.HTML(w)
	case "json":
		return printJSON(w, b)
	}
	return b.Markdown(w)
}

// save writes the file whole or not at all.
func (c *briefCmd) save(a *app, b *dossier.Brief) error {
	trouble := func(err error) error {
		p := dragoman.Problemf(c.Out, "", "name another file with --out", "cannot be written: %v", err)
		p.Err = err
		return p
	}
	f, err := os.CreateTemp(filepath.Dir(c.Out), ".dragoman-*")
	if err != nil {
		return trouble(err)
	}
	defer os.Remove(f.Name())
	err = c.render(f, b)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), c.Out)
	}
	if err != nil {
		return trouble(err)
	}
	a.hint("wrote %s", c.Out)
	return nil
}
