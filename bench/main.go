// Command bench measures how fast the program is and how often it is right, and writes docs/performance.md and
// docs/accuracy.md. Every number in them comes from the run; `make bench` starts it.
package main

import (
	"embed"
	"flag"
	"fmt"
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
	only := flag.String("only", "", "speed, accuracy, or languages (trains the models of other languages and writes bench/languages.tsv)")
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
	if only != "accuracy" {
		s, err := measureSpeed(binary, shared, log)
		if err != nil {
			return err
		}
		if err := write("performance.md", struct {
			Machine *machine
			Speed   *speed
		}{m, s}); err != nil {
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

// write fills a page's template and puts it into docs.
func write(name string, data any) error {
	t, err := template.New(name+".tmpl").Funcs(template.FuncMap{
		"pct":  func(v float64) string { return fmt.Sprintf("%.1f", 100*v) },
		"f2":   func(v float64) string { return fmt.Sprintf("%.2f", v) },
		"f3":   func(v float64) string { return fmt.Sprintf("%.3f", v) },
		"f0":   func(v float64) string { return fmt.Sprintf("%.0f", v) },
		"ms":   func(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d)/1e6) },
		"us":   func(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d)/1e3) },
		"s1":   func(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) },
		"mb":   func(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/1e6) },
		"goal": func(ok bool) string { return map[bool]string{true: "met", false: "**not met**"}[ok] },
	}).ParseFS(pages, name+".tmpl")
	if err != nil {
		return err
	}
	f, err := os.Create(filepath.Join("docs", name))
	if err != nil {
		return err
	}
	if err := t.Execute(f, data); err != nil {
		return err
	}
	return f.Close()
}
