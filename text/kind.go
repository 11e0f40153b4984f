package text

import (
	"net/url"
	"strconv"
	"strings"
	"sync"

	"dragoman"
)

// A kindCue is a phrase that speaks for a kind of document.
type kindCue struct {
	kind   dragoman.DocumentKind
	in     string
	weight float64
	text   string
}

var kindCues = sync.OnceValue(func() []kindCue { return must(loadKindCues()) })

func loadKindCues() ([]kindCue, error) {
	t, err := loadTable("kinds.tsv", "kind", "in", "weight", "cue")
	if err != nil {
		return nil, err
	}
	var list []kindCue
	for _, row := range t.rows {
		c := kindCue{kind: dragoman.DocumentKind(t.get(row, "kind")), in: t.get(row, "in"), text: t.get(row, "cue")}
		if !knownKind(c.kind) {
			return nil, dragoman.Problemf("kinds.tsv", c.text, "write one of the kinds of document", "has the kind %q", c.kind)
		}
		if c.weight, err = strconv.ParseFloat(t.get(row, "weight"), 64); err != nil {
			return nil, dragoman.Problemf("kinds.tsv", c.text, "write a number", "has the weight %q", t.get(row, "weight"))
		}
		list = append(list, c)
	}
	return list, nil
}

func knownKind(k dragoman.DocumentKind) bool {
	for _, known := range dragoman.DocumentKinds {
		if k == known {
			return true
		}
	}
	return false
}

// decideKind says what kind of text a document is and which words decided it. The sums of the weights of the cues found
// are compared; each cue counts once.
func decideKind(d *dragoman.Document, blocks []dragoman.Block) (dragoman.DocumentKind, string) {
	v := newView(d, blocks)
	sum := map[dragoman.DocumentKind]float64{}
	best := map[dragoman.DocumentKind]float64{}
	why := map[dragoman.DocumentKind]string{}
	note := func(k dragoman.DocumentKind, weight float64, words string) {
		sum[k] += weight
		if weight > best[k] {
			best[k], why[k] = weight, words
		}
	}
	for _, c := range kindCues() {
		if words := v.find(c); words != "" {
			note(c.kind, c.weight, words)
		}
	}
	if words := v.questions(); words != "" {
		note(dragoman.KindInterview, 2, words)
	}
	v.voice(note)
	kind, top := dragoman.KindReport, 0.999
	for _, k := range dragoman.DocumentKinds {
		if sum[k] > top {
			kind, top = k, sum[k]
		}
	}
	return kind, why[kind]
}

// A view is a document as the cues of the kinds see it: folded once.
type view struct {
	doc                    *dragoman.Document
	blocks                 []dragoman.Block
	folds                  []folded
	title                  folded
	url, publisher, author string
	tail                   int // first of the last blocks
}

func newView(d *dragoman.Document, blocks []dragoman.Block) *view {
	v := &view{doc: d, blocks: blocks, title: fold(d.Title), publisher: fold(d.Publisher).text, author: fold(d.Author).text}
	if u, err := url.Parse(d.URL); err == nil {
		v.url = strings.ToLower(u.Path) + "/"
	}
	const most = 400 // blocks beyond say nothing new about the kind
	for i, b := range blocks {
		if i >= most && i < len(blocks)-6 {
			v.folds = append(v.folds, folded{at: []int32{0}})
			continue
		}
		v.folds = append(v.folds, fold(b.Span.Of(d.Text)))
	}
	v.tail = max(0, len(blocks)-6)
	return v
}

// find gives the words of the document that bear the cue, "" when it is not there.
func (v *view) find(c kindCue) string {
	switch c.in {
	case "title":
		if v.title.hasStart(c.text) {
			return v.doc.Title
		}
	case "url":
		if strings.Contains(v.url, c.text) {
			return v.doc.URL
		}
	case "publisher":
		if (folded{text: v.publisher}).find(c.text) >= 0 {
			return v.doc.Publisher
		}
	case "author":
		if (folded{text: v.author}).find(c.text) >= 0 {
			return v.doc.Author
		}
	case "head":
		for i := range min(3, len(v.folds)) {
			if v.folds[i].hasStart(c.text) && v.folds[i].words() <= 14 {
				return v.blocks[i].Span.Of(v.doc.Text)
			}
		}
	case "close":
		for i := v.tail; i < len(v.folds); i++ {
			if v.folds[i].hasStart(c.text) {
				return v.sentence(i, 0)
			}
		}
	case "tail":
		for i := v.tail; i < len(v.folds); i++ {
			if at := v.folds[i].find(c.text); at >= 0 {
				return v.sentence(i, at)
			}
		}
	case "text":
		for i := range v.folds {
			if v.blocks[i].Kind == dragoman.Boilerplate && i < v.tail {
				continue
			}
			if at := v.folds[i].find(c.text); at >= 0 && !insideQuote(v.folds[i].text, at) {
				return v.sentence(i, at)
			}
		}
	}
	return ""
}

// insideQuote says whether position at lies within quotation marks: what a quoted person believes does not make a text
// an opinion.
func insideQuote(s string, at int) bool { return strings.Count(s[:at], "\"")%2 == 1 }

// sentence gives the sentence (roughly) around position at of the folded block i, as written.
func (v *view) sentence(i, at int) string {
	f, block := v.folds[i], v.blocks[i].Span.Of(v.doc.Text)
	from, to := 0, len(f.text)
	if k := strings.LastIndex(f.text[:at], ". "); k >= 0 {
		from = k + 2
	}
	if k := strings.Index(f.text[at:], ". "); k >= 0 {
		to = at + k + 1
	}
	words := f.original(block, from, to)
	const most = 240
	if len(words) > most {
		words = strings.ToValidUTF8(words[:most], "") + " ..."
	}
	return strings.TrimSpace(words)
}

// voice notes how the text speaks outside quotation marks: "I" and "we" in the author's own voice speak for an opinion,
// questions to the reader for an opinion or an analysis, a headline that asks for an analysis.
func (v *view) voice(note func(dragoman.DocumentKind, float64, string)) {
	if strings.HasSuffix(v.title.text, "?") || strings.Contains(v.title.text, "? ") {
		note(dragoman.KindAnalysis, 0.6, v.doc.Title)
	}
	first, asked := "", ""
	for i, b := range v.blocks {
		f := v.folds[i]
		if b.Kind != dragoman.Prose || strings.HasPrefix(f.text, "q:") || strings.HasPrefix(f.text, "a:") {
			continue
		}
		for _, word := range []string{"i", "my", "i'm", "i'd"} {
			at := f.find(word)
			roman := at >= 0 && word == "i" && f.original(b.Span.Of(v.doc.Text), at, at+1) != "I"
			if first == "" && at >= 0 && !roman && !insideQuote(f.text, at) && !afterName(b.Span.Of(v.doc.Text), f, at) {
				first = v.sentence(i, at)
			}
		}
		if at := strings.Index(f.text, "? "); asked == "" && at > 0 && !insideQuote(f.text, at) && len(f.text) > 200 {
			asked = v.sentence(i, max(0, at-1))
		}
	}
	if first != "" {
		note(dragoman.KindOpinion, 0.8, first)
	}
	if asked != "" {
		note(dragoman.KindAnalysis, 0.4, asked)
		note(dragoman.KindOpinion, 0.3, asked)
	}
}

// afterName says whether a capitalised word stands before the "I", which then is a number ("World War I", "Article I").
func afterName(block string, f folded, at int) bool {
	before := strings.TrimRight(block[:f.at[at]], " ")
	word := before[strings.LastIndexByte(before, ' ')+1:]
	return word != "" && word[0] >= 'A' && word[0] <= 'Z'
}

// questions recognises an interview by its form: several blocks that are marked as questions and answers, or short
// questions that stand alone and are answered by longer blocks. It gives the first question.
func (v *view) questions() string {
	marked, plain, prose := 0, 0, 0
	firstMarked, firstPlain := "", ""
	for i, b := range v.blocks {
		if b.Kind == dragoman.Boilerplate || b.Kind == dragoman.Title {
			continue
		}
		prose++
		text, f := b.Span.Of(v.doc.Text), v.folds[i].text
		switch {
		case strings.HasPrefix(f, "q:") || strings.HasPrefix(f, "question:") || strings.HasPrefix(f, "q."):
			if marked++; firstMarked == "" {
				firstMarked = text
			}
		case strings.HasSuffix(f, "?") && len(f) < 300 && !strings.Contains(f, "\"") && i+1 < len(v.blocks):
			if plain++; firstPlain == "" {
				firstPlain = text
			}
		}
	}
	switch {
	case marked >= 2:
		return firstMarked
	case plain >= 3 && plain*4 >= prose:
		return firstPlain
	}
	return ""
}
