package neural

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"dragoman/syntax/modelfile"
)

// Model is a trained network with its weights as bytes. It does not change and is safe for concurrent use; each
// goroutine brings its own Scratch.
type Model struct {
	shape   Shape
	tags    [tagKinds][]string
	pairs   []tagPair
	rels    []string
	root    int32 // the relation "root"
	loose   int32 // the relation that ties the pieces of an overlong sentence
	vocab   map[string]int32
	entries []string
	word    table
	sub     table
	typeW   []float32 // embWidth x Width
	typeB   []float32
	cells   []layer
	tag     layer
	out     layer
	head    layer
	rootV   []float32
	dist    []float32
	relW    []float32 // RelWidth x relCols
	relB    []float32
	relCols int // relations, rounded up to whole registers
}

// tagPair is a UPOS and an XPOS that some treebank gives to one word, with the Feats that go with them. The tagger chooses
// among these, so that its tags agree with each other.
type tagPair struct {
	upos, xpos uint16
	feats      []uint16
}

// table is an embedding: rows of bytes, each with its scale.
type table struct {
	cols  int
	rows  []int8
	scale []float32
}

// add adds factor times row i to out.
func (t *table) add(i int32, factor float32, out []float32) {
	f := float32(factor * t.scale[i])
	for k, q := range t.rows[int(i)*t.cols:][:t.cols] {
		out[k] += float32(f * float32(q))
	}
}

// layer is a matrix of bytes in the order in which tileI8 reads it, for inputs that quantise has mapped from [-1, 1].
type layer struct {
	in, out, wide int // wide is out rounded up to whole panels
	plain         []int8
	packed        []int8
	scale, bias   []float32
	offset        []int32 // takes out the 128 that quantise adds to the inputs
}

// newLayer packs a row-major matrix (in x out) with one scale for each column.
func newLayer(in, out int, plain []int8, scale, bias []float32) layer {
	l := layer{in: in, out: out, wide: roundUp(out, tileCols), plain: plain}
	l.scale, l.bias, l.offset = make([]float32, l.wide), make([]float32, l.wide), make([]int32, l.wide)
	copy(l.bias, bias)
	for j, s := range scale {
		l.scale[j] = s / 127
	}
	k4 := roundUp(in, 4) / 4
	l.packed = make([]int8, k4*4*l.wide)
	for i := range in {
		for j, w := range plain[i*out:][:out] {
			panel, col := j/tileCols, j%tileCols
			l.packed[panel*k4*4*tileCols+(i/4*tileCols+col)*4+i%4] = w
			l.offset[j] -= 128 * int32(w)
		}
	}
	return l
}

// apply computes n rows of out, wide apart, from n rows of quantised inputs. x and acc must have room for n rounded up to
// whole tiles.
func (l *layer) apply(n int, x []uint8, acc []int32, out []float32) {
	k4 := l.in / 4
	for j := 0; j < l.wide; j += tileCols {
		panel := l.packed[j*k4*4:]
		for i := 0; i < n; i += tileRows {
			tileI8(k4, x[i*l.in:], l.in, panel, acc[i*l.wide+j:], l.wide)
		}
	}
	for i := range n {
		dequant(out[i*l.wide:][:l.wide], acc[i*l.wide:][:l.wide], l.offset, l.scale, l.bias)
	}
}

// model freezes the network as it stands.
func (s *session) model() *Model {
	n := s.tr.net
	m := &Model{shape: n.shape, rels: s.labels.rels.names, entries: s.lex.vocab}
	for k := range m.tags {
		m.tags[k] = s.labels.tags[k].names
	}
	m.pairs = tagPairs(s.train)
	m.word, m.sub = freezeTable(n.word), freezeTable(n.sub)
	m.typeW, m.typeB = n.typeW.w, append([]float32(nil), n.typeB.w...)
	for i, d := range n.domain.row(0) {
		m.typeB[i] += d
	}
	for i, w := range n.cellW {
		m.cells = append(m.cells, freezeLayer(w, n.cellB[i]))
	}
	m.tag, m.out, m.head = freezeLayer(n.tagW, n.tagB), freezeLayer(n.outW, n.outB), freezeLayer(n.headW, n.headB)
	m.rootV, m.dist = n.rootV.w, n.distance.w
	m.setRelations(n.relW.w, n.relB.w)
	m.index()
	return m
}

// tagPairs collects the tags that go together.
func tagPairs(examples []*example) []tagPair {
	var list []tagPair
	index := map[[2]int32]int{}
	seen := map[[tagKinds]int32]bool{}
	for _, e := range examples {
		for i := range e.types {
			u, x, f := e.tags[tagUPOS][i], e.tags[tagXPOS][i], e.tags[tagFeats][i]
			if seen[[tagKinds]int32{u, x, f}] {
				continue
			}
			seen[[tagKinds]int32{u, x, f}] = true
			at, ok := index[[2]int32{u, x}]
			if !ok {
				at = len(list)
				index[[2]int32{u, x}] = at
				list = append(list, tagPair{upos: uint16(u), xpos: uint16(x)})
			}
			list[at].feats = append(list[at].feats, uint16(f))
		}
	}
	return list
}

// setRelations lays out the relation scorer in rows of whole registers.
func (m *Model) setRelations(w, b []float32) {
	rels := len(m.rels)
	m.relCols = roundUp(rels, 16)
	m.relW, m.relB = make([]float32, m.shape.RelWidth*m.relCols), make([]float32, m.relCols)
	copy(m.relB, b)
	for k := range m.shape.RelWidth {
		copy(m.relW[k*m.relCols:], w[k*rels:][:rels])
	}
}

// index builds what is not stored.
func (m *Model) index() {
	m.vocab = make(map[string]int32, len(m.entries))
	for i, e := range m.entries {
		m.vocab[e] = int32(firstWord + i)
	}
	m.root, m.loose = -1, -1
	for i, r := range m.rels {
		switch r {
		case "root":
			m.root = int32(i)
		case "parataxis":
			m.loose = int32(i)
		}
	}
	if m.loose < 0 {
		for i := range m.rels {
			if int32(i) != m.root {
				m.loose = int32(i)
			}
		}
	}
}

// bytesOf scales values to -127..127.
func bytesOf(x []float32, stride int, out []int8) (scale float32) {
	var top float32
	for i := 0; i < len(x); i += stride {
		top = max(top, float32(math.Abs(float64(x[i]))))
	}
	if top == 0 {
		return 0
	}
	scale = top / 127
	for i := 0; i < len(x); i += stride {
		out[i] = int8(math.RoundToEven(float64(x[i] / scale)))
	}
	return scale
}

func freezeTable(p *param) table {
	t := table{cols: p.cols, rows: make([]int8, len(p.w)), scale: make([]float32, p.rows)}
	for i := range p.rows {
		t.scale[i] = bytesOf(p.w[i*p.cols:][:p.cols], 1, t.rows[i*p.cols:])
	}
	return t
}

func freezeLayer(w, b *param) layer {
	plain, scale := make([]int8, len(w.w)), make([]float32, w.cols)
	for j := range scale {
		scale[j] = bytesOf(w.w[j:], w.cols, plain[j:])
	}
	return newLayer(w.rows, w.cols, plain, scale, b.w)
}

// Encode gives the model's bytes for a section of a model file.
func (m *Model) Encode() []byte {
	var e modelfile.Encoder
	s := m.shape
	for _, v := range []int{s.WordDim, s.SubDim, s.SubRows, s.Width, s.Layers, s.TagLayer, s.TagWidth, s.ArcWidth, s.RelWidth} {
		e.Uint(v)
	}
	e.Uint(boolInt(s.Glance))
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
	for k := range s.RelWidth {
		putFloats(&e, m.relW[k*m.relCols:][:len(m.rels)])
	}
	putFloats(&e, m.relB[:len(m.rels)])
	for _, l := range m.layers() {
		e.Raw(signedBytes(l.plain))
		for _, v := range l.scale[:l.out] {
			e.Uint32(math.Float32bits(v * 127))
		}
		putFloats(&e, l.bias[:l.out])
	}
	return e.Data()
}

func (m *Model) layers() []*layer {
	list := []*layer{&m.tag, &m.out, &m.head}
	for i := range m.cells {
		list = append(list, &m.cells[i])
	}
	return list
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
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

func (r reader) bytes(n int) []int8 {
	b := r.d.Bytes(n)
	out := make([]int8, len(b))
	for i, v := range b {
		out[i] = int8(v)
	}
	return out
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

func (r reader) layer(in, out int) (layer, error) {
	plain := r.bytes(in * out)
	scale, err := r.floats(out)
	if err != nil {
		return layer{}, err
	}
	bias, err := r.floats(out)
	if err != nil {
		return layer{}, err
	}
	return newLayer(in, out, plain, scale, bias), nil
}

// Decode reads what Encode wrote. Bytes that are short, too long or make no sense are an error.
func Decode(data []byte) (*Model, error) {
	d := modelfile.NewDecoder(data)
	m := &Model{}
	s := &m.shape
	for _, v := range []*int{&s.WordDim, &s.SubDim, &s.SubRows, &s.Width, &s.Layers, &s.TagLayer, &s.TagWidth, &s.ArcWidth, &s.RelWidth} {
		*v = d.Uint()
	}
	s.Glance = d.Uint() == 1
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
	relW, relB := read(s.RelWidth*len(m.rels)), read(len(m.rels))
	if err != nil {
		return err
	}
	m.setRelations(relW, relB)
	m.cells = make([]layer, s.Layers)
	all := len(m.tags[tagUPOS]) + len(m.tags[tagXPOS]) + len(m.tags[tagFeats])
	sizes := [][2]int{{s.Width, s.TagWidth}, {s.TagWidth, all}, {s.Width, s.headWidth()}}
	for i, l := range m.layers() {
		in, out := s.Width, 3*s.Width
		if i < len(sizes) {
			in, out = sizes[i][0], sizes[i][1]
		}
		if *l, err = r.layer(in, out); err != nil {
			return err
		}
	}
	return nil
}

// Tags calls f for each combination of UPOS and XPOS that the model can give.
func (m *Model) Tags(f func(upos, xpos string)) {
	for _, p := range m.pairs {
		f(m.tags[tagUPOS][p.upos], m.tags[tagXPOS][p.xpos])
	}
}

// Feats lists the bundles of features that the model can give.
func (m *Model) Feats() []string { return m.tags[tagFeats] }

// Relations lists the dependency relations that the model can give.
func (m *Model) Relations() []string { return m.rels }

// Words is the number of entries of the vocabulary.
func (m *Model) Words() int { return len(m.entries) }

// Settings describes the network in one line.
func (m *Model) Settings() string {
	s := m.shape
	return strings.Join([]string{
		fmt.Sprintf("%d words of %d", len(m.entries), s.WordDim), fmt.Sprintf("%d parts of %d", s.SubRows, s.SubDim),
		fmt.Sprintf("%d layers of %d", s.Layers, s.Width), fmt.Sprintf("tags %d, arcs %d, relations %d", s.TagWidth, s.ArcWidth, s.RelWidth),
	}, "; ")
}
