package chart

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

const (
	mostStages = 60
	nodeWidth  = 13.0
	ribbonsMax = 300.0 // height of the volume of the fullest stage
	labelPitch = 30.0  // least distance of the centres of two nodes: their names have two lines
)

// station is a node in the layout, or a place that a link passes on its way through a stage (node -1).
type station struct {
	node, stage         int
	size, centre        float64 // height, and its middle
	in, out             []int   // segments
	volumeIn, volumeOut float64
}

// segment is a link between two neighbouring stages.
type segment struct {
	link, from, to int
	volume         float64
	y0, y1         float64 // middles of its ends
}

type flowLayout struct {
	nodes    []Node
	stations []station
	segments []segment
	stages   [][]int // stations from top to bottom
	perUnit  float64 // height of a unit of volume
	height   float64
}

// stagesOf puts every node into a column: as given, else by the longest way to it.
func (c *Sankey) stagesOf(index map[string]int) ([]int, error) {
	stage := make([]int, len(c.Nodes))
	for i, n := range c.Nodes {
		stage[i] = max(1, n.Stage)
	}
	for round := 0; ; round++ {
		moved := false
		for _, l := range c.Links {
			from, to := index[l.From], index[l.To]
			if stage[to] > stage[from] {
				continue
			}
			if c.Nodes[to].Stage > 0 {
				return nil, fmt.Errorf("chart: link %s to %s does not lead to a later stage", l.From, l.To)
			}
			stage[to], moved = stage[from]+1, true
		}
		if !moved {
			return stage, nil
		}
		if round > len(c.Nodes) {
			return nil, errors.New("chart: links lead round in a circle")
		}
	}
}

// layout places nodes and ribbons.
func (c *Sankey) layout() (*flowLayout, error) {
	index, err := c.check()
	if err != nil {
		return nil, err
	}
	stage, err := c.stagesOf(index)
	if err != nil {
		return nil, err
	}
	l := &flowLayout{nodes: c.Nodes}
	at := make([]int, len(c.Nodes))
	for i := range at {
		at[i] = -1
	}
	stationOf := func(node int) int {
		if at[node] < 0 {
			at[node] = l.add(node, stage[node])
		}
		return at[node]
	}
	for k, link := range c.Links {
		if link.Value == 0 {
			continue
		}
		from, to := stationOf(index[link.From]), stationOf(index[link.To])
		for s := l.stations[from].stage + 1; s < l.stations[to].stage; s++ {
			via := l.add(-1, s)
			l.join(k, from, via, link.Value)
			from = via
		}
		l.join(k, from, to, link.Value)
	}
	if len(l.segments) == 0 {
		return l, nil
	}
	l.order()
	l.place()
	return l, nil
}

func (l *flowLayout) add(node, stage int) int {
	for len(l.stages) < stage {
		l.stages = append(l.stages, nil)
	}
	i := len(l.stations)
	l.stations = append(l.stations, station{node: node, stage: stage})
	l.stages[stage-1] = append(l.stages[stage-1], i)
	return i
}

func (l *flowLayout) join(link, from, to int, value float64) {
	i := len(l.segments)
	l.segments = append(l.segments, segment{link: link, from: from, to: to, volume: value})
	f, t := &l.stations[from], &l.stations[to]
	f.out, f.volumeOut = append(f.out, i), f.volumeOut+value
	t.in, t.volumeIn = append(t.in, i), t.volumeIn+value
}

// order sweeps over the stages forth and back, sorting each by where its neighbours stand, and keeps the order with the
// fewest crossings.
func (l *flowLayout) order() {
	best, fewest := l.copyStages(), l.crossings()
	for sweep := range 12 {
		forth := sweep%2 == 0
		for n := range l.stages {
			i := n
			if !forth {
				i = len(l.stages) - 1 - n
			}
			l.sortStage(l.stages[i], forth)
		}
		if x := l.crossings(); x < fewest {
			best, fewest = l.copyStages(), x
		}
	}
	l.stages = best
}

func (l *flowLayout) copyStages() [][]int {
	out := make([][]int, len(l.stages))
	for i, s := range l.stages {
		out[i] = slices.Clone(s)
	}
	return out
}

func (l *flowLayout) ranks() []int {
	rank := make([]int, len(l.stations))
	for _, stage := range l.stages {
		for r, i := range stage {
			rank[i] = r
		}
	}
	return rank
}

func (l *flowLayout) sortStage(stage []int, forth bool) {
	rank := l.ranks()
	centre := map[int]float64{}
	for r, i := range stage {
		sum, weight := 0.0, 0.0
		for _, k := range l.stations[i].side(forth) {
			sg := l.segments[k]
			other := sg.from
			if !forth {
				other = sg.to
			}
			sum, weight = sum+float64(rank[other])*sg.volume, weight+sg.volume
		}
		centre[i] = float64(r)
		if weight > 0 {
			centre[i] = sum / weight
		}
	}
	slices.SortStableFunc(stage, func(a, b int) int { return cmp.Compare(centre[a], centre[b]) })
}

// side is the segments towards earlier stages, or towards later ones.
func (s *station) side(in bool) []int {
	if in {
		return s.in
	}
	return s.out
}

func (l *flowLayout) crossings() int {
	rank, n := l.ranks(), 0
	for i, a := range l.segments {
		for _, b := range l.segments[:i] {
			if l.stations[a.from].stage == l.stations[b.from].stage && (rank[a.from]-rank[b.from])*(rank[a.to]-rank[b.to]) < 0 {
				n++
			}
		}
	}
	return n
}

// place gives nodes their heights and ribbons their ends.
func (l *flowLayout) place() {
	fullest := 0.0
	for _, stage := range l.stages {
		sum := 0.0
		for _, i := range stage {
			sum += max(l.stations[i].volumeIn, l.stations[i].volumeOut)
		}
		fullest = max(fullest, sum)
	}
	l.perUnit = ribbonsMax / fullest
	for _, stage := range l.stages {
		sum := 0.0
		for _, i := range stage {
			s := &l.stations[i]
			s.size = max(s.volumeIn, s.volumeOut) * l.perUnit
			sum += l.pitch(i)
		}
		l.height = max(l.height, sum)
	}
	for _, s := range l.stages { // begin centred
		sum := 0.0
		for _, i := range s {
			sum += l.pitch(i)
		}
		at := (l.height - sum) / 2
		for _, i := range s {
			l.stations[i].centre = at + l.pitch(i)/2
			at += l.pitch(i)
		}
	}
	for round := range 24 {
		for n := range l.stages {
			if round%2 == 0 {
				l.settle(l.stages[n], true)
			} else {
				l.settle(l.stages[len(l.stages)-1-n], false)
			}
		}
	}
	for i := range l.stations {
		l.ends(&l.stations[i])
	}
}

// pitch is the height a station takes with the room around it.
func (l *flowLayout) pitch(i int) float64 {
	s := l.stations[i]
	if s.node < 0 {
		return s.size + 8
	}
	return max(s.size+12, labelPitch)
}

// settle moves the stations of a stage towards their neighbours before or after it.
func (l *flowLayout) settle(stage []int, forth bool) {
	var want, sizes []float64
	order := make([]int, len(stage))
	for n, i := range stage {
		order[n] = n
		s := &l.stations[i]
		sum, weight := 0.0, 0.0
		for _, k := range s.side(forth) {
			other := l.segments[k].from
			if !forth {
				other = l.segments[k].to
			}
			w := l.stations[other].size
			sum, weight = sum+l.stations[other].centre*w, weight+w
		}
		at := s.centre
		if weight > 0 {
			at = sum / weight
		}
		want, sizes = append(want, at), append(sizes, l.pitch(i))
	}
	for n, at := range spreadOrdered(want, sizes, order, 0, l.height) {
		l.stations[stage[n]].centre = at
	}
}

// ends stacks the ribbons of a station on both its sides in the order of their other ends.
func (l *flowLayout) ends(s *station) {
	far := func(k int, in bool) float64 {
		if in {
			return l.stations[l.segments[k].from].centre
		}
		return l.stations[l.segments[k].to].centre
	}
	for _, in := range []bool{true, false} {
		side := slices.Clone(s.side(in))
		slices.SortStableFunc(side, func(a, b int) int { return cmp.Compare(far(a, in), far(b, in)) })
		sum := 0.0
		for _, k := range side {
			sum += l.segments[k].volume * l.perUnit
		}
		at := s.centre - sum/2
		for _, k := range side {
			thick := l.segments[k].volume * l.perUnit
			if in {
				l.segments[k].y1 = at + thick/2
			} else {
				l.segments[k].y0 = at + thick/2
			}
			at += thick
		}
	}
}
