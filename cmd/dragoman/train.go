package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dragoman"
	"dragoman/syntax"
	"dragoman/syntax/cluster"
	"dragoman/syntax/conllu"
)

// trainCmd trains models.
type trainCmd struct {
	Syntax trainSyntaxCmd `cmd:"" help:"Train tagger, lemmatiser and parser from CoNLL-U treebanks."`
}

type trainSyntaxCmd struct {
	Treebanks []string `arg:"" name:"treebank" help:"CoNLL-U files (also .gz), or folders of them: *-train* to learn from, *-dev* to measure on, *-test* never."`
	Lang      string   `default:"en" help:"Language, as ISO 639-1."`
	Out       string   `required:"" placeholder:"FILE" help:"Model file; its card is written beside it as FILE.md."`
	Seed      uint64   `default:"1" help:"Seed; the same seed and files give the same model."`
	Raw       []string `placeholder:"FILE" help:"Raw text, one paragraph a line, from which word groups are learned."`
}

func (c *trainSyntaxCmd) Run(a *app) error {
	b, err := readBanks(c.Treebanks)
	if err != nil {
		return err
	}
	config := syntax.Config{Language: c.Lang, Seed: c.Seed, Sources: b.sources}
	if len(c.Raw) > 0 {
		var failed error
		config.Clusters = cluster.Learn(cluster.Config{Seed: c.Seed}, rawTexts(c.Raw, &failed))
		if failed != nil {
			return failed
		}
	}
	a.hint("training on %s, measuring on %s", plural(len(b.train), "sentence"), plural(len(b.dev), "sentence"))
	m, rep, err := syntax.Train(config, b.train, b.dev, func(line string) { a.hint("%s", line) })
	if err != nil {
		return dragoman.Problemf(strings.Join(c.Treebanks, ", "), "", "give treebanks with full annotation", "%v", err)
	}
	if err := writeModel(c.Out, m); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s  UPOS %s  XPOS %s  features %s  lemmas %s  UAS %s  LAS %s\n", m.Version(), percent(rep.UPOS), percent(rep.XPOS),
		percent(rep.Feats), percent(rep.Lemma), percent(rep.UAS), percent(rep.LAS))
	return err
}

// banks are treebanks read for training.
type banks struct {
	train, dev []conllu.Sentence
	sources    []syntax.Source
}

// readBanks reads files and folders; files whose name says test are refused, since a model must not see them.
func readBanks(paths []string) (*banks, error) {
	b := &banks{}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, dragoman.Problemf(p, "", "check the path", "cannot be opened: %v", err)
		}
		files := []string{p}
		if info.IsDir() {
			if files, err = bankFiles(p); err != nil {
				return nil, err
			}
		}
		for _, f := range files {
			if err := b.read(f); err != nil {
				return nil, err
			}
		}
	}
	if len(b.train) == 0 {
		return nil, dragoman.Problemf(strings.Join(paths, ", "), "", "name files that are not called dev", "no treebank to learn from")
	}
	return b, nil
}

// bankFiles lists the treebank files in and below a folder, test files left out.
func bankFiles(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(filepath.Base(path), ".gz")
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".conllu") && !strings.Contains(name, "test") {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		return nil, dragoman.Problemf(dir, "", "check the folder", "cannot be read: %v", err)
	}
	return out, nil
}

func (b *banks) read(path string) error {
	name := filepath.Base(path)
	if strings.Contains(name, "test") {
		return dragoman.Problemf(path, "", "train on train files, measure on dev files", "is a test file")
	}
	sentences, err := conllu.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Contains(name, "dev") {
		b.dev = append(b.dev, sentences...)
		return nil
	}
	b.train = append(b.train, sentences...)
	words := 0
	for i := range sentences {
		words += len(sentences[i].Words)
	}
	b.sources = append(b.sources, syntax.Source{Name: strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".conllu"), Sentences: len(sentences), Words: words})
	return nil
}

// rawTexts gives the lines of files; what goes wrong is left in failed.
func rawTexts(paths []string, failed *error) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, p := range paths {
			f, err := os.Open(p)
			if err != nil {
				*failed = dragoman.Problemf(p, "", "check the path", "cannot be opened: %v", err)
				return
			}
			scan := bufio.NewScanner(f)
			scan.Buffer(make([]byte, 1<<16), 1<<24)
			for scan.Scan() {
				if !yield(scan.Text()) {
					f.Close()
					return
				}
			}
			if err := scan.Err(); err != nil {
				*failed = dragoman.Problemf(p, "", "give one paragraph a line", "cannot be read: %v", err)
			}
			f.Close()
		}
	}
}

// writeModel writes the model and its card.
func writeModel(path string, m *syntax.Model) error {
	trouble := func(err error) error {
		return dragoman.Problemf(path, "", "name another file with --out", "cannot be written: %v", err)
	}
	f, err := os.Create(path)
	if err != nil {
		return trouble(err)
	}
	_, err = m.WriteTo(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.WriteFile(path+".md", []byte(m.Card()), 0o644)
	}
	if err != nil {
		return trouble(err)
	}
	return nil
}
