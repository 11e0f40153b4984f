// Package reading puts the rooms together: a document goes in, everything found in it comes out.
package reading

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"dragoman"
)

// CodeVersion changes whenever the code reads differently, so that stored readings can be recomputed.
const CodeVersion = "2"

// Reader takes a document through segmentation, syntax, actors and events. It is safe for concurrent use.
type Reader struct {
	Segmenter dragoman.Segmenter
	Parser    dragoman.Parser
	Resolver  dragoman.Resolver
	Coder     dragoman.Coder
	Lexicon   string // version of the lexicon, for Reading.Version
	Models    string // versions of the coder's models, likewise; "" for none
	Language  string // BCP 47 language that model and lexicon read, "en"; "" reads whatever comes
}

// Read finds everything in one document. A document in another language than the reader's is not coded, and says so.
func (r *Reader) Read(d dragoman.Document) *dragoman.Reading {
	if !r.reads(d.Language) {
		return r.unread(d)
	}
	a := r.Parse(d)
	out := r.Coder.Code(a, r.Resolver.Resolve(a))
	out.Version = r.Version()
	return out
}

// reads says whether the reader knows the language; a text whose language is not known is tried.
func (r *Reader) reads(language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return r.Language == "" || base == "" || base == "und" || base == r.Language
}

// unread is the reading of a document in a language that there is no model for.
func (r *Reader) unread(d dragoman.Document) *dragoman.Reading {
	because := fmt.Sprintf("the text is in %q, and there is no reader for that language yet", d.Language)
	return &dragoman.Reading{Document: d, Sentences: []dragoman.Span{}, Events: []dragoman.Event{}, Statements: []dragoman.Statement{},
		Figures: []dragoman.Figure{}, Agreements: []dragoman.Agreement{}, Missions: []dragoman.Mission{}, Gatherings: []dragoman.Gathering{},
		Offices: []dragoman.Office{}, Commitments: []dragoman.Commitment{}, Uncoded: []dragoman.Uncoded{{Sentence: -1, Because: because}},
		Version: r.Version()}
}

// Parse segments and parses a document.
func (r *Reader) Parse(d dragoman.Document) *dragoman.Article {
	a := r.Segmenter.Segment(d)
	r.Parser.Parse(a)
	return a
}

// Version says what readings made now are made with.
func (r *Reader) Version() dragoman.Version {
	code := CodeVersion
	if r.Models != "" {
		code += "-" + r.Models
	}
	return dragoman.Version{Reader: code, Syntax: r.Parser.Version(), Lexicon: r.Lexicon}
}

// Result is one document's reading in a batch.
type Result struct {
	Reading *dragoman.Reading
	Err     error // what the source said of a document it could not give; Reading is nil then
}

// Batch reads the documents that next gives, on all processors, and yields results in the order of the documents. It ends
// when next says ok = false, when yield returns false or when ctx is done.
func (r *Reader) Batch(ctx context.Context, next func() (dragoman.Document, error, bool), yield func(Result) bool) {
	type source struct {
		doc dragoman.Document
		err error
	}
	InOrder(ctx, func() (source, bool) {
		doc, err, ok := next()
		return source{doc, err}, ok
	}, func(s source) Result {
		if s.err != nil {
			return Result{Err: s.err}
		}
		return Result{Reading: r.Read(s.doc)}
	}, yield)
}

// InOrder does work on all that next gives, on all processors, and yields the results in the same order. It ends when next
// says ok = false, when yield returns false or when ctx is done, and leaves nothing running.
func InOrder[In, Out any](ctx context.Context, next func() (item In, ok bool), work func(In) Out, yield func(Out) bool) {
	type job struct {
		in   In
		done chan Out
	}
	ctx, cancel := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan *job)
	order := make(chan *job, 4*workers) // bounds how far work runs ahead of yielding
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for j := range jobs {
				j.done <- work(j.in)
			}
		})
	}
	wait.Go(func() {
		defer close(order)
		defer close(jobs)
		for {
			in, ok := next()
			if !ok {
				return
			}
			j := &job{in: in, done: make(chan Out, 1)}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			jobs <- j
		}
	})
	for j := range order {
		if ctx.Err() != nil || !yield(<-j.done) {
			break
		}
	}
	cancel()
	for range order { // let the feeder and the workers finish
	}
	wait.Wait()
}
