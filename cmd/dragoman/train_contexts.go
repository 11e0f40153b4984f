package main

import (
	"fmt"
	"path/filepath"

	"dragoman"
	"dragoman/event/contexts"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

type trainContextsCmd struct {
	File   string `arg:"" help:"Marked paragraphs: JSONL with id, text, contexts."`
	Out    string `required:"" placeholder:"FILE" help:"Model file; its card is written beside it as FILE.md."`
	Seed   uint64 `default:"1" help:"Seed; the same seed and file give the same model."`
	Source string `placeholder:"TEXT" help:"What the model card calls the paragraphs (default: the file's name)."`
}

func (c *trainContextsCmd) Run(a *app) error {
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	parser, err := syntax.English()
	if err != nil {
		return err
	}
	examples, bad, err := gold(a, &evaluation{File: c.File}, readExamples(lex))
	if err != nil {
		return err
	}
	if bad > 0 {
		return errNamed // half a file would make half a model
	}
	source := c.Source
	if source == "" {
		source = filepath.Base(c.File)
	}
	alike, err := relation.EnglishVectors()
	if err != nil {
		return err
	}
	m, err := contexts.Train(paragraphs(parser, examples), contexts.Config{Language: parser.Info().Language, Seed: c.Seed, Syntax: parser.Version(),
		Source: source, Labels: lex.Ontology.Contexts(), Cues: lex.Ontology.Cues(), Vectors: alike.All(),
		Alike: "those of the scorer of relations, see event/relation/models/en.bin.md"}, func(line string) { a.hint("%s", line) })
	if err != nil {
		return dragoman.Problemf(c.File, "", "add marked paragraphs", "%v", err)
	}
	var stored *contexts.Model
	err = writeModel(c.Out, m, func(file []byte) (card string, err error) {
		if stored, err = contexts.Load(file); err == nil {
			card = stored.Card()
		}
		return card, err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s  %d paragraphs  macro-F1 %.3f by cross-validation\n", stored.Version(), stored.Info().Paragraphs, stored.MacroF1())
	return err
}

// paragraphs parses marked paragraphs.
func paragraphs(parser dragoman.Parser, examples []contexts.Example) []contexts.Paragraph {
	segment := text.English()
	out := make([]contexts.Paragraph, len(examples))
	for i, e := range examples {
		art := segment.Segment(dragoman.Document{ID: e.ID, Language: "en", Text: e.Text})
		parser.Parse(art)
		out[i] = contexts.Paragraph{Sentences: art.Sentences, Contexts: e.Contexts}
	}
	return out
}
