package neural

import (
	"cmp"
	"slices"

	"dragoman"
)

// lexicon numbers the word forms of the training data and keeps their features.
type lexicon struct {
	shape Shape
	ids   map[string]int32
	forms []string
	word  []int32   // vocabulary id of each form
	subs  [][]int32 // rows of the table of parts
	count []int32   // how often the form's vocabulary entry occurs in the treebanks
	vocab []string  // entry of each word id from firstWord on, the most frequent first
	entry map[string]int32
	spell speller
}

// number gives the id of a form, taking it in when it is new.
func (l *lexicon) number(form string) int32 {
	if id, ok := l.ids[form]; ok {
		return id
	}
	id := int32(len(l.forms))
	l.ids[form] = id
	l.forms = append(l.forms, form)
	if l.entry != nil {
		l.describe(form, 0)
	}
	return id
}

// describe appends the features of a form.
func (l *lexicon) describe(form string, count int32) {
	l.word = append(l.word, l.entry[string(l.spell.key(form))])
	l.subs = append(l.subs, slices.Clone(l.spell.subwords(form, l.shape.SubRows)))
	l.count = append(l.count, count)
}

// newLexicon reads all forms of treebanks and text and chooses the vocabulary: entries that occur at least twice in the
// treebanks or minText times in the text, at most size of them, by their count with treebanks counting tenfold.
func newLexicon(s Shape, banks []Treebank, text *Text, size, minText int) *lexicon {
	l := &lexicon{shape: s, ids: map[string]int32{}}
	var bank, other []int32
	tally := func(counts []int32, id int32) []int32 {
		for int(id) >= len(counts) {
			counts = append(counts, 0)
		}
		counts[id]++
		return counts
	}
	for _, b := range banks {
		for i := range b.Sentences {
			for _, tok := range b.Sentences[i].Tokens {
				bank = tally(bank, l.number(tok.Form))
			}
		}
	}
	if text != nil {
		renumber := make([]int32, len(text.forms))
		for i, f := range text.forms {
			renumber[i] = l.number(f)
		}
		for i, w := range text.words {
			text.words[i] = renumber[w]
			other = tally(other, renumber[w])
		}
	}
	l.choose(bank, other, size, minText)
	return l
}

type wordCount struct {
	key        string
	bank, text int32
}

func (l *lexicon) choose(bank, other []int32, size, minText int) {
	counts := map[string]*wordCount{}
	keys := make([]string, len(l.forms))
	for id, form := range l.forms {
		c := counts[string(l.spell.key(form))]
		if c == nil {
			c = &wordCount{key: string(l.spell.key(form))}
			counts[c.key] = c
		}
		keys[id] = c.key
		if id < len(bank) {
			c.bank += bank[id]
		}
		if id < len(other) {
			c.text += other[id]
		}
	}
	var list []*wordCount
	for _, c := range counts {
		if c.bank >= 2 || c.text >= int32(minText) {
			list = append(list, c)
		}
	}
	weight := func(c *wordCount) int { return int(c.text) + 10*int(c.bank) }
	slices.SortFunc(list, func(a, b *wordCount) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a.key, b.key))
	})
	list = list[:min(size, len(list))]
	l.entry = map[string]int32{}
	for i, c := range list {
		l.entry[c.key] = int32(firstWord + i)
		l.vocab = append(l.vocab, c.key)
	}
	for id, form := range l.forms {
		l.describe(form, counts[keys[id]].bank)
	}
}

// inventory numbers the values of tags and relations in order of first use. Of a frozen one unknown values are -1.
type inventory struct {
	names []string
	ids   map[string]int32
}

func (v *inventory) number(name string, frozen bool) int32 {
	id, ok := v.ids[name]
	if !ok && frozen {
		return -1
	}
	if !ok {
		if v.ids == nil {
			v.ids = map[string]int32{}
		}
		id = int32(len(v.names))
		v.ids[name] = id
		v.names = append(v.names, name)
	}
	return id
}

// labels are the inventories of a model.
type labels struct {
	tags [tagKinds]inventory
	rels inventory
}

func (l *labels) sizes() (s [tagKinds]int) {
	for k := range s {
		s[k] = len(l.tags[k].names)
	}
	return s
}

// encodeSentence turns a sentence with a tree into numbers.
func (l *lexicon) encodeSentence(s *dragoman.Sentence, domain int, v *labels, frozen bool) *example {
	e := &example{domain: int32(domain)}
	for _, t := range s.Tokens {
		e.types = append(e.types, l.number(t.Form))
		e.head = append(e.head, int32(t.Head))
		e.rel = append(e.rel, v.rels.number(t.Deprel, frozen))
		for k, name := range [tagKinds]string{t.UPOS, t.XPOS, t.Feats} {
			e.tags[k] = append(e.tags[k], v.tags[k].number(name, frozen))
		}
	}
	return e
}
