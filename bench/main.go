// Command bench measures how fast the program is and how often it is right, and writes docs/performance.md and
// docs/accuracy.md. Every number in them comes from the run; `make bench` starts it.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/template"
	"time"
)

//go:embed *.tmpl
var pages embed.FS

func main() {
	log := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	shared := flag.String("shared", sharedDir(), "folder with treebanks and labelled events that are not part of the project")
	binary := flag.String("binary", filepath.Join("bin", "dragoman"), "the program")
	only := flag.String("only", "", "speed, accuracy, trade or corridor (print their parts of both pages), or languages (trains the models of other languages and writes bench/languages.tsv)")
	flag.Parse()
	if err := run(*binary, *shared, *only, log); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// sharedDir is where data lie that may not be part of the project; beside it unless the environment says otherwise.
func sharedDir() string {
	if d := os.Getenv("DRAGOMAN_SHARED"); d != "" {
		return d
	}
	return filepath.Join("..", "shared")
}

func run(binary, shared, only string, log func(string, ...any)) error {
	if only == "languages" {
		return trainLanguages(binary, shared, log)
	}
	m, err := describe(binary)
	if err != nil {
		return err
	}
	switch only {
	case "trade":
		return tradeAlone(m, binary, shared, log)
	case "corridor":
		return corridorAlone(m, binary, log)
	case "accuracy":
	default:
		if err := measureAllSpeed(m, binary, shared, log); err != nil {
			return err
		}
	}
	if only == "speed" {
		return nil
	}
	a, err := measureAccuracy(binary, shared, log)
	if err != nil {
		return err
	}
	return write("accuracy.md", struct {
		Machine  *machine
		Accuracy *accuracy
	}{m, a})
}

// bench is what measuring needs.
type bench struct {
	binary string
	dir    string // for what is generated; it is removed at the end
	log    func(string, ...any)
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// part is what is measured together: runs of the program, and answers in this process.
type part interface {
	programs(b *bench) error
	answers(b *bench) error
}

// measure runs the programs of all parts before this process grows with answers: a child's most memory begins with its parent's.
func measure(binary string, log func(string, ...any), parts ...part) error {
	dir, err := os.MkdirTemp("", "dragoman-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{binary, dir, log}
	for _, p := range parts {
		if err := p.programs(b); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if err := p.answers(b); err != nil {
			return err
		}
	}
	return nil
}

// measureAllSpeed writes docs/performance.md. Articles come first, for their answers time the first load of lexicon and model.
func measureAllSpeed(m *machine, binary, shared string, log func(string, ...any)) error {
	s, t, c := &speed{shared: shared}, &tradeSpeed{}, &corridorSpeed{}
	if err := measure(binary, log, s, t, c); err != nil {
		return err
	}
	return write("performance.md", performance{m, s, t, c})
}

// performance is what docs/performance.md is made of.
type performance struct {
	Machine  *machine
	Speed    *speed
	Trade    *tradeSpeed
	Corridor *corridorSpeed
}

// tradeAlone measures trade only and prints its parts of both pages.
func tradeAlone(m *machine, binary, shared string, log func(string, ...any)) error {
	t := &tradeSpeed{}
	if err := measure(binary, log, t); err != nil {
		return err
	}
	log("repeating published results")
	r, err := reproduce(binary, shared)
	if err != nil {
		return err
	}
	return fill(os.Stdout, "trade.md", struct {
		performance
		Reproduced *reproduction
	}{performance{Machine: m, Trade: t}, r})
}

// corridorAlone measures corridors only and prints their parts of both pages.
func corridorAlone(m *machine, binary string, log func(string, ...any)) error {
	c := &corridorSpeed{}
	if err := measure(binary, log, c); err != nil {
		return err
	}
	log("setting the model beside reported flows")
	f, err := fits()
	if err != nil {
		return err
	}
	return fill(os.Stdout, "corridor.md", struct {
		performance
		Fits []fitScore
	}{performance{Machine: m, Corridor: c}, f})
}

// write fills a page's template and puts it into docs.
func write(name string, data any) error {
	f, err := os.Create(filepath.Join("docs", name))
	if err != nil {
		return err
	}
	if err := fill(f, name, data); err != nil {
		return err
	}
	return f.Close()
}

// fill fills a page's template.
func fill(w io.Writer, name string, data any) error {
	t, err := template.New(name).Funcs(template.FuncMap{
		"pct":  func(v float64) string { return fmt.Sprintf("%.1f", 100*v) },
		"f1":   func(v float64) string { return fmt.Sprintf("%.1f", v) },
		"f2":   func(v float64) string { return fmt.Sprintf("%.2f", v) },
		"f3":   func(v float64) string { return fmt.Sprintf("%.3f", v) },
		"f4":   func(v float64) string { return fmt.Sprintf("%.4f", v) },
		"f0":   func(v float64) string { return fmt.Sprintf("%.0f", v) },
		"g2":   func(v float64) string { return fmt.Sprintf("%.1e", v) },
		"g":    func(v float64) string { return fmt.Sprintf("%g", v) },
		"ms":   func(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d)/1e6) },
		"ms1":  func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) },
		"us":   func(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d)/1e3) },
		"s1":   func(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) },
		"s2":   func(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) },
		"mb":   func(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/1e6) },
		"goal": func(ok bool) string { return map[bool]string{true: "met", false: "**not met**"}[ok] },
	}).ParseFS(pages, "*.tmpl")
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, name+".tmpl", data)
}
