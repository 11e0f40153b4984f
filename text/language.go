package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A language is a row of the table of languages.
type language struct{ tag, script, kin string }

// languageTable holds the languages with the words and letters that speak for them. A word or letter shared by several
// languages counts less for each: 1/n.
type languageTable struct {
	list    []language
	words   map[string][]vote
	letters map[rune][]vote
	starts  map[string][]vote // beginnings of words
	parts   map[string][]vote // stretches within words
}

// A vote is what one occurrence of a word or letter counts for a language.
type vote struct {
	language int
	weight   float32
}

var languages = sync.OnceValue(func() *languageTable { return must(loadLanguages()) })

func loadLanguages() (*languageTable, error) {
	t, err := loadTable("languages.tsv", "language", "script", "words", "letters", "starts", "parts", "kin")
	if err != nil {
		return nil, err
	}
	l := &languageTable{words: map[string][]vote{}, letters: map[rune][]vote{}, starts: map[string][]vote{}, parts: map[string][]vote{}}
	for i, row := range t.rows {
		l.list = append(l.list, language{t.get(row, "language"), t.get(row, "script"), t.get(row, "kin")})
		collect(l.words, t.get(row, "words"), i)
		collect(l.starts, t.get(row, "starts"), i)
		collect(l.parts, t.get(row, "parts"), i)
		for letter := range strings.SplitSeq(t.get(row, "letters"), "|") {
			if utf8.RuneCountInString(letter) == 1 {
				r, _ := utf8.DecodeRuneInString(letter)
				l.letters[r] = append(l.letters[r], vote{i, 1})
			}
		}
	}
	for _, m := range []map[string][]vote{l.words, l.starts, l.parts} {
		for _, votes := range m {
			share(votes)
		}
	}
	for _, votes := range l.letters {
		share(votes)
	}
	return l, nil
}

// collect adds the words of a cell for language i.
func collect(to map[string][]vote, cell string, i int) {
	seen := map[string]bool{}
	for word := range strings.SplitSeq(cell, "|") {
		if word != "" && !seen[word] {
			seen[word] = true
			to[word] = append(to[word], vote{i, 1})
		}
	}
}

func share(votes []vote) {
	for i := range votes {
		votes[i].weight = 1 / float32(len(votes))
	}
}

// scripts are the ranges by which the letters of a text are counted, in the order of the table's names.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian},
	{"Georgian", unicode.Georgian}, {"Arabic", unicode.Arabic}, {"Hebrew", unicode.Hebrew}, {"Han", unicode.Han},
	{"Kana", unicode.Hiragana}, {"Kana", unicode.Katakana}, {"Hangul", unicode.Hangul},
}

// sampled bounds the bytes that are looked at.
const sampled = 6000

var apostrophes = strings.NewReplacer("’", "'", "ʻ", "'", "ʼ", "'")

// Language tells in which language a text is written, as a BCP 47 tag: by its script, and within a script by frequent
// words and letters of its own. Serbian in Latin script is "sr-Latn". "und" is the answer to texts that are too short,
// mixed or in a language that is not on the list.
func Language(text string) string {
	if len(text) > sampled {
		text = strings.ToValidUTF8(text[:sampled], "")
	}
	script, letters := mainScript(text)
	if letters < 3 {
		return "und"
	}
	l := languages()
	scores := make([]float32, len(l.list))
	words := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !wordRune(r) && r != '\'' && r != '’' && r != 'ʻ' && r != 'ʼ' }) {
		words++
		word = strings.ToLower(apostrophes.Replace(strings.Trim(word, "'’")))
		l.count(word, scores)
	}
	return l.choose(script, scores, words)
}

// count adds what one word says.
func (l *languageTable) count(word string, scores []float32) {
	add := func(votes []vote, factor float32) {
		for _, v := range votes {
			scores[v.language] += v.weight * factor
		}
	}
	add(l.words[word], 1)
	for i, r := range word {
		if r >= utf8.RuneSelf {
			add(l.letters[r], 0.5)
		}
		for n := 2; n <= 4; n++ {
			if end := runesOn(word, i, n); end > 0 {
				add(l.parts[word[i:end]], 0.4)
			}
		}
		if n := utf8.RuneLen(r); i > 0 && i <= 24 && n > 0 {
			add(l.starts[word[:i+n]], 0.8)
		}
	}
}

// runesOn is the offset n characters behind i, 0 when the word ends before.
func runesOn(word string, i, n int) int {
	for ; n > 0; n-- {
		if i >= len(word) {
			return 0
		}
		_, size := utf8.DecodeRuneInString(word[i:])
		i += size
	}
	return i
}

// mainScript is the script of most letters, "" when none has two thirds of them, and how many letters there are.
func mainScript(text string) (string, int) {
	counts := map[string]int{}
	total, latin := 0, 0
	for _, r := range text {
		if r < utf8.RuneSelf {
			if asciiLetter[byte(r)] {
				total++
				latin++
			}
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		total++
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				counts[s.name]++
				break
			}
		}
	}
	counts["Latin"] += latin
	if counts["Kana"]*8 > total {
		return "Kana", total // Japanese mixes Kana with Han
	}
	for _, s := range scripts {
		if counts[s.name]*3 > total*2 {
			return s.name, total
		}
	}
	return "", total
}

// choose takes the language with the best score when it is ahead of the others and covers enough of the words.
func (l *languageTable) choose(script string, scores []float32, words int) string {
	best, second, only := -1, -1, 0
	for i, x := range l.list {
		if x.script != script {
			continue
		}
		only++
		switch {
		case best < 0 || scores[i] > scores[best]:
			best, second = i, best
		case second < 0 || scores[i] > scores[second]:
			second = i
		}
	}
	if best < 0 {
		return "und"
	}
	tag := l.list[best].tag
	if tag == "sr" && script == "Latin" {
		tag = "sr-Latn"
	}
	switch {
	case only == 1:
		return tag
	case scores[best] < 1.5 || scores[best] < 0.04*float32(words):
		return "und"
	case scores[best] < scores[second]*1.05 && (l.list[best].kin == "" || l.list[best].kin != l.list[second].kin):
		return "und"
	}
	return tag
}
