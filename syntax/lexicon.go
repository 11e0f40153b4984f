package syntax

import (
	"cmp"
	"errors"
	"slices"
	"unicode"
	"unicode/utf8"

	"dragoman/syntax/modelfile"
)

// lexicon is what is known of single words: the tags a form had in training, and the cluster its company in raw text puts
// it in.
type lexicon struct {
	forms    map[string]formEntry // by form as written
	clusters map[string]wordClass // by folded form
}

// formEntry is the tag dictionary's entry of a form.
type formEntry struct {
	tags      []uint16 // tag classes seen, most frequent first
	ambiguity uint64   // hash of the main ones among them
	closed    bool     // seen often enough that no other tag need be tried
}

// wordClass is a word's place in a coarse and a fine grouping; 0 for a word in none.
type wordClass struct{ coarse, fine uint16 }

const (
	entryFrom  = 3    // a form enters the dictionary when seen as often
	closedFrom = 40   // and its tags are taken to be all there are from here on
	mainShare  = 0.05 // a tag belongs to the ambiguity class when it has this share of the occurrences
)

// tagCount is a tag class with its number of occurrences.
type tagCount struct {
	tag   uint16
	count int
}

func newFormEntry(counts []tagCount) formEntry {
	slices.SortFunc(counts, func(a, b tagCount) int { return cmp.Or(b.count-a.count, cmp.Compare(a.tag, b.tag)) })
	total := 0
	for _, c := range counts {
		total += c.count
	}
	e := formEntry{closed: total >= closedFrom}
	var main []rune
	for _, c := range counts {
		e.tags = append(e.tags, c.tag)
		if float64(c.count) >= mainShare*float64(total) {
			main = append(main, rune(c.tag))
		}
	}
	e.ambiguity = hashRunes(main)
	return e
}

func (x *lexicon) encode() []byte {
	var e modelfile.Encoder
	e.Uint(len(x.forms))
	for _, form := range sortedStrings(x.forms) {
		f := x.forms[form]
		e.String(form)
		if f.closed {
			e.Uint(2*len(f.tags) + 1)
		} else {
			e.Uint(2 * len(f.tags))
		}
		for _, t := range f.tags {
			e.Uint(int(t))
		}
		e.Uint32(uint32(f.ambiguity))
		e.Uint32(uint32(f.ambiguity >> 32))
	}
	e.Uint(len(x.clusters))
	for _, form := range sortedStrings(x.clusters) {
		e.String(form)
		e.Uint(int(x.clusters[form].coarse))
		e.Uint(int(x.clusters[form].fine))
	}
	return e.Data()
}

func sortedStrings[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func decodeLexicon(data []byte, tags int) (*lexicon, error) {
	d := modelfile.NewDecoder(data)
	n := d.Count(10)
	x := &lexicon{forms: make(map[string]formEntry, n)}
	var pool []uint16
	for range n {
		form := d.String()
		k := d.Uint()
		f := formEntry{closed: k&1 != 0}
		if k/2 > d.Len() {
			return nil, errors.New("lexicon: bad length")
		}
		from := len(pool)
		for range k / 2 {
			t := d.Uint()
			if t >= tags {
				return nil, errors.New("lexicon: bad tag")
			}
			pool = append(pool, uint16(t))
		}
		f.tags = pool[from:len(pool):len(pool)]
		f.ambiguity = uint64(d.Uint32())
		f.ambiguity |= uint64(d.Uint32()) << 32
		x.forms[form] = f
	}
	n = d.Count(3)
	x.clusters = make(map[string]wordClass, n)
	for range n {
		form := d.String()
		x.clusters[form] = wordClass{uint16(d.Uint()), uint16(d.Uint())}
	}
	if d.Err() != nil || d.Len() != 0 {
		return nil, errors.New("lexicon: bad length")
	}
	return x, nil
}

// fold appends a form in the spelling words are compared in: small letters, each digit "0".
func fold(dst []byte, form string) []byte {
	for _, r := range form {
		if unicode.IsDigit(r) {
			r = '0'
		}
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}
