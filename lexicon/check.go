package lexicon

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"dragoman"
)

// Check loads a data folder and lists what an editor should look at although it loads: names that several bear, capitals that are
// no places, owners of firms that nobody knows, frames that are never reached or contradict
// each other. A folder that does not load gives the one problem that stops it.
func Check(fsys fs.FS) []dragoman.Problem {
	l, err := Load(fsys)
	if err != nil {
		if p, ok := err.(*dragoman.Problem); ok {
			return []dragoman.Problem{*p}
		}
		return []dragoman.Problem{*dragoman.Problemf("lexicon", "", "restore the file", "%v", err)}
	}
	out := l.sharedNames()
	out = append(out, l.lostCapitals()...)
	out = append(out, l.lostParents()...)
	return append(out, l.Frames.Overlaps(l.Classes)...)
}

// bearer is one that a name stands for.
type bearer struct {
	file, what string
}

// sharedNames lists names that several countries, organisations, firms or persons bear: in a text such a name is decided by
// context, or not at all.
func (l *Lexicon) sharedNames() []dragoman.Problem {
	byName := map[string][]bearer{}
	add := func(file, what string, names ...string) {
		for _, n := range names {
			key := file + "\t" + Fold(n)
			if b := (bearer{file, what}); !slices.Contains(byName[key], b) {
				byName[key] = append(byName[key], b)
			}
		}
	}
	for i := range l.Countries {
		if c := &l.Countries[i]; c.To == "" {
			add("countries.tsv", c.ISO3, append([]string{c.Name}, c.Names...)...)
		}
	}
	for i := range l.Organisations {
		o := &l.Organisations[i]
		add("organisations.tsv", o.ID, append([]string{o.Name}, o.Names...)...)
	}
	for i := range l.Companies {
		c := &l.Companies[i]
		add("companies.tsv", c.ID, append([]string{c.Name}, c.Names...)...)
	}
	for i := range l.Persons {
		p := &l.Persons[i]
		add("persons.tsv", p.ID, append([]string{p.Name}, p.Names...)...)
	}
	var out []dragoman.Problem
	for key, list := range byName {
		if len(list) < 2 {
			continue
		}
		var who []string
		for _, b := range list {
			who = append(who, b.what)
		}
		_, name, _ := strings.Cut(key, "\t")
		out = append(out, *dragoman.Problemf(list[0].file, fmt.Sprintf("name %q", name), "keep it with one of them where texts mean only one",
			"stands for %s", strings.Join(who, " and ")))
	}
	slices.SortFunc(out, func(a, b dragoman.Problem) int { return strings.Compare(a.Error(), b.Error()) })
	return out
}

// lostCapitals lists capitals that places.tsv does not have.
func (l *Lexicon) lostCapitals() []dragoman.Problem {
	known := map[string]bool{}
	for i := range l.Places {
		p := &l.Places[i]
		for _, n := range append([]string{p.Name}, p.Names...) {
			known[p.Country+" "+Fold(n)] = true
		}
	}
	var out []dragoman.Problem
	for i := range l.Countries {
		c := &l.Countries[i]
		if c.To == "" && len(c.Capitals) > 0 && !known[c.ISO3+" "+Fold(c.Capitals[0])] {
			out = append(out, *dragoman.Problemf("places.tsv", "", "add it", "lacks %s, capital of %s", c.Capitals[0], c.Name))
		}
	}
	return out
}

// lostParents lists owners that are neither a firm of the table nor a government.
func (l *Lexicon) lostParents() []dragoman.Problem {
	known := map[string]bool{}
	for i := range l.Companies {
		known[l.Companies[i].Name] = true
	}
	var out []dragoman.Problem
	for i := range l.Companies {
		p := l.Companies[i].Parent
		state, ok := strings.CutPrefix(p, "Government of ")
		if p != "" && !known[p] && !(ok && l.FindCountry(strings.TrimPrefix(state, "the ")) != "") {
			out = append(out, *dragoman.Problemf("companies.tsv", "company "+l.Companies[i].ID, "write a company's name or Government of a country",
				"owner %q is not known", p))
		}
	}
	return out
}
