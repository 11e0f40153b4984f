// Package corridor answers through which pipe, port and strait goods go, and what happens if a part fails or a new one opens.
//
// The network is data (folder data): elements that people name, nodes and links that goods move on, and figures, every one with
// source, year and confidence. A [Network] seen at a date is a [View]; on a view the package finds ways ([View.Ways]) and least-cost
// flows of several origins that share capacity ([Solver]), compares scenarios ([Compare]) and ranks elements by the harm of their
// loss ([Solver.Rank]). Reports of a store speak to elements ([Network.Mentions]). docs/corridors.md explains data, model and limits.
package corridor

import (
	"slices"
	"strings"
	"sync"

	"dragoman"
)

// Where is where a row of data stands, for messages.
type Where struct {
	File string `json:"-"`
	Line int    `json:"-"`
}

// Element is what people name and events speak of: a pipeline system, a strait, a port, a refinery, a plan.
type Element struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Names     []string `json:"names"` // other names, spellings, abbreviations
	Kind      string   `json:"kind"`  // one of ElementKinds
	Countries []string `json:"countries"`
	Owner     string   `json:"owner"`
	About     string   `json:"about"`
	Source    string   `json:"source"`
	AsOf      string   `json:"asof"`
	PartOf    string   `json:"part_of,omitempty"` // closing the whole closes the parts
	Where     `json:"-"`
}

// Node is a point of the network.
type Node struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`    // one of NodeKinds
	Country string  `json:"country"` // ISO 3166-1 alpha-3, "" at sea
	Lon     float64 `json:"lon"`
	Lat     float64 `json:"lat"`
	Element string  `json:"element,omitempty"`
	Source  string  `json:"source"`
	Note    string  `json:"note,omitempty"`
	Where   `json:"-"`
}

// Status is what a link is at a time.
type Status string

// The statuses of links. A planned one with a date is expected then.
const (
	Operating  Status = "operating"
	Idle       Status = "idle"
	Planned    Status = "planned"
	Sanctioned Status = "sanctioned"
	Cancelled  Status = "cancelled"
)

// State is a status and the date from which it holds, as precise as known; "" is always or unknown.
type State struct {
	Status Status `json:"status"`
	From   string `json:"from"`
}

// Link is a way between two nodes.
type Link struct {
	ID          string       `json:"id"`
	Element     string       `json:"element,omitempty"`
	From        string       `json:"from"`
	To          string       `json:"to"`
	Both        bool         `json:"both"` // may be used either way
	Mode        string       `json:"mode"` // one of Modes
	Commodities []string     `json:"commodities"`
	Countries   []string     `json:"countries"` // crossed, in order
	States      []State      `json:"states"`    // oldest first
	Route       [][2]float64 `json:"route,omitempty"`
	Source      string       `json:"source"`
	Note        string       `json:"note,omitempty"`
	Where       `json:"-"`
}

// Figure is one number about a node, a link or an element.
type Figure struct {
	Item       string  `json:"item"`
	Quantity   string  `json:"quantity"` // one of Quantities
	Value      float64 `json:"value"`
	Unit       string  `json:"unit"`
	Year       int     `json:"year,omitempty"` // of the value; 0 is standing
	Commodity  string  `json:"commodity"`
	Source     string  `json:"source"`
	AsOf       string  `json:"asof"`
	Confidence string  `json:"confidence"` // high, medium, low
	Note       string  `json:"note,omitempty"`
	Where      `json:"-"`
}

// Embargo is a ban by origin, which no state of a link can say.
type Embargo struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Origins   []string `json:"origins"` // ISO codes; none is every origin
	Importers []string `json:"importers"`
	Mode      string   `json:"mode"` // sea, pipeline or any
	Commodity string   `json:"commodity"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Source    string   `json:"source"`
	Note      string   `json:"note,omitempty"`
	Where     `json:"-"`
}

// Grade is a kind of crude with its typical values.
type Grade struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	API     float64  `json:"api"`     // degrees
	Sulphur float64  `json:"sulphur"` // per cent by mass
	Nodes   []string `json:"nodes"`
	Source  string   `json:"source"`
	Note    string   `json:"note,omitempty"`
	Where   `json:"-"`
}

// Trade is what the importers of a country, or a node that stands for several countries, bought of an origin in a year.
type Trade struct {
	Importer  string // ISO code or node id
	Origin    string // ISO code of the source nodes
	Year      int
	Value     float64 // in the commodity's unit a year
	Commodity string
	Source    string
	Where
}

// What cells of kinds may hold.
var (
	ElementKinds = []string{"pipeline", "strait", "port", "refinery", "terminal", "railway", "storage", "field", "ferry", "canal", "crossing",
		"plan", "road", "river"}
	NodeKinds = []string{"field", "gathering", "station", "port", "refinery", "hub", "border", "strait", "storage", "basin", "terminal", "market"}
	Modes     = []string{"pipeline", "sea", "rail", "road", "river", "ferry", "strait", "transfer"}
	Statuses  = []Status{Operating, Idle, Planned, Sanctioned, Cancelled}
	// Quantities of figures. tariff is what was published, cost is the one value the model uses.
	Quantities  = []string{"capacity", "flow", "supply", "demand", "tariff", "cost", "length", "days", "storage", "share"}
	Confidences = []string{"low", "medium", "high"}
)

// Network is everything known of the corridors. It is not changed after loading.
type Network struct {
	Elements  []Element
	Nodes     []Node
	Links     []Link
	Figures   []Figure
	Embargoes []Embargo
	Grades    []Grade
	Trades    []Trade

	element map[string]int
	node    map[string]int
	link    map[string]int
	figures map[figureKey][]int // indexes into Figures
	parts   map[string][]string // element -> elements that are part of it
	spell   speller

	textOnce sync.Once
	text     map[string][]textName // names to look for in texts
}

type figureKey struct{ item, quantity string }

// index makes the look-up tables; ids that stand twice keep the later row, as a user's file overrides the shipped one.
func (n *Network) index() {
	n.element, n.node, n.link = map[string]int{}, map[string]int{}, map[string]int{}
	n.figures, n.parts = map[figureKey][]int{}, map[string][]string{}
	for i := range n.Elements {
		n.element[n.Elements[i].ID] = i
	}
	for i := range n.Elements {
		if whole := n.Elements[i].PartOf; whole != "" {
			n.parts[whole] = append(n.parts[whole], n.Elements[i].ID)
		}
	}
	for i := range n.Nodes {
		n.node[n.Nodes[i].ID] = i
	}
	for i := range n.Links {
		n.link[n.Links[i].ID] = i
	}
	for i := range n.Figures {
		k := figureKey{n.Figures[i].Item, n.Figures[i].Quantity}
		n.figures[k] = append(n.figures[k], i)
	}
	n.spell = newSpeller(n)
}

// Element gives the element of an id, nil where there is none.
func (n *Network) Element(id string) *Element { return at(n.Elements, n.element, id) }

// Node gives the node of an id, nil where there is none.
func (n *Network) Node(id string) *Node { return at(n.Nodes, n.node, id) }

// Link gives the link of an id, nil where there is none.
func (n *Network) Link(id string) *Link { return at(n.Links, n.link, id) }

func at[T any](rows []T, index map[string]int, id string) *T {
	if i, ok := index[id]; ok {
		return &rows[i]
	}
	return nil
}

// FiguresOf gives all figures of an item and quantity ("" is every quantity), in the order of the files.
func (n *Network) FiguresOf(item, quantity string) []*Figure {
	var out []*Figure
	quantities := []string{quantity}
	if quantity == "" {
		quantities = Quantities
	}
	for _, q := range quantities {
		for _, i := range n.figures[figureKey{item, q}] {
			out = append(out, &n.Figures[i])
		}
	}
	return out
}

// Whole lists an element and, whatever its depth, everything that is part of it.
func (n *Network) Whole(id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		for _, p := range n.parts[out[i]] {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// NameOf is what to call an item: an element's, a node's or a link's name; a link is called by its ends.
func (n *Network) NameOf(id string) string {
	if e := n.Element(id); e != nil {
		return e.Name
	}
	if p := n.Node(id); p != nil {
		return p.Name
	}
	if l := n.Link(id); l != nil {
		return n.ShortName(l.From) + " - " + n.ShortName(l.To)
	}
	return id
}

// ShortName is a node's name without what stands in brackets or after a comma; the id where there is no node.
func (n *Network) ShortName(id string) string {
	p := n.Node(id)
	if p == nil {
		return id
	}
	name, _, _ := strings.Cut(p.Name, " (")
	name, _, _ = strings.Cut(name, ", ")
	return name
}

// Commodities lists what the links carry, sorted.
func (n *Network) Commodities() []string {
	var out []string
	for i := range n.Links {
		for _, c := range n.Links[i].Commodities {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

// carries says whether a link carries a commodity.
func (l *Link) carries(commodity string) bool { return slices.Contains(l.Commodities, commodity) }

// On gives a link's status on a day (YYYY-MM-DD), and the state that says so; operating where nothing is said.
func (l *Link) On(day string) State {
	now := State{Status: Operating}
	for i, s := range l.States {
		if s.From != "" && firstDay(s.From) > day && !(i == 0 && s.Status == Planned) {
			if i == 0 {
				return State{Status: Planned, From: s.From} // not built yet
			}
			break
		}
		now = s
	}
	return now
}

// firstDay is the first day a coarse date means; the date itself where it is none.
func firstDay(date string) string {
	if d, err := dragoman.ParseDate(date); err == nil {
		return d.Start
	}
	return date
}
