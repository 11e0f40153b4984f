package lexicon

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/internal/tsv"
)

// longestCue is how many words a phrase of contexts.tsv has at most; readers look no further.
const longestCue = 3

// Ontology holds PLOVER's types, modes, scores and contexts as data.
type Ontology struct {
	scores   map[string]float64 // "CONSULT" and "CONSULT/visit" -> score
	quads    map[dragoman.EventType]dragoman.Quad
	contexts []string
	cues     map[string][]string // lemma -> contexts it speaks for
}

// HasMode says whether the type exists and has the mode ("" is always a mode of an existing type).
func (o *Ontology) HasMode(t dragoman.EventType, mode string) bool {
	_, ok := o.scores[modeKey(t, mode)]
	return ok
}

// Score is the PLOVER score of a type and mode, from -10 to 10; a mode's score overrides its type's.
func (o *Ontology) Score(t dragoman.EventType, mode string) float64 {
	if s, ok := o.scores[modeKey(t, mode)]; ok {
		return s
	}
	return o.scores[string(t)]
}

// Quad is the coarse class of a type.
func (o *Ontology) Quad(t dragoman.EventType) dragoman.Quad { return o.quads[t] }

// Contexts lists every context.
func (o *Ontology) Contexts() []string { return o.contexts }

// HasContext says whether the context exists.
func (o *Ontology) HasContext(c string) bool { return slices.Contains(o.contexts, c) }

// Cues gives the contexts that a lemma, or a phrase of lemmas, in lower case speaks for. The map must not be changed.
func (o *Ontology) Cues() map[string][]string { return o.cues }

func modeKey(t dragoman.EventType, mode string) string {
	if mode == "" {
		return string(t)
	}
	return string(t) + "/" + mode
}

func loadOntology(fsys fs.FS, types, contexts string) (*Ontology, error) {
	o := &Ontology{scores: map[string]float64{}, quads: map[dragoman.EventType]dragoman.Quad{}, cues: map[string][]string{}}
	if err := tsv.Read(fsys, types, []string{"type", "mode", "score", "quad"}, o.addType); err != nil {
		return nil, err
	}
	for _, t := range dragoman.EventTypes {
		if o.quads[t] == 0 {
			return nil, dragoman.Problemf(types, "", "add its line", "lacks type %s", t)
		}
	}
	return o, tsv.Read(fsys, contexts, []string{"context", "words"}, o.addContext)
}

func (o *Ontology) addType(r *tsv.Row) error {
	t := dragoman.EventType(r.Get("type"))
	if !slices.Contains(dragoman.EventTypes, t) {
		return r.Problem("use one of the sixteen PLOVER types", "%q is no event type", t)
	}
	score, err := strconv.ParseFloat(r.Get("score"), 64)
	if err != nil || score < -10 || score > 10 {
		return r.Problem("write a number from -10 to 10", "score %q is no PLOVER score", r.Get("score"))
	}
	quad, err := strconv.Atoi(r.Get("quad"))
	if err != nil || quad < 1 || quad > 4 {
		return r.Problem("write 1, 2, 3 or 4", "quad %q is none", r.Get("quad"))
	}
	o.scores[modeKey(t, r.Get("mode"))] = score
	o.quads[t] = dragoman.Quad(quad)
	return nil
}

func (o *Ontology) addContext(r *tsv.Row) error {
	context := r.Get("context")
	if !slices.Contains(o.contexts, context) {
		o.contexts = append(o.contexts, context)
	}
	for _, w := range r.List("words") {
		w = strings.ToLower(w)
		if len(strings.Fields(w)) > longestCue {
			return r.Problem("shorten the phrase", "%q has more than %d words", w, longestCue)
		}
		if !slices.Contains(o.cues[w], context) {
			o.cues[w] = append(o.cues[w], context)
		}
	}
	return nil
}
