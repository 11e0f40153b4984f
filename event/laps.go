package event

import (
	"time"

	"dragoman"
)

// Part is a part of the coder's work.
type Part int

// The parts, in no order.
const (
	Trees      Part = iota // preparing a sentence, and what is left over
	Dates                  // reading date phrases
	Frames                 // finding events
	Scores                 // weighing events and what frames are silent about
	Records                // agreements, missions, gatherings
	Statements             // acts of speech and quotations
	Figures                // quantities

	Parts int = iota // how many there are
)

// Laps is how long the parts took, by Part.
type Laps [Parts]time.Duration

// CodeTimed does what Code does and adds to laps how long each part took.
func (co *Coder) CodeTimed(a *dragoman.Article, cast *dragoman.Cast, laps *Laps) *dragoman.Reading {
	return co.code(a, cast, co.scorer, nil, laps)
}

// lap gives the time since the lap before to a part.
func (g *coding) lap(p Part) {
	if g.laps == nil {
		return
	}
	now := time.Now()
	g.laps[p] += now.Sub(g.lapped)
	g.lapped = now
}
