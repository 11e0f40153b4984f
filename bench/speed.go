package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dragoman/eval"
)

// speed is what docs/performance.md tells.
type speed struct {
	Texts, Sentences, Words int           // of the sample, once
	Passes                  int           // over the sample
	Rate, WordRate          float64       // sentences and words a second of processor time, from text to stored events
	ClockRate               float64       // sentences a second by the clock, which other work on the machine slows
	Stages                  []stage       // shares of the time, parts of a room behind it
	LoadModel, LoadLexicon  time.Duration // in a fresh process

	Help, First       timing // of the program from start to end
	AddFresh, AddSame timing // the sample corpus into an empty store; again
	Brief             timing

	BulkTexts, BulkSentences int
	BulkRate                 float64 // sentences a second of processor time of the program reading JSONL, output included
	ReadPeak                 int64   // bytes resident at most in that run
	PeakFirst                int64   // bytes resident at most for one article

	AddOne, AddBoth timing // by the clock: the program storing the same texts on one core and on two, in turns
	Scaling         float64
	Peak            int64 // bytes resident at most in any of these runs

	Store int64 // bytes of the store with the sample corpus

	Trees     []*treeSpeed
	ParsePeak int64 // bytes resident at most while the program parses many texts on one core
	ParseBoth int64 // the same on two
	ModelSize int64 // bytes of the built-in syntax model

	shared string // folder of treebanks
	cases  []eval.TripleCase
	bulked time.Duration // processor time of the program reading JSONL
}

// Goals of reading and storing articles.
const (
	goalRate  = 2500
	goalPeak  = 300e6
	goalAdd   = 1.8 // times as fast on two cores
	goalHelp  = 50 * time.Millisecond
	goalFirst = 400 * time.Millisecond
)

func (s *speed) RateMet() bool  { return s.Rate >= goalRate }
func (s *speed) PeakMet() bool  { return s.Peak <= goalPeak }
func (s *speed) AddMet() bool   { return s.Scaling >= goalAdd }
func (s *speed) HelpMet() bool  { return s.Help.Median < goalHelp }
func (s *speed) FirstMet() bool { return s.First.Median < goalFirst }

// stage is the share of one room, or of a part of one.
type stage struct {
	Name  string
	Part  bool // of the room above
	Share float64
	Each  time.Duration // for a sentence
}

func (s *speed) programs(b *bench) (err error) {
	if s.cases, err = goldArticles(); err != nil {
		return err
	}
	s.Texts = len(s.cases)
	b.log("starting the program")
	if err := s.starts(b); err != nil {
		return err
	}
	b.log("reading many texts with the program")
	return s.bulk(b)
}

func (s *speed) answers(b *bench) error {
	b.log("reading %d texts on one core", len(s.cases))
	if err := s.line(b.path("line.db")); err != nil {
		return err
	}
	s.BulkSentences = bulkCopies * s.Sentences
	s.BulkRate = float64(s.BulkSentences) / s.bulked.Seconds()
	b.log("making trees")
	return s.trees()
}

func goldArticles() ([]eval.TripleCase, error) {
	f, err := os.Open(filepath.Join("examples", "gold", "articles.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cases, bad, err := eval.ReadTriples(f, f.Name())
	if err == nil && len(bad) > 0 {
		err = bad[0]
	}
	return cases, err
}

// starts times whole runs of the program.
func (s *speed) starts(b *bench) error {
	db := b.path("store.db")
	fresh := func() error { return removeStore(db) }
	samples := []string{"--quiet", "--db", db, "add", filepath.Join("examples", "corpus"), filepath.Join("examples", "html"), filepath.Join("examples", "more.jsonl")}
	article := filepath.Join("examples", "corpus", "001-kmg-janaf-memorandum.txt")
	for _, r := range []struct {
		to     *timing
		n      int
		before func() error
		args   []string
	}{
		{&s.Help, 40, nil, []string{"--help"}},
		{&s.First, 20, nil, []string{"read", article, "--format", "json"}},
		{&s.AddFresh, 5, fresh, samples},
		{&s.AddSame, 5, nil, samples},
		{&s.Brief, 10, nil, []string{"--db", db, "brief", "KAZ", "HRV"}},
	} {
		var err error
		if *r.to, err = repeat(r.n, r.before, b.binary, r.args...); err != nil {
			return err
		}
	}
	info, err := os.Stat(db)
	if err != nil {
		return err
	}
	s.Store = info.Size()
	u, err := consume(0, io.Discard, b.binary, "read", article)
	s.PeakFirst = u.Peak
	return err
}

func removeStore(db string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(db + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func repeat(n int, before func() error, binary string, args ...string) (timing, error) {
	var took []time.Duration
	for range n {
		if before != nil {
			if err := before(); err != nil {
				return timing{}, err
			}
		}
		u, err := consume(0, io.Discard, binary, args...)
		if err != nil {
			return timing{}, err
		}
		took = append(took, u.Wall)
	}
	return timingOf(took), nil
}

// bulkCopies is how often the sample stands in the bulk file, so that memory would show if it grew with the input.
const bulkCopies = 40

// bulk lets the program read a long JSONL file on one core, parse it on one and on two, and store it.
func (s *speed) bulk(b *bench) error {
	path := b.path("bulk.jsonl")
	if err := writeBulk(path, s.cases); err != nil {
		return err
	}
	s.BulkTexts = bulkCopies * len(s.cases)
	var read, one, both usage
	for _, r := range []struct {
		to    *usage
		cores int
		args  []string
	}{{&read, 1, []string{"read", "--lines", path}}, {&one, 1, []string{"parse", path}}, {&both, 2, []string{"parse", path}}} {
		var err error
		if *r.to, err = consume(r.cores, io.Discard, b.binary, r.args...); err != nil {
			return err
		}
	}
	s.bulked, s.ReadPeak, s.ParsePeak, s.ParseBoth = read.CPU, read.Peak, one.Peak, both.Peak
	return s.scaling(b, path)
}

// scaling lets the program store the bulk file in new stores on one core and on two, in turns, by the clock.
func (s *speed) scaling(b *bench, path string) error {
	db := b.path("bulk.db")
	took := map[int][]time.Duration{}
	s.Peak = s.ReadPeak
	for range addTurns {
		for _, cores := range []int{1, 2} {
			if err := removeStore(db); err != nil {
				return err
			}
			u, err := consume(cores, io.Discard, b.binary, "--quiet", "--db", db, "add", path)
			if err != nil {
				return err
			}
			took[cores] = append(took[cores], u.Wall)
			s.Peak = max(s.Peak, u.Peak)
		}
	}
	s.AddOne, s.AddBoth = timingOf(took[1]), timingOf(took[2])
	s.Scaling = s.AddOne.Median.Seconds() / s.AddBoth.Median.Seconds()
	return removeStore(db)
}

const addTurns = 5

func writeBulk(path string, cases []eval.TripleCase) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	for n := range bulkCopies {
		for _, c := range cases {
			line := map[string]string{"id": fmt.Sprintf("%s-%d", c.ID, n), "date": c.Date, "text": c.Text}
			if err := enc.Encode(line); err != nil {
				return err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
