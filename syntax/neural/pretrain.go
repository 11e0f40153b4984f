package neural

import (
	"context"
	"fmt"
)

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
	g := &guesser{words: min(s.cfg.GuessWords, len(s.lex.vocab))}
	g.projW = newParam("guessProjW", s.cfg.Width, guessDim, false).glorot(s.rand, guessDim, 1.5)
	g.projB = newParam("guessProjB", 1, guessDim, false)
	g.outW = newParam("guessOutW", guessDim, g.words, false).uniform(s.rand, 0.1)
	g.outB = newParam("guessOutB", 1, g.words, false)
	g.all = append([]*param{g.projW, g.projB, g.outW, g.outB}, s.net().encoder...)
	for _, w := range s.lex.word {
		g.hideable = append(g.hideable, w >= firstWord && int(w) < firstWord+g.words)
	}
	return g
}

// twin is the head for a second worker, whose network is n.
func (g *guesser) twin(n *net) *guesser {
	t := &guesser{words: g.words, hideable: g.hideable, projW: g.projW.twin(), projB: g.projB.twin(), outW: g.outW.twin(), outB: g.outB.twin()}
	t.all = append([]*param{t.projW, t.projB, t.outW, t.outB}, n.encoder...)
	return t
}

// runningText is what pretraining reads: the text, and the sentences of the treebanks a few times, for they are nearer to
// what is parsed in the end.
func (s *session) runningText() []*example {
	list := s.sentences(s.domains - 1)
	s.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	list = upTo(list, s.cfg.GuessLimit)
	for range s.cfg.GuessBanks {
		list = append(list, s.train...)
	}
	s.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// pretrain runs once over the text, if there is any.
func (s *session) pretrain(ctx context.Context) error {
	if s.text == nil || s.cfg.GuessWords == 0 {
		return nil
	}
	t, cfg := s.team, s.cfg
	list := s.runningText()
	total := wordsOf(list)
	heads := [workers]*guesser{s.newGuesser()}
	var lists [workers][]*param
	for k, w := range t.workers {
		if k > 0 {
			heads[k] = heads[0].twin(w.net)
		}
		lists[k] = heads[k].all
	}
	t.setDrop(false)
	var loss float64
	done, guesses, report := 0, 0, 0
	for len(list) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		var batch []*example
		batch, list = take(list, cfg.GuessBatch)
		l, m := t.guess(heads, batch)
		t.adam.step(lists, cfg.GuessRate*schedule(min(float64(done)/float64(total)+1e-3, 1)), cfg.Clip)
		loss, guesses, done = loss+l, guesses+m, done+wordsOf(batch)
		if done > report {
			s.log(fmt.Sprintf("pretraining: %d of %d words, loss %.3f", done, total, loss/float64(max(guesses, 1))))
			loss, guesses, report = 0, 0, done+500_000
		}
	}
	return nil
}

// guess hides words of a batch, guesses them and leaves the gradients. It gives the sum of the losses and their number.
func (t *team) guess(heads [workers]*guesser, batch []*example) (loss float64, guesses int) {
	scale := 1 / (float32(wordsOf(batch)) * float32(t.lead().cfg.GuessShare))
	var sums [workers]float64
	var counts [workers]int
	t.share(batch, func(w *trainer, k int, part []*example) { sums[k], counts[k] = w.guess(heads[k], part, scale) })
	for k := range sums {
		loss, guesses = loss+sums[k], guesses+counts[k]
	}
	return loss, guesses
}

// guess is a worker's part of team.guess.
func (t *trainer) guess(g *guesser, batch []*example, scale float32) (float64, int) {
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
		loss += crossEntropy(out[i*g.words:][:g.words], c, scale)
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
