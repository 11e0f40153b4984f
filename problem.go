package dragoman

import (
	"errors"
	"fmt"
)

// Problem is bad input told in one line: which file, where in it, what is wrong and what mends it.
type Problem struct {
	File  string // file, address or "standard input"
	Place string // "line 3", "byte 120", "column iso3"; "" when the whole file is meant
	Cause string // what is wrong
	Mend  string // what the user can do
	Err   error  // the underlying error, if any
	Usage bool   // the command line itself is wrong: exit status 2
}

func (p *Problem) Error() string {
	where := p.File
	if p.Place != "" {
		if where != "" {
			where += ": "
		}
		where += p.Place
	}
	msg := p.Cause
	if where != "" {
		msg = where + ": " + msg
	}
	if p.Mend != "" {
		msg += "; " + p.Mend
	}
	return msg
}

func (p *Problem) Unwrap() error { return p.Err }

// Problemf makes a Problem about a file.
func Problemf(file, place, mend, format string, args ...any) *Problem {
	return &Problem{File: file, Place: place, Mend: mend, Cause: fmt.Sprintf(format, args...)}
}

// ErrNotFound is returned by stores for an id they do not hold.
var ErrNotFound = errors.New("not found")
