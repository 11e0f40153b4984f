// Package training makes the scorer of relations from files of examples.
package training

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman"
	"dragoman/actor"
	"dragoman/eval"
	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/reading"
)

// Events says what the scorer is trained from. Files are TSV as eval.ReadRelations reads them.
type Events struct {
	Lexicon   *lexicon.Lexicon
	Segmenter dragoman.Segmenter
	Parser    dragoman.Parser
	Vectors   *relation.Vectors

	Examples []string // in our ontology, files or folders of them
	Marked   []string // in the code book of the older gold sets
	Holds    []string // with gold_binary alone
	Triples  []string // JSONL as eval.ReadTriples reads it: to learn how sure to be

	Say func(format string, args ...any) // progress
}

// Weights of the examples: each head learns most from its own, and a little from the other's.
const (
	weightOwn      = 1.0
	weightOfMarked = 0.3  // older gold in the head of our ontology
	weightOfOwn    = 0.12 // our examples in the head of the older code book
)

// Report is what cross-validation measured: each example answered by a head that had not seen its sentence.
type Report struct {
	Examples, Marked, Holds int
	Own                     Measured // our examples and their reversals, None among the answers
	Older                   Measured // the older gold, an answer forced
	Binary                  eval.Count
	Confidence              float64 // expected calibration error of the confidence of events, by folds over texts
	Judged                  int     // events that it was measured on
}

// Measured are the scores of a head: shares, and by label.
type Measured struct {
	Accuracy, MacroF1, QuadF1 float64
	ByLabel                   *eval.Scores
}

// Train makes the model, and measures it on folds.
func (t *Events) Train() (*relation.Model, *Report, error) {
	r := &Report{}
	frames := event.New(t.Lexicon, nil)
	own, err := t.load(t.Examples, frames, false)
	if err != nil {
		return nil, nil, err
	}
	marked, err := t.load(t.Marked, frames, true)
	if err != nil {
		return nil, nil, err
	}
	holds, err := t.load(t.Holds, frames, false)
	if err != nil {
		return nil, nil, err
	}
	r.Examples, r.Marked, r.Holds = len(own), len(marked), len(holds)
	t.Say("%d examples of our own, %d of older gold, %d of events that hold or not", len(own), len(marked), len(holds))
	m := &relation.Model{Vectors: t.Vectors}
	m.Events = t.events(own, marked, r)
	m.Marked = t.marked(own, marked, r)
	m.Holds = t.holds(holds, r)
	return m, r, t.trust(m, r)
}

// load reads example files and lays out their cases.
func (t *Events) load(paths []string, coder *event.Coder, foreign bool) ([]relation.Example, error) {
	files, err := filesOf(paths)
	if err != nil {
		return nil, err
	}
	reader := &reading.Reader{Segmenter: t.Segmenter, Parser: t.Parser, Resolver: actor.New(t.Lexicon), Coder: coder}
	var out []relation.Example
	for _, name := range files {
		cases, err := readCases(name)
		if err != nil {
			return nil, err
		}
		for i := range cases {
			list, err := examplesOf(reader, coder, &cases[i], foreign)
			if err != nil {
				return nil, dragoman.Problemf(name, cases[i].Place, "write a type of the ontology or NONE", "%v", err)
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// filesOf lists files, and the *.tsv files of folders.
func filesOf(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, dragoman.Problemf(p, "", "name a file or folder of examples", "cannot be read: %v", err)
		}
		if !info.IsDir() {
			out = append(out, p)
			continue
		}
		list, _ := filepath.Glob(filepath.Join(p, "*.tsv"))
		out = append(out, list...)
	}
	return out, nil
}

func readCases(name string) ([]eval.Relation, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, dragoman.Problemf(name, "", "name a file of examples", "cannot be read: %v", err)
	}
	defer f.Close()
	cases, bad, err := eval.ReadRelations(f, name)
	if err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		return nil, bad[0]
	}
	return cases, nil
}

// examplesOf makes the example of a case; one of ours is also asked in the other direction, where nothing happens, unless the
// type has no direction.
func examplesOf(r *reading.Reader, coder *event.Coder, c *eval.Relation, foreign bool) ([]relation.Example, error) {
	label, either := c.Gold, ""
	switch {
	case c.Holds != "":
		label = c.Holds
	case label == "YIELD":
		label, either = string(dragoman.Concede), string(dragoman.Retreat)
	case !slices.Contains(relation.Labels, label):
		return nil, fmt.Errorf("%q is no type", label)
	}
	a := r.Prose(c.Text)
	lay := func(source, target dragoman.Span) relation.Case {
		k := coder.Case(a, source, target)
		k.Foreign = foreign
		return k
	}
	out := []relation.Example{{Case: lay(c.Source, c.Target), Label: label, Either: either, Weight: 1, Group: c.Text}}
	if directed(label) && !foreign && !c.Source.Empty() && !c.Target.Empty() {
		out = append(out, relation.Example{Case: lay(c.Target, c.Source), Label: relation.None, Weight: 1, Group: c.Text})
	}
	return out, nil
}

// directed says whether what A does to B by the type is nothing that B does to A.
func directed(label string) bool {
	switch dragoman.EventType(label) {
	case dragoman.Consult, dragoman.Cooperate, relation.None, "0", "1":
		return false
	}
	return true
}

func weighted(list []relation.Example, weight float64) []relation.Example {
	out := slices.Clone(list)
	for i := range out {
		out[i].Weight *= weight
	}
	return out
}

// events trains the head of our own ontology.
func (t *Events) events(own, marked []relation.Example, r *Report) *relation.Head {
	all := append(weighted(own, weightOwn), weighted(marked, weightOfMarked)...)
	head, answers := relation.Train(all, relation.Labels, t.Vectors, relation.DefaultSettings)
	r.Own = t.measure(own, answers[:len(own)], false)
	t.Say("our ontology: accuracy %.3f, macro-F1 %.3f", r.Own.Accuracy, r.Own.MacroF1)
	return head
}

// marked trains the head of the older gold sets.
func (t *Events) marked(own, marked []relation.Example, r *Report) *relation.Head {
	head, answers := relation.Train(mixed(own, marked), relation.Labels, t.Vectors, relation.DefaultSettings)
	r.Older = t.olderGold(marked, answers)
	return head
}

// mixed are the examples of that head, the older gold first. Of ours those between which nothing happens teach it nothing: it is asked
// only where something does.
func mixed(own, marked []relation.Example) []relation.Example {
	all := slices.Clone(marked)
	for _, e := range own {
		if e.Label != relation.None {
			e.Weight *= weightOfOwn
			all = append(all, e)
		}
	}
	return all
}

// olderGold measures that head on the answers that folds gave.
func (t *Events) olderGold(marked []relation.Example, answers []relation.Answer) Measured {
	m := t.measure(marked, answers[:len(marked)], true)
	t.Say("older gold: accuracy %.3f, macro-F1 %.3f, quad macro-F1 %.3f", m.Accuracy, m.MacroF1, m.QuadF1)
	return m
}

// holds trains the head that says whether a named event holds from source to target.
func (t *Events) holds(examples []relation.Example, r *Report) *relation.Head {
	labels := []string{"0", "1"}
	head, answers := relation.Train(examples, labels, t.Vectors, relation.DefaultSettings)
	for i := range examples {
		gold, found := examples[i].Label == "1", answers[i].Best(false) == 1
		switch {
		case gold && found:
			r.Binary.Right++
		case gold:
			r.Binary.Missed++
		case found:
			r.Binary.Extra++
		}
	}
	t.Say("holds or not: F1 %.3f", r.Binary.F1())
	return head
}

// measure scores answers; roots that gold sets fold together count as one.
func (t *Events) measure(examples []relation.Example, answers []relation.Answer, forced bool) Measured {
	m := Measured{ByLabel: eval.NewScores()}
	quads := eval.NewScores()
	right := 0
	for i := range examples {
		gold, found := eval.Fold(examples[i].Label), eval.Fold(answers[i].Labels[answers[i].Best(forced)])
		if m.ByLabel.Tally(gold, found) {
			right++
		}
		quads.Tally(t.quad(gold), t.quad(found))
	}
	m.Accuracy = float64(right) / float64(max(len(examples), 1))
	m.MacroF1, m.QuadF1 = m.ByLabel.MacroF1(), quads.MacroF1()
	return m
}

// quad is the coarse class of a root; the older gold counts YIELD, which holds concessions made in words and in deeds, as material.
func (t *Events) quad(root string) string {
	if root == "YIELD" {
		return fmt.Sprint(dragoman.MaterialCooperation)
	}
	return fmt.Sprint(t.Lexicon.Ontology.Quad(dragoman.EventType(eval.Modern(root))))
}

// Card describes the model for its readers, in Markdown.
func (r *Report) Card(m *relation.Model, sources []string) string {
	var b strings.Builder
	b.WriteString("# Scorer of relations, English\n\nWhat one party of a sentence does to another (docs/events.md). Linear support vector machines over hashed words, paths, frames and\nword vectors.\n\n## Trained on\n\n")
	for _, s := range sources {
		b.WriteString("- " + s + "\n")
	}
	fmt.Fprintf(&b, "\n%d examples of our own (reversals included), %d of older gold, %d of events that hold or not. Word vectors: %d words of %d numbers.\n", r.Examples, r.Marked, r.Holds,
		m.Vectors.Len(), m.Vectors.Dim)
	fmt.Fprintf(&b, "\n## Scores\n\nBy %d-fold cross-validation; a sentence is never on both sides.\n\n| head | accuracy | macro-F1 | quad macro-F1 |\n|---|---:|---:|---:|\n", relation.Folds)
	fmt.Fprintf(&b, "| our ontology, NONE among the answers | %.3f | %.3f | %.3f |\n", r.Own.Accuracy, r.Own.MacroF1, r.Own.QuadF1)
	fmt.Fprintf(&b, "| older gold, an answer forced | %.3f | %.3f | %.3f |\n", r.Older.Accuracy, r.Older.MacroF1, r.Older.QuadF1)
	fmt.Fprintf(&b, "\nHolds or not: precision %.3f, recall %.3f, F1 %.3f. Confidence of events: expected calibration error %.3f over %d events, by folds over texts.\n",
		r.Binary.Precision(), r.Binary.Recall(), r.Binary.F1(), r.Confidence, r.Judged)
	b.WriteString("\n| type | our examples | precision | recall | F1 | older gold | precision | recall | F1 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, l := range r.Own.ByLabel.Classes() {
		own, older := r.Own.ByLabel.Of(l), eval.Count{}
		if slices.Contains(r.Older.ByLabel.Classes(), l) {
			older = r.Older.ByLabel.Of(l)
		}
		fmt.Fprintf(&b, "| %s | %d | %.3f | %.3f | %.3f | %d | %.3f | %.3f | %.3f |\n", l, own.Gold(), own.Precision(), own.Recall(), own.F1(), older.Gold(), older.Precision(),
			older.Recall(), older.F1())
	}
	return b.String()
}
