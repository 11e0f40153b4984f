package corridor

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// ErrData says that a check of the data found errors; they have been printed.
var ErrData = errors.New("the data have errors")

// Largest lists the keys of volumes by size, whatever the sign; equal ones by name.
func Largest(m map[string]float64) []string {
	out := slices.Sorted(maps.Keys(m))
	slices.SortStableFunc(out, func(a, b string) int { return -cmp.Compare(max(m[a], -m[a]), max(m[b], -m[b])) })
	return out
}

// Buyer is what an importer gets in a flow, all its places together.
type Buyer struct {
	Who     string             `json:"who"`
	Name    string             `json:"name"`
	Asked   float64            `json:"asked"`
	Unmet   float64            `json:"unmet"`
	Origins map[string]float64 `json:"origins"`
	Cost    float64            `json:"cost"` // transport of one part, average
	Days    float64            `json:"days"` // average
}

// Buyers sums demands up by importer, the largest first; those that ask for nothing are left out.
func (f *Flow) Buyers() []Buyer {
	at := map[string]int{}
	var out []Buyer
	for _, d := range f.Demands {
		k, ok := at[d.Importer]
		if !ok {
			k = len(out)
			at[d.Importer] = k
			out = append(out, Buyer{Who: d.Importer, Name: f.view.Net.importerName(d.Importer), Origins: map[string]float64{}})
		}
		b := &out[k]
		b.Asked += d.Asked
		b.Unmet += d.Unmet
		b.Cost += d.Got * d.Cost
		b.Days += d.Got * d.Days
		for o, x := range d.Origins {
			b.Origins[o] += x
		}
	}
	for k := range out {
		if got := out[k].Asked - out[k].Unmet; got > dust {
			out[k].Cost, out[k].Days = out[k].Cost/got, out[k].Days/got
		}
	}
	out = slices.DeleteFunc(out, func(b Buyer) bool { return b.Asked == 0 })
	slices.SortStableFunc(out, func(a, b Buyer) int { return cmp.Or(-cmp.Compare(a.Asked, b.Asked), cmp.Compare(a.Who, b.Who)) })
	return out
}

// Busiest lists the links of elements by what they carry, the most first.
func (f *Flow) Busiest() []LinkFlow {
	out := slices.DeleteFunc(slices.Clone(f.Links), func(l LinkFlow) bool { return l.Element == "" || l.Volume < noticed })
	slices.SortStableFunc(out, func(a, b LinkFlow) int { return -cmp.Compare(a.Volume, b.Volume) })
	return out
}

// Limit is a capacity that is used up.
type Limit struct {
	Item     string  `json:"item"` // link or node
	Volume   float64 `json:"volume"`
	Capacity float64 `json:"capacity"`
	Value    float64 `json:"value"` // what one more part of capacity would save
}

// Scarce lists the links and places whose capacity is used up, by what one more part would save.
func (f *Flow) Scarce() []Limit {
	var out []Limit
	for _, l := range f.Links {
		if l.Capacity != nil && l.Value > worthless {
			out = append(out, Limit{l.Link, l.Volume, *l.Capacity, l.Value})
		}
	}
	for _, p := range f.Places {
		if p.Value > worthless {
			out = append(out, Limit{p.Node, p.Volume, p.Capacity, p.Value})
		}
	}
	slices.SortStableFunc(out, func(a, b Limit) int { return cmp.Or(-cmp.Compare(a.Value, b.Value), cmp.Compare(a.Item, b.Item)) })
	return out
}
