package eval

import (
	"cmp"
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// Firing says how often a frame fired in a corpus.
type Firing struct {
	Frame   string             `json:"frame"`
	File    string             `json:"file"` // frame file and line, "frames/en/consult.frames:12"
	Type    dragoman.EventType `json:"type"` // "" for a frame that yields a record only
	Fired   int                `json:"fired"`
	Uncoded int                `json:"uncoded"` // its conditions held but a party was missing
}

// Firings counts what the frames of a lexicon do in a corpus.
type Firings struct {
	Documents  int      `json:"documents"`
	Sentences  int      `json:"sentences"`
	Predicates int      `json:"predicates"` // distinct predicates with their conditions that the frames know
	Frames     []Firing `json:"frames"`     // most frequent first, then in the order of the files

	place map[string]int // frame to index in Frames
}

// NewFirings starts a count over the frames of a lexicon.
func NewFirings(frames *lexicon.Frames) *Firings {
	f := &Firings{Predicates: frames.Predicates(), place: map[string]int{}}
	for i := range frames.All {
		fr := &frames.All[i]
		f.place[fr.ID] = len(f.Frames)
		f.Frames = append(f.Frames, Firing{Frame: fr.ID, File: fr.Place(), Type: fr.Type})
	}
	return f
}

// Add counts the frames behind the records of a reading. A frame that yields an event and a record with it counts once.
func (f *Firings) Add(r *dragoman.Reading) {
	f.Documents++
	f.Sentences += len(r.Sentences)
	for i := range r.Events {
		f.count(r.Events[i].Why.Frame)
	}
	for i := range r.Commitments {
		f.alone(r.Commitments[i].Why.Frame)
	}
	for i := range r.Agreements {
		f.alone(r.Agreements[i].Why.Frame)
	}
	for _, u := range r.Uncoded {
		if at, ok := f.place[u.Frame]; ok {
			f.Frames[at].Uncoded++
		}
	}
}

func (f *Firings) count(frame string) {
	if at, ok := f.place[frame]; ok {
		f.Frames[at].Fired++
	}
}

// alone counts a frame that yields records only; that of an event has been counted with it.
func (f *Firings) alone(frame string) {
	if at, ok := f.place[frame]; ok && f.Frames[at].Type == "" {
		f.Frames[at].Fired++
	}
}

// Sort puts the most frequent frames first.
func (f *Firings) Sort() {
	slices.SortStableFunc(f.Frames, func(a, b Firing) int { return cmp.Compare(b.Fired, a.Fired) })
	for i := range f.Frames {
		f.place[f.Frames[i].Frame] = i
	}
}

// Silent lists the frames that never fired.
func (f *Firings) Silent() []Firing {
	var out []Firing
	for _, one := range f.Frames {
		if one.Fired == 0 {
			out = append(out, one)
		}
	}
	return out
}
