package syntax

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the built-in model's card anew")

func TestEnglishCardIsThatOfTheModel(t *testing.T) {
	m, err := English()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("models", "en.md")
	if *update {
		if err := os.WriteFile(path, []byte(m.Card()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != m.Card() {
		t.Errorf("%s is not the model's card; run this test with -update", path)
	}
}
