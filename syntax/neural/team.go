package neural

import "sync"

// workers is how many goroutines share a batch in training. It is fixed, for the sums of gradients, and so the model,
// depend on it.
const workers = 2

// inParallel runs f once for each worker.
func inParallel(f func(k int)) {
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { f(k) })
	}
	wg.Wait()
}

// team trains one network with several workers, each of which has its own gradients, memory and dice.
type team struct {
	workers [workers]*trainer
	adam    adam
}

func newTeam(n *net, cfg Config, lex *lexicon, sizes [tagKinds]int) *team {
	t := &team{adam: adam{beta1: 0.9, beta2: 0.98, eps: 1e-8, decay: cfg.Decay}}
	for k := range t.workers {
		if k > 0 {
			n = n.twin()
		}
		t.workers[k] = newTrainer(n, cfg, lex, sizes)
	}
	return t
}

// lead is the worker whose network has the optimiser's memory.
func (t *team) lead() *trainer { return t.workers[0] }

// restart forgets the optimiser's past and seeds the dice anew, so that what follows depends on the weights alone.
func (t *team) restart(seed uint64) {
	t.adam.steps = 0
	for k, w := range t.workers {
		w.seed(seed, uint64(k))
	}
	for _, p := range t.lead().net.all {
		clear(p.m)
		clear(p.v)
	}
}

// setDrop turns dropout on or off.
func (t *team) setDrop(on bool) {
	for _, w := range t.workers {
		w.drop = on
	}
}

// share runs f on each worker's part of a batch.
func (t *team) share(batch []*example, f func(w *trainer, k int, part []*example)) {
	parts := split(batch)
	inParallel(func(k int) {
		if len(parts[k]) > 0 {
			f(t.workers[k], k, parts[k])
		}
	})
}

// split cuts a batch into parts with about the same number of words.
func split(batch []*example) (parts [workers][]*example) {
	total := wordsOf(batch)
	at, n := 0, 0
	for k := range parts {
		from := at
		for at < len(batch) && (n*workers < total*(k+1) || k == workers-1) {
			n += len(batch[at].types)
			at++
		}
		parts[k] = batch[from:at]
	}
	return parts
}

func wordsOf(batch []*example) (n int) {
	for _, e := range batch {
		n += len(e.types)
	}
	return n
}

// learn runs one batch forth and back, leaving gradients in the workers' parameters.
func (t *team) learn(batch []*example) losses {
	scale := 1 / float32(wordsOf(batch))
	var l [workers]losses
	t.share(batch, func(w *trainer, k int, part []*example) { l[k] = w.learn(part, scale) })
	var sum losses
	for _, x := range l {
		sum.add(x)
	}
	return sum
}

// params is all of each worker's network.
func (t *team) params() (lists [workers][]*param) {
	for k, w := range t.workers {
		lists[k] = w.net.all
	}
	return lists
}
