package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dragoman"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
	"dragoman/training"
)

type trainEventsCmd struct {
	Examples []string `arg:"" name:"examples" help:"TSV files of examples in our ontology (columns gold_root and marked_sentence), or folders of them."`
	Marked   []string `placeholder:"FILE" help:"TSV files of marked relations in the code book of the older gold sets (YIELD for CONCEDE and RETREAT)."`
	Holds    []string `placeholder:"FILE" help:"TSV files that say whether a named event holds from source to target (column gold_binary)."`
	Triples  []string `placeholder:"FILE" help:"JSONL files of texts with gold triples, to learn how sure to be of an event."`
	Glove    string   `placeholder:"FILE" help:"Make the word vectors anew from a file in GloVe's text form; they are written beside the model as FILE.vectors."`
	Words    int      `default:"50000" help:"How many words of --glove to keep."`
	Dim      int      `default:"64" help:"To how many numbers a word to turn the vectors of --glove."`
	Source   []string `sep:"none" placeholder:"TEXT" help:"A line for the model card: what was trained on, and its licence."`
	Out      string   `required:"" placeholder:"FILE" help:"Model file; its card is written beside it as FILE.md."`
}

func (c *trainEventsCmd) Run(a *app) error {
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	parser, err := syntax.English()
	if err != nil {
		return err
	}
	v, err := c.vectors()
	if err != nil {
		return err
	}
	t := training.Events{Lexicon: lex, Segmenter: text.English(), Parser: parser, Vectors: v, Examples: c.Examples, Marked: c.Marked, Holds: c.Holds,
		Triples: c.Triples, Say: a.hint}
	m, report, err := t.Train()
	if err != nil {
		return err
	}
	if err := writeModel(c.Out, m, func([]byte) (string, error) { return report.Card(m, c.Source), nil }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "our examples: accuracy %s, macro-F1 %s; older gold: accuracy %s, macro-F1 %s, quad %s; holds or not: F1 %s; calibration error %.3f\n",
		percent(report.Own.Accuracy), percent(report.Own.MacroF1), percent(report.Older.Accuracy), percent(report.Older.MacroF1), percent(report.Older.QuadF1),
		percent(report.Binary.F1()), report.Confidence)
	return err
}

// vectors makes word vectors from --glove and keeps them, or takes the built-in ones.
func (c *trainEventsCmd) vectors() (*relation.Vectors, error) {
	if c.Glove == "" {
		return relation.EnglishVectors()
	}
	f, err := os.Open(c.Glove)
	if err != nil {
		return nil, dragoman.Problemf(c.Glove, "", "name a file of word vectors", "cannot be read: %v", err)
	}
	defer f.Close()
	v, err := relation.BuildVectors(f, c.Glove, c.Words, c.Dim)
	if err != nil {
		return nil, err
	}
	return v, writeTo(c.Out[:len(c.Out)-len(filepath.Ext(c.Out))]+".vectors", v)
}

func writeTo(path string, w io.WriterTo) error {
	f, err := os.Create(path)
	if err == nil {
		_, err = w.WriteTo(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return dragoman.Problemf(path, "", "name another file with --out", "cannot be written: %v", err)
	}
	return nil
}
