package lexicon

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"dragoman"
	"dragoman/internal/tsv"
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

func TestMetricsAndNumbers(t *testing.T) {
	l := builtIn(t)
	for _, c := range []struct {
		verb, dimension string
		can             bool
		want            string
		receives        bool
	}{{"buy", "money", false, "imports", true}, {"carry", "mass", true, "capacity", false}, {"carry", "mass", false, "transit", false}, {"kill", "count", false, "casualties", false}} {
		if v, ok := l.Metrics.Verb(c.verb, c.dimension, c.can); !ok || v.Name != c.want || v.Receives != c.receives {
			t.Errorf("%s with %s: %+v, want %s", c.verb, c.dimension, v.Metric, c.want)
		}
	}
	if _, ok := l.Metrics.Verb("kill", "money", false); ok {
		t.Error("money is killed")
	}
	if m := l.Metrics.Default("share"); m == nil || m.Name != "share" {
		t.Errorf("default of shares: %+v", m)
	}
	if v, ok := l.Numbers.Value(Cardinal, "eleven"); !ok || v != 11 {
		t.Errorf("eleven: %v", v)
	}
	if got := l.Numbers.Per(Rate, "weekly"); got != "week" {
		t.Errorf("weekly: per %q", got)
	}
}

func TestBadMetricsAndNumbersAreRefused(t *testing.T) {
	const metrics, numbers = "metric\twords\tverbs\tdirected\tdimensions\tdefault\n", "words\tkind\tvalue\n"
	for _, c := range []struct {
		file, content, want string
		load                func(fs.FS, string) error
	}{
		{"m.tsv", metrics + "a\ta\t\tperhaps\tmoney\t\n", `m.tsv: line 2: directed is "perhaps"`, metricsError},
		{"m.tsv", metrics + "a\ta\tsell\tno\tmoney\t\nb\tb\tsell\tno\tmoney\t\n", `line 3: the verb "sell" tells of a too`, metricsError},
		{"m.tsv", metrics + "a\ta\t\tno\tmoney\tmass\n", `"mass" is no dimension of the metric`, metricsError},
		{"m.tsv", metrics + "a\ta\t\tno\tmoney\tmoney\nb\tb\t\tno\tmoney\tmoney\n", `"money" has two default metrics`, metricsError},
		{"c.tsv", "context\twords\nlegal\tcourt|court of last resort\n", "line 2: \"court of last resort\" has more than 3 words", contextsError},
		{"n.tsv", numbers + "one\tordinal\t1\n", `n.tsv: line 2: "ordinal" is no kind`, numbersError},
		{"n.tsv", numbers + "one\tcardinal\tmany\n", `value "many" is none`, numbersError},
		{"n.tsv", numbers + "one\tcardinal\t1\none\tcardinal\t2\n", `"one" stands twice`, numbersError},
	} {
		err := c.load(fstest.MapFS{c.file: {Data: []byte(c.content)}}, c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.content, err, c.want)
		}
	}
}

func metricsError(fsys fs.FS, name string) error { _, err := loadMetrics(fsys, name); return err }

func numbersError(fsys fs.FS, name string) error { _, err := loadNumbers(fsys, name); return err }

func contextsError(fsys fs.FS, name string) error {
	o := &Ontology{cues: map[string][]string{}}
	return tsv.Read(fsys, name, []string{"context", "words"}, o.addContext)
}
