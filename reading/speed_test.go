package reading

import (
	"os"
	"path/filepath"
	"testing"

	"dragoman"
	"dragoman/actor"
	"dragoman/eval"
	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/syntax"
	"dragoman/text"
)

// line is the reading line over the articles that performance is measured with.
type line struct {
	docs      []dragoman.Document
	segmenter dragoman.Segmenter
	parser    dragoman.Parser
	resolver  dragoman.Resolver
	coder     dragoman.Coder
}

func newLine(b *testing.B) *line {
	b.Helper()
	path := filepath.Join("..", "examples", "gold", "articles.jsonl")
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	cases, _, err := eval.ReadTriples(f, path)
	if err != nil {
		b.Fatal(err)
	}
	lex, err := lexicon.Default()
	if err != nil {
		b.Fatal(err)
	}
	model, err := syntax.English()
	if err != nil {
		b.Fatal(err)
	}
	scorer, err := relation.English()
	if err != nil {
		b.Fatal(err)
	}
	l := &line{segmenter: text.English(), parser: model, resolver: actor.New(lex), coder: event.New(lex, scorer)}
	for _, c := range cases {
		l.docs = append(l.docs, dragoman.Document{ID: c.ID, Published: c.Date, Text: c.Text, Language: "en"})
	}
	return l
}

// parsed gives the articles with their trees.
func (l *line) parsed() (all []*dragoman.Article, sentences int) {
	for _, d := range l.docs {
		a := l.segmenter.Segment(d)
		l.parser.Parse(a)
		all, sentences = append(all, a), sentences+len(a.Sentences)
	}
	return all, sentences
}

// perSentence tells what one room takes for a sentence; each does the room's work on the i-th article.
func (l *line) perSentence(b *testing.B, each func(i int)) {
	_, sentences := l.parsed()
	b.ReportAllocs()
	for b.Loop() {
		for i := range l.docs {
			each(i)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*sentences), "µs/sentence")
}

func BenchmarkSegment(b *testing.B) {
	l := newLine(b)
	l.perSentence(b, func(i int) { l.segmenter.Segment(l.docs[i]) })
}

func BenchmarkParse(b *testing.B) {
	l := newLine(b)
	l.perSentence(b, func(i int) {
		b.StopTimer()
		a := l.segmenter.Segment(l.docs[i])
		b.StartTimer()
		l.parser.Parse(a)
	})
}

func BenchmarkActors(b *testing.B) {
	l := newLine(b)
	articles, _ := l.parsed()
	l.perSentence(b, func(i int) { l.resolver.Resolve(articles[i]) })
}

func BenchmarkEvents(b *testing.B) {
	l := newLine(b)
	articles, _ := l.parsed()
	casts := make([]*dragoman.Cast, len(articles))
	for i, a := range articles {
		casts[i] = l.resolver.Resolve(a)
	}
	l.perSentence(b, func(i int) { l.coder.Code(articles[i], casts[i]) })
}

func BenchmarkAll(b *testing.B) {
	l := newLine(b)
	r := &Reader{Segmenter: l.segmenter, Parser: l.parser, Resolver: l.resolver, Coder: l.coder, Language: "en"}
	l.perSentence(b, func(i int) { r.Read(l.docs[i]) })
}
