package main

import (
	"fmt"
	"io"
	"os"
	"regexp"

	"dragoman"
	"dragoman/eval"
	"dragoman/lexicon"
	"dragoman/reading"
	"dragoman/syntax"
	"dragoman/syntax/conllu"
)

// evalCmd scores against gold files.
type evalCmd struct {
	Syntax    evalSyntaxCmd    `cmd:"" help:"Score tagging, lemmas and trees against CoNLL-U."`
	Relations evalRelationsCmd `cmd:"" help:"Score what one marked party does to the other: TSV with uid, marked_sentence, gold_root."`
	Triples   evalTriplesCmd   `cmd:"" help:"Score events as (country, type, country): JSONL with id, date, text, events."`
	Actors    evalActorsCmd    `cmd:"" help:"Score who is meant: JSONL with text, date, country, sector."`
	Contexts  evalContextsCmd  `cmd:"" help:"Score what paragraphs are about: JSONL with id, text, contexts."`
}

// evaluation is what all of them understand.
type evaluation struct {
	File        string `arg:"" help:"Gold file."`
	Format      string `enum:"table,json" default:"table" help:"table or json."`
	Predictions string `placeholder:"FILE" help:"Write what was answered to this file, one JSON object a case."`
}

// gold reads the gold file; bad lines are named and left out.
func gold[T any](a *app, e *evaluation, read func(io.Reader, string) ([]T, []error, error)) (cases []T, bad int, err error) {
	f, err := os.Open(e.File)
	if err != nil {
		return nil, 0, dragoman.Problemf(e.File, "", "check the path", "cannot be opened: %v", err)
	}
	defer f.Close()
	cases, problems, err := read(f, e.File)
	if err != nil {
		return nil, 0, err
	}
	var left leftOut
	for _, p := range problems {
		left.note(a, p)
	}
	if len(cases) == 0 {
		return nil, left.n, dragoman.Problemf(e.File, "", "see docs for the format", "holds no case that can be scored")
	}
	return cases, left.n, nil
}

// predictions writes one line a case.
func predictions[T any](e *evaluation, list []T) error {
	if e.Predictions == "" {
		return nil
	}
	f, err := os.Create(e.Predictions)
	if err != nil {
		return dragoman.Problemf(e.Predictions, "", "name another file", "cannot be written: %v", err)
	}
	for _, p := range list {
		if err == nil {
			err = printLine(f, p)
		}
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// done ends an evaluation: with status 1 when gold lines were bad.
func done(bad int) error {
	if bad > 0 {
		return errNamed
	}
	return nil
}

type evalRelationsCmd struct {
	evaluation
	Forced bool `help:"Answer every case, also where no frame speaks and the scorer is not sure."`
}

func (c *evalRelationsCmd) Run(a *app) error {
	cases, bad, err := gold(a, &c.evaluation, eval.ReadRelations)
	if err != nil {
		return err
	}
	r, lex, err := a.readerAndLexicon()
	if err != nil {
		return err
	}
	if eval.AskHolds(cases) {
		return c.holds(a, cases, r, bad)
	}
	s := eval.Relations(cases, r, quadOf(lex), c.Forced)
	if err := predictions(&c.evaluation, s.Predicted); err != nil {
		return err
	}
	if c.Format == "json" {
		err = printJSON(a.out, struct {
			*eval.RelationScores
			Classes []classScore `json:"classes"`
			Quads   []classScore `json:"quads"`
		}{s, classScores(s.ByRoot), classScores(s.ByQuad)})
	} else {
		fmt.Fprintf(a.out, "cases %d, answered %d, accuracy %.3f, macro-F1 %.3f, quad macro-F1 %.3f\n\n", s.N, s.Answered, s.Accuracy, s.MacroF1, s.QuadF1)
		err = printClasses(a, classScores(s.ByRoot))
	}
	if err != nil {
		return err
	}
	return done(bad)
}

// holds scores cases that ask only whether an event holds.
func (c *evalRelationsCmd) holds(a *app, cases []eval.Relation, r *reading.Reader, bad int) error {
	s := eval.Holds(cases, r)
	if err := predictions(&c.evaluation, s.Predicted); err != nil {
		return err
	}
	var err error
	if c.Format == "json" {
		err = printJSON(a.out, s)
	} else {
		_, err = fmt.Fprintf(a.out, "cases %d, accuracy %.3f, precision %.3f, recall %.3f, F1 %.3f\n", s.N, s.Accuracy, s.Precision, s.Recall, s.F1)
	}
	if err != nil {
		return err
	}
	return done(bad)
}

func (a *app) readerAndLexicon() (*reading.Reader, *lexicon.Lexicon, error) {
	r, err := a.reader()
	if err != nil {
		return nil, nil, err
	}
	lex, err := lexicon.Default()
	return r, lex, err
}

// quadOf names the coarse class of a root; older roots of gold sets have the quad of what they became, and YIELD, which holds concessions
// made in words and in deeds, counts as material co-operation there.
func quadOf(lex *lexicon.Lexicon) func(string) string {
	return func(root string) string {
		if eval.Fold(root) == "YIELD" {
			return fmt.Sprintf("Q%d", dragoman.MaterialCooperation)
		}
		t := dragoman.EventType(eval.Modern(root))
		if q := lex.Ontology.Quad(t); q != 0 {
			return fmt.Sprintf("Q%d", q)
		}
		return root
	}
}

type evalTriplesCmd struct{ evaluation }

func (c *evalTriplesCmd) Run(a *app) error {
	cases, bad, err := gold(a, &c.evaluation, eval.ReadTriples)
	if err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	s, found, err := scoreTriples(a, r, cases)
	if err != nil {
		return err
	}
	if err := predictions(&c.evaluation, found); err != nil {
		return err
	}
	t := s.Total()
	if c.Format == "json" {
		err = printJSON(a.out, struct {
			N         int          `json:"n"`
			Gold      int          `json:"gold"`
			Precision float64      `json:"precision"`
			Recall    float64      `json:"recall"`
			F1        float64      `json:"f1"`
			MacroF1   float64      `json:"macro_f1"`
			Classes   []classScore `json:"classes"`
		}{len(cases), t.Gold(), t.Precision(), t.Recall(), t.F1(), s.MacroF1(), classScores(s)})
	} else {
		fmt.Fprintf(a.out, "texts %d, gold triples %d, precision %.3f, recall %.3f, F1 %.3f, macro-F1 %.3f\n\n",
			len(cases), t.Gold(), t.Precision(), t.Recall(), t.F1(), s.MacroF1())
		err = printClasses(a, classScores(s))
	}
	if err != nil {
		return err
	}
	return done(bad)
}

// triplePrediction is one line of `--predictions`.
type triplePrediction struct {
	UID       string        `json:"uid"`
	Predicted []eval.Triple `json:"predicted"`
	Gold      []eval.Triple `json:"gold"`
}

// scoreTriples reads every text and compares.
func scoreTriples(a *app, r *reading.Reader, cases []eval.TripleCase) (*eval.Scores, []triplePrediction, error) {
	i := 0
	next := func() (dragoman.Document, error, bool) {
		if i == len(cases) {
			return dragoman.Document{}, nil, false
		}
		c := cases[i]
		i++
		return dragoman.Document{ID: c.ID, Published: c.Date, Text: c.Text, Language: "en", Kind: dragoman.KindReport}, nil, true
	}
	var goldTriples, found [][]eval.Triple
	var lines []triplePrediction
	r.Batch(a.ctx, next, func(res reading.Result) bool {
		c := cases[len(lines)]
		t := eval.Triples(res.Reading)
		goldTriples, found = append(goldTriples, c.Events), append(found, t)
		lines = append(lines, triplePrediction{c.ID, t, c.Events})
		return true
	})
	if err := a.ctx.Err(); err != nil {
		return nil, nil, err
	}
	return eval.ScoreTriples(goldTriples, found), lines, nil
}

type evalActorsCmd struct{ evaluation }

func (c *evalActorsCmd) Run(a *app) error {
	cases, bad, err := gold(a, &c.evaluation, eval.ReadActors)
	if err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	s := eval.Actors(cases, r)
	if err := predictions(&c.evaluation, s.Predicted); err != nil {
		return err
	}
	if c.Format == "json" {
		err = printJSON(a.out, struct {
			*eval.ActorScores
			Countries []classScore `json:"countries"`
			Sectors   []classScore `json:"sectors"`
		}{s, classScores(s.ByCountry), classScores(s.BySector)})
	} else {
		fmt.Fprintf(a.out, "cases %d, answered %d, country %.3f, sector %.3f (of %d), both %.3f, identifier %.3f (of %d)\n\n",
			s.N, s.Answered, s.Country, s.Sector, s.SectorN, s.Both, s.Identity, s.IDN)
		err = printClasses(a, classScores(s.BySector))
	}
	if err != nil {
		return err
	}
	return done(bad)
}

type evalSyntaxCmd struct {
	evaluation
	GoldTokens bool   `help:"Take sentences and words from the gold file and score tags and trees alone."`
	Confusion  int    `placeholder:"N" help:"Show the N most frequent mistakes in relations: which was taken for which."`
	Documents  string `placeholder:"REGEXP" help:"Score only the documents whose newdoc id matches."`
	Model      string `placeholder:"FILE" help:"Score a model of your own instead of the built-in English one."`
}

func (c *evalSyntaxCmd) Run(a *app) error {
	if c.Confusion < 0 {
		return misuse("--confusion", "give 0 or more", "%d is less than none", c.Confusion)
	}
	gold, err := conllu.ReadFile(c.File)
	if err != nil {
		return err
	}
	if gold, err = documentsOf(c.File, gold, c.Documents); err != nil {
		return err
	}
	m, err := modelAt(c.Model)
	if err != nil {
		return err
	}
	system := parsedRaw(m, gold)
	if c.GoldTokens {
		system = parsedGold(m, gold)
	}
	res, err := eval.Syntax(gold, system)
	if err != nil {
		return dragoman.Problemf(c.File, "", "report it with the file", "%v", err)
	}
	if c.Predictions != "" {
		f, err := os.Create(c.Predictions)
		if err != nil {
			return dragoman.Problemf(c.Predictions, "", "name another file", "cannot be written: %v", err)
		}
		defer f.Close()
		if err := conllu.Write(f, system); err != nil {
			return err
		}
	}
	if c.Format == "json" {
		return printJSON(a.out, res)
	}
	if err := printSyntax(a, res); err != nil {
		return err
	}
	return printConfusion(a, res.Confusions[:min(c.Confusion, len(res.Confusions))])
}

// documentsOf keeps the sentences of the documents whose id matches.
func documentsOf(file string, gold []conllu.Sentence, pattern string) ([]conllu.Sentence, error) {
	if pattern == "" {
		return gold, nil
	}
	match, err := regexp.Compile(pattern)
	if err != nil {
		return nil, dragoman.Problemf("--documents", pattern, "see https://pkg.go.dev/regexp/syntax", "is no regular expression: %v", err)
	}
	kept := eval.Documents(gold, match.MatchString)
	if len(kept) == 0 {
		return nil, dragoman.Problemf(file, "", "look for the lines \"# newdoc id =\" in the file", "has no document whose id matches %s", pattern)
	}
	return kept, nil
}

func printConfusion(a *app, list []eval.Confusion) error {
	if len(list) == 0 {
		return nil
	}
	t := &table{header: []string{"GOLD", "TAKEN FOR", "WORDS"}, in: []where{0, 0, right}}
	for _, c := range list {
		t.rows = append(t.rows, []string{c.Gold, c.System, fmt.Sprint(c.Count)})
	}
	fmt.Fprintln(a.out)
	return t.print(a)
}

// parsedGold parses the gold words.
func parsedGold(m *syntax.Model, gold []conllu.Sentence) []conllu.Sentence {
	out := make([]conllu.Sentence, len(gold))
	for i := range gold {
		s := gold[i].Tokens()
		m.ParseSentence(&s)
		out[i] = gold[i]
		out[i].Words = make([]conllu.Word, len(s.Tokens))
		for j, t := range s.Tokens {
			out[i].Words[j] = conllu.Word{Form: gold[i].Words[j].Form, Lemma: t.Lemma, UPOS: t.UPOS, XPOS: t.XPOS, Feats: t.Feats,
				Head: t.Head, Deprel: t.Deprel, Misc: gold[i].Words[j].Misc}
		}
	}
	return out
}

// parsedRaw segments and parses the running text of the gold file.
func parsedRaw(m *syntax.Model, gold []conllu.Sentence) []conllu.Sentence {
	art := syntax.SegmenterFor(m.Info().Language).Segment(dragoman.Document{Text: eval.RawText(gold), Language: m.Info().Language})
	m.Parse(art)
	return sentences(art)
}

func printSyntax(a *app, res *eval.SyntaxResult) error {
	t := &table{header: []string{"MEASURE", "PRECISION", "RECALL", "F1", "GOLD"}, in: []where{0, right, right, right, right}}
	for _, s := range res.Scores {
		t.rows = append(t.rows, []string{s.Measure, percent(s.Precision), percent(s.Recall), percent(s.F1), fmt.Sprint(s.Gold)})
	}
	if err := t.print(a); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	t = &table{header: []string{"RELATION", "PRECISION", "RECALL", "F1", "GOLD"}, in: t.in}
	for _, s := range res.Relations {
		t.rows = append(t.rows, []string{s.Relation, percent(s.Precision), percent(s.Recall), percent(s.F1), fmt.Sprint(s.Gold)})
	}
	return t.print(a)
}

func percent(v float64) string { return fmt.Sprintf("%.2f", 100*v) }

// classScore is the line of one class.
type classScore struct {
	Class     string  `json:"class"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Gold      int     `json:"gold"`
	Found     int     `json:"found"`
}

func classScores(s *eval.Scores) []classScore {
	out := []classScore{}
	for _, name := range s.Classes() {
		c := s.Of(name)
		out = append(out, classScore{name, c.Precision(), c.Recall(), c.F1(), c.Gold(), c.Right + c.Extra})
	}
	return out
}

func printClasses(a *app, list []classScore) error {
	t := &table{header: []string{"CLASS", "PRECISION", "RECALL", "F1", "GOLD", "FOUND"}, in: []where{0, right, right, right, right, right}}
	for _, c := range list {
		t.rows = append(t.rows, []string{c.Class, fmt.Sprintf("%.3f", c.Precision), fmt.Sprintf("%.3f", c.Recall), fmt.Sprintf("%.3f", c.F1),
			fmt.Sprint(c.Gold), fmt.Sprint(c.Found)})
	}
	return t.print(a)
}
