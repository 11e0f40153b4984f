package neural

import (
	"math"
	"slices"
	"strings"

	"dragoman"
)

// longest is the number of words that are parsed at once; longer sentences are cut at punctuation. It bounds time and
// memory, for both grow with its square.
const longest = 192

// Scratch is what parsing needs besides the model: buffers and the vectors of the word forms met so far. It belongs to
// one goroutine and may serve several models, one after the other.
type Scratch struct {
	owner *Model
	types types

	pieces []piece
	slots  []int32 // of each row's form in types
	pairs  []int32

	x, next, state []float32
	q, shifted     []uint8
	acc            []int32
	out            []float32
	arcs, vecsOf   []float32 // arc vectors and relation vectors of the rows
	hid, logits    []float32
	hidQ, pairQ    []uint8
	keys, scores   []float32
	zero           []float32
	none           []int16 // as many zeros
	heads          []int32
	tree           treeFinder
	anchor         int // root of the overlong sentence whose pieces are being joined
}

// piece is what is parsed as one sentence: tokens, the first of which is the row-th of the batch. offset is the place of the
// first in its sentence.
type piece struct {
	tokens []dragoman.Token
	offset int
	row    int
	last   bool // of its sentence
}

// batchRows is how many words are at least parsed together, if there are so many: enough to use the weights well once they
// are near, few enough for what is computed to stay near too.
const batchRows = 64

// ParseSentence fills in UPOS, XPOS, Feats, Head, Deprel and, if the model knows lemmas, Lemma. The heads always make a tree
// with one root. The result depends on nothing but the sentence's forms.
func (m *Model) ParseSentence(s *dragoman.Sentence, k *Scratch) { m.ParseTokens(s.Tokens, k) }

// ParseTokens is ParseSentence for bare tokens.
func (m *Model) ParseTokens(tokens []dragoman.Token, k *Scratch) {
	m.add(tokens, k)
	m.flush(k)
}

// ParseAll parses sentences together, with the results of ParseTokens, but faster.
func (m *Model) ParseAll(sentences [][]dragoman.Token, k *Scratch) {
	for _, tokens := range sentences {
		if m.add(tokens, k) >= batchRows {
			m.flush(k)
		}
	}
	m.flush(k)
}

// add puts a sentence into the batch and gives the batch's number of words.
func (m *Model) add(tokens []dragoman.Token, k *Scratch) int {
	row := 0
	if n := len(k.pieces); n > 0 {
		row = k.pieces[n-1].row + len(k.pieces[n-1].tokens)
	}
	for from := 0; from < len(tokens); {
		if row >= batchRows && from > 0 { // the rest of a very long sentence
			m.flush(k)
			row = 0
		}
		to := cut(tokens, from)
		k.pieces = append(k.pieces, piece{tokens[from:to], from, row, to == len(tokens)})
		row += to - from
		from = to
	}
	return row
}

// flush parses the batch.
func (m *Model) flush(k *Scratch) {
	if len(k.pieces) == 0 {
		return
	}
	k.serve(m)
	m.parsePieces(k)
	clear(k.pieces) // so that they do not keep the tokens
	k.pieces = k.pieces[:0]
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

// serve makes the scratch fit for a model and the batch.
func (k *Scratch) serve(m *Model) {
	if k.owner != m {
		k.owner = m
		k.types.reset(m)
		k.zero, k.none = make([]float32, m.shape.Width), make([]int16, m.shape.Width)
	}
	last := k.pieces[len(k.pieces)-1]
	k.fit(m, last.row+len(last.tokens))
}

// fit sizes the buffers for n words. Kernels may write rows beyond, up to a multiple of blockRows.
func (k *Scratch) fit(m *Model, n int) {
	s, rows := m.shape, roundUp(n, blockRows)
	wide := max(3*s.Width, m.tag.out, m.out.out)
	k.slots, k.pairs = grow(k.slots, n), grow(k.pairs, n)
	k.x, k.next, k.state = grow(k.x, rows*s.Width), grow(k.next, rows*s.Width), grow(k.state, rows*s.Width)
	k.q, k.shifted, k.hidQ = grow(k.q, rows*s.Width), grow(k.shifted, rows*s.Width), grow(k.hidQ, rows*s.TagWidth)
	k.acc, k.out = grow(k.acc, rows*tileCols), grow(k.out, rows*wide)
	k.arcs, k.vecsOf = grow(k.arcs, (rows+4)*2*s.ArcWidth), grow(k.vecsOf, rows*2*s.RelWidth)
	k.hid, k.pairQ, k.logits = grow(k.hid, s.RelWidth), grow(k.pairQ, rows*s.RelWidth), grow(k.logits, rows*m.rel.out)
	longestPiece := 0
	for _, p := range k.pieces {
		longestPiece = max(longestPiece, len(p.tokens))
	}
	cols := roundUp(longestPiece+1, 16)
	k.keys, k.scores, k.heads = grow(k.keys, s.ArcWidth*cols), grow(k.scores, roundUp(longestPiece, blockRows)*cols), grow(k.heads, longestPiece)
}

// parsePieces parses the batch, giving heads within the sentences.
func (m *Model) parsePieces(k *Scratch) {
	w := m.shape.Width
	n := 0
	for _, p := range k.pieces {
		for i := range p.tokens {
			k.slots[n] = k.types.slot(p.tokens[i].Form)
			n++
		}
	}
	k.types.learn(m)
	for l := range m.cells {
		m.encodeLayer(l, n, k)
		if l+1 == m.shape.TagLayer {
			m.tagPieces(n, k)
		}
	}
	a, r := m.shape.ArcWidth, m.shape.RelWidth
	m.arc.apply(n, k.q, w, k.acc, k.arcs, 2*a)
	squash(k.arcs[:n*2*a])
	m.pair.apply(n, k.q, w, k.acc, k.vecsOf, 2*r)
	for _, p := range k.pieces {
		m.attach(p, k)
	}
	m.rel.apply(n, k.pairQ, r, k.acc, k.logits, m.rel.out)
	for _, p := range k.pieces {
		for i := range p.tokens {
			t := &p.tokens[i]
			t.Deprel = m.rels[m.relation(k.logits[(p.row+i)*m.rel.out:], t.Head < 0)]
		}
	}
	k.join(m)
}

// encodeLayer runs a layer from k.x and k.q to the same; the first begins with what is remembered of the forms.
func (m *Model) encodeLayer(l, n int, k *Scratch) {
	w := m.shape.Width
	if l == 0 {
		for _, p := range k.pieces {
			m.firstGates(p, k)
		}
	} else {
		for _, p := range k.pieces {
			glance(k.shifted[p.row*w:], k.q[p.row*w:], len(p.tokens), w, quantisedZero)
		}
		for part := range cellParts {
			from, _ := m.shape.cellInput(part)
			m.cells[l][part].apply(n, k.shifted[from:], w, k.acc, k.out[part*w:], 3*w)
		}
	}
	for _, p := range k.pieces {
		x, at := k.x[p.row*w:], []int32(nil)
		if l == 0 {
			x, at = k.types.vecs, k.slots[p.row:]
		}
		recur(len(p.tokens), w/2, k.out[p.row*3*w:], x, at, k.state[p.row*w:], k.next[p.row*w:], k.zero)
	}
	k.x, k.next = k.next, k.x
	quantise(k.q, k.x[:n*w])
}

// join ties the pieces of overlong sentences together: the first root is the sentence's, later ones hang on it.
func (k *Scratch) join(m *Model) {
	anchor := -1
	for _, p := range k.pieces {
		if p.offset == 0 {
			anchor = -1
		}
		if p.offset == 0 && p.last {
			continue
		}
		if anchor < 0 && p.offset > 0 {
			anchor = k.anchor
		}
		for i := range p.tokens {
			t := &p.tokens[i]
			switch {
			case t.Head >= 0:
				t.Head += p.offset
			case anchor < 0:
				anchor = p.offset + i
			default:
				t.Head, t.Deprel = anchor, m.rels[m.loose]
			}
		}
		k.anchor = anchor
	}
}

func (m *Model) tagPieces(n int, k *Scratch) {
	w := m.shape.TagWidth
	m.tag.apply(n, k.q, m.shape.Width, k.acc, k.out, w)
	quantise(k.hidQ, k.out[:n*w])
	m.out.apply(n, k.hidQ, w, k.acc, k.out, m.out.out)
	for _, p := range k.pieces {
		for i := range p.tokens {
			row := p.row + i
			k.pairs[row] = m.chooseTags(&p.tokens[i], k.out[row*m.out.out:])
			if m.lemma != nil {
				p.tokens[i].Lemma = m.lemmaOf(p.tokens[i].Form, row, k)
			}
		}
	}
}

// lemmaOf asks for a form's lemma only once for each pair of tags, if it does not have too many.
func (m *Model) lemmaOf(form string, row int, k *Scratch) string {
	known, pair := &k.types.lemmas[k.slots[row]], k.pairs[row]+1
	for i := range known {
		if known[i].pair == pair {
			return known[i].lemma
		}
	}
	p := &m.pairs[pair-1]
	lemma := strings.Clone(m.lemma(form, m.tags[tagUPOS][p.upos], m.tags[tagXPOS][p.xpos]))
	known[1] = known[0]
	known[0] = tagged{pair, lemma}
	return lemma
}

// chooseTags sets the pair of tags with the highest sum of scores, then the best features that go with it.
// It gives the number of the pair.
func (m *Model) chooseTags(t *dragoman.Token, row []float32) int32 {
	u := row[:len(m.tags[tagUPOS])]
	x := row[len(u):][:len(m.tags[tagXPOS])]
	f := row[len(u)+len(x):]
	most := slices.Max(u)
	best, top := int32(0), float32(math.Inf(-1))
	for t, v := range x {
		if v+most <= top {
			continue // no pair with this tag can be better
		}
		for _, i := range m.pairsOf[t] {
			if s := u[m.pairs[i].upos] + v; s > top {
				best, top = i, s
			}
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
	return best
}

// attach chooses the heads in a piece and makes ready what their relations are chosen by.
func (m *Model) attach(p piece, k *Scratch) {
	n, s := len(p.tokens), m.shape
	a, r := s.ArcWidth, s.RelWidth
	arcs := k.arcs[p.row*2*a:]
	cols := roundUp(n+1, 16)
	for i := range n {
		for d, v := range arcs[i*2*a+a:][:a] {
			k.keys[d*cols+i] = v
		}
	}
	for d, v := range m.rootV[:a] {
		k.keys[d*cols+n] = v
		clear(k.keys[d*cols+n+1 : (d+1)*cols])
	}
	scoreRows(n, k.scores, cols, arcs, 2*a, a, k.keys, cols)
	for i := range n {
		row := k.scores[i*cols:][:cols]
		axpy(1, m.distances[longest-1-i:][:n], row)
		row[n] += m.dist[distanceCells-1]
	}
	k.tree.find(k.scores, n, cols, k.heads)
	vecs := k.vecsOf[p.row*2*r:]
	for i, h := range k.heads[:n] {
		head := m.rootV[a:]
		if h >= 0 {
			head = vecs[int(h)*2*r+r:]
		}
		p.tokens[i].Head = int(h)
		relHidden(k.hid, vecs[i*2*r:], head)
		quantise(k.pairQ[(p.row+i)*r:], k.hid[:r])
	}
}

// relation chooses the relation of a word to its head by the scores: "root" to the root and nothing else.
func (m *Model) relation(scores []float32, isRoot bool) int32 {
	if isRoot {
		return m.root
	}
	best := int32(-1)
	for i := range m.rels {
		if int32(i) != m.root && (best < 0 || scores[i] > scores[best]) {
			best = int32(i)
		}
	}
	return best
}
