package lexicon

import (
	"io/fs"

	"dragoman"
	"dragoman/internal/tsv"
)

// Person is one term of a person in one post; whoever held several posts stands in as many rows.
type Person struct {
	ID       string // "person:" and the slug of the name
	Name     string
	Names    []string // other spellings; a surname alone where newspapers use it so
	Country  string   // ISO alpha-3 of the country served, "" for posts above countries
	Post     string
	Sector   dragoman.Sector
	From, To string // ISO dates, coarse where only the year is known; To empty while the term lasts
}

// At says whether the person held the post on the day (ISO, may be coarse); an undated text is taken for a recent one.
func (p *Person) At(day string) bool { return during(day, p.From, p.To) }

func (n *Names) loadPersons(fsys fs.FS) error {
	seen := map[string]int{}
	columns := []string{"name", "names", "country", "post", "sector", "from", "to", "source"}
	return tsv.Read(fsys, "persons.tsv", columns, func(r *tsv.Row) error {
		p := Person{Name: r.Get("name"), Names: r.List("names"), Post: r.Get("post")}
		if p.Name == "" || p.Post == "" {
			return r.Problem("fill both", "name or post is empty")
		}
		var err error
		if p.Country, err = n.country(r, "country", true); err != nil {
			return err
		}
		if p.Sector, err = sectorOf(r); err != nil {
			return err
		}
		if p.From, p.To, err = dates(r); err != nil {
			return err
		}
		if err := unique(seen, r, p.Name+", "+p.Post+" of "+p.Country+" from "+p.From); err != nil {
			return err
		}
		p.ID = "person:" + Slug(p.Name)
		n.Persons = append(n.Persons, p)
		s := Sense{Kind: PersonName, Ref: int32(len(n.Persons) - 1)}
		if err := n.term(r, p.Name, s); err != nil {
			return err
		}
		return n.terms(r, p.Names, s)
	})
}
