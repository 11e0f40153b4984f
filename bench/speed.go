package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"dragoman"
	"dragoman/actor"
	"dragoman/eval"
	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

// speed is what docs/performance.md tells.
type speed struct {
	Texts, Sentences, Words int           // of the sample, once
	Passes                  int           // over the sample
	Rate, WordRate          float64       // sentences and words a second of processor time, all stages
	ClockRate               float64       // sentences a second by the clock, which other work on the machine slows
	Stages                  []stage       // shares of the time
	LoadModel, LoadLexicon  time.Duration // in a fresh process

	Help, First       timing // of the program from start to end
	AddFresh, AddSame timing // the sample corpus into an empty store; again
	Brief             timing

	BulkTexts, BulkSentences int
	BulkRate                 float64 // sentences a second of processor time of the program reading JSONL, output included
	Peak                     int64   // bytes resident at most in that run
	PeakFirst                int64   // bytes resident at most for one article
	Store                    int64   // bytes of the store with the sample corpus

	Trees     []*treeSpeed
	ParsePeak int64 // bytes resident at most while the program parses many texts on one core
	ParseBoth int64 // the same on two
	ModelSize int64 // bytes of the built-in syntax model
}

// Goals of the project's second issue.
const (
	goalRate  = 800
	goalPeak  = 400e6
	goalHelp  = 50 * time.Millisecond
	goalFirst = 400 * time.Millisecond
)

func (s *speed) RateMet() bool  { return s.Rate >= goalRate }
func (s *speed) PeakMet() bool  { return s.Peak < goalPeak }
func (s *speed) HelpMet() bool  { return s.Help.Median < goalHelp }
func (s *speed) FirstMet() bool { return s.First.Median < goalFirst }

// stage is one room's share.
type stage struct {
	Name  string
	Share float64
	Each  time.Duration // for a sentence
}

// timing sums up repeated runs.
type timing struct {
	N              int
	Median, Lowest time.Duration
}

func measureSpeed(binary, shared string, log func(string, ...any)) (*speed, error) {
	cases, err := goldArticles()
	if err != nil {
		return nil, err
	}
	s := &speed{Texts: len(cases)}
	dir, err := os.MkdirTemp("", "dragoman-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	// The program's runs come first: a child's most memory counts from what this process has when it starts it.
	log("starting the program")
	if err := s.starts(binary, dir); err != nil {
		return nil, err
	}
	log("reading many texts with the program")
	spent, err := s.bulk(binary, dir, cases)
	if err != nil {
		return nil, err
	}
	log("reading %d texts on one core", len(cases))
	if err := s.line(cases); err != nil {
		return nil, err
	}
	s.BulkSentences = bulkCopies * s.Sentences
	s.BulkRate = float64(s.BulkSentences) / spent.Seconds()
	log("making trees")
	return s, s.trees(shared, cases)
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

// line times the reading line in this process: all texts again and again for at least fifteen seconds, stage by stage.
func (s *speed) line(cases []eval.TripleCase) error {
	runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(runtime.NumCPU())
	start := time.Now()
	lex, err := lexicon.Default()
	if err != nil {
		return err
	}
	s.LoadLexicon = time.Since(start)
	start = time.Now()
	model, err := syntax.English()
	if err != nil {
		return err
	}
	scorer, err := relation.English()
	if err != nil {
		return err
	}
	s.LoadModel = time.Since(start)
	segmenter, resolver, coder := text.English(), actor.New(lex), event.New(lex, scorer)
	spent := make([]time.Duration, 4)
	lap := func(i int, from time.Time) time.Time {
		now := time.Now()
		spent[i] += now.Sub(from)
		return now
	}
	pass := func() {
		for _, c := range cases {
			at := time.Now()
			a := segmenter.Segment(dragoman.Document{ID: c.ID, Published: c.Date, Text: c.Text, Language: "en"})
			at = lap(0, at)
			model.Parse(a)
			at = lap(1, at)
			cast := resolver.Resolve(a)
			at = lap(2, at)
			coder.Code(a, cast)
			lap(3, at)
			if s.Passes == 0 {
				s.Sentences += len(a.Sentences)
				for i := range a.Sentences {
					s.Words += len(a.Sentences[i].Tokens)
				}
			}
		}
	}
	pass() // warm
	clear(spent)
	cpu := processor()
	for start = time.Now(); time.Since(start) < 15*time.Second; s.Passes++ {
		if s.Passes == 0 {
			s.Sentences, s.Words = 0, 0
		}
		pass()
	}
	s.stages(spent, time.Since(start), processor()-cpu)
	return nil
}

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func (s *speed) stages(spent []time.Duration, total, cpu time.Duration) {
	sentences := s.Sentences * s.Passes
	s.Rate = float64(sentences) / cpu.Seconds()
	s.WordRate = float64(s.Words*s.Passes) / cpu.Seconds()
	s.ClockRate = float64(sentences) / total.Seconds()
	for i, name := range []string{"segmentation (`text`)", "tags and trees (`syntax`)", "actors (`actor`)", "events and records (`event`)"} {
		s.Stages = append(s.Stages, stage{name, spent[i].Seconds() / total.Seconds(), time.Duration(spent[i].Seconds() / total.Seconds() * float64(cpu) / float64(sentences))})
	}
}

// starts times whole runs of the program.
func (s *speed) starts(binary, dir string) error {
	db := filepath.Join(dir, "store.db")
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
		if *r.to, err = repeat(r.n, r.before, binary, r.args...); err != nil {
			return err
		}
	}
	info, err := os.Stat(db)
	if err != nil {
		return err
	}
	s.Store = info.Size()
	s.PeakFirst, err = peak(exec.Command(binary, "read", article))
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
		start := time.Now()
		if out, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
			return timing{}, fmt.Errorf("dragoman %s: %w: %s", strings.Join(args, " "), err, out)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return timing{n, took[n/2], took[0]}, nil
}

// bulkCopies is how often the sample stands in the bulk file, so that memory would show if it grew with the input.
const bulkCopies = 40

// bulk lets the program read a long JSONL file on one core, which takes the time given, and parse it.
func (s *speed) bulk(binary, dir string, cases []eval.TripleCase) (spent time.Duration, err error) {
	path := filepath.Join(dir, "bulk.jsonl")
	if err := writeBulk(path, cases); err != nil {
		return 0, err
	}
	s.BulkTexts = bulkCopies * len(cases)
	run := func(procs int, to *int64, args ...string) time.Duration {
		if err != nil {
			return 0
		}
		cmd := exec.Command(binary, append(args, path)...)
		cmd.Env = append(os.Environ(), fmt.Sprint("GOMAXPROCS=", procs))
		if *to, err = peak(cmd); err != nil {
			return 0
		}
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	spent = run(1, &s.Peak, "read", "--lines")
	run(1, &s.ParsePeak, "parse")
	run(2, &s.ParseBoth, "parse")
	return spent, err
}

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

// peak runs a command and gives the most memory it had resident.
func peak(cmd *exec.Cmd) (int64, error) {
	cmd.Stdout = io.Discard
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w", cmd, err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, fmt.Errorf("this system does not tell the memory of a process")
	}
	return usage.Maxrss * 1024, nil // kilobytes on Linux
}
