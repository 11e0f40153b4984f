package syntax

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"dragoman"
	"dragoman/eval"
	"dragoman/syntax/conllu"
)

// resum writes the right checksum into a model file.
func resum(data []byte) []byte {
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[12:], crc32.Checksum(data[16:], crc32.MakeTable(crc32.Castagnoli)))
	return data
}

// scoreOf parses the words of gold and scores the result.
func scoreOf(t *testing.T, m *Model, gold []conllu.Sentence) *eval.SyntaxResult {
	t.Helper()
	system := make([]conllu.Sentence, len(gold))
	for i, s := range parseAll(m, gold) {
		system[i] = conllu.FromTokens(&s, gold[i].Text())
		system[i].Ranges = gold[i].Ranges
	}
	r, err := eval.Syntax(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func checkFloors(t *testing.T, r *eval.SyntaxResult, floors map[string]float64) {
	t.Helper()
	for _, s := range r.Scores {
		t.Logf("%-9s %.2f", s.Measure, 100*s.F1)
		if f := floors[s.Measure]; 100*s.F1 < f {
			t.Errorf("%s is %.2f, below its floor of %.2f", s.Measure, 100*s.F1, f)
		}
	}
}

func TestEnglishOnTheSmallCorpus(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	checkFloors(t, scoreOf(t, m, smallCorpus(t)), map[string]float64{"UPOS": 93, "Lemmas": 93, "UAS": 88, "LAS": 84})
}

func TestEnglishFloors(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	if gold := sharedTreebank(t, "english-ewt/dev.conllu.gz"); gold != nil {
		checkFloors(t, scoreOf(t, m, gold), map[string]float64{"UPOS": 95.7, "UFeats": 96, "Lemmas": 97.2, "UAS": 88.2, "LAS": 85.5})
	}
	if gold := sharedTreebank(t, "english-gum-free/dev.conllu.gz"); gold != nil {
		checkFloors(t, scoreOf(t, m, gold), map[string]float64{"UPOS": 96.6, "UFeats": 93, "Lemmas": 98, "UAS": 89, "LAS": 86.2})
	}
	if len(englishData) > 15<<20 {
		t.Errorf("the model has %d bytes", len(englishData))
	}
}

// TestEnglishFloorsFromRawText cuts and parses the running text.
func TestEnglishFloorsFromRawText(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	gold := sharedTreebank(t, "english-ewt/dev.conllu.gz")
	if gold == nil {
		return
	}
	a := SegmenterFor("en").Segment(dragoman.Document{Text: eval.RawText(gold), Language: "en"})
	m.Parse(a)
	var system []conllu.Sentence
	for i := range a.Sentences {
		system = append(system, conllu.FromTokens(&a.Sentences[i], a.Document.Text))
	}
	r, err := eval.Syntax(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	checkFloors(t, r, map[string]float64{"Words": 99.2, "Sentences": 88, "UPOS": 95, "Lemmas": 96.5, "UAS": 86, "LAS": 83.3})
}

// TestHardTextsGiveTrees: whatever the text, each sentence becomes one tree with one root.
func TestHardTextsGiveTrees(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{
		"ten thousand words":   strings.Repeat("ministers met envoys and ", 2500),
		"no punctuation":       strings.Repeat("the president said that he would come to the summit if others came ", 60),
		"capitals":             "CROATIA, KAZAKHSTAN INK ENERGY DEAL\n\nPRESIDENT: \"WE WILL NOT YIELD\"\n",
		"bullets":              "Agenda:\n• oil and gas\n• transit\n- visas\n* 3) other\n1. Any other business\n",
		"tweet":                "@MFA_KZ RT: gr8 talks w/ 🇭🇷 FM!!! #diplomacy #visit http://t.co/x1y2 :-) 😀😀",
		"table":                "Year\tExports\tImports\n2023\t1,250.5\t—\n2024\t1,300\t17%\n",
		"mixed scripts":        "Президент Токаев met 習近平 and الرئيس in Ҡаҙағстан’s Astana; ελληνικά too.",
		"zero width":           "Kaz\u200bakh\u200dstan\ufeff and\u00ad Cro\u2060atia a\u0301gree\u200f.",
		"marks alone":          "... !!! ??? --- *** ((())) \u201c\u201d",
		"control characters":   "a\x00b \x1b[31m c\x7f",
		"not UTF-8":            "Kazakh\xff\xfe envoy \xc3(",
		"one letter":           "x",
		"very long word":       strings.Repeat("ы", 5000),
		"a line of separators": strings.Repeat("=-", 400),
	} {
		a := SegmenterFor("en").Segment(dragoman.Document{Text: raw})
		m.Parse(a)
		words := 0
		for i := range a.Sentences {
			checkTree(t, &a.Sentences[i])
			for _, tok := range a.Sentences[i].Tokens {
				if tok.UPOS == "" || tok.Deprel == "" {
					t.Errorf("%s: word %q has no tag or relation", name, tok.Form)
				}
			}
			words += len(a.Sentences[i].Tokens)
		}
		if words == 0 {
			t.Errorf("%s: no words", name)
		}
	}
}

// TestOneEndlessSentence has ten thousand words and no end, as no segmenter would give it.
func TestOneEndlessSentence(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	var s dragoman.Sentence
	for i := range 10_000 {
		s.Tokens = append(s.Tokens, dragoman.Token{Form: strings.Fields("the envoys of both countries met them there and again")[i%10]})
	}
	m.ParseSentence(&s)
	checkTree(t, &s)
}
