package contexts

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"

	"dragoman"
)

// Vectors are word vectors from elsewhere, which tell the learner what words are alike. The model keeps none of them: what a
// linear classifier makes of the sum of a paragraph's vectors is a weight for each word, and the weights are kept.
type Vectors struct {
	words []string // frequent ones first
	rows  [][]float32
}

// Len is the number of words.
func (v *Vectors) Len() int { return len(v.words) }

// ReadVectors reads vectors in GloVe's text form, a word and its numbers a line, frequent words first. It keeps the first most
// words that can be lemmas: words of letters, without those that look like another word's inflection. Each vector is moved by
// the mean and brought to length 1; name stands for the file in problems.
func ReadVectors(r io.Reader, name string, most int) (*Vectors, error) {
	v := &Vectors{}
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	for n := 1; lines.Scan() && len(v.words) < most; n++ {
		word, numbers, _ := strings.Cut(lines.Text(), " ")
		if !letters(word) || inflected(word, seen) {
			continue
		}
		row, ok := parseRow(numbers)
		if !ok || len(v.rows) > 0 && len(row) != len(v.rows[0]) {
			return nil, dragoman.Problemf(name, "line "+strconv.Itoa(n), "give a word and its numbers, as many on each line", "is no vector")
		}
		seen[word] = true
		v.words, v.rows = append(v.words, word), append(v.rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, dragoman.Problemf(name, "", "give GloVe's text form, a word and its numbers a line", "cannot be read: %v", err)
	}
	if len(v.words) == 0 {
		return nil, dragoman.Problemf(name, "", "give GloVe's text form, a word and its numbers a line", "holds no vectors")
	}
	v.centre()
	return v, nil
}

func parseRow(s string) ([]float32, bool) {
	var row []float32
	for f := range strings.FieldsSeq(s) {
		x, err := strconv.ParseFloat(f, 32)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, false
		}
		row = append(row, float32(x))
	}
	return row, len(row) > 0
}

// letters says whether a word is one: letters in lower case.
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
func (v *Vectors) centre() {
	mean := make([]float64, len(v.rows[0]))
	for _, row := range v.rows {
		for i, x := range row {
			mean[i] += float64(x) / float64(len(v.rows))
		}
	}
	for _, row := range v.rows {
		length := 0.0
		for i := range row {
			row[i] -= float32(mean[i])
			length += float64(row[i]) * float64(row[i])
		}
		for i := range row {
			row[i] /= float32(math.Sqrt(max(length, 1e-12)))
		}
	}
}
