package neural

import (
	"fmt"
	"math/rand/v2"
)

// Shape is the size of a network; all of it is stored in the model file.
type Shape struct {
	WordDim  int // width of the embedding of whole words
	SubDim   int // width of the embedding of parts of words
	SubRows  int // rows of the table of parts of words
	Width    int // width of a token's vector in the encoder, both directions together; a multiple of 64
	Layers   int // layers of recurrence
	TagLayer int // the tags are read from the output of this layer, 1 to Layers
	TagWidth int // hidden layer of the tagger; a multiple of 16
	ArcWidth int // width of the vectors whose products are the arc scores; a multiple of 16
	RelWidth int // hidden layer of the relation scorer; a multiple of 16
}

// check says what is wrong with a shape, for instance one read from a file.
func (s Shape) check() error {
	for _, v := range []int{s.WordDim, s.SubDim, s.Width, s.TagWidth, s.ArcWidth, s.RelWidth} {
		if v < 1 || v > 1024 {
			return fmt.Errorf("a layer of width %d", v)
		}
	}
	switch {
	case s.Width%64 != 0, s.TagWidth%16 != 0, s.ArcWidth%16 != 0, s.RelWidth%16 != 0:
		return fmt.Errorf("layer widths that are no multiples of 16 or 64")
	case s.Width > 512: // sums of forms are kept in 16 bits (see sumsOf)
		return fmt.Errorf("an encoder %d wide, 512 being the most", s.Width)
	case s.Layers < 1 || s.Layers > 8, s.TagLayer < 1 || s.TagLayer > s.Layers:
		return fmt.Errorf("%d layers with tags read from layer %d", s.Layers, s.TagLayer)
	case s.SubRows < 1 || s.SubRows > 1<<20:
		return fmt.Errorf("a table of %d parts of words", s.SubRows)
	}
	return nil
}

// The kinds of tag, in the order in which the tagger's output holds them.
const (
	tagUPOS = iota
	tagXPOS
	tagFeats
	tagKinds
)

const (
	distanceCap   = 24                // distances between a word and its head beyond this count as this
	distanceCells = 2*distanceCap + 2 // the last cell is for the root
)

// distanceCell numbers the signed distance from a dependent to a head.
func distanceCell(dependent, head int) int {
	return max(-distanceCap, min(distanceCap, head-dependent)) + distanceCap
}

// cell is a layer of recurrence. Its parts, Width outputs each, compute the candidates of both directions, the gates of the
// way there (forget, reset), and those of the way back.
type cell struct{ w, b [cellParts]*param }

const cellParts = 3

// cellInput says which of a layer's inputs a part sees (see glance): candidates all, gates those of the word itself and of
// the word that the way comes from.
func (s Shape) cellInput(part int) (from, width int) {
	quarter := s.Width / 4
	switch part {
	case 1:
		return 0, 3 * quarter
	case 2:
		return quarter, 3 * quarter
	}
	return 0, s.Width
}

// net is a network in training.
type net struct {
	shape        Shape
	word, sub    *param
	typeW, typeB *param
	domain       *param // one row for each treebank, added to the type layer
	cells        []cell
	tagW, tagB   *param
	outW, outB   *param // TagWidth -> all tags of all kinds
	headW, headB *param // Width -> arc dependent, arc head, relation dependent, relation head
	rootV        *param // the root's arc head and relation head vectors
	distance     *param
	relW, relB   *param
	encoder, all []*param // encoder: what pretraining shares
}

func (s Shape) embWidth() int  { return s.WordDim + s.SubDim }
func (s Shape) headWidth() int { return 2*s.ArcWidth + 2*s.RelWidth }

// newNet makes a network with random weights.
func newNet(s Shape, words, domains int, tags [tagKinds]int, rels int, r *rand.Rand) *net {
	n := s.wire(words, domains, tags, rels, newParam)
	n.word.uniform(r, 0.1)
	n.sub.uniform(r, 0.1)
	n.typeW.glorot(r, s.Width, 3)
	for _, c := range n.cells {
		for _, w := range c.w {
			w.glorot(r, s.Width, 1.7)
		}
	}
	n.tagW.glorot(r, s.TagWidth, 2)
	n.outW.glorot(r, n.outW.cols, 1)
	n.headW.glorot(r, s.ArcWidth, 1.5)
	n.rootV.uniform(r, 0.2)
	n.relW.glorot(r, rels, 1)
	return n
}

// twin is a network that shares the weights and has gradients of its own.
func (n *net) twin() *net {
	at := -1
	return n.shape.wire(0, 0, [tagKinds]int{}, 0, func(string, int, int, bool) *param {
		at++
		return n.all[at].twin()
	})
}

// wire puts a network together from parameters that add makes.
func (s Shape) wire(words, domains int, tags [tagKinds]int, rels int, add func(name string, rows, cols int, sparse bool) *param) *net {
	n := &net{shape: s}
	take := func(name string, rows, cols int, sparse bool) *param {
		p := add(name, rows, cols, sparse)
		n.all = append(n.all, p)
		return p
	}
	n.word = take("word", words, s.WordDim, true)
	n.sub = take("sub", s.SubRows, s.SubDim, true)
	n.typeW = take("typeW", s.embWidth(), s.Width, false)
	n.typeB = take("typeB", 1, s.Width, false)
	n.domain = take("domain", domains, s.Width, true)
	for l := range s.Layers {
		var c cell
		for part := range c.w {
			_, rows := s.cellInput(part)
			c.w[part] = take(fmt.Sprint("cellW", l, part), rows, s.Width, false)
			c.b[part] = take(fmt.Sprint("cellB", l, part), 1, s.Width, false)
		}
		n.cells = append(n.cells, c)
	}
	n.encoder = n.all[:len(n.all):len(n.all)]
	all := tags[tagUPOS] + tags[tagXPOS] + tags[tagFeats]
	n.tagW = take("tagW", s.Width, s.TagWidth, false)
	n.tagB = take("tagB", 1, s.TagWidth, false)
	n.outW = take("outW", s.TagWidth, all, false)
	n.outB = take("outB", 1, all, false)
	n.headW = take("headW", s.Width, s.headWidth(), false)
	n.headB = take("headB", 1, s.headWidth(), false)
	n.rootV = take("rootV", 1, s.ArcWidth+s.RelWidth, false)
	n.distance = take("distance", 1, distanceCells, false)
	n.relW = take("relW", s.RelWidth, rels, false)
	n.relB = take("relB", 1, rels, false)
	return n
}
