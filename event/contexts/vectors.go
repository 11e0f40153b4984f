package contexts

import (
	"iter"
	"math"
	"strings"
)

// vectorWords is how many words get a weight through their vectors; more would make the model too large for what they say.
const vectorWords = 20_000

// vectors are word vectors, which tell the learner what words are alike. The model keeps none of them: what a linear classifier
// makes of the sum of a paragraph's vectors is a weight for each word, and the weights are kept.
type vectors struct {
	words []string
	rows  [][]float64
}

// lemmaVectors takes the first words that can be lemmas: words of letters, without those that look like another word's inflection.
func lemmaVectors(all iter.Seq2[string, []float32]) *vectors {
	v := &vectors{}
	seen := map[string]bool{}
	for word, row := range all {
		if len(v.words) == vectorWords {
			break
		}
		if !letters(word) || inflected(word, seen) {
			continue
		}
		seen[word] = true
		wide := make([]float64, len(row))
		for i, x := range row {
			wide[i] = float64(x)
		}
		v.words, v.rows = append(v.words, word), append(v.rows, wide)
	}
	v.centre()
	return v
}

// dim is the number of numbers of a vector.
func (v *vectors) dim() int {
	if len(v.rows) == 0 {
		return 0
	}
	return len(v.rows[0])
}

// letters says whether a word is one: three or more letters in lower case.
func letters(word string) bool {
	for i := range len(word) {
		if c := word[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(word) > 2
}

// inflected says whether a word looks like a form of a more frequent one.
func inflected(word string, seen map[string]bool) bool {
	for _, ending := range [][2]string{{"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}} {
		if stem, ok := strings.CutSuffix(word, ending[0]); ok && seen[stem+ending[1]] {
			return true
		}
	}
	return false
}

// centre takes the mean off, which says nothing, and makes the vectors equally long.
func (v *vectors) centre() {
	mean := make([]float64, v.dim())
	for _, row := range v.rows {
		for i, x := range row {
			mean[i] += x / float64(len(v.rows))
		}
	}
	for _, row := range v.rows {
		length := 0.0
		for i := range row {
			row[i] -= mean[i]
			length += row[i] * row[i]
		}
		for i := range row {
			row[i] /= math.Sqrt(max(length, 1e-12))
		}
	}
}
