package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// noteWords is the table of words by which a paragraph about the author is known.
type noteWords struct {
	verbs, trades []string
	pronouns      map[string]bool
}

var authorNoteWords = sync.OnceValue(func() *noteWords { return must(loadNoteWords()) })

func loadNoteWords() (*noteWords, error) {
	t, err := loadTable("author-notes.tsv", "part", "word")
	if err != nil {
		return nil, err
	}
	w := &noteWords{pronouns: map[string]bool{}}
	for _, row := range t.rows {
		word := t.get(row, "word")
		switch t.get(row, "part") {
		case "verb":
			w.verbs = append(w.verbs, word)
		case "trade":
			w.trades = append(w.trades, word)
		case "pronoun":
			w.pronouns[word] = true
		default:
			return nil, dragoman.Problemf("author-notes.tsv", word, "write verb, trade or pronoun", "has the part %q", t.get(row, "part"))
		}
	}
	return w, nil
}

// nameAtStart is the run of capitalised words that a block begins with: "Nikola", "Jane van Doe". At most five words.
func nameAtStart(block string) string {
	end, words := 0, 0
	for rest := block; words < 6; {
		word := rest
		if cut := strings.IndexAny(rest, " \t"); cut >= 0 {
			word = rest[:cut]
		}
		r, _ := utf8.DecodeRuneInString(word)
		particle := words > 0 && isLower(word) && len(word) <= 3 && (word == "van" || word == "von" || word == "de" || word == "al" || word == "bin" || word == "der")
		if !unicode.IsUpper(r) && !particle || strings.ContainsAny(word, "0123456789") {
			break
		}
		words++
		end = len(block) - len(rest) + len(word)
		if strings.ContainsAny(word, ",:;") || len(word) == len(rest) {
			break
		}
		rest = rest[len(word)+1:]
	}
	if words == 0 || words > 5 {
		return ""
	}
	return strings.TrimRight(block[:end], ",:;")
}

// aboutAuthor says whether a paragraph near the end introduces the person who wrote the text: it begins with a name (the
// byline's, when that is known), goes on with a verb of being or working and names a writer's trade.
func aboutAuthor(block, author string) bool {
	if len(block) > 900 {
		return false
	}
	name := nameAtStart(block)
	if name == "" || authorNoteWords().pronouns[strings.ToLower(name)] {
		return false
	}
	known := author != "" && (strings.EqualFold(name, author) || strings.Contains(fold(author).text, fold(name).text))
	if !known && (!strings.Contains(name, " ") || len(strings.Fields(name)) > 4) {
		return false
	}
	rest := fold(strings.TrimLeft(block[len(name):], " ,"))
	verb := false
	for _, v := range authorNoteWords().verbs {
		verb = verb || rest.hasStart(v)
	}
	if !verb {
		return false
	}
	if known {
		return true
	}
	first, _, _ := strings.Cut(rest.text, ". ")
	for _, trade := range authorNoteWords().trades {
		if (folded{text: first}).find(trade) >= 0 {
			return true
		}
	}
	return false
}

// authorNotes marks the closing paragraphs about the author and gives what they say.
func authorNotes(d *dragoman.Document, blocks []dragoman.Block) string {
	var said []string
	for i := max(0, len(blocks)-8); i < len(blocks); i++ {
		b := &blocks[i]
		block := b.Span.Of(d.Text)
		opinion := b.Kind != dragoman.Boilerplate && b.Kind != dragoman.Title && i > 0 && aboutAuthor(block, d.Author) && lastProse(blocks[i:])
		if opinion {
			b.Kind, b.Reason = dragoman.Boilerplate, "author note"
		}
		if b.Reason == "author note" {
			said = append(said, block)
		}
	}
	return strings.Join(said, " ")
}

// lastProse says whether at most one more paragraph of prose follows the first of the blocks.
func lastProse(blocks []dragoman.Block) bool {
	n := 0
	for _, b := range blocks[1:] {
		if b.Kind == dragoman.Prose {
			n++
		}
	}
	return n <= 1
}

// firstName finds the name by which a note speaks of the author when the byline is missing: a sentence that begins with
// one capitalised word that is no pronoun ("Nikola also contributes to ...").
func firstName(note string) string {
	w := authorNoteWords()
	if strings.HasPrefix(fold(note).text, "the author") {
		for i, sentence := range strings.Split(note, ". ") {
			word, rest, _ := strings.Cut(strings.TrimSpace(sentence), " ")
			next, _ := utf8.DecodeRuneInString(rest)
			r, _ := utf8.DecodeRuneInString(word)
			if i > 0 && unicode.IsUpper(r) && unicode.IsLower(next) && !w.pronouns[strings.ToLower(word)] && allRunes(word, unicode.IsLetter) {
				return word
			}
		}
		return ""
	}
	if name := nameAtStart(note); strings.Contains(name, " ") && !w.pronouns[strings.ToLower(name)] {
		return name
	}
	return ""
}
