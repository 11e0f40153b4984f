package text

import (
	"io"
	"math"
	"math/rand/v2"

	"dragoman"
)

// A Treebank is CoNLL-U text to learn from. Keep chooses documents by their "# newdoc" line; nil keeps all.
type Treebank struct {
	Name string
	Data io.Reader
	Keep func(newdoc string) bool
}

// The settings of the embedded model, chosen on the development parts.
const (
	trainPasses  = 5
	trainRate    = 0.04
	trainPenalty = 1e-3
)

// An example is one gap with its features and whether a sentence ends there.
type example struct {
	features []uint32
	ends     bool
}

// TrainSegmenter learns where English sentences end from treebanks and writes the model: logistic regression over
// hashed features, AdaGrad steps of the given rate, so many passes in an order fixed by the seed, L2 penalty.
func TrainSegmenter(w io.Writer, banks []Treebank, passes int, rate, penalty float64) error {
	var list []example
	for _, b := range banks {
		g, err := readGold(b.Data, b.Name, b.Keep)
		if err != nil {
			return err
		}
		list = append(list, examples(g)...)
	}
	if len(list) == 0 {
		return dragoman.Problemf("", "", "give CoNLL-U files with sentences", "there is nothing to learn from")
	}
	return fit(list, passes, rate, penalty).write(w)
}

// examples walks a treebank's text as the segmenter does, with the treebank's own sentence ends.
func examples(g *gold) []example {
	ends := make(map[int]bool, len(g.sentences))
	for _, s := range g.sentences {
		ends[s[1]] = true
	}
	var list []example
	scan := scanner{rules: englishRules(), text: g.text}
	for _, p := range paragraphs(g.text) {
		scan.out, scan.spaced = scan.out[:0], false
		scan.scan(p[0], p[1])
		at := gap{text: g.text, pieces: scan.out}
		for i := range len(scan.out) - 1 {
			at.look(i)
			end := ends[int(scan.out[i].end)]
			if at.candidate() {
				list = append(list, example{at.features(nil), end})
			}
			if end {
				at.begin(i + 1)
			}
		}
	}
	return list
}

// fit runs the gradient steps and quantises the weights to bytes.
func fit(list []example, passes int, rate, penalty float64) *boundaryModel {
	weights := make([]float64, modelSize)
	squares := make([]float64, modelSize)
	bias := 0.0
	random := rand.New(rand.NewPCG(1, 2))
	for range passes {
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, x := range list {
			z := bias
			for _, f := range x.features {
				z += weights[f]
			}
			miss := -1 / (1 + math.Exp(-z))
			if x.ends {
				miss++
			}
			bias += 0.01 * rate * miss
			for _, f := range x.features {
				grad := miss - penalty*weights[f]
				squares[f] += grad * grad
				weights[f] += rate * grad / (1e-3 + math.Sqrt(squares[f]))
			}
		}
	}
	return quantise(weights, bias)
}

func quantise(weights []float64, bias float64) *boundaryModel {
	top := 0.0
	for _, w := range weights {
		top = max(top, math.Abs(w))
	}
	m := &boundaryModel{scale: float32(max(top, 1e-9) / 127), bias: float32(bias)}
	for i, w := range weights {
		m.weights[i] = int8(math.Round(w / float64(m.scale)))
	}
	return m
}
