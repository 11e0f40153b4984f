package lexicon

import (
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// FrameSlot names an argument position of a predicate after voice, control and relative clauses have been undone:
// "subj" and "obj" are the deep subject and object, "iobj" the indirect object, any preposition ("with", "to",
// "between", "along_with") the oblique or noun modifier it marks, "poss" the possessor and "mod" the country adjective of
// a noun, "agent" whoever does what a noun names (possessor, by-phrase, adjective or subject of its support verb),
// "xcomp" and "ccomp" clauses, "where" the antecedent of a relative "where".
type FrameSlot = string

// Need is a condition on a slot: it must be filled, by one of the words if any are named.
type Need struct {
	Slot    FrameSlot
	Words   []string // lemmas, lower case; empty for any filler
	Classes []string // lexical classes, without "@"; those of decidedClasses are decided by the actor room
	Not     bool     // the slot must not be filled so
}

// Frame says which predicate with which arguments means which event.
type Frame struct {
	ID         string // "meet.v", "hold+obj:@meeting.v"; numbered when a file has several of the same predicate
	File       string
	Line       int
	Lemmas     []string
	Particles  []string // beside Lemmas: "out" for "carry_out", "" for none
	POS        byte     // 'v', 'n' or 'a'
	particle   bool     // any of Particles is not ""; beside Needs, since both are asked first
	Needs      []Need
	Type       dragoman.EventType // "" for a frame that yields a record only
	Mode       string
	Actors     []FrameSlot // alternatives, the first that resolves is taken
	Recipients []FrameSlot // alternatives; empty when none is asked for
	Alone      bool        // a recipient is welcome but not needed ("-" among the alternatives)
	Symmetric  bool        // all parties are actors, and there must be two
	Contexts   []string
	Status     dragoman.Status // overrides what the tree says; "" normally
	Record     string          // "agreement", "mission", "gathering", "commitment"; "" for none
	State      string          // the record's state or change: "signed", "opened"
	Confidence float64         // 0 to 1, how often such a sentence means the event
}

// Place is the frame's file and line, "frames/en/consult.frames:12".
func (f *Frame) Place() string { return f.File + ":" + strconv.Itoa(f.Line) }

// HasParticle says whether any of its predicates has a particle.
func (f *Frame) HasParticle() bool { return f.particle }

// Frames indexes frames by the lemma of their predicate.
type Frames struct {
	All     []Frame
	phrasal map[string]bool                      // "take_in" for verbs with a particle
	byLemma [len(partsOfSpeech)]map[string][]int // by part of speech and lemma: indices into All, most demanding first
}

// partsOfSpeech are those that predicates have: verb, noun, adjective.
const partsOfSpeech = "vna"

// For lists the frames of a lemma and part of speech ('v', 'n', 'a'), most demanding first.
func (f *Frames) For(lemma string, pos byte) []int {
	at := strings.IndexByte(partsOfSpeech, pos)
	if at < 0 {
		return nil
	}
	return f.byLemma[at][lemma]
}

// lists yields every lemma with its frames of one part of speech.
func (f *Frames) lists() iter.Seq2[string, []int] {
	return func(yield func(string, []int) bool) {
		for _, of := range f.byLemma {
			for lemma, list := range of {
				if !yield(lemma, list) {
					return
				}
			}
		}
	}
}

// Phrasal says whether some frame's verb takes the particle ("take", "in").
func (f *Frames) Phrasal(lemma, particle string) bool { return f.phrasal[lemma+"_"+particle] }

// Has says whether any frame's predicate has the lemma and part of speech.
func (f *Frames) Has(lemma string, pos byte) bool { return len(f.For(lemma, pos)) > 0 }

// loadFrames reads every *.frames file of a folder.
func loadFrames(fsys fs.FS, dir string, ont *Ontology, classes *Classes) (*Frames, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.frames"))
	if err != nil || len(files) == 0 {
		return nil, dragoman.Problemf(dir, "", "restore the frame files", "holds no *.frames file")
	}
	slices.Sort(files)
	f := &Frames{phrasal: map[string]bool{}}
	for i := range f.byLemma {
		f.byLemma[i] = map[string][]int{}
	}
	for _, name := range files {
		if err := f.readFile(fsys, name, ont, classes); err != nil {
			return nil, err
		}
	}
	f.index()
	return f, nil
}

func (f *Frames) readFile(fsys fs.FS, name string, ont *Ontology, classes *Classes) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return dragoman.Problemf(name, "", "restore the lexicon file", "cannot be read: %v", err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if i := strings.Index(line, "#"); i >= 0 {
			line = line[:i]
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		frame, err := parseFrame(strings.Fields(line))
		if err == nil {
			err = frame.verify(ont, classes)
		}
		if err != nil {
			return dragoman.Problemf(name, fmt.Sprintf("line %d", n), "see docs/frames.md", "%v", err)
		}
		frame.File, frame.Line = name, n
		f.All = append(f.All, frame)
	}
	return nil
}

// parseFrame reads "predicate pos TYPE[/mode] pattern [option=value...]".
func parseFrame(words []string) (Frame, error) {
	var f Frame
	if len(words) < 4 {
		return f, fmt.Errorf("a frame needs predicate, part of speech, type and pattern")
	}
	if len(words[1]) != 1 || !strings.Contains(partsOfSpeech, words[1]) {
		return f, fmt.Errorf("part of speech %q is none of v, n, a", words[1])
	}
	f.POS = words[1][0]
	f.ID = frameID(words[0]) + "." + words[1]
	f.Confidence = 0.8
	if err := f.parsePredicate(words[0]); err != nil {
		return f, err
	}
	if words[2] != "-" {
		typ, mode, _ := strings.Cut(words[2], "/")
		f.Type, f.Mode = dragoman.EventType(typ), mode
	}
	if err := f.parsePattern(words[3]); err != nil {
		return f, err
	}
	for _, option := range words[4:] {
		if err := f.parseOption(option); err != nil {
			return f, err
		}
	}
	return f, nil
}

// frameID is a predicate's first lemma with its conditions.
func frameID(predicate string) string {
	lemmas, conditions, _ := strings.Cut(predicate, "+")
	first, _, _ := strings.Cut(lemmas, "|")
	if conditions == "" {
		return first
	}
	return first + "+" + abridged(conditions)
}

const idWords = 3 // how many words of a condition an identifier shows

// abridged cuts the long lists of words out of conditions.
func abridged(conditions string) string {
	parts := strings.Split(conditions, "+")
	for i, p := range parts {
		if words := strings.Split(p, "|"); len(words) > idWords {
			parts[i] = strings.Join(words[:idWords-1], "|") + "|…"
		}
	}
	return strings.Join(parts, "+")
}

func (f *Frame) parsePredicate(s string) error {
	parts := strings.Split(s, "+")
	for _, lemma := range strings.Split(parts[0], "|") {
		verb, particle, _ := strings.Cut(lemma, "_")
		if verb == "" {
			return fmt.Errorf("predicate %q has an empty lemma", s)
		}
		f.Lemmas, f.Particles = append(f.Lemmas, verb), append(f.Particles, particle)
		f.particle = f.particle || particle != ""
	}
	for _, p := range parts[1:] {
		need, err := parseNeed(p)
		if err != nil {
			return err
		}
		f.Needs = append(f.Needs, need)
	}
	return nil
}

// parseNeed reads "slot:word|word|@class" or "slot:*"; a leading "!" forbids it.
func parseNeed(s string) (Need, error) {
	var n Need
	s, n.Not = strings.CutPrefix(s, "!")
	slot, words, ok := strings.Cut(s, ":")
	if !ok || slot == "" || words == "" {
		return n, fmt.Errorf("condition %q is not slot:words", s)
	}
	n.Slot = slot
	if words == "*" {
		return n, nil
	}
	for _, w := range strings.Split(words, "|") {
		if class, ok := strings.CutPrefix(w, "@"); ok {
			n.Classes = append(n.Classes, class)
		} else {
			n.Words = append(n.Words, strings.ToLower(w))
		}
	}
	return n, nil
}

// parsePattern reads "actors>recipients" (directed), "side+side" or "slot" (symmetric), each side "slot|slot"; "-" is none.
func (f *Frame) parsePattern(s string) error {
	side := func(part string) []string {
		return slices.DeleteFunc(strings.Split(part, "|"), func(s string) bool { return s == "-" || s == "" })
	}
	if a, r, ok := strings.Cut(s, ">"); ok {
		f.Actors, f.Recipients = side(a), side(r)
		f.Alone = slices.Contains(strings.Split(r, "|"), "-")
	} else if a, r, ok := strings.Cut(s, "+"); ok {
		f.Actors, f.Recipients, f.Symmetric = side(a), side(r), true
	} else {
		f.Actors, f.Symmetric = side(s), true
	}
	if len(f.Actors) == 0 && len(f.Recipients) == 0 {
		return fmt.Errorf("pattern %q names no party", s)
	}
	return nil
}

func (f *Frame) parseOption(s string) error {
	key, value, ok := strings.Cut(s, "=")
	if !ok || value == "" {
		return fmt.Errorf("option %q is not key=value", s)
	}
	switch key {
	case "ctx":
		f.Contexts = strings.Split(value, ",")
	case "status":
		f.Status = dragoman.Status(value)
	case "rec":
		f.Record, f.State, _ = strings.Cut(strings.ReplaceAll(value, "_", " "), ":")
	case "need":
		need, err := parseNeed(value)
		if err != nil {
			return err
		}
		f.Needs = append(f.Needs, need)
	case "conf":
		c, err := strconv.ParseFloat(value, 64)
		if err != nil || c <= 0 || c > 1 {
			return fmt.Errorf("conf=%s is not a number above 0 and at most 1", value)
		}
		f.Confidence = c
	default:
		return fmt.Errorf("option %q is none of ctx, status, rec, need, conf", key)
	}
	return nil
}

// decidedClasses are classes of actors rather than of words: any actor, a country, a state or its executive, a person, those
// who travel (people, countries, bodies, not companies).
var decidedClasses = []string{"actor", "country", "state", "person", "traveller"}

var recordKinds = []string{"", "agreement", "mission", "gathering", "commitment"}

// verify holds a frame against the ontology and the lexical classes.
func (f *Frame) verify(ont *Ontology, classes *Classes) error {
	if f.Type != "" && !ont.HasMode(f.Type, f.Mode) {
		return fmt.Errorf("%s/%s is no type and mode of lexicon ontology.tsv", f.Type, f.Mode)
	}
	if f.Type == "" && f.Record == "" {
		return fmt.Errorf("a frame without type needs rec=")
	}
	if !slices.Contains(recordKinds, f.Record) {
		return fmt.Errorf("rec=%s is none of agreement, mission, gathering, commitment", f.Record)
	}
	if f.Status != "" && !slices.Contains(dragoman.Statuses, f.Status) {
		return fmt.Errorf("status=%s is no status", f.Status)
	}
	for _, c := range f.Contexts {
		if !ont.HasContext(c) {
			return fmt.Errorf("ctx=%s is no context of lexicon contexts.tsv", c)
		}
	}
	for _, n := range f.Needs {
		for _, c := range n.Classes {
			if !slices.Contains(decidedClasses, c) && !classes.Known(c) {
				return fmt.Errorf("@%s is no lexical class", c)
			}
		}
	}
	return nil
}

// index orders each predicate's frames by the number of conditions and numbers repeated identifiers.
func (f *Frames) index() {
	seen := map[string]int{}
	for i := range f.All {
		frame := &f.All[i]
		seen[frame.ID]++
		if n := seen[frame.ID]; n > 1 {
			frame.ID = fmt.Sprintf("%s#%d", frame.ID, n)
		}
		for k, lemma := range frame.Lemmas {
			if p := frame.Particles[k]; p != "" {
				f.phrasal[lemma+"_"+p] = true
			}
			of := f.byLemma[strings.IndexByte(partsOfSpeech, frame.POS)]
			of[lemma] = append(of[lemma], i)
		}
	}
	for _, list := range f.lists() {
		slices.SortStableFunc(list, func(a, b int) int { return f.All[b].demands() - f.All[a].demands() })
	}
}

func (f *Frame) demands() int {
	n := 0
	for _, need := range f.Needs {
		switch {
		case need.Not:
		case len(need.Words)+len(need.Classes) == 0:
			n++ // any filler asks less than a named one
		default:
			n += 2
		}
	}
	if f.HasParticle() {
		n++
	}
	return n
}
