package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dragoman/syntax/conllu"
)

// Measures names the measures of SyntaxResult.Scores in the order of the CoNLL 2018 shared task.
var Measures = []string{"Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "AllTags", "Lemmas",
	"UAS", "LAS", "CLAS", "MLAS", "BLEX"}

// SyntaxScore is one measure: counts, and what follows from them.
type SyntaxScore struct {
	Measure   string  `json:"measure"`
	Gold      int     `json:"gold"`
	System    int     `json:"system"`
	Correct   int     `json:"correct"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Confusion counts words of one gold relation that the system gave another one (universal part only).
type Confusion struct {
	Gold   string `json:"gold"`
	System string `json:"system"`
	Count  int    `json:"count"`
}

// RelationScore is what one gold relation scored: head and relation both right.
type RelationScore struct {
	Relation  string  `json:"relation"`
	Gold      int     `json:"gold"`
	System    int     `json:"system"`
	Correct   int     `json:"correct"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// SyntaxResult is the outcome of Syntax.
type SyntaxResult struct {
	Scores     []SyntaxScore   `json:"scores"`     // in the order of Measures
	Relations  []RelationScore `json:"relations"`  // by falling gold count
	Confusions []Confusion     `json:"confusions"` // by falling count; aligned words only
}

// F1 gives a measure's F1 by name, 0 for an unknown name.
func (r *SyntaxResult) F1(measure string) float64 {
	for _, s := range r.Scores {
		if s.Measure == measure {
			return s.F1
		}
	}
	return 0
}

// Syntax scores system against gold as the CoNLL 2018 shared task did (conll18_ud_eval): words are aligned by the characters
// they cover, within multiword tokens by longest common subsequence; relations are compared without subtypes, features
// restricted to the universal ones. Both must be the same text but for white space, else an error says where they part.
func Syntax(gold, system []conllu.Sentence) (*SyntaxResult, error) {
	g, s := lay(gold), lay(system)
	if err := sameText(g, s); err != nil {
		return nil, err
	}
	a := align(g.words, s.words)
	r := &SyntaxResult{}
	r.Scores = append(r.Scores, scoreSpans("Tokens", g.tokens, s.tokens), scoreSpans("Sentences", g.sentences, s.sentences))
	for _, m := range wordMeasures {
		r.Scores = append(r.Scores, a.score(m))
	}
	r.Relations, r.Confusions = a.relations()
	return r, nil
}

// wordMeasure is a measure over aligned words.
type wordMeasure struct {
	name    string
	content bool // only words with a content relation in gold
	same    func(a *alignment, gold, system *layWord) bool
}

var wordMeasures = []wordMeasure{
	{"Words", false, func(*alignment, *layWord, *layWord) bool { return true }},
	{"UPOS", false, func(_ *alignment, g, s *layWord) bool { return g.UPOS == s.UPOS }},
	{"XPOS", false, func(_ *alignment, g, s *layWord) bool { return g.XPOS == s.XPOS }},
	{"UFeats", false, func(_ *alignment, g, s *layWord) bool { return g.feats == s.feats }},
	{"AllTags", false, func(_ *alignment, g, s *layWord) bool {
		return g.UPOS == s.UPOS && g.XPOS == s.XPOS && g.feats == s.feats
	}},
	{"Lemmas", false, sameLemma},
	{"UAS", false, (*alignment).sameHead},
	{"LAS", false, sameArc},
	{"CLAS", true, sameArc},
	{"MLAS", true, sameMorphology},
	{"BLEX", true, func(a *alignment, g, s *layWord) bool { return sameArc(a, g, s) && sameLemma(a, g, s) }},
}

// A gold lemma "_" is not annotated and matches everything.
func sameLemma(_ *alignment, g, s *layWord) bool { return g.Lemma == "_" || g.Lemma == s.Lemma }

func sameArc(a *alignment, g, s *layWord) bool { return g.relation == s.relation && a.sameHead(g, s) }

func (a *alignment) sameHead(g, s *layWord) bool {
	if g.Head == conllu.Missing || s.Head == conllu.Missing {
		return false
	}
	if g.parent == nil || s.parent == nil {
		return g.parent == s.parent
	}
	return a.goldOf[s.parent] == g.parent
}

func sameMorphology(a *alignment, g, s *layWord) bool {
	if !sameArc(a, g, s) || g.UPOS != s.UPOS || g.feats != s.feats || len(g.functional) != len(s.functional) {
		return false
	}
	for i, gc := range g.functional {
		sc := s.functional[i]
		if a.goldOf[sc] != gc || gc.relation != sc.relation || gc.UPOS != sc.UPOS || gc.feats != sc.feats {
			return false
		}
	}
	return true
}

var contentRelations = wordSet(`nsubj obj iobj csubj ccomp xcomp obl vocative expl dislocated advcl advmod discourse nmod appos
	nummod acl amod conj fixed flat compound list parataxis orphan goeswith reparandum root dep`)

var functionalRelations = wordSet("aux cop mark det clf case cc")

var universalFeatures = wordSet(`PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree VerbForm
	Mood Tense Aspect Voice Evident Polarity Person Polite`)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// charSpan is a half-open range of characters of the text without spaces.
type charSpan struct{ start, end int }

// layWord is a word with what the comparison needs.
type layWord struct {
	conllu.Word
	span       charSpan
	multiword  bool
	feats      string // universal features only, sorted
	relation   string // without subtype
	parent     *layWord
	functional []*layWord // dependents with a functional relation
}

// layout is a corpus laid along its characters.
type layout struct {
	chars     []rune
	tokens    []charSpan
	sentences []charSpan
	words     []*layWord
}

func lay(sentences []conllu.Sentence) *layout {
	l := &layout{}
	for i := range sentences {
		l.add(&sentences[i])
	}
	return l
}

// token appends a form's characters and gives the span they take.
func (l *layout) token(form string) charSpan {
	start := len(l.chars)
	for _, r := range form {
		if !unicode.Is(unicode.Zs, r) {
			l.chars = append(l.chars, r)
		}
	}
	span := charSpan{start, len(l.chars)}
	l.tokens = append(l.tokens, span)
	return span
}

func (l *layout) add(s *conllu.Sentence) {
	start, first, next := len(l.chars), len(l.words), 0
	var within charSpan
	for i, w := range s.Words {
		if next < len(s.Ranges) && s.Ranges[next].First == i {
			within = l.token(s.Ranges[next].Form)
			next++
		}
		lw := &layWord{Word: w, feats: universalFeats(w.Feats)}
		lw.relation, _, _ = strings.Cut(w.Deprel, ":")
		lw.multiword = next > 0 && i <= s.Ranges[next-1].Last
		if lw.span = within; !lw.multiword {
			lw.span = l.token(w.Form)
		}
		l.words = append(l.words, lw)
	}
	words := l.words[first:]
	for _, w := range words {
		if w.Head < 0 {
			continue
		}
		w.parent = words[w.Head]
		if functionalRelations[w.relation] {
			w.parent.functional = append(w.parent.functional, w)
		}
	}
	l.sentences = append(l.sentences, charSpan{start, len(l.chars)})
}

func universalFeats(feats string) string {
	if feats == "" {
		return ""
	}
	all := strings.Split(feats, "|")
	all = slices.DeleteFunc(all, func(f string) bool {
		name, _, _ := strings.Cut(f, "=")
		return !universalFeatures[name]
	})
	slices.Sort(all)
	return strings.Join(all, "|")
}

func sameText(g, s *layout) error {
	n := min(len(g.chars), len(s.chars))
	at := 0
	for at < n && g.chars[at] == s.chars[at] {
		at++
	}
	if at == len(g.chars) && at == len(s.chars) {
		return nil
	}
	near := func(c []rune) string { return string(c[max(0, at-10):min(len(c), at+10)]) }
	return fmt.Errorf("gold and system are not the same text: after %d characters gold reads %q and system %q",
		at, near(g.chars), near(s.chars))
}

func scoreOf(name string, gold, system, correct int) SyntaxScore {
	s := SyntaxScore{Measure: name, Gold: gold, System: system, Correct: correct}
	s.Precision, s.Recall, s.F1 = ratio(correct, system), ratio(correct, gold), ratio(2*correct, system+gold)
	return s
}

func scoreSpans(name string, gold, system []charSpan) SyntaxScore {
	correct, gi, si := 0, 0, 0
	for gi < len(gold) && si < len(system) {
		switch {
		case system[si].start < gold[gi].start:
			si++
		case gold[gi].start < system[si].start:
			gi++
		default:
			if gold[gi].end == system[si].end {
				correct++
			}
			si++
			gi++
		}
	}
	return scoreOf(name, len(gold), len(system), correct)
}

func (a *alignment) score(m wordMeasure) SyntaxScore {
	if !m.content {
		correct := 0
		for _, p := range a.pairs {
			if m.same(a, p.gold, p.system) {
				correct++
			}
		}
		return scoreOf(m.name, len(a.gold), len(a.system), correct)
	}
	correct := 0
	for _, p := range a.pairs {
		if contentRelations[p.gold.relation] && m.same(a, p.gold, p.system) {
			correct++
		}
	}
	return scoreOf(m.name, countContent(a.gold), countContent(a.system), correct)
}

func countContent(words []*layWord) int {
	n := 0
	for _, w := range words {
		if contentRelations[w.relation] {
			n++
		}
	}
	return n
}

// relations counts by relation, and which relation was taken for which.
func (a *alignment) relations() ([]RelationScore, []Confusion) {
	gold, system, correct := map[string]int{}, map[string]int{}, map[string]int{}
	confused := map[[2]string]int{}
	for _, w := range a.gold {
		gold[w.relation]++
	}
	for _, w := range a.system {
		system[w.relation]++
	}
	for _, p := range a.pairs {
		if sameArc(a, p.gold, p.system) {
			correct[p.gold.relation]++
		}
		if p.gold.relation != p.system.relation {
			confused[[2]string{p.gold.relation, p.system.relation}]++
		}
	}
	var rel []RelationScore
	for name, n := range gold {
		c, s := correct[name], system[name]
		rel = append(rel, RelationScore{name, n, s, c, ratio(c, s), ratio(c, n), ratio(2*c, n+s)})
	}
	slices.SortFunc(rel, func(x, y RelationScore) int {
		return cmp.Or(cmp.Compare(y.Gold, x.Gold), cmp.Compare(x.Relation, y.Relation))
	})
	var con []Confusion
	for pair, n := range confused {
		con = append(con, Confusion{pair[0], pair[1], n})
	}
	slices.SortFunc(con, func(x, y Confusion) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Gold, y.Gold), cmp.Compare(x.System, y.System))
	})
	return rel, con
}
