package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dragoman"
	"dragoman/syntax"
)

// language is what a model of a language other than English scored when it was last trained (go run ./bench -only languages).
type language struct {
	Name, Banks, Date string
	Words             string // of training
	Scores            map[string]string
}

// bankOf says what each language is trained on.
var bankOf = []struct{ code, name, banks string }{
	{"hr", "Croatian", "croatian-set"},
	{"ru", "Russian", "russian-taiga"},
}

// languageMeasures are the columns of bench/languages.tsv behind the words.
var languageMeasures = []string{"UPOS", "UFeats", "Lemmas", "UAS", "LAS"}

// trainLanguages trains the other languages and writes the table of their scores, which docs/accuracy.md quotes: training takes
// minutes, so that not each run of the bench repeats it.
func trainLanguages(binary, shared string, log func(string, ...any)) error {
	dir, err := os.MkdirTemp("", "dragoman-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var b strings.Builder
	b.WriteString("# Development scores of models for other languages, in per cent of words, sentences and words given; LAS without\n")
	b.WriteString("# subtypes. Written by go run ./bench -only languages, which trains the models.\n")
	b.WriteString("language\tbanks\tdate\twords\t" + strings.Join(languageMeasures, "\t") + "\n")
	for _, l := range bankOf {
		log("training %s", l.name)
		bank := filepath.Join(shared, "data", "treebanks", l.banks)
		model := filepath.Join(dir, l.code+".bin")
		cmd := exec.Command(binary, "train", "syntax", "--lang", l.code, "--out", model, bank)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("training %s: %w", l.name, err)
		}
		t, err := scoreTrees(binary, filepath.Join(bank, "dev.conllu.gz"), l.name, "--model", model)
		if err != nil {
			return err
		}
		m, err := syntax.LoadFile(model)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%d", l.name, l.banks, time.Now().Format(time.DateOnly), m.Info().Sources[0].Words)
		for _, name := range languageMeasures {
			fmt.Fprintf(&b, "\t%.1f", 100*t.Gold[name])
		}
		b.WriteByte('\n')
	}
	return os.WriteFile(filepath.Join("bench", "languages.tsv"), []byte(b.String()), 0o644)
}

func readLanguages(path string) ([]language, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []language
	header := true
	scan := bufio.NewScanner(f)
	for line := 1; scan.Scan(); line++ {
		if strings.HasPrefix(scan.Text(), "#") {
			continue
		}
		cells := strings.Split(scan.Text(), "\t")
		if len(cells) != 4+len(languageMeasures) {
			return nil, dragoman.Problemf(path, fmt.Sprint("line ", line), "write it anew with go run ./bench -only languages", "has %d columns", len(cells))
		}
		if header {
			header = false
			continue
		}
		l := language{Name: cells[0], Banks: cells[1], Date: cells[2], Words: cells[3], Scores: map[string]string{}}
		for i, m := range languageMeasures {
			l.Scores[m] = cells[4+i]
		}
		out = append(out, l)
	}
	return out, scan.Err()
}
