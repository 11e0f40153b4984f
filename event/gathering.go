package event

import (
	"strconv"
	"strings"

	"dragoman"
)

// gatherings finds named forums, summits, conferences and sessions, and fills in what later sentences tell of the one
// told last: "This year's edition, taking place on May 29-30", "Founded in 2023".
func (g *coding) gatherings(c *clause) {
	for k := range c.t.sent.Tokens {
		if kind := c.lex.Classes.Value("gathering", c.t.lower[k]); kind != "" {
			if first := c.gatheringName(k); first < k && !c.organisation(k) {
				g.keepGathering(c, first, k, kind)
				continue
			}
			if g.gathering >= 0 && c.definite(k) {
				g.tellMore(c, k)
			}
		} else if c.lex.Classes.Has("edition", c.t.lower[k]) && g.gathering >= 0 {
			g.tellMore(c, k)
		}
	}
}

// organisation says whether the token names a standing body, which is no gathering ("European Commission").
func (c *clause) organisation(k int) bool {
	m := c.cast.At(c.sentence, k)
	return m != nil && len(m.Actors) > 0 && (m.Actors[0].Kind == dragoman.ActorOrganisation || m.Actors[0].Kind == dragoman.ActorBody)
}

// gatheringName is the first token of a capitalised name that ends in the gathering noun at k; k when there is none.
func (c *clause) gatheringName(k int) int {
	if !startsUpper(c.t.tok(k).Form) {
		return k
	}
	first := k
	for i := k - 1; i >= 0; i-- {
		tok := c.t.tok(i)
		joiner := tok.UPOS == "ADP" || tok.UPOS == "CCONJ" || tok.Form == "-" || tok.Form == "–" || tok.Form == "'s" || tok.Form == "’s"
		if joiner && i > 0 && startsUpper(c.t.tok(i-1).Form) && first == i+1 {
			continue
		}
		if !startsUpper(tok.Form) || tok.UPOS == "DET" || tok.UPOS == "PUNCT" || tok.UPOS == "PRON" || tok.UPOS == "VERB" || tok.UPOS == "ADP" || tok.UPOS == "SCONJ" {
			break
		}
		first = i
	}
	if c.t.tok(first).UPOS == "ADP" {
		return k
	}
	return first
}

func (c *clause) definite(k int) bool {
	det := c.t.child(k, "det")
	return det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det]) || c.t.tok(k).UPOS == "PROPN"
}

func (g *coding) keepGathering(c *clause, first, head int, kind string) {
	last := head
	for k := head + 1; k+1 < len(c.t.sent.Tokens); k++ { // "Conference on Interaction ..." and years: "Forum 2025"
		if c.t.tok(k).UPOS == "NUM" && len(c.t.tok(k).Form) == 4 && k == last+1 {
			last = k
			continue
		}
		break
	}
	span := c.t.span(first, last)
	name, edition := c.splitEdition(first, head)
	if year := c.t.tok(last).Form; last > head {
		edition = year
	}
	if at := g.knownGathering(name); at >= 0 {
		g.gathering = at
		g.tellMore(c, head)
		return
	}
	ga := dragoman.Gathering{
		ID: localID("gathering", len(g.out.Gatherings)), Name: name, Kind: kind, Edition: edition, Participants: []dragoman.Actor{},
		Confidence: 0.8, Evidence: c.evidence(), Why: dragoman.Why{Frame: "gathering", Trigger: c.words(span), Span: span},
	}
	g.gathering = len(g.out.Gatherings)
	g.out.Gatherings = append(g.out.Gatherings, ga)
	c.hostOf(&g.out.Gatherings[g.gathering], first, head)
	g.tellMore(c, head)
}

// splitEdition separates an ordinal from a gathering's name: "14th Astana Economic Forum".
func (c *clause) splitEdition(first, head int) (name, edition string) {
	if f := c.t.tok(first); first < head && (f.UPOS == "ADJ" || f.UPOS == "NUM") && strings.Contains(f.Feats, "Ord") {
		return c.words(c.t.span(first+1, head)), f.Form
	}
	return c.words(c.t.span(first, head)), ""
}

func (g *coding) knownGathering(name string) int {
	for i := range g.out.Gatherings {
		if n := g.out.Gatherings[i].Name; strings.EqualFold(n, name) || strings.HasSuffix(strings.ToLower(n), " "+strings.ToLower(name)) {
			return i
		}
	}
	return -1
}

// hostOf takes the host from a place in the gathering's name ("Astana International Forum").
func (c *clause) hostOf(ga *dragoman.Gathering, first, head int) {
	for k := first; k < head; k++ {
		place := c.lex.FindPlace(c.form(k))
		if place == nil || place.Level != "city" || place.Country == "" {
			continue
		}
		ga.Place = dragoman.Place{Name: place.Name, Country: place.Country, Level: place.Level, Span: c.t.tok(k).Span}
		ga.Host = c.hostAt(ga.Place, "place in its name")
		return
	}
}

// hostAt is the country of a place as host.
func (c *clause) hostAt(p dragoman.Place, via string) dragoman.Actor {
	return dragoman.Actor{ID: p.Country, Kind: dragoman.ActorCountry, Country: p.Country, Name: c.lex.CountryName(p.Country),
		Text: p.Name, Span: p.Span, Via: via}
}

const maxGatheringDate = 6 // steps in the tree between a gathering and its date

// tellMore adds date, founding year, host and place that the sentence tells of the gathering at hand.
func (g *coding) tellMore(c *clause, k int) {
	ga := &g.out.Gatherings[g.gathering]
	for i := range c.dates {
		d := &c.dates[i]
		if c.foundingDate(d.Head) {
			if year, err := strconv.Atoi(first4(d.Range.Start)); err == nil {
				ga.Founded = year
			}
			continue
		}
		if c.distance(k, d.Head) <= maxGatheringDate && narrower(d.Range, ga.Date) {
			ga.Date = d.Range
		}
	}
	if ga.Place.Name == "" {
		if pl := c.placeOf(&match{frame: noFrame, pred: k, slots: &slots{}}); pl.Name != "" {
			ga.Place = pl
		}
	}
	if ga.Host.Country == "" && ga.Place.Country != "" {
		ga.Host = c.hostAt(ga.Place, "place")
	}
	if last := &ga.Evidence[len(ga.Evidence)-1]; last.Sentence != c.sentence {
		ga.Evidence = append(ga.Evidence, c.evidence()...)
	}
	ga.Status = c.gatheringStatus(ga)
}

// narrower says whether date a is known better than b.
func narrower(a, b dragoman.DateRange) bool {
	rank := func(d dragoman.DateRange) int {
		switch {
		case d.Start == "" || d.End == "":
			return 0
		case d.Precision == dragoman.PrecisionYear:
			return 1
		case d.Precision == dragoman.PrecisionMonth:
			return 2
		}
		return 3
	}
	return rank(a) > rank(b)
}

func (c *clause) foundingDate(k int) bool {
	for at := k; at >= 0; at = c.t.tok(at).Head {
		if c.lex.Classes.Has("found", c.t.lower[at]) {
			return true
		}
	}
	return false
}

func first4(s string) string {
	if len(s) < 4 {
		return ""
	}
	return s[:4]
}

// gatheringStatus compares the date with publication.
func (c *clause) gatheringStatus(ga *dragoman.Gathering) dragoman.Status {
	published := c.article.Document.Published
	switch {
	case !ga.Date.Known():
		return dragoman.Happened
	case published != "" && ga.Date.Start > published:
		return dragoman.Planned
	case published != "" && ga.Date.End >= published:
		return dragoman.Ongoing
	}
	return dragoman.Happened
}
