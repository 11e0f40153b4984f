package neural

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"dragoman"
)

// tinyModel learns the tiny treebank by heart.
func tinyModel(t testing.TB) *Model {
	t.Helper()
	m, _, err := Train(tinyConfig(), []Treebank{tinyBank()}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func blank(s dragoman.Sentence) dragoman.Sentence {
	out := dragoman.Sentence{Tokens: make([]dragoman.Token, len(s.Tokens))}
	for i := range s.Tokens {
		out.Tokens[i].Form = s.Tokens[i].Form
	}
	return out
}

func TestLearnsByHeartAndSurvivesItsFile(t *testing.T) {
	m := tinyModel(t)
	again, err := Decode(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Encode(), m.Encode()) {
		t.Error("a model that was written and read writes another file")
	}
	for _, model := range []*Model{m, again} {
		var k Scratch
		for _, want := range tinyBank().Sentences {
			got := blank(want)
			model.ParseSentence(&got, &k)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v\nwant %v", got.Tokens, want.Tokens)
			}
		}
	}
}

func TestTrainingRepeats(t *testing.T) {
	if !bytes.Equal(tinyModel(t).Encode(), tinyModel(t).Encode()) {
		t.Error("two runs with one seed differ")
	}
}

func TestPretrainingRepeats(t *testing.T) {
	train := func() []byte {
		cfg := tinyConfig()
		cfg.GuessWords, cfg.Epochs, cfg.MinText = 8, 1, 1
		text := &Text{}
		for i := range 40 {
			text.Add(strings.Fields(fmt.Sprint("the envoys met number ", i%7, " there .")))
		}
		m, _, err := Train(cfg, []Treebank{tinyBank()}, text, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m.Encode()
	}
	if !bytes.Equal(train(), train()) {
		t.Error("two runs with one seed differ")
	}
}

// longSentence strings words of the tiny treebank and unknown ones together.
func longSentence(n int) dragoman.Sentence {
	words := []string{"Envoys", "met", "ministers", ",", "Zürich", "1,234", "обсудили", "x", ";", "--"}
	var s dragoman.Sentence
	for i := range n {
		s.Tokens = append(s.Tokens, dragoman.Token{Form: words[(i*i+i/3)%len(words)]})
	}
	return s
}

func checkTree(t *testing.T, s dragoman.Sentence) {
	t.Helper()
	roots := 0
	for i, tok := range s.Tokens {
		if tok.UPOS == "" || tok.Deprel == "" || (tok.Head < 0) != (tok.Deprel == "root") {
			t.Fatalf("word %d is %+v", i, tok)
		}
		if tok.Head < 0 {
			roots++
		}
		steps := 0
		for k := i; s.Tokens[k].Head >= 0; k = s.Tokens[k].Head {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("word %d is in a cycle", i)
			}
		}
	}
	if roots != 1 {
		t.Fatalf("%d words: %d roots", len(s.Tokens), roots)
	}
}

func TestEveryLengthGivesOneTree(t *testing.T) {
	m := tinyModel(t)
	var k Scratch
	for _, n := range []int{0, 1, 2, 7, 8, 9, longest, longest + 1, 1000, 10000} {
		s := longSentence(n)
		m.ParseSentence(&s, &k)
		if n > 0 {
			checkTree(t, s)
		}
	}
}

// TestCompanyDoesNotMatter: what a scratch has seen before changes nothing, nor does the lack of the machine's fast
// instructions.
func TestCompanyDoesNotMatter(t *testing.T) {
	m := tinyModel(t)
	var used Scratch
	for n := 1; n < 60; n += 7 {
		alone, after := longSentence(n), longSentence(n)
		m.ParseSentence(&after, &used)
		m.ParseSentence(&alone, &Scratch{})
		if !reflect.DeepEqual(alone, after) {
			t.Fatalf("%d words: a used scratch gives another tree", n)
		}
	}
	for i := range 3 * cachedTypes {
		m.vector(fmt.Sprint("w", i), &used)
	}
	s, fresh := longSentence(30), longSentence(30)
	m.ParseSentence(&s, &used)
	m.ParseSentence(&fresh, &Scratch{})
	if !reflect.DeepEqual(s, fresh) {
		t.Error("a full cache changes the tree")
	}
}

func TestSteadyStateDoesNotAllocate(t *testing.T) {
	m := tinyModel(t)
	var k Scratch
	s := longSentence(40)
	m.ParseSentence(&s, &k)
	if n := testing.AllocsPerRun(20, func() { m.ParseSentence(&s, &k) }); n > 0 {
		t.Errorf("%v allocations a sentence", n)
	}
	runtime.KeepAlive(&k)
}

func TestDecodeTellsBadFiles(t *testing.T) {
	data := tinyModel(t).Encode()
	for name, bad := range map[string][]byte{
		"empty": nil, "foreign": []byte("PK\x03\x04 something else altogether"), "short": data[:len(data)/2],
		"long": append(bytes.Clone(data), 0), "one byte short": data[:len(data)-1],
	} {
		if _, err := Decode(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	data := tinyModel(f).Encode()
	f.Add(data)
	f.Add(data[:100])
	f.Add([]byte{8, 8, 64, 32, 2, 1, 16, 16, 16, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			return
		}
		s := longSentence(12)
		m.ParseSentence(&s, &Scratch{})
		roots := 0
		for _, tok := range s.Tokens {
			if tok.Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			t.Errorf("%d roots", roots)
		}
	})
}

func FuzzParse(f *testing.F) {
	m := tinyModel(f)
	f.Add("Envoys met ministers .")
	f.Add("\xff\xfe \x00 İstanbul ' -- 12.5% ﬁ")
	f.Fuzz(func(t *testing.T, text string) {
		var s dragoman.Sentence
		for _, w := range strings.Fields(text) {
			s.Tokens = append(s.Tokens, dragoman.Token{Form: w})
		}
		m.ParseSentence(&s, &Scratch{})
		if len(s.Tokens) > 0 {
			checkTree(t, s)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	cfg := DefaultConfig()
	cfg.Words = 1000
	m := newSession(cfg, []Treebank{tinyBank()}, nil, func(string) {}).model()
	var k Scratch
	s := longSentence(20)
	words := 0
	for b.Loop() {
		m.ParseSentence(&s, &k)
		words += len(s.Tokens)
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}
