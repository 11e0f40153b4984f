package bilateral

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dragoman/internal/tsv"
	"dragoman/trade/codes"
)

// Agreement is a customs union or free trade agreement, in force from one day to another, both inclusive.
type Agreement struct {
	Name     string
	From, To string // ISO dates; To "" is in force
	Source   string // where the dates can be checked
	Note     string

	a, b []parties // b empty: every two of a
}

// parties is a country, or a group with its members by date.
type parties struct {
	code  string
	group *codes.Grouping
}

func (p parties) has(code, date string) bool {
	if p.group != nil {
		return p.group.Has(code, date)
	}
	return p.code == code
}

func among(list []parties, code, date string) bool {
	return slices.ContainsFunc(list, func(p parties) bool { return p.has(code, date) })
}

func (g *Agreement) inForce(date string) bool { return date >= g.From && (g.To == "" || date <= g.To) }

// Binds says whether the agreement is in force between two countries on a day.
func (g *Agreement) Binds(a, b, date string) bool {
	switch {
	case a == b || !g.inForce(date):
		return false
	case len(g.b) == 0:
		return among(g.a, a, date) && among(g.a, b, date)
	}
	return among(g.a, a, date) && among(g.b, b, date) || among(g.a, b, date) && among(g.b, a, date)
}

var agreementColumns = []string{"name", "a", "b", "from", "to", "source", "note"}

var agreements = sync.OnceValues(func() ([]Agreement, error) {
	text, err := data.ReadFile("data/agreements.tsv")
	if err != nil {
		return nil, err
	}
	return parseAgreements(text)
})

func parseAgreements(text []byte) ([]Agreement, error) {
	var out []Agreement
	seen := map[string]bool{}
	err := tsv.Parse("agreements.tsv", text, agreementColumns, func(r *tsv.Row) error {
		g := Agreement{Name: r.Get("name"), From: r.Get("from"), To: r.Get("to"), Source: r.Get("source"), Note: r.Get("note")}
		switch {
		case g.Name == "" || seen[g.Name]:
			return r.Problem("give every agreement a name of its own", "name %q is empty or stands there twice", g.Name)
		case g.Source == "":
			return r.Problem("say where the dates can be checked", "agreement %s has no source", g.Name)
		case !isDay(g.From) || g.To != "" && (!isDay(g.To) || g.To < g.From):
			return r.Problem("write YYYY-MM-DD, the earlier day first", "agreement %s is in force from %q to %q", g.Name, g.From, g.To)
		}
		seen[g.Name] = true
		var err error
		if g.a, err = readParties(r, "a"); err != nil {
			return err
		}
		if g.b, err = readParties(r, "b"); err != nil {
			return err
		}
		if len(g.a) == 0 || len(g.b) == 0 && len(g.a) == 1 && g.a[0].group == nil {
			return r.Problem("name two parties at least", "agreement %s has no second party", g.Name)
		}
		out = append(out, g)
		return nil
	})
	return out, err
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func readParties(r *tsv.Row, column string) ([]parties, error) {
	var out []parties
	for name := range strings.FieldsSeq(r.Get(column)) {
		if _, known := codes.ByISO3(name); known {
			out = append(out, parties{code: name})
			continue
		}
		g, known := codes.GroupOf(name)
		if !known {
			return nil, r.Problem("use codes of areas.tsv and groups.tsv", "party %q is no country and no group", name)
		}
		out = append(out, parties{group: g})
	}
	return out, nil
}

// Agreements lists those in the data, in the order of the file. Read-only.
func Agreements() []Agreement {
	list, err := agreements()
	if err != nil {
		return nil
	}
	return list
}

// AgreementBetween gives the first agreement in force between two countries on a day ("2023-07-01").
func AgreementBetween(a, b, date string) (*Agreement, bool) {
	list := Agreements()
	for i := range list {
		if list[i].Binds(a, b, date) {
			return &list[i], true
		}
	}
	return nil, false
}

// Midyear is the day whose agreements stand for a year: those in force for half of it at least.
func Midyear(year string) string { return year + "-07-01" }

// Network is all agreements on one day, quick to ask for many pairs.
type Network map[string]map[string]bool

// NetworkOn gathers which of the countries have an agreement in force with each other on a day.
func NetworkOn(date string, countries []string) Network {
	n := Network{}
	list := Agreements()
	for i := range list {
		g := &list[i]
		if !g.inForce(date) {
			continue
		}
		left, right := present(g.a, countries, date), present(g.b, countries, date)
		if len(g.b) == 0 {
			right = left
		}
		for _, a := range left {
			for _, b := range right {
				n.join(a, b)
				n.join(b, a)
			}
		}
	}
	return n
}

func present(list []parties, countries []string, date string) []string {
	return slices.DeleteFunc(slices.Clone(countries), func(c string) bool { return !among(list, c, date) })
}

func (n Network) join(a, b string) {
	if a == b {
		return
	}
	if n[a] == nil {
		n[a] = map[string]bool{}
	}
	n[a][b] = true
}

// Columns are the names under which a table for a gravity equation holds what AppendCells writes.
const Columns = "dist,contig,lang,colony,fta"

// AppendCells appends what lies between two different countries to a row of CSV, in the order of Columns: km, the rest 1 or 0. All but the
// agreement is empty where one of the two is not in the data.
func (n Network) AppendCells(row []byte, a, b string) []byte {
	if p, known := Of(a, b); known {
		row = strconv.AppendFloat(row, p.Distance, 'g', -1, 64)
		for _, tie := range []bool{p.Border, p.Language, p.Colony} {
			row = appendBit(append(row, ','), tie)
		}
	} else {
		row = append(row, ",,,"...)
	}
	return appendBit(append(row, ','), n.Has(a, b))
}

func appendBit(row []byte, yes bool) []byte {
	if yes {
		return append(row, '1')
	}
	return append(row, '0')
}

// Has says whether two countries have an agreement.
func (n Network) Has(a, b string) bool { return n[a][b] }
