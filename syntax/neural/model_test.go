package neural

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"dragoman"
)

// tinyModel learns the tiny treebank by heart.
func tinyModel(t testing.TB) *Model {
	t.Helper()
	m, _, err := Train(context.Background(), tinyConfig(), []Treebank{tinyBank()}, nil, nil, nil)
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
		m, _, err := Train(t.Context(), cfg, []Treebank{tinyBank()}, text, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m.Encode()
	}
	if !bytes.Equal(train(), train()) {
		t.Error("two runs with one seed differ")
	}
}

// TestTeachingRepeatsAndResumes trains with teachers: twice from the start, and once more from the stages on disk.
func TestTeachingRepeatsAndResumes(t *testing.T) {
	train := func(work string) ([]byte, string) {
		cfg := tinyConfig()
		cfg.GuessWords, cfg.Epochs, cfg.TeacherEpochs, cfg.MinText, cfg.Teachers, cfg.SilverWords, cfg.SilverEach, cfg.Work = 8, 30, 30, 1, 2, 120, 50, work
		text := &Text{}
		for i := range 40 {
			text.Add(strings.Fields(fmt.Sprint("the envoys met number ", i%7, " there .")))
		}
		var told []string
		m, _, err := Train(t.Context(), cfg, []Treebank{tinyBank()}, text, tinyBank().Sentences, func(s string) { told = append(told, s) })
		if err != nil {
			t.Fatal(err)
		}
		return m.Encode(), strings.Join(told, "\n")
	}
	work := t.TempDir()
	first, told := train(work)
	if !strings.Contains(told, "2 teachers together: dev UPOS 100.00") {
		t.Errorf("the teachers did not learn the tiny treebank:\n%s", told)
	}
	again, told := train(work)
	if !bytes.Equal(first, again) || !strings.Contains(told, "taking network from") {
		t.Errorf("going on from stages gives another model:\n%s", told)
	}
	if fresh, _ := train(""); !bytes.Equal(first, fresh) {
		t.Error("two runs with one seed differ")
	}
	stage, err := filepath.Glob(filepath.Join(work, "network-*"))
	if err != nil || len(stage) != 1 {
		t.Fatal(stage, err)
	}
	if err := os.WriteFile(stage[0], []byte("no weights"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := tinyConfig()
	cfg.Work = work
	if _, _, err := Train(t.Context(), cfg, []Treebank{tinyBank()}, nil, nil, nil); err != nil {
		t.Errorf("stages of other settings stand in the way: %v", err)
	}
}

func TestTrainingStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	cfg := tinyConfig()
	said := 0
	_, _, err := Train(ctx, cfg, []Treebank{tinyBank()}, nil, nil, func(string) {
		if said++; said == 2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || said > 3 {
		t.Errorf("after %d passes: %v", said, err)
	}
}

// TestOpinions checks what is kept of the teachers' probabilities.
func TestOpinions(t *testing.T) {
	o := opinionOf([]float32{0.05, 0.4, 0.05, 0.3, 0.2})
	if o.class != [picks]uint16{1, 3, 4} || math.Abs(float64(o.share[0]-0.4/0.9)) > 1e-6 || math.Abs(float64(o.share[0]+o.share[1]+o.share[2]-1)) > 1e-6 {
		t.Errorf("got %+v", o)
	}
	if o := opinionOf([]float32{0.25, 0.75}); o.class != [picks]uint16{1, 0, 0} || o.share != [picks]float32{0.75, 0.25, 0} {
		t.Errorf("of two classes: %+v", o)
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
	for i := range 3 * typeSlots {
		m.ParseTokens([]dragoman.Token{{Form: fmt.Sprint("w", i)}}, &used)
	}
	s, fresh := longSentence(30), longSentence(30)
	m.ParseSentence(&s, &used)
	m.ParseSentence(&fresh, &Scratch{})
	if !reflect.DeepEqual(s, fresh) {
		t.Error("a full cache changes the tree")
	}
}

// TestTogetherAsAlone parses sentences of all lengths in one batch.
func TestTogetherAsAlone(t *testing.T) {
	m := tinyModel(t)
	var alone, together []dragoman.Sentence
	var batch [][]dragoman.Token
	for _, n := range []int{3, 0, 1, 60, 2, 500, 7, 64, 193, 1, 30, 90} {
		alone, together = append(alone, longSentence(n)), append(together, longSentence(n))
		batch = append(batch, together[len(together)-1].Tokens)
	}
	m.ParseAll(batch, &Scratch{})
	var k Scratch
	for i := range alone {
		m.ParseSentence(&alone[i], &k)
	}
	if !reflect.DeepEqual(alone, together) {
		t.Error("sentences parsed together differ")
	}
}

// TestSumsOfFormsAreTheFirstLayer computes the first layer's gates once more, as those of the other layers.
func TestSumsOfFormsAreTheFirstLayer(t *testing.T) {
	m := tinyModel(t)
	s, w := longSentence(9), m.shape.Width
	var k Scratch
	m.add(s.Tokens, &k)
	k.serve(m)
	for i := range s.Tokens {
		k.slots[i] = k.types.slot(s.Tokens[i].Form)
	}
	k.types.learn(m)
	n := len(s.Tokens)
	x, q, in := make([]float32, n*w), make([]uint8, blockRows*w), make([]uint8, blockRows*w)
	for i, slot := range k.slots[:n] {
		copy(x[i*w:], k.types.vecs[int(slot)*w:][:w])
	}
	quantise(q, x)
	glance(in, q, n, w, quantisedZero)
	want := make([]float32, blockRows*3*w)
	for part := range cellParts {
		from, _ := m.shape.cellInput(part)
		m.cells[0][part].apply(n, in[from:], w, k.acc, want[part*w:], 3*w)
	}
	m.firstGates(k.pieces[0], &k)
	for i, v := range want[:n*3*w] {
		if math.Abs(float64(v-k.out[i])) > 0.01 {
			t.Fatalf("gate %d is %v from sums, %v from inputs", i, k.out[i], v)
		}
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

// BenchmarkParse parses sentences of 20 words with untrained weights, many at a time.
func BenchmarkParse(b *testing.B) {
	cfg := DefaultConfig()
	cfg.Words = 1000
	m := newSession(cfg, newCorpus(cfg, []Treebank{tinyBank()}, nil), func(string) {}).model()
	var k Scratch
	var batch [][]dragoman.Token
	words := 0
	for range 50 {
		s := longSentence(20)
		batch = append(batch, s.Tokens)
		words += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		m.ParseAll(batch, &k)
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
