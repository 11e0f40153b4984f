package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // to spoil stores

	"dragoman/trade/bilateral"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dragoman": main,
		// As a user who may not write what is not his or hers; root may write everywhere.
		"dragoman-nobody": func() {
			if os.Geteuid() == 0 {
				if err := syscall.Setuid(65534); err != nil {
					panic(err)
				}
			}
			main()
		},
		// On a disk where files cannot grow.
		"dragoman-fulldisk": func() {
			limit := syscall.Rlimit{Cur: 400_000, Max: 400_000}
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
				panic(err)
			}
			main()
		},
	})
}

func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("DRAGOMAN_DB", filepath.Join(e.WorkDir, "store.db"))
			e.Setenv("DRAGOMAN_NOW", "2025-11-20")
			e.Setenv("EXAMPLES", filepath.Join(root, "examples"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": statusIs, "lines": lines, "generate": generate, "bounded": bounded, "newer": newer, "killed": killed, "sound": sound, "first": first,
		},
	})
}

// status N COMMAND... runs a command that must end with the status N.
func statusIs(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("status %d, want %d", got, want)
	}
}

// lines N FILE says that the file (or stdout, stderr) has so many lines.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	if got := strings.Count(ts.ReadFile(args[1]), "\n"); strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s has %d lines, want %s", args[1], got, args[0])
	}
}

// world is trade in eleven goods in 2022 and 2023 that falls with distance; made up.
func world() string {
	areas := append(slices.Clone(bilateral.Areas()[:57]), "HRV", "KAZ", "SRB")
	goods := []string{"100199", "260300", "270900", "300490", "720241", "740311", "870323", "841112", "310210", "252329", "760110"}
	b := []byte("year,exporter,importer,product,value\n")
	for _, year := range []int{2022, 2023} {
		for i, from := range areas {
			for j, to := range areas {
				p, known := bilateral.Of(from, to)
				if !known || i == j || from == "KAZ" && to == "ALB" {
					continue
				}
				for k, code := range goods {
					if (i+j+k)%3 == 0 {
						b = fmt.Appendf(b, "%d,%s,%s,%s,%.0f\n", year, from, to, code, 1e12*float64((1+i%7)*(1+j%5)*(1+i*k%11))/p.Distance)
					}
				}
			}
		}
	}
	return string(b)
}

// generate KIND FILE writes a file that is too large or too odd for a script: "line" is 50 MB of prose on one line,
// "binary" is random bytes, "mixed" is text with bytes of no character set, "old" is a page in windows-1250, "jsonl" is many
// small documents, "truncated" is a gzip file without its end, "world" is what sixty countries trade by a law of gravity.
func generate(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	defer f.Close()
	switch args[0] {
	case "line":
		sentence := "Kazakhstan's president met the prime minister of Croatia in Astana on Monday. "
		_, err = f.WriteString(strings.Repeat(sentence, 50_000_000/len(sentence)))
	case "binary":
		random := rand.New(rand.NewPCG(1, 2))
		for range 1000 {
			_, err = f.Write([]byte{byte(random.Uint32()), byte(random.Uint32()), 0, byte(random.Uint32())})
		}
	case "mixed":
		_, err = f.WriteString("Šefčovič met the minister in Zagreb. \xff\xfe\x81\x8d\x9d He left \x81 after \x90 talks.")
	case "old":
		_, err = f.WriteString("<html><head><meta charset=windows-1250><title>Visit</title></head><body><article>" +
			strings.Repeat("<p>Minister \xd0akovi\xe6 of Croatia visited Kazakhstan on Monday and spoke about trade, energy and transport.</p>\n", 5) +
			"</article></body></html>")
	case "world":
		_, err = f.WriteString(world())
	case "truncated":
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		fmt.Fprint(z, "year,exporter,importer,value\n"+strings.Repeat("2023,KAZ,HRV,5\n", 1000))
		z.Close()
		_, err = f.Write(packed.Bytes()[:packed.Len()-20])
	case "jsonl":
		err = writeDocuments(f, 0, manyDocuments)
	default:
		ts.Fatalf("unknown kind %q", args[0])
	}
	ts.Check(err)
}

const manyDocuments = 1000

func writeDocuments(w io.Writer, from, to int) error {
	for n := from; n < to; n++ {
		_, err := fmt.Fprintf(w, `{"id":"doc-%05d","date":"2025-03-01","text":"Croatia's foreign minister visited Kazakhstan on day %d. Trade reached $%d million in 2024."}`+"\n", n, n, n+1)
		if err != nil {
			return err
		}
	}
	return nil
}

// bounded MB COMMAND... runs a command that must not use more memory; the status does not matter.
func bounded(ts *testscript.TestScript, _ bool, args []string) {
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := command(ts, args[1:]...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); cmd.ProcessState == nil {
		ts.Check(err)
	}
	fmt.Fprint(ts.Stdout(), out.String())
	peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss / 1024 // kilobytes on Linux
	ts.Logf("peak memory %d MB", peak)
	if int(peak) > limit {
		ts.Fatalf("used %d MB, want at most %d", peak, limit)
	}
}

// command prepares a program of the script's PATH, in the script's directory and environment.
func command(ts *testscript.TestScript, args ...string) *exec.Cmd {
	path := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if p := filepath.Join(dir, args[0]); path == "" && exists(p) {
			path = p
		}
	}
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "DRAGOMAN_DB", "DRAGOMAN_NOW", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return cmd
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// first FILE NAME sets a variable to the first cell of the second line of a CSV file.
func first(ts *testscript.TestScript, _ bool, args []string) {
	rows := strings.Split(ts.ReadFile(args[0]), "\n")
	if len(rows) < 2 {
		ts.Fatalf("%s has no row", args[0])
	}
	id, _, _ := strings.Cut(rows[1], ",")
	ts.Setenv(args[1], id)
}

// newer FILE makes a store look as if a later version of the program had written it.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(`INSERT INTO dragoman_schema (version_id, is_applied) VALUES (999, 1)`)
	ts.Check(err)
}

// killed N starts "dragoman add", gives it documents of a stream that does not end and kills it when N or more are stored.
func killed(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := command(ts, "dragoman", "--quiet", "add", "--lines", "-")
	in, err := cmd.StdinPipe()
	ts.Check(err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	ts.Check(cmd.Start())
	go func() { _ = writeDocuments(in, 0, manyDocuments-100) }() // and the stream stays open
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if stored(ts) >= want {
			break
		}
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			ts.Fatalf("%d documents are not stored after a minute: %s", want, stderr.String())
		}
	}
	ts.Check(cmd.Process.Kill())
	_ = cmd.Wait() // says that it was killed
}

// stored counts the documents in the store, 0 as long as there is none.
func stored(ts *testscript.TestScript) int {
	path := ts.Getenv("DRAGOMAN_DB")
	if !exists(path) {
		return 0
	}
	db, err := sql.Open("sqlite", path+"?mode=ro&_pragma=busy_timeout(1000)")
	ts.Check(err)
	defer db.Close()
	n := 0
	if db.QueryRow(`SELECT count(*) FROM documents`).Scan(&n) != nil {
		return 0 // being made
	}
	return n
}

// sound FILE examines a store with SQLite's own checks.
func sound(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	var answer string
	ts.Check(db.QueryRow(`PRAGMA integrity_check`).Scan(&answer))
	if answer != "ok" {
		ts.Fatalf("integrity: %s", answer)
	}
	rows, err := db.Query(`PRAGMA foreign_key_check`)
	ts.Check(err)
	defer rows.Close()
	if rows.Next() {
		ts.Fatalf("a foreign key leads nowhere")
	}
}
