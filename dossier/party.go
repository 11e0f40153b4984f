package dossier

import (
	"slices"
	"strings"

	"dragoman"
)

// naming words parties; it knows the two countries of the query by name.
type naming struct{ a, b Country }

func (n naming) country(code string) string {
	switch code {
	case n.a.Code:
		return n.a.Name
	case n.b.Code:
		return n.b.Name
	}
	return code
}

// party names one actor, with its country where the name does not say it.
func (n naming) party(a dragoman.Actor) string {
	name := a.Name
	if name == "" {
		name = a.Text
	}
	if a.Role != "" && a.Kind == dragoman.ActorPerson && !strings.Contains(strings.ToLower(name), strings.ToLower(a.Role)) {
		name = a.Role + " " + name
	}
	if name == "" {
		return n.country(a.Country)
	}
	if a.Kind == dragoman.ActorCountry || a.Country == "" || n.says(name, a.Country) {
		return name
	}
	return name + " (" + a.Country + ")"
}

// says whether a name tells its country itself. Five letters of the country's name are enough for its adjective ("Croatian").
func (n naming) says(name, code string) bool {
	country := []rune(n.country(code))
	if len(country) < 4 {
		return false
	}
	return strings.Contains(name, string(country[:min(5, len(country))]))
}

// parties names several actors: "A, B and C".
func (n naming) parties(list []dragoman.Actor) string {
	var names []string
	for _, a := range list {
		if a.ID != "" && slices.ContainsFunc(list, func(o dragoman.Actor) bool {
			return o.ID != a.ID && strings.HasPrefix(a.ID, o.ID+".") && o.Kind != dragoman.ActorCountry
		}) {
			continue // representatives of a firm that is named itself
		}
		if s := n.party(a); s != "" && !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	return listed(names)
}

func listed(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// between words the two sides of an event; a mutual one has no arrow.
func (n naming) between(actors, recipients []dragoman.Actor, mutual bool) string {
	left, right := n.parties(actors), n.parties(recipients)
	switch {
	case right == "" || left == right:
		return left
	case left == "":
		return "→ " + right
	case mutual:
		return left + " – " + right
	}
	return left + " → " + right
}

// direction says which of the two acts on the other.
func (n naming) direction(actors, recipients []dragoman.Actor) string {
	aActs, bActs := hasCountry(actors, n.a.Code), hasCountry(actors, n.b.Code)
	switch {
	case aActs && !bActs && hasCountry(recipients, n.b.Code):
		return n.a.Code + ">" + n.b.Code
	case bActs && !aActs && hasCountry(recipients, n.a.Code):
		return n.b.Code + ">" + n.a.Code
	}
	return "mutual"
}

func hasCountry(list []dragoman.Actor, code string) bool {
	return slices.ContainsFunc(list, func(a dragoman.Actor) bool { return a.Country == code })
}

func place(p dragoman.Place) string { return p.Name }
