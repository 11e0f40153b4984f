package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"dragoman"
	"dragoman/syntax"
	"dragoman/syntax/neural"
)

// trainCmd trains models.
type trainCmd struct {
	Syntax   trainSyntaxCmd   `cmd:"" help:"Train tagger, lemmatiser and parser from CoNLL-U treebanks."`
	Contexts trainContextsCmd `cmd:"" help:"Train the model of what a paragraph is about, from marked paragraphs."`
	Events   trainEventsCmd   `cmd:"" help:"Train the scorer of relations from marked sentences."`
}

type trainSyntaxCmd struct {
	Treebanks []string          `arg:"" name:"treebank" help:"CoNLL-U files (also .gz), or folders of them: *-train* to learn from, *-dev* to measure on, *-test* never."`
	Lang      string            `default:"en" help:"Language, as ISO 639-1."`
	Out       string            `required:"" placeholder:"FILE" help:"Model file; its card is written beside it as FILE.md."`
	Name      map[string]string `mapsep:"none" placeholder:"SOURCE=TEXT" help:"What the model card calls a source, by the name of its file or folder."`
	Licence   map[string]string `mapsep:"none" placeholder:"SOURCE=TEXT" help:"A source's licence, where no README or SOURCE.txt beside it states it."`
	Seed      uint64            `default:"1" help:"Seed; the same seed and files give the same model."`
	Teachers  int               `default:"0" help:"Train this many large networks first, from different seeds, and let the model learn from what they think together."`
	Work      string            `placeholder:"FOLDER" help:"Keep finished stages of the training there; the same training, begun again, goes on behind them."`
	Raw       []string          `placeholder:"FILE" help:"Raw text, one paragraph a line, or JSONL: the network first learns to guess its hidden words."`
}

func (c *trainSyntaxCmd) Run(a *app) error {
	net := neural.DefaultConfig()
	net.Teachers, net.Work = c.Teachers, c.Work
	m, rep, err := syntax.TrainFiles(a.ctx, syntax.Config{Language: c.Lang, Names: c.Name, Licences: c.Licence, Seed: c.Seed, Net: net}, c.Treebanks, c.Raw, func(line string) { a.hint("%s", line) })
	if err != nil {
		return err
	}
	err = writeModel(c.Out, m, func(file []byte) (string, error) {
		stored, err := syntax.Load(file)
		if err != nil {
			return "", err
		}
		return stored.Card(), nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s  UPOS %s  XPOS %s  features %s  lemmas %s  UAS %s  LAS %s\n", m.Version(), percent(rep.UPOS), percent(rep.XPOS),
		percent(rep.Feats), percent(rep.Lemma), percent(rep.UAS), percent(rep.LAS))
	return err
}

// writeModel writes a model and, beside it, its card, which is made from the file's bytes: it names their checksum.
func writeModel(path string, m io.WriterTo, card func(file []byte) (string, error)) error {
	trouble := func(err error) error {
		return dragoman.Problemf(path, "", "name another file with --out", "cannot be written: %v", err)
	}
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		return trouble(err)
	}
	text, err := card(file.Bytes())
	if err != nil {
		return trouble(err)
	}
	for _, part := range []struct {
		path string
		data []byte
	}{{path, file.Bytes()}, {path + ".md", []byte(text)}} {
		if err := os.WriteFile(part.path, part.data, 0o644); err != nil {
			return trouble(err)
		}
	}
	return nil
}
