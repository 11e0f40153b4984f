package neural

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	"dragoman/syntax/modelfile"
)

// Encode gives the model's bytes for a section of a model file.
func (m *Model) Encode() []byte {
	var e modelfile.Encoder
	s := m.shape
	for _, v := range []int{s.WordDim, s.SubDim, s.SubRows, s.Width, s.Layers, s.TagLayer, s.TagWidth, s.ArcWidth, s.RelWidth} {
		e.Uint(v)
	}
	for _, names := range m.tags {
		e.Strings(names)
	}
	e.Uint(len(m.pairs))
	for _, p := range m.pairs {
		e.Uint(int(p.upos))
		e.Uint(int(p.xpos))
		e.Uint(len(p.feats))
		for _, f := range p.feats {
			e.Uint(int(f))
		}
	}
	e.Strings(m.rels)
	e.Strings(m.entries)
	for _, t := range []*table{&m.word, &m.sub} {
		e.Raw(signedBytes(t.rows))
		putFloats(&e, t.scale)
	}
	for _, list := range [][]float32{m.typeW, m.typeB, m.rootV, m.dist} {
		putFloats(&e, list)
	}
	for _, l := range m.layers() {
		e.Raw(signedBytes(l.plain))
		putFloats(&e, l.weight)
		putFloats(&e, l.shift)
	}
	return e.Data()
}

func (m *Model) layers() []*layer {
	list := []*layer{&m.tag, &m.out, &m.arc, &m.pair, &m.rel}
	for i := range m.cells {
		for part := range m.cells[i] {
			list = append(list, &m.cells[i][part])
		}
	}
	return list
}

func signedBytes(x []int8) []byte {
	b := make([]byte, len(x))
	for i, v := range x {
		b[i] = byte(v)
	}
	return b
}

func putFloats(e *modelfile.Encoder, x []float32) {
	for _, v := range x {
		e.Uint32(math.Float32bits(v))
	}
}

// reader takes the parts of a model from a section.
type reader struct{ d *modelfile.Decoder }

// bytes gives the next n weights, in the place where they lie in the file.
func (r reader) bytes(n int) []int8 {
	b := r.d.Bytes(n)
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&b[0])), len(b))
}

// largestWeight is far above what training makes, and small enough that no sum of arc scores reaches rootPenalty.
const largestWeight = 1e4

// floats reads n numbers; any that is not finite and of sane size makes the section bad.
func (r reader) floats(n int) ([]float32, error) {
	b := r.d.Bytes(4 * n)
	if b == nil && n > 0 {
		return nil, modelfile.ErrShort
	}
	out := make([]float32, n)
	for i := range out {
		v := math.Float32frombits(uint32(b[4*i]) | uint32(b[4*i+1])<<8 | uint32(b[4*i+2])<<16 | uint32(b[4*i+3])<<24)
		if !(math.Abs(float64(v)) < largestWeight) {
			return nil, errors.New("a weight is no sensible number")
		}
		out[i] = v
	}
	return out, nil
}

func (r reader) table(rows, cols int) (table, error) {
	t := table{cols: cols, rows: r.bytes(rows * cols)}
	var err error
	t.scale, err = r.floats(rows)
	return t, err
}

func (r reader) layer(in, columns int, kind bounds) (layer, error) {
	plain := r.bytes(in * columns)
	if len(plain) != in*columns {
		return layer{}, modelfile.ErrShort
	}
	weight, err := r.floats(columns)
	if err != nil {
		return layer{}, err
	}
	shift, err := r.floats(columns)
	if err != nil {
		return layer{}, err
	}
	crowded := false
	lanes(in, columns, func(at int) {
		pos, neg := laneSums(plain, at, columns)
		crowded = crowded || pos > laneLimit || neg > laneLimit
	})
	if crowded {
		return layer{}, errors.New("weights that are too large together")
	}
	return newLayer(in, plain, weight, shift, kind), nil
}

// Decode reads what Encode wrote. Bytes that are short, too long or make no sense are an error.
func Decode(data []byte) (*Model, error) {
	d := modelfile.NewDecoder(data)
	m := &Model{}
	s := &m.shape
	for _, v := range []*int{&s.WordDim, &s.SubDim, &s.SubRows, &s.Width, &s.Layers, &s.TagLayer, &s.TagWidth, &s.ArcWidth, &s.RelWidth} {
		*v = d.Uint()
	}
	if d.Err() != nil {
		return nil, d.Err()
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	for k := range m.tags {
		m.tags[k] = d.Strings()
	}
	if err := m.decodePairs(d); err != nil {
		return nil, err
	}
	m.rels = d.Strings()
	m.entries = d.Strings()
	m.index()
	if err := m.checkLabels(); err != nil {
		return nil, err
	}
	if err := m.decodeWeights(reader{d}); err != nil {
		return nil, err
	}
	if d.Err() != nil {
		return nil, d.Err()
	}
	if d.Len() != 0 {
		return nil, fmt.Errorf("%d bytes too many", d.Len())
	}
	return m, nil
}

func (m *Model) decodePairs(d *modelfile.Decoder) error {
	bad := false
	number := func(kind int) uint16 {
		v := d.Uint()
		bad = bad || v >= len(m.tags[kind]) || v > 1<<16-1
		return uint16(v)
	}
	for range d.Count(3) {
		p := tagPair{upos: number(tagUPOS), xpos: number(tagXPOS)}
		for range d.Count(1) {
			p.feats = append(p.feats, number(tagFeats))
		}
		bad = bad || len(p.feats) == 0
		m.pairs = append(m.pairs, p)
	}
	if bad || len(m.pairs) == 0 {
		return errors.New("tags that do not exist are combined")
	}
	return d.Err()
}

func (m *Model) checkLabels() error {
	for _, names := range m.tags {
		if len(names) == 0 {
			return errors.New("a kind of tag without values")
		}
	}
	if m.root < 0 || m.loose < 0 {
		return errors.New("the relations lack root or anything else")
	}
	return nil
}

func (m *Model) decodeWeights(r reader) (err error) {
	s := m.shape
	read := func(n int) (x []float32) {
		if err == nil {
			x, err = r.floats(n)
		}
		return x
	}
	if m.word, err = r.table(firstWord+len(m.entries), s.WordDim); err != nil {
		return err
	}
	if m.sub, err = r.table(s.SubRows, s.SubDim); err != nil {
		return err
	}
	m.typeW, m.typeB = read(s.embWidth()*s.Width), read(s.Width)
	m.rootV, m.dist = read(s.ArcWidth+s.RelWidth), read(distanceCells)
	if err != nil {
		return err
	}
	m.cells = make([][cellParts]layer, s.Layers)
	list := m.layers()
	for i, spec := range m.layerSpecs() {
		if *list[i], err = r.layer(spec.in, spec.out, spec.kind); err != nil {
			return err
		}
	}
	m.spread()
	return nil
}

type layerSpec struct {
	in, out int
	kind    bounds
}

// layerSpecs says what the layers are like, in the order of layers.
func (m *Model) layerSpecs() []layerSpec {
	s := m.shape
	all := len(m.tags[tagUPOS]) + len(m.tags[tagXPOS]) + len(m.tags[tagFeats])
	list := []layerSpec{{s.Width, s.TagWidth, squeezed}, {s.TagWidth, all, free}, {s.Width, 2 * s.ArcWidth, free},
		{s.Width, 2 * s.RelWidth, free}, {s.RelWidth, len(m.rels), free}}
	for range s.Layers {
		for part := range cellParts {
			_, in := s.cellInput(part)
			list = append(list, layerSpec{in, s.Width, asGate})
		}
	}
	return list
}
