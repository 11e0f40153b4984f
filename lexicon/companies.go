package lexicon

import (
	"io/fs"

	"dragoman/internal/tsv"
)

// Company is a firm that news on energy, transport, finance and trade names.
type Company struct {
	ID       string // slug, stable
	Name     string
	Names    []string
	Country  string // ISO alpha-3 of the seat
	Industry string
	Parent   string // controlling owner: a company's name or "Government of X"; "" when none or unknown
}

func (n *Names) loadCompanies(fsys fs.FS) error {
	seen := map[string]int{}
	columns := []string{"id", "name", "names", "country", "industry", "parent", "source", "asof"}
	return tsv.Read(fsys, "companies.tsv", columns, func(r *tsv.Row) error {
		c := Company{ID: r.Get("id"), Name: r.Get("name"), Names: r.List("names"), Industry: r.Get("industry"), Parent: r.Get("parent")}
		if c.ID != Slug(c.ID) || c.ID == "" || c.Name == "" {
			return r.Problem("write a slug and a name", "id %q or name %q is not right", c.ID, c.Name)
		}
		var err error
		if c.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		if err := unique(seen, r, c.ID); err != nil {
			return err
		}
		n.Companies = append(n.Companies, c)
		s := Sense{Kind: CompanyName, Ref: int32(len(n.Companies) - 1)}
		if err := n.term(r, c.Name, s); err != nil {
			return err
		}
		return n.terms(r, c.Names, s)
	})
}
