// Command dragoman reads how countries deal with each other and answers with sourced dossiers. See README.md.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"dragoman"
)

// version is set by the linker (-X main.version=...); the plain build says "development".
var version = "development"

// cli is the command line.
type cli struct {
	DB    string `name:"db" env:"DRAGOMAN_DB" placeholder:"FILE" help:"Store: a SQLite file or a postgres:// address (default: dragoman.db in your data directory)."`
	Quiet bool   `short:"q" help:"No progress and no hints on standard error."`

	Read  readCmd  `cmd:"" group:"Read and keep" help:"Print what is found in files, or in standard input (-)."`
	Add   addCmd   `cmd:"" group:"Read and keep" help:"Store documents (text, HTML, JSONL) and everything found in them."`
	Parse parseCmd `cmd:"" group:"Read and keep" help:"Print the dependency trees of a raw text as CoNLL-U."`

	Brief   briefCmd   `cmd:"" group:"Answer" help:"Print the sourced dossier of two countries."`
	Explain explainCmd `cmd:"" group:"Answer" help:"Show sentence, tree, frame and scores of a record."`
	Search  searchCmd  `cmd:"" group:"Answer" help:"Find documents by words."`

	Trade   tradeCmd   `cmd:"" group:"Trade" help:"Trade statistics: import them, show what flows, what could flow."`
	Gravity gravityCmd `cmd:"" group:"Trade" help:"Estimate gravity equations and what a change would do."`

	Corridor corridorCmd `cmd:"" group:"Corridors" help:"Pipelines, ports, straits, railways: ways, flows, and what if one fails."`

	Events      eventsCmd      `cmd:"" group:"List" help:"Who did what to whom."`
	Statements  statementsCmd  `cmd:"" group:"List" help:"Who said what about whom."`
	Figures     figuresCmd     `cmd:"" group:"List" help:"Figures claimed of countries."`
	Agreements  agreementsCmd  `cmd:"" group:"List" help:"Agreements and their state."`
	Missions    missionsCmd    `cmd:"" group:"List" help:"Embassies, consulates and trade offices."`
	Gatherings  gatheringsCmd  `cmd:"" group:"List" help:"Forums, summits and sessions."`
	Offices     officesCmd     `cmd:"" group:"List" help:"Who holds which post."`
	Commitments commitmentsCmd `cmd:"" group:"List" help:"What was promised."`
	Documents   documentsCmd   `cmd:"" group:"List" help:"The documents in the store."`

	Eval    evalCmd    `cmd:"" group:"Maintain" help:"Score against gold data."`
	Train   trainCmd   `cmd:"" group:"Maintain" help:"Train a model."`
	Lexicon lexiconCmd `cmd:"" group:"Maintain" help:"Check the lexicon."`
	Schema  schemaCmd  `cmd:"" group:"Maintain" help:"Print the JSON Schema of a reading."`
	Version versionCmd `cmd:"" group:"Maintain" help:"Print the versions of program, syntax model and lexicon."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// exit leaves kong's parser where it would end the process.
type exit int

// run is the program without its process: it returns the exit status (0 done, 1 bad input, 2 usage).
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			left, ok := r.(exit)
			if !ok {
				panic(r)
			}
			code = int(left)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var c cli
	parser, err := kong.New(&c, kong.Name("dragoman"), kong.Description(
		"What really stands between two countries, how do we know, and what comes next?"),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exit(code)) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
	if err != nil {
		return status(err, stderr)
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		return status(usage(err), stderr)
	}
	a := &app{ctx: ctx, in: stdin, stdout: stdout, out: bufio.NewWriter(stdout), err: stderr, db: c.DB, quiet: c.Quiet, now: clock()}
	err = kctx.Run(a)
	if cerr := a.close(); err == nil { // what went wrong first says more
		err = cerr
	}
	return status(err, stderr)
}

// usage turns what kong says of the command line into a problem with a mend.
func usage(err error) error {
	mend := "see dragoman --help"
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil && p.Context.Command() != "" {
		mend = "see dragoman " + strings.Fields(p.Context.Command())[0] + " --help"
	}
	return &dragoman.Problem{Cause: err.Error(), Mend: mend, Err: err, Usage: true}
}

// status prints an error, each problem in it as one line, and gives the exit status for it.
func status(err error, stderr io.Writer) int {
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return 0
	}
	if errors.Is(err, errNamed) {
		return 1
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "dragoman: interrupted; what was stored before is kept")
		return 1
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(stderr, "dragoman:", strings.TrimRight(line, "\n"))
	}
	var p *dragoman.Problem
	if errors.As(err, &p) && p.Usage {
		return 2
	}
	return 1
}

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	r, err := a.reader()
	if err != nil {
		return err
	}
	v := r.Version()
	_, err = fmt.Fprintf(a.out, "dragoman %s\nreader   %s\nsyntax   %s\nlexicon  %s\n", version, v.Reader, v.Syntax, v.Lexicon)
	return err
}
