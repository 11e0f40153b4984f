package syntax

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"dragoman"
	"dragoman/syntax/conllu"
	"dragoman/syntax/neural"
)

// smallCorpus reads the sentences written for these tests.
func smallCorpus(t testing.TB) []conllu.Sentence {
	t.Helper()
	s, err := conllu.ReadFile(filepath.Join("testdata", "small.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// smallModel is a model that has learnt smallCorpus by heart.
var smallModel = sync.OnceValues(func() (*Model, error) {
	s, err := conllu.ReadFile(filepath.Join("testdata", "small.conllu"))
	if err != nil {
		return nil, err
	}
	m, _, err := Train(context.Background(), smallConfig(), s, nil, nil)
	return m, err
})

// smallConfig is for a network that is quick to train.
func smallConfig() Config {
	net := neural.DefaultConfig()
	net.Shape = neural.Shape{WordDim: 16, SubDim: 16, SubRows: 512, Width: 64, Layers: 2, TagLayer: 1, TagWidth: 32, ArcWidth: 32, RelWidth: 32}
	net.Epochs, net.BatchTokens, net.Rate, net.Dropout, net.EmbDropout, net.WordBlank = 60, 40, 1e-2, 0, 0, 0
	return Config{Language: "en", Net: net}
}

func trained(t testing.TB) *Model {
	t.Helper()
	m, err := smallModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bare is a sentence with nothing but its forms.
func bare(s *conllu.Sentence) dragoman.Sentence {
	out := s.Tokens()
	for i := range out.Tokens {
		t := &out.Tokens[i]
		*t = dragoman.Token{Span: t.Span, Form: t.Form, Contraction: t.Contraction, Head: -1}
	}
	return out
}

func parseAll(m *Model, sentences []conllu.Sentence) []dragoman.Sentence {
	out := make([]dragoman.Sentence, len(sentences))
	for i := range sentences {
		out[i] = bare(&sentences[i])
		m.ParseSentence(&out[i])
	}
	return out
}

// las is the share of words with right head and relation.
func las(got []dragoman.Sentence, want []conllu.Sentence) float64 {
	right, all := 0, 0
	for i := range want {
		for j, w := range want[i].Words {
			all++
			if t := got[i].Tokens[j]; t.Head == w.Head && t.Deprel == w.Deprel {
				right++
			}
		}
	}
	return float64(right) / float64(all)
}

func checkTree(t *testing.T, s *dragoman.Sentence) {
	t.Helper()
	roots := 0
	for i := range s.Tokens {
		if s.Tokens[i].Head == -1 {
			roots++
			if s.Tokens[i].Deprel != "root" {
				t.Fatalf("root with relation %q", s.Tokens[i].Deprel)
			}
		}
		steps := 0
		for j := i; j >= 0; j = s.Tokens[j].Head {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("word %d is in a circle", i)
			}
		}
	}
	if roots != 1 {
		t.Fatalf("%d roots", roots)
	}
}

func TestModelLearnsSavesAndLoads(t *testing.T) {
	corpus, m := smallCorpus(t), trained(t)
	got := parseAll(m, corpus)
	if l := las(got, corpus); l < 0.97 {
		t.Errorf("LAS on the training data is %.3f", l)
	}
	again, err := Load(written(t, m))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, parseAll(again, corpus)) {
		t.Error("the loaded model parses differently")
	}
	if again.Version() == "" || !strings.HasPrefix(again.Version(), "en-") {
		t.Errorf("version %q", again.Version())
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	corpus := smallCorpus(t)
	one := written(t, trained(t))
	m, _, err := Train(context.Background(), smallConfig(), corpus, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, written(t, m)) {
		t.Error("two trainings gave two models")
	}
}

func TestArticleIsParsedLikeItsSentences(t *testing.T) {
	corpus, m := smallCorpus(t), trained(t)
	a := &dragoman.Article{Blocks: []dragoman.Block{{Kind: dragoman.Prose}, {Kind: dragoman.Boilerplate}}}
	for i := range corpus {
		s := bare(&corpus[i])
		s.Block = i % 2
		a.Sentences = append(a.Sentences, s)
	}
	single := parseAll(m, corpus)
	m.Parse(a)
	for i, s := range a.Sentences {
		if s.Block == 1 {
			if s.Tokens[0].UPOS != "" {
				t.Errorf("boilerplate was parsed: %+v", s.Tokens[0])
			}
			continue
		}
		if !reflect.DeepEqual(s.Tokens, single[i].Tokens) {
			t.Errorf("sentence %d differs", i)
		}
	}
}

// TestLongArticleIsParsedLikeItsSentences makes an article so long that several goroutines share it.
func TestLongArticleIsParsedLikeItsSentences(t *testing.T) {
	corpus, m := smallCorpus(t), trained(t)
	want := parseAll(m, corpus)
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, procs := range []int{1, 2, 3} {
		runtime.GOMAXPROCS(procs)
		a := &dragoman.Article{Blocks: []dragoman.Block{{Kind: dragoman.Prose}}}
		for n := 0; n < 3*portionWords; {
			for i := range corpus {
				a.Sentences = append(a.Sentences, bare(&corpus[i]))
				n += len(corpus[i].Words)
			}
		}
		m.Parse(a)
		for i := range a.Sentences {
			if !reflect.DeepEqual(a.Sentences[i].Tokens, want[i%len(want)].Tokens) {
				t.Fatalf("%d processors: sentence %d differs", procs, i)
			}
		}
	}
}

func TestModelIsSafeForConcurrentUse(t *testing.T) {
	corpus, m := smallCorpus(t), trained(t)
	want := parseAll(m, corpus)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !reflect.DeepEqual(want, parseAll(m, corpus)) {
				t.Error("parsed differently beside others")
			}
		})
	}
	wg.Wait()
}

func TestAnyWordsMakeATree(t *testing.T) {
	m := trained(t)
	rng := rand.New(rand.NewPCG(4, 4))
	forms := []string{"the", "minister", ",", "said", "", "\xff", "۳۴", "ÇA", "🙂", strings.Repeat("x", 3000), "to", "and", "."}
	for _, n := range []int{1, 2, 3, 10, 200, 10_000} {
		s := dragoman.Sentence{}
		for range n {
			s.Tokens = append(s.Tokens, dragoman.Token{Form: forms[rng.IntN(len(forms))]})
		}
		m.ParseSentence(&s)
		if n < 1000 {
			checkTree(t, &s)
		} else if s.Root() < 0 {
			t.Error("no root")
		}
	}
	m.ParseSentence(&dragoman.Sentence{})
}

func TestTrainRefusesWhatItCannotLearn(t *testing.T) {
	if _, _, err := Train(context.Background(), Config{}, nil, nil, nil); err == nil {
		t.Error("no sentences: no error")
	}
	s, err := conllu.Read(strings.NewReader(strings.Repeat("1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n\n", 9)), "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Train(context.Background(), Config{}, s, nil, nil); err == nil || !strings.Contains(err.Error(), "has no tree") {
		t.Errorf("no trees: %v", err)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	good := written(t, trained(t))
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	newer := bytes.Clone(good)
	newer[8] = 9
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":     {nil, "is not a model file"},
		"foreign":   {[]byte("PK\x03\x04 something else"), "is not a model file"},
		"header":    {good[:14], "ends within its header"},
		"version":   {newer, "has format version 9, expected 2"},
		"truncated": {good[:len(good)-1], "is truncated or damaged"},
		"flipped":   {flipped, "is truncated or damaged"},
	} {
		if _, err := Load(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestCardNamesSourcesAndLabels(t *testing.T) {
	corpus := smallCorpus(t)
	c := smallConfig()
	c.Net.Epochs = 1
	c.Sources = []Source{{Name: "small", Sentences: 10, Words: 111, Licence: "CC0"}}
	m, _, err := Train(context.Background(), c, corpus, corpus, nil)
	if err != nil {
		t.Fatal(err)
	}
	card := m.Card()
	for _, want := range []string{"| small | 10 | 111 | CC0 |", "NOUN/NN", "nsubj:pass", "| LAS |"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q:\n%s", want, card)
		}
	}
}

// sharedTreebank reads a treebank file beside the repository, nil where there is none.
func sharedTreebank(t testing.TB, name string) []conllu.Sentence {
	t.Helper()
	dir := os.Getenv("DRAGOMAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(dir, "data", "treebanks", name)
	if _, err := os.Stat(path); err != nil {
		t.Logf("%s is not there", name)
		return nil
	}
	s, err := conllu.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// benchCorpus is a treebank where there is one beside the repository.
func benchCorpus(b *testing.B) []conllu.Sentence {
	if corpus := sharedTreebank(b, "english-ewt/dev.conllu.gz"); corpus != nil {
		return corpus
	}
	return smallCorpus(b)
}

func BenchmarkParseSentence(b *testing.B) {
	m, err := English()
	if err != nil {
		b.Fatal(err)
	}
	corpus := benchCorpus(b)
	sentences, words := make([]dragoman.Sentence, len(corpus)), 0
	for i := range corpus {
		sentences[i] = bare(&corpus[i])
		m.ParseSentence(&sentences[i])
		words += len(sentences[i].Tokens)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		m.ParseSentence(&sentences[n%len(sentences)])
		n++
	}
	perWord := float64(words) / float64(len(sentences))
	b.ReportMetric(float64(n)*perWord/b.Elapsed().Seconds(), "words/s")
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkParseArticle parses sentences as articles of a hundred.
func BenchmarkParseArticle(b *testing.B) {
	m, err := English()
	if err != nil {
		b.Fatal(err)
	}
	corpus := benchCorpus(b)
	var articles []*dragoman.Article
	words := 0
	for i := range corpus {
		if i%100 == 0 {
			articles = append(articles, &dragoman.Article{Blocks: []dragoman.Block{{Kind: dragoman.Prose}}})
		}
		a := articles[len(articles)-1]
		a.Sentences = append(a.Sentences, bare(&corpus[i]))
		words += len(corpus[i].Words)
	}
	for _, a := range articles {
		m.Parse(a)
	}
	b.ReportAllocs()
	rounds := 0
	for b.Loop() {
		for _, a := range articles {
			m.Parse(a)
		}
		rounds++
	}
	b.ReportMetric(float64(rounds*words)/b.Elapsed().Seconds(), "words/s")
	b.ReportMetric(float64(rounds*len(corpus))/b.Elapsed().Seconds(), "sentences/s")
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(englishData); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	good := written(f, trained(f))
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte("DRAGSYN\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 16 { // let the fuzzer past the checksum
			data = resum(data)
		}
		m, err := Load(data)
		if err != nil {
			return
		}
		s := dragoman.Sentence{}
		for i := range 12 {
			s.Tokens = append(s.Tokens, dragoman.Token{Form: fmt.Sprint("word", i)})
		}
		m.ParseSentence(&s)
		checkTree(t, &s)
	})
}
