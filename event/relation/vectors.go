package relation

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// Vectors are word vectors of length 1 in bytes: how words are alike.
type Vectors struct {
	Dim   int
	words []string
	keys  []uint64 // hashes of the words
	rows  table    // of keys
	data  []int8   // word * Dim, scaled so that the greatest part of each is 127
	scale []float32
}

// newVectors makes the index of the words, by their hashes.
func newVectors(dim int, words []string, data []int8) *Vectors {
	v := &Vectors{Dim: dim, words: words, keys: make([]uint64, len(words)), rows: newTable(len(words)), data: data}
	for i, w := range words {
		v.keys[i] = hashOf(hashStart, w)
		_, slot := v.rows.find(v.keys, v.keys[i])
		v.rows.slots[slot] = int32(i) + 1
	}
	v.unit()
	return v
}

// Len is the number of words.
func (v *Vectors) Len() int { return len(v.words) }

// All gives the words, frequent ones first, each with its vector of length 1.
func (v *Vectors) All() iter.Seq2[string, []float32] {
	return func(yield func(string, []float32) bool) {
		for _, w := range v.words {
			row := make([]float32, v.Dim)
			v.addRow(row, v.row(w))
			if !yield(w, row) {
				return
			}
		}
	}
}

// row finds a word, whatever its case; -1 for an unknown one.
func (v *Vectors) row(word string) int32 {
	at, _ := v.rows.find(v.keys, hashOf(hashStart, word))
	if at < 0 {
		at, _ = v.rows.find(v.keys, hashOf(hashStart, strings.ToLower(word)))
	}
	return int32(at)
}

// addRow adds a word's vector by its row; -1 adds nothing.
func (v *Vectors) addRow(sum []float32, at int32) {
	if at < 0 {
		return
	}
	row, f := v.data[int(at)*v.Dim:(int(at)+1)*v.Dim], v.scale[at]
	sum = sum[:len(row)]
	for i, b := range row {
		sum[i] += f * float32(b)
	}
}

const vectorsMagic = "dragoman word vectors 1\n"

// WriteTo writes the binary form: magic, dimension and number of words (32 bits each), the words a line each, the bytes.
func (v *Vectors) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	b.WriteString(vectorsMagic)
	b.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, uint32(v.Dim)), uint32(len(v.words))))
	for _, word := range v.words {
		b.WriteString(word)
		b.WriteByte('\n')
	}
	for _, x := range v.data {
		b.WriteByte(byte(x))
	}
	return b.WriteTo(w)
}

// LoadVectors reads what WriteTo wrote.
func LoadVectors(data []byte) (*Vectors, error) {
	rest, ok := bytes.CutPrefix(data, []byte(vectorsMagic))
	if !ok || len(rest) < 8 {
		return nil, errors.New("is no file of word vectors that this version reads")
	}
	dim, n := int(binary.LittleEndian.Uint32(rest)), int(binary.LittleEndian.Uint32(rest[4:]))
	rest = rest[8:]
	if dim < 1 || dim > 1024 || n > len(rest) {
		return nil, fmt.Errorf("claims %d words of %d numbers in %d bytes", n, dim, len(data))
	}
	end := 0 // of the words
	for range n {
		line := bytes.IndexByte(rest[end:], '\n')
		if line < 0 {
			return nil, errors.New("ends within its words")
		}
		end += line + 1
	}
	if len(rest)-end != n*dim {
		return nil, fmt.Errorf("has %d bytes of vectors where %d words of %d need %d", len(rest)-end, n, dim, n*dim)
	}
	words := make([]string, 0, n)
	for word := range strings.Lines(string(rest[:end])) {
		words = append(words, word[:len(word)-1])
	}
	numbers := make([]int8, n*dim)
	for i, b := range rest[end:] {
		numbers[i] = int8(b)
	}
	return newVectors(dim, words, numbers), nil
}

// unit computes the scale that gives each vector the length 1.
func (v *Vectors) unit() {
	v.scale = make([]float32, len(v.words))
	for i := range v.scale {
		sum := 0
		for _, b := range v.data[i*v.Dim : (i+1)*v.Dim] {
			sum += int(b) * int(b)
		}
		if sum > 0 {
			v.scale[i] = float32(1 / math.Sqrt(float64(sum)))
		}
	}
}

// BuildVectors reads vectors in GloVe's text form (a word and its numbers a line, frequent words first), keeps the first n
// words that are words in lower case, and turns them onto the dim directions in which they differ most (principal components).
func BuildVectors(r io.Reader, name string, n, dim int) (*Vectors, error) {
	words, rows, err := readVectors(r, name, n)
	if err != nil {
		return nil, err
	}
	if dim > len(rows[0]) {
		return nil, dragoman.Problemf(name, "line 1", "ask for fewer dimensions", "has %d numbers a word, fewer than %d", len(rows[0]), dim)
	}
	mean, axes := principal(rows, dim)
	var numbers []int8
	for _, row := range rows {
		numbers = append(numbers, inBytes(turn(row, mean, axes))...)
	}
	return newVectors(dim, words, numbers), nil
}

func readVectors(r io.Reader, name string, n int) (words []string, rows [][]float64, err error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan() && len(words) < n; line++ {
		word, numbers, _ := strings.Cut(in.Text(), " ")
		if !plain(word) {
			continue
		}
		row, err := parseRow(numbers)
		if err != nil || len(rows) > 0 && len(row) != len(rows[0]) {
			return nil, nil, dragoman.Problemf(name, "line "+strconv.Itoa(line), "give a word and its numbers, as many on each line", "is no vector")
		}
		words, rows = append(words, word), append(rows, row)
	}
	if in.Err() == nil && len(words) == 0 {
		return nil, nil, dragoman.Problemf(name, "", "give GloVe's text form, a word and its numbers a line", "holds no vectors")
	}
	return words, rows, in.Err()
}

func parseRow(s string) ([]float64, error) {
	var row []float64
	for _, f := range strings.Fields(s) {
		x, err := strconv.ParseFloat(f, 32)
		if err != nil {
			return nil, err
		}
		row = append(row, x)
	}
	return row, nil
}

// plain says whether a word is one: letters in lower case, hyphens inside.
func plain(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; (c < 'a' || c > 'z') && (c != '-' || i == 0 || i == len(word)-1) {
			return false
		}
	}
	return word != ""
}

// inBytes scales a vector so that its greatest part is 127.
func inBytes(x []float64) []int8 {
	top := 1e-12
	for _, f := range x {
		top = max(top, math.Abs(f))
	}
	out := make([]int8, len(x))
	for i, f := range x {
		out[i] = int8(math.Round(f / top * 127))
	}
	return out
}

// turn gives a row's coordinates along the axes.
func turn(row, mean []float64, axes [][]float64) []float64 {
	out := make([]float64, len(axes))
	for k, axis := range axes {
		for i, a := range axis {
			out[k] += a * (row[i] - mean[i])
		}
	}
	return out
}

// principal gives the mean and the dim directions of greatest variance.
func principal(rows [][]float64, dim int) (mean []float64, axes [][]float64) {
	d := len(rows[0])
	mean = make([]float64, d)
	for _, row := range rows {
		for i, f := range row {
			mean[i] += f / float64(len(rows))
		}
	}
	cov := make([][]float64, d)
	for i := range cov {
		cov[i] = make([]float64, d)
	}
	for _, row := range rows {
		for i := range d {
			a := row[i] - mean[i]
			for j := 0; j <= i; j++ {
				cov[i][j] += a * (row[j] - mean[j])
			}
		}
	}
	for i := range d {
		for j := range i {
			cov[j][i] = cov[i][j]
		}
	}
	values, vectors := eigen(cov)
	order := make([]int, d)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Copysign(1, values[b]-values[a])) })
	for _, k := range order[:dim] {
		axis := make([]float64, d)
		for i := range axis {
			axis[i] = vectors[i][k]
		}
		axes = append(axes, axis)
	}
	return mean, axes
}

// eigen finds eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan,
// Matrix Computations, section 8.5). The matrix is overwritten.
func eigen(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	vectors = make([][]float64, n)
	for i := range vectors {
		vectors[i] = make([]float64, n)
		vectors[i][i] = 1
	}
	for range 30 {
		off := 0.0
		for p := range n {
			for q := p + 1; q < n; q++ {
				off += a[p][q] * a[p][q]
				rotate(a, vectors, p, q)
			}
		}
		if off < 1e-18 {
			break
		}
	}
	values = make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, vectors
}

// rotate makes a[p][q] zero.
func rotate(a, vectors [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for k := range a {
		a[k][p], a[k][q] = c*a[k][p]-s*a[k][q], s*a[k][p]+c*a[k][q]
	}
	for k := range a {
		a[p][k], a[q][k] = c*a[p][k]-s*a[q][k], s*a[p][k]+c*a[q][k]
	}
	for k := range a {
		vectors[k][p], vectors[k][q] = c*vectors[k][p]-s*vectors[k][q], s*vectors[k][p]+c*vectors[k][q]
	}
}
