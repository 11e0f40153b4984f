package syntax

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const oneWord = "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"

func TestReadTreebanksTakesTrainAndDevOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "xx-ud-train.conllu"), strings.Repeat(oneWord, 3))
	write(t, filepath.Join(dir, "xx-ud-dev.conllu"), oneWord)
	test := write(t, filepath.Join(dir, "xx-ud-test.conllu"), "not to be opened\n")
	write(t, filepath.Join(dir, "README.md"), "# UD\n\n=== Machine-readable metadata ===\nLicense: CC BY-SA 4.0\n")
	got, err := ReadTreebanks([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{{Name: filepath.Base(dir), Sentences: 3, Words: 3, Licence: "CC BY-SA 4.0"}}
	if len(got.Train) != 3 || len(got.Dev) != 1 || !slices.Equal(got.Sources, want) {
		t.Errorf("%d train, %d dev, sources %+v", len(got.Train), len(got.Dev), got.Sources)
	}
	if _, err := ReadTreebanks([]string{test}); err == nil || !strings.Contains(err.Error(), "is test data") {
		t.Errorf("test file: %v", err)
	}
	if _, err := ReadTreebanks([]string{t.TempDir()}); err == nil || !strings.Contains(err.Error(), "holds no CoNLL-U file") {
		t.Errorf("empty directory: %v", err)
	}
	if _, err := ReadTreebanks([]string{filepath.Join(dir, "none")}); err == nil {
		t.Error("missing path: no error")
	}
}

func TestReadTreebanksHoldsOutWithoutDev(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "all.conllu"), strings.Repeat(oneWord, 20))
	got, err := ReadTreebanks([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Train) != 18 || len(got.Dev) != 2 {
		t.Errorf("%d train, %d dev", len(got.Train), len(got.Dev))
	}
}

func TestTextFiles(t *testing.T) {
	dir := t.TempDir()
	plain := write(t, filepath.Join(dir, "a.txt"), "one\ntwo\n")
	lines := write(t, filepath.Join(dir, "b.jsonl"), `{"text":"three"}`+"\n")
	bad := write(t, filepath.Join(dir, "c.jsonl"), "no json\n")
	var failed error
	var got []string
	for s := range TextFiles([]string{plain, lines, bad}, &failed) {
		got = append(got, s)
	}
	if !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("texts %q", got)
	}
	if failed == nil || !strings.Contains(failed.Error(), "is not JSONL") {
		t.Errorf("bad file: %v", failed)
	}
}

func TestTrainFiles(t *testing.T) {
	small := filepath.Join("testdata", "small.conllu")
	text := write(t, filepath.Join(t.TempDir(), "a.txt"), strings.Repeat("the minister said that the president signed it .\n", 50))
	c := smallConfig()
	c.Net.Epochs, c.Net.GuessWords, c.Net.MinText = 1, 10, 1
	m, _, err := TrainFiles(t.Context(), c, []string{small}, []string{text}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Info().Sources; len(got) != 2 || got[0].Sentences != 10 || got[1].Words != 450 {
		t.Errorf("sources %+v", got)
	}
}
