package comtrade

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"dragoman"
)

// Fetcher makes the calls of a plan and keeps their answers in a folder.
type Fetcher struct {
	Client *Client
	Folder *Folder
	Budget int        // calls a day, tries and those of earlier runs included; 0: no bound
	Step   func(Step) // told after every call; may be nil
}

// Step is one call that is finished.
type Step struct {
	Entry Entry
	Kept  bool // by an earlier run
}

// Summary is what a run did.
type Summary struct {
	Calls   int   // finished in this run
	Kept    int   // finished by earlier runs
	Empty   int   // of both, without records
	Split   int   // of both, cut off at the cap and split
	Files   int   // of both
	Records int   // of both
	Bytes   int64 // of both, on disk
}

func (s *Summary) add(step Step) {
	if step.Kept {
		s.Kept++
	} else {
		s.Calls++
	}
	e := step.Entry
	switch {
	case e.Split:
		s.Split++
	case e.File == "":
		s.Empty++
	default:
		s.Files++
		s.Records += e.Records
		s.Bytes += e.Bytes
	}
}

// Run makes the calls of a plan that are not finished yet, one after the other. It ends at the first that fails for good, or when the budget
// of the day is spent; what is fetched is kept, and the next run goes on from there.
func (f *Fetcher) Run(ctx context.Context, p *Plan) (Summary, error) {
	var s Summary
	for i := range p.Calls {
		if err := f.call(ctx, &p.Calls[i], &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// Pending counts the calls of a plan that are not finished, as far as is known before the answers are.
func (f *Folder) Pending(p *Plan) int {
	n := 0
	for i := range p.Calls {
		n += f.pending(&p.Calls[i])
	}
	return n
}

func (f *Folder) pending(c *Call) int {
	e, done := f.Done(c.ID())
	if !done {
		return 1
	}
	if !e.Split {
		return 0
	}
	n := 0
	for _, h := range c.Split() {
		n += f.pending(&h)
	}
	return n
}

// call makes a call unless it is finished, and the smaller ones that take the place of one that was cut off.
func (f *Fetcher) call(ctx context.Context, c *Call, s *Summary) error {
	e, kept := f.Folder.Done(c.ID())
	if !kept {
		var err error
		if e, err = f.fetch(ctx, c); err != nil {
			return err
		}
		if err := f.Folder.finish(e); err != nil {
			return err
		}
	}
	f.tell(Step{Entry: e, Kept: kept}, s)
	if !e.Split {
		return nil
	}
	for _, h := range c.Split() {
		if err := f.call(ctx, &h, s); err != nil {
			return err
		}
	}
	return nil
}

func (f *Fetcher) tell(step Step, s *Summary) {
	s.add(step)
	if f.Step != nil {
		f.Step(step)
	}
}

// fetch makes a call and saves its answer.
func (f *Fetcher) fetch(ctx context.Context, c *Call) (Entry, error) {
	e := f.entry(c.ID(), c.Words(), c.target())
	a, err := f.download(ctx, download{id: e.Call, target: c.target(), key: c.Key, name: c.File(), most: f.Client.MaxBody, check: readJSON,
		keep: func(a *answer) bool { return a.records > 0 && !a.cut(c.Cap) }})
	switch {
	case err == nil && !a.cut(c.Cap):
		a.enter(&e)
		return e, nil
	case err != nil && !errors.Is(err, errTooLong):
		return e, err
	case err == nil:
		e.Records = a.records
	}
	e.Split = true
	if c.Split() == nil {
		mend := "ask for fewer products"
		if !c.Key {
			mend += ", or with a key: without one an answer has 500 records at most"
		}
		return e, dragoman.Problemf(c.Words(), "", mend, "the answer is cut off at %d records and cannot be split further", e.Records)
	}
	return e, nil
}

func (f *Fetcher) entry(id, what, target string) Entry {
	return Entry{Call: id, What: what, URL: f.Client.base.String() + target, Fetched: f.Client.Now().UTC().Format(time.RFC3339), Licence: Licence}
}

// enter puts what is known of a saved answer into its entry.
func (a *answer) enter(e *Entry) {
	e.Records = a.records
	if a.file != "" {
		e.File, e.Bytes, e.SHA256 = a.file, a.bytes, a.sha256
	}
}

// download is a call whose answer goes to a file.
type download struct {
	id, target string
	key        bool
	name       string // of the file
	most       int64  // bytes, unpacked
	check      func(io.Reader, *answer) error
	keep       func(*answer) bool // whether the file stays
}

// download makes a call and writes its answer to a file, which has its name only when it is whole.
func (f *Fetcher) download(ctx context.Context, d download) (*answer, error) {
	var a *answer
	err := f.Client.get(ctx, d.target, d.key, func() error { return f.afford(d.id) }, func(resp *http.Response) error {
		file, err := f.Folder.part(d.name)
		if err != nil {
			return err
		}
		a, err = save(resp, file, d.most, d.check)
		if err != nil || !d.keep(a) {
			f.Folder.drop(file)
			return err
		}
		a.file = d.name
		return f.Folder.commit(file, d.name)
	})
	return a, err
}

// afford takes a call from the budget of the day, or says that it is spent.
func (f *Fetcher) afford(id string) error {
	now := f.Client.Now()
	if spent := f.Folder.SpentOn(now); f.Budget > 0 && spent >= f.Budget {
		const mend = "run the same command tomorrow (days end at midnight UTC), or raise --budget"
		return dragoman.Problemf(f.Folder.dir, "", mend, "the budget of %d calls a day is spent", f.Budget)
	}
	return f.Folder.spend(now, id)
}
