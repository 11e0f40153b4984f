package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"dragoman"
)

// A gold is a stretch of treebank text with the places where its sentences, tokens and words end.
type gold struct {
	text      string
	sentences []dragoman.Span
	tokens    []dragoman.Span // orthographic tokens
	words     []goldWord      // syntactic words
}

type goldWord struct {
	token int    // index into tokens
	form  string //
}

// readGold reads CoNLL-U and rebuilds the running text: a space between tokens unless SpaceAfter=No, an empty line
// before every new paragraph and document. keep chooses documents by their id; nil keeps all.
func readGold(r io.Reader, name string, keep func(doc string) bool) (*gold, error) {
	g := &gold{}
	var b strings.Builder
	var open bool
	space := true
	kept, fresh := true, false
	until := 0
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 1<<16), 1<<24)
	for n := 1; scan.Scan(); n++ {
		line := scan.Text()
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			fresh = true
			kept = keep == nil || keep(line)
		case strings.HasPrefix(line, "# newpar"):
			fresh = true
		case line == "":
			open, until = false, 0
		case line[0] == '#' || !kept:
		default:
			cells := strings.SplitN(line, "\t", 10)
			if len(cells) != 10 {
				return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", n), "give ten tab-separated columns", "is not CoNLL-U")
			}
			if strings.Contains(cells[0], ".") {
				continue
			}
			var id, to int
			if _, err := fmt.Sscanf(cells[0], "%d-%d", &id, &to); err != nil {
				if _, err := fmt.Sscanf(cells[0], "%d", &id); err != nil {
					return nil, dragoman.Problemf(name, fmt.Sprintf("line %d", n), "number the words from 1", "has the id %q", cells[0])
				}
			}
			if to == 0 && id <= until {
				g.words = append(g.words, goldWord{len(g.tokens) - 1, cells[1]})
				continue
			}
			until = max(until, to)
			if fresh && b.Len() > 0 {
				b.WriteString("\n\n")
			} else if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			fresh = false
			from := b.Len()
			b.WriteString(cells[1])
			span := dragoman.Span{from, b.Len()}
			if !open {
				g.sentences = append(g.sentences, span)
				open = true
			}
			g.sentences[len(g.sentences)-1][1] = span[1]
			g.tokens = append(g.tokens, span)
			if to == 0 {
				g.words = append(g.words, goldWord{len(g.tokens) - 1, cells[1]})
			}
			space = !strings.Contains(cells[9], "SpaceAfter=No")
		}
	}
	g.text = b.String()
	return g, scan.Err()
}

// A Score counts spans that agree exactly, as in the CoNLL 2018 shared task.
type Score struct{ Right, Found, Gold int }

// F1 is the harmonic mean of precision and recall, in percent.
func (s Score) F1() float64 {
	if s.Found+s.Gold == 0 {
		return 0
	}
	return 200 * float64(s.Right) / float64(s.Found+s.Gold)
}

// ScoreSegmenter measures a segmenter on CoNLL-U text: orthographic tokens, syntactic words (by their token and form)
// and sentences, the white space of the text left out of the comparison.
func ScoreSegmenter(s *Segmenter, r io.Reader, name string, keep func(doc string) bool) (tokens, words, sentences Score, err error) {
	g, err := readGold(r, name, keep)
	if err != nil {
		return tokens, words, sentences, err
	}
	a := s.Whole().Segment(dragoman.Document{Text: g.text})
	goldTokens := make(map[dragoman.Span]int, len(g.tokens))
	for i, t := range g.tokens {
		goldTokens[t] = i
	}
	goldSentences := make(map[dragoman.Span]bool, len(g.sentences))
	for _, t := range g.sentences {
		goldSentences[t] = true
	}
	goldWords := make(map[int][]string, len(g.tokens))
	for _, w := range g.words {
		goldWords[w.token] = append(goldWords[w.token], strings.ToLower(w.form))
	}
	tokens.Gold, words.Gold, sentences.Gold = len(g.tokens), len(g.words), len(g.sentences)
	for i := range a.Sentences {
		st := &a.Sentences[i]
		sentences.Found++
		if goldSentences[st.Span] {
			sentences.Right++
		}
		for t := 0; t < len(st.Tokens); {
			n := max(1, int(st.Tokens[t].Contraction))
			span := dragoman.Span{st.Tokens[t].Span[0], st.Tokens[t+n-1].Span[1]}
			tokens.Found++
			words.Found += n
			if at, ok := goldTokens[span]; ok {
				tokens.Right++
				words.Right += sameForms(goldWords[at], st.Tokens[t:t+n])
			}
			t += n
		}
	}
	return tokens, words, sentences, nil
}

// sameForms counts words that agree from either end of one orthographic token.
func sameForms(gold []string, found []dragoman.Token) int {
	if len(gold) == len(found) {
		n := 0
		for i := range gold {
			if gold[i] == strings.ToLower(found[i].Form) {
				n++
			}
		}
		return n
	}
	return 0
}
