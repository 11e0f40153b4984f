package training

import (
	"math"
	"os"

	"dragoman"
	"dragoman/actor"
	"dragoman/eval"
	"dragoman/event"
	"dragoman/event/relation"
)

// judged are the events found in texts of the gold, whether each is right, and the fold of its text.
type judged struct {
	evidence []relation.Evidence
	right    []bool
	fold     []int
}

// trust learns how often events of each kind of evidence are right, on texts with gold triples.
func (t *Events) trust(m *relation.Model, r *Report) error {
	j := &judged{}
	coder := event.New(t.Lexicon, m)
	resolver := actor.New(t.Lexicon)
	for _, name := range t.Triples {
		f, err := os.Open(name)
		if err != nil {
			return dragoman.Problemf(name, "", "name a file of gold triples", "cannot be read: %v", err)
		}
		cases, bad, err := eval.ReadTriples(f, name)
		f.Close()
		if err != nil {
			return err
		}
		if len(bad) > 0 {
			return bad[0]
		}
		for i := range cases {
			j.judge(t, coder, resolver, &cases[i])
		}
	}
	m.Trust = relation.FitTrust(j.evidence, j.right)
	r.Confidence, r.Judged = j.calibration(), len(j.right)
	t.Say("confidence: expected calibration error %.3f over %d events", r.Confidence, r.Judged)
	return nil
}

// judge adds the events of one text that count as having come about, triple by triple.
func (j *judged) judge(t *Events, coder *event.Coder, resolver *actor.Resolver, c *eval.TripleCase) {
	a := t.Segmenter.Segment(dragoman.Document{ID: c.ID, Published: c.Date, Language: "en", Text: c.Text})
	t.Parser.Parse(a)
	fold := relation.Fold(c.ID, relation.Folds)
	coder.Judge(a, resolver.Resolve(a), func(ev *dragoman.Event, e *relation.Evidence) {
		for _, triple := range eval.Triples(&dragoman.Reading{Events: []dragoman.Event{*ev}}) {
			right, _, _ := eval.MatchTriples(c.Events, []eval.Triple{triple})
			j.evidence, j.right, j.fold = append(j.evidence, *e), append(j.right, right > 0), append(j.fold, fold)
		}
	})
}

// calibration is the expected calibration error over ten bins of equal width, each event judged by weights fitted without its text.
func (j *judged) calibration() float64 {
	var bins [10]struct {
		n      int
		p, hit float64
	}
	for f := range relation.Folds {
		var evidence []relation.Evidence
		var right []bool
		for i := range j.right {
			if j.fold[i] != f {
				evidence, right = append(evidence, j.evidence[i]), append(right, j.right[i])
			}
		}
		weights := relation.FitTrust(evidence, right)
		for i := range j.right {
			if j.fold[i] == f {
				p := weights.Of(&j.evidence[i])
				b := &bins[min(int(p*10), 9)]
				b.n++
				b.p += p
				if j.right[i] {
					b.hit++
				}
			}
		}
	}
	sum := 0.0
	for _, b := range bins {
		sum += math.Abs(b.p - b.hit)
	}
	return sum / float64(max(len(j.right), 1))
}
