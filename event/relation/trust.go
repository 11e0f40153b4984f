package relation

import "math"

// Trust says how often an event is right that was found in the way its evidence describes: the weights of a logistic
// regression, bias first.
type Trust [1 + evidence]float64

// Evidence for an event, each a number; what a frame does not give is 0.
type Evidence struct {
	Frame      float64 // log odds of the frame's confidence, lowered for what was inferred; 0 where no frame speaks
	ByFrame    bool
	Model      float64 // log odds that the head gives to the event's type for the two parties; 0 where it was not asked
	ByModel    bool    // it was asked
	Referred   bool    // a party is known by co-reference only
	Unsettled  bool    // planned, ongoing or told by somebody
	LongWay    float64 // words between the parties, in tens, at most 3
	Alternates bool    // another type is told of the same two in the sentence
}

const evidence = 8

func (e *Evidence) numbers() [evidence]float64 {
	b := func(x bool) float64 {
		if x {
			return 1
		}
		return 0
	}
	return [evidence]float64{e.Frame, b(e.ByFrame), e.Model, b(e.ByModel), b(e.Referred), b(e.Unsettled), e.LongWay, b(e.Alternates)}
}

// Of is the probability that the event is right.
func (t *Trust) Of(e *Evidence) float64 {
	z := t[0]
	for i, x := range e.numbers() {
		z += t[i+1] * x
	}
	return 1 / (1 + math.Exp(-z))
}

// LogOdds of a probability, kept within what numbers of this kind can say.
func LogOdds(p float64) float64 {
	p = min(max(p, 0.01), 0.99)
	return math.Log(p / (1 - p))
}

// FitTrust fits the weights to events known to be right or wrong by gradient descent on the logistic loss with an L2 penalty; few
// examples carry few weights.
func FitTrust(found []Evidence, right []bool) Trust {
	const rounds, rate, penalty = 4000, 0.5, 0.002
	var t Trust
	for range rounds {
		var slope Trust
		for i := range found {
			miss := t.Of(&found[i])
			if right[i] {
				miss--
			}
			slope[0] += miss
			for k, x := range found[i].numbers() {
				slope[k+1] += miss * x
			}
		}
		for k := range t {
			t[k] -= rate * (slope[k]/float64(max(len(found), 1)) + penalty*t[k])
		}
	}
	return t
}
