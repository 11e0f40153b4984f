// Package syntax gives words their tags, lemmas and places in a dependency tree, in the scheme of Universal Dependencies. A
// model is trained from treebanks by Train, kept in one file, and read by Load; English gives the one built in.
package syntax

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"dragoman"
	"dragoman/syntax/lemma"
	"dragoman/syntax/linear"
	"dragoman/syntax/modelfile"
)

// scorer is a linear classifier, in training or frozen.
type scorer interface {
	Score(features []uint64, scores []int32)
}

// tagClass is what the tagger chooses between: both tags at once.
type tagClass struct{ upos, xpos string }

// Model tags, lemmatises and parses. It is safe for concurrent use.
type Model struct {
	info      Info
	tags      []tagClass
	feats     []string
	relations []string
	root      int // index of "root" in relations
	featsOf   [][]uint16
	lexicon   *lexicon
	lemmas    *lemma.Lemmatizer

	tagWeights, featsWeights, parseWeights scorer

	tagHash, uposHash, featsHash []uint64
	lemmaTags                    []string // by tag class
	pool                         sync.Pool
}

// Info is what a model says of itself.
type Info struct {
	Language string             `json:"language"` // ISO 639-1
	Sources  []Source           `json:"sources"`
	Seed     uint64             `json:"seed"`
	Settings string             `json:"settings"`
	Scores   map[string]float64 `json:"scores,omitempty"` // F1 on the development data, by measure, with its words given

	checksum uint32
}

// Source is a treebank or text a model was trained on.
type Source struct {
	Name      string `json:"name"`
	Sentences int    `json:"sentences"`
	Words     int    `json:"words"`
	Licence   string `json:"licence,omitempty"`
}

// Info describes the model.
func (m *Model) Info() Info { return m.info }

// Version identifies the model: language and checksum of its file ("en-1f2e3d4c"); "untrained" parts do not exist.
func (m *Model) Version() string { return fmt.Sprintf("%s-%08x", m.info.Language, m.info.checksum) }

// Relations lists the dependency relations the model can give.
func (m *Model) Relations() []string { return append([]string(nil), m.relations...) }

// Parse fills in the tokens of every sentence outside boilerplate.
func (m *Model) Parse(a *dragoman.Article) {
	k := m.scratch()
	defer m.pool.Put(k)
	for i := range a.Sentences {
		s := &a.Sentences[i]
		if s.Block >= 0 && s.Block < len(a.Blocks) && a.Blocks[s.Block].Kind == dragoman.Boilerplate {
			continue
		}
		m.parseTokens(k, s.Tokens)
	}
}

// ParseSentence fills in Lemma, UPOS, XPOS, Feats, Head and Deprel of the sentence's tokens. The heads always make a tree with
// one root.
func (m *Model) ParseSentence(s *dragoman.Sentence) {
	k := m.scratch()
	defer m.pool.Put(k)
	m.parseTokens(k, s.Tokens)
}

func (m *Model) scratch() *scratch {
	if k, ok := m.pool.Get().(*scratch); ok {
		return k
	}
	return &scratch{scores: make([]int32, max(len(m.tags), len(m.feats), m.classes(), 256))}
}

func (m *Model) parseTokens(k *scratch, tokens []dragoman.Token) {
	if len(tokens) == 0 {
		return
	}
	m.encode(k, tokens)
	m.tag(k)
	m.parse(k)
	for i := range tokens {
		t, w := &tokens[i], &k.words[i]
		t.UPOS, t.XPOS, t.Feats = m.tags[w.tag].upos, m.tags[w.tag].xpos, m.feats[w.feats]
		t.Lemma = m.lemmas.Lemma(t.Form, m.lemmaTags[w.tag])
		t.Head, t.Deprel = int(k.state.heads[i]), m.relations[k.state.labels[i]]
		if t.Head == len(tokens) {
			t.Head = -1
		}
	}
}

// finish derives what is not stored.
func (m *Model) finish() error {
	m.root = -1
	for i, r := range m.relations {
		if r == "root" {
			m.root = i
		}
	}
	if m.root < 0 || len(m.relations) < 2 || len(m.tags) == 0 || len(m.feats) == 0 || len(m.featsOf) != len(m.tags) {
		return errors.New("labels are missing")
	}
	m.tagHash, m.uposHash, m.featsHash, m.lemmaTags = nil, nil, nil, nil
	for _, t := range m.tags {
		m.tagHash = append(m.tagHash, hashString(t.upos+"\t"+t.xpos))
		m.uposHash = append(m.uposHash, hashString(t.upos))
		m.lemmaTags = append(m.lemmaTags, lemmaTag(t, len(m.tags)))
	}
	for _, f := range m.feats {
		m.featsHash = append(m.featsHash, hashString(f))
	}
	return nil
}

// manyTags: beyond this number the treebank's own tags spell out all morphology, and lemmas are learnt by UPOS.
const manyTags = 200

func lemmaTag(t tagClass, tags int) string {
	if tags > manyTags {
		return t.upos
	}
	return t.upos + "\t" + t.xpos
}

// WriteTo writes the model's file. Only a model from Train or Load can be written.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	f := modelfile.New()
	info, err := json.Marshal(m.info)
	if err != nil {
		return 0, err
	}
	f.Set("info", info)
	f.Set("labels", m.encodeLabels())
	f.Set("lexicon", m.lexicon.encode())
	f.Set("lemmas", m.lemmas.Encode())
	for _, s := range m.weightSections() {
		weights, ok := (*s.weights).(*linear.Weights)
		if !ok {
			return 0, errors.New("the model is still in training")
		}
		f.Set(s.name, weights.Encode())
	}
	return f.WriteTo(w)
}

type weightSection struct {
	name    string
	weights *scorer
	classes int
}

func (m *Model) weightSections() []weightSection {
	return []weightSection{
		{"tag weights", &m.tagWeights, len(m.tags)},
		{"feats weights", &m.featsWeights, len(m.feats)},
		{"parse weights", &m.parseWeights, m.classes()},
	}
}

func (m *Model) encodeLabels() []byte {
	var e modelfile.Encoder
	names := make([]string, len(m.tags))
	for i, t := range m.tags {
		names[i] = t.upos + "\t" + t.xpos
	}
	e.Strings(names)
	e.Strings(m.feats)
	e.Strings(m.relations)
	for _, list := range m.featsOf {
		e.Uint(len(list))
		for _, f := range list {
			e.Uint(int(f))
		}
	}
	return e.Data()
}

func (m *Model) decodeLabels(data []byte) error {
	d := modelfile.NewDecoder(data)
	for _, name := range d.Strings() {
		upos, xpos, _ := strings.Cut(name, "\t")
		m.tags = append(m.tags, tagClass{upos, xpos})
	}
	m.feats, m.relations = d.Strings(), d.Strings()
	for range m.tags {
		list := make([]uint16, d.Count(1))
		for i := range list {
			f := d.Uint()
			if f >= len(m.feats) {
				return errors.New("bad feature class")
			}
			list[i] = uint16(f)
		}
		if len(list) == 0 {
			return errors.New("a tag without features")
		}
		m.featsOf = append(m.featsOf, list)
	}
	if len(m.tags) > 1<<16-1 || len(m.feats) > 1<<16-1 || m.classes() > 1<<16-1 {
		return errors.New("too many labels")
	}
	if d.Err() != nil || d.Len() != 0 {
		return errors.New("bad length")
	}
	return m.finish()
}

// Load reads a model held in memory, which must not be changed afterwards. The error names what is wrong with a file that is
// no model, damaged, or of another version.
func Load(data []byte) (*Model, error) { return load(data, "syntax model") }

func load(data []byte, file string) (*Model, error) {
	f, err := modelfile.Read(data, file)
	if err != nil {
		return nil, err
	}
	m := &Model{}
	if err := m.decode(f); err != nil {
		return nil, dragoman.Problemf(file, "", "train the model again or fetch the file anew", "is damaged: %v", err)
	}
	m.info.checksum = f.Checksum()
	return m, nil
}

func (m *Model) decode(f *modelfile.File) error {
	section := func(name string) []byte {
		body, _ := f.Section(name)
		return body
	}
	if err := json.Unmarshal(section("info"), &m.info); err != nil {
		return fmt.Errorf("section info: %w", err)
	}
	if err := m.decodeLabels(section("labels")); err != nil {
		return fmt.Errorf("section labels: %w", err)
	}
	var err error
	if m.lexicon, err = decodeLexicon(section("lexicon"), len(m.tags)); err != nil {
		return err
	}
	if m.lemmas, err = lemma.Decode(section("lemmas")); err != nil {
		return err
	}
	for _, s := range m.weightSections() {
		w, err := linear.Decode(section(s.name))
		if err != nil {
			return fmt.Errorf("section %s: %w", s.name, err)
		}
		if w.Classes() != s.classes {
			return fmt.Errorf("section %s: %d classes instead of %d", s.name, w.Classes(), s.classes)
		}
		*s.weights = w
	}
	return nil
}
