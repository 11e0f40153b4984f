package text

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var trainModel = flag.Bool("train", false, "train the sentence model anew from the shared treebanks")

// TestTrainSegmenter trains the embedded model anew when asked to; the result is the same bytes on every run.
func TestTrainSegmenter(t *testing.T) {
	if !*trainModel {
		return
	}
	ewt, gum := treebank(t, "english-ewt/train.conllu.gz"), treebank(t, "english-gum-free/train.conllu.gz")
	if ewt == nil || gum == nil {
		t.Fatal("the treebanks are not here")
	}
	written := func(newdoc string) bool {
		return !strings.Contains(newdoc, "GUM_conversation") && !strings.Contains(newdoc, "GUM_vlog")
	}
	var b bytes.Buffer
	if err := TrainSegmenter(&b, []Treebank{{"ewt", ewt, nil}, {"gum", gum, written}}, trainPasses, trainRate, trainPenalty); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("data/sentence-en.bin", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
