package actor

import (
	"strings"

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

// behindPreposition says whether a preposition stands before the token, an article between them allowed: "near X", "in the X".
func (sc *scene) behindPreposition(s *sentence, t int) bool {
	if s.upos(t-1) == "DET" {
		t--
	}
	return s.upos(t-1) == "ADP"
}

// halfMeant says whether "the North" is one of two countries (their codes) that the text names.
func (sc *scene) halfMeant(s *sentence, t int, codes string) bool {
	if !s.capital(t) || !strings.EqualFold(s.form(t-1), "the") || t+1 < len(s.Tokens) && s.capital(t+1) {
		return false
	}
	one, other, _ := strings.Cut(codes, " ")
	return !sc.settling || sc.seen(one)+sc.seen(other) > 0
}

// plausible refuses senses that the words around rule out.
func (sc *scene) plausible(s *sentence, t, end int, sense *lexicon.Sense) bool {
	last := s.Tokens[end-1].UPOS
	if s.proper(end - 1) {
		last = "PROPN"
	}
	if end-t == 1 && !sc.spokenFor(s, t, sense) {
		return false
	}
	switch sense.Kind {
	case lexicon.OfficeTerm, lexicon.BodyTerm, lexicon.GroupTerm:
		if _, country := sc.words.country[s.word(t)]; country && end-t == 1 {
			return false
		}
		if v := sc.words.pair[s.word(t)]; v != "" && end-t == 1 && sense.Kind != lexicon.OfficeTerm && v != "person" && sc.counted(s, t) && sc.sides(sense) {
			return false // "the two parties", "the parties"
		}
		if last == "VERB" || last == "AUX" || last == "ADV" || last == "ADP" || last == "DET" || last == "PRON" {
			return false
		}
		if last == "ADJ" && end-t == 1 {
			return false
		}
		if sense.Kind == lexicon.OfficeTerm && sc.lex.Offices[sense.Ref].Adjective && !sense.Plural {
			return s.capital(end-1) || end < len(s.Tokens) && s.capital(end)
		}
		if sense.Proper && end-t == 1 {
			return last == "PROPN" && sc.named(s, t)
		}
	case lexicon.CompanyName, lexicon.OrganisationName, lexicon.PersonName, lexicon.PlaceName:
		if end-t == 1 {
			if sense.Kind == lexicon.PersonName && s.acronymLike(t) {
				return false
			}
			if last == "PROPN" || last == "X" || s.shouts(t) && last == "NOUN" && t > 0 {
				return true
			}
			if sense.Kind == lexicon.PlaceName && last == "NOUN" && s.capital(t) && sc.behindPreposition(s, t) {
				return true
			}
			if sense.Kind == lexicon.PlaceName && last == "ADJ" && s.capital(t) && len(s.Tokens[t].Form) > 4 {
				return true // "Chechen fighters"
			}
			// a name that the tagger does not know, often the first word of a sentence; none of the names left is an English word
			return sense.Kind != lexicon.PlaceName && (last == "NOUN" || last == "VERB" || last == "ADJ") && len(s.Tokens[t].Form) > 4
		}
	case lexicon.CountryName, lexicon.CountryCapital, lexicon.CountryMetonym:
		return last != "VERB" && last != "AUX" || t > 0
	case lexicon.CountryAdjective:
		if sense.Prefix {
			return s.form(end) == "-" || s.form(end) == "–"
		}
	case lexicon.Description:
		if v, half := sc.words.half[s.word(t)]; half && end-t == 1 {
			return sc.halfMeant(s, t, v)
		}
		return s.definite(t)
	}
	return true
}

// spokenFor asks more of names that are English words as well: a place needs a preposition, others that their country is named
// elsewhere in the text.
func (sc *scene) spokenFor(s *sentence, t int, sense *lexicon.Sense) bool {
	if _, common := sc.words.common[s.word(t)]; !common {
		return true
	}
	country := ""
	switch sense.Kind {
	case lexicon.PlaceName:
		switch s.form(t - 1) {
		case "in", "In", "at", "near", "to", "from":
			return s.proper(t)
		}
		return false
	case lexicon.CompanyName:
		if t > 0 && s.proper(t) && !s.free(t+1) {
			return true
		}
		country = sc.lex.Companies[sense.Ref].Country
	case lexicon.OrganisationName:
		country = sc.lex.Organisations[sense.Ref].Country
	case lexicon.PersonName:
		country = sc.lex.Persons[sense.Ref].Country
	case lexicon.BodyTerm:
		country = sc.lex.Bodies[sense.Ref].Country
		if country == "" {
			return true
		}
	default:
		return true
	}
	return sc.settling && t > 0 && s.proper(t) && sc.seen(country) > 0 || !sc.settling
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

// sides says whether a term may be a party of a contract rather than what the lexicon has it for.
func (sc *scene) sides(sense *lexicon.Sense) bool {
	if sense.Kind == lexicon.GroupTerm {
		return sc.lex.Groups[sense.Ref].Sector == dragoman.SectorPTY || sc.lex.Groups[sense.Ref].Sector == dragoman.SectorUNK
	}
	return sc.lex.Bodies[sense.Ref].Sector == dragoman.SectorPTY
}

// counted says whether an article or a number word stands right before the token.
func (sc *scene) counted(s *sentence, t int) bool {
	if _, ok := sc.words.number[s.word(t-1)]; ok {
		return true
	}
	return s.form(t-1) == "the" || s.form(t-1) == "The"
}

// acronymLike says whether the word has a capital at its end, as abbreviations do and surnames do not: "MoI".
func (s *sentence) acronymLike(t int) bool {
	f := s.Tokens[t].Form
	last := f[len(f)-1]
	return 'A' <= last && last <= 'Z' && !s.atoms[s.from[t]].Caps
}
