package lexicon

import (
	"io/fs"
	"slices"

	"dragoman"
	"dragoman/internal/tsv"
)

// Organisation is an international organisation or alliance, an NGO, party, armed group, medium or international court.
type Organisation struct {
	ID      string // slug, stable
	Name    string
	Names   []string
	Kind    string // one of OrganisationKinds
	Country string // ISO alpha-3 of the home country, "" for international ones
	Sector  dragoman.Sector
	Members []string // ISO alpha-3, for clubs whose membership matters
}

// OrganisationKinds lists what an organisation can be.
var OrganisationKinds = []string{"igo", "alliance", "ngo", "bank", "party", "armed group", "media", "court"}

func (n *Names) loadOrganisations(fsys fs.FS) error {
	seen := map[string]int{}
	columns := []string{"id", "name", "names", "kind", "country", "sector", "members", "source"}
	return tsv.Read(fsys, "organisations.tsv", columns, func(r *tsv.Row) error {
		o := Organisation{ID: r.Get("id"), Name: r.Get("name"), Names: r.List("names"), Kind: r.Get("kind"), Members: r.List("members")}
		if o.ID != Slug(o.ID) || o.ID == "" || o.Name == "" {
			return r.Problem("write a slug and a name", "id %q or name %q is not right", o.ID, o.Name)
		}
		if !slices.Contains(OrganisationKinds, o.Kind) {
			return r.Problem("write igo, alliance, ngo, bank, party, armed group, media or court", "%q is no kind", o.Kind)
		}
		var err error
		if o.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		if o.Sector, err = sectorOf(r); err != nil {
			return err
		}
		for _, m := range o.Members {
			if err := n.checkCountry(r, m, false); err != nil {
				return err
			}
		}
		if err := unique(seen, r, o.ID); err != nil {
			return err
		}
		n.Organisations = append(n.Organisations, o)
		s := Sense{Kind: OrganisationName, Ref: int32(len(n.Organisations) - 1)}
		if err := n.term(r, o.Name, s); err != nil {
			return err
		}
		return n.terms(r, o.Names, s)
	})
}
