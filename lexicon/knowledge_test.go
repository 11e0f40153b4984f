package lexicon

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"dragoman"
)

func TestKnowledgeLoads(t *testing.T) {
	k, err := loadKnowledge(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	covered := map[dragoman.EventType]bool{}
	for i := range k.Frames.All {
		covered[k.Frames.All[i].Type] = true
	}
	for _, typ := range dragoman.EventTypes {
		if !covered[typ] {
			t.Errorf("no frame means %s", typ)
		}
	}
	if n := len(k.Frames.All); n < 120 {
		t.Errorf("%d frames, want at least 120", n)
	}
}

func TestFrameLineIsRefusedWithItsPlace(t *testing.T) {
	k, err := loadKnowledge(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, want string }{
		{"meet v CONSULT", "needs predicate"},
		{"meet x CONSULT subj+with", `part of speech "x"`},
		{"meet v CONSULTATION subj+with", "no type and mode"},
		{"meet v CONSULT/visiting subj+with", "no type and mode"},
		{"meet v CONSULT -", "names no party"},
		{"meet v CONSULT subj colour=red", "none of ctx"},
		{"meet v CONSULT subj ctx=nowhere", "no context"},
		{"meet+obj:@nothing v CONSULT subj", "no lexical class"},
		{"meet+obj v CONSULT subj", "is not slot:words"},
		{"meet v CONSULT subj conf=2", "not a number"},
		{"meet v - subj", "needs rec="},
	} {
		fsys := fstest.MapFS{"frames/a.frames": {Data: []byte("# a comment\n" + c.line + "\n")}}
		_, err := loadFrames(fsys, "frames", k.Ontology, k.Classes)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.frames: line 2") {
			t.Errorf("%q: got error %v, want one with %q and the place", c.line, err, c.want)
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add("meet|talk v CONSULT subj+obj|with conf=0.9")
	f.Add("carry_out+obj:@attack|!x v ASSAULT/aerial subj>on~|- ctx=military need=!for:*")
	f.Fuzz(func(t *testing.T, line string) {
		parseFrame(strings.Fields(line)) // must not panic
	})
}
