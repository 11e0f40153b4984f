package corridor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman"
	"dragoman/internal/tsv"
)

// Effect is what a sentence says of an element.
type Effect string

// The effects, data/effects.tsv has their words.
const (
	Restart   Effect = "restart"
	Closure   Effect = "closure"
	Attack    Effect = "attack"
	Damage    Effect = "damage"
	Reduction Effect = "reduction"
	Strike    Effect = "strike" // of workers
	Sanction  Effect = "sanction"
	Step      Effect = "step" // of capacity
	Tariff    Effect = "tariff"
	Agreed    Effect = "agreement"
	Plan      Effect = "plan"
	NoEffect  Effect = "" // named only
)

// Spot is where a text names an element.
type Spot struct {
	Element string
	Span    dragoman.Span
}

// Mention is a report that names an element: a record whose sentence does, or a sentence of which no record was made.
type Mention struct {
	Element  string               `json:"element"`
	Effect   Effect               `json:"effect"`
	Words    string               `json:"words"`  // that tell the effect
	Status   dragoman.Status      `json:"status"` // of the record; of a bare sentence hypothetical where a word casts doubt
	Date     string               `json:"date"`   // of the record where stated, else of publication
	Kind     string               `json:"kind"`   // event, agreement, statement or sentence
	Record   string               `json:"record,omitempty"`
	Type     string               `json:"type,omitempty"` // of the event, or kind of the agreement
	Sentence string               `json:"sentence"`
	Document dragoman.DocumentRef `json:"document"`
}

type effectWords struct {
	effect string
	words  []string
	events []string
}

// effects are the rows of the data file, by its order.
var effects = sync.OnceValues(func() ([]effectWords, error) {
	var out []effectWords
	err := tsv.Read(embedded, "data/effects.tsv", []string{"effect", "words", "events"}, func(r *tsv.Row) error {
		e := effectWords{r.Get("effect"), r.List("words"), r.List("events")}
		if slices.ContainsFunc(out, func(x effectWords) bool { return x.effect == e.effect }) {
			return r.Problem("put both rows together", "effect %s stands twice", e.effect)
		}
		for _, w := range e.words {
			if w == "" || w != strings.ToLower(w) {
				return r.Problem("write words in small letters", "%q cannot match", w)
			}
		}
		out = append(out, e)
		return nil
	})
	return out, err
})

// found gives the word of a row that a sentence has; "" for none. A word matches the beginning of a word of the text; one of up to three letters
// the whole word.
func (e *effectWords) found(lower string) string {
	for _, w := range e.words {
		for at := 0; ; {
			i := strings.Index(lower[at:], w)
			if i < 0 {
				break
			}
			i += at
			end := i + len(w)
			if startsWord(lower, i) && (utf8.RuneCountInString(w) > 3 || endsWord(lower, end)) {
				for end < len(lower) && !endsWord(lower, end) {
					_, size := utf8.DecodeRuneInString(lower[end:])
					end += size
				}
				return lower[i:end]
			}
			at = end
		}
	}
	return ""
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func startsWord(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !isLetter(r)
}

func endsWord(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i >= len(s) || !isLetter(r)
}

// name is a spelling of an element to look for in texts.
type textName struct {
	name, element string
	exact         bool // case counts
	topical       bool // only where the sentence speaks of the trade: the name is also a town's, or an abbreviation of other things
	town          bool // only where it speaks of refineries: that of the town is meant
}

// textNames lists the spellings by their first word in small letters, longer ones first.
func (n *Network) textNames() map[string][]textName {
	out := map[string][]textName{}
	brand := &effectWords{}
	if rows, err := effects(); err == nil {
		brand = rowOf(rows, "brand")
	}
	for i := range n.Elements {
		e := &n.Elements[i]
		if n.element[e.ID] != i {
			continue
		}
		for _, name := range append([]string{e.Name}, e.Names...) {
			single := !strings.ContainsAny(name, " ")
			t := textName{name: name, element: e.ID, exact: single, topical: single && !strings.ContainsAny(name, "-–0123456789")}
			t.town = t.topical && e.Kind == "refinery" && !slices.Contains(brand.words, strings.ToLower(name))
			first := firstWord(name)
			if first != "" {
				out[first] = append(out[first], t)
			}
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b textName) int { return -cmp.Compare(len(a.name), len(b.name)) })
	}
	return out
}

func firstWord(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) })
	if end < 0 {
		end = len(s)
	}
	return strings.ToLower(s[:end])
}

// InText finds the elements that a sentence names: whole words, the longest name where several begin at a place; names of one word in the very
// spelling, and only where the sentence speaks of the trade.
func (n *Network) InText(sentence string) []Spot {
	n.textOnce.Do(func() { n.text = n.textNames() })
	rows, err := effects()
	if err != nil {
		return nil
	}
	lower := strings.ToLower(sentence)
	topic := rowOf(rows, "topic").found(lower) != "" && rowOf(rows, "elsewhere").found(lower) == ""
	refinery := rowOf(rows, "refinery").found(lower) != ""
	var out []Spot
	for i := 0; i < len(sentence); {
		r, size := utf8.DecodeRuneInString(sentence[i:])
		if !isLetter(r) || !startsWord(sentence, i) {
			i += size
			continue
		}
		length := 0
		for _, t := range n.text[firstWord(sentence[i:])] {
			if len(t.name) < length {
				break
			}
			if t.at(sentence, i) && (topic || !t.topical) && (refinery || !t.town) {
				length = len(t.name)
				out = append(out, Spot{t.element, dragoman.Span{i, i + length}})
			}
		}
		i += max(size, length)
	}
	return out
}

func (t *textName) at(s string, i int) bool {
	end := i + len(t.name)
	if end > len(s) || !endsWord(s, end) {
		return false
	}
	if t.exact {
		return s[i:end] == t.name
	}
	return strings.EqualFold(s[i:end], t.name)
}

func rowOf(rows []effectWords, effect string) *effectWords {
	for i := range rows {
		if rows[i].effect == effect {
			return &rows[i]
		}
	}
	return &effectWords{}
}

// noEffects are the rows of the data file that tell other things than effects.
var noEffects = []string{"doubt", "partial", "topic", "refinery", "brand", "elsewhere"}

// effectOf tells what a sentence says of the elements in it, by its words, else by the type of the record.
func effectOf(sentence, eventType string) (Effect, string) {
	rows, err := effects()
	if err != nil {
		return NoEffect, ""
	}
	lower := strings.ToLower(sentence)
	for i := range rows {
		e := &rows[i]
		if slices.Contains(noEffects, e.effect) {
			continue
		}
		if w := e.found(lower); w != "" {
			if part := rowOf(rows, "partial").found(lower); part != "" && Effect(e.effect) == Closure {
				return Reduction, w + ", " + part
			}
			return Effect(e.effect), w
		}
	}
	for i := range rows {
		if slices.Contains(rows[i].events, eventType) {
			return Effect(rows[i].effect), eventType
		}
	}
	return NoEffect, ""
}

// doubtful says whether words of a sentence cast doubt on what it tells. "May" within a sentence is the month.
func doubtful(sentence string) bool {
	rows, err := effects()
	return err == nil && rowOf(rows, "doubt").found(strings.ToLower(strings.ReplaceAll(sentence, " May", " "))) != ""
}

func (n *Network) bare(sentence string, doc dragoman.DocumentRef) []Mention {
	effect, words := effectOf(sentence, "")
	status := dragoman.Happened
	if doubtful(sentence) || effect == Plan {
		status = dragoman.Hypothetical
	}
	return n.mentions(sentence, Mention{Effect: effect, Words: words, Status: status, Date: doc.Published, Kind: "sentence", Document: doc})
}

// mentions fills a mention in for each element of a sentence.
func (n *Network) mentions(sentence string, m Mention) []Mention {
	var out []Mention
	for _, s := range n.InText(sentence) {
		if slices.ContainsFunc(out, func(x Mention) bool { return x.Element == s.Element }) {
			continue
		}
		m.Element, m.Sentence = s.Element, sentence
		out = append(out, m)
	}
	return out
}

// Mentions links what was read in a document to the elements it names: records by their sentences, and sentences without a record.
func (n *Network) Mentions(r *dragoman.Reading) []Mention {
	ref := r.Document.Ref()
	var out []Mention
	covered := map[int]bool{}
	record := func(evidence []dragoman.Evidence, m Mention, typ string) {
		for _, ev := range evidence {
			if ev.Span[0] < 0 || ev.Span[1] > len(r.Document.Text) || ev.Span[0] > ev.Span[1] {
				continue
			}
			sentence := ev.Span.Of(r.Document.Text)
			m.Effect, m.Words = effectOf(sentence, typ)
			m.Document = ref
			found := n.mentions(sentence, m)
			out = append(out, found...)
			covered[ev.Sentence] = covered[ev.Sentence] || len(found) > 0
		}
	}
	for _, e := range r.Events {
		record(e.Evidence, Mention{Kind: "event", Record: e.ID, Type: string(e.Type), Status: e.Status, Date: dateOf(e.Date, ref)}, string(e.Type))
	}
	for _, a := range r.Agreements {
		record(a.Evidence, Mention{Kind: "agreement", Record: a.ID, Type: a.Kind, Status: a.Status, Date: dateOf(a.Date, ref)}, "AGREE")
	}
	for _, s := range r.Statements {
		record(s.Evidence, Mention{Kind: "statement", Record: s.ID, Status: dragoman.Happened, Date: dateOf(s.Date, ref)}, "")
	}
	for i, span := range r.Sentences {
		if !covered[i] && span[0] >= 0 && span[1] <= len(r.Document.Text) && span[0] <= span[1] {
			out = append(out, n.bare(span.Of(r.Document.Text), ref)...)
		}
	}
	return out
}

func dateOf(d dragoman.DateRange, doc dragoman.DocumentRef) string {
	if d.Stated() && d.Start != "" {
		return d.Start
	}
	return doc.Published
}

// MentionsByElement reads a whole store and gives all mentions by element, the latest first.
func (n *Network) MentionsByElement(ctx context.Context, st dragoman.Store, f dragoman.Filter) (map[string][]Mention, error) {
	docs, err := st.Documents(ctx, f)
	if err != nil {
		return nil, err
	}
	out := map[string][]Mention{}
	for _, d := range docs {
		r, err := st.Reading(ctx, d.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range n.Mentions(r) {
			out[m.Element] = append(out[m.Element], m)
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b Mention) int { return -cmp.Compare(a.Date, b.Date) })
	}
	return out, nil
}

// AsReported turns reports into a scenario: an element whose latest report of a closure or restart (happened or going on, not later than the date)
// tells a closure is closed. Sentences in doubt do not count. Where a sentence names both a way and a field or refinery, it is the way that
// is closed.
func (n *Network) AsReported(mentions map[string][]Mention, at string) []Change {
	at = lastDay(at)
	type report struct {
		m     Mention
		close bool
	}
	latest := map[string]report{}
	for _, id := range slices.Sorted(maps.Keys(mentions)) {
		for _, m := range mentions[id] {
			told := (m.Effect == Closure || m.Effect == Restart) && (m.Status == dragoman.Happened || m.Status == dragoman.Ongoing)
			if !told || m.Date == "" || firstDay(m.Date) > at || doubtful(m.Sentence) || n.besides(&m) {
				continue
			}
			if old, ok := latest[id]; !ok || firstDay(m.Date) > firstDay(old.m.Date) {
				latest[id] = report{m, m.Effect == Closure}
			}
		}
	}
	var out []Change
	for _, id := range slices.Sorted(maps.Keys(latest)) {
		r := latest[id]
		links := n.linksOf(id, "element")
		if !r.close || len(links) == 0 {
			continue
		}
		out = append(out, Change{Do: "close", Target: id, Name: n.NameOf(id), sort: "element", links: links,
			Why: fmt.Sprintf("%s, %s: %s", cmp.Or(r.m.Document.Publisher, r.m.Document.Title), r.m.Date, r.m.Sentence)})
	}
	return out
}

// besides says whether a mention of a field or refinery stands beside that of a way.
func (n *Network) besides(m *Mention) bool {
	end := func(id string) bool {
		e := n.Element(id)
		return e != nil && (e.Kind == "field" || e.Kind == "refinery")
	}
	return end(m.Element) && slices.ContainsFunc(n.InText(m.Sentence), func(s Spot) bool { return !end(s.Element) })
}
