package neural

import "strings"

// typeSlots is how many word forms a Scratch remembers. It bounds its memory: with the usual width about 5 kB each.
const typeSlots = 6144

// types remembers what parsing needs of the word forms met last and that depends on the form alone: the output of the type
// layer, and what the form adds to the sums of the first layer of recurrence, as the word itself and as a neighbour. Where
// there is no room, a form goes that has not been met since the hand last passed (second chance).
type types struct {
	index  map[string]int32
	keys   []string
	batch  uint32
	met    []uint32 // the batch in which each was met last
	spared []bool   // met again since the hand passed
	hand   int
	fresh  []int32 // slots whose forms are new in this batch

	vecs   []float32   // Width each
	sums   []int16     // see sumsOf
	edge   []int16     // the same for what lies beyond a sentence
	lemmas [][2]tagged // of each form, by the pair of tags

	spell   speller
	emb     []float32
	hid     []float32
	q, part []uint8
	acc     []int32
}

// tagged is a lemma for a pair of tags, which are numbered from 1.
type tagged struct {
	pair  int32
	lemma string
}

// reset makes room for a model.
func (c *types) reset(m *Model) {
	*c = types{index: make(map[string]int32, 64)}
	c.q = make([]uint8, blockRows*m.shape.Width)
	fill(c.q, quantisedZero)
	c.edge = make([]int16, m.shape.sumsWidth())
	m.addSums(1, c, func(int) []int16 { return c.edge })
}

// slot numbers a form; the number holds until the next batch.
func (c *types) slot(form string) int32 {
	if i, ok := c.index[form]; ok {
		c.spared[i], c.met[i] = c.spared[i] || c.met[i] != c.batch, c.batch
		return i
	}
	i := c.free()
	form = strings.Clone(form)
	c.index[form], c.keys[i], c.met[i], c.spared[i], c.lemmas[i] = i, form, c.batch, false, [2]tagged{}
	c.fresh = append(c.fresh, i)
	return i
}

// free finds a slot, new or emptied.
func (c *types) free() int32 {
	if n := len(c.keys); n < typeSlots {
		c.keys, c.met, c.spared, c.lemmas = append(c.keys, ""), append(c.met, 0), append(c.spared, false), append(c.lemmas, [2]tagged{})
		return int32(n)
	}
	for {
		i := c.hand
		c.hand = (c.hand + 1) % typeSlots
		switch {
		case c.met[i] == c.batch:
		case c.spared[i]:
			c.spared[i] = false
		default:
			delete(c.index, c.keys[i])
			return int32(i)
		}
	}
}

// learn computes what is remembered of the new forms and begins another batch.
func (c *types) learn(m *Model) {
	c.batch++
	s := m.shape
	w, e, n := s.Width, s.embWidth(), len(c.fresh)
	if n == 0 {
		return
	}
	rows := roundUp(n, blockRows)
	c.emb, c.hid, c.q = grow(c.emb, rows*e), grow(c.hid, rows*w), grow(c.q, rows*w)
	clear(c.emb)
	for i, slot := range c.fresh {
		m.embed(c.keys[slot], &c.spell, c.emb[i*e:][:e])
	}
	scoreRows(n, c.hid, w, c.emb, e, e, m.typeW, w)
	c.vecs = extend(c.vecs, len(c.keys), w)
	c.sums = extend(c.sums, len(c.keys), s.sumsWidth())
	for i, slot := range c.fresh {
		row := c.hid[i*w:][:w]
		axpy(1, m.typeB, row)
		squash(row)
		copy(c.vecs[int(slot)*w:], row)
	}
	quantise(c.q, c.hid[:n*w])
	m.addSums(n, c, func(i int) []int16 { return c.sums[int(c.fresh[i])*s.sumsWidth():][:s.sumsWidth()] })
	c.fresh = c.fresh[:0]
}

// extend gives s n rows of a width, keeping what is in it, with room for more but not for more than typeSlots.
func extend[T any](s []T, n, width int) []T {
	if n*width > cap(s) {
		s = append(make([]T, 0, min(n+n/2, max(n, typeSlots))*width), s...)
	}
	return s[:max(n*width, len(s))]
}

// embed adds up the embedding of a form in emb, which must be all zero.
func (m *Model) embed(form string, spell *speller, emb []float32) {
	id, ok := m.vocab[string(spell.key(form))]
	if !ok {
		id = unknownWord
	}
	m.word.add(id, 1, emb[:m.shape.WordDim])
	rows := spell.subwords(form, m.shape.SubRows)
	scale := subScale(len(rows))
	for _, r := range rows {
		m.sub.add(r, scale, emb[m.shape.WordDim:])
	}
}

// A word's sums: as itself for the layer's three parts (Width each), as the word before for the candidates and the gates of
// the way there, as the word after for the candidates and the gates of the way back. They are kept divided by 1<<sumsShift, so
// that the three that make a gate fit 16 bits together (see laneLimit: 127 * 258 * 32 lanes / 64 < 1<<15). What that rounds off is
// a fraction of what rounding inputs to seven bits costs.
func (s Shape) sumsWidth() int { return 7 * s.Width }

const sumsShift = 6

func (s Shape) sumsOf(row []int16) (own, before, after []int16) {
	w := s.Width
	return row[:3*w], row[3*w : 5*w], row[5*w:]
}

// addSums computes the sums of n words whose quantised vectors are in c.q.
func (m *Model) addSums(n int, c *types, of func(i int) []int16) {
	w := m.shape.Width
	b := w / 8
	rows := roundUp(n, blockRows)
	c.part, c.acc = grow(c.part, rows*w), grow(c.acc, rows*tileCols)
	for i := range n { // as a word before, itself and after
		q := c.q[i*w:][:w]
		glanceAt(c.part[i*w:][:w], q, q, q, quantisedZero)
	}
	cell := &m.cells[0]
	add := func(part, from, width, at int) { // inputs from to from+width of a part go to its place at in the sums
		first, _ := m.shape.cellInput(part)
		l := &cell[part]
		k4, skip := width/4, (from-first)/4
		for j := 0; j < w; j += tileCols {
			cols := min(tileCols, w-j)
			panelI8(n, k4, cols, c.part[from:], w, l.packed[j*l.in+skip*4*tileCols:], c.acc)
			for i := range n {
				row := of(i)[at+j:][:cols]
				for x, v := range c.acc[i*tileCols:][:cols] {
					row[x] = int16((v + 1<<(sumsShift-1)) >> sumsShift)
				}
			}
		}
	}
	add(0, 2*b, 4*b, 0)
	add(1, 2*b, 4*b, w)
	add(2, 2*b, 4*b, 2*w)
	add(0, 0, 2*b, 3*w)
	add(1, 0, 2*b, 4*w)
	add(0, 6*b, 2*b, 5*w)
	add(2, 6*b, 2*b, 6*w)
}

// firstGates computes the gates of the first layer for a piece from its words' sums.
func (m *Model) firstGates(p piece, k *Scratch) {
	w := m.shape.Width
	size := m.shape.sumsWidth()
	sums := func(i int) []int16 {
		if i < 0 || i >= len(p.tokens) {
			return k.types.edge
		}
		return k.types.sums[int(k.slots[p.row+i])*size:][:size]
	}
	for i := range p.tokens {
		own, _, _ := m.shape.sumsOf(sums(i))
		_, before, _ := m.shape.sumsOf(sums(i - 1))
		_, _, after := m.shape.sumsOf(sums(i + 1))
		out := k.out[(p.row+i)*3*w:][:3*w]
		m.first[0].gates(out[:w], own[:w], before[:w], after[:w])
		m.first[1].gates(out[w:2*w], own[w:2*w], before[w:], k.none)
		m.first[2].gates(out[2*w:], own[2*w:], k.none, after[w:])
	}
}

// firstPart is a part of the first layer for sums that are kept with sumsShift.
type firstPart struct {
	offset      []int16
	scale, bias []float32
	lo, hi      float32
}

func newFirstPart(l *layer) (f firstPart) {
	f.bias, f.lo, f.hi = l.bias, l.lo, l.hi
	for j, off := range l.offset {
		f.offset = append(f.offset, int16(off>>sumsShift)) // exact, for quantisedZero is 1<<sumsShift
		f.scale = append(f.scale, l.scale[j]*(1<<sumsShift))
	}
	return f
}

func (f *firstPart) gates(out []float32, a, b, c []int16) {
	sum3(out, a, b, c, f.offset, f.scale, f.bias, f.lo, f.hi)
}
