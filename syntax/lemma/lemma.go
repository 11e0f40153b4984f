// Package lemma finds the dictionary form of a tagged word: by a dictionary of the forms seen in training, and for others by
// the edit that words with the longest common ending and the same tag underwent there.
package lemma

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/syntax/modelfile"
)

// Example is one word of training data. Tag is whatever distinguishes readings of a form: UPOS, or UPOS and XPOS.
type Example struct{ Form, Tag, Lemma string }

// Lemmatizer is learnt by Train or read by Decode. It is safe for concurrent use.
type Lemmatizer struct {
	tags    map[string]uint16
	known   map[key]string // form and tag as written -> lemma, where the rules would err
	endings map[key]uint16 // lowercased ending and tag -> index into edits
	edits   []edit
	common  map[uint16][]uint16 // the edits that words with a tag undergo, the most frequent first
	word    func(string) bool   // says whether a string is a word, nil if nobody knows
	longest int                 // longest ending, in bytes
}

type key struct {
	text string
	tag  uint16
}

// edit turns a form into a lemma: letter case first, then a prefix and a suffix are exchanged.
type edit struct {
	lower         bool
	cutPrefix     string // the form must begin and end with what is cut, else the edit does not fit
	addPrefix     string
	cutSuffix     string
	addSuffix     string
	onlyUnchanged bool // nothing to do but case
}

// maxEnding is the length, in characters, of the longest ending that rules are learnt for.
const maxEnding = 6

// shortestDoubt is the length of a form, in characters, from which on its lemma by rule may be doubted.
const shortestDoubt = 5

// SetWords gives the lemmatiser a way to tell words, in small letters, from other strings. It must be safe for concurrent use.
// Call it before the first lemma is asked for.
func (l *Lemmatizer) SetWords(word func(string) bool) { l.word = word }

// Lemma gives the lemma of a form read as tag.
func (l *Lemmatizer) Lemma(form, tag string) string {
	t, ok := l.tags[tag]
	if !ok {
		return form
	}
	if lemma, ok := l.known[key{form, t}]; ok {
		return lemma
	}
	return l.byRule(form, t)
}

// byRule applies the edit of the longest ending. Where that gives no word, the most frequent edit that gives one is better.
func (l *Lemmatizer) byRule(form string, tag uint16) string {
	lemma := l.byEnding(form, tag)
	if l.word == nil || utf8.RuneCountInString(form) < shortestDoubt || l.word(lower(lemma)) || lower(lemma) == lower(form) {
		return lemma
	}
	for _, e := range l.common[tag] {
		if other, ok := l.edits[e].apply(form); ok && l.word(lower(other)) && lower(other) != lower(form) {
			return other
		}
	}
	return lemma
}

func (l *Lemmatizer) byEnding(form string, tag uint16) string {
	low := lower(form)
	from := len(low)
	for range maxEnding {
		_, n := utf8.DecodeLastRuneInString(low[:from])
		from -= n
	}
	for at := max(from, len(low)-l.longest); at <= len(low); at++ {
		if at < len(low) && !utf8.RuneStart(low[at]) {
			continue
		}
		if e, ok := l.endings[key{low[at:], tag}]; ok {
			if lemma, ok := l.edits[e].apply(form); ok {
				return lemma
			}
		}
	}
	return form
}

func (e *edit) apply(form string) (string, bool) {
	if e.lower {
		form = lower(form)
	}
	if e.onlyUnchanged {
		return form, true
	}
	end := len(form) - len(e.cutSuffix)
	if !strings.HasSuffix(form, e.cutSuffix) || !strings.HasPrefix(form[:end], e.cutPrefix) {
		return "", false
	}
	stem := form[len(e.cutPrefix):end]
	if stem == "" && e.addSuffix == "" && e.addPrefix == "" {
		return "", false
	}
	return e.addPrefix + stem + e.addSuffix, true
}

// lower is strings.ToLower but for forms that have no capital, which it gives back without copying.
func lower(s string) string {
	for _, r := range s {
		if unicode.IsUpper(r) {
			return strings.ToLower(s)
		}
	}
	return s
}

// Encode gives the lemmatiser as a model file's section.
func (l *Lemmatizer) Encode() []byte {
	var e modelfile.Encoder
	names := make([]string, len(l.tags))
	for name, i := range l.tags {
		names[i] = name
	}
	e.Strings(names)
	e.Uint(len(l.edits))
	for _, ed := range l.edits {
		e.Byte(flag(ed.lower) | flag(ed.onlyUnchanged)<<1)
		e.String(ed.cutPrefix)
		e.String(ed.cutSuffix)
		e.String(ed.addPrefix)
		e.String(ed.addSuffix)
	}
	for tag := range names {
		list := l.common[uint16(tag)]
		e.Uint(len(list))
		for _, i := range list {
			e.Uint(int(i))
		}
	}
	e.Uint(len(l.endings))
	for _, k := range sortedKeys(l.endings) {
		e.String(k.text)
		e.Uint(int(k.tag))
		e.Uint(int(l.endings[k]))
	}
	e.Uint(len(l.known))
	for _, k := range sortedKeys(l.known) {
		e.String(k.text)
		e.Uint(int(k.tag))
		e.String(l.known[k])
	}
	return e.Data()
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// Decode reads a section that Encode wrote.
func Decode(data []byte) (*Lemmatizer, error) {
	d := modelfile.NewDecoder(data)
	l := &Lemmatizer{tags: map[string]uint16{}}
	for i, name := range d.Strings() {
		l.tags[name] = uint16(i)
	}
	l.edits = make([]edit, d.Count(5))
	for i := range l.edits {
		f := d.Byte()
		l.edits[i] = edit{lower: f&1 != 0, onlyUnchanged: f&2 != 0, cutPrefix: d.String(), cutSuffix: d.String(),
			addPrefix: d.String(), addSuffix: d.String()}
	}
	if err := l.decodeCommon(d); err != nil {
		return nil, err
	}
	n := d.Count(3)
	l.endings = make(map[key]uint16, n)
	for range n {
		k := key{d.String(), uint16(d.Uint())}
		e := d.Uint()
		if e >= len(l.edits) {
			return nil, errors.New("lemmatiser: bad rule")
		}
		l.endings[k] = uint16(e)
		l.longest = max(l.longest, len(k.text))
	}
	n = d.Count(3)
	l.known = make(map[key]string, n)
	for range n {
		k := key{d.String(), uint16(d.Uint())}
		l.known[k] = d.String()
	}
	if d.Err() != nil || d.Len() != 0 {
		return nil, errors.New("lemmatiser: bad length")
	}
	return l, nil
}

func (l *Lemmatizer) decodeCommon(d *modelfile.Decoder) error {
	l.common = map[uint16][]uint16{}
	for tag := range len(l.tags) {
		for range d.Count(1) {
			e := d.Uint()
			if e >= len(l.edits) {
				return errors.New("lemmatiser: bad list of edits")
			}
			l.common[uint16(tag)] = append(l.common[uint16(tag)], uint16(e))
		}
	}
	return nil
}
