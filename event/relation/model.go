package relation

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"sync"

	"dragoman"
)

// Head answers one kind of question over the features of a case. It is safe for concurrent use.
type Head struct {
	Labels      []string
	Temperature float64 // by which scores are divided before they become probabilities

	keys   []uint64
	scale  []float32      // by row
	bytes  []int8         // row * len(Labels)
	packed func() *packed // the rows, for looking up; laid out when first asked, since most runs ask one head of three
	dense  []float32      // class * 2*blocks*Dim
	bias   []float32      // by class
}

// Answer is what a head says of a case.
type Answer struct {
	Labels []string
	Scores []float64 // by label
	Probs  []float64 // by label, adding up to 1
}

// Best is the likeliest label; with forced the likeliest but None.
func (a *Answer) Best(forced bool) int {
	best := -1
	for i := range a.Scores {
		if forced && a.Labels[i] == None {
			continue
		}
		if best < 0 || a.Scores[i] > a.Scores[best] {
			best = i
		}
	}
	return best
}

// Prob is the probability of a label, 0 for one that the head does not know.
func (a *Answer) Prob(label string) float64 {
	if i := slices.Index(a.Labels, label); i >= 0 {
		return a.Probs[i]
	}
	return 0
}

// Ask scores a case's features.
func (m *Head) Ask(f *Features) Answer {
	scores := m.scores(f)
	return Answer{Labels: m.Labels, Scores: scores, Probs: softmax(scores, m.Temperature)}
}

func (m *Head) scores(f *Features) []float64 {
	n := len(m.Labels)
	sums := make([]float32, n)
	copy(sums, m.bias)
	rows := m.packed()
	for i, key := range f.Keys {
		scale, weights := rows.find(key)
		if weights == nil {
			continue
		}
		x := f.Values[i] * scale
		for k, b := range weights[:n] {
			sums[k] += x * float32(int8(b))
		}
	}
	out := make([]float64, n)
	stride := len(m.dense) / n // of a case without copies only the first half is used
	for k := range out {
		out[k] = float64(sums[k] + product(f.Dense, m.dense[k*stride:]))
	}
	return out
}

// product is the dot product of a with the first len(a) numbers of b, in four sums that the processor can work on at once.
func product(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// softmax turns scores into probabilities.
func softmax(scores []float64, temperature float64) []float64 {
	top := slices.Max(scores)
	out := make([]float64, len(scores))
	sum := 0.0
	for i, s := range scores {
		out[i] = math.Exp((s - top) / temperature)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// Why names the n features that spoke most strongly for the label (by its index) against the runner-up.
func (m *Head) Why(c *Case, f *Features, label, n int) []dragoman.Reason {
	x := extractor{names: map[uint64]string{}}
	x.begin(c)
	x.read(nil)
	rival := rivalOf(m.scores(f), label)
	var out []dragoman.Reason
	rows := m.packed()
	for i, key := range x.out.Keys {
		scale, weights := rows.find(key)
		name := x.names[key]
		if weights == nil || name == "" {
			continue
		}
		w := float64(x.out.Values[i]*scale) * float64(int(int8(weights[label]))-int(int8(weights[rival])))
		if w > 0 {
			out = append(out, dragoman.Reason{Feature: name, Weight: math.Round(w*1000) / 1000})
		}
	}
	slices.SortStableFunc(out, func(a, b dragoman.Reason) int { return cmp.Compare(b.Weight, a.Weight) })
	return out[:min(n, len(out))]
}

// rivalOf is the best label but the given one.
func rivalOf(scores []float64, label int) int {
	rival := -1
	for i, s := range scores {
		if i != label && (rival < 0 || s > scores[rival]) {
			rival = i
		}
	}
	return rival
}

// Model holds the heads, the word vectors that they were trained with, and how sure to be of an event.
type Model struct {
	Vectors *Vectors
	Events  *Head // what one party does to the other, in the terms of our ontology
	Marked  *Head // the same in the terms of the older gold sets of marked relations; cases are Foreign
	Holds   *Head // whether a named event holds from source to target: "1" or "0"
	Trust   Trust

	version string
}

// Version tells models apart: eight hexadecimal digits of the checksum of the file, "" for one that was not loaded from a file.
func (m *Model) Version() string { return m.version }

func (m *Model) heads() []*Head { return []*Head{m.Events, m.Marked, m.Holds} }

const modelMagic = "dragoman relations 2\n"

// WriteTo writes the model without its vectors, all numbers little-endian: magic, the heads, the weights of Trust. A head is its labels (a line
// each, an empty line behind), the numbers of rows and of dense weights, temperature, biases, dense weights, then keys, scales and bytes of
// the rows.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	b.WriteString(modelMagic)
	for _, h := range m.heads() {
		h.write(&b)
	}
	for _, f := range m.Trust {
		b.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(f)))
	}
	return b.WriteTo(w)
}

func (m *Head) write(b *bytes.Buffer) {
	le := binary.LittleEndian
	for _, l := range m.Labels {
		b.WriteString(l + "\n")
	}
	b.WriteByte('\n')
	b.Write(le.AppendUint32(le.AppendUint32(nil, uint32(len(m.keys))), uint32(len(m.dense))))
	b.Write(le.AppendUint64(nil, math.Float64bits(m.Temperature)))
	for _, list := range [][]float32{m.bias, m.dense} {
		for _, f := range list {
			b.Write(le.AppendUint32(nil, math.Float32bits(f)))
		}
	}
	for _, k := range m.keys {
		b.Write(le.AppendUint64(nil, k))
	}
	for _, f := range m.scale {
		b.Write(le.AppendUint32(nil, math.Float32bits(f)))
	}
	for _, x := range m.bytes {
		b.WriteByte(byte(x))
	}
}

// LoadModel reads what WriteTo wrote; vectors are the ones it was trained with.
func LoadModel(data []byte, v *Vectors) (*Model, error) {
	r := &cursor{rest: data}
	if !r.literal(modelMagic) {
		return nil, errors.New("is no model of relations that this version reads")
	}
	m := &Model{Vectors: v, version: fmt.Sprintf("%08x", crc32.ChecksumIEEE(data))}
	for _, h := range []**Head{&m.Events, &m.Marked, &m.Holds} {
		var err error
		if *h, err = r.head(2 * blocks * v.Dim); err != nil {
			return nil, err
		}
	}
	for i := range m.Trust {
		m.Trust[i] = math.Float64frombits(r.uint64())
	}
	if r.short || len(r.rest) > 0 {
		return nil, errors.New("is damaged: its length does not match its contents")
	}
	for _, l := range m.Events.Labels {
		if !slices.Contains(Labels, l) {
			return nil, fmt.Errorf("was trained for the type %q, which the ontology lacks", l)
		}
	}
	return m, nil
}

// head reads a head whose labels have dense weights of the given number each.
func (c *cursor) head(dense int) (*Head, error) {
	m := &Head{}
	for {
		end := bytes.IndexByte(c.rest, '\n')
		if end < 0 {
			return nil, errors.New("is damaged: ends within its labels")
		}
		label := string(c.take(end + 1)[:end])
		if label == "" {
			break
		}
		m.Labels = append(m.Labels, label)
	}
	n, rows, weights := len(m.Labels), int(c.uint32()), int(c.uint32())
	if n == 0 || rows > len(c.rest)/(n+12) || weights != n*dense {
		return nil, fmt.Errorf("is damaged, or does not fit the word vectors: %d labels, %d rows, %d weights", n, rows, weights)
	}
	m.Temperature = math.Float64frombits(c.uint64())
	m.bias, m.dense = c.floats(n), c.floats(weights)
	m.keys = make([]uint64, rows)
	for i := range m.keys {
		m.keys[i] = c.uint64()
	}
	m.scale = c.floats(rows)
	m.bytes = make([]int8, rows*n)
	for i, b := range c.take(rows * n) {
		m.bytes[i] = int8(b)
	}
	if c.short || !(m.Temperature > 0) {
		return nil, errors.New("is damaged: ends within its weights")
	}
	m.lazily()
	return m, nil
}

// lazily has the rows laid out when they are first asked for.
func (m *Head) lazily() {
	m.packed = sync.OnceValue(func() *packed { return pack(m.keys, m.scale, m.bytes, len(m.Labels)) })
}

// cursor reads little-endian numbers; short is set when the data ended too early.
type cursor struct {
	rest  []byte
	short bool
}

func (c *cursor) take(n int) []byte {
	if len(c.rest) < n {
		c.short, c.rest = true, nil
		return make([]byte, n)
	}
	out := c.rest[:n]
	c.rest = c.rest[n:]
	return out
}

func (c *cursor) literal(s string) bool {
	rest, ok := bytes.CutPrefix(c.rest, []byte(s))
	c.rest = rest
	return ok
}

func (c *cursor) uint32() uint32 { return binary.LittleEndian.Uint32(c.take(4)) }
func (c *cursor) uint64() uint64 { return binary.LittleEndian.Uint64(c.take(8)) }

func (c *cursor) floats(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(c.uint32())
	}
	return out
}
