package codes

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"dragoman"
	"dragoman/internal/tsv"
	"dragoman/lexicon"
)

// Grouping is a group of countries: a union, an organisation, a region.
type Grouping struct {
	Code    string   // "EAEU"
	Name    string   // "Eurasian Economic Union"
	Names   []string // further names
	Kind    string   // "union", "organisation", "region", "continent", or "fixed": a composition frozen for statistics
	Members []Member
	AsOf    string // month of the state described, "2025-06"
	Source  string
	Note    string
}

// Member is a country in a group from one day to another, both inclusive, as ISO dates; "": no bound.
type Member struct {
	Code     string // area code
	From, To string
}

// On lists the area codes of the members, ascending, on a day ("2019-06-30"), on the last day of a month or year ("2019"), or of all that
// have joined and not left (""; whoever joins later than the data file says is not known).
func (g *Grouping) On(date string) []string {
	day := lastDay(date)
	out := make([]string, 0, len(g.Members))
	for i := range g.Members {
		if m := &g.Members[i]; m.on(day) {
			out = append(out, m.Code)
		}
	}
	slices.Sort(out)
	return out
}

// lastDay is the last day of a year, a month, a day, or of all days (""), to be compared as text.
func lastDay(date string) string {
	const last = "9999-12-31"
	return date + last[min(len(date), len(last)):]
}

func (m *Member) on(day string) bool { return m.From <= day && (m.To == "" || m.To >= day) }

// Has says whether an area belongs to the group on a date as in On.
func (g *Grouping) Has(code, date string) bool {
	i := slices.IndexFunc(g.Members, func(m Member) bool { return m.Code == code })
	return i >= 0 && g.Members[i].on(lastDay(date))
}

var groupColumns = []string{"code", "name", "names", "kind", "members", "asof", "source", "note"}

// groupTable is the groups with an index by folded code and name.
type groupTable struct {
	groups []Grouping
	byName map[string]int
}

var groupData = built(loadGroups)

func loadGroups(fsys fs.FS) (*groupTable, error) {
	t := &groupTable{byName: map[string]int{}}
	err := tsv.Read(fsys, "groups.tsv", groupColumns, func(r *tsv.Row) error {
		g := Grouping{Code: r.Get("code"), Name: r.Get("name"), Names: r.List("names"), Kind: r.Get("kind"), AsOf: r.Get("asof"), Source: r.Get("source"),
			Note: r.Get("note")}
		if err := g.sound(r); err != nil {
			return err
		}
		if err := g.readMembers(r, r.Get("members")); err != nil {
			return err
		}
		t.groups = append(t.groups, g)
		return t.enter(r, len(t.groups)-1)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (g *Grouping) sound(r *tsv.Row) error {
	if !capitals(g.Code) || g.Code == "" || g.Name == "" {
		return r.Problem("write a code in capitals and a name", "group %q has no sound code and name", g.Code)
	}
	if !slices.Contains([]string{"union", "organisation", "region", "continent", "fixed"}, g.Kind) {
		return r.Problem("use union, organisation, region, continent or fixed", "unknown kind %q", g.Kind)
	}
	if _, err := time.Parse("2006-01", g.AsOf); err != nil {
		return r.Problem("write asof as YYYY-MM", "group %s is as of %q", g.Code, g.AsOf)
	}
	if g.Source == "" {
		return r.Problem("say where the members come from", "group %s has no source", g.Code)
	}
	return nil
}

// readMembers reads the cell of members.
func (g *Grouping) readMembers(r *tsv.Row, cell string) error {
	g.Members = make([]Member, 0, strings.Count(cell, " ")+1)
	seen := make(map[string]bool, cap(g.Members))
	for one := range strings.FieldsSeq(cell) {
		m, err := memberOf(r, one)
		if err != nil {
			return err
		}
		if seen[m.Code] {
			return r.Problem("name each member once", "group %s has member %s twice", g.Code, m.Code)
		}
		seen[m.Code] = true
		g.Members = append(g.Members, m)
	}
	if len(g.Members) == 0 {
		return r.Problem("list its members", "group %s has none", g.Code)
	}
	return nil
}

// memberOf reads CODE or CODE@FROM/TO.
func memberOf(r *tsv.Row, cell string) (Member, error) {
	code, dates, dated := strings.Cut(cell, "@")
	m := Member{Code: code}
	if !dated {
		return m, nil
	}
	var ranged bool
	m.From, m.To, ranged = strings.Cut(dates, "/")
	for _, d := range []string{m.From, m.To} {
		if _, err := time.Parse(time.DateOnly, d); d != "" && err != nil || !ranged {
			return m, r.Problem("write CODE@YYYY-MM-DD/YYYY-MM-DD, an open end empty", "member %q has no sound dates", cell)
		}
	}
	if m.To != "" && m.From > m.To {
		return m, r.Problem("put the earlier day first", "member %q leaves before it joins", cell)
	}
	return m, nil
}

func (t *groupTable) enter(r *tsv.Row, i int) error {
	g := &t.groups[i]
	for _, n := range append([]string{g.Code, g.Name}, g.Names...) {
		key := groupKey(n)
		if by, taken := t.byName[key]; taken && by != i {
			return r.Problem("give every name to one group", "name %q of %s is that of %s already", n, g.Code, t.groups[by].Code)
		}
		t.byName[key] = i
	}
	return nil
}

// groupKey is a name without case, accents, spaces, hyphens and a leading article.
func groupKey(name string) string {
	return strings.ReplaceAll(strings.TrimPrefix(lexicon.Fold(name), "the "), " ", "")
}

// Groups lists every group in the order of the data file. Read-only.
func Groups() []Grouping { return groupData().groups }

// GroupOf finds a group by its code or one of its names ("EAEU", "western balkans", "Visegrad").
func GroupOf(name string) (*Grouping, bool) {
	t := groupData()
	i, ok := t.byName[groupKey(name)]
	if !ok {
		return nil, false
	}
	return &t.groups[i], true
}

// Group lists the present members of a group by area code, ascending. Names are found without regard to case.
func Group(name string) ([]string, bool) {
	g, ok := GroupOf(name)
	if !ok {
		return nil, false
	}
	return g.On(""), true
}

// dangling names the first member of a group that is no area.
func (t *groupTable) dangling(areas *areaTable) error {
	for i := range t.groups {
		for _, m := range t.groups[i].Members {
			if areas.code[m.Code] == 0 {
				return dragoman.Problemf("groups.tsv", "group "+t.groups[i].Code, "use a code of areas.tsv", "member %q is no area", m.Code)
			}
		}
	}
	return nil
}
