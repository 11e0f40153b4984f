package corridor

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Fit sets what the model sends beside what was reported.
type Fit struct {
	Item     string  `json:"item"` // link or element
	Name     string  `json:"name"`
	Year     int     `json:"year"`
	Reported float64 `json:"reported"`
	Model    float64 `json:"model"`
	Free     float64 `json:"free"`  // of the model without usual volumes: by cost and purchases alone
	Given    bool    `json:"given"` // the reported flow is the usual volume of the link: the model is held to it from above
	Source   string  `json:"source"`
	Note     string  `json:"note,omitempty"`
}

// Off is the deviation as a share of what was reported.
func (f *Fit) Off() float64 { return (f.Model - f.Reported) / f.Reported }

// Fits compares the model's flows of years with the flows reported for them. Flows through straits, which count all oil, and bookings are left out.
func (n *Network) Fits(commodity string, years []int, a Assumptions) ([]Fit, error) {
	free := a
	free.Beyond = 0
	var out []Fit
	for _, y := range years {
		v, err := n.View(fmt.Sprint(y), commodity, false)
		if err != nil {
			return nil, err
		}
		held, err := NewSolver(v, a)
		if err != nil {
			return nil, err
		}
		loose, err := NewSolver(v, free)
		if err != nil {
			return nil, err
		}
		for i := range n.Figures {
			f := &n.Figures[i]
			x, fits := convert(f.Value, f.Unit, UnitOf(commodity).Volume)
			if f.Quantity != "flow" || f.Year != y || !fits || f.Commodity != commodity || strings.Contains(f.Note, "booked") || x == 0 {
				continue
			}
			item := Fit{Item: f.Item, Name: n.NameOf(f.Item), Year: y, Reported: x, Source: f.Source, Note: f.Note}
			var ok bool
			if item.Model, ok = held.base.carries(f.Item); !ok {
				continue
			}
			item.Free, _ = loose.base.carries(f.Item)
			if l := n.Link(f.Item); l != nil {
				_, item.Given = v.usual(v.lineOf(l.ID))
			}
			out = append(out, item)
		}
	}
	slices.SortStableFunc(out, func(a, b Fit) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Year, b.Year)) })
	return out, nil
}

// carries is what the model sends along a link in its direction, or through an element: the most that passes one of its links. It is false for straits
// and for links of other commodities.
func (f *Flow) carries(item string) (float64, bool) {
	if l := f.view.Net.Link(item); l != nil {
		return f.passing(item, false), l.Mode != "strait" && l.carries(f.Commodity)
	}
	e := f.view.Net.Element(item)
	if e == nil || e.Kind == "strait" || e.Kind == "canal" {
		return 0, false
	}
	parts := f.view.Net.Whole(item)
	most := 0.0
	for _, l := range f.Links {
		if slices.Contains(parts, l.Element) {
			most = math.Max(most, l.Volume)
		}
	}
	return most, true
}
