package lexicon

import (
	"io/fs"
	"slices"
	"strings"

	"dragoman"
	"dragoman/internal/tsv"
)

// Body is a noun that heads a phrase about a body: parliament, ministry, army, court, company.
type Body struct {
	Term    string // lower case
	Sector  dragoman.Sector
	Country string // ISO alpha-3 where the name alone belongs to one country ("mazhilis"); such names need a capital in the text
}

func (n *Names) loadBodies(fsys fs.FS) error {
	seen := map[string]int{}
	return tsv.Read(fsys, "bodies.tsv", []string{"term", "sector", "country"}, func(r *tsv.Row) error {
		b := Body{Term: r.Get("term")}
		var err error
		if b.Sector, err = sectorOf(r); err != nil {
			return err
		}
		if b.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		if err := unique(seen, r, b.Term+" "+b.Country); err != nil {
			return err
		}
		n.Bodies = append(n.Bodies, b)
		s := Sense{Kind: BodyTerm, Ref: int32(len(n.Bodies) - 1), Proper: b.Country != ""}
		if err := n.term(r, b.Term, s); err != nil || b.Country != "" {
			return err
		}
		if strings.HasSuffix(b.Term, "s") { // "authorities", "armed forces"
			return nil
		}
		s.Plural = true
		return n.term(r, plural(b.Term), s)
	})
}

// Group is a noun for people by what they do.
type Group struct {
	Terms  []string // lower case, singular first; a single plural where there is no singular
	Sector dragoman.Sector
}

func (n *Names) loadGroups(fsys fs.FS) error {
	seen := map[string]int{}
	return tsv.Read(fsys, "groups.tsv", []string{"term", "sector"}, func(r *tsv.Row) error {
		g := Group{Terms: r.List("term")}
		if len(g.Terms) == 0 {
			return r.Problem("fill it", "term is empty")
		}
		var err error
		if g.Sector, err = sectorOf(r); err != nil {
			return err
		}
		n.Groups = append(n.Groups, g)
		for i, t := range g.Terms {
			if err := unique(seen, r, t); err != nil {
				return err
			}
			singular := i == 0 && len(g.Terms) > 1 || slices.Contains(g.Terms, plural(t))
			if err := n.term(r, t, Sense{Kind: GroupTerm, Ref: int32(len(n.Groups) - 1), Plural: !singular}); err != nil {
				return err
			}
		}
		return nil
	})
}
