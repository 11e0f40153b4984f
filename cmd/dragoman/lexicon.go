package main

import (
	"fmt"
	"os"

	"dragoman/lexicon"
)

// lexiconCmd looks after the lexicon.
type lexiconCmd struct {
	Check lexiconCheckCmd `cmd:"" help:"Load every file of the lexicon and name what is wrong."`
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
	_, err = fmt.Fprintf(a.out, "lexicon %s is sound: %d countries, %d places, %d offices, %d bodies, %d organisations, %d companies, %d persons\n",
		l.Version(), len(l.Countries), len(l.Places), len(l.Offices), len(l.Bodies), len(l.Organisations), len(l.Companies), len(l.Persons))
	return err
}
