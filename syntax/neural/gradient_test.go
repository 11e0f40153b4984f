package neural

import (
	"math"
	"math/rand/v2"
	"testing"

	"dragoman"
)

// tinyShape keeps tests quick.
func tinyShape() Shape {
	return Shape{WordDim: 8, SubDim: 8, SubRows: 64, Width: 64, Layers: 2, TagLayer: 1, TagWidth: 16, ArcWidth: 16, RelWidth: 16}
}

func tinyConfig() Config {
	c := DefaultConfig()
	c.Shape, c.Words, c.Epochs, c.BatchTokens, c.GuessWords = tinyShape(), 100, 200, 20, 0
	c.Dropout, c.TeacherDropout, c.EmbDropout, c.WordDropout, c.WordBlank, c.Rate = 0, 0, 0, 0, 0, 1e-2
	return c
}

// tinyBank is a treebank of a few sentences made up for the tests.
func tinyBank() Treebank {
	sentence := func(rows ...dragoman.Token) dragoman.Sentence { return dragoman.Sentence{Tokens: rows} }
	w := func(form, upos, xpos, feats string, head int, rel string) dragoman.Token {
		return dragoman.Token{Form: form, UPOS: upos, XPOS: xpos, Feats: feats, Head: head, Deprel: rel}
	}
	return Treebank{Name: "tiny", Sentences: []dragoman.Sentence{
		sentence(w("Envoys", "NOUN", "NNS", "Number=Plur", 1, "nsubj"), w("met", "VERB", "VBD", "Tense=Past", -1, "root"),
			w("ministers", "NOUN", "NNS", "Number=Plur", 1, "obj"), w(".", "PUNCT", ".", "", 1, "punct")),
		sentence(w("The", "DET", "DT", "", 1, "det"), w("talks", "NOUN", "NNS", "Number=Plur", 2, "nsubj"),
			w("failed", "VERB", "VBD", "Tense=Past", -1, "root")),
		sentence(w("Ministers", "NOUN", "NNS", "Number=Plur", 3, "nsubj:pass"), w("were", "AUX", "VBD", "Tense=Past", 3, "aux:pass"),
			w("not", "PART", "RB", "", 3, "advmod"), w("seen", "VERB", "VBN", "", -1, "root"), w("there", "ADV", "RB", "", 3, "advmod"),
			w(".", "PUNCT", ".", "", 3, "punct")),
		sentence(w("Peace", "NOUN", "NN", "Number=Sing", -1, "root")),
	}}
}

// TestGradients compares the gradient of every kind of parameter with finite differences.
func TestGradients(t *testing.T) {
	s := newSession(tinyConfig(), newCorpus(tinyConfig(), []Treebank{tinyBank()}, nil), func(string) {})
	loss := func() float64 {
		l := s.team.learn(s.train)
		return (l.tag + l.arc + l.rel) / float64(l.tokens)
	}
	// The weights of the kinds of tag apply to gradients only, so the test sets them equal.
	old := tagWeight
	tagWeight = [tagKinds]float32{1, 1, 1}
	defer func() { tagWeight = old }()
	checkGradients(t, s.team.params(), loss)
}

// TestGuessGradients does the same for pretraining.
func TestGuessGradients(t *testing.T) {
	cfg := tinyConfig()
	cfg.GuessWords, cfg.GuessShare = 5, 0.5
	s := newSession(cfg, newCorpus(cfg, []Treebank{tinyBank()}, nil), func(string) {})
	heads := [workers]*guesser{s.newGuesser()}
	heads[1] = heads[0].twin(s.team.workers[1].net)
	loss := func() float64 {
		for k, w := range s.team.workers {
			w.seed(4, uint64(k))
		}
		l, _ := s.team.guess(heads, s.train)
		return l / (float64(wordsOf(s.train)) * cfg.GuessShare)
	}
	checkGradients(t, [workers][]*param{heads[0].all, heads[1].all}, loss)
}

func checkGradients(t *testing.T, lists [workers][]*param, loss func() float64) {
	t.Helper()
	params := lists[0]
	clearAll := func() {
		for _, list := range lists {
			for _, p := range list {
				clear(p.g)
			}
		}
	}
	clearAll()
	loss()
	r := rand.New(rand.NewPCG(5, 5))
	gradients := map[string][]float32{}
	for _, p := range params {
		gradients[p.name] = append([]float32(nil), p.g...)
	}
	for _, list := range lists[1:] {
		for _, p := range list {
			axpy(1, p.g, gradients[p.name])
		}
	}
	for _, p := range params {
		want := gradients[p.name]
		for range 12 {
			i := r.IntN(len(p.w))
			const h = 3e-4 // small, for the relation scorer has kinks
			old := p.w[i]
			p.w[i] = old + h
			up := loss()
			p.w[i] = old - h
			down := loss()
			p.w[i] = old
			got := (up - down) / (2 * h)
			if math.Abs(got-float64(want[i])) > 2e-3+0.03*math.Abs(got) {
				t.Errorf("%s[%d]: gradient %g, finite difference %g", p.name, i, want[i], got)
			}
		}
	}
	clearAll()
}
