// Package eval scores what the program finds against gold data: syntax, relations between two marked parties, event
// triples, actors.
package eval

import (
	"maps"
	"slices"
)

// Count is the tally of one class.
type Count struct {
	Right  int `json:"right"`  // found and in the gold
	Extra  int `json:"extra"`  // found, not in the gold
	Missed int `json:"missed"` // in the gold, not found
}

// Precision is Right / (Right + Extra), 0 when nothing was found.
func (c Count) Precision() float64 { return ratio(c.Right, c.Right+c.Extra) }

// Recall is Right / (Right + Missed), 0 when the gold is empty.
func (c Count) Recall() float64 { return ratio(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 {
	return ratio(2*c.Right, 2*c.Right+c.Extra+c.Missed)
}

// Gold is how often the class stands in the gold.
func (c Count) Gold() int { return c.Right + c.Missed }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Scores tallies several classes.
type Scores struct {
	byClass map[string]*Count
}

// NewScores makes an empty tally.
func NewScores() *Scores { return &Scores{byClass: map[string]*Count{}} }

func (s *Scores) class(c string) *Count {
	if s.byClass[c] == nil {
		s.byClass[c] = &Count{}
	}
	return s.byClass[c]
}

// Hit tallies a right answer.
func (s *Scores) Hit(class string) { s.class(class).Right++ }

// Extra tallies an answer that the gold does not have.
func (s *Scores) Extra(class string) { s.class(class).Extra++ }

// Miss tallies a gold item that was not found.
func (s *Scores) Miss(class string) { s.class(class).Missed++ }

// Classes lists the classes in alphabetical order.
func (s *Scores) Classes() []string { return slices.Sorted(maps.Keys(s.byClass)) }

// Of is the tally of one class.
func (s *Scores) Of(class string) Count { return *s.class(class) }

// Total adds the classes up (micro average).
func (s *Scores) Total() Count {
	var t Count
	for _, c := range s.byClass {
		t.Right += c.Right
		t.Extra += c.Extra
		t.Missed += c.Missed
	}
	return t
}

// MacroF1 is the mean F1 of the classes that stand in the gold.
func (s *Scores) MacroF1() float64 {
	sum, n := 0.0, 0
	for _, c := range s.byClass {
		if c.Gold() > 0 {
			sum += c.F1()
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Tally counts one answer against its gold label, and says whether it is right; "" is an abstention.
func (s *Scores) Tally(gold, found string) bool {
	if gold == found {
		s.Hit(gold)
		return true
	}
	s.Miss(gold)
	if found != "" {
		s.Extra(found)
	}
	return false
}
