package main

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"dragoman"
	"dragoman/feed"
	"dragoman/text"
)

// source says where documents come from.
type source struct {
	paths []string
	date  string // publication date of texts that name none
	lines bool   // everything is JSONL
}

// documents reads raw items and makes documents of them; what cannot be read comes as an error in its place.
func (a *app) documents(s source) iter.Seq2[dragoman.Document, error] {
	rd := text.NewReader(func() time.Time { return a.now })
	o := feed.Options{Stdin: a.in, Lines: s.lines, Note: func(m string) { a.hint("dragoman: %s", m) }}
	return func(yield func(dragoman.Document, error) bool) {
		for item, err := range feed.Open(s.paths, o) {
			if a.ctx.Err() != nil {
				return
			}
			if err != nil {
				if !yield(dragoman.Document{}, err) {
					return
				}
				continue
			}
			given := item.Document.ID
			d, err := rd.Read(item.Document, item.Page)
			if err == nil && d.Published == "" && s.date != "" {
				d.Published = s.date
				if given == "" {
					d.ID = dragoman.DocumentID(d.URL, d.Published, d.Text)
				}
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// pull turns documents into the form that a batch asks for.
func pull(docs iter.Seq2[dragoman.Document, error]) (next func() (dragoman.Document, error, bool), stop func()) {
	pulled, stop := iter.Pull2(docs)
	return func() (dragoman.Document, error, bool) {
		return pulled()
	}, stop
}

// leftOut counts the documents that could not be read and names each as it comes.
type leftOut struct{ n int }

func (l *leftOut) note(a *app, err error) {
	l.n++
	fmt.Fprintln(a.err, "dragoman:", err)
}

// errNamed ends a command with status 1 when its problems have been named already.
var errNamed = errors.New("named already")

// plural writes a number with its noun.
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
