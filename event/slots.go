package event

import (
	"slices"
	"strings"
)

// A filler is one phrase that fills a slot of a predicate, by its head token.
type filler struct {
	slot string
	head int
}

// slots are the arguments of a predicate with voice, control, co-ordination and relative clauses undone.
type slots struct {
	list []filler
	read bool // the tree has been asked
}

func (s *slots) add(slot string, head int) {
	for _, f := range s.list {
		if f.slot == slot && f.head == head {
			return
		}
	}
	s.list = append(s.list, filler{slot, head})
}

// get lists the heads of a slot's fillers, co-ordination not yet undone.
func (s *slots) get(slot string) []int {
	var out []int
	for i := range s.list {
		if s.list[i].slot == slot {
			out = append(out, s.list[i].head)
		}
	}
	return out
}

func (s *slots) has(slot string) bool {
	for _, f := range s.list {
		if f.slot == slot {
			return true
		}
	}
	return false
}

const maxControl = 6 // how far a missing subject is looked for upwards

// slotsOf gathers the arguments of the predicate headed by p.
func (c *clause) slotsOf(p int) *slots {
	s := &c.t.slots[p]
	if s.read {
		return s
	}
	s.read = true // also ends cycles
	if c.t.verbal(p) {
		c.verbSlots(p, s)
	} else {
		c.nounSlots(p, s)
	}
	c.surface(p, s)
	return s
}

const surfaceReach = 14 // words behind a predicate that are searched for its prepositional phrases

// surface fills the prepositional slots that the tree left empty from the words behind the predicate, up to the next verb
// or comma: attachment is what parsers get wrong most ("held talks with X in Y and opened ...").
func (c *clause) surface(p int, s *slots) {
	t := c.t
	switch {
	case t.verbal(p) && !s.has("subj") && !s.has("obj"):
		c.surrounded(p, s)
	case !s.has("obj") && c.misread(p):
		s.add("obj", c.mentionFrom(p+1))
	}
	for k := p + 1; k < len(t.sent.Tokens) && k <= p+surfaceReach; k++ {
		switch t.tok(k).UPOS {
		case "VERB", "AUX", "SCONJ":
			if w := t.lower[k]; w != "with" {
				return
			}
		case "PUNCT":
			if w := t.tok(k).Form; w != "-" && w != "–" && !isQuoteMark(w) {
				return
			}
			continue
		case "ADP", "PART":
		default:
			continue
		}
		word := t.lower[k]
		if !c.lex.Classes.Has("surface", word) || s.has(word) {
			continue
		}
		if h := c.mentionFrom(k + 1); h >= 0 && !t.within(p, h) {
			s.add(word, h)
			switch {
			case word == "by" && !t.verbal(p):
				s.add("agent", h)
			case word == "by" && !s.has("subj") && c.bareParticiple(p):
				s.add("subj", h)
			}
		}
	}
}

// surrounded takes the parties right before and right behind a past-tense verb that the tree gave neither subject nor object
// for its subject and object ("Uzbek President X invited Polish President Y", with "invited" taken for a participle).
func (c *clause) surrounded(p int, s *slots) {
	if tag := c.t.tok(p).XPOS; tag != "VBD" && tag != "VBN" || c.t.child(p, "aux") >= 0 {
		return
	}
	before := p
	for before > 0 && c.t.tok(before-1).UPOS == "ADV" {
		before--
	}
	subj, obj := c.mentionTo(before), c.mentionFrom(p+1)
	if subj >= 0 && obj >= 0 {
		s.add("subj", subj)
		s.add("obj", obj)
	}
}

// mentionTo is the head of the longest mention that ends right before the token, -1 for none.
func (c *clause) mentionTo(k int) int {
	head, _ := c.nounEnding(k)
	return head
}

// mentionFrom is the head of the longest mention that begins at the token, -1 for none.
func (c *clause) mentionFrom(k int) int {
	best, end := -1, k
	if c.sentence >= len(c.cast.Mentions) {
		return -1
	}
	for i := range c.cast.Mentions[c.sentence] {
		if m := &c.cast.Mentions[c.sentence][i]; m.First == k && m.End > end && !m.Modifier && len(m.Actors) > 0 {
			best, end = m.Head, m.End
		}
	}
	return best
}

// verbSlots fills in a verb's own dependents, then what it shares with its surroundings.
func (c *clause) verbSlots(p int, s *slots) {
	t := c.t
	passive := c.passive(p)
	for k := range t.kids(p) {
		switch t.rel(k) {
		case "nsubj":
			if passive || strings.HasSuffix(t.tok(k).Deprel, ":pass") {
				s.add("obj", k)
			} else {
				s.add("subj", k)
			}
		case "obj":
			if at := t.child(k, "case"); k > p && at >= 0 && t.tok(at).UPOS == "ADP" && c.lex.Classes.Has("no-object", t.lower[at]) {
				s.add(t.lower[at], k)
			} else {
				s.add("obj", k)
			}
		case "iobj":
			s.add("iobj", k)
		case "obl", "nmod":
			c.oblique(k, passive, s)
		case "xcomp", "ccomp", "parataxis":
			s.add(t.rel(k), k)
		case "advcl":
			s.add(t.marker(k, "mark"), k)
			if c.ordered(k) {
				s.add("xcomp", k)
			}
		case "advmod":
			s.add("advmod", k)
		case "vocative":
			if k < p && !c.quoted[k] && len(c.direct(k)) > 0 { // "A, B sign deal"
				s.add("subj", k)
			}
		case "compound":
			if k == p-1 && c.finite(p) && t.nominal(k) { // "Kazakhstan supplies ..." read as one noun
				s.add("subj", k)
			}
		}
	}
	if !s.has("obj") { // "warned Belarus that ..."
		for _, h := range s.get("iobj") {
			s.add("obj", h)
		}
	}
	if !passive && !s.has("subj") && c.t.tok(p).UPOS == "VERB" {
		for _, h := range c.subjectBefore(p) {
			s.add("subj", h)
		}
	}
	c.nearNouns(s)
	c.dubbed(p, s)
	c.antecedents(p, s)
	c.shared(p, passive, s)
}

// dubbed takes what a verb of judgement calls its object, where the parser made an apposition of it: "called the attack “a crime”".
func (c *clause) dubbed(p int, s *slots) {
	if !c.lex.Classes.Has("judgement", c.t.lower[p]) || s.has("xcomp") {
		return
	}
	for _, h := range s.get("obj") {
		if k := c.t.child(h, "appos"); k > h && c.cast.At(c.sentence, k) == nil {
			s.add("xcomp", k)
		}
	}
}

// subjectBefore reads the subject of a finite verb that the parser left without one from the words before it ("after A, B and C
// refused to ...", "Following talks in D, A and B signed ..."), by the heads of the mentions.
func (c *clause) subjectBefore(p int) []int {
	if tag := c.t.tok(p).XPOS; tag != "VBD" && tag != "VBZ" && tag != "VBP" || c.t.child(p, "aux") >= 0 || c.t.is(p, "acl") {
		return nil
	}
	if c.t.child(p, "obj") < 0 && c.t.child(p, "xcomp") < 0 && c.t.child(p, "ccomp") < 0 {
		return nil
	}
	var out []int
	for end := p; end > 0; {
		h, first := c.nounEnding(end)
		if h < 0 {
			break
		}
		before := ""
		if first > 0 {
			before = c.t.lower[first-1]
		}
		if len(out) > 0 && c.t.lower[end] == "," && first > 0 && c.t.tok(first-1).UPOS == "ADP" && !c.lex.Classes.Has("mark-time", before) {
			break // "in D, A and B signed": D is the place
		}
		out = append(out, h)
		if before != "and" && (before != "," || len(out) < 2) {
			break
		}
		end = first - 1
	}
	slices.Reverse(out)
	return out
}

// nounEnding is the longest mention that ends right before the token: its head and first token, -1 for none.
func (c *clause) nounEnding(end int) (head, first int) {
	head, first = -1, end
	if c.sentence >= len(c.cast.Mentions) {
		return head, first
	}
	for i := range c.cast.Mentions[c.sentence] {
		if m := &c.cast.Mentions[c.sentence][i]; m.End == end && m.First < first && !m.Modifier && len(m.Actors) > 0 {
			head, first = m.Head, m.First
		}
	}
	return head, first
}

// misread recognises a past tense that was taken for a participle: the whole sentence hangs on the noun before it, and a
// party follows at once ("President X invited President Y to Z.").
func (c *clause) misread(p int) bool {
	tag, head := c.t.tok(p).XPOS, c.t.tok(p).Head
	return (tag == "VBN" || tag == "VBD") && c.t.is(p, "acl") && head >= 0 && head < p && c.t.is(head, "root") && c.t.nominal(head) &&
		c.t.child(p, "aux") < 0 && c.mentionFrom(p+1) >= 0
}

// antecedents puts the antecedent in the place of a relative pronoun, and under "where" what a relative "where" refers to.
func (c *clause) antecedents(p int, s *slots) {
	for i, f := range s.list {
		if c.relativePronoun(f.head) {
			if a := c.antecedent(f.head, p); a >= 0 {
				s.list[i].head = a
			}
		}
	}
	for k := range c.t.kids(p) {
		if c.t.lower[k] == "where" && k < p {
			if a := c.antecedent(k, p); a >= 0 {
				s.add("where", a)
			}
		}
	}
}

func (c *clause) relativePronoun(k int) bool {
	switch c.t.lower[k] {
	case "who", "which", "that", "whom":
		return c.t.tok(k).UPOS == "PRON" && !c.t.hasFeat(k, "PronType=Dem") && !c.t.hasFeat(k, "PronType=Int") || strings.Contains(c.t.tok(k).Feats, "PronType=Rel")
	}
	return false
}

// antecedent is what a relative word refers to: the phrase that ends right before it, since parsers attach relative
// clauses to the wrong noun more often than writers do; else the noun that the clause hangs on.
func (c *clause) antecedent(k, p int) int {
	at := k - 1
	for at >= 0 && (c.t.tok(at).UPOS == "PUNCT" || c.t.tok(at).UPOS == "ADP") {
		at--
	}
	if at >= 0 && c.sentence < len(c.cast.Mentions) {
		best := -1
		for i := range c.cast.Mentions[c.sentence] {
			m := &c.cast.Mentions[c.sentence][i]
			if m.Modifier || m.End != at+1 || m.Head >= k {
				continue
			}
			if best < 0 || m.First < c.cast.Mentions[c.sentence][best].First {
				best = i
			}
		}
		if best >= 0 {
			return c.cast.Mentions[c.sentence][best].Head
		}
	}
	if h := c.t.tok(p).Head; h >= 0 && h < k && c.t.nominal(h) && c.t.is(p, "acl") {
		return h
	}
	for ; at >= 0; at-- {
		if c.t.tok(at).UPOS == "NOUN" || c.t.tok(at).UPOS == "PROPN" {
			return at
		}
	}
	return -1
}

// oblique files a prepositional phrase under its preposition; a by-phrase of a passive is the deep subject.
func (c *clause) oblique(k int, passive bool, s *slots) {
	word := c.t.marker(k, "case")
	verb := c.t.tok(k).Head
	switch {
	case k > verb && c.phrasalObject(k, verb, word):
		s.add("obj", k)
	case word == "by" && passive:
		s.add("subj", k)
	case word != "":
		s.add(word, k)
	case strings.HasSuffix(c.t.tok(k).Deprel, ":agent"):
		s.add("subj", k)
	case k < c.t.tok(k).Head && !passive && c.finite(c.t.tok(k).Head) && c.t.child(c.t.tok(k).Head, "nsubj") < 0 && !c.dated(k):
		s.add("subj", k) // a bare noun phrase before a finite verb that has no subject else
	}
}

// phrasalObject recognises the object of a phrasal verb that was taken for an oblique: "taken [in 150,000 refugees]", "shot down [a
// drone]".
func (c *clause) phrasalObject(k, verb int, marker string) bool {
	if marker == "" {
		return c.t.child(verb, "compound") == verb+1 && c.t.child(verb, "obj") < 0 && !c.dated(k)
	}
	return verb+1 < len(c.t.lower) && c.t.lower[verb+1] == marker && c.t.tok(verb+1).Head == k && c.lex.Frames.Phrasal(c.t.lower[verb], marker) &&
		len(c.landOf(k)) == 0 && c.t.child(verb, "obj") < 0
}

// nearNouns lends the verb the prepositional phrases of its object, and of a phrase that names no party, since attachment
// there is a guess at best: "held talks with X", "opened an embassy in Y", "spoke by telephone with Z".
func (c *clause) nearNouns(s *slots) {
	for _, f := range s.list {
		near := f.slot == "obj" || (f.slot == "by" || f.slot == "in" || f.slot == "on" || f.slot == "for" || f.slot == "at" || f.slot == "with") && len(c.direct(f.head)) == 0
		if !near || !c.t.nominal(f.head) {
			continue
		}
		c.lendModifiers(f.head, s, 0)
	}
}

const maxNested = 2 // how deep prepositional phrases of prepositional phrases are lent ("the embassy of X in Y")

func (c *clause) lendModifiers(noun int, s *slots, depth int) {
	for k := range c.t.kids(noun) {
		if !c.t.is(k, "nmod") {
			continue
		}
		if word := c.t.marker(k, "case"); word != "" && word != "of" {
			s.add(word, k)
		}
		if depth+1 < maxNested {
			c.lendModifiers(k, s, depth+1)
		}
	}
}

// passive says whether the verb stands in the passive voice, reduced relatives ("the MoU signed between ...") included.
func (c *clause) passive(p int) bool {
	t := c.t
	if c.misread(p) {
		return false
	}
	if c.bareParticiple(p) {
		return true
	}
	for k := range t.kids(p) {
		switch t.tok(k).Deprel {
		case "nsubj:pass", "aux:pass":
			return true
		case "nsubj", "obj":
			return false
		}
	}
	if c.reduced(p) >= 0 {
		return t.hasFeat(p, "Tense=Past") || t.hasFeat(p, "Voice=Pass") || t.tok(p).XPOS == "VBN"
	}
	switch t.rel(p) {
	case "acl", "amod", "advcl":
		return t.child(p, "obj") < 0 && c.participle(p) && (t.hasFeat(p, "Tense=Past") || t.hasFeat(p, "Voice=Pass") || t.tok(p).XPOS == "VBN")
	case "conj":
		head := t.tok(p).Head
		return head >= 0 && t.verbal(head) && t.hasFeat(p, "VerbForm=Part") && t.child(p, "aux") < 0 && c.passive(head)
	}
	return false
}

// bareParticiple recognises the passive of headlines, which leave the auxiliary out: "X accused of spying by Y".
func (c *clause) bareParticiple(p int) bool {
	t := c.t
	if t.tok(p).XPOS != "VBN" || !t.is(p, "root") || t.child(p, "aux") >= 0 || t.child(p, "obj") >= 0 {
		return false
	}
	for k := p + 1; k < len(t.lower); k++ {
		if t.lower[k] == "by" && c.mentionFrom(k+1) >= 0 {
			return true
		}
	}
	return false
}

// shared adds arguments that the verb has from its surroundings: the antecedent of a relative clause, the controller of
// an infinitive, the subject of the first conjunct.
func (c *clause) shared(p int, passive bool, s *slots) {
	t := c.t
	head := t.tok(p).Head
	if head < 0 {
		return
	}
	if n := c.reduced(p); n >= 0 {
		c.relative(p, n, passive, s)
		return
	}
	switch t.rel(p) {
	case "acl":
		c.relative(p, head, passive, s)
	case "xcomp":
		c.controlled(p, head, passive, s)
	case "conj":
		if told := c.saidClause(head); told >= 0 && told < head { // "jets violated its airspace, Syria said, and dropped bombs"
			head = told
		}
		if t.verbal(head) {
			c.inherit(head, p, passive, s)
		}
	case "advcl", "parataxis":
		if c.chargedWith(p) {
			for _, h := range c.slotsOf(head).get("obj") {
				c.give(h, passive, s)
			}
			return
		}
		if c.ordered(p) {
			c.controlled(p, head, passive, s)
			return
		}
		if t.verbal(head) && !c.finite(p) {
			c.inherit(head, p, passive, s)
		}
	case "ccomp":
		if t.verbal(head) && !c.finite(p) {
			c.inherit(head, p, passive, s)
		}
	}
}

// saidClause is the clause that a verb of saying behind it reports, -1 for none.
func (c *clause) saidClause(say int) int {
	if !c.lex.Classes.Has("say", c.t.lower[say]) {
		return -1
	}
	return c.t.child(say, "ccomp")
}

// participle says whether the token is one; taggers waver between tag and features.
func (c *clause) participle(p int) bool {
	return c.t.hasFeat(p, "VerbForm=Part") || c.t.tok(p).XPOS == "VBN"
}

// reduced recognises a participle that stands right behind a noun ("the MoU signed between ...") wherever the parser hung it;
// -1 when the verb is none.
func (c *clause) reduced(p int) int {
	t := c.t
	if p == 0 || !c.participle(p) || t.is(p, "acl") || t.is(p, "amod") || c.finite(p) || t.tok(p).XPOS == "VBG" && t.is(p, "advcl") && t.is(p-1, "obl") {
		return -1
	}
	if u := t.tok(p - 1).UPOS; u != "NOUN" && u != "PROPN" {
		return -1
	}
	for k := range t.kids(p) {
		if k < p-1 || t.is(k, "obj") || t.is(k, "aux") {
			return -1
		}
	}
	return p - 1
}

// relative resolves the gap of a relative or participial clause to its antecedent.
func (c *clause) relative(p, antecedent int, passive bool, s *slots) {
	t := c.t
	for k := range t.kids(p) {
		switch w := t.lower[k]; {
		case w == "where" || w == "when" || w == "who" || w == "which":
			return // antecedents has seen to it
		}
	}
	for i, f := range s.list {
		if f.head == antecedent {
			if passive && f.slot == "subj" { // "by the MoU signed": the noun hung on its own participle
				s.list[i].slot = "obj"
			}
			return
		}
	}
	switch {
	case passive && !s.has("obj"):
		s.add("obj", antecedent)
	case t.hasFeat(p, "VerbForm=Ger") || t.hasFeat(p, "VerbForm=Part"), !s.has("subj") && c.finite(p):
		if !s.has("subj") {
			s.add("subj", antecedent)
		}
	case t.hasFeat(p, "VerbForm=Inf"):
		c.infinitiveOfNoun(p, antecedent, s)
	case !s.has("obj"):
		s.add("obj", antecedent)
	}
}

// infinitiveOfNoun finds who does what a noun's infinitive says: in "X's plan to visit Y" and "X announced a plan to
// visit Y" it is X.
func (c *clause) infinitiveOfNoun(p, noun int, s *slots) {
	if s.has("subj") {
		return
	}
	ns := c.slotsOf(noun)
	for _, h := range ns.get("agent") {
		s.add("subj", h)
	}
	if !s.has("subj") && c.t.nominal(noun) {
		s.add("subj", noun)
	}
}

// controlled gives an infinitive its controller: the object of verbs like "ask" and "order", else the subject.
func (c *clause) controlled(p, head int, passive bool, s *slots) {
	if !c.t.verbal(head) {
		if hs := c.slotsOf(head); !s.has("subj") {
			for _, h := range hs.get("subj") {
				c.give(h, passive, s)
			}
		}
		return
	}
	hs := c.slotsOf(head)
	causes := c.t.is(p, "xcomp") && !c.infinitive(p) && c.lex.Classes.Has("causative", c.t.lower[head]) // "made X withdraw"
	if causes || c.lex.Classes.Has("object-control", c.t.lower[head]) {
		if objs := append(hs.get("obj"), hs.get("iobj")...); len(objs) > 0 {
			for _, h := range objs {
				c.give(h, passive, s)
			}
			return
		}
		for _, h := range hs.get("on") { // "called on X to ..."
			c.give(h, passive, s)
		}
		if s.has("subj") {
			return
		}
	}
	c.inherit(head, p, passive, s)
}

// inherit takes over the deep subject of another verb.
func (c *clause) inherit(from, p int, passive bool, s *slots) {
	if (passive && s.has("obj")) || (!passive && s.has("subj")) || c.depth >= maxControl {
		return
	}
	c.depth++
	defer func() { c.depth-- }()
	fs := c.slotsOf(from)
	slot := "subj"
	if c.passive(from) { // the surface subject is what is shared
		slot = "obj"
	}
	for _, h := range fs.get(slot) {
		c.give(h, passive, s)
	}
}

// give hands the verb a surface subject.
func (c *clause) give(h int, passive bool, s *slots) {
	if passive {
		s.add("obj", h)
	} else {
		s.add("subj", h)
	}
}

// finite says whether the clause has a finite verb or auxiliary of its own.
func (c *clause) finite(p int) bool {
	if c.t.hasFeat(p, "VerbForm=Fin") {
		return true
	}
	for k := range c.t.kids(p) {
		if (c.t.is(k, "aux") || c.t.is(k, "cop")) && c.t.hasFeat(k, "VerbForm=Fin") {
			return true
		}
	}
	return false
}

// nounSlots fills in the arguments of a noun or adjective that names an act: "X's visit to Y", "talks between X and Y",
// "X paid a visit to Y", "X is critical of Y".
func (c *clause) nounSlots(p int, s *slots) {
	t := c.t
	if len(c.direct(p)) > 0 {
		s.add("self", p)
	}
	for k := range t.kids(p) {
		switch t.rel(k) {
		case "nmod", "obl":
			c.nounModifier(k, s)
		case "amod", "compound", "nummod":
			if c.isModifier(k) {
				s.add("mod", k)
				s.add("agent", k)
			} else {
				s.add(t.rel(k), k)
			}
		case "nsubj":
			s.add("subj", k)
		case "case":
			s.add("case", k)
		case "acl":
			s.add("acl", k)
		case "xcomp", "ccomp", "advcl":
			s.add("xcomp", k)
		}
	}
	c.supported(p, s)
}

func (c *clause) nounModifier(k int, s *slots) {
	d := c.t.tok(k).Deprel
	word := c.t.marker(k, "case")
	switch {
	case d == "nmod:poss":
		s.add("poss", k)
		s.add("agent", k)
	case word == "by":
		s.add("by", k)
		s.add("agent", k)
	case word != "":
		s.add(word, k)
	case c.isModifier(k):
		s.add("mod", k)
		s.add("agent", k)
	}
}

// isModifier says whether the token is a country adjective or name inside a noun phrase ("Croatian-Kazakh talks").
func (c *clause) isModifier(k int) bool {
	m := c.cast.At(c.sentence, k)
	return m != nil && len(m.Actors) > 0
}

// supported adds the arguments that a noun has from the verb it depends on: "X launched an attack on Y", "X arrived in Y
// on a visit", "Astana hosted talks between X and Y".
func (c *clause) supported(p int, s *slots) {
	t := c.t
	head := t.tok(p).Head
	for t.is(p, "conj") && head >= 0 && t.nominal(head) {
		p, head = head, t.tok(head).Head
	}
	if head >= 0 && t.nominal(head) && t.is(p, "nmod") && c.lex.Classes.Has("container", t.lower[head]) {
		p, head = head, t.tok(head).Head // "a series of talks", "a round of consultations"
	}
	if head >= 0 && t.is(p, "nmod") && t.marker(p, "case") == "on" && len(c.direct(head)) > 0 && c.lex.Classes.Has("occasion", t.lower[p]) {
		s.add("agent", head) // "the president of A, on a visit to B, ..."
		return
	}
	request := t.marker(p, "case") == "at" && c.lex.Classes.Has("demand-noun", t.lower[p])
	for request && head >= 0 && t.nominal(head) {
		head = t.tok(head).Head
	}
	if head < 0 || !t.verbal(head) {
		return
	}
	hs := c.slotsOf(head)
	if t.is(p, "obj") && s.has("agent") && c.lex.Classes.Has("answer-verb", t.lower[head]) {
		for _, h := range hs.get("subj") { // "A rejected a demand by B to ..."
			s.add("answerer", h)
		}
		return
	}
	if request {
		for _, h := range hs.get("subj") { // "struck ... at the request of B"
			s.add("answerer", h)
		}
		return
	}
	switch {
	case t.is(p, "obj") && c.lex.Classes.Has("support", t.lower[head]), c.passive(head) && t.is(p, "nsubj") && c.lex.Classes.Has("support", t.lower[head]):
		c.lend(hs, s, "subj", "agent")
	case t.is(p, "obl") && c.lex.Classes.Has("support-on", t.lower[head]):
		c.lend(hs, s, "subj", "agent")
	case t.is(p, "obl") && c.framing(p):
		c.lend(hs, s, "subj", "agent")
		return
	case t.is(p, "nsubj") && c.lex.Classes.Has("occur", t.lower[head]):
	default:
		return
	}
	for _, f := range hs.list {
		switch f.slot {
		case "with", "between", "to", "in", "against", "on", "at", "for", "from", "alongside", "together_with":
			if f.head != p {
				s.add(f.slot, f.head)
			}
		}
	}
}

// framing says whether the phrase is an occasion at which its verb's subject does something else: "said after talks with X", "On a
// visit to Y, X called for ...". Whose it is must not be said already.
func (c *clause) framing(p int) bool {
	if !c.lex.Classes.Has("occasion", c.t.lower[p]) || c.t.child(p, "nmod:poss") >= 0 {
		return false
	}
	switch c.t.marker(p, "case") {
	case "after", "during", "following", "at", "in", "on":
		return true
	}
	return false
}

func (c *clause) lend(from, to *slots, slot, as string) {
	for _, h := range to.get(as) {
		if len(c.parties(h, false)) > 0 { // whose it is is said already
			return
		}
	}
	for _, h := range from.get(slot) {
		to.add(as, h)
	}
}
