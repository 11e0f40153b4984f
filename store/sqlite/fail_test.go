//go:build unix

package sqlite

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dragoman/store/internal/archive"
	"dragoman/store/storetest"
)

// TestFull fills a store to the brim, which SQLite reports like a full disk.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full.db")
	closeStore(t, path)
	write, err := connect(path, 1, "immediate", "max_page_count(120)")
	if err != nil {
		t.Fatal(err)
	}
	s := archive.New(write, write, dialect(path))
	stored := 0
	for {
		_, err = s.Add(t.Context(), storetest.Generate(uint64(stored), 20))
		if err != nil {
			break
		}
		stored++
	}
	problem(t, err, path, "no room left")
	for n := range stored {
		if _, err := s.Reading(t.Context(), storetest.Generate(uint64(n), 20).Document.ID); err != nil {
			t.Errorf("document %d of %d is lost: %v", n, stored, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	check(t, path)
}

const (
	limitedPath = "DRAGOMAN_TEST_LIMITED" // the store that this process opens with few rights or little room
	limitedHow  = "DRAGOMAN_TEST_LIMITED_HOW"
)

// TestLimited is what the other tests start in a process of its own: it opens a store and adds to it until an error comes,
// and says which.
func TestLimited(t *testing.T) {
	path := os.Getenv(limitedPath)
	if path == "" {
		return
	}
	switch os.Getenv(limitedHow) {
	case "size":
		limit := syscall.Rlimit{Cur: 300_000, Max: 300_000}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
	case "user":
		if os.Geteuid() == 0 { // root may write everywhere
			if err := syscall.Setuid(65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, err := Open(t.Context(), path)
	for n := uint64(0); err == nil && n < 100; n++ {
		_, err = s.Add(t.Context(), storetest.Generate(n, 20))
	}
	fmt.Printf("error: %v\n", err)
}

// limited runs TestLimited and gives the error it met.
func limited(t *testing.T, path, how string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestLimited$")
	cmd.Env = append(os.Environ(), limitedPath+"="+path, limitedHow+"="+how)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// TestNoRoom limits how large files may grow.
func TestNoRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.db")
	closeStore(t, path)
	if got := limited(t, path, "size"); !strings.HasPrefix(got, "error: "+path+": the disk refused") {
		t.Error(got)
	}
	check(t, path)
	closeStore(t, path)
}

func TestNoPermission(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "kept.db")
	closeStore(t, path)
	for _, step := range []struct {
		name           string
		dir, file      os.FileMode
		target, expect string
	}{
		{"file and directory not writable", 0o555, 0o444, path, "cannot be"},
		{"file not writable", 0o777, 0o444, path, "cannot be"},
		{"file not readable", 0o755, 0o000, path, "cannot be read: permission denied"},
		{"directory not searchable", 0o600, 0o644, path, "cannot be read: permission denied"},
		{"directory not writable", 0o555, 0o644, filepath.Join(dir, "new.db"), "cannot be opened"},
	} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, step.file); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, step.dir); err != nil {
			t.Fatal(err)
		}
		if got := limited(t, step.target, "user"); !strings.HasPrefix(got, "error: "+step.target+": "+step.expect) || !strings.Contains(got, "; ") {
			t.Errorf("%s: %s", step.name, got)
		}
	}
	os.Chmod(dir, 0o755)
	os.Chmod(path, 0o644)
	check(t, path)
}
