package store

import (
	"path/filepath"
	"strings"
	"testing"

	"dragoman/store/storetest"
)

func TestOpenChooses(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if added, err := s.Add(t.Context(), storetest.Generate(1, 2)); err != nil || !added {
		t.Errorf("added %v, %v", added, err)
	}
	for _, target := range []string{"postgres://u@127.0.0.1:1/x?sslmode=disable", "postgresql://u@127.0.0.1:1/x?sslmode=disable"} {
		if _, err := Open(t.Context(), target); err == nil || !strings.Contains(err.Error(), "PostgreSQL") {
			t.Errorf("%s: %v", target, err)
		}
	}
}
