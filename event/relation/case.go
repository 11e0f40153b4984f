// Package relation says what one party of a sentence does to another: a linear model over the words, the path between
// the two in the syntax tree, what the frames say, and word vectors. It decides where frames are silent or disagree, says how
// sure it is, and names what it went by.
package relation

import (
	"strings"

	"dragoman"
)

// None is the label of a pair between which nothing of the ontology happens.
const None = "NONE"

// Labels are the classes of a model in their fixed order: the types of PLOVER and None.
var Labels = labels()

func labels() []string {
	out := make([]string, 0, len(dragoman.EventTypes)+1)
	for _, t := range dragoman.EventTypes {
		out = append(out, string(t))
	}
	return append(out, None)
}

// Party is one of the two: the tokens it covers (End exclusive) and the one that heads it; Head is -1 for a party that the
// sentence does not name.
type Party struct{ First, End, Head int }

// Unnamed is a party that the sentence does not name.
var Unnamed = Party{Head: -1}

func (p Party) has(i int) bool { return p.Head >= 0 && i >= p.First && i < p.End }

// Vote is what a frame says: the type, the frame, and the status that the clause gives to it.
type Vote struct {
	Type, ID string
	Status   dragoman.Status
}

// Case is one question: what does Source do to Target in a parsed sentence?
type Case struct {
	*Sentence
	Source, Target Party

	Frame Vote   // of a frame that runs between the two; its Type is "" where there is none
	Near  []Vote // of the frames whose conditions hold, whoever their parties are, those nearest to the two first

	// Foreign marks cases of gold sets with another code book than ours (the PLOVER of 2018 counts convictions as ACCUSE and some
	// sanctions as COERCE); the model keeps apart what holds for them alone.
	Foreign bool
}

// Sentence is a parsed sentence as cases share it.
type Sentence struct {
	Tokens []dragoman.Token
	lemmas []string // lower case
	first  []int32  // first child by token, -1 for none
	next   []int32  // next sibling
	rows   []int32  // rows of the words' vectors, -1 for none; nil until they are asked for
}

// NewSentence prepares a sentence.
func NewSentence(tokens []dragoman.Token) *Sentence {
	n := len(tokens)
	links := make([]int32, 2*n)
	s := &Sentence{Tokens: tokens, lemmas: make([]string, n), first: links[:n], next: links[n:]}
	for i := range tokens {
		s.lemmas[i] = strings.ToLower(tokens[i].Lemma)
		s.first[i], s.next[i] = -1, -1
	}
	for i := n - 1; i >= 0; i-- {
		if h := tokens[i].Head; h >= 0 && h < n && h != i {
			s.next[i], s.first[h] = s.first[h], int32(i)
		}
	}
	return s
}

// vectorRows finds the words' vectors.
func (s *Sentence) vectorRows(v *Vectors) []int32 {
	if s.rows == nil {
		s.rows = make([]int32, len(s.Tokens))
		for i := range s.Tokens {
			s.rows[i] = v.row(s.Tokens[i].Form)
		}
	}
	return s.rows
}

// Example is a case with its label. Either has a second label that would be right as well ("" for none): gold sets that fold two
// types together do not say which.
type Example struct {
	Case
	Label  string
	Either string
	Weight float64
	Group  string // examples of one group stay together when folds are cut
}
