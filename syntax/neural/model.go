package neural

import (
	"fmt"
	"strings"
)

// Model is a trained network with its weights as bytes. It does not change and is safe for concurrent use; each
// goroutine brings its own Scratch.
type Model struct {
	shape     Shape
	tags      [tagKinds][]string
	pairs     []tagPair
	pairsOf   [][]int32 // the pairs with each XPOS
	rels      []string
	root      int32 // the relation "root"
	loose     int32 // the relation that ties the pieces of an overlong sentence
	vocab     map[string]int32
	entries   []string
	word      table
	sub       table
	typeW     []float32 // embWidth x Width
	typeB     []float32
	cells     [][cellParts]layer
	first     [cellParts]firstPart // the first of cells once more
	tag       layer
	out       layer
	arc       layer
	pair      layer // what the relation scorer makes of dependent and head
	rel       layer
	rootV     []float32
	dist      []float32
	distances []float32 // of the heads 1-longest to longest-1 words away, from dist
	lemma     func(form, upos, xpos string) string
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
	addBytes(float32(factor*t.scale[i]), t.rows[int(i)*t.cols:][:t.cols], out)
}

// spread lays out the scores of distances in a row, and the first layer for sums of forms.
func (m *Model) spread() {
	for part := range m.first {
		m.first[part] = newFirstPart(&m.cells[0][part])
	}
	m.distances = nil
	for d := 1 - longest; d < longest; d++ {
		m.distances = append(m.distances, m.dist[distanceCell(0, d)])
	}
}

// index builds what is not stored, but for what weights make.
func (m *Model) index() {
	m.vocab = make(map[string]int32, len(m.entries))
	for i, e := range m.entries {
		m.vocab[e] = int32(firstWord + i)
	}
	m.pairsOf = make([][]int32, len(m.tags[tagXPOS]))
	for i, p := range m.pairs {
		m.pairsOf[p.xpos] = append(m.pairsOf[p.xpos], int32(i))
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

// SetLemmas has parsing fill in lemmas too, with a function that must be safe for concurrent use. Call it before the first
// sentence is parsed.
func (m *Model) SetLemmas(lemma func(form, upos, xpos string) string) { m.lemma = lemma }

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

// Knows says whether a word, given in small letters, is in the vocabulary.
func (m *Model) Knows(word string) bool {
	_, ok := m.vocab[word]
	return ok
}

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
