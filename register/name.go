package register

import (
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// person is a person's name, folded, in words; the last word is taken for the surname.
type person struct {
	id    string // "" unless resolved to a known person
	words []string
}

func personOf(a *dragoman.Actor) person {
	name := a.Name
	if name == "" {
		name = a.Text
	}
	p := person{id: a.ID, words: strings.Fields(lexicon.Fold(name))}
	if !strings.HasPrefix(a.ID, "person:") {
		p.id = ""
	}
	return p
}

// same says whether two names can be one person's: the same surname, and given names that do not contradict each other
// ("K. Tokayev", "Tokayev", "Kassym-Jomart Tokayev"), or the same words in another order.
func (p person) same(o person) bool {
	if p.id != "" && p.id == o.id {
		return true
	}
	if len(p.words) == 0 || len(o.words) == 0 {
		return false
	}
	if p.surname() != o.surname() {
		return len(p.words) > 1 && sameWords(p.words, o.words)
	}
	a, b := p.given(), o.given()
	for i := range min(len(a), len(b)) {
		if !strings.HasPrefix(a[i], b[i]) && !strings.HasPrefix(b[i], a[i]) {
			return false
		}
	}
	return true
}

func (p person) surname() string { return p.words[len(p.words)-1] }
func (p person) given() []string { return p.words[:len(p.words)-1] }

func sameWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// fuller says whether p says more than o.
func (p person) fuller(o person) bool {
	if len(p.words) != len(o.words) {
		return len(p.words) > len(o.words)
	}
	return len(strings.Join(p.words, " ")) > len(strings.Join(o.words, " "))
}

// party is what the reports of a thing say of one country's part in it, or of one actor above countries.
type party struct {
	key     string // country code, else the actor's id, else its folded name
	persons []person
	firms   []string // ids or folded names of companies and organisations
	sectors []dragoman.Sector
}

func partyKey(a *dragoman.Actor) string {
	if a.Country != "" {
		return a.Country
	}
	if a.ID != "" {
		return a.ID
	}
	if a.Name != "" {
		return lexicon.Fold(a.Name)
	}
	return lexicon.Fold(a.Text)
}

// partiesOf groups actors by country, in the order of their keys.
func partiesOf(actors []dragoman.Actor) []party {
	var out []party
	for i := range actors {
		a := &actors[i]
		key := partyKey(a)
		at, found := slices.BinarySearchFunc(out, key, func(p party, key string) int { return strings.Compare(p.key, key) })
		if !found {
			out = slices.Insert(out, at, party{key: key})
		}
		out[at].add(a)
	}
	return out
}

func (p *party) add(a *dragoman.Actor) {
	switch a.Kind {
	case dragoman.ActorPerson:
		p.persons = append(p.persons, personOf(a))
	case dragoman.ActorCompany, dragoman.ActorOrganisation:
		switch {
		case strings.Contains(a.ID, ":"):
			p.firms = append(p.firms, a.ID)
		case a.ID == "": // else it is "the operator of the pipeline", known by country and sector only
			p.firms = append(p.firms, lexicon.Fold(a.Name))
		}
	}
	if s := a.Sector; s != "" && s != dragoman.SectorUNK && s != dragoman.SectorELI {
		p.sectors = append(p.sectors, s)
	}
}

// contradicts says whether two reports name different persons, companies or branches for the same country.
func (p *party) contradicts(o *party) bool {
	return len(p.persons) > 0 && len(o.persons) > 0 && !p.meets(o) ||
		disjoint(p.firms, o.firms) || disjoint(p.sectors, o.sectors)
}

// meets says whether a person is named in both.
func (p *party) meets(o *party) bool {
	for _, a := range p.persons {
		if slices.ContainsFunc(o.persons, a.same) {
			return true
		}
	}
	return false
}

// disjoint says whether both lists say something, and nothing in common.
func disjoint[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

func joined(list []party) string {
	var keys []string
	for _, p := range list {
		keys = append(keys, p.key)
	}
	return strings.Join(keys, ",")
}
