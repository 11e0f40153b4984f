package actor

import (
	"dragoman"
	"dragoman/lexicon"
)

// scan finds the longest phrases of the lexicon in a sentence, from left to right, not overlapping.
func (sc *scene) scan(s *sentence) {
	s.firstHit = len(sc.hits)
	defer func() { s.lastHit = len(sc.hits) }()
	if s.kind == dragoman.Boilerplate {
		return
	}
	for t := 0; t < len(s.Tokens); {
		h, ok := sc.longest(s, t)
		if !ok {
			t++
			continue
		}
		sc.hits = append(sc.hits, h)
		for k := h.first; k < h.end; k++ {
			s.cover[k] = int32(len(sc.hits))
		}
		t = h.end
	}
}

// longest finds the longest phrase that begins at the token and can be meant there.
func (sc *scene) longest(s *sentence, t int) (hit, bool) {
	if s.from[t] == s.from[t+1] {
		return hit{}, false
	}
	var best hit
	x, node := sc.lex.Index, uint32(0)
	for u := t; u < len(s.Tokens); u++ {
		for i := s.from[u]; i < s.from[u+1]; i++ {
			if node = x.Step(node, s.atoms[i].Word); node == 0 {
				return best, best.end > 0
			}
		}
		if s.from[u] == s.from[u+1] || !x.Ends(node) {
			continue
		}
		sc.senses = x.Senses(node, sc.senses[:0])
		if sc.anyFits(s, t, u+1) {
			best = hit{first: t, end: u + 1, node: node}
		}
	}
	return best, best.end > 0
}

func (sc *scene) anyFits(s *sentence, t, end int) bool {
	written := s.atoms[s.from[t]:s.from[end]]
	for i := range sc.senses {
		if sc.senses[i].Fits(written) && sc.plausible(s, t, end, &sc.senses[i]) {
			return true
		}
	}
	return false
}

// plausible refuses senses that the words around rule out.
func (sc *scene) plausible(s *sentence, t, end int, sense *lexicon.Sense) bool {
	last := s.Tokens[end-1].UPOS
	switch sense.Kind {
	case lexicon.OfficeTerm, lexicon.BodyTerm, lexicon.GroupTerm:
		if last == "VERB" || last == "AUX" || last == "ADV" || last == "ADP" || last == "DET" || last == "PRON" {
			return false
		}
		if last == "ADJ" && end-t == 1 {
			return false
		}
		if sense.Proper && end-t == 1 {
			return last == "PROPN" && sc.named(s, t)
		}
	case lexicon.CompanyName, lexicon.OrganisationName, lexicon.PersonName, lexicon.PlaceName:
		if end-t == 1 {
			return last == "PROPN" || last == "X" || s.shouts(t) && last == "NOUN" && t > 0
		}
	case lexicon.CountryName, lexicon.CountryCapital, lexicon.CountryMetonym:
		return last != "VERB" && last != "AUX" || t > 0
	case lexicon.CountryAdjective:
		if sense.Prefix {
			return s.form(end) == "-" || s.form(end) == "–"
		}
	case lexicon.Description:
		return s.definite(t)
	}
	return true
}

// named asks more of a proper name that is a common noun too ("the House", "the Rada"): an article or a capital within the
// sentence.
func (sc *scene) named(s *sentence, t int) bool {
	return t > 0 || len(s.Tokens[t].Form) > 4 || s.shouts(t)
}

// shouts says whether the token is an acronym in capitals.
func (s *sentence) shouts(t int) bool {
	return s.from[t+1] > s.from[t] && s.atoms[s.from[t]].Caps && len(s.Tokens[t].Form) > 1
}

// definite says whether a definite determiner or a possessor stands before the token, adjectives between them allowed.
func (s *sentence) definite(t int) bool {
	for k := t - 1; k >= 0 && k >= t-4; k-- {
		switch s.Tokens[k].UPOS {
		case "DET":
			switch s.Tokens[k].Form {
			case "the", "The", "this", "This", "that", "That", "both", "Both":
				return true
			}
			return false
		case "ADJ", "NUM", "PUNCT":
			continue
		case "PROPN", "NOUN":
			continue
		}
		return false
	}
	return false
}
