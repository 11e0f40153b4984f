package text

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

//go:embed data/sentence-en.bin
var englishModelFile []byte

var englishModel = sync.OnceValue(func() *boundaryModel { return must(parseModel(englishModelFile, "sentence-en.bin")) })

const (
	modelBits  = 15
	modelSize  = 1 << modelBits
	modelMagic = "DRGSENT1"
)

// A boundaryModel is a logistic regression over hashed features of a gap; a sentence ends where the sum of the weights
// is positive.
type boundaryModel struct {
	weights [modelSize]int8
	scale   float32 // of one step of a weight
	bias    float32
}

// score is the log-odds that a sentence ends at the gap.
func (m *boundaryModel) score(g *gap) float32 {
	var buf [maxFeatures]uint32
	sum := int32(0)
	for _, f := range g.features(buf[:0]) {
		sum += int32(m.weights[f])
	}
	return float32(sum)*m.scale + m.bias
}

// write stores the model: magic, scale and bias as little-endian float32, then one byte a weight.
func (m *boundaryModel) write(w io.Writer) error {
	head := []byte(modelMagic)
	head = binary.LittleEndian.AppendUint32(head, math.Float32bits(m.scale))
	head = binary.LittleEndian.AppendUint32(head, math.Float32bits(m.bias))
	for _, v := range m.weights {
		head = append(head, byte(v))
	}
	_, err := w.Write(head)
	return err
}

func parseModel(data []byte, name string) (*boundaryModel, error) {
	const head = len(modelMagic) + 8
	if len(data) != head+modelSize || string(data[:len(modelMagic)]) != modelMagic {
		return nil, dragoman.Problemf(name, "", "train it anew", "is not a sentence model of this version (%d bytes)", len(data))
	}
	m := &boundaryModel{
		scale: math.Float32frombits(binary.LittleEndian.Uint32(data[len(modelMagic):])),
		bias:  math.Float32frombits(binary.LittleEndian.Uint32(data[len(modelMagic)+4:])),
	}
	if bad := float64(m.scale + m.bias); math.IsNaN(bad) || math.IsInf(bad, 0) {
		return nil, dragoman.Problemf(name, "", "train it anew", "holds %v for its scale or bias", bad)
	}
	for i := range m.weights {
		m.weights[i] = int8(data[head+i])
	}
	return m, nil
}

const maxFeatures = 32

// features appends the hashed features of the gap.
func (g *gap) features(f []uint32) []uint32 {
	next := g.at + 1
	word := g.mark // the word before the end mark
	if g.end != noMark && g.end != dotWord && word > g.start {
		word--
	}
	mark := uint32(g.end)
	if g.mark != g.at {
		mark |= 16
	}
	if g.pieces[next].flags&spaced == 0 {
		mark |= 32
	}
	w, n0, n1 := g.hash(word), g.hash(next), g.hash(next+1)
	ws, ns, ns1, ps := g.shape(word), g.shape(next), g.shape(next+1), g.shape(g.at)
	length := bucket(g.at - g.start)
	state := uint32(min(g.quotes, 1)) | uint32(min(g.parens, 1))<<1
	add := func(kind, a, b, c uint32) { f = append(f, mix(kind, a, b, c)) }
	add(1, mark, 0, 0)
	add(2, mark, ns, 0)
	add(3, mark, ns, ns1)
	add(4, mark, n0, 0)
	add(5, mark, n0, n1)
	add(6, mark, w, 0)
	add(7, mark, ws, ns)
	add(8, mark, w, ns)
	add(9, mark, length, 0)
	add(10, mark, length, ns)
	add(11, mark, state, ns)
	add(12, mark, state, g.hash(g.at))
	add(13, ps, ns, ns1)
	add(14, g.hash(g.at), n0, 0)
	add(15, mark, uint32(g.pieces[word].flags&(dotted|endDotted|initial)), ns)
	add(16, mark, g.shape(word-1), ws)
	add(17, mark, g.hash(g.at-1), ns)
	add(18, mark, uint32(min(g.toNextEnd(), 12)), ns)
	add(19, mark, bucket(len(g.pieces)-next), ns)
	add(20, mark, g.hash(g.start), length)
	add(21, mark, g.shape(g.start), ns)
	add(22, n0, length, 0)
	add(23, w, n0, 0)
	return f
}

// toNextEnd counts the pieces up to the next end mark, 20 at most.
func (g *gap) toNextEnd() int {
	for k := g.at + 1; k < len(g.pieces); k++ {
		if k-g.at > 20 {
			break
		}
		if m := g.markOf(&g.pieces[k]); m == period || m == questionMark {
			return k - g.at
		}
	}
	return 21
}

func bucket(n int) uint32 {
	switch {
	case n < 6:
		return uint32(n)
	case n < 10:
		return 6
	case n < 20:
		return 7
	case n < 40:
		return 8
	}
	return 9
}

// mix hashes a feature into the table.
func mix(kind, a, b, c uint32) uint32 {
	h := kind * 0x9e3779b1
	for _, v := range [...]uint32{a, b, c} {
		h ^= v
		h *= 0x85ebca6b
		h ^= h >> 15
	}
	h *= 0xc2b2ae35
	return (h ^ h>>16) & (modelSize - 1)
}

// hash is the hash of a piece's form in lower case, digits made equal; outside the block it is 0.
func (g *gap) hash(i int) uint32 {
	if i < 0 || i >= len(g.pieces) {
		return 0
	}
	form := g.form(i)
	h := uint32(2166136261)
	for k := 0; k < len(form) && k < 24; k++ {
		c := form[k]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 32
		case c >= '0' && c <= '9':
			c = '0'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// shape is a coarse class of a piece's form.
func (g *gap) shape(i int) uint32 {
	if i < 0 || i >= len(g.pieces) {
		return 1
	}
	p := &g.pieces[i]
	form := g.form(i)
	switch p.kind {
	case punctPiece:
		return 64 + g.hash(i)&0xff<<8
	case numberPiece:
		return 2 + uint32(min(len(form), 5))
	case symbolPiece:
		return 9
	}
	r, n := utf8.DecodeRuneInString(form)
	s := uint32(10)
	switch {
	case unicode.IsUpper(r) && n == len(form):
		s = 11
	case unicode.IsUpper(r) && isUpper(form[n:]):
		s = 12
	case unicode.IsUpper(r):
		s = 13
	case unicode.IsLower(r):
		s = 14
	case isDigit(r):
		s = 15
	}
	if p.flags&dotted != 0 {
		s += 8
	}
	return s
}

// String shows the size of the model.
func (m *boundaryModel) String() string {
	used := 0
	for _, w := range m.weights {
		if w != 0 {
			used++
		}
	}
	return fmt.Sprintf("%d of %d weights used", used, modelSize)
}
