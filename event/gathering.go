package event

import (
	"strconv"
	"strings"

	"dragoman"
)

// gatheringAt keeps the forum, summit, session of a commission, round of consultations or official visit that the noun at k
// names, or fills in what is told of the one told last: "This year's edition, taking place on May 29-30", "Founded in 2023".
func (g *coding) gatheringAt(c *clause, k int) {
	if u := c.t.tok(k).UPOS; u == "VERB" || u == "AUX" || u == "ADP" || u == "PUNCT" || u == "DET" {
		return
	}
	switch a, ok := c.assemblyAt(k, g.gathering >= 0); {
	case ok:
		g.keepGathering(c, &a)
	case c.lex.Classes.Has("visit", c.t.lower[k]):
		g.visit(c, k)
	case g.gathering >= 0 && c.backTo(k, &g.out.Gatherings[g.gathering]):
		g.tellMore(c, k)
	}
}

// backTo says whether the noun takes up the gathering told last: "the forum", "this year's edition".
func (c *clause) backTo(k int, last *dragoman.Gathering) bool {
	if c.lex.Classes.Has("edition", c.t.lower[k]) {
		return true
	}
	kind := c.lex.Classes.Value("gathering", c.t.lower[k])
	return kind != "" && kind == last.Kind && c.definite(k)
}

func (c *clause) definite(k int) bool {
	det := c.t.child(k, "det")
	return det >= 0 && c.lex.Classes.Has("definite", c.t.lower[det]) || c.t.tok(k).UPOS == "PROPN"
}

// keepGathering records a gathering, or adds to the one of the same name.
func (g *coding) keepGathering(c *clause, a *assembly) {
	status := c.occurrence(a.head)
	if status == dragoman.Negated || status == dragoman.Hypothetical {
		return
	}
	span := c.t.span(a.first, a.last)
	ga := dragoman.Gathering{
		Name: c.words(span), Kind: a.kind, Edition: a.edition, Participants: []dragoman.Actor{}, Status: status,
		Confidence: 0.7, Evidence: c.evidence(), Why: dragoman.Why{Frame: "gathering", Trigger: c.words(span), Span: span},
	}
	if a.capital {
		ga.Confidence = 0.8
		c.hostOf(&ga, a.first, a.head)
	}
	c.fillGathering(&ga, a.head)
	g.addGathering(c, &ga, a.capital || a.edition != "" || status == dragoman.Planned)
}

// addGathering keeps a gathering that is new; sure says that nothing else need be known of it.
func (g *coding) addGathering(c *clause, ga *dragoman.Gathering, sure bool) {
	if at := g.knownGathering(ga); at >= 0 {
		g.gathering = at
		complete(&g.out.Gatherings[at], ga)
		c.dateStatus(&g.out.Gatherings[at], false)
		return
	}
	if !sure && !ga.Date.Known() && ga.Place.Name == "" {
		return
	}
	ga.ID = localID("gathering", len(g.out.Gatherings))
	g.gathering = len(g.out.Gatherings)
	g.out.Gatherings = append(g.out.Gatherings, *ga)
}

// occurrence says whether the gathering took place, from everything that governs it; what happens "during" or "at" it is as sure
// as itself.
func (c *clause) occurrence(k int) dragoman.Status {
	switch c.t.marker(k, "case") {
	case "during", "at", "on", "following", "after":
		for at := c.t.tok(k).Head; at >= 0; at = c.t.tok(at).Head {
			if c.t.verbal(at) && c.finite(at) {
				st, _ := c.ownStatus(at)
				return st
			}
		}
	}
	if h := c.t.tok(k).Head; h >= 0 && c.t.is(k, "nsubj") && c.lex.Classes.Has("over", c.t.lower[h]) {
		st, _ := c.ownStatus(h)
		return st
	}
	st, _ := c.status(k)
	if st == dragoman.Hypothetical && c.destined(k) {
		return dragoman.Planned
	}
	return st
}

// destined recognises "is to meet": an infinitive under a present form of "be".
func (c *clause) destined(k int) bool {
	for at, level := k, 0; at >= 0 && level < maxEmbedding; at, level = c.t.tok(at).Head, level+1 {
		if !c.infinitive(at) {
			continue
		}
		for d := range c.t.kids(at) {
			if c.t.lower[d] == "be" && d < at && (c.t.is(d, "cop") || c.t.is(d, "aux")) {
				return true
			}
		}
		return c.t.is(at, "xcomp") && c.t.tok(at).Head >= 0 && c.t.lower[c.t.tok(at).Head] == "be"
	}
	return false
}

// knownGathering finds the gathering told before that has the same name and no other date, edition or place.
func (g *coding) knownGathering(ga *dragoman.Gathering) int {
	name := strings.ToLower(ga.Name)
	for i := range g.out.Gatherings {
		old := &g.out.Gatherings[i]
		n := strings.ToLower(old.Name)
		same := n == name || strings.HasSuffix(n, " "+name) || strings.HasPrefix(n, name+" ") || strings.HasPrefix(name, n+" ")
		if same && !differ(old.Date, ga.Date) && (old.Edition == "" || ga.Edition == "" || strings.EqualFold(old.Edition, ga.Edition)) &&
			(old.Place.Country == "" || ga.Place.Country == "" || old.Place.Country == ga.Place.Country) {
			return i
		}
	}
	return -1
}

// complete adds what another telling knows to a gathering.
func complete(old, ga *dragoman.Gathering) {
	if narrower(ga.Date, old.Date) {
		old.Date = ga.Date
	}
	if old.Place.Name == "" {
		old.Place = ga.Place
	}
	if old.Host.Country == "" {
		old.Host = ga.Host
	}
	if last := &old.Evidence[len(old.Evidence)-1]; last.Sentence != ga.Evidence[0].Sentence {
		old.Evidence = append(old.Evidence, ga.Evidence...)
	}
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

// fillGathering adds founding year, date, place, host and status that the sentence tells of the gathering headed by k.
func (c *clause) fillGathering(ga *dragoman.Gathering, k int) {
	for i := range c.dates {
		d := &c.dates[i]
		if year, err := strconv.Atoi(first4(d.Range.Start)); err == nil && c.foundingDate(d.Head) {
			ga.Founded = year
		}
	}
	if d := c.gatheringDate(k); narrower(d, ga.Date) && !(ga.Status == dragoman.Planned && d.End < c.article.Document.Published) {
		ga.Date = d
	}
	if ga.Place.Name == "" {
		ga.Place = c.gatheringPlace(k)
	}
	if ga.Place.Name == "" && ga.Status == dragoman.Happened && ga.Kind != "visit" {
		ga.Place = c.onlyCity()
	}
	if ga.Host.Country == "" {
		c.hostTold(ga, k)
	}
	c.dateStatus(ga, c.told(k))
}

// told says whether the verb around a noun is in the past tense.
func (c *clause) told(k int) bool {
	for at := k; at >= 0; at = c.t.tok(at).Head {
		if c.t.verbal(at) && c.finite(at) {
			return c.t.hasFeat(at, "Tense=Past") && c.t.child(at, "aux") < 0 || c.t.hasFeat(at, "VerbForm=Part") && c.t.hasFeat(at, "Tense=Past")
		}
	}
	return false
}

// gatheringPlace is a place under "in" or "at" of the noun or of the clause around it, not one inherited.
func (c *clause) gatheringPlace(k int) dragoman.Place {
	inherited := c.inheritedPlace
	c.inheritedPlace = dragoman.Place{}
	defer func() { c.inheritedPlace = inherited }()
	return c.placeOf(&match{frame: noFrame, pred: k, slots: &slots{}})
}

// onlyCity is the city that the sentence is set in where it names just one under "in" or "at".
func (c *clause) onlyCity() (city dragoman.Place) {
	for k := range c.t.sent.Tokens {
		if w := c.t.marker(k, "case"); w == "in" || w == "at" {
			if pl := c.placeAt(k); pl != nil && pl.Level != "country" {
				if city.Name != "" && city.Name != pl.Name {
					return dragoman.Place{}
				}
				city = *pl
			}
		}
	}
	return city
}

// hostTold finds the host: whoever hosts it, else the country of its place.
func (c *clause) hostTold(ga *dragoman.Gathering, k int) {
	for at, level := c.t.tok(k).Head, 0; at >= 0 && level < 3; at, level = c.t.tok(at).Head, level+1 {
		if !c.t.verbal(at) || c.t.lower[at] != "host" {
			continue
		}
		if who := firstCountry(c.side([]string{"subj"}, c.slotsOf(at)), ""); who != nil {
			ga.Host = *who
			if m := c.cast.At(c.sentence, firstOf(c.slotsOf(at).get("subj"))); m != nil && m.Place != nil && ga.Place.Name == "" {
				ga.Place = *m.Place
			}
			return
		}
	}
	if ga.Place.Country != "" {
		ga.Host = c.hostAt(ga.Place, "place")
	}
}

func firstOf(list []int) int {
	if len(list) == 0 {
		return -1
	}
	return list[0]
}

const maxGatheringDate = 6 // steps in the tree between a gathering and its date

// gatheringDate is the date that the sentence sets the gathering in; unknown when what stands between them is "a day before".
func (c *clause) gatheringDate(k int) dragoman.DateRange {
	best, bestCost := -1, 1<<30
	for i := range c.dates {
		d := &c.dates[i]
		if c.foundingDate(d.Head) || c.asideFrom(k, d.Head) {
			continue
		}
		cost := c.dateCost(k, d)
		if cost == 1<<30 {
			if cost = c.distance(k, d.Head); cost > maxGatheringDate {
				continue
			}
			cost += 20
		}
		if cost < bestCost {
			best, bestCost = i, cost
		}
	}
	if best < 0 {
		return dragoman.DateRange{}
	}
	return c.dates[best].Range
}

// asideFrom says whether a phrase like "a day before the forum" stands between a gathering and a date.
func (c *clause) asideFrom(k, date int) bool {
	for at := k; at >= 0 && !c.t.within(date, at); at = c.t.tok(at).Head {
		switch c.t.marker(at, "case") {
		case "before", "ahead_of", "after", "since", "until", "prior_to":
			return true
		}
	}
	return false
}

// tellMore adds what the sentence tells of the gathering at hand.
func (g *coding) tellMore(c *clause, k int) {
	ga := &g.out.Gatherings[g.gathering]
	if c.tells(k) {
		c.fillGathering(ga, k)
	} else if ga.Place.Name == "" {
		if ga.Place = c.placeUnder(k); ga.Place.Name != "" { // "took part in the conference in Baku"
			c.hostTold(ga, k)
		}
	}
	if last := &ga.Evidence[len(ga.Evidence)-1]; last.Sentence != c.sentence {
		ga.Evidence = append(ga.Evidence, c.evidence()...)
	}
}

// tells says whether the clause around a noun is about it: it is the subject, has a clause of its own, or stands beside its date.
func (c *clause) tells(k int) bool {
	return c.t.is(k, "nsubj") || c.t.child(k, "acl") >= 0 || c.t.is(k, "root") || c.t.child(k, "appos") >= 0 || c.lex.Classes.Has("edition", c.t.lower[k])
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
		if c.lex.Classes.Has("found", c.t.lower[at]) && !ordinal(c.t.tok(at)) {
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

// dateStatus settles by its date whether a gathering is past, unless the text says that it is still to come, or past already.
func (c *clause) dateStatus(ga *dragoman.Gathering, past bool) {
	published := c.article.Document.Published
	switch {
	case !ga.Date.Known() || published == "":
		if ga.Status == "" {
			ga.Status = dragoman.Happened
		}
	case ga.Date.Start > published:
		ga.Status = dragoman.Planned
	case ga.Status == dragoman.Planned && ga.Date.End >= published:
	case ga.Date.End >= published && ga.Date.Start < ga.Date.End && !past:
		ga.Status = dragoman.Ongoing
	default:
		ga.Status = dragoman.Happened
	}
}
