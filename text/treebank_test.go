package text

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

// treebank opens a file of the shared treebanks; nil where they are not present.
func treebank(t testing.TB, name string) *gzip.Reader {
	root := os.Getenv("DRAGOMAN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(root, "data", "treebanks", name))
	if err != nil {
		return nil
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestScoreOnTreebanks(t *testing.T) {
	for _, c := range []struct {
		file                     string
		tokens, words, sentences float64
	}{
		{"english-ewt/dev.conllu.gz", 98, 98, 60},
		{"english-gum-free/dev.conllu.gz", 98, 97, 60},
	} {
		r := treebank(t, c.file)
		if r == nil {
			t.Log("treebanks are not here: not measured")
			return
		}
		tokens, words, sentences, err := ScoreSegmenter(English(), r, c.file, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: tokens %.2f words %.2f sentences %.2f", c.file, tokens.F1(), words.F1(), sentences.F1())
		if tokens.F1() < c.tokens || words.F1() < c.words || sentences.F1() < c.sentences {
			t.Errorf("%s: below the floor %v", c.file, c)
		}
	}
}
