package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"dragoman"
	"dragoman/eval"
	"dragoman/event/contexts"
	"dragoman/lexicon"
	"dragoman/syntax"
)

type evalContextsCmd struct {
	evaluation
	JSON  bool   `name:"json" help:"The same as --format json."`
	Model string `placeholder:"FILE" help:"Score a model of your own instead of the built-in English one."`
}

// contextsAnswer is what was found in one paragraph.
type contextsAnswer struct {
	ID        string   `json:"id"`
	Gold      []string `json:"gold"`
	Predicted []string `json:"predicted"`
}

func (c *evalContextsCmd) Run(a *app) error {
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	m, err := contextsModelAt(c.Model)
	if err != nil {
		return err
	}
	examples, bad, err := gold(a, &c.evaluation, readExamples(lex))
	if err != nil {
		return err
	}
	answers, err := contextsOf(m.With(lex.Ontology.Cues()), examples)
	if err != nil {
		return err
	}
	if err := predictions(&c.evaluation, answers); err != nil {
		return err
	}
	if err := c.print(a, answers); err != nil {
		return err
	}
	return done(bad)
}

// contextsOf asks for the contexts of every paragraph.
func contextsOf(m *contexts.Classifier, examples []contexts.Example) ([]contextsAnswer, error) {
	parser, err := syntax.English()
	if err != nil {
		return nil, err
	}
	out := []contextsAnswer{}
	for i, p := range paragraphs(parser, examples) {
		out = append(out, contextsAnswer{examples[i].ID, append([]string{}, p.Contexts...), append([]string{}, m.Of(p.Sentences)...)})
	}
	return out, nil
}

func (c *evalContextsCmd) print(a *app, answers []contextsAnswer) error {
	s, exact := eval.NewScores(), 0
	for _, w := range answers {
		right := tallyContexts(s, w.Gold, w.Predicted)
		if right == len(w.Gold) && right == len(w.Predicted) {
			exact++
		}
	}
	total := s.Total()
	if c.JSON || c.Format == "json" {
		return printJSON(a.out, struct {
			Paragraphs int          `json:"paragraphs"`
			Exact      int          `json:"exact"`
			MacroF1    float64      `json:"macro_f1"`
			Precision  float64      `json:"precision"`
			Recall     float64      `json:"recall"`
			F1         float64      `json:"f1"`
			Classes    []classScore `json:"classes"`
		}{len(answers), exact, s.MacroF1(), total.Precision(), total.Recall(), total.F1(), classScores(s)})
	}
	fmt.Fprintf(a.out, "paragraphs %d, all right in %d, macro-F1 %.3f, micro: precision %.3f, recall %.3f, F1 %.3f\n\n", len(answers), exact,
		s.MacroF1(), total.Precision(), total.Recall(), total.F1())
	return printClasses(a, classScores(s))
}

// tallyContexts notes the answer to one paragraph and gives the number of contexts found rightly.
func tallyContexts(s *eval.Scores, gold, predicted []string) (right int) {
	for _, c := range gold {
		if slices.Contains(predicted, c) {
			s.Hit(c)
			right++
		} else {
			s.Miss(c)
		}
	}
	for _, c := range predicted {
		if !slices.Contains(gold, c) {
			s.Extra(c)
		}
	}
	return right
}

// readExamples reads marked paragraphs, held against the lexicon's contexts.
func readExamples(lex *lexicon.Lexicon) func(io.Reader, string) ([]contexts.Example, []error, error) {
	return func(r io.Reader, name string) ([]contexts.Example, []error, error) {
		return contexts.ReadExamples(r, name, lex.Ontology.HasContext)
	}
}

// contextsModelAt reads the model at path; "" is the built-in one.
func contextsModelAt(path string) (*contexts.Model, error) {
	if path == "" {
		return contexts.English()
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "name a file made by dragoman train contexts", "cannot be read: %v", err)
	}
	return contexts.Load(data)
}
