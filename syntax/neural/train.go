package neural

import (
	"context"
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
	GuessBanks int // times that pretraining reads the treebanks' sentences beside the text

	Teachers       int // networks to learn from, 0 for none
	TeacherEpochs  int
	TeacherDropout float64 // Dropout of the teachers
	SilverWords    int     // words of text that teachers give tags and trees to
	SilverEach     int     // words of it beside the treebanks in each epoch
	Trust          float32 // weight of the teachers' opinion of the treebanks' words, 0 to 1

	Work string // folder for finished stages, "" for none
}

// DefaultConfig is what the English model was trained with.
func DefaultConfig() Config {
	return Config{
		Shape: Shape{WordDim: 112, SubDim: 96, SubRows: 1 << 16, Width: 256, Layers: 3, TagLayer: 2, TagWidth: 96,
			ArcWidth: 96, RelWidth: 96},
		Words: 30000, MinText: 15, Seed: 1, Epochs: 24, BatchTokens: 700, Rate: 2e-3, Decay: 1e-3, Clip: 5, Dropout: 0.15,
		EmbDropout: 0.2, WordDropout: 0.5, WordBlank: 0.05,
		GuessWords: 8000, GuessShare: 0.25, GuessRate: 2e-3, GuessLimit: 10_000_000, GuessBatch: 1500, GuessBanks: 3,
		TeacherEpochs: 16, TeacherDropout: 0.2, SilverWords: 1_800_000, SilverEach: 150_000, Trust: 0.5,
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
// is told how it goes. An end of ctx is an error, after which the stages finished so far remain in cfg.Work. The result
// depends on nothing but the arguments and, in its last bits, on the kind of processor.
func Train(ctx context.Context, cfg Config, banks []Treebank, text *Text, dev []dragoman.Sentence, progress func(string)) (*Model, Scores, error) {
	if progress == nil {
		progress = func(string) {}
	}
	if err := cfg.Shape.check(); err != nil {
		return nil, Scores{}, fmt.Errorf("settings: %w", err)
	}
	c := newCorpus(cfg, banks, text)
	if len(c.train) == 0 {
		return nil, Scores{}, errors.New("there are no sentences to train on")
	}
	if _, ok := c.labels.rels.ids["root"]; !ok || len(c.labels.rels.names) < 2 {
		return nil, Scores{}, errors.New("the treebanks have no relations besides root, or no root")
	}
	s, err := c.learn(ctx, cfg, c.examples(dev), progress)
	if err != nil {
		return nil, Scores{}, err
	}
	m := s.model()
	return m, m.Score(dev), nil
}

// learn trains the network, with the help of teachers if there are to be any.
func (c *corpus) learn(ctx context.Context, cfg Config, dev []*example, log func(string)) (*session, error) {
	s := newSession(cfg, c, log)
	if err := s.stage("pretraining", cfg.forPretraining(), s.net().encoder, func() error { return s.pretrain(ctx) }); err != nil {
		return nil, err
	}
	return s, s.stage("network", cfg, s.net().all, func() error {
		if cfg.Teachers > 0 {
			if err := s.hearTeachers(ctx, dev); err != nil {
				return err
			}
		}
		return s.fit(ctx, dev)
	})
}

// Score compares what the model makes of the forms of gold sentences with their tags and trees.
func (m *Model) Score(gold []dragoman.Sentence) Scores {
	var c tally
	var k Scratch
	for i := range gold {
		got := slices.Clone(gold[i].Tokens)
		m.ParseTokens(got, &k)
		for j, g := range got {
			w := gold[i].Tokens[j]
			c.count([tagKinds]bool{g.UPOS == w.UPOS, g.XPOS == w.XPOS, g.Feats == w.Feats}, g.Head == w.Head,
				baseRelation(g.Deprel) == baseRelation(w.Deprel))
		}
	}
	return c.scores()
}

// session is the training of one network.
type session struct {
	*corpus
	cfg    Config
	silver []*example // sentences with the teachers' trees
	team   *team
	rand   *rand.Rand
	log    func(string)
}

func newSession(cfg Config, c *corpus, log func(string)) *session {
	sizes := c.labels.sizes()
	n := newNet(cfg.Shape, firstWord+len(c.lex.vocab), c.domains, sizes, len(c.labels.rels.names), rand.New(rand.NewPCG(cfg.Seed, 1)))
	return &session{corpus: c, cfg: cfg, log: log, team: newTeam(n, cfg, c.lex, sizes), rand: rand.New(rand.NewPCG(cfg.Seed, 77))}
}

// net is the network with the optimiser's memory.
func (s *session) net() *net { return s.team.lead().net }

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

func (s *session) fit(ctx context.Context, dev []*example) error {
	t := s.team
	t.restart(s.cfg.Seed + 1)
	s.rand = rand.New(rand.NewPCG(s.cfg.Seed, 78))
	for epoch := range s.cfg.Epochs {
		var sum losses
		list := batches(append(slices.Clip(s.train), s.share(epoch)...), s.cfg.BatchTokens, s.rand)
		t.setDrop(true)
		for i, b := range list {
			if err := ctx.Err(); err != nil {
				return err
			}
			sum.add(t.learn(b))
			at := (float64(epoch) + float64(i+1)/float64(len(list)+1)) / float64(s.cfg.Epochs)
			t.adam.step(t.params(), s.cfg.Rate*schedule(at), s.cfg.Clip)
		}
		n := float64(sum.tokens)
		line := fmt.Sprintf("epoch %d: loss tag %.3f arc %.3f rel %.3f", epoch+1, sum.tag/n, sum.arc/n, sum.rel/n)
		if len(dev) > 0 {
			line += ", dev " + s.evaluate(dev).String()
		}
		s.log(line)
	}
	return nil
}

// share is the part of the silver sentences that an epoch reads beside the treebanks; the epochs go round in them.
func (s *session) share(epoch int) []*example {
	total := wordsOf(s.silver)
	if total <= s.cfg.SilverEach {
		return s.silver
	}
	var out []*example
	from, n := epoch*s.cfg.SilverEach%total, 0
	for i := 0; n < from+s.cfg.SilverEach; i++ {
		e := s.silver[i%len(s.silver)]
		if n >= from {
			out = append(out, e)
		}
		n += len(e.types)
	}
	return out
}

// evaluate scores the float network on examples.
func (s *session) evaluate(examples []*example) Scores {
	s.team.setDrop(false)
	t := s.team.lead()
	var c tally
	var f treeFinder
	for _, b := range batches(examples, 2000, rand.New(rand.NewPCG(1, 1))) {
		p := t.begin(b)
		t.encode(p)
		tags := t.tagScores(p)
		v := t.heads(p, p.h[t.net.shape.Layers])
		for k, e := range b {
			s.count(e, p.starts[k], tags, v, &f, &c)
		}
	}
	return c.scores()
}

func (s *session) count(e *example, start int, tags, v []float32, f *treeFinder, c *tally) {
	t, n := s.team.lead(), len(e.types)
	all, w := t.net.outW.cols, t.net.shape.headWidth()
	heads := make([]int32, n)
	v = v[start*w:][:n*w]
	f.find(t.arcScores(n, v), n, n+1, heads)
	rels := t.relations(v, heads)
	for i := range n {
		row := tags[(start+i)*all:][:all]
		var right [tagKinds]bool
		for k := range tagKinds {
			right[k] = argmax(row[:t.sizes[k]]) == int(e.tags[k][i])
			row = row[t.sizes[k]:]
		}
		c.count(right, heads[i] == e.head[i], s.labels.sameRelation(rels[i], e.rel[i]))
	}
}

// sameRelation says whether two relations are equal but for their subtypes. An unknown one is equal to none.
func (l *labels) sameRelation(a, b int32) bool {
	if a < 0 || b < 0 {
		return false
	}
	return baseRelation(l.rels.names[a]) == baseRelation(l.rels.names[b])
}

func baseRelation(name string) string {
	base, _, _ := strings.Cut(name, ":")
	return base
}

// tally counts words with right tags, heads, and heads with relations.
type tally struct {
	tags      [tagKinds]int
	head, rel int
	words     int
}

func (c *tally) count(tags [tagKinds]bool, head, rel bool) {
	c.words++
	for k, right := range tags {
		c.tags[k] += one(right)
	}
	c.head += one(head)
	c.rel += one(head && rel)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *tally) scores() Scores {
	pct := func(n int) float64 { return 100 * float64(n) / float64(max(c.words, 1)) }
	return Scores{pct(c.tags[tagUPOS]), pct(c.tags[tagXPOS]), pct(c.tags[tagFeats]), pct(c.head), pct(c.rel)}
}

func (t *trainer) tagScores(p *pass) []float32 {
	s, n := t.net.shape, t.net
	hid, out := t.mem.get(p.rows*s.TagWidth), t.mem.get(p.rows*n.outW.cols)
	t.linear(p.rows, p.h[s.TagLayer], n.tagW, n.tagB, hid)
	squeeze(hid[:p.rows*s.TagWidth])
	t.linear(p.rows, hid, n.outW, n.outB, out)
	return out
}

// relations chooses the relation of each word to its head.
func (t *trainer) relations(v []float32, heads []int32) []int32 {
	rels := make([]int32, len(heads))
	for i, h := range heads {
		rels[i] = int32(argmax(t.relationScores(v, i, h)))
	}
	return rels
}

// relationScores scores the relations of word i to a head; v holds the sentence's vectors.
func (t *trainer) relationScores(v []float32, i int, h int32) []float32 {
	s := t.net.shape
	w, r, a, rels := s.headWidth(), s.RelWidth, s.ArcWidth, t.net.relW.cols
	hid, out := t.mem.get(r), t.mem.get(rels)[:rels]
	head := t.net.rootV.w[a:]
	if h >= 0 {
		head = v[int(h)*w+2*a+r:]
	}
	relHidden(hid[:r], v[i*w+2*a:][:r], head)
	copy(out, t.net.relB.w)
	t.gemm.mul(1, r, rels, hid, r, t.net.relW.w, rels, out, rels)
	return out
}
