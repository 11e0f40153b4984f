package lemma

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Train learns from tagged words with their lemmas; examples whose lemma is "" or "_" (for a form other than "_") are left
// out. The result does not depend on the order of the examples.
// word tells words from other strings as SetWords wants it; nil if there is no such knowledge.
func Train(examples []Example, word func(string) bool) *Lemmatizer {
	l := &Lemmatizer{tags: map[string]uint16{}, known: map[key]string{}, endings: map[key]uint16{}, word: word}
	words := l.collect(examples)
	l.learnRules(words)
	for _, w := range words {
		if l.byRule(w.form, w.tag) != w.lemma && w.sure {
			l.known[key{w.form, w.tag}] = w.lemma
		}
	}
	return l
}

// word is a form and tag with its most frequent lemma.
type word struct {
	form, lemma string
	tag         uint16
	count       int
	sure        bool // the lemma is that of most occurrences
}

func (l *Lemmatizer) collect(examples []Example) []word {
	var tags []string
	counts := map[Example]int{}
	for _, x := range examples {
		if x.Lemma == "" || x.Lemma == "_" && x.Form != "_" {
			continue
		}
		counts[x]++
		tags = append(tags, x.Tag)
	}
	slices.Sort(tags)
	for _, t := range slices.Compact(tags) {
		l.tags[t] = uint16(len(l.tags))
	}
	best, total := map[key]word{}, map[key]int{}
	for x, n := range counts {
		k := key{x.Form, l.tags[x.Tag]}
		total[k] += n
		if b := best[k]; n > b.count || n == b.count && x.Lemma < b.lemma {
			best[k] = word{form: x.Form, lemma: x.Lemma, tag: k.tag, count: n}
		}
	}
	words := make([]word, 0, len(best))
	for _, k := range sortedKeys(best) {
		w := best[k]
		w.sure = 2*w.count > total[k] || w.count > 1
		words = append(words, w)
	}
	return words
}

// learnRules counts, for each ending and tag, which edit its words need (each form counts once, so that rare words, which
// are like unknown ones, have their say), and keeps what a shorter ending would not already say.
func (l *Lemmatizer) learnRules(words []word) {
	index := map[edit]uint16{}
	number := func(e edit) (uint16, bool) {
		i, ok := index[e]
		if !ok && len(l.edits) < 1<<16-1 {
			i, ok = uint16(len(l.edits)), true
			index[e] = i
			l.edits = append(l.edits, e)
		}
		return i, ok
	}
	counts := map[key]map[uint16]int{}
	for _, w := range words {
		for _, e := range editsOf(w.form, w.lemma) {
			i, ok := number(e)
			if !ok {
				continue
			}
			for _, end := range endings(lower(w.form)) {
				k := key{end, w.tag}
				if counts[k] == nil {
					counts[k] = map[uint16]int{}
				}
				counts[k][i]++
			}
		}
	}
	l.keepEndings(counts)
	l.keepCommon(counts)
}

// editsOf gives the edits that turn the form into the lemma. A form and lemma without capitals do not tell whether capitals
// are to be kept, and speak for both.
func editsOf(form, lemma string) []edit {
	e := editOf(form, lemma)
	if e.lower && lower(form) == form {
		keep := e
		keep.lower = false
		return []edit{e, keep}
	}
	return []edit{e}
}

// endings gives the endings of a string of up to maxEnding characters, the empty one first.
func endings(low string) []string {
	out := []string{""}
	at := len(low)
	for range maxEnding {
		if at == 0 {
			break
		}
		_, size := utf8.DecodeLastRuneInString(low[:at])
		at -= size
		out = append(out, low[at:])
	}
	return out
}

// Of the edits of a tag those are kept that this many words undergo, and so many of them.
const (
	leastCommon = 3
	mostCommon  = 12
)

// keepCommon lists the edits of each tag that change more than letter case by how many words they suit.
func (l *Lemmatizer) keepCommon(counts map[key]map[uint16]int) {
	l.common = map[uint16][]uint16{}
	for _, tag := range l.tags {
		all := counts[key{"", tag}]
		var list []uint16
		for e, n := range all {
			if n >= leastCommon && !l.edits[e].onlyUnchanged {
				list = append(list, e)
			}
		}
		slices.SortFunc(list, func(a, b uint16) int { return cmp.Or(cmp.Compare(all[b], all[a]), cmp.Compare(a, b)) })
		l.common[tag] = list[:min(len(list), mostCommon)]
	}
}

func (l *Lemmatizer) keepEndings(counts map[key]map[uint16]int) {
	keys := sortedKeys(counts)
	slices.SortStableFunc(keys, func(a, b key) int { return cmp.Compare(len(a.text), len(b.text)) })
	for _, k := range keys {
		best, n := mostFrequent(counts[k], func(i uint16) bool { return strings.HasSuffix(k.text, lower(l.edits[i].cutSuffix)) })
		if n == 0 || k.text != "" && n < 2 || l.shorter(k) == int(best) {
			continue
		}
		l.endings[k] = best
		l.longest = max(l.longest, len(k.text))
	}
}

// shorter is the edit the longest kept proper ending of k asks for, -1 for none.
func (l *Lemmatizer) shorter(k key) int {
	for t := k.text; t != ""; {
		_, n := utf8.DecodeRuneInString(t)
		t = t[n:]
		if e, ok := l.endings[key{t, k.tag}]; ok {
			return int(e)
		}
	}
	return -1
}

// mostFrequent chooses among the edits that fit.
func mostFrequent(m map[uint16]int, fits func(uint16) bool) (best uint16, n int) {
	for e, c := range m {
		if (c > n || c == n && e < best) && fits(e) {
			best, n = e, c
		}
	}
	return best, n
}

// editOf finds the edit with the longest stem that form and lemma share. The form is taken in small letters unless the lemma
// has capitals.
func editOf(form, lemma string) edit {
	e := edit{lower: lower(lemma) == lemma}
	if e.lower {
		form = lower(form)
	}
	if form == lemma {
		e.onlyUnchanged = true
		return e
	}
	at, in, n := commonStem(form, lemma)
	e.cutPrefix, e.addPrefix = form[:at], lemma[:in]
	e.cutSuffix, e.addSuffix = form[at+n:], lemma[in+n:]
	return e
}

// commonStem gives the longest string that stands in both: at byte i of a, byte j of b, n bytes long. Of several the
// leftmost is taken.
func commonStem(a, b string) (i, j, n int) {
	for p := range a {
		for q := range b {
			m := commonPrefix(a[p:], b[q:])
			if m > n {
				i, j, n = p, q, m
			}
		}
	}
	return i, j, n
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

func sortedKeys[V any](m map[key]V) []key {
	keys := make([]key, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.tag, b.tag)) })
	return keys
}
