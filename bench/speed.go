package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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
	if err := s.line(dir, cases); err != nil {
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

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
	return timingOf(took), nil
}

func timingOf(took []time.Duration) timing {
	slices.Sort(took)
	return timing{len(took), took[len(took)/2], took[0]}
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
	spent = run(1, &s.ReadPeak, "read", "--lines")
	run(1, &s.ParsePeak, "parse")
	run(2, &s.ParseBoth, "parse")
	if err == nil {
		err = s.scaling(binary, dir, path)
	}
	return spent, err
}

// scaling lets the program store the bulk file in new stores on one core and on two, in turns, by the clock.
func (s *speed) scaling(binary, dir, path string) error {
	db := filepath.Join(dir, "bulk.db")
	took := map[int][]time.Duration{}
	s.Peak = s.ReadPeak
	for range addTurns {
		for _, procs := range []int{1, 2} {
			if err := removeStore(db); err != nil {
				return err
			}
			cmd := exec.Command(binary, "--quiet", "--db", db, "add", path)
			cmd.Env = append(os.Environ(), fmt.Sprint("GOMAXPROCS=", procs))
			start := time.Now()
			most, err := peak(cmd)
			if err != nil {
				return err
			}
			took[procs] = append(took[procs], time.Since(start))
			s.Peak = max(s.Peak, most)
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
