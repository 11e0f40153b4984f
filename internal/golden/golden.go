// Package golden runs the golden files of the rooms that read text: a file holds comments ("# ..."), texts ("> text", several
// lines for one text; "> [2025-05-12] text" gives the date of publication) and, under each text, what is to be found in it,
// a finding a line.
package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// published is the date of texts that give none.
const published = "2025-05-12"

// Find words what is found in a text, given by its lines, a finding a line.
type Find func(published string, lines []string) []string

// Run holds testdata/*.txt of the calling package against what find gives now; with update the files are rewritten.
func Run(t *testing.T, update bool, find Find) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := rewrite(string(data), find)
			if update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, file, string(data), got)
		})
	}
}

// rewrite gives a file as it would be written now: comments and texts kept, findings made anew; "nothing" where there are none.
func rewrite(file string, find Find) string {
	var b strings.Builder
	var pending []string
	flush := func() {
		if len(pending) > 0 {
			date := published
			if strings.HasPrefix(pending[0], "[") {
				date, pending[0], _ = strings.Cut(pending[0][1:], "] ")
			}
			found := find(date, pending)
			if len(found) == 0 {
				found = []string{"nothing"}
			}
			b.WriteString(strings.Join(found, "\n") + "\n")
		}
		pending = nil
	}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "> "):
			b.WriteString(line + "\n")
			pending = append(pending, line[2:])
		case line == "", strings.HasPrefix(line, "#"):
			flush()
			b.WriteString(line + "\n")
		}
	}
	flush()
	return b.String()
}

const shown = 12 // lines that differ are named up to this many

// compare reports the lines that differ, with the text they belong to.
func compare(t *testing.T, file, want, got string) {
	t.Helper()
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	text, n := "", 0
	for i := 0; i < max(len(w), len(g)) && n < shown; i++ {
		a, b := at(w, i), at(g, i)
		if strings.HasPrefix(a, "> ") {
			text = a
		}
		if a != b {
			t.Errorf("%s:%d\n  %s\n  want %s\n  got  %s\n  (run with -update to take what is found, and read the difference)", file, i+1, text, a, b)
			n++
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(end of file)"
}
