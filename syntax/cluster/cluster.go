// Package cluster groups words by the company they keep in raw text, so that a model can treat a word that its treebank
// lacks like others it has seen. Words are vectors of how much more often than by chance each frequent word stands right
// before or after them (positive pointwise mutual information); spherical k-means groups them.
package cluster

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"unicode"
)

// Config sizes the clustering; zero means the default.
type Config struct {
	Words    int // most frequent words to group; default 25,000
	Contexts int // most frequent words counted as neighbours; default 800
	Fine     int // number of fine groups; default 500
	Coarse   int // number of coarse groups, made of fine ones; default 60
	Passes   int // of k-means; default 12
	Seed     uint64
}

func (c Config) withDefaults() Config {
	c.Words, c.Contexts = cmp.Or(c.Words, 25_000), cmp.Or(c.Contexts, 800)
	c.Fine, c.Coarse, c.Passes = cmp.Or(c.Fine, 500), cmp.Or(c.Coarse, 60), cmp.Or(c.Passes, 12)
	return c
}

// Learn groups the words of the texts, which are run through twice. The result gives for each word, in small letters and
// with digits as "0", its coarse and its fine group, counted from 1.
func Learn(c Config, texts func(yield func(text string) bool)) map[string][2]int {
	c = c.withDefaults()
	words := frequent(texts, c.Words)
	if len(words) == 0 {
		return nil
	}
	rows := vectors(texts, words, min(c.Contexts, len(words)))
	rng := rand.New(rand.NewPCG(c.Seed, 77))
	fine, centres := kmeans(rows, 2*(c.Contexts+1), min(c.Fine, len(words)), c.Passes, rng)
	coarse, _ := kmeans(sparse(centres), 2*(c.Contexts+1), min(c.Coarse, len(centres)), c.Passes, rng)
	out := make(map[string][2]int, len(words))
	for i, w := range words {
		if len(rows[i]) > 0 {
			out[w] = [2]int{coarse[fine[i]] + 1, fine[i] + 1}
		}
	}
	return out
}

// eachWord cuts a text into folded words and single marks; "" stands for a line break after which nothing is a neighbour.
func eachWord(text string, do func(word []rune)) {
	var word []rune
	flush := func() {
		if len(word) > 0 {
			do(word)
			word = word[:0]
		}
	}
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			word = append(word, '0')
		case unicode.IsLetter(r) || unicode.IsMark(r):
			word = append(word, unicode.ToLower(r))
		default:
			flush()
			if !unicode.IsSpace(r) {
				do([]rune{r})
			}
		}
	}
	flush()
}

// frequent lists the most frequent words, most frequent first.
func frequent(texts func(func(string) bool), most int) []string {
	counts := map[string]int{}
	for t := range texts {
		eachWord(t, func(w []rune) { counts[string(w)]++ })
	}
	words := make([]string, 0, len(counts))
	for w, n := range counts {
		if n >= 5 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return words[:min(most, len(words))]
}

// entry is one dimension of a sparse vector.
type entry struct {
	dim   int32
	value float32
}

// vectors counts neighbours: dimensions 0..n are words before, n+1..2n+1 words after, the last of each "another word".
func vectors(texts func(func(string) bool), words []string, contexts int) [][]entry {
	index := make(map[string]int, len(words))
	for i, w := range words {
		index[w] = i
	}
	dims := 2 * (contexts + 1)
	counts := make([]uint32, len(words)*dims)
	neighbour := func(id int) int {
		if id < 0 || id >= contexts {
			return contexts
		}
		return id
	}
	for t := range texts {
		last := -1
		eachWord(t, func(w []rune) {
			id, ok := index[string(w)]
			if !ok {
				id = -1
			} else {
				counts[id*dims+neighbour(last)]++
			}
			if last >= 0 {
				counts[last*dims+contexts+1+neighbour(id)]++
			}
			last = id
		})
	}
	return informative(counts, len(words), dims)
}

// informative turns counts into unit vectors of positive pointwise mutual information.
func informative(counts []uint32, words, dims int) [][]entry {
	column, total := make([]float64, dims), 0.0
	for i, n := range counts {
		column[i%dims] += float64(n)
		total += float64(n)
	}
	rows := make([][]entry, words)
	for w := range rows {
		row, sum := counts[w*dims:(w+1)*dims], 0.0
		for _, n := range row {
			sum += float64(n)
		}
		for d, n := range row {
			if v := math.Log(float64(n) * total / (sum * column[d])); n > 1 && v > 0 {
				rows[w] = append(rows[w], entry{int32(d), float32(v)})
			}
		}
		normalise(rows[w])
	}
	return rows
}

func normalise(row []entry) {
	var sq float64
	for _, e := range row {
		sq += float64(e.value) * float64(e.value)
	}
	if sq == 0 {
		return
	}
	f := float32(1 / math.Sqrt(sq))
	for i := range row {
		row[i].value *= f
	}
}
