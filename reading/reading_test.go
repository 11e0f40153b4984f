package reading

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dragoman"
)

// echo is a reading line that only passes the document through.
type echo struct{}

func (echo) Segment(d dragoman.Document) *dragoman.Article { return &dragoman.Article{Document: d} }
func (echo) Parse(*dragoman.Article)                       {}
func (echo) Version() string                               { return "echo" }
func (echo) Resolve(*dragoman.Article) *dragoman.Cast      { return &dragoman.Cast{} }
func (echo) Code(a *dragoman.Article, _ *dragoman.Cast) *dragoman.Reading {
	return &dragoman.Reading{Document: a.Document}
}

func source(n int) func() (dragoman.Document, error, bool) {
	i := 0
	return func() (dragoman.Document, error, bool) {
		i++
		if i == 7 {
			return dragoman.Document{}, errors.New("bad document"), true
		}
		return dragoman.Document{ID: fmt.Sprint(i)}, nil, i <= n
	}
}

func TestBatchKeepsTheOrderOfDocuments(t *testing.T) {
	r := &Reader{Segmenter: echo{}, Parser: echo{}, Resolver: echo{}, Coder: echo{}}
	i := 0
	r.Batch(context.Background(), source(500), func(res Result) bool {
		i++
		if i == 7 {
			if res.Err == nil || res.Reading != nil {
				t.Errorf("document 7: got %+v, want its error", res)
			}
			return true
		}
		if res.Reading.Document.ID != fmt.Sprint(i) {
			t.Fatalf("got document %s at place %d", res.Reading.Document.ID, i)
		}
		return true
	})
	if i != 500 {
		t.Errorf("got %d results, want 500", i)
	}
}

func TestBatchEndsEarly(t *testing.T) {
	r := &Reader{Segmenter: echo{}, Parser: echo{}, Resolver: echo{}, Coder: echo{}}
	n := 0
	r.Batch(context.Background(), source(1<<30), func(Result) bool { n++; return n < 20 })
	if n != 20 {
		t.Errorf("got %d results, want 20", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n = 0
	r.Batch(ctx, source(1<<30), func(Result) bool {
		if n++; n == 5 {
			cancel()
		}
		return true
	})
	if n > 5+64 {
		t.Errorf("read on for %d documents after it was cancelled", n)
	}
}

func TestOtherLanguagesAreLeftUncoded(t *testing.T) {
	r := &Reader{Segmenter: echo{}, Parser: echo{}, Resolver: echo{}, Coder: echo{}, Language: "en"}
	for language, coded := range map[string]bool{"en": true, "en-GB": true, "": true, "und": true, "hr": false, "kk-Cyrl": false} {
		got := r.Read(dragoman.Document{ID: "d", Language: language})
		if (len(got.Uncoded) == 0) != coded {
			t.Errorf("%q: coded %v, want %v", language, len(got.Uncoded) == 0, coded)
		}
	}
}
