package corridor

import (
	"cmp"
	"slices"

	"dragoman"
)

// Page is all that is known of an element.
type Page struct {
	Element    Element    `json:"element"`
	Parts      []string   `json:"parts"`
	Whole      string     `json:"whole,omitempty"`
	Links      []PageLink `json:"links"`
	Nodes      []Node     `json:"nodes"`
	Figures    []*Figure  `json:"figures"`    // of the element, its links and nodes, by item, quantity and year
	Model      *PageFlow  `json:"model"`      // null without a flow
	Neighbours []string   `json:"neighbours"` // elements that share a node
	Grades     []Grade    `json:"grades"`
	Mentions   []Mention  `json:"mentions"`
	When       string     `json:"at"`
}

// PageLink is a link of an element with its status at the page's date.
type PageLink struct {
	Link
	Now State `json:"now"`
}

// PageFlow is what the model sends through an element.
type PageFlow struct {
	Year    int                `json:"year"`
	Unit    string             `json:"unit"`
	Volume  float64            `json:"volume"`
	Origins map[string]float64 `json:"origins"`
	Buyers  map[string]float64 `json:"buyers"`
	Worth   float64            `json:"worth"` // largest value of one more part of capacity on its links
}

// Page gathers what is known of an element; flow and mentions may be nil.
func (n *Network) Page(id, at string, flow *Flow, mentions []Mention) (*Page, error) {
	e := n.Element(id)
	if e == nil {
		return nil, dragoman.Problemf("", id, "name an element", "is no element of the network")
	}
	p := &Page{Element: *e, Whole: e.PartOf, Mentions: mentions, When: at}
	parts := n.Whole(id)
	p.Parts = parts[1:]
	day := lastDay(at)
	items := slices.Clone(parts)
	ends := map[string]bool{}
	for i := range n.Links {
		if l := &n.Links[i]; slices.Contains(parts, l.Element) {
			p.Links = append(p.Links, PageLink{*l, l.On(day)})
			items = append(items, l.ID)
			ends[l.From], ends[l.To] = true, true
		}
	}
	for i := range n.Nodes {
		if x := &n.Nodes[i]; slices.Contains(parts, x.Element) {
			p.Nodes = append(p.Nodes, *x)
			items = append(items, x.ID)
			ends[x.ID] = true
		}
	}
	for _, item := range items {
		p.Figures = append(p.Figures, n.FiguresOf(item, "")...)
	}
	slices.SortStableFunc(p.Figures, func(a, b *Figure) int {
		return cmp.Or(cmp.Compare(slices.Index(items, a.Item), slices.Index(items, b.Item)),
			cmp.Compare(slices.Index(Quantities, a.Quantity), slices.Index(Quantities, b.Quantity)), cmp.Compare(a.Year, b.Year))
	})
	p.Figures = slices.CompactFunc(p.Figures, func(a, b *Figure) bool { return a == b })
	p.neighbours(n, parts, ends)
	for _, g := range n.Grades {
		if slices.ContainsFunc(g.Nodes, func(id string) bool { return ends[id] }) {
			p.Grades = append(p.Grades, g)
		}
	}
	if flow != nil {
		p.Model = flow.page(n, id)
	}
	return p, nil
}

func (p *Page) neighbours(n *Network, parts []string, ends map[string]bool) {
	add := func(id string) {
		if id != "" && !slices.Contains(parts, id) && !slices.Contains(p.Neighbours, id) {
			p.Neighbours = append(p.Neighbours, id)
		}
	}
	for i := range n.Links {
		if l := &n.Links[i]; ends[l.From] || ends[l.To] {
			add(l.Element)
		}
	}
	for i := range n.Nodes {
		if ends[n.Nodes[i].ID] {
			add(n.Nodes[i].Element)
		}
	}
	slices.Sort(p.Neighbours)
}

// page sums up what passes an element.
func (f *Flow) page(n *Network, id string) *PageFlow {
	out := &PageFlow{Year: f.view.Year, Unit: f.Unit.Volume, Origins: map[string]float64{}, Buyers: map[string]float64{}}
	links := n.linksOf(id, "element")
	for r := range f.over(links) {
		out.Volume += r.Volume
		out.Origins[r.Origin] += r.Volume
		out.Buyers[r.Importer] += r.Volume
	}
	among := n.idsOf(links)
	for _, l := range f.Links {
		if among[l.Link] {
			out.Worth = max(out.Worth, l.Value)
		}
	}
	return out
}
