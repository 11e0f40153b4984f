package neural

import (
	"math"
	"strings"

	"dragoman"
)

const (
	// longest is the number of words that are parsed at once; longer sentences are cut at punctuation. It bounds time and
	// memory, for both grow with its square.
	longest = 192
	// cachedTypes is the number of word forms whose vectors a Scratch keeps.
	cachedTypes = 8192
)

// Scratch is what parsing needs besides the model: buffers and the vectors of the word forms met so far. It belongs to
// one goroutine and may serve several models, one after the other.
type Scratch struct {
	owner *Model
	spell speller
	seen  map[string]int32
	vecs  []float32 // type vectors, Width each
	emb   []float32

	x, next, state []float32
	q, shifted     []uint8
	acc            []int32
	out            []float32
	hid, logits    []float32
	hidQ           []uint8
	keys, scores   []float32
	zero           []float32
	heads          []int32
	tree           treeFinder
}

// ParseSentence fills in UPOS, XPOS, Feats, Head and Deprel. The heads always make a tree with one root. The result
// depends on nothing but the sentence's forms.
func (m *Model) ParseSentence(s *dragoman.Sentence, k *Scratch) { m.ParseTokens(s.Tokens, k) }

// ParseTokens is ParseSentence for bare tokens.
func (m *Model) ParseTokens(tokens []dragoman.Token, k *Scratch) {
	k.serve(m)
	anchor := -1
	for from := 0; from < len(tokens); {
		to := cut(tokens, from)
		piece := tokens[from:to]
		m.parsePiece(piece, k)
		for i := range piece {
			t := &piece[i]
			switch {
			case t.Head >= 0:
				t.Head += from
			case anchor < 0:
				anchor = from + i
			default:
				t.Head, t.Deprel = anchor, m.rels[m.loose]
			}
		}
		from = to
	}
}

// cut says where the piece that begins at from ends: after the last punctuation mark of the second half of what fits.
func cut(tokens []dragoman.Token, from int) int {
	if len(tokens)-from <= longest {
		return len(tokens)
	}
	for i := from + longest; i > from+longest/2; i-- {
		if strings.ContainsAny(tokens[i-1].Form, ".;:!?,") {
			return i
		}
	}
	return from + longest
}

// serve makes the scratch fit for a model.
func (k *Scratch) serve(m *Model) {
	if k.owner == m {
		return
	}
	k.owner, k.seen, k.vecs = m, map[string]int32{}, k.vecs[:0]
	k.emb, k.zero = make([]float32, m.shape.embWidth()), make([]float32, m.shape.Width)
}

// vector gives the type vector of a form, from the cache if it is there.
func (m *Model) vector(form string, k *Scratch) []float32 {
	w := m.shape.Width
	if i, ok := k.seen[form]; ok {
		return k.vecs[int(i)*w:][:w]
	}
	if len(k.seen) >= cachedTypes {
		clear(k.seen)
		k.vecs = k.vecs[:0]
	}
	i := len(k.seen)
	k.seen[strings.Clone(form)] = int32(i)
	if need := (i + 1) * w; cap(k.vecs) < need {
		k.vecs = append(make([]float32, 0, min(2*need+64*w, cachedTypes*w)), k.vecs...)
	}
	k.vecs = k.vecs[:(i+1)*w]
	v := k.vecs[i*w:]
	m.typeVector(form, k, v)
	return v
}

// typeVector computes the type layer for a form.
func (m *Model) typeVector(form string, k *Scratch, v []float32) {
	id, ok := m.vocab[string(k.spell.key(form))]
	if !ok {
		id = unknownWord
	}
	clear(k.emb)
	m.word.add(id, 1, k.emb[:m.shape.WordDim])
	rows := k.spell.subwords(form, m.shape.SubRows)
	scale := subScale(len(rows))
	for _, r := range rows {
		m.sub.add(r, scale, k.emb[m.shape.WordDim:])
	}
	score(v, k.emb, m.typeW, m.shape.Width)
	for i, b := range m.typeB {
		v[i] += b
	}
	squash(v)
}

// fit sizes the buffers for n words.
func (k *Scratch) fit(m *Model, n int) {
	s, rows := m.shape, roundUp(n, tileRows)
	wide := 0
	for i := range m.cells {
		wide = max(wide, m.cells[i].wide)
	}
	wide = max(wide, m.tag.wide, m.out.wide, m.head.wide)
	k.x, k.next, k.state = grow(k.x, rows*s.Width), grow(k.next, rows*s.Width), grow(k.state, rows*s.Width)
	k.q, k.shifted, k.hidQ = grow(k.q, rows*s.Width), grow(k.shifted, rows*s.Width), grow(k.hidQ, rows*s.TagWidth)
	k.acc, k.out = grow(k.acc, rows*wide), grow(k.out, rows*wide)
	k.hid, k.logits = grow(k.hid, s.RelWidth), grow(k.logits, m.relCols)
	cols := roundUp(n+1, 16)
	k.keys, k.scores, k.heads = grow(k.keys, s.ArcWidth*cols), grow(k.scores, n*cols), grow(k.heads, n)
}

// parsePiece parses up to longest words, giving heads within the piece.
func (m *Model) parsePiece(tokens []dragoman.Token, k *Scratch) {
	n, w := len(tokens), m.shape.Width
	k.fit(m, n)
	for i := range tokens {
		copy(k.x[i*w:], m.vector(tokens[i].Form, k))
	}
	quantise(k.q, k.x[:n*w])
	for l := range m.cells {
		in := k.q
		if m.shape.Glance {
			in = k.shifted
			shift(in, k.q, n, w, 128)
		}
		m.cells[l].apply(n, in, k.acc, k.out)
		sigmoid(k.out[:n*3*w])
		recur(n, w/2, k.out, k.x, k.state, k.next, k.zero)
		k.x, k.next = k.next, k.x
		quantise(k.q, k.x[:n*w])
		if l+1 == m.shape.TagLayer {
			m.tagPiece(tokens, k)
		}
	}
	m.attach(tokens, k)
}

func (m *Model) tagPiece(tokens []dragoman.Token, k *Scratch) {
	n, w := len(tokens), m.shape.TagWidth
	m.tag.apply(n, k.q, k.acc, k.out)
	for i := range n {
		row := k.out[i*m.tag.wide:][:w]
		squash(row)
		quantise(k.hidQ[i*w:], row)
	}
	m.out.apply(n, k.hidQ, k.acc, k.out)
	for i := range tokens {
		m.chooseTags(&tokens[i], k.out[i*m.out.wide:])
	}
}

// chooseTags sets the pair of tags with the highest sum of scores, then the best features that go with it.
func (m *Model) chooseTags(t *dragoman.Token, row []float32) {
	u := row[:len(m.tags[tagUPOS])]
	x := row[len(u):][:len(m.tags[tagXPOS])]
	f := row[len(u)+len(x):]
	best, top := 0, float32(math.Inf(-1))
	for i := range m.pairs {
		p := &m.pairs[i]
		if v := u[p.upos] + x[p.xpos]; v > top {
			best, top = i, v
		}
	}
	p := &m.pairs[best]
	feats := p.feats[0]
	for _, c := range p.feats {
		if f[c] > f[feats] {
			feats = c
		}
	}
	t.UPOS, t.XPOS, t.Feats = m.tags[tagUPOS][p.upos], m.tags[tagXPOS][p.xpos], m.tags[tagFeats][feats]
}

// attach chooses heads and relations.
func (m *Model) attach(tokens []dragoman.Token, k *Scratch) {
	n, s := len(tokens), m.shape
	a, r, wide := s.ArcWidth, s.RelWidth, m.head.wide
	m.head.apply(n, k.q, k.acc, k.out)
	cols := roundUp(n+1, 16)
	for i := range n {
		row := k.out[i*wide:][:2*a]
		squash(row)
		for d, v := range row[a:] {
			k.keys[d*cols+i] = v
		}
	}
	for d, v := range m.rootV[:a] {
		k.keys[d*cols+n] = v
		clear(k.keys[d*cols+n+1 : (d+1)*cols])
	}
	for i := range n {
		row := k.scores[i*cols:][:cols]
		score(row, k.out[i*wide:][:a], k.keys, cols)
		for j := range n {
			row[j] += m.dist[distanceCell(i, j)]
		}
		row[n] += m.dist[distanceCells-1]
	}
	k.tree.find(k.scores, n, cols, k.heads)
	for i, h := range k.heads[:n] {
		head := m.rootV[a:]
		if h >= 0 {
			head = k.out[int(h)*wide+2*a+r:]
		}
		tokens[i].Head = int(h)
		tokens[i].Deprel = m.rels[m.relation(k, k.out[i*wide+2*a:], head, h < 0)]
	}
}

// relation chooses the relation of a word to its head: "root" to the root and nothing else.
func (m *Model) relation(k *Scratch, dependent, head []float32, isRoot bool) int32 {
	if isRoot {
		return m.root
	}
	relHidden(k.hid, dependent, head)
	score(k.logits, k.hid, m.relW, m.relCols)
	best := int32(-1)
	for i := range m.rels {
		k.logits[i] += m.relB[i]
		if int32(i) != m.root && (best < 0 || k.logits[i] > k.logits[best]) {
			best = int32(i)
		}
	}
	return best
}
