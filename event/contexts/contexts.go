// Package contexts says what a paragraph is about, in PLOVER's contexts and our own. One linear classifier for each context looks
// at the lemmas of the paragraph, at pairs of them, and at the words of the lexicon's contexts.tsv; all share one small file of
// eight-bit weights. Train makes a model from marked paragraphs, Load reads one, English gives the one built in.
package contexts

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"dragoman/syntax/modelfile"
)

// most is how many contexts a paragraph has at most, as examples/contexts/README.md has it.
const most = 4

// Model scores paragraphs. It is safe for concurrent use.
type Model struct {
	info    Info
	table   table
	weights []int8 // a row for each feature, a column for each label

	checksum uint32
}

// Info is what a model says of itself.
type Info struct {
	Format     int     `json:"format"`
	Language   string  `json:"language"` // ISO 639-1
	Seed       uint64  `json:"seed"`
	Settings   string  `json:"settings"`
	Syntax     string  `json:"syntax"`     // version of the syntax model whose lemmas were learned from
	Source     string  `json:"source"`     // what was learned from
	Vectors    string  `json:"vectors"`    // whose vectors told what words are alike; "" for none
	Paragraphs int     `json:"paragraphs"` // how many
	Unmarked   int     `json:"unmarked"`   // of them, without any context
	Words      int     `json:"words"`
	Labels     []Label `json:"labels"` // in the order of the weights' columns
}

// Label is one context: how its weights are read, and how well it is found.
type Label struct {
	Name      string  `json:"name"`
	Scale     float32 `json:"scale"` // of one step of its weights
	Bias      float32 `json:"bias"`  // a score above 0 speaks for the context
	Marked    int     `json:"marked"`
	Precision float64 `json:"precision"` // by cross-validation
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Info describes the model.
func (m *Model) Info() Info {
	info := m.info
	info.Labels = slices.Clone(info.Labels)
	return info
}

// Version identifies the model: language and checksum of its file; a model fresh from training has no checksum.
func (m *Model) Version() string { return fmt.Sprintf("%s-%08x", m.info.Language, m.checksum) }

// Labels lists the contexts that the model knows.
func (m *Model) Labels() []string {
	out := make([]string, len(m.info.Labels))
	for i, l := range m.info.Labels {
		out[i] = l.Name
	}
	return out
}

// MacroF1 is the mean F1 of the contexts by cross-validation.
func (m *Model) MacroF1() float64 {
	sum := 0.0
	for _, l := range m.info.Labels {
		sum += l.F1
	}
	return sum / float64(max(len(m.info.Labels), 1))
}

// add adds the weights of a feature to the sums of the labels.
func (m *Model) add(row int32, sums []int32) {
	n := len(sums)
	at := int(row) * n
	for l, w := range m.weights[at : at+n] {
		sums[l] += int32(w)
	}
}

// score is how much speaks for a label, given its sum over so many features; above 0 the paragraph has the context.
func (m *Model) score(label int, sum int32, features int) float32 {
	l := &m.info.Labels[label]
	return l.Bias + l.Scale*float32(sum)/float32(math.Sqrt(float64(max(features, 1))))
}

// sections of the model file.
const (
	sectionInfo    = "contexts"
	sectionKeys    = "contexts.keys"
	sectionWeights = "contexts.weights"
)

// format is that of the sections; the container has a version of its own.
const format = 1

// file puts the model into the container of trained models.
func (m *Model) file() (*modelfile.File, error) {
	info, err := json.Marshal(m.info)
	if err != nil {
		return nil, err
	}
	var keys, weights modelfile.Encoder
	for _, k := range m.table.keys {
		keys.Uint32(k)
	}
	for _, w := range m.weights {
		weights.Byte(byte(w))
	}
	f := modelfile.New()
	f.Set(sectionInfo, info)
	f.Set(sectionKeys, keys.Data())
	f.Set(sectionWeights, weights.Data())
	return f, nil
}
