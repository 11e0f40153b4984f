package syntax

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"dragoman"
	"dragoman/syntax/conllu"
	"dragoman/syntax/lemma"
	"dragoman/syntax/neural"
)

// Config says how to train.
type Config struct {
	Language string
	Sources  []Source          // treebanks, in the order of their sentences; the model parses in the convention of the first
	Names    map[string]string // what the card calls sources read from files, by the files' or folders' names
	Licences map[string]string // their licences, where no file beside them states these
	Seed     uint64            // default 1
	Net      neural.Config     // the zero value means neural.DefaultConfig
	Text     *neural.Text      // running text to pretrain on, nil for none; training changes it
}

// Report is what training measured on the development sentences, their words given: shares of right tags and arcs. LAS
// compares relations with their subtypes.
type Report struct{ UPOS, XPOS, Feats, Lemma, UAS, LAS float64 }

// Train learns a model. The sentences must have tags and trees. progress, which may be nil, is told of each pass. The result
// depends on nothing but the arguments and, in its last bits, on the kind of processor.
func Train(ctx context.Context, c Config, train, dev []conllu.Sentence, progress func(string)) (*Model, Report, error) {
	if c.Net.Width == 0 {
		c.Net = neural.DefaultConfig()
	}
	c.Net.Seed = cmp.Or(c.Seed, 1)
	banks, err := c.split(train)
	if err != nil {
		return nil, Report{}, err
	}
	m := &Model{info: Info{Language: c.Language, Sources: c.Sources, Seed: c.Net.Seed}}
	if m.net, _, err = neural.Train(ctx, c.Net, banks, c.Text, tokensOf(dev), progress); err != nil {
		return nil, Report{}, err
	}
	rep := m.complete(train, dev)
	if c.Text != nil {
		m.info.Settings += fmt.Sprintf("; pretrained on %d words", c.Net.TextWords(c.Text))
	}
	if c.Net.Teachers > 0 {
		m.info.Settings += fmt.Sprintf("; taught by %d networks, also on %d words of running text", c.Net.Teachers, c.Net.SilverWords)
	}
	return m, rep, nil
}

// complete adds to a network what belongs to a model: lemmas, and what is told of it.
func (m *Model) complete(train, dev []conllu.Sentence) Report {
	m.info.Settings = m.net.Settings()
	m.finish()
	m.useLemmas(lemma.Train(m.lemmaExamples(train), m.net.Knows))
	rep := m.measure(dev)
	if len(dev) > 0 {
		m.info.Scores = map[string]float64{"UPOS": rep.UPOS, "XPOS": rep.XPOS, "Feats": rep.Feats, "Lemma": rep.Lemma,
			"UAS": rep.UAS, "LAS": rep.LAS}
	}
	return rep
}

// split gives each source its sentences, if their numbers say which they are; else all are one treebank.
func (c Config) split(train []conllu.Sentence) ([]neural.Treebank, error) {
	trees, err := treesOf(train)
	if err != nil {
		return nil, err
	}
	sum := 0
	for _, s := range c.Sources {
		sum += s.Sentences
	}
	if sum != len(trees) {
		return []neural.Treebank{{Sentences: trees}}, nil
	}
	var out []neural.Treebank
	for _, s := range c.Sources {
		out = append(out, neural.Treebank{Name: s.Name, Sentences: trees[:s.Sentences]})
		trees = trees[s.Sentences:]
	}
	return out, nil
}

func tokensOf(list []conllu.Sentence) []dragoman.Sentence {
	out := make([]dragoman.Sentence, len(list))
	for i := range list {
		out[i] = list[i].Tokens()
	}
	return out
}

func treesOf(list []conllu.Sentence) ([]dragoman.Sentence, error) {
	for i := range list {
		for _, w := range list[i].Words {
			if w.Head == conllu.Missing {
				return nil, fmt.Errorf("sentence %q has no tree", list[i].Text())
			}
		}
	}
	if len(list) == 0 {
		return nil, errors.New("there are too few sentences to train on")
	}
	return tokensOf(list), nil
}

func (m *Model) lemmaExamples(train []conllu.Sentence) []lemma.Example {
	var out []lemma.Example
	for i := range train {
		for _, w := range train[i].Words {
			out = append(out, lemma.Example{Form: w.Form, Tag: m.lemmaTags[tagClass{w.UPOS, w.XPOS}], Lemma: w.Lemma})
		}
	}
	return out
}

// measure compares what the model makes of the words of gold sentences with their tags, lemmas and trees.
func (m *Model) measure(gold []conllu.Sentence) (r Report) {
	words := 0.0
	for i := range gold {
		s := gold[i].Tokens()
		m.ParseSentence(&s)
		for j, w := range gold[i].Words {
			t := &s.Tokens[j]
			words++
			for _, c := range []struct {
				right bool
				to    *float64
			}{
				{t.UPOS == w.UPOS, &r.UPOS}, {t.XPOS == w.XPOS, &r.XPOS}, {t.Feats == w.Feats, &r.Feats},
				{t.Lemma == w.Lemma, &r.Lemma}, {t.Head == w.Head, &r.UAS}, {t.Head == w.Head && t.Deprel == w.Deprel, &r.LAS},
			} {
				if c.right {
					*c.to++
				}
			}
		}
	}
	for _, x := range []*float64{&r.UPOS, &r.XPOS, &r.Feats, &r.Lemma, &r.UAS, &r.LAS} {
		*x /= max(words, 1)
	}
	return r
}
