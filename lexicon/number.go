package lexicon

import (
	"io/fs"
	"slices"
	"strconv"

	"dragoman/internal/tsv"
)

// NumberKind says what a counting word does.
type NumberKind string

// The kinds of counting words.
const (
	Cardinal NumberKind = "cardinal" // "eleven"
	Fraction NumberKind = "fraction" // "third": 0.33
	Times    NumberKind = "times"    // "twice"
	Multiple NumberKind = "multiple" // verbs: "double"
	Period   NumberKind = "period"   // what is counted per: "year", in days
	Rate     NumberKind = "rate"     // "annually", in days
)

var numberKinds = []NumberKind{Cardinal, Fraction, Times, Multiple, Period, Rate}

// Numbers are the words that count.
type Numbers struct {
	byKind   map[NumberKind]*sieved[float64]
	counting *sieved[bool]      // words of the kinds that mean a number
	periods  map[float64]string // days -> the period's name
}

// Value is what the word (lower case) means as a counting word of the kind.
func (n *Numbers) Value(kind NumberKind, word string) (float64, bool) {
	return n.byKind[kind].get(word)
}

// Counts says whether the word means a number, part or multiple by itself: whether it is of any kind but Period and Rate.
func (n *Numbers) Counts(word string) bool {
	_, ok := n.counting.get(word)
	return ok
}

// Per is the period that a word names ("a year") or implies ("annual"), as its name; "" for none.
func (n *Numbers) Per(kind NumberKind, word string) string {
	days, ok := n.byKind[kind].get(word)
	if !ok {
		return ""
	}
	return n.periods[days]
}

func loadNumbers(fsys fs.FS, name string) (*Numbers, error) {
	n := &Numbers{byKind: map[NumberKind]*sieved[float64]{}, counting: newSieved[bool](), periods: map[float64]string{}}
	err := tsv.Read(fsys, name, []string{"words", "kind", "value"}, func(r *tsv.Row) error {
		kind := NumberKind(r.Get("kind"))
		if !slices.Contains(numberKinds, kind) {
			return r.Problem("write one of the kinds", "%q is no kind of counting word", kind)
		}
		value, err := strconv.ParseFloat(r.Get("value"), 64)
		if err != nil || !(value > 0) || value > 1e6 {
			return r.Problem("write a number above 0", "value %q is none", r.Get("value"))
		}
		if n.byKind[kind] == nil {
			n.byKind[kind] = newSieved[float64]()
		}
		for _, w := range r.List("words") {
			if _, taken := n.byKind[kind].get(w); taken {
				return r.Problem("remove one of the two", "%q stands twice", w)
			}
			n.byKind[kind].set(w, value)
			if kind != Period && kind != Rate {
				n.counting.set(w, true)
			}
		}
		if kind == Period {
			n.periods[value] = r.List("words")[0]
		}
		return nil
	})
	return n, err
}
