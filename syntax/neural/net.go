package neural

import (
	"fmt"
	"math/rand/v2"
)

// Shape is the size of a network; all of it is stored in the model file.
type Shape struct {
	WordDim  int  // width of the embedding of whole words
	SubDim   int  // width of the embedding of parts of words
	SubRows  int  // rows of the table of parts of words
	Width    int  // width of a token's vector in the encoder, both directions together; a multiple of 32
	Layers   int  // layers of recurrence
	TagLayer int  // the tags are read from the output of this layer, 1 to Layers
	TagWidth int  // hidden layer of the tagger; a multiple of 16
	ArcWidth int  // width of the vectors whose products are the arc scores; a multiple of 16
	RelWidth int  // hidden layer of the relation scorer; a multiple of 16
	Glance   bool // a layer sees part of the channels of the words next to a word instead of that word's own
}

// check says what is wrong with a shape, for instance one read from a file.
func (s Shape) check() error {
	for _, v := range []int{s.WordDim, s.SubDim, s.Width, s.TagWidth, s.ArcWidth, s.RelWidth} {
		if v < 1 || v > 1024 {
			return fmt.Errorf("a layer of width %d", v)
		}
	}
	switch {
	case s.Width%32 != 0, s.TagWidth%16 != 0, s.ArcWidth%16 != 0, s.RelWidth%16 != 0:
		return fmt.Errorf("layer widths that are no multiples of 16 or 32")
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

// net is a network in training.
type net struct {
	shape        Shape
	word, sub    *param
	typeW, typeB *param
	domain       *param // one row for each treebank, added to the type layer
	cellW, cellB []*param
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

func newNet(s Shape, words, domains int, tags [tagKinds]int, rels int, r *rand.Rand) *net {
	n := &net{shape: s}
	add := func(name string, rows, cols int, sparse bool) *param {
		p := newParam(name, rows, cols, sparse)
		n.all = append(n.all, p)
		return p
	}
	n.word = add("word", words, s.WordDim, true).uniform(r, 0.1)
	n.sub = add("sub", s.SubRows, s.SubDim, true).uniform(r, 0.1)
	n.typeW = add("typeW", s.embWidth(), s.Width, false).glorot(r, s.Width, 3)
	n.typeB = add("typeB", 1, s.Width, false)
	n.domain = add("domain", domains, s.Width, true)
	for l := range s.Layers {
		n.cellW = append(n.cellW, add(fmt.Sprint("cellW", l), s.Width, 3*s.Width, false).glorot(r, s.Width, 1.7))
		n.cellB = append(n.cellB, add(fmt.Sprint("cellB", l), 1, 3*s.Width, false))
	}
	n.encoder = n.all[:len(n.all):len(n.all)]
	all := tags[tagUPOS] + tags[tagXPOS] + tags[tagFeats]
	n.tagW = add("tagW", s.Width, s.TagWidth, false).glorot(r, s.TagWidth, 2)
	n.tagB = add("tagB", 1, s.TagWidth, false)
	n.outW = add("outW", s.TagWidth, all, false).glorot(r, all, 1)
	n.outB = add("outB", 1, all, false)
	n.headW = add("headW", s.Width, s.headWidth(), false).glorot(r, s.ArcWidth, 1.5)
	n.headB = add("headB", 1, s.headWidth(), false)
	n.rootV = add("rootV", 1, s.ArcWidth+s.RelWidth, false).uniform(r, 0.2)
	n.distance = add("distance", 1, distanceCells, false)
	n.relW = add("relW", s.RelWidth, rels, false).glorot(r, rels, 1)
	n.relB = add("relB", 1, rels, false)
	return n
}
