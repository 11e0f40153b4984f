package neural

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Teaching: several networks are trained from different seeds; what they think together, of the treebanks' words and of
// running text, is what the one that is kept learns (Hinton et al. 2015; for parsers Kuncoro et al. 2016).

// picks is how many choices an opinion keeps.
const picks = 3

// opinion is what the teachers think of one choice: the likeliest classes with their shares, which sum to 1.
type opinion struct {
	class [picks]uint16
	share [picks]float32
}

// lesson is the teachers' opinion of a sentence, word by word. Heads are numbered from 0, the root is the sentence's length.
type lesson struct {
	tags      [tagKinds][]opinion
	head, rel []opinion
}

// at gives the opinion of word i, nil where the teachers were not asked.
func at(list []opinion, i int) *opinion {
	if list == nil {
		return nil
	}
	return &list[i]
}

// opinionOf keeps the likeliest of the probabilities.
func opinionOf(p []float32) (o opinion) {
	var best [picks]int
	n := 0
	for i, v := range p {
		at := n
		for at > 0 && v > p[best[at-1]] {
			at--
		}
		if at == picks {
			continue
		}
		n = min(n+1, picks)
		copy(best[at+1:n], best[at:n-1])
		best[at] = i
	}
	var sum float32
	for _, i := range best[:n] {
		sum += p[i]
	}
	for k, i := range best[:n] {
		o.class[k], o.share[k] = uint16(i), p[i]/sum
	}
	return o
}

// teachers trains the teachers, which go on from the weights that pretraining left in s, or takes them from the folder for
// work.
func (s *session) teachers(ctx context.Context, dev []*example) (list []*session, err error) {
	for k := range s.cfg.Teachers {
		settings := s.cfg.forTeacher(k)
		t := newSession(settings, s.corpus, s.log)
		copyWeights(t.net().encoder, s.net().encoder)
		if err := t.stage(fmt.Sprint("teacher-", k+1), settings, t.net().all, func() error { return t.fit(ctx, dev) }); err != nil {
			return nil, err
		}
		s.log(fmt.Sprintf("teacher %d: dev %v", k+1, t.evaluate(dev)))
		list = append(list, t)
	}
	return list, nil
}

// hearTeachers trains teachers and asks them about the treebanks and as much running text as the settings say.
func (s *session) hearTeachers(ctx context.Context, dev []*example) error {
	list, err := s.teachers(ctx, dev)
	if err != nil {
		return err
	}
	s.log(fmt.Sprintf("%d teachers together: dev %v", len(list), agreement(list, dev)))
	s.silver = s.someText(s.cfg.SilverWords)
	if err := lessons(ctx, list, s.train); err != nil {
		return err
	}
	return lessons(ctx, list, s.silver)
}

// lessons asks the teachers about sentences. Where they have trees of their own the relations are asked for these;
// else the teachers' trees are filled in.
func lessons(ctx context.Context, teachers []*session, list []*example) error {
	for _, s := range teachers {
		s.team.setDrop(false)
	}
	const words = 4000
	for len(list) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		var batch []*example
		batch, list = take(list, words)
		teachers[0].team.share(batch, func(_ *trainer, k int, part []*example) {
			var own []*trainer
			for _, s := range teachers {
				own = append(own, s.team.workers[k])
			}
			teach(own, part)
		})
	}
	return nil
}

// teach is lessons for one batch on one goroutine.
func teach(teachers []*trainer, batch []*example) {
	var f treeFinder
	tags, vecs := make([][]float32, len(teachers)), make([][]float32, len(teachers))
	var starts []int
	for i, t := range teachers {
		p := t.begin(batch)
		t.encode(p)
		tags[i], vecs[i], starts = t.tagScores(p), t.heads(p, p.h[t.net.shape.Layers]), p.starts
	}
	for b, e := range batch {
		l := &e.lesson
		from := starts[b]
		l.tags = agreeOnTags(teachers, tags, from, len(e.types))
		own := make([][]float32, len(teachers))
		for i, t := range teachers {
			w := t.net.shape.headWidth()
			own[i] = vecs[i][from*w:][:len(e.types)*w]
		}
		arcs := agreeOnArcs(teachers, own, len(e.types))
		n := len(e.types)
		for i := range n {
			l.head = append(l.head, opinionOf(arcs[i*(n+1):][:n+1]))
		}
		if e.head == nil {
			e.silver = true
			for k, list := range l.tags {
				e.tags[k] = likeliest(list)
			}
			for i, v := range arcs {
				arcs[i] = float32(math.Log(float64(v) + 1e-9))
			}
			e.head = make([]int32, n)
			f.find(arcs, n, n+1, e.head)
		}
		l.rel = agreeOnRelations(teachers, own, e)
		if e.silver {
			e.rel = likeliest(l.rel)
		}
	}
}

func agreeOnTags(teachers []*trainer, tags [][]float32, at, n int) (out [tagKinds][]opinion) {
	sizes := teachers[0].sizes
	all := teachers[0].net.outW.cols
	sum := make([]float32, all)
	for i := at; i < at+n; i++ {
		clear(sum)
		for k := range teachers {
			row := tags[k][i*all:][:all]
			for _, size := range sizes {
				softmax(row[:size])
				row = row[size:]
			}
			axpy(1, tags[k][i*all:][:all], sum)
		}
		rest := sum
		for k, size := range sizes {
			out[k] = append(out[k], opinionOf(rest[:size]))
			rest = rest[size:]
		}
	}
	return out
}

// agreeOnArcs gives the mean probability of each head, n+1 for each word.
func agreeOnArcs(teachers []*trainer, own [][]float32, n int) []float32 {
	sum := make([]float32, n*(n+1))
	for k, t := range teachers {
		sc := t.arcScores(n, own[k])
		for i := range n {
			softmax(sc[i*(n+1):][:n+1])
		}
		axpy(1/float32(len(teachers)), sc[:n*(n+1)], sum)
	}
	return sum
}

// agreeOnRelations gives the opinions of the relations to the example's heads.
func agreeOnRelations(teachers []*trainer, own [][]float32, e *example) (out []opinion) {
	rels := teachers[0].net.relW.cols
	sum := make([]float32, rels)
	for i := range e.types {
		clear(sum)
		for k, t := range teachers {
			row := t.relationScores(own[k], i, e.head[i])
			softmax(row)
			axpy(1, row, sum)
		}
		out = append(out, opinionOf(sum))
	}
	return out
}

// likeliest gives the first class of each opinion.
func likeliest(list []opinion) (out []int32) {
	for _, o := range list {
		out = append(out, int32(o.class[0]))
	}
	return out
}

// someText gives words of running text as sentences without trees, in the convention to parse in, from all over the text.
func (c *corpus) someText(words int) []*example {
	list := c.sentences(0)
	slices.SortStableFunc(list, func(a, b *example) int { return cmp.Compare(scramble(a), scramble(b)) })
	return upTo(list, words)
}

// scramble puts sentences in an order that has nothing to do with where they stand, nor with the dice.
func scramble(e *example) uint32 {
	h := uint32(2166136261)
	for _, t := range e.types {
		h = (h ^ uint32(t)) * 16777619
	}
	h ^= h >> 15
	return h * 0x2c1b3c6d
}

// agreement scores the teachers' common opinion of examples.
func agreement(teachers []*session, gold []*example) Scores {
	asked := make([]*example, len(gold))
	for i, e := range gold {
		asked[i] = &example{types: e.types, domain: e.domain}
	}
	lessons(context.Background(), teachers, asked)
	labels := &teachers[0].labels
	var c tally
	for i, e := range gold {
		for w := range e.types {
			var tags [tagKinds]bool
			for k := range tagKinds {
				tags[k] = asked[i].tags[k][w] == e.tags[k][w]
			}
			c.count(tags, asked[i].head[w] == e.head[w], labels.sameRelation(asked[i].rel[w], e.rel[w]))
		}
	}
	return c.scores()
}
