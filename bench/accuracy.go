package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"dragoman"
	"dragoman/eval"
)

// accuracy is what docs/accuracy.md tells; sets that are not at hand are nil.
type accuracy struct {
	Sets         []triples
	Calibration  *calibration
	Records      []eval.RecordScores
	Fresh        []eval.RecordScores // the same on texts that no rule was written for when they were marked
	None, Broken int
	Syntax       []trees
	Genres       []trees // parts of a treebank near to what the program reads
	Languages    []language
	Relations    string // what cross-validation measured, from the model's card
	Reproduced   *reproduction
	Fits         []fitScore
}

// triples is the answer of `dragoman eval triples --format json` for one gold file.
type triples struct {
	File, What string
	Note       string       // how the set came about
	N          int          `json:"n"`
	Gold       int          `json:"gold"`
	Precision  float64      `json:"precision"`
	Recall     float64      `json:"recall"`
	F1         float64      `json:"f1"`
	MacroF1    float64      `json:"macro_f1"`
	Classes    []classScore `json:"classes"`
}

// Wrong is the number of wrong triples for each right one.
func (t triples) Wrong() float64 { return (1 - t.Precision) / max(t.Precision, 1e-9) }

type classScore struct {
	Class     string  `json:"class"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Gold      int     `json:"gold"`
	Found     int     `json:"found"`
}

// trees are the scores of one treebank, with gold words and from raw text.
type trees struct {
	Name      string
	Words     int
	Gold, Raw map[string]float64 // F1 by measure
}

// tripleSets are the gold files of triples, in the order of the page.
var tripleSets = []triples{
	{File: "sentences.jsonl", What: "single sentences", Note: "frames and rules were mended on it"},
	{File: "articles.jsonl", What: "whole articles", Note: "frames and rules were mended on it"},
	{File: "more-articles.jsonl", What: "articles of other regions", Note: "marked before the program read them, then mended on"},
	{File: "leads.jsonl", What: "short reports from all regions", Note: "marked before the program read them, then mended on"},
}

func measureAccuracy(binary, shared string, log func(string, ...any)) (*accuracy, error) {
	a := &accuracy{}
	log("scoring events")
	gold := filepath.Join("examples", "gold")
	a.Calibration = newCalibration()
	for _, set := range tripleSets {
		path := filepath.Join(gold, set.File)
		if err := ask(&set, binary, "eval", "triples", path); err != nil {
			return nil, err
		}
		a.Sets = append(a.Sets, set)
		if err := a.Calibration.add(binary, path); err != nil {
			return nil, err
		}
	}
	a.Calibration.sum()
	if err := a.Calibration.draw(); err != nil {
		return nil, err
	}
	log("scoring records")
	if err := a.records(binary, gold); err != nil {
		return nil, err
	}
	log("scoring trees")
	for _, bank := range []string{"english-ewt", "english-gum-free"} {
		if err := a.syntax(binary, filepath.Join(shared, "data", "treebanks", bank, "dev.conllu.gz"), bank+" dev"); err != nil {
			return nil, err
		}
	}
	gum := filepath.Join(shared, "data", "treebanks", "english-gum-free", "dev.conllu.gz")
	for _, genre := range []string{"news", "voyage", "speech", "interview", "news|voyage|speech|interview"} {
		if err := a.genre(binary, gum, genre); err != nil {
			return nil, err
		}
	}
	var err error
	if a.Languages, err = readLanguages(filepath.Join("bench", "languages.tsv")); err != nil {
		return nil, err
	}
	if a.Relations, err = cardScores(filepath.Join("event", "relation", "models", "en.bin.md")); err != nil {
		return nil, err
	}
	log("repeating published results")
	if a.Reproduced, err = reproduce(binary, shared); err != nil {
		return nil, err
	}
	log("setting corridors beside reported flows")
	a.Fits, err = fits()
	return a, err
}

// ask runs the program with JSON output. Bad gold lines make it end with status 1 and are an error here.
func ask(v any, binary string, args ...string) error {
	var out bytes.Buffer
	if _, err := consume(0, &out, binary, append(args, "--format", "json")...); err != nil {
		return err
	}
	return json.Unmarshal(out.Bytes(), v)
}

// readLines reads texts with `dragoman read --lines` and gives the readings by document id.
func readLines(binary string, input io.Reader) (map[string]*dragoman.Reading, error) {
	cmd := exec.Command(binary, "--quiet", "read", "--lines", "-")
	cmd.Stdin = input
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("dragoman read --lines: %w", err)
	}
	readings := map[string]*dragoman.Reading{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		r := &dragoman.Reading{}
		if err := dec.Decode(r); err == io.EOF {
			return readings, nil
		} else if err != nil {
			return nil, err
		}
		readings[r.Document.ID] = r
	}
}

// records compares the records found in the sample corpus with the gold ones.
func (a *accuracy) records(binary, gold string) error {
	files, err := filepath.Glob(filepath.Join(gold, "records", "*.jsonl"))
	if err != nil {
		return err
	}
	var cases []eval.RecordCase
	for _, name := range files {
		list, err := recordCases(name)
		if err != nil {
			return err
		}
		cases = append(cases, list...)
	}
	readings, err := pieces(binary)
	if err != nil {
		return err
	}
	a.Records, a.None, a.Broken = eval.Records(cases, readings)
	for _, kind := range eval.RecordKinds {
		if err := a.fresh(binary, filepath.Join(gold, "fresh", kind+".jsonl"), kind); err != nil {
			return err
		}
	}
	return nil
}

// pieces reads all that the gold records cover: the sample corpus, by file name, and more.jsonl, by id.
func pieces(binary string) (map[string]*dragoman.Reading, error) {
	more, err := os.Open(filepath.Join("examples", "more.jsonl"))
	if err != nil {
		return nil, err
	}
	defer more.Close()
	readings, err := readLines(binary, more)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join("examples", "corpus", "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		r := &dragoman.Reading{}
		if err := ask(r, binary, "--quiet", "read", file); err != nil {
			return nil, err
		}
		readings[filepath.Base(file)] = r
	}
	return readings, nil
}

// fresh scores one kind on the texts written for it, if there are any.
func (a *accuracy) fresh(binary, path, kind string) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	texts, bad, err := eval.ReadRecordTexts(bytes.NewReader(data), path, kind)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return bad[0]
	}
	readings, err := readLines(binary, bytes.NewReader(data))
	if err != nil {
		return err
	}
	var cases []eval.RecordCase
	for _, t := range texts {
		cases = append(cases, t.Records...)
	}
	scores, _, _ := eval.Records(cases, readings)
	for _, s := range scores {
		if s.Kind == kind {
			a.Fresh = append(a.Fresh, s)
		}
	}
	return nil
}

func recordCases(name string) ([]eval.RecordCase, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cases, bad, err := eval.ReadRecords(f, name)
	if err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		return nil, bad[0]
	}
	return cases, nil
}

// syntax scores one treebank if it is there.
func (a *accuracy) syntax(binary, path, name string) error {
	t, err := scoreTrees(binary, path, name)
	if t != nil {
		a.Syntax = append(a.Syntax, *t)
	}
	return err
}

// genre scores GUM's documents of one kind, which their ids name.
func (a *accuracy) genre(binary, path, genre string) error {
	t, err := scoreTrees(binary, path, strings.ReplaceAll(genre, "|", ", "), "--documents", "^GUM_("+genre+")_")
	if t != nil {
		a.Genres = append(a.Genres, *t)
	}
	return err
}

// scoreTrees scores the built-in model, or what extra arguments say, with gold words and from raw text; nil if the file is not
// there.
func scoreTrees(binary, path, name string, extra ...string) (*trees, error) {
	file, cleanup, err := unpacked(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer cleanup()
	t := &trees{Name: name, Gold: map[string]float64{}, Raw: map[string]float64{}}
	for _, way := range []struct {
		to   map[string]float64
		args []string
	}{{t.Gold, []string{"--gold-tokens"}}, {t.Raw, nil}} {
		var res eval.SyntaxResult
		if err := ask(&res, binary, slices.Concat([]string{"eval", "syntax", file}, extra, way.args)...); err != nil {
			return nil, err
		}
		for _, s := range res.Scores {
			way.to[s.Measure] = s.F1
			if s.Measure == "Words" {
				t.Words = s.Gold
			}
		}
	}
	return t, nil
}

// unpacked gives the path of a gzipped file's content.
func unpacked(path string) (string, func(), error) {
	f, err := os.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return "", nil, err
	}
	out, err := os.CreateTemp("", "dragoman-bench-*.conllu")
	if err != nil {
		return "", nil, err
	}
	if _, err := io.Copy(out, z); err != nil {
		return "", nil, err
	}
	return out.Name(), func() { os.Remove(out.Name()) }, out.Close()
}

// cardScores cuts what cross-validation measured out of a model card.
func cardScores(path string) (string, error) {
	card, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	_, scores, ok := strings.Cut(string(card), "## Scores\n")
	if !ok {
		return "", fmt.Errorf("%s has no scores", path)
	}
	return strings.TrimSpace(scores), nil
}
