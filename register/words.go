package register

import (
	"hash/maphash"
	"slices"
	"strings"

	"dragoman/lexicon"
)

// content are the hashed stems of the words of a text that say what happened: without grammatical words, without what all
// diplomatic news has, and without the names given; sorted, each once.
func content(text string, names map[string]bool) []uint64 {
	var out []uint64
	common := known().common
	for w := range strings.FieldsSeq(lexicon.Fold(text)) {
		if len(w) < 3 && !digit(w[0]) || common[w] || names[w] {
			continue
		}
		out = append(out, hash(stem(w)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// seed is chosen anew in every process: hashes are only ever compared for equality within one.
var seed = maphash.MakeSeed()

func hash(s string) uint64 { return maphash.String(seed, s) }

// endings are taken off, the first that fits and leaves at least three letters; what stands after the bar replaces it.
var endings = []struct{ ending, instead string }{
	{"ations", ""}, {"ation", ""}, {"ating", ""}, {"ated", ""}, {"ates", ""}, {"ate", ""}, {"ments", ""}, {"ment", ""}, {"ings", ""},
	{"ing", ""}, {"ies", "y"}, {"ied", "y"}, {"ers", ""}, {"ed", ""}, {"es", ""}, {"s", ""}, {"e", ""},
}

// stem brings the forms of a word together ("signed", "signing", "signs"); it need not be a word.
func stem(w string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(w, e.ending); ok && len(rest)+len(e.instead) >= 3 && !(e.ending == "s" && strings.HasSuffix(rest, "s")) {
			return strings.TrimSuffix(rest+e.instead, "e")
		}
	}
	return w
}

// fewWords is the number of content words below which a common word counts for less.
const fewWords = 3

// alike is the share of content words that two texts have in common, of the shorter one's.
func alike(a, b []uint64) float64 {
	return float64(shared(a, b)) / float64(max(min(len(a), len(b)), fewWords))
}

// shared is the number of values in both of two sorted lists.
func shared(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// wording is how something is said: the hashes of all runs of three words, sorted.
type wording []uint64

const (
	shingle     = 3   // words in a run
	fewShingles = 6   // shorter sentences may be alike by chance
	sameShare   = 0.7 // of the runs of the shorter text, to be the same wording
	sameLength  = 0.5 // of the longer text's runs, at least, in the shorter
)

func wordingOf(text string) wording {
	words := strings.Fields(lexicon.Fold(text))
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) == 1 && !digit(w[0]) && w != "a" && w != "i" }) // punctuation
	var out wording
	for i := 0; i+shingle <= len(words); i++ {
		out = append(out, hash(strings.Join(words[i:i+shingle], " ")))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// same says whether two texts have so many runs of words in common that one was copied from the other, or both from a third.
func (w wording) same(o wording) bool {
	short, long := min(len(w), len(o)), max(len(w), len(o))
	if short < fewShingles || float64(short) < sameLength*float64(long) {
		return false
	}
	return float64(shared(w, o)) >= sameShare*float64(short)
}
