package text

import (
	"strings"
	"sync"
)

// when says in which company a period belongs to the word before it.
type when uint8

const (
	always     when = iota + 1 // "Mr."
	beforeNum                  // "No. 5"
	beforeName                 // "Gen. Smith"
	afterNum                   // "5 in."
)

// An abbreviation is a word written with a final period.
type abbreviation struct {
	when when
	ends bool // often the last word of a sentence ("Inc.")
}

// rules is the tokeniser's knowledge of a language; the zero value splits words, numbers and punctuation only.
type rules struct {
	abbreviations map[string]abbreviation // lower case, without the final period
	prefixes      map[string]bool         // stay with what follows their hyphen
	contractions  map[string][]int        // lower case word -> byte lengths of its parts
	units         map[string]bool         // split off a number
	endings       map[string]bool         // of sites and files
	emoticons     [256][]string           // by first byte, longest first
	splitHyphens  bool                    // hyphens between letters are tokens
	apostrophes   bool                    // n't, 's, 'll ... are words
}

var (
	englishRules = sync.OnceValue(func() *rules { return must(loadEnglishRules()) })
	genericRules = sync.OnceValue(func() *rules { return must(loadGenericRules()) })
)

// must is for data embedded in the program, which the tests have read: failing here is a fault of the build.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func loadEnglishRules() (*rules, error) {
	r, err := loadGenericRules()
	if err != nil {
		return nil, err
	}
	r.splitHyphens, r.apostrophes = true, true
	if r.abbreviations, err = loadAbbreviations(); err != nil {
		return nil, err
	}
	if r.prefixes, err = loadSet("prefixes.tsv", "prefix"); err != nil {
		return nil, err
	}
	if r.units, err = loadSet("units.tsv", "unit"); err != nil {
		return nil, err
	}
	r.contractions, err = loadContractions()
	return r, err
}

// loadGenericRules holds what is the same in every language.
func loadGenericRules() (*rules, error) {
	r := &rules{}
	var err error
	if r.endings, err = loadSet("domains.tsv", "ending"); err != nil {
		return nil, err
	}
	faces, err := loadTable("emoticons.tsv", "emoticon")
	if err != nil {
		return nil, err
	}
	for _, row := range faces.rows {
		face := faces.get(row, "emoticon")
		list := r.emoticons[face[0]]
		at := 0
		for at < len(list) && len(list[at]) >= len(face) {
			at++
		}
		list = append(list[:at], append([]string{face}, list[at:]...)...)
		r.emoticons[face[0]] = list
	}
	return r, nil
}

func loadSet(name, column string) (map[string]bool, error) {
	t, err := loadTable(name, column)
	if err != nil {
		return nil, err
	}
	set := make(map[string]bool, len(t.rows))
	for _, row := range t.rows {
		set[t.get(row, column)] = true
	}
	return set, nil
}

func loadAbbreviations() (map[string]abbreviation, error) {
	t, err := loadTable("abbreviations.tsv", "word", "when", "end")
	if err != nil {
		return nil, err
	}
	kinds := map[string]when{"always": always, "digit": beforeNum, "name": beforeName, "quantity": afterNum}
	m := make(map[string]abbreviation, len(t.rows))
	for _, row := range t.rows {
		m[t.get(row, "word")] = abbreviation{kinds[t.get(row, "when")], t.get(row, "end") == "yes"}
	}
	return m, nil
}

func loadContractions() (map[string][]int, error) {
	t, err := loadTable("contractions.tsv", "word", "parts")
	if err != nil {
		return nil, err
	}
	m := make(map[string][]int, len(t.rows))
	for _, row := range t.rows {
		var lengths []int
		for part := range strings.SplitSeq(t.get(row, "parts"), "|") {
			lengths = append(lengths, len(part))
		}
		m[t.get(row, "word")] = lengths
	}
	return m, nil
}
