package syntax

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"dragoman"
	"dragoman/syntax/conllu"
	"dragoman/syntax/lemma"
	"dragoman/syntax/linear"
)

// Config says how to train. The zero value of a number means its default.
type Config struct {
	Language                 string
	Sources                  []Source
	Seed                     uint64
	TagEpochs                int               // passes of the tagger over the data; default 8
	ParseEpochs              int               // passes of the parser; default 12
	Folds                    int               // the parser sees tags predicted by taggers that did not see it, one for each fold; default 5, 1 uses the final tagger
	TagUpdates, ParseUpdates int               // a feature counts once it took part in as many corrections; defaults 2 and 3
	Margin                   int32             // the parser corrects itself when the right step leads by no more
	Prune                    float64           // weights smaller than this are dropped; default 0.05
	Clusters                 map[string][2]int // folded form -> coarse and fine group, from 1; nil for none
}

func (c Config) withDefaults() Config {
	c.TagEpochs = cmp.Or(c.TagEpochs, 8)
	c.ParseEpochs = cmp.Or(c.ParseEpochs, 12)
	c.Folds = cmp.Or(c.Folds, 5)
	c.TagUpdates, c.ParseUpdates = cmp.Or(c.TagUpdates, 2), cmp.Or(c.ParseUpdates, 3)
	c.Prune = cmp.Or(c.Prune, 0.05)
	c.Seed = cmp.Or(c.Seed, 1)
	return c
}

// Report is what training measured on the development sentences, their words given: shares of right tags and arcs. Trees are
// compared with their relation subtypes.
type Report struct {
	UPOS, XPOS, Feats, Lemma, UAS, LAS float64
	Features, Weights                  int // of the parser
}

// Train learns a model. The sentences must have tags and trees. progress, which may be nil, is told of each pass. The result
// depends on nothing but the arguments.
func Train(c Config, train, dev []conllu.Sentence, progress func(string)) (*Model, Report, error) {
	c = c.withDefaults()
	if progress == nil {
		progress = func(string) {}
	}
	if len(train) < c.Folds {
		return nil, Report{}, errors.New("there are too few sentences to train on")
	}
	for i := range train {
		for _, w := range train[i].Words {
			if w.Head == conllu.Missing {
				return nil, Report{}, fmt.Errorf("sentence %q has no tree", train[i].Text())
			}
		}
	}
	t := &trainer{Config: c, progress: progress, dev: dev}
	t.model = newModel(c, train)
	t.samples = t.model.samples(train)
	t.trainTags()
	t.jackknife()
	rep := t.trainParser()
	t.model.lemmas = lemma.Train(t.model.lemmaExamples(train))
	rep.measure(t.model, dev)
	t.model.info.Scores = map[string]float64{"UPOS": rep.UPOS, "XPOS": rep.XPOS, "Feats": rep.Feats, "Lemma": rep.Lemma,
		"UAS": rep.UAS, "LAS": rep.LAS}
	return t.model, rep, nil
}

// trainer holds what the stages of training share.
type trainer struct {
	Config
	model    *Model
	samples  []sample
	dev      []conllu.Sentence
	progress func(string)
}

// sample is a training sentence: its words looked up, its answers as classes.
type sample struct {
	tokens []dragoman.Token
	tags   []int
	feats  []int
	gold   *gold
	guess  [][2]int // tag and feature classes as a tagger saw them that did not know the sentence
}

// newModel collects labels and dictionary.
func newModel(c Config, train []conllu.Sentence) *Model {
	m := &Model{lexicon: &lexicon{clusters: map[string]wordClass{}}}
	m.info = Info{Language: c.Language, Sources: c.Sources, Seed: c.Seed,
		Settings: fmt.Sprintf("%d tagger passes, %d parser passes, %d folds", c.TagEpochs, c.ParseEpochs, c.Folds)}
	for form, g := range c.Clusters {
		m.lexicon.clusters[form] = wordClass{uint16(g[0]), uint16(g[1])}
	}
	tags, feats, rels := map[tagClass]bool{}, map[string]bool{}, map[string]bool{"root": true, "dep": true}
	pairs := map[tagClass]map[string]bool{}
	for i := range train {
		for _, w := range train[i].Words {
			t := tagClass{w.UPOS, w.XPOS}
			tags[t], feats[w.Feats], rels[w.Deprel] = true, true, true
			if pairs[t] == nil {
				pairs[t] = map[string]bool{}
			}
			pairs[t][w.Feats] = true
		}
	}
	for t := range tags {
		m.tags = append(m.tags, t)
	}
	slices.SortFunc(m.tags, func(a, b tagClass) int { return cmp.Or(cmp.Compare(a.upos, b.upos), cmp.Compare(a.xpos, b.xpos)) })
	m.feats, m.relations = sortedStrings(feats), sortedStrings(rels)
	index := indexOf(m.feats)
	for _, t := range m.tags {
		var list []uint16
		for _, f := range sortedStrings(pairs[t]) {
			list = append(list, uint16(index[f]))
		}
		m.featsOf = append(m.featsOf, list)
	}
	if err := m.finish(); err != nil {
		panic(err) // cannot be: the labels were just made
	}
	m.lexicon.forms = m.dictionary(train)
	return m
}

func indexOf[T comparable](list []T) map[T]int {
	out := make(map[T]int, len(list))
	for i, x := range list {
		out[x] = i
	}
	return out
}

// dictionary counts which tags each form has.
func (m *Model) dictionary(train []conllu.Sentence) map[string]formEntry {
	index := indexOf(m.tags)
	counts := map[string]map[int]int{}
	for i := range train {
		for _, w := range train[i].Words {
			if counts[w.Form] == nil {
				counts[w.Form] = map[int]int{}
			}
			counts[w.Form][index[tagClass{w.UPOS, w.XPOS}]]++
		}
	}
	out := map[string]formEntry{}
	for form, byTag := range counts {
		var list []tagCount
		total := 0
		for t, n := range byTag {
			list = append(list, tagCount{uint16(t), n})
			total += n
		}
		if total >= entryFrom {
			out[form] = newFormEntry(list)
		}
	}
	return out
}

func (m *Model) samples(train []conllu.Sentence) []sample {
	tags, feats, rels := indexOf(m.tags), indexOf(m.feats), indexOf(m.relations)
	out := make([]sample, len(train))
	for i := range train {
		s := &out[i]
		heads, labels := make([]int, len(train[i].Words)), make([]int32, len(train[i].Words))
		for j, w := range train[i].Words {
			s.tokens = append(s.tokens, dragoman.Token{Form: w.Form})
			s.tags = append(s.tags, tags[tagClass{w.UPOS, w.XPOS}])
			s.feats = append(s.feats, feats[w.Feats])
			heads[j], labels[j] = w.Head, int32(rels[w.Deprel])
		}
		s.gold = newGold(heads, labels)
	}
	return out
}

func (m *Model) lemmaExamples(train []conllu.Sentence) []lemma.Example {
	var out []lemma.Example
	for i := range train {
		for _, w := range train[i].Words {
			out = append(out, lemma.Example{Form: w.Form, Tag: lemmaTag(tagClass{w.UPOS, w.XPOS}, len(m.tags)), Lemma: w.Lemma})
		}
	}
	return out
}

// rng gives the random numbers of one stage, independent of the other stages.
func (t *trainer) rng(stage uint64) *rand.Rand { return rand.New(rand.NewPCG(t.Seed, stage)) }

// trainTags trains the taggers of the model itself.
func (t *trainer) trainTags() {
	tags, feats := t.tagger(t.samples, t.TagEpochs, 1, "tagger")
	t.model.tagWeights, t.model.featsWeights = tags.Freeze(t.Prune), feats.Freeze(t.Prune)
}

// jackknife tags each sentence by taggers trained on the other folds.
func (t *trainer) jackknife() {
	if t.Folds == 1 {
		t.guess(0, 1)
		return
	}
	final := [2]scorer{t.model.tagWeights, t.model.featsWeights}
	for fold := range t.Folds {
		var rest []sample
		for i, s := range t.samples {
			if i%t.Folds != fold {
				rest = append(rest, s)
			}
		}
		tags, feats := t.tagger(rest, max(1, t.TagEpochs*2/3), uint64(10+fold), fmt.Sprintf("fold %d", fold+1))
		t.model.tagWeights, t.model.featsWeights = tags.Freeze(t.Prune), feats.Freeze(t.Prune)
		t.guess(fold, t.Folds)
	}
	t.model.tagWeights, t.model.featsWeights = final[0], final[1]
}

// guess notes what the present tagger makes of the samples first, first+step, ...
func (t *trainer) guess(first, step int) {
	k := t.model.scratch()
	for i := first; i < len(t.samples); i += step {
		s := &t.samples[i]
		t.model.encode(k, s.tokens)
		t.model.tag(k)
		for j := range k.words {
			s.guess = append(s.guess, [2]int{k.words[j].tag, k.words[j].feats})
		}
	}
}

// tagger trains tags and features on some of the samples.
func (t *trainer) tagger(samples []sample, epochs int, stage uint64, name string) (tags, feats *linear.Trainer) {
	m, rng := t.model, t.rng(stage)
	tags, feats = linear.NewTrainer(len(m.tags), uint8(t.TagUpdates)), linear.NewTrainer(len(m.feats), uint8(t.TagUpdates))
	m.tagWeights, m.featsWeights = tags, feats
	k := m.scratch()
	for epoch := range epochs {
		right, all := 0, 0
		for _, i := range rng.Perm(len(samples)) {
			right += t.tagOnce(k, &samples[i], tags, feats)
			all += len(samples[i].tags)
		}
		t.progress(fmt.Sprintf("%s: pass %d of %d: %.2f%% of tags right in training", name, epoch+1, epochs, 100*float64(right)/float64(all)))
	}
	return tags, feats
}

func (t *trainer) tagOnce(k *scratch, s *sample, tags, feats *linear.Trainer) (right int) {
	m := t.model
	m.encode(k, s.tokens)
	for i := range k.words {
		w := &k.words[i]
		k.tagFeatures(i)
		scores := k.scores[:len(m.tags)]
		tags.Score(k.features.list(), scores)
		guess := bestOf(scores, w.allowed)
		tags.Step()
		if guess != s.tags[i] {
			tags.Update(k.features.list(), s.tags[i], 1)
			tags.Update(k.features.list(), guess, -1)
		} else {
			right++
		}
		m.setTag(w, guess, 0)
	}
	for i := range k.words { // features are learnt with the right tags around
		m.setTag(&k.words[i], s.tags[i], s.feats[i])
	}
	for i := range k.words {
		options := m.featsOf[s.tags[i]]
		if len(options) == 1 {
			continue
		}
		k.featsFeatures(i)
		scores := k.scores[:len(m.feats)]
		feats.Score(k.features.list(), scores)
		feats.Step()
		if guess := bestOf(scores, options); guess != s.feats[i] {
			feats.Update(k.features.list(), s.feats[i], 1)
			feats.Update(k.features.list(), guess, -1)
		}
	}
	return right
}
