package register

import (
	"cmp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

var officeTraits = traits[dragoman.Office]{
	prefix:     "lo",
	id:         func(x *dragoman.Office) string { return x.ID },
	date:       func(x *dragoman.Office) dragoman.DateRange { return x.At },
	evidence:   func(x *dragoman.Office) []dragoman.Evidence { return x.Evidence },
	confidence: func(x *dragoman.Office) float64 { return x.Confidence },
	parties:    func(x *dragoman.Office) []dragoman.Actor { return []dragoman.Actor{x.Person} },
	status:     func(*dragoman.Office) dragoman.Status { return dragoman.Happened },
}

// MergeOffices finds out which reports tell of the same person in the same post. The merged view has the fullest name, and a
// date from the first to the last time that the post is shown held. A bare surname is taken for the person of that country who
// has it, when there is only one. The offices are ordered by country, post, name and id.
func MergeOffices(reports []dragoman.Stored[dragoman.Office]) []Told[dragoman.Office] {
	out := []Told[dragoman.Office]{}
	list := officeTraits.items(reports, 0)
	names := namesakes(list)
	contradict := func(x, y *item[dragoman.Office]) bool {
		a, b := &x.Record, &y.Record
		if a.To != "" && b.To != "" && a.To != b.To || differentBodies(a.Body, b.Body) {
			return true
		}
		p, q := personOf(&a.Person), personOf(&b.Person)
		return !p.same(q) || len(p.words) != len(q.words) && names.ambiguous(a.Of, p, q)
	}
	match := func(x, y *item[dragoman.Office]) (float64, bool) {
		p, q := personOf(&x.Record.Person), personOf(&y.Record.Person)
		return float64(min(len(p.words), len(q.words))) + 0.5*float64(truth(x.Record.To == y.Record.To)), true
	}
	key := func(x *item[dragoman.Office]) string { return x.Record.Of + " " + postKey(x.Record.Post) }
	for _, block := range byKey(list, key) {
		for _, t := range merged(&officeTraits, block, match, contradict) {
			out = append(out, tenure(t))
		}
	}
	slices.SortFunc(out, func(a, b Told[dragoman.Office]) int {
		return cmp.Or(cmp.Compare(a.Record.Of, b.Record.Of), cmp.Compare(a.Record.Post, b.Record.Post),
			cmp.Compare(a.Record.Person.Name, b.Record.Person.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// postKey is a post as posts are compared: "Minister of Foreign Affairs" and "foreign minister" are one.
func postKey(post string) string {
	words := strings.Fields(lexicon.Fold(post))
	if p := known().posts[strings.Join(words, " ")]; p != "" {
		words = strings.Fields(p)
	}
	words = slices.DeleteFunc(words, func(w string) bool {
		return w == "of" || w == "for" || w == "the" || w == "and" || w == "affairs" || len(w) == 1
	})
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// differentBodies says whether two bodies are named that have no word in common.
func differentBodies(a, b string) bool {
	return disjoint(strings.Fields(lexicon.Fold(a)), strings.Fields(lexicon.Fold(b)))
}

// surnames are the persons of each country by surname.
type surnames map[string][]person

func namesakes(list []*item[dragoman.Office]) surnames {
	out := surnames{}
	for _, x := range list {
		p := personOf(&x.Record.Person)
		if len(p.words) < 2 {
			continue
		}
		key := x.Record.Of + " " + p.surname()
		if !slices.ContainsFunc(out[key], p.same) {
			out[key] = append(out[key], p)
		}
	}
	return out
}

// ambiguous says whether a bare surname could mean several persons of the country.
func (s surnames) ambiguous(country string, p, q person) bool {
	if p.id != "" && p.id == q.id || len(p.words) > 1 && len(q.words) > 1 {
		return false
	}
	return len(s[country+" "+p.surname()]) > 1
}

// tenure fills the merged view.
func tenure(t Told[dragoman.Office]) Told[dragoman.Office] {
	r := &t.Record
	newest := ""
	var start, end string
	for i := range t.Reports {
		x := &t.Reports[i]
		if personOf(&x.Record.Person).fuller(personOf(&r.Person)) {
			r.Person = x.Record.Person
		}
		if x.Document.Published >= newest {
			newest, r.Former = x.Document.Published, x.Record.Former
		}
		if !x.Record.Former {
			start, end = widen(start, end, shown(x))
		}
	}
	if start != "" || end != "" {
		r.At = dragoman.DateRange{Start: start, End: end, Precision: dragoman.PrecisionRange, Derived: "from the first to the last report"}
		if start == end {
			r.At.Precision = dragoman.PrecisionDay
		}
	}
	r.To = firstOf(t.Reports, func(x *dragoman.Office) string { return x.To })
	r.Body = firstOf(t.Reports, func(x *dragoman.Office) string { return x.Body })
	r.Evidence = allEvidence(t.Reports, officeTraits.evidence)
	return t
}

// shown is when a report shows the post held: at the date it gives, else when it was published; never after that.
func shown(x *Report[dragoman.Office]) dragoman.DateRange {
	published, err := dragoman.ParseDate(x.Document.Published)
	d := x.Record.At
	switch {
	case !d.Stated():
		return published
	case err == nil && d.End > published.End:
		d.End = max(d.Start, published.End)
	}
	return d
}

func widen(start, end string, d dragoman.DateRange) (string, string) {
	for _, day := range []string{d.Start, d.End} {
		if day == "" {
			continue
		}
		if start == "" || day < start {
			start = day
		}
		end = max(end, day)
	}
	return start, end
}
