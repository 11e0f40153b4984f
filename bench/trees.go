package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"dragoman"
	"dragoman/eval"
	"dragoman/syntax"
	"dragoman/syntax/conllu"
	"dragoman/text"
)

// treeSpeed is how fast raw text becomes trees: segmentation, tags, lemmas and parsing.
type treeSpeed struct {
	Name             string
	Sentences, Words int     // of the texts, once
	Rate, WordRate   float64 // sentences and words a second of processor time, one goroutine, whole time
	Segmentation     float64 // share of it
	One, Two         float64 // words a second by the clock with one goroutine and with two, medians of rounds
	Rounds           int
	Allocations      float64 // for a word, everything kept warm
}

// Scaling is what a second processor brings.
func (t *treeSpeed) Scaling() float64 { return t.Two / t.One }

// Goals of the project's third issue.
const (
	goalTreeWords     = 100_000
	goalTreeSentences = 4000
	goalScaling       = 1.9
	goalModelLoad     = 60 * time.Millisecond
	goalModelSize     = 15 << 20
	goalParsePeak     = 120e6
)

func (t *treeSpeed) WordsMet() bool     { return t.WordRate >= goalTreeWords }
func (t *treeSpeed) SentencesMet() bool { return t.Rate >= goalTreeSentences }
func (t *treeSpeed) ScalingMet() bool   { return t.Scaling() >= goalScaling }

func (s *speed) LoadMet() bool      { return s.LoadModel <= goalModelLoad }
func (s *speed) ModelSizeMet() bool { return s.ModelSize <= goalModelSize }
func (s *speed) ParsePeakMet() bool { return s.ParsePeak <= goalParsePeak }

// trees measures on the articles and, where it is at hand, on the running text of a treebank.
func (s *speed) trees() error {
	var texts []string
	for _, c := range s.cases {
		texts = append(texts, c.Text)
	}
	t, err := measureTrees("articles of `examples/gold`", texts)
	if err != nil {
		return err
	}
	s.Trees = append(s.Trees, t)
	if texts, err = treebankTexts(filepath.Join(s.shared, "data", "treebanks", "english-ewt", "dev.conllu.gz")); err != nil {
		return err
	}
	if len(texts) > 0 {
		if t, err = measureTrees("UD English-EWT dev, raw text", texts); err != nil {
			return err
		}
		s.Trees = append(s.Trees, t)
	}
	st, err := os.Stat(filepath.Join("syntax", "models", "en.bin"))
	if err == nil {
		s.ModelSize = st.Size()
	}
	return err
}

// treebankTexts gives the running text of each document of a treebank, nil if it is not there.
func treebankTexts(path string) ([]string, error) {
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return nil, nil
	}
	all, err := conllu.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var texts []string
	from := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || all[i].Comment("newdoc id") != "" {
			texts = append(texts, eval.RawText(all[from:i]))
			from = i
		}
	}
	return texts, nil
}

// parser is what one goroutine does with all texts again and again.
type parser struct {
	texts   []string
	cut     *text.Segmenter
	model   *syntax.Model
	cutting time.Duration // spent on segmentation
}

// pass parses every text once and gives the numbers of sentences and words.
func (p *parser) pass() (sentences, words int) {
	for _, t := range p.texts {
		at := time.Now()
		a := p.cut.Segment(dragoman.Document{Text: t, Language: "en"})
		p.cutting += time.Since(at)
		p.model.Parse(a)
		sentences += len(a.Sentences)
		for i := range a.Sentences {
			words += len(a.Sentences[i].Tokens)
		}
	}
	return sentences, words
}

func measureTrees(name string, texts []string) (*treeSpeed, error) {
	model, err := syntax.English()
	if err != nil {
		return nil, err
	}
	p := &parser{texts: texts, cut: text.English().Whole(), model: model}
	t := &treeSpeed{Name: name}
	t.Sentences, t.Words = p.pass()
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	p.cutting = 0
	passes, cpu, start := 0, processor(), time.Now()
	for ; time.Since(start) < 8*time.Second; passes++ {
		p.pass()
	}
	spent := (processor() - cpu).Seconds()
	t.Segmentation = p.cutting.Seconds() / time.Since(start).Seconds()
	t.Rate, t.WordRate = float64(passes*t.Sentences)/spent, float64(passes*t.Words)/spent
	t.Allocations = p.allocations()
	t.scale(p)
	return t, nil
}

// allocations counts those of parsing, for a word of texts that were parsed before.
func (p *parser) allocations() float64 {
	var articles []*dragoman.Article
	words := 0
	for _, t := range p.texts {
		a := p.cut.Segment(dragoman.Document{Text: t, Language: "en"})
		articles = append(articles, a)
		for i := range a.Sentences {
			words += len(a.Sentences[i].Tokens)
		}
	}
	var from, to runtime.MemStats
	runtime.ReadMemStats(&from)
	for _, a := range articles {
		p.model.Parse(a)
	}
	runtime.ReadMemStats(&to)
	return float64(to.Mallocs-from.Mallocs) / float64(words)
}

// scale compares one goroutine with two in turns, so that other work on the machine meets both.
func (t *treeSpeed) scale(p *parser) {
	const rounds = 5
	var rates [2][]float64
	for range rounds {
		for n := range rates {
			runtime.GOMAXPROCS(n + 1)
			rates[n] = append(rates[n], together(p, n+1))
		}
	}
	for n := range rates {
		slices.Sort(rates[n])
	}
	t.One, t.Two, t.Rounds = rates[0][rounds/2], rates[1][rounds/2], rounds
}

// together lets n goroutines parse for two seconds and gives the words a second by the clock.
func together(p *parser, n int) float64 {
	var wait sync.WaitGroup
	counts := make([]int, n)
	start := time.Now()
	for k := range n {
		wait.Go(func() {
			own := *p
			for time.Since(start) < 2*time.Second {
				_, words := own.pass()
				counts[k] += words
			}
		})
	}
	wait.Wait()
	sum := 0
	for _, c := range counts {
		sum += c
	}
	return float64(sum) / time.Since(start).Seconds()
}
