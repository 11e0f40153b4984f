// Package syntax gives words their tags, lemmas and places in a dependency tree, in the scheme of Universal Dependencies. A
// model is trained from treebanks by Train, kept in one file, and read by Load; English gives the one built in.
package syntax

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"dragoman"
	"dragoman/syntax/lemma"
	"dragoman/syntax/modelfile"
	"dragoman/syntax/neural"
)

// Model tags, lemmatises and parses. It is safe for concurrent use.
type Model struct {
	info      Info
	net       *neural.Model
	lemmas    *lemma.Lemmatizer
	lemmaTags map[tagClass]string
	pool      pool
}

// tagClass is the two tags of a word.
type tagClass struct{ upos, xpos string }

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

// Version identifies the model: language and checksum of its file ("en-1f2e3d4c"); a model fresh from training has no checksum.
func (m *Model) Version() string { return fmt.Sprintf("%s-%08x", m.info.Language, m.info.checksum) }

// Relations lists the dependency relations the model can give.
func (m *Model) Relations() []string { return append([]string(nil), m.net.Relations()...) }

// Parse fills in the tokens of every sentence outside boilerplate. Parts of a long article are parsed side by side.
func (m *Model) Parse(a *dragoman.Article) {
	k := m.pool.get()
	defer m.pool.put(k)
	k.sentences = k.sentences[:0]
	for i := range a.Sentences {
		s := &a.Sentences[i]
		if s.Block >= 0 && s.Block < len(a.Blocks) && a.Blocks[s.Block].Kind == dragoman.Boilerplate {
			continue
		}
		k.sentences = append(k.sentences, s.Tokens)
	}
	if _, more := portion(k.sentences); len(more) > 0 && runtime.GOMAXPROCS(0) > 1 {
		m.sideBySide(k)
	} else {
		m.net.ParseAll(k.sentences, &k.net)
	}
	for _, tokens := range k.sentences {
		m.mend(tokens)
	}
	clear(k.sentences)
}

// portionWords is how many words are worth a goroutine.
const portionWords = 4000

// portion cuts off as many sentences as are worth a goroutine.
func portion(sentences [][]dragoman.Token) (first, rest [][]dragoman.Token) {
	n := 0
	for i, s := range sentences {
		if n += len(s); n >= portionWords {
			return sentences[:i+1], sentences[i+1:]
		}
	}
	return sentences, nil
}

// sideBySide parses the sentences of k, portion by portion, on all processors.
func (m *Model) sideBySide(k *scratch) {
	var mu sync.Mutex
	left := k.sentences
	work := func(k *scratch) {
		for {
			mu.Lock()
			var p [][]dragoman.Token
			p, left = portion(left)
			mu.Unlock()
			if len(p) == 0 {
				return
			}
			m.net.ParseAll(p, &k.net)
		}
	}
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) - 1 {
		wait.Go(func() {
			other := m.pool.get()
			defer m.pool.put(other)
			work(other)
		})
	}
	work(k)
	wait.Wait()
}

// ParseSentence fills in Lemma, UPOS, XPOS, Feats, Head and Deprel of the sentence's tokens. The heads always make a tree with
// one root.
func (m *Model) ParseSentence(s *dragoman.Sentence) {
	k := m.pool.get()
	defer m.pool.put(k)
	m.net.ParseTokens(s.Tokens, &k.net)
	m.mend(s.Tokens)
}

// scratch is the working memory of one goroutine.
type scratch struct {
	net       neural.Scratch
	sentences [][]dragoman.Token
}

// pool keeps scratches for the next to parse. It is no sync.Pool, for what a scratch remembers is worth more than a collection of
// garbage.
type pool struct {
	mu   sync.Mutex
	free []*scratch
}

func (p *pool) get() *scratch {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return &scratch{}
	}
	k := p.free[n-1]
	p.free = p.free[:n-1]
	return k
}

// put gives a scratch back; there is no use for more of them than there are processors.
func (p *pool) put(k *scratch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) < runtime.GOMAXPROCS(0) {
		p.free = append(p.free, k)
	}
}

// finish derives what is not stored.
func (m *Model) finish() {
	m.lemmaTags = map[tagClass]string{}
	m.net.Tags(func(upos, xpos string) { m.lemmaTags[tagClass{upos, xpos}] = "" })
	for t := range m.lemmaTags {
		m.lemmaTags[t] = lemmaTag(t, len(m.lemmaTags))
	}
}

// useLemmas sets the lemmatiser, which parsing then uses.
func (m *Model) useLemmas(l *lemma.Lemmatizer) {
	l.SetWords(m.net.Knows)
	m.lemmas = l
	m.net.SetLemmas(func(form, upos, xpos string) string { return l.Lemma(form, m.lemmaTags[tagClass{upos, xpos}]) })
}

// manyTags: beyond this number the treebank's own tags spell out all morphology, and lemmas are learnt by UPOS.
const manyTags = 200

func lemmaTag(t tagClass, tags int) string {
	if tags > manyTags {
		return t.upos
	}
	return t.upos + "\t" + t.xpos
}

// WriteTo writes the model's file.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	f := modelfile.New()
	info, err := json.Marshal(m.info)
	if err != nil {
		return 0, err
	}
	f.Set("info", info)
	f.Set("network", m.net.Encode())
	f.Set("lemmas", m.lemmas.Encode())
	return f.WriteTo(w)
}

// Load reads a model held in memory, which must not be changed afterwards. The error names what is wrong with a file that is
// no model, damaged, or of another version.
func Load(data []byte) (*Model, error) { return load(data, "syntax model") }

// LoadFile reads a model from disk; see Load.
func LoadFile(path string) (*Model, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "name a file made by dragoman train syntax", "cannot be read: %v", err)
	}
	return load(data, path)
}

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
	var err error
	if m.net, err = neural.Decode(section("network")); err != nil {
		return fmt.Errorf("section network: %w", err)
	}
	lemmas, err := lemma.Decode(section("lemmas"))
	if err != nil {
		return err
	}
	m.finish()
	m.useLemmas(lemmas)
	return nil
}
