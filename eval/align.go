package eval

import "strings"

// alignment pairs the words of gold and system that stand for the same characters.
type alignment struct {
	gold, system []*layWord
	pairs        []wordPair
	goldOf       map[*layWord]*layWord // system word -> gold word
}

type wordPair struct{ gold, system *layWord }

func (a *alignment) pair(g, s *layWord) {
	a.pairs = append(a.pairs, wordPair{g, s})
	a.goldOf[s] = g
}

// align follows conll18_ud_eval: outside multiword tokens words must cover the same characters; a stretch covered by a
// multiword token on either side is aligned as a whole, by the longest common subsequence of the lowercased forms.
func align(gold, system []*layWord) *alignment {
	a := &alignment{gold: gold, system: system, goldOf: make(map[*layWord]*layWord, len(system))}
	gi, si := 0, 0
	for gi < len(gold) && si < len(system) {
		g, s := gold[gi], system[si]
		switch {
		case g.multiword || s.multiword:
			var gs, ss int
			gs, ss, gi, si = a.multiwordStretch(gi, si)
			a.alignForms(gold[gs:gi], system[ss:si])
		case g.span == s.span:
			a.pair(g, s)
			gi++
			si++
		case g.span.start <= s.span.start:
			gi++
		default:
			si++
		}
	}
	return a
}

// multiwordStretch finds the smallest stretch of both sides that holds the multiword token at gi or si and everything that
// overlaps it: gold[gs:ge] and system[ss:se].
func (a *alignment) multiwordStretch(gi, si int) (gs, ss, ge, se int) {
	var end int
	if a.gold[gi].multiword {
		end = a.gold[gi].span.end
		if !a.system[si].multiword && a.system[si].span.start < a.gold[gi].span.start {
			si++
		}
	} else {
		end = a.system[si].span.end
		if !a.gold[gi].multiword && a.gold[gi].span.start < a.system[si].span.start {
			gi++
		}
	}
	gs, ss = gi, si
	for !beyond(a.gold, gi, end) || !beyond(a.system, si, end) {
		if gi < len(a.gold) && (si >= len(a.system) || a.gold[gi].span.start <= a.system[si].span.start) {
			end = extend(a.gold[gi], end)
			gi++
		} else {
			end = extend(a.system[si], end)
			si++
		}
	}
	return gs, ss, gi, si
}

func beyond(words []*layWord, i, end int) bool {
	if i >= len(words) {
		return true
	}
	if words[i].multiword {
		return words[i].span.start >= end
	}
	return words[i].span.end > end
}

func extend(w *layWord, end int) int {
	if w.multiword {
		return max(end, w.span.end)
	}
	return end
}

// alignForms pairs words along the longest common subsequence of forms.
func (a *alignment) alignForms(gold, system []*layWord) {
	if len(gold) == 0 || len(system) == 0 {
		return
	}
	lcs := longestCommon(gold, system)
	for g, s := 0, 0; g < len(gold) && s < len(system); {
		switch {
		case sameForm(gold[g], system[s]):
			a.pair(gold[g], system[s])
			g++
			s++
		case lcs[g][s] == lcs[g+1][s]:
			g++
		default:
			s++
		}
	}
}

// longestCommon gives, for each pair of positions, the length of the longest common subsequence from there on; one more row
// and column of zeros stand at the end.
func longestCommon(gold, system []*layWord) [][]int {
	lcs := make([][]int, len(gold)+1)
	for g := range lcs {
		lcs[g] = make([]int, len(system)+1)
	}
	for g := len(gold) - 1; g >= 0; g-- {
		for s := len(system) - 1; s >= 0; s-- {
			lcs[g][s] = max(lcs[g+1][s], lcs[g][s+1])
			if sameForm(gold[g], system[s]) {
				lcs[g][s] = max(lcs[g][s], 1+lcs[g+1][s+1])
			}
		}
	}
	return lcs
}

func sameForm(a, b *layWord) bool { return strings.EqualFold(a.Form, b.Form) }
