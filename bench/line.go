package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"dragoman"
	"dragoman/actor"
	"dragoman/eval"
	"dragoman/event"
	"dragoman/event/relation"
	"dragoman/lexicon"
	"dragoman/reading"
	"dragoman/store"
	"dragoman/syntax"
	"dragoman/text"
)

// line times reading and storing in this process: all texts again and again for at least fifteen seconds, room by room.
func (s *speed) line(db string) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	l, err := s.newLine(db)
	if err != nil {
		return err
	}
	defer l.store.Close()
	if err := l.pass(s.cases); err != nil { // warm
		return err
	}
	s.Sentences, s.Words = l.sentences, l.words
	l.spent, l.parts = [rooms]time.Duration{}, event.Laps{}
	cpu, start := processor(), time.Now()
	for ; time.Since(start) < 15*time.Second; s.Passes++ {
		if err := l.pass(s.cases); err != nil {
			return err
		}
	}
	s.stages(l, time.Since(start), processor()-cpu)
	return nil
}

// The rooms of the line, in its order.
const (
	segmenting = iota
	parsing
	resolving
	coding
	storing
	rooms
)

var roomNames = [rooms]string{"segmentation (`text`)", "tags and trees (`syntax`)", "actors (`actor`)", "events and records (`event`)",
	"storing (`store`, SQLite)"}

// partNames are the parts of the event room as they are told.
var partNames = []struct {
	part event.Part
	name string
}{{event.Dates, "dates"}, {event.Frames, "frames"}, {event.Scores, "scores"}, {event.Statements, "statements"}, {event.Records, "records"}, {event.Figures, "figures"},
	{event.Trees, "the rest"}}

// line is the way from a text to stored events, with what each room took.
type line struct {
	segmenter        dragoman.Segmenter
	model            *syntax.Model
	resolver         dragoman.Resolver
	coder            *event.Coder
	store            dragoman.Store
	lexicon          string               // its version
	spent            [rooms]time.Duration // processor time
	parts            event.Laps           // by the clock
	passes           int
	sentences, words int // of the last pass
}

// newLine loads what the line needs, and takes the time of it.
func (s *speed) newLine(db string) (*line, error) {
	start := time.Now()
	lex, err := lexicon.Default()
	if err != nil {
		return nil, err
	}
	s.LoadLexicon = time.Since(start)
	start = time.Now()
	model, err := syntax.English()
	if err != nil {
		return nil, err
	}
	scorer, err := relation.English()
	if err != nil {
		return nil, err
	}
	s.LoadModel = time.Since(start)
	st, err := store.Open(context.Background(), db)
	if err != nil {
		return nil, err
	}
	return &line{segmenter: text.English(), model: model, resolver: actor.New(lex), coder: event.New(lex, scorer), store: st, lexicon: lex.Version()}, nil
}

// pass reads all texts as new documents and stores them in one transaction.
func (l *line) pass(cases []eval.TripleCase) error {
	l.passes++
	l.sentences, l.words = 0, 0
	var readings []*dragoman.Reading
	at := processor()
	lap := func(room int) {
		now := processor()
		l.spent[room] += now - at
		at = now
	}
	for _, c := range cases {
		a := l.segmenter.Segment(dragoman.Document{ID: fmt.Sprintf("%s-%d", c.ID, l.passes), Published: c.Date, Text: c.Text, Language: "en"})
		lap(segmenting)
		l.model.Parse(a)
		lap(parsing)
		cast := l.resolver.Resolve(a)
		lap(resolving)
		r := l.coder.CodeTimed(a, cast, &l.parts)
		r.Version = dragoman.Version{Reader: reading.CodeVersion, Syntax: l.model.Version(), Lexicon: l.lexicon}
		readings = append(readings, r)
		lap(coding)
		l.sentences += len(a.Sentences)
		for i := range a.Sentences {
			l.words += len(a.Sentences[i].Tokens)
		}
	}
	_, err := l.store.AddAll(context.Background(), readings)
	lap(storing)
	return err
}

func (s *speed) stages(l *line, total, cpu time.Duration) {
	sentences := s.Sentences * s.Passes
	s.Rate = float64(sentences) / cpu.Seconds()
	s.WordRate = float64(s.Words*s.Passes) / cpu.Seconds()
	s.ClockRate = float64(sentences) / total.Seconds()
	add := func(name string, part bool, spent time.Duration) {
		s.Stages = append(s.Stages, stage{name, part, spent.Seconds() / cpu.Seconds(), spent / time.Duration(sentences)})
	}
	var laps time.Duration
	for _, took := range l.parts {
		laps += took
	}
	for room, spent := range l.spent {
		add(roomNames[room], false, spent)
		if room == coding {
			for _, p := range partNames {
				add(p.name, true, time.Duration(float64(spent)*float64(l.parts[p.part])/float64(laps)))
			}
		}
	}
}
