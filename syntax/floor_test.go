package syntax

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

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
		checkFloors(t, scoreOf(t, m, gold), map[string]float64{"UPOS": 95.4, "UFeats": 95.2, "UAS": 86.8, "LAS": 83.9})
	}
	if len(englishData) > 15<<20 {
		t.Errorf("the model has %d bytes", len(englishData))
	}
}
