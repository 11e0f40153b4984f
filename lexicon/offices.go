package lexicon

import (
	"io/fs"
	"strings"

	"dragoman"
	"dragoman/internal/tsv"
)

// Office is a noun that heads a phrase about a person: a post that one holds, or a role.
type Office struct {
	Term      string // lower case, singular
	Sector    dragoman.Sector
	Post      bool // a post; else a role ("lawmaker")
	OfBody    bool // the sector is that of the body headed: "chairman", "director"
	OfCountry bool // the sector holds of a country only: "president" of a company is BUS
	Adjective bool // an adjective as well ("general", "major"): a post only with a capital or a name behind it

	CountrySector dragoman.Sector // for OfBody: the sector when a country alone is headed ("the leader of Kosovo"); "" for none
}

func (n *Names) loadOffices(fsys fs.FS) error {
	seen := map[string]int{}
	return tsv.Read(fsys, "offices.tsv", []string{"term", "sector", "kind", "notes"}, func(r *tsv.Row) error {
		kind, notes := r.Get("kind"), r.Get("notes")
		if kind != "post" && kind != "role" {
			return r.Problem("write post or role", "%q is no kind", kind)
		}
		o := Office{Term: r.Get("term"), Post: kind == "post", OfBody: strings.HasPrefix(notes, "of body"), OfCountry: strings.HasPrefix(notes, "of country"),
			Adjective: strings.HasPrefix(notes, "ambiguous") && strings.HasSuffix(notes, "an adjective")}
		if _, after, ok := strings.Cut(notes, "of a country "); ok && len(after) >= 3 {
			o.CountrySector = dragoman.Sector(after[:3])
		}
		var err error
		if o.Sector, err = sectorOf(r); err != nil {
			return err
		}
		if err := unique(seen, r, o.Term); err != nil {
			return err
		}
		n.Offices = append(n.Offices, o)
		ref := int32(len(n.Offices) - 1)
		if err := n.term(r, o.Term, Sense{Kind: OfficeTerm, Ref: ref}); err != nil {
			return err
		}
		return n.term(r, plural(o.Term), Sense{Kind: OfficeTerm, Ref: ref, Plural: true})
	})
}

// plural forms the plural of a term's head: "ministers of foreign affairs", "lawmakers", "attorneys general".
func plural(term string) string {
	head, rest := term, ""
	for _, mark := range []string{" of ", " for ", " in ", " to ", " on ", "-in-", "-general", " general", " without ", " at "} {
		if i := strings.Index(head, mark); i > 0 {
			head, rest = term[:i], term[i:]
		}
	}
	return pluralWord(head) + rest
}

func pluralWord(w string) string {
	switch {
	case strings.HasSuffix(w, "man") && !strings.HasSuffix(w, "human"):
		return w[:len(w)-2] + "en"
	case strings.HasSuffix(w, "person"):
		return w[:len(w)-len("person")] + "people"
	case strings.HasSuffix(w, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}
