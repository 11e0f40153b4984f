// Package feed reads files into raw documents: plain text with or without front matter, web pages and JSON lines, from
// files, directories and standard input. What cannot be read is told as a *dragoman.Problem in its place, and reading goes
// on behind it.
package feed

import (
	"io"

	"dragoman"
)

// Limits on what is read into memory at once.
const (
	MaxText = 4 << 20  // bytes of one document's text
	MaxPage = 5 << 20  // bytes of a web page as it lies on disk
	MaxLine = 16 << 20 // bytes of one line of JSON lines
)

// An Item is one document as its source gives it. Document holds what the source says (for plain text and JSON lines also
// Text); Page holds a web page's bytes and is nil otherwise.
type Item struct {
	Document dragoman.Document
	Page     []byte
}

// Options says how to read.
type Options struct {
	Stdin io.Reader            // read for the path "-"; nil makes that path a problem
	Lines bool                 // everything is JSON lines, whatever its name
	Note  func(message string) // told what a directory holds that is no document; nil: not told
}
