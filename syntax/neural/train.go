package neural

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"dragoman"
)

// Config says how to train. The zero value is not usable; start from DefaultConfig.
type Config struct {
	Shape
	Words       int // entries of the vocabulary
	MinText     int // a word that no treebank has needs this count in the text
	Seed        uint64
	Epochs      int
	BatchTokens int
	Rate        float64 // peak learning rate
	Decay       float64 // weight decay
	Clip        float64 // longest gradient
	Dropout     float64 // in the encoder and the scorers
	EmbDropout  float64
	WordDropout float64 // a word seen c times becomes unknown with probability a/(a+c), a being this ...
	WordBlank   float64 // ... plus this

	GuessWords int     // pretraining guesses among this many most frequent words; 0 for no pretraining
	GuessShare float64 // share of words to guess
	GuessRate  float64
	GuessLimit int // words of text to read in pretraining, all if 0
	GuessBatch int // words in a batch of pretraining
}

// DefaultConfig is what the English model was trained with.
func DefaultConfig() Config {
	return Config{
		Shape: Shape{WordDim: 112, SubDim: 80, SubRows: 1 << 15, Width: 256, Layers: 3, TagLayer: 2, TagWidth: 128,
			ArcWidth: 128, RelWidth: 128, Glance: true},
		Words: 25000, MinText: 20, Seed: 1, Epochs: 18, BatchTokens: 700, Rate: 2e-3, Decay: 1e-3, Clip: 5, Dropout: 0.3,
		EmbDropout: 0.2, WordDropout: 0.5, WordBlank: 0.05,
		GuessWords: 6000, GuessShare: 0.2, GuessRate: 2e-3, GuessLimit: 3_000_000, GuessBatch: 1500,
	}
}

// Treebank is training data with one convention; a model keeps what sets its treebanks apart and parses as in the first.
type Treebank struct {
	Name      string
	Sentences []dragoman.Sentence
}

// Scores are shares of tokens, 0 to 100; LAS compares relations without subtypes, as in the CoNLL 2018 shared task.
type Scores struct{ UPOS, XPOS, Feats, UAS, LAS float64 }

func (s Scores) String() string {
	return fmt.Sprintf("UPOS %.2f XPOS %.2f Feats %.2f UAS %.2f LAS %.2f", s.UPOS, s.XPOS, s.Feats, s.UAS, s.LAS)
}

// Train learns a model from treebanks, the first of which sets the convention to parse in, after reading text, which may
// be nil; it changes text. It returns the scores on dev, of the model as it will be stored. progress, which may be nil,
// is told how it goes. The result depends on nothing but the arguments and, in its last bits, on the kind of processor.
func Train(cfg Config, banks []Treebank, text *Text, dev []dragoman.Sentence, progress func(string)) (*Model, Scores, error) {
	if progress == nil {
		progress = func(string) {}
	}
	if err := cfg.Shape.check(); err != nil {
		return nil, Scores{}, fmt.Errorf("settings: %w", err)
	}
	s := newSession(cfg, banks, text, progress)
	if len(s.train) == 0 {
		return nil, Scores{}, errors.New("there are no sentences to train on")
	}
	if _, ok := s.labels.rels.ids["root"]; !ok || len(s.labels.rels.names) < 2 {
		return nil, Scores{}, errors.New("the treebanks have no relations besides root, or no root")
	}
	if text != nil && cfg.GuessWords > 0 {
		s.pretrain(text)
	}
	s.fit(s.examples(dev))
	m := s.model()
	return m, m.Score(dev), nil
}

// Score compares what the model makes of the forms of gold sentences with their tags and trees.
func (m *Model) Score(gold []dragoman.Sentence) Scores {
	var c [5]float64
	total := 0.0
	var k Scratch
	for i := range gold {
		got := slices.Clone(gold[i].Tokens)
		m.ParseTokens(got, &k)
		for j, g := range got {
			w := gold[i].Tokens[j]
			a, _, _ := strings.Cut(g.Deprel, ":")
			b, _, _ := strings.Cut(w.Deprel, ":")
			for x, right := range []bool{g.UPOS == w.UPOS, g.XPOS == w.XPOS, g.Feats == w.Feats, g.Head == w.Head, g.Head == w.Head && a == b} {
				if right {
					c[x]++
				}
			}
			total++
		}
	}
	f := 100 / max(total, 1)
	return Scores{c[0] * f, c[1] * f, c[2] * f, c[3] * f, c[4] * f}
}

// session is a training run.
type session struct {
	cfg    Config
	lex    *lexicon
	labels labels
	train  []*example
	tr     *trainer
	log    func(string)
}

func newSession(cfg Config, banks []Treebank, text *Text, log func(string)) *session {
	s := &session{cfg: cfg, log: log, lex: newLexicon(cfg.Shape, banks, text, cfg.Words, cfg.MinText)}
	for d, b := range banks {
		for i := range b.Sentences {
			if len(b.Sentences[i].Tokens) > 0 {
				s.train = append(s.train, s.lex.encodeSentence(&b.Sentences[i], d, &s.labels, false))
			}
		}
	}
	r := rand.New(rand.NewPCG(cfg.Seed, 1))
	n := newNet(cfg.Shape, firstWord+len(s.lex.vocab), len(banks)+1, s.labels.sizes(), len(s.labels.rels.names), r)
	s.tr = newTrainer(n, cfg, s.lex, s.labels.sizes())
	return s
}

// examples numbers sentences that are parsed as those of the first treebank.
func (s *session) examples(sentences []dragoman.Sentence) []*example {
	var out []*example
	for i := range sentences {
		if len(sentences[i].Tokens) > 0 {
			out = append(out, s.lex.encodeSentence(&sentences[i], 0, &s.labels, true))
		}
	}
	return out
}

// batches cuts the examples, in random order, into batches of tokens words.
func batches(examples []*example, tokens int, r *rand.Rand) [][]*example {
	order := slices.Clone(examples)
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	var out [][]*example
	var cur []*example
	n := 0
	for _, e := range order {
		cur = append(cur, e)
		if n += len(e.types); n >= tokens {
			out, cur, n = append(out, cur), nil, 0
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// schedule is the learning rate's share at a point of training, 0 to 1: a short rise, then a straight fall to zero.
func schedule(at float64) float64 {
	const rise = 0.03
	return math.Min(at/rise, (1-at)/(1-rise))
}

func (s *session) fit(dev []*example) {
	t := s.tr
	t.restart(s.cfg.Seed + 1)
	for epoch := range s.cfg.Epochs {
		var sum losses
		list := batches(s.train, s.cfg.BatchTokens, t.rand)
		t.drop = true
		for i, b := range list {
			l := t.learn(b)
			sum.tag, sum.arc, sum.rel, sum.tokens = sum.tag+l.tag, sum.arc+l.arc, sum.rel+l.rel, sum.tokens+l.tokens
			at := (float64(epoch) + float64(i+1)/float64(len(list)+1)) / float64(s.cfg.Epochs)
			t.adam.step(t.net.all, s.cfg.Rate*schedule(at), s.cfg.Clip)
		}
		n := float64(sum.tokens)
		line := fmt.Sprintf("epoch %d: loss tag %.3f arc %.3f rel %.3f", epoch+1, sum.tag/n, sum.arc/n, sum.rel/n)
		if len(dev) > 0 {
			line += ", dev " + s.evaluate(dev).String()
		}
		s.log(line)
	}
}

// evaluate scores the float network on examples.
func (s *session) evaluate(examples []*example) Scores {
	t := s.tr
	t.drop = false
	var c [5]int
	total := 0
	var f treeFinder
	for _, b := range batches(examples, 2000, rand.New(rand.NewPCG(1, 1))) {
		p := t.begin(b)
		t.encode(p)
		tags := t.tagScores(p)
		v := t.heads(p, p.h[t.net.shape.Layers])
		for k, e := range b {
			total += len(e.types)
			s.count(e, p.starts[k], tags, v, &f, &c)
		}
	}
	pct := func(n int) float64 { return 100 * float64(n) / float64(max(total, 1)) }
	return Scores{pct(c[0]), pct(c[1]), pct(c[2]), pct(c[3]), pct(c[4])}
}

func (s *session) count(e *example, start int, tags, v []float32, f *treeFinder, c *[5]int) {
	t, n := s.tr, len(e.types)
	all, w := t.net.outW.cols, t.net.shape.headWidth()
	heads := make([]int32, n)
	v = v[start*w:][:n*w]
	f.find(t.arcScores(n, v), n, n+1, heads)
	rels := t.relations(v, heads)
	for i := range n {
		row := tags[(start+i)*all:][:all]
		for k := range tagKinds {
			if argmax(row[:t.sizes[k]]) == int(e.tags[k][i]) {
				c[k]++
			}
			row = row[t.sizes[k]:]
		}
		if heads[i] == e.head[i] {
			c[3]++
			got, _, _ := strings.Cut(s.labels.rels.names[rels[i]], ":")
			want, _, _ := strings.Cut(s.labels.rels.names[e.rel[i]], ":")
			if got == want {
				c[4]++
			}
		}
	}
}

func (t *trainer) tagScores(p *pass) []float32 {
	s, n := t.net.shape, t.net
	hid, out := t.mem.get(p.rows*s.TagWidth), t.mem.get(p.rows*n.outW.cols)
	t.linear(p.rows, p.h[s.TagLayer], n.tagW, n.tagB, hid)
	squash(hid[:p.rows*s.TagWidth])
	t.linear(p.rows, hid, n.outW, n.outB, out)
	return out
}

// relations chooses the relation of each word to its head.
func (t *trainer) relations(v []float32, heads []int32) []int32 {
	s := t.net.shape
	w, r, a := s.headWidth(), s.RelWidth, s.ArcWidth
	hid, out := t.mem.get(r), t.mem.get(t.net.relW.cols)
	rels := make([]int32, len(heads))
	for i, h := range heads {
		head := t.net.rootV.w[a:]
		if h >= 0 {
			head = v[int(h)*w+2*a+r:]
		}
		relHidden(hid[:r], v[i*w+2*a:][:r], head)
		copy(out, t.net.relB.w)
		t.gemm.mul(1, r, t.net.relW.cols, hid, r, t.net.relW.w, t.net.relW.cols, out, t.net.relW.cols)
		rels[i] = int32(argmax(out[:t.net.relW.cols]))
	}
	return rels
}
