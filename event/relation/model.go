package relation

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// Model scores cases. It is safe for concurrent use.
type Model struct {
	Vectors     *Vectors
	Temperature float64 // by which scores are divided before they become probabilities

	rows  map[uint64]int32
	keys  []uint64
	scale []float32 // by row
	bytes []int8    // row * len(Labels)
	dense []float32 // class * 2*blocks*Dim
	bias  []float32 // by class
}

// Answer is what a model says of a case.
type Answer struct {
	Scores []float64 // by label
	Probs  []float64 // by label, adding up to 1
}

// Best is the likeliest label; with forced the likeliest but None.
func (a *Answer) Best(forced bool) int {
	best := 0
	for i := range a.Scores {
		if forced && Labels[i] == None {
			continue
		}
		if a.Scores[i] > a.Scores[best] {
			best = i
		}
	}
	return best
}

// Ask scores a case.
func (m *Model) Ask(c *Case) Answer {
	f := Extract(c, m.Vectors)
	return m.answer(m.scores(&f))
}

func (m *Model) scores(f *Features) []float64 {
	n := len(Labels)
	sums := make([]float32, n)
	copy(sums, m.bias)
	for i, key := range f.Keys {
		at, ok := m.rows[key]
		if !ok {
			continue
		}
		x := f.Values[i] * m.scale[at]
		for k, b := range m.bytes[int(at)*n : (int(at)+1)*n] {
			sums[k] += x * float32(b)
		}
	}
	out := make([]float64, n)
	for k := range out {
		for i, w := range m.dense[k*len(f.Dense) : (k+1)*len(f.Dense)] {
			sums[k] += w * f.Dense[i]
		}
		out[k] = float64(sums[k])
	}
	return out
}

func (m *Model) answer(scores []float64) Answer {
	return Answer{Scores: scores, Probs: softmax(scores, m.Temperature)}
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

// Reason is a feature that spoke for a label, and how strongly (its share of the score).
type Reason struct {
	Feature string
	Weight  float64
}

// Why names the n features that spoke most strongly for the label against the runner-up.
func (m *Model) Why(c *Case, label, n int) []Reason {
	x := newExtractor(c)
	x.names = map[uint64]string{}
	x.read(nil)
	f := Extract(c, m.Vectors)
	rival := rivalOf(m.scores(&f), label)
	var out []Reason
	for i, key := range x.out.Keys {
		at, ok := m.rows[key]
		if !ok {
			continue
		}
		row := m.bytes[int(at)*len(Labels):]
		w := float64(x.out.Values[i]*m.scale[at]) * float64(int(row[label])-int(row[rival]))
		if w > 0 {
			out = append(out, Reason{x.names[key], math.Round(w*1000) / 1000})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return int(math.Copysign(1, b.Weight-a.Weight)) })
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

const modelMagic = "dragoman relations 1\n"

// WriteTo writes the model without its vectors: magic, the labels, the numbers of rows and of dense weights, temperature, biases,
// dense weights, then keys, scales and bytes of the rows, all little-endian.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	le := binary.LittleEndian
	b.WriteString(modelMagic)
	for _, l := range Labels {
		b.WriteString(l)
		b.WriteByte('\n')
	}
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
	return b.WriteTo(w)
}

// LoadModel reads what WriteTo wrote; vectors are the ones it was trained with.
func LoadModel(data []byte, v *Vectors) (*Model, error) {
	n := len(Labels)
	r := &cursor{rest: data}
	if !r.literal(modelMagic) {
		return nil, errors.New("is no model of relations that this version reads")
	}
	for _, l := range Labels {
		if !r.literal(l + "\n") {
			return nil, fmt.Errorf("was trained for other types than %v", Labels)
		}
	}
	rows, dense := int(r.uint32()), int(r.uint32())
	if r.short || rows > len(data) || dense != n*2*blocks*v.Dim {
		return nil, fmt.Errorf("does not fit the word vectors, which have %d numbers", v.Dim)
	}
	m := &Model{Vectors: v, Temperature: math.Float64frombits(r.uint64())}
	m.bias, m.dense = r.floats(n), r.floats(dense)
	m.keys = make([]uint64, rows)
	m.rows = make(map[uint64]int32, rows)
	for i := range m.keys {
		m.keys[i] = r.uint64()
		m.rows[m.keys[i]] = int32(i)
	}
	m.scale = r.floats(rows)
	m.bytes = make([]int8, rows*n)
	for i := range m.bytes {
		m.bytes[i] = int8(r.byte())
	}
	if r.short || len(r.rest) > 0 || !(m.Temperature > 0) {
		return nil, errors.New("is damaged: its length does not match its contents")
	}
	return m, nil
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

func (c *cursor) byte() byte     { return c.take(1)[0] }
func (c *cursor) uint32() uint32 { return binary.LittleEndian.Uint32(c.take(4)) }
func (c *cursor) uint64() uint64 { return binary.LittleEndian.Uint64(c.take(8)) }

func (c *cursor) floats(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(c.uint32())
	}
	return out
}
