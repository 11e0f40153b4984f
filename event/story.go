package event

import (
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// story is what the article has been telling of, so that what later sentences take up by a word alone can be understood: "the
// leaders", "his host", "the accusation", "the move", and whom an answer answers.
type story struct {
	pair    []dragoman.Actor // the two countries of the last dealings, guest first where one side visited; empty for none
	visit   bool             // the first of the pair is the guest of the second
	told    int              // sentence in which the pair was told of last
	uttered []dragoman.Actor // who accused, demanded, threatened or offered last
	acted   []dragoman.Actor // who did the last thing that was done to somebody
	against []grievance      // who acted against whom
}

// grievance is one hostile act that may be answered.
type grievance struct {
	by, against string // countries
	sentence    int
}

// How many sentences later a pair is no longer what "the sides" means, and an act no longer what an answer answers.
const (
	pairReach   = 6
	answerReach = 3
)

// tell takes an event into the story.
func (s *story) tell(ev *dragoman.Event, sentence int, lex *lexicon.Lexicon) {
	if ev.Status != dragoman.Happened && ev.Status != dragoman.Ongoing && ev.Status != dragoman.Planned {
		return
	}
	if ev.Status != dragoman.Planned && len(ev.Actors) > 0 {
		switch ev.Type {
		case dragoman.Accuse, dragoman.Request, dragoman.Threaten, dragoman.Agree:
			s.uttered = ev.Actors
		}
		if ev.Type != dragoman.Consult {
			s.acted = ev.Actors
		}
	}
	hostile := lex.Ontology.Quad(ev.Type) >= dragoman.VerbalConflict
	if hostile {
		for _, by := range countries(located(ev.Actors)) {
			for _, against := range countries(located(ev.Recipients)) {
				s.against = append(s.against, grievance{by, against, sentence})
			}
		}
	}
	s.look(ev, sentence, hostile, lex)
}

// look turns to the pair of an event; dealings between friends are not forgotten over a quarrel with a third.
func (s *story) look(ev *dragoman.Event, sentence int, hostile bool, lex *lexicon.Lexicon) {
	lands := countries(parties(ev))
	if len(lands) != 2 || len(lands[0]) != 3 || len(lands[1]) != 3 {
		return
	}
	same := s.has(lands[0]) && s.has(lands[1])
	if hostile && len(s.pair) > 0 && !same {
		return
	}
	visit := ev.Type == dragoman.Consult && ev.Mode == "visit" && len(ev.Recipients) > 0
	s.told = sentence
	if same && s.visit && !visit {
		return
	}
	s.visit, s.pair = visit, nil
	for _, code := range lands {
		s.pair = append(s.pair, dragoman.Actor{ID: code, Name: lex.CountryName(code), Kind: dragoman.ActorCountry, Country: code})
	}
}

func (s *story) has(country string) bool {
	_, ok := s.other(country)
	return ok
}

// other is the party of the pair that is not the one given.
func (s *story) other(country string) (dragoman.Actor, bool) {
	for i, a := range s.pair {
		if a.Country == country {
			return s.pair[1-i], true
		}
	}
	return dragoman.Actor{}, false
}

// offenders are who acted against the country last, all those of one sentence; none when that was too long ago.
func (s *story) offenders(country string, sentence int) []string {
	var out []string
	last := -1
	for i := len(s.against) - 1; i >= 0 && sentence-s.against[i].sentence <= answerReach; i-- {
		g := s.against[i]
		if g.against != country || g.by == country || last >= 0 && g.sentence != last {
			continue
		}
		last = g.sentence
		if !slices.Contains(out, g.by) {
			out = append(out, g.by)
		}
	}
	slices.Reverse(out)
	return out
}
