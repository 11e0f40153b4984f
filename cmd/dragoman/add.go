package main

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"dragoman"
	"dragoman/reading"
)

// addCmd stores documents.
type addCmd struct {
	Paths []string `arg:"" name:"path" help:"Text, HTML or JSONL files, directories, or - for standard input."`
	Date  string   `placeholder:"DATE" help:"Date of publication of texts that name none (YYYY-MM-DD)."`
	Lines bool     `help:"Everything is JSONL, whatever its name."`
}

// addGroup is how many readings are stored in one transaction: few enough to lose little, many enough to be fast.
const addGroup = 128

func (c *addCmd) Run(a *app) error {
	if c.Date != "" {
		if _, err := dragoman.ParseDate(c.Date); err != nil {
			return misuse("--date", "", "%v", err)
		}
	}
	st, err := a.store()
	if err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	job := &adding{app: a, store: st, version: r.Version(), progress: newProgress(a)}
	next, stop := pull(job.fresh(a.documents(source{paths: c.Paths, date: c.Date, lines: c.Lines})))
	defer stop()
	r.Batch(a.ctx, next, job.take)
	return job.finish()
}

// adding is the state of one run of add.
type adding struct {
	*app
	store    dragoman.Store
	version  dragoman.Version
	group    []*dragoman.Reading
	storing  chan outcome // gives the outcome of the group that is being stored, nil when none is
	progress *progress

	read, added int // documents read anew, and of these stored as new or changed
	known       int // documents that were there already and were not read again
	left        leftOut
	failed      error
}

// outcome is how the writing of a group ended.
type outcome struct {
	added int
	err   error
}

// known documents are not worth reading again; they come out of fresh as this error.
var errKnown = errors.New("known already")

// fresh marks the documents that the store holds already, read by this version.
func (j *adding) fresh(docs iter.Seq2[dragoman.Document, error]) iter.Seq2[dragoman.Document, error] {
	return func(yield func(dragoman.Document, error) bool) {
		for d, err := range docs {
			if err == nil && j.holds(d) {
				err = errKnown
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func (j *adding) holds(d dragoman.Document) bool {
	old, err := j.store.Reading(j.ctx, d.ID)
	if err != nil || old.Version != j.version {
		return false
	}
	old.Document.File, d.File = "", ""
	return old.Document == d
}

// take gathers a result; it returns false when the store fails.
func (j *adding) take(res reading.Result) bool {
	switch {
	case errors.Is(res.Err, errKnown):
		j.known++
	case res.Err != nil:
		j.progress.clear()
		j.left.note(j.app, res.Err)
	default:
		j.read++
		j.group = append(j.group, res.Reading)
		if len(j.group) >= addGroup {
			j.flush()
		}
	}
	j.progress.show(j.read, j.known, j.left.n)
	return j.failed == nil
}

// flush has the group stored in one transaction while reading goes on, once the group before is.
func (j *adding) flush() {
	j.settle()
	if len(j.group) == 0 || j.failed != nil {
		return
	}
	group, done := j.group, make(chan outcome, 1)
	j.group, j.storing = nil, done
	go func() {
		n, err := j.store.AddAll(j.ctx, group)
		done <- outcome{n, err}
	}()
}

// settle waits for the group that is being stored.
func (j *adding) settle() {
	if j.storing == nil {
		return
	}
	last := <-j.storing
	j.storing = nil
	j.added += last.added
	j.failed = last.err
}

// finish stores the rest and says what was done.
func (j *adding) finish() error {
	j.settle()
	if j.failed == nil {
		j.failed = j.ctx.Err()
	}
	j.flush()
	j.settle()
	j.progress.clear()
	if j.failed != nil {
		return j.failed
	}
	j.hint("%s added, %d unchanged, %d left out", plural(j.added, "document"), j.known+j.read-j.added, j.left.n)
	if counts, err := j.store.Counts(j.ctx); err == nil {
		j.hint("the store now holds %s, %s, %s, %s", plural(counts["documents"], "document"), plural(counts["events"], "event"),
			plural(counts["agreements"], "agreement"), plural(counts["figures"], "figure"))
	}
	if j.left.n > 0 {
		return errNamed
	}
	return nil
}

// progress tells on standard error how far a long run is: a line that is written over on a terminal, else a plain line every
// thousand documents.
type progress struct {
	a     *app
	live  bool
	last  time.Time
	shown bool
}

func newProgress(a *app) *progress { return &progress{a: a, live: widthOf(a.err) > 0} }

func (p *progress) show(read, known, left int) {
	if p.a.quiet {
		return
	}
	n := read + known + left
	if p.live {
		if now := time.Now(); now.Sub(p.last) > 80*time.Millisecond {
			p.last, p.shown = now, true
			fmt.Fprintf(p.a.err, "\r\x1b[Kreading: %s, %d unchanged, %d left out", plural(read, "document"), known, left)
		}
		return
	}
	if n%1000 == 0 {
		fmt.Fprintf(p.a.err, "reading: %s, %d unchanged, %d left out\n", plural(read, "document"), known, left)
	}
}

// clear takes the live line away before something else is printed.
func (p *progress) clear() {
	if p.live && p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
		p.shown = false
	}
}
