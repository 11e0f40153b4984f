package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"dragoman"
)

const (
	writerTarget = "DRAGOMAN_TEST_WRITER"       // the store to which this process is to write until it is killed
	writerFirst  = "DRAGOMAN_TEST_WRITER_FIRST" // the number of the first document
	killedSize   = 60                           // records of each kind, so that most of the time is spent within a transaction
)

// Main runs the tests of a package, or the writer or importer that Kill and KillImport start and kill.
func Main(m *testing.M, open func(ctx context.Context, target string) (dragoman.Store, error)) {
	if target := os.Getenv(writerTarget); target != "" {
		fmt.Fprintln(os.Stderr, write(target, open)) // comes back only when it could not go on
		os.Exit(1)
	}
	if target := os.Getenv(importTarget); target != "" {
		fmt.Fprintln(os.Stderr, importing(target, open))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// write adds documents for ever and says on standard output which ones are stored.
func write(target string, open func(ctx context.Context, target string) (dragoman.Store, error)) error {
	s, err := open(context.Background(), target)
	if err != nil {
		return err
	}
	n, err := strconv.ParseUint(os.Getenv(writerFirst), 10, 64)
	if err != nil {
		return err
	}
	for ; ; n++ {
		if _, err := s.Add(context.Background(), Generate(n, killedSize)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// Kill kills a writing process again and again and examines what it leaves: every document that it said it stored, and of
// every document all or nothing.
func Kill(t *testing.T, target string, b Backend) {
	random := rand.New(rand.NewPCG(9, 9))
	next := uint64(0)
	for range 12 {
		next = killOnce(t, target, next, time.Duration(random.IntN(15000))*time.Microsecond)
		s := open(t, b)
		docs := must[[]dragoman.DocumentRef](t)(s.Documents(t.Context(), dragoman.Filter{}))
		for n := range next {
			want := Generate(n, killedSize)
			same(t, "an acknowledged document", must[*dragoman.Reading](t)(s.Reading(t.Context(), want.Document.ID)), want)
		}
		switch uint64(len(docs)) {
		case next:
		case next + 1: // stored, and killed before it could say so
			want := Generate(next, killedSize)
			same(t, "the last document", must[*dragoman.Reading](t)(s.Reading(t.Context(), want.Document.ID)), want)
			next++
		default:
			t.Errorf("%d documents after %d were acknowledged", len(docs), next)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		b.Check(t)
	}
}

// killOnce starts a writer at document first, kills it some time after its first document, and gives the number after the
// last document that it said it stored.
func killOnce(t *testing.T, target string, first uint64, after time.Duration) uint64 {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), writerTarget+"="+target, fmt.Sprintf("%s=%d", writerFirst, first))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	next, lines := first, bufio.NewScanner(out)
	for lines.Scan() {
		n, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil || n != next {
			break // a line cut short by the kill
		}
		if next == first {
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		next++
	}
	cmd.Process.Kill()
	cmd.Wait() // "signal: killed"
	if next == first {
		t.Fatal("the writer stored nothing")
	}
	return next
}
