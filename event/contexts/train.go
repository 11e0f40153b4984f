package contexts

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"dragoman"
)

// Paragraph is a parsed paragraph with the contexts it is to have.
type Paragraph struct {
	Sentences []dragoman.Sentence
	Contexts  []string
}

// Config is how a model is trained.
type Config struct {
	Language string   // ISO 639-1
	Seed     uint64   // the same seed, paragraphs and cues give the same model
	Syntax   string   // version of the syntax model that parsed the paragraphs, for the card
	Source   string   // what the card calls the paragraphs
	Labels   []string // the contexts to learn; each must be marked somewhere
	Cues     Cues     // of the lexicon
	// Vectors are words, frequent ones first, with vectors that tell what words are alike; nil for none. Alike is what the card
	// calls them.
	Vectors iter.Seq2[string, []float32]
	Alike   string

	settings settings
}

// settings were chosen by cross-validation on examples/contexts/train.jsonl.
type settings struct {
	rare     int     // features of fewer paragraphs are left out
	cost     float64 // of a mistake
	positive float64 // how much dearer a missed paragraph is
	cue      float64 // weight of a cue against a word
	pair     float64 // of a pair of words
	stem     float64 // of a stem
	vector   float64 // of a word's vector
	rarity   float64 // exponent of the inverse share of paragraphs that have the feature
	passes   int
	folds    int
	shrink   float64 // how far a label's own threshold gives way to the common one
}

var chosen = settings{rare: 2, cost: 0.2, positive: 2, cue: 1.5, pair: 0.5, stem: 0.6, vector: 1, rarity: 0.1, passes: 20, folds: 5, shrink: 0.6}

func (s settings) String() string {
	return fmt.Sprintf("linear support vector machines, cost %g, missed paragraphs %g times as dear, %d passes; features of at least %d paragraphs; "+
		"cues × %g, pairs × %g, stems × %g, vectors × %g, rarity to the power %g; thresholds from %d folds, drawn to the common one by %g",
		s.cost, s.positive, s.passes, s.rare, s.cue, s.pair, s.stem, s.vector, s.rarity, s.folds, s.shrink)
}

// Train learns a model; progress receives a line now and then.
func Train(paragraphs []Paragraph, cfg Config, progress func(string)) (*Model, error) {
	if cfg.settings == (settings{}) {
		cfg.settings = chosen
	}
	t, err := newTraining(paragraphs, cfg)
	if err != nil {
		return nil, err
	}
	progress(fmt.Sprintf("%d paragraphs, %d features, %d contexts", len(t.samples), len(t.keys), len(cfg.Labels)))
	thresholds := t.validate()
	progress("cross-validated")
	return t.freeze(thresholds)
}

// training is what Train works on.
type training struct {
	cfg     Config
	keys    []uint32 // of features, ascending
	factor  []float64
	vectors [][]float64 // by row, nil for a feature without
	dim     int         // of vectors
	samples []sample
	has     [][]bool // by label, by sample
	labels  []Label
	words   int
	bare    int // paragraphs without contexts
}

func newTraining(paragraphs []Paragraph, cfg Config) (*training, error) {
	if len(cfg.Labels) == 0 || len(cfg.Labels) > maxLabels {
		return nil, fmt.Errorf("%d contexts to learn, must be 1 to %d", len(cfg.Labels), maxLabels)
	}
	if len(paragraphs) < cfg.settings.folds {
		return nil, errors.New("too few paragraphs to learn from")
	}
	t := &training{cfg: cfg}
	t.mark(paragraphs)
	for _, l := range t.labels {
		if l.Marked < 2 {
			return nil, fmt.Errorf("context %s is marked in %d paragraphs, 2 are the least", l.Name, l.Marked)
		}
	}
	t.extract(paragraphs)
	return t, nil
}

// mark notes which paragraph has which label.
func (t *training) mark(paragraphs []Paragraph) {
	for _, name := range t.cfg.Labels {
		has := make([]bool, len(paragraphs))
		marked := 0
		for i := range paragraphs {
			if has[i] = slices.Contains(paragraphs[i].Contexts, name); has[i] {
				marked++
			}
		}
		t.has = append(t.has, has)
		t.labels = append(t.labels, Label{Name: name, Marked: marked})
	}
	for i := range paragraphs {
		if len(paragraphs[i].Contexts) == 0 {
			t.bare++
		}
		for _, s := range paragraphs[i].Sentences {
			t.words += len(s.Tokens)
		}
	}
}

// extract finds the features that are frequent enough, and each paragraph's rows of them.
func (t *training) extract(paragraphs []Paragraph) {
	x := &extractor{cues: newCueTable(t.cfg.Cues, t.cfg.Labels)}
	found := make([][]uint32, len(paragraphs))
	count := map[uint32]int{}
	for i := range paragraphs {
		x.read(paragraphs[i].Sentences)
		found[i] = slices.Compact(sorted(slices.Clone(x.keys)))
		for _, k := range found[i] {
			count[k]++
		}
	}
	t.features(count)
	row := make(map[uint32]int32, len(t.keys))
	for r, k := range t.keys {
		row[k] = int32(r)
	}
	for i := range found {
		t.samples = append(t.samples, t.sample(found[i], row))
	}
}

// features chooses the features: those of enough paragraphs, and the words with vectors.
func (t *training) features(count map[uint32]int) {
	vector := map[uint32][]float64{}
	if t.cfg.Vectors != nil {
		v := lemmaVectors(t.cfg.Vectors)
		t.dim = v.dim()
		for i, w := range v.words {
			vector[keyOf(kindWord, hash(w))] = v.rows[i]
		}
	}
	for k := range vector {
		t.keys = append(t.keys, k)
	}
	for k, n := range count {
		if n >= t.cfg.settings.rare && vector[k] == nil {
			t.keys = append(t.keys, k)
		}
	}
	slices.Sort(t.keys)
	weight := [kinds]float64{kindWord: 1, kindStem: t.cfg.settings.stem, kindPair: t.cfg.settings.pair, kindCue: t.cfg.settings.cue}
	for _, k := range t.keys {
		rarity := math.Pow(float64(len(t.has[0]))/float64(max(count[k], 1)), t.cfg.settings.rarity)
		t.factor = append(t.factor, weight[kindOf(k)]*rarity)
		t.vectors = append(t.vectors, vector[k])
	}
}

// sample is the paragraph that has the features.
func (t *training) sample(found []uint32, row map[uint32]int32) (s sample) {
	for _, k := range found {
		if r, ok := row[k]; ok {
			s.rows = append(s.rows, r)
		}
	}
	s.value = 1 / math.Sqrt(float64(max(len(s.rows), 1)))
	s.dense = make([]float64, t.dim)
	for _, r := range s.rows {
		for i, x := range t.vectors[r] {
			s.dense[i] += x * s.value * t.cfg.settings.vector
		}
	}
	return s
}

func sorted(keys []uint32) []uint32 {
	slices.Sort(keys)
	return keys
}

// learn trains one label on some of the samples.
func (t *training) learn(label int, use []int) *weights {
	samples, has := make([]sample, len(use)), make([]bool, len(use))
	for i, at := range use {
		samples[i], has[i] = t.samples[at], t.has[label][at]
	}
	s := t.cfg.settings
	l := learner{cost: s.cost, positive: s.positive, passes: s.passes, factor: t.factor, dim: t.dim}
	return l.learn(samples, has, t.cfg.Seed+uint64(label))
}

// folds deals the samples out by chance, each fold an equal share.
func (t *training) folds() []int {
	fold := make([]int, len(t.samples))
	for i := range fold {
		fold[i] = i % t.cfg.settings.folds
	}
	rng := rand.New(rand.NewPCG(t.cfg.Seed, 0x666f6c6473))
	rng.Shuffle(len(fold), func(i, j int) { fold[i], fold[j] = fold[j], fold[i] })
	return fold
}

// validate scores every sample by a model that has not seen it, chooses the thresholds by these scores, and notes how well the
// labels are found: for each fold with the thresholds that the other folds choose.
func (t *training) validate() (thresholds []float64) {
	fold := t.folds()
	scores := t.unseen(fold)
	all := make([]int, len(fold))
	for i := range all {
		all[i] = i
	}
	counts := make([][3]int, len(t.labels)) // right, found, marked
	for f := range t.cfg.settings.folds {
		var in, out []int
		for i := range fold {
			if fold[i] == f {
				out = append(out, i)
			} else {
				in = append(in, i)
			}
		}
		t.count(scores, t.thresholds(scores, in), out, counts)
	}
	for l := range t.labels {
		right, found, marked := float64(counts[l][0]), float64(counts[l][1]), float64(counts[l][2])
		t.labels[l].Precision, t.labels[l].Recall = right/max(found, 1), right/max(marked, 1)
		t.labels[l].F1 = 2 * right / max(found+marked, 1)
	}
	return t.thresholds(scores, all)
}

// unseen gives, by label and sample, the score by a model trained on the other folds.
func (t *training) unseen(fold []int) [][]float64 {
	scores := make([][]float64, len(t.labels))
	var wait sync.WaitGroup
	for l := range t.labels {
		scores[l] = make([]float64, len(fold))
		wait.Go(func() {
			for f := range t.cfg.settings.folds {
				var use []int
				for i := range fold {
					if fold[i] != f {
						use = append(use, i)
					}
				}
				w := t.learn(l, use)
				for i := range fold {
					if fold[i] == f {
						scores[l][i] = t.samples[i].score(w, t.factor)
					}
				}
			}
		})
	}
	wait.Wait()
	return scores
}

// count tallies the samples of a fold under thresholds; of a sample's labels the best four count, as in Classifier.Of.
func (t *training) count(scores [][]float64, thresholds []float64, samples []int, counts [][3]int) {
	for _, i := range samples {
		var found []int
		for l := range t.labels {
			if t.has[l][i] {
				counts[l][2]++
			}
			if scores[l][i] > thresholds[l] {
				found = append(found, l)
			}
		}
		slices.SortStableFunc(found, func(a, b int) int {
			return cmp.Compare(scores[b][i]-thresholds[b], scores[a][i]-thresholds[a])
		})
		for _, l := range found[:min(len(found), most)] {
			counts[l][1]++
			if t.has[l][i] {
				counts[l][0]++
			}
		}
	}
}
