package relation

import "math"

// Blocks of word vectors that a case has: the mean over each of several groups of words.
const (
	blockPath     = iota // on the path between the parties
	blockHanging         // what hangs on the path
	blockSentence        // verbs, nouns and adjectives of the sentence
	blockSource          // the source party
	blockTarget          // the target party
	blockTop             // where the sides meet
	blockObject          // object or open complement of the word that governs the source
	blocks
)

// dense fills in the blocks, each scaled to weightDense.
func (x *extractor) dense(v *Vectors) {
	size := blocks * v.Dim
	if x.Foreign {
		size *= 2
	}
	if cap(x.out.Dense) < size {
		x.out.Dense = make([]float32, size)
	}
	x.out.Dense = x.out.Dense[:size]
	clear(x.out.Dense)
	if cap(x.onWay) < len(x.Tokens) {
		x.onWay = make([]bool, 2*len(x.Tokens))
	}
	onPath := x.onWay[:len(x.Tokens)]
	clear(onPath)
	x.onPath(func(i int) {
		if content(x.Tokens[i].UPOS) {
			onPath[i] = true
			x.block(v, blockPath, i)
		}
	})
	for i := range x.Tokens {
		if !onPath[i] {
			continue
		}
		for k := range x.kids(i) {
			if rel := x.rel(k); !x.inParty(k) && !onPath[k] && telling(rel) && rel != "advmod" && rel != "aux" && rel != "mark" {
				x.block(v, blockHanging, k)
			}
		}
	}
	for i := range x.Tokens {
		switch {
		case x.Source.has(i):
			x.block(v, blockSource, i)
		case x.Target.has(i):
			x.block(v, blockTarget, i)
		case x.Tokens[i].UPOS == "VERB" || x.Tokens[i].UPOS == "NOUN" || x.Tokens[i].UPOS == "ADJ":
			x.block(v, blockSentence, i)
		}
	}
	if x.top >= 0 {
		x.block(v, blockTop, x.top)
	}
	if h := x.governor(x.Source); h >= 0 {
		for k := range x.kids(h) {
			if rel := x.rel(k); (rel == "obj" || rel == "xcomp") && !x.Source.has(k) {
				x.block(v, blockObject, k)
			}
		}
	}
	x.scaleBlocks(v.Dim)
}

func content(upos string) bool {
	switch upos {
	case "VERB", "NOUN", "ADJ", "PROPN", "ADV":
		return true
	}
	return false
}

// block adds the token's vector to a block.
func (x *extractor) block(v *Vectors, block, token int) {
	v.addRow(x.out.Dense[block*v.Dim:(block+1)*v.Dim], x.vectorRows(v)[token])
}

func (x *extractor) scaleBlocks(dim int) {
	for b := range blocks {
		part := x.out.Dense[b*dim : (b+1)*dim]
		sum := 0.0
		for _, f := range part {
			sum += float64(f * f)
		}
		if sum == 0 {
			continue
		}
		f := float32(weightDense / math.Sqrt(sum))
		for i := range part {
			part[i] *= f
			if x.Foreign {
				x.out.Dense[blocks*dim+b*dim+i] = part[i] * denseForeign / weightDense
			}
		}
	}
}
