package corridor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// Change is one thing that is otherwise than in the data.
type Change struct {
	Do     string   `json:"do"`     // close, cut, open or sanction
	Target string   `json:"target"` // id of an element, node or link; code of a country
	Name   string   `json:"name"`
	Share  float64  `json:"share,omitempty"`  // of a cut: what is taken away, 0 to 1
	Volume float64  `json:"volume,omitempty"` // of a cut: what is taken away; of an opening: what may pass; in Unit
	Unit   string   `json:"unit,omitempty"`   // of Volume: the commodity's, a year
	By     []string `json:"by,omitempty"`     // of a sanction: the importers that take part; none is all but the country itself
	Why    string   `json:"why,omitempty"`    // the report that says so
	links  []int    // indexes into Network.Links
	sort   string
}

func (c Change) String() string {
	switch {
	case c.Do == "cut" && c.Share > 0:
		return fmt.Sprintf("%s cut by %g %%", c.Name, c.Share*100)
	case c.Do == "cut":
		return fmt.Sprintf("%s cut by %.4g %s", c.Name, c.Volume, c.Unit)
	case c.Do == "open":
		return fmt.Sprintf("%s open for %.4g %s", c.Name, c.Volume, c.Unit)
	case c.Do == "sanction" && len(c.By) > 0:
		var by []string
		for _, code := range c.By {
			by = append(by, CountryName(code))
		}
		return fmt.Sprintf("origin %s refused by %s", c.Name, strings.Join(by, ", "))
	case c.Do == "sanction":
		return fmt.Sprintf("origin %s refused by all", c.Name)
	}
	return c.Name + " closed"
}

// pointKinds are kinds of elements that are a place: closing one closes what touches its nodes.
var pointKinds = []string{"port", "terminal", "refinery", "storage", "field", "crossing"}

// linksOf lists the links that fall with an item: an element with its parts, a node, a link, or a country that links cross or end in.
func (n *Network) linksOf(id, sort string) []int {
	var out []int
	var gone func(l *Link) bool
	switch sort {
	case "element":
		parts := n.Whole(id)
		places := map[string]bool{}
		for i := range n.Nodes {
			if e := n.Element(n.Nodes[i].Element); e != nil && slices.Contains(parts, e.ID) && slices.Contains(pointKinds, e.Kind) {
				places[n.Nodes[i].ID] = true
			}
		}
		gone = func(l *Link) bool { return slices.Contains(parts, l.Element) || places[l.From] || places[l.To] }
	case "node":
		gone = func(l *Link) bool { return l.From == id || l.To == id }
	case "country":
		gone = func(l *Link) bool {
			return slices.Contains(l.Countries, id) || n.Node(l.From) != nil && n.Node(l.From).Country == id || n.Node(l.To) != nil && n.Node(l.To).Country == id
		}
	default:
		gone = func(l *Link) bool { return l.ID == id }
	}
	for i := range n.Links {
		if gone(&n.Links[i]) {
			out = append(out, i)
		}
	}
	return out
}

// target finds what a person names in a change; countries are tried after elements, nodes and links unless a code is typed.
func (n *Network) target(typed string) (Change, error) {
	c := Change{}
	if code := Country(typed); code != "" && (len(typed) <= 3 && strings.ToUpper(typed) == typed && n.Element(strings.ToLower(typed)) == nil) {
		c.Target, c.Name, c.sort = code, CountryName(code), "country"
	} else if id, sort, err := n.Find(typed, "element", "node", "link"); err == nil {
		c.Target, c.Name, c.sort = id, n.NameOf(id), sort
	} else if code != "" {
		c.Target, c.Name, c.sort = code, CountryName(code), "country"
	} else {
		return c, err
	}
	c.links = n.linksOf(c.Target, c.sort)
	if len(c.links) == 0 {
		return c, dragoman.Problemf("", typed, "name an element, node or link that goods pass", "nothing passes %s", c.Name)
	}
	return c, nil
}

// Close is the loss of an element, node, link or country.
func (n *Network) Close(typed string) (Change, error) {
	c, err := n.target(typed)
	c.Do = "close"
	return c, err
}

// measured reads "X=amount": what X is, and the amount as typed.
func (n *Network) measured(typed, what, mend string) (Change, string, error) {
	name, amount, ok := strings.Cut(typed, "=")
	if !ok {
		return Change{}, "", dragoman.Problemf("", typed, mend, "says not how much %s", what)
	}
	c, err := n.target(strings.TrimSpace(name))
	return c, amount, err
}

// Cut reads "X=50%" or "X=10Mt": what is taken away of the capacity of X; where that is not known, of what passes without the cut.
func (n *Network) Cut(typed, commodity string) (Change, error) {
	c, amount, err := n.measured(typed, "is cut", "write what is taken away, as in Druzhba=50% or Druzhba=10Mt")
	if err != nil {
		return c, err
	}
	c.Do = "cut"
	if p, isShare := strings.CutSuffix(strings.TrimSpace(amount), "%"); isShare {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || !(v >= 0 && v <= 100) {
			return c, dragoman.Problemf("", typed, "write a share from 0% to 100%", "%q is no share", amount)
		}
		c.Share = v / 100
		return c, nil
	}
	c.Volume, err = parseVolume(amount, commodity)
	c.Unit = UnitOf(commodity).Volume
	return c, err
}

// Open reads "X=20Mt": X operates, and at least so much may pass every part of it and the places at its ends in a year.
func (n *Network) Open(typed, commodity string) (Change, error) {
	c, amount, err := n.measured(typed, "may pass", "write what may pass in a year, as in Aktau-Baku=20Mt")
	if err != nil {
		return c, err
	}
	if c.sort == "country" {
		return c, dragoman.Problemf("", typed, "name a pipeline, port or link", "a country cannot be opened")
	}
	c.Do = "open"
	if c.sort == "element" { // not what merely touches a place
		parts := n.Whole(c.Target)
		own := slices.DeleteFunc(slices.Clone(c.links), func(i int) bool { return !slices.Contains(parts, n.Links[i].Element) })
		if len(own) > 0 {
			c.links = own
		}
	}
	c.Volume, err = parseVolume(amount, commodity)
	c.Unit = UnitOf(commodity).Volume
	return c, err
}

// Sanction reads "RUS" or "RUS=HRV|SRB": the importers refuse oil of that origin, whatever the way. What other origins send through the
// country still passes.
func (n *Network) Sanction(typed string) (Change, error) {
	who, by, _ := strings.Cut(typed, "=")
	code := Country(who)
	if code == "" {
		return Change{}, dragoman.Problemf("", typed, "write a country such as RUS", "%q is no country", who)
	}
	c := Change{Do: "sanction", Target: code, Name: CountryName(code), sort: "country"}
	for _, b := range splitList(by) {
		importer := Country(b)
		if importer == "" {
			return c, dragoman.Problemf("", typed, "write countries as in RUS=HRV|SRB", "%q is no country", b)
		}
		c.By = append(c.By, importer)
	}
	return c, nil
}

// parseVolume reads "20Mt", "500 kb/d", "20" into the commodity's unit a year.
func parseVolume(s, commodity string) (float64, error) {
	s = strings.TrimSpace(s)
	digits := strings.TrimLeft(s, "0123456789.")
	u := UnitOf(commodity)
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, digits), 64)
	unit := strings.TrimSpace(digits)
	if unit == "" {
		unit = u.Volume
	}
	x, fits := convert(v, unit, u.Volume)
	if err != nil || !fits || x-x != 0 {
		return 0, dragoman.Problemf("", s, "write an amount as in 20"+u.Short, "is no volume of %s in a year", commodity)
	}
	return x, nil
}
