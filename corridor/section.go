package corridor

import (
	"cmp"
	"context"
	"slices"
)

// Section is what a dossier of two countries says about the corridor between them. All volumes are in Unit.Volume, costs in Unit.Cost.
type Section struct {
	From      string `json:"from"` // the country that sends
	To        string `json:"to"`
	At        string `json:"at"`
	Commodity string `json:"commodity"`
	Unit      Unit   `json:"unit"`

	Ways     []Way         `json:"ways"`     // the cheapest, from the main fields of the one to the main refineries of the other
	Traded   []YearVolume  `json:"traded"`   // what trade statistics report
	Volume   float64       `json:"volume"`   // what the model sends
	ShareTo  float64       `json:"share_to"` // of all that the receiver takes, 0 to 1
	Exposure *Exposure     `json:"exposure"`
	Closures []PairClosure `json:"closures"` // of elements on the way, the worst first
	Figures  []*Figure     `json:"figures"`  // that the ways rest on, with sources
	Notes    []string      `json:"notes"`
}

// YearVolume is a volume of a year with its source.
type YearVolume struct {
	Year   int     `json:"year"`
	Value  float64 `json:"value"`
	Source string  `json:"source"`
}

// PairClosure is what the loss of an element means for the two countries.
type PairClosure struct {
	Element  string             `json:"element"`
	Name     string             `json:"name"`
	Stuck    float64            `json:"stuck"`    // of the sender's, what finds no way
	Lost     float64            `json:"lost"`     // of the receiver's, what it no longer gets from where it came
	Unmet    float64            `json:"unmet"`    // of the receiver's, what nobody replaces
	Replaced map[string]float64 `json:"replaced"` // by origin, what it gets instead
	CostMore float64            `json:"cost"`     // of a part that the receiver takes
	DaysMore float64            `json:"days"`
	Other    *Hurt              `json:"other"` // who else is hit worst
}

const shown = 3 // ways in a section

// Section makes the section from one country to another (see [View.Pair]). It is nil where no way of the network leads there.
func (s *Solver) Section(ctx context.Context, from, to string) (*Section, error) {
	v := s.View
	out := &Section{From: from, To: to, At: v.At, Commodity: v.Commodity, Unit: UnitOf(v.Commodity), Notes: s.base.Notes}
	var err error
	if out.Ways, err = v.Ways(WayQuery{From: from, To: to, K: shown}); err != nil {
		return nil, err
	}
	if len(out.Ways) == 0 {
		return nil, nil
	}
	for _, t := range v.Net.Trades {
		if t.Importer == to && t.Origin == from && t.Commodity == v.Commodity {
			out.Traded = append(out.Traded, YearVolume{t.Year, t.Value, t.Source})
		}
	}
	slices.SortFunc(out.Traded, func(a, b YearVolume) int { return cmp.Compare(a.Year, b.Year) })
	total := 0.0
	for _, r := range s.base.Routes {
		if r.Importer == to {
			total += r.Volume
			if r.Origin == from {
				out.Volume += r.Volume
			}
		}
	}
	if total > 0 {
		out.ShareTo = out.Volume / total
	}
	if out.Exposure, err = s.base.Exposure(from, to); err != nil {
		return nil, err
	}
	if err := s.closuresOf(ctx, out); err != nil {
		return nil, err
	}
	out.Figures = v.figuresOf(out.Ways)
	return out, nil
}

// closuresOf closes each element that the flow between the two, or their cheapest ways, pass.
func (s *Solver) closuresOf(ctx context.Context, out *Section) error {
	ids := map[string]bool{}
	for _, x := range out.Exposure.Elements {
		ids[x.ID] = true
	}
	for _, id := range s.View.Net.withWholes(out.Ways[0].Elements) {
		ids[id] = true
	}
	for _, c := range s.closures() {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := s.View.Net.Element(c.Target)
		if !ids[c.Target] || e.Kind == "refinery" || e.Kind == "field" {
			continue
		}
		f, err := s.Solve(c)
		if err != nil {
			return err
		}
		out.Closures = append(out.Closures, pairClosure(c, Compare(s.base, f), out.From, out.To))
	}
	slices.SortFunc(out.Closures, func(a, b PairClosure) int {
		return cmp.Or(-cmp.Compare(a.Unmet, b.Unmet), -cmp.Compare(a.Lost, b.Lost), -cmp.Compare(a.Stuck, b.Stuck), cmp.Compare(a.Element, b.Element))
	})
	return nil
}

func pairClosure(c Change, d *Comparison, from, to string) PairClosure {
	p := PairClosure{Element: c.Target, Name: c.Name, Replaced: map[string]float64{}}
	for _, l := range d.Producers {
		if l.Origin == from {
			p.Stuck = l.Stuck
		}
	}
	if h := d.Of(to); h != nil {
		p.Lost, p.Unmet, p.CostMore, p.DaysMore = h.Lost, h.Unmet, h.CostMore, h.DaysMore
		for o, x := range h.Origins {
			if x > 0 {
				p.Replaced[o] = x
			}
		}
	}
	for i := range d.Consumers {
		if h := d.Consumers[i]; h.Who != to && h.Who != from {
			p.Other = &h
			break
		}
	}
	return p
}

// figuresOf lists the figures behind the legs of ways, each once.
func (v *View) figuresOf(ways []Way) []*Figure {
	var out []*Figure
	for _, w := range ways {
		for _, l := range w.Legs {
			for _, x := range []Value{l.Capacity, l.Cost, l.Km, l.Days} {
				if x.Figure != nil && !slices.Contains(out, x.Figure) {
					out = append(out, x.Figure)
				}
			}
		}
	}
	return out
}
