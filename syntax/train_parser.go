package syntax

import (
	"fmt"
	"math/rand/v2"

	"dragoman/syntax/conllu"
	"dragoman/syntax/linear"
)

const (
	exploreFrom = 1   // from this pass on the parser follows its own errors
	explore     = 0.9 // in this share of the steps
)

func (t *trainer) trainParser() Report {
	m, rng := t.model, t.rng(2)
	weights := linear.NewTrainer(m.classes(), uint8(t.ParseUpdates))
	m.parseWeights = weights
	k := m.scratch()
	for epoch := range t.ParseEpochs {
		right, all := 0, 0
		for _, i := range rng.Perm(len(t.samples)) {
			s := &t.samples[i]
			m.encode(k, s.tokens)
			for j := range k.words {
				m.setTag(&k.words[j], s.guess[j][0], s.guess[j][1])
			}
			r, n := t.parseOnce(k, s.gold, weights, rng, epoch >= exploreFrom)
			right, all = right+r, all+n
		}
		t.progress(fmt.Sprintf("parser: pass %d of %d: %.2f%% of steps right in training", epoch+1, t.ParseEpochs, 100*float64(right)/float64(max(all, 1))))
	}
	w := weights.Freeze(t.Prune)
	m.parseWeights = w
	var rep Report
	rep.Features, rep.Weights = weights.Size()
	return rep
}

// parseOnce lets the parser run over one sentence and corrects it where its step costs more than it must.
func (t *trainer) parseOnce(k *scratch, g *gold, weights *linear.Trainer, rng *rand.Rand, exploring bool) (right, all int) {
	m, s := t.model, &k.state
	s.reset(len(k.words))
	for !s.done() {
		class, ok := m.forced(s)
		if !ok {
			m.scoreMoves(k)
			weights.Step()
			best, wrong := m.rivals(k, g)
			all++
			class = best
			if wrong >= 0 {
				lead := k.scores[best] - k.scores[wrong]
				if lead > 0 {
					right++
				} else if exploring && rng.Float64() < explore {
					class = wrong
				}
				if lead <= t.Margin {
					weights.Update(k.features.list(), best, 1)
					weights.Update(k.features.list(), wrong, -1)
				}
			} else {
				right++
			}
		}
		m.step(s, class)
	}
	return right, all
}

// rivals gives the highest scored class among those of the least cost, and the highest scored of the others, -1 when there is
// none. A wrong relation on a right arc costs one.
func (m *Model) rivals(k *scratch, g *gold) (best, wrong int) {
	s := &k.state
	costs, least := s.costs(g), -1
	for _, c := range costs {
		if c >= 0 && (least < 0 || c < least) {
			least = c
		}
	}
	best, wrong = -1, -1
	take := func(class, cost int) {
		to := &wrong
		if cost == least {
			to = &best
		}
		if *to < 0 || k.scores[class] > k.scores[*to] {
			*to = class
		}
	}
	if costs[shift] >= 0 {
		take(0, costs[shift])
	}
	for _, v := range [...]move{left, right} {
		if costs[v] < 0 {
			continue
		}
		want, isGold := s.isGold(g, v)
		for label := range m.relations {
			switch {
			case label == m.root:
			case isGold && label != want:
				take(m.class(v, label), costs[v]+1)
			default:
				take(m.class(v, label), costs[v])
			}
		}
	}
	return best, wrong
}

// measure scores the model on sentences whose words are given.
func (r *Report) measure(m *Model, dev []conllu.Sentence) {
	var n, upos, xpos, feats, lemmas, uas, las float64
	count := func(to *float64, ok bool) bool {
		if ok {
			*to++
		}
		return ok
	}
	for i := range dev {
		s := dev[i].Tokens()
		m.ParseSentence(&s)
		for j, w := range dev[i].Words {
			t := &s.Tokens[j]
			n++
			count(&upos, t.UPOS == w.UPOS)
			count(&xpos, t.XPOS == w.XPOS)
			count(&feats, t.Feats == w.Feats)
			count(&lemmas, t.Lemma == w.Lemma)
			if count(&uas, t.Head == w.Head) {
				count(&las, t.Deprel == w.Deprel)
			}
		}
	}
	n = max(n, 1)
	r.UPOS, r.XPOS, r.Feats, r.Lemma, r.UAS, r.LAS = upos/n, xpos/n, feats/n, lemmas/n, uas/n, las/n
}
