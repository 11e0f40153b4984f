package corridor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// speller finds items by what a person types.
type speller struct {
	names []spelling
}

type spelling struct {
	folded string
	id     string
	sort   string // element, node or link
}

func newSpeller(n *Network) speller {
	var s speller
	add := func(name, id, sort string) {
		if f := foldName(name); f != "" {
			s.names = append(s.names, spelling{f, id, sort})
		}
	}
	for i := range n.Elements {
		e := &n.Elements[i]
		add(e.ID, e.ID, "element")
		add(e.Name, e.ID, "element")
		for _, name := range e.Names {
			add(name, e.ID, "element")
		}
	}
	for i := range n.Nodes {
		add(n.Nodes[i].ID, n.Nodes[i].ID, "node")
		add(n.Nodes[i].Name, n.Nodes[i].ID, "node")
	}
	for i := range n.Links {
		add(n.Links[i].ID, n.Links[i].ID, "link")
	}
	return s
}

// foldName makes spellings that mean the same equal: case, accents, hyphens and spaces do not count.
func foldName(s string) string {
	s = lexicon.Fold(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–—_.,'’()/", r) {
			return -1
		}
		return r
	}, s)
}

// Find gives the item that a person means by an id or a name. Sorts ("element", "node", "link") are tried in the order given; a name that
// means nothing or several things is a problem that lists what may be meant.
func (n *Network) Find(typed string, sorts ...string) (id, sort string, err error) {
	want := foldName(typed)
	for _, s := range sorts {
		var exact []string
		for _, sp := range n.spell.names {
			if sp.sort == s && sp.folded == want && !slices.Contains(exact, sp.id) {
				exact = append(exact, sp.id)
			}
		}
		if slices.Contains(exact, typed) { // an id means itself
			return typed, s, nil
		}
		if len(exact) == 1 {
			return exact[0], s, nil
		}
		if len(exact) > 1 {
			return "", "", dragoman.Problemf("", typed, "write one of "+n.list(exact), "the name means %d things", len(exact))
		}
	}
	near := n.near(want, sorts)
	if len(near) > 0 && near[0].far == 1 && (len(near) == 1 || near[1].far > 1) { // the one name that begins so
		return near[0].id, near[0].sort, nil
	}
	mend := "see dragoman corridor check --list for the names"
	if len(near) > 0 {
		ids := make([]string, 0, 6)
		for _, c := range near[:min(6, len(near))] {
			ids = append(ids, c.id)
		}
		mend = "perhaps you mean " + n.list(ids)
	}
	return "", "", dragoman.Problemf("", typed, mend, "no %s of the network has this name", strings.Join(sorts, " or "))
}

func (n *Network) list(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, fmt.Sprintf("%s (%s)", id, n.NameOf(id)))
	}
	return strings.Join(out, ", ")
}

type candidate struct {
	id, sort string
	far      int
}

// near gives what is spelt nearly so: names that begin with what was typed or hold it, else those within a third of its letters.
func (n *Network) near(want string, sorts []string) []candidate {
	best := map[string]candidate{}
	for _, sp := range n.spell.names {
		order := slices.Index(sorts, sp.sort)
		if order < 0 || want == "" {
			continue
		}
		far := 100
		switch {
		case strings.HasPrefix(sp.folded, want):
			far = 1
		case len(want) >= 4 && strings.Contains(sp.folded, want):
			far = 2
		default:
			if d := editDistance(want, sp.folded); d <= max(1, len(want)/4) {
				far = 2 + d
			}
		}
		if old, ok := best[sp.id]; far < 100 && (!ok || far < old.far) {
			best[sp.id] = candidate{sp.id, sp.sort, far}
		}
	}
	out := make([]candidate, 0, len(best))
	for _, c := range best {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.id, b.id)) })
	return out
}

// editDistance is the Levenshtein distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := diagonal
			if a[i] != b[j] {
				step = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], step
		}
	}
	return row[len(b)]
}

// Country gives the code of a country that the user typed, "" where it is none.
func Country(typed string) string {
	lex, err := lexicon.Default()
	if err != nil {
		return ""
	}
	return lex.FindCountry(typed)
}

// CountryName is the English name of a country, the code where there is none.
func CountryName(code string) string {
	lex, err := lexicon.Default()
	if err != nil {
		return code
	}
	if name := lex.CountryName(code); name != "" {
		return name
	}
	return code
}
