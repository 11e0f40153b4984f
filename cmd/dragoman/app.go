package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/term"

	"dragoman"
	"dragoman/actor"
	"dragoman/event"
	"dragoman/event/contexts"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/reading"
	"dragoman/store"
	"dragoman/syntax"
	"dragoman/text"
)

// app is what the commands share: streams, store and reader, both opened when first needed.
type app struct {
	ctx    context.Context
	in     io.Reader
	stdout io.Writer     // to ask whether it is a terminal
	out    *bufio.Writer // data go here
	err    io.Writer     // hints, progress and problems go here
	db     string
	quiet  bool
	now    time.Time

	st dragoman.Store
	rd *reading.Reader
}

// clock is the present, fixed by DRAGOMAN_NOW (an ISO date) where output must not change from day to day.
func clock() time.Time {
	if t, err := time.Parse(time.DateOnly, os.Getenv("DRAGOMAN_NOW")); err == nil {
		return t
	}
	return time.Now()
}

// reader builds the reading line.
func (a *app) reader() (*reading.Reader, error) {
	if a.rd != nil {
		return a.rd, nil
	}
	lex, err := lexicon.Default()
	if err != nil {
		return nil, err
	}
	model, err := syntax.English()
	if err != nil {
		return nil, err
	}
	scorer, err := relation.English()
	if err != nil {
		return nil, err
	}
	topics, err := contexts.English()
	if err != nil {
		return nil, err
	}
	a.rd = &reading.Reader{Segmenter: text.English(), Parser: model, Resolver: actor.New(lex), Coder: event.New(lex, scorer), Models: scorer.Version() + "-" + topics.Version(),
		Lexicon: lex.Version(), Language: "en"}
	return a.rd, nil
}

// store opens the store, making the directory of the default one.
func (a *app) store() (dragoman.Store, error) {
	if a.st != nil {
		return a.st, nil
	}
	target := a.db
	if target == "" {
		dir, err := dataDir()
		if err != nil {
			return nil, dragoman.Problemf("", "", "name a store with --db FILE or DRAGOMAN_DB", "no data directory: %v", err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, dragoman.Problemf(dir, "", "name another store with --db FILE", "cannot be made: %v", err)
		}
		target = filepath.Join(dir, "dragoman.db")
	}
	st, err := store.Open(a.ctx, target)
	if err != nil {
		return nil, err
	}
	a.st = st
	return st, nil
}

// dataDir is the user's directory for data: XDG_DATA_HOME, else the platform's custom.
func dataDir() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); d != "" {
		return filepath.Join(d, "dragoman"), nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		d, err := os.UserConfigDir()
		return filepath.Join(d, "dragoman"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "dragoman"), err
}

// close hands out what is still buffered and closes the store.
func (a *app) close() error {
	err := a.out.Flush()
	if a.st == nil {
		return err
	}
	if cerr := a.st.Close(); err == nil {
		err = cerr
	}
	return err
}

// hint prints a line on standard error unless the user wants quiet.
func (a *app) hint(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}

// width is how many cells a line of standard output has; 0 when it is no terminal.
func (a *app) width() int { return widthOf(a.stdout) }

func widthOf(w io.Writer) int {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width >= 40 {
		return width
	}
	return 100
}

// colour says whether standard output may be coloured: on a terminal, unless NO_COLOR is set.
func (a *app) colour() bool {
	return a.width() > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
