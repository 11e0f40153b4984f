package neural

import "fmt"

// guesser is the head that pretraining puts on the encoder: it guesses hidden words among the most frequent ones, which
// teaches the encoder and the embeddings the grammar of running text before they see a treebank (the masked language
// model of Devlin et al. 2019, at the size of a toy).
type guesser struct {
	words    int // words to choose from: the first of the vocabulary
	projW    *param
	projB    *param
	outW     *param
	outB     *param
	all      []*param
	hideable []bool // by form
}

const guessDim = 128

func (s *session) newGuesser() *guesser {
	t := s.tr
	g := &guesser{words: min(s.cfg.GuessWords, len(s.lex.vocab))}
	g.projW = newParam("guessProjW", t.net.shape.Width, guessDim, false).glorot(t.rand, guessDim, 1.5)
	g.projB = newParam("guessProjB", 1, guessDim, false)
	g.outW = newParam("guessOutW", guessDim, g.words, false).uniform(t.rand, 0.1)
	g.outB = newParam("guessOutB", 1, g.words, false)
	g.all = append([]*param{g.projW, g.projB, g.outW, g.outB}, t.net.encoder...)
	for _, w := range s.lex.word {
		g.hideable = append(g.hideable, w >= firstWord && int(w) < firstWord+g.words)
	}
	return g
}

// pretrain runs once over the text.
func (s *session) pretrain(text *Text) {
	t, cfg := s.tr, s.cfg
	g := s.newGuesser()
	domain := int32(t.net.domain.rows - 1)
	var list []*example
	from := int32(0)
	total := 0
	for _, end := range text.ends {
		if n := int(end - from); n >= 4 && n <= 100 {
			list = append(list, &example{types: text.words[from:end:end], domain: domain})
			total += n
		}
		from = end
	}
	t.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if cfg.GuessLimit > 0 {
		total = min(total, cfg.GuessLimit)
	}
	t.drop = false
	var loss float64
	done, guesses, report := 0, 0, 0
	for i := 0; i < len(list) && done < total; {
		var b []*example
		size := 0
		for ; i < len(list) && size < cfg.GuessBatch; i++ {
			b = append(b, list[i])
			size += len(list[i].types)
		}
		l, n := t.guess(g, b)
		t.adam.step(g.all, cfg.GuessRate*schedule(min(float64(done)/float64(total)+1e-3, 1)), cfg.Clip)
		loss, guesses, done = loss+l, guesses+n, done+size
		if done > report {
			s.log(fmt.Sprintf("pretraining: %d words, loss %.3f", done, loss/float64(max(guesses, 1))))
			loss, guesses, report = 0, 0, done+250_000
		}
	}
}

// guess hides words of a batch, guesses them and leaves the gradients.
func (t *trainer) guess(g *guesser, batch []*example) (float64, int) {
	p := t.begin(batch)
	var rows []int
	var gold []int
	at := 0
	for _, e := range batch {
		for _, ty := range e.types {
			if g.hideable[ty] && t.rand.Float64() < t.cfg.GuessShare {
				rows, gold = append(rows, at), append(gold, int(t.lex.word[ty])-firstWord)
				p.words[at] = maskedWord
			}
			at++
		}
	}
	if len(rows) == 0 {
		return 0, 0
	}
	t.encode(p)
	w, m := t.net.shape.Width, len(rows)
	x, dx := t.mem.get(m*w), t.mem.get(m*w)
	top := p.h[t.net.shape.Layers]
	for i, r := range rows {
		copy(x[i*w:][:w], top[r*w:])
	}
	proj, dproj, out := t.mem.get(m*guessDim), t.mem.get(m*guessDim), t.mem.get(m*g.words)
	t.linear(m, x, g.projW, g.projB, proj)
	t.linear(m, proj, g.outW, g.outB, out)
	var loss float64
	for i, c := range gold {
		loss += crossEntropy(out[i*g.words:][:g.words], c, 1/float32(m))
	}
	t.linearBack(m, proj, g.outW, g.outB, out, dproj)
	t.linearBack(m, x, g.projW, g.projB, dproj, dx)
	dtop := p.dh[t.net.shape.Layers]
	for i, r := range rows {
		axpy(1, dx[i*w:][:w], dtop[r*w:][:w])
	}
	t.encodeBack(p)
	return loss, m
}
