package eval

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dragoman/syntax/conllu"
)

// parse reads words written as "id form lemma upos feats head deprel", one a line, "_" for nothing; an empty line ends a
// sentence; "2-3 form" is a multiword token.
func parse(t *testing.T, text string) []conllu.Sentence {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch len(f) {
		case 0:
		case 2:
			fmt.Fprintf(&b, "%s\t%s\t_\t_\t_\t_\t_\t_\t_\t_", f[0], f[1])
		default:
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\tT%s\t%s\t%s\t%s\t_\t_", f[0], f[1], f[2], f[3], f[3], f[4], f[5], f[6])
		}
		b.WriteByte('\n')
	}
	out, err := conllu.Read(strings.NewReader(b.String()), "test")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const goldCorpus = `1 The the DET Definite=Def 2 det
2 ministers minister NOUN Number=Plur 5 nsubj:pass
3-4 weren't
3 were be AUX Tense=Past 5 aux:pass
4 n't not PART Polarity=Neg 5 advmod
5 received receive VERB Tense=Past|Style=X 0 root
6 . . PUNCT _ 5 punct

1 They they PRON _ 2 nsubj
2 left leave VERB _ 0 root
`

// checkCounts compares gold, system and correct counts by measure.
func checkCounts(t *testing.T, r *SyntaxResult, want map[string][3]int) {
	t.Helper()
	for _, s := range r.Scores {
		if got := [3]int{s.Gold, s.System, s.Correct}; got != want[s.Measure] {
			t.Errorf("%s: gold, system, correct = %v, want %v", s.Measure, got, want[s.Measure])
		}
	}
	if len(r.Scores) != len(Measures) {
		t.Errorf("%d measures", len(r.Scores))
	}
}

func TestSyntaxOfEqualCorpora(t *testing.T) {
	g := parse(t, goldCorpus)
	r, err := Syntax(g, g)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range r.Scores {
		if s.F1 != 1 || s.Measure != Measures[i] {
			t.Errorf("%+v", s)
		}
	}
	if len(r.Confusions) != 0 {
		t.Errorf("confusions %v", r.Confusions)
	}
}

// Same words, wrong columns. Content words in gold: ministers, n't, received, They, left = 5.
func TestSyntaxCountsByHand(t *testing.T) {
	sys := parse(t, `1 The the DET Definite=Ind 2 det
2 ministers ministers NOUN Number=Plur 5 nsubj
3-4 weren't
3 were be AUX Tense=Past 5 cop
4 n't not PART Polarity=Neg 3 advmod
5 received receive VERB Tense=Past|Style=Y 0 root
6 . . PUNCT _ 2 punct

1 They they NOUN _ 2 obj
2 left left VERB _ 0 root
`)
	r, err := Syntax(parse(t, goldCorpus), sys)
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, r, map[string][3]int{
		"Tokens": {7, 7, 7}, "Sentences": {2, 2, 2}, "Words": {8, 8, 8},
		"UPOS": {8, 8, 7}, "XPOS": {8, 8, 7},
		"UFeats":  {8, 8, 7}, // Definite; Style is no universal feature
		"AllTags": {8, 8, 6}, "Lemmas": {8, 8, 6},
		"UAS":  {8, 8, 6}, // n't and the full stop
		"LAS":  {8, 8, 4}, // and cop, obj; nsubj:pass = nsubj
		"CLAS": {5, 5, 3}, // ministers, received, left
		"MLAS": {5, 5, 1}, // left; ministers has a determiner with other features, received a cop for an aux
		"BLEX": {5, 5, 1}, // received
	})
	want := []Confusion{{"aux", "cop", 1}, {"nsubj", "obj", 1}}
	if !reflect.DeepEqual(r.Confusions, want) {
		t.Errorf("confusions %v", r.Confusions)
	}
}

// The system splits "weren't" wrongly, joins the sentences and takes the full stop into the verb.
func TestSyntaxAlignsByCharacters(t *testing.T) {
	sys := parse(t, `1 The the DET Definite=Def 2 det
2 ministers minister NOUN Number=Plur 4 nsubj
3 weren't be AUX _ 4 aux
4 received. receive VERB Tense=Past 0 root
5 They they PRON _ 6 nsubj
6 left leave VERB _ 4 conj
`)
	r, err := Syntax(parse(t, goldCorpus), sys)
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, r, map[string][3]int{
		"Tokens": {7, 6, 5}, "Sentences": {2, 1, 0},
		"Words": {8, 6, 4}, // The, ministers, They, left
		"UPOS":  {8, 6, 4}, "XPOS": {8, 6, 4}, "UFeats": {8, 6, 4}, "AllTags": {8, 6, 4}, "Lemmas": {8, 6, 4},
		"UAS": {8, 6, 2}, "LAS": {8, 6, 2}, // The, They
		"CLAS": {5, 4, 1}, "MLAS": {5, 4, 1}, "BLEX": {5, 4, 1}, // They
	})
	if p := r.Scores[2].Precision; p != 4.0/6 {
		t.Errorf("precision of words %v", p)
	}
}

// Within a multiword token words are aligned by form.
func TestSyntaxAlignsMultiwordTokensByForm(t *testing.T) {
	gold := parse(t, "1-3 dámelo\n1 da dar VERB _ 0 root\n2 me yo PRON _ 1 iobj\n3 lo él PRON _ 1 obj\n")
	sys := parse(t, "1-2 dámelo\n1 dáme dar VERB _ 0 root\n2 LO él PRON _ 1 obj\n")
	r, err := Syntax(gold, sys)
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, r, map[string][3]int{
		"Tokens": {1, 1, 1}, "Sentences": {1, 1, 1}, "Words": {3, 2, 1},
		"UPOS": {3, 2, 1}, "XPOS": {3, 2, 1}, "UFeats": {3, 2, 1}, "AllTags": {3, 2, 1}, "Lemmas": {3, 2, 1},
		"UAS": {3, 2, 0}, "LAS": {3, 2, 0}, "CLAS": {3, 2, 0}, "MLAS": {3, 2, 0}, "BLEX": {3, 2, 0},
	})
}

func TestSyntaxRefusesOtherText(t *testing.T) {
	_, err := Syntax(parse(t, "1 a a X _ 0 root\n"), parse(t, "1 b b X _ 0 root\n"))
	if err == nil || !strings.Contains(err.Error(), `after 0 characters gold reads "a" and system "b"`) {
		t.Errorf("got %v", err)
	}
}

func TestUnparsedWordsHaveNoHead(t *testing.T) {
	r, err := Syntax(parse(t, "1 a a X _ 0 root\n"), parse(t, "1 a a X _ _ _\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.F1("UAS"); got != 0 {
		t.Errorf("UAS %v", got)
	}
	if got := r.F1("UPOS"); got != 1 {
		t.Errorf("UPOS %v", got)
	}
}
